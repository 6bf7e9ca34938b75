"""Who is in the case file, and in which rows?"""

from __future__ import annotations

import polars as pl

from showtrial.record.casefile import CaseFile
from showtrial.record.views.acts import parts
from showtrial.record.views.namings import namings


def people(case: CaseFile) -> pl.DataFrame:
    """Return one row a person with the number of rows that speak of them.

    The numbers count rows of the record, to find them by; they measure nothing about the person.

    Returns
    -------
    polars.DataFrame
        The columns of ``persons`` and ``charges`` (charges against), ``statements`` (made by),
        ``named`` (namings of), ``namers`` (distinct persons who named), ``named_others``
        (distinct other persons named), ``acts`` (parts in events, statements and claims).
    """
    named = namings(case)
    counts = [
        case["charges"].group_by(id="accused").agg(charges=pl.len()),
        case["statements"].group_by(id="speaker").agg(statements=pl.len()),
        named.group_by(id="named").agg(named=pl.len(), namers=pl.col("namer").n_unique()),
        named.filter(pl.col("namer") != pl.col("named"))
        .group_by(id="namer")
        .agg(named_others=pl.col("named").n_unique()),
        parts(case).group_by(id="person").agg(acts=pl.len()),
    ]
    found = case["persons"]
    for count in counts:
        found = found.join(count.drop_nulls("id"), on="id", how="left", maintain_order="left")
    numbers = ["charges", "statements", "named", "namers", "named_others", "acts"]
    return found.with_columns(pl.col(numbers).fill_null(0).cast(pl.Int64))
