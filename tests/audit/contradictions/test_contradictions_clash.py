"""The algebra of times, against every completion of the dates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showtrial.audit.contradictions.clash import (
    Period,
    at_most_possible,
    moment_in_period,
    outside,
    two_moments,
    two_periods,
)
from showtrial.record.dates import Bounds, Modal
from tests.naive import contradictions_clash as naive


@st.composite
def bounds(draw: st.DrawFn, low: int = 0, high: int = 12) -> Bounds:
    lo = draw(st.integers(low, high))
    return Bounds(lo, draw(st.integers(lo + 1, high + 1)))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """As dates give them: the first and the last start are not after those of the end."""
    x, y = draw(bounds()), draw(bounds())
    return Period(Bounds(min(x.lo, y.lo), min(x.hi, y.hi)), Bounds(max(x.lo, y.lo), max(x.hi, y.hi)))


travels = st.integers(0, 5)


@given(bounds(), periods(), travels)
def test_a_moment_and_a_period(moment, period, travel):
    assert moment_in_period(moment, period, travel) == naive.moment_in_period(moment, period, travel)


@given(periods(), periods(), travels)
def test_two_periods(x, y, travel):
    assert two_periods(x, y, travel) == naive.two_periods(x, y, travel) == two_periods(y, x, travel)


@given(bounds(), bounds(), travels)
def test_two_moments(x, y, travel):
    assert two_moments(x, y, travel) == naive.two_moments(x, y, travel) == two_moments(y, x, travel)


@given(periods(), periods())
def test_outside_a_life(said, life):
    assert outside(said, life) == naive.outside(list(naive.periods(said)), life)


@given(bounds(), periods())
def test_a_moment_outside_a_life(moment, life):
    said = [(t, t) for t in naive.moments(moment)]
    assert outside(Period(moment, moment), life) == naive.outside(said, life)


def wider(x: Bounds, before: int, after: int) -> Bounds:
    return Bounds(x.lo - before, x.hi + after)


@given(bounds(), periods(), travels, st.integers(0, 4), st.integers(0, 4))
def test_a_wider_date_only_ever_makes_possible(moment, period, travel, before, after):
    broad = Period(wider(period.start, before, 0), wider(period.end, 0, after))
    for modal, then in (
        (
            moment_in_period(moment, period, travel),
            moment_in_period(wider(moment, before, after), period, travel),
        ),
        (moment_in_period(moment, period, travel), moment_in_period(moment, broad, travel)),
        (
            two_moments(moment, period.start, travel),
            two_moments(wider(moment, before, after), period.start, travel),
        ),
        (outside(Period(moment, moment), period), outside(Period(moment, moment), broad)),
    ):
        assert then in (modal, Modal.POSSIBLE)


@given(bounds(), periods(), travels, st.integers(-100, 100))
def test_shifting_all_dates_changes_nothing(moment, period, travel, by):
    later = Period(wider(period.start, -by, by), wider(period.end, -by, by))
    assert moment_in_period(wider(moment, -by, by), later, travel) == moment_in_period(moment, period, travel)
    assert two_periods(later, later, travel) == two_periods(period, period, travel)


def test_a_period_does_not_end_before_it_begins():
    with pytest.raises(ValueError, match="before it begins"):
        Period(Bounds(5, 6), Bounds(1, 9))


def test_doubt_about_anything_else_leaves_at_most_possible():
    assert [at_most_possible(modal) for modal in Modal] == [Modal.POSSIBLE, Modal.POSSIBLE, Modal.NONE]
