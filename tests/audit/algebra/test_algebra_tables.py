"""In which worlds is every node supported?"""

from __future__ import annotations

import random

from hypothesis import event, example, given
from hypothesis import strategies as st

from showtrial.audit.algebra.components import components
from showtrial.audit.algebra.tables import Gate, truth_tables
from showtrial.audit.graph import Graph
from tests.audit.algebra.graphs import (
    CONFESSIONS,
    LEAVES,
    TARGETS,
    WEAPON,
    WORLDS,
    examples,
    gates,
    graphs,
    solvable,
    worlds,
)
from tests.naive import support as naive


def off(rule: int, n_rules: int) -> int:
    """Bits of the worlds in which a rule is not active."""
    return sum(1 << world for world in range(1 << n_rules) if not world >> rule & 1)


@examples(400)
@given(solvable())
@example(
    (
        Graph(("a1", "a2"), {"c1": ("a1", "a2")}, {}, {}),
        {"a1": 1, "a2": 1},
        {"a1": (Gate(0, (("a2",),)),), "a2": (Gate(0, (("a1",),)),)},
    )
)
@example((Graph(("a1",), {}, {"c1": (("c2",),), "c2": (("c1",),)}, {}), {"a1": 1}, {}))
def test_a_bit_is_a_world(made):
    graph, base, asked = made
    tables = truth_tables(graph, base, WORLDS, asked)
    assert list(tables) == [*graph.leaves, *graph.inner, *graph.elements]
    event(f"circles: {naive.circles(graph)}")
    for world in range(WORLDS):
        conditions = {
            leaf: [[*gate.any_of] for gate in found if not gate.off >> world & 1]
            for leaf, found in asked.items()
        }
        base_here = {leaf for leaf in graph.leaves if base[leaf] >> world & 1}
        standing = naive.admitted_in(graph, base_here, conditions)
        for node, table in tables.items():
            assert (table >> world & 1) == naive.holds(graph, node, standing), (node, world)


@examples(200)
@given(solvable(), st.data())
def test_less_admitted_never_supports_more(made, data):
    """Removing a leaf, or asking a condition in more worlds, adds support nowhere."""
    graph, base, asked = made
    before = truth_tables(graph, base, WORLDS, asked)
    removed = data.draw(st.sampled_from(graph.leaves))
    fewer = truth_tables(graph, {**base, removed: 0}, WORLDS, asked)
    strict = data.draw(gates(graph))
    more = {leaf: (*asked.get(leaf, ()), *strict.get(leaf, ())) for leaf in graph.leaves}
    gated = truth_tables(graph, base, WORLDS, more)
    for node, table in before.items():
        assert not fewer[node] & ~table
        assert not gated[node] & ~table


@examples(100)
@given(solvable(), st.permutations(LEAVES + TARGETS))
def test_names_do_not_matter(made, order):
    graph, base, asked = made
    new = dict(zip(LEAVES + TARGETS, (f"n{order.index(each)}" for each in LEAVES + TARGETS), strict=True))
    tables = truth_tables(graph, base, WORLDS, asked)
    renamed_gates = {
        new[leaf]: tuple(
            Gate(each.off, tuple(tuple(new[m] for m in way) for way in each.any_of)) for each in found
        )
        for leaf, found in asked.items()
    }
    renamed = truth_tables(
        relabelled(graph, new), {new[leaf]: bits for leaf, bits in base.items()}, WORLDS, renamed_gates
    )
    assert renamed == {new[node]: table for node, table in tables.items()}


def relabelled(graph: Graph, new: dict[str, str]) -> Graph:
    """`graph` under other names."""

    def named(nodes):
        return tuple(sorted(new[node] for node in nodes))

    return Graph(
        leaves=named(graph.leaves),
        direct={new[node]: named(found) for node, found in graph.direct.items()},
        inferences={new[node]: tuple(sorted(map(named, found))) for node, found in graph.inferences.items()},
        elements={new[node]: named(found) for node, found in graph.elements.items()},
    )


@examples(60)
@given(graphs(), worlds)
def test_one_object_or_equal_objects(graph, bits):
    """A condition that many leaves share is the same condition as many equal ones."""
    base = dict.fromkeys(graph.leaves, (1 << WORLDS) - 1)
    shared = Gate(bits, (("a1", "a2"), ("a3",)))
    one = truth_tables(graph, base, WORLDS, dict.fromkeys(graph.leaves, (shared,)))
    own = {leaf: (Gate(bits, (("a1", "a2"), ("a3",))),) for leaf in graph.leaves}
    assert one == truth_tables(graph, base, WORLDS, own)


def test_confessions_survive_two_of_eight():
    coerced, retracted, co_accused = (off(rule, 3) for rule in range(3))
    table = truth_tables(CONFESSIONS, {"s1": coerced, "s2": retracted, "s3": coerced & co_accused}, 8)
    assert table["k"] == 0b00000101


def test_fruits_reach_the_weapon():
    """Rules coerced, fruits and corpus: the weapon falls only with the confession that led to it."""
    coerced, fruits, corpus = (off(rule, 3) for rule in range(3))
    base = {"confession": coerced, "weapon": fruits | coerced}
    asked = {"confession": (Gate(corpus, (("weapon",),)),)}
    table = truth_tables(WEAPON, base, 8, asked)
    assert table["charge"] == coerced
    assert table["event"] == fruits | coerced
    alone = truth_tables(WEAPON, {"confession": 255}, 8, {"confession": (Gate(corpus, ()),)})
    assert alone["charge"] == corpus


def test_mutual_accomplices():
    """Two accomplices who corroborate only each other both fall; a document lifts both."""
    rule = 0b01  # world 0: not asked
    graph = Graph(("d", "w", "x", "y"), {"c": ("d", "w", "x", "y")}, {}, {})
    only_each_other = {"x": (Gate(rule, (("y",),)),), "y": (Gate(rule, (("x",),)),)}
    tables = truth_tables(graph, {"x": 3, "y": 3}, 2, only_each_other)
    assert (tables["x"], tables["y"], tables["c"]) == (1, 1, 1)
    with_document = {leaf: (Gate(rule, ((other,), ("d",))),) for leaf, other in (("x", "y"), ("y", "x"))}
    tables = truth_tables(graph, {"x": 3, "y": 3, "d": 3}, 2, with_document)
    assert (tables["x"], tables["y"], tables["c"]) == (3, 3, 3)
    # a witness of x's own interrogator does not lift x, but supports the claim itself
    own = {"x": (Gate(rule, ()),)}
    tables = truth_tables(graph, {"x": 3, "w": 3}, 2, own)
    assert (tables["x"], tables["w"], tables["c"]) == (1, 3, 3)


def test_support_in_a_circle_is_none():
    graph = Graph(
        ("a",),
        {"c3": ("a",)},
        {"c1": (("c2",), ("c3",)), "c2": (("c1",),), "c4": (("c5",),), "c5": (("c4",),)},
        {},
    )
    tables = truth_tables(graph, {"a": 0b10}, 2)
    assert {node: tables[node] for node in graph.inner} == {"c1": 2, "c2": 2, "c3": 2, "c4": 0, "c5": 0}


def test_odd_rows():
    """Nothing supports by resting on nothing, on itself or on what is not there."""
    graph = Graph(("a",), {"c": ("gone",)}, {"c": ((), ("c",), ("nowhere",)), "d": (("a", "a"),)}, {"k": ()})
    tables = truth_tables(graph, {"a": 0b111, "other": 1}, 2)
    assert tables == {"a": 3, "c": 0, "d": 3, "nowhere": 0, "k": 0}


def test_a_gate_on_what_is_not_there():
    graph = Graph(("a",), {"c": ("a",)}, {}, {})
    assert truth_tables(graph, {"a": 3}, 2, {"a": (Gate(1, (("gone",),)),)})["c"] == 1
    assert truth_tables(graph, {"a": 3}, 2, {"a": (Gate(1, ((),)),)})["c"] == 3
    assert truth_tables(graph, {"a": 3}, 2, {"a": (Gate(1, (("a",),)),), "gone": (Gate(0, ()),)})["c"] == 1


@examples(200)
@given(st.dictionaries(st.integers(0, 8), st.lists(st.integers(0, 9), max_size=4)))
def test_components_are_mutual_reach(needs):
    """Two nodes share a component iff each reaches the other; what is needed comes first."""

    def reach(start):
        seen, todo = set(), [start]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo += [each for each in needs[node] if each in needs]
        return seen

    found = list(components(needs))
    assert sorted(node for each in found for node in each) == sorted(needs)
    before: set[int] = set()
    for component in found:
        for node in component:
            assert reach(node) <= before | set(component)
            assert {other for other in reach(node) if node in reach(other)} == set(component)
        assert component == sorted(component)
        before |= set(component)


def test_long_chains_and_rings_need_no_recursion():
    n = 50_000
    chain = {f"c{at:05}": ((f"c{at + 1:05}",),) for at in range(n)}
    graph = Graph(("a",), {f"c{n:05}": ("a",)}, chain, {})
    assert set(truth_tables(graph, {"a": 5}, 3).values()) == {5}
    ring = Graph(("a",), graph.direct, {**chain, f"c{n:05}": (("c00000",),)}, {})
    assert set(truth_tables(ring, {"a": 5}, 3).values()) == {5}


def test_input_order_does_not_matter():
    shuffled = random.Random(7)
    leaves = [f"a{at}" for at in range(40)]
    direct = {f"c{at}": tuple(shuffled.sample(leaves, 5)) for at in range(20)}
    inferences = {f"c{at}": ((f"c{(at * 7 + 3) % 20}", f"c{(at * 3 + 1) % 20}"),) for at in range(20)}
    base = {leaf: shuffled.getrandbits(64) for leaf in leaves}
    one = truth_tables(Graph(tuple(sorted(leaves)), direct, inferences, {}), base, 64)
    back = dict(reversed(direct.items())), dict(reversed(inferences.items()))
    other = truth_tables(Graph(tuple(reversed(leaves)), *back, {}), dict(reversed(base.items())), 64)
    assert list(one.items()) == list(other.items())
