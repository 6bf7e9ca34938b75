"""What does a scenario of a country come to: the part of the verb simulate that runs countries?"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from showtrial.cli.answers import Answer

#: Options of `simulate` that mean nothing for a country.
_NOT_HERE = ("case",)


def simulated_country(
    source: str, output: Path | None, runs: int, seed: int, given: dict[str, Any]
) -> Answer:
    """Run a scenario of a country; its years beside the targets, wall time and memory."""
    import resource
    import time

    from tqdm import tqdm

    from showtrial.calibration.beside import beside
    from showtrial.calibration.targets import open_targets, packaged_targets
    from showtrial.model.country.opening import open_country
    from showtrial.model.country.run import simulate_country
    from showtrial.model.country.sampled import RECORDS, sample_of
    from showtrial.model.country.scenario import with_persons
    from showtrial.model.country.told import country_result, country_text
    from showtrial.model.country.written import write_country
    from showtrial.model.machine.recording import recording_named
    from showtrial.model.replicates import Where
    from showtrial.record.runs import refuse_others

    named = [f"--{name}" for name in _NOT_HERE if given.get(name) is not None]
    if named:
        raise click.UsageError(f"{', '.join(named)}: for a scenario of one affair, not of a country")
    how = recording_named(given.get("recording") or "usual")
    records = RECORDS if given.get("records") is None else given["records"]
    scenario = open_country(source)
    if given.get("persons"):
        scenario = with_persons(scenario, given["persons"])
    if output is not None:
        refuse_others(output)
    where = Where(workers=given.get("workers") or 1, cluster=given.get("cluster") or "")
    begun = time.perf_counter()
    with tqdm(total=runs, leave=False, disable=None) as bar:
        found = simulate_country(
            scenario, runs=runs, seed=seed, off=given["off"], where=where, step=partial(_moved, bar)
        )
    wall = time.perf_counter() - begun
    result = country_result(scenario, found)
    if scenario.name in packaged_targets():
        result = beside(scenario, found, open_targets(scenario.name), result)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    text = f"{country_text(result)}\n  {wall:.1f} s, {peak:.0f} MB at most"
    if output is not None:
        drawn = None
        if records:
            drawn = sample_of(scenario, found.first, seed=seed, off=given["off"], records=records)
        result = write_country(scenario, found.first, result, output, sample=drawn, how=how)
        written = sum(each["sha256"] is not None for each in result.get("affairs", ()))
        text += f"\n{output}  written: summary, series, {written} affairs as case files, all simulated"
    return Answer(text, {**result, "wall_s": round(wall, 3), "peak_mb": round(peak, 1)})


def _moved(bar: Any, done: int) -> None:
    bar.update(done)
