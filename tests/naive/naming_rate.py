"""The rate likelihood, interval by interval over a fine list of moments."""

from __future__ import annotations

import itertools
import math

from naive.naming_statistics import Moment, may_speak

from showtrial.events.history import EventHistory
from showtrial.model.naming.effects import Effect


def over(history: EventHistory, batch: int) -> float:
    """When a batch enters the network."""
    mine = [m for m in range(len(history)) if history.batch[m] == batch]
    last = float(history.time[mine[-1]])
    if history.ordering == "batch" and any(t != math.floor(t) for t in history.time):
        later = [float(t) for t, b in zip(history.time, history.batch, strict=True) if b > batch]
        return min([math.floor(last) + 1.0, *later[:1]])
    return last


def moments(history: EventHistory, effects: tuple[Effect, ...]) -> list[float]:
    """All times at which anything may change; more than needed does no harm."""
    times = {history.start, history.end, *map(float, history.entry), *map(float, history.exit)}
    times |= {over(history, b) for b in set(history.batch.tolist())} | set(map(float, history.time))
    for spells in history.states.values():
        times |= set(map(float, spells.start)) | set(map(float, spells.stop))
    for effect in effects:
        for atom in effect.atoms:
            times |= {float(t) + atom.window for t in history.time}
    return sorted(t for t in times if history.start <= t <= history.end)


def intensity(moment: Moment, effects: tuple[Effect, ...], b: list[float], i: int) -> float:
    return math.exp(sum(c * moment.statistic(e, i, i, rate=True) for c, e in zip(b, effects, strict=True)))


def rate_loglik(history: EventHistory, effects: tuple[Effect, ...], b: list[float]) -> float:
    """Sum of logarithms of intensities at events, less the integral of the sum over those at risk."""
    total = 0.0
    for m in range(len(history)):
        moment = Moment(history, float(history.time[m]), int(history.batch[m]))
        total += math.log(intensity(moment, effects, b, int(history.sender[m])))
    times = moments(history, effects)
    for begin, end in itertools.pairwise(times):
        seen = 1 + max((b for b in set(history.batch.tolist()) if over(history, b) <= begin), default=-1)
        moment = Moment(history, begin, seen)
        rates = [intensity(moment, effects, b, i) for i in range(history.n) if may_speak(history, i, begin)]
        total -= (end - begin) * sum(rates)
    return total


def ordinal_loglik(history: EventHistory, effects: tuple[Effect, ...], b: list[float]) -> float:
    """Each event as a choice among those who could have spoken."""
    total = 0.0
    for m in range(len(history)):
        t = float(history.time[m])
        moment = Moment(history, t, int(history.batch[m]))
        rates = {i: intensity(moment, effects, b, i) for i in range(history.n) if may_speak(history, i, t)}
        total += math.log(rates[int(history.sender[m])] / sum(rates.values()))
    return total
