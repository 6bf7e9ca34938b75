"""Does a fit say where there is no estimate, and is it right where there is one?"""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from model.histories import drawn
from showtrial.errors import SchemaError
from showtrial.events.history import Attribute
from showtrial.model.naming.choice import fit_choice
from showtrial.model.naming.fit import average, upper_chi2, words
from showtrial.model.naming.rate import fit_rate
from showtrial.model.naming.simulate import simulate


def history(seed=1, n=15, m=60):
    return drawn(seed, n=n, m=m, days=20, plain=True)


def with_levels(h, codes, name="mark"):
    attribute = Attribute(np.asarray(codes, np.int32), ("no", "yes"), np.zeros(0))
    return dataclasses.replace(h, attributes={**h.attributes, name: attribute})


def test_multinomial_limit():
    """With one indicator the choice is a proportion: its logit is the log odds by hand."""
    h = history()
    codes = (np.arange(h.n) < 5).astype(np.int32)
    silent = np.ones(h.n, bool)
    silent[h.sender[0]] = True
    h = with_levels(h, codes)
    # only senders outside of the marked, so that all of them face 5 marked and 9 others
    kept = codes[h.sender] == 0
    h = dataclasses.replace(
        h, sender=h.sender[kept], receiver=h.receiver[kept], time=h.time[kept],
        batch=np.unique(h.batch[kept], return_inverse=True)[1].astype(np.int32), kind=h.kind[kept],
    )  # fmt: skip
    share = codes[h.receiver].mean()
    fit = fit_choice(h, ["alter(mark=yes)"])
    assert fit.estimate[0] == pytest.approx(math.log(share / (1 - share) * 9 / 5), abs=1e-8)
    assert fit.se[0] == pytest.approx((len(h) * share * (1 - share)) ** -0.5, rel=1e-6)
    assert fit.loglik_null == pytest.approx(-len(h) * math.log(14))
    assert fit.likelihood_ratio[1] == 1
    assert fit.aic == pytest.approx(2 - 2 * fit.loglik)
    assert fit.bic == pytest.approx(math.log(len(h)) - 2 * fit.loglik)
    assert fit.marginal[0] == pytest.approx(
        fit.estimate[0]
        * np.mean([p * (1 - p) for p in np.where(codes[h.receiver] == 1, share / 5, (1 - share) / 9)])
    )


@pytest.mark.parametrize("dense", [False, True])
def test_separation_is_named(dense):
    h = history()
    named = np.zeros(h.n, np.int32)
    named[h.receiver] = 1
    named[h.receiver[:5]] = 1
    never = np.setdiff1d(np.arange(h.n), h.receiver)
    if not len(never):
        named[int(np.argmin(np.bincount(h.receiver, minlength=h.n)))] = 0
        keep = named[h.receiver] == 1
        h = dataclasses.replace(
            h, sender=h.sender[keep], receiver=h.receiver[keep], time=h.time[keep], kind=h.kind[keep],
            batch=np.unique(h.batch[keep], return_inverse=True)[1].astype(np.int32),
        )  # fmt: skip
    fit = fit_choice(with_levels(h, named), ["inertia", "alter(mark=yes)"], dense=dense)
    assert fit.status == "separation"
    assert "alter(mark=yes)" in fit.problems[0]
    assert "inertia" not in fit.problems[0]


def test_separation_in_a_rate_is_named():
    h = history()
    spoke = np.zeros(h.n, np.int32)
    spoke[h.sender] = 1
    if spoke.all():
        h = dataclasses.replace(h, may_speak=np.ones(h.n, bool))
        quiet = int(np.argmin(np.bincount(h.sender, minlength=h.n)))
        keep = h.sender != quiet
        spoke[quiet] = 0
        h = dataclasses.replace(
            h, sender=h.sender[keep], receiver=h.receiver[keep], time=h.time[keep], kind=h.kind[keep],
            batch=np.unique(h.batch[keep], return_inverse=True)[1].astype(np.int32),
        )  # fmt: skip
    fit = fit_rate(with_levels(h, spoke), ["intercept", "ego(mark=yes)"])
    assert fit.status == "separation"
    assert "ego(mark=yes)" in fit.problems[0]


def test_no_variation_is_named_and_the_rest_is_fitted():
    h = with_levels(history(), np.ones(15))
    fit = fit_choice(h, ["inertia", "alter(mark=yes)"])
    alone = fit_choice(h, ["inertia"])
    assert fit.status == "no_variation"
    assert "alter(mark=yes)" in fit.problems[0]
    assert fit.estimate[0] == pytest.approx(alone.estimate[0], abs=1e-9)
    assert math.isnan(fit.estimate[1])
    assert fit.aic == pytest.approx(alone.aic)
    assert words(fit)[1] == "alter(mark=yes): nothing can be estimated"


@pytest.mark.parametrize("model", ["choice", "rate"])
def test_a_flat_direction_is_named(model):
    h = with_levels(history(), [0, 1] * 7 + [0])
    if model == "choice":
        fit = fit_choice(h, ["inertia", "alter(mark=yes)", "alter(mark=no)"])
        flat = ("alter(mark=yes)", "alter(mark=no)")
    else:
        fit = fit_rate(h, ["intercept", "ego(mark=yes)", "ego(mark=no)"])
        flat = ("intercept", "ego(mark=yes)", "ego(mark=no)")
    assert fit.status == "flat"
    assert all(name in fit.problems[0] for name in flat)
    assert "inertia" not in fit.problems[0]


def test_an_event_outside_the_risk_set_is_refused_and_every_one_told():
    h = history()
    may = np.ones(h.n, bool)
    may[h.receiver[:2]] = False
    with pytest.raises(SchemaError) as caught:
        fit_choice(dataclasses.replace(h, may_be_named=may), ["inertia"])
    assert len(caught.value.problems) == np.isin(h.receiver, h.receiver[:2]).sum()
    assert "somebody who could be named then" in str(caught.value.problems[0])


def test_relabelling_changes_nothing():
    h = drawn(3, n=12, m=40)
    order = np.random.default_rng(0).permutation(h.n)  # new number of each actor
    back = np.argsort(order)

    def spells(s):
        return dataclasses.replace(s, actor=order[s.actor].astype(np.int32))

    def ties(t):
        rows = [np.sort(order[t.indices[t.indptr[i] : t.indptr[i + 1]]]) for i in back]
        indptr = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
        return dataclasses.replace(t, indptr=indptr, indices=np.concatenate(rows).astype(np.int32))

    def attribute(a):
        return dataclasses.replace(
            a,
            codes=a.codes[back] if len(a.codes) else a.codes,
            numbers=a.numbers[back] if len(a.numbers) else a.numbers,
        )

    other = dataclasses.replace(
        h, sender=order[h.sender].astype(np.int32), receiver=order[h.receiver].astype(np.int32),
        entry=h.entry[back], exit=h.exit[back], may_speak=h.may_speak[back], may_be_named=h.may_be_named[back],
        states={k: spells(v) for k, v in h.states.items()}, ties={k: ties(v) for k, v in h.ties.items()},
        attributes={k: attribute(v) for k, v in h.attributes.items()},
    )  # fmt: skip
    names = ["inertia", "sqrt(indegree)", "same(place)", "tie(kin)", "alter(summoned)"]
    np.testing.assert_allclose(fit_choice(h, names).estimate, fit_choice(other, names).estimate, atol=1e-9)
    rates = ["intercept", "ego(sex=f)", "log1p(indegree)"]
    np.testing.assert_allclose(fit_rate(h, rates).estimate, fit_rate(other, rates).estimate, atol=1e-8)


def test_steep_models_do_not_overflow():
    """Large values and strong effects: a plain Newton step would leave the floating numbers."""
    base = drawn(5, n=25, m=5, days=40, plain=True)
    h = simulate(base, {"inertia": 4.0, "indegree": 0.9, "tie(kin)": 3.0}, {"intercept": -1.5}, seed=2)
    fits = [
        fit_choice(h, ["inertia", "indegree(weighted)", "tie(kin)", "alter(age)"], dense=dense)
        for dense in (False, True)
    ]
    assert [fit.status for fit in fits] == ["converged"] * 2
    np.testing.assert_allclose(fits[0].estimate, fits[1].estimate, atol=1e-7)


def test_average_is_rubins_rule():
    fits = [fit_choice(history(seed), ["inertia", "indegree"]) for seed in (1, 2, 3)]
    pooled = average(fits)
    estimates = np.array([fit.estimate for fit in fits])
    within = np.mean([fit.vcov for fit in fits], axis=0)
    between = np.cov(estimates.T, ddof=1)
    np.testing.assert_allclose(pooled.estimate, estimates.mean(axis=0))
    np.testing.assert_allclose(pooled.vcov, within + 4 / 3 * between)
    assert "mean of 3 drawn histories" in pooled.notes[-1]
    with pytest.raises(ValueError, match="at least one"):
        average([])


@pytest.mark.parametrize(
    ("x", "freedom", "p"), [(3.841459, 1, 0.05), (7.814728, 3, 0.05), (18.307038, 10, 0.05), (0, 4, 1)]
)
def test_chi_squared(x, freedom, p):
    assert upper_chi2(x, freedom) == pytest.approx(p, abs=1e-6)


def test_clusters_by_sitting_and_sender():
    h = history()
    by_sender, by_sitting = (
        fit_choice(h, ["indegree"], cluster=cluster) for cluster in ("sender", "sitting")
    )
    assert by_sender.n_clusters == len(set(h.sender.tolist()))
    assert by_sitting.n_clusters == len(set(zip(h.sender.tolist(), h.batch.tolist(), strict=True)))
    assert by_sender.se_clustered[0] != by_sitting.se_clustered[0]


@pytest.mark.slow
def test_intervals_cover_as_often_as_they_say():
    truth = {"inertia": 0.8, "sqrt(indegree)": 0.4, "same(sex)": 0.5}
    rate = {"intercept": -2.5, "ego(sex=f)": 0.5, "log1p(indegree)": 0.3}
    base = drawn(2, n=30, m=3, days=60)
    held = np.zeros(6)
    for seed in range(200):
        h = simulate(base, truth, rate, seed=seed)
        for fit, wanted, at in ((fit_choice(h, list(truth)), truth, 0), (fit_rate(h, list(rate)), rate, 3)):
            held[at : at + 3] += np.abs(fit.estimate - list(wanted.values())) < 1.96 * fit.se
    assert (np.abs(held / 200 - 0.95) < 0.045).all(), held / 200
