"""Which smallest sets of leaves, or of speakers, end the support of a node when removed?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from showtrial.audit.algebra.antichains import Antichain, Caps, Family, Names, positions
from showtrial.audit.algebra.components import components
from showtrial.audit.algebra.tables import truth_tables
from showtrial.audit.algebra.wiring import Wiring, cone_of, wire
from showtrial.audit.graph import Graph

#: Leaf -> its group or groups (speaker, kind, interrogators, agency).
Groups = Mapping[str, str | tuple[str, ...]]


def cuts(
    supports: Antichain,
    groups: Groups | None = None,
    *,
    max_sets: int = 10_000,
    max_size: int | None = None,
) -> Antichain:
    """Return the minimal sets that meet every support: the dual of `supports`.

    Berge's algorithm: take in one support after the other and keep the minimal sets that meet all
    so far. Exponential at worst, hence the caps.

    Parameters
    ----------
    supports : Antichain
        All minimal supports of the target.
    groups : mapping of str to str or tuple of str, optional
        Leaf -> its group or groups; the answer is then in groups. Removing a group removes every
        leaf that has a part in it. A leaf without group cannot be removed.
    max_sets, max_size : int
        List at most so many cuts, and none with more members.

    Returns
    -------
    Antichain
        Minimal cuts; one empty cut where there is no support to end, none where nothing that can
        be removed would end it.

    Raises
    ------
    ValueError
        If `supports` is truncated: what meets the supports listed may miss others. `cuts_of` asks
        the graph instead.

    References
    ----------
    Berge, C. (1989). Hypergraphs. North-Holland.

    Eiter, T., Gottlob, G. (1995). Identifying the minimal transversals of a hypergraph and related
    problems. SIAM J. Comput. 24, 1278-1304. doi:10.1137/S0097539793250299

    Examples
    --------
    >>> found = Antichain((frozenset({"s1", "s3"}), frozenset({"s2", "s3"})))
    >>> [sorted(each) for each in cuts(found).sets]
    [['s3'], ['s1', 's2']]
    >>> cuts(cuts(found)) == found
    True
    >>> cuts(found, {"s1": "Anna", "s2": "Anna", "s3": "Karl"}).sets
    (frozenset({'Anna'}), frozenset({'Karl'}))
    """
    if supports.truncated:
        raise ValueError("supports that were cut short; wanted all of them: use cuts_of")
    grouped = _grouped(supports.members, groups)
    names = Names(name for found in grouped.values() for name in found)
    caps = Caps(max_sets, max_size)
    edges = [names.mask(name for leaf in leaves for name in grouped[leaf]) for leaves in supports.sets]
    met = [0]
    for edge in edges:
        met = _meeting(met, edge, caps)
    if caps.capped:
        met = list({_slimmed(mask, edges) for mask in met})
    return Antichain(tuple(frozenset(names.listed(mask)) for mask in met), caps.capped or caps.pruned)


def _meeting(met: list[int], edge: int, caps: Caps) -> list[int]:
    """Return the minimal sets that meet all that the sets of `met` meet, and `edge`."""
    missing = [mask for mask in met if not mask & edge]
    if not missing:
        return met
    meeting = [mask for mask in met if mask & edge]
    # Only what meets the edge in one member can lie within a set widened by that member, and no two
    # widened sets hold each other.
    barred = Family(mask for mask in meeting if (mask & edge).bit_count() == 1)
    members = [1 << at for at in positions(edge)]
    wider = {mask | member for mask in missing for member in members}
    return caps.first(meeting + [mask for mask in wider if not barred.within(mask)])


def _slimmed(mask: int, edges: Sequence[int]) -> int:
    """Leave out members of `mask`, last ones first, that are not the only ones to meet some edge."""
    for at in positions(mask):
        if all(edge & mask != 1 << at for edge in edges):
            mask ^= 1 << at
    return mask


def cuts_of(
    graph: Graph,
    target: str,
    groups: Groups | None = None,
    *,
    max_sets: int = 10_000,
    max_size: int | None = 3,
) -> Antichain:
    r"""Return the minimal cuts of a node that have at most `max_size` members, without its supports.

    The dual of `supports`, built from the leaves upwards: what ends a node ends every way to it, and
    what ends a way ends one of its premises,

    .. math::
        C(leaf) = \{\{g\} : g \ni leaf\}, \quad
        C(x) = \min \{c_1 \cup \dots \cup c_n : c_i \in \textstyle\bigcup_{p \in way_i} C(p)\},

    on circles from the empty cut downwards: a circle alone holds nothing up. Sets that have grown
    above `max_size` only grow further, so they are dropped at once and the rest stays exact.

    Parameters
    ----------
    graph : Graph
        The support graph.
    target : str
        Claim, element or charge.
    groups : mapping of str to str or tuple of str, optional
        As in `cuts`.
    max_sets : int
        At most so many sets at every node.
    max_size : int, optional
        List no cut with more members; None for any size.

    Returns
    -------
    Antichain
        Every set listed is a minimal cut (tried on the graph, where `max_sets` was reached). Unless
        it was reached, all of at most `max_size` members are listed. `truncated` says that there
        may be others: larger ones too.

    References
    ----------
    Fussell, J. B., Vesely, W. E. (1972). A new methodology for obtaining cut sets for fault trees.
    Trans. Am. Nucl. Soc. 15, 262-263.

    Examples
    --------
    >>> inferences = {"e1": (("s1",), ("s2",)), "e2": (("s3",),)}
    >>> graph = Graph(("s1", "s2", "s3"), {}, inferences, {"k": ("e1", "e2")})
    >>> [sorted(each) for each in cuts_of(graph, "k").sets]
    [['s3'], ['s1', 's2']]
    >>> cuts_of(graph, "k", max_size=1)
    Antichain(sets=(frozenset({'s3'}),), truncated=True)
    """
    cone = cone_of(graph, target)
    grouped = _grouped(cone.leaves, groups)
    names = Names(name for found in grouped.values() for name in found)
    wiring = wire(cone)
    caps = Caps(max_sets, max_size)
    labels = [
        caps.minimal(names.bit[name] for name in grouped[leaf]) for leaf in wiring.names[: wiring.n_leaves]
    ]
    labels += [[0] for _ in wiring.names[wiring.n_leaves :]]
    for component in components(wiring.needs()):
        _settle(wiring, component, labels, caps)
    found = [names.listed(mask) for mask in labels[wiring.number[target]]]
    if caps.capped:
        found = _minimal_cuts(cone, target, found, grouped)
    return Antichain(tuple(map(frozenset, found)), caps.capped or caps.pruned)


def _settle(wiring: Wiring, component: list[int], labels: list[list[int]], caps: Caps) -> None:
    """Label the nodes of one component with their cuts, downwards from the empty one.

    Once capped, a circle is swept at most once for each of its nodes; what is listed is then tried.
    """
    sweeps = 0
    changed = True
    while changed and not (caps.capped and sweeps > len(component)):
        changed = False
        for node in component:
            found = _label(wiring, node, labels, caps)
            if found != labels[node]:
                labels[node], changed = found, len(component) > 1
        sweeps += 1


def _label(wiring: Wiring, node: int, labels: list[list[int]], caps: Caps) -> list[int]:
    """Return the sets that end every way to `node`, by what ends its members."""
    ends = {tuple(labels[each]) for each in wiring.alone[node]}
    for members in wiring.joint[node]:
        ends.add(tuple(caps.minimal(mask for each in members for mask in labels[each])))
    found = [0]
    for each in sorted(ends, key=lambda label: (len(label), label)):
        found = caps.jointly(found, each)
    return found


def _minimal_cuts(
    graph: Graph, target: str, found: Sequence[list[str]], grouped: Mapping[str, tuple[str, ...]]
) -> list[list[str]]:
    """Return those of `found` without which the target falls, but not without any smaller part."""
    tried = [list(each) for each in found]
    tried += [[name for name in each if name != kept] for each in found for kept in each]
    gone: dict[str, int] = {}
    for world, members in enumerate(tried):
        for name in members:
            gone[name] = gone.get(name, 0) | 1 << world
    every = (1 << len(tried)) - 1
    base = {
        leaf: every & ~reduce(or_, (gone.get(name, 0) for name in names), 0)
        for leaf, names in grouped.items()
    }
    holds = truth_tables(graph, base, len(tried))[target]
    parts = len(found)
    right = []
    for world, each in enumerate(found):
        needed = (1 << len(each)) - 1
        if not holds >> world & 1 and holds >> parts & needed == needed:
            right.append(each)
        parts += len(each)
    return right


def _grouped(leaves: Iterable[str], groups: Groups | None) -> dict[str, tuple[str, ...]]:
    """Return leaf -> the names by which it can be removed: its groups, or itself."""
    if groups is None:
        return {leaf: (leaf,) for leaf in leaves}
    found = {leaf: groups.get(leaf, ()) for leaf in leaves}
    return {leaf: (each,) if isinstance(each, str) else tuple(each) for leaf, each in found.items()}
