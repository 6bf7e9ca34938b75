"""What did a model predict for each figure of the record, before it was fitted and after?"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from showtrial.view.page import Row
from showtrial.view.palette import BLUE, INK, RULE, VERMILLION
from showtrial.view.svg import NARROW, Figure, panel_title

Spec = dict[str, Any]
#: How many times the least number the greatest may be before a strip gets a log scale.
_LINEAR = 20


def predictive(key: str, targets: Sequence[Mapping[str, Any]], source: str) -> Figure | None:
    """Draw each figure that was compared as a strip of its own; None where none was compared.

    Each has ``posterior``, what runs predict, and ``prior``, what they predicted before a fit, or none.
    """
    rows = [
        {
            "title": row["title"],
            "use": row["use"],
            "unit": row["unit"],
            "value": row["value"],
            "inside": row["inside"],
            **{f"prior_{side}": found for side, found in (row["prior"] or {}).items()},
            **row["posterior"],
        }
        for row in targets
        if row["posterior"] is not None and row["value"] is not None
    ]
    if not rows:
        return None
    before = all("prior_low" in row for row in rows)
    told = "; ".join(
        f"{row['title']}: record {row['value']:,.6g}, "
        + (
            f"before {row['prior_low']:,.4g} to {row['prior_high']:,.4g}, after "
            if "prior_low" in row
            else ""
        )
        + f"{row['median']:,.4g} ({row['low']:,.4g} to {row['high']:,.4g}), {_placed(row)}"
        for row in rows
    )
    return Figure(
        key=key,
        title="Simulated: what the model predicts for each figure of the record",
        unit="each strip has the unit and the scale that its head says",
        n=len(rows),
        source=source,
        alt=f"A strip for each figure. {told}.",
        wide={
            "concat": [_strip(row, 372, 52) for row in rows],
            "columns": 2,
            "spacing": {"row": 12, "column": 34},
        },
        narrow={"concat": [_strip(row, NARROW - 40, 40) for row in rows], "columns": 1, "spacing": 12},
        note=(
            "Pale: 95 per cent of what the ranges predict before. Dark: 95 per cent after; dot: its median. "
            "Both hold the error of the record. "
            if before
            else "Dark: 95 per cent of the runs, with the error of the record; dot: the median. "
        )
        + "Diamond: the record, filled where it was fitted, open where it was held out. "
        "n counts the figures.",
    )


def _placed(row: Row) -> str:
    return "inside" if row["inside"] else "outside" if row["inside"] is not None else "not compared"


def _strip(row: Row, width: int, most: int) -> Spec:
    ends = [row[side] for side in ("low", "high", "value", "prior_low", "prior_high") if side in row]
    log = min(ends) > 0 and max(ends) > _LINEAR * min(ends)
    scale: Spec = {"type": "log", "nice": False} if log else {"zero": False, "nice": False}
    if log:
        scale["domain"] = [min(ends) / 1.3, max(ends) * 1.3]
    else:
        edge = 0.04 * (max(ends) - min(ends)) or 1.0
        scale["domain"] = [min(ends) - edge, max(ends) + edge]
    axis: Spec = {"title": None, "format": "~s" if max(ends) >= 1000 else ",.9~g", "grid": False}
    axis |= {"values": [10**n for n in range(-3, 10)]} if log else {"tickCount": 4}
    x: Spec = {"type": "quantitative", "scale": scale, "axis": axis}
    bars: list[Spec] = []
    if "prior_low" in row:
        bars.append(
            {
                "mark": {"type": "rule", "strokeWidth": 11, "color": RULE},
                "encoding": {"x": {"field": "prior_low", **x}, "x2": {"field": "prior_high"}},
            }
        )
    dot = {"type": "point", "filled": True, "opacity": 1}
    fill = VERMILLION if row["use"] == "fit" else "#ffffff"
    bars += [
        {
            "mark": {"type": "rule", "strokeWidth": 4, "color": INK},
            "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}},
        },
        {
            "mark": {**dot, "size": 70, "color": BLUE},
            "encoding": {"x": {"field": "median", **x}},
        },
        {
            "mark": {**dot, "shape": "diamond", "size": 95, "fill": fill, "stroke": INK, "strokeWidth": 1.2},
            "encoding": {"x": {"field": "value", **x}},
        },
    ]
    more = f"{row['use']}; {row['unit']}{', log scale' if log else ''}; {_placed(row)}"
    head = panel_title("", limit=width) | {"text": textwrap.wrap(row["title"], most) or [""]}
    head |= {"subtitle": textwrap.wrap(more, most + 6), "subtitleFontSize": 12, "subtitleColor": INK}
    return {"title": head, "width": width, "height": 22, "data": {"values": [row]}, "layer": bars}
