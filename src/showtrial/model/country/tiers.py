"""In which block does a number lie, when blocks of one size follow each other?

Numbers 0, 1, 2, ... are cut into blocks: first all blocks of the first size, then all of the second,
and so on. A table with one row a size then says in O(1) which block a number lies in and where a block
begins, for any number of blocks. Half-edges cut into persons (size: degree), persons cut into households,
units and groups: all are this one table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from showtrial.events.history import Floats
from showtrial.model.country.shuffle import Whole
from showtrial.model.machine.inner import inlined
from showtrial.model.naming.kernels import Longs

#: Strips of equal width into which numbers and blocks are cut, to find the right row of the table at once.
STRIPS = 4096


class Tiers(NamedTuple):
    """Blocks by size; K sizes.

    Parameters
    ----------
    begin : (K + 1,) int64
        First number of each size; last: how many numbers there are.
    block : (K + 1,) int64
        First block of each size; last: how many blocks there are.
    size : (K,) int64; inverse : (K,) float64
        Numbers in a block; 1 / size (of size 0: 0).
    hint : (2, STRIPS + 2) uint16
        The row of the table in which each strip of numbers, and of blocks, begins.
    begin_bits, block_bits : int
        Width of a strip of numbers, and of blocks, as a power of two.
    """

    begin: Longs
    block: Longs
    size: Longs
    inverse: Floats
    hint: NDArray[np.uint16]
    begin_bits: int
    block_bits: int


def tiers_of(sizes: Sequence[int], blocks: Sequence[int]) -> Tiers:
    """Make the table for `blocks[k]` blocks of size `sizes[k]`, in this order.

    Examples
    --------
    >>> three = tiers_of([1, 4], [2, 1])  # numbers 0 | 1 | 2 3 4 5
    >>> [block_at(three, x) for x in range(6)], [begin_of(three, b) for b in range(3)]
    ([0, 1, 2, 2, 2, 2], [0, 1, 2])
    """
    size, many = np.array(sizes, np.int64), np.array(blocks, np.int64)
    begin = np.concatenate([[0], np.cumsum(size * many)]).astype(np.int64)
    block = np.concatenate([[0], np.cumsum(many)]).astype(np.int64)
    inverse = np.divide(1.0, size, out=np.zeros(len(size)), where=size > 0)
    bits = [max(int(edge[-1]) // STRIPS, 1).bit_length() for edge in (begin, block)]
    strips = np.arange(STRIPS + 2, dtype=np.int64)
    hint = np.stack(
        [
            np.minimum(np.searchsorted(edge, strips << width, side="right") - 1, len(size) - 1)
            for edge, width in zip((begin, block), bits, strict=True)
        ]
    ).astype(np.uint16)
    return Tiers(begin, block, size, inverse, hint, *bits)


@inlined
def tier_at(t: Tiers, x: Whole) -> Whole:
    """Return the row of the table in which the number x lies."""
    k = np.int64(t.hint[0, x >> t.begin_bits])
    while t.begin[k + 1] <= x:
        k += 1
    return k


@inlined
def tier_of(t: Tiers, b: Whole) -> Whole:
    """Return the row of the table in which block b lies."""
    k = np.int64(t.hint[1, b >> t.block_bits])
    while t.block[k + 1] <= b:
        k += 1
    return k


@inlined
def block_at(t: Tiers, x: Whole) -> Whole:
    """Return the block in which the number x lies."""
    k = tier_at(t, x)
    return t.block[k] + np.int64((np.float64(x - t.begin[k]) + 0.5) * t.inverse[k])


@inlined
def begin_of(t: Tiers, b: Whole) -> Whole:
    """Return the first number of block b."""
    k = tier_of(t, b)
    return t.begin[k] + (b - t.block[k]) * t.size[k]


@inlined
def size_of(t: Tiers, b: Whole) -> Whole:
    """Return how many numbers block b has."""
    return t.size[tier_of(t, b)]


@inlined
def blocks_at(t: Tiers, x: NDArray[np.uint32], many: Whole) -> None:
    """Put in the place of the first `many` numbers the blocks in which they lie."""
    for k in range(many):
        x[k] = np.uint32(block_at(t, np.int64(x[k])))
