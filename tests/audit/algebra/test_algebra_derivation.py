"""The smallest derivation, and what a body of testimony is to a charge."""

from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from showtrial.audit.algebra.classes import BasisClass, basis_classes, used_leaves
from showtrial.audit.algebra.derivation import Derivation, derivation
from showtrial.audit.graph import Graph
from tests.audit.algebra.graphs import CONFESSIONS, LEAVES, examples, graphs
from tests.audit.algebra.test_algebra_supports import ladder, present, targets
from tests.naive import support as naive

bodies = st.dictionaries(st.sampled_from("XYZ"), st.sets(st.sampled_from(LEAVES)), min_size=1)


def ends(tree: Derivation) -> int:
    return sum(map(ends, tree.premises)) if tree.premises else 1


def sound(graph: Graph, tree: Derivation, path: tuple[str, ...] = ()) -> bool:
    """Is every step one of the graph, and no node above itself?"""
    if tree.node in path:
        return False
    if not tree.premises:
        return tree.node in graph.leaves
    ways = {frozenset(way) for way in naive.ways(graph, tree.node)}
    return frozenset(each.node for each in tree.premises) in ways and all(
        sound(graph, each, (*path, tree.node)) for each in tree.premises
    )


@examples(300)
@given(graphs(), targets)
def test_a_smallest_derivation(graph, target):
    if not present(graph, target):
        return
    found = derivation(graph, target)
    least = naive.cost(graph, target)
    event(f"leaves: {least}")
    if found is None:
        assert least == float("inf")
        return
    assert sound(graph, found)
    assert found.n_leaves == ends(found) == least
    assert naive.holds(graph, target, found.leaves)


@examples(250)
@given(graphs(), targets, bodies, st.sampled_from((1, 2, 10_000)))
def test_classes(graph, target, named, max_sets):
    """Word for word; under a cap only `unused` may be wrong, and then says so."""
    if not present(graph, target):
        return
    for name, found in basis_classes(graph, target, named, max_sets=max_sets).items():
        right = naive.basis(graph, target, named[name])
        event(f"{found.basis}")
        if found.truncated:
            assert found.basis == "unused"
            assert right in ("unused", "contributory")
        else:
            assert found.basis == right


@examples(150)
@given(graphs(), targets)
def test_used_leaves(graph, target):
    if present(graph, target):
        right = frozenset().union(*naive.supports(graph, target))
        assert used_leaves(graph, target) == (right, False)


def test_confessions():
    kinds = {"confession": ["s1", "s2"], "co_accused": ["s3"], "both": ["s1", "s2", "s3"], "none": ["s9"]}
    found = {name: str(each.basis) for name, each in basis_classes(CONFESSIONS, "k", kinds).items()}
    assert found == {"both": "sole", "co_accused": "decisive", "confession": "decisive", "none": "unused"}
    found = basis_classes(CONFESSIONS, "e1", {"Anna": ["s1"], "Karl": ["s3"]})
    assert [(name, str(each.basis)) for name, each in found.items()] == [
        ("Anna", "alternative"),
        ("Karl", "unused"),
    ]


def test_nothing_is_the_basis_of_nothing():
    graph = Graph(("a",), {"c": ("a",)}, {}, {"k": ("c", "d")})
    assert basis_classes(graph, "k", {"all": ["a"]}) == {"all": BasisClass("unused")}


def test_elements_that_share_no_leaf_do_not_multiply():
    """2^40 supports of the charge, but two of each element."""
    graph = ladder(40)
    assert used_leaves(graph, "k", max_sets=10) == (frozenset(graph.leaves), False)
    assert basis_classes(graph, "k", {"X": ["e00a"]}, max_sets=10)["X"] == BasisClass("contributory")


def test_ties_go_by_name_and_shorter_trees_first():
    graph = Graph(("a", "b"), {"c": ("b",), "d": ("a", "b")}, {"c": (("d",),)}, {})
    found = derivation(graph, "c")
    assert found is not None
    assert [each.node for each in found.premises] == ["b"]
    found = derivation(graph, "d")
    assert found is not None
    assert found.leaves == ("a",)


def test_a_tree_that_doubles_stays_small_in_memory():
    """Every step uses the one below twice: 2^60 leaves at the ends, 1 different one."""
    inferences = {}
    for at in range(60):
        inferences[f"x{at + 1}"] = ((f"x{at}", f"y{at}"),)
        inferences[f"y{at}"] = ((f"x{at}",),)
    found = derivation(Graph(("a",), {"x0": ("a",)}, inferences, {}), "x60")
    assert found is not None
    assert (found.n_leaves, found.leaves) == (2**60, ("a",))


def test_a_node_that_is_not_there():
    with pytest.raises(ValueError, match="'nobody' is no node"):
        derivation(CONFESSIONS, "nobody")
