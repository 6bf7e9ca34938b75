"""Are the packaged runs at full size of the calibration, scenario and targets as they are now, and found again?"""

from __future__ import annotations

import re
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from showtrial.calibration.beside import beside
from showtrial.calibration.posterior import drawn_of
from showtrial.calibration.targets import open_targets
from showtrial.calibration.versions_told import packaged, tables
from showtrial.model.country.opening import open_country
from showtrial.model.country.run import simulate_country
from showtrial.model.country.told import country_result
from showtrial.record.results import COUNTRY

FOLDER = files("showtrial.calibration").joinpath("packaged")
PAGE = Path(__file__).parents[2] / "docs" / "what-the-machine-shows.md"


@pytest.fixture(scope="module")
def runs():
    return packaged("union", "country")


def test_they_are_of_what_is_packaged_now(runs):
    scenario = open_country("union")
    assert runs["kind"] == COUNTRY
    assert runs["persons"] == runs["full"] == len(scenario.world) == 162_000_000
    assert (runs["runs"], runs["off"]) == (500, [])
    calibration = FOLDER.joinpath("calibration-union.json").read_bytes()
    for key, now in (
        ("scenario_sha256", scenario.sha256),
        ("targets_sha256", open_targets("union").sha256),
    ):
        assert runs[key] == now, "stale: make results (simulate)"
    assert runs["posterior"]["calibration_sha256"] == sha256(calibration).hexdigest(), "stale: make results"


def test_every_figure_that_is_compared_was_predicted(runs):
    compared = {each.id for each in open_targets("union").of_use("fit", "held-out")}
    assert {row["id"] for row in runs["targets"] if row["predicted"]} == compared


def test_the_same_draws_at_a_smaller_size_come_to_the_same(runs):
    """Forty of the draws at a million persons: each median lies well within what 500 runs at full size predict."""
    with as_file(FOLDER.joinpath("calibration-union.json")) as path:
        drawn, _ = drawn_of(path, 1_000_000)
    found = simulate_country(drawn, runs=40, seed=runs["seed"])
    rows = beside(drawn.scenario, found, open_targets("union"), country_result(drawn.scenario, found))[
        "targets"
    ]
    whole = {row["id"]: row["predicted"] for row in runs["targets"]}
    for row in rows:
        if row["predicted"] and row["median"] > 10_000:
            low, middle, high = (whole[row["id"]][side] for side in ("low", "median", "high"))
            assert (low + middle) / 2 < row["predicted"]["median"] < (middle + high) / 2, row["id"]


def test_the_page_shows_them():
    block = re.search(r"<!-- full -->\n(.*?)<!-- end -->", PAGE.read_text("utf-8"), re.DOTALL)
    assert block
    assert block[1].strip() == tables("union")["full"], "stale: paste what versions_told prints"
