"""Which ids of the Giaveno data are written in another case, or in brackets?"""

from __future__ import annotations

from dataclasses import replace

from showtrial.record.readers.giaveno_data import Data, Row

_POINTERS = {
    "nodes": ("id",),
    "edges": ("source", "target"),
    "keyevents": ("id",),
    "kinties": ("V1", "V2"),
    "circumstances": ("id",),
}


def plain(row_id: str) -> str:
    """Return an id without brackets and blanks, in capitals.

    Examples
    --------
    >>> plain("[p0051]")
    'P0051'
    """
    return row_id.strip(" \t[](){}").upper()


def ids_mended(data: Data) -> tuple[Data, list[str]]:
    """Return the data with every id in its plain form, and a note on each cell that was changed."""
    notes: list[str] = []
    tables: dict[str, list[Row]] = {}
    for name, rows in data.tables.items():
        tables[name] = []
        for at, row in enumerate(rows):
            found = {column: plain(row[column]) for column in _POINTERS[name]}
            tables[name].append({**row, **found})
            notes += [
                f"{data.files[name]}:{at + 2}:{column}  {row[column]!r} is read as {new!r}"
                for column, new in found.items()
                if new != row[column]
            ]
    return replace(data, tables=tables), notes
