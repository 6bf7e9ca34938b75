"""What is run when each run of a country has values of its own for the free numbers?

Draws of a posterior stand for what a calibration leaves open. A run at each of them, at full size, shows what
the calibrated machine predicts, its uncertainty included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from showtrial.errors import ModelError
from showtrial.events.history import Floats
from showtrial.model.country.scenario import CountryScenario

#: A free number of this name is the rate of a sweep; the others are parameters of mechanisms.
SWEEP = "sweep "


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A scenario of which run r has the values of row r.

    Parameters
    ----------
    scenario : CountryScenario
        At the size of the runs.
    names : tuple of str
        The free numbers: parameters of the scenario, or "sweep " and the id of one of its sweeps.
    rows : (N, P) float64
        Their values.
    """

    scenario: CountryScenario
    names: tuple[str, ...]
    rows: Floats


def with_values(scenario: CountryScenario, names: Sequence[str], values: Sequence[float]) -> CountryScenario:
    """Return a scenario with other values of some of its free numbers.

    Raises
    ------
    ModelError
        If the scenario has no such number.

    Examples
    --------
    >>> from showtrial.model.country.opening import open_country
    >>> other = with_values(open_country("union"), ["naming.names", "sweep ordinary"], [0.5, 1e-6])
    >>> other.values["naming.names"].value, [s.rate.value for s in other.sweeps if s.id == "ordinary"]
    (0.5, [1e-06])
    """
    given = {name: float(value) for name, value in zip(names, values, strict=True)}
    known = {*scenario.values, *(SWEEP + each.id for each in scenario.sweeps)}
    if unknown := [name for name in given if name not in known]:
        raise ModelError(f"{scenario.name}  has no number {', '.join(unknown)}")
    sweeps = tuple(
        replace(each, rate=replace(each.rate, value=given.get(SWEEP + each.id, each.rate.value)))
        for each in scenario.sweeps
    )
    numbers = {
        name: replace(each, value=given.get(name, each.value)) for name, each in scenario.values.items()
    }
    return replace(scenario, sweeps=sweeps, values=MappingProxyType(numbers))


def at_run(scenario: CountryScenario | Drawn, number: int) -> CountryScenario:
    """Return what run `number` runs.

    Raises
    ------
    ModelError
        If there are not so many draws.
    """
    if isinstance(scenario, CountryScenario):
        return scenario
    if number >= len(scenario.rows):
        raise ModelError(f"runs {number + 1}  wanted at most {len(scenario.rows)}, one for each draw")
    return with_values(scenario.scenario, scenario.names, scenario.rows[number].tolist())
