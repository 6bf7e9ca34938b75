"""What pressure is on record?"""

from __future__ import annotations

import polars as pl

from showtrial.record.schema import schema
from showtrial.record.views import parts
from showtrial.view.bars import both
from showtrial.view.page import Page, Row, Section, sources_of
from showtrial.view.sections.timeline import PRESSURES
from showtrial.view.svg import Figure

_UNGRADED = "not graded"


def section(page: Page) -> Section | None:
    """Return pressures, practices and promises, or None where none is on record."""
    events = page.bounded("events").filter(pl.col("kind").is_in(PRESSURES))
    if not events.height:
        return None
    persons = _persons(page, events)
    rows = [
        {**row, "people": persons.get(row["id"], [])}
        for row in events.sort("lo", "hi", "id", nulls_last=True).to_dicts()
    ]
    groups = {
        "on": [row for row in rows if row["kind"] == "pressure"],
        "promises": [row for row in rows if row["kind"].startswith("promise")],
        "practices": [row for row in rows if row["kind"] == "practice"],
    }
    groups["on"].sort(key=lambda row: page.name(row["people"][0]["person"]) if row["people"] else "~")
    data = {
        "groups": groups,
        "n": len(rows),
        "n_persons": len({part["person"] for row in rows for part in row["people"] if part["person"]}),
    }
    return Section(
        key="pressure", title="Pressure on record", template="pressure", data=data, figures=(_figure(events),)
    )


def _persons(page: Page, events: pl.DataFrame) -> dict[str, list[Row]]:
    """Persons on whom each pressure was put."""
    taken = parts(page.case).filter(
        (pl.col("role") == "subject") & pl.col("act").is_in(events["id"].drop_nulls().implode())
    )
    found: dict[str, list[Row]] = {}
    for row in taken.to_dicts():
        found.setdefault(row["act"], []).append(row)
    return found


def _figure(events: pl.DataFrame) -> Figure:
    order = [*reversed(schema().tables["events"].columns["grade"].words), _UNGRADED]
    counts = dict(events["grade"].fill_null(_UNGRADED).value_counts().iter_rows())
    values: list[Row] = [
        {"label": grade.replace("_", " "), "n": int(counts[grade])} for grade in order if grade in counts
    ]
    wide, narrow = both(values, "rows")
    top = max(values, key=lambda value: value["n"])
    return Figure(
        key="pressure-grades",
        title="How well the pressures are attested",
        unit="rows, by grade",
        n=events.height,
        source=sources_of(events),
        alt=f"Bars by grade. Most frequent: {top['label']}, {top['n']} of {events.height}.",
        wide=wide,
        narrow=narrow,
        note="Grades say how a pressure is attested, not how hard it was. "
        "Nothing ranks methods by what followed.",
    )
