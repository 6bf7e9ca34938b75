"""Does every id occur once, and does every pointer lead to a row of the right table?"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from showtrial.errors import Problem
from showtrial.record.draft import Draft
from showtrial.record.hints import did_you_mean, shown
from showtrial.record.schema import NOBODY, SEPARATOR, Column, schema

Frames = dict[str, pl.DataFrame]


def homes(frames: Frames) -> dict[str, str]:
    """Return id -> the table in which it stands (the first, where it stands twice)."""
    found: dict[str, str] = {}
    for name, frame in frames.items():
        if "id" in frame.columns:
            for row_id in frame["id"].drop_nulls():
                found.setdefault(row_id, name)
    return found


def repeated_ids(draft: Draft, frames: Frames) -> Iterator[Problem]:
    """Yield every id that has been used before, anywhere in the case file."""
    first: dict[str, tuple[str, int]] = {}
    for name, frame in frames.items():
        if "id" not in frame.columns:
            continue
        for at, row_id in enumerate(frame["id"]):
            if row_id is None:
                continue
            place = draft.place(name, at)
            if row_id in first:
                file, row = first[row_id]
                hint = f"it names {file}:{row} already"
                yield Problem(*place, "id", shown(row_id), "an id used once in the whole case file", hint)
            else:
                first[row_id] = place


def wrong_references(draft: Draft, frames: Frames) -> Iterator[Problem]:
    """Yield every pointer that leads nowhere, or to a row of a table it may not point to."""
    table_of = homes(frames)
    for name, frame in frames.items():
        for column in schema().tables[name].columns.values():
            if column.type not in ("ref", "refs"):
                continue
            for value in frame[column.name].drop_nulls().unique(maintain_order=True):
                for part in value.split(SEPARATOR) if column.many else (value,):
                    said = _wrong_pointer(part.strip(), column, table_of)
                    if said:
                        for at in (frame[column.name] == value).fill_null(False).arg_true():
                            yield Problem(*draft.place(name, at), column.name, shown(part), *said)


def _wrong_pointer(pointer: str, column: Column, table_of: dict[str, str]) -> tuple[str, str] | None:
    anywhere = "any" in column.to
    if pointer == NOBODY and (column.none or column.name == "source"):
        return None if column.none else ("a source", "every row stands on a source")
    home = table_of.get(pointer)
    if home is None:
        wanted = "an id of this case file" if anywhere else f"an id of {' or '.join(column.to)}"
        known = [row_id for row_id, table in table_of.items() if anywhere or table in column.to]
        hint = did_you_mean(pointer, known) if known else f"{' and '.join(column.to)} hold no ids yet"
        return wanted, hint if hint.startswith("did") else "add the row, or mend the id"
    if not anywhere and home not in column.to:
        return f"an id of {' or '.join(column.to)}", f"this one is a row of {home}"
    return None


def cycles(draft: Draft, frames: Frames) -> Iterator[Problem]:
    """Yield every row that is, through its parents, its own ancestor."""
    for name, frame in frames.items():
        for column in schema().tables[name].columns.values():
            if not column.acyclic:
                continue
            parent = {
                row_id: up for row_id, up in frame.select("id", column.name).iter_rows() if row_id and up
            }
            on_cycle = _on_cycle(parent)
            for at, row_id in enumerate(frame["id"]):
                if row_id in on_cycle:
                    chain = " > ".join(on_cycle[row_id])
                    yield Problem(
                        *draft.place(name, at), column.name, chain, "a parent that is no descendant"
                    )


def _on_cycle(parent: dict[str, str]) -> dict[str, list[str]]:
    """Return each id on a cycle, with the cycle read from it."""
    found: dict[str, list[str]] = {}
    settled: set[str] = set()
    for start in parent:
        chain: list[str] = []
        seen: set[str] = set()
        at: str | None = start
        while at is not None and at not in settled and at not in seen:
            seen.add(at)
            chain.append(at)
            at = parent.get(at)
        if at is not None and at in seen:
            ring = chain[chain.index(at) :]
            for shift, member in enumerate(ring):
                found[member] = [*ring[shift:], *ring[:shift], member]
        settled |= seen
    return found


def repeated_parts(draft: Draft, frames: Frames) -> Iterator[Problem]:
    """Yield every role that says again what a column of its act, or another role, says."""
    said: set[tuple[str, str, str]] = set()
    for table, columns in schema().parts().items():
        for column, part in columns.items():
            rows = frames[table].filter(pl.col(column).is_not_null()).select("id", column)
            said |= {(act, person, part) for act, person in rows.iter_rows() if act}
    for at, (act, person, role) in enumerate(frames["roles"].select("act", "person", "role").iter_rows()):
        if act is None or person is None or role is None:
            continue
        if (act, person, role) in said and person != NOBODY:
            hint = "the first person stands in the row of the act, further ones in roles"
            came = f"{person} as {role} of {act}, a second time"
            yield Problem(*draft.place("roles", at), "person", came, "each person once in each part", hint)
        said.add((act, person, role))


def wrong_locators(draft: Draft, frames: Frames) -> Iterator[Problem]:
    """Yield locators with more entries than sources, and spans outside the source's text."""
    sources = frames["sources"].select("id", "text_file").drop_nulls()
    text_of = {row_id: draft.texts.get(file) for row_id, file in sources.iter_rows()}
    for name, frame in frames.items():
        if "locator" not in frame.columns:
            continue
        rows = frame.with_row_index("at").filter(pl.col("locator").is_not_null())
        for at, source, locator in rows.select("at", "source", "locator").iter_rows():
            papers, places = (source or "").split(SEPARATOR), locator.split(SEPARATOR)
            if len(places) > len(papers) and len(papers) > 1:
                came = f"{len(places)} locators for {len(papers)} sources"
                yield Problem(*draft.place(name, at), "locator", came, "one for each source, in their order")
            for paper, place in zip(papers, places, strict=False):
                said = _wrong_span(place, text_of.get(paper))
                if said:
                    yield Problem(*draft.place(name, at), "locator", shown(place), said)


def _wrong_span(locator: str, text: str | None) -> str | None:
    if not locator.startswith("#") or text is None:
        return None
    first, _, last = locator[1:].partition("-")
    if not (first.isdecimal() and last.isdecimal()) or len(locator) > 40:
        return "a span of characters such as #120-340"
    if not int(first) < int(last) <= len(text):
        return f"a span within the {len(text)} characters of the text"
    return None
