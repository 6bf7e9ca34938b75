"""What came out of a model fitted to a case file, and in what form is it kept?

A result is one JSON object: what was asked of what (with hashes), the estimates, and the actors
without their names, so that the fitted model can be run again without the case file.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

import showtrial
from showtrial.errors import ModelError, Problem, SchemaError
from showtrial.events.history import EventHistory
from showtrial.events.of_case import event_history
from showtrial.events.sample import Sample
from showtrial.events.stored import history_data
from showtrial.model.naming.asked import SUBMODELS, Model, model_data
from showtrial.model.naming.choice import fit_choice
from showtrial.model.naming.fit import STATUSES, Fit, average, words
from showtrial.model.naming.goodness import MOST_DRAWS, diagnosed
from showtrial.model.naming.goodness_text import goodness_lines
from showtrial.model.naming.rate import fit_rate
from showtrial.model.reproduction import reproduced, reproduction_lines
from showtrial.model.waits import waited, waits_lines
from showtrial.record.casefile import CaseFile
from showtrial.record.results import FIT

#: From the gravest on.
GRAVITY = (*STATUSES[1:], STATUSES[0])


def fitted(
    case: CaseFile,
    model: Model,
    *,
    seed: int = 0,
    draws: int = MOST_DRAWS,
    step: Callable[[str], None] = lambda stage: None,
) -> dict[str, Any]:
    """Fit `model` to `case` and return the result.

    Parameters
    ----------
    case : CaseFile
        The record.
    model : Model
        What to fit.
    seed : int
        Of the first drawn order, where the model asks for a random one, and of the diagnostics.
    draws : int
        Histories drawn from the fit at most, to compare the record with.
    step : callable
        Called with the name of each stage as it begins.

    Returns
    -------
    dict
        ``events``, ``actors``, one entry for each submodel, ``status`` (the gravest of all), the
        hashes of case and model, ``diagnostics`` (see `goodness`), and ``world``, from which the model
        can be simulated.

    Raises
    ------
    SchemaError, ModelError
        If the model asks for what the case file does not hold.
    """
    result: dict[str, Any] = {
        "kind": FIT,
        "program": showtrial.__version__,
        "case": case.meta.title,
        "case_sha256": case.sha256,
        "origin": case.meta.origin,
        "model": model.id,
        "title": model.title,
        "about": model.about,
        "model_sha256": model.sha256,
        "status": STATUSES[0],
        "notes": [],
        "asked": model_data(model),
    }
    if model.sample:
        result |= _named(case, model, model.sample, _Ways(seed, draws, step))
    if model.waits:
        step("comparing waits")
        result["waits"] = waited(case, model.waits)
    if model.reproduction:
        step("counting arrests after namings")
        result["reproduction"] = reproduced(case, model.reproduction, seed=seed)
    return result


@dataclass(frozen=True, slots=True)
class _Ways:
    """How to fit: seed, histories to draw, and whom to tell of each stage."""

    seed: int
    draws: int
    step: Callable[[str], None]


def _named(case: CaseFile, model: Model, sample: Sample, ways: _Ways) -> dict[str, Any]:
    """Fit the submodels of who speaks and who is named."""
    drawn = sample.ties == "random"
    seeds = range(ways.seed, ways.seed + model.draws) if drawn else [None]
    ways.step("reading the events")
    histories = [event_history(case, sample, seed=each) for each in seeds]
    first = histories[0]
    _refuse_no_choice(first, model)
    fits: dict[str, Fit] = {}
    for submodel, effects in model.effects.items():
        ways.step(f"fitting {submodel}")
        found = [_fit(submodel, effects, model, history) for history in histories]
        fits[submodel] = average(found) if drawn else found[0]
    ways.step("drawing from the fit")
    return {
        "seed": ways.seed if drawn else None,
        "events": len(first),
        "actors": first.n,
        "days": len(np.unique(first.time)),
        **{submodel: _told(fit) for submodel, fit in fits.items()},
        "status": min((fit.status for fit in fits.values()), key=GRAVITY.index),
        "notes": list(first.notes),
        "diagnostics": diagnosed(first, fits, seed=ways.seed, draws=ways.draws),
        "world": history_data(first),
    }


def _refuse_no_choice(history: EventHistory, model: Model) -> None:
    """Raise where nobody had anybody to choose from."""
    circle, named = history.circle, int(history.may_be_named.sum())
    width = np.full(history.n, named) if circle is None else np.diff(circle.indptr)
    others = width - (history.may_be_named if circle is None else 0)
    if set(model.effects) <= {"rate"} or (others[history.sender] > 1).any():
        return
    came = "nobody else is at risk: every speaker could have named one person only"
    mend = "widen events.receivers, or take something out of events.without"
    raise ModelError(
        str(
            Problem(
                f"{model.id}.toml", 0, "events.receivers", came, "two persons at least to choose from", mend
            )
        )
    )


def _fit(submodel: str, effects: tuple[str, ...], model: Model, history: EventHistory) -> Fit:
    try:
        if submodel == "choice":
            return fit_choice(history, effects, cluster=model.cluster)
        if submodel == "rate":
            return fit_rate(history, effects, model.form, cuts=model.breaks, cluster=model.cluster)
        from showtrial.model.naming.rem import fit_rem

        return fit_rem(history, effects, cluster=model.cluster)
    except SchemaError as error:
        raise SchemaError([_placed(each, submodel, model) for each in error.problems]) from error


def _placed(problem: Problem, submodel: str, model: Model) -> Problem:
    """Say in which list of the model file an effect stands that cannot be fitted."""
    if problem.file != "effects":
        return problem
    at = f"[{problem.row}]" if problem.row else ""
    key = "breaks" if problem.column == "cuts" else f"effects{at}"
    return replace(problem, file=f"{model.id}.toml", row=0, column=f"{submodel}.{key}")


def _told(fit: Fit) -> dict[str, Any]:
    """Return a fit as JSON has it; what is not a number becomes null."""
    columns = (fit.effects, fit.estimate, fit.se, fit.se_clustered, fit.p_value, fit.marginal, words(fit))
    names = ("name", "estimate", "se", "se_clustered", "p", "marginal", "words")
    gain, freedom, p = fit.likelihood_ratio
    return {
        "form": fit.form,
        "events": fit.n_events,
        "loglik": _number(fit.loglik),
        "loglik_null": _number(fit.loglik_null),
        "aic": _number(fit.aic),
        "bic": _number(fit.bic),
        "likelihood_ratio": {"statistic": _number(gain), "df": freedom, "p": _number(p)},
        "clusters": fit.n_clusters,
        "effects": [
            {
                key: value if isinstance(value, str) else _number(value)
                for key, value in zip(names, row, strict=True)
            }
            for row in zip(*columns, strict=True)
        ],
        "vcov": [[_number(each) for each in row] for row in fit.vcov],
        "status": fit.status,
        "problems": list(fit.problems),
        "notes": list(fit.notes),
    }


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def result_text(result: Mapping[str, Any]) -> str:
    """Set a result as text for a terminal."""
    simulated = "  (simulated)" if result["origin"] == "simulated" else ""
    lines = [f"{result['case']}{simulated}", f"model: {result['model']}  {result['title']}"]
    if "events" in result:
        lines.append(
            f"{result['events']} events among {result['actors']} actors on {result['days']} days; "
            f"status: {result['status']}"
        )
    for submodel in SUBMODELS:
        if submodel in result:
            lines += ["", *_lines(submodel, result[submodel])]
    if told := goodness_lines(result.get("diagnostics", {})):
        lines += ["", *told]
    if "waits" in result:
        lines += ["", *waits_lines(result["waits"])]
    if "reproduction" in result:
        lines += ["", *reproduction_lines(result["reproduction"])]
    return "\n".join([*lines, *(f"note: {note}" for note in result["notes"])])


def _lines(submodel: str, fit: Mapping[str, Any]) -> list[str]:
    width = max(len(each["name"]) for each in fit["effects"])
    head = f"{submodel.upper()}  log-likelihood {_shown(fit['loglik'], 2)}, AIC {_shown(fit['aic'], 2)}"
    lines = [head, f"  {'effect':{width}}  estimate       se  clustered"]
    for each in fit["effects"]:
        numbers = (each["estimate"], each["se"], each["se_clustered"])
        lines.append(f"  {each['name']:{width}}  " + "  ".join(f"{_shown(value):>8}" for value in numbers))
    lines += [f"  {each['words']}" for each in fit["effects"]]
    lines += [f"  {fit['status']}: {problem}" for problem in fit["problems"]]
    return [*lines, *(f"  note: {note}" for note in fit["notes"])]


def _shown(value: float | None, digits: int = 4) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
