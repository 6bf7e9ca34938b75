"""Slow, obvious definitions of what `showtrial.audit.contradictions` computes of times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from showtrial.audit.contradictions.clash import Period
from showtrial.record.dates import Bounds


def moments(bounds: Bounds) -> range:
    """Every minute that a moment may be."""
    return range(bounds.lo, bounds.hi)


def periods(period: Period) -> Iterator[tuple[int, int]]:
    """Every first and last minute that a period may have."""
    return ((s, e) for s in moments(period.start) for e in moments(period.end) if s <= e)


def over_all(answers: Iterable[bool]) -> str:
    """In all, in some, or in none of the completions."""
    found = set(answers)
    return "necessary" if found == {True} else "possible" if True in found else "none"


def moment_in_period(moment: Bounds, period: Period, travel: int) -> str:
    """Nobody is there at t who must still leave there by s - d, or has left at e and come by e + d."""
    return over_all(s - travel <= t <= e + travel for t in moments(moment) for s, e in periods(period))


def two_periods(x: Period, y: Period, travel: int) -> str:
    """Neither period is over, with the journey, before the other begins."""
    return over_all(b < e + travel and a < f + travel for (a, e), (b, f) in product(periods(x), periods(y)))


def two_moments(x: Bounds, y: Bounds, travel: int) -> str:
    """The two are nearer in time than the journey is long."""
    return over_all(abs(t - u) < travel for t in moments(x) for u in moments(y))


def outside(said: Iterable[tuple[int, int]], life: Period) -> str:
    """Some of what is said lies before the beginning of the life or after its end."""
    return over_all(s < a or e > b for s, e in said for a, b in periods(life))
