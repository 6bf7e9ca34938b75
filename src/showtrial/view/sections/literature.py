"""Which numbers does the literature give?"""

from __future__ import annotations

import polars as pl

from showtrial.view.page import Page, Section
from showtrial.view.sections.series import charts, titled
from showtrial.view.svg import Figure


def section(page: Page) -> Section | None:
    """Return the figures of the literature, series by series, or None where there are none."""
    frame = page.bounded("figures")
    if not frame.height:
        return None
    figures: list[Figure] = []
    series = []
    for number, name in enumerate(frame["series"].unique(maintain_order=True), 1):
        rows = frame.filter(pl.col("series") == name)
        drawn = charts(page, str(name), rows, number)
        figures += drawn
        series.append(
            {
                "name": titled(str(name)),
                "key": f"series-{number}",
                "rows": rows.to_dicts(),
                "figures": [each.key for each in drawn],
            }
        )
    data = {
        "series": series,
        "n": frame.height,
        "recalled": frame.filter(pl.col("checked") == "recalled").height,
    }
    return Section(
        key="literature",
        title="Figures of the literature",
        template="literature",
        data=data,
        figures=tuple(figures),
    )
