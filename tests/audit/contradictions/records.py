"""Small records for contradictions: claims that somebody makes, and what stands against them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from small import frame

from showtrial.record.casefile import CaseFile
from showtrial.record.draft import conform, draft_of_frames
from showtrial.record.meta import Meta

META = Meta(
    title="A record of contradictions",
    origin="simulated",
    dates={"end of 1932": "1932-12", "the last quarter of 1932": "[1932-10..1932-12]"},
    vocabulary={"events.kind": ("absence", "journey")},
)
Row = Mapping[str, object]

#: Two countries, towns with coordinates, houses without, and places that lie nowhere.
PLACES: Sequence[Row] = (
    {"id": "denmark", "name": "Denmark"},
    {"id": "germany", "name": "Germany"},
    {"id": "ussr", "name": "USSR"},
    {"id": "copenhagen", "name": "Copenhagen", "within": "denmark", "lat": 55.68, "lon": 12.57},
    {"id": "berlin", "name": "Berlin", "within": "germany", "lat": 52.52, "lon": 13.4},
    {"id": "moscow", "name": "Moscow", "within": "ussr", "lat": 55.75, "lon": 37.62},
    {"id": "leningrad", "name": "Leningrad", "within": "ussr", "lat": 59.94, "lon": 30.31},
    {"id": "bristol", "name": "Hotel Bristol", "within": "copenhagen", "exists": "../1917"},
    {"id": "cafe-bristol", "name": "Cafe Bristol", "within": "copenhagen"},
    {"id": "prison", "name": "The prison", "within": "ussr", "lat": 56.42, "lon": 40.45},
    {"id": "oslo", "name": "Oslo", "lat": 59.91, "lon": 10.75},
    {"id": "kjeller", "name": "Kjeller", "lat": 59.97, "lon": 11.04},
    {"id": "other-field", "name": "Another field"},
    {"id": "berlin-moscow", "name": "Berlin / Moscow"},
)


def record(
    *claims: Row,
    persons: Sequence[Row] = (),
    assertions: Sequence[Row] = (),
    places: Sequence[Row] = PLACES,
    checked: bool = True,
    **tables: Sequence[Row],
) -> CaseFile:
    """A record of `claims`; ``said_by`` (else the claim's id) affirms each in court, unless it is none.

    `assertions` are further ones, each with its ``said_by`` and perhaps ``setting`` and ``said_on``.
    """
    stated, said, people = [], [], {str(row["id"]): dict(row) for row in persons}
    rows: list[dict[str, object]] = []
    for claim in claims:
        row = {"kind": "meeting", "text": "...", "mode": "in_person", **claim}
        speaker = row.pop("said_by", f"speaker-{row['id']}")
        if speaker != "nobody":
            said.append(
                {"id": f"a.{row['id']}", "claim": row["id"], "said_by": speaker, "polarity": "affirms"}
            )
        rows.append(row)
    for at, each in enumerate([*said, *assertions]):
        row = {"id": f"a{at}", **each, "statement": f"st{at}", "source": "s"}
        statement = {"id": f"st{at}", "speaker": row.pop("said_by"), "date": row.pop("said_on", "1936-08-21")}
        stated.append({**statement, "setting": row.pop("setting", "open_court"), "case": "k", "source": "s"})
        said[at : at + 1] = [row]
    named = [*(row.get("person") for row in rows), *(row["speaker"] for row in stated)]
    for table in ("events", "roles"):
        named += [row.get("person") for row in tables.get(table, ())]
    for person in filter(None, named):
        people.setdefault(str(person), {"id": person})
    filled = {
        "sources": [{"id": "s", "title": "A source"}],
        "persons": [{"name": str(row["id"]).title(), **row} for row in people.values()],
        "places": list(places),
        "cases": [{"id": "k", "name": "The case"}],
        "statements": stated,
        "claims": rows,
        "assertions": said,
        **{name: [_sourced(name, row) for row in given] for name, given in tables.items()},
    }
    frames = {name: frame(*given) for name, given in filled.items() if given}
    if not checked:  # a hundred times faster, for properties
        return _blank().derived(conform(draft_of_frames(META, frames)))
    return CaseFile.from_frames(META, frames)


@cache
def _blank() -> CaseFile:
    return record({"id": "c"})


def _sourced(table: str, row: Row) -> Row:
    return {"source": "s", **row} if table == "events" else row


def shifted(case: CaseFile, **changed: Mapping[str, Mapping[str, object]]) -> CaseFile:
    """The record with other values in some cells: table -> row -> column -> value."""
    tables = {}
    for name, rows in changed.items():
        held = case[name].to_dicts()
        tables[name] = frame(*({**row, **rows.get(row["id"], {})} for row in held))
    return case.replace(tables)
