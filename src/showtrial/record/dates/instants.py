"""How are minutes counted, ordered and written?

Time is counted in whole minutes since 0001-01-01 00:00 (proleptic Gregorian), always as half-open
bounds ``[lo, hi)``. `MIN` and `MAX` are open ends.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

#: Open ends: far outside every year, and exact in a float64, in JavaScript and (with room) in an int64.
MIN: int = -(2**52)
MAX: int = 2**52

DAY = 24 * 60
#: Number of days from 0001-01-01 to 9999-12-31, both included.
N_DAYS = datetime.date.max.toordinal()


class Modal(StrEnum):
    """Whether something holds under every, some or no completion of what is unknown."""

    NECESSARY = "necessary"
    POSSIBLE = "possible"
    NONE = "none"


@dataclass(frozen=True, slots=True, order=True)
class Bounds:
    """The minutes ``lo <= t < hi`` among which an instant lies.

    Raises
    ------
    ValueError
        Unless ``lo < hi``.
    """

    lo: int
    hi: int

    def __post_init__(self) -> None:
        if self.lo >= self.hi:
            raise ValueError(f"empty bounds [{self.lo}, {self.hi}): lo must be below hi")


def before(x: Bounds, y: Bounds) -> Modal:
    r"""Say whether the instant in `x` came before the instant in `y`.

    Necessary iff ``x.hi <= y.lo``, none iff ``x.lo >= y.hi``, else possible: two instants in one
    minute, or on one day without clock times, are never ordered. (With closed bounds, whose last
    minute is :math:`hi - 1`, these are ``x.hi < y.lo`` and ``x.lo > y.hi``.) Hence `x` is necessarily
    before `y` iff `y` is in no case before `x`.

    Examples
    --------
    >>> noon, day = Bounds(720, 721), Bounds(0, 1440)
    >>> str(before(Bounds(0, 720), noon)), str(before(noon, day)), str(before(noon, noon))
    ('necessary', 'possible', 'possible')
    >>> str(before(Bounds(1440, 2880), day))
    'none'
    """
    if x.hi <= y.lo:
        return Modal.NECESSARY
    return Modal.NONE if x.lo >= y.hi else Modal.POSSIBLE


def day(minutes: int) -> str:
    """Return the ISO date of a minute; ``..`` for an open end and all else outside the years 1 to 9999.

    Examples
    --------
    >>> day(0), day(1440 * 706979), day(MAX)
    ('0001-01-01', '1936-08-24', '..')
    """
    number = minutes // DAY
    return datetime.date.fromordinal(number + 1).isoformat() if 0 <= number < N_DAYS else ".."


def stamp(minutes: int) -> str:
    """Return the ISO date and clock time of a minute; ``..`` where `day` does.

    Examples
    --------
    >>> stamp(150), stamp(MIN)
    ('0001-01-01T02:30', '..')
    """
    hour, minute = divmod(minutes % DAY, 60)
    date = day(minutes)
    return date if date == ".." else f"{date}T{hour:02}:{minute:02}"


def days_between(a: Bounds, b: Bounds) -> tuple[int, int]:
    """Return the least and the most whole days from `a` to `b`, by calendar dates.

    ``(first(b) - last(a), last(b) - first(a))``, where first and last are the numbers of the days on
    which the bounds begin and end; negative where `b` comes first. An open end gives `MIN` or `MAX`.

    Examples
    --------
    >>> days_between(Bounds(0, 1440), Bounds(1440 * 31, 1440 * 32))
    (31, 31)
    >>> days_between(Bounds(0, 2880), Bounds(2880, 4320))
    (1, 2)
    >>> days_between(Bounds(0, 1440), Bounds(0, MAX)) == (0, MAX)
    True
    """
    least = MIN if b.lo <= MIN or a.hi >= MAX else b.lo // DAY - (a.hi - 1) // DAY
    most = MAX if b.hi >= MAX or a.lo <= MIN else (b.hi - 1) // DAY - a.lo // DAY
    return least, most
