"""What does one session with a person who confesses put on paper?"""

from __future__ import annotations

from showtrial.model.machine import chance
from showtrial.model.machine import layout as at
from showtrial.model.machine.chance import from_base, negative_binomial, session_base, towards, uniform
from showtrial.model.machine.inner import inlined, inner
from showtrial.model.machine.layout import Machine
from showtrial.model.machine.moves import carries, draw, hear, note, want
from showtrial.model.machine.racing import race
from showtrial.model.machine.speech import Speech, appeal, uttered
from showtrial.model.naming.statistics import clear, gather

#: What an E_NAME event carries: from the list of names wanted; named for the first time.
FROM_LIST, FIRST = 1, 2


@inlined
def pooled(m: Machine, many: int, i: int, j: int) -> int:
    """Put `j` into the pool of candidates of `i`, once; return how many there are."""
    if j == i or m.motion.mark[j] == m.motion.meter[at.MARKS]:
        return many
    m.motion.mark[j] = m.motion.meter[at.MARKS]
    m.motion.pool[many] = j
    return many + 1


@inner
def listed(m: Machine, i: int) -> int:
    """Fill the pool with the office's list; those of it who were put on paper already carry the mark."""
    many = at.NONE
    for j in range(m.ground.fixed.shape[0]):
        if m.motion.state[j, at.ON_LIST] == 1:
            many = pooled(m, many, i, j)
    return many


@inlined
def around(m: Machine, i: int) -> int:
    """Fill the pool with C_i: whoever is tied to `i`, and the names heard in the affair."""
    ground, motion, many = m.ground, m.motion, at.NONE
    for s in range(ground.tie_start[i], ground.tie_start[i + 1]):
        if carries(m, i, ground.tie_to[s]):
            many = pooled(m, many, i, ground.tie_to[s])
    affair = motion.state[i, at.AFFAIR]
    for h in range(motion.heard_many[affair]):
        many = pooled(m, many, i, motion.heard[affair, h])
    return many


@inlined
def say(m: Machine, speech: Speech, i: int, j: int, value: int) -> None:
    """Put one name on paper, and act on it."""
    motion = m.motion
    times = motion.state[j, at.TIMES_NAMED]
    motion.state[j, at.TIMES_NAMED] = times + 1
    note(m, at.E_NAME, j, i, value + (FIRST if times == 0 else 0))
    motion.what[max(motion.meter[at.N_EVENTS] - 1, 0), 4] = motion.state[i, at.AFFAIR]
    if uttered(speech, motion.meter[at.N_ACTS], i, j, motion.dial[at.NOW]):
        motion.meter[at.N_ACTS] += 1
    else:
        motion.meter[at.FULL] = 1
    hear(m, motion.state[i, at.AFFAIR], j)
    if draw(m, j, chance.ACTED_ON, times) < motion.p[at.P_ACTED_ON]:
        want(m, j, i, at.BY_NAME, motion.state[i, at.AFFAIR])


@inner
def from_list(m: Machine, i: int, number: int, names: int) -> int:
    """Draw `names` names from the office's list, each as likely as the other; return how many there were."""
    motion, key, raced = m.motion, m.ground.key, at.NONE
    said = motion.heard[motion.heard.shape[0] - 1]
    base = session_base(motion.seed[0], key[i], chance.FROM_LIST, number)
    for c in range(listed(m, i)):
        j = motion.pool[c]
        raced = race(motion.score, said, (0, names), raced, j, from_base(base, key[j]), 1.0)
    motion.heard_many[motion.heard.shape[0] - 1] += raced
    return raced


@inlined
def from_around(m: Machine, speech: Speech, i: int, number: int, names: int) -> None:
    """Draw `names` names from C_i by exp(beta . s), leaving out those already on paper in this session."""
    motion, key = m.motion, m.ground.key
    last = motion.heard.shape[0] - 1
    said, start = motion.heard[last], motion.heard_many[last] + 0
    raced = start
    motion.meter[at.MARKS] += 1
    for h in range(start):
        motion.mark[said[h]] = motion.meter[at.MARKS]
    base = session_base(motion.seed[0], key[i], chance.EXTRA, number)
    chosen = len(speech.beta) > 0
    if chosen:
        clear(speech.near)
        gather(speech.plan, speech.net, speech.near, i, motion.dial[at.NOW])
    for c in range(around(m, i)):
        j = motion.pool[c]
        weight = appeal(speech, i, j) if chosen else 1.0
        raced = race(motion.score, said, (start, start + names), raced, j, from_base(base, key[j]), weight)
    motion.heard_many[last] = raced


@inlined
def session(m: Machine, speech: Speech, i: int) -> None:
    """One session: how many names, which of them from the list, which by choice; one batch."""
    motion, p = m.motion, m.motion.p
    number = motion.state[i, at.SESSIONS]
    motion.state[i, at.SESSIONS] = number + 1
    most = min(1000, m.ground.fixed.shape[0] - 1)
    names = min(negative_binomial(draw(m, i, chance.NAMES, number), p[at.P_NAMES], p[at.P_DISPERSION]), most)
    asked = at.NONE
    for k in range(names):
        asked += draw(m, i, chance.OFFICE, number * 1000 + k) < p[at.P_FROM_LIST]
    place = motion.meter[at.N_EVENTS]
    note(m, at.E_SESSION, i, at.NOBODY, at.NONE)
    said = motion.heard.shape[0] - 1  # the last row of `heard` is the scratch of a session
    motion.heard_many[said] = 0
    motion.meter[at.MARKS] += 1
    taken = from_list(m, i, number, asked) if asked > 0 else 0
    if names > taken:
        from_around(m, speech, i, number, names - taken)
    total = motion.heard_many[said]
    if place < motion.time.shape[0]:
        motion.what[place, 3] = total
    for h in range(total):
        say(m, speech, i, motion.heard[said, h], FROM_LIST if h < taken else 0)
    if number == 0 and p[at.P_CONTACTS] > 0.0:
        contacts(m, speech, i)


@inner
def contacts(m: Machine, speech: Speech, i: int) -> None:
    """Name each contact with one probability, at the first session: the plain cascade."""
    ground = m.ground
    for s in range(ground.tie_start[i], ground.tie_start[i + 1]):
        j = ground.tie_to[s]
        pair = towards(ground.key[i], ground.key[j])
        if (
            carries(m, i, j)
            and uniform(m.motion.seed[0], pair, chance.CONTACT, at.NONE) < m.motion.p[at.P_CONTACTS]
        ):
            say(m, speech, i, j, at.NONE)
