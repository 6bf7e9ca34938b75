"""Where does a concave log-likelihood have its maximum?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from showtrial.events.history import Floats

#: Log-likelihood, its gradient and the information (minus the Hessian) at a point.
Slope = tuple[float, Floats, Floats]


@dataclass(frozen=True, slots=True)
class Summit:
    """Where the search ended.

    Parameters
    ----------
    at : (P,) float64
        The point.
    loglik : float
        Log-likelihood there.
    gradient : (P,) float64
        Its gradient.
    information : (P, P) float64
        Minus its Hessian.
    steps : int
        Newton steps taken.
    settled : bool
        Whether the last step was too small to matter.
    step : (P,) float64
        The Newton step that was left when the search ended.
    """

    at: Floats
    loglik: float
    gradient: Floats
    information: Floats
    steps: int
    settled: bool
    step: Floats


def direction(information: Floats, gradient: Floats) -> Floats:
    """Solve for the Newton step; along flat directions, where there is no answer, stay."""
    if not len(gradient):
        return gradient
    values, vectors = np.linalg.eigh(information)
    floor = max(values[-1], 1e-300) * 1e-13
    turned = vectors.T @ gradient
    return vectors @ np.where(values > floor, turned / np.maximum(values, floor), 0.0)


def climb(
    slope: Callable[[Floats], Slope], start: Floats, *, tolerance: float = 1e-9, limit: int = 60
) -> Summit:
    r"""Climb by Newton's method; each step is halved until the log-likelihood rises enough.

    A step :math:`s` is taken if :math:`\ell(b + s) \ge \ell(b) + 10^{-4} s^\top g` (Armijo), else
    halved; a point where the likelihood is not finite is refused like a fall.

    Parameters
    ----------
    slope : callable
        Returns log-likelihood, gradient (P,) and information (P, P) at a point (P,).
    start : (P,) float64
        Where to begin.
    tolerance : float
        The search ends when no coordinate would move by more, and the rise still expected is below it.
    limit : int
        Newton steps at most.

    Examples
    --------
    >>> def slope(b):
    ...     return float(-((b - 2) ** 2).sum()), -2 * (b - 2), 2 * np.eye(len(b))
    >>> climb(slope, np.zeros(2)).at.tolist()
    [2.0, 2.0]
    """
    at = start.copy()
    loglik, gradient, information = slope(at)
    for steps in range(limit + 1):
        step = direction(information, gradient)
        rise = float(step @ gradient)
        if np.abs(step).max(initial=0.0) < 1e3 * tolerance and rise < tolerance * (1.0 + abs(loglik)) * 1e-3:
            settled = True
            break
        settled = False
        if steps == limit or not np.isfinite(rise):
            break
        length = min(1.0, 20.0 / max(np.abs(step).max(), 1e-300))
        for _ in range(40):
            there = at + length * step
            found = slope(there)
            if np.isfinite(found[0]) and found[0] >= loglik + 1e-4 * length * rise - 1e-12 * abs(loglik):
                break
            length /= 2
        else:
            break
        at, (loglik, gradient, information) = there, found
    return Summit(at, loglik, gradient, information, steps, settled, step)
