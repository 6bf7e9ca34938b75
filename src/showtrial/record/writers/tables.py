"""How is a whole case file put into one file of tables: a workbook, or a zip of CSV or parquet?"""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from showtrial.errors import ReadError
from showtrial.record.archive import zipped
from showtrial.record.casefile import CaseFile
from showtrial.record.schema import Column, schema
from showtrial.record.storage import TableFormat, case_files

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

#: What one sheet of a workbook can hold.
MAX_CELL, MAX_ROWS = 32_767, 1_048_576
_CREATED = datetime.datetime(1980, 1, 1)  # no clock time goes into a file
_EXACT = 2**53  # above it a workbook rounds whole numbers
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def zip_bytes(case: CaseFile, tables: TableFormat = "csv") -> bytes:
    """Return the case file as a zip that ``read_case`` reads; the same case gives the same bytes."""
    return zipped(case_files(case, tables))


def workbook_bytes(case: CaseFile) -> bytes:
    """Return the case file as an .xlsx workbook: a sheet ``about``, then one sheet a table.

    Tables without rows and columns without cells are left out; the meaning of a column is the comment
    on its header. Dates stay text, so that nothing rewrites them, and text is never a formula. The texts
    of the sources do not go in; ``about`` names them. The same case gives the same bytes.

    Raises
    ------
    ReadError
        If a text or a table is larger than a workbook can hold.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> workbook_bytes(open_case("toy"))[:2]
    b'PK'
    """
    from xlsxwriter import Workbook

    _refuse_what_is_too_large(case)
    held = io.BytesIO()
    with Workbook(held, _OPTIONS) as book:
        book.set_properties({"title": case.meta.title, "created": _CREATED})
        _write_about(book, case)
        for name, frame in case.items():
            if frame.height or schema().tables[name].required:
                _write_table(book, name, frame)
    return held.getvalue()


def _refuse_what_is_too_large(case: CaseFile) -> None:
    mend = "nothing was written; export as csv or parquet"
    for name, frame in case.items():
        if frame.height >= MAX_ROWS:
            wanted = f"a sheet of a workbook holds {MAX_ROWS - 1}"
            raise ReadError(f"{name}  has {frame.height} rows; {wanted}; {mend}")
        for column in frame.columns:
            if frame[column].dtype != pl.String:
                continue
            for at, text in enumerate(frame[column]):
                if text is not None and _size(text) > MAX_CELL:
                    wanted = f"a cell of a workbook holds {MAX_CELL}"
                    raise ReadError(
                        f"{name}:{at + 2}:{column}  has {_size(text)} characters; {wanted}; {mend}"
                    )


def _size(text: str) -> int:
    """Count characters as a workbook does, in units of UTF-16."""
    return len(text) if len(text) < MAX_CELL // 2 else len(text.encode("utf-16-le")) // 2


def _write_about(book: Workbook, case: CaseFile) -> None:
    sheet = book.add_worksheet("about")
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for at, (key, value) in enumerate(_about(case)):
        sheet.write_string(at, 0, key, bold)
        sheet.write_string(at, 1, value, wrapped)


def _about(case: CaseFile) -> Iterator[tuple[str, str]]:
    """Yield what stands on the first sheet: what the case file says of itself, and which tables follow."""
    if case.meta.origin == "simulated":
        yield "SIMULATED", "These rows come from a model or were made up. They are no record of anything."
    for key, value in case.meta.as_dict().items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for start in range(0, len(text), MAX_CELL // 2):  # a dictionary of dates may be longer than a cell
            yield key.replace("_", " "), text[start : start + MAX_CELL // 2]
    yield "sha256", case.sha256
    yield "texts of sources", f"not in this workbook: {', '.join(sorted(case.texts)) or 'there are none'}"
    yield "reading it", "A claim is what somebody was made to say; nothing here asserts that it is true."
    for name, frame in case.items():
        if frame.height:
            yield f"sheet {name}", f"{frame.height} rows. {schema().tables[name].meaning}"


def _write_table(book: Workbook, name: str, frame: pl.DataFrame) -> None:
    table = schema().tables[name]
    kept = [each for each in frame.columns if frame[each].null_count() < frame.height] or list(table.columns)
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1})
    text = book.add_format({"num_format": "@"})
    for at, column in enumerate(kept):
        sheet.write_string(0, at, column, bold)
        known = table.columns.get(column)
        sheet.write_comment(0, at, explained(known) if known else "A column of the compilers' own.")
        sheet.set_column(at, at, 40 if column in ("text", "title", "note", "who") else 18, text)
    for row, values in enumerate(frame.select(kept).iter_rows(), start=1):
        for at, value in enumerate(values):
            _write_cell(sheet, row, at, value)
    sheet.freeze_panes(1, 0)
    if frame.height:
        sheet.autofilter(0, 0, frame.height, len(kept) - 1)


def _write_cell(sheet: Worksheet, row: int, at: int, value: Any) -> None:
    """Write a number as one where a workbook holds it exactly, anything else as text."""
    if value is None:
        return
    exact = isinstance(value, int | float) and abs(value) <= _EXACT and float(f"{value:.16G}") == value
    if exact:
        sheet.write_number(row, at, value)
    else:
        sheet.write_string(row, at, str(value))


def explained(column: Column) -> str:
    """Say in a line or two what a column holds: meaning, then vocabulary or type.

    Examples
    --------
    >>> print(explained(schema().tables["persons"].columns["sex"]))
    As the record gives it.
    Words: m, f, other.
    """
    lines = [column.meaning]
    if column.words:
        lines.append(f"Words: {', '.join(column.words)}{' (more may be added)' if column.open else ''}.")
    elif column.to:
        lines.append(f"Id of {'any row' if 'any' in column.to else ' or '.join(column.to)}.")
    elif column.type not in ("text", "id"):
        lines.append(f"Type: {column.type}.")
    if column.none:
        lines.append("none = the record says nobody; empty = not on record.")
    return "\n".join(lines)
