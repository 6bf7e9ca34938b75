"""How are the numbers 0, 1, ..., n - 1 shuffled, or joined in pairs, without being stored?

A number is split into a row and a column of a rectangle barely larger than n. Rounds add to the one
what a hash makes of the other (a Feistel network), so each step can be undone and the whole is a
one-to-one map of the rectangle. What falls outside 0, ..., n - 1 is mapped again until it is inside
(cycle-walking), which keeps the map one-to-one and happens about once in as many calls as there are rows.

A **pairing** is the same idea cut short: after four rounds the column is reflected,
``column -> odd number - column``, which has no fixed point, and the four rounds are undone. So
``partner(partner(s)) == s``, nobody is his own partner, and one call costs less than a shuffle and its
inverse. With independent rounds every pair is as likely as any other; how near the hash comes is tested
(`tests/model/country/test_shuffle.py`).

References
----------
M. Luby & C. Rackoff, "How to construct pseudorandom permutations from pseudorandom functions", SIAM Journal
on Computing 17 (1988), doi:10.1137/0217022. J. Black & P. Rogaway, "Ciphers with arbitrary finite domains"
(2002), doi:10.1007/3-540-45760-7_9 (cycle-walking). The two multiplications of a round are those of
C. Wellons' "lowbias32", found by search.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from showtrial.errors import ModelError
from showtrial.model.machine.chance import key_of, mixed
from showtrial.model.machine.inner import inlined

#: The largest n: rows and columns are hashed as 32 bits.
MOST = 1 << 32
U32, U64 = np.uint32, np.uint64
#: What kernels take for a whole number.
Whole: TypeAlias = int | np.int64


class Shuffle(NamedTuple):
    """A one-to-one map of 0, ..., n - 1, or a pairing of them.

    Parameters
    ----------
    last : uint32
        n - 1.
    rows, bits : int
        The rectangle: `rows` times ``2 ** bits``, at least n.
    key1, key2, key3, key4, key5 : uint32
        One a round.
    """

    last: np.uint32
    rows: int
    bits: int
    key1: np.uint32
    key2: np.uint32
    key3: np.uint32
    key4: np.uint32
    key5: np.uint32


def shuffle_of(n: int, seed: int, name: str) -> Shuffle:
    """Describe the shuffle of 0, ..., n - 1 that belongs to a seed and a name.

    Raises
    ------
    ModelError
        If n is below 1 or above 2 ** 32.

    Examples
    --------
    >>> ten = shuffle_of(10, 1, "example")
    >>> places = [shuffled(ten, x) for x in range(10)]
    >>> sorted(places) == list(range(10)), [unshuffled(ten, y) for y in places] == list(range(10))
    (True, True)
    """
    if not 1 <= n <= MOST:
        raise ModelError(f"{name} {n}  wanted 1 to {MOST}")
    bits = max((n - 1).bit_length() // 2, 1)
    rows = max(-(-n >> bits), 1)
    word = mixed(mixed(seed & 0xFFFFFFFFFFFFFFFF) ^ key_of(name))
    return Shuffle(np.uint32(n - 1), rows, bits, *(np.uint32(mixed(word + k) >> 32) for k in range(5)))


@inlined
def scrambled(x: np.uint32, key: np.uint32) -> np.uint32:
    """Mix 32 bits under a key; the upper bits are the better ones."""
    h = U32(x ^ key)
    h = U32(U32(h ^ U32(h >> U32(16))) * U32(0x7FEB352D))
    return U32(U32(h ^ U32(h >> U32(15))) * U32(0x846CA68B))


@inlined
def plus(a: np.uint32, b: np.uint32, rows: np.uint32) -> np.uint32:
    """Return ``a + b`` modulo `rows`, without a branch: nobody could guess it."""
    less = np.int32(U32(U32(a + b) - rows))
    return U32(less + (np.int32(rows) & np.int32(less >> np.int32(31))))


@inlined
def row_step(s: Shuffle, column: np.uint32, key: np.uint32) -> np.uint32:
    """Return a number of rows, below `rows`, that depends on the column."""
    return U32((U64(scrambled(column, key)) * U64(s.rows)) >> U64(32))


@inlined
def column_step(s: Shuffle, row: np.uint32, key: np.uint32) -> np.uint32:
    """Return a number of columns that depends on the row."""
    return U32(scrambled(row, key) >> U32(32 - s.bits))


@inlined
def once(s: Shuffle, x: np.uint32) -> np.uint32:
    """Return the place of x in the whole rectangle: no branch, so that many go side by side."""
    bits, mask, rows = U32(s.bits), U32((1 << s.bits) - 1), U32(s.rows)
    row, column = U32(x >> bits), U32(x & mask)
    column = U32(U32(column + column_step(s, row, s.key1)) & mask)
    row = plus(row, row_step(s, column, s.key2), rows)
    column = U32(U32(column + column_step(s, row, s.key3)) & mask)
    row = plus(row, row_step(s, column, s.key4), rows)
    return U32(U32(row << bits) | column)


@inlined
def once_back(s: Shuffle, y: np.uint32) -> np.uint32:
    """Return what has the place y in the whole rectangle: the inverse of `once`."""
    bits, mask, rows = U32(s.bits), U32((1 << s.bits) - 1), U32(s.rows)
    row, column = U32(y >> bits), U32(y & mask)
    row = plus(row, U32(rows - row_step(s, column, s.key4)), rows)
    column = U32(U32(column - column_step(s, row, s.key3)) & mask)
    row = plus(row, U32(rows - row_step(s, column, s.key2)), rows)
    column = U32(U32(column - column_step(s, row, s.key1)) & mask)
    return U32(U32(row << bits) | column)


@inlined
def shuffled(s: Shuffle, x: Whole) -> Whole:
    """Return the place of x."""
    at = once(s, U32(x))
    while at > s.last:
        at = once(s, at)
    return np.int64(at)


@inlined
def unshuffled(s: Shuffle, y: Whole) -> Whole:
    """Return what has the place y: the inverse of `shuffled`."""
    at = once_back(s, U32(y))
    while at > s.last:
        at = once_back(s, at)
    return np.int64(at)


@inlined
def all_shuffled(s: Shuffle, x: NDArray[np.uint32], many: Whole) -> None:
    """Put in the place of the first `many` numbers their places."""
    for k in range(many):
        x[k] = once(s, x[k])
    for k in range(many):
        while x[k] > s.last:
            x[k] = once(s, x[k])


@inlined
def all_unshuffled(s: Shuffle, y: NDArray[np.uint32], many: Whole) -> None:
    """Put in the place of the first `many` places what has them."""
    for k in range(many):
        y[k] = once_back(s, y[k])
    for k in range(many):
        while y[k] > s.last:
            y[k] = once_back(s, y[k])


@inlined
def partner_in_rectangle(s: Shuffle, x: np.uint32) -> np.uint32:
    """Return who is joined to x in the whole rectangle: no branch, so that many go side by side."""
    bits, mask, rows = U32(s.bits), U32((1 << s.bits) - 1), U32(s.rows)
    row, column = U32(x >> bits), U32(x & mask)
    column = U32(U32(column + column_step(s, row, s.key1)) & mask)
    row = plus(row, row_step(s, column, s.key2), rows)
    column = U32(U32(column + column_step(s, row, s.key3)) & mask)
    row = plus(row, row_step(s, column, s.key4), rows)
    odd = U32(U32(scrambled(row, s.key5) >> U32(15)) | U32(1))
    column = U32(U32(odd - column) & mask)
    row = plus(row, U32(rows - row_step(s, column, s.key4)), rows)
    column = U32(U32(column - column_step(s, row, s.key3)) & mask)
    row = plus(row, U32(rows - row_step(s, column, s.key2)), rows)
    column = U32(U32(column - column_step(s, row, s.key1)) & mask)
    return U32(U32(row << bits) | column)


@inlined
def inside(s: Shuffle, at: np.uint32) -> np.uint32:
    """Return the partner that a walk from `at`, a partner in the rectangle, finds among 0, ..., n - 1.

    Outside, the neighbour there (the number that differs in the last bit) is asked for its own partner,
    and so on; from the other end the same steps lead back.
    """
    while at > s.last:
        at = partner_in_rectangle(s, U32(at ^ U32(1)))
    return at


@inlined
def partner(s: Shuffle, x: Whole) -> Whole:
    """Return who is joined to x; n must be even.

    Examples
    --------
    >>> pairs = shuffle_of(10, 1, "example")
    >>> all(partner(pairs, partner(pairs, x)) == x != partner(pairs, x) for x in range(10))
    True
    """
    return np.int64(inside(s, partner_in_rectangle(s, U32(x))))


@inlined
def partners(s: Shuffle, x: NDArray[np.uint32], many: Whole) -> None:
    """Put in the place of the first `many` numbers their partners."""
    for k in range(many):
        x[k] = partner_in_rectangle(s, x[k])
    for k in range(many):
        if x[k] > s.last:
            x[k] = inside(s, x[k])
