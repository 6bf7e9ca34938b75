"""How does one delimited text file become cells, whatever program saved it, and cells a file?

Accepted without loss: UTF-8 with or without a byte-order mark, UTF-16 with one, commas,
semicolons or tabs, LF or CRLF. What cannot be told for certain (Latin-1, NUL bytes) is refused
with its place.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from showtrial.errors import Problem
from showtrial.record.hints import shown

#: Longest cell accepted, in characters; longer texts belong into the folder ``texts``.
MAX_CELL = 100_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it came: its cells, and the spreadsheet row in which each record stands."""

    file: str
    frame: pl.DataFrame
    rows: Sequence[int]


def read_sheet(data: bytes, file: str) -> tuple[Sheet, list[Problem]]:
    r"""Read the bytes of a CSV file as text cells; empty cells are null.

    Parameters
    ----------
    data : bytes
        Content of the file.
    file : str
        Its name, for messages.

    Returns
    -------
    Sheet
        All columns as text. Rows that are wholly empty are left out.
    list of Problem
        Whatever could not be read; the sheet then holds what could.

    Examples
    --------
    >>> sheet, problems = read_sheet(b"id;name\r\np1;A. B.\r\n", "persons.csv")
    >>> sheet.frame.rows(), sheet.rows, problems
    ([('p1', 'A. B.')], [2], [])
    """
    text, problems = _decode(data, file)
    if problems:
        return Sheet(file, pl.DataFrame(), []), problems
    if nul := text.find("\0") + 1:
        row = text.count("\n", 0, nul) + 1
        return Sheet(file, pl.DataFrame(), []), [
            Problem(file, row, "", "a NUL byte", "text", "save the sheet again as CSV UTF-8")
        ]
    delimiter, text, first = _delimiter(text)
    return _cells(text, delimiter, file, first)


def _decode(data: bytes, file: str) -> tuple[str, list[Problem]]:
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        came = f"byte 0x{data[error.start]:02X}, which is not UTF-8"
        hint = "the file may be in Windows-1252 or Latin-1; save it as 'CSV UTF-8'"
        return "", [Problem(file, row, "", came, "UTF-8 text", hint)]


def _delimiter(text: str) -> tuple[str, str, int]:
    """Tell the delimiter from the header (the one that occurs most often in it), and the header's row."""
    head, _, rest = text.partition("\n")
    if head.lower().startswith("sep=") and len(head.strip()) == 5:  # Excel's own hint line
        return head[4], rest, 2
    return max(",;\t", key=head.count), text, 1


def _cells(text: str, delimiter: str, file: str, first: int) -> tuple[Sheet, list[Problem]]:
    csv.field_size_limit(max(len(text), MAX_CELL) + 1)  # length is judged below, with its place
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] = []
    records: list[list[str]] = []
    rows: list[int] = []
    problems: list[Problem] = []
    row = first - 1
    try:
        for row, record in enumerate(reader, start=first):
            if row == first:
                header = [name.strip() for name in record]
                problems += _wrong_header(header, file)
            elif any(record):
                problems += _wrong_record(header, record, file, row)
                records.append(record[: len(header)] + [""] * (len(header) - len(record)))
                rows.append(row)
    except csv.Error as error:
        problems.append(Problem(file, row + 1, "", f"broken quoting ({error})", "cells quoted as CSV"))
    if not header:
        problems.append(Problem(file, 1, "", "an empty file", "a header row", "see `showtrial new`"))
    columns = {
        name: [record[at] or None for record in records]
        for at, name in enumerate(header)
        if name and header.index(name) == at
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return Sheet(file, frame, rows), problems


def _wrong_header(header: list[str], file: str) -> list[Problem]:
    twice = sorted({name for name in header if name and header.count(name) > 1})
    problems = [Problem(file, 1, name, "a column twice", "each column once") for name in twice]
    if len(header) == 1 and any(mark in header[0] for mark in "|:"):
        problems.append(
            Problem(file, 1, "", shown(header[0]), "columns separated by commas", "wrong delimiter?")
        )
    return problems


def _wrong_record(header: list[str], record: list[str], file: str, row: int) -> list[Problem]:
    problems = []
    if any(record[len(header) :]):
        came = f"{len(record)} cells"
        problems.append(Problem(file, row, "", came, f"{len(header)} as in the header", "an unquoted comma?"))
    for name, cell in zip(header, record, strict=False):
        if len(cell) > MAX_CELL:
            hint = "put long texts into the folder texts and name the file in sources.text_file"
            came = f"a cell of {len(cell)} characters"
            problems.append(Problem(file, row, name, came, f"at most {MAX_CELL}", hint))
        elif cell and not name:
            problems.append(Problem(file, row, "", shown(cell), "nothing in a column without a name"))
    return problems


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """Write `frame` as CSV: UTF-8, commas, LF; empty cells are null, wholly empty columns left out."""
    filled = [name for name in frame.columns if frame[name].null_count() < frame.height or name == "id"]
    kept = filled if frame.height else frame.columns
    lines = [",".join(map(_quoted, kept))]
    lines += [",".join(_quoted(written(value)) for value in row) for row in frame.select(kept).iter_rows()]
    return ("\n".join(lines) + "\n").encode()


def written(value: object) -> str:
    """Write a cell: nothing for null, a number without a needless ``.0``, so that a count stays one.

    Examples
    --------
    >>> written(12.0), written(0.5), written(None)
    ('12', '0.5', '')
    """
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value)


def _quoted(text: str) -> str:
    """Quote as RFC 4180 asks; the csv module leaves a lone carriage return bare, and cannot read it."""
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
