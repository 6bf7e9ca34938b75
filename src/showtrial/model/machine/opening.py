"""Which scenarios are there, how is one opened, and what does it say in words?"""

from __future__ import annotations

import hashlib
import itertools
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from showtrial.errors import Problem, ReadError, SchemaError
from showtrial.model.machine.as_history import history_of
from showtrial.model.machine.cells import Cells, opened
from showtrial.model.machine.components import parameters
from showtrial.model.machine.peopled import world_at
from showtrial.model.machine.scenario import Choice, Listing, Order, Quota, Scenario, Sweep, Trial, Value
from showtrial.model.machine.world import World
from showtrial.model.naming.effects import parse
from showtrial.record.casefile import CaseFile
from showtrial.record.hints import did_you_mean, shown
from showtrial.record.named import named_text, packaged_texts
from showtrial.record.packaged import open_case

_KEYS = (
    "title", "about", "from", "to", "world", "parameters", "orders", "sweeps", "lists", "quotas", "trials",
    "stop", "naming", "refutations",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packaged:
    """A packaged scenario, before it is opened.

    Parameters
    ----------
    name, title, about : str
    start, end : str
        First and last day.
    case : str
        The case file that it needs: a packaged name, ``given``, or empty.
    cited, free : int
        How many of its numbers stand with a source, and how many are choices; see `counted`.
    """

    name: str
    title: str
    about: str
    start: str
    end: str
    case: str
    cited: int
    free: int


def packaged_scenarios() -> dict[str, Packaged]:
    """Return name -> what it is, sorted by name.

    Examples
    --------
    >>> list(packaged_scenarios())
    ['giaveno', 'sixteen', 'toy']
    """
    found = {}
    for name, text in _packaged().items():
        table = tomllib.loads(text)
        told = (table["title"], table["about"], str(table["from"]), str(table["to"]))
        found[name] = Packaged(name, *told, table["world"].get("case", ""), *counted(table))
    return found


def counted(table: Mapping[str, Any]) -> tuple[int, int]:
    """Return how many numbers of a scenario are cited, and how many are free.

    Parameters of the machine that the file does not set count with the source of their usual value.

    Examples
    --------
    >>> toy = packaged_scenarios()["toy"]
    >>> toy.cited > 0, toy.free > toy.cited
    (True, True)
    """
    usual = [each.source for name, each in parameters().items() if name not in table.get("parameters", {})]
    sources = [*_sources(table), *usual]
    free = sum(each.startswith("free") for each in sources)
    return len(sources) - free, free


def _sources(part: Any) -> list[str]:
    """Return the source of every number that is written anywhere in a part of a scenario."""
    if isinstance(part, list):
        return [source for each in part for source in _sources(each)]
    if not isinstance(part, Mapping):
        return []
    if "value" in part:
        return [str(part.get("source", ""))]
    return [source for each in part.values() for source in _sources(each)]


def _packaged() -> dict[str, str]:
    """Return the texts of scenarios of one affair; those of countries are opened by `model.country`."""
    every = packaged_texts("showtrial.scenarios", ".")
    return {name: text for name, text in every.items() if not tomllib.loads(text)["world"].get("country")}


def open_scenario(name: str, *, case: CaseFile | str | None = None) -> Scenario:
    """Open a packaged scenario, or a scenario file.

    Parameters
    ----------
    name : str
        A packaged name, or the path of a TOML file.
    case : CaseFile or str, optional
        The case file from which persons and ties come, where the scenario says ``case = "given"``.

    Raises
    ------
    ReadError
        If there is no such scenario, or it is no TOML.
    SchemaError
        With every problem of the file.

    Examples
    --------
    >>> scenario = open_scenario("toy")
    >>> len(scenario.world), scenario.horizon
    (8, 180.0)
    """
    text, file = named_text(name, _packaged(), "scenario")
    return scenario_of(text.encode(), file, name=Path(name).stem, case=case)


def scenario_of(data: bytes, file: str, *, name: str, case: CaseFile | str | None = None) -> Scenario:
    """Read a scenario from the bytes of a TOML file; see `open_scenario`."""
    cells, table = opened(data, file)
    cells.known(table, "", _KEYS)
    cells.start = day_zero(cells, table, "from")
    asked = cells.table_at(table, "", "world")
    given = _case(cells, asked, case)
    world, drawn = world_at(cells, asked, given)
    horizon = cells.day_at(table, "", "to")
    cells.ordered("", ("from", 0.0), ("to", horizon))
    values = cells.values_of(cells.table_at(table, "", "parameters"), "parameters")
    calendar = Calendar(cells, world, horizon)
    parts = {key: calendar.read(table, key) for key in ("orders", "sweeps", "lists", "quotas", "trials")}
    stop = calendar.stop(table)
    choice = choice_of(cells, cells.table_at(table, "", "naming"))
    told = [
        (cells.day_at(row, "refutations", "date"), cells.text_at(row, "refutations", "source"))
        for row in cells.rows_at(table, "", "refutations")
    ]
    _effects(cells, choice, world)
    title, about = (cells.text_at(table, "", key) for key in ("title", "about"))
    if cells.problems:
        raise SchemaError(cells.problems)
    digest = hashlib.sha256(data + (given.sha256.encode() if given is not None else b""))
    return Scenario(
        name=name,
        title=title,
        about=about,
        start=cells.start or date(1, 1, 1),
        horizon=horizon,
        world=world,
        world_source=str(asked.get("about", "")),
        values=MappingProxyType(values),
        stop=stop,
        choice=choice,
        refutations=tuple(told),
        sha256=digest.hexdigest(),
        world_values=MappingProxyType(drawn),
        numbers=counted(table),
        **parts,
    )


def day_zero(cells: Cells, table: Mapping[str, Any], key: str) -> date | None:
    """Return the date under `key`, from which the days of a scenario are counted; None where it is wrong."""
    found = table.get(key)
    try:
        return found if isinstance(found, date) else date.fromisoformat(str(found))
    except ValueError:
        cells.wrong(key, "nothing" if found is None else shown(found), "a date such as 1936-01-05")
        return None


def _case(cells: Cells, table: Mapping[str, Any], case: CaseFile | str | None) -> CaseFile | None:
    named = table.get("case")
    if named is None:
        if case is not None:
            mend = "leave the case file out"
            raise ReadError(f"{cells.file}  has persons of its own and takes no case file; {mend}")
        return None
    if isinstance(case, CaseFile):
        return case
    if named == "given" and case is None:
        raise ReadError(f"{cells.file}  needs a case file for its persons and ties; give one: --case CASE")
    return open_case(str(case or named))


class Calendar:
    """Reads the dated tables of a scenario."""

    def __init__(self, cells: Cells, world: World, horizon: float) -> None:
        self.cells, self.world, self.horizon = cells, world, horizon
        self.ids: set[str] = set()

    def read(self, table: Mapping[str, Any], key: str) -> tuple[Any, ...]:
        """Return the entries of one kind in order of their days."""
        read: Any = {
            "orders": self._order,
            "sweeps": self._sweep,
            "lists": self._list,
            "quotas": self._quota,
        }.get(key)
        found: list[Any] = [(read or self._trial)(row) for row in self.cells.rows_at(table, "", key)]
        if key == "sweeps":
            days = [each.day for each in found]
            for before, after in itertools.pairwise(days):
                if after < before:
                    self.cells.wrong(
                        "sweeps date", "a sweep that lies before the one above it", "dates in order"
                    )
        return tuple(found)

    def _head(self, row: Mapping[str, Any], kind: str, keys: tuple[str, ...]) -> tuple[str, dict[str, str]]:
        where = f"{kind} {row.get('id', '')}".strip()
        self.cells.known(row, where, ("id", "title", "source", *keys))
        told = {key: self.cells.text_at(row, where, key) for key in ("id", "title", "source")}
        if told["id"] in self.ids:
            self.cells.wrong(where, "the same id twice", "an id of its own")
        self.ids.add(told["id"])
        return where, told

    def _span(self, row: Mapping[str, Any], where: str) -> tuple[float, float]:
        day = self.cells.day_at(row, where, "date")
        until = self.cells.day_at(row, where, "until") if "until" in row else self.horizon
        self.cells.ordered(where, ("from", 0.0), ("date", day), ("until", until))
        return day, until

    def _order(self, row: Mapping[str, Any]) -> Order:
        where, told = self._head(row, "orders", ("date", "set"))
        day = self.cells.day_at(row, where, "date")
        self.cells.ordered(where, ("from", 0.0), ("date", day), ("to", self.horizon))
        values = self.cells.values_of(self.cells.table_at(row, where, "set"), f"{where} set")
        return Order(day=day, values=MappingProxyType(values), **told)

    def _sweep(self, row: Mapping[str, Any]) -> Sweep:
        where, told = self._head(row, "sweeps", ("date", "until", "targets", "rate", "affair"))
        day, until = self._span(row, where)
        rate, affair = self.cells.value_at(row, where, "rate", "per day"), row.get("affair", 0)
        if not isinstance(affair, int) or not 0 <= affair < 100:
            self.cells.wrong(f"{where} affair", shown(affair), "a whole number from 0 to 99")
            affair = 0
        targets = self._targets(row, where)
        return Sweep(day=day, until=until, targets=targets, rate=rate, affair=affair, **told)

    def _list(self, row: Mapping[str, Any]) -> Listing:
        where, told = self._head(row, "lists", ("date", "targets"))
        return Listing(day=self.cells.day_at(row, where, "date"), targets=self._targets(row, where), **told)

    def _quota(self, row: Mapping[str, Any]) -> Quota:
        where, told = self._head(row, "quotas", ("date", "until", "group", "rate"))
        day, until = self._span(row, where)
        group = row.get("group")
        if group not in self.world.groups:
            hint = did_you_mean(str(group), self.world.groups)
            self.cells.wrong(f"{where} group", shown(group), "a group of this world", hint)
        number = self.world.groups.index(group) if group in self.world.groups else 0
        return Quota(
            day=day,
            until=until,
            group=number,
            rate=self.cells.value_at(row, where, "rate", "per day"),
            **told,
        )

    def _trial(self, row: Mapping[str, Any]) -> Trial:
        where, told = self._head(row, "trials", ("drafts", "opens", "verdict"))
        drafts = []
        for each in self.cells.rows_at(row, where, "drafts"):
            self.cells.known(each, f"{where} drafts", ("date", "accused"))
            size = self.cells.value_at(each, f"{where} drafts", "accused", "persons")
            drafts.append((self.cells.day_at(each, f"{where} drafts", "date"), int(size.value)))
        opens, verdict = (self.cells.day_at(row, where, key) for key in ("opens", "verdict"))
        self.cells.ordered(
            where, *(("drafts", day) for day, _ in drafts), ("opens", opens), ("verdict", verdict)
        )
        return Trial(drafts=tuple(drafts), opens=opens, verdict=verdict, **told)

    def stop(self, table: Mapping[str, Any]) -> tuple[float, str, str] | None:
        """Return day, title and source of the stop."""
        if "stop" not in table:
            return None
        row = self.cells.table_at(table, "", "stop")
        self.cells.known(row, "stop", ("date", "title", "source"))
        title, source = (self.cells.text_at(row, "stop", key) for key in ("title", "source"))
        return self.cells.day_at(row, "stop", "date"), title, source

    def _targets(self, row: Mapping[str, Any], where: str) -> tuple[int, ...]:
        """Return the persons that ``targets`` means: ids, or everybody of a group or faction."""
        asked = self.cells.table_at(row, where, "targets")
        self.cells.known(asked, f"{where} targets", ("persons", "group", "faction"))
        world, found = self.world, set()
        number = {name: at for at, name in enumerate(world.ids)}
        for key, own in (("group", world.group), ("faction", world.faction)):
            for word in self.cells.words_at(asked, f"{where} targets", key):
                if word not in own:
                    hint = did_you_mean(word, sorted(set(own)))
                    self.cells.wrong(f"{where} targets", shown(word), f"a {key} of this world", hint)
                found |= {at for at, each in enumerate(own) if each == word}
        for who in self.cells.words_at(asked, f"{where} targets", "persons"):
            if who not in number:
                self.cells.wrong(
                    f"{where} targets", shown(who), "a person of this world", did_you_mean(who, number)
                )
            else:
                found.add(number[who])
        if not asked:
            self.cells.wrong(
                f"{where} targets", "nobody", "persons = [...], group = [...] or faction = [...]"
            )
        return tuple(sorted(found))


def choice_of(cells: Cells, table: Mapping[str, Any]) -> Choice:
    """Return the effects by which a name is chosen, with their coefficients."""
    cells.known(table, "naming", ("effects", "covariance", "inflation"))
    names, estimates, sources = [], [], []
    for row in cells.rows_at(table, "naming", "effects"):
        cells.known(row, "naming effects", ("effect", "value", "source", "note"))
        names.append(cells.text_at(row, "naming effects", "effect"))
        sources.append(cells.text_at(row, f"naming {names[-1]}", "source"))
        value = row.get("value")
        if not isinstance(value, int | float) or not math.isfinite(value):
            cells.wrong(f"naming {names[-1]}", shown(value), "a number as value")
            value = 0.0
        estimates.append(float(value))
    covariance = np.zeros((len(names), len(names)))
    if "covariance" in table:
        try:
            covariance = np.array(table["covariance"], np.float64).reshape(covariance.shape)
        except (ValueError, TypeError):
            cells.wrong("naming covariance", "another shape", f"{len(names)} rows of {len(names)} numbers")
    inflation = Value(value=1.0, unit="factor", source="free")
    if "inflation" in table:
        inflation = cells.value_at(table, "naming", "inflation", "factor")
    return Choice(
        effects=tuple(names),
        estimate=np.array(estimates),
        covariance=covariance,
        inflation=inflation,
        sources=tuple(sources),
    )


def _effects(cells: Cells, choice: Choice, world: World) -> None:
    """Read the effects against the world, as the naming models do, and keep what they refuse."""
    if not choice.effects:
        return
    try:
        parse(list(choice.effects), history_of(world), "choice")
    except SchemaError as error:
        cells.problems += [
            Problem(cells.file, 0, "naming effects", each.came, each.wanted, each.hint)
            for each in error.problems
        ]


def problems_of(name: str) -> tuple[Problem, ...]:
    """Return every problem of a scenario; none where it is fine.

    Examples
    --------
    >>> problems_of("toy")
    ()
    """
    try:
        open_scenario(name)
    except SchemaError as error:
        return error.problems
    return ()
