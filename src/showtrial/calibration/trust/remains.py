"""Does `remains` say what is left of a charge?

Under the rules of ``hr-baseline`` words of the accused need something else beside them (rule *corpus*, rule
*accomplice*). So in the world a charge falls where nothing stood beside the words, and keeps support where
something did.
"""

from __future__ import annotations

from showtrial.calibration.trust.answers import Answers
from showtrial.calibration.trust.verdicts import Judged, settled
from showtrial.calibration.trust.world import Accused

FALLS, SURVIVES, OPEN = "falls", "survives", "depends_on_missing"


def true_status(accused: Accused) -> str:
    """Return what is truly left of the charge."""
    return SURVIVES if accused.beside else FALLS


def status(answers: Answers, charge: str) -> str:
    """Return what the audit says is left of a charge; empty where it was not asked."""
    found = [each.value for each in answers.of("remains", charge) if each.statistic.startswith("status")]
    return found[0] if found else ""


def judge(answers: Answers) -> Judged:
    """Judge what is said to be left of each charge of an open trial, and a careless reading of it."""
    for accused in answers.world.tried:
        said = status(answers, accused.charge)
        known = said in (FALLS, SURVIVES)
        yield "remains", settled(said == true_status(accused) if known else None)
        # nobody in the world did anything: "keeps support", read as "is founded", is never so
        yield "remains.misread", settled(said == FALLS if known else None)
