"""Who named whom, as a network?"""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl

from showtrial.view.labels import Box, beside
from showtrial.view.layout import layout
from showtrial.view.page import Page, Row, anchor, sources_of
from showtrial.view.palette import INK, STANDING, colours
from showtrial.view.svg import NARROW, WIDE, Figure, link

#: How many persons are drawn at the two widths.
MOST = {WIDE: 130, NARROW: 34}
_OFTEN = "accused in two trials or more"
_NEVER = "not accused in this record"
_UNNAMED = "named by nobody"


def figure(page: Page, rows: pl.DataFrame) -> Figure:
    """Draw the network of `rows`, the namings with a namer and a named."""
    pairs = Counter(rows.select("namer", "named").iter_rows())
    weight: Counter[str] = Counter()
    for (namer, named), n in pairs.items():
        weight[namer] += n
        weight[named] += n
    ranked = sorted(weight, key=lambda person: (-weight[person], person))
    shown = {width: ranked[:most] for width, most in MOST.items()}
    top = Counter(rows["named"].to_list())
    first = sorted(top, key=lambda person: (-top[person], person))[0]
    return Figure(
        key="network",
        title="The network of namings",
        unit="a line for each pair; the grid and the table give the direction",
        n=rows.height,
        source=sources_of(rows),
        alt=f"A network of {len(ranked)} persons and {len(pairs)} pairs, "
        "ordered from the first trial to the last. "
        f"Most often named: {page.name(first)}, {top[first]} times.",
        wide=_spec(page, rows, pairs, shown[WIDE], WIDE),
        narrow=_spec(page, rows, pairs, shown[NARROW], NARROW),
        note=_note(ranked, pairs, shown),
    )


def _note(ranked: list[str], pairs: Counter[tuple[str, str]], shown: dict[int, list[str]]) -> str:
    total = sum(pairs.values())
    parts = []
    for width, word in ((WIDE, "on wide screens and paper"), (NARROW, "on narrow screens")):
        people = set(shown[width])
        drawn = sum(n for (a, b), n in pairs.items() if a in people and b in people)
        parts.append(f"{len(people)} of {len(ranked)} persons with {drawn} of {total} namings ({word})")
    few = f"Drawn: the persons who occur most often, {'; '.join(parts)}."
    return (
        (f"All {len(ranked)} persons are drawn." if len(shown[NARROW]) == len(ranked) else few)
        + " Place says which trial a person stood in, the earliest first; all else about the place is chosen "
        "by the program so that lines are short. Names are given where there is room. "
        "Shape: where the person stood in most of the namings of them."
    )


def _spec(
    page: Page, rows: pl.DataFrame, pairs: Counter[tuple[str, str]], people: list[str], width: int
) -> dict[str, Any]:
    wide = width > NARROW
    inner = width - 24
    tall = min(200 + 4 * len(people), 640) if wide else min(160 + 11 * len(people), 520)
    trials = [case for case in page.cases if any(case in page.tried.get(each, ()) for each in people)]
    home = {}
    for each in people:
        stood = [trials.index(case) for case in page.tried.get(each, ())]
        if stood:
            home[each] = (sum(stood) / len(stood) + 0.5) / len(trials)
    edges = [(a, b, float(n)) for (a, b), n in sorted(pairs.items())]
    spots = layout(people, edges, home, width=inner - 30, height=tall - 30)
    spots = {each: (x + 15, y + 15) for each, (x, y) in spots.items()}
    nodes = _nodes(page, rows, people, spots, trials)
    marks = [(node["x"], node["y"], node["name"]) for node in nodes]
    frame = Box(0, 0, inner, tall)
    places = beside(marks, [(node["x"], node["y"]) for node in nodes], frame, size=11)
    names = [
        {"x": place[0], "y": place[1], "align": place[2], "name": node["name"], "url": node["url"]}
        for node, place in zip(nodes, places, strict=True)
        if place
    ]
    lines = [
        {"x": spots[a][0], "y": spots[a][1], "x2": spots[b][0], "y2": spots[b][1], "n": n}
        for a, b, n in edges
        if a in spots and b in spots
    ]
    return {
        "width": inner,
        "height": tall,
        "layer": [
            _lines(lines, inner, tall),
            *_dots(nodes, trials, page, inner, tall),
            *_names(names, inner, tall),
        ],
    }


def _nodes(
    page: Page,
    rows: pl.DataFrame,
    people: list[str],
    spots: dict[str, tuple[float, float]],
    trials: list[str],
) -> list[Row]:
    stood: dict[str, Counter[str]] = {}
    for named, where in rows.select("named", "standing").iter_rows():
        stood.setdefault(named, Counter())[where] += 1
    order = list(STANDING)
    nodes = []
    for each in people:
        cases = page.tried.get(each, ())
        group = _NEVER if not cases else _OFTEN if len(cases) > 1 else page.case_labels[cases[0]]
        seen = stood.get(each)
        where = max(seen, key=lambda key: (seen[key], -order.index(key))) if seen else _UNNAMED
        x, y = spots[each]
        size = 26 + 5 * min(sum(seen.values()) if seen else 0, 40)
        nodes.append(
            {
                "x": x,
                "y": y,
                "group": group,
                "where": where,
                "name": page.short[each],
                "size": size,
                "url": link(anchor(each)),
            }
        )
    return nodes


def _at(field: str, most: int, *, flip: bool = False) -> dict[str, Any]:
    domain = [most, 0] if flip else [0, most]
    return {
        "field": field,
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": domain, "nice": False, "zero": False},
    }


def _lines(lines: list[Row], inner: int, tall: int) -> dict[str, Any]:
    width = {
        "field": "n",
        "type": "quantitative",
        "legend": None,
        "scale": {"domain": [1, 6], "range": [0.5, 2.4], "clamp": True},
    }
    return {
        "data": {"values": lines},
        "mark": {"type": "rule", "color": "#a39a8c", "opacity": 0.55},
        "encoding": {
            "x": _at("x", inner),
            "y": _at("y", tall, flip=True),
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "strokeWidth": width,
        },
    }


def _dots(nodes: list[Row], trials: list[str], page: Page, inner: int, tall: int) -> list[dict[str, Any]]:
    wide = inner > NARROW
    groups = [page.case_labels[case] for case in trials]
    groups = [group for group in groups if any(node["group"] == group for node in nodes)]
    paint = {**dict(zip(groups, colours(len(groups)), strict=True)), _OFTEN: INK, _NEVER: "#ffffff"}
    used = [group for group in paint if any(node["group"] == group for node in nodes)]
    scale = {"domain": used, "range": [paint[group] for group in used]}
    shapes = {**{key: shape for key, (_, shape) in STANDING.items()}, _UNNAMED: "triangle-up"}
    seen = {key: shape for key, shape in shapes.items() if any(node["where"] == key for node in nodes)}
    where = {"domain": list(seen), "range": list(seen.values())}
    legend: dict[str, Any] = {"columns": 4 if wide else 1, "symbolType": "circle", "symbolSize": 90}
    legend["labelLimit"] = 200 if wide else 260
    encoding = {
        "x": _at("x", inner),
        "y": _at("y", tall, flip=True),
        "color": {
            "field": "group",
            "type": "nominal",
            "scale": scale,
            "legend": {**legend, "title": "Colour: accused in"},
        },
        "shape": {
            "field": "where",
            "type": "nominal",
            "scale": where,
            "legend": {
                "columns": 4 if wide else 2,
                "title": "Shape: stood, when named",
                "symbolFillColor": "#ffffff",
                "symbolSize": 90,
            },
        },
        "size": {"field": "size", "type": "quantitative", "scale": None, "legend": None},
        "href": {"field": "url"},
    }
    return [
        {
            "data": {"values": nodes},
            "mark": {"type": "point", "filled": True, "opacity": 1, "stroke": INK, "strokeWidth": 0.8},
            "encoding": encoding,
        }
    ]


def _names(names: list[Row], inner: int, tall: int) -> list[dict[str, Any]]:
    layers = []
    for align in ("left", "right", "center"):
        chosen = [name for name in names if name["align"] == align]
        if chosen:
            layers.append(
                {
                    "data": {"values": chosen},
                    "mark": {"type": "text", "align": align, "baseline": "middle", "fontSize": 11},
                    "encoding": {
                        "x": _at("x", inner),
                        "y": _at("y", tall, flip=True),
                        "text": {"field": "name"},
                        "href": {"field": "url"},
                    },
                }
            )
    return layers
