"""What do many runs of a scenario come to?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import showtrial
from showtrial.events.history import Floats
from showtrial.model.machine.parameters import off_names
from showtrial.model.machine.run import engine_of, run
from showtrial.model.machine.scenario import Scenario
from showtrial.model.machine.summary import COUNTS, SERIES, by_day, counts
from showtrial.model.naming.kernels import Longs
from showtrial.model.replicates import Kept, Where, own, replicated

#: Runs that are done, and kept, together.
PART = 25


@dataclass(frozen=True, slots=True, eq=False)
class Ensemble:
    """Counts of many runs.

    Parameters
    ----------
    scenario : str
        Name of the scenario.
    off : tuple of str
        Mechanisms that were off.
    seed : int
        Of the ensemble; run r has the seed ``seed_of_run(seed, r)``.
    values : (R, M) float64
        Counts of each run, in the order of `summary.COUNTS`.
    series : mapping of str to (R, D) float64
        Counts of each day of the scenario, day 0 first, by name of `summary.SERIES`.
    """

    scenario: str
    off: tuple[str, ...]
    seed: int
    values: Floats
    series: Mapping[str, Floats]

    @property
    def days(self) -> Longs:
        """Days of `courses`: every seventh, and the last."""
        last = next(iter(self.series.values())).shape[1] - 1
        return np.unique(np.append(np.arange(0, last, 7), last))

    @property
    def courses(self) -> dict[str, Floats]:
        """Counts up to the end of each of `days`, by name: (R, len(days)) float64."""
        days = self.days
        return {name: found.cumsum(axis=1)[:, days] for name, found in self.series.items()}

    def column(self, name: str) -> Floats:
        """Return one count of every run."""
        return self.values[:, list(COUNTS).index(name)]


def ensemble(
    scenario: Scenario,
    *,
    runs: int,
    seed: int,
    off: Iterable[str] = (),
    where: Where | None = None,
    keep: Path | None = None,
    step: Callable[[int], None] = lambda done: None,
) -> Ensemble:
    """Run a scenario `runs` times.

    The same scenario, seed and `off` give the same numbers on any number of workers, and run r is the
    same in an ensemble of any size.

    Parameters
    ----------
    scenario : Scenario
        What to run.
    runs, seed : int
        How many runs, and the seed of the ensemble.
    off : iterable of str
        Mechanisms that are off, by name or number.
    where : Where, optional
        Threads (the kernels run without the lock of the interpreter), processes, or a cluster; a plain loop
        if not given.
    keep : path, optional
        Folder in which finished parts are kept; an interrupted ensemble goes on from them.
    step : callable
        Called with the number of runs just done.

    Raises
    ------
    ModelError
        If `runs` or the workers are below 1.
    ReadError
        If `keep` holds the parts of another ensemble.

    Examples
    --------
    >>> from showtrial.model.machine.opening import open_scenario
    >>> toy, two = open_scenario("toy"), Where(workers=2)
    >>> one, other = ensemble(toy, runs=60, seed=1), ensemble(toy, runs=60, seed=1, where=two)
    >>> bool((one.values == other.values).all())
    True
    """
    names, days = off_names(off), int(scenario.horizon) + 1
    mark = mark_of(scenario, names, seed)
    engine_of(scenario, off=names)  # refusals come here, before anything is kept
    table = replicated(
        _Runs(scenario, names, seed, mark),
        runs,
        batch=PART,
        where=where,
        keep=None if keep is None else Kept(keep, mark),
        step=step,
    )
    width = len(COUNTS)
    by_name = {name: table[:, width + k * days : width + (k + 1) * days] for k, name in enumerate(SERIES)}
    return Ensemble(scenario.name, names, seed, table[:, :width], by_name)


@dataclass(frozen=True, slots=True)
class _Runs:
    """Runs by their numbers: one row of counts and series for each."""

    scenario: Scenario
    off: tuple[str, ...]
    seed: int
    mark: str

    def __call__(self, numbers: range) -> Floats:
        engine = own(self.mark, lambda: engine_of(self.scenario, off=self.off))
        days = int(self.scenario.horizon) + 1
        rows = []
        for number in numbers:
            trace = run(self.scenario, seed=self.seed, number=number, engine=engine)
            rows.append(np.concatenate([counts(trace), by_day(trace, days).ravel()]))
        return np.array(rows)


def mark_of(scenario: Scenario, off: tuple[str, ...], seed: int) -> str:
    """Hash everything that a part depends on."""
    values = {name: each.value for name, each in scenario.values.items()}
    choice = scenario.choice
    spread = (choice.covariance * choice.inflation.value).tolist()
    naming = [choice.effects, choice.estimate.tolist(), spread]
    told = [showtrial.__version__, scenario.sha256, scenario.name, values, naming, list(off), seed, PART]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
