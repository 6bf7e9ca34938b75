"""Where do the sources differ?"""

from __future__ import annotations

from showtrial.view.page import Page, Row, Section
from showtrial.view.sections.claims import called


def section(page: Page) -> Section | None:
    """Return rival values and rejected rows of every table, or None where no sources differ."""
    frame = page.case["readings"]
    if not frame.height:
        return None
    table_of = {
        row_id: name
        for name, rows in page.case.items()
        if "id" in rows.columns
        for row_id in rows["id"].drop_nulls()
    }
    found: dict[tuple[str, str], list[Row]] = {}
    plain: list[Row] = []
    for row in frame.to_dicts():
        if row["column"]:
            value = called(page, table_of[row["row"]], row)
            found.setdefault((row["row"], row["column"]), []).append({**row, "value": value})
        else:
            plain.append(row)
    rivals = [
        {"row": key[0], "column": key[1], "table": table_of.get(key[0], ""), "values": values}
        for key, values in found.items()
    ]
    data = {"rivals": rivals, "plain": plain, "n": frame.height, "tables": table_of}
    return Section(key="readings", title="Where sources differ", template="readings", data=data)
