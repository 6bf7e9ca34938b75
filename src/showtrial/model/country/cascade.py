"""How far does naming alone carry, from a few arrests, in a country of any size?

The plain cascade: a person is interrogated an exponential time after his arrest, names each acquaintance
independently with one probability, once, and whoever is named for the first time is arrested an exponential
time later. No institution, no order, no stop: the process of the machine with all but naming left out.

The run is exact, event by event, in the order of the clock (`spreading`). Of a person only one bit is kept:
whether he was named. Arrests and interrogations are counted by day.

What limits it: see the page on the country in the documentation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from showtrial.errors import ModelError
from showtrial.events.history import Floats
from showtrial.model.country.days import Words, calendar_of
from showtrial.model.country.draws import COINS, tables_of
from showtrial.model.country.population import Population
from showtrial.model.country.shuffle import shuffle_of, unshuffled
from showtrial.model.country.spreading import NAMED, SIDE, Law, State, run_through
from showtrial.model.machine.chance import mixed
from showtrial.model.naming.kernels import Longs


@dataclass(frozen=True, slots=True)
class Plain:
    """The numbers of a plain cascade; all of them are free, here those of the benchmark.

    Parameters
    ----------
    probability : float
        That a given acquaintance is named in the interrogation.
    to_interrogation : float
        Mean days from arrest to interrogation.
    to_arrest : float
        Mean days from being named to arrest.
    first : int
        Persons arrested at time 0.
    days : int
        Horizon.

    Raises
    ------
    ModelError
        With one line for each number out of range.
    """

    probability: float
    to_interrogation: float = 30.0
    to_arrest: float = 10.0
    first: int = 20
    days: int = 1000

    def __post_init__(self) -> None:
        wrong = []
        if not 0.0 <= self.probability <= 1.0:
            wrong.append(f"probability {self.probability}  wanted 0 to 1")
        for name in ("to_interrogation", "to_arrest"):
            if not 0.0 < getattr(self, name) < 1e5:
                wrong.append(f"{name} {getattr(self, name)}  wanted days above 0 and below 100000")
        for name in ("first", "days"):
            if getattr(self, name) < 1:
                wrong.append(f"{name} {getattr(self, name)}  wanted 1 or more")
        if wrong:
            raise ModelError("\n".join(wrong))


@dataclass(frozen=True, slots=True, eq=False)
class Cascade:
    """What a run came to.

    Parameters
    ----------
    arrests, interrogations : (days,) int64
        Events of each day.
    named : int
        Persons arrested or named by the horizon.
    reached : (W,) uint64
        One bit a person: whether he was named or among the first.
    """

    arrests: Longs
    interrogations: Longs
    named: int
    reached: Words

    @property
    def events(self) -> int:
        """Arrests and interrogations up to the horizon."""
        return int(self.arrests.sum() + self.interrogations.sum())


def excess_degree(population: Population) -> float:
    """Return the mean number of further acquaintances of somebody reached through one: E[d (d - 1)] / E[d].

    In a large population a person who is named names R = probability * this many others on average.

    Examples
    --------
    >>> from showtrial.model.country.population import population_of
    >>> round(excess_degree(population_of(1_000_000, seed=1)), 2)
    16.56
    """
    stubs = population.stubs
    many = np.diff(stubs.block).astype(np.float64)
    size: Floats = stubs.size.astype(np.float64)
    return float((many * size * (size - 1)).sum() / (many * size).sum())


def cascade(population: Population, plain: Plain, *, seed: int) -> Cascade:
    """Run a plain cascade.

    Parameters
    ----------
    population : Population
        Who is there.
    plain : Plain
        The numbers.
    seed : int
        Of the run; who is arrested first and all that follows depend on it, and on nothing else.

    Raises
    ------
    ModelError
        If there are fewer persons than are to be arrested first.

    Examples
    --------
    >>> from showtrial.model.country.population import population_of
    >>> country = population_of(10_000, seed=1)
    >>> found = cascade(country, Plain(1.5 / excess_degree(country)), seed=1)
    >>> again = cascade(country, Plain(1.5 / excess_degree(country)), seed=1)
    >>> 2000 < int(found.arrests.sum()) < 3500, bool((found.arrests == again.arrests).all())
    (True, True)
    """
    n = population.n
    if plain.first > n:
        raise ModelError(f"first {plain.first}  wanted at most the {n} persons there are")
    law = Law(
        np.uint64(mixed(seed & 0xFFFFFFFFFFFFFFFF)),
        plain.to_arrest * 2.0**32,
        plain.to_interrogation * 2.0**32,
        plain.days,
        tables_of(plain.probability),
    )
    room = SIDE + int(population.stubs.size.max()) + COINS
    state = State(
        np.zeros((n >> 6) + 1, np.uint64),
        np.zeros(plain.days, np.int64),
        np.zeros(plain.days, np.int64),
        np.empty(n, np.uint64),
        np.zeros(1, np.int64),
        np.zeros(2, np.int64),
        np.empty(room, np.uint32),
        np.empty(room, np.int32),
        np.empty(room, np.int32),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
    )
    order = shuffle_of(n, seed, "arrested first")
    first = np.array([unshuffled(order, k) for k in range(plain.first)], np.uint32)
    run_through(population, law, state, calendar_of(plain.days, n), first)
    return Cascade(state.arrests, state.interrogations, int(state.meter[NAMED]), state.seen)
