"""Which colour and which shape stands for what?

Colours are those of Okabe and Ito (told apart under every common colour blindness), darkened where
they must carry text. A colour never stands alone: a shape, a label or a position says the same.
"""

from __future__ import annotations

from collections.abc import Sequence

INK = "#26231f"
QUIET = "#6b655c"
RULE = "#d9d3c7"
ORANGE, SKY, GREEN, BLUE = "#e69f00", "#56b4e9", "#009e73", "#0072b2"
VERMILLION, PURPLE, YELLOW, GREY = "#d55e00", "#cc79a7", "#f0e442", "#8c8c8c"

#: Colours of a list of categories, in their order; what comes after them is grey.
SERIES = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILLION, YELLOW)
#: Shapes of the same list.
SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "triangle-right")

#: How a row was checked, in the order of trust.
CHECKED = {
    "read": BLUE,
    "partly read": SKY,
    "derived": GREY,
    "recalled": VERMILLION,
    "not said": "#d6d0c4",
}
#: Where a named person stood: colour and shape.
STANDING = {
    "not on record": ("#ffffff", "circle"),
    "held": (SKY, "square"),
    "condemned": (VERMILLION, "triangle-down"),
    "abroad": (GREEN, "diamond"),
    "dead": (INK, "cross"),
}


def colours(n: int) -> list[str]:
    """Return `n` colours: those of the series, then grey.

    Examples
    --------
    >>> colours(2)
    ['#0072b2', '#e69f00']
    """
    return [*SERIES[:n], *[GREY] * (n - len(SERIES))]


def scale(names: Sequence[str]) -> dict[str, list[str]]:
    """Return a Vega-Lite colour scale for `names` in their order."""
    return {"domain": list(names), "range": colours(len(names))}
