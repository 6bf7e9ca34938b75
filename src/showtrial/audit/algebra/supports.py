"""Which smallest sets of leaves suffice for a node?"""

from __future__ import annotations

from collections.abc import Sequence

from showtrial.audit.algebra.antichains import Antichain, Caps, Names
from showtrial.audit.algebra.components import components
from showtrial.audit.algebra.tables import truth_tables
from showtrial.audit.algebra.wiring import Wiring, cone_of, wire
from showtrial.audit.graph import Graph


def supports(graph: Graph, target: str, *, max_sets: int = 10_000) -> Antichain:
    r"""Return the minimal supports of a claim, an element or a charge (its why-provenance).

    A support is a set of leaves that is enough for the target; it is minimal if it is enough no
    longer when any of its leaves goes. Labels are built from the leaves upwards,

    .. math::
        L(leaf) = \{\{leaf\}\}, \quad
        L(x) = \min \bigcup_{ways\ to\ x} \{s_1 \cup \dots \cup s_n : s_i \in L(p_i)\},

    on circles until they no longer change: the minimal elements of the positive Boolean
    provenance of the target.

    Parameters
    ----------
    graph : Graph
        The support graph; take ``only(graph, leaves)`` to ask what a choice of leaves supports.
    target : str
        Claim, element or charge. Prefer elements: the supports of a charge are the products of
        those of its elements and multiply.
    max_sets : int
        At most so many sets at every node.

    Returns
    -------
    Antichain
        Every set listed is a minimal support, also where the list is truncated (its sets are then
        brought down to minimal ones by removing leaves). Without support the list is empty.

    Notes
    -----
    The number of minimal supports can grow exponentially with the graph, hence the cap; `essential`
    and the classes sole, decisive and alternative are exact without it.

    References
    ----------
    Green, T. J., Karvounarakis, G., Tannen, V. (2007). Provenance semirings. PODS.
    doi:10.1145/1265530.1265535

    Examples
    --------
    >>> inferences = {"e1": (("s1",), ("s2",)), "e2": (("s3",),)}
    >>> graph = Graph(("s1", "s2", "s3"), {}, inferences, {"k": ("e1", "e2")})
    >>> [sorted(each) for each in supports(graph, "k").sets]
    [['s1', 's3'], ['s2', 's3']]
    """
    cone = cone_of(graph, target)
    wiring = wire(cone)
    names = Names(wiring.names[: wiring.n_leaves])
    labels: list[list[int]] = [[names.bit[leaf]] for leaf in names.names]
    labels += [[] for _ in wiring.names[wiring.n_leaves :]]
    supported = truth_tables(cone, dict.fromkeys(cone.leaves, 1), 1)
    caps = Caps(max_sets)
    for component in components(wiring.needs(lambda name: bool(supported[name]))):
        _settle(wiring, component, labels, caps)
    found = [frozenset(names.listed(mask)) for mask in labels[wiring.number[target]]]
    return Antichain(tuple(set(shrunk(cone, target, found)) if caps.capped else found), caps.capped)


def shrunk(graph: Graph, target: str, found: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """Bring supports of `target` down to minimal ones, removing leaves from the last in order.

    Each support is one world of a truth table, so that all are tried at once: as many tables as
    the largest support has leaves.

    Examples
    --------
    >>> graph = Graph(("a", "b"), {"c": ("a", "b")}, {}, {})
    >>> shrunk(graph, "c", [frozenset("ab")])
    [frozenset({'a'})]
    """
    kept = [set(each) for each in found]
    order = [sorted(each, reverse=True) for each in found]
    for turn in range(max(map(len, order), default=0)):
        base: dict[str, int] = {}
        for world, members in enumerate(kept):
            for leaf in members:
                if turn >= len(order[world]) or leaf != order[world][turn]:
                    base[leaf] = base.get(leaf, 0) | 1 << world
        holds = truth_tables(graph, base, len(kept))[target]
        for world, members in enumerate(kept):
            if turn < len(order[world]) and holds >> world & 1:
                members.discard(order[world][turn])
    return [frozenset(each) for each in kept]


def _settle(wiring: Wiring, component: list[int], labels: list[list[int]], caps: Caps) -> None:
    """Label the nodes of one component, each of which has some support.

    A circle is swept until nothing changes; once capped, only until each node has a label, since
    what is listed suffices in any case.
    """
    changed = True
    while changed and not (caps.capped and all(labels[node] for node in component)):
        changed = False
        for node in component:
            found = _label(wiring, node, labels, caps)
            if found != labels[node]:
                labels[node], changed = found, len(component) > 1


def _label(wiring: Wiring, node: int, labels: list[list[int]], caps: Caps) -> list[int]:
    """Return what the labels of its members give `node`, beside what it had."""
    found = [*labels[node]]
    for each in wiring.alone[node]:
        found += labels[each]
    for members in wiring.joint[node]:
        together = labels[members[0]]
        for each in members[1:]:
            together = caps.jointly(together, labels[each])
        found += together
    return caps.minimal(found)
