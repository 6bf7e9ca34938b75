"""What was done when?"""

from __future__ import annotations

import polars as pl

from showtrial.view.months import month
from showtrial.view.page import Page, Row, Section
from showtrial.view.sections import lanes
from showtrial.view.sections.lanes import ACTS

#: Kinds of events that have a section of their own.
PRESSURES = ("pressure", "practice", "promise", "promise_kept", "promise_reviewed")
_MINUTES_A_DAY = 1440


def section(page: Page) -> Section | None:
    """Return the timeline, or None where no event is on record."""
    events = page.bounded("events").filter(~pl.col("kind").is_in(PRESSURES))
    if not events.height:
        return None
    rows = events.sort("lo", "hi", "id", nulls_last=True, maintain_order=True).to_dicts()
    parts = page.roles("events")
    for row in rows:
        row["parts"] = parts.get(row["id"], {})
    groups: dict[str, list[Row]] = {}
    for row in sorted(rows, key=_year):
        groups.setdefault(_year(row), []).append(row)
    window = _window(page)
    figures = (lanes.figure(page, events, window),) if window else ()
    outside = _outside(events, window) if window else (0, 0)
    data = {
        "groups": groups,
        "n": len(rows),
        "dated": events["lo"].drop_nulls().len(),
        "window": window,
        "outside": outside,
    }
    return Section(
        key="timeline", title="What was done when", template="timeline", data=data, figures=figures
    )


def _year(row: Row) -> str:
    text = month(row["lo"])
    return text[:4] if text else "no first date"


def _window(page: Page) -> tuple[str, str] | None:
    """First and last month that the figure shows: where nearly all acts lie, and what ended them.

    All arrests, trials and statements but the first twentieth and the last fiftieth, and the laws,
    orders and trials of the nine months after.
    """
    events = page.bounded("events")
    core = events.filter(pl.col("kind").is_in(["arrest", "trial", "verdict", "session"]))
    moments = sorted([*core["lo"].drop_nulls(), *page.bounded("statements")["lo"].drop_nulls()])
    moments = [each for each in moments if month(each)]
    if not moments:
        moments = sorted(each for each in events["lo"].drop_nulls() if month(each))
    if not moments:
        return None
    low, high = moments[len(moments) // 20], moments[-1 - len(moments) // 50]
    after = high + 274 * _MINUTES_A_DAY
    acts = events.filter(
        pl.col("kind").is_in([*ACTS, "trial", "verdict"]) & pl.col("lo").is_between(low, after)
    )
    high = max([high, *acts["lo"]])
    first, last = month(low), month(high)
    return (first, last) if first and last else None


def _outside(events: pl.DataFrame, window: tuple[str, str]) -> tuple[int, int]:
    months = [text for text in (month(lo) for lo in events["lo"].drop_nulls()) if text]
    return sum(text < window[0] for text in months), sum(text > window[1] for text in months)
