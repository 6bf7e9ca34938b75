"""Slow, obvious definitions of what `showtrial.audit.independence` and `predetermination` compute."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations, product


def subsets(items: Collection[str]) -> Iterable[tuple[str, ...]]:
    """Every subset, the largest first."""
    for size in range(len(items), -1, -1):
        yield from combinations(sorted(items), size)


def largest(conflicts: Mapping[str, Collection[str]]) -> int:
    """Size of a largest set without conflicts, by trying every subset."""
    for chosen in subsets(conflicts):
        if not any(b in conflicts[a] or a in conflicts[b] for a, b in combinations(chosen, 2)):
            return len(chosen)
    return 0


def disjoint_sets(tokens: Mapping[str, Collection[str]]) -> int:
    """Size of a largest family of leaves whose token sets are pairwise disjoint."""
    for chosen in subsets(tokens):
        held = [token for leaf in chosen for token in set(tokens[leaf])]
        if len(held) == len(set(held)):
            return len(chosen)
    return 0


def components(conflicts: Mapping[str, Collection[str]]) -> int:
    """Number of connected parts, by merging groups until none can be merged."""
    groups = [{leaf} for leaf in conflicts]
    again = True
    while again:
        again = False
        for one, other in combinations(groups, 2):
            if any(b in conflicts[a] or a in conflicts[b] for a, b in product(one, other)):
                groups = [group for group in groups if group not in (one, other)] + [one | other]
                again = True
                break
    return len(groups)


def inherited(own: Mapping[str, Collection[str]], links: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Tokens of every statement: its own, and those of all from which a chain of links leads to it."""
    links = list(links)
    found = {}
    for name in own:
        seen, todo = {name}, [name]
        while todo:
            here = todo.pop(0)
            todo += [earlier for later, earlier in links if later == here and earlier not in seen]
            seen |= {earlier for later, earlier in links if later == here}
        found[name] = {token for each in seen for token in own[each]}
    return found


def order(x: Iterable[int], y: Iterable[int], x_first: bool = False) -> str:
    """Modal value of "x before y" over every completion; `x_first` leaves out those that a link forbids.

    Two instants in one minute may come in either order, so such a completion counts both ways.
    """
    ways = set()
    for a, b in product(x, y):
        if a <= b:
            ways.add("first")
        if b <= a and not x_first:
            ways.add("second")
    if ways == {"first"}:
        return "necessary"
    return "none" if ways == {"second"} else "possible"
