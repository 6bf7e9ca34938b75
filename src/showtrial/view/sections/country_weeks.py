"""What do runs of a country come to week by week, and when were its orders?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from showtrial.view.page import Row
from showtrial.view.sections.banded import banded
from showtrial.view.svg import NARROW, Figure

#: Series that are drawn, and the heads of their pictures.
_DRAWN = {"arrested": "persons arrested", "convicted": "persons convicted", "shot": "persons shot"}


def weeks(key: str, result: Mapping[str, Any], source: str, factor: float) -> Figure | None:
    """Draw the counts of each week, with the envelope of the runs; None where the result has none.

    Counts are brought to full size by `factor`. Weeks are told by their last day. What is left at the end,
    if less than a week, is not drawn.
    """
    days = [date.fromisoformat(day) for day in result.get("days", ())]
    if len(days) > 1 and (days[-1] - days[-2]).days < 7:
        days = days[:-1]
    shown = {name: result.get("weeks", {}).get(name) for name in _DRAWN}
    parts = {name: _rows(days, course, factor) for name, course in shown.items() if course and days}
    if not parts:
        return None
    dated = sorted({each["day"] for each in result.get("calendar", ())})
    told = "; ".join(
        f"{_DRAWN[name]}: highest median {most['median']:,.0f} ({most['low']:,.0f} to {most['high']:,.0f}) "
        f"in the week to {most['day']}"
        for name, rows in parts.items()
        for most in [max(rows, key=lambda row: row["median"])]
    )
    return Figure(
        key=key,
        title="Simulated: week by week",
        unit="persons a week, brought to the whole country; each picture has its own scale",
        n=result["runs"],
        source=source,
        alt=f"Bands over the weeks. {told}.",
        wide={"vconcat": [_picture(name, rows, 760, dated) for name, rows in parts.items()], "spacing": 16},
        narrow={
            "vconcat": [_picture(name, rows, NARROW - 62, dated) for name, rows in parts.items()],
            "spacing": 16,
        },
        note="Line: the median of the runs of a week; band: 95 of 100 runs. Strokes at the foot: the days of "
        "the calendar below, which are put into the model. No figure of the record by week is among those "
        "used, so none is drawn, and the steps at the strokes are no finding. n counts the runs.",
    )


def _rows(days: list[date], course: Mapping[str, Any], factor: float) -> list[Row]:
    spans = zip(*(course[side] for side in ("low", "median", "high")), strict=True)
    return [
        {"day": day.isoformat(), "low": low * factor, "median": median * factor, "high": high * factor}
        for day, (low, median, high) in zip(days, spans, strict=False)
    ]


def _picture(name: str, rows: list[Row], width: int, dated: list[str]) -> dict[str, Any]:
    inside = [day for day in dated if rows[0]["day"] <= day <= rows[-1]["day"]]
    return banded(_DRAWN[name], rows, max([*(row["high"] for row in rows), 1.0]), width, inside)
