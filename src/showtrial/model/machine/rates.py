"""How fast does each clock of a person run at this moment?

The general form is ``h0 * exp(sum of theta * x)`` where the orders in force allow it, else 0. A
mechanism that is off has its parameters at their neutral values, so its clocks are never wound.
"""

from __future__ import annotations

import numpy as np

from showtrial.model.machine import clocks as ticking
from showtrial.model.machine import layout as at
from showtrial.model.machine.chance import exponential
from showtrial.model.machine.inner import inlined, inner
from showtrial.model.machine.layout import Machine


@inner
def confession(m: Machine, i: int) -> float:
    """Intensity of confession of `i` in own time, a day: baseline, and what holds of `i` now."""
    p, state, fixed = m.motion.p, m.motion.state, m.ground.fixed
    x = p[at.P_ORDERS]
    if fixed[i, at.PRISONER] == 1:
        x += p[at.P_PRISON]
    if state[i, at.ISOLATED] == 1:
        x += p[at.P_ISOLATION]
    if state[i, at.PROMISED] == 1:
        x += p[at.P_BARGAIN]
    house = fixed[i, at.HOUSEHOLD]
    if house >= 0 and m.motion.house_held[house] > 1:  # `i` is one of them
        x += p[at.P_FAMILY_HELD]
    return p[at.P_CONFESS] * np.exp(x)


@inner
def rate_of(m: Machine, kind: int, i: int) -> float:
    """Intensity of a clock, per day of its own queue."""
    p = m.motion.p
    stopped = m.motion.meter[at.STOPPED] == 1
    if kind == at.K_CONFESS:
        return confession(m, i)
    if kind == at.K_ARREST:
        return p[at.P_ARREST]
    if kind == at.K_SUICIDE:
        return p[at.P_SUICIDE]
    if kind == at.K_DIE:
        return p[at.P_DIE]
    if kind == at.K_REFUSE:
        return p[at.P_REFUSE]
    if kind == at.K_PROMISE:
        return p[at.P_OFFER]
    if kind == at.K_RETRACT:
        return p[at.P_RETRACT]
    if kind == at.K_CLOSE:
        return p[at.P_CLOSE]
    if kind == at.K_HEARING:
        return p[at.P_HEARING]
    if kind == at.K_SESSION:
        silent = p[at.P_NAMES] <= 0.0 and p[at.P_CONTACTS] <= 0.0
        return 0.0 if stopped or silent else p[at.P_SESSIONS]
    if kind == at.K_QUOTA:  # `i` stands for a group
        group = i - m.ground.fixed.shape[0]
        return 0.0 if stopped else m.motion.quota[group] * p[at.P_QUOTA] * p[at.P_OVER]
    if kind >= at.K_SWEEP:
        k = kind - at.K_SWEEP
        return 0.0 if stopped else m.ground.sweep[k, 0] * p[at.P_PRETEXT if k == 0 else at.P_WAVES]
    return 0.0


@inner
def begin(m: Machine, kind: int, i: int) -> None:
    """Wind a clock, with the exponential of (person, kind, count)."""
    own = kind == at.K_CONFESS
    fresh = exponential(m.motion.seed[0], m.ground.key[i], kind, ticking.wound(m.clocks, kind, i))
    now = m.motion.dial[at.OWN_NOW if own else at.NOW]
    ticking.wind(m.clocks, ticking.OWN if own else ticking.CALENDAR, kind, i, now, rate_of(m, kind, i), fresh)


@inner
def renew(m: Machine, kind: int, i: int) -> None:
    """Let a clock go on at what is now its intensity."""
    if ticking.running(m.clocks, kind, i):
        own = kind == at.K_CONFESS
        now = m.motion.dial[at.OWN_NOW if own else at.NOW]
        queue = ticking.OWN if own else ticking.CALENDAR
        ticking.set_rate(m.clocks, queue, kind, i, now, rate_of(m, kind, i))


@inner
def renew_all(m: Machine) -> None:
    """After a change of orders: every running clock."""
    n, many = m.ground.fixed.shape[0], m.clocks.hand.shape[2]
    for kind in range(m.clocks.hand.shape[1]):
        if kind in (at.K_DAY, at.K_ONSET, at.K_EXECUTE):  # alarms: their time is set
            continue
        for i in range(many if kind == at.K_QUOTA else n):
            renew(m, kind, i)


@inlined
def renew_speed(m: Machine) -> None:
    """Set how fast own time runs: min(1, interrogators at work x load / held under interrogation)."""
    p, meter = m.motion.p, m.motion.meter
    lost = meter[at.N_LOST] * p[at.P_LOST]
    capacity = max(p[at.P_INTERROGATORS] + meter[at.N_FLAGGED] - lost, 0.0) * p[at.P_LOAD]
    held = meter[at.N_HELD]
    m.motion.dial[at.SPEED] = 1.0 if np.isnan(capacity) or capacity >= held else capacity / held
