"""What is this file, and what is it not?"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from showtrial import __version__
from showtrial.record.schema import schema
from showtrial.view.bars import both
from showtrial.view.page import UNSAID, Page, Row, Section
from showtrial.view.palette import CHECKED
from showtrial.view.svg import Figure

#: Section in which the rows of a table stand, the first that the report has.
HOMES = {
    "sources": ("sources",),
    "persons": ("persons",),
    "cases": ("trials",),
    "events": ("timeline", "pressure"),
    "statements": ("documents",),
    "claims": ("namings", "claims", "article", "rest"),
    "assertions": ("namings", "claims", "article", "trials", "rest"),
    "charges": ("trials",),
    "readings": ("readings",),
    "figures": ("literature",),
}


def section(page: Page, others: Sequence[Section], absent: Sequence[str]) -> Section:
    """Return the front matter.

    Parameters
    ----------
    page : Page
        The case.
    others : sequence of Section
        The sections that follow.
    absent : sequence of str
        What the record holds nothing of.
    """
    case = page.case
    present = {each.key for each in others}
    rows = [_tally(page, table, present) for table in schema().tables if case[table].height]
    attested = [row for row in rows if row["checked"]]
    total = sum(row["n"] for row in attested)
    sums = {kind: sum(row["checked"][kind] for row in attested) for kind in CHECKED}
    data = {
        "rows": rows,
        "kinds": [kind for kind in CHECKED if kind != UNSAID or sums[UNSAID]],
        "total": total,
        "sums": sums,
        "absent": absent,
        "hash": case.sha256,
        "meta": case.meta,
        "citation": _citation(page),
        "brief": _brief(page),
        "example": _example(page, others),
        "program": __version__,
    }
    figures = (_figure(attested, total),) if total else ()
    return Section(
        key="about",
        title="What this file is, and what it is not",
        template="about",
        data=data,
        figures=figures,
    )


def _tally(page: Page, table: str, present: set[str]) -> Row:
    frame = page.case[table]
    homes = [key for key in HOMES.get(table, ()) if key in present]
    to = f"s-{homes[0]}" if homes else f"t-{table}"
    if "checked" not in frame.columns:
        return {"table": table, "n": frame.height, "to": to, "checked": None}
    said = frame.select(pl.col("checked").fill_null(UNSAID))["checked"].value_counts()
    counts = dict(said.iter_rows())
    return {
        "table": table,
        "n": frame.height,
        "to": to,
        "checked": {kind: int(counts.get(kind, 0)) for kind in CHECKED},
    }


def _figure(rows: Sequence[Row], total: int) -> Figure:
    values = [
        {"label": f"{row['table']} ({row['n']:,})", "part": kind, "n": row["checked"][kind]}
        for row in rows
        for kind in CHECKED
        if row["checked"][kind]
    ]
    used = {kind: colour for kind, colour in CHECKED.items() if any(v["part"] == kind for v in values)}
    wide, narrow = both(_shares(values), "per cent of the rows of the table", used, sums=False)
    worst = max(rows, key=lambda row: row["checked"]["recalled"] / row["n"])
    share = round(100 * worst["checked"]["recalled"] / worst["n"])
    return Figure(
        key="checked",
        title="How the rows of each table were checked",
        unit="per cent of the rows of the table",
        n=total,
        source="column checked of each table",
        alt="Stacked bars, one a table. The largest share of recalled rows is in "
        f"{worst['table']}: {share} per cent.",
        wide=wide,
        narrow=narrow,
        note="The counts are in the table below.",
    )


def _shares(values: Sequence[Row]) -> list[Row]:
    """Turn counts into per cent of their label; the bars of all tables end at 100."""
    sums: dict[str, int] = {}
    for value in values:
        sums[value["label"]] = sums.get(value["label"], 0) + value["n"]
    return [{**value, "n": 100 * value["n"] / sums[value["label"]]} for value in values]


def _citation(page: Page) -> str:
    meta = page.case.meta
    authors = ", ".join(meta.authors) or "No author named"
    version = f", version {meta.version}" if meta.version else ""
    kind = "simulated case file" if meta.origin == "simulated" else "case file"
    return f"{authors}: {meta.title}{version} ({kind}), SHA-256 {page.case.sha256[:16]}."


def _brief(page: Page) -> str:
    """Name the case file as a citation of a part of it needs it: title, version, hash, program."""
    meta = page.case.meta
    version = f" {meta.version}" if meta.version else ""
    return f"{meta.title}{version}, SHA-256 {page.case.sha256[:16]}, showtrial {__version__}"


def _example(page: Page, others: Sequence[Section]) -> Row:
    """Choose a section and a row with a source for the examples of citing."""
    first = next((each for each in others if each.key == "trials"), others[0])
    tables = ("charges", "assertions", "events", "statements")
    rows = (row for table in tables for row in page.case[table].head(20).to_dicts() if row["id"])
    row = next(rows, {"id": None, "source": None})
    return {"title": first.title, "key": first.key, "row": row["id"], "source": row["source"]}
