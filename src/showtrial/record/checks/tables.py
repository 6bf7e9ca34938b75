"""Are all tables and columns there, and none that nobody knows?"""

from __future__ import annotations

from collections.abc import Iterator

from showtrial.errors import Problem
from showtrial.record.draft import Draft
from showtrial.record.hints import did_you_mean
from showtrial.record.schema import FOREIGN, schema


def wrong_tables(draft: Draft) -> Iterator[Problem]:
    """Yield missing and unknown tables, missing and unknown columns."""
    known = schema().tables
    for name, table in known.items():
        if table.required and name not in draft.sheets:
            hint = "`showtrial new DIR` writes empty templates"
            yield Problem(f"{name}.csv", 0, "", "no such table", "this table", hint)
    if "events" not in draft.sheets and "statements" not in draft.sheets:
        yield Problem("events.csv", 0, "", "neither events nor statements", "at least one of the two")
    for name, sheet in draft.sheets.items():
        if name not in known:
            yield Problem(sheet.file, 0, "", "an unknown table", "a known one", did_you_mean(name, known))
            continue
        columns = known[name].columns
        for column in columns.values():
            if column.required and sheet.frame.columns and column.name not in sheet.frame.columns:
                hint = did_you_mean(column.name, [c for c in sheet.frame.columns if c not in columns])
                yield Problem(
                    sheet.file,
                    1,
                    column.name,
                    "no such column",
                    "this column",
                    hint.replace("known:", "found:"),
                )
        for column_name in sheet.frame.columns:
            if column_name not in columns and not column_name.startswith(FOREIGN):
                hint = did_you_mean(column_name, columns) + f" (a column of your own is named {FOREIGN}...)"
                yield Problem(sheet.file, 1, column_name, "an unknown column", f"a column of {name}", hint)
