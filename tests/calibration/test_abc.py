"""Does the regression-adjusted ABC find posteriors that are known, and are its ranks level?"""

from __future__ import annotations

import numpy as np
import pytest
from naive.rejection import rejection
from scipy import stats

from showtrial.calibration.abc import Table, _adjusted, drawn, posterior_of, quantiles, ranks_of, summary_of
from showtrial.calibration.prior import Free, from_logits, logits, units_of, values_at
from showtrial.errors import ModelError


def normal_table(n: int, seed: int, sd: float = 0.3, seen: int = 4) -> Table:
    """Mean uniform on (-3, 3); the figure is the mean of `seen` normal draws."""
    rng = np.random.default_rng(seed)
    units = rng.random((n, 1))
    mean = -3 + 6 * units
    return Table(units, mean + rng.normal(0, sd / np.sqrt(seen), (n, 1)))


def test_a_normal_mean_has_the_posterior_of_the_textbook():
    found = posterior_of(normal_table(20_000, 1), np.array([0.7]))
    low, middle, high = quantiles(-3 + 6 * found.units, found.weights, (0.05, 0.5, 0.95))[:, 0]
    truth = stats.norm(0.7, 0.15)
    assert middle == pytest.approx(truth.ppf(0.5), abs=0.03)
    assert low == pytest.approx(truth.ppf(0.05), abs=0.05)
    assert high == pytest.approx(truth.ppf(0.95), abs=0.05)


def test_a_poisson_rate_has_the_gamma_posterior():
    """Rate uniform on (0, 40), one count seen: the posterior is a gamma with shape count + 1, cut at 40."""
    rng = np.random.default_rng(3)
    units = rng.random((20_000, 1))
    counts = rng.poisson(40 * units).astype(float)
    found = posterior_of(Table(units, np.sqrt(counts)), np.sqrt([12.0]))
    draws = 40 * found.units
    mean = float(found.weights @ draws[:, 0])
    sd = float(np.sqrt(found.weights @ (draws[:, 0] - mean) ** 2))
    assert mean == pytest.approx(13.0, abs=0.5)
    assert sd == pytest.approx(np.sqrt(13.0), rel=0.15)


def test_adjustment_beats_rejection_and_agrees_with_it_where_the_share_is_small():
    table = normal_table(20_000, 5)
    plain = np.array(rejection(table.units.tolist(), table.figures.tolist(), [0.7], 0.005))
    found = posterior_of(table, np.array([0.7]))
    mean = float(found.weights @ found.units[:, 0])
    assert mean == pytest.approx(float(plain.mean()), abs=0.01)
    wide = np.array(rejection(table.units.tolist(), table.figures.tolist(), [0.7], 0.2))
    assert wide.std() > 1.5 * np.sqrt(found.weights @ (found.units[:, 0] - mean) ** 2)


def test_ranks_are_level_where_the_method_is_right_and_not_where_it_is_wrong():
    rng = np.random.default_rng(7)
    units = rng.random((3000, 2))
    figures = np.stack([units[:, 0] + units[:, 1], units[:, 0] - units[:, 1], units[:, 0]], axis=1)
    table = Table(units, figures + rng.normal(0, 0.1, figures.shape))
    assert (ranks_of(table, n=300).p > 0.001).all()
    # the first 300 had far smaller errors than those from which their posterior is computed
    other = figures + rng.normal(0, 0.6, figures.shape)
    other[:300] = figures[:300]
    assert (ranks_of(Table(units, other), n=300).p < 0.001).any()


def test_intervals_are_wide_enough_with_few_draws_and_many_figures():
    """A tenth of the truths must lie in each outer tenth; not corrected for leverage it would be 15 in 100."""
    rng = np.random.default_rng(21)
    units = rng.random((5000, 12))
    carried = rng.normal(size=(12, 8)) * (rng.random((12, 8)) < 0.4)
    figures = units @ carried + 0.3 * np.sin(3 * units[:, :8]) + rng.normal(0, 0.15, (5000, 8))
    found = ranks_of(Table(units, figures), n=300)
    outer = float(found.counts[:, [0, -1]].sum() / found.counts.sum())
    assert outer == pytest.approx(0.2, abs=0.02)
    assert (found.p > 0.001).all()


def test_leverage_leaves_each_draw_out_of_its_own_prediction():
    """The short formula against the regression done anew without each draw."""
    rng = np.random.default_rng(23)
    off, weights = rng.normal(size=(30, 2)), rng.random(30) + 0.1
    z = off @ np.array([[0.5], [-0.2]]) + rng.normal(0, 1, (30, 1))
    x = np.concatenate([np.ones((30, 1)), off], axis=1)

    def fitted(y, rows):
        root = np.sqrt(weights[rows])[:, None]
        return np.linalg.lstsq(x[rows] * root, y[rows] * root, rcond=None)[0]

    everybody = np.arange(30)
    inverse = np.linalg.inv(x.T @ (x * weights[:, None]))
    slopes, at_goal = fitted(z, everybody), float(((inverse @ (x * weights[:, None]).T)[0] ** 2).sum())
    leverage = weights * np.einsum("ij,jk,ik->i", x, inverse, x)
    rest = (z - x @ slopes)[:, 0] * np.sqrt((1 + at_goal) / (1 - leverage))
    size = np.log(rest**2 + 1e-12)[:, None]
    wanted = []
    for k in everybody:
        own = (x[k] @ fitted(size, np.delete(everybody, k)))[0]
        wanted.append(
            slopes[0, 0] + rest[k] * np.exp(np.clip((fitted(size, everybody)[0, 0] - own) / 2, -1, 1))
        )
    np.testing.assert_allclose(_adjusted(z, off, weights)[:, 0], wanted, atol=1e-4)


def test_more_figures_than_numbers_are_brought_to_predicted_means():
    rng = np.random.default_rng(9)
    units = rng.random((4000, 2))
    noise = rng.normal(0, 1, (4000, 6))
    figures = np.concatenate([logits(units) + rng.normal(0, 0.3, (4000, 2)), noise], axis=1)
    summary = summary_of(Table(units, figures))
    assert summary(figures).shape == (4000, 2)
    told = np.corrcoef(summary(figures)[:, 0], logits(units)[:, 0])[0, 1]
    assert told > 0.95


def test_relabelling_changes_nothing():
    rng = np.random.default_rng(11)
    units = rng.random((1500, 3))
    figures = units @ rng.normal(size=(3, 2)) + rng.normal(0, 0.1, (1500, 2))
    goal = np.array([0.2, 0.1])
    one = posterior_of(Table(units, figures), goal)
    other = posterior_of(Table(units[:, ::-1], figures[:, ::-1]), goal[::-1])
    assert np.allclose(one.units, other.units[:, ::-1])
    free = tuple(Free(name=n, title="", unit="", low=0, high=1) for n in "abc")
    there = units_of(free, 4, range(20))
    assert (units_of(free[::-1], 4, range(20)) == there[:, ::-1]).all()
    assert (units_of(free[:1], 4, range(5, 20)) == there[5:, :1]).all()


def test_draws_from_the_prior_are_uniform_and_seeds_differ():
    free = (Free(name="a", title="", unit="per day", low=0.01, high=1.0),)
    units = units_of(free, 1, range(4000))
    assert stats.kstest(units[:, 0], "uniform").pvalue > 0.01
    assert abs(np.corrcoef(units[:, 0], units_of(free, 2, range(4000))[:, 0])[0, 1]) < 0.05
    values = values_at(free, units)
    assert 0.01 <= values.min() < values.max() <= 1.0
    assert from_logits(logits(units)) == pytest.approx(units)


def test_resampled_draws_keep_the_weights():
    found = posterior_of(normal_table(5000, 13), np.array([0.7]))
    mean = float(found.weights @ found.units[:, 0])
    assert drawn(found, 400, seed=1).mean() == pytest.approx(mean, abs=0.003)
    assert (drawn(found, 400, seed=1) == drawn(found, 400, seed=1)).all()


def test_too_few_simulations_are_refused():
    with pytest.raises(ModelError, match="wanted more than"):
        posterior_of(normal_table(50, 1), np.array([0.0]))
