"""By whom was each person first named, as far as the record shows?"""

from __future__ import annotations

from datetime import date

import polars as pl

from showtrial.record.casefile import CaseFile
from showtrial.record.dates.instants import DAY
from showtrial.record.views.namings import namings


def first_namings(case: CaseFile, since: date | None = None, until: date | None = None) -> pl.DataFrame:
    """Return the namings by which each person first comes into the affair.

    Namings that incriminate are read in order of time. Whoever names somebody is in the affair from then on,
    and so is whoever is named. The naming of a person who is in it already adds nothing, so the rows are the
    branches of one or more trees. Within a day, whose order no record gives, the order is that of the file.

    Parameters
    ----------
    case : CaseFile
        The case file.
    since, until : datetime.date, optional
        First and last day.

    Returns
    -------
    polars.DataFrame
        Rows of `namings` between two single persons that are dated to the day, with the column ``day``: days
        since 0001-01-01, which is day 1.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> first_namings(open_case("toy")).select("namer", "named").rows()[:2]
    [('osk', 'brenn'), ('osk', 'tarn')]
    """
    single = case["persons"].filter(pl.col("kind").fill_null("person") == "person")["id"].implode()
    rows = namings(case).filter(
        (pl.col("polarity") == "incriminates")
        & pl.col("namer").is_in(single)
        & pl.col("named").is_in(single)
        & (pl.col("namer") != pl.col("named"))
        & (pl.col("hi") <= (pl.col("lo") // DAY + 1) * DAY)
    )
    rows = rows.with_columns(day=pl.col("lo") // DAY + 1).sort("day", maintain_order=True)
    if since is not None:
        rows = rows.filter(pl.col("day") >= since.toordinal())
    if until is not None:
        rows = rows.filter(pl.col("day") <= until.toordinal())
    inside: set[str] = set()
    kept = []
    for namer, named in rows.select("namer", "named").iter_rows():
        kept.append(named not in inside)
        inside |= {namer, named}
    return rows.filter(pl.Series(kept, dtype=pl.Boolean))
