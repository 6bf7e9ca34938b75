"""Which twenty mechanisms are there, and which parameters does each of them have?

The table is data: `mechanisms.yaml`. Scenario files, the off switches, the bounds of values and
``docs/mechanisms.md`` are all read from it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

#: Unit -> lowest and highest value.
UNITS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "probability": (0.0, 1.0),
        "switch": (0.0, 1.0),
        "factor": (0.0, math.inf),
        "per day": (0.0, math.inf),
        "days": (0.0, math.inf),
        "persons": (0.0, math.inf),
        "count": (0.0, math.inf),
        "log hazard ratio": (-20.0, 20.0),
        "log odds": (-50.0, 50.0),
    }
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the machine.

    Parameters
    ----------
    name, mechanism, unit : str
        ``naming.names``; the mechanism it belongs to (``process`` for none of the twenty); a key of `UNITS`.
    usual : float
        Value where a scenario says nothing.
    neutral : float or None
        Value at which the mechanism does nothing; None: stays as it is when the mechanism is off.
    prior : (float, float) or None
        Range before any data, where the value is a matter of estimation.
    source, meaning : str
        Where the range or value comes from, or the word ``free``; in words.
    """

    name: str
    mechanism: str
    unit: str
    usual: float
    neutral: float | None
    prior: tuple[float, float] | None
    source: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One of the twenty: what it does, what it reads and writes, where it stands in record and audit."""

    number: int
    name: str
    title: str
    does: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    off: str
    record: str
    audit: str
    parameters: tuple[Parameter, ...]

    @property
    def observational(self) -> bool:
        """Whether it changes what is seen and never what happens (15 and 19)."""
        return self.name in ("evidence", "belief")


def _parameters(mechanism: str, rows: Mapping[str, Any]) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(
            name,
            mechanism,
            row["unit"],
            float(row["usual"]),
            None if row["neutral"] == "keep" else float(row["neutral"]),
            None if row["prior"] == "none" else (float(row["prior"][0]), float(row["prior"][1])),
            row["source"],
            row["meaning"],
        )
        for name, row in rows.items()
    )


@cache
def _table() -> dict[str, Any]:
    text = files("showtrial.model.machine").joinpath("mechanisms.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


@cache
def mechanisms() -> Mapping[str, Mechanism]:
    """Return name -> mechanism, in the order of their numbers.

    Examples
    --------
    >>> len(mechanisms()), mechanisms()["naming"].number, mechanisms()["naming"].off
    (20, 10, 'kappa = 0')
    """
    found = {}
    for row in _table()["mechanisms"]:
        lists = {key: tuple(row[key]) for key in ("reads", "writes")}
        own = _parameters(row["name"], row["parameters"])
        found[row["name"]] = Mechanism(**{**row, **lists, "parameters": own})
    return MappingProxyType(found)


@cache
def parameters() -> Mapping[str, Parameter]:
    """Return name -> parameter, those of the process itself first.

    Examples
    --------
    >>> parameters()["naming.names"].neutral
    0.0
    """
    every = [*_parameters("process", _table()["process"]["parameters"])]
    every += [each for mechanism in mechanisms().values() for each in mechanism.parameters]
    return MappingProxyType({each.name: each for each in every})


def mechanism_named(word: str) -> Mechanism | None:
    """Return the mechanism with this name or number, None if there is none.

    Examples
    --------
    >>> mechanism_named("10").name, mechanism_named("gossip")
    ('naming', None)
    """
    found = mechanisms().get(word)
    if found is None and word.isdecimal():
        found = next((each for each in mechanisms().values() if each.number == int(word)), None)
    return found
