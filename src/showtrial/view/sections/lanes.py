"""How are events, arrests and statements drawn along one line of time?"""

from __future__ import annotations

import datetime
from typing import Any

import polars as pl

from showtrial.view.labels import flags
from showtrial.view.months import month, one_month, run, tally
from showtrial.view.page import Page, Row, anchor, clipped, sources_of
from showtrial.view.palette import BLUE, GREEN, INK, ORANGE, QUIET, RULE, VERMILLION
from showtrial.view.spoken import spoken
from showtrial.view.svg import NARROW, WIDE, Figure, link, panel_title

#: Kinds of the upper lane, those first that are labelled first.
ACTS = (
    "murder", "decree", "law", "plenum", "appointment", "letter", "order", "list", "verdict_draft",
    "indictment_draft", "communique", "press", "speech", "expulsion", "inquiry",
)  # fmt: skip
_ENDS = ("release", "rehabilitation", "execution", "death", "deportation")
_MINUTES_A_DAY = 1440


def figure(page: Page, events: pl.DataFrame, window: tuple[str, str]) -> Figure:
    """Draw `events` and the statements of the case from the first to the last month of `window`."""
    dated = events.drop_nulls("lo").to_dicts()
    inside = [row for row in dated if window[0] <= (month(row["lo"]) or "") <= window[1]]
    said = page.bounded("statements")
    papers = tally(one_month(lo, hi) for lo, hi in said.select("lo", "hi").iter_rows())
    papers = {text: n for text, n in papers.items() if window[0] <= text <= window[1]}
    arrests = [row for row in inside if row["kind"] in ("arrest", "custody")]
    held = tally(one_month(row["lo"], row["hi"]) for row in arrests)
    lanes = {"acts": inside, "arrests": held, "papers": papers}
    busiest = max(papers, key=lambda text: papers[text]) if papers else ""
    most = f" Most statements in one month: {papers[busiest]}, in {busiest}." if busiest else ""
    return Figure(
        key="timeline",
        title=f"From {spoken(window[0])} to {spoken(window[1])}",
        unit="events as points; arrests and statements as rows a month",
        n=len(inside) + sum(papers.values()),
        source=sources_of(pl.concat([events.select("source"), said.select("source")])),
        alt="Time runs to the right in lanes: laws, orders and letters; arrests; statements; trials; "
        f"deaths and reversals.{most}",
        wide=_spec(page, lanes, window, WIDE),
        narrow=_spec(page, lanes, window, NARROW),
        note="Labels are given where there is room; every event is in the table. "
        "Only rows whose date lies within one month are counted in the bars.",
    )


def _decimal(minute: int) -> float:
    text = month(minute) or "0001-01"
    start = _first_minute(text)
    span = _first_minute(run(text, text + "~")[-1]) - start
    return int(text[:4]) + (int(text[5:7]) - 1 + (minute - start) / span) / 12


def _first_minute(text: str) -> int:
    return (datetime.date(int(text[:4]), int(text[5:7]), 1).toordinal() - 1) * _MINUTES_A_DAY


def _spec(page: Page, lanes: dict[str, Any], window: tuple[str, str], width: int) -> dict[str, Any]:
    inner = width - 52
    first, last = (
        _decimal(_first_minute(window[0])),
        _decimal(_first_minute(run(window[1], window[1] + "~")[-1])),
    )
    scale = {"domain": [first, last], "nice": False, "zero": False}
    frame = {"inner": inner, "scale": scale, "wide": width > NARROW}
    acts = [row for row in lanes["acts"] if row["kind"] in ACTS]
    ends = [row for row in lanes["acts"] if row["kind"] in _ENDS]
    trials = [row for row in lanes["acts"] if row["kind"] == "trial"]
    parts = []
    if acts:
        acts.sort(key=lambda row: (ACTS.index(row["kind"]), row["lo"]))
        parts.append(_flagged("Shocks, laws, orders, letters", acts, frame, BLUE, 9 if frame["wide"] else 8))
    if lanes["arrests"]:
        parts.append(_histogram("Arrests on record, a month", lanes["arrests"], frame, ORANGE))
    if lanes["papers"]:
        parts.append(_histogram("Statements and documents, a month", lanes["papers"], frame, GREEN))
    if trials:
        parts.append(_flagged("Trials", trials, frame, VERMILLION, 8))
    if ends:
        parts.append(_flagged("Deaths, executions, releases, reversals", ends, frame, INK, 4))
    if not parts:
        parts.append(_flagged("Events", lanes["acts"], frame, BLUE, 6))
    parts[-1]["layer"][0]["encoding"]["x"]["axis"] = _years(window, labels=True)
    return {"vconcat": parts, "spacing": 14}


def _years(window: tuple[str, str], *, labels: bool) -> dict[str, Any]:
    years = list(range(int(window[0][:4]), int(window[1][:4]) + 2))
    step = max(1, len(years) // 8)
    return {
        "values": years[::step],
        "format": "d",
        "title": None,
        "labels": labels,
        "ticks": labels,
        "labelAlign": "left",
        "labelOffset": 2,
        "domain": labels,
        "grid": True,
    }


def _title(text: str) -> dict[str, Any]:
    return panel_title(text, frame="group", offset=4)


def _flagged(title: str, rows: list[Row], frame: dict[str, Any], colour: str, levels: int) -> dict[str, Any]:
    """Points on a line, with labels hung over them where there is room."""
    values = _hung(rows, frame, levels)
    used = max(value["level"] for value in values)
    x = _time(frame)
    y_scale = {"domain": [-0.5, used + 0.6], "nice": False, "zero": False}
    y = {"field": "level", "type": "quantitative", "scale": y_scale, "axis": None}
    ground = {**y, "field": "ground"}
    stem = {
        "mark": {"type": "rule", "color": RULE},
        "encoding": {"x": x, "y": ground, "y2": {"field": "level"}},
    }
    points = [
        {
            "mark": {"type": "rule", "strokeWidth": thick, "color": colour, "opacity": opacity},
            "transform": [{"filter": f"isValid(datum.{end})"}],
            "encoding": {"x": x, "x2": {"field": end}, "y": ground, "href": {"field": "url"}},
        }
        for end, thick, opacity in (("end", 3, 0.35), ("tick", 9, 0.9))
    ]
    said = [_said(side, x, y, halo=halo) for halo in (True, False) for side in ("right", "left")]
    return {
        "title": _title(title),
        "width": frame["inner"],
        "height": 15 * (used + 1),
        "data": {"values": values},
        "layer": [stem, *points, *said],
    }


def _hung(rows: list[Row], frame: dict[str, Any], levels: int) -> list[Row]:
    """Where each event begins and ends, and at which level its label hangs; 0 where it has none."""
    low, high = frame["scale"]["domain"]
    pixel = (high - low) / frame["inner"]
    longest = 46 if frame["wide"] else 28
    titled = [row for row in rows if row["title"]]
    marks = [((_decimal(row["lo"]) - low) / pixel, clipped(_name(row), longest)) for row in titled]
    hung = iter(zip(marks, flags(marks, frame["inner"], levels), strict=True))
    values: list[Row] = []
    for row in rows:
        at, end = _decimal(row["lo"]), min(_decimal(row["hi"] - 1), high)
        value = {"at": at, "tick": at + 3 * pixel, "ground": 0, "level": 0}
        if end - at > 0.2:
            value["end"] = end
        if row["id"]:
            value["url"] = link(anchor(row["id"]))
        (_, text), flag = next(hung) if row["title"] else ((0, ""), None)
        if flag:
            value |= {"level": flag.level, "text": text, "side": flag.side}
        values.append(value)
    return values


def _time(frame: dict[str, Any]) -> dict[str, Any]:
    axis = _years(_span(frame), labels=False)
    return {"field": "at", "type": "quantitative", "scale": frame["scale"], "axis": axis}


def _name(row: Row) -> str:
    """Call an event by its title, without what stands in brackets."""
    return str(row["title"] or row["kind"]).split(" (")[0].replace("_", " ")


def _said(side: str, x: dict[str, Any], y: dict[str, Any], *, halo: bool) -> dict[str, Any]:
    """Labels to one side of their stems; the halo under them hides the stems of others."""
    align = {"align": "left", "dx": 3} if side == "right" else {"align": "right", "dx": -3}
    paint = {"stroke": "white", "strokeWidth": 4, "strokeJoin": "round"} if halo else {}
    return {
        "transform": [{"filter": f"datum.side == '{side}'"}],
        "mark": {"type": "text", "fontSize": 12, **align, **paint},
        "encoding": {"x": x, "y": y, "text": {"field": "text"}, "href": {"field": "url"}},
    }


def _span(frame: dict[str, Any]) -> tuple[str, str]:
    low, high = frame["scale"]["domain"]
    return f"{int(low):04}-01", f"{int(high):04}-12"


def _histogram(title: str, counts: dict[str, int], frame: dict[str, Any], colour: str) -> dict[str, Any]:
    values = [
        {
            "at": int(text[:4]) + (int(text[5:7]) - 1) / 12 + 0.006,
            "end": int(text[:4]) + int(text[5:7]) / 12 - 0.006,
            "n": n,
        }
        for text, n in counts.items()
    ]
    x = _time(frame)
    axis = {
        "title": None,
        "tickCount": 3,
        "format": ",d",
        "tickMinStep": 1,
        "domain": False,
        "labelColor": QUIET,
    }
    y = {"field": "n", "type": "quantitative", "axis": axis}
    bar = {
        "mark": {"type": "bar", "color": colour},
        "encoding": {"x": x, "x2": {"field": "end"}, "y": y, "y2": {"datum": 0}},
    }
    return {
        "title": _title(title),
        "width": frame["inner"],
        "height": 70,
        "data": {"values": values},
        "layer": [bar],
    }
