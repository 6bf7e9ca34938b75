"""How is one sheet of an .xlsx or .ods workbook read into text cells?

A real date becomes ISO text, as fine as the sheet shows it (a cell that shows ``Aug 36`` is ``1936-08``);
a whole number loses its ``.0``; true and false become yes and no; the error of a formula is a problem.
"""

from __future__ import annotations

import datetime
import io
import xml.etree.ElementTree as ET
import zipfile
import zlib
from pathlib import Path
from typing import Any

import polars as pl

from showtrial.errors import Problem, ReadError
from showtrial.record.hints import shown
from showtrial.record.readers.hidden import Hidden, hidden_cells
from showtrial.record.sheets import MAX_CELL, Sheet

#: Suffixes of workbooks that can be read.
SUFFIXES = (".xlsx", ".ods")
_MAX_BYTES = 512 * 1024**2
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LENGTH = {"year": 4, "month": 7}
_BROKEN = (
    *(ET.ParseError, zipfile.BadZipFile, zlib.error),
    *(EOFError, OSError, KeyError, RuntimeError, NotImplementedError, ValueError),
)

Cells = list[list[Any]]


def read_workbook(path: Path, wanted: str, known: tuple[str, ...]) -> tuple[Sheet, int, list[Problem]]:
    """Read one sheet of the workbook at `path`.

    Parameters
    ----------
    path : Path
        An .xlsx or .ods file.
    wanted : str
        Name of the sheet. Where there is none, it is the first whose header holds a word of `known`,
        else the first that holds anything.
    known : tuple of str
        Column names by which the sheet is known.

    Returns
    -------
    Sheet
        All columns as text. Rows that are wholly empty are left out.
    int
        Row of the header.
    list of Problem
        Whatever could not be read.

    Raises
    ------
    ReadError
        If it is no workbook, is broken, or is locked with a password.
    """
    data = _bytes(path)
    try:
        cells, hidden = _cells(data, wanted, known)
    except _BROKEN as error:
        raise _unreadable(path, error) from error
    top = next((at for at, row in enumerate(cells) if any(map(_is_filled, row))), None)
    if top is None:
        hint = f"the sheet needs the columns {' and '.join(known)}"
        return (
            Sheet(path.name, pl.DataFrame(), []),
            1,
            [Problem(path.name, 1, "", "an empty sheet", "a header row", hint)],
        )
    sheet, problems = _sheet(path.name, cells, top, hidden)
    return sheet, top + 1, problems


def _bytes(path: Path) -> bytes:
    """Return the bytes of a workbook; refuse what is none, is locked, or unpacks to too much."""
    data = path.read_bytes()
    if data.startswith(_OLD_OFFICE):
        hint = "take off the password, or save the old .xls again as .xlsx"
        raise ReadError(f"{path}  is locked with a password or in a format of before 2007; {hint}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            size = sum(entry.file_size for entry in book.infolist())
            listed = "META-INF/manifest.xml" in book.namelist() and book.read("META-INF/manifest.xml")
    except _BROKEN as error:
        raise _unreadable(path, error) from error
    if size > _MAX_BYTES:
        raise ReadError(f"{path}  unpacks to {size} bytes; wanted at most {_MAX_BYTES}; save it as CSV")
    if listed and b"encryption-data" in listed:
        raise ReadError(f"{path}  is locked with a password; take it off and save the file again")
    return data


def _unreadable(path: Path, error: Exception) -> ReadError:
    reason = " ".join(str(error).split())[:120]
    return ReadError(f"{path}  cannot be read ({reason}); wanted a workbook {path.suffix}; or save it as CSV")


def _cells(data: bytes, wanted: str, known: tuple[str, ...]) -> tuple[Cells, Hidden]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }
    except CalamineError as error:
        raise ValueError(str(error)) from error
    name = _choose(sheets, wanted, known)
    if name is None:
        return [], {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return sheets[name], hidden_cells(packed, name)


def _choose(sheets: dict[str, Cells], wanted: str, known: tuple[str, ...]) -> str | None:
    filled = [
        name for name, cells in sheets.items() if any(map(_is_filled, (v for row in cells for v in row)))
    ]
    named = [name for name in filled if name.strip().casefold() == wanted]

    def has_header(name: str) -> bool:
        top = next(row for row in sheets[name] if any(map(_is_filled, row)))
        return any(str(value).strip().casefold() in known for value in top)

    return next(iter([*named, *filter(has_header, filled), *filled]), None)


def _is_filled(value: object) -> bool:
    return value not in ("", None)


def _sheet(file: str, cells: Cells, top: int, hidden: Hidden) -> tuple[Sheet, list[Problem]]:
    header = [_text(value, "").strip() for value in cells[top]]
    problems = [
        Problem(file, top + 1, name, "a column twice", "each column once")
        for name in sorted({name for name in header if name and header.count(name) > 1})
    ]
    records: list[list[str | None]] = []
    rows: list[int] = []
    for at, row in enumerate(cells[top + 1 :], start=top + 1):
        marks = {column: hidden[at, column] for column in range(len(row)) if (at, column) in hidden}
        record = [_text(value, marks.get(column, "")) or None for column, value in enumerate(row)]
        problems += _wrong_cells(file, at + 1, header, record, marks)
        if any(record) or any(mark not in _LENGTH for mark in marks.values()):
            records.append(record)
            rows.append(at + 1)
    columns = {
        name: [record[at] for record in records]
        for at, name in enumerate(header)
        if name and header.index(name) == at
    }
    return Sheet(file, pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), rows), problems


def _wrong_cells(
    file: str, row: int, header: list[str], record: list[str | None], marks: dict[int, str]
) -> list[Problem]:
    problems = [
        Problem(
            file, row, header[column], f"the error {mark} of a formula", "a value", "type the value itself"
        )
        for column, mark in marks.items()
        if mark not in _LENGTH
    ]
    for name, cell in zip(header, record, strict=True):
        if cell and not name:
            problems.append(Problem(file, row, "", shown(cell), "nothing in a column without a name"))
        elif cell and len(cell) > MAX_CELL:
            problems.append(
                Problem(file, row, name, f"a cell of {len(cell)} characters", f"at most {MAX_CELL}")
            )
    return problems


def _text(value: object, mark: str) -> str:
    """Return a cell as text; a date as fine as `mark` says that the sheet shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, datetime.datetime):
        if value.time() != datetime.time():
            return value.isoformat(sep=" ", timespec="minutes")
        value = value.date()
    if isinstance(value, datetime.date):
        return value.isoformat()[: _LENGTH.get(mark, 10)]
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="minutes")
    return "" if value is None else str(value)
