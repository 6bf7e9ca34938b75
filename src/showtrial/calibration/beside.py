"""What does a simulated country come to beside the figures of the record?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from showtrial.calibration.simulated import unscaled, with_error
from showtrial.calibration.targets import Target, Targets
from showtrial.errors import ModelError
from showtrial.events.history import Floats
from showtrial.model.country.ledger import S_ARREST, S_CONVICTED, S_TO_DEATH
from showtrial.model.country.run import COUNTS, CountryEnsemble
from showtrial.model.country.scenario import CountryScenario
from showtrial.model.machine.layout import ROUTE_WORDS
from showtrial.record.hints import did_you_mean

#: Counterpart of a target -> event of the series, and its name in the years of a result.
EVENTS = {
    "arrested": (S_ARREST, "arrested"),
    "convicted": (S_CONVICTED, "convicted"),
    "to-death": (S_TO_DEATH, "to-death"),
}
#: Counterpart of a target of the office's list, which has neither day nor route.
LISTED = "listed"
#: Fewer runs than these say too little of what 95 of 100 come to.
FEW = 20
_SPAN = (0.025, 0.5, 0.975)
_UNITS = {
    "persons arrested": "arrested",
    "persons convicted": "convicted",
    "persons sentenced to be shot": "to-death",
}


def numbers_of(scenario: CountryScenario, target: Target) -> list[int]:
    """Return the numbers of the groups that a target counts; none if it counts everybody.

    Raises
    ------
    ModelError
        If the scenario has no such group: with all that it has, and the nearest where there is one.

    Examples
    --------
    >>> from showtrial.calibration.targets import open_targets
    >>> from showtrial.model.country.opening import open_country
    >>> scenario, rows = open_country("moscow"), open_targets("moscow").rows
    >>> rows[0].groups, numbers_of(scenario, rows[0])
    (('Central Committee', 'delegates'), [0, 1])
    """
    known = scenario.world.groups
    for name in target.groups:
        if name not in known:
            near = did_you_mean(name, known)
            hint = f"; {near}" if near.startswith("did") else ""
            listed = f"wanted groups of {scenario.name}: {', '.join(known)}"
            raise ModelError(f"{target.id}  groups {name!r}; {listed}{hint}")
    return [known.index(name) for name in target.groups]


def in_window(scenario: CountryScenario, found: CountryEnsemble, target: Target) -> Floats | None:
    """Return for each run what a target counts: events of its window, by its route, in its groups; or names.

    Counts of a scenario of fewer persons are brought to the full size. An ensemble holds events by day, and
    events by group, but not by both. So a target of some groups has figures only where its window covers
    every day of the runs and its route is any; for others None is returned, and for what is not simulated.
    """
    if target.counterpart == LISTED:
        return np.asarray(found.counts[:, list(COUNTS).index("listed")] / scenario.world.scale)
    if target.counterpart not in EVENTS:
        return None
    event, _ = EVENTS[target.counterpart]
    first, last = ((date.fromisoformat(day) - scenario.start).days for day in target.window)
    route = -1 if target.route == "any" else ROUTE_WORDS.index(target.route)
    if target.groups:
        if first > 0 or last + 1 < found.daily.shape[2] or route >= 0:
            return None
        every = found.groups[:, event, numbers_of(scenario, target)].sum(axis=1)
        return np.asarray(every / scenario.world.scale)
    return found.within(event, first, last, route) / scenario.world.scale


def beside(
    scenario: CountryScenario, found: CountryEnsemble, targets: Targets, result: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a result with every target of a year beside that year, and a row for each target.

    Targets of some groups stand beside no year: years count everybody.

    Parameters
    ----------
    scenario : CountryScenario
        What was run.
    found : CountryEnsemble
        Its runs.
    targets : Targets
        Of the scenario.
    result : mapping
        As `showtrial.model.country.told.country_result` returns it.
    """
    years = [dict(row) for row in result["years"]]
    for target in targets.rows:
        whole = target.window[0][4:] == "-01-01" and target.window[1] == f"{target.window[0][:4]}-12-31"
        name = _UNITS.get(target.unit)
        if not whole or name is None or target.route != "any" or target.groups:
            continue
        for row in years:
            same = row["year"] == int(target.window[0][:4]) and row["event"] == name
            if same and (row["target"] is None or target.use != "excluded"):
                row |= {"target": target.value, "error": target.error, "use": target.use}
                row["source"] = f"{target.source} ({target.facts})"
    rows = [_row(scenario, found, target) for target in targets.rows]
    return {**result, "years": years, "targets": rows, "targets_sha256": targets.sha256}


def _row(scenario: CountryScenario, found: CountryEnsemble, target: Target) -> dict[str, Any]:
    """Return a target beside the runs: their spread, and from `FEW` runs on that of what a record would say.

    ``low`` to ``high`` is of the runs. ``predicted`` is of the runs with the error of the record, as in a
    calibration, and ``inside`` whether the figure of the record lies there.
    """
    told: dict[str, Any] = {
        "id": target.id, "title": target.title, "from": target.window[0], "to": target.window[1],
        "unit": target.unit, "route": target.route, "value": target.value, "error": target.error,
        "scale": target.scale, "use": target.use, "reason": target.reason,
        "source": f"{target.source} ({target.facts})",
        "low": None, "median": None, "high": None, "predicted": None, "inside": None,
    }  # fmt: skip
    counted = in_window(scenario, found, target)
    if counted is None:
        return told
    told |= _span(counted)
    if len(counted) >= FEW:
        said = unscaled((target,), with_error((target,), counted[:, None], found.seed))
        span = _span(said[:, 0])
        told |= {"predicted": span, "inside": bool(span["low"] <= target.value <= span["high"])}
    return told


def _span(values: Floats) -> dict[str, float]:
    return dict(zip(("low", "median", "high"), np.quantile(values, _SPAN).tolist(), strict=True))
