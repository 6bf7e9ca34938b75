"""What case files record the histories that a fitted model draws?"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w

import showtrial
from showtrial.errors import ModelError, ReadError
from showtrial.events.history import EventHistory
from showtrial.events.sample import Sample, sample_of
from showtrial.events.stored import history_of
from showtrial.events.to_case import by_day, case_of, reading
from showtrial.model.naming.asked import sample_data
from showtrial.model.naming.diagnostics import figures
from showtrial.model.naming.simulate import simulate
from showtrial.record.atomic import new_folder, write_file
from showtrial.record.casefile import CaseFile
from showtrial.record.storage import write_case

#: The model file that fits the drawn case files, and what stands beside several of them.
MODEL, SUMMARY, SERIES = "model.toml", "summary.json", "series.csv"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One run: its case file, the history that this records, and the namings drawn before it did."""

    number: int
    case: CaseFile
    history: EventHistory
    namings: int


def drawn(result: Mapping[str, Any], sha256: str, *, runs: int, seed: int) -> Iterator[Drawn]:
    """Draw histories from the choice and the rate of a result, and record each.

    Run `k` of a seed is the same however many runs are drawn.

    Parameters
    ----------
    result : mapping
        As ``showtrial fit -o`` wrote it.
    sha256 : str
        Of the result file; kept in the provenance of each case file.
    runs : int
        How many.
    seed : int
        Same seed, same case files.

    Raises
    ------
    ModelError
        If the result has no rate or no choice, or did not converge, or its rate has periods.
    """
    parameters = {submodel: _coefficients(result, submodel) for submodel in ("choice", "rate")}
    template, sample = history_of(result["world"]), _sample(result)
    for number, stream in enumerate(np.random.default_rng(seed).spawn(runs), start=1):
        history = simulate(template, parameters["choice"], parameters["rate"], seed=stream)
        recorded = by_day(history)
        if not len(recorded):
            raise ModelError(
                f"run {number} of seed {seed} drew no naming; wanted one at least; try another seed"
            )
        provenance = {
            "operation": "simulate",
            "software": "showtrial",
            "version": showtrial.__version__,
            "parameters": f"model {result['model']} as fitted to {result['case']}",
            "input": f"sha256:{sha256}",
            "model": f"sha256:{result['model_sha256']}",
            "case": f"sha256:{result['case_sha256']}",
            "seed": seed,
            "run": number,
        }
        title = f"Simulated from the model {result['model']}: seed {seed}, run {number}"
        case = case_of(recorded, sample, title=title, provenance=provenance)
        yield Drawn(number, case, recorded, len(history))


def model_text(result: Mapping[str, Any]) -> str:
    """Return the model file that reads the drawn case files and asks them what was asked of the record."""
    asked, world = result["asked"], history_of(result["world"])
    events = sample_data(reading(world, _sample(result)))
    kept = {key: asked[key] for key in ("cluster", "choice", "rate") if key in asked}
    return tomli_w.dumps({"title": f"As drawn: {asked['title']}", **kept, "events": events})


def write_runs(result: Mapping[str, Any], runs: Iterator[Drawn], folder: Path) -> dict[str, Any]:
    """Write each run to ``run-0001/`` and so on; beside them a summary, the series by day and the model.

    Returns
    -------
    dict
        What the summary says: figures of each run.

    Raises
    ------
    ReadError
        If the folder holds something else.
    """
    if (
        folder.exists()
        and (not folder.is_dir() or any(folder.iterdir()))
        and not (folder / SUMMARY).is_file()
    ):
        raise ReadError(
            f"{folder}  is not empty and holds no runs; choose another place, nothing was changed"
        )
    told, days = [], []
    with new_folder(folder) as aside:
        for run in runs:
            name = f"run-{run.number:04d}"
            write_case(run.case, aside / name)
            told.append({"run": name, "sha256": run.case.sha256, **figured(run)})
            day, count = np.unique(run.history.time.astype(int), return_counts=True)
            days += [(name, *pair) for pair in zip(day.tolist(), count.tolist(), strict=True)]
        summary = {
            "kind": "showtrial simulate",
            "program": showtrial.__version__,
            "origin": "simulated",
            "model": result["model"],
            "runs": told,
        }
        write_file(aside / SUMMARY, (json.dumps(summary, ensure_ascii=False, indent=1) + "\n").encode())
        write_file(aside / SERIES, _table(("run", "day", "namings"), days))
        write_file(aside / MODEL, model_text(result).encode())
    return summary


def figured(run: Drawn) -> dict[str, float]:
    """Return the figures of one run; `repeated` are namings that a record by the day cannot tell apart."""
    found = {
        key: int(value) if float(value).is_integer() else value for key, value in figures(run.history).items()
    }
    return {**found, "repeated on a day": run.namings - len(run.history)}


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> bytes:
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerows([head, *rows])
    return held.getvalue().encode()


def _sample(result: Mapping[str, Any]) -> Sample:
    return sample_of(result["asked"]["events"], f"{result['model']}.toml")


def _coefficients(result: Mapping[str, Any], submodel: str) -> dict[str, float]:
    """Return effect -> estimate, or say why there is nothing to draw from."""
    where = f"the result of {result['model']}"
    if submodel not in result:
        mend = f"fit a model file that has [{submodel}], too"
        raise ModelError(f"{where}  has no {submodel}; wanted a choice and a rate to draw from; {mend}")
    fit = result[submodel]
    if fit["status"] != "converged":
        mend = "mend the model first; `showtrial fit` says what to try"
        raise ModelError(f"{where}  has a {submodel} with status {fit['status']}; wanted converged; {mend}")
    if submodel == "rate" and fit["form"] != "exponential":
        mend = 'fit it with form = "exponential"'
        raise ModelError(f"{where}  has a rate of the form {fit['form']}; wanted exponential; {mend}")
    return {each["name"]: each["estimate"] for each in fit["effects"]}
