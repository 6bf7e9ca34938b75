"""What was done and said, in the order of its dates?"""

from __future__ import annotations

import polars as pl

from showtrial.record.casefile import CaseFile
from showtrial.record.when import with_bounds


def timeline(case: CaseFile) -> pl.DataFrame:
    """Return all dated events and statements, earliest first.

    Rows are sorted by the earliest and then the latest minute at which they can lie; rows of one
    day without a clock time are not ordered by anything but their id.

    Returns
    -------
    polars.DataFrame
        Columns table, id, kind, case, title, person, date, time, lo, hi, source, locator,
        certainty, checked.
    """
    events = case["events"].select(
        pl.lit("events").alias("table"), "id", "kind", "case",
        pl.coalesce("title", "text").alias("title"), "person", "date", "time",
        "source", "locator", "certainty", "checked",
    )  # fmt: skip
    statements = case["statements"].select(
        pl.lit("statements").alias("table"), "id", pl.col("setting").alias("kind"), "case",
        pl.col("text").alias("title"), pl.col("speaker").alias("person"), "date", "time",
        "source", "locator", "certainty", "checked",
    )  # fmt: skip
    both = pl.concat([events, statements]).filter(pl.col("date").is_not_null())
    return with_bounds(both, case.calendar).sort("lo", "hi", "table", "id", maintain_order=True)
