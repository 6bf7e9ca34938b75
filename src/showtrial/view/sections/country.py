"""What do runs of the machine at the size of a country come to, year by year, beside the record?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from showtrial.calibration.targets import Target
from showtrial.record.results import COUNTRY
from showtrial.view.page import Page, Row, Section, clipped
from showtrial.view.palette import BLUE, INK, SKY, VERMILLION
from showtrial.view.sections import country_weeks, machine_counts
from showtrial.view.sections.figures_cited import error_ends, error_said, figures_cited
from showtrial.view.sections.machine import told, without
from showtrial.view.sections.outdated import outdated
from showtrial.view.sections.predictive import predictive
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
    factor = result["full"] / result["persons"] if "full" in result and "persons" in result else 1.0
    rows = [_full(row, factor, _scale(row, figures_cited(result).values())) for row in result["years"]]
    figure = _figure(f"{key}-years", result, rows) if rows else None
    found, mechanisms = result.get("counterfactual"), result.get("mechanisms", [])
    words = without(found["off"], mechanisms) if found else ""
    source = f"simulated, {told(result)}"
    compared = [row for row in result.get("targets", ()) if row.get("predicted")]
    strips = [{**row, "prior": None, "posterior": row["predicted"]} for row in compared]
    predicted = predictive(f"{key}-predicted", strips, source)
    weeks = country_weeks.weeks(f"{key}-weeks", result, source, factor)
    against = machine_counts.against(f"{key}-without", found, words, source) if found else None
    data = {
        "result": result,
        "rows": rows,
        "factor": factor,
        "stale": outdated(result),
        "off": without(result["off"], mechanisms),
        "place": figure.key if figure else "",
        "predicted": predicted.key if predicted else "",
        "targets": [{**row, "said": error_said(row["error"], row.get("scale", ""))} for row in compared],
        "weeks": weeks.key if weeks else "",
        "calendar": result.get("calendar", []),
        "counterfactual": found,
        "without": words,
        "against": against.key if against else "",
        "posterior": result.get("posterior"),
    }
    figures = tuple(each for each in (figure, predicted, weeks, against) if each)
    return Section(
        key=key, title=f"{result['title']}: country {number}", template="country", data=data, figures=figures
    )


def _scale(row: Mapping[str, Any], targets: Iterable[Target]) -> str:
    """Return the scale of the error of the figure that stands beside a year; none where it is not known."""
    for each in targets:
        if (
            each.unit == row["unit"]
            and each.value == row["target"]
            and each.window[0][:4] == str(row["year"])
        ):
            return each.scale
    return ""


def _full(row: Mapping[str, Any], factor: float, scale: str) -> Row:
    """Return a year with its counts at full size, and 95 per cent of the error of the figure beside it."""
    used = row.get("use") in ("fit", "held-out", None) and row["target"] is not None
    found = {side: row[side] * factor for side in ("low", "median", "high")}
    error = row.get("error") if scale else None
    ends = error_ends(row["target"], error, scale) if used and error else (None, None)
    said = error_said(error, scale)
    return {
        **row,
        "use": row.get("use"),
        **found,
        "beside": used,
        "from": ends[0],
        "to": ends[1],
        "said": said,
    }


def _figure(key: str, result: Mapping[str, Any], rows: Sequence[Row]) -> Figure:
    series: dict[str, list[Row]] = {}
    for row in rows:
        series.setdefault(clipped(row["unit"], 40), []).append(row)
    shown = list(series.items())[:_MOST]
    beside = "; ".join(
        f"{row['unit']} {row['year']}: record {row['target']:,.0f}, runs {row['median']:,.0f} "
        f"({row['low']:,.0f} to {row['high']:,.0f})"
        for row in rows
        if row["beside"]
    )
    same = "of different draws" if result.get("posterior") else "of the same numbers"
    few = f" The first {_MOST} of {len(series)} series are drawn." if len(series) > _MOST else ""
    return Figure(
        key=key,
        title="Simulated: year by year, beside the record",
        unit="counts of the whole country; each picture has its own scale",
        n=result["runs"],
        source=f"simulated, {told(result)}; record: the sources in the table below",
        alt=f"Bars of intervals by year for {', '.join(name for name, _ in shown)}. {beside or 'No record'}.",
        wide={"concat": [_years(name, own, 330) for name, own in shown], "columns": 2, "spacing": 24},
        narrow={
            "concat": [_years(name, own, NARROW - 70) for name, own in shown],
            "columns": 1,
            "spacing": 20,
        },
        note="Pale bar: 95 of 100 runs; line in it: their median; diamond: the figure of the record, "
        "where one can be compared; the thin line through it is 95 per cent of its error. Figures that "
        f"count another population are in the table alone. The bar says how much runs {same} "
        f"differ, and not how wrong the model is. n counts the runs.{few}",
    )


def _years(title: str, rows: list[Row], width: int) -> Spec:
    x = {"field": "year", "type": "ordinal", "axis": {"title": None, "labelAngle": 0, "labelOverlap": True}}
    y = {"type": "quantitative", "axis": {"title": None, "tickCount": 4, "format": "~s", "domain": False}}
    bar = {"type": "bar", "width": 16, "color": SKY, "stroke": BLUE, "strokeWidth": 0.8}
    tick = {"type": "tick", "thickness": 2, "width": 16, "color": BLUE, "orient": "horizontal"}
    dot = {"type": "point", "shape": "diamond", "filled": True, "size": 80, "opacity": 1, "color": VERMILLION}
    observed = [row for row in rows if row["beside"]]
    unsure = [row for row in observed if row["from"] is not None]
    whisker = {"type": "rule", "color": INK, "strokeWidth": 1.2}
    layers: list[Spec] = [
        _layer(rows, bar, {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}}),
        _layer(rows, tick, {"x": x, "y": {"field": "median", **y}}),
        _layer(unsure, whisker, {"x": x, "y": {"field": "from", **y}, "y2": {"field": "to"}}),
        _layer(observed, {**dot, "stroke": INK, "strokeWidth": 0.8}, {"x": x, "y": {"field": "target", **y}}),
    ]
    head = panel_title(title, limit=width)
    drawn = [each for each in layers if each["data"]["values"]]
    return {"title": head, "width": width, "height": 150, "layer": drawn}


def _layer(rows: list[Row], mark: Spec, encoding: Spec) -> Spec:
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}
