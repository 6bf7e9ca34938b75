"""What does a simulated country come to beside the figures of the record?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from showtrial.calibration.targets import Target, Targets
from showtrial.events.history import Floats
from showtrial.model.country.ledger import S_ARREST, S_CONVICTED, S_TO_DEATH
from showtrial.model.country.run import CountryEnsemble
from showtrial.model.country.scenario import CountryScenario
from showtrial.model.machine.layout import ROUTE_WORDS

#: Counterpart of a target -> event of the series, and its name in the years of a result.
EVENTS = {
    "arrested": (S_ARREST, "arrested"),
    "convicted": (S_CONVICTED, "convicted"),
    "to-death": (S_TO_DEATH, "to-death"),
}
_UNITS = {
    "persons arrested": "arrested",
    "persons convicted": "convicted",
    "persons sentenced to be shot": "to-death",
}


def in_window(scenario: CountryScenario, found: CountryEnsemble, target: Target) -> Floats:
    """Return for each run what a target counts: events of its window, by its route.

    Counts of a scenario of fewer persons are brought to the full size.
    """
    event, _ = EVENTS[target.counterpart]
    first, last = ((date.fromisoformat(day) - scenario.start).days for day in target.window)
    route = -1 if target.route == "any" else ROUTE_WORDS.index(target.route)
    return found.within(event, first, last, route) / scenario.world.scale


def beside(
    scenario: CountryScenario, found: CountryEnsemble, targets: Targets, result: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a result with every target of a year beside that year, and a row for each target.

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
        if not whole or name is None or target.route != "any":
            continue
        for row in years:
            same = row["year"] == int(target.window[0][:4]) and row["event"] == name
            if same and (row["target"] is None or target.use != "excluded"):
                row |= {"target": target.value, "error": target.error, "use": target.use}
                row["source"] = f"{target.source} ({target.facts})"
    rows = []
    for target in targets.rows:
        told: dict[str, Any] = {
            "id": target.id, "title": target.title, "from": target.window[0], "to": target.window[1],
            "unit": target.unit, "route": target.route, "value": target.value, "error": target.error,
            "use": target.use, "reason": target.reason, "source": f"{target.source} ({target.facts})",
            "low": None, "median": None, "high": None,
        }  # fmt: skip
        if target.counterpart in EVENTS:
            spread = np.quantile(in_window(scenario, found, target), (0.025, 0.5, 0.975)).tolist()
            told |= dict(zip(("low", "median", "high"), spread, strict=True))
        rows.append(told)
    return {**result, "years": years, "targets": rows, "targets_sha256": targets.sha256}
