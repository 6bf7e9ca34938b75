"""On which line does each person of a tree of namings stand, and where do its lines run?

Time runs to the right. A person has a line of their own, from the day on which they were named. Whom a
person named stands below, the last named first: so no line crosses another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One person of a tree.

    Parameters
    ----------
    id, label : str
        What to call the person; `id` is unique in the tree.
    by : str
        Id of who named them first; empty for one who stands at the top.
    day : int
        Day on which they were named, or for one at the top first named somebody: days since 0001-01-01,
        which is day 1.
    arrested : int or None
        Day of arrest.
    url : str
        Where a link leads.
    """

    id: str
    label: str
    by: str
    day: int
    arrested: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A person on a line: counted from the top, how deep in the tree, and the last day of its stroke."""

    person: Named
    at: int
    depth: int
    until: int


def lines(people: Sequence[Named]) -> list[Line]:
    """Return one line a person, from top to bottom.

    Parameters
    ----------
    people : sequence of Named
        Each after the one by whom they were named.

    Examples
    --------
    >>> a = Named(id="a", label="A", by="", day=1)
    >>> b, c = (Named(id=key, label=key, by="a", day=day) for key, day in (("b", 3), ("c", 5)))
    >>> [(each.person.id, each.at, each.depth, each.until) for each in lines([a, b, c])]
    [('a', 0, 0, 5), ('c', 1, 1, 5), ('b', 2, 1, 3)]
    """
    below: dict[str, list[Named]] = {each.id: [] for each in people}
    for each in people:
        if each.by:
            below[each.by].append(each)
    found: list[Line] = []
    tops = sorted((each for each in people if not each.by), key=lambda each: (each.day, each.id))
    waiting = [(each, 0) for each in reversed(tops)]
    while waiting:
        person, depth = waiting.pop()
        own = sorted(below[person.id], key=lambda each: (each.day, each.id))
        until = max([person.day, *(each.day for each in own)])
        found.append(Line(person, len(found), depth, until))
        waiting += [(each, depth + 1) for each in own]
    return found


def earliest(people: Sequence[Named], most: int) -> list[Named]:
    """Return the `most` persons who came first, in the order of `people`; whoever named them is among them.

    Examples
    --------
    >>> a = Named(id="a", label="A", by="", day=1)
    >>> b, c = (Named(id=key, label=key, by="a", day=day) for key, day in (("b", 9), ("c", 5)))
    >>> [each.id for each in earliest([a, b, c], 2)]
    ['a', 'c']
    """
    depth: dict[str, int] = {}
    for each in people:
        depth[each.id] = depth[each.by] + 1 if each.by else 0
    kept = sorted(people, key=lambda each: (each.day, depth[each.id], each.id))[:most]
    ids = {each.id for each in kept}
    return [each for each in people if each.id in ids]
