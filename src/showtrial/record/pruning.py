"""What must go with a row that is left out?"""

from __future__ import annotations

import polars as pl

from showtrial.record.casefile import CaseFile
from showtrial.record.checks.references import homes
from showtrial.record.schema import schema


def settled(case: CaseFile, kept: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Drop every row that cannot do without a row that is gone; clear the pointers of the others.

    Parameters
    ----------
    case : CaseFile
        The case file before anything was left out.
    kept : dict of str to polars.DataFrame
        Its tables, some with fewer rows.
    """
    while True:
        gone = pl.Series(list(set(homes(dict(case))) - set(homes(kept))), dtype=pl.String).implode()
        settled = {name: _without(name, frame, gone) for name, frame in kept.items()}
        if all(settled[name].height == frame.height for name, frame in kept.items()):
            return settled
        kept = settled


def _without(table: str, frame: pl.DataFrame, gone: pl.Series) -> pl.DataFrame:
    pointers = [column for column in schema().tables[table].columns.values() if column.type == "ref"]
    for column in pointers:
        if not frame[column.name].is_in(gone).any():
            continue  # a table that loses nothing stays the same frame
        points = pl.col(column.name).is_in(gone).fill_null(False)
        if column.required:
            frame = frame.filter(~points)
        else:
            frame = frame.with_columns(pl.when(~points).then(pl.col(column.name)).alias(column.name))
    return frame
