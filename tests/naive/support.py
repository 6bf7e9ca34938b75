"""Slow, obvious definitions of support: one world, one set of leaves at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain, combinations, product

from showtrial.audit.graph import Graph

#: What one world asks of a leaf: of every condition, one of its sets of leaves.
Conditions = Mapping[str, list[list[tuple[str, ...]]]]


def ways(graph: Graph, node: str) -> list[tuple[str, ...]]:
    """Every set of nodes that together support `node`; leaves have none."""
    if node in graph.elements:
        return [graph.elements[node]] if graph.elements[node] else []
    leaves = [(leaf,) for leaf in graph.direct.get(node, ()) if leaf in graph.leaves]
    return leaves + [way for way in graph.inferences.get(node, ()) if way]


def holds(graph: Graph, node: str, admitted: Collection[str], path: frozenset[str] = frozenset()) -> bool:
    """Is there a proof of `node` from `admitted` leaves in which no node rests on itself?"""
    if node in graph.leaves:
        return node in admitted
    if node in path:
        return False
    return any(all(holds(graph, each, admitted, path | {node}) for each in way) for way in ways(graph, node))


def admitted_in(graph: Graph, admitted: Collection[str], conditions: Conditions) -> set[str]:
    """The leaves that stand when their conditions are asked: rise from nothing until nothing changes."""
    standing: set[str] = set()
    while True:
        now = {
            leaf
            for leaf in graph.leaves
            if leaf in admitted
            and all(any(standing.issuperset(way) for way in sets) for sets in conditions.get(leaf, []))
        }
        if now == standing:
            return standing
        standing = now


def subsets(items: Collection[str]) -> Iterator[frozenset[str]]:
    """Every subset, smaller ones first."""
    found = chain.from_iterable(combinations(sorted(items), size) for size in range(len(items) + 1))
    return map(frozenset, found)


def minimal(sets: Collection[frozenset[str]]) -> set[frozenset[str]]:
    return {each for each in sets if not any(other < each for other in sets)}


def supports(graph: Graph, target: str) -> set[frozenset[str]]:
    """The smallest of all sets of leaves that suffice."""
    return minimal([each for each in subsets(graph.leaves) if holds(graph, target, each)])


def cuts(graph: Graph, target: str, groups: Mapping[str, tuple[str, ...]]) -> set[frozenset[str]]:
    """The smallest of all sets of groups without whose leaves the target falls."""
    names = {name for found in groups.values() for name in found}
    return minimal(
        [
            each
            for each in subsets(names)
            if not holds(
                graph, target, {leaf for leaf in graph.leaves if each.isdisjoint(groups.get(leaf, ()))}
            )
        ]
    )


def essential(graph: Graph, target: str) -> set[str]:
    """The leaves without which the target, supported otherwise, falls."""
    if not holds(graph, target, graph.leaves):
        return set()
    return {leaf for leaf in graph.leaves if not holds(graph, target, set(graph.leaves) - {leaf})}


def basis(graph: Graph, target: str, body: Collection[str]) -> str:
    """The class of `body`, word for word."""
    if not holds(graph, target, graph.leaves):
        return "unused"
    necessary = not holds(graph, target, set(graph.leaves) - set(body))
    sufficient = holds(graph, target, body)
    if necessary or sufficient:
        return {(1, 1): "sole", (1, 0): "decisive", (0, 1): "alternative"}[necessary, sufficient]
    return "contributory" if any(each & set(body) for each in supports(graph, target)) else "unused"


def cost(graph: Graph, target: str) -> float:
    """Leaves of the smallest derivation, each counted wherever it stands: lowered until it rests."""
    nodes = {*graph.leaves, *graph.inner, *graph.elements}
    found = {node: 1.0 if node in graph.leaves else float("inf") for node in nodes}
    while True:
        lower = {
            node: min([old, *(sum(found[each] for each in way) for way in ways(graph, node))])
            for node, old in found.items()
        }
        if lower == found:
            return found[target]
        found = lower


def circles(graph: Graph) -> bool:
    """Does some node rest on itself through others?"""
    nodes = {*graph.inner, *graph.elements}
    below = {node: {each for way in ways(graph, node) for each in way} & nodes for node in nodes}
    for via, a, b in product(nodes, repeat=3):
        if via in below[a] and b in below[via]:
            below[a].add(b)
    return any(node in found for node, found in below.items())
