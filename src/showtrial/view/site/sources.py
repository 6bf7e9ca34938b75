"""What is one source, and which rows stand on it?"""

from __future__ import annotations

from showtrial.record.schema import schema
from showtrial.view.captions import caption
from showtrial.view.page import Page, Row, entries


def source_sheets(page: Page) -> dict[str, Row]:
    """Return source -> what a page of its own shows, for every row of ``sources``."""
    standing: dict[str, dict[str, list[Row]]] = {}
    for table in schema().tables:
        frame = page.case[table]
        if "source" not in frame.columns:
            continue
        for row in frame.to_dicts():
            for source in dict.fromkeys(entries(row["source"])):
                shown = {
                    "id": None,
                    "locator": None,
                    "checked": None,
                    **row,
                    "caption": caption(page, table, row),
                }
                standing.setdefault(source, {}).setdefault(table, []).append(shown)
    searched: dict[str, list[Row]] = {}
    for row in page.case["searches"].to_dicts():
        for source in entries(row["searched"]):
            searched.setdefault(source, []).append({**row, "caption": caption(page, "searches", row)})
    children: dict[str, list[Row]] = {}
    for row in page.case["sources"].to_dicts():
        if row["parent"]:
            children.setdefault(row["parent"], []).append(row)
    return {
        row["id"]: {
            "row": row,
            "children": children.get(row["id"], []),
            "tables": standing.get(row["id"], {}),
            "searched": searched.get(row["id"], []),
            "n": sum(len(rows) for rows in standing.get(row["id"], {}).values()),
        }
        for row in page.case["sources"].to_dicts()
    }
