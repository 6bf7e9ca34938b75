"""Which tables and columns may a case file have, and of what type?

The answer is data: ``schema.yaml`` beside this file. This module turns it into typed objects,
from which validation, column types, templates and the reference page are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import polars as pl
import yaml

#: Word that says "the record says nobody or nothing", where a column allows it.
NOBODY = "none"
#: What separates the entries of a cell that holds several.
SEPARATOR = "; "
#: Columns with this prefix are the user's own: kept and ignored.
FOREIGN = "x_"

_DTYPES: Mapping[str, pl.DataType] = {"integer": pl.Int64(), "number": pl.Float64()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its type, whom it may point to, and what it means."""

    name: str
    type: str
    meaning: str
    required: bool = False
    to: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    open: bool = False
    none: bool = False
    acyclic: bool = False
    part: str = ""
    min: float | None = None
    max: float | None = None

    @property
    def dtype(self) -> pl.DataType:
        """Polars type in which the column is held."""
        return _DTYPES.get(self.type, pl.String())

    @property
    def many(self) -> bool:
        """Whether a cell may hold several entries, separated by ``"; "``."""
        return self.type in ("refs", "texts", "vocabs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: its columns in order, and whether its rows carry the attestation block."""

    name: str
    meaning: str
    columns: Mapping[str, Column]
    required: bool = False
    attested: bool = False

    @property
    def dtypes(self) -> dict[str, pl.DataType]:
        """Polars type of every column, in the order of the schema."""
        return {name: column.dtype for name, column in self.columns.items()}


@dataclass(frozen=True, slots=True)
class Schema:
    """All tables, in the order in which a reader meets them."""

    tables: Mapping[str, Table]

    def parts(self) -> dict[str, dict[str, str]]:
        """Table -> column -> the part that its person plays (read by the view ``parts``)."""
        named = {
            table.name: {column.name: column.part for column in table.columns.values() if column.part}
            for table in self.tables.values()
        }
        return {table: columns for table, columns in named.items() if columns}


@cache
def schema() -> Schema:
    """Return the schema of the case file, read once from ``schema.yaml``.

    Examples
    --------
    >>> sorted(schema().tables)[:3]
    ['assertions', 'cases', 'charges']
    >>> schema().tables["events"].columns["kind"].words[:2]
    ('arrest', 'custody')
    """
    raw = yaml.safe_load(files("showtrial.record").joinpath("schema.yaml").read_text(encoding="utf-8"))
    block = raw["attestation"]
    return Schema(MappingProxyType({name: _table(name, spec, block) for name, spec in raw["tables"].items()}))


def _table(name: str, spec: dict[str, Any], block: dict[str, Any]) -> Table:
    columns = dict(spec["columns"])
    attested = bool(spec.get("attested", False))
    if attested:
        columns |= block
        if spec.get("source_required", False):
            columns["source"] = {**block["source"], "required": True}
    return Table(
        name=name,
        meaning=spec["meaning"],
        required=bool(spec.get("required", False)),
        attested=attested,
        columns=MappingProxyType({key: _column(key, value) for key, value in columns.items()}),
    )


def _column(name: str, spec: dict[str, Any]) -> Column:
    listed: dict[str, Any] = {key: tuple(spec[key]) for key in ("to", "words") if key in spec}
    return Column(name=name, **(spec | listed))
