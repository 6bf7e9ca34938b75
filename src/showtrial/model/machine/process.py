"""How does a world move from one event to the next?

The next event is the earliest of three: an entry of the calendar, the first clock by calendar time, the
first clock by own time (confessions). Between events nothing changes but time, so no step is made.
"""

from __future__ import annotations

import numpy as np

from showtrial.model.machine import chance, courts, moves
from showtrial.model.machine import clocks as ticking
from showtrial.model.machine import layout as at
from showtrial.model.machine import speech as speaking
from showtrial.model.machine.chance import gumbel
from showtrial.model.machine.inner import inlined, inner
from showtrial.model.machine.layout import Machine
from showtrial.model.machine.rates import begin, renew_all, renew_speed
from showtrial.model.machine.sessions import session
from showtrial.model.machine.speech import Speech, follow, forget, weigh_all
from showtrial.model.naming.kernels import compiled


@inner
def clean(m: Machine) -> None:
    """Put the world back to where every run begins."""
    motion, clocks, ground = m.motion, m.clocks, m.ground
    motion.state[:] = 0
    motion.wanted_at[:] = 0.0
    motion.house_held[:] = 0
    motion.office[:] = -1.0
    motion.heard_many[:] = 0
    motion.is_heard[:] = False
    motion.mark[:] = 0
    motion.meter[:] = 0
    motion.dial[:] = 0.0
    clocks.hand[:] = 0.0
    clocks.wheel[:] = 0
    clocks.size[:] = 0
    for i in range(ground.fixed.shape[0]):
        motion.meter[at.N_FLAGGED] += ground.fixed[i, at.INTERROGATOR]
    for a in range(len(motion.p)):
        motion.p[a] = ground.rows[0, a]
    for g in range(len(motion.quota)):
        motion.quota[g] = ground.quotas[0, g]
        begin(m, at.K_QUOTA, ground.fixed.shape[0] + g)
    renew_speed(m)


@inner
def turn_page(m: Machine) -> None:
    """Carry out the next entry of the calendar."""
    ground, motion = m.ground, m.motion
    entry = motion.meter[at.NEXT]
    motion.meter[at.NEXT] = entry + 1
    kind, first, second = ground.cal[entry, 0], ground.cal[entry, 1], ground.cal[entry, 2]
    if kind == at.C_CHANGE:
        for a in range(len(motion.p)):
            motion.p[a] = ground.rows[first, a]
        for g in range(len(motion.quota)):
            motion.quota[g] = ground.quotas[first, g]
        moves.note(m, at.E_ORDER, at.NOBODY, at.NOBODY, second)
        renew_all(m)
    elif kind == at.C_SWEEP_ON or kind == at.C_SWEEP_OFF:
        strength = motion.p[at.P_PRETEXT if first == 0 else at.P_WAVES]
        for s in range(ground.set_start[first], ground.set_start[first + 1]):
            i = ground.set_to[s]
            if kind == at.C_SWEEP_OFF:
                ticking.stop(m.clocks, at.K_SWEEP + first, i)
            elif strength > 0.0 and motion.state[i, at.STATUS] == at.FREE:
                begin(m, at.K_SWEEP + first, i)
    elif kind == at.C_LIST:
        for s in range(ground.set_start[first], ground.set_start[first + 1]):
            i = ground.set_to[s]
            if (
                motion.state[i, at.ON_LIST] == 0
                and moves.draw(m, i, chance.LISTED, first) < motion.p[at.P_OFFICE]
            ):
                motion.state[i, at.ON_LIST] = 1
                moves.note(m, at.E_LISTED, i, at.NOBODY, second)
    elif kind == at.C_DRAFT:
        courts.draft(m, first, second)
    elif kind == at.C_OPENS:
        courts.open_trial(m, first)
    elif kind == at.C_VERDICT:
        courts.end_trial(m, first)
    elif kind == at.C_STOP and motion.p[at.P_STOP] > 0.0:
        halt_all(m)


@inner
def halt_all(m: Machine) -> None:
    """Let sweeps, quotas and sessions cease, and drop a share of the pending cases."""
    motion = m.motion
    motion.meter[at.STOPPED] = 1
    moves.note(m, at.E_STOP, at.NOBODY, at.NOBODY, at.NONE)
    renew_all(m)
    for i in range(m.ground.fixed.shape[0]):
        status = motion.state[i, at.STATUS]
        sentenced = ticking.running(m.clocks, at.K_EXECUTE, i)
        if at.WANTED <= status <= at.AWAITING and not sentenced:
            if moves.draw(m, i, chance.DROPPED, at.NONE) < motion.p[at.P_DROPPED]:
                moves.end(m, i, at.FREED, at.E_FREED)


@inner
def fill_quota(m: Machine, group: int) -> None:
    """One more of a group is wanted: somebody free and within reach, each as likely as the other."""
    motion, fixed = m.motion, m.ground.fixed
    desk = fixed.shape[0] + group
    count = ticking.wound(m.clocks, at.K_QUOTA, desk)
    found, highest = at.NOBODY, -np.inf
    for i in range(fixed.shape[0]):
        if (
            fixed[i, at.GROUP] == group
            and fixed[i, at.IN_REACH] == 1
            and motion.state[i, at.STATUS] == at.FREE
        ):
            score = gumbel(motion.seed[0], m.ground.key[i], chance.QUOTA_PICK, count)
            if score > highest:
                found, highest = i, score
    if found >= 0:
        moves.want(m, found, at.NOBODY, at.BY_QUOTA, at.NONE)
    begin(m, at.K_QUOTA, desk)


@inlined
def ring(m: Machine, speech: Speech, kind: int, i: int) -> None:
    """Do what falls due when a clock of `i` rings."""
    n = m.ground.fixed.shape[0]
    if kind >= at.K_SWEEP:
        moves.want(m, i, at.NOBODY, at.BY_SWEEP, int(m.ground.sweep[kind - at.K_SWEEP, 1]))
    elif kind == at.K_SESSION:
        session(m, speech, i)
        begin(m, at.K_SESSION, i)
    elif kind == at.K_CONFESS:
        moves.confess(m, i)
    elif kind == at.K_ARREST:
        moves.ready(m, i)
    elif kind == at.K_CLOSE:
        courts.close(m, i, courts.route_for(m, i))
    elif kind == at.K_HEARING:
        courts.hearing(m, i)
    elif kind == at.K_EXECUTE:
        moves.end(m, i, at.SHOT, at.E_SHOT)
    elif kind == at.K_REFUSE:
        moves.refuse(m, i, at.E_REFUSE)
    elif kind == at.K_RETRACT:
        moves.refuse(m, i, at.E_RETRACT)
    elif kind == at.K_PROMISE:
        moves.promise(m, i)
    elif kind == at.K_ONSET:
        m.motion.state[i, at.ISOLATED] = 1
        moves.renew(m, at.K_CONFESS, i)
    elif kind == at.K_DIE:
        moves.end(m, i, at.DIED, at.E_DIED)
    elif kind == at.K_SUICIDE:
        moves.end(m, i, at.SUICIDE, at.E_SUICIDE)
    elif kind == at.K_DAY:
        moves.new_day(m, i - n - len(m.motion.quota))
    elif kind == at.K_QUOTA:
        fill_quota(m, i - n)


@inlined
def retell(m: Machine, speech: Speech, since: int) -> None:
    """Tell the effects of the naming model what the events from number `since` on changed."""
    for e in range(since, m.motion.meter[at.N_EVENTS]):
        kind, i = m.motion.what[e, 0], m.motion.what[e, 1] + 0
        if kind == at.E_ARREST:
            follow(speech, speaking.HELD, i, at.ONE)
        elif kind == at.E_SESSION:
            follow(speech, speaking.DEPOSED, i, at.ONE)
        elif kind == at.E_CONFESS:
            follow(speech, speaking.CONFESSED, i, at.ONE)
        elif kind == at.E_VERDICT:
            follow(speech, speaking.CONDEMNED, i, at.ONE)
        elif kind == at.E_SHOT or kind == at.E_SUICIDE or kind == at.E_DIED:
            follow(speech, speaking.DEAD, i, at.ONE)
            follow(speech, speaking.HELD, i, at.NONE)
        elif kind == at.E_FREED:
            follow(speech, speaking.HELD, i, at.NONE)


@compiled
def run_through(m: Machine, speech: Speech, horizon: float) -> int:
    """Run the world to `horizon` days; 0 when done, 1 when some array was too short."""
    clean(m)
    weigh_all(speech)
    motion, clocks = m.motion, m.clocks
    dial, meter = motion.dial, motion.meter
    while True:
        page = m.ground.cal_time[meter[at.NEXT]] if meter[at.NEXT] < len(m.ground.cal_time) else np.inf
        due = ticking.next_due(clocks, ticking.CALENDAR)
        own_due = ticking.next_due(clocks, ticking.OWN)
        own = np.inf
        if own_due < np.inf and dial[at.SPEED] > 0.0:
            own = dial[at.NOW] + max(own_due - dial[at.OWN_NOW], 0.0) / dial[at.SPEED]
        now = min(page, due, own)
        if not now <= horizon or meter[at.FULL] == 1 or clocks.size[2] == 1:
            break
        since = meter[at.N_EVENTS]
        dial[at.OWN_NOW] += dial[at.SPEED] * (now - dial[at.NOW])
        dial[at.NOW] = now
        if page <= now:
            turn_page(m)
        else:
            queue = ticking.CALENDAR if due <= own else ticking.OWN
            if queue == ticking.OWN:
                dial[at.OWN_NOW] = own_due
            kind, who = ticking.ring_first(clocks, queue)
            ring(m, speech, kind, who)
        renew_speed(m)
        if len(speech.beta) > 0:
            retell(m, speech, since)
    forget(speech, meter[at.N_ACTS])
    return 1 if meter[at.FULL] == 1 or clocks.size[2] == 1 else 0
