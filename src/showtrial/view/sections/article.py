"""What does the record say of the statements of the source article?"""

from __future__ import annotations

import polars as pl

from showtrial.view.page import Page, Section
from showtrial.view.sections.claims import HISTORY, UNCHECKED, by_conclusion, told


def section(page: Page) -> Section | None:
    """Return the claims of kind history with what the record says, or None where there are none."""
    said = told(page, page.case["claims"].filter(pl.col("kind") == HISTORY))
    if not said:
        return None
    groups = by_conclusion(said, UNCHECKED)
    recalled = sum(check["checked"] == "recalled" for row in said for check in row["checks"])
    data = {
        "rows": said,
        "groups": groups,
        "n": len(said),
        "recalled": recalled,
        "n_checks": sum(len(row["checks"]) for row in said),
    }
    return Section(
        key="article",
        title="The source article, line by line",
        template="article",
        data=data,
    )
