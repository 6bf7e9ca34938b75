"""Who has named whom before, and what holds of everybody now, kept up to date event by event?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from showtrial.events.history import EventHistory, Floats, Ints
from showtrial.model.naming.kernels import Longs, compiled, inlined
from showtrial.model.naming.plan import Inputs

Shorts = NDArray[np.int16]
Flags = NDArray[np.bool_]


class Links(NamedTuple):
    """The network of earlier batches, changed in place.

    Rows are the distinct namings in order of first appearance, so the network of any earlier moment
    is the beginning of each row; nothing is ever moved.

    Parameters
    ----------
    out_start, out_len, in_start, in_len : (n,) int64
        Where each row begins, and how much of it has happened.
    out_to, out_pair, in_from, in_pair : (pairs,) int32
        The other actor, and the number of the pair.
    weight : (V, pairs) int32
        Namings in each view (window, kind).
    plain : (V,) bool
        Whether a view is the whole network, so that no weight needs to be asked.
    """

    out_start: Longs
    out_len: Longs
    out_to: Ints
    out_pair: Ints
    in_start: Longs
    in_len: Longs
    in_from: Ints
    in_pair: Ints
    weight: NDArray[np.int32]
    plain: NDArray[np.bool_]


class Traits(NamedTuple):
    """What holds of each actor now.

    Parameters
    ----------
    degree : (V, 4, n) int32
        Distinct namers, distinct named, times named, times naming.
    tagged : (T, n) int32
        Distinct namers with a property.
    fixed : (R, n) float64
        Fixed properties.
    level : (S, n) int16
        How many spells of a state hold of an actor; row 0: presence.
    """

    degree: NDArray[np.int32]
    tagged: NDArray[np.int32]
    fixed: Floats
    level: Shorts


class Times(NamedTuple):
    """What fades.

    Parameters
    ----------
    last : (V, pairs) float64
        When the pair was named last.
    last_named : (V, n) float64
        When each actor was named last.
    decaying, last_decay : (H, pairs) float64
        Decayed counts, and when they were counted.
    half_life : (H,) float64
        Days.
    decay_kind : (H,) int64
        Kind that counts; -1 for all.
    """

    last: Floats
    last_named: Floats
    decaying: Floats
    last_decay: Floats
    half_life: Floats
    decay_kind: Longs


class World(NamedTuple):
    """Everything that events and time change, in small tuples: kernels take no more than they read.

    Parameters
    ----------
    links, traits, times : tuples
        Network, actors, and what fades.
    seen : (pairs,) int8
        Whether the pair is in the rows.
    tags : (T,) int64
        Row of `fixed` of the property of each row of `tagged`.
    may : (2, n) bool
        Who may speak and who may be named at all.
    barred : (2, S) bool
        States that take away a voice, or take somebody out of the choice.
    tie_start : (K, n + 1) int64
        Rows of the relations in `tie_to`.
    tie_to : (E,) int32
        Whom each actor is tied to.
    """

    links: Links
    traits: Traits
    times: Times
    seen: NDArray[np.int8]
    tags: Longs
    may: NDArray[np.bool_]
    barred: NDArray[np.bool_]
    tie_start: Longs
    tie_to: Ints


class Acts(NamedTuple):
    """The events, and the views they enter.

    Parameters
    ----------
    sender, receiver, pair, kind : (M,) int32
        Of each event; pairs are numbered in order of first appearance.
    time : (M,) float64
        Days.
    window : (V,) float64
        Days that a naming counts in each view.
    view_kind : (V,) int64
        Kind that counts in each view; -1 for all.
    expired : (V,) int64
        How many events have been gone through for expiry.
    """

    sender: Ints
    receiver: Ints
    pair: Ints
    kind: Ints
    time: Floats
    window: Floats
    view_kind: Longs
    expired: Longs


class Changes(NamedTuple):
    """When presence and states begin and end: actor, row of `level`, by how much, in order of time."""

    time: Floats
    actor: Ints
    row: Ints
    step: Shorts


def pairs_of(sender: Ints, receiver: Ints, n: int) -> tuple[Ints, Longs]:
    """Return numbers of pairs in order of first appearance, and the first event of each pair."""
    code = sender.astype(np.int64) * n + receiver
    _, first, inverse = np.unique(code, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[inverse].astype(np.int32), first[order]


def acts_of(history: EventHistory, inputs: Inputs) -> tuple[Acts, Longs]:
    """Return the events as arrays, and the first event of each pair."""
    pair, first = pairs_of(history.sender, history.receiver, history.n)
    acts = Acts(
        history.sender.astype(np.int32),
        history.receiver.astype(np.int32),
        pair,
        history.kind.astype(np.int32),
        history.time.astype(np.float64),
        np.array([window for window, _ in inputs.views]),
        np.array([kind for _, kind in inputs.views]),
        np.zeros(len(inputs.views), np.int64),
    )
    return acts, first


def changes_of(history: EventHistory, inputs: Inputs) -> Changes:
    """Return every beginning and end of presence and of the states that matter, in order of time."""
    everyone = np.arange(history.n, dtype=np.int32)
    rows = [(0, everyone, history.entry, history.exit)]
    for number, name in enumerate(inputs.states, start=1):
        spells = history.states.get(name)
        if spells is not None:
            rows.append((number, spells.actor, spells.start, spells.stop))
    actor = np.concatenate([each[1] for each in rows for _ in (0, 1)]).astype(np.int32)
    time = np.concatenate([side for each in rows for side in each[2:]]).astype(np.float64)
    row = np.concatenate([np.full(len(each[1]), each[0], np.int32) for each in rows for _ in (0, 1)])
    step = np.concatenate([np.full(len(each[1]), 1 - 2 * side, np.int16) for each in rows for side in (0, 1)])
    holds = np.concatenate([each[2] < each[3] for each in rows for _ in (0, 1)]) & (time < np.inf)
    order = np.argsort(time[holds], kind="stable")
    return Changes(time[holds][order], actor[holds][order], row[holds][order], step[holds][order])


def world_of(history: EventHistory, inputs: Inputs, acts: Acts, first: Longs) -> World:
    """Make the world before anything has happened, with room for the distinct pairs of the events."""
    n, pairs, views = history.n, len(first), len(inputs.views)
    ends = acts.sender[first], acts.receiver[first]
    starts = [np.concatenate([[0], np.cumsum(np.bincount(end, minlength=n))[:-1]]) for end in ends]
    halves = len(inputs.half_lives)
    kept = [history.ties[name] for name in inputs.ties]
    offsets = np.cumsum([0, *(len(tie.indices) for tie in kept)])
    barred = np.zeros((2, 1 + len(inputs.states)), np.bool_)
    for row, name in enumerate(inputs.states, start=1):
        barred[:, row] = name in history.silenced, name in history.removed
    links = Links(
        starts[0].astype(np.int64),
        np.zeros(n, np.int64),
        np.zeros(pairs, np.int32),
        np.zeros(pairs, np.int32),
        starts[1].astype(np.int64),
        np.zeros(n, np.int64),
        np.zeros(pairs, np.int32),
        np.zeros(pairs, np.int32),
        np.zeros((views, pairs), np.int32),
        np.array([window == np.inf and kind < 0 for window, kind in inputs.views]),
    )
    traits = Traits(
        np.zeros((views, 4, n), np.int32),
        np.zeros((len(inputs.tags), n), np.int32),
        inputs.fixed,
        np.zeros((1 + len(inputs.states), n), np.int16),
    )
    times = Times(
        np.full((views, pairs), -np.inf),
        np.full((views, n), -np.inf),
        np.zeros((halves, pairs)),
        np.zeros((halves, pairs)),
        np.array([days for days, _ in inputs.half_lives]).reshape(halves),
        np.array([kind for _, kind in inputs.half_lives], np.int64).reshape(halves),
    )
    return World(
        links,
        traits,
        times,
        np.zeros(pairs, np.int8),
        np.array(inputs.tags, np.int64),
        np.array([history.may_speak, history.may_be_named], np.bool_),
        barred,
        np.array([tie.indptr + at for tie, at in zip(kept, offsets, strict=False)], np.int64).reshape(
            -1, n + 1
        ),
        np.concatenate([tie.indices for tie in kept]).astype(np.int32) if kept else np.zeros(0, np.int32),
    )


@inlined
def at_risk(level: Shorts, may: Flags, barred: Flags, side: int, actor: int) -> bool:
    """Whether an actor may speak (side 0) or be named (side 1) now."""
    if not may[side, actor] or level[0, actor] <= 0:
        return False
    for row in range(1, level.shape[0]):
        if barred[side, row] and level[row, actor] > 0:
            return False
    return True


@compiled
def enter(world: World, acts: Acts, m: int) -> None:
    """Put event `m` into the network."""
    links, traits, times = world.links, world.traits, world.times
    i, j, p, t = acts.sender[m], acts.receiver[m], acts.pair[m], acts.time[m]
    if not world.seen[p]:
        world.seen[p] = 1
        at = links.out_start[i] + links.out_len[i]
        links.out_to[at] = j
        links.out_pair[at] = p
        links.out_len[i] += 1
        at = links.in_start[j] + links.in_len[j]
        links.in_from[at] = i
        links.in_pair[at] = p
        links.in_len[j] += 1
        for q in range(len(world.tags)):
            if traits.fixed[world.tags[q], i] != 0.0:
                traits.tagged[q, j] += 1
    for v in range(len(acts.window)):
        if acts.view_kind[v] < 0 or acts.view_kind[v] == acts.kind[m]:
            links.weight[v, p] += 1
            if links.weight[v, p] == 1:
                traits.degree[v, 0, j] += 1
                traits.degree[v, 1, i] += 1
            traits.degree[v, 2, j] += 1
            traits.degree[v, 3, i] += 1
            times.last[v, p] = t
            times.last_named[v, j] = t
    for h in range(len(times.half_life)):
        if times.decay_kind[h] < 0 or times.decay_kind[h] == acts.kind[m]:
            gone = t - times.last_decay[h, p]
            times.decaying[h, p] = times.decaying[h, p] * 0.5 ** (gone / times.half_life[h]) + 1.0
            times.last_decay[h, p] = t


@compiled
def leave(links: Links, traits: Traits, acts: Acts, v: int, m: int) -> None:
    """Take event `m` out of view `v`, whose window has passed."""
    if acts.view_kind[v] < 0 or acts.view_kind[v] == acts.kind[m]:
        i, j, p = acts.sender[m], acts.receiver[m], acts.pair[m]
        links.weight[v, p] -= 1
        if links.weight[v, p] == 0:
            traits.degree[v, 0, j] -= 1
            traits.degree[v, 1, i] -= 1
        traits.degree[v, 2, j] -= 1
        traits.degree[v, 3, i] -= 1
