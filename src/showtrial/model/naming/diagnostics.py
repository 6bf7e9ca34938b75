"""Does the fitted model look like the history?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from showtrial.events.history import EventHistory, Floats
from showtrial.model.naming.effects import parse
from showtrial.model.naming.fit import Fit
from showtrial.model.naming.kernels import Longs
from showtrial.model.naming.moments import refuse_window
from showtrial.model.naming.plan import plan_of
from showtrial.model.naming.rate import built
from showtrial.model.naming.refusals import refuse_mute
from showtrial.model.naming.rem import pairs_design
from showtrial.model.naming.run import PERIOD, Parameters
from showtrial.model.naming.scene import DELTAS
from showtrial.model.naming.simulate import Draw, simulate


def residuals(history: EventHistory, fit: Fit) -> Floats:
    r"""Return the waiting times between events, in units of what the model expects.

    :math:`r_m = \int_{t_{m-1}}^{t_m} \sum_i \lambda_i(s)\,ds` over those at risk (over all pairs at risk,
    in a tie-oriented model): if the model is right, they are independent and exponential with mean 1
    (time rescaling). Events that share a time give 0; see :func:`within_days`.

    Parameters
    ----------
    history : EventHistory
        The events.
    fit : Fit
        A rate or a tie-oriented model that knows waiting times (exponential or piecewise).

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
    if fit.submodel == "choice" or fit.form == "ordinal":
        raise ValueError(f"residuals want a model of waiting times, not {fit.submodel} ({fit.form})")
    refuse_mute(history)
    refuse_window(history)
    grid, passed = (_passed_pairs if fit.submodel == "rem" else _passed)(history, fit)
    return np.diff(np.interp(history.time, grid, passed), prepend=0.0)


def _passed(history: EventHistory, fit: Fit) -> tuple[Floats, Floats]:
    """Return moments, and how many namings the rate model expects up to each."""
    periods = [name for name in fit.effects if name.startswith(PERIOD)]
    names = fit.effects[: len(fit.effects) - len(periods)]
    inputs = plan_of(parse(names, history, "rate"), history, "rate")
    scene, _ = built(history, inputs, waiting=True)
    trail, tables = scene.trail, scene.tables
    deltas, b = int(trail.cursor[DELTAS]), np.nan_to_num(fit.estimate)
    rate_of = np.exp(tables.types.values[tables.cross[0, : tables.groups.size[0]]] @ b[: len(names)])
    change = trail.step[:deltas] * rate_of[trail.delta_group[:deltas]]
    total = np.cumsum(np.bincount(trail.pos[:deltas], weights=change, minlength=len(scene.frame.time)))
    cuts = np.array([float(name[len(PERIOD) : -1]) for name in periods])
    grid = np.unique(np.concatenate([scene.frame.time, cuts, [history.end]]))
    running = total[np.searchsorted(scene.frame.time, grid[:-1], "right") - 1]
    baseline = np.exp(np.append(0.0, b[len(names) :]))[np.searchsorted(cuts, grid[:-1], "right")]
    return grid, np.concatenate([[0.0], np.cumsum(running * baseline * np.diff(grid))])


def _passed_pairs(history: EventHistory, fit: Fit) -> tuple[Floats, Floats]:
    """Return moments, and how many namings the tie-oriented model expects up to each."""
    inputs = plan_of(parse(fit.effects, history, "rem"), history, "rem")
    pairs = pairs_design(history, inputs, waiting=True)
    each = np.bincount(
        pairs.moment, weights=pairs.expected(np.nan_to_num(fit.estimate)), minlength=len(pairs.time)
    )
    return np.append(pairs.time, history.end), np.concatenate([[0.0], np.cumsum(each)])


def within_days(history: EventHistory, *, seed: int | np.random.Generator) -> EventHistory:
    """Return the history with every event at a random time within its day, the order being kept.

    Where a record knows days and no hours, events of a day share its midnight, and a test of waiting times
    would test that. If the model is right, the events of a day lie anywhere in it with equal probability
    (the rates do not change within the day of a batch), so that residuals of times drawn so are exponential.
    A history whose times are not all whole days is returned as it is.

    References
    ----------
    Dunn & Smyth 1996, doi:10.1080/10618600.1996.10474708 (residuals that are drawn where data are discrete)
    """
    day = np.floor(history.time)
    if (history.time != day).any():
        return history
    time = np.sort(day + np.random.default_rng(seed).random(len(day)))
    return replace(history, time=time)


def kolmogorov(found: Floats) -> tuple[float, float]:
    r"""Return the greatest distance of residuals from the distribution Exp(1), and its p-value.

    :math:`D = \sup_r |F_n(r) - 1 + e^{-r}|`; the p-value is that of Kolmogorov's limit with the correction of
    Stephens for small samples. It takes the model as given: estimated from the same events, p is too large.

    References
    ----------
    Stephens 1970, doi:10.1111/j.2517-6161.1970.tb00821.x

    Examples
    --------
    >>> import numpy as np
    >>> distance, p = kolmogorov(-np.log1p(-(np.arange(50) + 0.5) / 50))
    >>> round(distance, 6), round(p, 6)
    (0.01, 1.0)
    """
    from scipy.special import kolmogorov as upper  # heavy, so not before it is needed

    below, n = -np.expm1(-np.sort(found)), len(found)
    steps = np.arange(n + 1) / n
    distance = float(max((steps[1:] - below).max(), (below - steps[:-1]).max()))
    return distance, float(upper(distance * (math.sqrt(n) + 0.12 + 0.11 / math.sqrt(n))))


def placed(history: EventHistory, named: Parameters, submodel: str = "choice") -> tuple[Longs, Longs]:
    """Return the rank that the model gave to who was named at each event, and among how many.

    1 is the most probable; those as probable as the named share the middle rank, rounded up.
    """
    draw, waiting = Draw(history, named, np.random.default_rng(0), submodel), 0
    found = np.zeros((2, len(history)), np.int64)
    for m in range(len(history)):
        while waiting < m and history.batch[waiting] < history.batch[m]:
            i, j = int(history.sender[waiting]), int(history.receiver[waiting])
            draw.run.take(i, j, float(history.time[waiting]), int(history.kind[waiting]))
            waiting += 1
        draw.run.until(float(history.time[m]))
        chances = draw.chances(int(history.sender[m]), float(history.time[m]))
        found[:, m] = chances.ranks[chances.who == history.receiver[m]][0], len(chances.who)
    return found[0], found[1]


def ranks(history: EventHistory, choice: Parameters) -> Longs:
    """Return the rank that the choice model gave to who was named, at each event: 1 is the most probable."""
    return placed(history, choice)[0]


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
    named, naming = degrees(history)
    code = np.unique(history.sender.astype(np.int64) * history.n + history.receiver)
    i, j = code // history.n, code % history.n
    back = np.isin(j * history.n + i, code).mean() if len(code) else 0.0
    return {
        "namings": float(len(history)),
        "distinct pairs": float(len(code)),
        "most namers of one person": float(named.max(initial=0)),
        "persons never named": float((named == 0).sum()),
        "most named by one person": float(naming.max(initial=0)),
        "persons who named nobody": float((naming == 0).sum()),
        "share of namings returned": float(back),
    }


def degrees(history: EventHistory) -> tuple[Longs, Longs]:
    """Return by how many each actor is named, and how many each names, (n,) each."""
    n = history.n
    code = np.unique(history.sender.astype(np.int64) * n + history.receiver)
    return np.bincount(code % n, minlength=n), np.bincount(code // n, minlength=n)


def enveloped(observed: Mapping[str, float], drawn: Sequence[Mapping[str, float]]) -> list[Envelope]:
    """Set each observed figure beside the quantiles of the drawn ones."""
    found = []
    for name, value in observed.items():
        low, middle, high = np.quantile([each[name] for each in drawn], [0.025, 0.5, 0.975])
        found.append(Envelope(name, value, float(low), float(middle), float(high)))
    return found


def envelopes(
    history: EventHistory, choice: Parameters, rate: Parameters | None = None, *, seed: int, runs: int = 100
) -> Sequence[Envelope]:
    """Compare figures of the history with those of `runs` histories drawn from the model.

    Without a rate, speakers and times are those of the history, and only whom they name is drawn.
    """
    streams = np.random.default_rng(seed).spawn(runs)
    drawn = [figures(simulate(history, choice, rate, seed=stream)) for stream in streams]
    return enveloped(figures(history), drawn)
