"""Over which tables is a flat sheet of namings spread, and from which row does each record come?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import polars as pl

from showtrial.errors import Problem
from showtrial.record.readers.labels import SHEET, UNKNOWN, allot, free, name_and_id
from showtrial.record.readers.rows import STANCES, Naming
from showtrial.record.schema import NOBODY, SEPARATOR
from showtrial.record.sheets import Sheet

Record = dict[str, str | None]
Ids = dict[tuple[str, str], str]
Key = tuple[str | None, ...]

#: Columns that a table has even where it has no rows.
_NEEDED = {
    "sources": ("id", "title"),
    "persons": ("id", "name"),
    "statements": ("id", "speaker", "source"),
    "claims": ("id", "kind"),
    "assertions": ("id", "statement", "claim", "polarity", "source"),
}
#: What the sheet calls a column of a table, where it calls it otherwise.
_CALLED = {
    ("statements", "speaker"): "namer",
    ("claims", "person"): "named",
    ("assertions", "claim"): "named",
    ("cases", "name"): "case",
    ("sources", "title"): "source",
}


@dataclass(slots=True)
class Spread:
    """Records of each table, and where in the sheet (row, column) each of them comes from."""

    own: list[str]
    records: dict[str, list[Record]] = field(default_factory=dict)
    places: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def add(self, table: str, record: Record, row: int, column: str = "") -> None:
        """Add a record that comes from a row (and, where that tells more, a column) of the sheet."""
        self.records.setdefault(table, []).append(record)
        self.places.setdefault(table, []).append((row, column))

    def sheets(self) -> dict[str, Sheet]:
        """Return the tables of a draft. Persons are counted from 0: ``in_sheet`` looks them up."""
        found = {}
        for table in dict.fromkeys((*_NEEDED, *self.records)):
            records = self.records.get(table, [])
            names = [*_NEEDED.get(table, ()), *(self.own if table == "assertions" else ())]
            names = list(dict.fromkeys((*names, *(name for each in records for name in each))))
            data = {name: [each.get(name) for each in records] for name in names}
            rows = [row for row, _ in self.places.get(table, [])]
            frame = pl.DataFrame(data, schema=dict.fromkeys(names, pl.String))
            found[table] = Sheet(table, frame, range(len(rows)) if table == "persons" else rows)
        return found

    def in_sheet(self, problem: Problem) -> Problem:
        """Put a problem of a table where it stands in the sheet."""
        if problem.file == "persons":
            row, column = self.places["persons"][problem.row]
            hint = problem.hint.replace(" (or living_purpose in casefile.toml)", "")
            return replace(problem, row=row, column=column, hint=hint)
        column = _CALLED.get((problem.file, problem.column), problem.column)
        return replace(problem, column="" if column == "id" else column)


def spread(rows: list[Naming], own: list[str], file: str) -> Spread:
    """Spread the rows over the tables of a case file.

    Parameters
    ----------
    rows : list of Naming
        The rows of the sheet.
    own : list of str
        Names of the user's own columns (``x_...``); assertions have them all.
    file : str
        Name of the sheet: title of the source on which rows without a source stand.
    """
    ids = allot(
        {
            "person": {name for row in rows for name in _people(row)},
            "case": {row.case for row in rows if row.case},
            "source": {source for row in rows for source in row.sources},
        }
    )
    found = Spread(own)
    _add_named(found, rows, ids, file)
    taken = {NOBODY, SHEET, *ids.values()}
    statements: dict[Key, Record] = {}
    described: set[Key] = set()
    claims: dict[Key, str] = {}
    for row in rows:
        key: Key = (row.namer, row.date, row.setting, row.case)
        if row.named is None and key in described:
            key = (*key, str(row.row))  # a second description: a statement of its own
        if key not in statements:
            statements[key] = _statement(row, ids, free(f"s.{len(statements) + 1}", taken))
            found.add("statements", statements[key], row.row)
        statement = statements[key]
        source = _source(row, ids)
        if row.named is None:
            described.add(key)
            statement |= {"source": source, "text": row.text, **row.rest, **row.own}
            continue
        if key not in described:
            statement["source"] = _joined(statement.get("source"), source)
        claim = _claim(found, row, ids, claims, taken)
        serial = free(f"n.{len(found.records.get('assertions', [])) + 1}", taken)
        polarity = STANCES.get(row.polarity or "incriminates", ("", ""))[1]
        pointers = {"id": serial, "statement": statement["id"], "claim": claim, "polarity": polarity}
        found.add("assertions", {**pointers, "source": source, **row.rest, **row.own}, row.row)
    return found


def _people(row: Naming) -> list[str]:
    return [name for name in (row.namer, row.named) if name and name.casefold() not in (NOBODY, UNKNOWN)]


def _add_named(found: Spread, rows: list[Naming], ids: Ids, file: str) -> None:
    """Add persons, cases and sources, each where the sheet first names it."""
    seen: set[str] = set()

    def add(table: str, kind: str, cell: str, place: tuple[int, str]) -> None:
        row = ids[kind, cell]
        if row not in seen:
            seen.add(row)
            name = "title" if table == "sources" else "name"
            more = {"kind": "other"} if table == "sources" else {}
            found.add(table, {"id": row, name: name_and_id(cell)[0], **more}, *place)

    for row in rows:
        for column, cell in (("namer", row.namer), ("named", row.named)):
            if cell in _people(row):
                add("persons", "person", str(cell), (row.row, column))
        if row.case:
            add("cases", "case", row.case, (row.row, "case"))
        for source in row.sources:
            add("sources", "source", source, (row.row, "source"))
        if not row.sources and SHEET not in seen:
            seen.add(SHEET)
            found.add("sources", {"id": SHEET, "title": file, "kind": "spreadsheet"}, row.row, "source")


def _source(row: Naming, ids: Ids) -> str:
    return SEPARATOR.join(dict.fromkeys(ids["source", each] for each in row.sources)) or SHEET


def _joined(known: str | None, more: str) -> str:
    listed = [*(known.split(SEPARATOR) if known else ()), *more.split(SEPARATOR)]
    return SEPARATOR.join(dict.fromkeys(listed))


def _statement(row: Naming, ids: Ids, serial: str) -> Record:
    speaker = NOBODY if row.namer.casefold() == NOBODY else ids.get(("person", row.namer))
    case = ids["case", row.case] if row.case else None
    return {"id": serial, "case": case, "speaker": speaker, "date": row.date, "setting": row.setting}


def _claim(found: Spread, row: Naming, ids: Ids, claims: dict[Key, str], taken: set[str]) -> str:
    """Return the id of the claim that a row makes; rows with one wording, person and case share it."""
    kind = STANCES.get(row.polarity or "incriminates", ("accusation", ""))[0]
    key: Key = (row.text, row.named, row.case, kind)
    if key not in claims:
        claims[key] = free(f"c.{len(claims) + 1}", taken)
        person = ids.get(("person", str(row.named)))
        found.add("claims", {"id": claims[key], "kind": kind, "text": row.text, "person": person}, row.row)
    return claims[key]
