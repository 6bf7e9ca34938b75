"""Which statements and documents are on record?"""

from __future__ import annotations

from typing import Any

import polars as pl

from showtrial.view.months import month, one_month, tally
from showtrial.view.page import UNSAID, Page, Row, Section, sources_of
from showtrial.view.palette import QUIET, colours
from showtrial.view.spoken import spoken
from showtrial.view.svg import NARROW, WIDE, Figure


def section(page: Page) -> Section | None:
    """Return all statements, those without assertions apart, or None where there are none."""
    said = page.bounded("statements")
    if not said.height:
        return None
    asserted = (
        page.case["assertions"].group_by(id="statement").agg(asserts=pl.len(), first=pl.col("id").first())
    )
    rows = said.join(asserted, on="id", how="left", maintain_order="left").sort(
        "lo", "hi", "id", nulls_last=True
    )
    bare = rows.filter(pl.col("asserts").is_null())
    papers = page.roles("statements")
    data = {
        "n": said.height,
        "bare": _groups(page, bare, papers),
        "n_bare": bare.height,
        "full": _groups(page, rows.filter(pl.col("asserts").is_not_null()), papers),
        "n_full": said.height - bare.height,
        "unresolved": said.filter(
            pl.col("speaker").is_null() & pl.col("speaker_as_written").is_not_null()
        ).height,
        "words": said["words"].sum() or 0,
    }
    figures = [drawn for drawn in (_figure(page, bare),) if drawn]
    return Section(
        key="documents",
        title="Statements and documents",
        template="documents",
        data=data,
        figures=tuple(figures),
    )


def _groups(page: Page, rows: pl.DataFrame, papers: dict[str, dict[str, list[Row]]]) -> list[Row]:
    found: dict[str, list[Row]] = {}
    for row in rows.to_dicts():
        found.setdefault(row["case"] or "", []).append({**row, "parts": papers.get(row["id"], {})})
    return [
        {"title": page.cases.get(case, "no case named"), "rows": found[case]}
        for case in [*page.cases, ""]
        if case in found
    ]


def _figure(page: Page, rows: pl.DataFrame) -> Figure | None:
    """Documents a month by setting, from the first twentieth to the last fiftieth of them."""
    months = sorted(text for text in (month(lo) for lo in rows["lo"].drop_nulls()) if text)
    if len(months) < 2:
        return None
    first, last = months[len(months) // 20], months[-1 - len(months) // 50]
    settings = (
        rows["setting"]
        .fill_null(UNSAID)
        .value_counts()
        .sort(["count", "setting"], descending=[True, False])["setting"]
        .to_list()
    )
    values: list[dict[str, Any]] = []
    stacked: dict[str, int] = {}
    for setting in settings:
        some = rows.filter(pl.col("setting").fill_null(UNSAID) == setting)
        for text, n in tally(one_month(lo, hi) for lo, hi in some.select("lo", "hi").iter_rows()).items():
            if first <= text <= last:
                at = int(text[:4]) + (int(text[5:7]) - 1) / 12
                low = stacked.get(text, 0)
                stacked[text] = low + n
                values.append(
                    {
                        "at": at,
                        "end": at + 1 / 12,
                        "low": low,
                        "high": low + n,
                        "setting": setting.replace("_", " "),
                    }
                )
    if not values:
        return None
    shown = sum(stacked.values())
    words = [setting.replace("_", " ") for setting in settings]
    return Figure(
        key="documents-months",
        title="Documents without assertions, a month",
        unit="documents",
        n=rows.height,
        source=sources_of(rows),
        alt=f"Stacked bars from {spoken(first)} to {spoken(last)}, {shown} documents.",
        wide=_spec(values, words, WIDE),
        narrow=_spec(values, words, NARROW),
        note=f"{shown:,} of {rows.height:,} are drawn: those dated within one month, from {spoken(first)} "
        f"to {spoken(last)}. All are in the tables.",
    )


def _spec(values: list[dict[str, Any]], settings: list[str], width: int) -> dict[str, Any]:
    wide = width > NARROW
    low, high = min(value["at"] for value in values), max(value["end"] for value in values)
    years = list(range(int(low), int(high) + 2))
    axis = {"values": years, "format": "d", "title": None, "labelAlign": "left", "labelOffset": 2}
    x = {
        "field": "at",
        "type": "quantitative",
        "axis": axis,
        "scale": {"domain": [low, high], "nice": False, "zero": False},
    }
    y = {
        "field": "high",
        "type": "quantitative",
        "stack": None,
        "title": None,
        "axis": {"tickCount": 5, "tickMinStep": 1, "format": ",d", "domain": False, "labelColor": QUIET},
    }
    legend = {"title": None, "columns": 5 if wide else 2, "symbolType": "square"}
    colour = {
        "field": "setting",
        "type": "nominal",
        "scale": {"domain": settings, "range": colours(len(settings))},
        "legend": legend,
    }
    return {
        "width": width - (70 if wide else 52),
        "height": 200,
        "data": {"values": values},
        "mark": {"type": "bar", "stroke": "white", "strokeWidth": 0.4},
        "encoding": {"x": x, "x2": {"field": "end"}, "y": y, "y2": {"field": "low"}, "color": colour},
    }
