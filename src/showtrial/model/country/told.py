"""What does a scenario of a country say, in words, and what do its runs come to, in a result file?"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

import numpy as np

import showtrial
from showtrial.events.history import Floats
from showtrial.model.country import ledger as at
from showtrial.model.country.opening import country_scenarios, open_country
from showtrial.model.country.run import COUNTS, CountryEnsemble, CountryRun
from showtrial.model.country.scenario import CountryScenario
from showtrial.model.machine.belief import belief_told
from showtrial.model.machine.counterfactual import Counterfactual, contrasted
from showtrial.model.machine.figured import against_rows, scenario_result
from showtrial.model.machine.layout import OPEN, ROUTE_WORDS
from showtrial.model.machine.scenario import Scenario, Value
from showtrial.record.results import COUNTRY
from showtrial.record.runs import PARQUET, SERIES

#: Files that stand beside the summary.
SERIES_FILES = (SERIES, PARQUET)
#: Events told by year and week: name, title, event.
TOLD = (
    ("arrested", "persons arrested", at.S_ARREST),
    ("confessed", "persons who confessed", at.S_CONFESS),
    ("convicted", "persons convicted", at.S_CONVICTED),
    ("to-death", "persons sentenced to be shot", at.S_TO_DEATH),
    ("shot", "persons shot", at.S_SHOT),
)


def country_result(
    scenario: CountryScenario,
    found: CountryEnsemble,
    *,
    every: CountryEnsemble | None = None,
    posterior: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return what ``summary.json`` says of runs of a country.

    Parameters
    ----------
    scenario : CountryScenario
        What was run.
    found : CountryEnsemble
        The runs.
    every : CountryEnsemble, optional
        The same runs with every mechanism, to be compared with.
    posterior : mapping, optional
        The calibration of which each run has a draw, as `calibration.posterior.drawn_of` tells it.

    Examples
    --------
    >>> from showtrial.model.country.run import simulate_country
    >>> from showtrial.model.country.scenario import with_persons
    >>> small = with_persons(open_country("union"), 100_000)
    >>> result = country_result(small, simulate_country(small, runs=1, seed=1))
    >>> result["kind"], len(result["mechanisms"]), sorted({each["year"] for each in result["years"]})[-1]
    ('showtrial country', 20, 1939)
    """
    # Whoever tells of mechanisms, numbers and dates reads only what both kinds of scenarios have.
    head = scenario_result(cast(Scenario, scenario))
    still = set(found.off)
    days = _weeks(found.daily.shape[2])
    return {
        "kind": COUNTRY,
        "program": showtrial.__version__,
        "origin": "simulated",
        "scenario": scenario.name,
        **{
            key: head[key]
            for key in ("title", "about", "from", "to", "persons", "scenario_sha256", "cited", "free")
        },
        "full": scenario.world.full,
        "calendar": [{"day": day, "text": text} for day, text in dated(scenario)],
        "seed": found.seed,
        "runs": len(found.counts),
        "off": list(found.off),
        "mechanisms": [{**each, "off": each["name"] in still} for each in head["mechanisms"]],
        "process": head["process"],
        "choice": head["choice"],
        "counts": [
            {"name": name, "title": title, **_spread(found.counts[:, k])}
            for k, (name, title) in enumerate(COUNTS.items())
        ],
        "groups": _groups(scenario, found),
        "routes": [
            {"route": word, "title": title, **_spread(found.within(event, 0, int(scenario.horizon), route))}
            for _, title, event in TOLD
            if event in (at.S_CONVICTED, at.S_TO_DEATH)
            for route, word in enumerate(ROUTE_WORDS)
        ],
        "years": _years(scenario, found),
        "targets": [],
        "days": [(scenario.start + timedelta(days=int(day))).isoformat() for day in days],
        "courses": {name: _course(found.within_days(event, days)) for name, _, event in TOLD},
        "weeks": {
            name: _course(np.diff(found.within_days(event, days), axis=1, prepend=0.0))
            for name, _, event in TOLD
        },
        "belief": belief_told(scenario, opened(scenario, found.first), found.off),
        "files": list(SERIES_FILES),
        "counterfactual": None if every is None else against_rows(against(scenario, every, found)),
        "posterior": None if posterior is None else dict(posterior),
    }


def opened(scenario: CountryScenario, run: CountryRun) -> set[int]:
    """Return the numbers of the trials in which somebody was convicted in public in a run."""
    convicted = run.series[at.S_CONVICTED, :, :, OPEN].sum(axis=1)
    days = [int(trial.verdict) for trial in scenario.trials]
    return {number for number, day in enumerate(days) if day < len(convicted) and convicted[day]}


def against(scenario: CountryScenario, every: CountryEnsemble, found: CountryEnsemble) -> Counterfactual:
    """Return what runs differ by from the same runs with every mechanism.

    A pair of runs has the same persons, ties, traits and values of the free numbers; the chances of the two
    part with the first event that the missing mechanism changes.
    """
    columns = {name: (every.counts[:, k], found.counts[:, k]) for k, name in enumerate(COUNTS)}
    return contrasted(scenario.name, found.off, found.seed, COUNTS, columns)


def told_country(scenario: CountryScenario) -> dict[str, Any]:
    """Return what a scenario of a country says, for ``showtrial scenarios NAME --json``."""
    head = scenario_result(cast(Scenario, scenario))
    groups = [
        {"name": each.id, "title": each.title, "persons": size, "source": each.persons.source}
        for each, size in zip(scenario.world.all_groups, scenario.world.sizes, strict=True)
    ]
    return {
        **head,
        "calendar": [{"day": day, "text": text} for day, text in dated(scenario)],
        "groups": groups,
    }


def _weeks(days: int) -> Floats:
    """Return every seventh day, and the last: so the last week may be a part of one."""
    return np.unique(np.append(np.arange(6, days, 7), days - 1))


def _groups(scenario: CountryScenario, found: CountryEnsemble) -> list[dict[str, Any]]:
    rows = zip(scenario.world.all_groups, scenario.world.sizes, strict=True)
    return [
        {
            "name": each.id,
            "title": each.title,
            "persons": size,
            **{name: float(found.groups[:, event, g].mean()) for name, _, event in TOLD},
        }
        for g, (each, size) in enumerate(rows)
    ]


def _years(scenario: CountryScenario, found: CountryEnsemble) -> list[dict[str, Any]]:
    last = scenario.start + timedelta(days=int(scenario.horizon))
    rows = []
    for name, title, event in TOLD:
        for year in range(scenario.start.year, last.year + 1):
            span = (_day(scenario, date(year, 1, 1)), _day(scenario, date(year, 12, 31)))
            told = _spread(found.within(event, *span))
            none = {"target": None, "error": None, "use": None, "source": None}
            rows.append(
                {"year": year, "event": name, "unit": title, "count": told.pop("mean"), **told, **none}
            )
    return rows


def _day(scenario: CountryScenario, day: date) -> int:
    return (day - scenario.start).days


def _spread(values: Floats) -> dict[str, Any]:
    low, median, high = np.quantile(values, (0.025, 0.5, 0.975)).tolist()
    sd = float(values.std(ddof=1)) if len(values) > 1 else None
    return {"mean": float(values.mean()), "sd": sd, "low": low, "median": median, "high": high}


def _course(values: Floats) -> dict[str, list[float]]:
    low, median, high = np.quantile(values, (0.025, 0.5, 0.975), axis=0)
    return {"low": low.tolist(), "median": median.tolist(), "high": high.tolist()}


def country_text(result: Mapping[str, Any]) -> str:
    """Set the years of a result as text for a terminal, each beside its target where there is one."""
    off = f"; without {', '.join(result['off'])}" if result["off"] else ""
    lines = [
        f"{result['scenario']} (simulated): {result['persons']:,} persons, {result['runs']} runs, "
        f"seed {result['seed']}{off}",
        f"  {'year':6}{'':30}{'mean':>12}{'95 of 100 runs':>24}{'record':>12}  use, source",
    ]
    for row in result["years"]:
        spread = f"{row['low']:,.0f} to {row['high']:,.0f}"
        record = "" if row["target"] is None else f"{row['target']:,.0f}"
        told = "" if row["target"] is None else f"  {row['use']}, {row['source']}"
        lines.append(
            f"  {row['year']:<6}{row['unit']:30}{row['count']:>12,.0f}{spread:>24}{record:>12}{told}"
        )
    if result["persons"] != result["full"]:
        lines.append(f"  counts are of {result['persons']:,} persons, the record's of {result['full']:,}")
    free = f"  {result['free']} numbers are free: they are choices, and these counts are estimates of nothing"
    drawn = "  each run has another draw of the posterior; the calibration says what that leaves open"
    lines.append(drawn if result.get("posterior") else free)
    return "\n".join(lines)


def explained_country(scenario: CountryScenario) -> str:
    """Set a scenario as text: groups, calendar, numbers, each with its source.

    Examples
    --------
    >>> explained_country(open_country("union")).splitlines()[0]
    'union: The Soviet Union, December 1934 to December 1939'
    """
    end = scenario.start + timedelta(days=int(scenario.horizon))
    head = scenario_result(cast(Scenario, scenario))
    lines = [
        f"{scenario.name}: {scenario.title}",
        scenario.about,
        "",
        f"{scenario.start.isoformat()} to {end.isoformat()}; {len(scenario.world):,} persons",
        scenario.world_source,
        *(f"  {name} = {_told(value)}" for name, value in scenario.world_values.items()),
        "",
        "Calendar",
        *(f"  {day}  {text}" for day, text in dated(scenario)),
        "",
        "Numbers (unit; source)",
    ]
    for each in [
        *head["mechanisms"],
        {"number": "", "title": "the process itself", "parameters": head["process"]},
    ]:
        own = [row for row in each["parameters"] if row["name"] in scenario.values]
        lines.append(f"  {each['number']}. {each['title']}" + ("" if own else ": usual values"))
        lines += [f"     {row['name']} = {_told(scenario.values[row['name']])}" for row in own]
    lines += ["", "Choice of names (coefficient; source)"]
    lines += [f"  {row['effect']} = {row['value']:g}; {row['source']}" for row in head["choice"]]
    return "\n".join(lines)


def _told(value: Value) -> str:
    note = f" ({value.note})" if value.note else ""
    return f"{value.value:g} {value.unit}; {value.source}{note}"


def dated(scenario: CountryScenario) -> list[tuple[str, str]]:
    """Return what is dated in a scenario of a country: day and text, in order."""
    names = scenario.world.groups
    found = [(each.day, f"{each.title} [{each.source}]") for each in scenario.orders]
    found += [(each.day, f"{each.title} [{each.source}]") for each in scenario.lists]
    for sweep in scenario.sweeps:
        of = (
            ", ".join(names[g] for g in sweep.targets)
            if len(sweep.targets) < 5
            else f"{len(sweep.targets)} groups"
        )
        found.append((sweep.day, f"{sweep.title}: {of}; {_told(sweep.rate)} [{sweep.source}]"))
    for _, rows in itertools.groupby(scenario.quotas, key=lambda each: each.id):
        first = next(rows)
        found.append((first.day, f"{first.title}: {first.rate.note} [{first.source}]"))
    for trial in scenario.trials:
        found += [(day, f"{trial.title}: {size} accused drafted") for day, size in trial.drafts]
        found += [
            (trial.opens, f"{trial.title} opens [{trial.source}]"),
            (trial.verdict, f"{trial.title}: verdict"),
        ]
    if scenario.stop is not None:
        found.append((scenario.stop[0], f"{scenario.stop[1]} [{scenario.stop[2]}]"))
    return [((scenario.start + timedelta(days=int(day))).isoformat(), text) for day, text in sorted(found)]


def listed_countries() -> list[dict[str, Any]]:
    """Return the packaged scenarios of countries in a few figures, as `machine.explained.listed` does.

    Examples
    --------
    >>> [(each["id"], each["persons"]) for each in listed_countries()][-1]
    ('union', 162000000)
    """
    rows = []
    for name in country_scenarios():
        each = open_country(name)
        head = scenario_result(cast(Scenario, each))
        told = {key: head[key] for key in ("title", "about", "from", "to", "persons", "cited", "free")}
        rows.append({"id": name, **told, "case": None})
    return rows
