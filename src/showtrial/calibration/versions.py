"""How much of 1937-38 does the machine of a country reach without lists, without naming, and with both?

``python -m showtrial.calibration.versions union --seed 1 -o RESULT.json``

Versions of the scenario are calibrated alike: same method, budget, seed and targets. The rules were set
before any result:

1. *Targets* are those that every version could reach: persons arrested and persons convicted by any route.
   Figures of one route or of lists are not compared, because a version without lists has no such route. Nor
   are death sentences, because their share of each route is input.
2. *Reached*: the record lies within 95 per cent of the posterior predictive, error of the target included.
3. *Score*: the interval score of Gneiting and Raftery (2007, doi:10.1198/016214506000001437) at 95 per cent
   on the log scale, ``(u - l) + 40 (l - x) [x < l] + 40 (x - u) [x > u]``, mean over the held-out targets.
   Lower is better. Each half of the draws gives a score of its own; a difference between versions that is
   not greater than the greatest difference between halves is not read.
4. *Undecided* between two versions where both reach every target.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

import showtrial
from showtrial.calibration.calibrated import Budget, Run, calibrated
from showtrial.calibration.country import Country
from showtrial.calibration.simulated import observed, with_error
from showtrial.calibration.targets import Target, Targets, open_targets
from showtrial.errors import ShowtrialError
from showtrial.events.history import Floats
from showtrial.model.country.ledger import S_ARREST
from showtrial.model.country.opening import open_country
from showtrial.model.country.scenario import CountryScenario
from showtrial.model.machine.chance import mixed, seed_of_run
from showtrial.model.replicates import Where, replicated
from showtrial.record.atomic import write_file
from showtrial.record.results import VERSIONS as KIND
from showtrial.record.results import result_bytes

#: Simulations from the prior, from the posterior, and taken for truth.
BUDGET = Budget(6000, 600, 100)
_SPAN = (0.025, 0.5, 0.975)
_WIDER = 2.0


@dataclass(frozen=True, slots=True)
class Version:
    """A scenario with mechanisms off, with or without the sweeps of the mass operations.

    `wide`: the ranges of naming and association end at twice what the scenario says.
    """

    id: str
    title: str
    off: tuple[str, ...]
    operations: bool
    wide: bool = False


_ALONE = "naming and association; no lists, quotas or mass operations"
VERSIONS = (
    Version("naming", _ALONE, ("lists",), False),
    Version("naming, wide ranges", f"{_ALONE}; wide ranges", ("lists",), False, True),
    Version("naming and operations", "naming, association, operations; no lists or quotas", ("lists",), True),
    Version(
        "orders", "lists, quotas, operations; no naming, no association", ("association", "naming"), True
    ),
    Version("both", "everything", (), True),
)
#: Name of an ending -> what is changed.
ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "ordered": "as ordered: the stop of the calendar",
        "no stop": "no stop; sweeps and quotas end on their own last days",
        "no stop, sweeps go on": "no stop, and sweeps in force on that day go on to the horizon",
    }
)


def comparable(given: Targets) -> Targets:
    """Return the targets with those that not every version could reach excluded (rule 1)."""
    why = "not compared: by one route, or its share is input"
    rows = tuple(
        each
        if each.counterpart in ("arrested", "convicted") and each.route == "any"
        else replace(each, use="excluded", reason=why, counterpart="")
        if each.use in ("fit", "held-out")
        else each
        for each in given.rows
    )
    return replace(given, rows=rows)


def version_of(scenario: CountryScenario, given: Targets, version: Version) -> Country:
    """Return a version of a scenario as a simulator.

    The mass operations are the sweeps whose cases have a route of their own, from July 1937 on.
    """
    if not version.operations:
        first = (date(1937, 7, 1) - scenario.start).days
        kept = tuple(each for each in scenario.sweeps if each.route < 0 or each.day < first)
        scenario = replace(scenario, sweeps=kept)
    if version.wide:
        ranges = {
            name: replace(value, prior=(value.prior[0], _WIDER * value.prior[1]))
            for name, value in scenario.values.items()
            if value.prior is not None and name.startswith(("naming.", "association."))
        }
        scenario = replace(scenario, values=MappingProxyType({**scenario.values, **ranges}))
    return Country(scenario, given, off=version.off)


def ended(simulator: Country, how: str) -> Country:
    """Return a simulator with another ending; see `ENDINGS`."""
    if how == "ordered":
        return simulator
    scenario = simulator.scenario
    if how == "no stop, sweeps go on" and scenario.stop is not None:
        day = scenario.stop[0]
        sweeps = tuple(
            replace(each, until=scenario.horizon) if each.day < day <= each.until else each
            for each in scenario.sweeps
        )
        scenario = replace(scenario, sweeps=sweeps)
    return replace(simulator, scenario=scenario, off=(*simulator.off, "stop"))


@dataclass(frozen=True, slots=True, eq=False)
class _ByMonth:
    """Work for `replicated`: persons arrested by month, at full size, at draws of a posterior."""

    simulator: Country
    draws: Floats
    seed: int

    def __call__(self, numbers: range) -> Floats:
        start = self.simulator.scenario.start
        size = self.simulator.scenario.world.full / self.simulator.persons
        rows = []
        for n in numbers:
            run = self.simulator.run(self.draws[n], seed_of_run(self.seed, n))
            daily = run.series[S_ARREST].sum(axis=(1, 2))
            firsts = [(date.fromisoformat(f"{word}-01") - start).days for word in months(start)]
            rows.append(np.add.reduceat(daily, firsts) * size)
        return np.array(rows, np.float64)


def months(start: date, last: int = 1939) -> list[str]:
    """Return the months from that of `start` to December of `last`.

    Examples
    --------
    >>> months(date(1938, 11, 1))[:3]
    ['1938-11', '1938-12', '1939-01']
    """
    return [
        f"{year}-{month:02d}"
        for year in range(start.year, last + 1)
        for month in range(1, 13)
        if (year, month) >= (start.year, start.month)
    ]


def compared(
    name: str, *, seed: int, budget: Budget = BUDGET, workers: int = 1, step: Callable[[str], object] = print
) -> dict[str, Any]:
    """Calibrate every version of a packaged scenario of a country, and end the full one in three ways.

    Raises
    ------
    ReadError
        If there is no such scenario, or it has no targets.
    """
    scenario, where = open_country(name), Where(workers=workers)
    given = open_targets(scenario.name)
    used, rows = comparable(given), []
    for version in VERSIONS:
        step(version.title)
        simulator = version_of(scenario, used, version)
        found = calibrated(
            simulator, used, budget=budget, seed=seed, run=Run(where), scenario_sha256=scenario.sha256
        )
        draws = np.array(found["posterior"])
        endings = {}
        for how in ENDINGS if version.id == "both" else ("ordered",):
            work = _ByMonth(ended(simulator, how), draws, mixed(seed + 3))
            endings[how] = shape(replicated(work, len(draws), batch=25, where=where), months(scenario.start))
        rows.append(_told(version, simulator, found, draws, seed) | {"endings": endings})
    return {
        "kind": KIND, "program": showtrial.__version__, "origin": "simulated", "scenario": scenario.name,
        "scenario_sha256": scenario.sha256, "targets_sha256": given.sha256, "seed": seed,
        "simulations": budget.simulations, "again": budget.again, "versions": rows,
    }  # fmt: skip


def _told(
    version: Version, simulator: Country, found: Mapping[str, Any], draws: Floats, seed: int
) -> dict[str, Any]:
    """Describe a version: its targets, its scores by rule 3, and what of its numbers is identified."""
    shown = [row for row in found["targets"] if row["prior"] is not None]
    figures = np.array([simulator(row, seed_of_run(mixed(seed + 4), n)) for n, row in enumerate(draws)])
    drawn = with_error(simulator.targets, figures, mixed(seed + 5))
    return {
        "id": version.id, "title": version.title, "off": list(version.off), "operations": version.operations,
        "accepted": found["accepted"],
        "score": _short(score(simulator.targets, drawn)),
        "halves": [_short(score(simulator.targets, drawn[k::2])) for k in (0, 1)],
        "targets": [
            {k: row[k] for k in ("id", "use", "value", "error", "prior", "posterior", "inside")}
            for row in shown
        ],
        "parameters": [
            {k: row[k] for k in ("name", "prior", "median", "low", "high", "shrink", "words")}
            for row in found["parameters"]
        ],
        "checks": found["checks"],
    }  # fmt: skip


def score(targets: tuple[Target, ...], drawn: Floats) -> float:
    """Return the mean interval score of the held-out targets (rule 3).

    Parameters
    ----------
    targets : tuple of Target
    drawn : (N, K) float64
        Posterior predictive on the scale of each error, error included.
    """
    low, high = np.quantile(drawn, (_SPAN[0], _SPAN[2]), axis=0)
    x = observed(targets)
    each = (high - low) + 40 * np.maximum(low - x, 0.0) + 40 * np.maximum(x - high, 0.0)
    return float(each[[t.use == "held-out" for t in targets]].mean())


def shape(by_month: Floats, names: Sequence[str]) -> dict[str, Any]:
    """Return spans of yearly arrests and of what tells the shape of a course.

    Parameters
    ----------
    by_month : (N, M) float64
        Persons arrested.
    names : sequence of str
        The months.
    """
    at = {word: by_month[:, k] for k, word in enumerate(names)}

    def between(first: str, last: str) -> Floats:
        return np.asarray(sum(at[word] for word in names if first <= word <= last))

    year = {y: between(f"{y}-01", f"{y}-12") for y in range(1935, 1940)}
    some = np.maximum
    rows: dict[str, Floats] = {f"arrested {y}": found for y, found in year.items()}
    rows["1937 for each of 1936"] = year[1937] / some(year[1936], 1.0)
    rows["1938 for each of 1937"] = year[1938] / some(year[1937], 1.0)
    before, after = between("1937-05", "1937-07"), between("1937-08", "1937-10")
    rows["August to October for each of May to July 1937"] = after / some(before, 1.0)
    late = between("1938-08", "1938-10")
    rows["August to October 1938 for each of the same months of 1937"] = late / some(after, 1.0)
    rows["December 1938 for each of October 1938"] = at["1938-12"] / some(at["1938-10"], 1.0)
    return {
        "spans": {
            name: dict(zip(("low", "median", "high"), map(_short, np.quantile(x, _SPAN)), strict=True))
            for name, x in rows.items()
        },
        "months": {word: [_short(v) for v in np.quantile(at[word], _SPAN)] for word in names},
    }


def _short(value: float) -> float:
    return float(f"{float(value):.6g}")


def main(words: Sequence[str] | None = None) -> int:
    """Run the command; 0 when fine, 1 where the data were refused."""
    parser = argparse.ArgumentParser(prog="python -m showtrial.calibration.versions")
    parser.add_argument("scenario", help="a packaged scenario of a country")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("-o", "--output", type=Path, metavar="RESULT.json", required=True)
    asked = parser.parse_args(words)
    try:
        found = compared(
            asked.scenario,
            seed=asked.seed,
            workers=asked.workers,
            step=lambda word: print(word, file=sys.stderr, flush=True),
        )
    except ShowtrialError as error:
        print(error, file=sys.stderr)
        return 1
    write_file(asked.output, result_bytes(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
