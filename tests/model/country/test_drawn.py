"""Does each run of a country have its own draw of the posterior, and does interrupted work go on?"""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from showtrial.calibration.country import Country
from showtrial.calibration.posterior import drawn_of
from showtrial.calibration.targets import open_targets
from showtrial.cli import main
from showtrial.errors import ModelError, ReadError
from showtrial.model.country.drawn import Drawn, at_run, with_values
from showtrial.model.country.opening import open_country
from showtrial.model.country.run import run_country, simulate_country
from showtrial.model.country.scenario import with_persons
from showtrial.model.country.told import country_result
from showtrial.model.replicates import Where

PERSONS = 100_000


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """A calibration of union with three draws: the middle of each range, and twice the beginning of it."""
    union = open_country("union")
    free = Country(union, open_targets("union")).free
    ranges = np.array([[each.low, each.high] for each in free])
    rows = [ranges.mean(axis=1).tolist(), ranges[:, 0].tolist(), ranges[:, 0].tolist()]
    path = tmp_path_factory.mktemp("calibration") / "union.json"
    found = {
        "kind": "showtrial calibration", "scenario": "union", "scenario_sha256": union.sha256,
        "parameters": [{"name": each.name} for each in free], "posterior": rows,
    }  # fmt: skip
    path.write_text(json.dumps(found))
    return path


def test_run_r_has_the_values_of_draw_r(result):
    drawn, told = drawn_of(result, PERSONS)
    assert told["draws"] == 3
    found = simulate_country(drawn, runs=3, seed=5)
    for r in range(3):
        small = with_persons(with_values(open_country("union"), drawn.names, drawn.rows[r]), PERSONS)
        assert np.array_equal(found.counts[r], run_country(small, seed=5, number=r).counts())
    assert found.counts[0, 1] > 1.5 * found.counts[1, 1]  # more arrests in the middle of the ranges
    two = simulate_country(drawn, runs=3, seed=5, where=Where(workers=2))
    assert np.array_equal(found.daily, two.daily)


def test_a_draw_is_run_as_calibration_runs_it(result):
    drawn, _ = drawn_of(result, PERSONS)
    simulator = Country(open_country("union"), open_targets("union"), persons=PERSONS)
    one, other = simulator.run(drawn.rows[0], 9), run_country(at_run(drawn, 0), seed=9)
    assert np.array_equal(one.series, other.series)


def test_interrupted_runs_go_on(result, tmp_path):
    drawn, _ = drawn_of(result, PERSONS)
    done = []

    def stop(many):
        done.append(many)
        if len(done) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate_country(drawn, runs=3, seed=1, keep=tmp_path / "k", step=stop)
    kept = len(list((tmp_path / "k").glob("*.np*")))
    again = simulate_country(drawn, runs=3, seed=1, keep=tmp_path / "k")
    whole = simulate_country(drawn, runs=3, seed=1)
    assert kept == 2
    assert np.array_equal(again.daily, whole.daily)
    assert np.array_equal(again.first.series, whole.first.series)
    with pytest.raises(ReadError, match="other"):
        simulate_country(drawn, runs=3, seed=2, keep=tmp_path / "k")


def test_without_a_mechanism_run_is_compared_with_run(result):
    drawn, told = drawn_of(result, PERSONS)
    every = simulate_country(drawn, runs=3, seed=1)
    found = simulate_country(drawn, runs=3, seed=1, off=["naming"])
    shown = country_result(drawn.scenario, found, every=every, posterior=told)
    rows = {row["name"]: row for row in shown["counterfactual"]["counts"]}
    gap = found.counts[:, 1] - every.counts[:, 1]
    assert rows["arrests"]["difference"]["mean"] == pytest.approx(gap.mean())
    assert rows["names"]["without"]["mean"] == 0.0
    assert shown["posterior"] == told


def test_files_that_do_not_fit_are_refused_in_one_line(result, tmp_path):
    found = json.loads(result.read_text())
    for change, words in (
        ({"scenario": "sixteen"}, "wanted one of a country"),
        ({"scenario_sha256": "0" * 64}, "another state of union"),
        ({"posterior": [[1.0, "x"]]}, "no readable draws"),
    ):
        path = tmp_path / "other.json"
        path.write_text(json.dumps(found | change))
        with pytest.raises(ReadError, match=words):
            drawn_of(path)
    with pytest.raises(ModelError, match="wanted at most 3"):
        simulate_country(drawn_of(result, PERSONS)[0], runs=4, seed=1)
    with pytest.raises(ModelError, match="has no number sweep nowhere"):
        at_run(Drawn(open_country("union"), ("sweep nowhere",), np.ones((1, 1))), 0)


def test_the_verb_runs_a_calibration_and_says_where_the_values_are_from(result, tmp_path):
    words = ["simulate", str(result), "--runs", "2", "--persons", str(PERSONS), "--off", "naming"]
    done = CliRunner().invoke(main, [*words, "-o", str(tmp_path / "out"), "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert (found["runs"], found["off"], found["posterior"]["draws"]) == (2, ["naming"], 3)
    assert len(found["counterfactual"]["counts"]) == len(found["counts"])
    one = CliRunner().invoke(main, [*words[:1], "union", "--persons", str(PERSONS), "--off", "naming"])
    assert "not compared" in one.output
