"""Who named whom first, in one run of the machine and in the case file, drawn alike?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from showtrial.record.dates.instants import DAY
from showtrial.record.views.acts import subjects
from showtrial.record.views.first import first_namings
from showtrial.record.when import with_bounds
from showtrial.view.branches import Line, Named, earliest, lines
from showtrial.view.labels import text_width
from showtrial.view.page import Page, Row, anchor, clipped
from showtrial.view.palette import BLUE, INK, ORANGE, QUIET
from showtrial.view.svg import NARROW, Figure, link

#: Width of each of the two pictures where they stand side by side.
PANEL = 424
#: Persons that one picture holds.
MOST = 64
_STEP, _INDENT, _DEEP = 15, 9, 4
_EPOCH = date(1970, 1, 1).toordinal()
_SQUARE = (
    "Circle: the day of the naming. Square: the day of arrest, where it is known and lies in the window."
)


def of_run(result: Mapping[str, Any]) -> list[Named]:
    """Return the persons of the tree of a run, each after the one by whom they were named."""
    tree = result["tree"]
    nodes = {each["id"]: each for each in tree["nodes"]}
    first: dict[str, int] = {}
    for row in tree["rows"]:
        first.setdefault(row["from"], date.fromisoformat(row["day"]).toordinal())
    ways = [("", root, first[root]) for root in tree["roots"] if root in first]
    ways += [(row["from"], row["to"], date.fromisoformat(row["day"]).toordinal()) for row in tree["rows"]]
    return [
        Named(id=who, label=who, by=by, day=day, arrested=_ordinal(nodes[who]["arrested"]))
        for by, who, day in ways
    ]


def of_case(page: Page, since: date, until: date) -> tuple[list[Named], list[Row]]:
    """Return the persons of the tree of the case file between two days, and the namings it is made of."""
    rows = first_namings(page.case, since, until).to_dicts()
    arrests = with_bounds(subjects(page.case, "arrest"), page.case.calendar).drop_nulls("lo").sort("lo")
    taken: dict[str, int] = {}
    for who, lo, hi in arrests.select("subject", "lo", "hi").iter_rows():
        if hi <= (lo // DAY + 1) * DAY and since.toordinal() <= lo // DAY + 1 <= until.toordinal():
            taken.setdefault(who, lo // DAY + 1)
    found: dict[str, Named] = {}
    for row in rows:
        for who, by in ((row["namer"], ""), (row["named"], row["namer"])):
            if who not in found:
                found[who] = Named(
                    id=who, label=page.short[who], by=by, day=row["day"], arrested=taken.get(who),
                    url=link(anchor(who)),
                )  # fmt: skip
    return list(found.values()), rows


def figure(key: str, people: Sequence[Named], words: Mapping[str, str], since: date, until: date) -> Figure:
    """Draw a tree at both widths.

    Parameters
    ----------
    key : str
        Of the figure.
    people : sequence of Named
        Each after the one by whom they were named; at least one.
    words : mapping
        ``title``, ``source`` and ``note`` of the figure.
    since, until : datetime.date
        First and last day of the axis.
    """
    shown = earliest(people, MOST)
    drawn = lines(shown)
    tops = sum(not each.by for each in people)
    few = f" Drawn: the first {len(shown)} of {len(people)} persons." if len(shown) < len(people) else ""
    deepest = max(line.depth for line in drawn)
    return Figure(
        key=key,
        title=words["title"],
        unit="persons",
        n=len(people),
        source=words["source"],
        alt=f"{tops} trees with {len(people)} persons in all; the longest chain drawn has {deepest} namings.",
        wide=_spec(drawn, PANEL, since, until),
        narrow=_spec(drawn, NARROW, since, until),
        note=f"{words['note']}{few} {_SQUARE}",
    )


def _ordinal(day: str | None) -> int | None:
    return None if day is None else date.fromisoformat(day).toordinal()


def _moment(ordinal: int) -> int:
    """Return a day as milliseconds, as the renderer counts them."""
    return (ordinal - _EPOCH) * 86_400_000


def _spec(drawn: Sequence[Line], width: int, since: date, until: date) -> dict[str, Any]:
    most = 150 if width > NARROW else 118
    size = 11
    needed = max(text_width(line.person.label, size) + _INDENT * min(line.depth, _DEEP) for line in drawn)
    column = int(min(most, needed + 8))
    inner, tall = width - column - 34, _STEP * len(drawn)
    x = {
        "type": "temporal",
        "scale": {"type": "utc", "domain": [_moment(since.toordinal()), _moment(until.toordinal())]},
        "axis": {"title": None, "format": "%b %Y", "tickCount": 3, "labelFlush": True, "labelOverlap": True},
    }
    y: Row = {
        "type": "quantitative", "axis": None,
        "scale": {"domain": [tall, 0], "nice": False, "zero": False},
    }  # fmt: skip
    at = {line.person.id: line for line in drawn}
    strokes, falls, dots, arrests, labels = [], [], [], [], []
    for line in drawn:
        person, row = line.person, (line.at + 0.5) * _STEP
        strokes.append({"x": _moment(person.day), "x2": _moment(line.until), "y": row})
        if person.by in at:
            falls.append({"x": _moment(person.day), "y": (at[person.by].at + 0.5) * _STEP, "y2": row})
        dots.append({"x": _moment(person.day), "y": row, "kind": "named" if person.by else "top"})
        if person.arrested is not None:
            arrests.append({"x": _moment(person.arrested), "y": row})
        indent = _INDENT * min(line.depth, _DEEP)
        text = clipped(person.label, max(4, int((column - indent - 6) / text_width("n", size))))
        labels.append({"y": row, "text": text, "at": indent - column, "url": person.url})
    ends: Row = {"x": {"field": "x", **x}, "y": {"field": "y", **y}}
    fill = {"condition": {"test": "datum.kind === 'top'", "value": "#ffffff"}, "value": BLUE}
    thin: dict[str, Any] = {"type": "rule", "color": QUIET, "strokeWidth": 1}
    dot = {"type": "point", "size": 38, "opacity": 1, "stroke": INK, "strokeWidth": 0.8, "filled": True}
    layers = [
        _layer(strokes, thin, {**ends, "x2": {"field": "x2"}}),
        _layer(falls, thin, {**ends, "y2": {"field": "y2"}}),
        _layer(arrests, {**dot, "shape": "square", "fill": ORANGE, "size": 42, "clip": True}, ends),
        _layer(dots, {**dot, "shape": "circle"}, {**ends, "fill": fill}),
        *_labels(labels, ends["y"], size),
    ]
    return {"width": inner, "height": tall, "layer": [each for each in layers if each["data"]["values"]]}


def _labels(rows: list[Row], y: Row, size: int) -> list[Row]:
    """Write the names, one layer an indentation: the place of a text on paper is the same for its layer."""
    mark = {"type": "text", "align": "left", "baseline": "middle", "fontSize": size}
    found = []
    for at in sorted({row["at"] for row in rows}):
        own = [row for row in rows if row["at"] == at]
        encoding: Row = {"x": {"value": at}, "y": y, "text": {"field": "text"}}
        if own[0]["url"]:
            encoding["href"] = {"field": "url", "type": "nominal"}
        found.append(_layer(own, mark, encoding))
    return found


def _layer(rows: list[Row], mark: Row, encoding: Row) -> Row:
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}
