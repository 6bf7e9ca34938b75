"""Which minutes does an attested date mean: a moment within it, or all of it?

A date of a claim or an act means *some time within it*, or *all through it* (column ``extent``).
All through a day means all of its hours; all through an interval means every day from its first
to its last, where a coarse end is not known better than it is written: ``1935-09/1936-05-01``
began on some day of September. A plain month or year that stands alone means all of itself where
``extent`` says so. Custody and absence that say nothing of their extent began and ended at some
hour of the days that are given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from showtrial.audit.contradictions.clash import Period
from showtrial.record.dates import MAX, MIN, Attested, Bounds, Calendar, DateError, parse

DAY = 24 * 60
Reading = Literal["strict", "wide"]
Quant = Literal["some_time", "throughout"]
#: Kinds of events that last throughout their date where nothing else is said.
LASTING = ("custody", "absence", "practice")
_PLAIN = re.compile(r"(?:[a-z]+:)?\s*[0-9]{4}(?:-[0-9]{2}){0,2}")


def attested(row: Mapping[str, Any], calendar: Calendar, reading: Reading = "strict") -> Attested | None:
    """Return the date of a row with its clock time; None where it has none that can be read.

    Examples
    --------
    >>> attested({"date": "1936-08-24", "time": "02:30"}, Calendar()).is_day
    True
    """
    if row["date"] is None:
        return None
    for clock in (row.get("time"), None):  # a clock time that does not fit takes nothing from the date
        try:
            return parse(row["date"], time=clock, calendar=calendar, reading=reading)
        except DateError:
            continue
    return None


def quantity(row: Mapping[str, Any], kind: str = "") -> Quant:
    """Return whether a row means some time within its date or all of it."""
    return row["extent"] or ("throughout" if kind in LASTING else "some_time")


def moment(date: Attested) -> Period:
    """Return the bounds of a moment within a date, as the start and the end of no time at all."""
    return Period(date.span, date.span)


def stretch(date: Attested) -> Period:
    """Return the period from the hour at which it began to that at which it ended."""
    return Period(date.start, date.end)


def whole(date: Attested) -> Period:
    """Return the period that is meant by *all through* `date`, in whole days.

    Examples
    --------
    >>> from showtrial.record.dates import stamp
    >>> stay = whole(parse("1932-11-23/1932-12-02"))
    >>> stamp(stay.start.lo), stay.start.hi - stay.start.lo, stamp(stay.end.lo)
    ('1932-11-23T00:00', 1, '1932-12-02T23:59')
    >>> log = whole(parse("1935-09/1936-05-01"))
    >>> stamp(log.start.lo), stamp(log.start.hi - 1)
    ('1935-09-01T00:00', '1935-09-30T00:00')
    """
    start, end = date.start, date.end
    if not date.interval and _PLAIN.fullmatch(date.text.strip().casefold()) and _of_days(date.span):
        return Period(Bounds(start.lo, start.lo + 1), Bounds(end.hi - 1, end.hi))
    if _of_days(start):
        start = Bounds(start.lo, start.hi - DAY + 1)
    if _of_days(end):
        end = Bounds(end.lo + DAY - 1, end.hi)
    return Period(start, end)


def meant(date: Attested, row: Mapping[str, Any], kind: str = "") -> Period:
    """Return the bounds that a row means by its date, by its ``extent`` and its kind."""
    if quantity(row, kind) == "some_time":
        return moment(date)
    return whole(date) if row["extent"] else stretch(date)


def _of_days(bounds: Bounds) -> bool:
    """Whether bounds are known to the day and no finer; an open end is no matter."""
    return all(edge in (MIN, MAX) or edge % DAY == 0 for edge in (bounds.lo, bounds.hi))
