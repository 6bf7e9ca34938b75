"""Do the numbers of `profile` hold the true ones within their intervals?

Of the thirty-six numbers only those that a run decides are judged, one answer for each open trial.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from showtrial.audit.findings import Finding
from showtrial.audit.profile.measure import NOT_COMPUTED, UNKNOWN
from showtrial.calibration.trust.answers import Answers
from showtrial.calibration.trust.basis import true_class
from showtrial.calibration.trust.verdicts import Judged, Outcome, settled, within
from showtrial.calibration.trust.world import Accused, World

#: Number -> what is true in a run.
NUMBERS = {
    "A1": "share of the accused whose verdict was fixed beforehand, from necessary to possible on the dates",
    "A2": "share of the charges on which the court convicted",
    "A6": "hours from verdict to execution, the least and the most",
    "B1": "share of the convicted for whom the words of the accused were the sole basis",
    "B2": "share of the convicted with an exhibit",
    "B3": "share of the accused who affirmed at the end",
    "E1": "share of the pairs of accused who were not tied",
}
#: Numbers that are printed in two lines: the lower end, the upper end.
LINES = {"A1": ("A1 necessary", "A1 possible")}


def shares(world: World, accused: Sequence[Accused]) -> dict[str, float]:
    """Return the true shares of one open trial."""
    convicted = [each for each in accused if each.convicted]
    pairs = list(combinations(accused, 2))
    of = {
        "A1": [each.fixed for each in accused],
        "A2": [bool(each.convicted) for each in accused],
        "B1": [true_class(each) == ("sole",) for each in convicted],
        "B2": ["document" in each.beside for each in convicted],
        "B3": [each.pleads for each in accused],
        "E1": [not world.tied(a.person, b.person) for a, b in pairs],
    }
    return {name: sum(marks) / len(marks) for name, marks in of.items() if marks}


def judge(answers: Answers) -> Judged:
    """Judge the numbers of each open trial of the run."""
    world = answers.world
    for case in sorted({each.case for each in world.tried}):
        accused = [each for each in world.tried if each.case == case]
        for name, truth in shares(world, accused).items():
            lines = [answers.one("profile", case, line) for line in LINES.get(name, (name,))]
            yield f"profile.{name}", _share(lines, truth)
        hours = [each.hours_to_execution for each in accused if each.hours_to_execution is not None]
        if hours:
            yield "profile.A6", _hours(answers.one("profile", case, "A6"), hours)


def _share(lines: Sequence[Finding | None], truth: float) -> Outcome:
    """Judge a share; where it is printed in two lines, they are the two ends of one interval."""
    known = [each for each in lines if each is not None and each.value not in (UNKNOWN, NOT_COMPUTED)]
    if len(known) < len(lines):
        return "silent"
    return within(known[0].low, known[-1].high, truth, (0.0, 1.0))


def _hours(found: Finding | None, hours: Sequence[float]) -> Outcome:
    if found is None or found.value == UNKNOWN:
        return "silent"
    low, high = found.low or 0.0, float("inf") if found.high is None else found.high
    return settled(low <= min(hours) + 0.005 and max(hours) <= high + 0.005)
