"""Is the choice likelihood the product it claims to be, on every path?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naive.naming_statistics import choice_loglik

from model.histories import drawn
from showtrial.model.naming.choice import fit_choice
from showtrial.model.naming.design import ChoiceSlope, design_of
from showtrial.model.naming.effects import parse
from showtrial.model.naming.plan import plan_of
from showtrial.model.naming.refusals import refuse_mute

EFFECTS = [
    "inertia", "inertia(weighted)", "sqrt(inertia(weighted, window=3))", "reciprocity", "two_paths",
    "two_paths(weighted)", "cycles", "cycles(window=2.5)", "common_senders", "common_senders(kind=names)",
    "common_receivers", "common_receivers(weighted, kind=denounces)", "tie(kin)", "tie(party) * alter(dead)",
    "recency", "recency(kind=names)", "decay(4)", "decay(2, kind=denounces)", "indegree", "sqrt(indegree)",
    "log1p(indegree(weighted, window=4))", "outdegree", "outdegree(kind=names)", "alter(sex=f)", "alter(age)",
    "alter(summoned)", "named_by(sex=m)", "same(sex)", "same(place)", "same(summoned)", "difference(age)",
    "ego(sex=f) * reciprocity", "ego(summoned) * sqrt(indegree)", "ego_indegree * alter(dead)",
    "ego_outdegree * same(sex)", "log1p(two_paths) * log1p(indegree)", "inertia * tie(kin)",
    "recency_receiver", "recency_receiver * tie(kin)", "alter(dead) * indegree",
]  # fmt: skip


def slope_of(history, names, dense=False):
    effects = parse(names, history, "choice")
    return ChoiceSlope(design_of(history, plan_of(effects, history, "choice"), dense=dense))


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    picked=st.lists(st.sampled_from(EFFECTS), min_size=1, max_size=5, unique=True),
    circle=st.booleans(),
)
def test_equals_the_product(seed, picked, circle):
    history = drawn(seed, circle=circle)
    refuse_mute(history)
    effects = parse(picked, history, "choice")
    b = np.random.default_rng(seed).normal(size=len(picked)) * 0.5
    wanted = choice_loglik(history, effects, list(b))
    for dense in (False, True):
        if len(history):
            slope = slope_of(history, picked, dense)
            # statistics are centred, which no probability sees
            assert slope.own(b)[0] == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("effect", EFFECTS)
def test_every_effect_equals_its_formula(effect):
    varied = 0
    for seed in range(8):
        history = drawn(seed, n=6, m=10, circle=seed % 3 == 2)
        effects = parse([effect], history, "choice")
        for dense in (False, True):
            slope = slope_of(history, [effect], dense)
            for b in (0.7, -1.3):
                assert slope.own(np.array([b]))[0] == pytest.approx(
                    choice_loglik(history, effects, [b]), abs=1e-9
                )
        varied += slope.own(np.zeros(1))[2][0, 0] > 1e-6
    assert varied, "the histories never show this effect"


@pytest.mark.parametrize("dense", [False, True])
def test_gradient_and_information_are_derivatives(dense):
    history = drawn(3, n=9, m=25)
    names = ["inertia", "sqrt(indegree)", "same(place)", "two_paths", "alter(age)", "decay(3)"]
    slope = slope_of(history, names, dense)
    b = np.array([0.3, -0.4, 0.2, 0.5, 0.05, -0.3])
    _, gradient, information = slope.own(b)
    h = 1e-5
    for a in range(len(b)):
        step = np.eye(len(b))[a] * h
        up, down = slope.own(b + step), slope.own(b - step)
        assert (up[0] - down[0]) / (2 * h) == pytest.approx(gradient[a], rel=1e-6, abs=1e-6)
        np.testing.assert_allclose((down[1] - up[1]) / (2 * h), information[a], rtol=1e-5, atol=1e-5)


def test_scores_sum_to_the_gradient():
    history = drawn(5, n=9, m=25)
    slope = slope_of(history, ["inertia", "indegree"])
    b = np.array([0.4, 0.1])
    np.testing.assert_allclose(slope.scores(b).sum(axis=0), slope.own(b)[1], atol=1e-10)


def test_both_paths_give_the_same_fit():
    history = drawn(1, n=20, m=60, days=20)
    names = ["inertia", "reciprocity", "sqrt(indegree)", "two_paths", "same(sex)", "tie(kin)", "alter(dead)"]
    one, two = fit_choice(history, names), fit_choice(history, names, dense=True)
    assert one.status == two.status == "converged"
    np.testing.assert_allclose(one.estimate, two.estimate, atol=1e-8)
    np.testing.assert_allclose(one.se, two.se, atol=1e-8)
    np.testing.assert_allclose(one.se_clustered, two.se_clustered, atol=1e-8)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), size=st.sampled_from([1.0, 4.0, 12.0]))
def test_both_paths_agree_however_steep_the_model(seed, size):
    """Weights over many powers of ten: nothing is lost in running sums."""
    history = drawn(seed, n=9, m=25, days=12)
    names = ["inertia", "indegree(weighted)", "same(place)", "two_paths", "alter(summoned)"]
    b = np.random.default_rng(seed).normal(size=len(names)) * size
    one, two = slope_of(history, names).own(b), slope_of(history, names, dense=True).own(b)
    assert one[0] == pytest.approx(two[0], rel=1e-10, abs=1e-9)
    np.testing.assert_allclose(one[1], two[1], rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(one[2], two[2], rtol=1e-6, atol=1e-6)
