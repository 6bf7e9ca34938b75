"""Are figures drawn whole, with their own ids, and with labels that do not touch?"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from math import dist

import pytest

from showtrial.audit.run import Audit
from showtrial.view.bars import both
from showtrial.view.labels import Box, beside, flags, text_width
from showtrial.view.layout import layout
from showtrial.view.page import Page
from showtrial.view.palette import CHECKED, SERIES, SHAPES, STANDING, colours
from showtrial.view.sections import lanes, matrix, network, timeline
from showtrial.view.svg import NARROW, WIDE, draw, link, render

ROWS = [{"label": "<script>alert(1)</script>", "n": 3, "url": link("r-a")}, {"label": 'b & "c"', "n": 12}]


def svgs(html: str) -> list[str]:
    return re.findall(r"<svg .*?</svg>", html, re.S)


def test_a_figure_is_an_image_with_a_text():
    svg = str(render(both(ROWS, "rows")[0], "k", 'bars "of" <things>'))
    assert ET.fromstring(svg).get("aria-hidden") == "true"  # its marks are links: its text stands beside it
    plain = str(render(both(ROWS[1:], "rows")[0], "k", 'bars "of" <things>'))
    root = ET.fromstring(plain)
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


def seen(colour: str, kind: str) -> tuple[float, float, float]:
    """A colour as L*a*b*, as somebody sees it who lacks one kind of cone (Machado et al. 2009, severity 1)."""
    lost = {
        "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
        "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
        "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
        "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    }[kind]  # fmt: skip
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    r, g, b = (min(max(sum(k * v for k, v in zip(row, linear, strict=True)), 0), 1) for row in lost)
    x, y, z = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("kind", ["none", "protan", "deutan", "tritan"])
def test_colours_that_meet_in_one_figure_are_told_apart_by_everybody(kind):
    """At least ten steps of just noticeable difference (CIE 1976) between any two of one legend."""
    for used in (list(CHECKED.values()), [colour for colour, _ in STANDING.values()], list(SERIES[:5])):
        for at, one in enumerate(used):
            for other in used[:at]:
                assert dist(seen(one, kind), seen(other, kind)) > 10, (one, other)
