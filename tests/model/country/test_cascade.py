"""Has the fast cascade the events of the slow one, and the limits that theory knows?"""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from naive.cascade_heap import DAY, Generator, OwnNumbers, slow_cascade

from model.country.test_population import contacts_of
from showtrial.errors import ModelError
from showtrial.model.country.cascade import Plain, cascade, excess_degree
from showtrial.model.country.degrees import Degrees
from showtrial.model.country.draws import named, tables_of, wait
from showtrial.model.country.population import degree, population_of
from showtrial.model.country.shuffle import shuffle_of, unshuffled


def first_of(n, plain, seed):
    order = shuffle_of(n, seed, "arrested first")
    return [unshuffled(order, k) for k in range(plain.first)]


def by_day(events, days):
    return np.bincount([moment // DAY for moment, _ in events], minlength=days)


@pytest.mark.parametrize(
    "plain",
    [
        Plain(0.09, days=700),
        Plain(0.12, to_interrogation=0.3, to_arrest=0.2, first=3, days=40),  # most on one day
        Plain(0.5, to_interrogation=0.01, to_arrest=0.01, first=1, days=3),  # nearly all through the heap
        Plain(1.0, first=2, days=400),
        Plain(0.0, days=50),
        Plain(0.3, first=700, days=1),
    ],
)
def test_the_same_events_as_the_slow_one(plain):
    n = 3000
    country = population_of(n, seed=4)
    contacts = contacts_of(country)
    for seed in (1, 2):
        fast = cascade(country, plain, seed=seed)
        arrests, interrogations, seen = slow_cascade(
            contacts, first_of(n, plain, seed), plain, OwnNumbers(plain, seed)
        )
        assert fast.arrests.tolist() == by_day(arrests, plain.days).tolist()
        assert fast.interrogations.tolist() == by_day(interrogations, plain.days).tolist()
        assert fast.named == len(seen)
        reached = np.flatnonzero(np.unpackbits(fast.reached.view(np.uint8), bitorder="little"))
        assert reached.tolist() == sorted(seen)


def test_the_same_law_as_a_generator_on_a_stored_network():
    """Sizes at the horizon: ours on demand, the slow one on configuration models of networkx."""
    n, plain = 1000, Plain(0.1, days=400)
    ours, theirs = [], []
    for seed in range(40):
        country = population_of(n, seed=seed)
        ours += [int(cascade(country, plain, seed=1000 * seed + k).arrests.sum()) for k in range(4)]
    degrees = [degree(country, i) for i in range(n)]
    for seed in range(40):
        net = nx.configuration_model(degrees, seed=seed)
        contacts = [[] for _ in range(n)]
        for i, j in net.edges():
            contacts[i].append(j)
            contacts[j].append(i)
        first = np.random.default_rng(seed).choice(n, plain.first, replace=False).tolist()
        theirs.append(len(slow_cascade(contacts, first, plain, Generator(plain, seed))[0]))
    a, b = np.array(ours, float), np.array(theirs, float)
    assert abs(a.mean() - b.mean()) < 4 * math.sqrt(a.var() / len(a) + b.var() / len(b))
    assert 0.5 < a.std() / b.std() < 2.0


def regular(n, d, seed=1):
    return population_of(n, seed=seed, degrees=Degrees((d,), (1.0,)))


@pytest.mark.parametrize("reproduction", [0.5, 0.8])
def test_mean_total_size_below_the_threshold(reproduction):
    """A first person has d coins, everybody after him d - 1: 1 + d p / (1 - R), R = (d - 1) p."""
    d, first, runs = 9, 40, 60
    p = reproduction / (d - 1)
    country = regular(400_000, d)
    plain = Plain(p, to_interrogation=1.0, to_arrest=1.0, first=first, days=400)
    sizes = np.array([cascade(country, plain, seed=k).arrests.sum() / first for k in range(runs)])
    expected = 1.0 + d * p / (1.0 - reproduction)
    assert abs(sizes.mean() - expected) < 4 * sizes.std() / math.sqrt(runs)


def test_final_size_above_the_threshold():
    """Share reached, of a regular network: 1 - u^d, u = 1 - p + p u^(d - 1), each end of a tie with own coin."""
    d, p = 8, 0.25
    u = 0.0
    for _ in range(500):
        u = 1.0 - p + p * u ** (d - 1)
    plain = Plain(p, to_interrogation=1.0, to_arrest=1.0, first=500, days=300)
    found = cascade(regular(300_000, d), plain, seed=3)
    assert found.arrests.sum() / 300_000 == pytest.approx(1.0 - u**d, abs=0.004)


def test_exponential_growth():
    """R (1 + 10 r)^-1 (1 + 30 r)^-1 = 1 gives the rate r."""
    country = population_of(50_000_000, seed=1)
    plain = Plain(1.5 / excess_degree(country), first=200, days=600)
    daily = cascade(country, plain, seed=1).arrests
    r = (-40 + math.sqrt(40**2 + 4 * 300 * 0.5)) / 600
    weeks = daily.reshape(-1, 20).sum(axis=1)[15:]
    slope = np.polyfit(20.0 * np.arange(len(weeks)), np.log(weeks), 1)[0]
    assert slope == pytest.approx(r, rel=0.04)


def test_thinning():
    """Coins of probability p, kept with probability q, reach as many as coins of probability p q."""
    n, p, q = 2000, 0.2, 0.5
    country = population_of(n, seed=2)
    contacts = contacts_of(country)
    plain, thinned = Plain(p * q, days=300), []

    class Kept(Generator):
        def coins(self, person, many):
            return (self.rng.random(many) < p) & (self.rng.random(many) < q)

    for k in range(30):
        thinned.append(len(slow_cascade(contacts, first_of(n, plain, k), plain, Kept(plain, k))[0]))
    ours = np.array([cascade(country, plain, seed=k).arrests.sum() for k in range(300)])
    thinned = np.array(thinned)
    se = math.sqrt(thinned.var() / len(thinned) + ours.var() / len(ours))
    assert abs(thinned.mean() - ours.mean()) < 4 * se


def test_numbering_of_persons_does_not_matter():
    """Other countries and other first persons of the same law: sizes have one distribution."""
    plain = Plain(0.1, days=300)
    sizes = [
        np.array([cascade(population_of(3000, seed=s), plain, seed=s + k).arrests.sum() for s in range(150)])
        for k in (0, 10_000)
    ]
    se = math.sqrt(sum(each.var() / len(each) for each in sizes))
    assert abs(sizes[0].mean() - sizes[1].mean()) < 4 * se
    one = population_of(3000, seed=1)
    assert len({cascade(one, plain, seed=k).events for k in range(20)}) > 15


def test_waits_and_coins_have_their_laws():
    tables = tables_of(0.3)
    own = OwnNumbers(Plain(0.3), 9)
    bits = [own.number(i, 1) for i in range(30_000)]
    waits = np.sort([wait(tables, each) for each in bits])
    upper = np.arange(1, len(waits) + 1) / len(waits)
    assert np.abs(upper - (1 - np.exp(-waits))).max() < 1.95 / math.sqrt(len(waits))  # Kolmogorov, 1 in 1000
    assert waits[-1] > 8.0  # beyond the layers
    sets = np.bincount([int(named(tables, each)) for each in bits], minlength=256)
    heads = np.array([k.bit_count() for k in range(256)])
    expected = len(bits) * 0.3**heads * 0.7 ** (8 - heads)
    often = expected > 5
    assert ((sets - expected)[often] ** 2 / expected[often]).sum() < often.sum() + 5 * math.sqrt(
        2 * often.sum()
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"probability": 1.2}, "probability 1.2  wanted 0 to 1"),
        ({"to_arrest": 0.0}, "to_arrest 0.0  wanted days above 0"),
        ({"first": 0, "days": 0}, "first 0  wanted 1 or more\ndays 0  wanted 1 or more"),
    ],
)
def test_numbers_out_of_range_are_refused(change, said):
    with pytest.raises(ModelError, match=said):
        Plain(**({"probability": 0.1} | change))


def test_more_first_than_persons():
    with pytest.raises(ModelError, match="first 20  wanted at most the 5 persons there are"):
        cascade(population_of(5, seed=1), Plain(0.1), seed=1)
