"""Which smallest sets of leaves, or of speakers, end the support of a node when removed?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from showtrial.audit.algebra.antichains import Antichain, Family, Names, minimal, positions
from showtrial.audit.algebra.derivation import derivation
from showtrial.audit.algebra.supports import shrunk
from showtrial.audit.algebra.tables import truth_tables
from showtrial.audit.algebra.wiring import only
from showtrial.audit.graph import Graph

#: Leaf -> its group or groups (speaker, kind, interrogators, agency).
Groups = Mapping[str, str | tuple[str, ...]]
#: How many new supports to look for before going on.
_AT_ONCE = 64


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
    dual = _Dual(max_sets, max_size)
    images = [_image(leaves, grouped, names) for leaves in supports.sets]
    dual.take_in(minimal(images, len(images))[0])
    return Antichain(tuple(frozenset(names.listed(mask)) for mask in dual.sets()), dual.short)


def cuts_of(
    graph: Graph,
    target: str,
    groups: Groups | None = None,
    *,
    max_sets: int = 10_000,
    max_size: int = 3,
) -> Antichain:
    """Return the minimal cuts of a node that have at most `max_size` members, without its supports.

    A candidate that meets all supports known so far is tried on the graph; if the target stands
    without it, what it then stands on is a support not yet known, and the candidates are mended.
    The supports looked at are those that decide, often few where all of them are too many to list.

    Parameters
    ----------
    graph : Graph
        The support graph.
    target : str
        Claim, element or charge.
    groups : mapping of str to str or tuple of str, optional
        As in `cuts`.
    max_sets, max_size : int
        List at most so many cuts, and none with more members.

    Returns
    -------
    Antichain
        Every set listed is a minimal cut. Unless `max_sets` is reached, all cuts of at most
        `max_size` members are listed; `truncated` says that others may exist.

    References
    ----------
    Berge, C. (1989). Hypergraphs. North-Holland.

    Reiter, R. (1987). A theory of diagnosis from first principles. Artif. Intell. 32, 57-95.
    doi:10.1016/0004-3702(87)90062-2

    Examples
    --------
    >>> inferences = {"e1": (("s1",), ("s2",)), "e2": (("s3",),)}
    >>> graph = Graph(("s1", "s2", "s3"), {}, inferences, {"k": ("e1", "e2")})
    >>> [sorted(each) for each in cuts_of(graph, "k").sets]
    [['s3'], ['s1', 's2']]
    >>> cuts_of(graph, "k", max_size=1)
    Antichain(sets=(frozenset({'s3'}),), truncated=True)
    """
    cone = graph.cone([target])
    grouped = _grouped(cone.leaves, groups)
    names = Names(name for found in grouped.values() for name in found)
    dual = _Dual(max_sets, max_size)
    while True:
        candidates = dual.sets()
        held = _holding(cone, target, [names.listed(mask) for mask in candidates], grouped)
        if not held or len(dual.edges) > max_sets:
            break
        without = [set(names.listed(candidates[at])) for at in islice(held, _AT_ONCE)]
        known = [_standing(cone, target, removed, grouped) for removed in without]
        images = [_image(each, grouped, names) for each in shrunk(cone, target, known)]
        dual.take_in(minimal(images, len(images))[0])
    right = [mask for at, mask in enumerate(candidates) if at not in set(held)] if held else candidates
    return Antichain(tuple(frozenset(names.listed(mask)) for mask in right), dual.short or bool(held))


class _Dual:
    """The minimal sets that meet every edge taken in so far, within the caps."""

    def __init__(self, max_sets: int, max_size: int | None) -> None:
        self.max_sets, self.max_size = max_sets, max_size
        self.edges: list[int] = []
        self.short = False
        self._partial = [0]

    def take_in(self, edges: Iterable[int]) -> None:
        """Take in further edges."""
        for edge in edges:
            self.edges.append(edge)
            missing = [mask for mask in self._partial if not mask & edge]
            if not missing:
                continue
            meeting = [mask for mask in self._partial if mask & edge]
            # Only what meets the edge in one member can lie within a set that was widened by it, and
            # no two widened sets hold each other.
            barred = Family(mask for mask in meeting if (mask & edge).bit_count() == 1)
            members = [1 << at for at in positions(edge)]
            wider = {mask | member for mask in missing for member in members}
            fits = [mask for mask in wider if self.max_size is None or mask.bit_count() <= self.max_size]
            found = meeting + [mask for mask in fits if not barred.within(mask)]
            found.sort(key=lambda mask: (mask.bit_count(), -mask))
            self._partial = found[: self.max_sets]
            self.short |= len(fits) < len(wider) or len(found) > self.max_sets

    def sets(self) -> list[int]:
        """Return them, only such as are minimal: each member alone meets some edge."""
        return [mask for mask in self._partial if not self.short or self._needed(mask)]

    def _needed(self, mask: int) -> bool:
        alone = 0
        for edge in self.edges:
            met = mask & edge
            if met and not met & (met - 1):
                alone |= met
        return alone == mask


def _grouped(leaves: Iterable[str], groups: Groups | None) -> dict[str, tuple[str, ...]]:
    """Return leaf -> the names by which it can be removed: its groups, or itself."""
    if groups is None:
        return {leaf: (leaf,) for leaf in leaves}
    found = {leaf: groups.get(leaf, ()) for leaf in leaves}
    return {leaf: (each,) if isinstance(each, str) else tuple(each) for leaf, each in found.items()}


def _image(leaves: Iterable[str], grouped: Mapping[str, tuple[str, ...]], names: Names) -> int:
    """Return the mask of all names by which one of `leaves` can be removed."""
    return names.mask(name for leaf in leaves for name in grouped[leaf])


def _holding(
    graph: Graph, target: str, removed: Sequence[Sequence[str]], grouped: Mapping[str, tuple[str, ...]]
) -> list[int]:
    """Return which of the removals leave `target` supported, as positions in `removed`."""
    gone: dict[str, int] = {}
    for world, members in enumerate(removed):
        for name in members:
            gone[name] = gone.get(name, 0) | 1 << world
    every = (1 << len(removed)) - 1
    base = dict.fromkeys(graph.leaves, every)
    for leaf in base:
        for name in grouped[leaf]:
            base[leaf] &= ~gone.get(name, 0)
    return list(positions(truth_tables(graph, base, len(removed))[target]))


def _standing(
    graph: Graph, target: str, removed: set[str], grouped: Mapping[str, tuple[str, ...]]
) -> frozenset[str]:
    """Return leaves on which `target` stands when `removed` are gone."""
    kept = only(graph, (leaf for leaf in graph.leaves if removed.isdisjoint(grouped[leaf])))
    found = derivation(kept, target)
    return frozenset(found.leaves if found else ())
