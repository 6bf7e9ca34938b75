"""Which is the smallest derivation to show?"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from showtrial.audit.algebra.wiring import Wiring, cone_of, wire
from showtrial.audit.graph import Graph


@dataclass(frozen=True, slots=True)
class Derivation:
    """A tree that shows how a node is supported.

    Parameters
    ----------
    node : str
        The node.
    premises : tuple of Derivation
        What supports it, all of them together; empty for a leaf.
    n_leaves : int
        Number of leaves at the ends of the tree, each as often as it stands there.
    """

    node: str
    premises: tuple[Derivation, ...]
    n_leaves: int

    @property
    def leaves(self) -> tuple[str, ...]:
        """The leaves on which it rests, sorted."""
        found, seen, todo = set(), {id(self)}, [self]
        while todo:
            here = todo.pop()
            if not here.premises:
                found.add(here.node)
            for each in here.premises:  # one subtree may stand in several places
                if id(each) not in seen:
                    seen.add(id(each))
                    todo.append(each)
        return tuple(sorted(found))


def derivation(graph: Graph, target: str) -> Derivation | None:
    r"""Return a smallest derivation of `target`, or None if it has no support.

    Smallest by the number of leaves at the ends of the tree, then by its number of nodes, then by
    name:

    .. math::
        d(leaf) = (1, 1), \quad d(x) = \min_{ways\ to\ x} \Big( (0, 1) + \sum_{p} d(p) \Big)

    Knuth's generalisation of Dijkstra's algorithm: the cheapest node that can be completed is
    final, so that nothing supports itself. O(E log E). (Fewest *different* leaves is another
    question, and NP-hard.)

    References
    ----------
    Knuth, D. E. (1977). A generalization of Dijkstra's algorithm. Inf. Process. Lett. 6, 1-5.
    doi:10.1016/0020-0190(77)90002-3

    Examples
    --------
    >>> inferences = {"e1": (("s1", "s2"), ("s4",)), "e2": (("s3",),)}
    >>> graph = Graph(("s1", "s2", "s3", "s4"), {}, inferences, {"k": ("e1", "e2")})
    >>> found = derivation(graph, "k")
    >>> found.leaves, [each.node for each in found.premises]
    (('s3', 's4'), ['e1', 'e2'])
    """
    wiring = wire(cone_of(graph, target))
    goal = wiring.number[target]
    users, ways = _users(wiring)
    missing = [len(members) for _, members in ways]
    done: dict[int, Derivation] = {}
    size: dict[int, int] = {}
    heap: list[tuple[int, int, int, tuple[int, ...]]] = [(1, 1, leaf, ()) for leaf in range(wiring.n_leaves)]
    heapq.heapify(heap)
    while heap and goal not in done:
        leaves, nodes, here, members = heapq.heappop(heap)
        if here in done:
            continue
        done[here] = Derivation(wiring.names[here], tuple(done[each] for each in members), leaves)
        size[here] = nodes
        for at in users[here]:
            missing[at] -= 1
            if not missing[at] and ways[at][0] not in done:
                head, members = ways[at]
                leaves = sum(done[each].n_leaves for each in members)
                heapq.heappush(heap, (leaves, 1 + sum(size[each] for each in members), head, members))
    return done.get(goal)


def _users(wiring: Wiring) -> tuple[list[list[int]], list[tuple[int, tuple[int, ...]]]]:
    """Return per node the ways that use it, and per way its head and members."""
    ways: list[tuple[int, tuple[int, ...]]] = []
    ways += [(head, (each,)) for head, alone in enumerate(wiring.alone) for each in alone]
    ways += [(head, members) for head, joint in enumerate(wiring.joint) for members in joint]
    users: list[list[int]] = [[] for _ in wiring.names]
    for at, (_, members) in enumerate(ways):
        for each in members:
            users[each].append(at)
    return users, ways
