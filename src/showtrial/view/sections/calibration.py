"""What does the record leave of the ranges that were thought possible, and is what it shows met?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from showtrial.record.results import CALIBRATION
from showtrial.view.page import Page, Row, Section, clipped
from showtrial.view.palette import BLUE, INK, QUIET, RULE
from showtrial.view.sections.figures_cited import error_said
from showtrial.view.sections.outdated import outdated
from showtrial.view.sections.predictive import predictive
from showtrial.view.svg import NARROW, WIDE, Figure, panel_title

Spec = dict[str, Any]


def section(page: Page, results: Sequence[Mapping[str, Any]]) -> Section | None:
    """Return the calibrations, one part each; None where none were given."""
    found = [each for each in results if each["kind"] == CALIBRATION]
    if not found:
        return None
    parts = tuple(_part(number, result) for number, result in enumerate(found, start=1))
    title = "What the record identifies (simulated)"
    return Section(
        key="calibration", title=title, template="calibrations", data={"n": len(parts)}, parts=parts
    )


def _part(number: int, result: Mapping[str, Any]) -> Section:
    key = f"calibration-{number}"
    source = f"simulated, scenario {result['scenario']}, seed {result['seed']}, showtrial {result['program']}"
    figures = {
        "ranges": _ranges(f"{key}-ranges", result, source) if result["parameters"] else None,
        "predicted": predictive(f"{key}-predicted", result["targets"], source),
        "ranks": _ranks(f"{key}-ranks", result, source) if result["sbc"] else None,
    }
    data = {
        "result": result,
        "stale": outdated(result),
        "places": {name: each.key for name, each in figures.items() if each},
        "uses": _USES,
        "targets": [
            {**row, "said": error_said(row["error"], row.get("scale", "linear"))} for row in result["targets"]
        ],
    }
    drawn = tuple(each for each in figures.values() if each)
    return Section(
        key=key,
        title=f"Calibration of the scenario {result['scenario']}",
        template="calibration",
        data=data,
        figures=drawn,
    )


#: Use of a target -> what that means.
_USES = {
    "fit": "the numbers of the model were fitted to it",
    "held-out": "kept back, to judge the fit",
    "input": "put into the model as it is",
    "excluded": "left out, with the reason",
}


def _place(value: float, row: Mapping[str, Any]) -> float:
    """Return where a value stands in its prior range, from 0 to 1 on the scale of the prior."""
    low, high = row["prior"]
    if row["scale"] == "log":
        return (math.log(max(value, low * 1e-9)) - math.log(low)) / (math.log(high) - math.log(low))
    return (value - low) / (high - low)


def _named(row: Mapping[str, Any]) -> str:
    """Return what a number is called away from the table of its mechanism, whose name its own begins with."""
    mechanism, _, rest = row["name"].partition(".")
    return f"{mechanism}: {row['title']}" if rest else str(row["title"])


def _ranges(key: str, result: Mapping[str, Any], source: str) -> Figure:
    rows = [
        {
            "label": clipped(_named(row), 46),
            **{side: min(max(_place(row[side], row), -0.05), 1.05) for side in ("low", "median", "high")},
        }
        for row in result["parameters"]
    ]
    told = "; ".join(
        f"{_named(row)} {row['median']:.3g} ({row['low']:.3g} to {row['high']:.3g})"
        for row in result["parameters"]
    )
    return Figure(
        key=key,
        title="Simulated: what is left of each range",
        unit="place in the range thought possible before, from its lower to its upper end",
        n=result["accepted"],
        source=source,
        alt=f"Medians and intervals after the calibration: {told}.",
        wide=_range_spec(rows, WIDE),
        narrow=_range_spec(rows, NARROW),
        note="Pale: the range before. Dark: 95 in 100 after; dot: the median. A dark line as long as "
        "the pale one says "
        "that the record tells nothing of this number. n counts the simulations that the posterior rests on.",
    )


def _range_spec(rows: list[Row], width: int) -> Spec:
    wide = width > NARROW
    names, offset = [row["label"] for row in rows], 0 if wide else 9
    y: Spec = {"field": "label", "type": "nominal", "sort": names, "title": None, "axis": None}
    if wide:
        y["axis"] = {"domain": False, "ticks": False, "labelLimit": 290, "labelPadding": 8}
    expression = "datum.value < 0.5 ? 'lower end' : 'upper end'"
    axis = {"title": None, "values": [0, 1], "labelExpr": expression, "labelFlush": True}
    x = {"type": "quantitative", "axis": axis, "scale": {"domain": [-0.06, 1.06], "nice": False}}
    whole = [{"label": name, "a": 0, "b": 1} for name in names]
    layers: list[Spec] = [
        {
            "data": {"values": whole},
            "mark": {"type": "rule", "strokeWidth": 9, "color": RULE, "yOffset": offset},
            "encoding": {"y": y, "x": {"field": "a", **x}, "x2": {"field": "b"}},
        },
        {
            "mark": {"type": "rule", "strokeWidth": 3, "color": INK, "yOffset": offset},
            "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}},
        },
        {
            "mark": {
                "type": "point",
                "filled": True,
                "size": 60,
                "opacity": 1,
                "color": BLUE,
                "yOffset": offset,
            },
            "encoding": {"y": y, "x": {"field": "median", **x}},
        },
    ]
    if not wide:
        said = {"type": "text", "align": "left", "dy": -8, "fontSize": 12, "limit": width - 30, "color": INK}
        layers.append({"mark": said, "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "label"}}})
    inner = width - 330 if wide else width - 30
    return {"width": inner, "height": {"step": 24 if wide else 40}, "data": {"values": rows}, "layer": layers}


def _ranks(key: str, result: Mapping[str, Any], source: str) -> Figure:
    titles = {row["name"]: row["title"] for row in result["parameters"]}
    panels = [(titles.get(row["parameter"], row["parameter"]), row["ranks"]) for row in result["sbc"]]
    return Figure(
        key=key,
        title="Simulated: does the method find known values again?",
        unit="calibrations of simulated records, by the rank of the true value among the draws",
        n=max(row["n"] for row in result["sbc"]),
        source=source,
        alt=f"Histograms of ranks for {len(panels)} parameters; level ones are wanted.",
        wide=_rank_spec(panels, 4, 170),
        narrow=_rank_spec(panels, 1, NARROW - 70),
        note="Level bars say that intervals hold the truth as often as they promise. A hump in the "
        "middle: intervals "
        "too wide. High at both ends: too narrow. A slope: values too high or too low. Line: what "
        "level bars would be.",
    )


def _rank_spec(panels: Sequence[tuple[str, list[int]]], columns: int, width: int) -> Spec:
    drawn = []
    for title, ranks in panels:
        values = [{"bin": at, "n": n} for at, n in enumerate(ranks, start=1)]
        x = {"field": "bin", "type": "ordinal", "axis": {"title": None, "labels": False, "ticks": False}}
        y = {"field": "n", "type": "quantitative", "axis": {"title": None, "tickCount": 3, "domain": False}}
        level = {"values": [{"n": sum(ranks) / len(ranks)}]}
        head = panel_title(clipped(title, width // 7), limit=width)
        drawn.append(
            {
                "title": head,
                "width": width,
                "height": 90,
                "layer": [
                    {
                        "data": {"values": values},
                        "mark": {"type": "bar", "color": BLUE},
                        "encoding": {"x": x, "y": y},
                    },
                    {"data": level, "mark": {"type": "rule", "color": QUIET}, "encoding": {"y": y}},
                ],
            }
        )
    return {"concat": drawn, "columns": columns, "spacing": 18}
