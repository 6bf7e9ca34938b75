"""Who has been reached, and what is known of them?

Everybody is free and nameless until something reaches them. Then they get a row, in the order in which
they were reached. One bit a person says who has one; a hash table leads to it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from showtrial.events.history import Ints
from showtrial.model.country import ledger as at
from showtrial.model.country.ledger import Country, Flow
from showtrial.model.country.places import group_at
from showtrial.model.machine import layout
from showtrial.model.machine.chance import mix, uniform
from showtrial.model.machine.inner import inlined
from showtrial.model.naming.kernels import Longs, compiled

#: Purpose of the draws of traits.
TRAIT = 3000
_ONE = np.uint64(1)
_WORD = np.uint64(6)
_BIT = np.uint64(63)


@inlined
def whole(value: Any) -> int:
    """Return a number as 64 bits: kernels are compiled once for every width they meet."""
    return np.int64(value)  # type: ignore[return-value]


@inlined
def chance(flow: Flow) -> float:
    """Draw the next number of (0, 1) of the run."""
    flow.seed[1] += _ONE
    h = mix(flow.seed[0] ^ (flow.seed[1] * np.uint64(0xD1342543DE82EF95)))
    return (float(h >> np.uint64(11)) + 0.5) * (1.0 / 9007199254740992.0)


@inlined
def below(flow: Flow, many: int) -> int:
    """Draw a whole number from 0 to `many` less one."""
    return whole(chance(flow) * many)


@inlined
def is_seen(flow: Flow, i: int) -> bool:
    """Whether person `i` has a row."""
    return (flow.seen[i >> 6] >> (np.uint64(i) & _BIT)) & _ONE == _ONE


@inlined
def first_slot(flow: Flow, i: int) -> int:
    """Return the slot in which person `i` is looked for first."""
    return whole(mix(np.uint64(i)) >> np.uint64(20)) & (len(flow.slots) - 1)


@inlined
def slot_of(flow: Flow, i: int) -> int:
    """Return the slot of person `i`: theirs, or the empty one where they would go."""
    mask, slot = len(flow.slots) - 1, first_slot(flow, i)
    while flow.slots[slot] > 0 and flow.slots[slot] >> 32 != i:
        slot = (slot + 1) & mask
    return slot


@inlined
def found(flow: Flow, i: int) -> int:
    """Return the row of person `i`, -1 if there is none."""
    return row_at(flow, i) if is_seen(flow, i) else -1


@inlined
def row_at(flow: Flow, i: int) -> int:
    """Return the row of person `i`, who has one."""
    return (flow.slots[slot_of(flow, i)] & 0xFFFFFFFF) - 1


@inlined
def row_of(m: Country, i: int) -> int:
    """Return the row of person `i`, a new one if there was none."""
    flow, land = m.flow, m.land
    slot = slot_of(flow, i)
    if flow.slots[slot] > 0:
        return (flow.slots[slot] & 0xFFFFFFFF) - 1
    r, g = flow.meter[at.N_ROWS], group_at(land.places, i)
    flow.meter[at.N_ROWS] = r + 1
    flow.slots[slot] = (i << 32) | (r + 1)
    flow.seen[i >> 6] |= _ONE << (np.uint64(i) & _BIT)
    row = flow.row
    row[r, at.WHO], row[r, at.GROUP] = i, g
    flags = 0
    for t in range(4):
        if land.trait[g, t] > 0.0 and uniform(land.seed[0], np.uint64(i), TRAIT, t) < land.trait[g, t]:
            flags |= 1 << t
    row[r, at.FLAGS] = flags
    row[r, at.SAID], row[r, at.BY], row[r, at.LEFT], row[r, at.RIGHT] = -1, -1, -1, -1
    return r


@compiled
def refill(slots: Longs, row: Ints, rows: int) -> None:
    """Fill an empty hash table with the rows there are."""
    mask = len(slots) - 1
    for r in range(rows):
        slot = whole(mix(np.uint64(row[r, at.WHO])) >> np.uint64(20)) & mask
        while slots[slot] > 0:
            slot = (slot + 1) & mask
        slots[slot] = (whole(row[r, at.WHO]) << 32) | (r + 1)


@inlined
def join(flow: Flow, pool: int, r: int) -> None:
    """Put a row into a pool."""
    flow.pool[pool, flow.many[pool]] = r
    flow.many[pool] += 1


@inlined
def leave(flow: Flow, pool: int, k: int) -> None:
    """Take the k-th out of a pool; the last takes the place."""
    last = flow.many[pool] - 1
    flow.pool[pool, k] = flow.pool[pool, last]
    flow.many[pool] = last


@inlined
def sort_up(flow: Flow, due: float, r: int) -> None:
    """Set the alarm of an execution."""
    k = flow.meter[at.N_ALARMS]
    flow.meter[at.N_ALARMS] = k + 1
    while k > 0 and flow.alarm[(k - 1) >> 1] > due:
        flow.alarm[k], flow.alarm_row[k] = flow.alarm[(k - 1) >> 1], flow.alarm_row[(k - 1) >> 1]
        k = (k - 1) >> 1
    flow.alarm[k], flow.alarm_row[k] = due, r


@inlined
def first_alarm(flow: Flow) -> int:
    """Take the first alarm off; return whose it was."""
    who, last = flow.alarm_row[0] + 0, flow.meter[at.N_ALARMS] - 1
    flow.meter[at.N_ALARMS] = last
    due, moved, k = flow.alarm[last], flow.alarm_row[last], 0
    while True:
        below_k = 2 * k + 1
        if below_k >= last:
            break
        if below_k + 1 < last and flow.alarm[below_k + 1] < flow.alarm[below_k]:
            below_k += 1
        if due <= flow.alarm[below_k]:
            break
        flow.alarm[k], flow.alarm_row[k] = flow.alarm[below_k], flow.alarm_row[below_k]
        k = below_k
    flow.alarm[k], flow.alarm_row[k] = due, moved
    return who


@inlined
def counted(flow: Flow, event: int, r: int, by: int) -> None:
    """Count an event by day, group, and cause or route."""
    day = min(whole(flow.dial[at.NOW]), flow.series.shape[1] - 1)
    flow.series[event, day, flow.row[r, at.GROUP], by] += 1


@inlined
def traced(flow: Flow, kind: int, r: int, by: int, value: int) -> None:
    """Write one event, if the affair is one of those that are kept."""
    affair = flow.row[by, at.AFFAIR] if kind == layout.E_NAME else flow.row[r, at.AFFAIR]
    flow.meter[at.N_EVENTS] += 1
    if flow.seed[3] == np.uint64(0) or mix(np.uint64(affair) + np.uint64(977)) >= flow.seed[3]:
        return
    t = flow.meter[at.N_TRACE]
    if t < len(flow.time):
        flow.meter[at.N_TRACE] = t + 1
        flow.time[t] = flow.dial[at.NOW]
        flow.what[t, 0], flow.what[t, 1], flow.what[t, 2] = kind, r, by
        flow.what[t, 3], flow.what[t, 4] = value, affair
