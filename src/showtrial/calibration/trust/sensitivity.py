"""Are the sets of rules that `sensitivity` calls enough also enough on the complete record?"""

from __future__ import annotations

from showtrial.audit.sensitivity import sensitivity
from showtrial.audit.worlds import Worlds
from showtrial.calibration.trust.answers import Answers
from showtrial.calibration.trust.verdicts import Judged, settled


def killing(worlds: Worlds) -> tuple[tuple[str, ...], ...]:
    """Return the smallest sets of rules that end the support of a charge."""
    return sensitivity(worlds).strict.readings[0].killing


def ends(worlds: Worlds, rules: tuple[str, ...]) -> bool:
    """Whether these rules end the support of a charge, taking what is not on record against it."""
    return not worlds.bits("strict")[0] >> worlds.mask(rules) & 1


def judge(answers: Answers, complete: Answers) -> Judged:
    """Judge the killing sets of each charge of an open trial against the complete record."""
    for accused in answers.world.tried:
        whole, worlds = complete.worlds.get(accused.charge), answers.worlds.get(accused.charge)
        if whole is None:
            continue
        sets = () if worlds is None else killing(worlds)
        held: bool | None
        if worlds is None or () in sets:  # no support under any set of rules: nothing to be sensitive
            held = None if () not in killing(whole) else worlds is not None or None
        elif sets:
            held = all(ends(whole, each) for each in sets)
        else:
            held = not killing(whole)
        yield "sensitivity", settled(held)
