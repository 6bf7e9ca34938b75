"""What does the result file of an ensemble say?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import numpy as np

import showtrial
from showtrial.events.history import Floats
from showtrial.model.machine import layout
from showtrial.model.machine.belief import belief_told
from showtrial.model.machine.components import Parameter, mechanisms, parameters
from showtrial.model.machine.counterfactual import Counterfactual, Interval
from showtrial.model.machine.ensemble import Ensemble
from showtrial.model.machine.explained import calendar
from showtrial.model.machine.run import run
from showtrial.model.machine.scenario import Scenario
from showtrial.model.machine.summary import COUNTS
from showtrial.model.machine.tree import naming_tree
from showtrial.record.results import ENSEMBLE

#: Series of which the course is told.
_SHOWN = ("arrests", "names", "shot")
#: Quantiles between which 95 of 100 runs lie.
_LOW, _HIGH = 0.025, 0.975


def ensemble_result(
    scenario: Scenario, found: Ensemble, against: Counterfactual | None = None
) -> dict[str, Any]:
    """Return what ``summary.json`` says of an ensemble.

    Parameters
    ----------
    scenario : Scenario
        What was run.
    found : Ensemble
        The runs.
    against : Counterfactual, optional
        The runs compared with those that have every mechanism.

    Returns
    -------
    dict
        Numbers without limit are None.

    Examples
    --------
    >>> from showtrial.model.machine.ensemble import ensemble
    >>> from showtrial.model.machine.opening import open_scenario
    >>> toy = open_scenario("toy")
    >>> result = ensemble_result(toy, ensemble(toy, runs=10, seed=1))
    >>> result["kind"], len(result["mechanisms"]), result["tree"]["run"]
    ('showtrial ensemble', 20, 1)
    """
    first = run(scenario, seed=found.seed, number=0, off=found.off)
    # beside a comparison, the tree is that of the world with every mechanism: without naming there is none
    grown = first if against is None else run(scenario, seed=found.seed, number=0)
    days = [(scenario.start + timedelta(days=int(day))).isoformat() for day in found.days]
    courses = found.courses
    opened = set(first.value[first.kind == layout.E_OPENS].tolist())
    return {
        "kind": ENSEMBLE,
        "program": showtrial.__version__,
        "origin": "simulated",
        "scenario": scenario.name,
        **_head(scenario),
        "seed": found.seed,
        "runs": len(found.values),
        "off": list(found.off),
        "mechanisms": mechanism_rows(scenario, found.off),
        "process": [_parameter(each, scenario) for each in _process()],
        "choice": _choice(scenario),
        "counts": [_spread(name, title, found.column(name)) for name, title in COUNTS.items()],
        "days": days,
        "courses": {name: _course(courses[name]) for name in _SHOWN},
        "tree": {"run": 1, "seed": found.seed, "off": list(grown.off), **naming_tree(scenario, grown)},
        "belief": belief_told(scenario, opened, first.off),
        "counterfactual": None if against is None else against_rows(against),
    }


def scenario_result(scenario: Scenario) -> dict[str, Any]:
    """Return what a scenario says, for ``showtrial scenarios NAME --json``."""
    return {
        "id": scenario.name,
        **_head(scenario),
        "mechanisms": mechanism_rows(scenario),
        "process": [_parameter(each, scenario) for each in _process()],
        "choice": _choice(scenario),
    }


def _head(scenario: Scenario) -> dict[str, Any]:
    end = scenario.start + timedelta(days=int(scenario.horizon))
    return {
        "title": scenario.title,
        "about": scenario.about,
        "from": scenario.start.isoformat(),
        "to": end.isoformat(),
        "persons": len(scenario.world),
        "scenario_sha256": scenario.sha256,
        "cited": scenario.numbers[0],
        "free": scenario.numbers[1],
        "calendar": [{"day": day, "text": text} for day, text in calendar(scenario)],
    }


def mechanism_rows(scenario: Scenario, off: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Return the twenty mechanisms in order, with the numbers that this scenario gives them."""
    still = set(off)
    return [
        {
            "number": each.number,
            "name": each.name,
            "title": each.title,
            "does": each.does,
            "off": each.name in still,
            "observational": each.observational,
            "reads": list(each.reads),
            "writes": list(each.writes),
            "off_means": each.off,
            "parameters": [_parameter(own, scenario) for own in each.parameters],
        }
        for each in mechanisms().values()
    ]


def _process() -> list[Parameter]:
    return [each for each in parameters().values() if each.mechanism == "process"]


def _parameter(each: Parameter, scenario: Scenario) -> dict[str, Any]:
    """Tell one number: as the scenario sets it on its first day, or else as usual."""
    own = scenario.values.get(each.name)
    value = each.usual if own is None else own.value
    prior = each.prior if own is None or own.prior is None else own.prior
    return {
        "name": each.name,
        "meaning": each.meaning,
        "value": value if math.isfinite(value) else None,
        "unit": each.unit,
        "source": each.source if own is None else own.source,
        "note": ("usual value" if own is None else own.note),
        "prior": None if prior is None else list(prior),
    }


def _choice(scenario: Scenario) -> list[dict[str, Any]]:
    own = scenario.choice
    rows = zip(own.effects, own.estimate.tolist(), own.sources, strict=True)
    return [{"effect": effect, "value": value, "source": source} for effect, value, source in rows]


def _spread(name: str, title: str, values: Floats) -> dict[str, Any]:
    low, median, high = np.quantile(values, (_LOW, 0.5, _HIGH)).tolist()
    sd = float(values.std(ddof=1)) if len(values) > 1 else None
    return {
        "name": name, "title": title, "mean": float(values.mean()), "sd": sd, "low": low,
        "median": median, "high": high,
    }  # fmt: skip


def _course(values: Floats) -> dict[str, list[float]]:
    low, median, high = np.quantile(values, (_LOW, 0.5, _HIGH), axis=0)
    return {"low": low.tolist(), "median": median.tolist(), "high": high.tolist()}


def against_rows(found: Counterfactual) -> dict[str, Any]:
    """Return what ``summary.json`` says of a comparison with the world that has every mechanism."""
    rows = []
    for name, title in found.titles.items():
        shared = found.shared[name]
        sides = {
            "with": found.with_all[name], "without": found.without[name], "difference": found.difference[name]
        }  # fmt: skip
        row: dict[str, Any] = {"name": name, "title": title}
        row |= {side: _interval(each) for side, each in sides.items()}
        rows.append(row | {"shared": shared if math.isfinite(shared) else None})
    return {"off": list(found.off), "runs": found.runs, "counts": rows}


def _interval(found: Interval) -> dict[str, float]:
    return {"mean": found.mean, "se": found.se, "low": found.low, "high": found.high}


def ensemble_text(result: Mapping[str, Any]) -> str:
    """Set the counts of an ensemble as text for a terminal."""
    off = f"; without {', '.join(result['off'])}" if result["off"] else ""
    lines = [
        f"{result['scenario']} (simulated): {result['runs']} runs, seed {result['seed']}{off}",
        f"  {'':52}{'mean':>8}{'median':>8}  95 of 100 runs",
    ]
    for row in result["counts"]:
        spread = f"{row['low']:.0f} to {row['high']:.0f}"
        lines.append(f"  {row['title']:52}{row['mean']:>8.1f}{row['median']:>8.0f}  {spread}")
    told = "numbers are free: they are choices, and these counts are estimates of nothing"
    return "\n".join([*lines, f"  {result['free']} {told}"])
