"""Where does chance come from, so that it belongs to a person and not to a stream?

Every random number is a function of (seed, key of the person, purpose, count). Results do not depend
on the order of work or on workers, and two runs that differ in one mechanism share every number that
both of them ask for (common random numbers).

References
----------
J. K. Salmon, M. A. Moraes, R. O. Dror & D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3"
(2011), doi:10.1145/2063384.2063405 (counter-based generators). G. L. Steele, D. Lea & C. H. Flood, "Fast
splittable pseudorandom number generators" (2014), doi:10.1145/2660193.2660195 (the mixing step).
"""

from __future__ import annotations

import hashlib

import numpy as np

from showtrial.model.naming.kernels import compiled, inlined

_MASK = (1 << 64) - 1

#: Purposes of draws that are no clocks; clocks use their own small numbers.
NAMES, OFFICE, FROM_LIST, ACTED_ON, ASSOCIATION, CROSS, FAMILY, QUOTA_PICK = range(1000, 1008)
CHOICE, LATE_RETRACTION, ROUTE, DEPARTS, DEATH, EXILE, KEPT, CLEMENCY, DROPPED = range(1008, 1017)
CONTACT, LISTED, EXTRA, COEFFICIENT = range(1017, 1021)


def mixed(value: int) -> int:
    """Mix the 64 bits of `value` (the finaliser of SplitMix64).

    Examples
    --------
    >>> hex(mixed(0))
    '0xe220a8397b1dcdaf'
    """
    z = (value + 0x9E3779B97F4A7C15) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


def key_of(name: str) -> int:
    """Return the key of a person, group or office: 64 bits that depend on the name alone.

    Examples
    --------
    >>> key_of("ada") == key_of("ada"), key_of("ada") == key_of("bo")
    (True, False)
    """
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")


def seed_of_run(seed: int, run: int) -> int:
    """Return the seed of run number `run` of an ensemble; both are hashed, so that runs share nothing.

    Examples
    --------
    >>> seed_of_run(1, 0) != seed_of_run(0, 1)
    True
    """
    return mixed(mixed(seed & _MASK) ^ mixed(run + 0x5DEECE66D))


@compiled
def mix(value: np.uint64) -> np.uint64:
    """Mix 64 bits; the compiled twin of `mixed`."""
    z = np.uint64(value) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@compiled
def uniform(seed: np.uint64, key: np.uint64, purpose: int, count: int) -> float:
    """Return a number of the open interval (0, 1)."""
    word = np.uint64(purpose) * np.uint64(0x100000000) + np.uint64(count)
    h = mix(mix(seed ^ mix(key)) ^ mix(word))
    return (float(h >> np.uint64(11)) + 0.5) * (1.0 / 9007199254740992.0)


@compiled
def exponential(seed: np.uint64, key: np.uint64, purpose: int, count: int) -> float:
    """Return a unit exponential."""
    return -np.log(uniform(seed, key, purpose, count))


@compiled
def gumbel(seed: np.uint64, key: np.uint64, purpose: int, count: int) -> float:
    """Return a standard Gumbel; the largest of ``log weight + gumbel`` is a draw by weight."""
    return -np.log(-np.log(uniform(seed, key, purpose, count)))


@compiled
def session_base(seed: np.uint64, key: np.uint64, purpose: int, count: int) -> np.uint64:
    """Return 64 bits of (person, purpose, count), from which one mixing step leads to each candidate."""
    return mix(mix(seed ^ mix(key)) ^ mix(np.uint64(purpose) * np.uint64(0x100000000) + np.uint64(count)))


@inlined
def from_base(base: np.uint64, key: np.uint64) -> float:
    """Return a number of (0, 1) for one candidate of a session."""
    return (float(mix(base ^ key) >> np.uint64(11)) + 0.5) * (1.0 / 9007199254740992.0)


@compiled
def normal(seed: np.uint64, key: np.uint64, purpose: int, count: int) -> float:
    """Return a standard normal (Box and Muller)."""
    radius = np.sqrt(-2.0 * np.log(uniform(seed, key, purpose, 2 * count)))
    return radius * np.cos(2.0 * np.pi * uniform(seed, key, purpose, 2 * count + 1))


@compiled
def towards(i: np.uint64, j: np.uint64) -> np.uint64:
    """Return the key of the ordered pair (i, j)."""
    return mix(i) ^ j


@compiled
def negative_binomial(u: float, mean: float, dispersion: float) -> int:
    """Return the `u` quantile: mean `mean`, variance ``mean + mean^2 / dispersion`` (inf: Poisson).

    Inversion keeps the draw a rising function of the mean, so runs that differ in it stay close.
    """
    if mean <= 0.0:
        return 0
    if np.isinf(dispersion):
        p = np.exp(-mean)
    else:
        p = np.exp(-dispersion * np.log1p(mean / dispersion))
    k, total = 0, p
    while u > total and k < 1000:
        p *= (
            mean / (k + 1)
            if np.isinf(dispersion)
            else (k + dispersion) / (k + 1) * mean / (mean + dispersion)
        )
        k += 1
        total += p
    return k
