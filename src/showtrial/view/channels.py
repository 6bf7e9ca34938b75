"""How are categories told apart in a figure, by colour and by shape at once?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from showtrial.view.palette import INK, SHAPES, colours

#: A filled mark with a thin dark edge, so that pale colours show on white.
POINT: dict[str, Any] = {
    "type": "point",
    "filled": True,
    "opacity": 1,
    "size": 60,
    "stroke": INK,
    "strokeWidth": 0.6,
}


def told_apart(field: str, names: Sequence[str], *, columns: int) -> dict[str, dict[str, Any]]:
    """Return the channels ``color`` and ``shape`` of a field, with one legend for both.

    Parameters
    ----------
    field : str
        Field that holds the category.
    names : sequence of str
        The categories in their order; a single one needs no legend.
    columns : int
        Columns of the legend.

    Examples
    --------
    >>> channels = told_apart("case", ["first", "second"], columns=2)
    >>> channels["color"]["scale"]["range"], channels["shape"]["scale"]["range"]
    (['#0072b2', '#e69f00'], ['circle', 'square'])
    """
    legend = {"title": None, "columns": columns, "symbolOpacity": 1} if len(names) > 1 else None
    shapes = [SHAPES[at % len(SHAPES)] for at in range(len(names))]
    return {
        channel: {
            "field": field,
            "type": "nominal",
            "scale": {"domain": list(names), "range": values},
            "legend": legend,
        }
        for channel, values in (("color", colours(len(names))), ("shape", shapes))
    }
