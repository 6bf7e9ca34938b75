"""How are the effects of the naming models brought to the persons of a world?

One definition of each statistic serves the likelihood, the simulator and the machine: the plan and the
kernels of `showtrial.model.naming`. The machine gives them its own world (persons, ties, groups, states)
and enters each naming as it happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from showtrial.errors import ModelError
from showtrial.events.history import Floats
from showtrial.model.machine.as_history import FOLLOWED, history_of
from showtrial.model.machine.inner import inlined, inner
from showtrial.model.machine.world import World
from showtrial.model.naming.effects import parse
from showtrial.model.naming.kernels import Longs
from showtrial.model.naming.network import Acts, enter, world_of
from showtrial.model.naming.network import World as Network
from showtrial.model.naming.plan import ALTER, DIFFERENCE, FIXED, ONE, SAME, Plan, plan_of
from showtrial.model.naming.statistics import Near, clear, near_of, near_term

#: Numbers of the states of `FOLLOWED`.
HELD, DEPOSED, CONFESSED, CONDEMNED, DEAD = range(5)
#: What a term depends on: the candidate, fixed properties of both, anything, the neighbourhood.
OF_CANDIDATE, OF_CLASSES, OF_BOTH, OF_NEIGHBOURHOOD = range(4)
#: Namings that one run has room for, as a start.
ROOM = 1 << 17


class Speech(NamedTuple):
    """What a session reads to choose names.

    Parameters
    ----------
    plan, net, near, acts
        Of the naming models.
    beta : (P,) float64
        Coefficients of this run.
    follows : (5,) int64
        Row of each state of `FOLLOWED`; -1 where no effect asks.
    values : (Q,) float64
        Scratch: values of a candidate outside the neighbourhood.
    sort, many : (P,), (4,) int64
        Of each term, what its value depends on: see `OF_CANDIDATE` and after; how many terms of each.
    weight : (n,) float64
        exp of the terms of the candidate alone; renewed when something of the candidate changes.
    klass : (n,) int64; cross : (C, C) float64
        Persons alike in all fixed properties; exp of the terms of two fixed properties, by class.
    """

    plan: Plan
    net: Network
    near: Near
    acts: Acts
    beta: Floats
    follows: Longs
    values: Floats
    sort: Longs
    many: Longs
    weight: Floats
    klass: Longs
    cross: Floats


def speech_of(world: World, effects: Sequence[str], room: int = ROOM) -> Speech:
    """Lay out `effects` over the persons of `world`, with room for `room` namings a run.

    Raises
    ------
    SchemaError
        If an effect is unknown or asks for what the world does not have.
    ModelError
        If an effect counts namings in a window: the machine keeps none.
    """
    history = history_of(world)
    asked = parse(list(effects), history, "choice") if effects else ()
    inputs = plan_of(asked, history, "choice")
    if inputs.dense or any(np.isfinite(window) for window, _ in inputs.views):
        wrong = [each.text for each in asked if "window" in each.text or each.form == "dense"]
        raise ModelError(
            f"{', '.join(wrong)}  not kept by the machine; leave window= and recency_receiver out"
        )
    n = history.n
    room = room if effects else 1
    pairs = np.arange(n * n if effects else 1)
    every = Acts(
        (pairs // n).astype(np.int32),
        (pairs % n).astype(np.int32),
        pairs.astype(np.int32),
        np.zeros(len(pairs), np.int32),
        np.zeros(len(pairs)),
        np.array([window for window, _ in inputs.views]),
        np.array([kind for _, kind in inputs.views]),
        np.zeros(len(inputs.views), np.int64),
    )
    net = world_of(history, inputs, every, pairs)
    acts = every._replace(
        sender=np.zeros(room, np.int32),
        receiver=np.zeros(room, np.int32),
        pair=np.zeros(room, np.int32),
        kind=np.zeros(room, np.int32),
        time=np.zeros(room),
    )
    width = int(inputs.plan.sizes[0])
    follows = [inputs.states.index(name) + 1 if name in inputs.states else -1 for name in FOLLOWED]
    sort = _sorts(inputs.plan)
    klass, classes = _classes(inputs.fixed if (sort == OF_CLASSES).any() else inputs.fixed[:0])
    return Speech(
        inputs.plan,
        net,
        near_of(n, width),
        acts,
        np.zeros(len(asked)),
        np.array(follows, np.int64),
        np.zeros(width),
        sort,
        np.bincount(sort, minlength=4).astype(np.int64),
        np.ones(n),
        klass,
        np.ones((classes, classes)),
    )


def _sorts(plan: Plan) -> Longs:
    """Return for each term what it depends on."""
    found = []
    for term, near in enumerate(plan.near):
        atoms = plan.factor_atom[plan.term_ptr[term] : plan.term_ptr[term + 1]]
        if near:
            found.append(OF_NEIGHBOURHOOD)
        elif (plan.role[atoms] == ALTER).all():
            found.append(OF_CANDIDATE)
        else:
            found.append(
                OF_CLASSES if np.isin(plan.code[atoms], (ONE, FIXED, SAME, DIFFERENCE)).all() else OF_BOTH
            )
    return np.array(found, np.int64)


def _classes(fixed: Floats) -> tuple[Longs, int]:
    """Give persons who are alike in every row of `fixed` the same number."""
    _, klass = np.unique(fixed, axis=1, return_inverse=True)
    klass = klass.reshape(-1).astype(np.int64)
    return klass, int(klass.max(initial=0)) + 1


@inlined
def summed(speech: Speech, sort: int, values: Floats, i: int, j: int) -> float:
    """Return beta . s over the terms of one sort."""
    total = 0.0
    for term in range(len(speech.beta)):
        if speech.sort[term] == sort:
            total += speech.beta[term] * near_term(speech.plan, speech.net.traits, values, term, i, j)
    return total


@inlined
def weigh(speech: Speech, j: int) -> None:
    """Renew the weight of a candidate of whom something changed."""
    speech.weight[j] = np.exp(summed(speech, OF_CANDIDATE, speech.values, j, j))


@inner
def weigh_all(speech: Speech) -> None:
    """At the beginning of a run: weights of all candidates, and of all pairs of classes."""
    n = len(speech.near.place)
    if len(speech.beta) == 0:
        return
    clear(speech.near)  # what the last session of the run before left
    first = speech.near.who  # scratch: somebody of each class
    for j in range(n):
        weigh(speech, j)
        first[speech.klass[j]] = j
    for a in range(speech.cross.shape[0]):
        for b in range(speech.cross.shape[0]):
            i, j = first[a] + 0, first[b] + 0
            speech.cross[a, b] = np.exp(summed(speech, OF_CLASSES, speech.values, i, j))


@inlined
def appeal(speech: Speech, i: int, j: int) -> float:
    """exp(beta . s(i, j)) of candidate `j`; the neighbourhood of `i` has been gathered."""
    weight = speech.weight[j] * speech.cross[speech.klass[i], speech.klass[j]]
    row, more = speech.near.place[j], 0.0
    if speech.many[OF_BOTH] > 0:
        more = summed(speech, OF_BOTH, speech.values, i, j)
    if row >= 0:
        more += summed(speech, OF_NEIGHBOURHOOD, speech.near.values[row], i, j)
    return weight if more == 0.0 else weight * np.exp(more)


@inlined
def uttered(speech: Speech, m: int, i: int, j: int, t: float) -> bool:
    """Enter naming number `m`; False where there is no more room."""
    acts, n = speech.acts, len(speech.near.place)
    if len(speech.beta) == 0:
        return True
    if m >= len(acts.sender):
        return False
    acts.sender[m] = i
    acts.receiver[m] = j
    acts.pair[m] = i * n + j
    acts.time[m] = t
    enter(speech.net, acts, m)
    weigh(speech, i)
    weigh(speech, j)
    return True


@inner
def follow(speech: Speech, state: int, j: int, holds: int) -> None:
    """Note that a state of `FOLLOWED` holds of `j` from now on (or no longer)."""
    row = speech.follows[state]
    if row >= 0:
        speech.net.traits.level[row, j] = holds
        weigh(speech, j)


@inner
def forget(speech: Speech, many: int) -> None:
    """Take the first `many` namings, and every state, out again."""
    acts, net = speech.acts, speech.net
    traits, times, links = net.traits, net.times, net.links
    if len(speech.beta) == 0:
        return
    for m in range(many):
        i, j, p = acts.sender[m], acts.receiver[m], acts.pair[m]
        net.seen[p] = 0
        links.out_len[i] = 0
        links.in_len[j] = 0
        for v in range(links.weight.shape[0]):
            links.weight[v, p] = 0
            times.last[v, p] = -np.inf
            times.last_named[v, j] = -np.inf
            for side in range(4):
                traits.degree[v, side, i] = 0
                traits.degree[v, side, j] = 0
        for q in range(traits.tagged.shape[0]):
            traits.tagged[q, j] = 0
        for h in range(len(times.half_life)):
            times.decaying[h, p] = 0.0
            times.last_decay[h, p] = 0.0
    for row in range(traits.level.shape[0]):
        for j in range(traits.level.shape[1]):
            traits.level[row, j] = 1 if row == 0 else 0
