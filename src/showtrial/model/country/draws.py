"""Which random numbers has a person of his own, and how does one become a wait, or a choice of names?

As in `machine.chance`, a number is a function of the seed, the person and the purpose, never of the order of
work. Here one mixing step leads from the bits of a person to each purpose, and the number is turned into
what is wanted by tables, nearly without a branch: a logarithm would take longer than all else.

References
----------
G. Marsaglia & W. W. Tsang, "The ziggurat method for generating random variables", Journal of Statistical
Software 5 (2000), doi:10.18637/jss.v005.i08. A. J. Walker, "An efficient method for generating discrete
random variables with general distributions", ACM Transactions on Mathematical Software 3 (1977),
doi:10.1145/355744.355749 (the alias table).
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from showtrial.events.history import Floats
from showtrial.model.machine.chance import mix
from showtrial.model.machine.inner import inlined, inner
from showtrial.model.naming.kernels import Longs

#: Acquaintances whose coins are tossed by one random number.
COINS = 8
_LAYERS = 256
#: Where the tail begins for 256 layers (Marsaglia and Tsang).
_TAIL = 7.697117470131487
_UNIT = 2.0**-56


class Tables(NamedTuple):
    """Tables of two laws.

    Parameters
    ----------
    sure : (256,) uint64; width : (256,) float64; height : (257,) float64
        Unit exponential: layer k is ``width[k]`` wide; below ``sure[k]`` of 2 ** 56 a point of it lies under
        the curve; its upper edge is ``height[k + 1]``.
    stay : (256,) uint64; other : (256,) uint8
        Coins: the set k is kept if the lower 56 bits are below ``stay[k]``, else it is ``other[k]``.
    heads, many : (256,) uint64, (256,) int64
        Which coins of a set are heads, eight bits each, and how many.
    """

    sure: NDArray[np.uint64]
    width: Floats
    height: Floats
    stay: NDArray[np.uint64]
    other: NDArray[np.uint8]
    heads: NDArray[np.uint64]
    many: Longs


@lru_cache(8)
def tables_of(probability: float) -> Tables:
    """Make the tables for coins that show heads with some probability.

    Examples
    --------
    >>> int(named(tables_of(1.0), np.uint64(7))), int(named(tables_of(0.0), np.uint64(7)))
    (255, 0)
    """
    sets = np.arange(1 << COINS)
    count = np.array([int(s).bit_count() for s in sets], np.int64)
    heads = [sum(k << 8 * place for place, k in enumerate(_places(int(s)))) for s in sets]
    stay, other = _alias(probability**count * (1.0 - probability) ** (COINS - count))
    return Tables(*_ziggurat(), stay, other, np.array(heads, np.uint64), count)


def _places(coins: int) -> list[int]:
    return [k for k in range(COINS) if coins >> k & 1]


def _alias(share: Floats) -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """Pair each outcome that is rarer than 1 / 256 with one that is more frequent."""
    left = share * len(share)
    stay, other = np.ones(len(share)), np.arange(len(share), dtype=np.uint8)
    rare = [k for k in range(len(share)) if left[k] < 1.0]
    frequent = [k for k in range(len(share)) if left[k] >= 1.0]
    while rare and frequent:
        k, giver = rare.pop(), frequent[-1]
        stay[k], other[k] = left[k], giver
        left[giver] -= 1.0 - left[k]
        if left[giver] < 1.0:
            rare.append(frequent.pop())
    return np.ldexp(stay, 56).astype(np.uint64), other


def _ziggurat() -> tuple[NDArray[np.uint64], Floats, Floats]:
    """Cut the exponential density into 256 layers of one area; the lowest holds the tail."""
    area = math.exp(-_TAIL) * (_TAIL + 1.0)
    right = [area / math.exp(-_TAIL), _TAIL]
    for _ in range(_LAYERS - 2):
        right.append(-math.log(math.exp(-right[-1]) + area / right[-1]))
    edge = np.array([*right, 0.0])
    sure = np.ldexp(edge[1:] / edge[:-1], 56).astype(np.uint64)
    height = np.exp(-edge)
    return sure, edge[:-1] * _UNIT, height


@inlined
def own_bits(seed: np.uint64, person: np.uint64) -> np.uint64:
    """Return 64 bits of a person in a run, from which `number` leads to each purpose."""
    return mix(seed ^ mix(person))


@inlined
def number(bits: np.uint64, purpose: int | np.int64) -> np.uint64:
    """Return 64 random bits for a purpose."""
    return mix(bits ^ np.uint64(purpose))


@inlined
def named(t: Tables, bits: np.uint64) -> np.uint64:
    """Return which of eight coins show heads, as a set of bits, given 64 random bits; without a branch."""
    k = bits >> np.uint64(56)
    other = np.uint64(t.other[k])
    lost = np.uint64(0) - np.uint64(bits & np.uint64(0xFFFFFFFFFFFFFF) >= t.stay[k])
    return k ^ ((k ^ other) & lost)


@inner
def rare_wait(t: Tables, bits: np.uint64) -> float:
    """Return a unit exponential where the point of the layer may lie above the curve: one in ninety."""
    passed = 0.0
    while True:
        k, point = bits >> np.uint64(56), bits & np.uint64(0xFFFFFFFFFFFFFF)
        x = np.float64(np.int64(point)) * t.width[k]
        if point < t.sure[k]:
            return passed + x
        bits = mix(bits)
        if k == 0:
            passed += _TAIL  # without memory: the tail is the whole law, further out
        else:
            high = np.float64(np.int64(bits >> np.uint64(8))) * _UNIT
            if t.height[k] + high * (t.height[k + 1] - t.height[k]) < np.exp(-x):
                return passed + x
            bits = mix(bits)


@inlined
def wait(t: Tables, bits: np.uint64) -> float:
    """Return a unit exponential, given 64 random bits."""
    k, point = bits >> np.uint64(56), bits & np.uint64(0xFFFFFFFFFFFFFF)
    if point < t.sure[k]:
        return np.float64(np.int64(point)) * t.width[k]
    return rare_wait(t, bits)
