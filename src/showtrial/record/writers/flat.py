"""What is the flat sheet of namings of a case file: one row a naming, as a historian would type it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from showtrial.record.casefile import CaseFile
from showtrial.record.readers.labels import SHEET, UNKNOWN, cells_of
from showtrial.record.readers.rows import COLUMNS, STANCES
from showtrial.record.schema import FOREIGN, NOBODY, SEPARATOR
from showtrial.record.sheets import csv_bytes
from showtrial.record.views import namings

Record = dict[str, Any]

_WORDS = {stance: word for word, stance in reversed(list(STANCES.items()))} | {
    ("exculpation", "partial"): "exculpates",
    ("exculpation", "denies"): "incriminates",
    ("exculpation", "retracts"): "incriminates",
    ("exculpation", "silent"): "silent",
}
#: Columns that assertions and statements alike carry over to the sheet.
_REST = ("locator", "certainty", "checked", "note")


def namings_sheet(case: CaseFile) -> pl.DataFrame:
    """Return the namings as the flat sheet that ``read_namings`` reads.

    A person stands by name, or as ``Name [id]`` where the name alone would not lead back to the same
    id; a case or source by name or id. Statements that name nobody, or of which something is said apart
    from their namings (text, note, locator, columns of one's own), have a row with an empty `named`. A
    naming whose namer is not on record has ``?``. What a sheet has no column for stays behind: clock
    times, mediation, roles, dates of birth and death.

    Returns
    -------
    polars.DataFrame
        Columns namer, named, date, setting, text, polarity, case, source, locator, certainty, checked,
        note, then the user's own (``x_...``) of assertions and statements; all text.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> namings_sheet(open_case("toy")).columns[:4]
    ['namer', 'named', 'date', 'setting']
    """
    found = namings(case).select("id", "statement", "claim", "namer", "named")
    own = [name for table in ("assertions", "statements") for name in case[table].columns if _is_own(name)]
    columns = [*COLUMNS, *sorted(set(own))]
    statements = {row["id"]: row for row in case["statements"].iter_rows(named=True)}
    claims = {row["id"]: row for row in case["claims"].iter_rows(named=True)}
    assertions = {row["id"]: row for row in case["assertions"].iter_rows(named=True)}
    made: dict[str, list[Record]] = {}
    rows = []
    for naming in found.iter_rows(named=True):
        assertion, claim = assertions[naming["id"]], claims[naming["claim"]]
        made.setdefault(naming["statement"], []).append(assertion)
        rows.append(_naming(statements[naming["statement"]], assertion, claim))
    described = [
        _row(each, each, {"text": each["text"]})
        for each in statements.values()
        if _stands_alone(each, made.get(each["id"], []))
    ]
    order = {row: at for at, row in enumerate(statements)}
    placed = list(_in_order(described, rows, order))
    cells = cells_of(_names(case, placed))
    typed = [_typed(row, cells) for row in placed]
    data = {name: [row.get(name) for row in typed] for name in columns}
    return pl.DataFrame(data, schema=dict.fromkeys(columns, pl.String))


def namings_csv(case: CaseFile) -> bytes:
    """Return the flat sheet of namings as CSV: UTF-8, commas, LF."""
    return csv_bytes(namings_sheet(case).with_columns(pl.col("namer", "named").fill_null("")))


def _is_own(name: str) -> bool:
    return name.startswith(FOREIGN)


def _row(statement: Record, row: Record, more: Mapping[str, str | None]) -> Record:
    """Return one row of the sheet with ids where names will stand."""
    return {
        "statement": statement["id"],
        "namer": statement["speaker"],
        **{name: statement[name] for name in ("date", "setting", "case")},
        **{name: row[name] for name in ("source", *_REST)},
        **{name: cell for name, cell in row.items() if _is_own(name)},
        **more,
    }


def _naming(statement: Record, assertion: Record, claim: Record) -> Record:
    polarity = _WORDS[claim["kind"], assertion["polarity"]] if claim["person"] else None
    more = {"named": claim["person"], "text": claim["text"], "polarity": polarity}
    return _row(statement, assertion, more)


def _stands_alone(statement: Record, made: list[Record]) -> bool:
    """Whether a statement names nobody, or more is on record of it than its namings say."""
    if not made:
        return True
    if any(statement[name] for name in ("text", "locator", "note")):
        return True
    if any(cell is not None for name, cell in statement.items() if _is_own(name)):
        return True
    papers = {paper for each in made for paper in each["source"].split(SEPARATOR)}
    return not set(statement["source"].split(SEPARATOR)) <= papers or any(
        statement[name] and statement[name] not in [each[name] for each in made]
        for name in ("certainty", "checked")
    )


def _in_order(described: list[Record], rows: list[Record], order: Mapping[str, int]) -> Iterator[Record]:
    """Yield the namings in their order; each description before the first naming of a later statement."""
    waiting = 0
    for row in rows:
        while waiting < len(described) and order[described[waiting]["statement"]] <= order[row["statement"]]:
            yield described[waiting]
            waiting += 1
        yield row
    yield from described[waiting:]


def _names(case: CaseFile, rows: Iterable[Record]) -> dict[str, dict[str, str]]:
    """Return kind -> id -> name of all that the rows speak of."""
    persons = dict(case["persons"].select("id", "name").iter_rows())
    cases = dict(case["cases"].select("id", "name").iter_rows())
    sources = dict(case["sources"].select("id", "title").iter_rows())
    rows = list(rows)
    people = [row.get(name) for row in rows for name in ("namer", "named")]
    papers = [paper for row in rows for paper in _papers(row)]
    return {
        "person": {row: persons[row] for row in people if row and row != NOBODY},
        "case": {row["case"]: cases[row["case"]] for row in rows if row["case"]},
        "source": {row: sources[row] for row in papers},
    }


def _papers(row: Record) -> list[str]:
    return [paper for paper in (row["source"] or "").split(SEPARATOR) if paper not in ("", SHEET)]


def _typed(row: Record, cells: Mapping[tuple[str, str], str]) -> Record:
    """Put names where the ids stand."""
    return row | {
        "namer": cells.get(("person", row["namer"] or ""), row["namer"] or UNKNOWN),
        "named": cells.get(("person", row.get("named") or "")),
        "case": cells.get(("case", row["case"] or "")),
        "source": SEPARATOR.join(cells["source", paper] for paper in _papers(row)) or None,
    }
