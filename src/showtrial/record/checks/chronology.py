"""Can the dates of one life, and of one case, all be true?

Only what is impossible under every reading of the dates is a problem. A verdict that was fixed
before the hearing is evidence, not an error: it is an event of kind ``verdict_draft``.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from showtrial.errors import Problem
from showtrial.record.dates import Attested, Bounds, Modal, before, day
from showtrial.record.draft import Draft
from showtrial.record.when import when

Frames = dict[str, pl.DataFrame]

#: What can be done only to somebody who lives.
_NEEDS_LIFE = (
    *("arrest", "custody", "release", "interrogation", "pressure", "promise", "summons"),
    *("expulsion", "last_words", "execution", "death"),
)
#: Where the words of the dead may be written down.
_OUTLIVES = ("literature", "record", "judgment", "press", "indictment")


def _surely(x: Bounds, y: Bounds) -> bool:
    return before(x, y) is Modal.NECESSARY


def wrong_lives(draft: Draft, frames: Frames) -> Iterator[Problem]:
    """Yield deaths before births, and acts that fall outside a life."""
    settings = draft.meta.settings()
    persons = frames["persons"]
    ids = persons["id"].to_list()
    born = dict(zip(ids, when(persons, settings, "born"), strict=True))
    died = dict(zip(ids, when(persons, settings, "died"), strict=True))
    for at, person in enumerate(ids):
        start, end = born.get(person), died.get(person)
        if start and end and _surely(end.end, start.start):
            yield Problem(
                *draft.place("persons", at), "died", end.text, f"a death after the birth ({start.text})"
            )
    for table, at, person, kind, date in _acts(draft, frames):
        place = draft.place(table, at)
        start, end = born.get(person), died.get(person)
        if start and _surely(date.end, start.start):
            yield Problem(*place, "date", date.text, f"a date after the birth of {person} ({start.text})")
        if end and _surely(end.end, date.start):
            hint = "mend the date here or in persons, or give both as readings"
            yield Problem(
                *place, "date", date.text, f"a date in the life of {person} (died {end.text})", hint
            )
        if kind in ("execution", "death") and end and _surely(date.end, end.start):
            yield Problem(*place, "date", date.text, f"the day of death of {person} ({end.text})")


def _acts(draft: Draft, frames: Frames) -> Iterator[tuple[str, int, str, str, Attested]]:
    """Yield table, record, person, kind and date of each act that only the living take part in."""
    settings = draft.meta.settings()
    events = frames["events"]
    also: dict[str, list[str]] = {}
    for act, person in (
        frames["roles"].filter(pl.col("role") == "subject").select("act", "person").iter_rows()
    ):
        also.setdefault(act, []).append(person)
    for at, date in enumerate(when(events, settings)):
        kind = events["kind"][at]
        if date and kind in _NEEDS_LIFE:
            for person in (events["person"][at], *also.get(events["id"][at], ())):
                if person:
                    yield "events", at, person, kind, date
    statements = frames["statements"]
    for at, date in enumerate(when(statements, settings)):
        speaker, setting = statements["speaker"][at], statements["setting"][at]
        if date and speaker and setting not in _OUTLIVES:
            yield "statements", at, speaker, "statement", date


def wrong_cases(draft: Draft, frames: Frames) -> Iterator[Problem]:
    """Yield arrests after the verdict of the same case, executions before it, verdicts before the trial."""
    events = frames["events"]
    dates = when(events, draft.meta.settings())
    verdicts = _verdicts(frames, dates)
    opened: dict[str, Attested] = {}
    for at, date in enumerate(dates):
        if events["kind"][at] == "trial" and date and events["case"][at]:
            opened.setdefault(events["case"][at], date)
    for at, date in enumerate(dates):
        kind, case, person = (events[column][at] for column in ("kind", "case", "person"))
        place = draft.place("events", at)
        verdict = verdicts.get((case, person))
        if date and verdict and kind == "arrest" and _surely(verdict.end, date.start):
            yield Problem(*place, "date", date.text, f"an arrest not after the verdict ({verdict.text})")
        if date and verdict and kind == "execution" and _surely(date.end, verdict.start):
            yield Problem(*place, "date", date.text, f"an execution not before the verdict ({verdict.text})")
        trial = opened.get(case)
        if date and trial and kind == "verdict" and _surely(date.end, trial.start):
            hint = "an outcome fixed before the hearing is an event of kind verdict_draft"
            yield Problem(
                *place, "date", date.text, f"a verdict not before the trial opened ({trial.text})", hint
            )


def _verdicts(frames: Frames, dates: list[Attested | None]) -> dict[tuple[str, str], Attested]:
    of_event = dict(zip(frames["events"]["id"], dates, strict=True))
    found = {}
    for case, accused, verdict in frames["charges"].select("case", "accused", "verdict").iter_rows():
        date = of_event.get(verdict) if verdict else None
        if date:
            found[case, accused] = date
    return found


def unfounded_grades(draft: Draft, frames: Frames) -> Iterator[Problem]:
    """Yield pressures graded ``inferred`` that no documented practice of their time covers."""
    settings = draft.meta.settings()
    events = frames["events"]
    dates = when(events, settings)
    practices = [
        (date, set((events["method"][at] or "").split("; ")))
        for at, date in enumerate(dates)
        if date and events["kind"][at] == "practice" and events["grade"][at] in ("documented", "established")
    ]
    for at, date in enumerate(dates):
        if events["kind"][at] != "pressure" or events["grade"][at] != "inferred":
            continue
        methods = set((events["method"][at] or "").split("; "))
        inside = [
            practice
            for practice, known in practices
            if date and practice.lo <= date.lo and date.hi <= practice.hi and (methods & known)
        ]
        if not inside:
            came = f"inferred, {day(date.lo) if date else 'undated'}"
            hint = (
                "add the event of kind practice (documented, with method and dates), or leave the grade empty"
            )
            yield Problem(
                *draft.place("events", at), "grade", came, "a documented practice that covers it", hint
            )
