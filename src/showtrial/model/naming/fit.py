"""What did a fit find, and how is it said in words?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from showtrial.events.history import Floats

STATUSES = ("converged", "separation", "flat", "no_variation", "not_converged")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Fit:
    """Estimates of one model, with what is known of their trustworthiness.

    Parameters
    ----------
    submodel, form : str
        ``choice``, ``rate`` or ``rem``; and ``exponential``, ``piecewise`` or ``ordinal``.
    effects : tuple of str
        Names, as the model file has them.
    estimate, se, se_clustered : (P,) float64
        Coefficients on the scale of the logarithm; standard errors from the Hessian, and clustered.
        ``nan`` where there is none.
    loglik, loglik_null : float
        Log-likelihood at the estimate, and of the null model (no effect at all in a choice; one
        rate for all in a rate).
    n_events, n_clusters : int
        Events that count; clusters of the clustered standard errors.
    null_parameters : int
        Parameters of the null model.
    status : str
        One of `STATUSES`.
    problems, notes : tuple of str
        What is wrong and what to try; what a reader should know.
    vcov : (P, P) float64
        Covariance of the estimates.
    marginal : (P,) float64
        Average marginal effect: change of the probability of the one named (of the rate, in a
        rate model, in its own units) for one unit more, averaged over events.
    """

    submodel: str
    form: str
    effects: tuple[str, ...]
    estimate: Floats
    se: Floats
    se_clustered: Floats
    loglik: float
    loglik_null: float
    n_events: int
    n_clusters: int
    null_parameters: int
    status: str
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    vcov: Floats
    marginal: Floats

    @property
    def aic(self) -> float:
        """Akaike's information criterion, ``2 P - 2 loglik``."""
        return 2.0 * self.n_parameters - 2.0 * self.loglik

    @property
    def bic(self) -> float:
        """Schwarz's information criterion, ``P log(n_events) - 2 loglik``."""
        return self.n_parameters * math.log(max(self.n_events, 1)) - 2.0 * self.loglik

    @property
    def n_parameters(self) -> int:
        """Number of coefficients that the data say anything about."""
        return int(np.isfinite(self.estimate).sum())

    @property
    def likelihood_ratio(self) -> tuple[float, int, float]:
        """Return twice the gain over the null model, its degrees of freedom, and the p-value."""
        gain = max(0.0, 2.0 * (self.loglik - self.loglik_null))
        freedom = self.n_parameters - self.null_parameters
        return gain, freedom, upper_chi2(gain, freedom)

    @property
    def p_value(self) -> Floats:
        """Two-sided p-values by the normal distribution, from the standard errors of the Hessian."""
        with np.errstate(invalid="ignore", divide="ignore"):
            z = np.abs(self.estimate / self.se)
        return np.array([math.erfc(each / math.sqrt(2.0)) for each in z])


def upper_chi2(x: float, freedom: int) -> float:
    """Probability that chi-squared exceeds `x`, by the finite sums for whole degrees of freedom.

    Examples
    --------
    >>> round(upper_chi2(3.841458820694124, 1), 12), round(upper_chi2(5.991464547107979, 2), 12)
    (0.05, 0.05)
    """
    if freedom <= 0:
        return 1.0 if x <= 0 else math.nan
    half = x / 2.0
    if freedom % 2:
        total, term = math.erfc(math.sqrt(half)), math.sqrt(half / math.pi) * 2.0 * math.exp(-half)
        steps = range(3, freedom + 1, 2)
    else:
        total, term = 0.0, math.exp(-half)
        steps = range(2, freedom + 1, 2)
    for k in steps:
        total += term
        term *= half / (k / 2.0)
    return min(1.0, total)


def words(fit: Fit) -> tuple[str, ...]:
    """Say each estimate in one line of plain English.

    A choice is told as odds and as the average change of the probability of the one named; a rate
    as a factor.
    """
    lines = []
    for name, b, marginal in zip(fit.effects, fit.estimate, fit.marginal, strict=True):
        if not math.isfinite(b):
            lines.append(f"{name}: nothing can be estimated")
        elif name == "intercept":
            lines.append(f"{name}: {math.exp(b):.4g} namings a day for each at risk, all else being zero")
        elif fit.submodel == "choice":
            change = (
                ""
                if not math.isfinite(marginal)
                else (
                    "; the probability of the one named changes by "
                    f"{100 * marginal:+.2f} percentage points on average"
                )
            )
            lines.append(f"{name}: one more multiplies the odds of being named by {factor(b)}{change}")
        else:
            what, whom = ("speaking", "each") if fit.submodel == "rate" else ("this naming", "each pair")
            change = (
                ""
                if not math.isfinite(marginal) or fit.form == "ordinal"
                else f"; on average {marginal:+.2g} namings a day for {whom} at risk"
            )
            lines.append(f"{name}: one more multiplies the rate of {what} by {factor(b)}{change}")
    return tuple(lines)


def factor(b: float) -> str:
    """Write ``exp(b)`` so that it can be read, however large."""
    return f"{math.exp(b):.3g}" if abs(b) < 600 else f"exp({b:.3g})"


def average(fits: Sequence[Fit]) -> Fit:
    r"""Pool fits of several drawn histories by Rubin's rules.

    With D draws, the covariance is :math:`\bar V + (1 + 1/D) B`: the mean of the covariances within
    draws, and the covariance between them.

    Parameters
    ----------
    fits : sequence of Fit
        Fits of one model to histories that differ in what was drawn (same-day order, say).

    Raises
    ------
    ValueError
        If there is none, or if they are fits of different models.

    References
    ----------
    Rubin 1987, Multiple imputation for nonresponse in surveys, doi:10.1002/9780470316696
    """
    if not fits or any(each.effects != fits[0].effects or each.submodel != fits[0].submodel for each in fits):
        raise ValueError("average wants at least one fit, and all of one model")
    draws, first = len(fits), fits[0]
    estimates = np.array([each.estimate for each in fits])
    mean = estimates.mean(axis=0)
    apart = estimates - mean
    between = apart.T @ apart / max(draws - 1, 1)
    vcov = np.mean([each.vcov for each in fits], axis=0) + (1 + 1 / draws) * between
    clustered = np.sqrt(
        np.mean([each.se_clustered**2 for each in fits], axis=0) + (1 + 1 / draws) * np.diag(between)
    )
    worst = min((each for each in fits), key=lambda each: (each.status == "converged", each.status))
    counted = sum(each.status == "converged" for each in fits)
    return Fit(
        submodel=first.submodel,
        form=first.form,
        effects=first.effects,
        estimate=mean,
        se=np.sqrt(np.diag(vcov)),
        se_clustered=clustered,
        loglik=float(np.mean([each.loglik for each in fits])),
        loglik_null=float(np.mean([each.loglik_null for each in fits])),
        n_events=first.n_events,
        n_clusters=first.n_clusters,
        null_parameters=first.null_parameters,
        status=worst.status,
        problems=tuple(dict.fromkeys(line for each in fits for line in each.problems)),
        notes=(
            *dict.fromkeys(line for each in fits for line in each.notes),
            f"mean of {draws} drawn histories, {counted} of whose fits converged; "
            "standard errors hold the variance within and between draws",
        ),
        vcov=vcov,
        marginal=np.mean([each.marginal for each in fits], axis=0),
    )
