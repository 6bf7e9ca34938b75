"""How long after the arrest is a first confession on record?"""

from __future__ import annotations

from typing import Any

import polars as pl

from showtrial.record.views import confession_times
from showtrial.view.channels import POINT, told_apart
from showtrial.view.page import Page, Row, Section, anchor, sources_of
from showtrial.view.svg import NARROW, WIDE, Figure, link


def section(page: Page) -> Section | None:
    """Return the times of first confessions, or None where no confession is on record."""
    rows = confession_times(page.case)
    said = rows.filter(pl.col("status") != "none on record")
    if not said.height:
        return None
    assertions = {row["id"]: row for row in page.case["assertions"].to_dicts()}
    table = []
    for row in said.to_dicts():
        act = assertions.get(row["confession"] or row["plea"], {})
        table.append(
            {
                **row,
                "source": act.get("source"),
                "locator": act.get("locator"),
                "checked": act.get("checked"),
                "note": act.get("note"),
            }
        )
    order = list(page.cases)
    table.sort(
        key=lambda row: (row["status"], order.index(row["case"]), row["days_high"] or 0, row["charge"])
    )
    counts = {status: rows.filter(pl.col("status") == status).height for status in _STATUSES}
    dated = [row for row in table if row["status"] == "dated"]
    figures = (_figure(page, dated),) if dated else ()
    middle = sorted((row["days_low"] + row["days_high"]) / 2 for row in dated)
    data = {
        "rows": table,
        "counts": counts,
        "n": rows.height,
        "exact": sum(row["days_low"] == row["days_high"] for row in dated),
        "median": _median(middle),
        "least": min((row["days_low"] for row in dated), default=None),
        "most": max((row["days_high"] for row in dated), default=None),
    }
    return Section(
        key="confessions",
        title="From arrest to first confession",
        template="confessions",
        data=data,
        figures=figures,
    )


#: Ticks of the square-root scale, in days.
_TICKS = (0, 10, 30, 60, 100, 200, 400, 600, 900, 1300, 2000, 3000, 5000, 10000)
_FEW_TICKS = (0, 30, 200, 600, 1300, 3000, 10000)
_STATUSES = ("dated", "arrest not dated", "first confessed in court", "none on record")


def _median(values: list[float]) -> float | None:
    if not values:
        return None
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def _figure(page: Page, rows: list[Row]) -> Figure:
    cases = [case for case in page.cases if any(row["case"] == case for row in rows)]
    first = min(rows, key=lambda row: row["days_high"])
    last = max(rows, key=lambda row: row["days_high"])
    source = sources_of(pl.DataFrame({"source": [row["source"] for row in rows]}))
    return Figure(
        key="confession-days",
        title="Days from arrest to first recorded confession",
        unit="days, on a square-root scale",
        n=len(rows),
        source=source,
        alt=f"One line for each of {len(rows)} charges, from {page.name(first['accused'])} "
        f"({first['days_high']} days at most) "
        f"to {page.name(last['accused'])} ({last['days_high']} days).",
        wide=_spec(page, rows, cases, WIDE),
        narrow=_spec(page, rows, cases, NARROW),
        note="A bar spans all that uncertain dates allow, the mark stands at its middle; "
        "a mark alone is a single number of days.",
    )


def _values(page: Page, rows: list[Row], cases: list[str]) -> list[Row]:
    """List what is drawn of each row, trial by trial, the shortest time first."""
    found: list[Row] = []
    for row in sorted(
        rows, key=lambda row: (cases.index(row["case"]), row["days_low"] + row["days_high"], row["charge"])
    ):
        name, case = page.short[row["accused"]], page.case_labels[row["case"]]
        low, high = row["days_low"], row["days_high"]
        found.append(
            {
                "label": f"{name} ({case})" if any(value["label"] == name for value in found) else name,
                "low": low,
                "high": high,
                "mid": (low + high) / 2,
                "case": case,
                "days": f"{low}" if low == high else f"{low}–{high}",
                "url": link(anchor(row["charge"])),
            }
        )
    return found


def _spec(page: Page, rows: list[Row], cases: list[str], width: int) -> dict[str, Any]:
    wide = width > NARROW
    values = _values(page, rows, cases)
    most = max(value["high"] for value in values)
    x = {
        "field": "low",
        "type": "quantitative",
        "title": "days from arrest to first recorded confession" if wide else "days",
        "scale": {"type": "sqrt", "domain": [0, max(most, 1) * (1.1 if wide else 1.3)], "nice": False},
        "axis": {"values": [tick for tick in (_TICKS if wide else _FEW_TICKS) if tick <= most * 1.05]},
    }
    axis = {"ticks": False, "domain": False, "grid": True, "labelPadding": 6}
    axis |= {"labelLimit": 190, "labelFontSize": 12} if wide else {"labelLimit": 92, "labelFontSize": 11}
    people = [value["label"] for value in values]
    y = {"field": "label", "type": "nominal", "sort": people, "title": None, "axis": axis}
    apart = told_apart("case", [page.case_labels[case] for case in cases], columns=4 if wide else 1)
    bar = {
        "mark": {"type": "rule", "strokeWidth": 5, "opacity": 0.45},
        "encoding": {"y": y, "x": x, "x2": {"field": "high"}, "color": apart["color"]},
    }
    point = {
        "mark": POINT,
        "encoding": {"y": y, "x": {**x, "field": "mid"}, **apart, "href": {"field": "url"}},
    }
    days = {
        "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 11},
        "encoding": {"y": y, "x": {**x, "field": "high"}, "text": {"field": "days"}},
    }
    return {
        "width": width - (210 if wide else 112),
        "height": {"step": 18},
        "data": {"values": values},
        "layer": [bar, point, days],
    }
