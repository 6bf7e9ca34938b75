"""Is a workbook read as the sheet that its author sees, and refused in one line where it is none?"""

from __future__ import annotations

import contextlib
import datetime
import io
import random
import zipfile

import pytest
from xlsxwriter import Workbook

from showtrial.errors import ReadError, SchemaError
from showtrial.record.readers import read_namings

DAY = datetime.date(1636, 8, 1)
PURPOSE = {"allow_living": "a test"}
_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
_CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def xlsx(path, *sheets):
    """Write sheets (name, rows); a cell is a text, a number, or a function of book, sheet, row and column."""
    with Workbook(path) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if callable(cell):
                        cell(book, sheet, at, column)
                    elif cell is not None:
                        sheet.write(at, column, cell)
    return path


def dated(value, form):
    return lambda book, sheet, row, column: sheet.write_datetime(
        row, column, value, book.add_format({"num_format": form})
    )


def computed(formula, value):
    return lambda book, sheet, row, column: sheet.write_formula(row, column, formula, None, value)


def ods(path, name, rows):
    """Write one sheet of an .ods by hand; a cell is a text or (attributes, text)."""

    def cell(value):
        attributes, text = value if isinstance(value, tuple) else ('office:value-type="string"', value)
        return (
            f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"
            if text
            else "<table:table-cell/>"
        )

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<office:document-content {_NAMES} {_CALC} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="{name}">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("content.xml", content)
        out.writestr("META-INF/manifest.xml", manifest)
    return path


def problems(path, **options):
    with pytest.raises(SchemaError) as caught:
        read_namings(path, **options)
    return [str(problem) for problem in caught.value.problems]


def test_cells_of_xlsx(tmp_path):
    header = ["namer", "named", "date", "text", "seen", "page"]
    rows = [
        ["Anna", "Karl", dated(DAY.replace(year=1936), "dd.mm.yyyy"), "a", computed("=1=1", True), 12],
        ["Anna", "Karl", dated(DAY.replace(year=1936), "mmm-yy"), "b", False, 1.5],
        ["Anna", "Karl", dated(DAY.replace(year=1936), "yyyy"), "=SUM(1)", True, "007"],
        ["Anna", "Karl", 1936, "d", None, computed("=6*2", 12)],
        ["Anna", "Karl", "1936-08~", "e", None, None],
    ]
    rows[2][3] = lambda book, sheet, row, column: sheet.write_string(row, column, "=SUM(1)")
    case = read_namings(xlsx(tmp_path / "a.xlsx", ("Tabelle1", [header, *rows])), **PURPOSE)
    assert case["statements"]["date"].to_list() == ["1936-08-01", "1936-08", "1936", "1936-08~"]
    assert case["assertions"]["statement"].to_list() == ["s.1", "s.2", "s.3", "s.3", "s.4"]
    assert case["claims"]["text"].to_list()[2] == "=SUM(1)"
    assert case["assertions"]["x_page"].to_list() == ["12", "1.5", "007", "12", None]
    assert case["assertions"]["x_seen"].to_list()[1:3] == ["no", "yes"]


def test_built_in_month_format(tmp_path):
    def month(book, sheet, row, column):
        form = book.add_format()
        form.set_num_format(17)
        sheet.write_datetime(row, column, datetime.date(1936, 8, 1), form)

    path = xlsx(tmp_path / "a.xlsx", ("s", [["namer", "named", "date"], ["Anna", "Karl", month]]))
    assert read_namings(path, **PURPOSE)["statements"]["date"].to_list() == ["1936-08"]


def test_clock_time_and_serial_number_are_named(tmp_path):
    stamp = dated(datetime.datetime(1936, 8, 1, 14, 30), "yyyy-mm-dd hh:mm")
    rows = [["namer", "named", "date"], ["Anna", "Karl", stamp], ["Anna", "Karl", 13363]]
    first, second = problems(xlsx(tmp_path / "a.xlsx", ("s", rows)), **PURPOSE)
    assert first.startswith("a.xlsx:2:date  '1936-08-01 14:30'")
    assert second.startswith("a.xlsx:3:date  '13363'")
    assert "1936-08-01" in second


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!"])
def test_errors_of_formulas_are_no_empty_cells(tmp_path, error):
    rows = [["namer", "named", "note"], ["Anna", "Karl", "x"], ["Anna", computed("=1/0", error), None]]
    (line,) = problems(xlsx(tmp_path / "a.xlsx", ("s", rows)), **PURPOSE)
    assert line == f"a.xlsx:3:named  the error {error} of a formula; wanted a value; type the value itself"
    broken = ('table:formula="of:=NA()" office:value-type="string" calcext:value-type="error"', error)
    rows[2][1] = broken
    (line,) = problems(ods(tmp_path / "a.ods", "s", rows), **PURPOSE)
    assert line.startswith(f"a.ods:3:named  the error {error} of a formula")


def test_cells_of_ods(tmp_path):
    rows = [
        ["namer", "named", "date", "seen"],
        [
            "Anna",
            "Jörg",
            ('office:value-type="date" office:date-value="1936-08-01"', "01.08.36"),
            ('office:value-type="boolean" office:boolean-value="true"', "WAHR"),
        ],
        ["Anna", "Jörg", ('office:value-type="float" office:value="1936"', "1936"), ""],
    ]
    case = read_namings(ods(tmp_path / "a.ods", "Namings", rows), **PURPOSE)
    assert case["statements"]["date"].to_list() == ["1936-08-01", "1936"]
    assert case["assertions"]["x_seen"].to_list() == ["yes", None]
    assert case["persons"]["id"].to_list() == ["anna", "jorg"]


@pytest.mark.parametrize(
    "sheets",
    [
        [("cover", [["My sheet"]]), ("data", None)],
        [("data", [["namer", "named"], ["Not", "This"]]), ("Namings ", None)],
        [("empty", []), ("data", None)],
    ],
    ids=["by header", "by name", "after an empty one"],
)
def test_which_sheet_is_meant(tmp_path, sheets):
    wanted = [["namer", "named"], ["Anna", "Karl"]]
    path = xlsx(tmp_path / "a.xlsx", *((name, wanted if rows is None else rows) for name, rows in sheets))
    assert sorted(read_namings(path, **PURPOSE)["persons"]["name"]) == ["Anna", "Karl"]


def test_rows_are_those_of_the_spreadsheet(tmp_path):
    rows = [
        [],
        [None, "namer", "named", "date"],
        [],
        [None, "Anna", "Karl", "1936"],
        [None, None, "Lise", "x"],
    ]
    found = problems(xlsx(tmp_path / "a.xlsx", ("s", rows)), **PURPOSE)
    assert [line.split("  ")[0] for line in found] == ["a.xlsx:5:date", "a.xlsx:5:namer"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "a.xlsx:1  an empty sheet; wanted a header row"),
        ([["namer", "named", "named"], ["a", "b", "c"]], "a.xlsx:1:named  a column twice"),
        (
            [["namer", "named", None], ["a", "b", "c"]],
            "a.xlsx:2  'c'; wanted nothing in a column without a name",
        ),
        ([["who", "whom"], ["a", "b"]], "a.xlsx:1:namer  no such column"),
    ],
)
def test_wrong_sheets(tmp_path, rows, said):
    assert said in "\n".join(problems(xlsx(tmp_path / "a.xlsx", ("s", rows)), **PURPOSE))


def locked_ods(path):
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("content.xml", b"\x01\x02")
        out.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    return path.read_bytes()


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "cannot be read"),
        (b"namer,named\n", "cannot be read"),
        (b"PK\x03\x04 and nothing", "cannot be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
    ],
    ids=["empty", "csv", "broken zip", "password"],
)
def test_what_is_no_workbook_is_one_line(tmp_path, data, said, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=said) as caught:
        read_namings(path)
    assert "\n" not in str(caught.value)


def test_a_locked_ods(tmp_path):
    locked_ods(tmp_path / "a.ods")
    with pytest.raises(ReadError, match="locked with a password"):
        read_namings(tmp_path / "a.ods")


def test_a_zip_that_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as out:
        out.writestr("readme.txt", "nothing")
    with pytest.raises(ReadError, match="cannot be read"):
        read_namings(tmp_path / "a.xlsx")


def test_a_broken_part_is_one_line(tmp_path):
    good = xlsx(tmp_path / "good.xlsx", ("s", [["namer", "named"], ["Anna", "Karl"]])).read_bytes()
    parts = {name: data for name, data in _parts(good)}
    for name in parts:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as out:
            for each, data in parts.items():
                out.writestr(each, data[: len(data) // 2] if each == name else data)
        _read_or_refuse(tmp_path / "a.xlsx", held.getvalue())


def test_bytes_changed_at_random_are_one_line(tmp_path):
    good = xlsx(tmp_path / "good.xlsx", ("s", [["namer", "named"], ["Anna", "Karl"]])).read_bytes()
    rng = random.Random(0)
    for _ in range(60):
        data = bytearray(good)
        for at in rng.sample(range(len(data)), 4):
            data[at] = rng.randrange(256)
        _read_or_refuse(tmp_path / "a.xlsx", bytes(data))


def _parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        yield from ((name, book.read(name)) for name in book.namelist())


def _read_or_refuse(path, data):
    path.write_bytes(data)
    with contextlib.suppress(ReadError, SchemaError):  # anything else is a traceback for the user
        read_namings(path, **PURPOSE)
