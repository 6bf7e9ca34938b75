"""Does a target of some groups count these and nobody else?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from showtrial.calibration.affair import Affair
from showtrial.calibration.begun import calibration_of
from showtrial.calibration.beside import beside, in_window
from showtrial.calibration.country import Country, figure
from showtrial.calibration.targets import Targets, open_targets
from showtrial.errors import ModelError
from showtrial.model.country.ledger import S_ARREST
from showtrial.model.country.opening import open_country
from showtrial.model.country.run import simulate_country
from showtrial.model.country.scenario import with_persons
from showtrial.model.country.told import country_result
from showtrial.model.machine.opening import open_scenario

PERSONS = 20_000


@pytest.fixture(scope="module")
def small():
    return with_persons(open_country("moscow"), PERSONS)


@pytest.fixture(scope="module")
def runs(small):
    return simulate_country(small, runs=3, seed=1)


@pytest.fixture(scope="module")
def given():
    return open_targets("moscow")


def by_id(given: Targets, name: str):
    return next(each for each in given.rows if each.id == name)


def with_groups(given: Targets, name: str, *groups: str, **other) -> Targets:
    rows = (replace(each, groups=groups, **other) if each.id == name else each for each in given.rows)
    return replace(given, rows=tuple(rows))


def test_a_figure_is_the_sum_over_its_days_and_groups(small, runs, given):
    for target in given.of_use("fit", "held-out"):
        direct = 0
        for day in range(runs.first.series.shape[1]):
            if target.window[0] <= (small.start + timedelta(days=day)).isoformat() <= target.window[1]:
                for number, group in enumerate(small.world.groups):
                    if group in target.groups:
                        direct += int(runs.first.series[S_ARREST, day, number].sum())
        assert figure(small, runs.first, target) == direct > 0, target.id


def test_groups_add_up_to_everybody(small, runs, given):
    target = by_id(given, "army-arrested-1937")
    parts = [figure(small, runs.first, replace(target, groups=(each,))) for each in small.world.groups]
    assert sum(parts) == figure(small, runs.first, replace(target, groups=()))
    assert len(set(parts)) > 3


def test_beside_counts_groups_over_the_whole_of_the_runs_and_no_part_of_it(small, runs, given):
    whole, part = (by_id(given, each) for each in ("high-command-arrested", "army-arrested-1937"))
    found = in_window(small, runs, whole)
    assert found is not None
    assert np.isclose(found[0] * small.world.scale, figure(small, runs.first, whole))
    assert in_window(small, runs, part) is None
    assert in_window(small, runs, replace(whole, route="list", counterpart="convicted")) is None
    last = small.start + timedelta(days=runs.daily.shape[2] - 2)
    assert in_window(small, runs, replace(whole, window=(whole.window[0], last.isoformat()))) is None


def test_a_target_of_groups_stands_beside_no_year(small, runs, given):
    told = beside(small, runs, given, country_result(small, runs))
    assert by_id(given, "army-arrested-1937").window == ("1937-01-01", "1937-12-31")
    assert all(row["target"] is None for row in told["years"])
    spans = {row["id"]: row["median"] for row in told["targets"]}
    assert spans["army-arrested-1937"] is None
    assert spans["delegates-arrested"] > 0
    everybody = with_groups(given, "army-arrested-1937")
    years = beside(small, runs, everybody, country_result(small, runs))["years"]
    assert [row["target"] for row in years if row["target"] is not None] == [5811]


def test_the_last_day_of_the_runs_is_that_of_the_scenario(small, runs):
    assert small.start + timedelta(days=runs.daily.shape[2] - 1) == date(1938, 12, 31)


def test_groups_that_are_not_there_are_refused_with_those_that_are(given):
    scenario = open_country("moscow")
    with pytest.raises(ModelError) as said:
        Country(scenario, with_groups(given, "security-arrested", "security servis"))
    assert str(said.value) == (
        "security-arrested  groups 'security servis'; wanted groups of moscow: Central Committee, delegates, "
        "former opposition, security service, high command, officers, officials; "
        "did you mean 'security service'?"
    )
    with pytest.raises(
        ModelError, match=r"opposition-arrested  groups 'x'; wanted groups of moscow: .*ials$"
    ):
        Country(scenario, with_groups(given, "opposition-arrested", "x"))
    with pytest.raises(ModelError, match="a list is counted as a whole"):
        Country(scenario, with_groups(given, "security-arrested", "officers", counterpart="listed"))
    affair = open_targets("sixteen")
    with pytest.raises(ModelError, match="one affair is counted as a whole"):
        Affair(open_scenario("sixteen"), with_groups(affair, "arrested-april", "officers"))


def test_a_country_smaller_than_the_runs_is_run_whole(monkeypatch):
    seen = []

    def caught(simulator, given, **told):
        seen.append(simulator.persons)
        return {}

    monkeypatch.setattr("showtrial.calibration.begun.calibrated", caught)
    calibration_of("moscow")
    monkeypatch.setattr("showtrial.calibration.begun.PERSONS", 10**9)
    calibration_of("moscow")
    assert seen == [100_000, 310_000]
