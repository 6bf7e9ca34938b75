"""How does a case file become an event history?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from showtrial.errors import ModelError, Problem
from showtrial.events.history import EventHistory, Floats
from showtrial.events.namings import Chosen, choose
from showtrial.events.order import ordered
from showtrial.events.outside import outside
from showtrial.events.relations import attributes, ties
from showtrial.events.sample import Sample
from showtrial.events.states import states
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import day
from showtrial.record.dates.instants import DAY, MIN
from showtrial.record.hints import did_you_mean, shown
from showtrial.record.when import with_bounds


def event_history(case: CaseFile, sample: Sample, *, seed: int | None = None) -> EventHistory:
    """Read the dated namings of a case file as an event history.

    Time runs by the day, from midnight of the first day of the window; an event has the time of its day,
    whatever its place within the day. One event for each speaker, person named and day. What is left out
    is counted in ``notes``.

    Parameters
    ----------
    case : CaseFile
        The record; namings are derived from it (`showtrial.record.views.namings`).
    sample : Sample
        What counts as an event, how ties are dealt with, who is at risk.
    seed : int, optional
        Needed where ``sample.ties`` is ``random``: the order drawn for this seed.

    Raises
    ------
    ModelError
        Where the sample asks for what the case file does not have; where there are no namings, or none is
        dated; where an event lies outside the window or the risk set.

    References
    ----------
    C. T. Butts, "A relational event framework for social action", Sociological Methodology 38 (2008),
    doi:10.1111/j.1467-9531.2008.00203.x (events, risk sets).

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> history = event_history(open_case("toy"), Sample(kind="accusation", ties="batch"))
    >>> len(history), history.n, history.origin
    (7, 6, '1702-03-12')
    """
    _refuse_unknown(case, sample)
    chosen = choose(case, sample)
    history = _history(case, sample, chosen, seed)
    problems, out = outside(history, case)
    if out and sample.outside == "leave_out":
        kept = tuple(each for each in chosen.namings if each.id not in out)
        note = f"left out: {len(out)} outside the risk set"
        history = _history(case, sample, replace(chosen, namings=kept, notes=(*chosen.notes, note)), seed)
        problems = problems if not kept else outside(history, case)[0]
    if problems:
        raise ModelError("\n".join(map(str, problems)))
    return history


def _history(case: CaseFile, sample: Sample, chosen: Chosen, seed: int | None) -> EventHistory:
    actors, speaks, named = _at_risk(chosen, sample)
    number = {who: at for at, who in enumerate(actors)}
    rows, batch = ordered(case, sample, chosen.namings, seed=seed)
    related = ties(case, actors, kin=sample.kin, members=sample.members)
    held, more = states(case, actors, chosen.first_day)
    fixed, told = attributes(case, actors, chosen.first_day)
    return EventHistory(
        actors=actors,
        sender=np.array([number[each.namer] for each in rows], dtype=np.int32),
        receiver=np.array([number[each.named] for each in rows], dtype=np.int32),
        time=np.array([each.day - chosen.first_day for each in rows], dtype=np.float64),
        batch=batch,
        kind=np.zeros(len(rows), dtype=np.int16),
        kinds=(sample.kind,),
        origin=day(chosen.first_day * DAY),
        start=0.0,
        end=float(chosen.last_day - chosen.first_day + 1),
        entry=_births(case, actors, chosen.first_day),
        exit=np.full(len(actors), np.inf),
        may_speak=np.array([who in speaks for who in actors], dtype=np.bool_),
        may_be_named=np.array([who in named for who in actors], dtype=np.bool_),
        ordering=sample.ties,
        rows=tuple(each.id for each in rows),
        circle=related.get(sample.receivers),
        silenced=sample.silenced,
        removed=sample.removed,
        attributes=fixed,
        states=held,
        ties=related,
        notes=(*_calendar_note(case, chosen), *chosen.notes, *more, *told),
    )


def _at_risk(chosen: Chosen, sample: Sample) -> tuple[tuple[str, ...], frozenset[str], frozenset[str]]:
    """Return the actors in the order of their ids, who of them can speak, who can be named."""
    everybody = frozenset(chosen.persons)
    namers = frozenset(each.namer for each in chosen.namings)
    in_sample = chosen.deponents | namers | {each.named for each in chosen.namings}
    speaks = {"all": everybody, "deponents": chosen.deponents | namers, "denouncers": namers}[sample.senders]
    named = in_sample if sample.receivers == "named" else everybody
    return tuple(sorted(speaks | named | in_sample)), speaks, named


def _births(case: CaseFile, actors: tuple[str, ...], first_day: int) -> Floats:
    """Return the first day on which each actor can have been born, `-inf` where none is on record."""
    born = with_bounds(case["persons"].select("id", "born"), case.calendar, "born").drop_nulls("lo")
    first = {who: lo // DAY - first_day for who, lo in born.select("id", "lo").iter_rows() if lo > MIN}
    return np.array([first.get(who, -np.inf) for who in actors], dtype=np.float64)


def _calendar_note(case: CaseFile, chosen: Chosen) -> tuple[str, ...]:
    if case.meta.calendar == "gregorian":
        return ()
    origin = day(chosen.first_day * DAY)
    return (f"day 0 is {origin} of the Gregorian calendar; the case file is in the {case.meta.calendar} one",)


def _refuse_unknown(case: CaseFile, sample: Sample) -> None:
    """Raise for words of the sample that the case file does not have."""
    known: dict[str, Iterable[str]] = {
        "case": case["cases"]["id"],
        "setting": case["statements"]["setting"].drop_nulls().unique().sort(),
        "without": case["traits"]["value"].unique().sort(),
    }
    if sample.receivers == "fellows":
        known["members"] = case["traits"]["kind"].unique().sort()
    problems = [
        Problem("", 0, f"events.{key}", shown(word), f"a word of {_COLUMN[key]}", did_you_mean(word, words))
        for key, words in known.items()
        for word in getattr(sample, key)
        if word not in set(words) and not (key == "members" and set(getattr(sample, key)) & set(words))
    ]
    if problems:
        raise ModelError("\n".join(map(str, problems)))


_COLUMN = {
    "case": "cases.id",
    "setting": "statements.setting",
    "without": "traits.value",
    "members": "traits.kind",
}
