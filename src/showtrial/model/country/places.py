"""To which group, household, unit and cell does a person of a scenario belong, and who is tied to them?

Persons are places: 0, 1, ..., n - 1, numbered group after group. Within a group, work units, the largest, are
blocks of neighbouring places, so that what is known of colleagues lies together in memory; households and
cells are blocks of places shuffled within the group. Acquaintances are those of the implicit configuration
model (`population`), whose persons are joined to places by one more shuffle: they cross groups freely.
Nothing is stored but a table with one row a group, and a strip map of places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from showtrial.errors import ModelError
from showtrial.model.country.degrees import lognormal_degrees
from showtrial.model.country.population import Population, degree, neighbour, population_of
from showtrial.model.country.shuffle import Shuffle, shuffle_of, shuffled, unshuffled
from showtrial.model.country.tiers import STRIPS
from showtrial.model.machine.inner import inlined
from showtrial.model.naming.kernels import Longs

#: Kinds of ties, in the order of `showtrial.model.machine.layout.TIE_WORDS`.
KIN, WORK, ACQUAINTANCE, FACTION = range(4)
#: Columns of `Places.size`.
HOUSEHOLD, UNIT, CELL = range(3)
#: Column of `Places.size` of each kind of tie; none of acquaintance.
SIZE_OF = (HOUSEHOLD, UNIT, -1, CELL)


class Places(NamedTuple):
    """Who belongs where; G groups.

    Parameters
    ----------
    start : (G + 1,) int64
        First place of each group; last: how many persons there are.
    hint : (STRIPS + 2,) int64; strip : int
        The group in which each strip of places begins; width of a strip as a power of two.
    size : (G, 3) int64
        Persons of a household, a unit, a cell of each group; below 2: none.
    shape : (2, G, 2) int64; keys : (2, G, 6) uint32
        The shuffles of households and of cells: rows and bits; the last number, then the keys.
    people : Population
        Acquaintances.
    order : Shuffle
        The place of each person of `people`.
    """

    start: Longs
    hint: Longs
    strip: int
    size: Longs
    shape: Longs
    keys: NDArray[np.uint32]
    people: Population
    order: Shuffle


def places_of(
    persons: Sequence[int],
    sizes: Sequence[Sequence[int]],
    *,
    seed: int,
    mean: float = 10.0,
    sd_log: float = 0.75,
) -> Places:
    """Lay out groups of some sizes.

    Parameters
    ----------
    persons : sequence of int
        Of each group.
    sizes : sequence of (int, int, int)
        Persons of a household, a unit, a cell of each group.
    seed : int
        Of the country.
    mean, sd_log : float
        Acquaintances: mean, and standard deviation of the logarithm; mean 0 for none.

    Raises
    ------
    ModelError
        If there is nobody.

    Examples
    --------
    >>> two = places_of([10, 30], [(4, 5, 0), (3, 10, 0)], seed=1)
    >>> group_at(two, 9), group_at(two, 10), [tie_at(two, 1, 0, WORK, k) for k in range(4)]
    (0, 1, [0, 2, 3, 4])
    """
    if sum(persons) < 1:
        raise ModelError(f"persons {sum(persons)}  wanted 1 or more")
    n, groups = sum(persons), len(persons)
    shape, keys = np.zeros((2, groups, 2), np.int64), np.zeros((2, groups, 6), np.uint32)
    for what, name in enumerate(("household", "cell")):
        for g, many in enumerate(persons):
            own = shuffle_of(max(many, 1), seed, f"{name} {g}")
            shape[what, g] = own.rows, own.bits
            keys[what, g] = own.last, own.key1, own.key2, own.key3, own.key4, own.key5
    degrees = lognormal_degrees(max(mean, 1e-9), sd_log, min(1000, max(n // 4, 1)))
    start = np.concatenate([[0], np.cumsum(persons)]).astype(np.int64)
    strip = max(n // STRIPS, 1).bit_length()
    firsts = np.arange(STRIPS + 2, dtype=np.int64) << strip
    return Places(
        start,
        np.minimum(np.searchsorted(start, firsts, side="right") - 1, groups - 1),
        strip,
        np.array(sizes, np.int64).reshape(groups, 3),
        shape,
        keys,
        population_of(n, seed=seed, degrees=degrees),
        shuffle_of(n, seed, "places"),
    )


@inlined
def group_at(a: Places, i: int) -> int:
    """Return the group of person i."""
    g = a.hint[i >> a.strip]
    while a.start[g + 1] <= i:
        g += 1
    return g


@inlined
def own_shuffle(a: Places, g: int, what: int) -> Shuffle:
    """Return the shuffle of households (0) or cells (1) of a group."""
    k = a.keys[what, g]
    return Shuffle(k[0], a.shape[what, g, 0], a.shape[what, g, 1], k[1], k[2], k[3], k[4], k[5])


@inlined
def rank_at(a: Places, i: int, g: int, kind: int) -> int:
    """Return what the ties of one kind of a person are numbered by: household, unit or cell place."""
    if kind == ACQUAINTANCE:
        return unshuffled(a.order, i)  # type: ignore[return-value]
    rank = i - a.start[g]
    if kind == WORK or a.size[g, HOUSEHOLD if kind == KIN else CELL] < 2:
        return rank
    return shuffled(own_shuffle(a, g, 0 if kind == KIN else 1), rank)  # type: ignore[return-value]


@inlined
def tie_count(a: Places, g: int, kind: int, rank: int) -> int:
    """Return how many ties of one kind somebody of group g with this rank has."""
    if kind == ACQUAINTANCE:
        return degree(a.people, rank)  # type: ignore[return-value]
    size = a.size[g, HOUSEHOLD if kind == KIN else (UNIT if kind == WORK else CELL)]
    if size < 2:
        return 0
    first = rank // size * size
    return min(size, a.start[g + 1] - a.start[g] - first) - 1


@inlined
def tied(a: Places, g: int, kind: int, rank: int, k: int) -> int:
    """Return the k-th person tied in one way to somebody of group g with this rank."""
    if kind == ACQUAINTANCE:
        return shuffled(a.order, neighbour(a.people, rank, k))  # type: ignore[return-value]
    size = a.size[g, HOUSEHOLD if kind == KIN else (UNIT if kind == WORK else CELL)]
    other = rank // size * size + k
    if other >= rank:
        other += 1
    if kind != WORK:
        other = unshuffled(own_shuffle(a, g, 0 if kind == KIN else 1), other)
    return a.start[g] + other


def tie_at(a: Places, i: int, g: int, kind: int, k: int) -> int:
    """Return the k-th tie of one kind of person i of group g."""
    return tied(a, g, kind, rank_at(a, i, g, kind), k)
