"""From what can every node draw support? The graph as numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from showtrial.audit.graph import Graph


@dataclass(frozen=True, slots=True)
class Wiring:
    """A support graph whose nodes are numbers: leaves first, then claims and elements, then charges.

    Parameters
    ----------
    names : tuple of str
        Name of each number; leaves, inner nodes and charges sorted among themselves.
    number : dict
        Number of each name.
    n_leaves : int
        How many of the first numbers are leaves.
    alone : list of tuple of int
        Per node: members each of which suffices, sorted.
    joint : list of tuple of tuple of int
        Per node: sets of two or more members that suffice together, sorted.
    """

    names: tuple[str, ...]
    number: dict[str, int]
    n_leaves: int
    alone: list[tuple[int, ...]]
    joint: list[tuple[tuple[int, ...], ...]]

    def needs(self, which: Callable[[str], bool] = lambda _: True) -> dict[int, Sequence[int]]:
        """Return all members of each node that has some, for nodes of which `which` holds."""
        return {
            node: [*alone, *chain.from_iterable(joint)] if joint else alone
            for node, (alone, joint) in enumerate(zip(self.alone, self.joint, strict=True))
            if (alone or joint) and which(self.names[node])
        }


def wire(graph: Graph) -> Wiring:
    """Give each node of `graph` a number and list, per node, the members that suffice for it.

    A conjunction of nothing supports nothing: inferences without premises and charges without
    elements are dropped. So are direct leaves that are not among the leaves of the graph, and
    nodes that name themselves as premise.

    Examples
    --------
    >>> wired = wire(Graph(("a", "b"), {"c": ("a",)}, {"e": (("b", "c"), ("a",))}, {"k": ("e",)}))
    >>> wired.names
    ('a', 'b', 'c', 'e', 'k')
    >>> wired.alone, wired.joint
    ([(), (), (0,), (0,), (3,)], [(), (), (), ((1, 2),), ()])
    """
    leaves = sorted(set(graph.leaves))
    charges = sorted(set(graph.elements).difference(leaves))
    names = (*leaves, *graph.inner, *charges)
    number = {name: at for at, name in enumerate(names)}
    alone: list[tuple[int, ...]] = [()] * len(leaves)
    joint: list[tuple[tuple[int, ...], ...]] = [()] * len(leaves)
    for node in graph.inner:
        single = {number[leaf] for leaf in graph.direct.get(node, ()) if leaf in number}
        ways = {tuple(sorted({number[p] for p in way})) for way in graph.inferences.get(node, ())}
        _append(alone, joint, single, ways)
    for charge in charges:
        _append(alone, joint, set(), {tuple(sorted({number[each] for each in graph.elements[charge]}))})
    return Wiring(names, number, len(leaves), alone, joint)


def cone_of(graph: Graph, target: str) -> Graph:
    """Return the part of `graph` from which `target` can draw support; `target` is a node of it.

    Raises
    ------
    ValueError
        If `target` is no node of `graph`.

    Examples
    --------
    >>> graph = Graph(("a", "b"), {"c": ("a",), "d": ("b",)}, {}, {"k": ("c", "e")})
    >>> cone_of(graph, "c").leaves, cone_of(graph, "e").inner
    (('a',), ('e',))
    """
    if not any(target in nodes for nodes in (graph.elements, graph.direct, graph.leaves, graph.inner)):
        raise ValueError(f"{target!r} is no node of the support graph")
    cone = graph.cone([target])
    if target in cone.leaves or target in cone.elements:
        return cone
    return replace(cone, direct={target: (), **cone.direct})


def only(graph: Graph, leaves: Iterable[str]) -> Graph:
    """Return `graph` with those of its leaves that are among `leaves`; all else stays.

    Examples
    --------
    >>> only(Graph(("a", "b"), {"c": ("a", "b")}, {}, {}), ["b"]).leaves
    ('b',)
    """
    kept = set(leaves)
    return replace(graph, leaves=tuple(leaf for leaf in graph.leaves if leaf in kept))


def _append(
    alone: list[tuple[int, ...]],
    joint: list[tuple[tuple[int, ...], ...]],
    single: set[int],
    ways: Iterable[Sequence[int]],
) -> None:
    """Append the members of the next node."""
    here = len(alone)
    sound = [tuple(way) for way in ways if here not in way]
    alone.append(tuple(sorted(single.union(way[0] for way in sound if len(way) == 1) - {here})))
    joint.append(tuple(sorted(way for way in sound if len(way) > 1)))
