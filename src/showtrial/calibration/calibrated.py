"""What do the targets say about the free numbers of a scenario, and what do they leave open?

The result is one object (kind ``showtrial calibration``): the posterior of each free number beside its prior
range, each target beside what prior and posterior predict, ranks of simulation-based calibration, checks in
words. It holds no clock and no path: the same seed gives the same bytes on any number of workers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

import showtrial
from showtrial.calibration.abc import Posterior, Ranks, Table, drawn, posterior_of, quantiles, ranks_of
from showtrial.calibration.prior import Free, values_at
from showtrial.calibration.simulated import AtPlaces, Simulator, observed, simulated, unscaled, with_error
from showtrial.calibration.targets import Target, Targets
from showtrial.errors import ModelError
from showtrial.events.history import Floats
from showtrial.model.machine.chance import mixed
from showtrial.model.replicates import Kept, Where
from showtrial.record.results import CALIBRATION

#: From this shrinkage on a number counts as identified; below the second it is left open.
IDENTIFIED, OPEN = 0.3, 0.1
#: Below this a rank histogram counts as not level.
LEVEL = 0.001
_SPAN = (0.025, 0.5, 0.975)
METHOD = (
    "regression-adjusted ABC: nearest 2 per cent (at least 100) by standardised distance, Epanechnikov "
    "weights, local-linear adjustment with heteroscedastic correction, both corrected for leverage, "
    "on the logit of the prior range; quadratic-regression summaries where there are as "
    "many targets as free numbers, else the targets"
)


@dataclass(frozen=True, slots=True)
class Budget:
    """How many simulations from the prior, from the posterior, and taken for truth in turn."""

    simulations: int
    again: int
    ranks: int


BUDGETS: Mapping[str, Budget] = MappingProxyType(
    {"small": Budget(2000, 200, 200), "full": Budget(10_000, 1000, 500)}
)


@dataclass(frozen=True, slots=True)
class Run:
    """How a calibration is run: where, kept where, and who hears of its progress."""

    where: Where = Where()  # noqa: RUF009
    keep: Path | None = None
    step: Callable[[int], object] = lambda done: None


def calibrated(
    simulator: Simulator,
    given: Targets,
    *,
    budget: str | Budget = "small",
    seed: int = 0,
    run: Run | None = None,
    scenario_sha256: str = "",
) -> dict[str, Any]:
    """Calibrate a simulator against its targets.

    Parameters
    ----------
    simulator : Simulator
        Gives a figure for each target of use fit and held-out.
    given : Targets
        All targets: those of other uses are shown with the reason.
    budget : {"small", "full"} or Budget
    seed : int
    run : Run, optional
        Workers, cluster, folder to resume from, progress.
    scenario_sha256 : str
        Of the scenario file.

    Raises
    ------
    ModelError
        If nothing is free, nothing is to be fitted, or a figure to be fitted is missing.
    """
    name, size = (budget, _budget(budget)) if isinstance(budget, str) else ("own", budget)
    run = run or Run()
    fit = sum(each.use == "fit" for each in simulator.targets)
    if not simulator.free or not fit:
        what = "free numbers with a prior range" if not simulator.free else "targets of use fit"
        raise ModelError(f"{given.scenario}  has no {what}; wanted some of both to calibrate")
    units, figures = simulated(
        AtPlaces(simulator, seed), size.simulations, **_told(run, simulator, "prior", seed)
    )
    before = with_error(simulator.targets, figures, mixed(seed))
    if not np.isfinite(before[:, :fit]).all():
        raise ModelError(f"{given.scenario}  a run gives no figure for a target that is to be fitted")
    table = Table(units, before[:, :fit])
    found = posterior_of(table, observed(simulator.targets)[:fit])
    ranks = ranks_of(table, n=min(size.ranks, size.simulations))
    places = drawn(found, size.again, seed)
    _, again = simulated(
        AtPlaces(simulator, mixed(seed + 1), places),
        size.again,
        **_told(run, simulator, "again", seed, places),
    )
    after = with_error(simulator.targets, again, mixed(seed + 2))
    rows = _targets(given, simulator.targets, before, after)
    numbers = _numbers(simulator.free, table, found)
    return {
        "kind": CALIBRATION,
        "program": showtrial.__version__,
        "origin": "simulated",
        "scenario": given.scenario,
        "scenario_sha256": scenario_sha256,
        "targets_sha256": given.sha256,
        "seed": seed,
        "budget": name,
        "simulations": size.simulations,
        "accepted": len(found.kept),
        "method": METHOD,
        "parameters": numbers,
        "targets": rows,
        "sbc": _sbc(simulator.free, ranks),
        "posterior": [[_short(v) for v in row] for row in values_at(simulator.free, places)],
        "checks": _checks(numbers, rows, ranks),
    }


def _budget(word: str) -> Budget:
    if word not in BUDGETS:
        raise ModelError(f"budget {word!r}  wanted {' or '.join(BUDGETS)}")
    return BUDGETS[word]


def _told(
    run: Run, simulator: Simulator, part: str, seed: int, places: Floats | None = None
) -> dict[str, Any]:
    keep = None
    if run.keep is not None:
        drawn_at = b"" if places is None else places.tobytes()
        mark = f"{simulator.mark} {part} {seed} {hashlib.sha256(drawn_at).hexdigest()}"
        keep = Kept(run.keep / part, mark)
    return {"where": run.where, "keep": keep, "step": run.step}


def _numbers(free: tuple[Free, ...], table: Table, found: Posterior) -> list[dict[str, Any]]:
    """Describe each free number: posterior in its own unit, shrinkage on the scale of its prior."""
    mean = found.weights @ found.units
    sd = np.sqrt(np.maximum(found.weights @ (found.units - mean) ** 2, 0.0))
    shrink = 1.0 - sd / table.units.std(axis=0)
    values = values_at(free, found.units)
    middle, spans = found.weights @ values, quantiles(values, found.weights, _SPAN)
    rows = []
    for k, each in enumerate(free):
        identified = bool(shrink[k] >= IDENTIFIED)
        words = "identified" if identified else "left open" if shrink[k] < OPEN else "narrowed a little"
        rows.append(
            {
                "name": each.name,
                "title": each.title,
                "unit": each.unit,
                "prior": [each.low, each.high],
                "scale": "log" if each.log else "linear",
                "mean": _short(middle[k]),
                "median": _short(spans[1, k]),
                "low": _short(spans[0, k]),
                "high": _short(spans[2, k]),
                "shrink": _short(shrink[k]),
                "identified": identified,
                "words": words,
            }
        )
    return rows


def _targets(
    given: Targets, compared: tuple[Target, ...], before: Floats, after: Floats
) -> list[dict[str, Any]]:
    """Set each target beside what prior and posterior predict, error of observation included."""
    place = {each.id: k for k, each in enumerate(compared)}
    spans = [_spans(unscaled(compared, rows)) for rows in (before, after)]
    found = []
    for each in given.rows:
        row: dict[str, Any] = {
            key: getattr(each, key)
            for key in ("id", "title", "definition", "unit", "route", "value", "error", "use", "reason")
        }
        row |= {"window": list(each.window), "scale": each.scale, "source": f"{each.source} ({each.facts})"}
        k = place.get(each.id)
        row["prior"], row["posterior"], row["inside"] = None, None, None
        if k is not None:
            row["prior"], row["posterior"] = spans[0][k], spans[1][k]
            row["inside"] = bool(spans[1][k]["low"] <= each.value <= spans[1][k]["high"])
        found.append(row)
    return found


def _spans(figures: Floats) -> list[dict[str, float]]:
    found = []
    for column in figures.T:
        known = column[np.isfinite(column)]
        low, middle, high = np.quantile(known, _SPAN) if len(known) else (0.0, 0.0, 0.0)
        found.append({"low": _short(low), "median": _short(middle), "high": _short(high)})
    return found


def _sbc(free: tuple[Free, ...], ranks: Ranks) -> list[dict[str, Any]]:
    return [
        {
            "parameter": each.name,
            "ranks": ranks.counts[k].tolist(),
            "bins": ranks.counts.shape[1],
            "n": ranks.n,
            "p": _short(ranks.p[k]),
        }
        for k, each in enumerate(free)
    ]


def _checks(numbers: list[dict[str, Any]], rows: list[dict[str, Any]], ranks: Ranks) -> list[str]:
    """Say in words what the checks came to."""
    compared = [row for row in rows if row["prior"] is not None]
    beyond = [
        row["id"] for row in compared if not row["prior"]["low"] <= row["value"] <= row["prior"]["high"]
    ]
    found = [
        "prior predictive: every target lies within 95 per cent of what the prior predicts"
        if not beyond
        else f"prior predictive: beyond 95 per cent of what the prior predicts: {', '.join(beyond)}"
    ]
    for use in ("fit", "held-out"):
        own = [row for row in compared if row["use"] == use]
        missed = [row["id"] for row in own if not row["inside"]]
        told = (
            f"posterior predictive, {use}: {len(own) - len(missed)} of {len(own)} targets inside 95 per cent"
        )
        found.append(told + (f"; not {', '.join(missed)}" if missed else ""))
    uneven = int((ranks.p < LEVEL).sum())
    found.append(
        f"simulation-based calibration: {uneven} of {len(ranks.p)} rank histograms are not level "
        f"(p below {LEVEL:g}; {ranks.n} simulations taken for truth)"
    )
    many = sum(row["identified"] for row in numbers)
    left = sum(row["shrink"] < OPEN for row in numbers)
    found.append(
        f"identified (shrinkage of {IDENTIFIED:g} or more): {many} of {len(numbers)} free numbers; "
        f"left open (below {OPEN:g}): {left}"
    )
    return found


def _short(value: float) -> float:
    """Round to six significant digits."""
    return float(f"{float(value):.6g}")


def calibration_text(result: Mapping[str, Any]) -> str:
    """Set a result as text: free numbers, targets, checks."""
    lines = [
        f"{result['scenario']}: {result['simulations']} simulations, {result['accepted']} kept, "
        f"seed {result['seed']} (simulated)",
        "",
        f"{'free number':<30} {'prior':>18} {'posterior, 95 per cent':>34}  shrinkage",
    ]
    for row in result["parameters"]:
        prior = f"{row['prior'][0]:g} to {row['prior'][1]:g}"
        told = f"{row['median']:.3g} ({row['low']:.3g} to {row['high']:.3g})"
        lines.append(f"{row['name']:<30} {prior:>18} {told:>34}  {row['shrink']:5.2f}  {row['words']}")
    lines += [
        "",
        f"{'target':<22} {'use':<9} {'record':>9} {'prior predicts':>26} {'posterior predicts':>26}",
    ]
    for row in result["targets"]:
        if row["prior"] is None:
            continue
        spans = [
            f"{row[key]['median']:.4g} ({row[key]['low']:.4g} to {row[key]['high']:.4g})"
            for key in ("prior", "posterior")
        ]
        inside = "inside" if row["inside"] else "outside"
        lines.append(
            f"{row['id']:<22} {row['use']:<9} {row['value']:>9g} {spans[0]:>26} {spans[1]:>26}  {inside}"
        )
    others = [row for row in result["targets"] if row["prior"] is None]
    lines += ["", f"{len(others)} further figures are input or excluded; the result file says why."]
    return "\n".join([*lines, "", *result["checks"]])


def with_posterior(result: Mapping[str, Any], number: int = 0) -> dict[str, float]:
    """Return one draw of the posterior: values to run the scenario with.

    One draw, because medians of single numbers taken together are no draw of all of them.
    """
    names = [row["name"] for row in result["parameters"]]
    return dict(zip(names, result["posterior"][number], strict=True))
