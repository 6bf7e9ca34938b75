"""Has the engine the law of the textbook, and the limits that theory knows?"""

from __future__ import annotations

import math

import numpy as np
import pytest
from naive.machine_gillespie import naive_run

from model.machine.made import cascade, choice, everything, network, scenario_of, sweep, values
from showtrial.model.machine import layout as at
from showtrial.model.machine.ensemble import ensemble
from showtrial.model.machine.opening import open_scenario
from showtrial.model.machine.run import engine_of, run
from showtrial.model.machine.scenario import Quota
from showtrial.model.machine.summary import COUNTS
from showtrial.model.machine.world import Person

#: Standard errors that a mean may lie away; with some forty means, 4 is seldom chance.
FAR = 4.0


def agree(scenario, naive_runs):
    slow = [naive_run(scenario, seed) for seed in range(naive_runs)]
    fast = ensemble(scenario, runs=8 * naive_runs, seed=5)
    for name in set(COUNTS) & set(slow[0].count):
        a, b = np.array([each.count[name] for each in slow], float), fast.column(name)
        se = math.sqrt(a.var() / len(a) + b.var() / len(b))
        assert abs(a.mean() - b.mean()) <= FAR * max(se, 1e-9), (name, a.mean(), b.mean())
        spread = math.sqrt((((a - a.mean()) ** 2).var()) / len(a)) + 1e-9
        assert abs(a.var() - b.var()) <= 2 * FAR * spread, (name, "variance", a.var(), b.var())


def test_same_law_as_the_textbook_with_everything_on():
    agree(everything(), 800)


def test_same_law_as_the_textbook_on_the_toy():
    scenario = open_scenario("toy")
    agree(scenario, 1500)


@pytest.mark.slow
def test_same_law_as_the_textbook_at_length():
    agree(everything(), 8000)
    agree(open_scenario("toy"), 20000)


def sizes(world, runs, set, **more):
    scenario = cascade(world, set=set, **more)
    engine = engine_of(scenario)
    traces = (run(scenario, seed=11, number=k, engine=engine) for k in range(runs))
    return np.array([(trace.kind == at.E_WANTED).sum() for trace in traces], float)


@pytest.mark.parametrize("reproduction", [0.4, 0.7])
def test_mean_total_size_below_the_threshold(reproduction):
    world = network(4000, 4.0)
    found = sizes(world, 1500, values(association__acquaintance=reproduction / 4.0), seeds=(17,))
    starts = np.arange(17, 18)
    degree = np.diff(world.tie_start)
    excess = (degree * (degree - 1)).sum() / degree.sum() * reproduction / 4.0
    wanted = 1 + degree[starts].mean() * reproduction / 4.0 / (1 - excess)
    assert abs(found.mean() - wanted) < FAR * found.std() / math.sqrt(len(found)) + 0.02 * wanted


def test_the_plain_cascade_by_naming_has_the_same_size():
    world = network(4000, 4.0)
    by_name = values(
        naming__contacts=0.15,
        naming__names=0,
        interrogation__confess=1,
        naming__sessions=1,
        procedure__close=0,
    )
    a, b = (
        sizes(world, 1500, by_name, seeds=(17,), horizon=150.0),
        sizes(world, 1500, values(association__acquaintance=0.15), seeds=(17,)),
    )
    assert abs(a.mean() - b.mean()) < FAR * math.sqrt(a.var() / len(a) + b.var() / len(b))


def test_thinning():
    """A name put down with p and acted on with q is a name put down with p q."""
    world = network(4000, 4.0)
    plain = {"naming__names": 0, "interrogation__confess": 1, "naming__sessions": 1, "procedure__close": 0}
    a = sizes(
        world, 1500, values(naming__contacts=0.3, naming__acted_on=0.5, **plain), seeds=(17,), horizon=150.0
    )
    b = sizes(world, 1500, values(naming__contacts=0.15, **plain), seeds=(17,), horizon=150.0)
    assert abs(a.mean() - b.mean()) < FAR * math.sqrt(a.var() / len(a) + b.var() / len(b))


def test_final_size_above_the_threshold():
    """S = 1 - exp(-R S) for Poisson degrees; the share of great outbreaks from one start is near S too."""
    n, reproduction = 4000, 2.0
    found = sizes(network(n, 4.0), 150, values(association__acquaintance=0.5), seeds=tuple(range(5))) / n
    size = 0.5
    for _ in range(100):
        size = 1 - math.exp(-reproduction * size)
    great = found[found > 0.1]
    assert len(great) > 130
    assert abs(great.mean() - size) < 0.02


def test_growth_rate():
    """Each arrest makes R others wanted at once, each arrested at rate alpha: growth alpha (R - 1)."""
    world = network(8000, 4.0)
    start = tuple(range(100, 140))
    arrests = np.array([5.0, 8.0])
    scenario = cascade(
        world, seeds=start, set=values(association__acquaintance=0.375, process__arrest=0.5), horizon=9.0
    )
    engine = engine_of(scenario)
    total = np.zeros(2)
    for number in range(60):
        trace = run(scenario, seed=2, number=number, engine=engine)
        total += np.searchsorted(trace.time[trace.kind == at.E_ARREST], arrests)
    reproduction = 0.375 * 4.0
    rate = math.log(total[1] / total[0]) / 3.0
    ideal = math.log((math.exp(0.25 * 8) - 1) / (math.exp(0.25 * 5) - 1)) / 3.0  # arrests go with e^(rt) - 1
    assert reproduction == 1.5
    assert abs(rate - ideal) < 0.03


def test_pure_quota_is_poisson():
    persons = [Person(id=f"p{i}", group="x") for i in range(200)]
    quota = Quota(id="q", day=0.0, until=20.0, title="", source="free", group=0, rate=sweep(rate=0.25).rate)
    scenario = scenario_of(persons, quotas=(quota,), horizon=30.0, set=values(lists__overfulfilment=2))
    found = ensemble(scenario, runs=1500, seed=4).column("wanted")
    assert abs(found.mean() - 10.0) < FAR * math.sqrt(10.0 / len(found))
    assert abs(found.var() - 10.0) < FAR * math.sqrt((10.0 + 2 * 100.0) / len(found))


def test_confession_waits_are_exponential_and_slow_down_when_interrogators_are_few():
    persons = [Person(id=f"p{i}", group="x") for i in range(4)]
    quiet = {
        "process__arrest": 1e9,
        "interrogation__confess": 0.1,
        "procedure__close": 0,
        "naming__sessions": 0,
    }
    for load, factor in ((4, 1.0), (1, 0.25)):
        set = values(**quiet, interrogation__load=load)
        scenario = scenario_of(persons, sweeps=[sweep(0, 1, 2, 3, rate=1e9)], horizon=1e6, set=set)
        engine = engine_of(scenario)
        first = []
        for number in range(1500):
            trace = run(scenario, seed=3, number=number, engine=engine)
            first.append(trace.time[trace.kind == at.E_CONFESS][0])
        mean = 1 / (4 * 0.1 * factor)
        assert abs(np.mean(first) - mean) < FAR * mean / math.sqrt(len(first))


def test_names_follow_exp_of_beta_and_statistics():
    """One speaker, three contacts, one name: drawn by exp(beta . s), by hand."""
    persons = [
        Person(id="a", group="x"),
        Person(id="b", group="x"),
        Person(id="c", group="y"),
        Person(id="d", group="y"),
    ]
    ties = [("a", other, "acquaintance") for other in "bcd"]
    set = values(
        process__arrest=1e9,
        interrogation__confess=1e9,
        naming__names=50,
        naming__dispersion=math.inf,
        naming__acted_on=0,
        naming__sessions=1,
        procedure__close=0,
    )
    scenario = scenario_of(
        persons,
        ties,
        sweeps=[sweep(0, rate=1e9)],
        horizon=3.0,
        set=set,
        choice=choice(same=1.2, indegree=0.0),
    )
    engine = engine_of(scenario)
    first = np.zeros(4)
    for number in range(2000):
        trace = run(scenario, seed=8, number=number, engine=engine)
        named = trace.person[trace.kind == at.E_NAME]
        if len(named):
            first[named[0]] += 1
    share = first / first.sum()
    ideal = np.array([0.0, math.exp(1.2), 1.0, 1.0]) / (math.exp(1.2) + 2)
    assert np.abs(share - ideal).max() < FAR * math.sqrt(0.25 / first.sum())
