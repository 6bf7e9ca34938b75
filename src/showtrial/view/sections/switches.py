"""What must the page carry of one trial, so that its switches need no engine?

For each charge the truth tables of all its nodes go into the page, each table once: bit ``W`` says
whether the node is supported in world ``W``, for every choice of readings, strict and lenient. The
page looks them up and works nothing out.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Hashable, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from showtrial.audit.admission import RUNS, Run
from showtrial.audit.algebra.derivation import derivation
from showtrial.audit.algebra.wiring import only
from showtrial.audit.rules.ruleset import Rule
from showtrial.record.readings import Cell
from showtrial.view.sections.coded import SAID, STATES, Coded, disputed


class _Pool:
    """Things of which each is kept once, and is spoken of by its number."""

    def __init__(self) -> None:
        self.numbers: dict[Any, int] = {}

    def number(self, thing: Hashable) -> int:
        return self.numbers.setdefault(thing, len(self.numbers))


def carried(charges: Sequence[Coded]) -> tuple[dict[str, Any], list[str]]:
    """Return what the script of the page reads, ready for JSON, and the rows that it calls by number.

    Parameters
    ----------
    charges : sequence of Coded
        The charges of one trial; one at least.
    """
    packing = _Packing(charges)
    packed = [packing.charge(each) for each in charges]
    rules = charges[0].worlds.rules.rules
    evidence = charges[0].worlds.admissions[0].evidence
    data = {
        "rules": [[rule.id, rule.title] for rule in rules],
        "cells": [[".".join(cell), *values] for cell, values in packing.cells.items()],
        "states": STATES,
        "said": SAID,
        "tables": [_bytes(bits, len(rules)) for bits in packing.tables.numbers],
        "sets": list(packing.sets.numbers),
        "reasons": list(packing.reasons.numbers),
        "profiles": list(packing.profiles.numbers),
        "leaves": [
            [packing.rows.number(leaf), evidence.label(leaf).removesuffix(f" [{leaf}]")]
            for leaf in packing.leaves.numbers
        ],
        "charges": packed,
    }
    return data, list(packing.rows.numbers)


def _bytes(bits: int, n_rules: int) -> str:
    """Write a table as base64; bit W is bit ``W % 8`` of byte ``W // 8``."""
    return b64encode(bits.to_bytes(max(1, (1 << n_rules) // 8), "little")).decode()


class _Packing:
    """The charges of one trial, with all that they share written once."""

    def __init__(self, charges: Sequence[Coded]) -> None:
        self.cells = disputed(charges)
        self.tables, self.rows, self.sets = _Pool(), _Pool(), _Pool()
        self.reasons, self.profiles, self.leaves = _Pool(), _Pool(), _Pool()

    def charge(self, each: Coded) -> dict[str, Any]:
        """Return one charge: per choice of readings, the numbers of its tables and reasons."""
        cells = [cell for cell in self.cells if cell in each.worlds.combos[0]]
        same = {
            number: each.number[key[1][0]]
            for key, number in each.number.items()
            if isinstance(key, tuple) and key[1][0] in each.graph.leaves and len(key[1]) == 1
        }
        return {
            "leaves": [self.leaves.number(leaf) for leaf in each.graph.leaves],
            "same": same,
            "cells": [list(self.cells).index(cell) for cell in cells],
            "combos": [self._combo(each, at, cells) for at in range(len(each.worlds.combos))],
        }

    def _combo(self, each: Coded, at: int, cells: Sequence[Cell]) -> dict[str, Any]:
        tables, choice = each.tables[at], each.worlds.combos[at]
        left = _survivors(each, at)
        why = [_reasons(self, each, at, run) for run in RUNS]
        return {
            "pick": [self.cells[cell].index(choice[cell]) for cell in cells],
            **{run: [self._table(bits) for bits in tables[run]] for run in RUNS},
            "rests": [self._table(left.get(leaf, 0)) for leaf in each.graph.leaves],
            "why": [
                self.profiles.number(tuple(run[leaf] for run in why)) if leaf in why[0] else -1
                for leaf in each.graph.leaves
            ],
        }

    def _table(self, bits: int | None) -> int:
        return -1 if bits is None else self.tables.number(bits)


def _reasons(packing: _Packing, each: Coded, at: int, run: Run) -> dict[str, tuple[int, ...]]:
    """Give numbers to the reasons why each leaf is set aside: rule, worlds in which it tells, rows.

    They are those that :func:`showtrial.audit.remains.remains` names.
    """
    admission = each.worlds.admissions[at]
    found: dict[str, tuple[int, ...]] = {}
    for leaf in admission.graph.leaves:
        numbers = []
        for place, rule in enumerate(admission.rules.rules):
            if admission.holds(rule, leaf, run):
                answer = admission.answer(rule, leaf)
                rows = sorted(answer.evidence | (answer.missing if answer.value is None else set()))
                packed = packing.sets.number(tuple(packing.rows.number(row) for row in rows))
                bits = packing.tables.number(_unaided(each, at, rule, leaf, run))
                numbers.append(packing.reasons.number((place, bits, packed)))
        found[leaf] = tuple(numbers)
    return found


def _unaided(each: Coded, at: int, rule: Rule, leaf: str, run: Run) -> int:
    """Worlds in which a leaf lacks the support beside it that a rule of kind ``require`` asks for."""
    every = (1 << (1 << each.worlds.n_rules)) - 1
    if rule.kind != "require":
        return every
    table = (each.worlds.strict if run == "strict" else each.worlds.lenient)[at]
    sets = each.worlds.admissions[at].corroboration(rule, leaf, run)
    return every & ~reduce(or_, (reduce(and_, (table.get(o, 0) for o in others)) for others in sets), 0)


def _survivors(each: Coded, at: int) -> dict[str, int]:
    """Return leaf -> the worlds in which it stands in the smallest derivation that is left.

    As in :func:`showtrial.audit.remains.remains`: of the strict run where the charge keeps support in
    it, else of the lenient one. Worlds that leave the same leaves are worked out once.
    """
    worlds, charge = each.worlds, each.worlds.charge
    graph, size = worlds.admissions[at].graph, 1 << worlds.n_rules
    strict, lenient = worlds.strict[at], worlds.lenient[at]
    sure = strict.get(charge, 0)
    found: dict[str, int] = {}
    for table, where in ((strict, sure), (lenient, lenient.get(charge, 0) & ~sure)):
        for kept, bits in _alike({leaf: table.get(leaf, 0) for leaf in graph.leaves}, where, size):
            smallest = derivation(only(graph, kept), charge)
            for leaf in smallest.leaves if smallest else ():
                found[leaf] = found.get(leaf, 0) | bits
    return found


def _alike(tables: Mapping[str, int], where: int, size: int) -> list[tuple[tuple[str, ...], int]]:
    """Return each set of leaves that is left in some of the worlds `where`, with the worlds that leave it."""
    different = list(dict.fromkeys(tables.values()))
    columns = zip(*(f"{bits:0{size}b}"[::-1] for bits in different), strict=True)
    groups: dict[tuple[str, ...], int] = {}
    for world, column in enumerate(columns):
        if where >> world & 1:
            groups[column] = groups.get(column, 0) | 1 << world
    number = {bits: at for at, bits in enumerate(different)}
    return [
        (tuple(leaf for leaf, bits in tables.items() if column[number[bits]] == "1"), worlds)
        for column, worlds in groups.items()
    ]
