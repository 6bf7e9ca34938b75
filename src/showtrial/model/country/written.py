"""What do runs of a country leave in a folder: a summary, the series of the first run, a few affairs?"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from showtrial.model.country import ledger as at
from showtrial.model.country.run import CountryRun
from showtrial.model.country.sampled import Sample, write_affairs
from showtrial.model.country.scenario import CountryScenario
from showtrial.model.country.told import SERIES_FILES
from showtrial.model.machine.layout import CAUSE_WORDS, ROUTE_WORDS
from showtrial.model.machine.recording import Recording
from showtrial.record.atomic import new_folder, write_file
from showtrial.record.results import result_bytes
from showtrial.record.runs import SUMMARY


def series_of(scenario: CountryScenario, run: CountryRun) -> pl.DataFrame:
    """Return the events of a run by day, group, and cause or route; days without any are left out.

    Examples
    --------
    >>> from showtrial.model.country.opening import open_country
    >>> from showtrial.model.country.run import run_country
    >>> from showtrial.model.country.scenario import with_persons
    >>> small = with_persons(open_country("union"), 100_000)
    >>> run = run_country(small, seed=1)
    >>> table = series_of(small, run)
    >>> table.columns
    ['day', 'group', 'event', 'cause', 'route', 'persons']
    >>> int(table.filter(pl.col("event") == "arrested")["persons"].sum()) == int(run.counts()[1])
    True
    """
    event, day, group, by = np.nonzero(run.series)
    words = {"cause": np.array([*CAUSE_WORDS, ""]), "route": np.array(ROUTE_WORDS)}
    kind = np.array(at.BY_WORDS)[event]
    columns: dict[str, Any] = {
        "day": np.datetime64(scenario.start.isoformat(), "D") + day,
        "group": np.array(scenario.world.groups)[group],
        "event": np.array(at.SERIES_WORDS)[event],
    }
    columns |= {name: np.where(kind == name, words[name][by], "") for name in words}
    columns["persons"] = run.series[event, day, group, by]
    found = pl.DataFrame(columns).with_columns(pl.col("cause", "route").replace("", None))
    return found.sort("day", "group", "event", "cause", "route", maintain_order=True)


def write_country(
    scenario: CountryScenario,
    run: CountryRun,
    result: Mapping[str, Any],
    folder: Path,
    *,
    sample: Sample | None = None,
    how: Recording | None = None,
) -> dict[str, Any]:
    """Write the summary, the series of the first run as CSV and as parquet, and a few affairs as case files.

    Parameters
    ----------
    scenario : CountryScenario
        What was run.
    run : CountryRun
        The first run.
    result : mapping
        As `told.country_result` returns it.
    folder : Path
        A new folder, or one that `record.runs.refuse_others` lets pass.
    sample : Sample, optional
        Affairs of the first run.
    how : Recording, optional
        How these are recorded.

    Returns
    -------
    dict
        The result, with what `sampled.write_affairs` tells of the affairs.
    """
    table = series_of(scenario, run)
    text, packed = io.BytesIO(), io.BytesIO()
    table.write_csv(text)
    table.write_parquet(packed, compression="zstd")
    whole = dict(result)
    with new_folder(folder) as aside:
        if sample is not None:
            whole |= write_affairs(sample, aside, how)
        write_file(aside / SUMMARY, result_bytes(whole))
        for name, data in zip(SERIES_FILES, (text, packed), strict=True):
            write_file(aside / name, data.getvalue())
    return whole
