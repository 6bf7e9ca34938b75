"""Is the tie-oriented likelihood what its definition says?"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naive.naming_rem import rem_loglik

from model.histories import drawn
from showtrial.errors import SchemaError
from showtrial.model.naming.choice import clusters_of, fit_choice
from showtrial.model.naming.effects import parse
from showtrial.model.naming.plan import plan_of
from showtrial.model.naming.rem import fit_rem, pairs_design

EFFECTS = [
    "inertia", "reciprocity", "two_paths", "common_senders(window=3)", "sqrt(indegree)", "ego(sex=f)", "ego_outdegree",
    "same(sex)", "tie(kin)", "alter(dead)", "ego(summoned) * reciprocity", "difference(age)",
]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    picked=st.lists(st.sampled_from(EFFECTS), min_size=1, max_size=4, unique=True),
    circle=st.booleans(),
    dense=st.booleans(),
)
def test_equals_the_definition(seed, picked, circle, dense):
    history = drawn(seed, n=5, m=8, circle=circle)
    if not len(history):
        return
    b = np.random.default_rng(seed).normal(size=len(picked)) * 0.4
    effects = parse(picked, history, "rem")
    inputs = plan_of(effects, history, "rem")
    waiting = pairs_design(history, inputs, waiting=True, dense=dense).waiting(tuple(picked), ())
    assert waiting.slope(b)[0] == pytest.approx(
        rem_loglik(history, effects, list(b), ordinal=False), abs=1e-8
    )
    scores, cluster = waiting.scores(b)
    np.testing.assert_allclose(scores.sum(axis=0), waiting.slope(b)[1], atol=1e-8)
    assert cluster.max() < history.n
    order = pairs_design(history, inputs, waiting=False, dense=dense).order(
        tuple(picked), clusters_of(history, "sender"), ()
    )
    assert order.slope(b)[0] == pytest.approx(rem_loglik(history, effects, list(b), ordinal=True), abs=1e-8)


def test_gradient_and_information_of_the_order_are_derivatives():
    history = drawn(3, n=7, m=15)
    names = ("inertia", "sqrt(indegree)", "ego(sex=f)")
    inputs = plan_of(parse(names, history, "rem"), history, "rem")
    model = pairs_design(history, inputs, waiting=False).order(names, clusters_of(history, "sender"), ())
    b, h = np.array([0.3, -0.4, 0.2]), 1e-5
    _, gradient, information = model.slope(b)
    for a in range(3):
        up, down = model.slope(b + np.eye(3)[a] * h), model.slope(b - np.eye(3)[a] * h)
        assert (up[0] - down[0]) / (2 * h) == pytest.approx(gradient[a], abs=1e-6)
        np.testing.assert_allclose((down[1] - up[1]) / (2 * h), information[a], atol=1e-5)
    np.testing.assert_allclose(model.scores(b)[0].sum(axis=0), gradient, atol=1e-9)


def test_poisson_limit():
    history = drawn(4, n=8, m=20, plain=True)
    fit = fit_rem(history, ["intercept"])
    assert fit.estimate[0] == pytest.approx(math.log(len(history) / (8 * 7 * 10.0)), abs=1e-9)
    assert fit.se[0] == pytest.approx(len(history) ** -0.5, rel=1e-7)


def test_effects_of_candidates_alone_agree_with_the_choice_model():
    """Where senders differ in nothing, who is named is a choice: same coefficient, same error."""
    history = drawn(6, n=12, m=60, plain=True)
    names = ["alter(sex=f)", "alter(place=p)"]
    one, two = fit_choice(history, names), fit_rem(history, names, "ordinal")
    # a sender is no candidate of his own, so the two agree only nearly
    np.testing.assert_allclose(one.estimate, two.estimate, atol=0.05)


def test_what_fades_is_refused_where_time_counts():
    with pytest.raises(SchemaError, match="constant between events"):
        fit_rem(drawn(4), ["intercept", "recency"])
    assert fit_rem(drawn(4, n=8, m=30, plain=True), ["recency"], "ordinal").status == "converged"
