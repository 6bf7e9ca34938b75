"""By which route does a case go, and how does it end?"""

from __future__ import annotations

import numpy as np

from showtrial.model.machine import chance
from showtrial.model.machine import clocks as ticking
from showtrial.model.machine import layout as at
from showtrial.model.machine.chance import gumbel
from showtrial.model.machine.inner import inner
from showtrial.model.machine.layout import Machine
from showtrial.model.machine.moves import draw, end, halt, leave_held, note, want
from showtrial.model.machine.rates import begin


@inner
def route_for(m: Machine, i: int) -> int:
    """Draw the route of a closed dossier: refusal goes to a closed trial, the others by share."""
    if m.motion.state[i, at.STATUS] == at.REFUSING:
        return at.CLOSED
    p, u = m.motion.p, draw(m, i, chance.ROUTE, at.NONE)
    if u < p[at.P_ROUTE_LIST]:
        return at.LIST
    if u < p[at.P_ROUTE_LIST] + p[at.P_ROUTE_BOARD]:
        return at.BOARD
    if u < p[at.P_ROUTE_LIST] + p[at.P_ROUTE_BOARD] + p[at.P_ROUTE_QUOTA]:
        return at.QUOTA_BOARD
    return at.COURT


@inner
def close(m: Machine, i: int, route: int) -> None:
    """C or R (or H, for the open trial) to T."""
    leave_held(m, i)
    halt(m, i)
    m.motion.state[i, at.STATUS] = at.AWAITING
    m.motion.state[i, at.ROUTE_OF] = route
    note(m, at.E_DOSSIER, i, at.NOBODY, route)
    if route != at.OPEN:
        begin(m, at.K_HEARING, i)


@inner
def death_share(m: Machine, route: int) -> float:
    """Probability of a death sentence on a route."""
    p = m.motion.p
    if route == at.OPEN:
        return p[at.P_DEATH_OPEN]
    if route == at.CLOSED:
        return p[at.P_DEATH_CLOSED]
    if route == at.LIST:
        return p[at.P_DEATH_LIST]
    if route == at.BOARD:
        return p[at.P_DEATH_BOARD]
    return p[at.P_DEATH_QUOTA] if route == at.QUOTA_BOARD else p[at.P_DEATH_COURT]


@inner
def judge(m: Machine, i: int) -> None:
    """Pass the verdict; the sentence follows from route and orders, a promise and mercy may change it."""
    p, state = m.motion.p, m.motion.state
    route = state[i, at.ROUTE_OF]
    if draw(m, i, chance.DEPARTS, at.NONE) < p[at.P_DEPARTS_OPEN if route == at.OPEN else at.P_DEPARTS]:
        note(m, at.E_VERDICT, i, at.NOBODY, at.NOT_CONVICTED)
        end(m, i, at.FREED, at.E_FREED)
        return
    dies = draw(m, i, chance.DEATH, at.NONE) < death_share(m, route)
    if dies and state[i, at.PROMISED] == 1 and draw(m, i, chance.KEPT, at.NONE) < p[at.P_KEPT]:
        dies = False
    exiled = draw(m, i, chance.EXILE, at.NONE) < p[at.P_EXILE]
    note(m, at.E_VERDICT, i, at.NOBODY, at.TO_DEATH if dies else (at.TO_EXILE if exiled else at.TO_CAMP))
    if dies and draw(m, i, chance.CLEMENCY, at.NONE) < p[at.P_CLEMENCY]:
        dies = exiled = False
    ticking.stop(m.clocks, at.K_HEARING, i)
    if dies:
        ticking.set_alarm(m.clocks, at.K_EXECUTE, i, m.motion.dial[at.NOW] + p[at.P_EXECUTE])
    elif exiled:
        end(m, i, at.EXILE, at.E_EXILE)
    else:
        end(m, i, at.CAMP, at.E_CAMP)
    reach_family(m, i)


@inner
def reach_family(m: Machine, i: int) -> None:
    """At the sentence, members of the household become wanted with the probability in force."""
    f, h = m.motion.p[at.P_FAMILY_ARREST], m.ground.fixed[i, at.HOUSEHOLD]
    if f <= 0.0 or h < 0:
        return
    for s in range(m.ground.house_start[h], m.ground.house_start[h + 1]):
        j = m.ground.house_to[s]
        if j != i and draw(m, j, chance.FAMILY, at.NONE) < f:
            want(m, j, i, at.BY_FAMILY, m.motion.state[i, at.AFFAIR])


@inner
def draft(m: Machine, trial: int, size: int) -> None:
    """Fill the open trial up to `size` from those held: by preference, and a Gumbel for each."""
    motion, n = m.motion, m.ground.fixed.shape[0]
    chosen = 0
    for i in range(n):
        chosen += motion.state[i, at.CHOSEN_FOR] == trial + 1
        status = motion.state[i, at.STATUS]
        motion.score[i] = -np.inf
        if (status == at.HELD or status == at.CONFESSING) and motion.state[i, at.CHOSEN_FOR] == 0:
            motion.score[i] = (
                motion.p[at.P_PROMINENT] * m.ground.prominence[i]
                + motion.p[at.P_COMPLIANT] * (status == at.CONFESSING)
                + gumbel(motion.seed[0], m.ground.key[i], chance.CHOICE, trial)
            )
    for _ in range(int(np.rint(size * motion.p[at.P_FILL])) - chosen):
        best = int(np.argmax(motion.score))
        if motion.score[best] == -np.inf:
            return
        motion.score[best] = -np.inf
        motion.state[best, at.CHOSEN_FOR] = trial + 1
        ticking.stop(m.clocks, at.K_CLOSE, best)
        note(m, at.E_CHOSEN, best, at.NOBODY, trial)


@inner
def open_trial(m: Machine, trial: int) -> None:
    """Bring the chosen to court, where those who confess may take it back."""
    motion, opened = m.motion, False
    for i in range(m.ground.fixed.shape[0]):
        if motion.state[i, at.CHOSEN_FOR] != trial + 1 or motion.state[i, at.STATUS] > at.CONFESSING:
            continue
        if not opened:
            opened = True
            note(m, at.E_OPENS, at.NOBODY, at.NOBODY, trial)
        confessing = motion.state[i, at.STATUS] == at.CONFESSING
        close(m, i, at.OPEN)
        if confessing and draw(m, i, chance.LATE_RETRACTION, at.NONE) < motion.p[at.P_RETRACT_TRIAL]:
            motion.state[i, at.RETRACTED] = 1
            note(m, at.E_RETRACT, i, at.NOBODY, at.ONE)


@inner
def end_trial(m: Machine, trial: int) -> None:
    """Pass the verdicts of an open trial."""
    for i in range(m.ground.fixed.shape[0]):
        state = m.motion.state
        waits = state[i, at.STATUS] == at.AWAITING and state[i, at.ROUTE_OF] == at.OPEN
        if waits and state[i, at.CHOSEN_FOR] == trial + 1:
            judge(m, i)
            state[i, at.CHOSEN_FOR] = -trial - 1  # has been judged


@inner
def hearing(m: Machine, i: int) -> None:
    """Hear a case without a set date; whoever confesses may take it back there."""
    state = m.motion.state
    if state[i, at.CONFESSED] == 1 and state[i, at.RETRACTED] == 0:
        if draw(m, i, chance.LATE_RETRACTION, at.NONE) < m.motion.p[at.P_RETRACT_TRIAL]:
            state[i, at.RETRACTED] = 1
            note(m, at.E_RETRACT, i, at.NOBODY, at.ONE)
    judge(m, i)
