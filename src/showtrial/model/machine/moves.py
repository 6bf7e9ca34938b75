"""What happens to a person when one step of the machine falls on them?

Each function is one arrow of the process: it changes the state, writes one event, stops the clocks
that no longer apply and winds those that now do.
"""

from __future__ import annotations

import numpy as np

from showtrial.model.machine import chance
from showtrial.model.machine import clocks as ticking
from showtrial.model.machine import layout as at
from showtrial.model.machine.chance import mix, uniform
from showtrial.model.machine.inner import inlined, inner
from showtrial.model.machine.layout import Machine
from showtrial.model.machine.rates import begin, renew


@inlined
def note(m: Machine, kind: int, i: int, by: int, value: int) -> None:
    """Write one event; when the trace is full, mark it and go on."""
    motion = m.motion
    at_row = motion.meter[at.N_EVENTS]
    if at_row >= motion.time.shape[0]:
        motion.meter[at.FULL] = 1
        return
    motion.meter[at.N_EVENTS] = at_row + 1
    motion.time[at_row] = motion.dial[at.NOW]
    motion.what[at_row, 0] = kind
    motion.what[at_row, 1] = i
    motion.what[at_row, 2] = by
    motion.what[at_row, 3] = value
    motion.what[at_row, 4] = motion.state[i, at.AFFAIR] if i >= 0 else -1


@inlined
def draw(m: Machine, i: int, purpose: int, count: int) -> float:
    """Return the uniform of person `i` for this purpose and count."""
    return uniform(m.motion.seed[0], m.ground.key[i], purpose, count)


@inlined
def hear(m: Machine, affair: int, i: int) -> None:
    """Put a name among those heard in an affair."""
    motion = m.motion
    if not motion.is_heard[affair, i]:
        motion.is_heard[affair, i] = True
        motion.heard[affair, motion.heard_many[affair]] = i
        motion.heard_many[affair] += 1


@inner
def carries(m: Machine, i: int, j: int) -> bool:
    """Whether the tie between two persons carries anything: across groups, by one draw a pair and run."""
    fixed = m.ground.fixed
    if fixed[i, at.GROUP] == fixed[j, at.GROUP] or m.motion.p[at.P_CROSS] >= 1.0:
        return True
    pair = mix(m.ground.key[i] ^ m.ground.key[j])
    return uniform(m.motion.seed[0], pair, chance.CROSS, at.NONE) < m.motion.p[at.P_CROSS]


@inner
def halt(m: Machine, i: int) -> None:
    """Stop every clock of a person but that of death in custody."""
    for kind in range(at.K_ARREST, at.K_SWEEP):
        if kind != at.K_DIE and kind != at.K_DAY:
            ticking.stop(m.clocks, kind, i)


@inner
def want(m: Machine, i: int, by: int, cause: int, affair: int) -> None:
    """F to W, if the person is free and within reach."""
    state = m.motion.state
    if state[i, at.STATUS] != at.FREE or m.ground.fixed[i, at.IN_REACH] == 0:
        return
    state[i, at.STATUS] = at.WANTED
    state[i, at.AFFAIR] = affair
    state[i, at.CAUSE] = cause
    state[i, at.FROM] = by
    m.motion.wanted_at[i] = m.motion.dial[at.NOW]
    note(m, at.E_WANTED, i, by, cause)
    for k in range(m.ground.sweep.shape[0]):
        ticking.stop(m.clocks, at.K_SWEEP + k, i)
    begin(m, at.K_ARREST, i)
    if m.motion.p[at.P_SUICIDE] > 0.0:
        begin(m, at.K_SUICIDE, i)


@inner
def ready(m: Machine, i: int) -> None:
    """Arrest `i`, or let them wait for a day on which the office has not done its most."""
    o = m.ground.fixed[i, at.OFFICE]
    office, now = m.motion.office, m.motion.dial[at.NOW]
    if office[o, 0] != np.floor(now):
        office[o, 0] = np.floor(now)
        office[o, 1] = 0.0
    m.motion.state[i, at.WAITING] = 1
    serve(m, o)


@inner
def serve(m: Machine, o: int) -> None:
    """Arrest those who wait, first wanted first, up to the most of the day."""
    motion, n = m.motion, m.ground.fixed.shape[0]
    desk = n + motion.quota.shape[0] + o
    while motion.office[o, 1] < motion.p[at.P_CAP]:
        first = at.NOBODY
        for i in range(n):
            if motion.state[i, at.WAITING] == 1 and m.ground.fixed[i, at.OFFICE] == o:
                if first < 0 or motion.wanted_at[i] < motion.wanted_at[first]:
                    first = i
        if first < 0:
            return
        motion.office[o, 1] += 1.0
        arrest(m, first)
    if not ticking.running(m.clocks, at.K_DAY, desk):
        ticking.set_alarm(m.clocks, at.K_DAY, desk, np.floor(motion.dial[at.NOW]) + 1.0)


@inner
def new_day(m: Machine, o: int) -> None:
    """Begin a day on which the office may arrest again."""
    m.motion.office[o, 0] = np.floor(m.motion.dial[at.NOW])
    m.motion.office[o, 1] = 0.0
    serve(m, o)


@inner
def arrest(m: Machine, i: int) -> None:
    """W to H; ties of the arrested, the household, and the interrogators feel it."""
    motion, fixed = m.motion, m.ground.fixed
    halt(m, i)
    motion.state[i, at.WAITING] = 0
    motion.state[i, at.STATUS] = at.HELD
    motion.meter[at.N_HELD] += 1
    motion.meter[at.N_LOST] += fixed[i, at.INTERROGATOR]
    note(m, at.E_ARREST, i, motion.state[i, at.FROM], motion.state[i, at.CAUSE])
    hear(m, motion.state[i, at.AFFAIR], i)
    house(m, i, at.ONE)
    begin(m, at.K_CONFESS, i)
    if motion.p[at.P_REFUSE] > 0.0:
        begin(m, at.K_REFUSE, i)
    if motion.p[at.P_OFFER] > 0.0:
        begin(m, at.K_PROMISE, i)
    if motion.p[at.P_DIE] > 0.0:
        begin(m, at.K_DIE, i)
    if motion.p[at.P_ISOLATION] != 0.0:
        ticking.set_alarm(m.clocks, at.K_ONSET, i, motion.dial[at.NOW] + motion.p[at.P_ONSET])
    associate(m, i)


@inner
def associate(m: Machine, i: int) -> None:
    """Each tie of the arrested makes its other end wanted with the probability of its kind, once."""
    ground, p = m.ground, m.motion.p
    for s in range(ground.tie_start[i], ground.tie_start[i + 1]):
        j, a = ground.tie_to[s], p[at.P_KIN + ground.tie_kind[s]]
        if a > 0.0 and m.motion.state[j, at.STATUS] == at.FREE and carries(m, i, j):
            pair = mix(ground.key[i] ^ ground.key[j])
            if uniform(m.motion.seed[0], pair, chance.ASSOCIATION, ground.tie_kind[s]) < a:
                want(m, j, i, at.BY_TIE, m.motion.state[i, at.AFFAIR])


@inner
def house(m: Machine, i: int, step: int) -> None:
    """Count the members of a household in custody, and tell those who are held."""
    h = m.ground.fixed[i, at.HOUSEHOLD]
    if h < 0:
        return
    m.motion.house_held[h] += step
    for s in range(m.ground.house_start[h], m.ground.house_start[h + 1]):
        renew(m, at.K_CONFESS, m.ground.house_to[s])


@inner
def leave_held(m: Machine, i: int) -> None:
    """Take a person out of the count of those held under interrogation."""
    if m.motion.state[i, at.STATUS] == at.HELD:
        m.motion.meter[at.N_HELD] -= 1


@inner
def confess(m: Machine, i: int) -> None:
    """H to C."""
    leave_held(m, i)
    halt(m, i)
    m.motion.state[i, at.STATUS] = at.CONFESSING
    m.motion.state[i, at.CONFESSED] = 1
    note(m, at.E_CONFESS, i, at.NOBODY, at.NONE)
    begin(m, at.K_SESSION, i)
    if m.motion.p[at.P_RETRACT] > 0.0:
        begin(m, at.K_RETRACT, i)
    if m.motion.state[i, at.CHOSEN_FOR] == 0:
        begin(m, at.K_CLOSE, i)


@inner
def refuse(m: Machine, i: int, kind: int) -> None:
    """H or C to R, by a refusal or a retraction; such a person goes to a closed trial."""
    leave_held(m, i)
    halt(m, i)
    m.motion.state[i, at.STATUS] = at.REFUSING
    m.motion.state[i, at.CHOSEN_FOR] = 0
    if kind == at.E_RETRACT:
        m.motion.state[i, at.RETRACTED] = 1
    note(m, kind, i, at.NOBODY, at.NONE)
    begin(m, at.K_CLOSE, i)


@inner
def promise(m: Machine, i: int) -> None:
    """Make a promise to one who is held."""
    m.motion.state[i, at.PROMISED] = 1
    note(m, at.E_PROMISE, i, at.NOBODY, at.NONE)
    renew(m, at.K_CONFESS, i)


@inner
def end(m: Machine, i: int, status: int, kind: int) -> None:
    """Any status to an end."""
    was = m.motion.state[i, at.STATUS]
    leave_held(m, i)
    halt(m, i)
    ticking.stop(m.clocks, at.K_DIE, i)
    m.motion.state[i, at.WAITING] = 0
    m.motion.state[i, at.STATUS] = status
    if m.motion.state[i, at.CHOSEN_FOR] > 0:
        m.motion.state[i, at.CHOSEN_FOR] = 0
    note(m, kind, i, at.NOBODY, was)
    if status == at.FREED and was >= at.HELD:
        house(m, i, at.NOBODY)
        m.motion.meter[at.N_LOST] -= m.ground.fixed[i, at.INTERROGATOR]
