"""In which month does a minute lie, and how many rows lie in each month?"""

from __future__ import annotations

from collections.abc import Iterable

from showtrial.record.dates import day


def month(minute: int | None) -> str | None:
    """Return the month of a minute as ``YYYY-MM``; None for an open end.

    Examples
    --------
    >>> month(1440 * 706979)
    '1936-08'
    """
    text = day(minute) if minute is not None else ".."
    return None if text == ".." else text[:7]


def one_month(lo: int | None, hi: int | None) -> str | None:
    """Return the month in which all of ``[lo, hi)`` lies, None where there is no such month."""
    if lo is None or hi is None:
        return None
    first, last = month(lo), month(hi - 1)
    return first if first == last else None


def following(text: str) -> str:
    """Return the month after ``YYYY-MM``.

    Examples
    --------
    >>> following("1936-12")
    '1937-01'
    """
    year, number = int(text[:4]), int(text[5:7])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def run(first: str, last: str) -> list[str]:
    """Return all months from `first` to `last`, both included."""
    months = [first]
    while months[-1] < last:
        months.append(following(months[-1]))
    return months


def tally(months: Iterable[str | None]) -> dict[str, int]:
    """Count the rows of each month, in order of time; rows without a month are left out."""
    counts: dict[str, int] = {}
    for each in sorted(text for text in months if text):
        counts[each] = counts.get(each, 0) + 1
    return counts
