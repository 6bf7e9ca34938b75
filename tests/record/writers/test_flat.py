"""Does a flat sheet come back as it went in, and a case file's sheet lead back to the same namings?"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import frame, small, tables

from showtrial.record.readers import read_namings
from showtrial.record.readers.labels import tidy
from showtrial.record.readers.rows import COLUMNS, STANCES
from showtrial.record.schema import schema
from showtrial.record.views import namings
from showtrial.record.writers import namings_csv, namings_sheet

PURPOSE = {"allow_living": "a test"}
SETTINGS = schema().tables["statements"].columns["setting"].words

TEXTS = st.text(st.sampled_from('ab ,;"\n\t=Жé'), max_size=6).map(str.strip).map(lambda text: text or None)
NAMES = st.text(st.sampled_from("ab. Жé"), min_size=1, max_size=4).map(tidy).filter(bool)
SOURCES = st.lists(st.sampled_from(["One", "Two", "Петь"]), max_size=2, unique=True).map(
    lambda names: "; ".join(names) or None
)
ROWS = st.fixed_dictionaries(
    {
        "namer": st.one_of(NAMES, st.sampled_from(["?", "none"])),
        "named": st.one_of(NAMES, NAMES, st.none()),
        "date": st.sampled_from([None, "1936", "1936-08-01", "1936-08~"]),
        "setting": st.sampled_from([None, *SETTINGS[:3]]),
        "text": TEXTS,
        "polarity": st.sampled_from([word for word in STANCES if word != "affirms"]),
        "case": st.sampled_from([None, "The Case", "Дело"]),
        "source": SOURCES,
        "locator": st.sampled_from([None, "p. 1"]),
        "certainty": st.sampled_from([None, "high", "low"]),
        "checked": st.sampled_from([None, "read", "recalled"]),
        "note": TEXTS,
        "x_coder": st.sampled_from([None, "mk"]),
    }
)


def canonical(rows):
    """Rows without repetitions; one that names nobody has no polarity and a note of its own."""
    found = []
    for at, row in enumerate(rows):
        if row["named"] is None:
            row = row | {"polarity": None, "note": f"row {at}"}
        found.append(row)
    return list({tuple(row.items()): row for row in found}.values())


def read(sheet):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.csv"
        path.write_bytes(sheet if isinstance(sheet, bytes) else sheet.write_csv().encode())
        return read_namings(path, **PURPOSE)


@settings(max_examples=30, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=8).map(canonical))
def test_a_sheet_comes_back_row_by_row_and_cell_by_cell(rows):
    sheet = pl.DataFrame(rows, schema=dict.fromkeys([*COLUMNS, "x_coder"], pl.String))
    case = read(sheet)
    back = namings_sheet(case)
    assert back.columns == sheet.columns
    assert sorted(back.rows(), key=repr) == sorted(sheet.rows(), key=repr)
    spoken = pl.col("named").is_not_null()
    assert back.filter(spoken).equals(sheet.filter(spoken))  # in the same order
    again = read(namings_csv(case))
    assert again.replace(meta=case.meta) == case
    assert namings(again).equals(namings(case))


def test_persons_of_one_name_and_ids_of_ones_own(tmp_path):
    persons = frame(
        {"id": "anna", "name": "Anna Berg", "died": "1937-02-01"},
        {"id": "karl", "name": "Anna Berg", "died": "1950"},
    )
    case = small(persons=persons)
    sheet = namings_sheet(case)
    assert sheet.filter(pl.col("named").is_not_null()).select("namer", "named", "case", "source").rows() == [
        ("Anna Berg [anna]", "Anna Berg [karl]", "k", "s")
    ]
    again = namings(read(namings_csv(case)))
    view = namings(case)
    columns = [name for name in COLUMNS if name in view.columns]
    assert again.select(columns).equals(view.select(columns))


def test_statements_that_name_nobody_come_last_or_where_they_stand():
    sheet = namings_sheet(small())
    assert sheet.select("named", "date", "polarity").rows() == [
        ("Karl Dorn [karl]", "1936-06-01", "incriminates"),
        (None, "1936-08-20", None),
    ]


@pytest.mark.parametrize(
    ("kind", "polarity", "word", "view"),
    [
        ("accusation", "denies", "denies", "exculpates"),
        ("accusation", "retracts", "retracts", "exculpates"),
        ("accusation", "silent", "silent", "silent"),
        ("exculpation", "affirms", "exculpates", "exculpates"),
        ("exculpation", "denies", "incriminates", "incriminates"),
        ("exculpation", "silent", "silent", "silent"),
    ],
)
def test_every_stance_keeps_its_meaning(kind, polarity, word, view):
    claims = tables()["claims"].with_columns(kind=pl.lit(kind))
    rows = tables()["assertions"].with_columns(
        polarity=pl.when(id="a1").then(pl.lit(polarity)).otherwise("polarity")
    )
    case = small(claims=claims, assertions=rows)
    assert namings_sheet(case)["polarity"][0] == word
    assert namings(case)["polarity"].to_list() == [view]
    assert namings(read(namings_csv(case)))["polarity"].to_list() == [view]


def test_a_naming_of_nobody_in_particular():
    case = small(claims=frame({"id": "c1", "kind": "accusation", "text": "carried letters"}))
    row = namings_sheet(case).row(0, named=True)
    assert (row["named"], row["text"], row["polarity"]) == (None, "carried letters", None)
    assert namings(read(namings_csv(case))).height == 0


def test_every_case_has_a_sheet():
    case = small().replace({name: small()[name].clear() for name in ("statements", "claims", "assertions")})
    assert namings_sheet(case).columns == list(COLUMNS)
    assert read(namings_csv(case))["persons"].height == 0


def test_same_bytes_twice():
    assert namings_csv(small()) == namings_csv(small())
    assert pl.read_csv(io.BytesIO(namings_csv(small()))).columns[:2] == ["namer", "named"]
