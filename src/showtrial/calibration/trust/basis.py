"""Does `basis` say what stood before the court?

The court had the words of the accused, where the accused had confessed, and what mechanism 15 put beside
them. From these two alone follows the class of the words.
"""

from __future__ import annotations

from showtrial.audit.basis import ACCUSED_WORDS
from showtrial.calibration.trust.answers import Answers
from showtrial.calibration.trust.verdicts import Judged, settled
from showtrial.calibration.trust.world import Accused

#: No support at all.
NOTHING = "nothing"


def true_class(accused: Accused) -> tuple[str, ...]:
    """Return the classes that the words of the accused may truly have as a basis of the charge.

    Where the accused never confessed, accusations by others bear on one element only, and are part of no
    smallest support of the whole charge, or of one together with what stood beside them.
    """
    if accused.confessed:
        return ("alternative",) if accused.beside else ("sole",)
    return ("unused", "contributory") if accused.beside else (NOTHING,)


def judge(answers: Answers) -> Judged:
    """Judge the class of the words of each accused of an open trial."""
    for accused in answers.world.tried:
        wanted, said = true_class(accused), _said(answers, accused.charge)
        if said == NOTHING and NOTHING not in wanted:
            said = ""  # no support on record: the audit does not say that there was none
        yield "basis", settled(said in wanted if said else None)


def _said(answers: Answers, charge: str) -> str:
    """Return the class of the words as the audit has it; empty where the charge is not on record."""
    worlds = answers.worlds.get(charge)
    if worlds is None:
        return ""
    if not worlds.bits("lenient")[0] & 1:
        return NOTHING
    found = answers.one("basis", charge, f"class of {ACCUSED_WORDS}")
    return "unused" if found is None else found.value.removesuffix(" (truncated)")
