"""Slow, obvious definitions of what `showtrial.audit.contradictions.stn` computes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, product

from showtrial.audit.contradictions.stn import ORIGIN, Constraint


def solvable(constraints: Sequence[Constraint], times: Sequence[int]) -> bool:
    """Whether any choice of `times` for the nodes satisfies every constraint."""
    nodes = sorted({node for each in constraints for node in (each.u, each.v)} - {ORIGIN})
    for chosen in product(times, repeat=len(nodes)):
        at = {ORIGIN: 0, **dict(zip(nodes, chosen, strict=True))}
        if all(at[each.v] - at[each.u] <= each.weight for each in constraints):
            return True
    return False


def consistent(constraints: Iterable[Constraint]) -> bool:
    """Whether no node has a way back to itself of negative length, by Floyd and Warshall."""
    edges = list(constraints)
    nodes = sorted({node for each in edges for node in (each.u, each.v)})
    way = {(u, v): 0.0 if u == v else float("inf") for u in nodes for v in nodes}
    for each in edges:
        way[each.u, each.v] = min(way[each.u, each.v], each.weight)
    for mid, u, v in product(nodes, nodes, nodes):
        way[u, v] = min(way[u, v], way[u, mid] + way[mid, v])
    return all(way[node, node] >= 0 for node in nodes)


def conflicts(constraints: Sequence[Constraint]) -> set[frozenset[str]]:
    """Every set of rows that is inconsistent and has no smaller one in it."""
    rows = sorted({each.row for each in constraints})
    found: set[frozenset[str]] = set()
    for size in range(1, len(rows) + 1):
        for chosen in map(frozenset, combinations(rows, size)):
            if not any(less <= chosen for less in found) and not consistent(
                each for each in constraints if each.row in chosen
            ):
                found.add(chosen)
    return found
