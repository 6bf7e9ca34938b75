"""What did the models find that were fitted before, and do their results still belong to this case file?

Shown as the result files have it; nothing is computed here but the ends of the intervals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from showtrial.model.naming.asked import SUBMODELS, packaged_models
from showtrial.model.reproduction import reproduction_words
from showtrial.record.results import FIT
from showtrial.view.page import Page, Row, Section, clipped
from showtrial.view.palette import BLUE, INK, QUIET
from showtrial.view.sections.models_goodness import goodness
from showtrial.view.svg import NARROW, WIDE, Figure

#: A result file, as `showtrial.record.results` reads it.
Result = Mapping[str, Any]
#: Standard errors on either side of an estimate: 95 of 100 under the normal distribution.
REACH = 1.959963984540054
_MODELS = {
    "choice": "Whom a speaker names",
    "rate": "Who speaks, and when",
    "rem": "Who names whom, and when",
}


def section(page: Page, results: Sequence[Result]) -> Section | None:
    """Return the results, one part each; None where none were given."""
    fitted = [each for each in results if each["kind"] == FIT]
    if not fitted:
        return None
    parts = tuple(_part(page, number, result) for number, result in enumerate(fitted, start=1))
    return Section(
        key="models", title="Models of naming", template="models", data={"n": len(parts)}, parts=parts
    )


def _part(page: Page, number: int, result: Result) -> Section:
    key = f"model-{number}"
    fits = [_fit(f"{key}-{name}", name, result) for name in SUBMODELS if name in result]
    checks, reproduction = goodness(key, result), result.get("reproduction")
    data = {
        "result": result,
        "fits": fits,
        "simulated": result["origin"] == "simulated",
        "stale": stale(page, result),
        "goodness": checks,
        "waits": result.get("waits"),
        "reproduction": reproduction,
        "reproduction_words": reproduction_words(reproduction) if reproduction else "",
    }
    figures = (*(fit["figure"] for fit in fits if fit["figure"]), *(checks["figures"] if checks else ()))
    return Section(key=key, title=result["title"], template="model", data=data, figures=figures)


def stale(page: Page, result: Result) -> list[str]:
    """Return what has changed since a result was computed, in words; empty where all is as it was."""
    said = []
    if result["case_sha256"] != page.case.sha256:
        said.append(f"it was computed from another state of the record ({result['case']})")
    packaged = packaged_models().get(result["model"])
    if packaged and packaged.sha256 != result["model_sha256"]:
        said.append("the model file has changed since")
    if not packaged:
        said.append("its model file is not packaged, so whether that has changed is not known")
    return said


def _fit(key: str, submodel: str, result: Result) -> Row:
    fit = result[submodel]
    rows = [_effect(each) for each in fit["effects"]]
    drawn = [row for row in rows if row["low"] is not None and row["name"] != "intercept"]
    return {
        "key": key,
        "title": _MODELS[submodel],
        "rows": rows,
        "fit": fit,
        "figure": _figure(key, submodel, result, drawn) if drawn else None,
    }


def _effect(each: Mapping[str, Any]) -> Row:
    """Return an effect with the interval of the wider of its two standard errors."""
    errors = [each[name] for name in ("se", "se_clustered") if each.get(name) is not None]
    estimate = each["estimate"]
    reach = REACH * max(errors) if errors and estimate is not None else None
    ends = (None, None) if reach is None else (estimate - reach, estimate + reach)
    said = each["words"].removeprefix(f"{each['name']}: ")
    return {**each, "words": said, "low": ends[0], "high": ends[1]}


def _figure(key: str, submodel: str, result: Result, rows: Sequence[Row]) -> Figure:
    told = "; ".join(
        f"{row['name']} {row['estimate']:.2f} ({row['low']:.2f} to {row['high']:.2f})" for row in rows
    )
    return Figure(
        key=re.sub(r"[^a-z0-9-]", "-", key),
        title=f"{_MODELS[submodel]}: effects",
        unit="change of the logarithm of the odds"
        if submodel == "choice"
        else "change of the logarithm of the rate",
        n=result[submodel]["events"],
        source="",
        alt=f"Estimates with intervals of 95 in 100: {told}.",
        wide=whiskers(rows, WIDE),
        narrow=whiskers(rows, NARROW),
        note="Dots are estimates, lines reach over 95 in 100 by the wider of the two standard errors. "
        "Left of the line at 0: less often; right of it: more often.",
    )


def whiskers(rows: Sequence[Row], width: int) -> dict[str, Any]:
    """Return the picture: one row an effect, a dot and a line.

    Parameters
    ----------
    rows : sequence of mapping
        With ``name``, ``estimate``, ``low``, ``high``.
    width : int
        Width of the whole picture in pixels.
    """
    wide = width > NARROW
    names = [clipped(row["name"], 44) for row in rows]
    values = [
        {"effect": name, **{key: row[key] for key in ("estimate", "low", "high")}}
        for name, row in zip(names, rows, strict=True)
    ]
    offset = 0 if wide else 9
    y: dict[str, Any] = {"field": "effect", "type": "nominal", "sort": names, "title": None, "axis": None}
    if wide:
        y["axis"] = {"domain": False, "ticks": False, "labelLimit": 290, "labelPadding": 8}
    x = {"type": "quantitative", "title": "estimate", "axis": {"tickCount": 7 if wide else 4}}
    layers = [
        {
            "mark": {"type": "rule", "color": QUIET},
            "data": {"values": [{"at": 0}]},
            "encoding": {"x": {"field": "at", **x}},
        },
        {
            "mark": {"type": "rule", "color": INK, "yOffset": offset},
            "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 60, "color": BLUE, "yOffset": offset},
            "encoding": {"y": y, "x": {"field": "estimate", **x}},
        },
    ]
    if not wide:
        said = {"type": "text", "align": "left", "dy": -8, "fontSize": 12, "limit": width - 30, "color": INK}
        layers.append({"mark": said, "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "effect"}}})
    inner = width - 330 if wide else width - 30
    return {
        "width": inner,
        "height": {"step": 24 if wide else 40},
        "data": {"values": values},
        "layer": layers,
    }
