"""How does a flat sheet of namings become a case file?

A sheet has one row a naming: ``namer, named, date, setting, text, polarity, case, source, locator,
certainty, checked, note``, of which only the first two columns are needed. It is spread over the tables
of the case file: one statement per namer, date, setting and case; one claim per text, person named, case
and polarity; one assertion a row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

import showtrial
from showtrial.errors import Problem, SchemaError
from showtrial.record.casefile import CaseFile
from showtrial.record.checks import check
from showtrial.record.checks.cells import wrong_cells
from showtrial.record.draft import Draft
from showtrial.record.meta import Meta
from showtrial.record.readers.labels import name_and_id
from showtrial.record.readers.rows import Naming, read_rows
from showtrial.record.readers.spread import spread
from showtrial.record.sheets import Sheet


def read_namings(path: Path, *, title: str | None = None, allow_living: str | None = None) -> CaseFile:
    r"""Read a flat sheet of namings as a case file.

    Names become persons; the same name is the same person, and ``Name [id]`` tells two of one name
    apart. ``none`` as namer = the record says nobody, ``?`` = not on record. A row without a name in
    `named` describes the statement itself (its text, locator and note). A row without a source stands
    on the sheet. Columns that the sheet does not know are kept as ``x_<name>``. Blanks around a cell do
    not count.

    Parameters
    ----------
    path : Path
        A .csv, .tsv or .txt file, or an .xlsx or .ods workbook: its sheet ``namings``, or the first
        one with a header.
    title : str, optional
        Title of the case file; else the name of the file.
    allow_living : str, optional
        Purpose for which persons who may be living are kept.

    Returns
    -------
    CaseFile

    Raises
    ------
    ReadError
        If the file cannot be read at all.
    SchemaError
        With every problem found, each with its row and column in the sheet.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sheet = Path(folder) / "ledger.csv"
    ...     _ = sheet.write_text("namer,named,date\nAnna,Karl,1702-03-01\nAnna,Lise,1702-03-01\n")
    ...     case = read_namings(sheet)
    >>> case["statements"].height, case["assertions"]["claim"].to_list(), case["claims"]["person"].to_list()
    (1, ['c.1', 'c.2'], ['karl', 'lise'])
    """
    rows, own, problems = read_rows(path)
    name = path.name
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    read = {
        "operation": "read namings",
        "software": "showtrial",
        "version": showtrial.__version__,
        "parameters": name,
        "input": f"sha256:{digest}",
    }
    meta = Meta(title=title or path.stem, origin="recorded", provenance=(read,))
    problems += [*_wrong_labels(name, rows), *wrong_cells(_as_typed(meta, rows))]
    tables = spread(rows, own, name)
    draft = Draft(meta, tables.sheets())
    if not problems:
        try:
            return CaseFile(draft, allow_living=allow_living)
        except SchemaError as error:
            found: Sequence[Problem] = error.problems
    else:
        found = check(draft, allow_living=allow_living)
    problems += [tables.in_sheet(problem) for problem in found]
    problems = [replace(problem, file=name) for problem in problems]
    raise SchemaError(sorted(set(problems), key=lambda each: (each.row, each.column, each.came)))


def _wrong_labels(file: str, rows: list[Naming]) -> list[Problem]:
    """Return the ids in brackets that stand for two names."""
    first: dict[str, tuple[str, int]] = {}
    problems = []
    for row in rows:
        cells = (("namer", row.namer), ("named", row.named), ("case", row.case))
        for column, cell in (*cells, *(("source", each) for each in row.sources)):
            own = name_and_id(cell)[1] if cell else None
            if cell is None or own is None:
                continue
            known, at = first.setdefault(own, (cell, row.row))
            if known != cell:
                hint = "what stands in [ ] after a name is its id; put remarks in ( )"
                wanted = f"one name for the id {own!r}, which is {known!r} in row {at}"
                problems.append(Problem(file, row.row, column, repr(cell), wanted, hint))
    return problems


def _as_typed(meta: Meta, rows: list[Naming]) -> Draft:
    """Return the cells with a type of their own, one record a row, to be judged one by one."""
    columns = {
        "date": [row.date for row in rows],
        "setting": [row.setting for row in rows],
        "certainty": [row.rest["certainty"] for row in rows],
        "checked": [row.rest["checked"] for row in rows],
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return Draft(meta, {"statements": Sheet("statements", frame, [row.row for row in rows])})
