"""When does what come due, with intensities that change?

One clock a person and kind. A clock holds what is left of a unit exponential and runs down at its
present intensity; when the intensity changes, what is left stays and the due time is computed anew.
That is exact for intensities constant between events (the modified next reaction method), needs no
time steps and no bound, and asks for one random number a clock, whatever else happens in the run.

Intensities that share a changing factor run on a time of their own, in which the factor is 1: a second
queue (`OWN`), so that a change of the factor moves no entry.

References
----------
D. F. Anderson, "A modified next reaction method for simulating chemical systems with time dependent
propensities and delays", Journal of Chemical Physics 127 (2007), doi:10.1063/1.2799998.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from showtrial.events.history import Floats
from showtrial.model.machine.inner import inner
from showtrial.model.naming.kernels import Longs

#: The two queues: by calendar time, and by the time in which the shared factor is 1.
CALENDAR, OWN = 0, 1
_LEFT, _SINCE, _RATE = 0, 1, 2
_VERSION, WOUND, _RUNNING = 0, 1, 2
_KIND, _WHO, _ENTRY = 0, 1, 2


class Clocks(NamedTuple):
    """Clocks and the two queues of their due times; C kinds, N who have clocks.

    Parameters
    ----------
    hand : (3, C, N) float64
        What is left of the exponential, as of which moment, and the present intensity a day.
    wheel : (3, C, N) int32
        Version (entries of an older one are void), how often it was wound, whether it runs.
    due : (2, Q) float64
        Due times of the entries of two binary heaps.
    entry : (3, 2, Q) int32
        Kind, who and version of each entry.
    size : (3,) int64
        Entries of each heap; whether one overflowed.
    """

    hand: Floats
    wheel: NDArray[np.int32]
    due: Floats
    entry: NDArray[np.int32]
    size: Longs


def clocks_of(kinds: int, many: int, room: int) -> Clocks:
    """Make room for `kinds` clocks of `many`, with `room` entries a queue."""
    return Clocks(
        np.zeros((3, kinds, many)),
        np.zeros((3, kinds, many), np.int32),
        np.zeros((2, room)),
        np.zeros((3, 2, room), np.int32),
        np.zeros(3, np.int64),
    )


@inner
def push(clocks: Clocks, q: int, due: float, kind: int, who: int) -> None:
    """Enter a due time; an overflow is marked, never raised."""
    at = clocks.size[q]
    if at >= clocks.due.shape[1]:
        clocks.size[2] = 1
        return
    clocks.size[q] = at + 1
    while at > 0:
        above = (at - 1) >> 1
        if clocks.due[q, above] <= due:
            break
        move(clocks, q, above, at)
        at = above
    clocks.due[q, at] = due
    clocks.entry[_KIND, q, at] = kind
    clocks.entry[_WHO, q, at] = who
    clocks.entry[_ENTRY, q, at] = clocks.wheel[_VERSION, kind, who]


@inner
def move(clocks: Clocks, q: int, source: int, to: int) -> None:
    """Copy an entry of a heap."""
    clocks.due[q, to] = clocks.due[q, source]
    for field in range(3):
        clocks.entry[field, q, to] = clocks.entry[field, q, source]


@inner
def drop_first(clocks: Clocks, q: int) -> None:
    """Take the first entry out."""
    last = clocks.size[q] - 1
    clocks.size[q] = last
    at = 0
    while True:
        below = 2 * at + 1
        if below >= last:
            break
        if below + 1 < last and clocks.due[q, below + 1] < clocks.due[q, below]:
            below += 1
        if clocks.due[q, last] <= clocks.due[q, below]:
            break
        move(clocks, q, below, at)
        at = below
    move(clocks, q, last, at)


@inner
def next_due(clocks: Clocks, q: int) -> float:
    """Return the first due time that still holds, inf if there is none."""
    while clocks.size[q] > 0:
        kind, who = clocks.entry[_KIND, q, 0], clocks.entry[_WHO, q, 0]
        if clocks.entry[_ENTRY, q, 0] == clocks.wheel[_VERSION, kind, who]:
            return clocks.due[q, 0]
        drop_first(clocks, q)
    return np.inf


@inner
def running(clocks: Clocks, kind: int, who: int) -> bool:
    """Whether a clock was wound and has neither rung nor been stopped."""
    return clocks.wheel[_RUNNING, kind, who] == 1


@inner
def wound(clocks: Clocks, kind: int, who: int) -> int:
    """How often a clock was wound: the count of its next exponential."""
    return clocks.wheel[WOUND, kind, who] + 0  # a sum of 32 and 64 bits has 64


@inner
def set_rate(clocks: Clocks, q: int, kind: int, who: int, now: float, rate: float) -> None:
    """Let a running clock go on at another intensity from `now` on (time of queue `q`)."""
    old = clocks.hand[_RATE, kind, who]
    if clocks.wheel[_RUNNING, kind, who] == 0 or rate == old:
        return
    if np.isfinite(old):
        left = clocks.hand[_LEFT, kind, who] - old * (now - clocks.hand[_SINCE, kind, who])
        clocks.hand[_LEFT, kind, who] = max(left, 0.0)
    clocks.hand[_SINCE, kind, who] = now
    clocks.hand[_RATE, kind, who] = rate
    clocks.wheel[_VERSION, kind, who] += 1
    if rate > 0.0:
        push(clocks, q, now + clocks.hand[_LEFT, kind, who] / rate, kind, who)


@inner
def wind(clocks: Clocks, q: int, kind: int, who: int, now: float, rate: float, fresh: float) -> None:
    """Start a clock with `fresh`, the unit exponential of this kind, person and count."""
    clocks.hand[_LEFT, kind, who] = fresh
    clocks.hand[_RATE, kind, who] = 0.0
    clocks.hand[_SINCE, kind, who] = now
    clocks.wheel[WOUND, kind, who] += 1
    clocks.wheel[_RUNNING, kind, who] = 1
    clocks.wheel[_VERSION, kind, who] += 1
    set_rate(clocks, q, kind, who, now, rate)


@inner
def set_alarm(clocks: Clocks, kind: int, who: int, due: float) -> None:
    """Let a clock ring at a given calendar time."""
    clocks.wheel[_VERSION, kind, who] += 1
    clocks.wheel[_RUNNING, kind, who] = 1
    clocks.hand[_RATE, kind, who] = 0.0
    push(clocks, CALENDAR, due, kind, who)


@inner
def stop(clocks: Clocks, kind: int, who: int) -> None:
    """Stop a clock."""
    if clocks.wheel[_RUNNING, kind, who] == 1:
        clocks.wheel[_RUNNING, kind, who] = 0
        clocks.hand[_RATE, kind, who] = 0.0
        clocks.wheel[_VERSION, kind, who] += 1


@inner
def ring_first(clocks: Clocks, q: int) -> tuple[int, int]:
    """Take the first entry, which must hold, out of its queue; return its kind and whose it is."""
    kind, who = clocks.entry[_KIND, q, 0] + 0, clocks.entry[_WHO, q, 0] + 0  # 64 bits
    drop_first(clocks, q)
    clocks.wheel[_RUNNING, kind, who] = 0
    clocks.wheel[_VERSION, kind, who] += 1
    return kind, who
