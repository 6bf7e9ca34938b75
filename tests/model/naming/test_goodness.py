"""Do the checks of a fit tell a right model from a wrong one, and say where they cannot tell?"""

from __future__ import annotations

import dataclasses
import itertools
import json

import numpy as np
import pytest
from scipy import stats

from model.histories import drawn
from showtrial.events.to_case import by_day
from showtrial.model.naming import goodness
from showtrial.model.naming.choice import fit_choice
from showtrial.model.naming.diagnostics import degrees, kolmogorov, residuals, within_days
from showtrial.model.naming.goodness import diagnosed
from showtrial.model.naming.goodness_text import goodness_lines
from showtrial.model.naming.rate import fit_rate
from showtrial.model.naming.rem import fit_rem
from showtrial.model.naming.simulate import simulate

CHOICE = {"inertia": 0.8, "sqrt(indegree)": 0.3, "same(sex)": 0.6}
RATE = {"intercept": -3.0, "ego(sex=f)": 1.2, "log1p(indegree)": 0.3}


@pytest.fixture(scope="module")
def history():
    """Drawn from the model, and recorded by the day as a case file would."""
    template = dataclasses.replace(drawn(2, n=15, m=3, days=60), ordering="batch")
    return by_day(simulate(template, CHOICE, RATE, seed=1))


@pytest.fixture(scope="module")
def fits(history):
    return {"choice": fit_choice(history, list(CHOICE)), "rate": fit_rate(history, list(RATE))}


@pytest.fixture(scope="module")
def found(history, fits):
    return diagnosed(history, fits, seed=3, draws=20)


def test_the_model_that_drew_the_history_describes_it(found, history):
    [waits] = found["residuals"]
    assert waits["n"] == len(history)
    assert waits["drawn_within_days"]
    assert waits["test"]["p"] > 0.01
    assert waits["mean"] == pytest.approx(1, abs=0.15)
    assert abs(waits["neighbours"]) < 3 / np.sqrt(len(history))
    inside = [low <= value <= high for _, value, low, high in waits["quantiles"]]
    assert np.mean(inside) > 0.8
    given, free = found["envelopes"]
    assert (given["given"], free["given"]) == ("speakers and days", "nothing")
    for entry in (given, free):
        rows = entry["figures"] + entry["named_by"]
        assert np.mean([row["low"] <= row["observed"] <= row["high"] for row in rows]) > 0.75
    [recall] = found["recall"]
    assert all(row["observed"] > row["by_chance"] for row in recall["rows"])
    assert all(row["low"] <= row["middle"] <= row["high"] for row in recall["rows"])


def test_a_rate_that_is_wrong_is_told(history):
    """Everybody speaks in the first half of the window only: one rate for all does not describe that."""
    early = history.time < 30
    kept = {name: getattr(history, name)[early] for name in ("sender", "receiver", "time", "batch", "kind")}
    half = dataclasses.replace(history, **kept)
    [waits] = diagnosed(half, {"rate": fit_rate(half, ["intercept"])}, seed=3, draws=0)["residuals"]
    assert waits["test"]["p"] < 0.001
    assert "does not describe when people spoke" in waits["words"][0]


def test_a_choice_that_is_wrong_is_told(history):
    """Named at random but for one person, who is named at every second event."""
    receiver = history.receiver.copy()
    other = int(np.argmax(history.may_be_named & ~np.isin(np.arange(history.n), history.sender)))
    put = (np.arange(len(receiver)) % 2 == 0) & (history.sender != other)
    receiver[put] = other
    lame = dataclasses.replace(history, receiver=receiver, removed=())
    fit = fit_choice(lame, ["same(sex)"])
    [entry] = [
        each for each in diagnosed(lame, {"choice": fit}, seed=3, draws=20)["envelopes"] if "draws" in each
    ]
    outside = {row["name"] for row in entry["figures"] if row["observed"] > row["high"]}
    assert "most namers of one person" in outside


def test_what_is_counted_by_degree_is_everybody_once(found, history):
    named, naming = degrees(history)
    for entry in found["envelopes"]:
        for key, counts, may in (
            ("named_by", named, history.may_be_named),
            ("naming", naming, history.may_speak),
        ):
            assert sum(row["observed"] for row in entry[key]) == may.sum()
            assert entry[key][0]["observed"] == (counts[may] == 0).sum()
            ends = [(row["from"], row["to"]) for row in entry[key]]
            assert all(after[0] == before[1] + 1 for before, after in itertools.pairwise(ends))


def test_the_same_seed_gives_the_same_and_json_can_write_it(history, fits, found):
    assert diagnosed(history, fits, seed=3, draws=20) == found
    json.dumps(found, allow_nan=False)
    other = diagnosed(history, fits, seed=4, draws=20)
    assert other["envelopes"] != found["envelopes"]


def test_speakers_and_days_stay_where_only_the_named_are_drawn(history, fits):
    alone = diagnosed(history, {"choice": fits["choice"]}, seed=3, draws=20)
    given, free = alone["envelopes"]
    assert given["draws"] == 20
    assert {"namings", "persons who named nobody"}.isdisjoint(row["name"] for row in given["figures"])
    # without a rate nobody can say who would have spoken
    assert free["not_applicable"] == "the model file asks for no rate"
    assert alone["residuals"] == [{"of": "rate", "not_applicable": "the model file asks for no rate"}]
    assert "waits (rate): none: the model file asks for no rate" in "\n".join(goodness_lines(alone))


@pytest.mark.parametrize(
    ("change", "part", "said"),
    [
        ({"status": "separation"}, "residuals", "no estimates to go by (status separation)"),
        ({"form": "ordinal"}, "residuals", "the order of events and not their times"),
    ],
)
def test_where_there_is_nothing_to_tell_it_says_why(history, fits, change, part, said):
    rate = dataclasses.replace(fits["rate"], **change)
    [entry] = diagnosed(history, {"rate": rate}, seed=3, draws=0)[part]
    assert said in entry["not_applicable"]


def test_a_large_history_is_not_drawn(history, fits, monkeypatch):
    monkeypatch.setattr(goodness, "BUDGET", 1000)
    found = diagnosed(history, fits, seed=3)
    assert all("too many to draw 20 times" in each["not_applicable"] for each in found["envelopes"])
    assert "too many" in found["recall"][0]["not_applicable"]


def test_residuals_of_a_tie_oriented_model_are_those_of_its_rates():
    """With an intercept alone the rate of all pairs is one number: residuals are days times it."""
    history = drawn(4, n=8, m=20, plain=True)
    fit = fit_rem(history, ["intercept"])
    wanted = np.diff(history.time, prepend=0.0) * len(history) / 10.0
    np.testing.assert_allclose(residuals(history, fit), wanted, atol=1e-9)


def test_the_distance_is_kolmogorovs():
    waits = np.random.default_rng(5).exponential(1.2, 200)
    wanted = stats.kstest(waits, "expon")
    distance, p = kolmogorov(waits)
    assert distance == pytest.approx(wanted.statistic, abs=1e-12)
    assert p == pytest.approx(wanted.pvalue, abs=0.005)


def test_times_within_days_keep_days_and_order(history):
    fine = within_days(history, seed=1)
    np.testing.assert_array_equal(np.floor(fine.time), history.time)
    assert (np.diff(fine.time) >= 0).all()
    np.testing.assert_array_equal(within_days(fine, seed=2).time, fine.time)
