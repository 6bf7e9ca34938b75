"""Do many runs go on where they were interrupted, and does a counterfactual gain from shared numbers?"""

from __future__ import annotations

import math

import pytest

from model.machine.made import everything
from showtrial.errors import ModelError, ReadError
from showtrial.model.machine.counterfactual import counterfactual, counterfactual_text
from showtrial.model.machine.ensemble import PART, ensemble
from showtrial.model.machine.opening import open_scenario
from showtrial.model.machine.summary import COUNTS
from showtrial.model.replicates import Where


def test_an_interrupted_ensemble_goes_on(tmp_path):
    scenario, done = everything(), []
    whole = ensemble(scenario, runs=4 * PART + 3, seed=1)

    def stop_after_two(many):
        done.append(many)
        if len(done) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ensemble(scenario, runs=4 * PART + 3, seed=1, keep=tmp_path, step=stop_after_two)
    kept = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("part-*.npy")}
    assert len(kept) == 2
    again = ensemble(scenario, runs=4 * PART + 3, seed=1, keep=tmp_path)
    assert again.values.tobytes() == whole.values.tobytes()
    assert all((tmp_path / name).stat().st_mtime_ns == time for name, time in kept.items())


def test_a_folder_of_another_ensemble_is_refused(tmp_path):
    ensemble(everything(), runs=2, seed=1, keep=tmp_path)
    with pytest.raises(ReadError, match="another scenario, seed or version"):
        ensemble(everything(), runs=2, seed=2, keep=tmp_path)


def test_a_run_is_the_same_in_an_ensemble_of_any_size():
    few, many = (ensemble(everything(), runs=n, seed=1).values for n in (7, 60))
    assert (few == many[:7]).all()


@pytest.mark.parametrize("wrong", [{"runs": 0}, {"runs": 1, "where": Where(workers=0)}])
def test_too_few_runs_or_workers(wrong):
    with pytest.raises(ModelError, match="wanted 1 or more"):
        ensemble(everything(), seed=1, **wrong)


def test_shared_numbers_make_the_difference_narrow():
    scenario = open_scenario("toy")
    found = counterfactual(scenario, ["retraction"], runs=200, seed=1)
    gap = found.difference["arrests"]
    apart = math.hypot(found.with_all["arrests"].se, found.without["arrests"].se)
    assert gap.se < 0.5 * apart
    assert gap.mean == pytest.approx(found.without["arrests"].mean - found.with_all["arrests"].mean)
    assert found.without["retractions"].mean == 0
    text = counterfactual_text(found)
    assert "9 retraction" in text
    assert text.count("\n") == len(COUNTS) + 1


def test_nothing_off_is_no_difference():
    found = counterfactual(everything(), [], runs=20, seed=1)
    assert all(each.mean == 0 and each.se == 0 for each in found.difference.values())
