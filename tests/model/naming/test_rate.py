"""Is the rate likelihood what its definition says, interval by interval?"""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naive.naming_rate import ordinal_loglik, rate_loglik

from model.histories import drawn
from showtrial.errors import SchemaError
from showtrial.model.naming.choice import clusters_of
from showtrial.model.naming.effects import parse
from showtrial.model.naming.plan import plan_of
from showtrial.model.naming.rate import built, exposed, fit_rate, ordinal

EFFECTS = [
    "intercept", "ego(sex=f)", "ego(age)", "ego(summoned)", "ego(held)", "indegree", "sqrt(indegree)",
    "outdegree", "log1p(outdegree(weighted, window=2.5))", "named_by(sex=f)", "indegree(kind=names)",
    "ego(sex=m) * sqrt(outdegree)",
]  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    picked=st.lists(st.sampled_from(EFFECTS), min_size=1, max_size=4, unique=True),
    by_day=st.booleans(),
)
def test_equals_the_definition(seed, picked, by_day):
    history = drawn(seed, n=5)
    if by_day:
        batch = np.unique(np.floor(history.time), return_inverse=True)[1].astype(np.int32)
        history = dataclasses.replace(history, batch=batch, ordering="batch")
    effects = parse(picked, history, "rate")
    b = (
        np.random.default_rng(seed).normal(size=len(picked))
        * 0.3
        * np.where(["age" in e for e in picked], 0.1, 1)
    )
    inputs = plan_of(effects, history, "rate")
    scene, _ = built(history, inputs, waiting=True)
    exposure = exposed(scene, history, np.array([history.start, history.end]))
    assert exposure.slope(b)[0] == pytest.approx(rate_loglik(history, effects, list(b)), rel=1e-9, abs=1e-8)
    model = ordinal(history, inputs, tuple(picked), clusters_of(history, "sender"), ())
    assert model.slope(b)[0] == pytest.approx(ordinal_loglik(history, effects, list(b)), rel=1e-9, abs=1e-8)


def test_poisson_limit():
    """With an intercept alone the rate is events by person-days, and its information their number."""
    history = drawn(4, n=8, m=20, plain=True)
    fit = fit_rate(history, ["intercept"])
    assert fit.status == "converged"
    assert fit.estimate[0] == pytest.approx(math.log(len(history) / (8 * 10.0)), abs=1e-9)
    assert fit.se[0] == pytest.approx(len(history) ** -0.5, rel=1e-7)
    assert fit.loglik == pytest.approx(fit.loglik_null)


def test_two_groups_are_two_rates():
    history = drawn(4, n=8, m=30, plain=True)
    f = history.attributes["sex"].codes == 0
    of = f[history.sender]
    fit = fit_rate(history, ["intercept", "ego(sex=f)"])
    one, two = math.log((~of).sum() / (~f).sum() / 10), math.log(of.sum() / f.sum() / 10)
    np.testing.assert_allclose(fit.estimate, [one, two - one], atol=1e-8)


def test_piecewise_baseline_is_events_by_days_in_each_period():
    history = drawn(4, n=8, m=30, plain=True)
    fit = fit_rate(history, ["intercept"], "piecewise", cuts=[4.0])
    early = (history.time < 4).sum()
    one, two = math.log(early / (8 * 4.0)), math.log((len(history) - early) / (8 * 6.0))
    assert fit.effects == ("intercept", "period(4)")
    np.testing.assert_allclose(fit.estimate, [one, two - one], atol=1e-8)


def test_time_after_the_last_event_counts():
    history = drawn(4, n=8, m=20, plain=True)
    longer = dataclasses.replace(history, end=20.0)
    apart = fit_rate(longer, ["intercept"]).estimate[0] - fit_rate(history, ["intercept"]).estimate[0]
    assert apart == pytest.approx(-math.log(2), abs=1e-9)


def test_slips_are_told_in_one_line():
    history = drawn(4, n=8, m=20, plain=True)
    with pytest.raises(SchemaError, match="no intercept where only the order"):
        fit_rate(history, ["intercept", "indegree"], "ordinal")
    with pytest.raises(SchemaError, match="ascending days"):
        fit_rate(history, ["intercept"], "piecewise", cuts=[20.0])
    with pytest.raises(SchemaError, match="window observed"):
        fit_rate(dataclasses.replace(history, end=3.0), ["intercept"])
    with pytest.raises(SchemaError, match="somebody who could speak then"):
        fit_rate(dataclasses.replace(history, may_speak=np.zeros(8, bool)), ["intercept"])
