"""The plain naming cascade as one would write it first: one heap of moments, one coin a name.

Two sources of chance: `own`, the random numbers that the fast program gives each person (then the events
are the same, one by one), or a generator (then only the law is the same).
"""

from __future__ import annotations

import heapq

import numpy as np

from showtrial.model.country.cascade import Plain
from showtrial.model.country.draws import named, number, own_bits, tables_of, wait
from showtrial.model.country.spreading import ARREST, INTERROGATION, NAMES
from showtrial.model.machine.chance import mixed

DAY = 2**32


class OwnNumbers:
    """The waits and coins that belong to each person of a run."""

    def __init__(self, plain: Plain, seed: int):
        self.seed = np.uint64(mixed(seed))
        self.tables = tables_of(plain.probability)

    def number(self, person, purpose):
        bits = np.uint64(own_bits(self.seed, np.uint64(person)))  # a kernel gives Python an int
        return np.uint64(number(bits, purpose))

    def wait(self, person, purpose, mean):
        return int(wait(self.tables, self.number(person, purpose)) * (mean * 2.0**32))

    def coins(self, person, many):
        sets = [int(named(self.tables, self.number(person, NAMES + k))) for k in range((many + 7) // 8)]
        return [bool(sets[k // 8] >> k % 8 & 1) for k in range(many)]


class Generator:
    """Waits and coins from one stream."""

    def __init__(self, plain: Plain, seed: int):
        self.rng, self.probability = np.random.default_rng(seed), plain.probability

    def wait(self, person, purpose, mean):
        return int(self.rng.exponential(mean) * DAY)

    def coins(self, person, many):
        return self.rng.random(many) < self.probability


def slow_cascade(contacts, first, plain: Plain, chance):
    """Return moments (ticks) and persons of all arrests, and of all interrogations, up to the horizon."""
    end = plain.days * DAY
    heap, seen, arrests = [], set(first), [(0, i) for i in first]
    for i in first:
        heapq.heappush(heap, (chance.wait(i, INTERROGATION, plain.to_interrogation), i))
    interrogations = []
    while heap and heap[0][0] < end:
        now, i = heapq.heappop(heap)
        interrogations.append((now, i))
        for j, head in zip(contacts[i], chance.coins(i, len(contacts[i])), strict=True):
            if head and j not in seen:
                seen.add(j)
                arrest = now + chance.wait(j, ARREST, plain.to_arrest)
                arrests.append((arrest, j))
                due = arrest + chance.wait(j, INTERROGATION, plain.to_interrogation)
                heapq.heappush(heap, (due, j))
    return [each for each in arrests if each[0] < end], interrogations, seen
