"""On which sources does the record rest, and what of them was read?"""

from __future__ import annotations

from showtrial.record.schema import schema
from showtrial.view.page import Page, Row, Section, entries

#: How many of the rows that cite a source are listed with it.
LISTED = 30


def section(page: Page) -> Section:
    """Return the sources with the rows that rest on them."""
    cited: dict[str, dict[str, int]] = {}
    rows_of: dict[str, list[str]] = {}
    for table in schema().tables.values():
        frame = page.case[table.name]
        if "source" not in frame.columns or not frame.height:
            continue
        ids = frame["id"] if "id" in frame.columns else [None] * frame.height
        for cell, row_id in zip(frame["source"], ids, strict=True):
            for source in dict.fromkeys(entries(cell)):
                counts = cited.setdefault(source, {})
                counts[table.name] = counts.get(table.name, 0) + 1
                if row_id:
                    rows_of.setdefault(source, []).append(row_id)
    rows: list[Row] = [
        {
            **row,
            "cited": sum(cited.get(row["id"], {}).values()),
            "tables": sorted(cited.get(row["id"], {}).items()),
            "rows": rows_of.get(row["id"], [])[:LISTED],
            "has_text": bool(row["text_file"]),
        }
        for row in page.case["sources"].to_dicts()
    ]
    whole = [row for row in rows if not row["part"]]
    counts = {
        word: sum(row["checked"] == word for row in whole)
        for word in ("read", "partly read", "recalled", "derived")
    }
    data = {"rows": rows, "n": len(whole), "n_parts": len(rows) - len(whole), "counts": counts}
    return Section(key="sources", title="Sources", template="sources", data=data)
