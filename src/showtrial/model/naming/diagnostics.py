"""Does the fitted model look like the history?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from showtrial.events.history import EventHistory, Floats
from showtrial.model.naming.effects import parse
from showtrial.model.naming.fit import Fit
from showtrial.model.naming.kernels import Longs
from showtrial.model.naming.moments import refuse_window
from showtrial.model.naming.plan import plan_of
from showtrial.model.naming.rate import built
from showtrial.model.naming.refusals import refuse_mute
from showtrial.model.naming.scene import DELTAS
from showtrial.model.naming.simulate import Draw, Parameters, simulate


def residuals(history: EventHistory, fit: Fit) -> Floats:
    r"""Return the waiting times between events, in units of what the rate model expects.

    :math:`r_m = \int_{t_{m-1}}^{t_m} \sum_i \lambda_i(s)\,ds` over those at risk: if the model is
    right, they are independent and exponential with mean 1 (time rescaling). Events that share a
    time give 0.

    Parameters
    ----------
    history : EventHistory
        The events.
    fit : Fit
        A rate model that knows waiting times (exponential or piecewise).

    Returns
    -------
    (M,) float64
        One for each event; the censored time after the last is left out.

    Raises
    ------
    ValueError
        If the fit is of another submodel or form.

    References
    ----------
    Brown et al. 2002, doi:10.1162/08997660252741149
    """
    if fit.submodel != "rate" or fit.form == "ordinal":
        raise ValueError(f"residuals want a rate model of waiting times, not {fit.submodel} ({fit.form})")
    periods = [name for name in fit.effects if name.startswith("period(")]
    names = fit.effects[: len(fit.effects) - len(periods)]
    refuse_mute(history)
    refuse_window(history)
    inputs = plan_of(parse(names, history, "rate"), history, "rate")
    scene, _ = built(history, inputs, waiting=True)
    trail, tables = scene.trail, scene.tables
    deltas, b = int(trail.cursor[DELTAS]), np.nan_to_num(fit.estimate)
    rate_of = np.exp(tables.types.values[tables.cross[0, : tables.groups.size[0]]] @ b[: len(names)])
    change = trail.step[:deltas] * rate_of[trail.delta_group[:deltas]]
    total = np.cumsum(np.bincount(trail.pos[:deltas], weights=change, minlength=len(scene.frame.time)))
    cuts = np.array([float(name[7:-1]) for name in periods])
    grid = np.unique(np.concatenate([scene.frame.time, cuts, [history.end]]))
    running = total[np.searchsorted(scene.frame.time, grid[:-1], "right") - 1]
    baseline = np.exp(np.append(0.0, b[len(names) :]))[np.searchsorted(cuts, grid[:-1], "right")]
    passed = np.concatenate([[0.0], np.cumsum(running * baseline * np.diff(grid))])
    return np.diff(np.interp(history.time, grid, passed), prepend=0.0)


def ranks(history: EventHistory, choice: Parameters) -> Longs:
    """Return the rank that the model gave to who was named, at each event: 1 is the most probable.

    Those as probable as the named share the middle rank, rounded up.
    """
    draw, found, waiting = Draw(history, choice, np.random.default_rng(0)), [], 0
    for m in range(len(history)):
        while waiting < m and history.batch[waiting] < history.batch[m]:
            i, j = int(history.sender[waiting]), int(history.receiver[waiting])
            draw.run.take(i, j, float(history.time[waiting]), int(history.kind[waiting]))
            waiting += 1
        draw.run.until(float(history.time[m]))
        who, p = draw.probabilities(int(history.sender[m]), float(history.time[m]))
        mine = p[who == history.receiver[m]]
        above, level = (p > mine * (1 + 1e-12)).sum(), (abs(p - mine) <= mine * 1e-12).sum()
        found.append(int(above + (level + 2) // 2))
    return np.array(found, np.int64)


def recall(history: EventHistory, choice: Parameters, k: int) -> float:
    """Share of events at which who was named is among the `k` most probable."""
    found = ranks(history, choice)
    return float((found <= k).mean()) if len(found) else float("nan")


@dataclass(frozen=True, slots=True, eq=False)
class Envelope:
    """A figure of the history beside the same figure of simulated ones.

    Parameters
    ----------
    name : str
        Which figure.
    observed : float
        In the history.
    low, middle, high : float
        Quantiles .025, .5 and .975 over simulated histories.
    """

    name: str
    observed: float
    low: float
    middle: float
    high: float


def figures(history: EventHistory) -> dict[str, float]:
    """Figures of a history: degrees, returned namings, spread."""
    n = history.n
    code = np.unique(history.sender.astype(np.int64) * n + history.receiver)
    i, j = code // n, code % n
    named, naming = np.bincount(j, minlength=n), np.bincount(i, minlength=n)
    back = np.isin(j * n + i, code).mean() if len(code) else 0.0
    return {
        "namings": float(len(history)),
        "distinct pairs": float(len(code)),
        "most namers of one person": float(named.max(initial=0)),
        "persons never named": float((named == 0).sum()),
        "most named by one person": float(naming.max(initial=0)),
        "persons who named nobody": float((naming == 0).sum()),
        "share of namings returned": float(back),
    }


def envelopes(
    history: EventHistory, choice: Parameters, rate: Parameters | None = None, *, seed: int, runs: int = 100
) -> Sequence[Envelope]:
    """Compare figures of the history with those of `runs` histories drawn from the model."""
    streams = np.random.default_rng(seed).spawn(runs)
    drawn = [figures(simulate(history, choice, rate, seed=stream)) for stream in streams]
    found = []
    for name, observed in figures(history).items():
        low, middle, high = np.quantile([each[name] for each in drawn], [0.025, 0.5, 0.975])
        found.append(Envelope(name, observed, float(low), float(middle), float(high)))
    return found
