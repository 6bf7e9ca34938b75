"""What do runs of the machine at the size of a country come to, year by year, beside the record?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from showtrial.record.results import COUNTRY
from showtrial.view.page import Page, Row, Section, clipped
from showtrial.view.palette import BLUE, INK, SKY, VERMILLION
from showtrial.view.sections.machine import told, without
from showtrial.view.sections.outdated import outdated
from showtrial.view.svg import NARROW, Figure, panel_title

Spec = dict[str, Any]
#: Series that are drawn; the table has all.
_MOST = 6


def section(page: Page, results: Sequence[Mapping[str, Any]]) -> Section | None:
    """Return the runs of countries, one part each; None where none were given."""
    found = [each for each in results if each["kind"] == COUNTRY]
    if not found:
        return None
    parts = tuple(_part(number, result) for number, result in enumerate(found, start=1))
    return Section(
        key="country",
        title="The country (simulated)",
        template="countries",
        data={"n": len(parts)},
        parts=parts,
    )


def _part(number: int, result: Mapping[str, Any]) -> Section:
    key = f"country-{number}"
    figure = _figure(f"{key}-years", result) if result["years"] else None
    data = {
        "result": result,
        "stale": outdated(result),
        "off": without(result["off"], result.get("mechanisms", [])),
        "place": figure.key if figure else "",
    }
    figures = (figure,) if figure else ()
    return Section(
        key=key, title=f"{result['title']}: country {number}", template="country", data=data, figures=figures
    )


def _figure(key: str, result: Mapping[str, Any]) -> Figure:
    series: dict[str, list[Row]] = {}
    for row in result["years"]:
        series.setdefault(clipped(row["unit"], 40), []).append(dict(row))
    shown = list(series.items())[:_MOST]
    seen = sum(row["target"] is not None for row in result["years"])
    few = f" The first {_MOST} of {len(series)} series are drawn." if len(series) > _MOST else ""
    return Figure(
        key=key,
        title="Simulated: year by year, beside the record",
        unit="each picture has its own scale",
        n=result["runs"],
        source=f"simulated, {told(result)}",
        alt=f"Bars of intervals by year for {', '.join(name for name, _ in shown)}; {seen} observed "
        "values as diamonds.",
        wide={"concat": [_years(name, rows, 330) for name, rows in shown], "columns": 2, "spacing": 24},
        narrow={
            "concat": [_years(name, rows, NARROW - 70) for name, rows in shown],
            "columns": 1,
            "spacing": 20,
        },
        note="Pale bar: 95 of 100 runs; line in it: their median; diamond: the figure of the record, "
        "where there is one. "
        f"n counts the runs.{few}",
    )


def _years(title: str, rows: list[Row], width: int) -> Spec:
    x = {"field": "year", "type": "ordinal", "axis": {"title": None, "labelAngle": 0, "labelOverlap": True}}
    y = {"type": "quantitative", "axis": {"title": None, "tickCount": 4, "format": "~s", "domain": False}}
    bar = {"type": "bar", "width": 16, "color": SKY, "stroke": BLUE, "strokeWidth": 0.8}
    tick = {"type": "tick", "thickness": 2, "width": 16, "color": BLUE, "orient": "horizontal"}
    dot = {"type": "point", "shape": "diamond", "filled": True, "size": 80, "opacity": 1, "color": VERMILLION}
    observed = [row for row in rows if row["target"] is not None]
    layers: list[Spec] = [
        {
            "data": {"values": rows},
            "mark": bar,
            "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}},
        },
        {"data": {"values": rows}, "mark": tick, "encoding": {"x": x, "y": {"field": "median", **y}}},
    ]
    if observed:
        layers.append(
            {
                "data": {"values": observed},
                "mark": {**dot, "stroke": INK, "strokeWidth": 0.8},
                "encoding": {"x": x, "y": {"field": "target", **y}},
            }
        )
    head = panel_title(title, limit=width)
    return {"title": head, "width": width, "height": 150, "layer": layers}
