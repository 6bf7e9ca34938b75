"""What do the checks of a fit look like: waits, recall, and the record beside what the fit would draw?

Shown as the result file has it. Results of earlier versions have no checks; then there is nothing to show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from showtrial.model.naming.goodness_text import CAVEAT, GIVEN
from showtrial.view.page import Row
from showtrial.view.palette import BLUE, INK, QUIET, SKY
from showtrial.view.svg import NARROW, WIDE, Figure

Found = Mapping[str, Any]
#: What each list of the diagnostics is about.
_ASKED = {"residuals": "waits", "recall": "recall", "envelopes": "histories drawn from the fit"}


def goodness(key: str, result: Found) -> Row | None:
    """Return what the template shows of the diagnostics of a result; None where it has none."""
    found = result.get("diagnostics")
    if not found:
        return None
    figures = [_waits(f"{key}-waits-{each['of']}", each) for each in _held(found, "residuals")]
    named = [each for each in _held(found, "envelopes") if each["given"] == GIVEN]
    figures += [_named(f"{key}-named-{each['of']}", each) for each in named]
    return {
        "seed": found["seed"],
        "waits": _held(found, "residuals"),
        "recall": _held(found, "recall"),
        "envelopes": [{**each, "rows": _rows(each["figures"])} for each in _held(found, "envelopes")],
        "given": GIVEN,
        "caveat": CAVEAT,
        "absent": [
            f"{title} ({each['of']}): {each['not_applicable']}"
            for name, title in _ASKED.items()
            for each in found[name]
            if "not_applicable" in each
        ],
        "figures": figures,
    }


def _held(found: Found, name: str) -> list[Found]:
    return [each for each in found[name] if "not_applicable" not in each]


def _rows(figures: Sequence[Found]) -> list[Row]:
    return [{**each, "outside": not each["low"] <= each["observed"] <= each["high"]} for each in figures]


def _waits(key: str, entry: Found) -> Figure:
    test = entry["test"]
    rows = [dict(zip(("wanted", "found", "low", "high"), row, strict=True)) for row in entry["quantiles"]]
    outside = sum(not row["low"] <= row["found"] <= row["high"] for row in rows)
    return Figure(
        key=key,
        title="Waits between namings, beside what the rate expects",
        unit="waits in units of what the rate expects",
        n=entry["n"],
        source="",
        alt=f"{len(rows)} quantiles of the waits against those of the exponential distribution; {outside} "
        f"lie outside the band. Mean wait {entry['mean']:.2f}; greatest distance {test['statistic']:.3f}.",
        wide=_against(rows, WIDE),
        narrow=_against(rows, NARROW),
        note="Dots on the line: waits are as long as the model says. The band holds 95 in 100 of such dots, "
        "each taken alone. Below the line: shorter waits than the model says; above: longer ones.",
    )


def _against(rows: Sequence[Row], width: int) -> dict[str, Any]:
    """Return the picture of quantiles against quantiles, with the line of equality and a band."""
    wide = width > NARROW
    most = max(max(row["found"], row["wanted"]) for row in rows)
    x = {"type": "quantitative", "title": "expected", "axis": {"tickCount": 6 if wide else 4}}
    y = {"type": "quantitative", "title": "found"}
    ends = [{"at": 0.0}, {"at": rows[-1]["wanted"]}]
    band = {"mark": {"type": "area", "color": SKY, "opacity": 0.35, "clip": True}}
    line = {"mark": {"type": "line", "color": QUIET, "strokeWidth": 1}, "data": {"values": ends}}
    dots = {"mark": {"type": "point", "filled": True, "size": 30 if wide else 22, "color": BLUE}}
    top = {**y, "scale": {"domain": [0, most], "nice": False}}
    ribbon = {"x": {"field": "wanted", **x}, "y": {"field": "low", **top}, "y2": {"field": "high"}}
    layers = [
        {**band, "encoding": ribbon},
        {**line, "encoding": {"x": {"field": "at", **x}, "y": {"field": "at", **top}}},
        {**dots, "encoding": {"x": {"field": "wanted", **x}, "y": {"field": "found", **top}}},
    ]
    return {
        "width": 420 if wide else width - 60,
        "height": 240 if wide else 200,
        "data": {"values": rows},
        "layer": layers,
    }


def _label(row: Found) -> str:
    first, last = row["from"], row["to"]
    if last == 0:
        return "nobody"
    return f"{first}" if first == last else f"{first} to {last}"


def _named(key: str, entry: Found) -> Figure:
    rows = [{**row, "label": _label(row)} for row in entry["named_by"]]
    told = "; ".join(
        f"by {row['label']}: {row['observed']:g} on record, {row['low']:g} to {row['high']:g} drawn"
        for row in rows
    )
    return Figure(
        key=key,
        title="Persons by how many named them, on record and in histories drawn from the fit",
        unit="persons",
        n=int(sum(row["observed"] for row in rows)),
        source="",
        alt=f"Persons by the number of those who named them: {told}.",
        wide=_ranges(rows, WIDE),
        narrow=_ranges(rows, NARROW),
        note=f"Dots are the record; lines reach over 95 in 100 of {entry['draws']} histories in which the "
        f"{GIVEN} of the record stay and whom they name is drawn from the model.",
    )


def _ranges(rows: Sequence[Row], width: int) -> dict[str, Any]:
    """Return the picture: one row a number of namers, a line for the draws and a dot for the record."""
    wide = width > NARROW
    names = [row["label"] for row in rows]
    axis = {"domain": False, "ticks": False, "labelPadding": 8}
    y = {"field": "label", "type": "nominal", "sort": names, "title": "named by", "axis": axis}
    x = {"type": "quantitative", "title": "persons", "axis": {"tickCount": 7 if wide else 4}}
    layers = [
        {
            "mark": {"type": "rule", "color": SKY, "strokeWidth": 6},
            "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 60, "color": INK},
            "encoding": {"y": y, "x": {"field": "observed", **x}},
        },
    ]
    return {
        "width": width - (160 if wide else 110),
        "height": {"step": 22},
        "data": {"values": rows},
        "layer": layers,
    }
