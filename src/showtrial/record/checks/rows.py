"""Does a row say twice what another says, or speak of a cell that is not there?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import polars as pl

from showtrial.errors import Problem
from showtrial.record.checks.references import homes
from showtrial.record.draft import Draft
from showtrial.record.hints import did_you_mean, shown
from showtrial.record.schema import schema
from showtrial.record.sheets import written

Frames = dict[str, pl.DataFrame]


def repeated_rows(draft: Draft, frames: Frames) -> Iterator[Problem]:
    """Yield rows that repeat an earlier row of their table word for word, ids apart in assertions."""
    for name, frame in frames.items():
        columns = [column for column in frame.columns if not (name == "assertions" and column == "id")]
        first: dict[tuple[object, ...], int] = {}
        for at, row in enumerate(frame.select(columns).iter_rows()):
            if row in first:
                came = f"the same as row {draft.place(name, first[row])[1]}"
                yield Problem(*draft.place(name, at), "", came, "each row once", "delete one of the two")
            first.setdefault(row, at)


def wrong_readings(draft: Draft, frames: Frames) -> Iterator[Problem]:
    """Yield readings of columns that do not exist, and rivals among which the stored value is missing."""
    table_of = homes(frames)
    stored = {
        row["id"]: row
        for name in set(table_of.values())
        for row in frames[name].iter_rows(named=True)
        if row["id"]
    }
    rivals: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for at, (row, column, value) in enumerate(
        frames["readings"].select("row", "column", "value").iter_rows()
    ):
        if column is None or row not in table_of:
            continue
        if column == "*":
            if value not in ("stands", "rejected"):
                yield Problem(*draft.place("readings", at), "value", shown(value), "stands or rejected")
        elif column not in schema().tables[table_of[row]].columns:
            columns = schema().tables[table_of[row]].columns
            wanted = f"a column of {table_of[row]}"
            yield Problem(
                *draft.place("readings", at), "column", shown(column), wanted, did_you_mean(column, columns)
            )
        else:
            rivals.setdefault((row, column), []).append((at, value))
    for (row, column), found in rivals.items():
        held = stored[row][column]
        if held is not None and written(held) not in [value for _, value in found]:
            came = " / ".join(value for _, value in found)
            hint = f"add a reading with the stored value {written(held)!r}"
            yield Problem(
                *draft.place("readings", found[0][0]), "value", shown(came), "all rival values", hint
            )


def wrong_parts(draft: Draft, frames: Frames) -> Iterator[Problem]:
    """Yield sources that are a part of nothing, or the same part as another source."""
    first: dict[tuple[str, str], int] = {}
    for at, (parent, part) in enumerate(frames["sources"].select("parent", "part").iter_rows()):
        if part is None:
            continue
        place = draft.place("sources", at)
        if parent is None:
            wanted = "a parent in the same row"
            yield Problem(*place, "part", shown(part), wanted, "name the source it is part of")
        elif (parent, part) in first:
            wanted = f"another part of {parent} than row {draft.place('sources', first[parent, part])[1]}"
            yield Problem(*place, "part", shown(part), wanted)
        else:
            first[parent, part] = at


def wrong_texts(draft: Draft, frames: Frames) -> Iterator[Problem]:
    """Yield texts of sources that are missing or have changed since their hash was taken."""
    rows = frames["sources"].select("text_file", "sha256").iter_rows()
    for at, (file, digest) in enumerate(rows):
        if file is None:
            continue
        place = draft.place("sources", at)
        if file not in draft.texts:
            hint = did_you_mean(file, draft.texts) or "the folder texts is empty"
            yield Problem(*place, "text_file", shown(file), "a file in the folder texts", hint)
        elif digest and digest != hashlib.sha256(draft.texts[file].encode()).hexdigest():
            yield Problem(*place, "sha256", shown(digest, 20), "the hash of the text", "the text has changed")
