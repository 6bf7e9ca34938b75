"""What comes due on which day, in the order of the clock?

Time is counted in ticks, 2 ** 32 a day (a tick is 20 microseconds). What is due is one word of 64 bits: the
tick of the day above, the person below; so words of one day are in order of time when they are in order of
size. Days are buckets made of chunks; a chunk that was read is used again, so that memory follows what is
waiting and not what was. A day is put in order when it comes: first by the upper bits of the tick into as
many heaps as there are words, then by insertion, which then has almost nothing left to do.

References
----------
R. Brown, "Calendar queues: a fast O(1) priority queue implementation for the simulation event set problem",
Communications of the ACM 31 (1988), doi:10.1145/63039.63045.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from showtrial.events.history import Ints
from showtrial.model.country.shuffle import Whole
from showtrial.model.machine.inner import inlined, inner
from showtrial.model.naming.kernels import Longs

Words = NDArray[np.uint64]
#: Words of a chunk, as a power of two.
CHUNK_BITS = 7
CHUNK = 1 << CHUNK_BITS
#: Parts of a day into which its words are laid, at most, as a power of two.
PART_BITS = 16
#: Where the next word of an empty day goes: at the end of no chunk.
EMPTY = -CHUNK
#: Cells of `meter`: chunks never used so far, the last that was given back (-1: none).
UNUSED, GIVEN_BACK = 0, 1
LOWER = np.uint64(0xFFFFFFFF)


class Calendar(NamedTuple):
    """Buckets of words; D days.

    Parameters
    ----------
    pool : (C * CHUNK,) uint64
        Words of all chunks. Pages never written to take no memory.
    before : (C,) int32
        The chunk of the same day that was filled before (-1: none), or given back before.
    next : (D,) int64
        Where in the pool the next word of each day goes; `EMPTY` where there is none.
    meter : (2,) int64
        See `UNUSED`, `GIVEN_BACK`.
    today : (W,) uint64
        Words of the day at hand, in order.
    part : (2 ** PART_BITS + 1,) int32
        Scratch.
    """

    pool: Words
    before: Ints
    next: Longs
    meter: Longs
    today: Words
    part: Ints


def calendar_of(days: int, most: int) -> Calendar:
    """Make room for `days` days and at most `most` words."""
    chunks = days + most // CHUNK + 2
    return Calendar(
        np.empty(chunks * CHUNK, np.uint64),
        np.empty(chunks, np.int32),
        np.full(days, EMPTY, np.int64),
        np.array([0, -1], np.int64),
        np.empty(most, np.uint64),
        np.zeros((1 << PART_BITS) + 1, np.int32),
    )


@inner
def new_chunk(c: Calendar, day: Whole) -> Whole:
    """Begin another chunk of a day; return where its first word goes."""
    chunk = c.meter[GIVEN_BACK]
    if chunk >= 0:
        c.meter[GIVEN_BACK] = c.before[chunk]
    else:
        chunk = c.meter[UNUSED]
        c.meter[UNUSED] = chunk + 1
    at = c.next[day]
    c.before[chunk] = -1 if at < 0 else (at - 1) >> CHUNK_BITS
    return chunk << CHUNK_BITS


@inlined
def enter(c: Calendar, day: Whole, word: np.uint64) -> None:
    """Enter a word on a day."""
    at = c.next[day]
    if at & (CHUNK - 1) == 0:
        at = new_chunk(c, day)
    c.pool[at] = word
    c.next[day] = at + 1


@inner
def open_day(c: Calendar, day: Whole) -> Whole:
    """Put the words of a day into `today`, in order, and give its chunks back; return how many."""
    at = c.next[day]
    if at < 0:
        return 0
    last = (at - 1) >> CHUNK_BITS
    many, chunk = at - (last << CHUNK_BITS), np.int64(c.before[last])
    while chunk >= 0:
        many += CHUNK
        chunk = np.int64(c.before[chunk])
    bits = 1
    while bits < PART_BITS and (1 << bits) < many:
        bits += 1
    down = np.uint64(64 - bits)
    c.part[: (1 << bits) + 1] = 0
    chunk, filled = last, at - (last << CHUNK_BITS)
    while chunk >= 0:
        for k in range(chunk << CHUNK_BITS, (chunk << CHUNK_BITS) + filled):
            c.part[np.int64(c.pool[k] >> down) + 1] += 1
        chunk, filled = np.int64(c.before[chunk]), CHUNK
    for p in range(1 << bits):
        c.part[p + 1] += c.part[p]
    chunk, filled = last, at - (last << CHUNK_BITS)
    while chunk >= 0:
        for k in range(chunk << CHUNK_BITS, (chunk << CHUNK_BITS) + filled):
            part = np.int64(c.pool[k] >> down)
            c.today[c.part[part]] = c.pool[k]
            c.part[part] += 1
        before = np.int64(c.before[chunk])
        c.before[chunk] = c.meter[GIVEN_BACK]
        c.meter[GIVEN_BACK] = chunk
        chunk, filled = before, CHUNK
    c.next[day] = EMPTY
    tidy(c.today, many)
    return many


@inner
def tidy(words: Words, many: Whole) -> None:
    """Sort by insertion."""
    for k in range(1, many):
        word = words[k]
        at = k
        while at > 0 and words[at - 1] > word:
            words[at] = words[at - 1]
            at -= 1
        words[at] = word


@inner
def push(heap: Words, size: Longs, word: np.uint64) -> None:
    """Add a word to a binary heap, the least first; its size is `size[0]`."""
    at = size[0]
    size[0] = at + 1
    while at > 0:
        above = (at - 1) >> 1
        if heap[above] <= word:
            break
        heap[at] = heap[above]
        at = above
    heap[at] = word


@inner
def pop(heap: Words, size: Longs) -> np.uint64:
    """Take the least word out of a heap."""
    least = heap[0] + np.uint64(0)
    last = size[0] - 1
    size[0] = last
    word = heap[last]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= last:
            break
        if below + 1 < last and heap[below + 1] < heap[below]:
            below += 1
        if word <= heap[below]:
            break
        heap[at] = heap[below]
        at = below
    heap[at] = word
    return least
