"""Which events lie outside their risk set?"""

from __future__ import annotations

import numpy as np

from showtrial.errors import Problem, SchemaError
from showtrial.events.history import EventHistory
from showtrial.model.naming.kernels import Longs


def refuse_outside(history: EventHistory, chosen: np.ndarray, order: Longs, told: str) -> None:
    """Raise for every event whose actor was not at risk."""
    outside = np.sort(order[chosen < 0])
    if len(outside):
        raise SchemaError([_outside(history, int(m), told) for m in outside])


def _outside(history: EventHistory, m: int, told: str) -> Problem:
    who = history.actors[(history.receiver if told == "be named" else history.sender)[m]]
    day = f"day {history.time[m]:g} after {history.origin}"
    row = history.rows[m] if history.rows else f"event {m + 1}"
    return Problem(
        "events",
        0,
        row,
        f"{history.actors[history.sender[m]]} names {history.actors[history.receiver[m]]} on {day}",
        f"somebody who could {told} then; {who} could not",
        "widen the time, states or circle that keep the actor out, or leave the event out",
    )


def refuse_mute(history: EventHistory) -> None:
    """Raise for every event whose sender may not speak, or lies outside the window observed."""
    n, problems = history.n, []
    level = np.zeros(len(history), np.int64)
    for name in history.silenced:
        spells = history.states.get(name)
        if spells is None:
            continue
        for side, step in ((spells.start, 1), (spells.stop, -1)):
            order = np.lexsort((side, spells.actor))
            rank = np.searchsorted(
                _merged(spells.actor[order], side[order], n),
                _merged(history.sender, history.time, n),
                "right",
            )
            level += step * (rank - np.searchsorted(spells.actor[order], history.sender, "left"))
    s, t = history.sender, history.time
    mute = ~history.may_speak[s] | (history.entry[s] > t) | (history.exit[s] <= t) | (level > 0)
    problems = [_outside(history, int(m), "speak") for m in np.flatnonzero(mute)]
    if problems:
        raise SchemaError(problems)


def _merged(actor: np.ndarray, time: np.ndarray, n: int) -> np.ndarray:
    """Join actor and time to one sortable number pair."""
    both = np.empty(len(actor), dtype=[("actor", np.int64), ("time", np.float64)])
    both["actor"], both["time"] = actor, time
    return both
