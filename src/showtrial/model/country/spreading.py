"""Who is named, by whom and when, in one run of the plain cascade?

A day is done in two steps. *Whom* the interrogated of that day name depends on no state, so it is computed
for many of them side by side: coins are tossed eight at a time, with one random number and one look into a
table. *Whether* a name is the first is then decided in order of time. An interrogation that comes due on
the day on which the arrest does is put into a small heap and takes its turn there.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from showtrial.model.country.days import LOWER, Calendar, Words, enter, open_day, pop, push
from showtrial.model.country.draws import COINS, Tables, named, number, own_bits, wait
from showtrial.model.country.population import Population, neighbour
from showtrial.model.country.shuffle import Whole, partners
from showtrial.model.country.tiers import blocks_at, size_of, tier_of
from showtrial.model.machine.inner import inlined, inner
from showtrial.model.naming.kernels import Longs, compiled

#: Names that are dealt with side by side.
SIDE = 4096
BYTE = np.uint64(255)
#: Purposes of random numbers: the two waits, and from NAMES on the names, eight acquaintances each.
ARREST, INTERROGATION, NAMES = 1, 2, 16
#: Cells of `meter`: persons named so far, names given side by side.
NAMED, GIVEN = 0, 1


class State(NamedTuple):
    """What a run changes.

    Parameters
    ----------
    seen : (W,) uint64
        One bit a person.
    arrests, interrogations : (D,) int64
        Counts by day.
    heap : (n,) uint64; later : (1,) int64
        Interrogations that came due today while today was being dealt with; how many.
    meter : (2,) int64
        Counters.
    half : (S,) uint32
        Half-edges along which names are given; then the persons at their ends.
    whose : (S,) int32
        By whom of `today`.
    fresh : (S,) int32
        Names that had not been named before.
    first, second : (S,) int64
        Ticks to arrest, and from arrest to interrogation, of each of these.
    """

    seen: Words
    arrests: Longs
    interrogations: Longs
    heap: Words
    later: Longs
    meter: Longs
    half: NDArray[np.uint32]
    whose: NDArray[np.int32]
    fresh: NDArray[np.int32]
    first: Longs
    second: Longs


class Law(NamedTuple):
    """The numbers of a run, for kernels.

    Parameters
    ----------
    seed : uint64
        Of the run, hashed.
    to_arrest, to_interrogation : float
        Mean ticks.
    days : int
        Horizon.
    tables : Tables
        Of waits and names.
    """

    seed: np.uint64
    to_arrest: float
    to_interrogation: float
    days: int
    tables: Tables


@inlined
def meet(law: Law, state: State, c: Calendar, who: Whole, arrest: Whole, due: Whole, today: Whole) -> None:
    """Mark somebody as named, count his arrest and enter his interrogation."""
    state.seen[who >> 6] |= np.uint64(1) << np.uint64(who & 63)
    state.meter[NAMED] += 1
    if arrest >> 32 < law.days:
        state.arrests[arrest >> 32] += 1
    day = due >> 32
    if day < law.days:
        word = np.uint64(due << 32) | np.uint64(who)
        if day == today:
            push(state.heap, state.later, word)
        else:
            enter(c, day, word)


@inlined
def known(state: State, who: Whole) -> bool:
    """Whether somebody was named before."""
    return (state.seen[who >> 6] >> np.uint64(who & 63)) & np.uint64(1) != 0


@inlined
def days_to(law: Law, bits: np.uint64, purpose: Whole, mean: float) -> Whole:
    """Return an exponential wait in ticks."""
    return np.int64(wait(law.tables, number(bits, purpose)) * mean)


@inlined
def names_of(law: Law, bits: np.uint64, at: Whole, many: Whole) -> np.uint64:
    """Return which of the eight acquaintances from number `at` on are named, of `many` in all."""
    mask = np.uint64(255) >> np.uint64(max(COINS - many + at, 0))
    return named(law.tables, number(bits, NAMES + (at >> 3))) & mask


@inner
def take_turn(p: Population, law: Law, state: State, c: Calendar, today: Whole) -> None:
    """Interrogate the first of the heap, and do at once what follows."""
    word = pop(state.heap, state.later)
    now = (today << 32) + np.int64(word >> np.uint64(32))
    who = np.int64(word & LOWER)
    state.interrogations[today] += 1
    bits, many = own_bits(law.seed, np.uint64(who)), size_of(p.stubs, who)
    for at in range(0, many, COINS):
        coins = names_of(law, bits, at, many)
        for k in range(law.tables.many[coins]):
            place = np.int64(law.tables.heads[coins] >> np.uint64(8 * k)) & 255
            other = neighbour(p, who, at + place)
            if not known(state, other):
                own = own_bits(law.seed, np.uint64(other))
                arrest = now + days_to(law, own, ARREST, law.to_arrest)
                due = arrest + days_to(law, own, INTERROGATION, law.to_interrogation)
                meet(law, state, c, other, arrest, due, today)


@inner
def name_side_by_side(p: Population, law: Law, state: State, c: Calendar, begin: Whole, end: Whole) -> Whole:
    """Fill `half` with the persons whom persons of `today` name; return up to whom that was done.

    The places of four names are written at once, however many there are: cheaper than to ask.
    """
    names, k, tables = np.uint64(0), begin, law.tables
    while k < end and names < np.uint64(SIDE):
        who = np.int64(c.today[k] & LOWER)
        bits, tier = own_bits(law.seed, np.uint64(who)), tier_of(p.stubs, who)
        many = p.stubs.size[tier]
        first = np.uint32(p.stubs.begin[tier] + (who - p.stubs.block[tier]) * many)
        for at in range(0, many, COINS):
            coins = names_of(law, bits, at, many)
            places, count = tables.heads[coins], tables.many[coins]
            for b in range(4):
                place = np.uint32((places >> np.uint64(8 * b)) & BYTE)
                state.half[names + np.uint64(b)] = np.uint32(first + place)
                state.whose[names + np.uint64(b)] = k
            if count > 4:
                for b in range(4, COINS):
                    place = np.uint32((places >> np.uint64(8 * b)) & BYTE)
                    state.half[names + np.uint64(b)] = np.uint32(first + place)
                    state.whose[names + np.uint64(b)] = k
            names += np.uint64(count)
            first = np.uint32(first + np.uint32(COINS))
        k += 1
    given = np.int64(names)
    state.meter[GIVEN] = given
    partners(p.pairs, state.half, given)
    blocks_at(p.stubs, state.half, given)
    return k


@inner
def keep_first_names(law: Law, state: State) -> Whole:
    """List in `fresh` the names not known so far, and draw their waits; return how many."""
    many = 0
    for q in range(state.meter[GIVEN]):
        state.fresh[many] = q
        many += 0 if known(state, np.int64(state.half[q])) else 1
    for f in range(many):
        bits = own_bits(law.seed, np.uint64(state.half[state.fresh[f]]))
        state.first[f] = days_to(law, bits, ARREST, law.to_arrest)
        state.second[f] = days_to(law, bits, INTERROGATION, law.to_interrogation)
    return many


@inner
def do_day(p: Population, law: Law, state: State, c: Calendar, today: Whole) -> None:
    """Do everything that happens on one day, in order of time."""
    many = open_day(c, today)
    state.interrogations[today] += many
    k: Whole = 0
    while k < many:
        k = name_side_by_side(p, law, state, c, k, many)
        for f in range(keep_first_names(law, state)):
            q = state.fresh[f]
            word = c.today[state.whose[q]]
            while state.later[0] > 0 and state.heap[0] < word:
                take_turn(p, law, state, c, today)
            who = np.int64(state.half[q])
            if not known(state, who):
                arrest = (today << 32) + np.int64(word >> np.uint64(32)) + state.first[f]
                meet(law, state, c, who, arrest, arrest + state.second[f], today)
    while state.later[0] > 0:
        take_turn(p, law, state, c, today)


@compiled
def run_through(p: Population, law: Law, state: State, c: Calendar, first: NDArray[np.uint32]) -> None:
    """Arrest the first, then go through the days."""
    for k in range(len(first)):
        who = np.int64(first[k])
        bits = own_bits(law.seed, np.uint64(who))
        meet(law, state, c, who, 0, days_to(law, bits, INTERROGATION, law.to_interrogation), -1)
    for today in range(law.days):
        do_day(p, law, state, c, today)
