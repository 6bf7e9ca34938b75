"""Which rows of the case file has no other section shown?"""

from __future__ import annotations

import polars as pl

from showtrial.record.schema import schema
from showtrial.view.page import Page, Section

#: Tables that have no section of their own: all of their rows stand here.
WHOLE = ("places", "traits", "ties", "roles", "elements", "inferences", "links", "searches")


def section(page: Page) -> Section | None:
    """Return what is left once all other sections are set; `page.placed` says what they showed."""
    tables = []
    for name, table in schema().tables.items():
        frame = page.case[name]
        if name not in WHOLE:
            if "id" not in frame.columns or name in ("readings", "events"):
                continue
            frame = frame.filter(~pl.col("id").is_in(sorted(page.placed)))
        if not frame.height:
            continue
        columns = [column for column in _filled(frame) if column in table.columns]
        tables.append(
            {
                "name": name,
                "meaning": table.meaning,
                "columns": columns,
                "meanings": {column: table.columns[column].meaning for column in columns},
                "references": _references(name),
                "rows": frame.to_dicts(),
            }
        )
    if not tables:
        return None
    n = sum(len(table["rows"]) for table in tables)
    return Section(
        key="rest",
        title="The other tables of the case file",
        template="rest",
        data={"tables": tables, "n": n},
    )


def _filled(frame: pl.DataFrame) -> list[str]:
    """Name the columns in which at least one cell is filled, in their order."""
    return [name for name in frame.columns if frame[name].null_count() < frame.height]


def _references(table: str) -> frozenset[str]:
    """Name the columns of `table` that hold ids of other rows."""
    columns = schema().tables[table].columns.values()
    return frozenset(column.name for column in columns if column.type in ("ref", "refs"))
