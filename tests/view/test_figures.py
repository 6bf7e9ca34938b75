"""Are figures drawn whole, with their own ids, and with labels that do not touch?"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from showtrial.audit.run import Audit
from showtrial.view.bars import both
from showtrial.view.labels import Box, beside, flags, text_width
from showtrial.view.layout import layout
from showtrial.view.page import Page
from showtrial.view.palette import SERIES, SHAPES, STANDING, colours
from showtrial.view.sections import lanes, matrix, network, timeline
from showtrial.view.svg import NARROW, WIDE, draw, link, render

ROWS = [{"label": "<script>alert(1)</script>", "n": 3, "url": link("r-a")}, {"label": 'b & "c"', "n": 12}]


def svgs(html: str) -> list[str]:
    return re.findall(r"<svg .*?</svg>", html, re.S)


def test_a_figure_is_an_image_with_a_text():
    svg = str(render(both(ROWS, "rows")[0], "k", 'bars "of" <things>'))
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'bars "of" <things>'
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


def test_links_lead_to_anchors_and_nowhere_else():
    spec = both(
        [{"label": "a", "n": 1, "url": link("r-a")}, {"label": "b", "n": 1, "url": "http://evil.example/"}],
        "rows",
    )[0]
    svg = str(render(spec, "k", "bars"))
    assert set(re.findall(r'href="([^"]*)"', svg)) == {"#r-a"}


def test_specifications_cannot_fetch():
    spec = {"data": {"url": "http://127.0.0.1:9/x.csv"}, "mark": "point", "encoding": {}}
    with pytest.raises(ValueError, match="not allowed"):
        render(spec, "k", "nothing")


def test_ids_are_unique_in_the_page(moscow_html):
    found = [name for svg in svgs(moscow_html) for name in re.findall(r'\bid="([^"]+)"', svg)]
    assert len(found) == len(set(found))
    for svg in svgs(moscow_html):
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(re.findall(r'\bid="([^"]+)"', svg))


def test_figures_have_both_widths_title_and_number(moscow_html):
    figures = re.findall(r'<figure class="fig".*?</figure>', moscow_html, re.S)
    assert len(figures) >= 15
    for figure in figures:
        assert len(svgs(figure)) == 2
        assert re.search(r"n&nbsp;=&nbsp;[\d,]+", figure)
        assert re.search(r'<span class="ft">[^<]+</span>', figure)
        assert "Source: " in figure


def test_pictures_are_as_wide_as_they_should_be(moscow_html, toy_html):
    for html in (moscow_html, toy_html):
        for figure in re.findall(r'<figure class="fig".*?</figure>', html, re.S):
            wide, narrow = (int(re.search(r'width="(\d+)"', svg)[1]) for svg in svgs(figure))
            title = re.search(r'<span class="ft">([^<]+)', figure)[1]
            assert wide <= WIDE + 24, title
            assert narrow <= NARROW + 24, title


def test_drawing_again_gives_the_same(moscow):
    page = Page(moscow, Audit({}, (), ()))
    rows = timeline.section(page)
    assert draw(rows.figures[0]).wide == draw(rows.figures[0]).wide


def test_bars_sum_their_parts():
    spec = both(
        [{"label": "x", "part": "a", "n": 2}, {"label": "x", "part": "b", "n": 3}],
        "rows",
        {"a": "#000", "b": "#fff"},
    )[0]
    assert ">5</text>" in str(render(spec, "k", "bars"))


def test_flags_never_touch():
    marks = [(7.0 * n % 300, "label " * (n % 4 + 1)) for n in range(60)]
    hung = flags(marks, 300, 6)
    boxes = []
    for (at, text), flag in zip(marks, hung, strict=True):
        if flag:
            left = at if flag.side == "right" else at - text_width(text)
            boxes.append(Box(left, flag.level - 0.3, left + text_width(text), flag.level + 0.3))
    assert len(boxes) > 6
    assert not [1 for i, box in enumerate(boxes) for other in boxes[:i] if box.touches(other)]
    assert all(box.left >= 0 and box.right <= 300 for box in boxes)


def test_labels_beside_points_keep_to_the_frame():
    dots = [(13.0 * n % 200, 29.0 * n % 100) for n in range(40)]
    frame = Box(0, 0, 200, 100)
    placed = beside([(x, y, "name") for x, y in dots], dots, frame, size=11)
    assert any(placed)
    assert not all(placed)  # there is no room for all


def test_layout_is_fixed_ordered_and_inside():
    nodes = [f"n{i}" for i in range(30)]
    edges = [(f"n{i}", f"n{(i * 7 + 1) % 30}", 1.0) for i in range(30)]
    home = {f"n{i}": i / 29 for i in range(0, 30, 2)}
    first = layout(nodes, edges, home, width=800, height=400)
    assert first == layout(nodes, edges, home, width=800, height=400)
    assert all(0 <= x <= 800 and 0 <= y <= 400 for x, y in first.values())
    assert len(set(first.values())) == 30
    assert first["n0"][0] < first["n28"][0]
    upright = layout(nodes, edges, home, width=300, height=500)
    assert upright["n0"][1] < upright["n28"][1]
    assert layout([], [], {}, width=1, height=1) == {}


def test_a_single_node_has_a_place():
    assert layout(["a"], [], {}, width=100, height=100)["a"] is not None


def test_window_of_moscow(moscow):
    page = Page(moscow, Audit({}, (), ()))
    section = timeline.section(page)
    assert section.data["window"] == ("1934-12", "1938-11")
    assert section.figures[0].title == "From Dec 1934 to Nov 1938"
    assert lanes.ACTS[0] == "murder"


def test_caps_hold(moscow):
    from showtrial.record.views import standing

    page = Page(moscow, Audit({}, (), ()))
    rows = standing(moscow).drop_nulls(["namer", "named"])
    grid = matrix.figure(page, rows)
    assert len(grid.wide["layer"][0]["encoding"]["y"]["scale"]["domain"]) == matrix.MOST[WIDE][0]
    net = network.figure(page, rows)
    assert len(net.wide["layer"][1]["data"]["values"]) == network.MOST[WIDE]
    assert net.n == rows.height


def test_told_apart_by_colour_and_by_shape():
    assert len(set(SERIES)) == len(SERIES)
    assert len(set(SHAPES)) == len(SHAPES)
    assert len({shape for _, shape in STANDING.values()}) == len(STANDING)
    assert colours(9)[-1] == "#8c8c8c"
