"""Does a country keep the law of the machine for one affair, person by person, and what every run must keep?"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from model.country.small_union import as_affair, country_of, counts_of, everything, group, inhabitants, sweep
from model.machine.made import free, values
from showtrial.errors import ModelError
from showtrial.model.country import laid, ledger, memory
from showtrial.model.country.opening import open_country
from showtrial.model.country.run import run_country, simulate_country
from showtrial.model.country.scenario import GroupQuota, with_persons
from showtrial.model.machine import layout
from showtrial.model.machine.components import mechanisms
from showtrial.model.machine.parameters import neutral
from showtrial.model.machine.run import engine_of, run
from showtrial.model.machine.summary import COUNTS, counts
from showtrial.model.replicates import Where


def gap(x, y):
    """Differences of mean and of variance, in standard errors."""
    many = len(x)
    fourth = [((each - each.mean()) ** 4).mean() - each.var() ** 2 for each in (x, y)]
    mean = (y.mean() - x.mean()) / np.sqrt((x.var() + y.var()) / many + 1e-12)
    return mean, (y.var() - x.var()) / np.sqrt(sum(fourth) / many + 1e-12)


@pytest.mark.parametrize(
    "off",
    [(), ("naming",), ("association", "waves"), ("lists", "stop"), ("interrogation", "family", "spread")],
    ids="-".join,
)
def test_the_law_is_that_of_the_machine_for_one_affair(off):
    """Every person and tie written out for the exact process of one affair: same means, same variances."""
    scenario, runs = everything(), 700 if off else 2000
    affair = as_affair(scenario)
    engine = engine_of(affair, off=off)
    theirs = np.array([counts(run(affair, seed=1, number=k, engine=engine)) for k in range(runs)])
    mine = [counts_of(run_country(scenario, seed=2, number=k, off=off)) for k in range(runs)]
    for column, name in enumerate(COUNTS):
        if name != "pending":
            found = gap(theirs[:, column], np.array([each[name] for each in mine]))
            assert np.abs(found).max() < 4.5, (name, found)


@pytest.mark.parametrize("name", list(mechanisms()))
def test_off_is_the_neutral_value(name):
    scenario = everything()
    still = neutral([name])
    orders = tuple(
        replace(o, values=MappingProxyType({k: v for k, v in o.values.items() if k not in still}))
        for o in scenario.orders
    )
    by_hand = replace(
        scenario,
        orders=orders,
        values=MappingProxyType(
            {**scenario.values, **values(**{k.replace(".", "__"): v for k, v in still.items()})}
        ),
    )
    for number in range(3):
        one = run_country(scenario, seed=1, number=number, off=[name])
        two = run_country(by_hand, seed=1, number=number)
        assert np.array_equal(one.series, two.series)
        assert np.array_equal(one.meter, two.meter)


def test_what_is_off_does_not_happen():
    def total(off, event, by=slice(None)):
        return sum(
            int(run_country(everything(), seed=1, number=k, off=[off]).series[event, ..., by].sum())
            for k in range(20)
        )

    assert total("naming", ledger.S_WANTED, layout.BY_NAME) == 0
    assert total("association", ledger.S_WANTED, layout.BY_TIE) == 0
    assert total("lists", ledger.S_WANTED, layout.BY_QUOTA) == 0
    assert total("family", ledger.S_WANTED, layout.BY_FAMILY) == 0
    assert total("choice", ledger.S_CONVICTED, layout.OPEN) == 0
    assert total("stop", ledger.S_FREED) < total("retraction", ledger.S_FREED)


def test_persons_are_conserved():
    for number in range(30):
        found = run_country(everything(), seed=3, number=number, keep=1.0)
        status = np.bincount(found.trace[2][:, ledger.STATUS], minlength=12)
        count = found.counts()
        assert status[1:].sum() == count[0]
        assert status[layout.WANTED : layout.AWAITING + 1].sum() == found.pending.sum()
        assert status[layout.SHOT] == found.series[ledger.S_SHOT].sum()
        assert status[layout.FREED] == found.series[ledger.S_FREED].sum()
        assert (np.diff(found.trace[0]) >= 0).all()


def test_same_seed_same_run_on_any_number_of_workers():
    small = with_persons(open_country("union"), 100_000)
    one = simulate_country(small, runs=3, seed=4)
    two = simulate_country(small, runs=3, seed=4, where=Where(workers=2))
    assert np.array_equal(one.daily, two.daily)
    assert np.array_equal(one.first.series, two.first.series)
    assert not np.array_equal(one.daily[0], one.daily[1])


def test_room_that_grows_changes_nothing(monkeypatch):
    small = with_persons(open_country("union"), 400_000)
    one = run_country(small, seed=1)
    monkeypatch.setattr(laid, "START", 1)
    monkeypatch.setattr(laid, "REACHED", 0.0)
    two = run_country(small, seed=1)
    assert np.array_equal(one.series, two.series)


def test_a_quota_alone_is_a_poisson_process():
    world = inhabitants(group("x", 5000, (0, 0, 0)), mean=0.0)
    asked = GroupQuota(id="q", day=10.0, until=60.0, title="", source="free", group=0, rate=free(0.5))
    scenario = country_of(world, quotas=(asked,), set=values(process__arrest=1000, lists__overfulfilment=2))
    found = np.array([run_country(scenario, seed=1, number=k).counts()[0] for k in range(600)])
    assert abs(found.mean() - 50) < 4 * np.sqrt(50 / 600)
    assert 0.8 < found.var() / 50 < 1.25


def test_counts_go_with_the_size_of_the_country():
    union = open_country("union")
    rates = []
    for persons, runs in ((100_000, 24), (800_000, 3)):
        found = simulate_country(with_persons(union, persons), runs=runs, seed=2)
        rates.append(found.counts[:, [1, 2, 9, 10]].mean(axis=0) / persons)
    assert np.abs(rates[0] / rates[1] - 1).max() < 0.06, rates


def test_after_the_stop_nobody_is_reached_any_more():
    small = with_persons(open_country("union"), 200_000)
    stop = int(small.stop[0])
    wanted = run_country(small, seed=1).series[ledger.S_WANTED].sum(axis=(1, 2))
    later = run_country(small, seed=1, off=["stop"]).series[ledger.S_WANTED].sum(axis=(1, 2))
    assert wanted[stop + 1 :].sum() < 10 < wanted[:stop].sum()
    assert later[stop + 1 :].sum() > wanted[stop + 1 :].sum()


def test_a_machine_short_of_memory_is_told_what_would_fit():
    union = open_country("union")
    with pytest.raises(ModelError, match=r"needs about 0\.\d GB .* --persons \d+ would fit"):
        memory.refuse_if_short(union, free=400_000_000)
    memory.refuse_if_short(union, free=2_000_000_000)
    with pytest.raises(ModelError) as said:
        memory.refuse_if_short(union, free=400_000_000)
    size = int(str(said.value).split("--persons ")[1].split()[0])
    memory.refuse_if_short(with_persons(union, size), free=400_000_000)


def test_a_sweep_of_everybody_takes_everybody():
    world = inhabitants(group("x", 300), group("y", 40, beyond=1.0), mean=2.0)
    scenario = country_of(world, sweeps=(sweep(0, 1, rate=1.0),), set=values(process__arrest=10))
    assert run_country(scenario, seed=1).counts()[1] == 300
