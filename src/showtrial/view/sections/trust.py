"""How far can the audits, and the models of naming, be trusted where the truth is known?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from showtrial.record.results import TRUST
from showtrial.view.page import Page, Row, Section, clipped
from showtrial.view.palette import BLUE, INK, RULE, VERMILLION
from showtrial.view.sections.machine import told
from showtrial.view.sections.outdated import outdated
from showtrial.view.svg import NARROW, WIDE, Figure, panel_title

Spec = dict[str, Any]
#: What an answer can be: the word for it, and its colour.
ANSWERS = {"right": BLUE, "silent": RULE, "wrong": VERMILLION}


def section(page: Page, results: Sequence[Mapping[str, Any]]) -> Section | None:
    """Return the measurements on known truth, one part each; None where none were given."""
    found = [each for each in results if each["kind"] == TRUST]
    if not found:
        return None
    parts = tuple(_part(number, result) for number, result in enumerate(found, start=1))
    title = "How far the audits can be trusted (simulated)"
    return Section(key="trust", title=title, template="trusts", data={"n": len(parts)}, parts=parts)


def _part(number: int, result: Mapping[str, Any]) -> Section:
    key = f"trust-{number}"
    figure = _figure(f"{key}-answers", result) if result["cells"] else None
    recordings = {each["id"]: each["title"] for each in result["recordings"]}
    questions = {each["id"]: each["title"] for each in result["questions"]}
    data = {
        "result": result,
        "stale": outdated(result),
        "place": figure.key if figure else "",
        "recordings": recordings,
        "questions": questions,
        "asked": {cell["question"] for cell in result["cells"]},
        "cells": _ordered(result["cells"], "question", questions, recordings),
        "estimates": _ordered(result["estimates"], "effect", {}, recordings),
    }
    title = f"Measured on runs of {result['scenario']}"
    return Section(key=key, title=title, template="trust", data=data, figures=(figure,) if figure else ())


def _ordered(
    rows: Sequence[Row], first: str, names: Mapping[str, str], recordings: Mapping[str, str]
) -> list[tuple[str, list[Row]]]:
    """Return the rows by question (or effect), and within it by recording."""
    order = list(dict.fromkeys([*names, *(row[first] for row in rows)]))
    place = list(recordings)
    groups = [
        (
            key,
            sorted((row for row in rows if row[first] == key), key=lambda row: place.index(row["recording"])),
        )
        for key in order
    ]
    return [(key, own) for key, own in groups if own]


def _figure(key: str, result: Mapping[str, Any]) -> Figure:
    titles = {each["id"]: each["title"] for each in result["questions"]}
    levels = {each["id"]: clipped(each["title"], 30) for each in result["recordings"]}
    asked = [
        each for each in titles if any(cell["question"] == each and cell["n"] for cell in result["cells"])
    ]
    panels = {
        clipped(titles[question], 44): [
            {"level": levels[cell["recording"]], "part": part, "n": cell[part], "at": at}
            for cell in result["cells"]
            if cell["question"] == question and cell["n"]
            for at, part in enumerate(ANSWERS)
        ]
        for question in asked
    }
    order = list(levels.values())
    total = {part: sum(cell[part] for cell in result["cells"]) for part in ANSWERS}
    return Figure(
        key=key,
        title="Simulated: answers that are right, silent and wrong",
        unit="share of the times that the question was asked, one bar a recording",
        n=sum(cell["n"] for cell in result["cells"]),
        source=f"simulated, {told(result)}",
        alt="Stacked bars, by question and recording. "
        f"In all: {total['right']} right, {total['silent']} silent, {total['wrong']} wrong.",
        wide=_spec(panels, order, WIDE),
        narrow=_spec(panels, order, NARROW),
        note="The truth of a run is known, so an answer of the audit can be held against it. Silent: "
        "the audit says "
        "that it cannot tell. The bars of a question go from one recording to the next.",
    )


def _spec(panels: Mapping[str, list[Row]], order: list[str], width: int) -> Spec:
    wide = width > NARROW
    inner = 205 if wide else NARROW - 210
    scale = {"domain": list(ANSWERS), "range": list(ANSWERS.values())}
    drawn = []
    for title, rows in panels.items():
        limit = 185 if wide else 168
        y = {
            "field": "level", "type": "nominal", "sort": order, "title": None,
            "axis": {
                "domain": False, "ticks": False, "labelFontSize": 12 if wide else 11,
                "labelLimit": limit, "minExtent": limit, "maxExtent": limit,
            },
        }  # fmt: skip
        x = {
            "field": "n", "type": "quantitative", "stack": "normalize",
            "axis": {"title": None, "format": ".0%", "tickCount": 3},
        }  # fmt: skip
        colour = {"field": "part", "type": "nominal", "scale": scale, "legend": {"title": None, "columns": 3}}
        encoding = {"y": y, "x": x, "color": colour, "order": {"field": "at"}}
        mark = {"type": "bar", "height": 13, "stroke": INK, "strokeWidth": 0.5}
        head = panel_title(title, frame="bounds", limit=inner + 130 if wide else NARROW - 20)
        drawn.append(
            {
                "title": head,
                "width": inner,
                "height": {"step": 20},
                "data": {"values": rows},
                "mark": mark,
                "encoding": encoding,
            }
        )
    return {"concat": drawn, "columns": 2 if wide else 1, "spacing": {"row": 16, "column": 22}}
