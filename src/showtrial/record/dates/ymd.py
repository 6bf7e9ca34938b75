"""Which days do the digits of a date name, in the Gregorian and in the Julian calendar?

A day is (year, month, day) in its own calendar; ``X`` stands for an unknown digit.
"""

from __future__ import annotations

from itertools import product
from typing import TypeAlias

Ymd: TypeAlias = tuple[int, int, int]


def month_days(year: int, month: int, *, julian: bool) -> int:
    """Return the number of days of a month.

    Examples
    --------
    >>> month_days(1900, 2, julian=False), month_days(1900, 2, julian=True)
    (28, 29)
    """
    if month == 2:
        return 28 + (year % 4 == 0 and (julian or year % 100 != 0 or year % 400 == 0))
    return 30 if month in (4, 6, 9, 11) else 31


def day_number(ymd: Ymd, *, julian: bool) -> int:
    """Count days from 0001-01-01 of the proleptic Gregorian calendar, which is 0.

    With ``p = year - 1`` whole years passed: ``365 p + p // 4 - p // 100 + p // 400``, and for Julian
    years ``365 p + p // 4 - 2`` (the two calendars agree in the third century), plus the days of the
    year.

    Examples
    --------
    >>> day_number((1917, 10, 25), julian=True) == day_number((1917, 11, 7), julian=False)
    True
    """
    year, month, day = ymd
    passed = year - 1
    leaps = passed // 4 - (2 if julian else passed // 100 - passed // 400)
    months = sum(month_days(year, each, julian=julian) for each in range(1, month))
    return 365 * passed + leaps + months + day - 1


def numbers(pattern: str, low: int, high: int) -> list[int]:
    """Return all numbers from `low` to `high` whose digits match `pattern`, rising.

    Examples
    --------
    >>> numbers("1X", 1, 12)
    [10, 11, 12]
    """
    digits = ("0123456789" if sign == "X" else sign for sign in pattern)
    return [value for value in map(int, map("".join, product(*digits))) if low <= value <= high]


def matching(year: str, month: str, day: str, *, julian: bool) -> tuple[Ymd, Ymd] | None:
    """Return the first and the last day that match, None if no day does.

    Examples
    --------
    >>> matching("1932", "XX", "3X", julian=False)
    ((1932, 1, 30), (1932, 12, 31))
    >>> matching("1936", "02", "30", julian=False) is None
    True
    """
    years, months, days = numbers(year, 1, 9999), numbers(month, 1, 12), numbers(day, 1, 31)
    first = _first(years, months, days, julian)
    last = _first(years[::-1], months[::-1], days[::-1], julian)
    return (first, last) if first and last else None


def _first(years: list[int], months: list[int], days: list[int], julian: bool) -> Ymd | None:
    dates = product(years, months, days)
    return next((date for date in dates if date[2] <= month_days(date[0], date[1], julian=julian)), None)


def moved(ymd: Ymd, months: int, *, julian: bool) -> Ymd:
    """Move a day by calendar months, within the years 1 to 9999.

    Going forward, the last day of a month stays the last; a day that the new month lacks becomes its
    last.

    Examples
    --------
    >>> moved((1936, 2, 29), 1, julian=False), moved((1936, 3, 31), -1, julian=False)
    ((1936, 3, 31), (1936, 2, 29))
    """
    year, month = divmod(12 * ymd[0] + ymd[1] - 1 + months, 12)
    if not 1 <= year <= 9999:
        return (1, 1, 1) if year < 1 else (9999, 12, 31)
    size = month_days(year, month + 1, julian=julian)
    is_last = months > 0 and ymd[2] == month_days(ymd[0], ymd[1], julian=julian)
    return year, month + 1, size if is_last else min(ymd[2], size)
