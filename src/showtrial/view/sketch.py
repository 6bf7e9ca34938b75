"""How is a drawing of boxes, arrows, words and numbers, placed in pixels, made a specification?

Vega-Lite draws it like any other figure, so that its texts are escaped and its letters are those of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from showtrial.view.palette import BLUE, INK, QUIET

Spec = dict[str, Any]
_HEADS = {"right": "triangle-right", "left": "triangle-left", "up": "triangle-up", "down": "triangle-down"}
#: Half the width of a numbered mark, in pixels.
MARK = 10


@dataclass
class Sketch:
    """A drawing of `width` by `height` pixels; y grows downwards."""

    width: int
    height: int
    _boxes: list[Spec] = field(default_factory=list)
    _lines: list[Spec] = field(default_factory=list)
    _heads: list[Spec] = field(default_factory=list)
    _words: list[Spec] = field(default_factory=list)
    _marks: list[Spec] = field(default_factory=list)

    def box(self, x: float, y: float, x2: float, y2: float, *, dashed: bool = False) -> None:
        """Draw a rectangle from one corner to the other."""
        self._boxes.append({"x": x, "y": y, "x2": x2, "y2": y2, "dash": dashed})

    def path(self, *corners: tuple[float, float], head: str = "") -> None:
        """Draw straight lines from corner to corner, with an arrow head at the end that points `head`."""
        for (x, y), (x2, y2) in pairwise(corners):
            self._lines.append({"x": x, "y": y, "x2": x2, "y2": y2})
        if head:
            x, y = corners[-1]
            back = {"right": (-4, 0), "left": (4, 0), "up": (0, 4), "down": (0, -4)}[head]
            self._heads.append({"x": x + back[0], "y": y + back[1], "shape": _HEADS[head]})

    def words(self, x: float, y: float, text: str, *, align: str = "left", quiet: bool = False) -> None:
        """Write `text` with its middle line at `y`."""
        self._words.append({"x": x, "y": y, "text": text, "align": align, "quiet": quiet})

    def mark(self, x: float, y: float, number: int, kind: str) -> None:
        """Set a numbered mark: ``on``, ``off`` (open and struck through) or ``seen`` (a square)."""
        self._marks.append({"x": x, "y": y, "text": str(number), "kind": kind})

    def spec(self) -> Spec:
        """Return the Vega-Lite specification."""
        layers = [self._rules(), self._points(), *self._rects(), *self._dots(), *self._texts()]
        return {
            "width": self.width,
            "height": self.height,
            "layer": [each for each in layers if each["data"]["values"]],
        }

    def _at(self, *more: str) -> Spec:
        scales = {"x": [0, self.width], "y": [self.height, 0]}
        found: Spec = {
            key: {
                "field": key, "type": "quantitative", "axis": None,
                "scale": {"domain": domain, "nice": False, "zero": False},
            }
            for key, domain in scales.items()
        }  # fmt: skip
        return found | {key: {"field": key} for key in more}

    def _rules(self) -> Spec:
        mark = {"type": "rule", "color": INK, "strokeWidth": 1.2}
        encoding = self._at("x2", "y2")
        return _layer(self._lines, mark, encoding)

    def _points(self) -> Spec:
        shape = {"field": "shape", "type": "nominal", "scale": None, "legend": None}
        mark = {"type": "point", "filled": True, "size": 70, "color": INK, "opacity": 1}
        return _layer(self._heads, mark, {**self._at(), "shape": shape})

    def _rects(self) -> list[Spec]:
        mark = {"type": "rect", "fill": "#ffffff", "stroke": INK, "strokeWidth": 1.2, "cornerRadius": 4}
        found = []
        for dashed, dash in ((False, {}), (True, {"strokeDash": [4, 3]})):
            rows = [row for row in self._boxes if row["dash"] == dashed]
            if rows:
                found.append(_layer(rows, {**mark, **dash}, self._at("x2", "y2")))
        return found

    def _dots(self) -> list[Spec]:
        """Draw the marks by their kind: shape and filling both say which."""
        looks: dict[str, Spec] = {
            "on": {"shape": "circle", "fill": BLUE, "stroke": BLUE},
            "seen": {"shape": "square", "fill": "#ffffff", "stroke": BLUE},
            "off": {"shape": "circle", "fill": "#ffffff", "stroke": QUIET, "strokeDash": [3, 2]},
        }
        found = []
        for kind, look in looks.items():
            rows = [row for row in self._marks if row["kind"] == kind]
            if not rows:
                continue
            mark = {"type": "point", "size": 360, "opacity": 1, "strokeWidth": 1.6, "filled": True, **look}
            found.append(_layer(rows, mark, self._at()))
            ink = {"on": "#ffffff", "seen": INK, "off": QUIET}[kind]
            said = {"type": "text", "align": "center", "baseline": "middle", "fontSize": 11, "color": ink}
            found.append(
                _layer(rows, {**said, "fontWeight": "bold"}, {**self._at(), "text": {"field": "text"}})
            )
            if kind == "off":
                reach = MARK - 1
                struck = [
                    {
                        "x": row["x"] - reach,
                        "y": row["y"] + reach,
                        "x2": row["x"] + reach,
                        "y2": row["y"] - reach,
                    }
                    for row in rows
                ]
                rule = {"type": "rule", "color": QUIET, "strokeWidth": 1.2}
                found.append(_layer(struck, rule, self._at("x2", "y2")))
        return found

    def _texts(self) -> list[Spec]:
        found = []
        for align in ("left", "center", "right"):
            for quiet in (False, True):
                rows = [row for row in self._words if row["align"] == align and row["quiet"] == quiet]
                if rows:
                    mark = {
                        "type": "text", "align": align, "baseline": "middle",
                        "fontSize": 11 if quiet else 12, "color": QUIET if quiet else INK,
                    }  # fmt: skip
                    found.append(_layer(rows, mark, {**self._at(), "text": {"field": "text"}}))
        return found


def _layer(rows: Sequence[Spec], mark: Spec, encoding: Spec) -> Spec:
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}
