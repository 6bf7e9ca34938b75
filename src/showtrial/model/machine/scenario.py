"""What does a scenario say: world, numbers with their sources, and a calendar of orders?"""

from __future__ import annotations

import copyreg
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from showtrial.model.machine.components import parameters
from showtrial.model.machine.world import World

# A scenario goes to other processes and machines; read-only mappings do not by themselves.
copyreg.pickle(MappingProxyType, lambda found: (MappingProxyType, (dict(found),)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A number and where it stands.

    Parameters
    ----------
    value : float
    unit, source, note : str
        Source: what it is taken from, or ``free`` (a choice, for which no figure is known).
    prior : (float, float) or None
        Range, where this scenario has a narrower one than the table of mechanisms.
    """

    value: float
    unit: str
    source: str
    note: str = ""
    prior: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """From `day` on, other numbers hold."""

    id: str
    day: float
    title: str
    source: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """From `day` to `until` each free person of `targets` becomes wanted at `rate` a day.

    The first of a scenario is the pretext's; the others are waves.
    """

    id: str
    day: float
    until: float
    title: str
    source: str
    targets: tuple[int, ...]
    rate: Value
    affair: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """At `day` the persons of `targets` come onto the list of names that the office wants."""

    id: str
    day: float
    title: str
    source: str
    targets: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """From `day` to `until` a group is asked for `rate` persons a day."""

    id: str
    day: float
    until: float
    title: str
    source: str
    group: int
    rate: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """An open trial: drafts (day, how many accused in all), opening, verdict."""

    id: str
    title: str
    source: str
    drafts: tuple[tuple[float, int], ...]
    opens: float
    verdict: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """How names are chosen among those around: effects of the naming models, and their coefficients.

    Parameters
    ----------
    effects : tuple of str
        As a model file writes them.
    estimate : (P,) float64
    covariance : (P, P) float64
        0 where the coefficients are fixed.
    inflation : Value
        Factor on the covariance: the record shows only selected sessions.
    sources : tuple of str
        Of each coefficient.
    """

    effects: tuple[str, ...]
    estimate: NDArray[np.float64]
    covariance: NDArray[np.float64]
    inflation: Value
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scenario:
    """A world, numbers with their sources, and a calendar.

    Parameters
    ----------
    name, title, about : str
    start : date
        Day 0.
    horizon : float
        Days.
    world : World
    world_source : str
        Where persons and ties come from.
    values : mapping of str to Value
        Parameters that this scenario sets, as of day 0; the others have their usual value.
    orders, sweeps, lists, quotas, trials : tuples
        The calendar.
    stop : (float, str, str) or None
        Day, title and source of the stop.
    choice : Choice
    refutations : tuple of (float, str)
        Days on which something said in public was refuted in public, and the source.
    sha256 : str
        Of the file and of the case file that it reads.
    world_values : mapping of str to Value
        Numbers by which the world was drawn.
    numbers : (int, int)
        How many of its numbers are cited, and how many are free.
    """

    name: str
    title: str
    about: str
    start: date
    horizon: float
    world: World
    world_source: str
    values: Mapping[str, Value]
    orders: tuple[Order, ...] = ()
    sweeps: tuple[Sweep, ...] = ()
    lists: tuple[Listing, ...] = ()
    quotas: tuple[Quota, ...] = ()
    trials: tuple[Trial, ...] = ()
    stop: tuple[float, str, str] | None = None
    choice: Choice = field(
        default_factory=lambda: Choice(
            effects=(),
            estimate=np.zeros(0),
            covariance=np.zeros((0, 0)),
            sources=(),
            inflation=Value(value=1.0, unit="factor", source="free"),
        )
    )
    refutations: tuple[tuple[float, str], ...] = ()
    sha256: str = ""
    world_values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    numbers: tuple[int, int] = (0, 0)


def changed(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """Return the scenario with other values of some parameters at day 0: a draw from the priors, a fit.

    Orders of the calendar still set what they set.
    """
    rows = {
        name: Value(value=value, unit=parameters()[name].unit, source="drawn")
        for name, value in values.items()
    }
    return replace(scenario, values=MappingProxyType({**scenario.values, **rows}))
