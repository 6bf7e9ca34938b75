"""Which free numbers of a scenario do the targets narrow: the verb calibrate?"""

from __future__ import annotations

from pathlib import Path

import click

from showtrial.cli.answers import Answer, verb


@verb
@click.option(
    "--budget",
    type=click.Choice(["small", "full"]),
    default="small",
    show_default=True,
    help="2,000 or 10,000 simulations.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Same seed, same bytes."
)
@click.option("--workers", type=click.IntRange(min=1), help="Threads; all cores if not given.")
@click.option(
    "--cluster", metavar="URL", default="", help="A Dask cluster in place of them: tcp://host:8786."
)
@click.option(
    "-o", "--output", metavar="RESULT.json", type=click.Path(path_type=Path),
    help="Where to write; beside it a folder from which interrupted work goes on.",
)  # fmt: skip
@click.argument("scenario", metavar="SCENARIO")
def calibrate(
    scenario: str, output: Path | None, budget: str, seed: int, workers: int | None, cluster: str
) -> Answer:
    """Fit the free numbers of a SCENARIO to its targets, and say what the record leaves open.

    Targets are figures of the record (see docs/calibration.md). Everything else here is simulated.
    """
    import os
    from shutil import rmtree

    from showtrial.cli.naming import need_extra

    need_extra()
    from tqdm import tqdm

    from showtrial.calibration.begun import calibration_of, writable
    from showtrial.calibration.calibrated import BUDGETS, Run, calibration_text
    from showtrial.model.replicates import Where
    from showtrial.record.atomic import write_file
    from showtrial.record.results import result_bytes

    where = Where(workers=workers or os.cpu_count() or 1, cluster=cluster)
    keep = writable(output) if output is not None else None
    size = BUDGETS[budget]
    with tqdm(total=size.simulations + size.again, unit="run", leave=False, disable=None) as bar:
        run = Run(where, keep, bar.update)
        result = calibration_of(scenario, budget=budget, seed=seed, run=run)
    text = calibration_text(result)
    if output is not None and keep is not None:
        write_file(output, result_bytes(result))
        rmtree(keep, ignore_errors=True)
        text += f"\n{output}  written"
    return Answer(text, result)
