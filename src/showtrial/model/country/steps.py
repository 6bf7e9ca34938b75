"""What happens to a person of a country when one step of the machine falls on them?

The arrows of `showtrial.model.machine.moves` and `courts`, for persons of whom there are too many to
keep a clock for each: whoever waits for the same thing at the same intensity lies in one pool.
"""

from __future__ import annotations

import numpy as np

from showtrial.model.country import ledger as at
from showtrial.model.country.ledger import Country, Flow
from showtrial.model.country.places import (
    ACQUAINTANCE,
    KIN,
    SIZE_OF,
    group_at,
    rank_at,
    tie_count,
    tied,
)
from showtrial.model.country.reached import (
    chance,
    counted,
    found,
    join,
    row_of,
    sort_up,
    traced,
    whole,
)
from showtrial.model.machine import layout
from showtrial.model.machine.chance import CROSS, FAMILY, mix, uniform
from showtrial.model.machine.inner import inlined, inner


@inlined
def crosses(flow: Flow, i: int, j: int) -> bool:
    """Whether a tie between persons of two groups carries anything."""
    cross = flow.p[layout.P_CROSS]
    if cross >= 1.0:
        return True
    pair = mix(np.uint64(i)) ^ mix(np.uint64(j))
    return uniform(flow.seed[0], pair, CROSS, layout.NONE) < cross


@inlined
def carries(m: Country, i: int, g: int, j: int) -> bool:
    """Whether the tie between `i`, of group `g`, and `j` carries anything: across groups, one draw a pair."""
    return group_at(m.land.places, j) == g or crosses(m.flow, i, j)


@inlined
def hear(flow: Flow, affair: int, i: int) -> None:
    """Keep a name in mind in an affair; the latest names push out the oldest."""
    room, many = flow.affair.shape[1] - at.MIND, flow.affair[affair, at.HEARD]
    for h in range(min(many, room)):
        if flow.affair[affair, at.MIND + h] == i:
            return
    flow.affair[affair, at.MIND + many % room] = i
    flow.affair[affair, at.HEARD] = many + 1


@inlined
def want(flow: Flow, r: int, by: int, cause: int, affair: int) -> None:
    """F to W, if the person is free and within reach."""
    if flow.row[r, at.STATUS] != layout.FREE or flow.row[r, at.FLAGS] & at.BEYOND:
        return
    flow.row[r, at.STATUS] = layout.WANTED
    flow.row[r, at.AFFAIR], flow.row[r, at.CAUSE], flow.row[r, at.BY] = affair, cause, by
    flow.row[r, at.WANTED_AT] = whole(flow.dial[at.NOW] * flow.dial[at.TICKS])
    join(flow, at.IN_W, r)
    flow.meter[at.N_WANTED] += 1
    counted(flow, at.S_WANTED, r, cause)
    traced(flow, layout.E_WANTED, r, by, cause)


@inlined
def arrest(m: Country, r: int) -> None:
    """W to H; the affair, the interrogators and the ties of the arrested feel it."""
    flow, p = m.flow, m.flow.p
    flags = (flow.row[r, at.FLAGS] & ~at.WAITING) | at.ARRESTED
    flow.row[r, at.FLAGS] = flags
    flow.row[r, at.STATUS] = layout.HELD
    flow.meter[at.LOST] += 1 if flags & at.INTERROGATOR else 0
    onset = flow.dial[at.NOW] + p[layout.P_ONSET]
    never = p[layout.P_ISOLATION] == 0.0 or onset * flow.dial[at.TICKS] > 2147483646.0
    flow.row[r, at.ONSET] = 2147483647 if never else whole(onset * flow.dial[at.TICKS])
    join(flow, at.IN_H, r)
    counted(flow, at.S_ARREST, r, flow.row[r, at.CAUSE])
    traced(flow, layout.E_ARREST, r, flow.row[r, at.BY], flow.row[r, at.CAUSE])
    hear(flow, flow.row[r, at.AFFAIR], flow.row[r, at.WHO])
    for kind in range(4):
        if p[layout.P_KIN + kind] > 0.0:
            associate(m, r, kind)


@inlined
def associate(m: Country, r: int, kind: int) -> None:
    """Each tie of one kind makes its other end wanted with one probability, once.

    The ties that do are met by geometric skips, so those that do not cost nothing.
    """
    flow, places = m.flow, m.land.places
    i, g = whole(flow.row[r, at.WHO]), whole(flow.row[r, at.GROUP])
    log_not = flow.dial[at.LOG_NOT + kind]
    k = np.log(chance(flow)) / log_not
    if k >= 1e6 or (kind != ACQUAINTANCE and k >= places.size[g, SIZE_OF[kind]]):
        return
    rank = rank_at(places, i, g, kind)
    many = tie_count(places, g, kind, rank)
    while k < many:
        j = tied(places, g, kind, rank, whole(k))
        if j != i and (kind != ACQUAINTANCE or carries(m, i, g, j)):
            want(flow, row_of(m, j), r, layout.BY_TIE, flow.row[r, at.AFFAIR])
        k = np.floor(k) + 1.0 + np.log(chance(flow)) / log_not


@inlined
def in_custody(status: int) -> bool:
    """Whether a member of a household with this status counts as taken: arrested, and not freed."""
    return layout.HELD <= status <= layout.EXILE or status == layout.DIED


@inlined
def house_taken(m: Country, r: int) -> bool:
    """Whether another member of the household was arrested and not freed."""
    flow, places = m.flow, m.land.places
    i, g = whole(flow.row[r, at.WHO]), whole(flow.row[r, at.GROUP])
    rank = rank_at(places, i, g, KIN)
    for k in range(tie_count(places, g, KIN, rank)):
        other = found(flow, tied(places, g, KIN, rank, k))
        if other >= 0 and in_custody(flow.row[other, at.STATUS]):
            return True
    return False


@inlined
def gives_way(m: Country, r: int, least: float) -> bool:
    """Whether the sum of theta x over what holds of somebody held is above `least`.

    The household is looked at last: mostly the rest decides.
    """
    flow, p = m.flow, m.flow.p
    flags, x = flow.row[r, at.FLAGS], 0.0
    if flags & at.PRISONER:
        x += p[layout.P_PRISON]
    if flow.dial[at.NOW] * flow.dial[at.TICKS] >= flow.row[r, at.ONSET]:
        x += p[layout.P_ISOLATION]
    if flags & at.PROMISED:
        x += p[layout.P_BARGAIN]
    family = p[layout.P_FAMILY_HELD]
    if (least < x) == (least < x + family):
        return least < x
    return (least < x) != house_taken(m, r)


@inlined
def confess(flow: Flow, r: int) -> None:
    """H to C."""
    flow.row[r, at.STATUS] = layout.CONFESSING
    flow.row[r, at.FLAGS] |= at.CONFESSED
    join(flow, at.IN_C, r)
    counted(flow, at.S_CONFESS, r, layout.NONE)
    traced(flow, layout.E_CONFESS, r, layout.NOBODY, layout.NONE)


@inlined
def refuse(flow: Flow, r: int, kind: int) -> None:
    """H or C to R, by a refusal or a retraction; such a person goes to a closed trial."""
    flow.row[r, at.STATUS] = layout.REFUSING
    flow.row[r, at.CHOSEN] = 0
    if kind == layout.E_RETRACT:
        flow.row[r, at.FLAGS] |= at.RETRACTED
    flow.meter[at.N_RETRACTED if kind == layout.E_RETRACT else at.N_REFUSED] += 1
    join(flow, at.IN_R, r)
    traced(flow, kind, r, layout.NOBODY, layout.NONE)


@inlined
def retract_late(flow: Flow, r: int) -> None:
    """Take a confession back in court."""
    flow.row[r, at.FLAGS] |= at.RETRACTED
    flow.meter[at.N_RETRACTED] += 1
    traced(flow, layout.E_RETRACT, r, layout.NOBODY, layout.ONE)


@inner
def end(flow: Flow, r: int, status: int, kind: int) -> None:
    """Any status to an end; whose pool it was has been left."""
    was = flow.row[r, at.STATUS]
    flow.row[r, at.STATUS] = status
    flow.row[r, at.CHOSEN] = min(flow.row[r, at.CHOSEN], 0)
    if status == layout.FREED:
        flow.meter[at.N_FREED] += 1
        counted(flow, at.S_FREED, r, layout.NONE)
        if was >= layout.HELD and flow.row[r, at.FLAGS] & at.INTERROGATOR:
            flow.meter[at.LOST] -= 1
    elif status == layout.SHOT:
        counted(flow, at.S_SHOT, r, flow.row[r, at.ROUTE])
    elif status == layout.DIED:
        flow.meter[at.N_DIED] += 1
    elif status == layout.SUICIDE:
        flow.meter[at.N_SUICIDES] += 1
    traced(flow, kind, r, layout.NOBODY, was)


@inlined
def route_for(flow: Flow, r: int) -> int:
    """Draw the route of a closed dossier.

    Refusal goes to a closed trial. The line of an affair holds while orders give its route any share. The
    others go by share.
    """
    p = flow.p
    if flow.row[r, at.STATUS] == layout.REFUSING:
        return layout.CLOSED
    line = flow.affair[flow.row[r, at.AFFAIR], at.LINE] - 1
    if layout.LIST <= line and p[layout.P_ROUTE_LIST + line - layout.LIST] > 0.0:
        return whole(line)
    u = chance(flow)
    for route in range(layout.LIST, layout.QUOTA_BOARD + 1):
        u -= p[layout.P_ROUTE_LIST + route - layout.LIST]
        if u < 0.0:
            return route
    return layout.COURT


@inlined
def close(flow: Flow, r: int, route: int) -> None:
    """C or R (or H, for the open trial) to T."""
    flow.row[r, at.STATUS] = layout.AWAITING
    flow.row[r, at.ROUTE] = route
    join(flow, at.IN_DOCK if route == layout.OPEN else at.IN_T, r)
    traced(flow, layout.E_DOSSIER, r, layout.NOBODY, route)


@inlined
def death_share(flow: Flow, route: int) -> float:
    """Probability of a death sentence on a route."""
    if route == layout.COURT:
        return flow.p[layout.P_DEATH_COURT]
    return flow.p[layout.P_DEATH_OPEN + route - layout.OPEN]


@inlined
def judge(m: Country, r: int) -> None:
    """Pass the verdict; the sentence follows from route and orders, a promise and mercy may change it."""
    flow, p = m.flow, m.flow.p
    route = whole(flow.row[r, at.ROUTE])
    flow.row[r, at.FLAGS] |= at.CONDEMNED
    if chance(flow) < p[layout.P_DEPARTS_OPEN if route == layout.OPEN else layout.P_DEPARTS]:
        traced(flow, layout.E_VERDICT, r, layout.NOBODY, layout.NOT_CONVICTED)
        end(flow, r, layout.FREED, layout.E_FREED)
        return
    dies = chance(flow) < death_share(flow, route)
    if dies and flow.row[r, at.FLAGS] & at.PROMISED and chance(flow) < p[layout.P_KEPT]:
        dies = False
    exiled = chance(flow) < p[layout.P_EXILE]
    counted(flow, at.S_CONVICTED, r, route)
    if dies:
        counted(flow, at.S_TO_DEATH, r, route)
    sentence = layout.TO_DEATH if dies else (layout.TO_EXILE if exiled else layout.TO_CAMP)
    traced(flow, layout.E_VERDICT, r, layout.NOBODY, sentence)
    if dies and chance(flow) < p[layout.P_CLEMENCY]:
        dies = exiled = False
    if dies:
        sort_up(flow, flow.dial[at.NOW] + p[layout.P_EXECUTE], r)
    elif exiled:
        end(flow, r, layout.EXILE, layout.E_EXILE)
    else:
        end(flow, r, layout.CAMP, layout.E_CAMP)
    if p[layout.P_FAMILY_ARREST] > 0.0:
        reach_family(m, r)


@inlined
def reach_family(m: Country, r: int) -> None:
    """At the sentence, members of the household become wanted with the probability in force."""
    flow, places = m.flow, m.land.places
    i, g = whole(flow.row[r, at.WHO]), whole(flow.row[r, at.GROUP])
    rank = rank_at(places, i, g, KIN)
    for k in range(tie_count(places, g, KIN, rank)):
        j = tied(places, g, KIN, rank, k)
        if uniform(flow.seed[0], np.uint64(j), FAMILY, layout.NONE) < flow.p[layout.P_FAMILY_ARREST]:
            want(flow, row_of(m, j), r, layout.BY_FAMILY, flow.row[r, at.AFFAIR])
