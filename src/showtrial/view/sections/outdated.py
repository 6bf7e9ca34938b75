"""Does a simulated result still belong to its scenario?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from showtrial.calibration.targets import open_targets
from showtrial.errors import ReadError, ShowtrialError
from showtrial.record.results import COUNTRY, ENSEMBLE, TRUST


def outdated(result: Mapping[str, Any]) -> list[str]:
    """Return what has changed since a result was computed, in words; empty where all is as it was.

    Parameters
    ----------
    result : mapping
        With ``scenario`` and ``scenario_sha256``, and ``targets_sha256`` where it was held against targets.

    Examples
    --------
    >>> outdated({"scenario": "toy", "scenario_sha256": "0" * 64})
    ['the scenario toy has changed since']
    """
    name = result["scenario"]
    return [*_scenario(name, result), *_targets(name, result)]


def _scenario(name: str, result: Mapping[str, Any]) -> list[str]:
    try:
        now = _now(name, str(result.get("kind")))
    except ImportError:
        return ["the extra `model` is not installed, so whether its scenario has changed is not known"]
    except ShowtrialError:
        return [
            f"its scenario {name} is not packaged, or needs a case file; whether it has changed is not known"
        ]
    return [] if now == result["scenario_sha256"] else [f"the scenario {name} has changed since"]


def _targets(name: str, result: Mapping[str, Any]) -> list[str]:
    if "targets_sha256" not in result:
        return []
    try:
        now = open_targets(name).sha256
    except ShowtrialError:
        return [f"the figures of the record for {name} are not packaged; whether they changed is not known"]
    return [] if now == result["targets_sha256"] else [f"the figures of the record for {name} changed since"]


def _now(name: str, kind: str) -> str:
    """Return the hash of a packaged scenario as it is now; a file of this name is none.

    Runs are of an affair or of a country; what is calibrated may be either.
    """
    if kind not in (ENSEMBLE, TRUST):
        from showtrial.model.country.opening import country_scenarios, open_country

        if name in country_scenarios():
            return open_country(name).sha256
    if kind != COUNTRY:
        from showtrial.model.machine.opening import open_scenario, packaged_scenarios

        if name in packaged_scenarios():
            return open_scenario(name).sha256
    raise ReadError(f"{name}  is no packaged scenario")
