"""How does every node of a charge fare in every world, under each choice of readings?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_
from typing import Any

from showtrial.audit.admission import RUNS, Run
from showtrial.audit.graph import Graph
from showtrial.audit.worlds import Worlds
from showtrial.record.readings import Cell

#: A node of the graph, or a step: what it leads to, and its premises.
Key = str | tuple[str, tuple[str, ...]]
#: Node by number -> the worlds in which it is supported; None where this choice of readings lacks it.
Tables = tuple[int | None, ...]
#: State of a node -> the words for it.
STATES = {
    "k": "keeps support",
    "n": "keeps no support",
    "d": "depends on what is not on record",
    "a": "not counted under this reading",
}
#: State of an assertion -> the words for it.
SAID = {
    "k": "counts",
    "n": "set aside",
    "d": "set aside if what is not on record counts against it",
    "a": STATES["a"],
}


@dataclass(frozen=True)
class Coded:
    """One charge whose elements are coded: its graph under all readings together, with numbers.

    Parameters
    ----------
    worlds : Worlds
        The truth tables of the charge.
    graph : Graph
        All that supports the charge under some choice of readings.
    number : mapping
        Node -> its number: leaves first, then the charge, its elements, other nodes, and steps that
        need a state of their own, because several premises belong to them or some readings lack them.
    """

    worlds: Worlds
    graph: Graph
    number: Mapping[Key, int]

    def step(self, target: str, premises: tuple[str, ...]) -> int:
        """Return the number whose state says whether `premises` support `target`."""
        return self.number.get((target, premises), self.number[premises[0]])

    @cached_property
    def tables(self) -> tuple[Mapping[Run, Tables], ...]:
        """For each choice of readings the tables of all nodes, strict and lenient."""
        held = zip(self.worlds.admissions, self.worlds.strict, self.worlds.lenient, strict=True)
        return tuple(
            {"strict": self._row(each.graph, strict), "lenient": self._row(each.graph, lenient)}
            for each, strict, lenient in held
        )

    def _row(self, graph: Graph, table: Mapping[str, int]) -> Tables:
        present = {*graph.leaves, *graph.inner, *graph.elements}

        def value(key: Key) -> int | None:
            if isinstance(key, str):
                return table.get(key, 0) if key in present else None
            target, premises = key
            there = premises in graph.inferences.get(target, ()) or (
                len(premises) == 1 and premises[0] in graph.direct.get(target, ())
            )
            return reduce(and_, (table.get(each, 0) for each in premises)) if there else None

        return tuple(value(key) for key in self.number)

    def state(self, number: int, world: int, at: int = 0) -> str:
        """Return a key of :data:`STATES`: how a node fares in a world, under readings number `at`."""
        strict, lenient = (self.tables[at][run][number] for run in RUNS)
        if strict is None or lenient is None:
            return "a"
        low, high = strict >> world & 1, lenient >> world & 1
        return "d" if low != high else "k" if low else "n"


def coded(worlds: Worlds) -> Coded:
    """Give numbers to all that supports a charge under some choice of readings."""
    graphs = [each.graph for each in worlds.admissions]
    graph = Graph(
        leaves=tuple(sorted({leaf for each in graphs for leaf in each.leaves})),
        direct=_together([each.direct for each in graphs]),
        inferences=_together([each.inferences for each in graphs]),
        elements=_together([each.elements for each in graphs]),
    )
    keys: list[Key] = [*graph.leaves, worlds.charge, *graph.elements.get(worlds.charge, ())]
    keys += [node for node in graph.inner if node not in keys]
    for target, ways in graph.inferences.items():
        everywhere = [each.inferences.get(target, ()) for each in graphs]
        keys += [(target, way) for way in ways if len(way) > 1 or not all(way in each for each in everywhere)]
    for target, leaves in graph.direct.items():
        known = [each.direct.get(target, ()) for each in graphs]
        keys += [(target, (leaf,)) for leaf in leaves if not all(leaf in each for each in known)]
    return Coded(worlds, graph, {key: at for at, key in enumerate(dict.fromkeys(keys))})


def _together(parts: Sequence[Mapping[str, tuple[Any, ...]]]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, set[Any]] = {}
    for part in parts:
        for node, members in part.items():
            found.setdefault(node, set()).update(members)
    return {node: tuple(sorted(members)) for node, members in sorted(found.items())}


def disputed(charges: Iterable[Coded]) -> dict[Cell, tuple[str, ...]]:
    """Return the cells whose reading matters for some charge, with their values, the stored one first."""
    found: dict[Cell, dict[str, None]] = {}
    for each in charges:
        for combo in each.worlds.combos:
            for cell, value in combo.items():
                found.setdefault(cell, {})[value] = None
    return {cell: tuple(values) for cell, values in sorted(found.items()) if len(values) > 1}
