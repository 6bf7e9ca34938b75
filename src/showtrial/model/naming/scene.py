"""What does building choice sets read, write and keep, and how does it get more room?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from showtrial.events.history import EventHistory, Floats, Ints
from showtrial.model.naming.kernels import Longs, Rows, empty_rows, grown
from showtrial.model.naming.network import Acts, Changes, World
from showtrial.model.naming.plan import DEGREE, NAMED_BY, Inputs, Plan
from showtrial.model.naming.statistics import Near, near_of

#: Cells of the array that says how far the kernel has come.
SITUATION, APPLIED, CHANGED, DELTAS, TOUCHED, DIRTY = range(6)
#: Why the kernel stopped.
DONE, TYPES_FULL, GROUPS_FULL, KEYS_FULL, TOUCHED_FULL = range(5)


class Types(NamedTuple):
    """Distinct rows of statistics.

    Parameters
    ----------
    values : (capacity, P) float64
        The statistics.
    tag : (capacity,) int32
        For a touched row, the row it would have if it were untouched; -1 for others.
    size : (1,) int64
        How many rows there are.
    """

    values: Floats
    tag: Ints
    size: Longs


class Tables(NamedTuple):
    """What is distinct: statistics, classes of senders, classes of candidates.

    `near` holds what each row of `types` is told apart by, beside its tag: the values of the
    neighbourhood, from which and from the classes the statistics follow. ``cross[k, c]`` is the row
    of a sender of class k and an untouched candidate of class c; -1 while nobody has asked.
    """

    types: Types
    near: Rows
    keys: Rows
    groups: Rows
    cross: Ints


class Frame(NamedTuple):
    """What the kernel reads: moments, and the events at each.

    Parameters
    ----------
    time : (S,) float64
        Moment of each situation, not decreasing.
    upto : (S,) int64
        Events before this one are in the network.
    sender : (S,) int32
        Who chooses; -1 where nobody does (the rate model).
    event_ptr : (S + 1,) int64
        Events of each situation.
    chosen_actor : (M,) int32
        The receiver of each event (its sender, in the rate model), in order of situations.
    circle_start, circle_to : arrays
        Rows of the circle; empty where there is none.
    side : int
        0: those at risk speak; 1: they are named.
    explicit : bool
        Go through every candidate instead of classes.
    moving : bool
        Whether namings can move an actor to another class.
    """

    time: Floats
    upto: Longs
    sender: Ints
    event_ptr: Longs
    chosen_actor: Ints
    circle_start: Longs
    circle_to: Ints
    side: int
    explicit: bool
    moving: bool


class Trail(NamedTuple):
    """What the kernel writes.

    Parameters
    ----------
    key, own : (S,) int32
        Class of the sender, and his own class as a candidate (-1: not at risk).
    ptr : (S + 1,) int64
        Where the touched candidates of each situation begin in `touched`.
    touched : int32
        Numbers of rows of statistics.
    chosen : (M,) int32
        Row of statistics of who was chosen; -1 where he was not at risk.
    group : (n,) int32
        Class of each actor now; -1 where not at risk.
    pos, delta_group, delta_actor : int32; step : int8
        At which situation a class gained (+1) or lost (-1) an actor.
    dirty, is_dirty : (n,)
        Actors whose class may have changed.
    cursor : (6,) int64
        How far the kernel has come.
    """

    key: Ints
    own: Ints
    ptr: Longs
    touched: Ints
    chosen: Ints
    group: Ints
    pos: Ints
    delta_group: Ints
    delta_actor: Ints
    step: np.ndarray
    dirty: Ints
    is_dirty: np.ndarray
    cursor: Longs


class Scene(NamedTuple):
    """Everything of one build, for the kernel."""

    plan: Plan
    world: World
    acts: Acts
    changes: Changes
    frame: Frame
    tables: Tables
    trail: Trail
    near: Near
    group_row: Floats
    key_row: Floats


def moves(plan: Plan) -> bool:
    """Whether namings can move an actor to another class."""
    classed = plan.slot[(plan.code == DEGREE) | (plan.code == NAMED_BY)]
    return bool((classed >= 0).any())


def empty_trail(frame: Frame, n: int, deltas: int) -> Trail:
    """Make room for what `walk` writes."""
    size, events = len(frame.time), len(frame.chosen_actor)
    return Trail(
        np.zeros(size, np.int32),
        np.full(size, -1, np.int32),
        np.zeros(size + 1, np.int64),
        np.zeros(2 * n + 1024, np.int32),
        np.full(events, -1, np.int32),
        np.full(n, -1, np.int32),
        np.zeros(deltas, np.int32),
        np.zeros(deltas, np.int32),
        np.zeros(deltas, np.int32),
        np.zeros(deltas, np.int8),
        np.arange(n, dtype=np.int32),
        np.ones(n, np.int8),
        np.array([0, 0, 0, 0, 0, n], np.int64),
    )


def scene_of(inputs: Inputs, world: World, acts: Acts, changes: Changes, frame: Frame) -> Scene:
    """Put a build together before its first step."""
    plan, n, terms = inputs.plan, world.traits.level.shape[1], len(inputs.plan.near)
    passes = 1 + int(np.isfinite(acts.window).sum())
    deltas = 2 * (n + len(changes.time) + (2 * len(acts.time) * passes if frame.moving else 0))
    width = int(plan.sizes[0] + (plan.outside >= 0).sum())
    rows = empty_rows(4096, width)
    tables = Tables(
        Types(np.zeros((4096, terms)), rows.tag, rows.size),
        rows,
        empty_rows(16, int(plan.sizes[2])),
        empty_rows(256, int(plan.sizes[1])),
        np.full((16, 256), -1, np.int32),
    )
    return Scene(
        plan,
        world,
        acts,
        changes,
        frame,
        tables,
        empty_trail(frame, n, deltas),
        near_of(n, width),
        np.zeros(int(plan.sizes[1])),
        np.zeros(int(plan.sizes[2])),
    )


def larger(scene: Scene, why: int) -> Scene:
    """Return the same build with more room where it was short."""
    tables, trail = scene.tables, scene.trail
    if why == TOUCHED_FULL:
        done, size = trail.cursor[SITUATION], len(scene.frame.time)
        used = int(trail.cursor[TOUCHED])
        guess = int(1.2 * used * size / max(1, done)) if done * 8 > size else 2 * used
        wanted = max(guess, used + used // 3) + 2 * len(trail.group)
        touched = np.empty(wanted, np.int32)
        touched[:used] = trail.touched[:used]
        return scene._replace(trail=trail._replace(touched=touched))
    if why == TYPES_FULL:
        near = grown(tables.near)
        values = np.zeros((len(near.tag), tables.types.values.shape[1]))
        values[: len(tables.types.values)] = tables.types.values
        return scene._replace(tables=tables._replace(types=Types(values, near.tag, near.size), near=near))
    keys = grown(tables.keys) if why == KEYS_FULL else tables.keys
    groups = grown(tables.groups) if why == GROUPS_FULL else tables.groups
    cross = np.full((len(keys.tag), len(groups.tag)), -1, np.int32)
    cross[: tables.cross.shape[0], : tables.cross.shape[1]] = tables.cross
    return scene._replace(tables=tables._replace(keys=keys, groups=groups, cross=cross))


def circle_of(history: EventHistory) -> tuple[Longs, Ints]:
    """Return the rows of the circle; empty arrays where everyone could have been named."""
    if history.circle is None:
        return np.zeros(0, np.int64), np.zeros(0, np.int32)
    return history.circle.indptr.astype(np.int64), history.circle.indices.astype(np.int32)
