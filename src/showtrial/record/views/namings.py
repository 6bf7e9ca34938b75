"""Who named whom, when, in what setting - and where did the named person stand at that time?"""

from __future__ import annotations

import polars as pl

from showtrial.record.casefile import CaseFile
from showtrial.record.views.acts import subjects
from showtrial.record.when import with_bounds

#: Claims that put a name on paper; every other kind is a story, a place or a circumstance.
NAMING_KINDS = ("accusation", "exculpation")
#: What a stance towards an accusation or an exculpation does to the person named.
_POLARITY = {
    ("accusation", "affirms"): "incriminates",
    ("accusation", "partial"): "incriminates",
    ("accusation", "denies"): "exculpates",
    ("accusation", "retracts"): "exculpates",
    ("exculpation", "affirms"): "exculpates",
    ("exculpation", "partial"): "exculpates",
    ("exculpation", "denies"): "incriminates",
    ("exculpation", "retracts"): "incriminates",
}


def namings(case: CaseFile) -> pl.DataFrame:
    """Return the namings: a row says that a name was put on paper, never that it is true.

    A naming is an assertion whose claim is an accusation or an exculpation of a person; the
    namer is the speaker of its statement, the named the person of its claim.

    Returns
    -------
    polars.DataFrame
        Columns id (of the assertion), namer, named (ids of persons), date, time, setting, text, polarity
        (incriminates, exculpates, silent), case, source, locator, certainty, checked, note,
        statement, claim; ``lo`` and ``hi`` bound the date in minutes.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> rows = namings(open_case("moscow"))
    >>> rows.height, rows.select("namer", "named").n_unique()
    (581, 468)
    """
    said = case["statements"].select("id", "speaker", "date", "time", "setting", "case")
    claims = case["claims"].filter(pl.col("kind").is_in(NAMING_KINDS))
    claims = claims.select("id", "person", "text", claim_kind="kind")
    joined = (
        case["assertions"]
        .join(said, left_on="statement", right_on="id", how="inner", maintain_order="left")
        .join(claims, left_on="claim", right_on="id", how="inner", maintain_order="left")
    )
    stance = pl.struct("claim_kind", "polarity").map_elements(
        lambda row: _POLARITY.get((row["claim_kind"], row["polarity"]), "silent"), return_dtype=pl.String
    )
    sheet = joined.select(
        "id",
        namer="speaker",
        named="person",
        date="date",
        time="time",
        setting="setting",
        text="text",
        polarity=stance,
        case="case",
        source="source",
        locator="locator",
        certainty="certainty",
        checked="checked",
        note="note",
        statement="statement",
        claim="claim",
    )
    return with_bounds(sheet, case.calendar)


def standing(case: CaseFile) -> pl.DataFrame:
    """Return where the named person stood when each naming was made, as far as the record says.

    Returns
    -------
    polars.DataFrame
        The rows of :func:`namings` with a column ``standing``: ``dead`` (died before the day),
        ``condemned`` (a verdict before the day), ``held`` (arrested before the day, with no release on
        record since), ``abroad`` (a residence abroad covers the day), else ``not on record``; the
        first that applies, in this order. Only what is certain from the dates counts: same-day
        acts are never ordered.
    """
    calendar = case.calendar
    rows = namings(case)
    died = with_bounds(case["persons"], calendar, "died").select(named="id", over="hi").drop_nulls()
    dead = _any_before(rows, died)
    events = with_bounds(case["events"], calendar)
    charged = case["charges"].select(named="accused", verdict="verdict").drop_nulls()
    verdicts = charged.join(events.select(verdict="id", over="hi"), on="verdict").select("named", "over")
    condemned = _any_before(rows, verdicts.drop_nulls())
    held = _held(
        rows,
        with_bounds(subjects(case, "arrest"), calendar),
        with_bounds(subjects(case, "release"), calendar),
    )
    homes = case["traits"].filter((pl.col("kind") == "residence") & (pl.col("value") == "abroad"))
    stays = with_bounds(homes, calendar).select(named="person", since="lo", until="hi")
    abroad = (
        rows.select("id", "named", "lo", "hi")
        .join(stays, on="named")
        .filter(
            (pl.col("since").is_null() | (pl.col("since") <= pl.col("lo")))
            & (pl.col("until").is_null() | (pl.col("hi") <= pl.col("until")))
        )["id"]
        .unique()
    )
    where = (
        pl.when(pl.col("id").is_in(dead.implode()))
        .then(pl.lit("dead"))
        .when(pl.col("id").is_in(condemned.implode()))
        .then(pl.lit("condemned"))
        .when(pl.col("id").is_in(held.implode()))
        .then(pl.lit("held"))
        .when(pl.col("id").is_in(abroad.implode()))
        .then(pl.lit("abroad"))
        .otherwise(pl.lit("not on record"))
    )
    return rows.with_columns(standing=where)


def _any_before(rows: pl.DataFrame, dated: pl.DataFrame) -> pl.Series:
    """Ids of the namings whose named person has a row of `dated` wholly before the naming."""
    joined = rows.select("id", "named", "lo").join(dated, on="named")
    return joined.filter(pl.col("over") <= pl.col("lo"))["id"].unique()


def _held(rows: pl.DataFrame, arrests: pl.DataFrame, releases: pl.DataFrame) -> pl.Series:
    """Ids of the namings whose named person was arrested before, and not released in between."""
    taken = arrests.select(named="subject", over="hi").drop_nulls()
    let_go = releases.select(named="subject", freed="hi", came="lo").drop_nulls()
    arrested = rows.select("id", "named", "lo", "hi").join(taken, on="named")
    arrested = arrested.filter(pl.col("over") <= pl.col("lo"))
    freed = arrested.join(let_go, on="named").filter(
        (pl.col("freed") > pl.col("over")) & (pl.col("came") < pl.col("hi"))
    )
    last = arrested.group_by("id").agg(pl.col("over").max())
    out = freed.join(last, on="id", suffix="_last").filter(pl.col("freed") > pl.col("over_last"))
    return last.filter(~pl.col("id").is_in(out["id"].unique().implode()))["id"]
