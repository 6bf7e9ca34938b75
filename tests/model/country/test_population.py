"""Is a country that is never stored like one that is?"""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from showtrial.errors import ModelError
from showtrial.model.country.degrees import Degrees, lognormal_degrees
from showtrial.model.country.population import (
    block_of,
    block_size,
    degree,
    groups_of,
    member_of,
    neighbour,
    partition_of,
    population_of,
)


def contacts_of(country):
    return [[neighbour(country, i, k) for k in range(degree(country, i))] for i in range(country.n)]


def test_degrees_are_those_of_the_lognormal():
    n = 20_000
    country, law = population_of(n, seed=1), lognormal_degrees()
    found = np.bincount([degree(country, i) for i in range(n)], minlength=1001)
    assert np.abs(np.cumsum(found) - n * np.cumsum(law.shares)).max() <= 2.0
    assert found @ np.arange(len(found)) % 2 == 0
    drawn = np.rint(np.random.default_rng(1).lognormal(np.log(10) - 0.75**2 / 2, 0.75, 10**6))
    assert law.mean == pytest.approx(drawn.mean(), abs=0.05)
    assert law.excess == pytest.approx((drawn * (drawn - 1)).mean() / drawn.mean(), rel=0.02)


@given(st.integers(2, 60), st.integers(0, 10**6))
def test_acquaintance_is_mutual(n, seed):
    contacts = contacts_of(population_of(n, seed=seed))
    ends = sorted((i, j) for i, near in enumerate(contacts) for j in near)
    assert ends == sorted((j, i) for i, j in ends)


def structure(graph):
    """Triangles, double ties, assortativity, reach of two steps: of a configuration model all are known."""
    simple = nx.Graph(graph)
    simple.remove_edges_from(nx.selfloop_edges(simple))
    return [
        sum(nx.triangles(simple).values()) / 3,
        graph.number_of_edges() - simple.number_of_edges(),
        nx.degree_assortativity_coefficient(simple),
        np.mean([len(nx.single_source_shortest_path_length(simple, i, cutoff=2)) for i in range(0, 600, 10)]),
    ]


def test_same_law_as_a_stored_configuration_model():
    n, runs = 600, 10
    ours, theirs = [], []
    for seed in range(runs):
        contacts = contacts_of(population_of(n, seed=seed))
        ours.append(
            structure(nx.MultiGraph([(i, j) for i, near in enumerate(contacts) for j in near if i < j]))
        )
        degrees = [len(near) for near in contacts]
        theirs.append(structure(nx.configuration_model(degrees, seed=seed)))
    a, b = np.array(ours), np.array(theirs)
    error = np.sqrt((a.var(axis=0) + b.var(axis=0)) / (runs - 1))
    # A tie of somebody to himself is two half-edges; i < j leaves it out of our multigraph.
    a[:, 1] += np.mean([d * (d - 1) for d in degrees]) / np.mean(degrees) / 2
    assert (np.abs(a.mean(axis=0) - b.mean(axis=0)) < 4 * error + 1e-9).all(), (
        a.mean(axis=0),
        b.mean(axis=0),
    )


@given(
    st.integers(1, 100),
    st.integers(0, 10**6),
    st.sampled_from([{1: 1.0}, {1: 0.2, 4: 0.8}, {7: 0.5, 30: 0.5}]),
)
def test_everybody_is_in_one_block(n, seed, sizes):
    homes = partition_of(n, sizes, seed=seed, name="households")
    many = int(homes.blocks.block[-1])
    members = [[member_of(homes, b, k) for k in range(block_size(homes, b))] for b in range(many)]
    assert sorted(i for block in members for i in block) == list(range(n))
    assert all(block_of(homes, i) == b for b, block in enumerate(members) for i in block)
    assert sum(len(block) not in sizes for block in members) <= 1


def test_shares_of_persons_are_kept():
    homes = partition_of(10_000, {1: 0.1, 4: 0.9}, seed=1, name="households")
    assert np.diff(homes.blocks.block).tolist() == [2250, 1000]
    regions = groups_of(10_000, [0.125, 0.0, 0.875], seed=1, name="regions")
    assert [block_size(regions, g) for g in range(3)] == [1250, 0, 8750]


def test_groups_know_nothing_of_degrees_or_of_each_other():
    n = 20_000
    country = population_of(n, seed=2)
    one, other = (groups_of(n, [0.3, 0.7], seed=2, name=name) for name in ("one", "other"))
    a, b = (np.array([block_of(each, i) for i in range(n)]) for each in (one, other))
    d = np.array([degree(country, i) for i in range(n)])
    assert abs(np.corrcoef(a, d)[0, 1]) < 4 / np.sqrt(n)
    assert abs(np.corrcoef(a, b)[0, 1]) < 4 / np.sqrt(n)


def test_cells_of_the_same_order_lie_inside_units():
    units = partition_of(960, {32: 1.0}, seed=1, name="units", order="work")
    cells = partition_of(960, {8: 1.0}, seed=1, name="cells", order="work")
    assert all(block_of(units, i) == block_of(cells, i) // 4 for i in range(960))


def test_another_process_has_the_same_country():
    ask = "from showtrial.model.country.population import *; p = population_of(162_000_000, seed=5); print([neighbour(p, i, 1) for i in range(10**8, 10**8 + 5)])"
    country = population_of(162_000_000, seed=5)
    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout
    here = [neighbour(country, i, 1) for i in range(10**8, 10**8 + 5)]
    assert told.strip() == str(here)
    other = population_of(162_000_000, seed=6)
    assert here != [neighbour(other, i, 1) for i in range(10**8, 10**8 + 5)]


def test_a_country_takes_no_memory():
    country = population_of(400_000_000, seed=1)
    assert sum(each.nbytes for each in country.stubs if isinstance(each, np.ndarray)) < 100_000


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: population_of(0, seed=1), "population 0  wanted 1 person or more"),
        (lambda: population_of(10**9, seed=1), "acquaintances .*wanted 1 to 4294967296"),
        (lambda: partition_of(9, {0: 1.0}, seed=1, name="x"), "x size 0  wanted 1 or more"),
        (
            lambda: partition_of(9, {2: 0.5}, seed=1, name="x"),
            r"x shares \[0.5\]  wanted numbers from 0 that add up to 1",
        ),
        (lambda: groups_of(9, [1.5, -0.5], seed=1, name="x"), "x shares .*wanted numbers from 0"),
        (lambda: Degrees((3, 1), (0.5, 0.5)), "wanted rising whole numbers"),
        (lambda: Degrees((1, 3), (0.5, 0.6)), "wanted 1, none negative"),
        (lambda: lognormal_degrees(mean=-1), "wanted positive numbers"),
    ],
)
def test_what_cannot_be_is_refused(made, said):
    with pytest.raises(ModelError, match=said):
        made()


def test_cumulative_counts_are_within_half_a_person():
    law = lognormal_degrees()
    values, many = law.counts(997)
    assert sum(many) == 997
    assert all(a < b for a, b in pairwise(values))
