"""Might a person of this case file still be living?

Presumed dead: whoever has a date of death, or was born at least 110 years before the reference
date. Where no birth is on record, the earliest dated row that shows the person to exist bounds
it: somebody attested in 1936 is presumed dead from 2046 on. The reference date is a parameter,
never the clock, so that the same file gives the same answer on every day.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from showtrial.errors import Problem
from showtrial.record.dates import parse
from showtrial.record.draft import Draft
from showtrial.record.schema import schema
from showtrial.record.when import when, with_bounds

Frames = dict[str, pl.DataFrame]

#: Day on which the rule is applied, unless another is given.
REFERENCE_DATE = "2026-01-01"
LIFESPAN_YEARS = 110


def presumed_living(draft: Draft, frames: Frames, as_of: str = REFERENCE_DATE) -> list[int]:
    """Return the records of ``persons`` that the rule cannot presume dead on the day `as_of`."""
    limit = _years_before(as_of)
    settings = draft.meta.settings()
    persons = frames["persons"]
    born = when(persons, settings, "born")
    attested = first_attested(draft, frames)
    found = []
    for at, (person, kind, died) in enumerate(persons.select("id", "kind", "died").iter_rows()):
        date = born[at]
        bound = date.hi if date else attested.get(person)
        if died is None and kind in (None, "person") and (bound is None or bound > limit):
            found.append(at)
    return found


def _years_before(as_of: str) -> int:
    year, rest = as_of[:4], as_of[4:]
    return parse(f"{int(year) - LIFESPAN_YEARS:04d}{rest.replace('-02-29', '-02-28')}").lo


def first_attested(draft: Draft, frames: Frames) -> dict[str, int]:
    """Return person -> the latest minute at which the earliest dated row about them can lie."""
    settings = draft.meta.settings()
    dated_acts = {
        act: hi
        for name in ("events", "statements")
        for act, hi in with_bounds(frames[name], settings).select("id", "hi").drop_nulls().iter_rows()
    }
    statement_of = dict(frames["assertions"].select("id", "statement").iter_rows())
    said_in: dict[str, int] = {}
    for claim, statement in frames["assertions"].select("claim", "statement").iter_rows():
        if statement in dated_acts:
            said_in[claim] = min(said_in.get(claim, dated_acts[statement]), dated_acts[statement])
    first: dict[str, int] = {}

    def note(person: str | None, hi: int | None) -> None:
        if person and hi is not None:
            first[person] = min(first.get(person, hi), hi)

    for name, frame in frames.items():
        people = [c.name for c in schema().tables[name].columns.values() if c.to == ("persons",)]
        if "date" not in frame.columns or name == "claims":
            continue
        for hi, *row in with_bounds(frame, settings).select("hi", *people).iter_rows():
            for person in row:
                note(person, hi)
    for claim, person in frames["claims"].select("id", "person").iter_rows():
        note(person, said_in.get(claim))
    for act, person in frames["roles"].select("act", "person").iter_rows():
        note(person, dated_acts.get(act, said_in.get(act, dated_acts.get(statement_of.get(act, "")))))
    verdicts = frames["charges"].select("accused", "verdict").drop_nulls()
    for accused, verdict in verdicts.iter_rows():
        note(accused, dated_acts.get(verdict))
    return first


def living(draft: Draft, frames: Frames, as_of: str, allow_living: str | None) -> Iterator[Problem]:
    """Yield every person who may be living, unless a purpose is given; simulated persons never lived."""
    if draft.meta.origin == "simulated" or allow_living or draft.meta.living_purpose:
        return
    for at in presumed_living(draft, frames, as_of):
        name = frames["persons"]["name"][at]
        wanted = f"a date of death, or a birth or act more than {LIFESPAN_YEARS} years before {as_of}"
        hint = "give --allow-living PURPOSE (or living_purpose in casefile.toml), printed in every output"
        yield Problem(*draft.place("persons", at), "died", f"{name} may be living", wanted, hint)
