"""What would a system of trials come to: the verbs scenarios and simulate?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from showtrial.cli.answers import Answer, output_option, verb
from showtrial.cli.countries import simulated_country
from showtrial.cli.naming import need_extra
from showtrial.cli.progress import progress

#: Runs of an ensemble that are written as case files where nothing else is asked.
CASES = 20
#: Runs of an ensemble where nothing else is asked.
RUNS = 20


@verb
@click.option("--case", metavar="CASE", help="The case file from which the scenario takes its persons.")
@click.argument("name", metavar="[NAME|FILE]", required=False)
def scenarios(name: str | None, case: str | None) -> Answer:
    """List the packaged scenarios of the machine; with a NAME or a file, explain it.

    Every number stands there with its unit and its source, or the word free.
    """
    need_extra()
    from showtrial.model.country.opening import is_country, open_country
    from showtrial.model.country.told import explained_country, listed_countries, told_country
    from showtrial.model.machine.explained import explained, listed
    from showtrial.model.machine.figured import scenario_result
    from showtrial.model.machine.opening import open_scenario

    if name is not None and is_country(name):
        country = open_country(name)
        return Answer(explained_country(country), told_country(country))
    if name is not None:
        opened = open_scenario(name, case=case)
        return Answer(explained(opened), scenario_result(opened))
    rows = [*listed(), *listed_countries()]
    lines = []
    for each in rows:
        persons = "needs --case" if each["persons"] is None else f"{each['persons']:,} persons"
        counted = f"{persons}; {each['cited']} numbers cited, {each['free']} free"
        lines.append(f"{each['id']:<10} {each['from']} to {each['to']}  {each['title']}")
        lines.append(f"{'':<10} {counted}")
    return Answer("\n".join(lines), {"scenarios": rows})


def _words(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Take words apart that were given with commas."""
    return tuple(word.strip() for each in given for word in each.split(",") if word.strip())


@verb
@click.option("--runs", type=click.IntRange(min=1), help=f"How many. Of a scenario, if not given: {RUNS}.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Same seed, same runs."
)
@click.option(
    "--off",
    metavar="MECHANISM",
    multiple=True,
    callback=_words,
    help="Without this mechanism, by name or number; may be given again, or a list with commas.",
)
@click.option("--case", metavar="CASE", help="The case file from which the scenario takes its persons.")
@click.option("--recording", metavar="NAME", help="How a run is recorded: complete, usual, poor, published.")
@click.option(
    "--records",
    type=click.IntRange(min=0),
    help=f"How many runs become case files; of a country, how many affairs. If not given: {CASES}; 3.",
)
@click.option("--persons", type=click.IntRange(min=1), help="Of a country: how many. If not given: all.")
@click.option("--workers", type=click.IntRange(min=1), help="Threads. If not given: one a core.")
@click.option("--cluster", metavar="URL", help="Run on this Dask cluster: tcp://host:8786.")
@output_option("DIR", required=False)
@click.argument("source", metavar="SCENARIO|RESULT.json")
def simulate(source: str, output: Path | None, runs: int | None, seed: int, **given: Any) -> Answer:
    """Run a SCENARIO of the machine, or draw namings from a fitted model (RESULT.json of `fit`).

    SCENARIO is a packaged name (see `showtrial scenarios`) or a .toml file. With a RESULT.json of `calibrate`
    of a country, each run has another draw of the posterior. With -o, case files marked as simulated are
    written, a summary and a series by day; an interrupted ensemble goes on where it was. With --off, what is
    written is the world without the mechanisms, and the summary compares it with the world that has them,
    run by run.
    """
    need_extra()
    from showtrial.model.country.opening import is_country
    from showtrial.record.results import CALIBRATION, FIT, read_result

    kind = read_result(Path(source), FIT, CALIBRATION)["kind"] if source.endswith(".json") else ""
    if kind == FIT:
        named = [f"--{name}" for name, value in given.items() if value]
        if named:
            raise click.UsageError(f"{', '.join(named)}: for a scenario, not for a fitted model")
        if output is None:
            raise click.UsageError("say where to write: -o DIR")
        return _drawn(Path(source), output, runs, seed)
    if kind == CALIBRATION or is_country(source):
        return simulated_country(source, output, runs or 1, seed, given)
    if given.pop("persons") is not None:
        raise click.UsageError("--persons: for a scenario of a country (union, moscow)")
    return _ensemble(source, output, runs or RUNS, seed, given)


def _ensemble(source: str, output: Path | None, runs: int, seed: int, given: dict[str, Any]) -> Answer:
    import os

    from showtrial.model.machine.counterfactual import compared, counterfactual_text, paired
    from showtrial.model.machine.ensemble import ensemble
    from showtrial.model.machine.figured import ensemble_result, ensemble_text
    from showtrial.model.machine.folder import write_ensemble
    from showtrial.model.machine.opening import open_scenario
    from showtrial.model.machine.parameters import off_names
    from showtrial.model.machine.recording import recording_named
    from showtrial.model.replicates import Where
    from showtrial.record.runs import UNFINISHED, refuse_others

    off, how = off_names(given["off"]), recording_named(given["recording"] or "usual")
    scenario = open_scenario(source, case=given["case"])
    cases = min(runs, CASES if given["records"] is None else given["records"])
    where = Where(workers=given["workers"] or os.cpu_count() or 1, cluster=given["cluster"] or "")
    keep = None
    if output is not None:
        refuse_others(output)  # before the work, not after it
        keep = output / UNFINISHED
    asked: dict[str, Any] = {"runs": runs, "seed": seed, "where": where, "keep": keep}
    against = None
    with progress(runs * (2 if off else 1) + (cases if output else 0), keep) as step:
        asked["step"] = step
        if off:
            pair = paired(scenario, off, **asked)
            found, against = pair[1], compared(*pair)
        else:
            asked["keep"] = keep and keep / "with"
            found = ensemble(scenario, **asked)
        result = ensemble_result(scenario, found, against)
        text = ensemble_text(result) if against is None else counterfactual_text(against)
        if output is None:
            return Answer(text, result)
        result = write_ensemble(scenario, found, result, output, cases=cases, how=how, step=step)
    return Answer(f"{text}\n{_said(result, output)}", {**result, "written": str(output)})


def _said(result: dict[str, Any], output: Path) -> str:
    """Say what was written, and of which runs there is no case file."""
    written = sum(each["sha256"] is not None for each in result["cases"])
    lines = [f"{output}  written: {written} case files of {result['runs']} runs, all simulated"]
    if len(result["cases"]) < result["runs"]:
        lines[0] += f" (the first {len(result['cases'])}; --records K for more)"
    return "\n".join(
        [*lines, *(f"{each['run']}  {each['why']}" for each in result["cases"] if "why" in each)]
    )


def _drawn(source: Path, output: Path, runs: int | None, seed: int) -> Answer:
    from hashlib import sha256

    from tqdm import tqdm

    from showtrial.model.naming.drawn import drawn, figured, model_text, write_runs
    from showtrial.record.atomic import write_file
    from showtrial.record.results import FIT, read_result
    from showtrial.record.runs import MODEL
    from showtrial.record.storage import write_case

    found = read_result(source, FIT)
    digest = sha256(source.read_bytes()).hexdigest()
    cases = tqdm(drawn(found, digest, runs=runs or 1, seed=seed), total=runs or 1, leave=False, disable=None)
    data: dict[str, Any]
    if runs is None:
        [run] = cases
        write_case(run.case, output)
        write_file(output / MODEL, model_text(found).encode())
        data = {"written": str(output), "origin": "simulated", "runs": [figured(run)]}
    else:
        data = {"written": str(output), **write_runs(found, iter(cases), output)}
    namings = sum(each["namings"] for each in data["runs"])
    text = f"{output}  written: {len(data['runs'])} simulated, {namings} namings in all"
    return Answer(text, data)
