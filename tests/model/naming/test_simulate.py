"""Are drawn histories drawn from the model, and does fitting them give it back?"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from naive.naming_statistics import Moment, may_be_named, may_speak

from model.histories import drawn
from showtrial.errors import ModelError
from showtrial.model.naming.choice import fit_choice
from showtrial.model.naming.diagnostics import envelopes, kolmogorov, ranks, recall, residuals
from showtrial.model.naming.effects import parse
from showtrial.model.naming.rate import fit_rate
from showtrial.model.naming.rem import fit_rem
from showtrial.model.naming.simulate import Draw, simulate, simulate_pairs

CHOICE = {"inertia": 0.8, "reciprocity": 0.5, "sqrt(indegree)": 0.3, "same(sex)": 0.4, "tie(kin)": 0.7}
RATE = {"intercept": -2.5, "ego(sex=f)": 0.5, "log1p(indegree)": 0.3, "ego(summoned)": 0.6}


def template(seed=2, n=30, days=60, ordering="given"):
    return dataclasses.replace(drawn(seed, n=n, m=3, days=days), ordering=ordering)


@pytest.mark.parametrize("ordering", ["given", "batch"])
def test_parameters_come_back_and_residuals_are_exponential(ordering):
    history = simulate(template(ordering=ordering, n=60, days=150), CHOICE, RATE, seed=1)
    assert len(history) > 800
    choice, rate = fit_choice(history, list(CHOICE)), fit_rate(history, list(RATE))
    for fit, truth in ((choice, CHOICE), (rate, RATE)):
        assert fit.status == "converged"
        z = (fit.estimate - list(truth.values())) / fit.se
        assert (abs(z) < 3.5).all(), z
    r = np.sort(residuals(history, rate))
    steps = np.arange(1, len(r) + 1) / len(r)
    distance = np.abs(1 - np.exp(-r) - steps).max()
    assert distance < 1.63 / np.sqrt(len(r))  # Kolmogorov, level .01
    assert r.mean() == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("ordering", ["given", "batch"])
def test_drawn_events_lie_in_their_risk_set(ordering):
    history = simulate(template(n=8, days=30, ordering=ordering), CHOICE, RATE, seed=3)
    for i, j, t in zip(history.sender, history.receiver, history.time, strict=True):
        assert may_speak(history, i, t)
        assert may_be_named(history, i, j, t)
    days = np.unique(np.floor(history.time))
    assert len(np.unique(history.batch)) == (len(days) if ordering == "batch" else len(history))


def test_probabilities_equal_the_definition():
    history = drawn(7, n=7, m=14, circle=True)
    names = [
        "inertia(window=3)",
        "two_paths",
        "decay(2)",
        "same(place)",
        "recency_receiver",
        "alter(summoned)",
    ]
    effects, b = parse(names, history, "choice"), [0.5, 0.4, -0.7, 0.3, 0.6, 0.2]
    draw = Draw(history, dict(zip(names, b, strict=True)), np.random.default_rng(0))
    done = 0
    for m in range(len(history)):
        i, t = int(history.sender[m]), float(history.time[m])
        while history.batch[done] < history.batch[m]:
            draw.run.take(
                int(history.sender[done]),
                int(history.receiver[done]),
                float(history.time[done]),
                int(history.kind[done]),
            )
            done += 1
        draw.run.until(t)
        found = draw.chances(i, t)
        who, p = found.who, found.p
        moment = Moment(history, t, int(history.batch[m]))
        allowed = [j for j in range(history.n) if may_be_named(history, i, j, t)]
        weight = np.exp(
            [sum(c * moment.statistic(e, i, j) for c, e in zip(b, effects, strict=True)) for j in allowed]
        )
        assert sorted(who) == allowed
        np.testing.assert_allclose(p[np.argsort(who)], weight / weight.sum(), atol=1e-12)


def test_same_seed_same_history():
    one, two = (simulate(template(), CHOICE, RATE, seed=5) for _ in range(2))
    np.testing.assert_array_equal(one.time, two.time)
    np.testing.assert_array_equal(one.receiver, two.receiver)
    assert not np.array_equal(one.time, simulate(template(), CHOICE, RATE, seed=6).time)


def test_without_a_rate_only_the_named_are_drawn():
    history = simulate(template(), CHOICE, RATE, seed=5)
    again = simulate(history, CHOICE, seed=9)
    np.testing.assert_array_equal(again.sender, history.sender)
    np.testing.assert_array_equal(again.batch, history.batch)
    assert not np.array_equal(again.receiver, history.receiver)


def test_a_model_that_explodes_is_told():
    with pytest.raises(ModelError, match="more than 50 namings"):
        simulate(template(), CHOICE, {"intercept": 3.0}, seed=1, limit=50)


def test_the_truth_lies_in_its_envelopes_and_ranks_beat_chance():
    history = simulate(template(n=20, days=40), CHOICE, RATE, seed=8)
    found = envelopes(history, CHOICE, RATE, seed=1, runs=40)
    assert sum(each.low <= each.observed <= each.high for each in found) >= len(found) - 1
    assert ranks(history, CHOICE).min() >= 1
    assert recall(history, CHOICE, 3) > recall(history, {"inertia": 0.0}, 3)


REM = {"intercept": -6.0, "reciprocity": 1.0, "sqrt(indegree)": 0.4, "ego(sex=f)": 0.6, "tie(kin)": 0.8}


@pytest.mark.parametrize("ordering", ["given", "batch"])
def test_a_tie_oriented_model_comes_back_and_its_residuals_are_exponential(ordering):
    history = simulate_pairs(template(ordering=ordering, n=16, days=150), REM, seed=1)
    assert len(history) > 150
    fit = fit_rem(history, list(REM))
    assert fit.status == "converged"
    assert (abs(fit.estimate - list(REM.values())) < 3.5 * fit.se).all()
    r = residuals(history, fit)
    assert kolmogorov(r)[1] > 0.01
    assert r.mean() == pytest.approx(1, abs=0.15)
    again = simulate_pairs(history, fit, seed=1)
    assert simulate_pairs(history, fit, seed=1).time.tolist() == again.time.tolist() != history.time.tolist()


def test_pairs_are_drawn_as_often_as_their_rates_say():
    """Two groups, no memory: namings of each kind of pair are Poisson with rate times pairs times days."""
    base = drawn(2, n=12, m=3, days=400, plain=True)
    female = base.attributes["sex"].codes == 0
    history = simulate_pairs(base, {"intercept": -5.0, "ego(sex=f)": 1.0, "alter(sex=f)": -0.7}, seed=4)
    f = int(female.sum())
    for of, to, pairs in (
        (1, 1, f * (f - 1)),
        (1, 0, f * (12 - f)),
        (0, 1, (12 - f) * f),
        (0, 0, (12 - f) * (11 - f)),
    ):
        wanted = np.exp(-5.0 + of - 0.7 * to) * pairs * 400
        seen = ((female[history.sender] == of) & (female[history.receiver] == to)).sum()
        assert abs(seen - wanted) < 4 * np.sqrt(wanted)


def test_periods_change_the_rate_from_their_day_on():
    base = drawn(2, n=12, m=3, days=100, plain=True)
    rate = {"intercept": -3.0, "period(40)": 1.5}
    history = simulate(base, {"inertia": 0.2}, rate, seed=4)
    for early, days, b in ((True, 40, -3.0), (False, 60, -1.5)):
        wanted = 12 * days * np.exp(b)
        assert abs(((history.time < 40) == early).sum() - wanted) < 4 * np.sqrt(wanted)
    fit = fit_rate(history, ["intercept"], "piecewise", cuts=[40.0])
    assert (abs(fit.estimate - list(rate.values())) < 3.5 * fit.se).all()
    assert kolmogorov(residuals(history, fit))[1] > 0.01
    assert len(simulate(base, {"inertia": 0.2}, fit, seed=4)) > 50


def test_an_order_without_times_is_refused():
    history = simulate(template(n=12), CHOICE, RATE, seed=3)
    fit = fit_rate(history, ["ego(sex=f)"], "ordinal")
    with pytest.raises(ModelError, match="the order of events and no times"):
        simulate(history, CHOICE, fit, seed=1)
    with pytest.raises(ModelError, match="fades between events"):
        simulate_pairs(history, {"intercept": -5.0, "recency": 1.0}, seed=1)
