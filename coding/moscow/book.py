"""Where do the facts come from, and how are coded rows kept and written?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
SCHEMA = REPOSITORY / "src" / "showtrial" / "record" / "schema.yaml"

Row = dict[str, str]

#: Better attested first.
CERTAINTIES = ("high", "medium", "low")
CHECKED = ("read", "partly read", "recalled", "derived")


@cache
def facts(name: str) -> list[Row]:
    """Read one fact table."""
    return _read(HERE / "facts" / f"{name}.csv")


def hand(name: str) -> list[Row]:
    """Read one table of hand coding."""
    return _read(HERE / "hand" / f"{name}.csv")


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def joined(*lists: str) -> str:
    """Join lists of sources: each once, in the order met."""
    return "; ".join(dict.fromkeys(part for text in lists for part in text.split("; ") if part))


def best(words: Iterable[str], order: tuple[str, ...]) -> str:
    """Return the word that stands first in `order`; empty where there is none."""
    known = [word for word in words if word]
    return min(known, key=order.index) if known else ""


def certainty(row: Row) -> str:
    """How sure the row is: `confidence` of a fact, `certainty` of hand coding."""
    return row["confidence"] if "confidence" in row else row.get("certainty", "")


def checked(row: Row) -> str:
    """How the row was read: `basis` of a fact, `checked` of hand coding (where `basis` is something else)."""
    return row["checked"] if "checked" in row else row.get("basis", "")


def attested(row: Row, **more: str) -> Row:
    """Return the attestation of a fact row: its confidence and basis unchanged, and its source."""
    block = {
        "source": row.get("source", ""),
        "certainty": certainty(row),
        "level": row.get("level") or "textual",
        "checked": checked(row),
        "note": row.get("note", ""),
    }
    return {**block, **more}


class Book:
    """All tables of the case file while it is being coded.

    Attributes
    ----------
    tables : dict
        Table -> rows, in the order in which they were coded.
    """

    def __init__(self) -> None:
        with SCHEMA.open(encoding="utf-8") as text:
            schema = yaml.safe_load(text)
        block = list(schema["attestation"])
        self.columns: dict[str, list[str]] = {
            name: [*table["columns"], *(block if table.get("attested") else [])]
            for name, table in schema["tables"].items()
        }
        self.tables: dict[str, list[Row]] = {name: [] for name in self.columns}

    def add(self, table: str, **cells: str) -> Row:
        """Add one row; unknown columns are an error unless they begin with ``x_``."""
        for column in cells:
            if column not in self.columns[table] and not column.startswith("x_"):
                raise KeyError(f"{table} has no column {column}")
        row = {column: value for column, value in cells.items() if value}
        self.tables[table].append(row)
        return row

    def role(self, act: str, person: str, role: str, **cells: str) -> None:
        """Add a further part in an act."""
        self.add("roles", act=act, person=person, role=role, **cells)

    def find(self, table: str, row_id: str) -> Row:
        """Return the row of that id."""
        return next(row for row in self.tables[table] if row.get("id") == row_id)

    def written(self, table: str) -> str:
        """Return one table as CSV, without the columns that are wholly empty."""
        rows = self.tables[table]
        extra = sorted({column for row in rows for column in row if column.startswith("x_")})
        columns = [c for c in [*self.columns[table], *extra] if c == "id" or any(c in row for row in rows)]
        text = io.StringIO(newline="")
        out = csv.DictWriter(text, columns, restval="", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
        return text.getvalue()
