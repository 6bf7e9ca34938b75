"""What do the runs of the machine come to: over time, and without some of its mechanisms?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from showtrial.view.page import Row, clipped
from showtrial.view.palette import BLUE, INK, QUIET, SKY, VERMILLION
from showtrial.view.svg import NARROW, WIDE, Figure, panel_title

Spec = dict[str, Any]
#: Counts that are drawn, where the result has them; the table has all.
DRAWN = ("arrests", "confessions", "persons_named", "deaths")
_EPOCH = date(1970, 1, 1).toordinal()
_COURSES = {"arrests": "persons arrested", "names": "names put on paper", "shot": "persons shot"}


def courses(key: str, result: Mapping[str, Any], source: str) -> Figure | None:
    """Draw the counts up to each day, with the envelope of the runs; None where there are none."""
    days = [(date.fromisoformat(day).toordinal() - _EPOCH) * 86_400_000 for day in result["days"]]
    shown = {name: result["courses"][name] for name in _known(result["courses"])}
    if not days or not shown:
        return None
    parts = {
        _COURSES.get(name, clipped(name, 30)): [
            {"x": day, "low": low, "median": median, "high": high}
            for day, low, median, high in zip(
                days, *(each[side] for side in ("low", "median", "high")), strict=True
            )
        ]
        for name, each in shown.items()
    }
    told = "; ".join(
        f"{title} {rows[-1]['median']:,.0f} ({rows[-1]['low']:,.0f} to {rows[-1]['high']:,.0f})"
        for title, rows in parts.items()
    )
    return Figure(
        key=key,
        title="Simulated: the course over time",
        unit="up to each day; each picture has its own scale",
        n=result["runs"],
        source=source,
        alt=f"Lines that rise over time. At the end: {told}.",
        wide={"hconcat": [_course(title, rows, 234) for title, rows in parts.items()], "spacing": 24},
        narrow={
            "vconcat": [_course(title, rows, NARROW - 66) for title, rows in parts.items()],
            "spacing": 22,
        },
        note="Line: the median of the runs. Band: 95 of 100 runs lie within it, day by day; n counts "
        "the runs. The "
        "band says how much runs of one and the same scenario differ. It does not say how wrong "
        "the scenario is.",
    )


def _known(found: Mapping[str, Any]) -> list[str]:
    """Return at most three courses, those that have a title first."""
    return [*(name for name in _COURSES if name in found), *(name for name in found if name not in _COURSES)][
        :3
    ]


def _course(title: str, rows: list[Row], width: int) -> Spec:
    x = {
        "field": "x", "type": "temporal", "scale": {"type": "utc"},
        "axis": {"title": None, "format": "%b %Y", "tickCount": 3, "labelOverlap": True, "grid": False},
    }  # fmt: skip
    top = max([*(row["high"] for row in rows), 1])
    y = {
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, top]},
        "axis": {"tickCount": 4, "format": ",.9~g", "domain": False},
    }
    band = {
        "mark": {"type": "area", "color": SKY, "opacity": 0.45},
        "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}},
    }
    line = {
        "mark": {"type": "line", "color": BLUE, "strokeWidth": 2},
        "encoding": {"x": x, "y": {"field": "median", **y}},
    }
    head = panel_title(title)
    return {"width": width, "height": 150, "title": head, "data": {"values": rows}, "layer": [band, line]}


def against(key: str, found: Mapping[str, Any], words: str, source: str) -> Figure | None:
    """Draw some counts with and without the mechanisms that were off, and the difference."""
    rows = [row for row in found["counts"] if row["name"] in DRAWN] or list(found["counts"])[:4]
    if not rows:
        return None
    told = "; ".join(
        f"{row['title']}: with {row['with']['mean']:,.1f}, without {row['without']['mean']:,.1f}, "
        f"difference {row['difference']['mean']:+,.1f}"
        for row in rows
    )
    titles = {row["name"]: clipped(row["title"], 34) for row in rows}
    sides = [
        {"label": titles[row["name"]], "side": side, **row[key]}
        for row in rows
        for side, key in ((_WITH, "with"), (_WITHOUT, "without"))
    ]
    gaps = [{"label": titles[row["name"]], "side": _GAP, **row["difference"]} for row in rows]
    order = list(titles.values())
    wide = WIDE - 290
    return Figure(
        key=key,
        title=f"Simulated: with and without {words}",
        unit="means over the runs",
        n=found["runs"],
        source=source,
        alt=f"Dots with intervals. {told}.",
        wide={
            "hconcat": [
                _dots(order, sides, (_WITH, _WITHOUT), int(wide * 0.55), labels="axis"),
                _dots(order, gaps, (_GAP,), int(wide * 0.4), labels=""),
            ],
            "spacing": 24,
            "resolve": _APART,
        },
        narrow={
            "vconcat": [
                _dots(order, sides, (_WITH, _WITHOUT), NARROW - 34, labels="above"),
                _dots(order, gaps, (_GAP,), NARROW - 34, labels="above"),
            ],
            "spacing": 18,
            "resolve": _APART,
        },
        note="Lines: 95 in 100 for the mean, from how much the runs differ; where no line is seen, it "
        "is shorter than "
        "its dot. Each run without is compared with the run with that has the same random numbers. "
        "n counts the runs "
        "of each.",
    )


#: Both pictures have colours and shapes of their own.
_APART = {"scale": {"color": "independent", "shape": "independent"}}
_WITH, _WITHOUT, _GAP = "with", "without", "without less with"
_LOOKS = {_WITH: (BLUE, "circle", -5), _WITHOUT: (VERMILLION, "diamond", 5), _GAP: (INK, "square", 0)}


def _dots(order: list[str], rows: Sequence[Row], sides: Sequence[str], width: int, *, labels: str) -> Spec:
    """One line a count; each side its own colour, shape and height on the line."""
    above = labels == "above"
    y: Spec = {"field": "label", "type": "nominal", "sort": order, "title": None, "axis": None}
    if labels == "axis":
        y["axis"] = {"domain": False, "ticks": False, "labelLimit": 250, "labelPadding": 8}
    x: Spec = {
        "type": "quantitative",
        "axis": {"title": None, "tickCount": 4, "format": ",.9~g", "labelFlush": True},
    }
    layers: list[Spec] = []
    if _GAP in sides:
        zero = {"type": "rule", "color": QUIET, "strokeDash": [3, 2]}
        layers.append(
            {"mark": zero, "data": {"values": [{"at": 0}]}, "encoding": {"x": {"field": "at", **x}}}
        )
    for side in sides:
        colour, _, offset = _LOOKS[side]
        own = {"values": [row for row in rows if row["side"] == side]}
        down = offset + (9 if above else 0)
        spans = {
            "values": [row for row in own["values"] if row["low"] is not None and row["high"] is not None]
        }
        line = {"type": "rule", "color": colour, "strokeWidth": 2, "yOffset": down}
        ends = {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}}
        if spans["values"]:
            layers.append({"data": spans, "mark": line, "encoding": ends})
        dot = {"type": "point", "filled": True, "size": 60, "opacity": 1, "yOffset": down}
        scale = {"domain": list(sides), "range": [_LOOKS[each][0] for each in sides]}
        legend = {"title": None, "columns": 2, "symbolSize": 70} if _GAP not in sides else None
        colours = {"field": "side", "type": "nominal", "scale": scale, "legend": legend}
        shapes = {**colours, "scale": {"domain": list(sides), "range": [_LOOKS[each][1] for each in sides]}}
        encoding = {"y": y, "x": {"field": "mean", **x}, "color": colours, "shape": shapes}
        layers.append({"data": own, "mark": dot, "encoding": encoding})
    if above:
        said = {"type": "text", "align": "left", "dy": -12, "fontSize": 12, "limit": width, "color": INK}
        names = {"values": [{"label": label} for label in order]}
        encoding = {"y": y, "x": {"value": 0}, "text": {"field": "label"}}
        layers.append({"data": names, "mark": said, "encoding": encoding})
    words = "difference: without less with" if _GAP in sides else "with and without"
    head = panel_title(words)
    return {"width": width, "height": {"step": 46 if above else 30}, "title": head, "layer": layers}
