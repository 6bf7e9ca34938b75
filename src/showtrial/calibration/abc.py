"""What do simulations say about the free numbers, given what was observed? (Regression-adjusted ABC)

Draw free numbers from the prior, simulate, keep the draws whose summaries lie near the observed ones, and
move each kept draw along a regression to where it would lie had its summaries been the observed ones.

1. *Summaries.* With as many figures as free numbers or more, the summaries are the posterior means of the
   free numbers as a quadratic regression on the figures predicts them (Fearnhead & Prangle 2012). With
   fewer figures, the figures are the summaries.
2. *Acceptance.* Distance ``sqrt(sum_k ((s_k - s*_k) / scale_k)^2)``; the nearest share is kept with the
   Epanechnikov weight ``1 - (d / d_max)^2``.
3. *Adjustment.* ``z' = m(s*) + (z - m(s)) * v(s*) / v(s)`` with m a weighted linear regression of z on s
   (Beaumont, Zhang & Balding 2002) and log v^2 one of the log squared residuals (Blum & Francois 2010). z is
   the logit of the place in the prior range, so no draw leaves its range.
4. *Few draws, many figures.* A regression comes too near to the draws it is made from. With h the leverage
   of a draw and h* the variance of m(s*) in units of that of z, residuals are times
   ``sqrt((1 + h*) / (1 - h))``, and v(s) is predicted for each draw without it (Cook & Weisberg 1982): with
   200 draws and eight figures intervals would else be a tenth too narrow.

References
----------
M. A. Beaumont, W. Zhang & D. J. Balding (2002), doi:10.1093/genetics/162.4.2025. M. G. B. Blum & O. Francois
(2010), doi:10.1007/s11222-009-9116-0. P. Fearnhead & D. Prangle (2012),
doi:10.1111/j.1467-9868.2011.01010.x. R. D. Cook & S. Weisberg, "Residuals and Influence in Regression"
(1982), chapter 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from showtrial.calibration.prior import from_logits, logits
from showtrial.errors import ModelError
from showtrial.events.history import Floats
from showtrial.model.naming.kernels import Longs

#: Fewest draws kept, and how many of all for a large table.
FEWEST, SHARE = 100, 0.02
_RIDGE = 1e-6
#: A draw that nearly fixes the regression alone counts as no more than this.
_MOST_LEVERAGE = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Simulations from the prior.

    Parameters
    ----------
    units : (N, P) float64
        Place of each free number in its range, in (0, 1), uniform.
    figures : (N, K) float64
        What each simulation came to, with the error of observation.
    """

    units: Floats
    figures: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Draws near the observed figures.

    Parameters
    ----------
    units : (M, P) float64
        Adjusted places.
    weights : (M,) float64
        Add up to 1.
    kept : (M,) int64
        Rows of the table.
    """

    units: Floats
    weights: Floats
    kept: Longs


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """Brings figures (N, K) to summaries (N, S): centre, scale, and coefficients or None for the figures."""

    centre: Floats
    scale: Floats
    coefficients: Floats | None

    def __call__(self, figures: Floats) -> Floats:
        """Return the summaries."""
        scaled = (figures - self.centre) / self.scale
        if self.coefficients is None:
            return np.asarray(scaled)
        return np.asarray(_quadratic(scaled) @ self.coefficients)


def _quadratic(scaled: Floats) -> Floats:
    """Return 1, x and every x_i x_j with i <= j."""
    left, right = np.triu_indices(scaled.shape[1])
    inside = np.clip(scaled, -8.0, 8.0)
    return np.concatenate([np.ones((len(scaled), 1)), inside, inside[:, left] * inside[:, right]], axis=1)


def summary_of(table: Table) -> Summary:
    """Return the summaries that a table of simulations asks for; see the head of this file."""
    centre = np.median(table.figures, axis=0)
    spread = np.median(np.abs(table.figures - centre), axis=0) * 1.4826
    scale = np.where(
        spread > 0, spread, np.where(table.figures.std(axis=0) > 0, table.figures.std(axis=0), 1.0)
    )
    plain = Summary(centre, scale, None)
    if table.figures.shape[1] < table.units.shape[1]:
        return plain
    x, z = _quadratic(plain(table.figures)), logits(table.units)
    square = x.T @ x + _RIDGE * len(x) * np.eye(x.shape[1])
    return Summary(centre, scale, np.asarray(np.linalg.solve(square, x.T @ z), np.float64))


def posterior_of(
    table: Table, observed: Floats, *, summary: Summary | None = None, without: int = -1
) -> Posterior:
    """Return draws of the free numbers given the observed figures.

    Parameters
    ----------
    table : Table
        At least `FEWEST` simulations.
    observed : (K,) float64
        Figures of the record, on the scale of the table's.
    summary : Summary, optional
        As `summary_of` gives it.
    without : int
        A row that is left out: for a check in which it is the observed one.

    Raises
    ------
    ModelError
        If there are too few simulations.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> units = rng.random((4000, 1))
    >>> table = Table(units, units + rng.normal(0, 0.05, (4000, 1)))
    >>> found = posterior_of(table, np.array([0.4]))
    >>> round(float(found.weights @ found.units[:, 0]), 1)
    0.4
    """
    if len(table.units) < FEWEST + 1:
        raise ModelError(f"{len(table.units)} simulations; wanted more than {FEWEST}")
    summary = summary or summary_of(table)
    s, goal = summary(table.figures), summary(observed[None, :])[0]
    scale = np.median(np.abs(s - np.median(s, axis=0)), axis=0)
    scale = np.where(scale > 0, scale, s.std(axis=0))
    moving = scale > 0
    off = (s - goal)[:, moving] / scale[moving]
    distance = np.sqrt((off**2).sum(axis=1))
    if without >= 0:
        distance[without] = np.inf
    many = max(FEWEST, int(SHARE * len(distance)))
    kept = np.argsort(distance, kind="stable")[: many + 1]
    width = distance[kept[-1]]
    kept = kept[:-1]
    weights = 1.0 - (distance[kept] / width) ** 2 if width > 0 else np.ones(len(kept))
    weights = np.maximum(weights, 1e-6)
    weights /= weights.sum()
    z = _adjusted(logits(table.units[kept]), off[kept], weights)
    return Posterior(from_logits(z), weights, kept)


def _adjusted(z: Floats, off: Floats, weights: Floats) -> Floats:
    """Move draws to the observed summaries, at which `off` is 0; see 3 and 4 in the head of this file."""
    x = np.concatenate([np.ones((len(off), 1)), off], axis=1)
    inverse = np.linalg.inv(x.T @ (x * weights[:, None]) + _RIDGE * np.eye(x.shape[1]))
    hat = inverse @ (x * weights[:, None]).T  # brings what is regressed to coefficients
    leverage = np.minimum(np.einsum("ij,ji->i", x, hat), _MOST_LEVERAGE)[:, None]
    slopes = hat @ z
    at_goal = (hat[0] ** 2).sum()
    rest = (z - x @ slopes) / np.sqrt(1.0 - leverage) * np.sqrt(1.0 + at_goal)
    size = np.log(rest**2 + 1e-12)
    spread = hat @ size
    without = x @ spread - leverage / (1.0 - leverage) * (size - x @ spread)
    factor = np.exp(np.clip((spread[0] - without) / 2.0, -1.0, 1.0))
    return np.asarray(slopes[0] + rest * factor)


def quantiles(values: Floats, weights: Floats, at: tuple[float, ...]) -> Floats:
    """Return weighted quantiles (len(at), P) of (M, P) values.

    Examples
    --------
    >>> import numpy as np
    >>> quantiles(np.array([[1.0], [2.0], [3.0]]), np.ones(3) / 3, (0.5,)).tolist()
    [[2.0]]
    """
    found = np.empty((len(at), values.shape[1]))
    for k in range(values.shape[1]):
        order = np.argsort(values[:, k], kind="stable")
        reach = np.cumsum(weights[order]) - weights[order] / 2
        found[:, k] = np.interp(at, reach, values[order, k])
    return found


def drawn(posterior: Posterior, many: int, seed: int) -> Floats:
    """Return `many` draws of equal weight (systematic resampling): (many, P) places.

    Examples
    --------
    >>> import numpy as np
    >>> one = Posterior(np.array([[0.2], [0.8]]), np.array([0.25, 0.75]), np.array([0, 1]))
    >>> sorted(drawn(one, 4, seed=1)[:, 0].tolist())
    [0.2, 0.8, 0.8, 0.8]
    """
    rng = np.random.default_rng([seed, 11])
    places = (np.arange(many) + rng.random()) / many
    rows = np.searchsorted(np.cumsum(posterior.weights), places).clip(max=len(posterior.weights) - 1)
    return np.asarray(posterior.units[rng.permutation(rows)])


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """Simulation-based calibration: where truth lies among the draws of its own posterior.

    Parameters
    ----------
    counts : (P, B) int64
        How often in each of B parts; level where the method is right.
    p : (P,) float64
        Of a chi-squared test that they are level.
    n : int
        Simulations taken for truth, one after the other.

    References
    ----------
    S. Talts, M. Betancourt, D. Simpson, A. Vehtari & A. Gelman, arXiv:1804.06788.
    """

    counts: Longs
    p: Floats
    n: int


def ranks_of(table: Table, *, n: int, bins: int = 10) -> Ranks:
    """Take the first `n` simulations for the record in turn and see where their free numbers lie.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(2)
    >>> units = rng.random((1500, 1))
    >>> found = ranks_of(Table(units, units + rng.normal(0, 0.1, (1500, 1))), n=150)
    >>> int(found.counts.sum()), bool(found.p[0] > 0.01)
    (150, True)
    """
    from scipy.stats import chi2

    summary = summary_of(table)
    counts = np.zeros((table.units.shape[1], bins), np.int64)
    for row in range(n):
        found = posterior_of(table, table.figures[row], summary=summary, without=row)
        below = (found.weights[:, None] * (found.units < table.units[row])).sum(axis=0)
        counts[np.arange(len(counts)), np.minimum((below * bins).astype(int), bins - 1)] += 1
    level = n / bins
    return Ranks(counts, np.asarray(chi2.sf(((counts - level) ** 2 / level).sum(axis=1), bins - 1)), n)
