"""How is what runs come to over time drawn: a line, the band about it, and the days of orders?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from showtrial.view.page import Row
from showtrial.view.palette import BLUE, INK, SKY
from showtrial.view.svg import NARROW, panel_title

Spec = dict[str, Any]
_HEIGHT = 120


def banded(title: str, rows: list[Row], top: float, width: int, dated: Sequence[str] = ()) -> Spec:
    """Return one picture: median and band by day, from 0 to `top`.

    Parameters
    ----------
    title : str
        Head of the picture.
    rows : list of dict
        Each with ``day``, ``low``, ``median`` and ``high``.
    top : float
        End of the scale.
    width : int
        In pixels.
    dated : sequence of str
        Days that get a mark at the foot.
    """
    wide = width > NARROW
    x = {
        "field": "day", "type": "temporal", "scale": {"type": "utc"},
        "axis": {
            "title": None, "grid": False, "labelOverlap": True,
            "tickCount": {"interval": "month", "step": 6} if wide else {"interval": "year", "step": 1},
            "format": "%b %Y" if wide else "%Y",
        },
    }  # fmt: skip
    y = {
        "type": "quantitative",
        "scale": {"domain": [0, top]},
        "axis": {"title": None, "tickCount": 4, "format": "~s", "domain": False},
    }
    layers: list[Spec] = [
        {
            "mark": {"type": "area", "color": SKY, "opacity": 0.45},
            "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "line", "color": BLUE, "strokeWidth": 2},
            "encoding": {"x": x, "y": {"field": "median", **y}},
        },
    ]
    if dated:
        layers.append(
            {
                "data": {"values": [{"day": day} for day in dated]},
                "mark": {"type": "rule", "color": INK, "strokeWidth": 1.2},
                "encoding": {"x": x, "y": {"value": _HEIGHT}, "y2": {"value": _HEIGHT - 9}},
            }
        )
    head = panel_title(title, limit=width)
    return {"title": head, "width": width, "height": _HEIGHT, "data": {"values": rows}, "layer": layers}
