"""What does a scenario of a country come to: the part of the verb simulate that runs countries?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from showtrial.cli.answers import Answer
from showtrial.cli.progress import progress

if TYPE_CHECKING:
    from showtrial.model.country.drawn import Drawn
    from showtrial.model.country.run import CountryEnsemble
    from showtrial.model.country.scenario import CountryScenario

#: Options of `simulate` that mean nothing for a country.
_NOT_HERE = ("case",)


def simulated_country(
    source: str, output: Path | None, runs: int, seed: int, given: dict[str, Any]
) -> Answer:
    """Run a scenario of a country, or draws of its calibration; years beside targets, time, memory."""
    import resource
    import time

    from showtrial.calibration.beside import beside
    from showtrial.calibration.targets import open_targets, packaged_targets
    from showtrial.model.country.drawn import at_run
    from showtrial.model.country.sampled import RECORDS, sample_of
    from showtrial.model.country.told import against, country_result, country_text
    from showtrial.model.country.written import write_country
    from showtrial.model.machine.counterfactual import counterfactual_text
    from showtrial.model.machine.parameters import off_names
    from showtrial.model.machine.recording import recording_named
    from showtrial.record.runs import refuse_others

    named = [f"--{name}" for name in _NOT_HERE if given.get(name) is not None]
    if named:
        raise click.UsageError(f"{', '.join(named)}: for a scenario of one affair, not of a country")
    how, off = recording_named(given.get("recording") or "usual"), off_names(given["off"])
    records = RECORDS if given.get("records") is None else given["records"]
    scenario, source_of_runs, posterior = _opened(source, given.get("persons"))
    if output is not None:
        refuse_others(output)
    begun = time.perf_counter()
    found, every = _run(source_of_runs, runs, seed, off, output, given)
    wall = time.perf_counter() - begun
    result = country_result(scenario, found, every=every, posterior=posterior)
    if scenario.name in packaged_targets():
        result = beside(scenario, found, open_targets(scenario.name), result)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    text = f"{country_text(result)}\n  {wall:.1f} s, {peak:.0f} MB at most"
    if every is not None:
        text += f"\n\n{counterfactual_text(against(scenario, every, found))}"
    elif off:
        text += "\n  one run: not compared with the world that has every mechanism (--runs 2 or more)"
    if output is not None:
        drawn = None
        if records:
            drawn = sample_of(at_run(source_of_runs, 0), found.first, seed=seed, off=off, records=records)
        result = write_country(scenario, found.first, result, output, sample=drawn, how=how)
        written = sum(each["sha256"] is not None for each in result.get("affairs", ()))
        text += f"\n{output}  written: summary, series, {written} affairs as case files, all simulated"
    return Answer(text, {**result, "wall_s": round(wall, 3), "peak_mb": round(peak, 1)})


def _opened(
    source: str, persons: int | None
) -> tuple[CountryScenario, CountryScenario | Drawn, dict[str, Any] | None]:
    """Open a scenario, or a calibration of one: the scenario, what is run, and where its values are from."""
    from showtrial.calibration.posterior import drawn_of
    from showtrial.model.country.opening import open_country
    from showtrial.model.country.scenario import with_persons

    if source.endswith(".json"):
        drawn, told = drawn_of(Path(source), persons)
        return drawn.scenario, drawn, told
    scenario = open_country(source)
    scenario = with_persons(scenario, persons) if persons else scenario
    return scenario, scenario, None


def _run(
    source: CountryScenario | Drawn,
    runs: int,
    seed: int,
    off: tuple[str, ...],
    output: Path | None,
    given: dict[str, Any],
) -> tuple[CountryEnsemble, CountryEnsemble | None]:
    """Run what is asked for; with mechanisms off and two runs or more, also with all of them."""
    import os

    from showtrial.model.country.drawn import at_run
    from showtrial.model.country.memory import runs_that_fit
    from showtrial.model.country.run import simulate_country
    from showtrial.model.replicates import Where
    from showtrial.record.runs import UNFINISHED

    workers = given.get("workers") or runs_that_fit(at_run(source, 0), min(os.cpu_count() or 1, runs))
    where = Where(workers=workers, cluster=given.get("cluster") or "")
    keep = None if output is None else output / UNFINISHED
    both = bool(off) and runs > 1
    asked: dict[str, Any] = {"runs": runs, "seed": seed, "where": where}
    every = None
    with progress(runs * (2 if both else 1), keep) as step:
        if both:
            every = simulate_country(source, **asked, keep=keep and keep / "with", step=step)
        part = "without" if off else "with"
        found = simulate_country(source, **asked, off=off, keep=keep and keep / part, step=step)
    return found, every
