"""How are versions of the machine drawn beside the record, by year and by month?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from showtrial.calibration.targets import Target
from showtrial.view.page import Row, clipped
from showtrial.view.palette import BLUE, INK, SKY, VERMILLION
from showtrial.view.sections.banded import banded
from showtrial.view.sections.figures_cited import error_ends
from showtrial.view.svg import NARROW, Figure, panel_title

Spec = dict[str, Any]
_TITLES = {"arrested": "arrests", "convicted": "convictions"}
#: What each ending of `showtrial.calibration.versions` means, short enough for the head of a picture.
_ENDINGS = {
    "ordered": "as ordered: with the stop",
    "no stop": "no stop",
    "no stop, sweeps go on": "no stop, sweeps go on",
}


def years(key: str, result: Mapping[str, Any], known: Mapping[str, Target], source: str) -> list[Figure]:
    """Draw the figures of each year beside what each version predicts, one drawing a count."""
    versions = result["versions"]
    counted: dict[str, list[int]] = {}
    for at, row in enumerate(versions[0]["targets"]):
        event, _, year = row["id"].rpartition("-")
        if event and len(year) == 4 and year.isdigit() and row["value"] > 0:
            counted.setdefault(event, []).append(at)
    return [
        _yearly(
            f"{key}-{event}", event, [(each["id"], _points(each, places, known)) for each in versions], source
        )
        for event, places in counted.items()
    ]


def _points(version: Mapping[str, Any], places: Sequence[int], known: Mapping[str, Target]) -> list[Row]:
    rows = []
    for at in places:
        row = version["targets"][at]
        told = known.get(row["id"])
        low, high = error_ends(row["value"], row["error"], told.scale) if told else (None, None)
        rows.append(
            {
                "year": row["id"][-4:],
                "value": row["value"],
                **row["posterior"],
                "from": low,
                "to": high,
                "use": row["use"],
                "inside": row["inside"],
                "under": row["value"] < row["posterior"]["low"],
            }
        )
    return rows


def _yearly(key: str, event: str, panels: list[tuple[str, list[Row]]], source: str) -> Figure:
    rows = panels[0][1]
    ends = [
        row[side] for _, own in panels for row in own for side in ("low", "high", "value") if row[side] > 0
    ]
    domain = [min(ends) / 1.7, max(ends) * 1.7]
    what = _TITLES.get(event, event)
    told = "; ".join(
        f"{name}: "
        + ", ".join(
            f"{row['year']} {row['median']:,.0f} ({row['low']:,.0f} to {row['high']:,.0f})"
            f"{'' if row['inside'] else ', the record lies outside'}"
            for row in own
        )
        for name, own in panels
    )
    record = ", ".join(f"{row['year']} {row['value']:,.0f}" for row in rows)
    return Figure(
        key=key,
        title=f"Simulated: {what} by year in each version, beside the record",
        unit=f"{what} a year, log scale: each line of the grid is ten times the one below it",
        n=len(rows),
        source=f"{source}; record: the sources in the table below",
        alt=f"One picture a version. Record: {record}. Predicted, median and 95 per cent: {told}.",
        wide={
            "concat": [_panel(name, own, domain, 232) for name, own in panels],
            "columns": 3,
            "spacing": 26,
        },
        narrow={
            "concat": [_panel(name, own, domain, NARROW - 62) for name, own in panels],
            "columns": 1,
            "spacing": 18,
        },
        note="Pale bar: 95 per cent of what the version predicts once it is fitted, with the error of "
        "the record in it; line in it: the median. Diamond: the record, filled where the figure was "
        "fitted, open where it was held out; the thin line through it is 95 per cent of its error. The "
        "word outside stands where the diamond is not within the bar. n counts the figures of the record.",
    )


def _panel(title: str, rows: list[Row], domain: list[float], width: int) -> Spec:
    x = {"field": "year", "type": "ordinal", "axis": {"title": None, "labelAngle": 0}}
    y = {
        "type": "quantitative",
        "scale": {"type": "log", "domain": domain, "nice": False},
        "axis": {"title": None, "values": [10**n for n in range(2, 9)], "format": "~s", "domain": False},
    }
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "width": 22, "color": SKY, "stroke": BLUE, "strokeWidth": 0.8},
            "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "tick", "thickness": 2, "width": 22, "color": BLUE, "orient": "horizontal"},
            "encoding": {"x": x, "y": {"field": "median", **y}},
        },
    ]
    if all(row["from"] for row in rows):
        layers.append(
            {
                "mark": {"type": "rule", "color": INK, "strokeWidth": 1.2},
                "encoding": {"x": x, "y": {"field": "from", **y}, "y2": {"field": "to"}},
            }
        )
    dot = {"type": "point", "shape": "diamond", "size": 75, "opacity": 1, "stroke": INK, "strokeWidth": 1}
    for use, fill in (("fit", VERMILLION), ("held-out", "#ffffff")):
        own = [row for row in rows if row["use"] == use]
        if own:
            mark = {**dot, "fill": fill, "filled": True}
            layers.append(
                {"data": {"values": own}, "mark": mark, "encoding": {"x": x, "y": {"field": "value", **y}}}
            )
    for under, shift in ((True, 17), (False, -17)):
        own = [row for row in rows if not row["inside"] and row["under"] == under]
        if own:
            said = {
                "type": "text",
                "text": "outside",
                "dy": shift,
                "fontSize": 11,
                "fontWeight": "bold",
                "color": INK,
            }
            layers.append(
                {"data": {"values": own}, "mark": said, "encoding": {"x": x, "y": {"field": "value", **y}}}
            )
    head = panel_title(clipped(title, 34), limit=width)
    return {"title": head, "width": width, "height": 170, "data": {"values": rows}, "layer": layers}


def months(key: str, version: Mapping[str, Any], source: str) -> Figure:
    """Draw the arrests of each month under each ending of a version."""
    panels = {
        _ENDINGS.get(how, how): [
            {"day": f"{month}-15", "low": low, "median": median, "high": high}
            for month, (low, median, high) in ending["months"].items()
        ]
        for how, ending in version["endings"].items()
    }
    top = max(row["high"] for rows in panels.values() for row in rows)
    told = "; ".join(
        f"{name}: highest median {max(row['median'] for row in rows):,.0f} in "
        f"{max(rows, key=lambda row: row['median'])['day'][:7]}, last month {rows[-1]['median']:,.0f} "
        f"({rows[-1]['low']:,.0f} to {rows[-1]['high']:,.0f})"
        for name, rows in panels.items()
        if rows
    )
    return Figure(
        key=key,
        title=f"Simulated: arrests by month under each ending, version {version['id']}",
        unit="persons arrested a month; a linear scale, the same in each picture",
        n=version["accepted"],
        source=source,
        alt=f"Bands over the months, one picture an ending. {told}.",
        wide={"vconcat": [banded(name, rows, top, 760) for name, rows in panels.items()], "spacing": 16},
        narrow={
            "vconcat": [banded(name, rows, top, NARROW - 62) for name, rows in panels.items()],
            "spacing": 16,
        },
        note="Line: the median of the fitted runs of a month; band: 95 per cent of them. There is no "
        "point of the record in this figure, because no monthly figure of arrests is among the figures "
        "used. So it shows what the model does, and is held against nothing. n counts the simulations that "
        "the posterior rests on.",
    )
