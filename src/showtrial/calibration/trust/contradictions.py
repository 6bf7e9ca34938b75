"""Does `contradictions` list the pairs that cannot both hold in the world, and no others?

In these worlds one kind is true: a charge is affirmed, by the accused or by what stood beside their words,
and the accused refused it or took it back. Nobody is at two places, acts when dead, or comes after what
came before: whatever else is listed is wrong.
"""

from __future__ import annotations

from showtrial.calibration.trust.answers import Answers
from showtrial.calibration.trust.verdicts import Judged, settled
from showtrial.calibration.trust.world import Accused


def said_both_ways(accused: Accused) -> bool:
    """Whether the charge is affirmed as well as denied or taken back."""
    return (accused.confessed or bool(accused.beside)) and accused.denied


def judge(answers: Answers) -> Judged:
    """Judge one answer for each charge truly said both ways, and one for whatever else is listed."""
    true = {each.charge for each in answers.world.accused if said_both_ways(each)}
    listed = {each.subject for each in answers.contradictions if each.statistic == "K1"}
    others = [each for each in answers.contradictions if each.subject not in true or each.statistic != "K1"]
    for charge in sorted(true):
        yield "contradictions", settled(True if charge in listed else None)
    for each in others:
        yield "contradictions", settled(False if each.value == "necessary" else None)
