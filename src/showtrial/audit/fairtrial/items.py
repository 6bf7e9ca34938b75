"""Which questions are asked, and against which texts?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

OWN_LAW, BENCHMARK = "own_law", "benchmark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A law, treaty or set of principles, and when it was in force for whom.

    Parameters
    ----------
    id, name, short : str
        Short id, full name, and the name under which it is cited.
    applies : str
        ``own_law`` (of `state`) or ``benchmark``.
    adopted, in_force : str
        EDTF dates; `in_force` is empty where it never binds.
    rank : int
        1 general, 2 special, 3 made for one case.
    covers : tuple of str
        Articles of the charge to which it applies; empty = every charge.
    made_for_case : bool
        Whether it applies only where a decree of its date stands in the case file for the case.
    parties : mapping
        State -> date from which it was bound.
    verified : bool
        Whether a text was seen that confirms it.
    """

    id: str
    name: str
    applies: str
    adopted: str
    short: str = ""
    state: str = ""
    in_force: str = ""
    rank: int = 1
    covers: tuple[str, ...] = ()
    made_for_case: bool = False
    parties: Mapping[str, str]
    verified: bool = False
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One article of an instrument that bears on an item, in our own words.

    `effect`: requires, lifts (a special law that asks for less), restores (takes such a law away
    again) or bears (belongs to the question and decides nothing). `hours`: a threshold that the
    article sets. `unless_parties`: not applied where a prosecutor or counsel sat in court.
    """

    instrument: Instrument
    article: str
    text: str
    verified: bool
    effect: str = "requires"
    hours: float | None = None
    unless_parties: bool = False

    @property
    def citation(self) -> str:
        """The article as printed, with a mark where it was not checked."""
        name = self.instrument.short or self.instrument.name
        where = "" if self.article == "whole" else f", {_article(self.article)}"
        return f"{name}{where}" + ("" if self.verified else " [citation not checked]")


def _article(article: str) -> str:
    return f"art. {article}" if article[0].isdigit() else article


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question of the checklist, with the words for its answers."""

    id: str
    title: str
    violated: str
    met: str
    standards: tuple[Standard, ...]

    def of(self, applies: str) -> tuple[Standard, ...]:
        """Return the standards of own law, or those of the benchmark."""
        return tuple(each for each in self.standards if each.instrument.applies == applies)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A State: when it existed, and how its law is cited in a charge."""

    id: str
    exists: str
    cites: tuple[str, ...]


@cache
def _page() -> Mapping[str, Any]:
    text = files("showtrial.audit.fairtrial").joinpath("items.yaml").read_text(encoding="utf-8")
    page = yaml.load(text, Loader=yaml.CBaseLoader if hasattr(yaml, "CBaseLoader") else yaml.BaseLoader)
    return MappingProxyType(page)


@cache
def states() -> tuple[State, ...]:
    """Return the States whose own law is packaged."""
    return tuple(
        State(id=id, exists=row["exists"], cites=tuple(row["cites"])) for id, row in _page()["states"].items()
    )


@cache
def instruments() -> Mapping[str, Instrument]:
    """Return every instrument by its id.

    Examples
    --------
    >>> instruments()["iccpr"].in_force
    '1976-03-23'
    """
    found = {}
    for id, row in _page()["instruments"].items():
        read = dict(row, id=id, covers=tuple(row.get("covers", ())), rank=int(row.get("rank", 1)))
        read |= {name: row.get(name) == "true" for name in ("verified", "made_for_case")}
        read["parties"] = MappingProxyType(dict(row.get("parties", {})))
        found[id] = Instrument(**read)
    return MappingProxyType(found)


@cache
def items() -> tuple[Item, ...]:
    """Return the thirty items in their order.

    Examples
    --------
    >>> len(items()), items()[0].title
    (30, 'Was the accused told the reasons at arrest?')
    >>> items()[26].of("own_law")[0].citation
    'Law of 1 December 1934 on cases of terrorism, point 4'
    """
    return tuple(
        Item(
            id=id,
            title=row["title"],
            violated=row["violated"],
            met=row.get("met", ""),
            standards=tuple(_standard(each) for each in row["standards"]),
        )
        for id, row in sorted(_page()["items"].items())
    )


def _standard(row: Mapping[str, str]) -> Standard:
    return Standard(
        instrument=instruments()[row["instrument"]],
        article=row["article"],
        text=row["text"],
        verified=row["verified"] == "true",
        effect=row.get("effect", "requires"),
        hours=float(row["hours"]) if "hours" in row else None,
        unless_parties=row.get("unless_parties") == "true",
    )
