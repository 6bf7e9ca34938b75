"""Which cells have rival readings, and what does the case file say under a choice of them?"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from showtrial.record.casefile import CaseFile
from showtrial.record.checks.references import homes
from showtrial.record.pruning import settled
from showtrial.record.sheets import written

#: A disputed cell: id of the row and name of the column (``*`` = the row as a whole).
Cell = tuple[str, str]
STANDS, REJECTED = "stands", "rejected"


def rivals(case: CaseFile) -> dict[Cell, tuple[str, ...]]:
    """Return every disputed cell with its rival values, the stored one first, the others sorted.

    A row that may be rejected has the values ``stands`` and ``rejected``.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> rivals(open_case("moscow"))["v.sixteen-1936", "time"]
    ('02:30', '14:30')
    """
    table_of = homes(dict(case))
    found: dict[Cell, set[str]] = {}
    for row, column, value in case["readings"].select("row", "column", "value").iter_rows():
        if column is not None:
            found.setdefault((row, column), set()).add(value)
    ordered = {}
    for (row, column), values in sorted(found.items()):
        stored = STANDS if column == "*" else _stored(case, table_of[row], row, column)
        others = sorted((values | {REJECTED} if column == "*" else values) - {stored})
        if others:
            ordered[row, column] = (stored, *others)
    return ordered


def _stored(case: CaseFile, table: str, row: str, column: str) -> str:
    return written(case[table].filter(pl.col("id") == row)[column].item())


def under(case: CaseFile, choice: Mapping[Cell, str]) -> CaseFile:
    """Return what the case file says if each cell of `choice` is read as stated.

    The cells of `choice` are then no longer disputed. A rejected row is left out, together with
    every row that cannot do without it.
    """
    table_of = homes(dict(case))
    tables = dict(case)
    rejected = [row for (row, column), value in choice.items() if column == "*" and value == REJECTED]
    for (row, column), value in choice.items():
        if column != "*":
            name = table_of[row]
            kind = tables[name].schema[column]
            read = pl.lit(value or None, dtype=pl.String).cast(kind)
            cell = pl.when(pl.col("id") == row).then(read).otherwise(pl.col(column))
            tables[name] = tables[name].with_columns(cell.alias(column))
    settled_cells = pl.DataFrame(list(choice), schema=["row", "column"], orient="row")
    tables["readings"] = tables["readings"].join(
        settled_cells, on=["row", "column"], how="anti", maintain_order="left"
    )
    if not rejected:
        return case.derived(tables)
    before = case.derived(tables)
    for name in {table_of[row] for row in rejected}:
        kept = ~pl.col("id").is_in(rejected) | pl.col("id").is_null()
        tables[name] = tables[name].filter(kept)
    return case.derived(settled(before, tables))
