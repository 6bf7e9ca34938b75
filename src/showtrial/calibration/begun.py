"""Which simulator belongs to a scenario, and where is unfinished work kept?"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from showtrial.calibration.affair import Affair
from showtrial.calibration.calibrated import Run, calibrated
from showtrial.calibration.country import PERSONS, Country
from showtrial.calibration.targets import open_targets
from showtrial.errors import ReadError
from showtrial.model.country.opening import is_country, open_country
from showtrial.model.machine.opening import open_scenario


def calibration_of(
    name: str, *, budget: str = "small", seed: int = 0, run: Run | None = None
) -> dict[str, Any]:
    """Calibrate a packaged scenario.

    Raises
    ------
    ReadError
        If there is no such scenario, or it has no targets.
    ModelError
        If nothing in it is free, or its targets do not fit it.
    """
    simulator: Affair | Country
    if is_country(name):
        country = open_country(name)
        given, digest = open_targets(country.name), country.sha256
        simulator = Country(country, given, persons=min(country.world.full, PERSONS))
    else:
        affair = open_scenario(name)
        given, digest = open_targets(affair.name), affair.sha256
        simulator = Affair(affair, given)
    return calibrated(simulator, given, budget=budget, seed=seed, run=run, scenario_sha256=digest)


def writable(output: Path) -> Path:
    """Return the folder that keeps unfinished work beside a result; refuse a place that cannot be written.

    Raises
    ------
    ReadError
        If `output` is a folder, or its own folder is missing or read-only.
    """
    if output.is_dir():
        raise ReadError(f"{output}  is a folder; wanted the name of a file")
    if not output.parent.is_dir() or not os.access(output.parent, os.W_OK):
        raise ReadError(f"{output}  cannot be written (no such folder, or read-only); choose another place")
    return output.with_name(f".{output.name}.parts")
