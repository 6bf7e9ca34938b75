"""Who took which part in which act?"""

from __future__ import annotations

import polars as pl

from showtrial.record.casefile import CaseFile
from showtrial.record.schema import NOBODY, schema


def subjects(case: CaseFile, *kinds: str) -> pl.DataFrame:
    """Return the events of `kinds` once for each person to whom they were done.

    Returns
    -------
    polars.DataFrame
        The columns of ``events`` with ``subject`` (a person); events done to nobody on record are
        left out, events done to several have several rows. An event needs no id for its own ``person``.
    """
    acts = case["events"].with_row_index("at").filter(pl.col("kind").is_in(kinds))
    first = acts.with_columns(subject="person").filter(pl.col("subject") != NOBODY)
    further = parts(case).filter(pl.col("role") == "subject").select(id="act", subject="person").drop_nulls()
    further = acts.join(further, on="id", maintain_order="left_right").filter(
        pl.col("person").is_null() | (pl.col("person") != pl.col("subject"))
    )
    return pl.concat([first, further]).sort("at", maintain_order=True).drop("at")


def parts(case: CaseFile) -> pl.DataFrame:
    """Return every person in every act, from the column of the act and from ``roles`` alike.

    Returns
    -------
    polars.DataFrame
        Columns act, person, role, value, as_written. A person that the record says is nobody
        (``none``) is left out; one without a row is null with the wording in ``as_written``.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> parts(open_case("toy")).columns
    ['act', 'person', 'role', 'value', 'as_written']
    """
    first = [
        case[table].select(
            act="id",
            person=column,
            role=pl.lit(role),
            value=pl.lit(None, dtype=pl.String),
            as_written=pl.lit(None, dtype=pl.String),
        )
        for table, columns in schema().parts().items()
        for column, role in columns.items()
    ]
    named = pl.concat(first).filter(pl.col("person").is_not_null())
    further = case["roles"].select("act", "person", "role", "value", "as_written")
    return pl.concat([named, further]).filter(pl.col("person").fill_null("") != NOBODY)
