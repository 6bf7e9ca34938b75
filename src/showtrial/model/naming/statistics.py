"""What are the statistics of a sender and his candidates, at one moment?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from showtrial.events.history import Floats, Ints
from showtrial.model.naming.kernels import Longs, compiled, inlined
from showtrial.model.naming.network import Links, Traits, World
from showtrial.model.naming.plan import (
    ALTER,
    COMMON_RECEIVERS,
    COMMON_SENDERS,
    CYCLES,
    DECAY,
    DEGREE,
    DIFFERENCE,
    EGO,
    FIXED,
    INERTIA,
    MATCH,
    NAMED_BY,
    NEAR,
    RECENCY,
    RECENCY_RECEIVER,
    RECIPROCITY,
    SAME,
    STATE,
    TIE,
    TWO_PATHS,
    Plan,
)


class Near(NamedTuple):
    """Candidates in the neighbourhood of one sender, and their values there; used again and again.

    Parameters
    ----------
    place : (n,) int32
        Row of each candidate; -1 where untouched.
    who : (n,) int32
        The touched candidates, in order of row.
    values : (n, Q) float64
        Values of the neighbourhood statistics.
    size : (1,) int64
        How many are touched.
    """

    place: Ints
    who: Ints
    values: Floats
    size: Longs


def near_of(n: int, width: int) -> Near:
    """Make room for the neighbourhood of a sender among `n`."""
    return Near(np.full(n, -1, np.int32), np.zeros(n, np.int32), np.zeros((n, width)), np.zeros(1, np.int64))


@inlined
def touch(near: Near, j: int) -> int:
    """Return the row of candidate `j`, with zeros if it is new."""
    r = near.place[j]
    if r < 0:
        r = near.size[0]
        near.size[0] = r + 1
        near.place[j] = r
        near.who[r] = j
        for q in range(near.values.shape[1]):
            near.values[r, q] = 0.0
    return r


@compiled
def clear(near: Near) -> None:
    """Forget the neighbourhood."""
    for r in range(near.size[0]):
        near.place[near.who[r]] = -1
    near.size[0] = 0


@inlined
def actor_value(plan: Plan, traits: Traits, a: int, j: int) -> float:
    """Value of atom `a` for one actor; for a match, the side of `j` in it."""
    code, arg = plan.code[a], plan.arg[a]
    if code == DEGREE:
        return float(traits.degree[plan.network[a], arg + 2 * plan.weighted[a], j])
    if code == FIXED or code == SAME or code == DIFFERENCE:
        return traits.fixed[arg, j]
    if code == NAMED_BY:
        return 1.0 if traits.tagged[arg, j] > 0 else 0.0
    if code == STATE or code == STATE + 3:  # SAME_STATE
        return 1.0 if traits.level[arg, j] > 0 else 0.0
    return 1.0


@inlined
def matched(code: int, ours: float, theirs: float) -> float:
    """Value of a match from its two sides; a level that is not on record (-1) matches nothing."""
    if code == DIFFERENCE:
        return abs(ours - theirs)
    if code == SAME and ours < 0:
        return 0.0
    return 1.0 if ours == theirs else 0.0


@inlined
def transformed(how: int, value: float) -> float:
    """Apply a transform."""
    if how == 1:
        return np.sqrt(value)
    if how == 2:
        return np.log1p(value)
    return value


@inlined
def step_out(links: Links, near: Near, code: int, v: int, q: int, w: int, i: int) -> None:
    """Add an atom that goes from the sender to those he named, or who named him."""
    if code == RECIPROCITY:
        for s in range(links.in_start[i], links.in_start[i] + links.in_len[i]):
            many = links.weight[v, links.in_pair[s]]
            if many > 0:
                near.values[touch(near, links.in_from[s]), q] += many if w else 1.0
        return
    for s in range(links.out_start[i], links.out_start[i] + links.out_len[i]):
        many = links.weight[v, links.out_pair[s]]
        if many > 0:
            near.values[touch(near, links.out_to[s]), q] += many if w else 1.0


@inlined
def two_steps(links: Links, near: Near, code: int, v: int, q: int, w: int, i: int) -> None:
    """Add an atom that goes from the sender over a third to the candidate."""
    plain = links.plain[v] and not w
    first_out = code == TWO_PATHS or code == COMMON_RECEIVERS
    then_out = code == TWO_PATHS or code == COMMON_SENDERS
    start, length = (links.out_start, links.out_len) if first_out else (links.in_start, links.in_len)
    other, pair = (links.out_to, links.out_pair) if first_out else (links.in_from, links.in_pair)
    start2, length2 = (links.out_start, links.out_len) if then_out else (links.in_start, links.in_len)
    other2, pair2 = (links.out_to, links.out_pair) if then_out else (links.in_from, links.in_pair)
    for s in range(start[i], start[i] + length[i]):
        k = other[s]
        many = 1 if plain else links.weight[v, pair[s]]
        if many <= 0:
            continue
        for s2 in range(start2[k], start2[k] + length2[k]):
            j = other2[s2]
            more = 1 if plain else links.weight[v, pair2[s2]]
            if j != i and more > 0:
                near.values[touch(near, j), q] += float(many * more) if w else 1.0


@compiled
def timed(plan: Plan, world: World, near: Near, a: int, i: int, t: float) -> None:
    """Add an atom that fades with time."""
    code, v, q = plan.code[a], plan.network[a], plan.slot[a]
    if code == RECENCY_RECEIVER:
        for r in range(near.size[0]):
            near.values[r, q] = 1.0 / (1.0 + t - world.times.last_named[v, near.who[r]])
        return
    for s in range(world.links.out_start[i], world.links.out_start[i] + world.links.out_len[i]):
        p = world.links.out_pair[s]
        if code == RECENCY:
            value = 1.0 / (1.0 + t - world.times.last[v, p])
        else:
            h = plan.arg[a]
            value = world.times.decaying[h, p] * 0.5 ** (
                (t - world.times.last_decay[h, p]) / world.times.half_life[h]
            )
        if value > 0.0:
            near.values[touch(near, world.links.out_to[s]), q] = value


@compiled
def gather(plan: Plan, world: World, near: Near, i: int, t: float) -> None:
    """Fill the neighbourhood of sender `i` at time `t`."""
    for a in range(len(plan.code)):
        if plan.role[a] != NEAR:
            continue
        code, v, q, w = plan.code[a], plan.network[a], plan.slot[a], plan.weighted[a]
        if code == INERTIA or code == RECIPROCITY:
            step_out(world.links, near, code, v, q, w, i)
        elif code == TWO_PATHS or code == CYCLES or code == COMMON_SENDERS or code == COMMON_RECEIVERS:
            two_steps(world.links, near, code, v, q, w, i)
        elif code == TIE:
            row = world.tie_start[plan.arg[a]]
            for s in range(row[i], row[i + 1]):
                near.values[touch(near, world.tie_to[s]), plan.slot[a]] = 1.0
        elif code == RECENCY or code == DECAY or code == RECENCY_RECEIVER:
            timed(plan, world, near, a, i, t)


@compiled
def near_term(plan: Plan, traits: Traits, values: Floats, term: int, i: int, j: int) -> float:
    """Value of a term that reads the neighbourhood, for candidate `j` with these values there."""
    product = 1.0
    for f in range(plan.term_ptr[term], plan.term_ptr[term + 1]):
        a = plan.factor_atom[f]
        role = plan.role[a]
        if role == NEAR:
            value = values[plan.slot[a]]
        elif role == EGO:
            value = actor_value(plan, traits, a, i)
        elif role == ALTER:
            value = actor_value(plan, traits, a, j)
        else:
            value = matched(plan.code[a], actor_value(plan, traits, a, i), actor_value(plan, traits, a, j))
        product *= transformed(plan.factor_transform[f], value)
        if product == 0.0:
            return 0.0
    return product


@compiled
def class_term(plan: Plan, key: Floats, group: Floats, term: int) -> float:
    """Value of a term for a class of senders and a class of candidates, each given by its values."""
    product = 1.0
    for f in range(plan.term_ptr[term], plan.term_ptr[term + 1]):
        a = plan.factor_atom[f]
        role = plan.role[a]
        if role == EGO:
            value = key[plan.key_slot[a]]
        elif role == MATCH:
            value = matched(plan.code[a], key[plan.key_slot[a]], group[plan.slot[a]])
        else:
            value = group[plan.slot[a]]
        product *= transformed(plan.factor_transform[f], value)
    return product


@compiled
def class_values(plan: Plan, traits: Traits, j: int, into: Floats) -> None:
    """Write what sets the class of candidate `j` apart."""
    for a in range(len(plan.code)):
        if plan.role[a] != NEAR and plan.role[a] != EGO and plan.slot[a] >= 0:
            into[plan.slot[a]] = actor_value(plan, traits, a, j)


@compiled
def key_values(plan: Plan, traits: Traits, i: int, into: Floats) -> None:
    """Write what sets the class of sender `i` apart."""
    for a in range(len(plan.code)):
        if plan.key_slot[a] >= 0:
            into[plan.key_slot[a]] = actor_value(plan, traits, a, i)
