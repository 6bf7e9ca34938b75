"""What does the calendar do to a country: orders, sweeps, lists, open trials, the stop?"""

from __future__ import annotations

import numpy as np

from showtrial.model.country import ledger as at
from showtrial.model.country.ahead import picked, placed
from showtrial.model.country.ledger import Country, Flow
from showtrial.model.country.reached import (
    below,
    chance,
    found,
    leave,
    row_of,
    traced,
    whole,
)
from showtrial.model.country.steps import close, end, judge, retract_late, want
from showtrial.model.machine import layout
from showtrial.model.machine.inner import inlined, inner

#: Draws after which nobody free is taken to be left for a quota.
_TRIES = 4096


@inner
def reckon(m: Country) -> None:
    """Add up, after a change of orders: persons a day reached by sweeps and by quotas, and by which."""
    land, flow, p = m.land, m.flow, m.flow.p
    groups, stopped = len(flow.quota), flow.meter[at.STOPPED] == 1
    total = 0.0
    for k in range(len(flow.on)):
        rate = land.sweep[k, 0] * p[layout.P_PRETEXT if k == 0 else layout.P_WAVES]
        for g in range(groups):
            if flow.on[k] == 1 and not stopped:
                total += rate * land.swept[k, g] * (land.places.start[g + 1] - land.places.start[g])
            flow.reach[k * groups + g] = total
    flow.dial[at.SWEEPS] = total
    base, total = len(flow.on) * groups, 0.0
    for g in range(groups):
        if not stopped:
            total += flow.quota[g] * p[layout.P_QUOTA] * p[layout.P_OVER]
        flow.reach[base + g] = total
    flow.dial[at.QUOTAS] = total
    flow.dial[at.FASTEST] = (
        max(p[layout.P_PRISON], 0.0)
        + max(p[layout.P_ISOLATION], 0.0)
        + max(p[layout.P_BARGAIN], 0.0)
        + max(p[layout.P_FAMILY_HELD], 0.0)
    )
    flow.dial[at.QUICKEST] = p[layout.P_CONFESS] * np.exp(p[layout.P_ORDERS] + flow.dial[at.FASTEST])
    for kind in range(4):
        share = p[layout.P_KIN + kind]
        flow.dial[at.LOG_NOT + kind] = np.log1p(-share) if share < 1.0 else -np.inf


@inner
def stretch(m: Country, s: int) -> None:
    """Let the numbers of a stretch of the calendar hold."""
    land, flow = m.land, m.flow
    for a in range(len(flow.p)):
        flow.p[a] = land.rows[s, a]
    for g in range(len(flow.quota)):
        flow.quota[g] = land.quotas[s, g]
        flow.line[g] = land.lines[s, g]


@inlined
def new_affair(flow: Flow, line: int) -> int:
    """Open an affair whose cases go by one route (plus 1; 0: by share)."""
    affair = flow.meter[at.N_AFFAIRS]
    flow.meter[at.N_AFFAIRS] = affair + 1
    flow.affair[affair, at.LINE] = line
    return affair


@inlined
def sweep(m: Country, u: float) -> None:
    """One more person of a target set falls to a sweep, if free."""
    land, flow = m.land, m.flow
    groups = len(flow.quota)
    u *= flow.dial[at.SWEEPS]
    which = picked(flow, layout.NONE, len(flow.on) * groups, u)
    k = which // groups
    i = placed(m, layout.NONE, which, which % groups, u)
    r = found(flow, i)
    if r >= 0 and flow.row[r, at.STATUS] != layout.FREE:
        return
    r = row_of(m, i)
    if flow.row[r, at.FLAGS] & at.BEYOND == 0:
        own = whole(land.sweep[k, 1])
        affair = new_affair(flow, whole(land.sweep[k, 2])) if own < 0 else own
        want(flow, r, layout.NOBODY, layout.BY_SWEEP, affair)


@inlined
def fill_quota(m: Country, u: float) -> None:
    """One more of a group is wanted: somebody free and within reach, each as likely as the other."""
    land, flow = m.land, m.flow
    groups = len(flow.quota)
    base = len(flow.on) * groups
    u *= flow.dial[at.QUOTAS]
    which = picked(flow, base, groups, u)
    g, i = which - base, placed(m, base, which, which - base, u)
    start = land.places.start[g]
    many = land.places.start[g + 1] - start
    for _ in range(_TRIES if many > 0 else 0):
        r = found(flow, i)
        if r < 0 or flow.row[r, at.STATUS] == layout.FREE:
            r = row_of(m, i)
            if flow.row[r, at.FLAGS] & at.BEYOND == 0:
                affair = new_affair(flow, flow.line[g]) if land.whole[1] == 0 else layout.NONE
                want(flow, r, layout.NOBODY, layout.BY_QUOTA, affair)
                return
        i = start + below(flow, many)
    flow.meter[at.UNFILLED] += 1


@inner
def enlist(m: Country, q: int) -> None:
    """Put a share of some groups on the list of names that the office wants."""
    land, flow = m.land, m.flow
    for g in range(len(flow.quota)):
        share = land.lists[q, g] * flow.p[layout.P_OFFICE]
        many = land.places.start[g + 1] - land.places.start[g]
        if share <= 0.0 or many == 0:
            continue
        log_not = np.log1p(-share) if share < 1.0 else -np.inf
        k = np.log(chance(flow)) / log_not
        while k < many:
            r = row_of(m, land.places.start[g] + whole(k))
            if flow.row[r, at.FLAGS] & at.ON_LIST == 0:
                flow.row[r, at.FLAGS] |= at.ON_LIST
                flow.listed[flow.meter[at.N_LISTED]] = r
                flow.meter[at.N_LISTED] += 1
                traced(flow, layout.E_LISTED, r, layout.NOBODY, q)
            k = np.floor(k) + 1.0 + np.log(chance(flow)) / log_not


@inner
def prefer(m: Country, r: int, best: int, most: int) -> int:
    """Let one who is held run for a place in the open trial; return how many have one."""
    flow, p = m.flow, m.flow.p
    score = -np.log(-np.log(chance(flow)))
    if flow.row[r, at.FLAGS] & at.PROMINENT:
        score += p[layout.P_PROMINENT]
    if flow.row[r, at.STATUS] == layout.CONFESSING:
        score += p[layout.P_COMPLIANT]
    if best == most and score <= flow.score[most - 1]:
        return best
    place = min(best, most - 1)
    while place > 0 and flow.score[place - 1] < score:
        flow.score[place], flow.scratch[0, place] = flow.score[place - 1], flow.scratch[0, place - 1]
        place -= 1
    flow.score[place], flow.scratch[0, place] = score, r
    return min(best + 1, most)


@inner
def draft(m: Country, trial: int, size: int) -> None:
    """Fill the open trial up to `size` from those held: by preference, and a Gumbel for each."""
    flow, chosen, best = m.flow, 0, 0
    for pool in (at.IN_H, at.IN_C):
        for k in range(flow.many[pool]):
            chosen += flow.row[flow.pool[pool, k], at.CHOSEN] == trial + 1
    most = whole(min(np.rint(size * flow.p[layout.P_FILL]) - chosen, at.CANDIDATES))
    if most <= 0:
        return
    for pool in (at.IN_H, at.IN_C):
        for k in range(flow.many[pool]):
            r = whole(flow.pool[pool, k])
            if flow.row[r, at.CHOSEN] == 0:
                best = prefer(m, r, best, most)
    for k in range(best):
        r = whole(flow.scratch[0, k])
        flow.row[r, at.CHOSEN] = trial + 1
        traced(flow, layout.E_CHOSEN, r, layout.NOBODY, trial)


@inner
def open_trial(m: Country, trial: int) -> None:
    """Bring the chosen to court, where those who confess may take it back."""
    flow = m.flow
    for pool in (at.IN_H, at.IN_C):
        for k in range(flow.many[pool] - 1, -1, -1):
            r = whole(flow.pool[pool, k])
            if flow.row[r, at.CHOSEN] != trial + 1:
                continue
            leave(flow, pool, k)
            flow.meter[at.N_OPEN] += 1
            close(flow, r, layout.OPEN)
            if pool == at.IN_C and chance(flow) < flow.p[layout.P_RETRACT_TRIAL]:
                retract_late(flow, r)


@inner
def end_trial(m: Country, trial: int) -> None:
    """Pass the verdicts of an open trial."""
    flow = m.flow
    for k in range(flow.many[at.IN_DOCK] - 1, -1, -1):
        r = whole(flow.pool[at.IN_DOCK, k])
        if flow.row[r, at.CHOSEN] == trial + 1:
            leave(flow, at.IN_DOCK, k)
            judge(m, r)
            flow.row[r, at.CHOSEN] = -trial - 1  # has been judged


@inner
def halt_all(m: Country) -> None:
    """Let sweeps, quotas and sessions cease, and drop a share of the pending cases."""
    flow = m.flow
    flow.meter[at.STOPPED] = 1
    for pool in range(at.IN_W, at.IN_DOCK + 1):
        for k in range(flow.many[pool] - 1, -1, -1):
            r = whole(flow.pool[pool, k])
            stale = pool == at.IN_W and flow.row[r, at.STATUS] != layout.WANTED
            if stale or chance(flow) < flow.p[layout.P_DROPPED]:
                leave(flow, pool, k)
                if not stale:
                    end(flow, r, layout.FREED, layout.E_FREED)


@inner
def turn_page(m: Country) -> None:
    """Carry out the next entry of the calendar."""
    land, flow = m.land, m.flow
    entry = flow.meter[at.NEXT_PAGE]
    flow.meter[at.NEXT_PAGE] = entry + 1
    kind, first, second = land.cal[entry, 0], land.cal[entry, 1], land.cal[entry, 2]
    if kind == layout.C_CHANGE:
        stretch(m, first)
    elif kind == layout.C_SWEEP_ON:
        flow.on[first] = 1
    elif kind == layout.C_SWEEP_OFF:
        flow.on[first] = 0
    elif kind == layout.C_LIST:
        enlist(m, first)
    elif kind == layout.C_DRAFT:
        draft(m, first, second)
    elif kind == layout.C_OPENS:
        open_trial(m, first)
    elif kind == layout.C_VERDICT:
        end_trial(m, first)
    elif kind == layout.C_STOP and flow.p[layout.P_STOP] > 0.0:
        halt_all(m)
    reckon(m)
