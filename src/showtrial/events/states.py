"""From when to when was somebody summoned, held, dead, ...?

A state holds from the first day on which it is certain, as far as the dates go. What is done to somebody
so that they speak (a summons, a pressure) counts on its own day already; what follows a day (an arrest, a
verdict, a death, a first deposition) counts from the next day on, because acts of one day are not
ordered. What has no date is no state, and is counted in a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl

from showtrial.events.history import Spells
from showtrial.events.sample import STATES
from showtrial.record.casefile import CaseFile
from showtrial.record.dates.instants import DAY, MAX, MIN
from showtrial.record.views.acts import subjects
from showtrial.record.when import when

#: Person, first day, day after the last day (days since 0001-01-01; infinite where open).
Span = tuple[str, float, float]
Spans = list[Span]
_ADMITS = ("affirms", "partial")


def states(
    case: CaseFile, actors: Sequence[str], first_day: int
) -> tuple[Mapping[str, Spells], tuple[str, ...]]:
    """Return the spells of every state of `STATES`, empty ones too, and what was left out.

    Parameters
    ----------
    case : CaseFile
        The whole case file: an arrest counts in whatever case it was made.
    actors : sequence of str
        Ids of persons, in the order in which the spells number them.
    first_day : int
        Day of time 0, in days since 0001-01-01.

    Returns
    -------
    mapping of str to Spells
        Times in days since `first_day`; spells of one actor never touch.
    tuple of str
        Notes.
    """
    spans, notes = _spans(case, set(actors))
    number = {actor: at for at, actor in enumerate(actors)}
    return {name: _spells(spans[name], number, first_day) for name in STATES}, tuple(notes)


def _spans(case: CaseFile, actors: set[str]) -> tuple[dict[str, Spans], list[str]]:
    notes: list[str] = []

    def since(state: str, frame: pl.DataFrame, *, delay: int) -> Spans:
        rows = frame.filter(pl.col("subject").is_in(actors))
        found = list(_starts(case, rows, delay))
        if len(found) < rows.height:
            notes.append(f"{state!r}: not counted, for want of a date: {rows.height - len(found)}")
        return found

    pressures = subjects(case, "pressure").filter(pl.col("grade").fill_null("") != "none_found")
    tortured = pressures.filter(pl.col("method").fill_null("").str.split("; ").list.contains("torture"))
    died = case["persons"].filter(pl.col("died").is_not_null()).select(subject="id", date="died")
    dead = [
        *since("dead", died, delay=1),
        *since("dead", subjects(case, "death", "execution"), delay=1),
    ]
    arrests = since("held", subjects(case, "arrest", "custody"), delay=1)
    ends = [*_ends(case, subjects(case, "release")), *((who, start) for who, start, _ in dead)]
    verdicts = case["charges"].select("verdict", subject="accused").drop_nulls()
    verdicts = verdicts.join(case["events"].select("id", "date", "time"), left_on="verdict", right_on="id")
    flights = since("absconded", subjects(case, "flight", "absconding"), delay=1)
    found = {
        "summoned": since("summoned", subjects(case, "summons"), delay=0),
        "pressed": since("pressed", pressures, delay=0),
        "tortured": since("tortured", tortured, delay=0),
        "held": _until(arrests, ends),
        "absconded": _until(flights, [(who, start) for who, start, _ in arrests]),
        "deposed": since("deposed", _first_said(case["statements"]), delay=1),
        "confessed": since("confessed", _confessions(case), delay=1),
        "condemned": since("condemned", verdicts, delay=1),
        "dead": dead,
    }
    return found, notes


def _starts(case: CaseFile, rows: pl.DataFrame, delay: int) -> Iterator[Span]:
    """Yield the spans that begin on the last day on which each row can have begun, or `delay` days later."""
    dates = when(rows, case.calendar)
    kinds = rows["kind"] if "kind" in rows.columns else [None] * rows.height
    for who, kind, date in zip(rows["subject"], kinds, dates, strict=True):
        if date is None or date.start.hi >= MAX:
            continue
        stop = np.inf
        if kind in ("custody", "practice") and date.interval and date.end.hi < MAX:
            stop = date.end.lo // DAY + 1 if date.end.lo > MIN else np.inf
        start = (date.start.hi - 1) // DAY + delay
        if start < stop:
            yield who, start, stop


def _ends(case: CaseFile, rows: pl.DataFrame) -> Iterator[tuple[str, float]]:
    for who, date in zip(rows["subject"], when(rows, case.calendar), strict=True):
        if date is not None and date.lo > MIN:
            yield who, date.lo // DAY


def _until(spans: Spans, ends: Sequence[tuple[str, float]]) -> Spans:
    """Cut each span at the first end of the same person that comes after its beginning."""
    days: dict[str, list[float]] = {}
    for who, day in ends:
        days.setdefault(who, []).append(day)
    return [
        (who, start, min([stop, *(day for day in days.get(who, ()) if day > start)]))
        for who, start, stop in spans
    ]


def _first_said(statements: pl.DataFrame) -> pl.DataFrame:
    return statements.filter(pl.col("date").is_not_null()).select("date", "time", subject="speaker")


def _confessions(case: CaseFile) -> pl.DataFrame:
    """Return the dated statements in which somebody affirms what is charged to, or said of, themselves."""
    of_whom = pl.concat(
        [
            case["charges"].select(claim="id", subject="accused"),
            case["claims"].filter(pl.col("kind") == "accusation").select(claim="id", subject="person"),
        ]
    )
    said = case["statements"].select("date", "time", statement="id", speaker="speaker")
    rows = case["assertions"].filter(pl.col("polarity").is_in(_ADMITS)).select("statement", "claim")
    rows = rows.join(of_whom, on="claim").join(said, on="statement")
    return rows.filter(pl.col("subject") == pl.col("speaker")).drop_nulls("date")


def _spells(spans: Spans, number: Mapping[str, int], first_day: int) -> Spells:
    """Join spans of one person that touch; number persons; count days from `first_day`."""
    joined: list[list[float]] = []
    for who, start, stop in sorted((number[who], start, stop) for who, start, stop in spans):
        if joined and joined[-1][0] == who and start <= joined[-1][2]:
            joined[-1][2] = max(joined[-1][2], stop)
        else:
            joined.append([who, start, stop])
    table = np.array(joined, dtype=np.float64).reshape(-1, 3)
    return Spells(table[:, 0].astype(np.int32), table[:, 1] - first_day, table[:, 2] - first_day)
