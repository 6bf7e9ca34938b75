"""At which moments does anything change, and which events does each of them see?"""

from __future__ import annotations

import numpy as np

from showtrial.errors import Problem, SchemaError
from showtrial.events.history import EventHistory, Floats
from showtrial.model.naming.kernels import Longs
from showtrial.model.naming.network import Changes
from showtrial.model.naming.plan import Inputs
from showtrial.model.naming.scene import Frame, circle_of, moves


def closings(history: EventHistory) -> Floats:
    """When each event enters the network: when its batch is over.

    That is the time of its last event; but where a batch is a day (`ordering` is ``batch``) and
    times within days are known, it is the end of the day.
    """
    if not len(history):
        return np.zeros(0)
    last = np.append(np.flatnonzero(np.diff(history.batch) != 0), len(history) - 1)
    over = history.time[last].astype(np.float64)
    if history.ordering == "batch" and (history.time != np.floor(history.time)).any():
        over = np.floor(over) + 1.0
        following = np.append(history.time[last[:-1] + 1], np.inf)
        over = np.minimum(over, following)
    size = np.diff(np.append(-1, last))
    return np.repeat(over, size)


def refuse_window(history: EventHistory) -> None:
    """Raise unless the window observed is finite and holds every event."""
    problems = []
    if not (np.isfinite(history.start) and np.isfinite(history.end) and history.start < history.end):
        came = f"from {history.start:g} to {history.end:g}"
        problems.append(Problem("events", 0, "window", came, "a first and a later last day", ""))
    else:
        outside = np.flatnonzero((history.time < history.start) | (history.time >= history.end))
        for m in outside:
            row = history.rows[m] if history.rows else f"event {m + 1}"
            wanted = f"a day in the window observed, from {history.start:g} to before {history.end:g}"
            problems.append(Problem("events", 0, row, f"day {history.time[m]:g}", wanted, "widen the window"))
    if problems:
        raise SchemaError(problems)


def breaks(history: EventHistory, inputs: Inputs, changes: Changes, over: Floats) -> Floats:
    """Return every time at which risk or a statistic may change, within the window, ascending."""
    ends = [history.time + window for window, _ in inputs.views if np.isfinite(window)]
    # an event that is told within its batch leaves a window no earlier than it entered the network
    ends = [np.maximum(each, over) for each in ends]
    times = np.concatenate([[history.start], changes.time, over, *ends])
    return np.unique(times[(times >= history.start) & (times < history.end)])


def moments_of(
    history: EventHistory, inputs: Inputs, changes: Changes, *, waiting: bool, side: int
) -> tuple[Frame, Longs]:
    """Return the moments of a rate model, and the number of the moment of each event.

    Moments with events come before those at which the network takes them in. Without `waiting`
    (only the order of events counts) there are no others.
    """
    fresh = np.ones(len(history), np.bool_)
    fresh[1:] = (np.diff(history.batch) != 0) | (np.diff(history.time) != 0)
    first = np.flatnonzero(fresh)
    time, upto = history.time[first], np.searchsorted(history.batch, history.batch[first])
    many = np.diff(np.append(first, len(history)))
    order = np.arange(len(time))
    if waiting:
        over = closings(history)
        more = breaks(history, inputs, changes, over)
        time = np.concatenate([time, more])
        upto = np.concatenate([upto, np.searchsorted(over, more, "right")])
        many = np.concatenate([many, np.zeros(len(more), np.int64)])
        order = np.lexsort((np.arange(len(time)), np.repeat([0, 1], [len(first), len(more)]), time))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    frame = Frame(
        time[order].astype(np.float64),
        upto[order].astype(np.int64),
        np.full(len(order), -1, np.int32),
        np.concatenate([[0], np.cumsum(many[order])]).astype(np.int64),
        history.sender.astype(np.int32),
        *circle_of(history),
        side,
        False,
        moves(inputs.plan),
    )
    return frame, rank[np.cumsum(fresh) - 1]
