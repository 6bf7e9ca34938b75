"""Which scenarios are of countries, and how is one opened?

::

    [world]
    country = true                 # else a scenario of one affair
    about = "..."
    seed = 1937                    # of the country
    persons = { value = 162000000, unit = "persons", source = "..." }
    acquaintances = { value = 10, unit = "persons", source = "free" }
    sd_log = { value = 0.75, unit = "factor", source = "free" }
    mind = { value = 12, unit = "persons", source = "free" }     # names that an affair keeps in mind

    [[world.groups]]
    id = "..."                     # title, office: texts; persons as above, or rest = true for one group
    household = { ... }            # unit, cell: persons; beyond, prisoners, interrogators, prominent: shares

    [[sweeps]]  targets = ["group"]; rate; route = "board"    # route: of the cases it opens, or by share
    [[lists]]   targets = ["group"]; share
    [[quotas]]  groups = ["group"]; asked = { persons in all }; route = "quota"

Everything else is as in scenarios of one affair.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from showtrial.errors import SchemaError
from showtrial.model.country.choice import KEPT, effect_of
from showtrial.model.country.scenario import (
    TRAITS,
    CountryScenario,
    Group,
    GroupListing,
    GroupQuota,
    GroupSweep,
    Inhabitants,
)
from showtrial.model.machine.cells import Cells, opened
from showtrial.model.machine.layout import COURT, LIST, ROUTE_WORDS
from showtrial.model.machine.opening import Calendar, choice_of, counted, day_zero
from showtrial.model.machine.scenario import Value
from showtrial.model.machine.world import world_of
from showtrial.record.hints import did_you_mean, shown
from showtrial.record.named import named_text, packaged_texts

_KEYS = (
    "title", "about", "from", "to", "world", "parameters", "orders", "sweeps", "lists", "quotas", "trials",
    "stop", "naming", "refutations",
)  # fmt: skip
_WORLD_KEYS = ("country", "about", "seed", "persons", "acquaintances", "sd_log", "mind", "groups")
_SIZES = ("household", "unit", "cell")
_NONE = Value(value=0.0, unit="persons", source="free")
#: Routes that an affair may have.
_LINES = [ROUTE_WORDS[COURT], *ROUTE_WORDS[LIST:]]


def _packaged() -> dict[str, str]:
    every = packaged_texts("showtrial.scenarios", ".")
    return {name: text for name, text in every.items() if tomllib.loads(text)["world"].get("country")}


def country_scenarios() -> tuple[str, ...]:
    """Return the names of the packaged scenarios of countries.

    Examples
    --------
    >>> country_scenarios()
    ('moscow', 'union')
    """
    return tuple(_packaged())


def is_country(name: str) -> bool:
    """Whether `name`, a packaged name or the path of a TOML file, is a scenario of a country.

    Examples
    --------
    >>> is_country("union"), is_country("sixteen"), is_country("no such file")
    (True, False, False)
    """
    if name in country_scenarios():
        return True
    try:
        table = tomllib.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False
    world = table.get("world")
    return isinstance(world, Mapping) and bool(world.get("country"))


def open_country(name: str) -> CountryScenario:
    """Open a packaged scenario of a country, or a scenario file.

    Raises
    ------
    ReadError
        If there is no such scenario, or it is no TOML.
    SchemaError
        With every problem of the file.

    Examples
    --------
    >>> union = open_country("union")
    >>> len(union.world), union.start.isoformat(), sum(union.world.sizes) == len(union.world)
    (162000000, '1934-12-01', True)
    """
    text, file = named_text(name, _packaged(), "scenario of a country")
    return country_of(text.encode(), file, name=Path(name).stem)


def country_of(data: bytes, file: str, *, name: str) -> CountryScenario:
    """Read a scenario of a country from the bytes of a TOML file; see `open_country`."""
    cells, table = opened(data, file)
    cells.known(table, "", _KEYS)
    cells.start = day_zero(cells, table, "from")
    asked = cells.table_at(table, "", "world")
    world, drawn = _inhabitants(cells, asked)
    horizon = cells.day_at(table, "", "to")
    cells.ordered("", ("from", 0.0), ("to", horizon))
    values = cells.values_of(cells.table_at(table, "", "parameters"), "parameters")
    calendar = _GroupCalendar(cells, world, horizon)
    parts = {key: calendar.read(table, key) for key in ("orders", "sweeps", "lists", "trials")}
    quotas = [each for row in cells.rows_at(table, "", "quotas") for each in calendar.quotas_of(row)]
    stop = calendar.stop(table)
    choice = choice_of(cells, cells.table_at(table, "", "naming"))
    told = [
        (cells.day_at(row, "refutations", "date"), cells.text_at(row, "refutations", "source"))
        for row in cells.rows_at(table, "", "refutations")
    ]
    _effects(cells, choice.effects)
    title, about = (cells.text_at(table, "", key) for key in ("title", "about"))
    if cells.problems:
        raise SchemaError(cells.problems)
    return CountryScenario(
        name=name,
        title=title,
        about=about,
        start=cells.start or date(1, 1, 1),
        horizon=horizon,
        world=world,
        world_source=str(asked.get("about", "")),
        values=MappingProxyType(values),
        quotas=tuple(quotas),
        stop=stop,
        choice=choice,
        refutations=tuple(told),
        sha256=hashlib.sha256(data).hexdigest(),
        world_values=MappingProxyType(drawn),
        numbers=counted(table),
        **parts,
    )


def _effects(cells: Cells, effects: tuple[str, ...]) -> None:
    for text in effects:
        if effect_of(text) is None:
            cells.wrong(
                "naming effects", shown(text), "an effect that a country keeps", did_you_mean(text, KEPT)
            )


def _inhabitants(cells: Cells, table: Mapping[str, Any]) -> tuple[Inhabitants, dict[str, Value]]:
    cells.known(table, "world", _WORLD_KEYS)
    seed = table.get("seed", 1)
    if not isinstance(seed, int) or isinstance(seed, bool):
        cells.wrong("world seed", shown(seed), "a whole number")
        seed = 1
    units = {"persons": "persons", "acquaintances": "persons", "sd_log": "factor", "mind": "persons"}
    values = {key: cells.value_at(table, "world", key, unit) for key, unit in units.items()}
    if not 1 <= values["mind"].value <= 64:
        cells.wrong("world mind", f"{values['mind'].value:g}", "1 to 64 persons")
    groups, rest = _groups(cells, table, values)
    everybody = int(values["persons"].value)
    others = sum(each.persons.value for at, each in enumerate(groups) if at != rest)
    if everybody < 1 or not groups:
        cells.wrong("world persons", "an empty population", "1 person or more, and [[world.groups]]")
    elif others > everybody or rest < 0:
        cells.wrong(
            "world groups",
            f"groups of {others:,.0f} of {everybody:,} persons, {'no' if rest < 0 else 'a'} rest",
            "one group with rest = true, and room for it",
        )
    found = Inhabitants(
        all_groups=tuple(groups),
        rest=max(rest, 0),
        seed=seed,
        mean=values["acquaintances"],
        sd_log=values["sd_log"],
        mind=values["mind"],
        persons=max(everybody, 1),
        full=max(everybody, 1),
    )
    return found, values


def _groups(cells: Cells, table: Mapping[str, Any], values: dict[str, Value]) -> tuple[list[Group], int]:
    found: dict[str, Group] = {}
    rest = -1
    for row in cells.rows_at(table, "world", "groups"):
        where = f"world groups {row.get('id', '')}".strip()
        cells.known(row, where, ("id", "title", "office", "persons", "rest", *_SIZES, *TRAITS))
        name = cells.text_at(row, where, "id")
        if name in found:
            cells.wrong(where, "the same id twice", "an id of its own")
        persons = _NONE
        if cells.flag_at(row, where, "rest", False):
            if rest >= 0:
                cells.wrong(where, "rest = true twice", "one group for the rest")
            rest = len(found)
        else:
            persons = values[f"{name}.persons"] = cells.value_at(row, where, "persons", "persons")
        sizes, traits = [], {}
        for key in _SIZES:
            sizes.append(cells.value_at(row, where, key, "persons") if key in row else _NONE)
        for key in TRAITS:
            if key in row:
                traits[key] = cells.value_at(row, where, key, "probability")
        values |= {f"{name}.{key}": each for key, each in traits.items()}
        values |= {f"{name}.{key}": each for key, each in zip(_SIZES, sizes, strict=True) if key in row}
        found[name] = Group(
            id=name,
            title=cells.text_at(row, where, "title", required=False) or name,
            office=cells.text_at(row, where, "office", required=False) or "the office",
            persons=persons,
            sizes=(sizes[0], sizes[1], sizes[2]),
            traits=MappingProxyType(traits),
        )
    return list(found.values()), rest


class _GroupCalendar(Calendar):
    """Reads the dated tables of a country, whose targets are groups."""

    def __init__(self, cells: Cells, people: Inhabitants, horizon: float) -> None:
        super().__init__(cells, world_of([], []), horizon)
        self.people = people

    def _numbers(self, row: Mapping[str, Any], where: str, key: str) -> tuple[int, ...]:
        found = []
        for word in self.cells.words_at(row, where, key):
            if word in self.people.groups:
                found.append(self.people.groups.index(word))
            else:
                hint = did_you_mean(word, self.people.groups)
                self.cells.wrong(f"{where} {key}", shown(word), "a group of this country", hint)
        if not row.get(key):
            self.cells.wrong(f"{where} {key}", "nobody", f"{key} = [...], groups of this country")
        return tuple(sorted(set(found)))

    def _line(self, row: Mapping[str, Any], where: str) -> int:
        word = row.get("route")
        if word is None:
            return -1
        if word not in _LINES:
            self.cells.wrong(f"{where} route", shown(word), f"one of {', '.join(_LINES)}")
            return -1
        return ROUTE_WORDS.index(word)

    def _sweep(self, row: Mapping[str, Any]) -> GroupSweep:
        where, told = self._head(row, "sweeps", ("date", "until", "targets", "rate", "route"))
        day, until = self._span(row, where)
        rate, route = self.cells.value_at(row, where, "rate", "per day"), self._line(row, where)
        targets = self._numbers(row, where, "targets")
        return GroupSweep(day=day, until=until, targets=targets, rate=rate, affair=-1, route=route, **told)

    def _list(self, row: Mapping[str, Any]) -> GroupListing:
        where, told = self._head(row, "lists", ("date", "targets", "share"))
        day = self.cells.day_at(row, where, "date")
        share = self.cells.value_at(row, where, "share", "probability")
        return GroupListing(day=day, targets=self._numbers(row, where, "targets"), share=share, **told)

    def quotas_of(self, row: Mapping[str, Any]) -> list[GroupQuota]:
        """Split what is asked of several groups by their sizes."""
        where, told = self._head(row, "quotas", ("date", "until", "groups", "asked", "route"))
        day, until = self._span(row, where)
        groups, asked = (
            self._numbers(row, where, "groups"),
            self.cells.value_at(row, where, "asked", "persons"),
        )
        if not until > day:
            self.cells.wrong(f"{where} until", "a quota of no days", "a later date")
            until = day + 1.0
        sizes, route = self.people.sizes, self._line(row, where)
        everybody = max(sum(sizes[g] for g in groups), 1)
        return [
            GroupQuota(
                day=day,
                until=until,
                group=g,
                rate=Value(
                    value=asked.value * sizes[g] / everybody / (until - day),
                    unit="per day",
                    source=asked.source,
                    note=f"{asked.value:,.0f} persons over {until - day:.0f} days, split by size",
                ),
                route=route,
                **told,
            )
            for g in groups
        ]
