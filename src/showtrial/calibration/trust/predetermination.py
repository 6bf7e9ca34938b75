"""Does `predetermination` say that the outcome was set before the hearing opened, where it was?

Where the verdict is fixed beforehand (mechanism 16), the instruction stands before the hearing opens. In
every second run the mechanism is off: the court decides, and there is no such paper.
"""

from __future__ import annotations

from showtrial.calibration.trust.answers import Answers
from showtrial.calibration.trust.verdicts import Judged, settled

_BEFOREHAND = ("P0", "P1", "P2")


def judge(answers: Answers) -> Judged:
    """Judge what is said of each charge of an open trial."""
    for accused in answers.world.tried:
        said = [
            each
            for each in answers.of("predetermination", accused.charge)
            if each.statistic in (*_BEFOREHAND, "P3") and each.value == "necessary"
        ]
        if not said:
            yield "predetermination", "silent"
        else:
            before = any(each.statistic in _BEFOREHAND for each in said)
            yield "predetermination", settled(before and accused.fixed)
