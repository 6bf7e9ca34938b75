"""Is a sheet read the same whatever program saved it, and refused with its place where it cannot be?"""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showtrial.record.sheets import MAX_CELL, read_sheet

ROWS = [("id", "name"), ("p1", "Зиновьев; Г. Е."), ("p2", 'said "no", twice'), ("p3", "two\nlines")]


def saved(delimiter=",", newline="\n", encoding="utf-8", lead=""):
    held = io.StringIO(newline="")
    csv.writer(held, delimiter=delimiter, lineterminator=newline).writerows(ROWS)
    return (lead + held.getvalue()).encode(encoding)


@pytest.mark.parametrize(
    "data",
    [
        saved(),
        saved(delimiter=";"),
        saved(delimiter="\t"),
        saved(newline="\r\n"),
        saved(encoding="utf-8-sig"),
        saved(encoding="utf-16"),
        saved(delimiter=";", newline="\r\n", encoding="utf-8-sig"),
        saved(delimiter=";", lead="sep=;\n"),
    ],
    ids=["plain", "semicolon", "tab", "crlf", "bom", "utf-16", "german excel", "sep line"],
)
def test_same_cells_from_every_program(data):
    sheet, problems = read_sheet(data, "persons.csv")
    assert problems == []
    assert [tuple(sheet.frame.columns), *sheet.frame.rows()] == ROWS
    first = 3 if data.startswith(b"sep=") else 2
    assert list(sheet.rows) == [first, first + 1, first + 2]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("id,name\np1,Müller\n".encode("latin-1"), "persons.csv:2  byte 0xFC, which is not UTF-8"),
        (b"id,name\np1,a\0b\n", "persons.csv:2  a NUL byte"),
        ("id,name\np1,A\n".encode("utf-16-le"), "persons.csv:1  a NUL byte"),
        (b"id,name,name\np1,A,B\n", "persons.csv:1:name  a column twice"),
        (b"id,name\np1,A,B\n", "persons.csv:2  3 cells; wanted 2 as in the header"),
        (b'id,name\np1,"A\n', "persons.csv:2  broken quoting"),
        (b"", "persons.csv:1  an empty file"),
        (b"id|name\np1|A\n", "persons.csv:1  'id|name'; wanted columns separated by commas"),
        (b"id,\np1,A\n", "persons.csv:2  'A'; wanted nothing in a column without a name"),
    ],
)
def test_refused_with_its_place(data, said):
    _, problems = read_sheet(data, "persons.csv")
    assert len(problems) == 1
    assert str(problems[0]).startswith(said)
    assert "\n" not in str(problems[0])


def test_a_giant_cell_is_named_and_nothing_else_lost():
    sheet, problems = read_sheet(b"id,note\np1,%s\np2,b\n" % (b"x" * 10**6), "persons.csv")
    assert [str(each) for each in problems] == [
        f"persons.csv:2:note  a cell of 1000000 characters; wanted at most {MAX_CELL}; "
        "put long texts into the folder texts and name the file in sources.text_file"
    ]
    assert sheet.frame.height == 2


def test_empty_rows_are_left_out_but_counted():
    sheet, problems = read_sheet(b"id,name\n,\np1,A\n\n,,\np2,B\n", "persons.csv")
    assert problems == []
    assert list(sheet.rows) == [3, 6]


@given(st.binary(max_size=400))
def test_no_bytes_raise(data):
    read_sheet(data, "f.csv")
