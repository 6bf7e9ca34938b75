"""What does the record hold on one person?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import polars as pl

from showtrial.record.views import namings, parts
from showtrial.record.views.namings import NAMING_KINDS
from showtrial.view.page import Page, Row

#: Parts in which an act was done to a person, or is about them.
_SUFFERED = ("subject", "covered")


def dossiers(page: Page) -> dict[str, Row]:
    """Return person -> what a page of its own shows, for every row of ``persons``."""
    traits = _grouped(page.case["traits"].to_dicts(), lambda row: [row["person"]])
    ties = _grouped(page.case["ties"].to_dicts(), lambda row: dict.fromkeys([row["a"], row["b"]]))
    charges = _grouped((row for rows in page.charges.values() for row in rows), lambda row: [row["accused"]])
    said = _grouped(_in_time(page.bounded("statements")), lambda row: [row["speaker"]])
    named = _in_time(namings(page.case))
    namer_of, named_of = (
        _grouped(named, lambda row: [row["namer"]]),
        _grouped(named, lambda row: [row["named"]]),
    )
    events, claims = _acts(page)
    return {
        row["id"]: {
            "row": row,
            "traits": traits.get(row["id"], []),
            "ties": ties.get(row["id"], []),
            "charges": charges.get(row["id"], []),
            "done": [each for each in events.get(row["id"], []) if each["part"] in _SUFFERED],
            "took": [each for each in events.get(row["id"], []) if each["part"] not in _SUFFERED],
            "said": said.get(row["id"], []),
            "namings": [
                ("Whom this person named", "named", namer_of.get(row["id"], [])),
                ("Who named this person", "namer", named_of.get(row["id"], [])),
            ],
            "claims": claims.get(row["id"], []),
        }
        for row in page.case["persons"].to_dicts()
    }


def _acts(page: Page) -> tuple[dict[str, list[Row]], dict[str, list[Row]]]:
    """Events in which each person takes part, once for each part; claims, other than namings, of each."""
    order = {row["id"]: (at, row) for at, row in enumerate(_in_time(page.bounded("events"))) if row["id"]}
    claims = {row["id"]: row for row in page.case["claims"].to_dicts() if row["kind"] not in NAMING_KINDS}
    events: dict[str, list[tuple[int, Row]]] = {}
    of: dict[str, list[Row]] = {}
    taken = parts(page.case).drop_nulls("person").unique(["act", "person", "role"], maintain_order=True)
    for part in taken.to_dicts():
        if part["act"] in order:
            at, event = order[part["act"]]
            told = {**event, "part": part["role"], "fixed": part["value"]}
            events.setdefault(part["person"], []).append((at, told))
        elif part["act"] in claims:
            of.setdefault(part["person"], []).append({**claims[part["act"]], "part": part["role"]})
    unnamed = [row for row in _in_time(page.bounded("events")) if not row["id"]]
    for row in unnamed:  # an event without an id still has its first person, and who did it
        for column, part_ in (("person", "subject"), ("by", "by")):
            if row[column]:
                events.setdefault(row[column], []).append((len(order), {**row, "part": part_, "fixed": None}))
    ordered = {
        person: [row for _, row in sorted(rows, key=lambda pair: pair[0])] for person, rows in events.items()
    }
    return ordered, of


def _in_time(frame: pl.DataFrame) -> list[Row]:
    return frame.sort("lo", "hi", nulls_last=True, maintain_order=True).to_dicts()


def _grouped(rows: Iterable[Row], keys: Callable[[Row], Iterable[str | None]]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        for key in keys(row):
            if key:
                found.setdefault(key, []).append(row)
    return found
