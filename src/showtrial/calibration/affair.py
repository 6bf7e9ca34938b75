"""What does the machine of one affair say to each target, and which of its numbers are free?"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

import showtrial
from showtrial.calibration.prior import Free
from showtrial.calibration.targets import Target, Targets
from showtrial.errors import ModelError
from showtrial.events.history import Floats
from showtrial.model.machine import layout as at
from showtrial.model.machine.components import parameters
from showtrial.model.machine.parameters import stretches
from showtrial.model.machine.run import Engine, Trace, engine_of, run_engine
from showtrial.model.machine.scenario import Scenario
from showtrial.model.replicates import own

#: Figures that a run of one affair can give.
COUNTERPARTS = (
    "arrested", "wait", "confess-at-opening", "death-sentences", "from-prison", "late", "german",
)  # fmt: skip
_ROOMS = (1, 8)


def free_of(scenario: Scenario) -> tuple[Free, ...]:
    """Return what is to be estimated.

    Numbers that the scenario sets, with a prior range, that are free or whose range it states itself; and
    the rates of sweeps with a range.

    Examples
    --------
    >>> from showtrial.model.machine.opening import open_scenario
    >>> names = [each.name for each in free_of(open_scenario("sixteen"))]
    >>> "naming.names" in names, "bargain.kept" in names, "sweep directive-9-feb" in names
    (True, False, True)
    """
    found = []
    for name, value in scenario.values.items():
        known = parameters()[name]
        prior = value.prior or (known.prior if value.source.startswith("free") else None)
        if prior is not None and prior[0] < prior[1]:
            found.append(Free(name=name, title=known.meaning, unit=known.unit, low=prior[0], high=prior[1]))
    for sweep in scenario.sweeps:
        if sweep.rate.prior is not None:
            low, high = sweep.rate.prior
            name = f"sweep {sweep.id}"
            found.append(Free(name=name, title=sweep.title, unit=sweep.rate.unit, low=low, high=high))
    return tuple(found)


@dataclass(frozen=True)
class Affair:
    """A scenario of one affair as a simulator; see `simulated.Simulator`."""

    scenario: Scenario
    given: Targets

    def __post_init__(self) -> None:
        """Refuse a target for which a run has no figure."""
        for each in self.targets:
            if each.counterpart not in COUNTERPARTS:
                known = ", ".join(COUNTERPARTS)
                raise ModelError(f"{each.id}  counterpart {each.counterpart!r}; wanted one of {known}")
            if each.groups:
                raise ModelError(f"{each.id}  groups; wanted none: one affair is counted as a whole")

    @cached_property
    def free(self) -> tuple[Free, ...]:
        """What is to be estimated."""
        return free_of(self.scenario)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Targets to fit, then those held out."""
        return self.given.of_use("fit") + self.given.of_use("held-out")

    @cached_property
    def mark(self) -> str:
        """Hash of all that a figure depends on."""
        values = {name: each.value for name, each in self.scenario.values.items()}
        ranges = [(each.name, each.low, each.high) for each in self.free]
        told = [showtrial.__version__, self.scenario.sha256, self.given.sha256, values, ranges]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def __call__(self, values: Floats, seed: int) -> Floats:
        """Run once with these values of the free numbers, and return one figure a target."""
        changed = {each.name: float(v) for each, v in zip(self.free, values, strict=True)}
        for room in _ROOMS:
            engine = own((self.mark, room), lambda room=room: engine_of(self.scenario, room=room))  # type: ignore[misc]
            trace = run_engine(_with(engine, changed), seed)
            if trace is not None:
                return np.array([figure(self.scenario, trace, each) for each in self.targets])
        raise ModelError(
            f"{self.scenario.name}  a run writes too many events; narrow the range of naming.names"
        )


def _with(engine: Engine, changed: dict[str, float]) -> Engine:
    """Return the engine with other numbers: world and arrays stay, rows of parameters are renewed."""
    scenario, ground = engine.scenario, engine.machine.ground
    own_rows = {name: value for name, value in changed.items() if not name.startswith("sweep ")}
    _, rows = stretches(scenario, off=engine.off, changed=own_rows)
    sweep = ground.sweep.copy()
    for k, each in enumerate(scenario.sweeps):
        sweep[k, 0] = changed.get(f"sweep {each.id}", sweep[k, 0])
    return replace(engine, machine=engine.machine._replace(ground=ground._replace(rows=rows, sweep=sweep)))


def figure(scenario: Scenario, trace: Trace, target: Target) -> float:
    """Return what one run says to a target; NaN where there is nothing to say.

    `arrested`: persons arrested in the window. `wait`: median days from arrest to first confession of
    accused of the open trial who were not in prison before; the days to the end of the window if none
    confesses. `late`: share of these accused who were arrested in the window. The others count accused.
    """
    start, end = (float((date.fromisoformat(day) - scenario.start).days) for day in target.window)
    time, person, kind = trace.time, trace.person, trace.kind
    if target.counterpart == "arrested":
        return float(((kind == at.E_ARREST) & (time >= start) & (time < end + 1)).sum())
    accused = person[(kind == at.E_DOSSIER) & (trace.value == at.OPEN)]
    if target.counterpart == "from-prison":
        return float(scenario.world.prisoner[accused].sum())
    if target.counterpart == "german":
        return float(sum(scenario.world.group[i] == "German communists" for i in accused))
    if target.counterpart == "death-sentences":
        given = person[(kind == at.E_VERDICT) & (trace.value == at.TO_DEATH)]
        return float(np.isin(accused, given).sum())
    arrest = _first(trace, at.E_ARREST, len(scenario.world))[accused]
    confession = _first(trace, at.E_CONFESS, len(scenario.world))[accused]
    if target.counterpart == "confess-at-opening":
        return float((confession <= start).sum())
    new = ~scenario.world.prisoner[accused]
    if target.counterpart == "late":
        return float((arrest[new] >= start).mean()) if new.any() else float("nan")
    waits = (confession - arrest)[new & np.isfinite(confession)]
    return float(np.median(waits)) if len(waits) else end - start


def _first(trace: Trace, kind: int, persons: int) -> Floats:
    found = np.full(persons, np.inf)
    rows = trace.kind == kind
    np.minimum.at(found, trace.person[rows], trace.time[rows])
    return found
