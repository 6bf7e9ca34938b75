"""Are versions of a country what they say, and are page and packaged results of `union` up to date?"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from showtrial.calibration.calibrated import Budget
from showtrial.calibration.country import Country
from showtrial.calibration.targets import open_targets
from showtrial.calibration.versions import (
    ENDINGS,
    VERSIONS,
    comparable,
    compared,
    ended,
    score,
    shape,
    version_of,
)
from showtrial.calibration.versions_told import packaged, tables
from showtrial.model.country.opening import open_country
from showtrial.model.machine.chance import seed_of_run

PAGES = ("what-the-machine-shows.md", "calibration.md")
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def union():
    return open_country("union"), open_targets("union")


def version(name):
    return next(each for each in VERSIONS if each.id == name)


@pytest.mark.parametrize("what", ["calibration", "versions"])
def test_the_packaged_result_is_of_the_scenario_as_it_is_now(what, union):
    found = packaged("union", what)
    assert found["scenario_sha256"] == union[0].sha256, f"stale: make results ({what})"
    assert found["targets_sha256"] == union[1].sha256, f"stale: make results ({what})"


def test_the_packaged_versions_are_those_of_the_program():
    assert [(each["id"], each["title"]) for each in packaged("union")["versions"]] == [
        (each.id, each.title) for each in VERSIONS
    ]


def test_the_packaged_calibration_has_the_free_numbers_of_the_program(union):
    rows = packaged("union", "calibration")["parameters"]
    assert [(each["name"], each["prior"]) for each in rows] == [
        (each.name, [each.low, each.high]) for each in Country(*union).free
    ]


@pytest.mark.parametrize("mark", ["versions", "shapes", "endings", "targets", "identified"])
def test_the_pages_show_them(mark):
    page = "\n".join((DOCS / name).read_text("utf-8") for name in PAGES)
    block = re.search(rf"<!-- {mark} -->\n(.*?)<!-- end -->", page, re.DOTALL)
    assert block, f"no block {mark}"
    assert block[1].strip() == tables("union")[mark], "stale: paste what versions_told prints"


def test_what_is_off_is_not_estimated_and_does_not_happen(union):
    scenario, given = union
    one = version_of(scenario, comparable(given), version("orders"))
    names = [each.name for each in one.free]
    assert not [name for name in names if name.startswith(("naming.", "association."))]
    assert len(names) < len(Country(scenario, given).free)
    middle = np.array([(each.low + each.high) / 2 for each in one.free])
    assert one.run(middle, 1).counts()[6] == 0, "names on paper"
    assert Country(scenario, given).mark != Country(scenario, given, off=("stop",)).mark


def test_naming_alone_has_no_mass_operation_and_no_quota(union):
    scenario, given = union
    one = version_of(scenario, comparable(given), version("naming"))
    gone = {each.id for each in scenario.sweeps} - {each.id for each in one.scenario.sweeps}
    assert gone == {"order-00439", "order-00485", "order-00593"}
    wide = version_of(scenario, comparable(given), version("naming, wide ranges"))
    ends = {each.name: each.high for each in one.free}
    assert {each.high / ends[each.name] for each in wide.free} == {1.0, 2.0}


def test_only_arrests_and_convictions_by_any_route_are_compared(union):
    used = comparable(union[1])
    assert {each.counterpart for each in used.of_use("fit", "held-out")} == {"arrested", "convicted"}
    assert {each.route for each in used.of_use("fit", "held-out")} == {"any"}
    assert [each.use for each in used.rows if each.use == "input"] == [
        each.use for each in union[1].rows if each.use == "input"
    ]


def test_without_the_stop_arrests_go_on_and_with_sweeps_more(union):
    scenario, given = union
    both = version_of(scenario, comparable(given), version("both"))
    usual = [
        scenario.values[each.name].value if each.name in scenario.values else each.low for each in both.free
    ]
    last = (scenario.stop[0], scenario.horizon)
    many = [
        ended(both, how).run(np.array(usual), seed_of_run(1, 0)).series[1, int(last[0]) + 30 :].sum()
        for how in ("ordered", "no stop", "no stop, sweeps go on")
    ]
    assert many[0] < many[1] < many[2]


def test_the_score_punishes_what_lies_outside(union):
    targets = comparable(union[1]).of_use("fit", "held-out")
    at = np.log([each.value for each in targets])
    near = at + np.linspace(-0.1, 0.1, 401)[:, None]
    assert score(targets, near) == pytest.approx(0.19)
    assert score(targets, near + 0.2) == pytest.approx(0.19 + 40 * 0.105)


def test_the_shape_is_of_the_months():
    names = [f"{year}-{month:02d}" for year in range(1935, 1940) for month in range(1, 13)]
    flat = shape(np.ones((3, 60)), names)
    assert flat["spans"]["arrested 1937"] == {"low": 12, "median": 12, "high": 12}
    assert flat["spans"]["August to October for each of May to July 1937"]["median"] == 1
    assert flat["months"]["1938-11"] == [1, 1, 1]


def test_a_comparison_says_what_it_compares(monkeypatch):
    monkeypatch.setattr("showtrial.calibration.versions.VERSIONS", (version("both"),))
    (found,) = compared("union", seed=1, budget=Budget(110, 4, 2), step=str)["versions"]
    assert list(found["endings"]) == list(ENDINGS)
    assert len(found["targets"]) == 7
    assert found["score"] > 0
