"""What does a scenario say, in words: who is in it, what happens when, and which numbers are choices?"""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

from showtrial.model.machine.components import mechanisms, parameters
from showtrial.model.machine.opening import open_scenario, packaged_scenarios
from showtrial.model.machine.scenario import Scenario, Value


def explained(scenario: Scenario) -> str:
    """Set a scenario as text: world, calendar, numbers by mechanism, each with its source.

    Examples
    --------
    >>> from showtrial.model.machine.opening import open_scenario
    >>> text = explained(open_scenario("toy"))
    >>> text.splitlines()[0]
    'toy: Eight persons, one affair (invented)'
    """
    world = scenario.world
    groups = ", ".join(f"{name} {world.group.count(name)}" for name in world.groups)
    end = _date(scenario, scenario.horizon)
    lines = [
        f"{scenario.name}: {scenario.title}",
        scenario.about,
        "",
        f"{scenario.start.isoformat()} to {end}; {len(world)} persons, {len(world.tie_to) // 2} ties",
        f"groups: {groups}",
        f"persons: {scenario.world_source}",
        *(f"  {name} = {_told(value)}" for name, value in scenario.world_values.items()),
        "",
        "Calendar",
        *(f"  {day}  {text}" for day, text in calendar(scenario)),
        "",
        "Numbers (unit; source)",
    ]
    for mechanism in mechanisms().values():
        kept = [each for each in mechanism.parameters if each.name in scenario.values]
        lines.append(f"  {mechanism.number}. {mechanism.title}" + ("" if kept else ": usual values"))
        lines += [f"     {each.name} = {_told(scenario.values[each.name])}" for each in kept]
    own = [
        name for name, each in parameters().items() if each.mechanism == "process" and name in scenario.values
    ]
    lines += ["  the process itself", *(f"     {name} = {_told(scenario.values[name])}" for name in own)]
    choice = scenario.choice
    if choice.effects:
        lines += ["", "Choice of names (coefficient; source)"]
        rows = zip(choice.effects, choice.estimate, choice.sources, strict=True)
        lines += [f"  {effect} = {beta:g}; {source}" for effect, beta, source in rows]
    return "\n".join(lines)


def free_numbers(scenario: Scenario) -> tuple[str, ...]:
    """Return the parameters that are choices: set as free, or left at a usual value that is free.

    Examples
    --------
    >>> from showtrial.model.machine.opening import open_scenario
    >>> "interrogation.confess" in free_numbers(open_scenario("sixteen"))
    False
    """
    return tuple(
        name
        for name, each in parameters().items()
        if (scenario.values[name].source if name in scenario.values else each.source).startswith("free")
    )


def listed() -> list[dict[str, Any]]:
    """Return what there is to choose from: each packaged scenario in a few figures.

    The persons of a scenario that needs a case file are not known before it is given (None).

    Examples
    --------
    >>> [(each["id"], each["persons"]) for each in listed()]
    [('giaveno', None), ('sixteen', 1125), ('toy', 8)]
    """
    rows = []
    for name, each in packaged_scenarios().items():
        persons = None if each.case == "given" else len(open_scenario(name).world)
        rows.append(
            {
                "id": name,
                "title": each.title,
                "about": each.about,
                "from": each.start,
                "to": each.end,
                "case": each.case or None,
                "persons": persons,
                "cited": each.cited,
                "free": each.free,
            }
        )
    return rows


def calendar(scenario: Scenario) -> list[tuple[str, str]]:
    """Return what is dated in a scenario: day and text, in order."""
    found = [(each.day, f"{each.title} [{each.source}]") for each in scenario.orders]
    found += [(each.day, f"{each.title} [{each.source}]") for each in scenario.lists]
    for sweep in scenario.sweeps:
        told = f"{len(sweep.targets)} persons, {_told(sweep.rate)}"
        found.append(
            (sweep.day, f"{sweep.title}: {told}, until {_date(scenario, sweep.until)} [{sweep.source}]")
        )
    for quota in scenario.quotas:
        found.append((quota.day, f"{quota.title}: {_told(quota.rate)} [{quota.source}]"))
    for trial in scenario.trials:
        found += [(day, f"{trial.title}: {size} accused drafted") for day, size in trial.drafts]
        found += [
            (trial.opens, f"{trial.title} opens [{trial.source}]"),
            (trial.verdict, f"{trial.title}: verdict"),
        ]
    if scenario.stop is not None:
        found.append((scenario.stop[0], f"{scenario.stop[1]} [{scenario.stop[2]}]"))
    return [(_date(scenario, day), text) for day, text in sorted(found)]


def _told(value: Value) -> str:
    number = "without limit" if math.isinf(value.value) else f"{value.value:g}"
    note = f" ({value.note})" if value.note else ""
    return f"{number} {value.unit}; {value.source}{note}"


def _date(scenario: Scenario, day: float) -> str:
    last = (date.max - scenario.start).days
    return (scenario.start + timedelta(days=int(min(day, last)))).isoformat()
