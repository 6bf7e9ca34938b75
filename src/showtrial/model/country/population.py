"""Who is there, and who is tied to whom, in a country that is never stored?

Persons are the numbers 0, ..., n - 1. Everything about them is computed when asked for, from the seed of
the country: memory does not grow with n, no order of questions matters, and the same seed gives the same
country in every process. Pass these tuples to kernels as they are; the functions below work the same from
Python (for a look, a test) and inside a kernel (a few nanoseconds).

**Acquaintances** (`Population`): an implicit configuration model. Person i has ``degree(p, i)`` half-edges;
half-edges are numbered through, person by person, and joined in pairs (`shuffle.partner`). So
``neighbour(p, i, k)`` is the k-th acquaintance of i, and if j is an acquaintance of i then i is one of j.
As in every configuration model a person may, rarely, be joined to himself or twice to another. Persons
are numbered by degree, least first: *never take a range of numbers as a sample of persons*; ask a partition.

**Partitions** (`Partition`): everybody belongs to exactly one block of each partition: a household, a work
unit, a cell, a region, a nationality. Persons are shuffled and cut into blocks, so the members of a block
are any persons and the size of each block is exact, and both directions are O(1): ``block_of(a, i)``, and
the k-th member of a block, ``member_of(a, b, k)``. Somebody drawn from a group, each as likely as the other:
``member_of(groups, g, int(u * size_of(groups.blocks, g)))``, u uniform on (0, 1).

- `partition_of` takes sizes and the share of *persons* that lives in blocks of each size.
- `groups_of` takes the share of each group; group numbers are 0, 1, ... in the order given.
- Groups of whole households: make `groups_of` over the *number of households* and ask
  ``block_of(nations, block_of(households, i))``. (The shares are then of households.)
- Partitions with the same `order` cut the same shuffle: a cell whose size divides that of the unit lies
  inside one unit.

Sizes
-----
At most 2 ** 32 half-edges and 2 ** 32 persons: 4.29e8 persons at ten acquaintances each.

References
----------
M. Molloy & B. Reed, "A critical point for random graphs with a given degree sequence", Random Structures
and Algorithms 6 (1995), doi:10.1002/rsa.3240060204 (the configuration model).

Examples
--------
>>> country = population_of(1000, seed=1)
>>> i = 500
>>> near = [neighbour(country, i, k) for k in range(degree(country, i))]
>>> all(i in [neighbour(country, j, k) for k in range(degree(country, j))] for j in near)
True
>>> homes = partition_of(1000, {1: 0.1, 4: 0.9}, seed=1, name="households")
>>> home = block_of(homes, i)
>>> i in [member_of(homes, home, k) for k in range(block_size(homes, home))]
True
>>> regions = groups_of(1000, [0.25, 0.75], seed=1, name="regions")
>>> [block_size(regions, g) for g in (0, 1)], block_of(regions, member_of(regions, 1, 749))
([250, 750], 1)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from showtrial.errors import ModelError
from showtrial.model.country.degrees import Degrees, lognormal_degrees
from showtrial.model.country.shuffle import Shuffle, Whole, partner, shuffle_of, shuffled, unshuffled
from showtrial.model.country.tiers import Tiers, begin_of, block_at, size_of, tiers_of
from showtrial.model.machine.inner import inlined


class Population(NamedTuple):
    """Persons and their acquaintances.

    Parameters
    ----------
    n : int
        Persons.
    stubs : Tiers
        Half-edges as numbers, persons as blocks.
    pairs : Shuffle
        Which half-edges are joined.
    """

    n: int
    stubs: Tiers
    pairs: Shuffle


class Partition(NamedTuple):
    """Persons (or other numbered things) cut into blocks.

    Parameters
    ----------
    blocks : Tiers
        Places as numbers, and the blocks.
    order : Shuffle
        The place of each person.
    """

    blocks: Tiers
    order: Shuffle


def population_of(n: int, *, seed: int, degrees: Degrees | None = None) -> Population:
    """Describe a population of n persons.

    Parameters
    ----------
    n : int
        Persons.
    seed : int
        Of the country. Another seed is another country.
    degrees : Degrees, optional
        Shares of persons by number of acquaintances; lognormal with mean 10 and standard deviation of
        the logarithm .75 unless told (`degrees.lognormal_degrees`).

    Raises
    ------
    ModelError
        If there is nobody, or there are more half-edges than can be numbered.
    """
    if n < 1:
        raise ModelError(f"population {n}  wanted 1 person or more")
    sizes, blocks = (degrees or lognormal_degrees()).counts(n)
    stubs = tiers_of(sizes, blocks)
    return Population(n, stubs, shuffle_of(max(int(stubs.begin[-1]), 2), seed, "acquaintances"))


def partition_of(n: int, sizes: Mapping[int, float], *, seed: int, name: str, order: str = "") -> Partition:
    """Cut n persons into blocks of some sizes.

    Parameters
    ----------
    n : int
        Persons.
    sizes : mapping of int to float
        Share of the persons who are in a block of each size. What does not fill a block is made into one
        smaller block.
    seed : int
        Of the country.
    name : str
        Another name is another cut.
    order : str
        Partitions of the same order cut the same shuffle; by default `name`.

    Raises
    ------
    ModelError
        If a size is below 1, a share negative, or the shares do not add up to 1.
    """
    _shares(list(sizes.values()), name)
    if min(sizes) < 1:
        raise ModelError(f"{name} size {min(sizes)}  wanted 1 or more")
    rows: list[tuple[int, int]] = []
    share, used = 0.0, 0
    for size in sorted(sizes, reverse=True):
        share += sizes[size]
        many = max((round(n * share) - used) // size, 0)
        rows.append((size, many))
        used += size * many
    if used < n:
        rows.append((n - used, 1))
    return Partition(tiers_of(*zip(*rows, strict=True)), shuffle_of(n, seed, "order " + (order or name)))


def groups_of(n: int, shares: Sequence[float], *, seed: int, name: str, order: str = "") -> Partition:
    """Cut n persons (or households, or units) into groups of given shares; sizes are rounded to add up to n.

    Raises
    ------
    ModelError
        If a share is negative, or the shares do not add up to 1.
    """
    _shares(shares, name)
    edges = np.rint(np.cumsum([0.0, *shares]) * n).astype(np.int64)
    edges[-1] = n
    sizes = np.diff(edges)
    return Partition(
        tiers_of(sizes.tolist(), [1] * len(sizes)), shuffle_of(n, seed, "order " + (order or name))
    )


def _shares(shares: Sequence[float], name: str) -> None:
    if min(shares, default=-1.0) < 0.0 or abs(sum(shares) - 1.0) > 1e-9:
        raise ModelError(f"{name} shares {list(shares)}  wanted numbers from 0 that add up to 1")


@inlined
def degree(p: Population, i: Whole) -> Whole:
    """Return how many acquaintances person i has."""
    return size_of(p.stubs, i)


@inlined
def neighbour(p: Population, i: Whole, k: Whole) -> Whole:
    """Return the k-th acquaintance of person i; k from 0 to the degree of i less one."""
    return block_at(p.stubs, partner(p.pairs, begin_of(p.stubs, i) + k))


@inlined
def block_of(a: Partition, i: Whole) -> Whole:
    """Return the block to which person i belongs."""
    return block_at(a.blocks, shuffled(a.order, i))


@inlined
def block_size(a: Partition, b: Whole) -> Whole:
    """Return how many belong to block b."""
    return size_of(a.blocks, b)


@inlined
def member_of(a: Partition, b: Whole, k: Whole) -> Whole:
    """Return the k-th member of block b; k from 0 to its size less one."""
    return unshuffled(a.order, begin_of(a.blocks, b) + k)
