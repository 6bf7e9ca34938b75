"""Which namings of a case file are events of a sample, and why are the others not?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from showtrial.errors import ModelError, Problem
from showtrial.events.sample import KINDS, Sample
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import Attested, DateError, day, parse
from showtrial.record.dates.instants import DAY
from showtrial.record.hints import shown
from showtrial.record.views.namings import namings
from showtrial.record.when import when

#: Why a naming of the right kind is no event; each naming falls under the first that applies.
_REASONS = {
    "speaker": "whose speaker is not on record",
    "named": "of somebody without a row in persons",
    "body": "by or of a group or body",
    "self": "of the speaker",
    "without": "by or of a person left out by `without`",
    "date": "whose date is not known to the day",
    "outside": "outside the window",
    "repeated": "that repeat a naming of the same person by the same speaker on the same day",
}


@dataclass(frozen=True, slots=True)
class Naming:
    """One event to be: who named whom on which day (days since 0001-01-01), and where it stands.

    `firm` is whether the record gives the day without *about* or *perhaps*.
    """

    id: str
    namer: str
    named: str
    day: int
    statement: str
    row: int
    firm: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """The namings of a sample, unordered within a day; its window; who deposed in it; what was left out."""

    namings: tuple[Naming, ...]
    first_day: int
    last_day: int
    deponents: frozenset[str]
    persons: tuple[str, ...]
    notes: tuple[str, ...]


def choose(case: CaseFile, sample: Sample) -> Chosen:
    """Return the namings that are events of `sample`, one for each speaker, person named and day.

    Raises
    ------
    ModelError
        Where no naming is left, or one lies outside the window.
    """
    persons = _persons(case, sample)
    rows = namings(case).with_row_index("row", offset=2)
    inside = _asked(case, rows.filter(pl.col("polarity") == KINDS[sample.kind]), sample)
    if inside.is_empty():
        asked = " and ".join(f"{key} {', '.join(getattr(sample, key))}" for key in _filters(sample))
        came = f"no naming that {KINDS[sample.kind]}" + (f" in {asked}" if asked else "")
        hint = f"{rows.height} namings in all; look at events.kind, events.case and events.setting"
        raise ModelError(str(Problem("assertions.csv", 0, "", came, "one or more", hint)))
    left: Counter[str] = Counter()
    kept = [each for each in _sorted_out(case, inside, sample, persons, left)]
    if not kept:
        if left["date"]:
            came = f"none of {left['date']} namings is dated to the day"
            hint = "fill in statements.date"
        else:
            came = f"none of {inside.height} namings is of one person by another ({_told(left, '; ')})"
            hint = "look at events.without, and at persons.kind"
        raise ModelError(str(Problem("assertions.csv", 0, "", came, "one or more dated namings", hint)))
    first, last = _window(case, sample, kept)
    _refuse_outside(case, sample, [each for each in kept if not first <= each.day <= last])
    found: dict[tuple[str, str, int], Naming] = {}
    for each in sorted(kept, key=_by_row if sample.ties == "given" else _by_id):
        if not first <= each.day <= last:
            left["outside"] += 1
        elif found.setdefault((each.namer, each.named, each.day), each) is not each:
            left["repeated"] += 1
    if not found:
        came = f"all {len(kept)} namings lie outside the window {_days(first, last)}"
        raise ModelError(str(Problem("assertions.csv", 0, "", came, "one or more inside it", "widen it")))
    notes = [
        f"{inside.height} namings that {_plural(sample)} are on record in the cases and settings asked for"
    ]
    notes += [f"left out: {count} {_REASONS[reason]}" for reason, count in _in_order(left)]
    unsure = sum(not each.firm for each in found.values())
    notes += [f"{unsure} events stand on a day that the record marks as uncertain or approximate"][
        : unsure > 0
    ]
    deponents = frozenset(_deponents(case, sample, first, last) & set(persons))
    return Chosen(tuple(found.values()), first, last, deponents, persons, tuple(notes))


def _plural(sample: Sample) -> str:
    return KINDS[sample.kind].removesuffix("s")


def _by_row(naming: Naming) -> tuple[int, str]:
    return naming.row, naming.id


def _by_id(naming: Naming) -> str:
    return naming.id


def _in_order(left: Counter[str]) -> Iterator[tuple[str, int]]:
    return ((reason, left[reason]) for reason in _REASONS if left[reason])


def _told(left: Counter[str], separator: str) -> str:
    return separator.join(f"{count} {_REASONS[reason]}" for reason, count in _in_order(left))


def _persons(case: CaseFile, sample: Sample) -> tuple[str, ...]:
    """Return the ids of all single persons whom the sample does not leave out, sorted."""
    single = case["persons"].filter(pl.col("kind").fill_null("person") == "person")["id"]
    return tuple(sorted(set(single) - _bearers(case, sample)))


def _bearers(case: CaseFile, sample: Sample) -> set[str]:
    return set(case["traits"].filter(pl.col("value").is_in(sample.without))["person"])


def _filters(sample: Sample) -> list[str]:
    return [key for key in ("case", "setting") if getattr(sample, key)]


def _asked(case: CaseFile, frame: pl.DataFrame, sample: Sample) -> pl.DataFrame:
    """Keep the rows made in the cases and settings that the sample asks for."""
    for key in _filters(sample):
        frame = frame.filter(pl.col(key).is_in(getattr(sample, key)))
    return frame


def _sorted_out(
    case: CaseFile, rows: pl.DataFrame, sample: Sample, persons: tuple[str, ...], left: Counter[str]
) -> Iterator[Naming]:
    """Yield the namings that can be events; count the others in `left`."""
    single, everybody, bearers = set(persons), set(case["persons"]["id"]), _bearers(case, sample)
    dates = _days_said(case, rows)
    for row, date in zip(rows.iter_rows(named=True), dates, strict=True):
        namer, named = row["namer"], row["named"]
        if namer not in everybody:
            left["speaker"] += 1
        elif named not in everybody:
            left["named"] += 1
        elif namer == named:
            left["self"] += 1
        elif {namer, named} & bearers:
            left["without"] += 1
        elif not {namer, named} <= single:
            left["body"] += 1
        elif date is None or not date.is_day:
            left["date"] += 1
        else:
            firm = not (date.approximate or date.uncertain)
            yield Naming(row["id"], namer, named, date.lo // DAY, row["statement"], row["row"], firm)


def _days_said(case: CaseFile, rows: pl.DataFrame) -> list[Attested | None]:
    """Return the dates without clock times: a sitting that runs past midnight has the day of its date."""
    return when(rows.drop("time"), case.calendar)


def _deponents(case: CaseFile, sample: Sample, first: int, last: int) -> set[str]:
    """Return all who make a statement of the sample on a known day, inside the window where one is given."""
    said = _asked(case, case["statements"], sample)
    low = first if sample.since is not None else -np.inf
    high = last if sample.until is not None else np.inf
    return {
        speaker
        for speaker, date in zip(said["speaker"], _days_said(case, said), strict=True)
        if speaker and date and date.is_day and low <= date.lo // DAY <= high
    }


def _window(case: CaseFile, sample: Sample, kept: list[Naming]) -> tuple[int, int]:
    days = [each.day for each in kept]
    first = min(days) if sample.since is None else _day_of(case, sample.since, "since")
    last = max(days) if sample.until is None else _day_of(case, sample.until, "until")
    if last < first:
        key, came, wanted = "until", sample.until, f"a day not before {day(first * DAY)}"
        if came is None:
            key, came, wanted = "since", sample.since, f"a day not after the last event, {day(last * DAY)}"
        raise ModelError(str(Problem("", 0, f"events.{key}", shown(came), wanted)))
    return first, last


def _day_of(case: CaseFile, text: str, key: str) -> int:
    wanted = 'a day, as "1335-01-20"'
    try:
        date = parse(text, calendar=case.calendar)
    except DateError as error:
        raise ModelError(str(Problem("", 0, f"events.{key}", shown(text), wanted, error.hint))) from None
    if not date.is_day:
        raise ModelError(str(Problem("", 0, f"events.{key}", shown(text), wanted)))
    return date.lo // DAY


def _days(first: int, last: int) -> str:
    return f"{day(first * DAY)} to {day(last * DAY)}"


def _refuse_outside(case: CaseFile, sample: Sample, outside: list[Naming]) -> None:
    if not outside or sample.outside == "leave_out":
        return
    one = min(outside, key=_by_row)
    date = dict(case["statements"].select("id", "date").iter_rows())[one.statement]
    more = f", and {len(outside) - 1} more" if len(outside) > 1 else ""
    window = f"{sample.since or 'the first event'} to {sample.until or 'the last event'}"
    came = f"{one.namer} names {one.named} on {date}{more}"
    hint = 'move events.since or events.until, or write outside = "leave_out"'
    wanted = f"namings in the window ({window})"
    raise ModelError(str(Problem("assertions.csv", one.row, "statement", came, wanted, hint)))
