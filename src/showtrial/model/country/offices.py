"""Who is arrested first where an office may arrest only so many a day?

Whoever is ready waits in a heap of their office, first wanted first. The heaps are skew heaps: two links
in the row of a person, no room of their own.

References
----------
D. D. Sleator & R. E. Tarjan, "Self-adjusting heaps", SIAM Journal on Computing 15 (1986),
doi:10.1137/0215004.
"""

from __future__ import annotations

import numpy as np

from showtrial.model.country import ledger as at
from showtrial.model.country.ledger import Country, Flow
from showtrial.model.country.reached import whole
from showtrial.model.country.steps import arrest
from showtrial.model.machine import layout
from showtrial.model.machine.inner import inner


@inner
def merged(flow: Flow, a: int, b: int) -> int:
    """Join two heaps (-1: empty) and return the root, without recursion: down the right spine, swapping."""
    root, above = -1, -1
    while a >= 0 and b >= 0:
        if flow.row[b, at.WANTED_AT] < flow.row[a, at.WANTED_AT]:
            a, b = b, a
        if above < 0:
            root = a
        else:
            flow.row[above, at.LEFT] = a
        above = a
        rest = whole(flow.row[a, at.RIGHT])
        flow.row[a, at.RIGHT] = flow.row[a, at.LEFT]
        a = rest
    last = max(a, b)
    if above < 0:
        return last
    flow.row[above, at.LEFT] = last
    return root


@inner
def serve(m: Country, o: int) -> None:
    """Arrest those who wait, first wanted first, up to the most of the day."""
    flow = m.flow
    while flow.office[o, 2] >= 0 and flow.office[o, 1] < flow.p[layout.P_CAP]:
        r = flow.office[o, 2]
        left, right = whole(flow.row[r, at.LEFT]), whole(flow.row[r, at.RIGHT])
        flow.office[o, 2] = merged(flow, left, right)
        flow.meter[at.N_WAITING] -= 1
        if flow.row[r, at.STATUS] == layout.WANTED:
            flow.office[o, 1] += 1
            arrest(m, r)


@inner
def ready(m: Country, r: int) -> None:
    """Arrest, or let wait for a day on which the office has not done its most."""
    flow = m.flow
    o, today = m.land.office[flow.row[r, at.GROUP]], whole(flow.dial[at.NOW])
    if flow.office[o, 0] != today:
        flow.office[o, 0], flow.office[o, 1] = today, 0
    flow.row[r, at.FLAGS] |= at.WAITING
    flow.row[r, at.LEFT], flow.row[r, at.RIGHT] = -1, -1
    flow.office[o, 2] = merged(flow, flow.office[o, 2], r)
    flow.meter[at.N_WAITING] += 1
    serve(m, o)
    if flow.meter[at.N_WAITING] > 0:
        flow.dial[at.MIDNIGHT] = float(today + 1)


@inner
def new_day(m: Country) -> None:
    """Begin a day on which every office may arrest again."""
    flow, today = m.flow, whole(np.rint(m.flow.dial[at.MIDNIGHT]))
    flow.dial[at.MIDNIGHT] = np.inf
    for o in range(len(flow.office)):
        flow.office[o, 0], flow.office[o, 1] = today, 0
        serve(m, o)
    if flow.meter[at.N_WAITING] > 0:
        flow.dial[at.MIDNIGHT] = float(today + 1)
