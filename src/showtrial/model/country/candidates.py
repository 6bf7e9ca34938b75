"""Whom might somebody name in a session: who is tied to them, and whose names were heard in the affair?

A session meets some thirty persons, so what has to be done for each is done for all of them side by side:
numbers are shuffled, rows are looked for, and memory is waited for once.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from showtrial.model.country import ledger as at
from showtrial.model.country.ahead import touch
from showtrial.model.country.ledger import Country, Flow
from showtrial.model.country.places import (
    ACQUAINTANCE,
    CELL,
    FACTION,
    HOUSEHOLD,
    KIN,
    UNIT,
    WORK,
    group_at,
    own_shuffle,
    rank_at,
    tie_count,
)
from showtrial.model.country.population import degree
from showtrial.model.country.reached import first_slot, is_seen, row_at, whole
from showtrial.model.country.shuffle import all_shuffled, all_unshuffled, partners
from showtrial.model.country.steps import crosses
from showtrial.model.country.tiers import begin_of, blocks_at
from showtrial.model.machine import layout
from showtrial.model.machine.chance import mix
from showtrial.model.machine.inner import inlined

#: Rows of `Flow.scratch`: candidates, bits of their ties, those chosen, rows plus 1 (0: none).
WHO, TIES, CHOSEN, ROW = range(4)
#: Bits, beside those of the ties: of the same group; not to be named, being on paper already.
SAME, BARRED = 16, 32
#: The speaker's unit: its first place, the end of its places, and the speaker, who always lies between.
Unit: TypeAlias = tuple[int, int, int]


@inlined
def slot_in(flow: Flow, j: int) -> int:
    """Return the slot of candidate `j` in the table of this session: theirs, or the empty one to put them."""
    mask = flow.meter[at.MASK]
    slot = whole(mix(np.uint64(j)) >> np.uint64(40)) & mask
    while flow.mark[slot, 1] == flow.meter[at.STAMP] and flow.mark[slot, 0] != j:
        slot = (slot + 1) & mask
    return slot


@inlined
def marked(flow: Flow, unit: Unit, j: int, bits: int) -> bool:
    """Whether `j` is of the speaker's unit, and so a candidate already or the speaker; if so, add bits."""
    first, end, i = unit
    if not first <= j < end:
        return False
    place = j - first - (j > i)
    if j != i and place < at.CANDIDATES:
        flow.scratch[TIES, place] |= bits
    return True


@inlined
def meet(flow: Flow, unit: Unit, many: int, j: int, bits: int) -> int:
    """Put `j` among the candidates, once; return how many there are."""
    if marked(flow, unit, j, bits):
        return many
    slot = slot_in(flow, j)
    if flow.mark[slot, 1] == flow.meter[at.STAMP]:
        place = flow.mark[slot, 2]
        if place >= 0:  # not on paper in this session
            flow.scratch[TIES, place] |= bits
        return many
    if many >= at.CANDIDATES:
        return many
    flow.mark[slot, 0], flow.mark[slot, 1], flow.mark[slot, 2] = j, flow.meter[at.STAMP], many
    flow.scratch[WHO, many], flow.scratch[TIES, many] = j, bits
    return many + 1


@inlined
def bar(flow: Flow, unit: Unit, j: int) -> None:
    """Keep `j` from becoming a candidate of this session."""
    if marked(flow, unit, j, BARRED):
        return
    slot = slot_in(flow, j)
    flow.mark[slot, 0], flow.mark[slot, 1], flow.mark[slot, 2] = j, flow.meter[at.STAMP], -1


@inlined
def colleagues(m: Country, r: int) -> Unit:
    """Put those of the same unit among the candidates, the first of all, and return who they are.

    They are neighbours, so their places among the candidates are known from their numbers.
    """
    flow, places = m.flow, m.land.places
    i, g = whole(flow.row[r, at.WHO]), whole(flow.row[r, at.GROUP])
    start, size = places.start[g], places.size[g, UNIT]
    ties = tie_count(places, g, WORK, i - start)
    first = start + (i - start) // size * size if ties > 0 else i
    for k in range(min(ties, at.CANDIDATES)):
        other = first + k
        flow.scratch[WHO, k], flow.scratch[TIES, k] = other + (other >= i), SAME | 1 << WORK
    return first, first + ties + 1, i


@inlined
def together(m: Country, r: int, kind: int, unit: Unit, many: int) -> int:
    """Put those of the same household, or cell, among the candidates; return how many there are."""
    flow, places = m.flow, m.land.places
    i, g = whole(flow.row[r, at.WHO]), whole(flow.row[r, at.GROUP])
    size = places.size[g, HOUSEHOLD if kind == KIN else CELL]
    rank = rank_at(places, i, g, kind)
    ties = tie_count(places, g, kind, rank)
    for k in range(ties):
        other = rank // size * size + k
        flow.batch[k] = np.uint32(other + (other >= rank))
    all_unshuffled(own_shuffle(places, g, 0 if kind == KIN else 1), flow.batch, ties)
    for k in range(ties):
        many = meet(flow, unit, many, places.start[g] + whole(flow.batch[k]), SAME | 1 << kind)
    return many


@inlined
def acquaintances(m: Country, r: int, person: int, unit: Unit, many: int) -> int:
    """Put the acquaintances with whom anything is shared among the candidates; return how many there are."""
    flow, places = m.flow, m.land.places
    i, g = whole(flow.row[r, at.WHO]), whole(flow.row[r, at.GROUP])
    ties, first = degree(places.people, person), begin_of(places.people.stubs, person)
    for k in range(ties):
        flow.batch[k] = np.uint32(first + k)
    partners(places.people.pairs, flow.batch, ties)
    blocks_at(places.people.stubs, flow.batch, ties)
    all_shuffled(places.order, flow.batch, ties)
    for k in range(ties):
        j = whole(flow.batch[k])
        same = group_at(places, j) == g
        if same or crosses(flow, i, j):
            many = meet(flow, unit, many, j, (SAME if same else 0) | 1 << ACQUAINTANCE)
    return many


@inlined
def around(m: Country, r: int, person: int, unit: Unit) -> int:
    """Fill the candidates after the colleagues: others tied to the speaker, and names heard in the affair.

    The ties are those of `places.tied`, many at once: one kind after the other.
    """
    flow, places = m.flow, m.land.places
    g, many = whole(flow.row[r, at.GROUP]), min(unit[1] - unit[0] - 1, at.CANDIDATES)
    many = together(m, r, KIN, unit, many)
    many = together(m, r, FACTION, unit, many)
    many = acquaintances(m, r, person, unit, many)
    affair = flow.row[r, at.AFFAIR]
    for h in range(min(flow.affair[affair, at.HEARD], flow.affair.shape[1] - at.MIND)):
        j = whole(flow.affair[affair, at.MIND + h])
        many = meet(flow, unit, many, j, SAME if group_at(places, j) == g else layout.NONE)
    return many


@inlined
def empty_table(m: Country, g: int, person: int, barred: int) -> None:
    """Empty the table of candidates, and let it have twice as many slots as may be needed."""
    flow, places = m.flow, m.land.places
    most = places.size[g, HOUSEHOLD] + places.size[g, CELL]
    most += degree(places.people, person) + flow.affair.shape[1] + barred
    slots = 64
    while slots < 2 * most and slots < flow.mark.shape[0]:
        slots *= 2
    flow.meter[at.MASK] = slots - 1
    flow.meter[at.STAMP] += 1


@inlined
def look_up(flow: Flow, many: int) -> None:
    """Find the rows of the candidates; step by step for all, so that looks into memory go side by side."""
    for c in range(many):
        flow.scratch[ROW, c] = is_seen(flow, whole(flow.scratch[WHO, c]))
    for c in range(many):
        if flow.scratch[ROW, c]:
            touch(flow.slots, first_slot(flow, whole(flow.scratch[WHO, c])))
    for c in range(many):
        if flow.scratch[ROW, c]:
            other = row_at(flow, whole(flow.scratch[WHO, c]))
            flow.scratch[ROW, c] = other + 1
            touch(flow.row, other * flow.row.shape[1])
