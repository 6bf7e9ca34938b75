"""What share of a public is persuaded, as trials are shown and refuted?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

import numpy as np

from showtrial.events.history import Floats
from showtrial.model.machine import layout as at
from showtrial.model.machine.parameters import Numbered, stretches
from showtrial.model.machine.scenario import Trial


class Staged(Numbered, Protocol):
    """What scenarios of one affair and of a country have in common: trials, and what was said of them."""

    @property
    def start(self) -> date:
        """Day 0."""

    @property
    def trials(self) -> Sequence[Trial]:
        """Trials that may be opened."""

    @property
    def refutations(self) -> Sequence[tuple[float, str]]:
        """Days on which something said in public was refuted, and the source."""


def believers(sittings: Floats, refutations: Floats, persuaded: float, refuted: float) -> Floats:
    """Return the share persuaded after each sitting and refutation, in order of time.

    Each day in public persuades the share `persuaded` of those not yet persuaded; each refutation loses the
    share `refuted` of the persuaded. No share of any public is known: this is an output for teaching.

    Examples
    --------
    >>> import numpy as np
    >>> believers(np.array([1.0, 2.0]), np.array([5.0]), 0.5, 0.2).round(2).tolist()
    [0.5, 0.75, 0.6]
    """
    steps = sorted([(float(day), True) for day in sittings] + [(float(day), False) for day in refutations])
    share, found = 0.0, []
    for _, shown in steps:
        share = share + persuaded * (1.0 - share) if shown else share * (1.0 - refuted)
        found.append(share)
    return np.array(found)


def belief(scenario: Staged, opened: Collection[int], off: Iterable[str]) -> tuple[Floats, Floats]:
    """Return days and the share persuaded after each: sittings of open trials in public, and refutations.

    Parameters
    ----------
    scenario : Scenario or CountryScenario
        Its trials, their days, and what was refuted.
    opened : collection of int
        Numbers of the trials that were opened in the run: a trial for which nobody is held is not.
    off : iterable of str
        Names of mechanisms that are off; without the stage nothing is shown.

    Examples
    --------
    >>> from showtrial.model.machine.opening import open_scenario
    >>> scenario = open_scenario("sixteen")
    >>> days, share = belief(scenario, {0}, ["belief"])
    >>> len(days), float(share.max())
    (7, 0.0)
    """
    starts, rows = stretches(scenario, off=off)
    sittings: list[float] = []
    for number, trial in enumerate(scenario.trials):
        public = rows[int(np.searchsorted(starts, trial.opens, side="right")) - 1, at.P_PUBLIC] > 0
        if number in opened and public:
            sittings += np.arange(trial.opens, trial.verdict + 1.0).tolist()
    refuted = [day for day, _ in scenario.refutations]
    now = rows[-1]
    share = believers(np.array(sittings), np.array(refuted), now[at.P_PERSUADED], now[at.P_REFUTED])
    return np.array(sorted(sittings + refuted)), share


def belief_told(scenario: Staged, opened: Collection[int], off: Iterable[str]) -> dict[str, Any]:
    """Return what the summary says of the first run; see `belief`."""
    days, share = belief(scenario, opened, off)
    return {
        "run": 1,
        "days": [(scenario.start + timedelta(days=int(day))).isoformat() for day in days],
        "share": share.tolist(),
    }
