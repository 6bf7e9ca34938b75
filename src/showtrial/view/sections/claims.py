"""What was said to have happened, and what do independent facts say of it?"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from showtrial.record.schema import schema
from showtrial.record.views import parts
from showtrial.record.views.namings import NAMING_KINDS
from showtrial.view.page import Page, Row, Section

UNCHECKED = "no check on record"
#: Kinds of claims that have a section of their own.
HISTORY = "history"


def section(page: Page) -> Section | None:
    """Return the claims that are neither namings nor history, or None where there are none."""
    kept = page.case["claims"].filter(~pl.col("kind").is_in([*NAMING_KINDS, HISTORY]))
    said = told(page, kept)
    if not said:
        return None
    groups = by_conclusion(said, UNCHECKED)
    data = {
        "groups": groups,
        "unchecked": UNCHECKED,
        "n": len(said),
        "checked": sum(bool(row["checks"]) for row in said),
        "rivals": sum(bool(row["rivals"]) for row in said),
    }
    return Section(
        key="claims",
        title="What was said, against independent facts",
        template="claims",
        data=data,
    )


def told(page: Page, claims: pl.DataFrame) -> list[Row]:
    """Join each claim with who said it, what checks conclude, and the rival values of its cells."""
    readings = page.case["readings"]
    said = page.case["assertions"].join(
        page.case["statements"].select("id", "speaker", "speaker_as_written", "date", "setting", "case"),
        left_on="statement",
        right_on="id",
        how="left",
        maintain_order="left",
    )
    others = parts(page.case).filter(pl.col("role") != "subject")
    also = parts(page.case).filter(pl.col("role") == "subject")
    rows = []
    for claim in claims.to_dicts():
        of_row = readings.filter(pl.col("row") == claim["id"]).to_dicts()
        rows.append(
            {
                **claim,
                "said": said.filter(pl.col("claim") == claim["id"]).to_dicts(),
                "subjects": also.filter(pl.col("act") == claim["id"]).to_dicts(),
                "parts": others.filter(pl.col("act") == claim["id"]).to_dicts(),
                "checks": [reading for reading in of_row if reading["column"] is None],
                "rivals": _rivals(page, "claims", [reading for reading in of_row if reading["column"]]),
            }
        )
    return rows


def _rivals(page: Page, table: str, readings: Sequence[Row]) -> dict[str, list[Row]]:
    """Rival values by column; ids of places, persons and cases are shown by their names."""
    found: dict[str, list[Row]] = {}
    for reading in readings:
        found.setdefault(reading["column"], []).append({**reading, "value": called(page, table, reading)})
    return found


def called(page: Page, table: str, reading: Row) -> str:
    """Return the value of a reading; an id of a place, person or case as its name."""
    column = schema().tables[table].columns.get(reading["column"])
    for name in column.to if column is not None else ():
        if name in ("places", "persons", "cases"):
            names = dict(page.case[name].select("id", "name").iter_rows())
            if reading["value"] in names:
                return str(names[reading["value"]])
    return str(reading["value"])


def by_conclusion(rows: Sequence[Row], without: str) -> list[Row]:
    """Group claims by what the first check of each concludes, the largest group first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["checks"][0]["value"] if row["checks"] else without, []).append(row)
    ranked = sorted(found, key=lambda key: (key == without, -len(found[key]), key))
    return [{"title": key, "key": f"{number}", "rows": found[key]} for number, key in enumerate(ranked, 1)]
