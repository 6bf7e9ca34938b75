"""What does one session put on paper, in a country?

The law of `showtrial.model.machine.sessions`: how many names, which of them from the office's list, which
from those around, by exp(beta . s). The statistics are those of the naming models, kept for persons
reached only; somebody not reached has all of them at 0 but the ties and the group.
"""

from __future__ import annotations

import numpy as np

from showtrial.model.country import ledger as at
from showtrial.model.country.ahead import touch
from showtrial.model.country.candidates import (
    BARRED,
    CHOSEN,
    ROW,
    TIES,
    WHO,
    around,
    bar,
    colleagues,
    empty_table,
    look_up,
)
from showtrial.model.country.ledger import Country, Flow
from showtrial.model.country.places import (
    ACQUAINTANCE,
    rank_at,
    tie_count,
    tied,
)
from showtrial.model.country.reached import (
    below,
    chance,
    first_slot,
    row_of,
    traced,
    whole,
)
from showtrial.model.country.steps import carries, hear, want
from showtrial.model.machine import layout
from showtrial.model.machine.chance import negative_binomial
from showtrial.model.machine.inner import inlined, inner
from showtrial.model.machine.racing import race

#: What an E_NAME event carries: from the list of names wanted; named for the first time.
FROM_LIST, FIRST = 1, 2


@inlined
def bent(m: Country, effect: int, value: float) -> float:
    """Return beta x of one effect, with its transform."""
    if value == 0.0 or m.land.beta[effect] == 0.0:
        return 0.0
    if m.land.transform[effect] == at.ROOT:
        value = np.sqrt(value)
    elif m.land.transform[effect] == at.LOG1P:
        value = np.log1p(value)
    return m.land.beta[effect] * value


@inlined
def has_named(flow: Flow, r: int, other: int) -> bool:
    """Whether the person of row `r` named that of row `other` before."""
    k = flow.row[r, at.SAID]
    while k >= 0:
        if flow.said[k, 0] == other:
            return True
        k = flow.said[k, 1]
    return False


@inlined
def known(m: Country, r: int, other: int) -> float:
    """Return the terms of a candidate who has a row."""
    flow = m.flow
    flags, status = flow.row[other, at.FLAGS], flow.row[other, at.STATUS]
    total = bent(m, at.X_INDEGREE, float(flow.row[other, at.NAMED]))
    if m.land.beta[at.X_INERTIA] != 0.0 and has_named(flow, r, other):
        total += m.land.beta[at.X_INERTIA]
    if m.land.beta[at.X_RECIPROCITY] != 0.0 and has_named(flow, other, r):
        total += m.land.beta[at.X_RECIPROCITY]
    dead = status == layout.SHOT or status == layout.SUICIDE or status == layout.DIED
    if flags & at.ARRESTED and not dead and status != layout.FREED:
        total += m.land.beta[at.X_HELD]
    if dead:
        total += m.land.beta[at.X_DEAD]
    if flow.row[other, at.SESSIONS] > 0:
        total += m.land.beta[at.X_DEPOSED]
    if flags & at.CONFESSED:
        total += m.land.beta[at.X_CONFESSED]
    if flags & at.CONDEMNED:
        total += m.land.beta[at.X_CONDEMNED]
    if flags & at.PROMINENT:
        total += m.land.beta[at.X_PROMINENCE]
    return total


@inlined
def from_around(m: Country, r: int, start: int, names: int) -> int:
    """Choose `names` of those around, after the `start` already on paper; return how many there are then."""
    flow, g = m.flow, whole(m.flow.row[r, at.GROUP])
    person = rank_at(m.land.places, whole(flow.row[r, at.WHO]), g, ACQUAINTANCE)
    empty_table(m, g, person, start)
    unit = colleagues(m, r)
    for h in range(start):
        bar(flow, unit, whole(flow.scratch[CHOSEN, h]))
    many, raced, chosen = around(m, r, person, unit), whole(start), flow.scratch[CHOSEN]
    look_up(flow, many)
    for c in range(many):
        ties = flow.scratch[TIES, c]
        if ties & BARRED:
            continue
        weight, other = m.land.bent[ties], whole(flow.scratch[ROW, c]) - 1
        if other >= 0:
            weight *= np.exp(known(m, r, other))
        u, j = chance(flow), whole(flow.scratch[WHO, c])
        raced = race(flow.score, chosen, (start, start + names), raced, j, u, weight)
    return raced


@inlined
def from_list(m: Country, r: int, names: int) -> int:
    """Choose `names` names of the office's list, each as likely as the other; return how many there were."""
    flow, many = m.flow, 0
    available = flow.meter[at.N_LISTED] - (1 if flow.row[r, at.FLAGS] & at.ON_LIST else 0)
    names = min(names, available)
    while many < names:
        other = flow.listed[below(flow, flow.meter[at.N_LISTED])]
        who = flow.row[other, at.WHO]
        fresh = other != r
        for h in range(many):
            fresh = fresh and flow.scratch[CHOSEN, h] != who
        if fresh:
            flow.scratch[CHOSEN, many] = who
            many += 1
    return many


@inlined
def say(m: Country, r: int, j: int, value: int) -> None:
    """Put one name on paper, and act on it."""
    flow = m.flow
    other = row_of(m, j)
    new = not has_named(flow, r, other)
    if new:
        node = flow.meter[at.N_SAID]
        flow.meter[at.N_SAID] = node + 1
        flow.said[node, 0], flow.said[node, 1] = other, flow.row[r, at.SAID]
        flow.row[r, at.SAID] = node
        flow.row[other, at.NAMED] += 1
    flow.meter[at.N_NAMES] += 1
    first = new and flow.row[other, at.NAMED] == 1
    flow.meter[at.N_FIRST] += 1 if first else 0
    traced(flow, layout.E_NAME, other, r, value + (FIRST if first else 0))
    hear(flow, flow.row[r, at.AFFAIR], j)
    if chance(flow) < flow.p[layout.P_ACTED_ON]:
        want(flow, other, r, layout.BY_NAME, flow.row[r, at.AFFAIR])


@inlined
def session(m: Country, r: int) -> None:
    """One session: how many names, which of them from the list, which by choice; one batch."""
    flow, p = m.flow, m.flow.p
    number = flow.row[r, at.SESSIONS]
    flow.row[r, at.SESSIONS] = number + 1
    flow.meter[at.N_SESSIONS] += 1
    names = negative_binomial(chance(flow), p[layout.P_NAMES], p[layout.P_DISPERSION])
    names = min(names, min(1000, m.land.places.start[-1] - 1))
    total = 0
    if names > 0:
        asked = 0
        for _ in range(names):
            asked += chance(flow) < p[layout.P_FROM_LIST]
        taken = from_list(m, r, asked) if asked > 0 else 0
        total = from_around(m, r, taken, names - taken) if names > taken else taken
        traced(flow, layout.E_SESSION, r, layout.NOBODY, total)
        for h in range(total):
            touch(flow.slots, first_slot(flow, whole(flow.scratch[CHOSEN, h])))
        for h in range(total):
            say(m, r, whole(flow.scratch[CHOSEN, h]), FROM_LIST if h < taken else layout.NONE)
    else:
        traced(flow, layout.E_SESSION, r, layout.NOBODY, total)
    if number == 0 and p[layout.P_CONTACTS] > 0.0:
        contacts(m, r)


@inner
def contacts(m: Country, r: int) -> None:
    """Name each contact with one probability, at the first session: the plain cascade."""
    flow, places, share = m.flow, m.land.places, m.flow.p[layout.P_CONTACTS]
    i, g = whole(flow.row[r, at.WHO]), whole(flow.row[r, at.GROUP])
    log_not = np.log1p(-share) if share < 1.0 else -np.inf
    for kind in range(4):
        rank = rank_at(places, i, g, kind)
        many = tie_count(places, g, kind, rank)
        k = np.log(chance(flow)) / log_not
        while k < many:
            j = tied(places, g, kind, rank, whole(k))
            if j != i and (kind != ACQUAINTANCE or carries(m, i, g, j)):
                say(m, r, j, layout.NONE)
            k = np.floor(k) + 1.0 + np.log(chance(flow)) / log_not
