"""What does an ensemble leave in a folder, and how does it go on where it was interrupted?

While the work is not finished, whatever is done lies in ``unfinished``: parts of the ensembles, and case
files. At the end everything takes its place in one step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from showtrial.errors import ModelError
from showtrial.model.machine.ensemble import Ensemble, mark_of
from showtrial.model.machine.recording import TRUTH, Recording, record, write_recorded
from showtrial.model.machine.run import engine_of, run
from showtrial.model.machine.scenario import Scenario
from showtrial.model.machine.summary import SERIES as COUNTED
from showtrial.record.atomic import new_folder, write_file
from showtrial.record.results import result_bytes
from showtrial.record.runs import SERIES, SUMMARY, UNFINISHED, folder_at, run_name, table_bytes
from showtrial.record.storage import read_case


def write_ensemble(
    scenario: Scenario,
    found: Ensemble,
    result: Mapping[str, Any],
    folder: Path,
    *,
    cases: int,
    how: Recording | None = None,
    step: Callable[[int], None] = lambda done: None,
) -> dict[str, Any]:
    """Write the first runs as case files, and beside them the result and the series by day.

    Parameters
    ----------
    scenario : Scenario
        What was run.
    found : Ensemble
        The runs.
    result : mapping
        As `figured.ensemble_result` returns it.
    folder : Path
        A new folder, or one that `record.runs.refuse_others` lets pass.
    cases : int
        How many runs, from the first, are written as case files.
    how : Recording, optional
        How each is recorded.
    step : callable
        Called with the number of case files just written.

    Returns
    -------
    dict
        The result, with ``cases``: the hash of each case file, or why there is none.
    """
    how = how or Recording()
    names = [run_name(number + 1) for number in range(min(cases, len(found.values)))]
    mark = hashlib.sha256(f"{mark_of(scenario, found.off, found.seed)}{asdict(how)}".encode()).hexdigest()
    held = folder_at(folder / UNFINISHED / f"cases-{mark[:16]}")
    engine, told = engine_of(scenario, off=found.off), []
    for number, name in enumerate(names):
        if not (held / name / TRUTH).is_file():
            trace = run(scenario, seed=found.seed, number=number, off=found.off, engine=engine)
            try:
                write_recorded(record(scenario, trace, how), held / name)
            except ModelError as error:  # nobody was reached, or nothing was published
                told.append({"run": name, "sha256": None, "why": str(error)})
                step(1)
                continue
        told.append({"run": name, "sha256": read_case(held / name).sha256})
        step(1)
    whole = {**result, "recording": asdict(how), "cases": told}
    with new_folder(folder) as aside:
        for name in names:
            if (held / name).exists():
                (held / name).rename(aside / name)
        write_file(aside / SUMMARY, result_bytes(whole))
        write_file(aside / SERIES, series_bytes(scenario, found))
    return whole


def series_bytes(scenario: Scenario, found: Ensemble) -> bytes:
    """Return the counts of each run by day as CSV; a day on which a run counts nothing has no row.

    Examples
    --------
    >>> from showtrial.model.machine.ensemble import ensemble
    >>> from showtrial.model.machine.opening import open_scenario
    >>> toy = open_scenario("toy")
    >>> series_bytes(toy, ensemble(toy, runs=1, seed=1)).splitlines()[0].decode()
    'run,day,arrests,confessions,names,convicted,shot'
    """
    counts = np.stack([found.series[name] for name in COUNTED], axis=2).astype(np.int64)
    dates = [(scenario.start + timedelta(days=day)).isoformat() for day in range(counts.shape[1])]
    rows = [
        (run_name(number + 1), dates[day], *counts[number, day].tolist())
        for number, day in np.argwhere(counts.any(axis=2)).tolist()
    ]
    return table_bytes(("run", "day", *COUNTED), rows)
