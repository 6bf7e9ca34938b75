"""How are counts drawn as bars?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from showtrial.view.palette import BLUE, INK
from showtrial.view.svg import NARROW, WIDE

Spec = dict[str, Any]
#: Labels with more characters than this stand above their bar, not beside it.
_BESIDE = 40


def count_bars(rows: Sequence[Mapping[str, Any]], unit: str, *, width: int) -> Spec:
    """Draw one horizontal bar a row, with its number at the end.

    Parameters
    ----------
    rows : sequence of mapping
        Each with ``label`` (distinct) and ``n``; ``url`` makes the bar a link.
    unit : str
        Title of the axis.
    width : int
        Width of the whole picture in pixels.
    """
    data = [{"part": "", **row} for row in rows]
    return stacked_bars(data, unit, colours=None, width=width)


def stacked_bars(
    rows: Sequence[Mapping[str, Any]],
    unit: str,
    *,
    colours: Mapping[str, str] | None,
    width: int,
    sums: bool = True,
) -> Spec:
    """Draw one horizontal bar a label, in parts of several colours, with its sum at the end.

    Parameters
    ----------
    rows : sequence of mapping
        Each with ``label``, ``part`` and ``n``; ``url`` makes the part a link.
    unit : str
        Title of the axis.
    colours : mapping or None
        Part -> colour, in the order of the parts; None where there is only one part.
    width : int
        Width of the whole picture in pixels.
    sums : bool
        Whether each bar is followed by its sum.
    """
    labels = list(dict.fromkeys(str(row["label"]) for row in rows))
    totals = {label: sum(row["n"] for row in rows if row["label"] == label) for label in labels}
    order = list(colours) if colours else [""]
    values = [{**row, "at": order.index(row["part"])} for row in rows]
    wide = width > NARROW and max(len(label) for label in labels) <= _BESIDE
    y: Spec = {"field": "label", "type": "nominal", "sort": labels, "title": None, "axis": None}
    if wide:
        y["axis"] = {"domain": False, "ticks": False, "labelLimit": 250, "labelPadding": 8}
    most = max([*totals.values(), 1])
    x: Spec = {
        "field": "n",
        "type": "quantitative",
        "title": unit,
        "scale": {"domain": [0, most * (1.0 if not sums else 1.12 if wide else 1.18)], "nice": False},
        "axis": {"tickCount": 5 if wide else 3, "format": ",d", "tickMinStep": 1},
    }
    bar: Spec = {
        "data": {"values": values},
        "mark": {
            "type": "bar",
            "height": 14,
            "yOffset": 0 if wide else 9,
            "stroke": "white",
            "strokeWidth": 0.6,
        },
        "encoding": {"y": y, "x": x, "order": {"field": "at"}, **_colour(colours, wide)},
    }
    if any("url" in row for row in rows):
        bar["encoding"]["href"] = {"field": "url", "type": "nominal"}
    total: Spec = {
        "data": {"values": [{"label": label, "n": n} for label, n in totals.items()]},
        "mark": {"type": "text", "align": "left", "dx": 5, "dy": 0 if wide else 9, "fontSize": 12},
        "encoding": {"y": y, "x": x, "text": {"field": "n", "type": "quantitative", "format": ",d"}},
    }
    layers = [bar, total] if sums else [bar]
    if not wide:
        said = {"type": "text", "align": "left", "dy": -8, "fontSize": 12, "limit": width - 30, "color": INK}
        layers.append(
            {
                "data": {"values": [{"label": label} for label in labels]},
                "mark": said,
                "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "label"}},
            }
        )
    inner = width - 290 if wide else width - 30
    return {"width": inner, "height": {"step": 24 if wide else 40}, "layer": layers}


def _colour(colours: Mapping[str, str] | None, wide: bool) -> Spec:
    if not colours:
        return {"color": {"value": BLUE}}
    scale = {"domain": list(colours), "range": list(colours.values())}
    legend = {"title": None, "columns": len(colours) if wide and len(colours) < 6 else 3 if wide else 2}
    return {"color": {"field": "part", "type": "nominal", "scale": scale, "legend": legend}}


def both(
    rows: Sequence[Mapping[str, Any]],
    unit: str,
    colours: Mapping[str, str] | None = None,
    *,
    sums: bool = True,
) -> tuple[Spec, Spec]:
    """Return the wide and the narrow drawing of the same bars."""
    if colours is None:
        return count_bars(rows, unit, width=WIDE), count_bars(rows, unit, width=NARROW)
    wide = stacked_bars(rows, unit, colours=colours, width=WIDE, sums=sums)
    return wide, stacked_bars(rows, unit, colours=colours, width=NARROW, sums=sums)
