r"""Can a set of dates, orders and durations all hold? A simple temporal network.

Each constraint is :math:`t_v - t_u \le w` and carries the row it comes from. The network has a
solution iff its graph (an edge from `u` to `v` of weight `w`) has no cycle of negative weight; the
rows of such a cycle contradict each other, and they are the whole explanation.

References
----------
Dechter, R., Meiri, I., Pearl, J. (1991). Temporal constraint networks. Artificial Intelligence
49(1-3), 61-95. doi:10.1016/0004-3702(91)90006-6
Reiter, R. (1987). A theory of diagnosis from first principles. Artificial Intelligence 32(1),
57-95. doi:10.1016/0004-3702(87)90062-2 (further conflicts, by leaving out one row of each)
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: The node at minute 0, against which dates are stated.
ORIGIN = ""
#: Networks looked at for each conflict that may be listed: leaving rows out goes on without end.
_TRIES = 50


@dataclass(frozen=True, slots=True, order=True)
class Constraint:
    r"""The constraint :math:`t_v - t_u \le w` in minutes, and the row from which it comes."""

    u: str
    v: str
    weight: int
    row: str


def bounded(node: str, first: int, last: int, row: str) -> tuple[Constraint, Constraint]:
    """Return the two constraints that say ``first <= t <= last``.

    Examples
    --------
    >>> bounded("x", 5, 9, "r")[1]
    Constraint(u='x', v='', weight=-5, row='r')
    """
    return Constraint(ORIGIN, node, last, row), Constraint(node, ORIGIN, -first, row)


def conflicts(constraints: Iterable[Constraint], cap: int = 20) -> tuple[frozenset[str], ...]:
    """Return the sets of rows that contradict each other, at most `cap`, smallest first.

    Each set is inconsistent on its own and consistent without any one of its rows. Further sets are
    found by leaving out one row of each set that is known, smallest choices first; a part of the
    network with very many conflicts is left after ``50 cap`` such choices.

    Examples
    --------
    >>> formed, ended = bounded("formed", 100, 130, "r1"), bounded("ended", 60, 99, "r2")
    >>> order = Constraint("ended", "formed", 0, "r3")
    >>> [sorted(rows) for rows in conflicts([*formed, *ended, order])]
    [['r1', 'r2', 'r3']]
    >>> conflicts([*formed, *ended])
    ()
    """
    found: set[frozenset[str]] = set()
    for part in components(constraints):
        todo, seen = deque([frozenset[str]()]), {frozenset[str]()}
        for _ in range(_TRIES * cap):
            if not todo or len(found) >= cap:
                break
            left_out = todo.popleft()
            rows = _smallest([each for each in part if each.row not in left_out])
            if rows:
                found.add(rows)
                further = [left_out | {row} for row in sorted(rows)]
                todo += [each for each in further if each not in seen]
                seen.update(further)
    return tuple(sorted(found, key=lambda rows: (len(rows), sorted(rows))))


def components(constraints: Iterable[Constraint]) -> list[list[Constraint]]:
    """Return the constraints in parts that share no node but the origin, each part sorted.

    Examples
    --------
    >>> [len(part) for part in components([*bounded("x", 0, 1, "r"), *bounded("y", 0, 1, "q")])]
    [2, 2]
    """
    edges = sorted(set(constraints))
    lead: dict[str, str] = {}

    def root(node: str) -> str:
        while lead.setdefault(node, node) != node:
            node = lead[node]
        return node

    for each in edges:
        if ORIGIN not in (each.u, each.v):
            lead[max(root(each.u), root(each.v))] = min(root(each.u), root(each.v))
    parts: dict[str, list[Constraint]] = {}
    for each in edges:
        parts.setdefault(root(each.v if each.u == ORIGIN else each.u), []).append(each)
    return [parts[key] for key in sorted(parts)]


def negative_cycle(constraints: Sequence[Constraint]) -> tuple[Constraint, ...]:
    """Return the constraints of one cycle of negative weight; none if there is no such cycle.

    Bellman and Ford from a node before all others, O(V E); edges are taken in the order given.

    Examples
    --------
    >>> cycle = negative_cycle([Constraint("a", "b", -1, "r"), Constraint("b", "a", 0, "q")])
    >>> sum(each.weight for each in cycle), negative_cycle(bounded("x", 0, 1, "r"))
    (-1, ())
    """
    least = {node: 0 for each in constraints for node in (each.u, each.v)}
    via: dict[str, Constraint] = {}
    late: str | None = None
    for _ in range(len(least) + 1):
        late = None
        for each in constraints:
            if least[each.u] + each.weight < least[each.v]:
                least[each.v] = least[each.u] + each.weight
                via[each.v] = each
                late = each.v
        if late is None:
            return ()
    node = str(late)
    for _ in least:
        node = via[node].u
    cycle = [via[node]]
    while cycle[-1].u != node:
        cycle.append(via[cycle[-1].u])
    return tuple(reversed(cycle))


def _smallest(constraints: Sequence[Constraint]) -> frozenset[str]:
    """Return the rows of a conflict none of which can be spared; empty where there is none."""
    rows = {each.row for each in negative_cycle(constraints)}
    for row in sorted(rows):
        if negative_cycle([each for each in constraints if each.row in rows and each.row != row]):
            rows.discard(row)
    return frozenset(rows)
