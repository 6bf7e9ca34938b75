"""A small valid case file that tests vary: two persons, one arrest, one naming, one trial."""

from __future__ import annotations

import polars as pl

from showtrial.record.casefile import CaseFile
from showtrial.record.draft import draft_of_frames
from showtrial.record.meta import Meta

META = Meta(title="A small case", origin="recorded", authors=("A. Clerk",), licence="CC0", version="1")


def frame(*rows: dict[str, object]) -> pl.DataFrame:
    """Rows as a frame of every column that any of them has."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pl.DataFrame({name: [row.get(name) for row in rows] for name in names}, strict=False)


def tables() -> dict[str, pl.DataFrame]:
    return {
        "sources": frame({"id": "s", "title": "The ledger", "kind": "archive document", "year": "1936"}),
        "persons": frame(
            {"id": "anna", "name": "Anna Berg", "born": "1880", "died": "1937-02-01", "source": "s"},
            {"id": "karl", "name": "Karl Dorn", "born": "1890", "died": "1950", "source": "s"},
        ),
        "cases": frame({"id": "k", "name": "The case", "source": "s"}),
        "events": frame(
            {"id": "e1", "kind": "arrest", "case": "k", "person": "anna", "date": "1936-05-01", "source": "s"},
            {"id": "e2", "kind": "trial", "case": "k", "date": "1936-08-19/1936-08-23", "source": "s"},
            {"id": "e3", "kind": "verdict", "case": "k", "date": "1936-08-24", "time": "02:30", "source": "s"},
        ),
        "statements": frame(
            {"id": "st1", "case": "k", "speaker": "anna", "date": "1936-06-01", "setting": "interrogation", "source": "s"},
            {"id": "st2", "case": "k", "speaker": "anna", "date": "1936-08-20", "setting": "open_court", "source": "s"},
        ),
        "claims": frame({"id": "c1", "kind": "accusation", "text": "carried letters", "person": "karl"}),
        "assertions": frame(
            {"id": "a1", "statement": "st1", "claim": "c1", "polarity": "affirms", "source": "s", "checked": "read"},
            {"id": "a2", "statement": "st1", "claim": "ch1", "polarity": "affirms", "source": "s", "checked": "recalled"},
            {"id": "a3", "statement": "st2", "claim": "ch1", "polarity": "denies", "source": "s", "note": "not guilty"},
        ),
        "charges": frame({"id": "ch1", "case": "k", "accused": "anna", "verdict": "e3", "source": "s"}),
    }  # fmt: skip


def small(**changed: pl.DataFrame) -> CaseFile:
    """The small case with some tables replaced."""
    return CaseFile.from_frames(META, {**tables(), **changed})


def draft(**changed: pl.DataFrame):
    return draft_of_frames(META, {**tables(), **changed})


def with_row(table: str, **row: object) -> dict[str, pl.DataFrame]:
    """The named table of the small case with one row more."""
    held = tables().get(table)
    rows = held.to_dicts() if held is not None else []
    return {table: frame(*rows, row)}
