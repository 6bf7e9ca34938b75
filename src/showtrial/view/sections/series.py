"""How is a series of figures drawn: over time, or side by side?"""

from __future__ import annotations

from typing import Any

import polars as pl

from showtrial.view.bars import count_bars
from showtrial.view.channels import POINT, told_apart
from showtrial.view.page import Page, Row, anchor, clipped, sources_of
from showtrial.view.palette import INK
from showtrial.view.spoken import spoken
from showtrial.view.svg import NARROW, WIDE, Figure, link

#: Fewest points of one measure for which a chart is drawn.
FEWEST = 4
_MINUTES_A_YEAR = 365.2425 * 1440
_LINES, _BARS = 5, 16


def charts(page: Page, name: str, rows: pl.DataFrame, number: int) -> list[Figure]:
    """Draw measures with several dates over time, or else values side by side."""
    valued = rows.filter(pl.coalesce("value", "low", "high").is_not_null())
    dated = valued.filter(pl.col("lo").is_not_null() & (pl.col("hi") < 2**40))
    key = ["unit", "about", "measure"]
    counted = dated.group_by(key).agg(n=pl.len(), moments=pl.struct("lo", "hi").n_unique())
    counted = counted.filter(pl.col("moments") >= FEWEST).sort(
        "n", *key, descending=[True, False, False, False]
    )
    if counted.height:
        unit, about = counted.row(0)[:2]
        chosen = counted.filter((pl.col("unit") == unit) & pl.col("about").eq_missing(pl.lit(about)))[
            "measure"
        ].to_list()[:_LINES]
        points = dated.filter(
            pl.col("unit").eq(unit)
            & pl.col("about").eq_missing(pl.lit(about))
            & pl.col("measure").is_in(chosen)
        )
        return [_lines(page, name, points, sorted(chosen), number)]
    return _compared(page, name, valued, number)


def _compared(page: Page, name: str, rows: pl.DataFrame, number: int) -> list[Figure]:
    """Values of one unit side by side; where there are too many for one chart, the commonest measures."""
    units = rows.group_by("unit").len().filter(pl.col("len") >= FEWEST)
    if not units.height:
        return []
    unit = units.sort("len", "unit", descending=[True, False])["unit"][0]
    chosen = rows.filter(pl.col("unit") == unit)
    if chosen.height <= _BARS:
        return [_side_by_side(page, name, chosen, f"series-{number}")]
    common = chosen.group_by("measure", maintain_order=True).len().filter(pl.col("len") >= FEWEST)
    many = common.sort("len", descending=True, maintain_order=True)["measure"].to_list()[:2]
    if not many:
        return [_side_by_side(page, name, chosen, f"series-{number}")]
    return [
        _side_by_side(page, name, chosen.filter(pl.col("measure") == measure), f"series-{number}{letter}")
        for measure, letter in zip(many, "ab", strict=False)
    ]


def _lines(page: Page, name: str, rows: pl.DataFrame, measures: list[str], number: int) -> Figure:
    values = [
        {
            "at": (row["lo"] + row["hi"]) / 2 / _MINUTES_A_YEAR + 1,
            "n": n,
            "measure": row["measure"],
            "url": link(anchor(row["id"])),
        }
        for row in rows.to_dicts()
        for n in _numbers(row)
    ]
    unit, about = rows["unit"][0], rows["about"][0]
    top = max(values, key=lambda value: value["n"])
    return Figure(
        key=f"series-{number}",
        title=f"{titled(name)}{f': {_about(page, about)}' if about else ''}",
        unit=str(unit),
        n=rows.height,
        source=sources_of(rows),
        alt=f"Points over time for {len(measures)} measures: {'; '.join(measures)}. "
        f"The highest: {top['n']:,.10g} in {int(top['at'])}.",
        wide=_line_spec(values, measures, WIDE),
        narrow=_line_spec(values, measures, NARROW),
        note="A point stands in the middle of its period; "
        "where sources differ, or give a range, there are several points.",
    )


def _numbers(row: Row) -> list[float]:
    """Return the value of a row, or both ends of its range."""
    found = ("value",) if row["value"] is not None else ("low", "high")
    return [float(row[column]) for column in found if row[column] is not None]


def _line_spec(values: list[Row], measures: list[str], width: int) -> dict[str, Any]:
    wide = width > NARROW
    low, high = min(value["at"] for value in values), max(value["at"] for value in values)
    edge = 0.08 * (high - low) or 1
    axis: dict[str, Any] = {"title": None, "grid": False, "format": "d", "tickMinStep": 1}
    axis["tickCount"] = 8 if wide else 4
    if high - low < 3:
        axis |= {"labelExpr": _MONTH_LABEL, "format": ".2f"}
        axis |= {"tickMinStep": 0.25, "tickCount": 6} if wide else {"tickMinStep": 0.5, "tickCount": 3}
    scale = {"domain": [low - edge, high + edge], "nice": False, "zero": False}
    x = {"field": "at", "type": "quantitative", "axis": axis, "scale": scale}
    numbers = {"tickCount": 5, "format": ",~r" if wide else "~s", "domain": False}
    y = {"field": "n", "type": "quantitative", "title": None, "axis": numbers}
    apart = told_apart("measure", measures, columns=2 if wide else 1)
    line = {
        "mark": {"type": "line", "strokeWidth": 1.2, "opacity": 0.5},
        "encoding": {"x": x, "y": y, "color": apart["color"]},
    }
    point = {"mark": POINT, "encoding": {"x": x, "y": y, **apart, "href": {"field": "url"}}}
    return {
        "width": width - (84 if wide else 56),
        "height": 260 if wide else 230,
        "data": {"values": values},
        "layer": [line, point],
    }


#: A decimal year as month and year.
_MONTH_LABEL = (
    "['Jan','Feb','Mar','Apr','May','June','July','Aug','Sept','Oct','Nov','Dec']"
    "[min(11, floor((datum.value - floor(datum.value)) * 12 + 0.01))] + ' ' + floor(datum.value)"
)


def _side_by_side(page: Page, name: str, rows: pl.DataFrame, key: str) -> Figure:
    shown = rows.head(_BARS).to_dicts()
    measures = rows["measure"].n_unique()
    values: list[Row] = []
    for row, label in zip(shown, _labels(page, rows.head(_BARS)), strict=True):
        while any(value["label"] == label for value in values):
            label += " "
        low, high = row["low"], row["high"]
        ends = (low, high) if low is not None and high is not None and low < high else (None, None)
        values.append(
            {
                "label": label,
                "n": _numbers(row)[0],
                "low": ends[0],
                "high": ends[1],
                "url": link(anchor(row["id"])),
            }
        )
    unit = str(rows["unit"][0])
    top = max(values, key=lambda value: float(value["n"]))
    more = f" The first {len(shown)} of {rows.height} rows are drawn." if rows.height > len(shown) else ""
    mixed = "Figures that count different things, or the same thing differently, side by side."
    return Figure(
        key=key,
        title=titled(name) if measures > 1 else f"{titled(name)}: {rows['measure'][0]}",
        unit=unit,
        n=len(shown),
        source=sources_of(rows),
        alt=f"Bars side by side. The longest: {top['label'].strip()}, {top['n']:,.10g}.",
        wide=_plain(values, unit, WIDE),
        narrow=_plain(values, unit, NARROW),
        note=((mixed if measures > 1 else "") + more).strip(),
    )


def _labels(page: Page, rows: pl.DataFrame) -> list[str]:
    """Tell the rows apart by measure, by whom they are about, and by the period only where it is needed."""
    several = {column: rows[column].n_unique() > 1 for column in ("measure", "about")}
    dated = rows.select("measure", "about").is_duplicated().any() or not any(several.values())
    labels = []
    for row in rows.to_dicts():
        words = [
            row["measure"] if several["measure"] else "",
            _about(page, row["about"]) if several["about"] else "",
        ]
        words.append(spoken(row["date"]) if dated else "")
        labels.append(clipped(", ".join(word for word in words if word) or row["measure"], 70))
    return labels


def titled(series: str) -> str:
    """Write the short name of a series as a heading.

    Examples
    --------
    >>> titled("polish-operation")
    'Polish operation'
    """
    words = series.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def _plain(values: list[Row], unit: str, width: int) -> dict[str, Any]:
    """Bars of the values; for a range a bar to its lower end, and from there a dark line to its upper end."""
    spec = count_bars(values, unit, width=width)
    bar, total = spec["layer"][:2]
    if any(not float(value["n"]).is_integer() for value in values):
        total["encoding"]["text"]["format"] = ",.3~r"
        bar["encoding"]["x"]["axis"] = {"tickCount": 3, "format": "~g"}
    spans = [value for value in values if value["low"] is not None]
    if spans:
        most = max(value["high"] or value["n"] for value in values)
        bar["encoding"]["x"]["scale"]["domain"] = [0, most * (1.25 if width > NARROW else 1.6)]
        said = {value["label"]: f"{value['low']:,.10g}–{value['high']:,.10g}" for value in spans}
        total["data"]["values"] = [
            {
                "label": value["label"],
                "n": value["high"] or value["n"],
                "said": said.get(value["label"], f"{value['n']:,.10g}"),
            }
            for value in values
        ]
        total["encoding"]["text"] = {"field": "said"}
        line = {"type": "rule", "strokeWidth": 3, "color": INK, "yOffset": total["mark"]["dy"]}
        encoding = {
            "y": bar["encoding"]["y"],
            "x": {**bar["encoding"]["x"], "field": "low"},
            "x2": {"field": "high"},
        }
        spec["layer"].append({"data": {"values": spans}, "mark": line, "encoding": encoding})
    return spec


def _about(page: Page, about: str | None) -> str:
    if not about:
        return ""
    return page.names.get(about) or page.case_labels.get(about) or about
