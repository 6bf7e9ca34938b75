"""Which rules bound the court of this trial on its day, and which only measure it today?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from showtrial.audit.fairtrial.items import OWN_LAW, Instrument, Item, Standard, instruments, states
from showtrial.audit.fairtrial.trial import Trial
from showtrial.record.dates import Bounds, parse


@dataclass(frozen=True, slots=True)
class Rule:
    """What own law asked for on one question.

    Parameters
    ----------
    effect : str
        ``requires``, ``lifts``, ``conflict`` (a special law lifts what a younger general one
        requires), or ``none`` (no rule is packaged).
    standards : tuple of Standard
        The articles that decide.
    """

    effect: str
    standards: tuple[Standard, ...]


def day_of(trial: Trial) -> Bounds | None:
    """Return the day on which the law is asked for: the opening of the hearing, else the verdict."""
    return trial.opening or trial.pronounced


def state_of(trial: Trial) -> str | None:
    """Return the State whose court it was, from the articles that the charge cites and the day.

    The articles are matched as citations; nothing is read from the wording of notes.
    """
    moment = day_of(trial)
    if moment is None:
        return None
    for state in states():
        if _covers(state.exists, moment) and any(
            word.startswith(tuple(state.cites)) for word in articles(trial)
        ):
            return state.id
    return None


def articles(trial: Trial) -> tuple[str, ...]:
    """Return the articles that the charge cites, as written.

    ``58-8, 58-11 RSFSR`` is three words.
    """
    return tuple(re.split(r"[\s,;]+", str(trial.row["law"] or "")))


def own_instruments(trial: Trial, named: Sequence[str] | None = None) -> tuple[Instrument, ...]:
    """Return the instruments of own law in force for this charge on the day of the hearing.

    Parameters
    ----------
    trial : Trial
        The trial.
    named : sequence of str, optional
        Ids of the instruments that applied, where the caller knows; otherwise they follow from the
        State, the day, the articles cited, and (for a rule made for one case) a decree in the file.
    """
    if named is not None:
        return tuple(instruments()[id] for id in sorted(named))
    moment, state = day_of(trial), state_of(trial)
    if moment is None or state is None:
        return ()
    cited = set(articles(trial))
    return tuple(
        each
        for each in instruments().values()
        if each.applies == OWN_LAW
        and each.state == state
        and _covers(each.in_force, moment)
        and (not each.covers or cited & set(each.covers))
        and (not each.made_for_case or decree_rows(trial, each))
    )


def decree_rows(trial: Trial, instrument: Instrument) -> tuple[str, ...]:
    """Return the rows of the case that are the decree itself: same case, same date."""
    day = parse(instrument.adopted).span
    return tuple(
        act.id
        for act in trial.record.acts
        if act.kind in ("decree", "law") and act.case == trial.case and act.when and act.when.span == day
    )


def parties_in_court(trial: Trial) -> bool:
    """Whether the record shows a prosecutor or counsel at the trial, named or not."""
    return any(
        role in ("prosecutor", "counsel") and person != "none"
        for act in trial.acts("trial", "session")
        for role, person, _ in act.roles
    )


def own_rule(item: Item, applicable: Sequence[Instrument], *, parties: bool = False) -> Rule:
    """Return what own law asks for on `item`: the rule of the highest rank decides.

    A special law that lifts a guarantee meets a younger general law that requires it: a conflict,
    which is reported and not decided.
    """
    known = {each.id for each in applicable}
    rules = [
        each
        for each in item.of(OWN_LAW)
        if each.instrument.id in known and each.effect != "bears" and not (parties and each.unless_parties)
    ]
    if any(each.effect == "restores" for each in rules):
        rules = [each for each in rules if each.effect != "lifts"]
    rules = [each for each in rules if each.effect != "restores"]
    if not rules:
        return Rule("none", ())
    top = max(each.instrument.rank for each in rules)
    deciding = tuple(each for each in rules if each.instrument.rank == top)
    effect = deciding[0].effect
    younger = tuple(
        each
        for each in rules
        if each.effect == "requires"
        and each.instrument.rank < top
        and each.instrument.adopted > deciding[0].instrument.adopted
    )
    if effect == "lifts" and younger:
        return Rule("conflict", (*deciding, *younger))
    return Rule(effect, deciding)


def binding(item: Item, trial: Trial) -> tuple[Standard, ...]:
    """Return the benchmark standards that bound the State on the day of the hearing."""
    moment, state = day_of(trial), state_of(trial)
    if moment is None or state is None:
        return ()
    return tuple(
        each
        for each in item.standards
        if state in each.instrument.parties
        and parse(each.instrument.parties[state]).lo <= moment.lo
        and each.instrument.applies != OWN_LAW
    )


def petition_window(
    trial: Trial, applicable: Sequence[Instrument], items: Sequence[Item]
) -> tuple[float, tuple[str, ...]] | None:
    """Return the hours for a petition that a rule made for this case sets, and the rows of that rule."""
    for item in items:
        if item.id == "F28":
            for each in item.of(OWN_LAW):
                if each.instrument in applicable and each.hours is not None:
                    return each.hours, decree_rows(trial, each.instrument)
    return None


def _covers(span: str, moment: Bounds) -> bool:
    when = parse(span)
    return when.lo <= moment.lo and (moment.hi <= when.hi or not when.interval)
