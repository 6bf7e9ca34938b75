"""Are the packaged calibrations of the scenarios and targets as they are now, and found again?"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from showtrial.calibration.affair import Affair
from showtrial.calibration.begun import calibration_of
from showtrial.calibration.calibrated import BUDGETS, METHOD, Budget, Run
from showtrial.calibration.country import Country
from showtrial.calibration.targets import open_targets
from showtrial.calibration.versions_told import tables
from showtrial.model.country.opening import is_country, open_country
from showtrial.model.machine.opening import open_scenario
from showtrial.model.replicates import Where
from showtrial.record.results import CALIBRATION, result_bytes

NAMES = ("moscow", "sixteen", "union")


def packaged(name):
    text = files("showtrial.calibration").joinpath("packaged", f"calibration-{name}.json").read_text("utf-8")
    return json.loads(text)


def simulator(name):
    given = open_targets(name)
    return Country(open_country(name), given) if is_country(name) else Affair(open_scenario(name), given)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_of_scenario_targets_and_method_as_they_are_now(name):
    found, now = packaged(name), simulator(name)
    assert found["kind"] == CALIBRATION
    assert found["scenario_sha256"] == now.scenario.sha256, f"stale: make results (calibrate {name})"
    assert found["targets_sha256"] == now.given.sha256, f"stale: make results (calibrate {name})"
    assert found["method"] == METHOD, f"stale: make results (calibrate {name})"
    assert found["budget"] == "full"
    assert found["simulations"] == BUDGETS["full"].simulations
    assert [(each["name"], each["prior"]) for each in found["parameters"]] == [
        (each.name, [each.low, each.high]) for each in now.free
    ]


@pytest.mark.parametrize("name", NAMES)
def test_draws_lie_in_their_ranges_and_every_figure_is_compared(name):
    found, now = packaged(name), simulator(name)
    rows = np.array(found["posterior"])
    assert rows.shape == (BUDGETS["full"].again, len(now.free))
    low, high = np.array([[each.low, each.high] for each in now.free]).T
    slack = 1e-5 * np.maximum(abs(low), abs(high))  # six digits are written
    assert ((rows >= low - slack) & (rows <= high + slack)).all()
    assert len(np.unique(rows, axis=0)) > 50
    compared = {each["id"] for each in found["targets"] if each["posterior"] is not None}
    assert compared == {each.id for each in now.targets}
    for each in found["targets"]:
        if each["posterior"] is not None:
            assert each["inside"] == (each["posterior"]["low"] <= each["value"] <= each["posterior"]["high"])
    assert [each["n"] for each in found["sbc"]] == [sum(each["ranks"]) for each in found["sbc"]]


@pytest.mark.parametrize("name", NAMES)
def test_the_record_that_was_fitted_is_that_of_the_targets(name):
    value = {each["id"]: (each["value"], each["error"], each["use"]) for each in packaged(name)["targets"]}
    assert value == {each.id: (each.value, each.error, each.use) for each in open_targets(name).rows}


@pytest.mark.parametrize("mark", ["targets", "identified"])
def test_tables_of_moscow_are_those_of_the_result(mark):
    page = (Path(__file__).parents[2] / "docs" / "calibration.md").read_text(encoding="utf-8")
    block = re.search(rf"<!-- moscow {mark} -->\n(.*?)<!-- end -->", page, re.DOTALL)
    assert block
    assert block[1].strip() == tables("moscow")[mark], "stale: paste what versions_told moscow prints"


@pytest.mark.parametrize("name", ["moscow", "union"])
def test_a_packaged_draw_run_again_lies_where_the_result_says(name):
    """Not the packaged runs, whose seeds are others: 20 draws, of which few may lie outside 95 per cent."""
    found, now = packaged(name), simulator(name)
    spans = [each["posterior"] for each in found["targets"] if each["posterior"] is not None]
    error = np.array([each["error"] for each in found["targets"] if each["posterior"] is not None])
    order = {each.id: k for k, each in enumerate(now.targets)}
    places = [order[each["id"]] for each in found["targets"] if each["posterior"] is not None]
    figures = np.array([now(np.array(row), seed) for seed, row in enumerate(found["posterior"][:20])])
    low = np.array([each["low"] for each in spans]) * np.exp(-2 * error)
    high = np.array([each["high"] for each in spans]) * np.exp(2 * error)
    inside = (figures[:, places] >= low) & (figures[:, places] <= high)
    assert inside.mean() > 0.9, f"stale: make results (calibrate {name})"


def test_ten_times_as_many_persons_come_to_the_same():
    """The same 20 draws at 100,000 and at a million persons: logs of the counts above a hundred agree."""
    rows = [np.array(row) for row in packaged("union")["posterior"][:20]]
    small, large = (replace(simulator("union"), persons=persons) for persons in (100_000, 1_000_000))
    one, ten = (np.log([at(row, k) for k, row in enumerate(rows)]) for at in (small, large))
    many = np.exp(one.mean(axis=0)) * small.persons / small.scenario.world.full > 100
    assert many.sum() >= 7
    apart = (ten - one)[:, many]
    error = apart.std(axis=0, ddof=1) / np.sqrt(len(rows))
    assert (abs(apart.mean(axis=0)) < 4 * error).all()
    assert error.max() < 0.05


@pytest.mark.slow
def test_a_small_budget_again_on_one_worker_and_on_two(monkeypatch):
    monkeypatch.setattr("showtrial.calibration.calibrated.BUDGETS", {**BUDGETS, "small": Budget(200, 20, 20)})
    plain = calibration_of("sixteen", seed=1)
    both = calibration_of("sixteen", seed=1, run=Run(Where(workers=2)))
    assert result_bytes(plain) == result_bytes(both)
    whole = packaged("sixteen")
    assert plain["scenario_sha256"] == whole["scenario_sha256"]
    for few, many in zip(plain["targets"], whole["targets"], strict=True):
        assert few["id"] == many["id"]
        if few["prior"] is not None:  # spans of the prior overlap: the model is that of the packaged result
            assert few["prior"]["low"] <= many["prior"]["median"] <= few["prior"]["high"]
