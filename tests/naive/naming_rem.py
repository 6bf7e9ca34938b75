"""The likelihood of the tie-oriented model, pair by pair and interval by interval."""

from __future__ import annotations

import itertools
import math

from naive.naming_rate import moments, over
from naive.naming_statistics import Moment, may_be_named, may_speak

from showtrial.events.history import EventHistory
from showtrial.model.naming.effects import Effect


def intensity(moment: Moment, effects: tuple[Effect, ...], b: list[float], i: int, j: int) -> float:
    return math.exp(sum(c * moment.statistic(e, i, j) for c, e in zip(b, effects, strict=True)))


def total(moment: Moment, effects: tuple[Effect, ...], b: list[float]) -> float:
    """Sum over all pairs at risk."""
    h, t = moment.history, moment.t
    return sum(
        intensity(moment, effects, b, i, j)
        for i in range(h.n)
        if may_speak(h, i, t)
        for j in range(h.n)
        if may_be_named(h, i, j, t)
    )


def rem_loglik(history: EventHistory, effects: tuple[Effect, ...], b: list[float], *, ordinal: bool) -> float:
    result = 0.0
    for m in range(len(history)):
        moment = Moment(history, float(history.time[m]), int(history.batch[m]))
        result += math.log(intensity(moment, effects, b, int(history.sender[m]), int(history.receiver[m])))
        if ordinal:
            result -= math.log(total(moment, effects, b))
    if ordinal:
        return result
    times = moments(history, effects)
    for begin, end in itertools.pairwise(times):
        seen = 1 + max((k for k in set(history.batch.tolist()) if over(history, k) <= begin), default=-1)
        result -= (end - begin) * total(Moment(history, begin, seen), effects, b)
    return result
