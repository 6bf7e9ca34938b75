"""How does a country move from one event to the next?

Exactly, in continuous time, by the direct method: persons who wait for the same thing at the same
intensity lie in one pool, so the next event comes after an exponential time at the sum of all
intensities, is of one kind by its share of them, and falls on anybody of the pool, each as likely as
the other. Where intensities differ within a pool (confession) or a person may already be beyond reach
(sweeps), the greatest intensity is used and the event happens with the ratio (thinning). Dates of the
calendar, executions and midnights lie between: what is left of an exponential is an exponential.

References
----------
D. T. Gillespie, "A general method for numerically simulating the stochastic time evolution of coupled
chemical reactions", Journal of Computational Physics 22 (1976), doi:10.1016/0021-9991(76)90041-3. P. A. W.
Lewis & G. S. Shedler, "Simulation of nonhomogeneous Poisson processes by thinning" (1979),
doi:10.1002/nav.3800260304.
"""

from __future__ import annotations

import numpy as np

from showtrial.model.country import ledger as at
from showtrial.model.country.ahead import WHAT, WHEN, WHOM, kind_of, look_ahead, lot, touch
from showtrial.model.country.ledger import Country
from showtrial.model.country.offices import new_day, ready
from showtrial.model.country.pages import fill_quota, reckon, stretch, sweep, turn_page
from showtrial.model.country.reached import (
    below,
    chance,
    first_alarm,
    leave,
    traced,
    whole,
)
from showtrial.model.country.speaking import session
from showtrial.model.country.steps import (
    arrest,
    close,
    confess,
    end,
    gives_way,
    judge,
    refuse,
    retract_late,
    route_for,
)
from showtrial.model.machine import layout
from showtrial.model.machine.inner import inlined, inner
from showtrial.model.naming.kernels import compiled

#: What `run_on` returns: at the horizon, or some array needs more room.
DONE, MORE_ROOM = 0, 1


@inlined
def weigh(m: Country) -> float:
    """Renew the events a day of each kind, as running sums; return the last."""
    flow, p, many, rate = m.flow, m.flow.p, m.flow.many, m.flow.rate
    held = many[at.IN_H]
    lost = flow.meter[at.LOST] * p[layout.P_LOST]
    capacity = max(p[layout.P_INTERROGATORS] + m.land.whole[2] - lost, 0.0) * p[layout.P_LOAD]
    speed = 1.0 if np.isnan(capacity) or capacity >= held else capacity / held
    silent = flow.meter[at.STOPPED] == 1 or (p[layout.P_NAMES] <= 0.0 and p[layout.P_CONTACTS] <= 0.0)
    rate[at.R_SESSION] = 0.0 if silent else p[layout.P_SESSIONS] * many[at.IN_C]
    rate[at.R_ARREST] = p[layout.P_ARREST] * many[at.IN_W]
    rate[at.R_CONFESS] = speed * flow.dial[at.QUICKEST] * held
    rate[at.R_CLOSE] = p[layout.P_CLOSE] * many[at.IN_C]
    rate[at.R_CLOSE_REFUSED] = p[layout.P_CLOSE] * many[at.IN_R]
    rate[at.R_HEARING] = p[layout.P_HEARING] * many[at.IN_T]
    rate[at.R_SWEEP] = flow.dial[at.SWEEPS]
    rate[at.R_QUOTA] = flow.dial[at.QUOTAS]
    rate[at.R_PROMISE] = p[layout.P_OFFER] * held
    rate[at.R_REFUSE] = p[layout.P_REFUSE] * held
    rate[at.R_RETRACT] = p[layout.P_RETRACT] * many[at.IN_C]
    custody = held + many[at.IN_C] + many[at.IN_R] + many[at.IN_T] + many[at.IN_DOCK]
    rate[at.R_DIE] = p[layout.P_DIE] * (custody + flow.meter[at.N_ALARMS])
    rate[at.R_SUICIDE] = p[layout.P_SUICIDE] * many[at.IN_W]
    for kind in range(at.R_SUICIDE):
        rate[kind + 1] += rate[kind]
    return rate[at.R_SUICIDE]


@inner
def die(m: Country) -> None:
    """Somebody in custody dies."""
    flow = m.flow
    custody = flow.meter[at.N_ALARMS]
    for pool in range(at.IN_H, at.IN_DOCK + 1):
        custody += flow.many[pool]
    k = below(flow, custody)
    for pool in range(at.IN_H, at.IN_DOCK + 1):
        if k < flow.many[pool]:
            r = whole(flow.pool[pool, k])
            leave(flow, pool, k)
            end(flow, r, layout.DIED, layout.E_DIED)
            return
        k -= flow.many[pool]
    r = whole(flow.alarm_row[k])
    if flow.row[r, at.STATUS] == layout.AWAITING:  # else already dead: the alarm is void
        end(flow, r, layout.DIED, layout.E_DIED)


@inlined
def of_wanted(m: Country, kind: int, u: float) -> None:
    """Somebody wanted is arrested, or kills themself."""
    flow = m.flow
    k = whole(u * flow.many[at.IN_W])
    r = whole(flow.pool[at.IN_W, k])
    if flow.row[r, at.STATUS] != layout.WANTED:  # arrested out of a heap of those who wait
        leave(flow, at.IN_W, k)
    elif kind == at.R_SUICIDE:
        leave(flow, at.IN_W, k)
        end(flow, r, layout.SUICIDE, layout.E_SUICIDE)
    elif flow.row[r, at.FLAGS] & at.WAITING == 0:
        if np.isinf(flow.p[layout.P_CAP]) and flow.meter[at.N_WAITING] == 0:
            leave(flow, at.IN_W, k)
            arrest(m, r)
        else:
            ready(m, r)


@inlined
def of_held(m: Country, kind: int, u: float) -> None:
    """Somebody held confesses, refuses, or is made a promise."""
    flow = m.flow
    k = whole(u * flow.many[at.IN_H])
    r = whole(flow.pool[at.IN_H, k])
    if kind == at.R_CONFESS:
        if flow.dial[at.FASTEST] == 0.0 or gives_way(m, r, np.log(chance(flow)) + flow.dial[at.FASTEST]):
            leave(flow, at.IN_H, k)
            confess(flow, r)
    elif kind == at.R_REFUSE:
        leave(flow, at.IN_H, k)
        refuse(flow, r, layout.E_REFUSE)
    elif flow.row[r, at.FLAGS] & at.PROMISED == 0:
        flow.row[r, at.FLAGS] |= at.PROMISED
        flow.meter[at.N_PROMISED] += 1
        traced(flow, layout.E_PROMISE, r, layout.NOBODY, layout.NONE)


@inlined
def of_confessing(m: Country, kind: int, u: float) -> None:
    """Somebody who confesses is questioned again, takes it back, or their dossier closes."""
    flow = m.flow
    k = whole(u * flow.many[at.IN_C])
    r = whole(flow.pool[at.IN_C, k])
    if kind == at.R_SESSION:
        session(m, r)
    elif kind == at.R_RETRACT:
        leave(flow, at.IN_C, k)
        refuse(flow, r, layout.E_RETRACT)
    elif flow.row[r, at.CHOSEN] == 0:
        leave(flow, at.IN_C, k)
        close(flow, r, route_for(flow, r))


@inlined
def hearing(m: Country, u: float) -> None:
    """Hear a case without a set date; whoever confesses may take it back there."""
    flow = m.flow
    k = whole(u * flow.many[at.IN_T])
    r = whole(flow.pool[at.IN_T, k])
    leave(flow, at.IN_T, k)
    flags = flow.row[r, at.FLAGS]
    if flags & at.CONFESSED and flags & at.RETRACTED == 0:
        if chance(flow) < flow.p[layout.P_RETRACT_TRIAL]:
            retract_late(flow, r)
    judge(m, r)


@inlined
def happen(m: Country, kind: int, u: float) -> None:
    """Do one event of a kind."""
    flow = m.flow
    if kind == at.R_SWEEP:
        sweep(m, u)
    elif kind == at.R_QUOTA:
        fill_quota(m, u)
    elif kind == at.R_ARREST or kind == at.R_SUICIDE:
        of_wanted(m, kind, u)
    elif kind == at.R_CONFESS or kind == at.R_REFUSE or kind == at.R_PROMISE:
        of_held(m, kind, u)
    elif kind == at.R_SESSION or kind == at.R_CLOSE or kind == at.R_RETRACT:
        of_confessing(m, kind, u)
    elif kind == at.R_CLOSE_REFUSED:
        k = whole(u * flow.many[at.IN_R])
        r = whole(flow.pool[at.IN_R, k])
        leave(flow, at.IN_R, k)
        close(flow, r, layout.CLOSED)
    elif kind == at.R_HEARING:
        hearing(m, u)
    else:
        die(m)


@inlined
def short_of_room(m: Country) -> bool:
    """Whether some array might be too short for one more event."""
    flow, meter = m.flow, m.flow.meter
    rows = meter[at.N_ROWS] + m.land.whole[4]
    return (
        rows > flow.row.shape[0]
        or 2 * rows > len(flow.slots)
        or meter[at.N_AFFAIRS] + 2 > flow.affair.shape[0]
        or meter[at.N_SAID] + at.MARGIN > flow.said.shape[0]
    )


@inlined
def execute(m: Country) -> None:
    """Carry out the next execution, unless death came first."""
    flow = m.flow
    r = first_alarm(flow)
    touch(flow.row, whole(flow.alarm_row[0]) * flow.row.shape[1])  # the next one's
    if flow.row[r, at.STATUS] == layout.AWAITING:
        end(flow, whole(r), layout.SHOT, layout.E_SHOT)


@compiled
def run_on(m: Country, horizon: float) -> int:
    """Run the country on to `horizon` days; 0 when done, 1 when some array is too short (then go on)."""
    land, flow = m.land, m.flow
    dial, meter = flow.dial, flow.meter
    if meter[at.NEXT_PAGE] < 0:
        meter[at.NEXT_PAGE] = 0
        stretch(m, layout.NONE)
        reckon(m)
    while not short_of_room(m):
        page = land.cal_time[meter[at.NEXT_PAGE]] if meter[at.NEXT_PAGE] < len(land.cal_time) else np.inf
        death = flow.alarm[0] if meter[at.N_ALARMS] > 0 else np.inf
        dated = min(page, death, dial[at.MIDNIGHT])
        total = weigh(m)
        step = meter[at.N_STEPS]
        meter[at.N_STEPS] = step + 1
        look_ahead(m, step, total)
        due = dial[at.NOW] - np.log(lot(flow, step, WHEN)) / total if total > 0.0 else np.inf
        now = min(due, dated)
        if now > horizon:
            dial[at.NOW] = horizon
            return DONE
        dial[at.NOW] = now
        if dated <= due:
            if page <= dated:
                turn_page(m)
            elif death <= dated:
                execute(m)
            else:
                new_day(m)
            continue
        kind = kind_of(flow, lot(flow, step, WHAT) * total)
        happen(m, kind, lot(flow, step, WHOM))
    return MORE_ROOM
