"""The network of orders, against every choice of times and every set of rows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from showtrial.audit.contradictions.stn import Constraint, bounded, components, conflicts, negative_cycle
from tests.naive import contradictions_stn as naive

NODES = ("a", "b", "c")
TIMES = range(5)


@st.composite
def networks(draw: st.DrawFn) -> list[Constraint]:
    """Three nodes with dates within TIMES, and orders between them; a row may say several things."""
    rows = st.sampled_from(["r1", "r2", "r3", "r4", "r5"])
    found = []
    for node in NODES:
        first = draw(st.integers(0, 4))
        found += bounded(node, first, draw(st.integers(first, 4)), draw(rows))
    for _ in range(draw(st.integers(0, 4))):
        u, v = draw(st.permutations(NODES))[:2]
        found.append(Constraint(u, v, draw(st.integers(-3, 3)), draw(rows)))
    return found


@given(networks())
def test_a_cycle_is_found_iff_no_times_fit(network):
    cycle = negative_cycle(network)
    assert (not cycle) == naive.solvable(network, TIMES) == naive.consistent(network)
    if cycle:
        assert sum(each.weight for each in cycle) < 0
        assert [each.v for each in cycle] == [each.u for each in (*cycle[1:], cycle[0])]


@given(networks())
def test_all_conflicts_are_found_and_none_is_larger_than_it_must_be(network):
    assert set(conflicts(network)) == naive.conflicts(network)


@given(networks(), st.randoms())
def test_order_of_rows_changes_nothing(network, random):
    shuffled = network[:]
    random.shuffle(shuffled)
    assert conflicts(shuffled) == conflicts(network)


@given(networks(), st.data())
def test_what_is_consistent_stays_so_when_a_constraint_goes(network, data):
    if not conflicts(network):
        gone = data.draw(st.sampled_from(network))
        assert conflicts([each for each in network if each != gone]) == ()


def test_no_more_than_the_cap_are_listed():
    network = [
        each
        for at in range(30)
        for each in (Constraint("x", "y", -1, f"p{at:02}"), Constraint("y", "x", 0, f"q{at:02}"))
    ]
    assert len(conflicts(network)) == 20
    assert len(conflicts(network, cap=3)) == 3


def test_parts_that_share_only_dates_stand_apart():
    network = [*bounded("a", 0, 1, "r1"), *bounded("b", 0, 1, "r2"), Constraint("b", "c", 0, "r3")]
    assert [sorted({each.row for each in part}) for part in components(network)] == [["r1"], ["r2", "r3"]]
