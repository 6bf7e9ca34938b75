"""How does a figure become an SVG that can stand in the page?

The one place that knows Vega-Lite's renderer. A figure is drawn twice, wide and narrow, and the
style sheet shows the one that fits. The renderer escapes every text; what it returns is trimmed,
its ids are made unique, and its links lead to anchors of the page and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from showtrial.view.palette import INK, QUIET, RULE

#: Widths in pixels at which figures are drawn.
WIDE, NARROW = 860, 332
#: Families with the same widths of letters on every common system.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

_VERSION = "6.4"
#: The renderer refuses bare anchors; this host exists nowhere and is cut off again.
_HOST = "https://anchor.invalid/"
_TAG = re.compile(r"<[^<>]*>")
_ID = re.compile(r'(\bid="|url\(#)([A-Za-z_]+\d+)')
_LINK = re.compile(r'^<a (?:xlink:)?href="' + re.escape(_HOST) + r'#([A-Za-z0-9._~-]+)"[^>]*>$')
_IDLE = re.compile(r'<path class="(?:foreground|background)"[^<>]*/>')
_ROOT = re.compile(r"<svg [^<>]*>")
_SIZE = re.compile(r'width="(\d+)" height="(\d+)"')
_NOISE = re.compile(
    r' (?:opacity="1"|pointer-events="none"|stroke-width="1"|aria-hidden="true"|text-anchor="start"'
    r'|transform="translate\(0,0\)"|role="graphics-[a-z]+"|aria-roledescription="[^"]*"|class="[^"]*"'
    r'|font-family="[^"]*")'
)
_EMPTY = re.compile(r"<g(?: [^<>]*)?></g>")

_AXIS = {
    "aria": False,
    "domainColor": QUIET,
    "gridColor": "#e9e4da",
    "labelColor": INK,
    "labelFontSize": 12,
    "labelLimit": 300,
    "tickColor": QUIET,
    "titleColor": INK,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
    "titlePadding": 8,
}
_CONFIG: Mapping[str, Any] = {
    "font": FONT,
    "background": None,
    "padding": 4,
    "view": {"stroke": None},
    "axis": _AXIS,
    "axisY": {"titleAlign": "left", "titleAngle": 0, "titleAnchor": "start", "titleY": -10},
    "legend": {
        "aria": False,
        "orient": "top",
        "layout": {"top": {"direction": "vertical", "margin": 6, "anchor": "start"}},
        "labelColor": INK,
        "labelFontSize": 12,
        "labelLimit": 260,
        "symbolStrokeColor": INK,
        "symbolStrokeWidth": 0.6,
        "titleColor": INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titleLimit": 300,
    },
    "header": {"labelColor": INK, "labelFontSize": 12, "labelFontWeight": "bold", "titleColor": INK},
    "mark": {"aria": False},
    "text": {"color": INK, "fontSize": 12},
    "rule": {"color": RULE},
}


def panel_title(text: str, **more: Any) -> dict[str, Any]:
    """Return the title of one picture of several in a figure; `more` as Vega-Lite has it."""
    return {"text": text, "anchor": "start", "fontSize": 12, "fontWeight": "bold", "color": INK, **more}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure: what it shows, and how it is drawn at both widths.

    Parameters
    ----------
    key : str
        Name of the figure in the page: letters, digits and hyphens.
    title, unit, source, alt : str
        Heading, what is counted, where the numbers come from, and what a reader would see.
    n : int
        Number of rows behind it.
    wide, narrow : mapping
        Vega-Lite specifications without a config.
    note : str
        What a reader must know to read it right.
    """

    key: str
    title: str
    unit: str
    n: int
    source: str
    alt: str
    wide: Mapping[str, Any]
    narrow: Mapping[str, Any]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure with both of its pictures."""

    figure: Figure
    wide: Markup
    narrow: Markup

    @property
    def linked(self) -> bool:
        """Whether its marks are links; then its text alternative stands beside it, not on it."""
        return 'aria-hidden="true"' in self.wide[:200] or 'aria-hidden="true"' in self.narrow[:200]


def draw(figure: Figure) -> Drawn:
    """Draw `figure` at both widths."""
    return Drawn(
        figure,
        render(figure.wide, f"{figure.key}-w", figure.alt),
        render(figure.narrow, f"{figure.key}-n", figure.alt),
    )


def link(anchor: str) -> str:
    """Return what the `href` channel of a specification must hold to lead to `anchor`."""
    return f"{_HOST}#{anchor}"


def render(spec: Mapping[str, Any], key: str, alt: str) -> Markup:
    """Draw one Vega-Lite specification as an SVG element.

    Parameters
    ----------
    spec : mapping
        Vega-Lite specification; its data must be inline.
    key : str
        What makes the ids of this picture unique in the page.
    alt : str
        Text alternative.

    Returns
    -------
    markupsafe.Markup
        The element; every text in it is escaped.
    """
    import vl_convert

    full = {**spec, "config": _CONFIG}
    svg: str = vl_convert.vegalite_to_svg(full, vl_version=_VERSION, allowed_base_urls=[])
    return Markup(_trimmed(svg, key, alt))


def _trimmed(svg: str, key: str, alt: str) -> str:
    root = _ROOT.match(svg)
    size = _SIZE.search(root[0]) if root else None
    if root is None or size is None:
        raise ValueError(f"figure {key}: the renderer returned no SVG")
    width, height = size[1], size[2]
    names: dict[str, str] = {}

    def tag(found: re.Match[str]) -> str:
        text = found[0]
        if text.startswith("<a "):
            to = _LINK.match(text)
            return f'<a href="#{to[1]}" tabindex="-1">' if to else "<a>"
        text = _ID.sub(lambda m: m[1] + names.setdefault(m[2], f"{key}-{len(names)}"), text)
        return _NOISE.sub("", text)

    body = _TAG.sub(tag, _IDLE.sub("", svg[root.end() :]))
    while (shorter := _EMPTY.sub("", body)) != body:
        body = shorter
    # An image may hold nothing to press. Where marks are links (for the pointer: the same links stand
    # in the tables), the picture is hidden from screen readers and its text is set beside it.
    said = 'aria-hidden="true"' if "<a href=" in body else f'role="img" aria-label="{escape(alt)}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {said} '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="{FONT}">'
    )
    return head + body
