"""Which numbers are in force when, and which of them does *off* take away?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np

from showtrial.errors import Problem, SchemaError
from showtrial.events.history import Floats
from showtrial.model.machine.components import mechanism_named, mechanisms, parameters
from showtrial.model.machine.scenario import Order, Quota, Value
from showtrial.record.hints import did_you_mean, shown


class Grouped(Protocol):
    """A world of one affair, or the inhabitants of a country: whatever has groups."""

    @property
    def groups(self) -> tuple[str, ...]:
        """Names, in order of number."""


class Numbered(Protocol):
    """What a scenario of one affair and one of a country have in common: numbers that orders change."""

    @property
    def values(self) -> Mapping[str, Value]:
        """Parameters set at day 0."""

    @property
    def orders(self) -> Sequence[Order]:
        """From when on other numbers hold."""

    @property
    def quotas(self) -> Sequence[Quota]:
        """How many of a group are asked for."""

    @property
    def horizon(self) -> float:
        """Days."""

    @property
    def world(self) -> Grouped:
        """Whose groups quotas mean."""


def off_names(words: Iterable[str]) -> tuple[str, ...]:
    """Return the mechanisms that `words` (names or numbers) mean, in the order of their numbers.

    Raises
    ------
    SchemaError
        With one line for every word that is no mechanism.

    Examples
    --------
    >>> off_names(["10", "family"])
    ('naming', 'family')
    """
    found, problems = set(), []
    for word in words:
        mechanism = mechanism_named(word)
        if mechanism is None:
            hint = did_you_mean(word, mechanisms())
            problems.append(
                Problem("--off", 0, "", shown(word), "a mechanism, by name or number (1 to 20)", hint)
            )
        else:
            found.add(mechanism.name)
    if problems:
        raise SchemaError(problems)
    return tuple(name for name in mechanisms() if name in found)


def neutral(off: Iterable[str]) -> dict[str, float]:
    """Return parameter -> neutral value for every parameter that the mechanisms `off` set.

    Examples
    --------
    >>> neutral(["retraction"])
    {'retraction.rate': 0.0, 'retraction.trial': 0.0}
    """
    return {
        each.name: each.neutral
        for name in off
        for each in mechanisms()[name].parameters
        if each.neutral is not None
    }


def stretches(
    scenario: Numbered, *, off: Iterable[str] = (), changed: Mapping[str, float] | None = None
) -> tuple[Floats, Floats]:
    """Return when other numbers begin to hold, and the numbers: (S,) days and (S, P) values.

    Parameters
    ----------
    scenario : Scenario or CountryScenario
        What is set at day 0, and by which order.
    off : iterable of str
        Names of mechanisms that are off: their parameters are neutral throughout.
    changed : mapping of str to float, optional
        Values that replace those of day 0 (a draw from the priors, a fit).
    """
    names = list(parameters())
    row = {name: each.usual for name, each in parameters().items()}
    row |= {name: each.value for name, each in scenario.values.items()} | dict(changed or {})
    still = neutral(off)
    days = sorted({0.0} | {each.day for each in scenario.orders} | _quota_days(scenario))
    rows = []
    for day in days:
        for order in scenario.orders:
            if order.day == day:
                row |= {name: each.value for name, each in order.values.items()}
        rows.append([{**row, **still}[name] for name in names])
    return np.array(days), np.array(rows)


def _quota_days(scenario: Numbered) -> set[float]:
    return {day for each in scenario.quotas for day in (each.day, each.until) if 0 <= day <= scenario.horizon}


def quotas(scenario: Numbered, days: Floats) -> Floats:
    """Return the quota of each group on each stretch: (S, G) persons a day."""
    asked = np.zeros((len(days), len(scenario.world.groups)))
    for each in scenario.quotas:
        asked[(days >= each.day) & (days < each.until), each.group] += each.rate.value
    return asked
