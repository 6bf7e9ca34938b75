"""What is a case file before it has been checked?

A draft: the cells as they came, with the place of each, and the problems met while reading. A
program makes one from frames, storage makes one from files; ``check`` judges it, and only a draft
without problems becomes a ``CaseFile``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from showtrial.errors import Problem
from showtrial.record.meta import Meta
from showtrial.record.schema import FOREIGN, Column, Table, schema
from showtrial.record.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Draft:
    """Cells, texts and meta of a case file that nobody has judged yet."""

    meta: Meta
    sheets: Mapping[str, Sheet]
    texts: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def place(self, table: str, at: int) -> tuple[str, int]:
        """Return file and spreadsheet row of record `at` of `table`."""
        sheet = self.sheets[table]
        return sheet.file, int(sheet.rows[at])


def draft_of_frames(
    meta: Meta, frames: Mapping[str, pl.DataFrame], texts: Mapping[str, str] | None = None
) -> Draft:
    """Make a draft from frames that a program built; rows are counted as a sheet would.

    Parameters
    ----------
    meta : Meta
        What the case file says of itself.
    frames : mapping of str to polars.DataFrame
        Table name -> rows. Missing columns and tables are filled in as empty.
    texts : mapping of str to str, optional
        File name -> text of a source.
    """
    sheets = {name: Sheet(f"{name}.csv", frame, range(2, frame.height + 2)) for name, frame in frames.items()}
    return Draft(meta, sheets, dict(texts or {}))


def conform(draft: Draft) -> dict[str, pl.DataFrame]:
    """Give every table all its columns, in the order and types of the schema.

    Columns that begin with ``x_`` come last, sorted by name; other unknown columns are dropped
    (``check`` has named them). A cell that its type cannot hold becomes null (``check`` has named
    it). An empty text is null.
    """
    tables = schema().tables
    return {
        name: _typed(table, draft.sheets[name].frame if name in draft.sheets else pl.DataFrame())
        for name, table in tables.items()
    }


def _typed(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    own = [_cast(frame, column) for column in table.columns.values()]
    foreign = [
        pl.col(name).cast(pl.String).replace("", None).alias(name)
        for name in sorted(frame.columns)
        if name.startswith(FOREIGN) and name not in table.columns
    ]
    if not frame.columns:
        return pl.DataFrame(schema=table.dtypes)
    return frame.select(*own, *foreign)


def _cast(frame: pl.DataFrame, column: Column) -> pl.Expr:
    if column.name not in frame.columns:
        return pl.lit(None, dtype=column.dtype).alias(column.name)
    held = pl.col(column.name)
    if column.dtype == pl.String:
        return held.cast(pl.String).replace("", None)
    number = held.cast(column.dtype, strict=False)
    nought = pl.lit(0, dtype=column.dtype)
    return pl.when(number == 0).then(nought).otherwise(number).alias(column.name)  # minus nought is nought
