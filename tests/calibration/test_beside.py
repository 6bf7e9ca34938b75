"""Do runs of a country stand beside the record with its error, and only where there are runs enough?"""

from __future__ import annotations

import numpy as np
import pytest

from showtrial.calibration.beside import FEW, beside, in_window
from showtrial.calibration.targets import open_targets
from showtrial.model.country.opening import open_country
from showtrial.model.country.run import COUNTS, simulate_country
from showtrial.model.country.scenario import with_persons
from showtrial.model.country.told import country_result


@pytest.fixture(scope="module")
def small():
    return with_persons(open_country("union"), 100_000)


@pytest.fixture(scope="module")
def given():
    return open_targets("union")


def rows_of(small, given, runs):
    found = simulate_country(small, runs=runs, seed=4)
    return found, {
        row["id"]: row for row in beside(small, found, given, country_result(small, found))["targets"]
    }


def test_every_figure_that_is_compared_has_a_prediction_and_no_other(small, given):
    found, rows = rows_of(small, given, 60)
    for each in given.rows:
        row = rows[each.id]
        compared = each.use in ("fit", "held-out")
        assert (row["predicted"] is not None) == (row["inside"] is not None) == compared
        if compared:
            counted = in_window(small, found, each)
            assert row["median"] == pytest.approx(np.median(counted))
            assert row["inside"] == (row["predicted"]["low"] <= each.value <= row["predicted"]["high"])


def test_a_prediction_is_the_runs_with_the_error_of_the_record(small, given):
    """On the log scale: the variance of the runs and that of the record add up."""
    found, rows = rows_of(small, given, 400)
    [target] = [each for each in given.rows if each.id == "arrested-1937"]
    spread = np.log(in_window(small, found, target)).std()
    span = rows["arrested-1937"]["predicted"]
    expected = 2 * 1.96 * np.hypot(spread, target.error)
    assert np.log(span["high"] / span["low"]) == pytest.approx(expected, rel=0.1)


def test_names_on_lists_are_counted_without_day_or_route(small, given):
    found, rows = rows_of(small, given, 2)
    [target] = [each for each in given.rows if each.id == "list-persons"]
    listed = found.counts[:, list(COUNTS).index("listed")]
    assert (in_window(small, found, target) == listed * 1620).all()
    assert rows["list-persons"]["median"] == pytest.approx(np.median(listed) * 1620)


def test_of_few_runs_no_spread_is_told(small, given):
    assert FEW > 2
    _, rows = rows_of(small, given, 2)
    assert all(row["predicted"] is None and row["inside"] is None for row in rows.values())
