"""Can one person have been at two places at the times that the record gives?

The person needs at least `travel` minutes from the one place to the other. A moment ``t`` lies in
bounds ``[a, b]``, a period from ``s`` to ``e`` has a start in ``[s1, s2]`` and an end in
``[e1, e2]``; all of these are first and last minutes, so that half-open bounds ``[lo, hi)`` are
read as ``[lo, hi - 1]``. Every function says in which completions of the dates both cannot hold:
in all (necessary), in some (possible), in none. The answers are exact, and a wider date can only
turn *necessary* or *none* into *possible*.
"""

from __future__ import annotations

from dataclasses import dataclass

from showtrial.record.dates import Bounds, Modal


@dataclass(frozen=True, slots=True)
class Period:
    """Time all of which is meant: when it began and when it ended.

    Raises
    ------
    ValueError
        Where its first possible start or its last possible start comes after that of its end.
    """

    start: Bounds
    end: Bounds

    def __post_init__(self) -> None:
        if self.start.lo > self.end.lo or self.start.hi > self.end.hi:
            raise ValueError(f"a period that ends ({self.end}) before it begins ({self.start})")


def moment_in_period(moment: Bounds, period: Period, travel: int = 0) -> Modal:
    r"""Say whether a moment at one place clashes with a whole period at another.

    They clash iff :math:`s - d \le t \le e + d`. Necessary iff :math:`s_2 - d \le a` and
    :math:`b \le e_1 + d`; none iff :math:`b < s_1 - d` or :math:`a > e_2 + d`; else possible.

    Parameters
    ----------
    moment : Bounds
        Minutes among which the moment lies.
    period : Period
        The period.
    travel : int
        Least minutes from the one place to the other.

    Examples
    --------
    >>> week = Period(Bounds(0, 1), Bounds(10079, 10080))
    >>> str(moment_in_period(Bounds(1440, 2880), week)), str(moment_in_period(Bounds(9000, 11000), week))
    ('necessary', 'possible')
    >>> later = Bounds(10140, 10141)
    >>> str(moment_in_period(later, week)), str(moment_in_period(later, week, 61))
    ('none', 'necessary')
    """
    first, last = moment.lo, moment.hi - 1
    if period.start.hi - 1 - travel <= first and last <= period.end.lo + travel:
        return Modal.NECESSARY
    if last < period.start.lo - travel or first > period.end.hi - 1 + travel:
        return Modal.NONE
    return Modal.POSSIBLE


def two_periods(x: Period, y: Period, travel: int = 0) -> Modal:
    r"""Say whether two whole periods at two places clash.

    They clash iff :math:`s' < e + d` and :math:`s < e' + d`. Necessary iff
    :math:`s_2' < e_1 + d` and :math:`s_2 < e_1' + d`; possible iff :math:`s_1' < e_2 + d` and
    :math:`s_1 < e_2' + d`; else none.

    Examples
    --------
    >>> day = Period(Bounds(0, 1), Bounds(1439, 1440))
    >>> next_day = Period(Bounds(1440, 1441), Bounds(2879, 2880))
    >>> str(two_periods(day, next_day)), str(two_periods(day, next_day, 60))
    ('none', 'necessary')
    """
    if y.start.hi - 1 < x.end.lo + travel and x.start.hi - 1 < y.end.lo + travel:
        return Modal.NECESSARY
    if y.start.lo < x.end.hi - 1 + travel and x.start.lo < y.end.hi - 1 + travel:
        return Modal.POSSIBLE
    return Modal.NONE


def two_moments(x: Bounds, y: Bounds, travel: int = 0) -> Modal:
    r"""Say whether two moments at two places clash.

    They clash iff :math:`|t - t'| < d`. Necessary iff the greatest distance in time,
    :math:`\max(b - a', b' - a)`, is below :math:`d`; possible iff the least,
    :math:`\max(0, a' - b, a - b')`, is; else none.

    Examples
    --------
    >>> noon, one, day = Bounds(720, 721), Bounds(780, 781), Bounds(0, 1440)
    >>> str(two_moments(noon, one, 61)), str(two_moments(noon, one, 60)), str(two_moments(noon, day, 60))
    ('necessary', 'none', 'possible')
    """
    if max(x.hi - 1 - y.lo, y.hi - 1 - x.lo) < travel:
        return Modal.NECESSARY
    if max(0, y.lo - (x.hi - 1), x.lo - (y.hi - 1)) < travel:
        return Modal.POSSIBLE
    return Modal.NONE


def outside(said: Period, life: Period) -> Modal:
    r"""Say whether a time that is said reaches outside the life of a thing.

    It does iff :math:`s < S` or :math:`e > E`, for a life from ``S`` to ``E``. None iff
    :math:`S_2 \le s_1` and :math:`e_2 \le E_1`; necessary iff no start and end within the bounds
    fit in, that is unless :math:`\max(s_1, S_1) \le s_2`, :math:`e_1 \le \min(e_2, E_2)` and
    :math:`\max(s_1, S_1) \le \min(e_2, E_2)`; else possible. A moment is a period whose start and
    end have the same bounds: for it the same formulas hold.

    Examples
    --------
    >>> closed = Period(Bounds(0, 1), Bounds(1000, 1440))
    >>> [str(outside(Period(Bounds(t, t + 1), Bounds(t, t + 1)), closed)) for t in (500, 1200, 1440)]
    ['none', 'possible', 'necessary']
    """
    if life.start.hi - 1 <= said.start.lo and said.end.hi - 1 <= life.end.lo:
        return Modal.NONE
    first, last = max(said.start.lo, life.start.lo), min(said.end.hi, life.end.hi) - 1
    if first < said.start.hi and said.end.lo <= last and first <= last:
        return Modal.POSSIBLE
    return Modal.NECESSARY


def at_most_possible(modal: Modal) -> Modal:
    """Return `modal`, lowered to possible where something besides the dates is unknown."""
    return Modal.POSSIBLE if modal is Modal.NECESSARY else modal
