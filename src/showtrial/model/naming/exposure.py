r"""How many events came from how much time at risk?

Where statistics are constant between moments, the log-likelihood of waiting times is that of Poisson
counts: with :math:`D_u` events and :math:`E_u` days at risk of every distinct row of statistics
:math:`x_u`, :math:`\ell(b) = \sum_u D_u b^\top x_u - E_u \exp(b^\top x_u)`. Time after the last
event counts too (it is censored, not absent).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from showtrial.events.history import Floats
from showtrial.model.naming.kernels import Longs
from showtrial.model.naming.newton import Slope


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """Events and days at risk by distinct row of statistics.

    Parameters
    ----------
    x : (U, P) float64
        Distinct rows.
    days, events : (U,) float64
        Time at risk in days, and number of events.
    cluster_row, cluster : (R,) int64
        Rows and clusters of the parts of which days and events are made; empty where not kept.
    cluster_days, cluster_events : (R,) float64
        Those parts.
    """

    x: Floats
    days: Floats
    events: Floats
    cluster_row: Longs
    cluster: Longs
    cluster_days: Floats
    cluster_events: Floats

    def slope(self, b: Floats) -> Slope:
        """Return log-likelihood, gradient and information at `b`."""
        eta = self.x @ b
        with np.errstate(over="ignore"):
            expected = self.days * np.exp(eta)
        if not np.isfinite(expected).all():
            return -np.inf, np.zeros(len(b)), np.zeros((len(b), len(b)))
        loglik = float(self.events @ eta - expected.sum())
        gradient = self.x.T @ (self.events - expected)
        return loglik, gradient, self.x.T @ (expected[:, None] * self.x)

    def scores(self, b: Floats) -> tuple[Floats, Longs] | None:
        """Return the parts of the gradient, and their clusters."""
        if not len(self.cluster):
            return None
        rate = np.exp(self.x @ b)
        left = self.cluster_events - self.cluster_days * rate[self.cluster_row]
        return left[:, None] * self.x[self.cluster_row], self.cluster

    def null(self) -> float:
        """Log-likelihood of one rate for all."""
        days, events = float(self.days.sum()), float(self.events.sum())
        return events * np.log(events / days) - events if events and days else 0.0

    def mean_rate(self) -> float:
        """Events for each day at risk."""
        days = float(self.days.sum())
        return float(self.events.sum()) / days if days else 0.0
