"""What does a scenario of a country say: groups with their sizes, numbers with their sources, a calendar?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from showtrial.errors import ModelError
from showtrial.model.machine.components import parameters
from showtrial.model.machine.scenario import Choice, Listing, Order, Quota, Sweep, Trial, Value

#: Traits that a share of a group has, in the order of `ledger.BEYOND` and after.
TRAITS = ("beyond", "prisoners", "interrogators", "prominent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Persons of one kind and one region.

    Parameters
    ----------
    id, title, office : str
        Office: which office arrests them.
    persons : Value
        How many; of the group that takes the rest, what is left.
    sizes : (Value, Value, Value)
        Persons of a household, a work unit and a cell; below 2: none.
    traits : mapping of str to Value
        Shares: out of reach, in prison before, interrogators, prominent.
    """

    id: str
    title: str
    office: str
    persons: Value
    sizes: tuple[Value, Value, Value]
    traits: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inhabitants:
    """Everybody, before anything happens.

    Parameters
    ----------
    all_groups : tuple of Group
    rest : int
        Number of the group that takes what the others leave.
    seed : int
        Of the country.
    mean, sd_log : Value
        Acquaintances of a person: mean, and standard deviation of the logarithm.
    mind : Value
        Names that an affair keeps in mind.
    persons : int
        How many there are in all.
    full : int
        How many the scenario says there are.
    """

    all_groups: tuple[Group, ...]
    rest: int
    seed: int
    mean: Value
    sd_log: Value
    mind: Value
    persons: int
    full: int

    def __len__(self) -> int:
        return self.persons

    @property
    def groups(self) -> tuple[str, ...]:
        """Ids of the groups, in order of number."""
        return tuple(each.id for each in self.all_groups)

    @property
    def scale(self) -> float:
        """Persons, as a share of those of the scenario."""
        return self.persons / self.full

    @property
    def sizes(self) -> tuple[int, ...]:
        """Persons of each group; they add up to all."""
        own = [round(each.persons.value * self.scale) for each in self.all_groups]
        own[self.rest] = self.persons - (sum(own) - own[self.rest])
        return tuple(own)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSweep(Sweep):
    """A sweep over groups: `targets` are numbers of groups.

    Parameters
    ----------
    route : int
        Route of its cases, as numbered in `machine.layout`; -1: by share. `affair` -1: one for each person.
    """

    route: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupQuota(Quota):
    """A quota of one group; `route` as in `GroupSweep`."""

    route: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupListing(Listing):
    """A list drawn from groups: `targets` are numbers of groups.

    Parameters
    ----------
    share : Value
        Share of each group that is on it.
    """

    share: Value


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountryScenario:
    """Groups, numbers with their sources, and a calendar; read like a `Scenario` of one affair.

    Parameters
    ----------
    name, title, about, world_source, sha256 : str
    start : date
        Day 0.
    horizon : float
        Days.
    world : Inhabitants
    values : mapping of str to Value
        Parameters that this scenario sets, as of day 0; the others have their usual value.
    orders, sweeps, lists, quotas, trials : tuples
        The calendar.
    stop : (float, str, str) or None
        Day, title and source of the stop.
    choice : Choice
        Of names, among those around.
    refutations : tuple of (float, str)
        Days on which something said in public was refuted, and the source.
    world_values : mapping of str to Value
        Numbers of the groups, for the listing of what is free.
    numbers : (int, int)
        How many of its numbers are cited, and how many are free.
    """

    name: str
    title: str
    about: str
    start: date
    horizon: float
    world: Inhabitants
    world_source: str
    values: Mapping[str, Value]
    choice: Choice
    orders: tuple[Order, ...] = ()
    sweeps: tuple[GroupSweep, ...] = ()
    lists: tuple[GroupListing, ...] = ()
    quotas: tuple[GroupQuota, ...] = ()
    trials: tuple[Trial, ...] = ()
    stop: tuple[float, str, str] | None = None
    refutations: tuple[tuple[float, str], ...] = ()
    sha256: str = ""
    world_values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    numbers: tuple[int, int] = (0, 0)


def with_persons(scenario: CountryScenario, persons: int) -> CountryScenario:
    """Return the scenario for another number of persons.

    Groups keep their shares; households, units, cells and acquaintances keep their sizes. What counts
    persons (quotas, the most arrests of a day, interrogators, accused of open trials) is scaled with them;
    what is a rate for each person stays.

    Raises
    ------
    ModelError
        If there would be nobody.
    """
    if persons < 1:
        raise ModelError(f"--persons {persons}  wanted 1 or more")
    return replace(scenario, world=replace(scenario.world, persons=persons))


def with_values(scenario: CountryScenario, values: Mapping[str, float]) -> CountryScenario:
    """Return the scenario with other values of some parameters at day 0: a draw from the priors, a fit."""
    rows = {
        name: Value(value=value, unit=parameters()[name].unit, source="drawn")
        for name, value in values.items()
    }
    return replace(scenario, values=MappingProxyType({**scenario.values, **rows}))
