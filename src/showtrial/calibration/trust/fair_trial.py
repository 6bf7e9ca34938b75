"""Does `fair_trial` say which guarantees were not kept in the world?

Of the thirty items only those that a run decides are judged, against the benchmark.
"""

from __future__ import annotations

import numpy as np

from showtrial.audit.fairtrial.answer import MET, VIOLATED
from showtrial.calibration.trust.answers import Answers
from showtrial.calibration.trust.basis import true_class
from showtrial.calibration.trust.verdicts import Judged, settled
from showtrial.calibration.trust.world import Accused, World
from showtrial.model.machine import layout as at
from showtrial.model.machine.parameters import stretches

#: Item -> what decides it in a run.
ITEMS = {
    "F05": "whether isolation, or a relative in custody, bore upon the accused before the trial",
    "F13": "whether the verdict was fixed from outside the court",
    "F16": "whether the open trial was public",
    "F18": "the accused of an open trial were there",
    "F23": "whether, of those convicted, the words of the accused were the sole basis",
    "F26": "whether the verdict was fixed before the hearing opened",
    "F28": "whether those shot could still be heard on a petition",
}


def violated(world: World, accused: Accused) -> dict[str, bool]:
    """Return item -> whether the guarantee was not kept; items that the run does not decide are left out."""
    _, rows = stretches(world.scenario, off=world.trace.off)
    found = {
        "F05": accused.pressed,
        "F13": accused.fixed,
        "F16": not np.any(rows[:, at.P_PUBLIC] > 0),
        "F18": False,
        "F26": accused.fixed,
    }
    if accused.convicted:
        found["F23"] = true_class(accused) == ("sole",)
    if accused.hours_to_execution is not None:
        found["F28"] = not accused.mercy
    return {item: bool(each) for item, each in found.items()}


def judge(answers: Answers) -> Judged:
    """Judge each item that the run decides, for each accused of an open trial."""
    for accused in answers.world.tried:
        for item, truth in violated(answers.world, accused).items():
            found = answers.one("fair_trial", accused.charge, f"{item} benchmark")
            said = None if found is None or found.value not in (VIOLATED, MET) else found.value == VIOLATED
            yield f"fair_trial.{item}", settled(None if said is None else said == truth)
