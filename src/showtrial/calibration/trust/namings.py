"""Do the naming models find, from the namings on record, the coefficients with which the names were drawn?

The model that a reader would write is fitted: accusations in interrogations, one batch a protocol, those
who occur in the sample at risk. The scenario's effects are asked for, as far as the record can answer them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from showtrial.errors import ModelError, SchemaError
from showtrial.events.history import EventHistory
from showtrial.events.of_case import event_history
from showtrial.events.sample import Sample
from showtrial.model.naming.choice import fit_choice
from showtrial.model.naming.effects import parse
from showtrial.record.casefile import CaseFile

SAMPLE = Sample(kind="accusation", ties="deposition", setting=("interrogation",), outside="leave_out")
#: Factor of a 95 % interval.
WIDTH = 1.959963984540054


class Estimate(NamedTuple):
    """An estimate with its two standard errors; nan where there is none."""

    value: float = math.nan
    se: float = math.nan
    se_clustered: float = math.nan


def estimates(case: CaseFile | None, effects: Sequence[str]) -> dict[str, Estimate]:
    """Return the estimate of each effect; none where the model is refused or does not converge."""
    none = dict.fromkeys(effects, Estimate())
    if case is None:
        return none
    try:
        history = event_history(case, SAMPLE)
        known = [each for each in effects if _answered(each, history)]
        fit = fit_choice(history, known)
    except (ModelError, SchemaError, FloatingPointError):
        return none
    if fit.status != "converged":
        return none
    rows = zip(fit.estimate, fit.se, fit.se_clustered, strict=True)
    found = {name: Estimate(*map(float, row)) for name, row in zip(known, rows, strict=True)}
    return {**none, **{name: each for name, each in found.items() if np.isfinite(each.se)}}


def _answered(effect: str, history: EventHistory) -> bool:
    """Whether the record holds what an effect asks for."""
    try:
        parse([effect], history, "choice")
    except SchemaError:
        return False
    return True
