"""Which cells of a spreadsheet say something that its values do not: errors, and months shown as such?

The library that reads workbooks gives the error of a formula as an empty cell, and a month that a
spreadsheet turned into its first day as that day. Both would be lost without a word, so they are looked
up in the file itself. Rows and columns are counted from 0.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from typing import IO

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ERROR_TYPES = (
    "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type",
    f"{_OFFICE}value-type",
)
_ERROR = re.compile(r"#(N/A|DIV/0!|REF!|NAME\?|VALUE!|NULL!|NUM!)|Err:\d+")
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_MONTH_YEAR = 17  # the built-in format "mmm-yy"

#: (row, column) -> ``"month"``, ``"year"`` or the error as the sheet shows it.
Hidden = dict[tuple[int, int], str]


def hidden_cells(book: zipfile.ZipFile, sheet: str) -> Hidden:
    """Return the cells of `sheet` that hold an error, or a date shown as a month or a year.

    Parameters
    ----------
    book : zipfile.ZipFile
        An .xlsx or .ods file, open.
    sheet : str
        Name of the sheet.
    """
    if "content.xml" in book.namelist():
        with book.open("content.xml") as held:
            return dict(_errors_of_ods(held, sheet))
    part = _part_of(book, sheet)
    if part not in book.namelist():
        return {}
    with book.open(part) as held:
        return dict(_marks_of_xlsx(held, _coarse_styles(book)))


def _part_of(book: zipfile.ZipFile, sheet: str) -> str:
    """Name the part of an .xlsx in which `sheet` stands."""
    names = book.namelist()
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return ""
    entries = ET.fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    wanted = next((each.get(_REL) for each in entries if each.get("name") == sheet), None)
    for each in ET.fromstring(book.read("xl/_rels/workbook.xml.rels")):
        if each.get("Id") == wanted:
            target = each.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _coarse_styles(book: zipfile.ZipFile) -> dict[str, str]:
    """Return style number -> ``month`` or ``year`` for the styles that show no day."""
    if "xl/styles.xml" not in book.namelist():
        return {}
    styles = ET.fromstring(book.read("xl/styles.xml"))
    shown = {str(_MONTH_YEAR): "month"}
    for each in styles.iter(f"{_MAIN}numFmt"):
        grain = grain_of(each.get("formatCode", ""))
        if grain:
            shown[each.get("numFmtId", "")] = grain
    cells = styles.find(f"{_MAIN}cellXfs")
    forms = [] if cells is None else [each.get("numFmtId", "") for each in cells]
    return {str(at): shown[form] for at, form in enumerate(forms) if form in shown}


def grain_of(code: str) -> str:
    """Say what a number format of Excel shows of a date, where it shows no day.

    Examples
    --------
    >>> grain_of("mmm-yy"), grain_of("yyyy"), grain_of("dd.mm.yyyy"), grain_of('0" years"')
    ('month', 'year', '', '')
    """
    signs = set(_LITERAL.sub("", code).casefold())
    if "y" not in signs or signs & set("dhs0#"):
        return ""
    return "month" if "m" in signs else "year"


def _marks_of_xlsx(held: IO[bytes], coarse: dict[str, str]) -> Iterator[tuple[tuple[int, int], str]]:
    row = column = -1
    for event, each in ET.iterparse(held, events=("start", "end")):
        if event == "start" and each.tag == f"{_MAIN}row":
            row, column = int(each.get("r", row + 2)) - 1, -1
        elif event == "end" and each.tag == f"{_MAIN}c":
            reference = re.match(r"[A-Z]+", each.get("r", ""))
            column = _column(reference[0]) if reference else column + 1
            value = each.findtext(f"{_MAIN}v")
            if each.get("t") == "e":
                yield (row, column), value or "an error"
            elif each.get("s", "") in coarse and each.get("t", "n") == "n" and value:
                yield (row, column), coarse[each.get("s", "")]
        elif event == "end" and each.tag == f"{_MAIN}row":
            each.clear()


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _errors_of_ods(held: IO[bytes], sheet: str) -> Iterator[tuple[tuple[int, int], str]]:
    row, inside = 0, False
    for event, each in ET.iterparse(held, events=("start", "end")):
        if each.tag == f"{_TABLE}table":
            row, inside = 0, event == "start" and each.get(f"{_TABLE}name") == sheet
        elif inside and event == "end" and each.tag == f"{_TABLE}table-row":
            for column, error in _errors_of_row(each):
                yield (row, column), error
            row += int(each.get(f"{_TABLE}number-rows-repeated", 1))
            each.clear()


def _errors_of_row(row: ET.Element) -> Iterator[tuple[int, str]]:
    column = 0
    for cell in row:
        text = cell.findtext(f"{_TEXT}p", "")
        computed = cell.get(f"{_TABLE}formula") is not None and _ERROR.fullmatch(text)
        if computed or "error" in [cell.get(name) for name in _ERROR_TYPES]:
            yield column, text or "an error"
        column += int(cell.get(f"{_TABLE}number-columns-repeated", 1))
