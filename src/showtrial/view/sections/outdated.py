"""Does a simulated result still belong to its scenario?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from showtrial.errors import ReadError, ShowtrialError
from showtrial.record.results import COUNTRY


def outdated(result: Mapping[str, Any]) -> list[str]:
    """Return what has changed since a result was computed, in words; empty where all is as it was.

    Parameters
    ----------
    result : mapping
        With ``scenario`` and ``scenario_sha256``.

    Examples
    --------
    >>> outdated({"scenario": "toy", "scenario_sha256": "0" * 64})
    ['the scenario toy has changed since']
    """
    name = result["scenario"]
    try:
        now = _now(name, country=result.get("kind") == COUNTRY)
    except ImportError:
        return ["the extra `model` is not installed, so whether its scenario has changed is not known"]
    except ShowtrialError:
        return [
            f"its scenario {name} is not packaged, or needs a case file; whether it has changed is not known"
        ]
    return [] if now == result["scenario_sha256"] else [f"the scenario {name} has changed since"]


def _now(name: str, *, country: bool) -> str:
    """Return the hash of a packaged scenario as it is now; a file of this name is none."""
    if country:
        from showtrial.model.country.opening import country_scenarios, open_country

        return open_country(name).sha256 if name in country_scenarios() else _unknown(name)
    from showtrial.model.machine.opening import open_scenario, packaged_scenarios

    return open_scenario(name).sha256 if name in packaged_scenarios() else _unknown(name)


def _unknown(name: str) -> str:
    raise ReadError(f"{name}  is no packaged scenario")
