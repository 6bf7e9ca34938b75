"""What case files record the histories that a fitted model draws?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w

import showtrial
from showtrial.errors import ModelError
from showtrial.events.history import EventHistory
from showtrial.events.sample import Sample, sample_of
from showtrial.events.stored import history_of
from showtrial.events.to_case import by_day, case_of, reading
from showtrial.model.naming.asked import sample_data
from showtrial.model.naming.diagnostics import figures
from showtrial.model.naming.simulate import simulate, simulate_pairs
from showtrial.record.atomic import new_folder, write_file
from showtrial.record.casefile import CaseFile
from showtrial.record.results import result_bytes
from showtrial.record.runs import MODEL, SERIES, SUMMARY, refuse_others, run_name, table_bytes
from showtrial.record.storage import write_case


@dataclass(frozen=True, slots=True)
class Drawn:
    """One run: its case file, the history that this records, and the namings drawn before it did."""

    number: int
    case: CaseFile
    history: EventHistory
    namings: int


def drawn(result: Mapping[str, Any], sha256: str, *, runs: int, seed: int) -> Iterator[Drawn]:
    """Draw histories from the choice and the rate of a result, or from its rem, and record each.

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
        If the result has nothing that says who speaks when and whom they name; if that did not converge,
        or knows only the order of events.
    """
    simulated = _simulated(result)
    template, sample = history_of(result["world"]), _sample(result)
    for number, stream in enumerate(np.random.default_rng(seed).spawn(runs), start=1):
        history = simulated(template, stream)
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
    kept = {key: asked[key] for key in ("cluster", "choice", "rate", "rem") if key in asked}
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
    refuse_others(folder)
    told, days = [], []
    with new_folder(folder) as aside:
        for run in runs:
            name = run_name(run.number)
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
        write_file(aside / SUMMARY, result_bytes(summary))
        write_file(aside / SERIES, table_bytes(("run", "day", "namings"), days))
        write_file(aside / MODEL, model_text(result).encode())
    return summary


def figured(run: Drawn) -> dict[str, float]:
    """Return the figures of one run; `repeated` are namings that a record by the day cannot tell apart."""
    found = {
        key: int(value) if float(value).is_integer() else value for key, value in figures(run.history).items()
    }
    return {**found, "repeated on a day": run.namings - len(run.history)}


def _sample(result: Mapping[str, Any]) -> Sample:
    return sample_of(result["asked"]["events"], f"{result['model']}.toml")


def _simulated(result: Mapping[str, Any]) -> Callable[[EventHistory, np.random.Generator], EventHistory]:
    """Return what draws a history on the pattern of one: choice and rate where both are there, or the rem."""
    if "rem" in result and not {"choice", "rate"} <= set(result):
        pairs = _coefficients(result, "rem")
        return lambda template, stream: simulate_pairs(template, pairs, seed=stream)
    choice, rate = (_coefficients(result, submodel) for submodel in ("choice", "rate"))
    return lambda template, stream: simulate(template, choice, rate, seed=stream)


def _coefficients(result: Mapping[str, Any], submodel: str) -> dict[str, float]:
    """Return effect -> estimate, or say why there is nothing to draw from."""
    where = f"the result of {result['model']}"
    if submodel not in result:
        mend = f"fit a model file that has [{submodel}], too"
        raise ModelError(f"{where}  has no {submodel}; wanted a choice and a rate, or a rem; {mend}")
    fit = result[submodel]
    if fit["status"] != "converged":
        mend = "mend the model first; `showtrial fit` says what to try"
        raise ModelError(f"{where}  has a {submodel} with status {fit['status']}; wanted converged; {mend}")
    if submodel != "choice" and fit["form"] == "ordinal":
        mend = 'fit it with form = "exponential"'
        raise ModelError(
            f"{where}  has an ordinal {submodel}, which knows the order of events and no times; "
            f"wanted one of waiting times; {mend}"
        )
    return {each["name"]: each["estimate"] for each in fit["effects"]}
