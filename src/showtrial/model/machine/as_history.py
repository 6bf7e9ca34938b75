"""How does a world look to the naming models, before anybody has spoken?"""

from __future__ import annotations

import numpy as np

from showtrial.events.history import Attribute, EventHistory, Spells, Ties
from showtrial.model.machine.world import TIE_WORDS, World

#: States that the machine follows; rows of the level of states, in this order where a model asks.
FOLLOWED = ("held", "deposed", "confessed", "condemned", "dead")


def history_of(world: World) -> EventHistory:
    """Return the world as a history in which nobody has spoken yet, against which effects are read."""
    n = len(world.ids)
    empty, everyone = np.zeros(0, np.int32), np.ones(n, np.bool_)
    codes = np.array([world.groups.index(each) for each in world.group], np.int32)
    nobody = Spells(empty, np.zeros(0), np.zeros(0))
    return EventHistory(
        actors=world.ids,
        sender=empty,
        receiver=empty,
        time=np.zeros(0),
        batch=empty,
        kind=np.zeros(0, np.int16),
        kinds=("accusation",),
        origin="0001-01-01",
        start=0.0,
        end=np.inf,
        entry=np.full(n, -np.inf),
        exit=np.full(n, np.inf),
        may_speak=everyone,
        may_be_named=everyone,
        ordering="given",
        attributes={
            "group": Attribute(codes, world.groups, np.zeros(0)),
            "sex": _levels(world.sex),
            "prominence": Attribute(empty, (), world.prominence.astype(np.float64)),
            "out_of_reach": _levels(tuple("no" if each else "yes" for each in world.in_reach)),
        },
        states={name: nobody for name in (*FOLLOWED, "summoned", "pressed", "tortured", "absconded")},
        ties=_relations(world),
    )


def _levels(values: tuple[str, ...]) -> Attribute:
    levels = tuple(sorted({each for each in values if each}))
    codes = np.array([levels.index(each) if each else -1 for each in values], np.int32)
    return Attribute(codes, levels, np.zeros(0))


def _relations(world: World) -> dict[str, Ties]:
    n, found = len(world.ids), {}
    row = np.repeat(np.arange(n), np.diff(world.tie_start))
    for kind, name in enumerate(TIE_WORDS):
        kept = world.tie_kind == kind
        start = np.concatenate([[0], np.cumsum(np.bincount(row[kept], minlength=n))]).astype(np.int64)
        found[name] = Ties(start, world.tie_to[kept].astype(np.int32))
    return found
