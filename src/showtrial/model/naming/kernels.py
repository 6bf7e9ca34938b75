"""How is code compiled, and how are equal rows found fast?

The one place for compiler flags. Kernels take arrays, never raise and release the lock of the
interpreter; they are compiled once and kept on disk, so a later process loads them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

from showtrial.events.history import Floats, Ints

Longs = NDArray[np.int64]
Kernel = TypeVar("Kernel", bound=Callable[..., Any])

FLAGS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}


def compiled(function: Kernel) -> Kernel:
    """Compile `function` for numba: kept on disk, without the interpreter's lock, IEEE arithmetic.

    ``_nrt=False`` leaves out the counting of references to arrays, which cost ten times the work
    itself where many small kernels hand tuples of arrays to each other; the price is that a
    kernel cannot allocate, so every array comes from outside.
    """
    return numba.njit(**FLAGS)(function)


def inlined(function: Kernel) -> Kernel:
    """Compile `function` like `compiled`, and write it out wherever another kernel calls it.

    A call hands over every array of every tuple word by word, thousands of bytes for a `Scene`; in
    what is done for each candidate or situation that took longer than the work.
    """
    return numba.njit(**FLAGS, forceinline=True)(function)


class Rows(NamedTuple):
    """A set of distinct rows of numbers, found by hash.

    Parameters
    ----------
    values : (capacity, width) float64
        The rows, in order of first appearance.
    tag : (capacity,) int32
        A whole number that belongs to each row and distinguishes it too; -1 for a row that is
        numbered with the others and never looked for.
    slots : (2 ** k,) int32
        Open addressing: which row lies where, -1 where none.
    size : (1,) int64
        How many rows there are.
    """

    values: Floats
    tag: Ints
    slots: Ints
    size: Longs


def empty_rows(capacity: int, width: int) -> Rows:
    """Make room for `capacity` distinct rows of `width` numbers."""
    slots = 1 << int(np.ceil(np.log2(2 * capacity + 2)))
    return Rows(
        np.zeros((capacity, width)),
        np.zeros(capacity, np.int32),
        np.full(slots, -1, np.int32),
        np.zeros(1, np.int64),
    )


def grown(rows: Rows) -> Rows:
    """Return the same rows, in the same order, with four times the room."""
    n = int(rows.size[0])
    larger = empty_rows(4 * len(rows.tag), rows.values.shape[1])
    larger.values[:n] = rows.values[:n]
    larger.tag[:n] = rows.tag[:n]
    larger.size[0] = n
    rehash(larger)
    return larger


@inlined
def hashed(values: Floats, tag: int) -> int:
    """Mix the bits of a row; a number for each column, so that no column waits for another."""
    h = np.uint64(tag) * np.uint64(0x9E3779B97F4A7C15)
    by = np.uint64(0xD6E8FEB86659FD93)
    bits = values.view(np.uint64)
    for a in range(len(values)):
        h += (bits[a] ^ (bits[a] >> np.uint64(32))) * by
        by = by * np.uint64(0x5851F42D4C957F2D) + np.uint64(0x14057B7EF767814E)
    h = (h ^ (h >> np.uint64(32))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.int64(h >> np.uint64(24))  # type: ignore[return-value]


@compiled
def rehash(rows: Rows) -> None:
    """Fill the slots from the rows."""
    mask = len(rows.slots) - 1
    for r in range(rows.size[0]):
        if rows.tag[r] >= 0:
            at = hashed(rows.values[r], rows.tag[r]) & mask
            while rows.slots[at] >= 0:
                at = (at + 1) & mask
            rows.slots[at] = r


@inlined
def interned(rows: Rows, values: Floats, tag: int) -> int:
    """Return the number of the row with this tag and these values, new if it was not there.

    Returns -1 where there is no room left.
    """
    mask = len(rows.slots) - 1
    at = hashed(values, tag) & mask
    while True:
        r = rows.slots[at]
        if r < 0:
            break
        if rows.tag[r] == tag:
            same = True
            for a in range(len(values)):
                same &= rows.values[r, a] == values[a]
            if same:
                return r
        at = (at + 1) & mask
    r = rows.size[0]
    if r >= len(rows.tag):
        return -1
    rows.size[0] = r + 1
    rows.slots[at] = r
    rows.tag[r] = tag
    for a in range(len(values)):
        rows.values[r, a] = values[a]
    return r
