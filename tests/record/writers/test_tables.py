"""Does a workbook hold the whole case file, every time in the same bytes, and is a zip read back the same?"""

from __future__ import annotations

import io
import zipfile

import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from small import META, frame, small, tables, with_row

from showtrial.errors import ReadError
from showtrial.record.casefile import CaseFile
from showtrial.record.meta import Meta
from showtrial.record.storage import read_case
from showtrial.record.writers import FORMATS, workbook_bytes, zip_bytes
from showtrial.record.writers import tables as module


def sheets(data):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def remade(case, **changed):
    return CaseFile.from_frames(Meta(**{**case.meta.as_dict(), **changed}), dict(case), case.texts)


def test_every_table_with_rows_and_every_cell():
    case = small()
    found = sheets(workbook_bytes(case))
    assert list(found) == ["about", *(name for name, each in case.items() if each.height)]
    for name, (header, *rows) in found.items():
        if name != "about":
            held = case[name].select(header)
            assert [tuple(cell or None for cell in row) for row in rows] == held.rows()
            left_out = case[name].drop(header)
            assert all(left_out[column].null_count() == left_out.height for column in left_out.columns)


def test_about():
    case = remade(small(), living_purpose="a lesson", description="D" * 40_000, dates={"then": "1936"})
    about = sheets(workbook_bytes(case))["about"]
    told = {key: value for key, value in about}
    assert told["title"] == case.meta.title
    assert told["living purpose"] == "a lesson"
    assert told["licence"] == "CC0"
    assert told["sha256"] == case.sha256
    assert "SIMULATED" not in told
    assert "".join(value for key, value in about if key == "description") == "D" * 40_000
    assert told["sheet events"].startswith("3 rows. Something done")
    assert "SIMULATED" in {
        key for key, _ in sheets(workbook_bytes(remade(case, origin="simulated")))["about"]
    }


def test_headers_are_explained():
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(small()))) as book:
        comments = b"".join(book.read(name) for name in book.namelist() if "comments" in name).decode()
    assert "Who did it (the first; others in roles)." not in comments  # no such column in these events
    assert "To whom it was done (the first; others in roles)." in comments
    assert "none = the record says nobody; empty = not on record." in comments
    assert "Words: affirms, denies, partial, retracts, silent." in comments


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "http://x.example", "007", "a\x01b", "_x0041_"],
)
def test_text_stays_text(text):
    case = small(**with_row("cases", id="z", name=text))
    data = workbook_bytes(case)
    assert sheets(data)["cases"][-1][1] == text
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert all(b"<f>" not in book.read(name) and b"<hyperlink" not in book.read(name) for name in parts)


def test_numbers_are_numbers_where_that_is_exact():
    places = frame({"id": "x", "name": "X", "lat": 0.1 + 0.2, "lon": 37.5})
    words = small(**with_row("statements", id="s9", source="s", words=2**53 + 1))
    cells = sheets(workbook_bytes(small(places=places)))["places"][1]
    assert cells[2:] == [str(0.1 + 0.2), 37.5]
    assert sheets(workbook_bytes(words))["statements"][-1][-1] == str(2**53 + 1) or any(
        str(2**53 + 1) in row for row in sheets(workbook_bytes(words))["statements"]
    )


def test_what_is_too_long_is_refused_with_its_place():
    longest = small(**with_row("cases", id="z", name="n", note="x" * 32_767))
    assert len(sheets(workbook_bytes(longest))["cases"][-1][-1]) == 32_767
    for note in ("x" * 32_768, "\U0001f600" * 16_384):
        with pytest.raises(ReadError, match=r"cases:3:note  has 32768 characters.*export as csv or parquet"):
            workbook_bytes(small(**with_row("cases", id="z", name="n", note=note)))


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(module, "MAX_ROWS", 3)
    with pytest.raises(ReadError, match="events  has 3 rows; a sheet of a workbook holds 2"):
        workbook_bytes(small())


def test_columns_of_ones_own_are_kept():
    cases = tables()["cases"].with_columns(x_coder=pl.lit("mk"))
    assert sheets(workbook_bytes(small(cases=cases)))["cases"][0][-1] == "x_coder"


@pytest.mark.parametrize("name", FORMATS)
def test_same_bytes_twice(name, monkeypatch):
    first = FORMATS[name].write(small())
    monkeypatch.setattr("time.time", lambda: 2e9)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert FORMATS[name].write(small()) == first
    assert FORMATS[name].description
    assert FORMATS[name].suffix.startswith(".")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_zip_is_read_back_the_same(tmp_path, form):
    case = CaseFile.from_frames(META, tables(), {"ledger.txt": "Anna and Karl"})
    path = tmp_path / "case.zip"
    path.write_bytes(FORMATS[form].write(case))
    assert read_case(path) == case
    assert zip_bytes(case, form) == path.read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_case_can_be_written(name):
    empty = {each: small()[each].clear() for each in ("sources", "persons", "statements")}
    assert FORMATS[name].write(CaseFile.from_frames(META, empty)) is not None
