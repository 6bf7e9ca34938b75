"""Slow, obvious definitions of what `showtrial.record.dates` computes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import product

DAY = 1440
EPOCH = datetime.date(1, 1, 1)


def minute(year: int, month: int, day: int, hour: int = 0, minutes: int = 0) -> int:
    """Minutes since 0001-01-01 00:00, by subtracting dates."""
    return (datetime.date(year, month, day) - EPOCH).days * DAY + hour * 60 + minutes


def all_days(first: int, last: int) -> Iterator[datetime.date]:
    """Every day of the years from first to last."""
    at = datetime.date(first, 1, 1)
    while at.year <= last:
        yield at
        if at == datetime.date.max:
            return
        at += datetime.timedelta(1)


def matches(pattern: str, written: str) -> bool:
    """Sign by sign: an X fits every digit; what the pattern leaves out fits everything."""
    return all(a in ("X", b) for a, b in zip(pattern, written, strict=False))


def bounds_of_pattern(pattern: str, first: int, last: int) -> tuple[int, int] | None:
    """Least and most minute of the days, among the years first to last, that match."""
    found = [day for day in all_days(first, last) if matches(pattern, day.isoformat())]
    return (minute(*found[0].timetuple()[:3]), minute(*found[-1].timetuple()[:3]) + DAY) if found else None


def julian_to_gregorian(year: int, month: int, day: int) -> datetime.date:
    """Convert by way of the Julian day number, with the formula of the Explanatory Supplement (1992)."""
    a = (14 - month) // 12
    y, m = year + 4800 - a, month + 12 * a - 3
    number = day + (153 * m + 2) // 5 + 365 * y + y // 4 - 32083
    return datetime.date.fromordinal(number - 1721425)  # the day number of 0001-01-01 is 1721426


def julian_days(year: int) -> Iterator[tuple[int, int, int]]:
    """Every day of a Julian year, written out."""
    sizes = (31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    for month, size in enumerate(sizes, 1):
        for day in range(1, size + 1):
            yield year, month, day


def order(x: Iterable[int], y: Iterable[int]) -> str:
    """Over all pairs of minutes: two instants in one minute may come in either order."""
    orders = {"first" if a < b else "second" if a > b else "either" for a, b in product(x, y)}
    if orders == {"first"}:
        return "necessary"
    return "none" if orders == {"second"} else "possible"


def days_between(a: Iterable[int], b: Iterable[int]) -> tuple[int, int]:
    """Least and most difference of the dates of two minutes."""
    gaps = {q // DAY - p // DAY for p, q in product(a, b)}
    return min(gaps), max(gaps)
