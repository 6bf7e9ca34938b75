"""How does a naming model fitted to a record enter a scenario?

As a normal prior around the estimate, with the covariance inflated by a stated factor: the record shows
only selected sessions, so the standard errors of a fit are too small for what is asked of them here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from showtrial.errors import ModelError
from showtrial.model.machine.scenario import Choice, Scenario, Value


def with_fit(scenario: Scenario, result: Mapping[str, Any], *, inflation: float) -> Scenario:
    """Return the scenario with the choice model of a fit result in place of its own.

    Parameters
    ----------
    scenario : Scenario
        Whose persons the names are chosen among.
    result : mapping
        As `showtrial.model.naming.results.fitted` returns it; its ``choice`` is used.
    inflation : float
        Factor on the covariance, 1 or more.

    Raises
    ------
    ModelError
        If the result has no choice model, or some number of it is missing, or `inflation` is below 1.
    """
    if not inflation >= 1:
        raise ModelError(f"inflation {inflation:g}  wanted a factor of 1 or more")
    found = result.get("choice")
    if not isinstance(found, Mapping):
        raise ModelError("the result  holds no choice model; wanted one fitted with [choice] effects")
    names = tuple(each["name"] for each in found["effects"])
    numbers = [[each["estimate"] for each in found["effects"]], found["vcov"]]
    estimate, covariance = (np.array(each, np.float64) for each in numbers)
    if not (np.isfinite(estimate).all() and np.isfinite(covariance).all()):
        raise ModelError("the result  has estimates without a value; wanted a fit that settled")
    source = f"fit of {result.get('model', 'a model')} to {result.get('case', 'a case')}"
    choice = Choice(
        effects=names,
        estimate=estimate,
        covariance=covariance,
        sources=(source,) * len(names),
        inflation=Value(value=inflation, unit="factor", source="free"),
    )
    return replace(scenario, choice=choice)
