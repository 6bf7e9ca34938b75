"""What do many runs of a scenario come to?"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import showtrial
from showtrial.errors import ModelError, ReadError
from showtrial.events.history import Floats
from showtrial.model.machine import layout as at
from showtrial.model.machine.parameters import off_names
from showtrial.model.machine.run import Engine, engine_of, run
from showtrial.model.machine.scenario import Scenario
from showtrial.model.machine.summary import COUNTS, counts, so_far
from showtrial.record.atomic import write_file

#: Runs that are done, and kept, together.
PART = 25
#: Events of which the course is kept, beside the counts.
COURSES = {"arrests": at.E_ARREST, "names": at.E_NAME, "shot": at.E_SHOT}


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
    days : (D,) float64
        Days of the courses: every seventh, and the horizon.
    courses : mapping of str to (R, D) float64
        Events up to each day: arrests, names, shot.
    """

    scenario: str
    off: tuple[str, ...]
    seed: int
    values: Floats
    days: Floats
    courses: Mapping[str, Floats]

    def column(self, name: str) -> Floats:
        """Return one count of every run."""
        return self.values[:, list(COUNTS).index(name)]


def ensemble(
    scenario: Scenario,
    *,
    runs: int,
    seed: int,
    off: Iterable[str] = (),
    workers: int = 1,
    keep: Path | str | None = None,
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
    workers : int
        Threads; the kernels run without the lock of the interpreter.
    keep : path, optional
        Folder in which finished parts are kept; an interrupted ensemble goes on from them.
    step : callable
        Called with the number of runs just done.

    Raises
    ------
    ModelError
        If `runs` or `workers` is below 1.
    ReadError
        If `keep` holds the parts of another ensemble.

    Examples
    --------
    >>> from showtrial.model.machine.opening import open_scenario
    >>> two = [ensemble(open_scenario("toy"), runs=60, seed=1, workers=w).values for w in (1, 2)]
    >>> bool((two[0] == two[1]).all())
    True
    """
    for name, number in (("runs", runs), ("workers", workers)):
        if number < 1:
            raise ModelError(f"{name} {number}  wanted 1 or more")
    names = off_names(off)
    days = np.append(np.arange(0.0, scenario.horizon, 7.0), scenario.horizon)
    store = _Store(keep, _mark(scenario, names, seed))
    own = threading.local()

    def part(first: int) -> Floats:
        found = store.read(first, runs)
        if found is None:
            if not hasattr(own, "engine"):
                own.engine = engine_of(scenario, off=names)
            found = _rows(own.engine, seed, range(first, min(first + PART, runs)), days)
            store.write(first, found)
        step(len(found))
        return found

    firsts = range(0, runs, PART)
    if workers == 1:
        parts = [part(first) for first in firsts]
    else:
        engine_of(scenario, off=names)  # refusals come here, from the calling thread
        with ThreadPoolExecutor(workers) as pool:
            parts = list(pool.map(part, firsts))
    table = np.concatenate(parts)
    width = len(COUNTS)
    courses = {
        name: table[:, width + k * len(days) : width + (k + 1) * len(days)] for k, name in enumerate(COURSES)
    }
    return Ensemble(scenario.name, names, seed, table[:, :width], days, courses)


def _rows(engine: Engine, seed: int, numbers: range, days: Floats) -> Floats:
    rows = []
    for number in numbers:
        trace = run(engine.scenario, seed=seed, number=number, off=engine.off, engine=engine)
        rows.append(
            np.concatenate([counts(trace), *(so_far(trace, kind, days) for kind in COURSES.values())])
        )
    return np.array(rows)


def _mark(scenario: Scenario, off: tuple[str, ...], seed: int) -> str:
    """Hash everything that a part depends on."""
    values = {name: each.value for name, each in scenario.values.items()}
    choice = scenario.choice
    spread = (choice.covariance * choice.inflation.value).tolist()
    naming = [choice.effects, choice.estimate.tolist(), spread]
    told = [showtrial.__version__, scenario.sha256, scenario.name, values, naming, list(off), seed, PART]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


class _Store:
    """Finished parts in a folder, if there is one."""

    def __init__(self, folder: Path | str | None, mark: str) -> None:
        self.folder, self.mark = (Path(folder) if folder is not None else None), mark
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        head = self.folder / "ensemble.json"
        if head.exists() and json.loads(head.read_text())["mark"] != mark:
            raise ReadError(
                f"{self.folder}  holds runs of another scenario, seed or version; choose another folder"
            )
        write_file(head, json.dumps({"mark": mark}).encode() + b"\n")

    def _path(self, first: int) -> Path:
        assert self.folder is not None
        return self.folder / f"part-{first + 1:06d}.json"

    def read(self, first: int, runs: int) -> Floats | None:
        """Return a kept part, if it has all the runs that are asked for."""
        if self.folder is None or not self._path(first).exists():
            return None
        rows = np.array(json.loads(self._path(first).read_text()), np.float64)
        wanted = min(PART, runs - first)
        return rows[:wanted] if len(rows) >= wanted else None

    def write(self, first: int, rows: Floats) -> None:
        """Keep a part."""
        if self.folder is not None:
            write_file(self._path(first), json.dumps(rows.tolist()).encode() + b"\n")
