"""Which nodes lie on a circle with each other?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def components(needs: Mapping[int, Sequence[int]]) -> Iterator[list[int]]:
    """Yield the strongly connected components of a graph, each sorted, what is needed first.

    Tarjan's depth-first search with its own stack instead of recursion: O(nodes + edges).

    Parameters
    ----------
    needs : mapping of int to sequence of int
        Node -> the nodes it needs; those that are no key are passed over.

    References
    ----------
    Tarjan, R. (1972). Depth-first search and linear graph algorithms. SIAM J. Comput. 1, 146-160.
    doi:10.1137/0201010

    Examples
    --------
    >>> list(components({1: [2], 2: [3, 4], 3: [2], 4: [9]}))
    [[4], [2, 3], [1]]
    """
    entered: dict[int, int] = {}  # order of entry
    low: dict[int, int] = {}  # earliest open node that is reachable
    opened: list[int] = []  # entered, component not yet known
    closed: set[int] = set()
    for root in needs:
        if root in entered:
            continue
        path = [(root, iter(needs[root]))]
        entered[root] = low[root] = len(entered)
        opened.append(root)
        while path:
            node, rest = path[-1]
            for each in rest:
                if each not in needs or each in closed:
                    continue
                if each not in entered:
                    entered[each] = low[each] = len(entered)
                    opened.append(each)
                    path.append((each, iter(needs[each])))
                    break
                low[node] = min(low[node], entered[each])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == entered[node]:
                    yield _cut_off(opened, node, closed)


def _cut_off(opened: list[int], node: int, closed: set[int]) -> list[int]:
    """Take the component that began with `node` from the open nodes."""
    found: list[int] = []
    while not found or found[-1] != node:
        found.append(opened.pop())
    closed.update(found)
    return sorted(found)
