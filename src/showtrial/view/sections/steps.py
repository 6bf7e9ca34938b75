"""How are the papers, the hearing, the verdict and the executions of a trial drawn on one axis?"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import polars as pl

from showtrial.record.dates import MAX, MIN, day
from showtrial.record.readings import rivals, under
from showtrial.record.when import with_bounds
from showtrial.view.labels import text_width
from showtrial.view.page import Page, Row, anchor, clipped, sources_of
from showtrial.view.palette import BLUE, GREEN, INK, ORANGE, VERMILLION
from showtrial.view.spoken import spoken
from showtrial.view.svg import NARROW, WIDE, Figure, link

#: Kinds of events that are steps of a trial -> words, colour, and whether they went on all the while.
_STEPS = {
    "indictment_served": ("Indictment served", GREEN, False),
    "trial": ("Hearing", BLUE, True),
    "session": ("Sittings", BLUE, True),
    "last_words": ("Last words", BLUE, True),
    "deliberation": ("Deliberation", BLUE, True),
    "verdict": ("Verdict", VERMILLION, False),
    "petition": ("Petition for mercy", INK, False),
    "execution": ("Execution", INK, False),
}
#: Steps of one kind that share a line.
_TOGETHER = ("session",)
_DAY = 1440
#: Papers and steps further from the hearing than this stand at the edge, with an arrow.
_NEAR = 4 * _DAY


def figure(page: Page, trial: str, rows: Collection[str]) -> Figure | None:
    """Draw the steps of a trial with the papers among `rows`; None where no step has a date.

    A bar reaches from the first to the last minute at which a thing may have been; a clock time makes it
    a stroke. What rival sources date otherwise has a line for each reading.
    """
    lines = _lines(page, trial, rows)
    core = [line for line in lines if line["core"]]
    if not core:
        return None
    first, last = min(line["lo"] for line in core), max(line["hi"] for line in core)
    shown = [line for line in lines if line["hi"] > first - _NEAR and line["lo"] < last + _NEAR]
    first, last = min(line["lo"] for line in shown), max(line["hi"] for line in shown)
    frame = (first // _DAY * _DAY - _DAY // 4, -(-last // _DAY) * _DAY + _DAY // 4)
    number = list(page.cases).index(trial)
    cited = page.case["events"].filter(pl.col("id").is_in([line["id"] for line in lines]))
    return Figure(
        key=f"timing-{number}",
        title="Papers, hearing, verdict",
        unit="one line for each; time runs to the right",
        n=len(lines),
        source=sources_of(cited),
        alt="; ".join(f"{line['name']}: {line['when']}" for line in lines) + ".",
        wide=_spec(lines, frame, WIDE),
        narrow=_spec(lines, frame, NARROW),
        note="Filled: it went on from the one end to the other. Hollow: it was at some time between them. "
        "An arrow: further off than the axis reaches.",
    )


def _lines(page: Page, trial: str, rows: Collection[str]) -> list[Row]:
    """Return what is drawn, one entry a line, in the order of time."""
    events = page.bounded("events").drop_nulls("lo")
    own = events.filter(
        (pl.col("case") == trial) | (pl.col("about") == trial) | pl.col("id").is_in(list(rows))
    )
    found: dict[str, Row] = {}
    for row in own.to_dicts():
        line = _line(row)
        if line:
            key = row["kind"] if row["kind"] in _TOGETHER else row["id"]
            found.setdefault(key, line)["spans"].append((row["lo"], row["hi"]))
    for row in _indictments(page, trial, rows):
        found[row["id"]] = _line(row) or {}
        found[row["id"]]["spans"] = [(row["lo"], row["hi"])]
    for key, line in _rivals(page, list(found)):
        found[key] = line
    for line in found.values():
        line["lo"], line["hi"] = min(lo for lo, _ in line["spans"]), max(hi for _, hi in line["spans"])
        if len(line["spans"]) > 1:
            line["when"] = f"{len(line['spans'])} on record"
    bounded = [line for line in found.values() if line["lo"] > MIN and line["hi"] < MAX]
    return sorted(bounded, key=lambda line: (line["lo"], line["hi"], line["id"], line["name"]))


def _line(row: Row) -> Row | None:
    """Return one line of the picture; None for an event that is no step and no paper."""
    clock = f", {row['time']}" if row["time"] else ""
    line = {"id": row["id"], "when": spoken(row["date"]) + clock, "spans": [], "core": False}
    if row.get("state"):
        name = row["title"] or row["kind"].replace("_", " ").capitalize()
        return {**line, "name": f"{name} ({row['state']})", "colour": ORANGE, "filled": False}
    if row["kind"] not in _STEPS:
        return None
    word, colour, filled = _STEPS[row["kind"]]
    core = row["kind"] in ("trial", "session", "verdict", "last_words")
    return {**line, "name": word, "colour": colour, "filled": filled, "core": core}


def _indictments(page: Page, trial: str, rows: Collection[str]) -> list[Row]:
    """Return statements that are the indictment of the trial, as events are read."""
    said = page.bounded("statements").drop_nulls("lo")
    mine = said.filter((pl.col("setting") == "indictment") & (pl.col("case") == trial))
    return [
        {**row, "kind": "indictment_served", "state": None}
        for row in mine.to_dicts()
        if row["id"] in rows or mine.height == 1
    ]


def _rivals(page: Page, shown: list[str]) -> list[tuple[str, Row]]:
    """Return a line for each rival date or clock time of what is drawn."""
    found = []
    for (row_id, column), values in rivals(page.case).items():
        if row_id not in shown or row_id not in page.rows["events"] or column not in ("date", "time"):
            continue
        for value in values[1:]:
            other = under(page.case, {(row_id, column): value})
            event = other["events"].filter(pl.col("id") == row_id)
            row = with_bounds(event, page.case.calendar).to_dicts()[0]
            line = _line(row)
            if line and row["lo"] is not None:
                line |= {"name": f"{line['name']}, another source", "spans": [(row["lo"], row["hi"])]}
                found.append((f"{row_id}.{column}={value}", line))
    return found


def _spec(lines: list[Row], frame: tuple[int, int], width: int) -> dict[str, Any]:
    wide = width > NARROW
    first, last = frame
    names = [_label(line, 60 if wide else 50) for line in lines]
    beside = max(text_width(name) for name in names) + 20 if wide else 0
    inner = int(width - 30 - beside)
    pixel = (last - first) / inner
    bars, arrows = [], []
    for at, (line, name) in enumerate(zip(lines, names, strict=True)):
        row = {"line": at, "name": name, "url": link(anchor(line["id"]))}
        inside = [(lo, hi) for lo, hi in line["spans"] if hi > first and lo < last]
        for lo, hi in inside:
            low, high = max(lo, first), min(hi, last)
            middle, half = (low + high) / 2, max((high - low) / 2, 1.5 * pixel)
            fill = line["colour"] if line["filled"] or high - low < 6 * pixel else "#ffffff"
            bars.append(
                {**row, "lo": middle - half, "hi": middle + half, "fill": fill, "edge": line["colour"]}
            )
        if not inside:
            early = line["hi"] <= first
            arrows.append({**row, "at": first if early else last, "text": "◂" if early else "▸"})
    y = {"field": "line", "type": "ordinal", "axis": None, "scale": {"domain": list(range(len(lines)))}}
    x = {"type": "quantitative", "scale": {"domain": [first, last], "nice": False, "zero": False}}
    return {
        "width": inner,
        "height": {"step": 22 if wide else 36},
        "layer": _layers(bars, arrows, {"x": x, "y": y, "axis": _days(frame, inner), "wide": wide}),
    }


def _label(line: Row, most: int) -> str:
    """Return what a line is called: its name, cut short where the date would not find room, and the date."""
    return f"{clipped(line['name'], max(12, most - 2 - len(line['when'])))}: {line['when']}"


def _layers(bars: list[Row], arrows: list[Row], frame: dict[str, Any]) -> list[dict[str, Any]]:
    shift = 0 if frame["wide"] else 8
    x, y = {**frame["x"], "axis": frame["axis"]}, frame["y"]
    place = {"align": "right", "dx": -10} if frame["wide"] else {"align": "left", "dy": -8}
    every = {row["line"]: {key: row[key] for key in ("line", "name", "url")} for row in (*bars, *arrows)}
    return [
        {
            "data": {"values": bars},
            "mark": {"type": "bar", "height": 11, "yOffset": shift, "strokeWidth": 1.5},
            "encoding": {
                "x": {**x, "field": "lo"},
                "x2": {"field": "hi"},
                "y": y,
                "color": {"field": "fill", "type": "nominal", "scale": None},
                "stroke": {"field": "edge", "type": "nominal", "scale": None},
            },
        },
        {
            "data": {"values": arrows},
            "mark": {"type": "text", "fontSize": 15, "color": ORANGE, "yOffset": shift},
            "encoding": {"x": {**x, "field": "at"}, "y": y, "text": {"field": "text"}},
        },
        {
            "data": {"values": [every[at] for at in sorted(every)]},
            "mark": {"type": "text", "fontSize": 12, "color": INK, **place},
            "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "name"}, "href": {"field": "url"}},
        },
    ]


def _days(frame: tuple[int, int], inner: float) -> dict[str, Any]:
    """Return an axis with the beginnings of days, as many as there is room to name."""
    start = -(-frame[0] // _DAY)
    days = list(range(start, frame[1] // _DAY + 1))
    step = max(1, -(-len(days) * 56 // int(inner)))
    shown = [at * _DAY for at in days[::step]]
    words = {str(at): spoken(day(at)).rsplit(" ", 1)[0] for at in shown}
    return {
        "values": shown,
        "labelExpr": f"({json.dumps(words)})[datum.value]",
        "title": None,
        "grid": True,
        "labelAlign": "left",
        "labelOffset": 0,
        "labelFlush": False,
        "labelOverlap": False,
    }
