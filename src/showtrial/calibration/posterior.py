"""With which draws of a calibration is its scenario run again, at any size?"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from showtrial.errors import ReadError
from showtrial.model.country.drawn import Drawn
from showtrial.model.country.opening import is_country, open_country
from showtrial.model.country.scenario import with_persons
from showtrial.record.results import CALIBRATION, read_result


def drawn_of(path: Path, persons: int | None = None) -> tuple[Drawn, dict[str, Any]]:
    """Open a calibration of a country: run r of its scenario then has the values of draw r of the posterior.

    Parameters
    ----------
    path : Path
        A result of ``showtrial calibrate -o``.
    persons : int, optional
        Size of the runs; all persons of the scenario if not given.

    Returns
    -------
    Drawn, dict
        What to run, and what a result of it says of where it came from.

    Raises
    ------
    ReadError
        If the file is no calibration, is one of a scenario of one affair, or of a scenario that has changed.
    """
    found = read_result(path, CALIBRATION)
    name = str(found.get("scenario"))
    if not is_country(name):
        raise ReadError(f"{path}  is a calibration of {name}; wanted one of a country (union)")
    scenario = open_country(name)
    if found.get("scenario_sha256") != scenario.sha256:
        raise ReadError(
            f"{path}  is a calibration of another state of {name}; wanted one of the scenario as it is now: "
            f"run showtrial calibrate {name}"
        )
    try:
        names = tuple(str(row["name"]) for row in found["parameters"])
        rows = np.array(found["posterior"], np.float64).reshape(-1, len(names))
    except (KeyError, TypeError, ValueError) as error:
        raise ReadError(f"{path}  has no readable draws; wanted the keys parameters and posterior") from error
    told = {
        "calibration_sha256": sha256(path.read_bytes()).hexdigest(),
        "draws": len(rows),
        "scenario": scenario.name,
    }
    return Drawn(with_persons(scenario, persons) if persons else scenario, names, rows), told
