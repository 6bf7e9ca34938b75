"""What does the machine of a country say to each target, and which of its numbers are free?"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

import showtrial
from showtrial.calibration.beside import EVENTS, LISTED, numbers_of
from showtrial.calibration.prior import Free
from showtrial.calibration.targets import Target, Targets
from showtrial.errors import ModelError
from showtrial.events.history import Floats
from showtrial.model.country import ledger
from showtrial.model.country.drawn import SWEEP, with_values
from showtrial.model.country.run import CountryRun, run_country
from showtrial.model.country.scenario import CountryScenario, with_persons
from showtrial.model.machine.components import parameters
from showtrial.model.machine.layout import ROUTE_WORDS

#: Size at which a country is calibrated, if it has as many persons; counts are scaled to the whole (see
#: docs/country.md). `moscow` whole, at 310,000 persons, takes three times as long.
PERSONS = 100_000


@dataclass(frozen=True)
class Country:
    """A scenario of a country as a simulator; see `simulated.Simulator`.

    Parameters
    ----------
    scenario : CountryScenario
        At full size.
    given : Targets
    persons : int
        Size of the runs.
    off : tuple of str
        Names of mechanisms that are off; their numbers are not estimated.
    """

    scenario: CountryScenario
    given: Targets
    persons: int = PERSONS
    off: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a target for which a run has no figure, or of groups that the scenario does not have."""
        for each in self.targets:
            if each.counterpart not in (*EVENTS, LISTED):
                known = ", ".join((*EVENTS, LISTED))
                raise ModelError(f"{each.id}  counterpart {each.counterpart!r}; wanted one of {known}")
            if each.counterpart == LISTED and each.groups:
                raise ModelError(f"{each.id}  groups of a list; wanted none: a list is counted as a whole")
        for each in self.given.rows:
            numbers_of(self.scenario, each)

    @cached_property
    def free(self) -> tuple[Free, ...]:
        """What is to be estimated: free numbers for which the scenario states a range."""
        found = [
            Free(
                name=name,
                title=parameters()[name].meaning,
                unit=each.unit,
                low=each.prior[0],
                high=each.prior[1],
            )
            for name, each in self.scenario.values.items()
            if each.prior is not None and each.prior[0] < each.prior[1]
            if parameters()[name].mechanism not in self.off
        ]
        found += [
            Free(name=SWEEP + each.id, title=each.title, unit=each.rate.unit, low=prior[0], high=prior[1])
            for each in self.scenario.sweeps
            if (prior := each.rate.prior) is not None and prior[0] < prior[1]
        ]
        return tuple(found)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Targets to fit, then those held out."""
        return self.given.of_use("fit") + self.given.of_use("held-out")

    @cached_property
    def mark(self) -> str:
        """Hash of all that a figure depends on."""
        ranges = [(each.name, each.low, each.high) for each in self.free]
        told = [showtrial.__version__, self.scenario.sha256, self.given.sha256, ranges, self.persons]
        told += [self.off, [each.id for each in self.scenario.sweeps], [each.id for each in self.targets]]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def __call__(self, values: Floats, seed: int) -> Floats:
        """Run once with these values of the free numbers, and return one figure a target.

        A figure of 0 counts as half a person of the run, brought to full size.
        """
        run = self.run(values, seed)
        found = np.array([figure(self.scenario, run, each) for each in self.targets])
        return np.maximum(found, 0.5) / (self.persons / self.scenario.world.full)

    def run(self, values: Floats, seed: int) -> CountryRun:
        """Return one run, at the size of the runs, with these values of the free numbers."""
        drawn = with_values(self.scenario, [each.name for each in self.free], values.tolist())
        return run_country(with_persons(drawn, self.persons), seed=seed, off=self.off)


def figure(scenario: CountryScenario, run: CountryRun, target: Target) -> float:
    """Return what a run says to a target, at the size of the run.

    That is how many events of its kind and route fall into its window, in its groups where it names some.
    """
    if target.counterpart == LISTED:
        return float(run.meter[ledger.N_LISTED])
    first, last = ((date.fromisoformat(day) - scenario.start).days for day in target.window)
    rows = run.series[EVENTS[target.counterpart][0], max(first, 0) : max(last + 1, 0)]
    if target.groups:
        rows = rows[:, numbers_of(scenario, target)]
    if target.route != "any":
        rows = rows[:, :, ROUTE_WORDS.index(target.route)]
    return float(rows.sum())
