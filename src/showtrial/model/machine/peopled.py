"""Whom does the ``[world]`` of a scenario put into the world?

::

    [world]
    case = "moscow"             # persons and ties of a case file; or [[world.persons]] and [[world.ties]]
    about = "..."               # in words
    seed = 1                    # of what is drawn once for the world: faction ties, the nameless
    groups.trait = "faction"    # kind of trait, and which values make which group; "rest" for the others
    groups.of = { "security service" = ["NKVD"], ... }
    ties = { kin = ["spouse", ...], work = [...], acquaintance = [...] }   # kinds of the case file
    out.group = ["leader"]      # kind of trait -> values: persons whom the office cannot arrest
    prominent = { group = ["c-sixteen"] }   # kind of trait -> values: prominence 1
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from showtrial.model.machine.cells import Cells
from showtrial.model.machine.scenario import Value
from showtrial.model.machine.world import (
    ONE_OFFICE,
    TIE_WORDS,
    Person,
    World,
    acquaintances,
    faction_ties,
    nameless,
    world_of,
)
from showtrial.record.casefile import CaseFile
from showtrial.record.dates.instants import DAY
from showtrial.record.hints import did_you_mean, shown
from showtrial.record.when import with_bounds

_KEYS = (
    "case",
    "about",
    "seed",
    "persons",
    "ties",
    "groups",
    "out",
    "prominent",
    "prisoners_before",
    "density",
    "others",
)
_PERSON_KEYS = (
    "id",
    "group",
    "faction",
    "office",
    "household",
    "sex",
    "prominence",
    "in_reach",
    "prisoner",
    "interrogator",
)
#: Kinds of ties of a case file that put two persons into one household.
_ONE_ROOF = ("spouse", "parent of")


def world_at(cells: Cells, table: Mapping[str, Any], case: CaseFile | None) -> tuple[World, dict[str, Value]]:
    """Make the world of a scenario; return it with the numbers that were used in drawing it."""
    cells.known(table, "world", _KEYS)
    seed = table.get("seed", 1)
    if not isinstance(seed, int):
        cells.wrong("world seed", shown(seed), "a whole number")
        seed = 1
    ties: list[tuple[str, str, str]] = []
    if case is not None:
        persons, ties = _from_case(cells, table, case)
    else:
        persons = _written(cells, table)
        ties = _written_ties(cells, table, {each.id for each in persons})
    values: dict[str, Value] = {}
    if "density" in table:
        values["density"] = cells.value_at(table, "world", "density", "probability")
        ties += faction_ties(persons, values["density"].value, seed)
    if "others" in table:
        more, drawn = _others(cells, cells.table_at(table, "world", "others"), values, seed)
        persons = [*persons, *more]
        ties += drawn(persons)
    if not persons:
        cells.wrong("world", "an empty population", "persons, from a case file or as [[world.persons]]")
        persons = [Person(id="nobody", group="none")]
    return world_of(persons, ties), values


def _others(cells: Cells, table: Mapping[str, Any], values: dict[str, Value], seed: int) -> tuple[Any, Any]:
    cells.known(table, "world others", ("count", "shares", "degree", "sd_log", "within_group"))
    asked = {"count": "persons", "degree": "persons", "sd_log": "factor", "within_group": "probability"}
    for key, unit in asked.items():
        values[f"others.{key}"] = cells.value_at(table, "world others", key, unit)
    shares = {}
    for group in cells.table_at(table, "world others", "shares"):
        shares[group] = cells.value_at(table["shares"], "world others shares", group, "probability")
        values[f"others.shares.{group}"] = shares[group]
    weights = {group: each.value for group, each in shares.items()} or {"others": 1.0}
    if sum(weights.values()) <= 0:
        cells.wrong("world others shares", "shares that sum to 0", "shares above 0")
        weights = {"others": 1.0}
    more = nameless(weights, int(values["others.count"].value), seed)

    def drawn(everyone: list[Person]) -> list[tuple[str, str, str]]:
        mean, sd = values["others.degree"].value, values["others.sd_log"].value
        return (
            acquaintances(everyone, mean, sd, seed, values["others.within_group"].value) if mean > 0 else []
        )

    return more, drawn


def _written(cells: Cells, table: Mapping[str, Any]) -> list[Person]:
    found: dict[str, Person] = {}
    for row in cells.rows_at(table, "world", "persons"):
        where = f"world persons {row.get('id', '')}"
        cells.known(row, where, _PERSON_KEYS)
        own: dict[str, Any] = {key: cells.text_at(row, where, key) for key in ("id", "group")}
        own |= {
            key: cells.text_at(row, where, key, required=False) for key in ("faction", "household", "sex")
        }
        if own["id"] in found:
            cells.wrong(where, "the same id twice", "an id of its own")
        own |= {
            key: cells.flag_at(row, where, key, key == "in_reach")
            for key in ("in_reach", "prisoner", "interrogator")
        }
        own["office"] = cells.text_at(row, where, "office", required=False) or ONE_OFFICE
        own["prominence"] = cells.number_at(row, where, "prominence")
        found[own["id"]] = Person(**own)
    return list(found.values())


def _written_ties(cells: Cells, table: Mapping[str, Any], ids: set[str]) -> list[tuple[str, str, str]]:
    found = []
    for row in cells.rows_at(table, "world", "ties"):
        where = f"world ties {row.get('a', '')}"
        cells.known(row, where, ("a", "b", "kind"))
        a, b, kind = (cells.text_at(row, where, key) for key in ("a", "b", "kind"))
        for end in (a, b):
            if end and end not in ids:
                cells.wrong(where, shown(end), "a person of this world", did_you_mean(end, ids))
        if kind and kind not in TIE_WORDS:
            cells.wrong(where, shown(kind), "a kind of tie", did_you_mean(kind, TIE_WORDS))
        elif kind and a in ids and b in ids:
            found.append((a, b, kind))
    return found


def _from_case(cells: Cells, table: Mapping[str, Any], case: CaseFile) -> tuple[list[Person], list[Any]]:
    groups = cells.table_at(table, "world", "groups")
    cells.known(groups, "world groups", ("trait", "of", "rest", "interrogators"))
    traits: dict[str, dict[str, list[str]]] = {}
    for person, kind, value in case["traits"].select("person", "kind", "value").iter_rows():
        traits.setdefault(person, {}).setdefault(kind, []).append(value)
    day = cells.start.toordinal() - 1 if cells.start else 0
    died = with_bounds(case["persons"], case.calendar, "died")
    dead = set(died.filter(pl.col("hi") <= day * DAY)["id"])
    jailed = _jailed(case, day) if table.get("prisoners_before") else set()
    out, prominent = (cells.lists_at(table, "world", key) for key in ("out", "prominent"))
    houses = _households(case)
    trait = str(groups.get("trait", "faction"))
    which = {
        value: group
        for group, values in cells.lists_at(groups, "world groups", "of").items()
        for value in values
    }
    persons = []
    for row in case["persons"].filter(pl.col("kind").fill_null("person") == "person").iter_rows(named=True):
        own = traits.get(row["id"], {})
        told = own.get(trait, [])
        group = next((which[value] for value in told if value in which), str(groups.get("rest", "others")))
        beyond = row["id"] in dead or _has(own, out)
        persons.append(
            Person(
                id=row["id"],
                group=group,
                faction=told[0] if told and told[0] != "none" else "",
                sex=row["sex"] or "",
                household=houses.get(row["id"], ""),
                prominence=float(_has(own, prominent)),
                in_reach=not beyond,
                prisoner=row["id"] in jailed,
                interrogator=group == groups.get("interrogators"),
            )
        )
    return persons, _ties(cells, table, case)


def _has(traits: Mapping[str, list[str]], wanted: Mapping[str, Any]) -> bool:
    return any(value in values for kind, values in wanted.items() for value in traits.get(kind, []))


def _jailed(case: CaseFile, day: int) -> set[str]:
    """Persons who the record says were arrested before `day`."""
    arrests = with_bounds(case["events"].filter(pl.col("kind") == "arrest"), case.calendar, "date")
    return set(arrests.filter(pl.col("hi") <= day * DAY)["person"].drop_nulls())


def _households(case: CaseFile) -> dict[str, str]:
    """Join spouses, parents and children into households, named after the first of their ids."""
    head: dict[str, str] = {}

    def top(who: str) -> str:
        while head.get(who, who) != who:
            who = head[who]
        return who

    for a, b in case["ties"].filter(pl.col("kind").is_in(_ONE_ROOF)).select("a", "b").iter_rows():
        first, second = sorted((top(a), top(b)))
        head[first], head[second] = first, first
        head.setdefault(a, first)
        head.setdefault(b, first)
    return {who: top(who) for who in head}


def _ties(cells: Cells, table: Mapping[str, Any], case: CaseFile) -> list[tuple[str, str, str]]:
    asked = cells.lists_at(table, "world", "ties")
    cells.known(asked, "world ties", TIE_WORDS)
    kind_of = {kind: word for word, kinds in asked.items() for kind in kinds}
    rows = case["ties"].select("a", "b", "kind").iter_rows()
    return [(a, b, kind_of[kind]) for a, b, kind in rows if kind in kind_of]
