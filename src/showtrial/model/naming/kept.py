"""What in a result keeps its estimates from being used?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from showtrial.model.naming.asked import SUBMODELS

CONVERGED = "converged"


def wrong(result: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what keeps the estimates from being used, one line each, with its place in the model file.

    Examples
    --------
    >>> wrong({"model": "m", "choice": {"status": "separation", "problems": ["separation: ..."]}})
    ('m.toml:choice.effects  separation: ...',)
    """
    return tuple(
        f"{result['model']}.toml:{submodel}.effects  {problem}"
        for submodel in SUBMODELS
        if result.get(submodel, {}).get("status", CONVERGED) != CONVERGED
        for problem in result[submodel]["problems"]
    )
