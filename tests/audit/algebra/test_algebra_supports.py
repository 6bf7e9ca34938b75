"""Smallest supports, smallest cuts and essential leaves against their definitions."""

from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from showtrial.audit.algebra.antichains import Antichain, Caps, Family
from showtrial.audit.algebra.classes import witnessed
from showtrial.audit.algebra.cuts import cuts, cuts_of
from showtrial.audit.algebra.essential import essential
from showtrial.audit.algebra.supports import shrunk, supports
from showtrial.audit.algebra.wiring import only
from showtrial.audit.graph import Graph
from tests.audit.algebra.graphs import CONFESSIONS, LEAVES, TARGETS, examples, graphs
from tests.audit.algebra.test_algebra_tables import relabelled
from tests.naive import support as naive

targets = st.sampled_from(TARGETS)
masks = st.sets(st.integers(0, 255), max_size=12)
#: Leaf -> up to two groups; some leaves cannot be removed.
groups = st.dictionaries(
    st.sampled_from(LEAVES), st.lists(st.sampled_from(("g1", "g2", "g3")), unique=True, max_size=2).map(tuple)
)


def present(graph: Graph, target: str) -> bool:
    return target in {*graph.inner, *graph.elements}


def ladder(n: int) -> Graph:
    """A charge of `n` elements with two leaves each: 2^n supports, n cuts."""
    elements = tuple(f"e{at:02}" for at in range(n))
    direct = {element: (f"{element}a", f"{element}b") for element in elements}
    leaves = tuple(sorted(leaf for found in direct.values() for leaf in found))
    return Graph(leaves, direct, {}, {"k": elements})


@examples(300)
@given(graphs(), targets)
def test_supports_are_the_smallest_sets_that_suffice(graph, target):
    if not present(graph, target):
        with pytest.raises(ValueError, match="no node"):
            supports(graph, target)
        return
    found = supports(graph, target)
    event(f"supports: {len(found.sets)}")
    assert set(found.sets) == naive.supports(graph, target)
    assert not found.truncated
    assert list(found.sets) == sorted(found.sets, key=lambda each: (len(each), sorted(each)))


@examples(300)
@given(graphs(), targets)
def test_duality_and_essential(graph, target):
    if not present(graph, target):
        return
    found = supports(graph, target)
    dual = cuts(found)
    everybody = {leaf: (leaf,) for leaf in graph.leaves}
    assert set(dual.sets) == naive.cuts(graph, target, everybody)
    assert cuts(dual) == found
    assert set(essential(graph, target)) == naive.essential(graph, target)
    if found.sets:
        single = {leaf for each in dual.sets if len(each) == 1 for leaf in each}
        assert single == frozenset.intersection(*found.sets) == set(essential(graph, target))


@examples(250)
@given(graphs(), targets, groups, st.integers(0, 3))
def test_cuts_of_groups(graph, target, named, max_size):
    """With and without the supports at hand, a cut in groups removes every leaf of each group."""
    if not present(graph, target):
        return
    right = naive.cuts(graph, target, named)
    assert set(cuts(supports(graph, target), named).sets) == right
    found = cuts_of(graph, target, named, max_size=max_size)
    assert set(found.sets) == {each for each in right if len(each) <= max_size}
    assert found.truncated or set(found.sets) == right


@examples(250)
@given(graphs(), targets, st.integers(1, 3), st.just({leaf: (leaf,) for leaf in LEAVES}) | groups)
def test_what_is_listed_under_a_cap_is_right(graph, target, cap, named):
    if not present(graph, target):
        return
    right = naive.supports(graph, target)
    found = supports(graph, target, max_sets=cap)
    assert set(found.sets) <= right
    assert len(found.sets) <= cap
    assert bool(found.sets) == bool(right)
    assert found.truncated or set(found.sets) == right
    dual = naive.cuts(graph, target, named)
    from_supports = cuts(Antichain(tuple(right)), named, max_sets=cap)
    for some in (from_supports, cuts_of(graph, target, named, max_sets=cap, max_size=None)):
        assert set(some.sets) <= dual
        assert some.truncated or set(some.sets) == dual
        assert len(some.sets) <= cap
    if found.truncated:
        with pytest.raises(ValueError, match="cut short"):
            cuts(found)


@examples(100)
@given(graphs(), targets, st.permutations(LEAVES + TARGETS))
def test_names_do_not_matter(graph, target, order):
    if not present(graph, target):
        return
    new = dict(zip(LEAVES + TARGETS, (f"n{order.index(each)}" for each in LEAVES + TARGETS), strict=True))
    other = relabelled(graph, new)
    for found, again in (
        (supports(graph, target), supports(other, new[target])),
        (cuts_of(graph, target), cuts_of(other, new[target])),
    ):
        assert {frozenset(new[leaf] for leaf in each) for each in found.sets} == set(again.sets)
    assert {new[leaf] for leaf in essential(graph, target)} == set(essential(other, new[target]))


@examples(100)
@given(graphs(), targets, st.sets(st.sampled_from(LEAVES)))
def test_only_some_leaves(graph, target, kept):
    if not present(graph, target):
        return
    whole = supports(graph, target).sets
    assert set(supports(only(graph, kept), target).sets) == {each for each in whole if each <= kept}


@examples(200)
@given(masks, masks)
def test_masks(one, other):
    """Minimal sets and minimal unions, against all pairs."""

    def least(sets):
        return {a for a in sets if not any(b != a and b & a == b for b in sets)}

    caps = Caps(1000)
    first, second = caps.minimal(one), caps.minimal(other)
    assert set(first) == least(one)
    assert set(caps.jointly(first, second)) == least({a | b for a in first for b in second})
    assert not caps.capped
    family = Family(one)
    for mask in range(256):
        assert family.within(mask) == any(a & mask == a for a in one)


def test_confessions():
    assert supports(CONFESSIONS, "k") == Antichain((frozenset({"s1", "s3"}), frozenset({"s2", "s3"})))
    both = (frozenset({"s3"}), frozenset({"s1", "s2"}))
    assert cuts(supports(CONFESSIONS, "k")).sets == cuts_of(CONFESSIONS, "k").sets == both
    assert essential(CONFESSIONS, "k") == ("s3",)


def test_no_support_at_all():
    graph = Graph(("a",), {"c": ("a",)}, {"d": (("d2",),), "d2": (("d",),)}, {"k": ("c", "d")})
    assert supports(graph, "k") == Antichain(())
    assert cuts(supports(graph, "k")) == cuts_of(graph, "k") == Antichain((frozenset(),))
    assert essential(graph, "k") == ()


def test_what_cannot_be_removed_is_never_cut():
    graph = Graph(("a", "b"), {"c": ("a", "b")}, {}, {})
    speakers = {"a": "Anna"}
    assert cuts(supports(graph, "c"), speakers) == cuts_of(graph, "c", speakers) == Antichain(())
    assert cuts_of(graph, "c", {"a": "Anna", "b": ("Anna", "Karl")}).sets == (frozenset({"Anna"}),)


def test_too_many_supports_leave_small_cuts_exact():
    graph = ladder(40)  # 2^40 supports
    found = supports(graph, "k", max_sets=100)
    assert found.truncated
    assert len(found.sets) == 100
    assert all(len(each) == 40 for each in found.sets)
    dual = cuts_of(graph, "k")
    assert dual.sets == tuple(frozenset(each) for each in graph.direct.values())
    assert not dual.truncated
    assert essential(graph, "k") == ()


def test_truncated_supports_are_brought_down():
    """Where a label is cut short, a smaller support of one premise may be missing from it."""
    direct = {"y": ("a", "b", "c")}
    graph = Graph(("a", "b", "c", "d"), direct, {"z": (("c", "d"),), "t": (("y", "z"),)}, {})
    found = supports(graph, "t", max_sets=2)
    assert found.truncated
    assert found.sets == (frozenset({"c", "d"}),)
    assert shrunk(graph, "t", []) == []


def test_capped_cuts_are_slimmed():
    """Where sets that meet some supports were left aside, a larger one may have outlived a smaller."""
    found = Antichain(tuple(map(frozenset, ("c", "ab", "bdeg"))))
    assert cuts(found, max_sets=1) == Antichain((frozenset("bc"),), truncated=True)


def test_a_claim_of_many_statements():
    """Thousands of single supports, and one speaker behind them all."""
    leaves = tuple(f"a{at:05}" for at in range(5000))
    graph = Graph(leaves, {"c": leaves, "d": leaves[:3000]}, {}, {"k": ("c", "d")})
    assert len(supports(graph, "k").sets) == 3000
    assert cuts_of(graph, "k", dict.fromkeys(leaves, "Anna")).sets == (frozenset({"Anna"}),)
    assert cuts_of(graph, "k") == Antichain((), truncated=True)


@examples(300)
@given(graphs(), targets)
def test_a_witnessed_leaf_is_in_a_minimal_support(graph, target):
    if present(graph, target):
        found = witnessed(graph, target)
        assert found <= supports(graph, target).members
        event(f"all found: {found == supports(graph, target).members}")
