"""Which largest set of leaves is without conflicts?

A maximum independent set of the graph of conflicts. A set of leaves is a bit mask; the first name in
sorted order is the lowest bit.

References
----------
Robson, J. M. (1986). Algorithms for maximum independent sets. J. Algorithms 7, 425-440.
doi:10.1016/0196-6774(86)90032-5. Tomita, E., Seki, T. (2003). An efficient branch-and-bound algorithm
for finding a maximum clique. DMTCS, 278-289. doi:10.1007/3-540-45066-1_22 (the bound by cliques).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from showtrial.audit.algebra.antichains import positions

#: Above so many leaves in one component that no simple rule decides, only bounds are given.
MAX_HARD = 60


@dataclass(frozen=True, slots=True)
class Largest:
    """A largest set without conflicts (`witness`), and a bound above which there is none."""

    witness: tuple[str, ...]
    bound: int
    exact: bool


def max_independent(conflicts: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return a largest set of leaves without conflicts (leaf -> the leaves it conflicts with), sorted.

    Examples
    --------
    >>> max_independent({"a": "b", "b": "ac", "c": "bd", "d": "c", "e": ""})
    ('a', 'c', 'e')
    """
    return largest(conflicts).witness


def largest(conflicts: Mapping[str, Iterable[str]]) -> Largest:
    """Search each connected part: simplicial leaves first, then branch and bound.

    A leaf whose conflicts all conflict with each other is in some largest set. Where more than
    `MAX_HARD` leaves of a part are left after that, the set is greedy and the bound is the number of
    cliques that cover them.
    """
    names, adjacent = sorted(conflicts), _matrix(conflicts)
    chosen, bound, exact = 0, 0, True
    for part in _components(adjacent):
        taken, hard = _simplify(adjacent, part)
        bound += taken.bit_count()
        chosen |= taken
        if hard.bit_count() <= MAX_HARD:
            best = _search(adjacent, hard)
            bound += best.bit_count()
        else:
            best, exact = _greedy(adjacent, hard), False
            bound += _cover(adjacent, hard)
        chosen |= best
    return Largest(tuple(names[at] for at in positions(chosen)), bound, exact)


def count_components(conflicts: Mapping[str, Iterable[str]]) -> int:
    """Count the groups of leaves that hang together by their conflicts.

    Examples
    --------
    >>> count_components({"a": "b", "b": "a", "c": ""})
    2
    """
    return sum(1 for _ in _components(_matrix(conflicts)))


def _matrix(conflicts: Mapping[str, Iterable[str]]) -> list[int]:
    """Return, for each leaf in sorted order, the set of its conflicts as the bits of a number."""
    place = {name: at for at, name in enumerate(sorted(conflicts))}
    adjacent = [0] * len(place)
    for name, others in conflicts.items():
        for other in others:
            if other in place and other != name:
                adjacent[place[name]] |= 1 << place[other]
                adjacent[place[other]] |= 1 << place[name]
    return adjacent


def _components(adjacent: list[int]) -> Iterator[int]:
    left = (1 << len(adjacent)) - 1
    while left:
        part, edge = 0, left & -left
        while edge:
            part |= edge
            reached = 0
            for at in positions(edge):
                reached |= adjacent[at]
            edge = reached & ~part
        yield part
        left &= ~part


def _simplify(adjacent: list[int], mask: int) -> tuple[int, int]:
    """Take simplicial leaves while there are any; return those taken and what is left."""
    taken, again = 0, True
    while again:
        again = False
        for at in positions(mask):
            near = adjacent[at] & mask
            if mask >> at & 1 and all(
                not near & ~adjacent[other] & ~(1 << other) for other in positions(near)
            ):
                taken |= 1 << at
                mask &= ~(near | 1 << at)
                again = True
    return taken, mask


def _search(adjacent: list[int], mask: int) -> int:
    best = -1

    def visit(mask: int, chosen: int) -> None:
        nonlocal best
        taken, mask = _simplify(adjacent, mask)
        chosen |= taken
        size = -1 if best < 0 else best.bit_count()
        if chosen.bit_count() + _cover(adjacent, mask) <= size:
            return
        if not mask:
            best = chosen
            return
        at = max(positions(mask), key=lambda at: ((adjacent[at] & mask).bit_count(), -at))
        visit(mask & ~(adjacent[at] | 1 << at), chosen | 1 << at)
        visit(mask & ~(1 << at), chosen)

    visit(mask, 0)
    return best


def _greedy(adjacent: list[int], mask: int) -> int:
    chosen = 0
    while mask:
        at = min(positions(mask), key=lambda at: ((adjacent[at] & mask).bit_count(), at))
        chosen |= 1 << at
        mask &= ~(adjacent[at] | 1 << at)
    return chosen


def _cover(adjacent: list[int], mask: int) -> int:
    """Count cliques that cover `mask`, each grown from its first leaf: no set is larger."""
    cliques = 0
    while mask:
        near, cliques = mask, cliques + 1
        while near:
            at = (near & -near).bit_length() - 1
            mask &= ~(1 << at)
            near &= adjacent[at]
    return cliques
