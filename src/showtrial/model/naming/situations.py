"""Which choice sets did the speakers face, put so that no coefficient is needed to build them?

A situation is a sender at a moment; events of one batch that share both share it. Almost every
candidate is untouched by the neighbourhood of the sender and belongs to a class whose statistics
are those of many others: only changes of class are written down. Touched candidates are written
one by one, as numbers of distinct rows of statistics. Both are computed once for all Newton steps.
"""

from __future__ import annotations

from showtrial.events.history import Floats
from showtrial.model.naming.kernels import compiled, inlined, interned
from showtrial.model.naming.network import Traits, at_risk, enter, leave
from showtrial.model.naming.plan import Plan
from showtrial.model.naming.scene import (
    APPLIED,
    CHANGED,
    DELTAS,
    DIRTY,
    DONE,
    GROUPS_FULL,
    KEYS_FULL,
    SITUATION,
    TOUCHED,
    TOUCHED_FULL,
    TYPES_FULL,
    Scene,
    Tables,
    Trail,
    Types,
)
from showtrial.model.naming.statistics import (
    class_term,
    class_values,
    clear,
    gather,
    key_values,
    near_term,
    touch,
)


@inlined
def mark(trail: Trail, j: int) -> None:
    """Remember that the class of `j` may have changed."""
    if not trail.is_dirty[j]:
        trail.is_dirty[j] = 1
        trail.dirty[trail.cursor[DIRTY]] = j
        trail.cursor[DIRTY] += 1


@inlined
def advance(scene: Scene, s: int) -> None:
    """Let everything happen that situation `s` sees: earlier batches, ends of windows, states."""
    world, acts, changes, frame, trail = scene.world, scene.acts, scene.changes, scene.frame, scene.trail
    t, cursor = frame.time[s], trail.cursor
    while cursor[APPLIED] < frame.upto[s]:
        m = cursor[APPLIED]
        enter(world, acts, m)
        if frame.moving:
            mark(trail, acts.sender[m])
            mark(trail, acts.receiver[m])
        cursor[APPLIED] += 1
    for v in range(len(acts.window)):
        while acts.expired[v] < cursor[APPLIED] and acts.time[acts.expired[v]] + acts.window[v] <= t:
            m = acts.expired[v]
            leave(world.links, world.traits, acts, v, m)
            if frame.moving:
                mark(trail, acts.sender[m])
                mark(trail, acts.receiver[m])
            acts.expired[v] += 1
    while cursor[CHANGED] < len(changes.time) and changes.time[cursor[CHANGED]] <= t:
        c = cursor[CHANGED]
        world.traits.level[changes.row[c], changes.actor[c]] += changes.step[c]
        mark(trail, changes.actor[c])
        cursor[CHANGED] += 1


@inlined
def emit(trail: Trail, s: int, j: int, group: int, step: int) -> None:
    """Write down that a class gained or lost an actor before situation `s`."""
    d = trail.cursor[DELTAS]
    trail.pos[d], trail.delta_group[d], trail.delta_actor[d], trail.step[d] = s, group, j, step
    trail.cursor[DELTAS] = d + 1


@inlined
def settle(scene: Scene, s: int) -> bool:
    """Put actors whose class has changed into the class they now belong to; False without room."""
    trail, groups, traits = scene.trail, scene.tables.groups, scene.world.traits
    values = scene.group_row
    while trail.cursor[DIRTY] > 0:
        j = trail.dirty[trail.cursor[DIRTY] - 1]
        group = -1
        if at_risk(traits.level, scene.world.may, scene.world.barred, scene.frame.side, j):
            class_values(scene.plan, traits, j, values)
            group = interned(groups, values, 0)
            if group < 0:
                return False
        before = trail.group[j]
        if group != before:
            if before >= 0:
                emit(trail, s, j, before, -1)
            if group >= 0:
                emit(trail, s, j, group, 1)
            trail.group[j] = group
        trail.is_dirty[j] = 0
        trail.cursor[DIRTY] -= 1
    return True


@compiled
def crossed(plan: Plan, tables: Tables, k: int, c: int) -> int:
    """Return the row of statistics of an untouched candidate of class `c` for a sender of class `k`."""
    if tables.cross[k, c] < 0:
        types = tables.types
        r = types.size[0]
        types.size[0] = r + 1
        types.tag[r] = -1
        for term in range(types.values.shape[1]):
            types.values[r, term] = (
                0.0
                if plan.near[term]
                else class_term(plan, tables.keys.values[k], tables.groups.values[c], term)
            )
        tables.cross[k, c] = r
    return tables.cross[k, c]


@compiled
def distinguished(plan: Plan, traits: Traits, values: Floats, i: int, j: int) -> None:
    """Write the products that neither the classes nor the neighbourhood settle."""
    for term in range(len(plan.near)):
        if plan.outside[term] >= 0:
            values[plan.sizes[0] + plan.outside[term]] = near_term(plan, traits, values, term, i, j)


@compiled
def described(plan: Plan, traits: Traits, types: Types, values: Floats, i: int, j: int) -> None:
    """Write the statistics of the newest row, seen first where `i` could name `j`."""
    r = types.size[0] - 1
    for term in range(len(plan.near)):
        if plan.near[term]:
            types.values[r, term] = near_term(plan, traits, values, term, i, j)
        else:
            types.values[r, term] = types.values[types.tag[r], term]


@inlined
def list_touched(scene: Scene, i: int, k: int, count: int, at: int) -> int:
    """Write the rows of the touched candidates from `at` on; return where they end."""
    plan, near, tables, trail = scene.plan, scene.near, scene.tables, scene.trail
    group, cross, apart = trail.group, tables.cross, near.values.shape[1] > plan.sizes[0]
    for r in range(count):
        j = near.who[r]
        c = group[j]
        if c < 0 or j == i:
            continue
        base = cross[k, c]
        if base < 0:
            base = crossed(plan, tables, k, c)
        values = near.values[r]
        if apart:
            distinguished(plan, scene.world.traits, values, i, j)
        before = tables.near.size[0]
        found = interned(tables.near, values, base)
        if found == before:
            described(plan, scene.world.traits, tables.types, values, i, j)
        trail.touched[at] = found
        near.place[j] = -2 - found
        at += 1
    return at


@compiled
def allow(scene: Scene, i: int) -> int:
    """Touch every candidate who could be named, where classes are not used; return how many."""
    frame, near = scene.frame, scene.near
    if len(frame.circle_start):
        for s in range(frame.circle_start[i], frame.circle_start[i + 1]):
            j = frame.circle_to[s]
            if scene.trail.group[j] >= 0 and j != i:
                touch(near, j)
    else:
        for j in range(len(near.place)):
            if scene.trail.group[j] >= 0 and j != i:
                touch(near, j)
    return near.size[0]


@inlined
def situate(scene: Scene, s: int, k: int) -> int:
    """Write the touched candidates of situation `s`, and the row of who was chosen at each event."""
    frame, trail, near, tables = scene.frame, scene.trail, scene.near, scene.tables
    i, at = frame.sender[s], trail.cursor[TOUCHED]
    trail.key[s], trail.own[s] = k, -1
    allowed = 0
    if i >= 0:
        trail.own[s] = trail.group[i]
        if frame.explicit:
            allowed = allow(scene, i)
        gather(scene.plan, scene.world, near, i, frame.time[s])
    count = allowed if frame.explicit else near.size[0]
    new = 2 * count + frame.event_ptr[s + 1] - frame.event_ptr[s]
    if tables.types.size[0] + new > len(tables.types.tag):
        clear(near)
        return TYPES_FULL
    if at + count > len(trail.touched):
        clear(near)
        return TOUCHED_FULL
    at = list_touched(scene, i, k, count, at)
    for m in range(frame.event_ptr[s], frame.event_ptr[s + 1]):
        j = frame.chosen_actor[m]
        if near.place[j] <= -2:
            trail.chosen[m] = -2 - near.place[j]
        elif frame.explicit or trail.group[j] < 0 or j == i:
            trail.chosen[m] = -1
        else:
            trail.chosen[m] = crossed(scene.plan, tables, k, trail.group[j])
    clear(near)
    trail.cursor[TOUCHED] = at
    trail.ptr[s + 1] = at
    return DONE


@compiled
def walk(scene: Scene, until: int) -> int:
    """Build situations up to `until`; return why it stopped. Called again, it goes on from there."""
    cursor, values = scene.trail.cursor, scene.key_row
    while cursor[SITUATION] < until:
        s = cursor[SITUATION]
        advance(scene, s)
        if not settle(scene, s):
            return GROUPS_FULL
        i = scene.frame.sender[s]
        if i >= 0:
            key_values(scene.plan, scene.world.traits, i, values)
        k = interned(scene.tables.keys, values, 0)
        if k < 0:
            return KEYS_FULL
        why = situate(scene, s, k)
        if why != DONE:
            return why
        cursor[SITUATION] = s + 1
    return DONE
