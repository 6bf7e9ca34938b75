"""What do the data say about the coefficients, and where do they say nothing?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from showtrial.events.history import Floats
from showtrial.model.naming.fit import Fit
from showtrial.model.naming.kernels import Longs
from showtrial.model.naming.newton import Slope, Summit, climb


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Likelihood:
    """A log-likelihood that is concave in its coefficients, and what belongs to it.

    Parameters
    ----------
    submodel, form : str
        Which model.
    names : tuple of str
        Of the coefficients.
    slope : callable
        Log-likelihood, gradient and information at a point.
    scores : callable
        Contributions to the gradient at a point, (rows, P), and the cluster of each row.
    marginal : callable
        Average marginal effects at a point.
    start : (P,) float64
        Where the search begins.
    loglik_null : float
        Of the null model; ``nan`` for "no effect at all".
    null_parameters, n_events : int
        Parameters of the null model; events that count.
    notes : tuple of str
        What a reader should know.
    """

    submodel: str
    form: str
    names: tuple[str, ...]
    slope: Callable[[Floats], Slope]
    scores: Callable[[Floats], tuple[Floats, Longs] | None]
    marginal: Callable[[Floats], Floats]
    start: Floats
    loglik_null: float
    null_parameters: int
    n_events: int
    notes: tuple[str, ...] = field(default=())


def estimate(model: Likelihood) -> Fit:
    """Find the maximum, the standard errors, and say where there is none."""
    size = len(model.names)
    zero = model.slope(model.start if np.isfinite(model.loglik_null) else np.zeros(size))
    spread = np.sqrt(np.maximum(np.diag(zero[2]), 0.0) / max(model.n_events, 1))
    live = spread > 1e-9
    scale = np.where(live, spread, 1.0)
    flat = _flat(model.names, zero[2], live)

    def slope(c: Floats) -> Slope:
        b = np.zeros(size)
        b[live] = c / scale[live]
        loglik, gradient, information = model.slope(b)
        by = scale[live]
        return loglik, gradient[live] / by, information[np.ix_(live, live)] / np.outer(by, by)

    summit = climb(slope, (model.start * scale)[live])
    b = np.full(size, np.nan)
    b[live] = summit.at / scale[live]
    status, problems = _diagnosis(model, summit, live, flat)
    vcov = np.full((size, size), np.nan)
    vcov[np.ix_(live, live)] = _inverse(summit.information) / np.outer(scale[live], scale[live])
    settled = np.where(live, b, 0.0)
    clustered, clusters = _clustered(model.scores(settled), vcov, live)
    null = model.loglik_null if np.isfinite(model.loglik_null) else zero[0]
    return Fit(
        submodel=model.submodel,
        form=model.form,
        effects=model.names,
        estimate=b,
        se=np.sqrt(np.diag(vcov)),
        se_clustered=clustered,
        loglik=summit.loglik,
        loglik_null=null,
        n_events=model.n_events,
        n_clusters=clusters,
        null_parameters=model.null_parameters,
        status=status,
        problems=problems,
        notes=model.notes,
        vcov=vcov,
        marginal=np.where(live, model.marginal(settled), np.nan),
    )


def _inverse(information: Floats) -> Floats:
    """Invert; rows that lean on a flat direction become nan."""
    if not len(information):
        return information.copy()
    values, vectors = np.linalg.eigh(information)
    empty = values <= max(values[-1], 1e-300) * 1e-12
    found = (vectors[:, ~empty] / values[~empty]) @ vectors[:, ~empty].T
    lost = (np.abs(vectors[:, empty]) > 1e-6).any(axis=1)
    found[lost, :] = np.nan
    found[:, lost] = np.nan
    return found


def _flat(names: tuple[str, ...], information: Floats, live: np.ndarray) -> list[str]:
    """Name the sets of effects that cannot be told apart, at the start of the search."""
    if not live.any():
        return []
    part = information[np.ix_(live, live)]
    by = np.sqrt(np.diag(part))
    values, vectors = np.linalg.eigh(part / np.outer(by, by))
    kept = [name for name, lives in zip(names, live, strict=True) if lives]
    return [_leading(kept, vector) for value, vector in zip(values, vectors.T, strict=True) if value < 1e-9]


def _leading(names: list[str], vector: Floats) -> str:
    """Name the effects that make up a direction."""
    heavy = np.abs(vector) > 0.1 * np.abs(vector).max()
    return ", ".join(name for name, is_heavy in zip(names, heavy, strict=True) if is_heavy)


def _diagnosis(
    model: Likelihood, summit: Summit, live: np.ndarray, flat: list[str]
) -> tuple[str, tuple[str, ...]]:
    """Return the status and what is wrong, in words; the gravest first."""
    kept = [name for name, lives in zip(model.names, live, strict=True) if lives]
    found: dict[str, list[str]] = {}
    values, vectors = np.linalg.eigh(summit.information) if kept else (np.zeros(0), np.zeros((0, 0)))
    for value, vector in zip(values, vectors.T, strict=True):
        if not flat and value < 1e-3 and abs(float(vector @ summit.at)) > 3.0:
            found.setdefault("separation", []).append(
                f"separation: the events fit the better, without end, the further {_leading(kept, vector)} "
                "goes; no finite estimate exists. Leave it out, or merge it with a neighbouring effect"
            )
    for which in flat:
        found.setdefault("flat", []).append(
            f"flat direction: {which} cannot be told apart in these events. Leave one of them out"
        )
    for name, lives in zip(model.names, live, strict=True):
        if not lives:
            found.setdefault("no_variation", []).append(
                f"no variation: {name} is the same for all who were at risk at every event. Leave it out"
            )
    if not summit.settled and "separation" not in found:
        found["not_converged"] = [
            f"not converged after {summit.steps} steps: the last step was {np.abs(summit.step).max():.2g} "
            "standardised units. Try a transform (sqrt, log1p) of effects with large values, or fewer effects"
        ]
    order = ("separation", "flat", "no_variation", "not_converged")
    status = next((each for each in order if each in found), "converged")
    return status, tuple(line for each in order for line in found.get(each, []))


def _clustered(scored: tuple[Floats, Longs] | None, vcov: Floats, live: np.ndarray) -> tuple[Floats, int]:
    """Return sandwich standard errors with clusters, and how many clusters there are."""
    size = len(live)
    if scored is None or not len(scored[0]):
        return np.full(size, np.nan), 0
    scores, cluster = scored
    clusters = int(cluster.max()) + 1
    sums = np.zeros((clusters, size))
    for a in range(size):
        sums[:, a] = np.bincount(cluster, weights=scores[:, a], minlength=clusters)
    if clusters < 2:
        return np.full(size, np.nan), clusters
    part = vcov[np.ix_(live, live)]
    meat = sums[:, live].T @ sums[:, live] * (clusters / (clusters - 1))
    found = np.full(size, np.nan)
    found[live] = np.sqrt(np.maximum(np.diag(part @ meat @ part), 0.0))
    return found, clusters
