"""Do the data on Giaveno become the case file that they are, with what is odd in them told?

The counts are taken a second time from the CSV files themselves. The data lie outside the repository.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from showtrial.cli import main
from showtrial.errors import ReadError, SchemaError
from showtrial.record.readers import READERS, read_giaveno
from showtrial.record.readers.giaveno_data import COLUMNS, read_data
from showtrial.record.storage import read_case, write_case
from showtrial.record.views import namings

DATA = Path(__file__).parents[4] / "shared" / "data" / "giaveno1335"
there = pytest.mark.skipif(not DATA.exists(), reason="the Giaveno data are not here")

NODES = """\
id,label,sex,dead,occupation_type,origin_or_residence,waldensian_master
P1,Anna,f,0,,Coazze,0
P2,Bruno,m,1,craftsman,,0
P3,Carlo,m,0,dissident minister,,1
[p4],Dina,f,0,,,0
P5,Anna,f,0,,,0
"""
EDGES = """\
source,target,time,summoned
P1,P2,1335-01-20,1
P1,P1,1335-01-20,1
P1,,1335-01-20,1
P1,G7,1335-01-21,1
p4,P3,1335-01-21,0
P4,P1,,0
"""
KEYEVENTS = """\
id,time,type
P5,1335-01-19,summons
P1,1335-01-20,torture
P1,1335-01-20,deposition
P1,1335-01-21,deposition
P4,1335-01-21,deposition
"""
KINTIES = "V1,V2,role\nP1,P2,marriage\nP2,P4,inf_siblingsinlaw\n"
CIRCUMSTANCES = "id,time,type\nP2,1335-01-20,Host of congregation\n"
SMALL = dict(zip(COLUMNS, (NODES, EDGES, KEYEVENTS, KINTIES, CIRCUMSTANCES), strict=True))


def laid_out(folder: Path, **changed: str) -> Path:
    for name, text in {**SMALL, **changed}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path, **changed: str) -> list[str]:
    with pytest.raises(SchemaError) as caught:
        read_giaveno(laid_out(folder, **changed))
    return [str(each) for each in caught.value.problems]


def notes(case) -> tuple[str, ...]:
    return case.meta.provenance[-1]["notes"]


# ---- a small invented folder of the same form


def test_every_row_has_its_place(tmp_path):
    case = read_giaveno(laid_out(tmp_path))
    assert case.meta.calendar == "julian"
    persons = case["persons"].select("id", "kind", "name", "sex", "died").rows()
    assert persons == [
        ("P1", None, "Anna", "f", None),
        ("P2", None, "Bruno", "m", "../1335-01-18"),
        ("P3", None, "Carlo", "m", None),
        ("P4", None, "Dina", "f", None),
        ("P5", None, "Anna", "f", None),
        ("G7", "group", "Group G7 (the data give it no name)", None, None),
    ]
    assert case["traits"].select("person", "kind", "value").rows() == [
        ("P1", "residence", "Coazze"),
        ("P2", "occupation", "craftsman"),
        ("P3", "occupation", "dissident minister"),
        ("P3", "faction", "Waldensian master"),
    ]
    assert case["ties"].select("a", "b", "kind", "level", "x_role").rows() == [
        ("P1", "P2", "spouse", None, "marriage"),
        ("P2", "P4", "sibling-in-law", "inferential", "inf_siblingsinlaw"),
    ]
    assert namings(case).select("namer", "named", "date", "polarity", "locator").rows() == [
        ("P1", "P2", "1335-01-20", "incriminates", "edges, row 1"),
        ("P1", "P1", "1335-01-20", "incriminates", "edges, row 2"),
        ("P1", "G7", "1335-01-21", "incriminates", "edges, row 4"),
        ("P4", "P3", "1335-01-21", "incriminates", "edges, row 5"),
        ("P4", "P1", None, "incriminates", "edges, row 6"),
    ]


def test_acts_and_statements(tmp_path):
    case = read_giaveno(laid_out(tmp_path))
    done = case["events"].select("kind", "person", "date", "method").rows()
    assert done == [
        ("inquiry", None, "1335-01-19/1335-01-21", None),
        ("summons", "P5", "1335-01-19", None),
        ("pressure", "P1", "1335-01-20", "torture"),
        ("summons", "P1", None, None),
    ]
    said = case["statements"].select("id", "speaker", "date").rows()
    assert said == [
        ("s.P1.1335-01-20", "P1", "1335-01-20"),
        ("s.P1.1335-01-21", "P1", "1335-01-21"),
        ("s.P4.1335-01-21", "P4", "1335-01-21"),
        ("s.P4.undated", "P4", None),
        ("s.reported.1335-01-20", None, "1335-01-20"),
    ]
    assert case["statements"]["note"][0] == "one row of the data for this deponent and day names nobody"
    told = case["claims"].filter(pl.col("kind") == "circumstance").select("person", "text").rows()
    assert told == [("P2", "Host of congregation")]


def test_the_dead_cannot_be_summoned(tmp_path):
    assert problems(tmp_path, keyevents=KEYEVENTS.replace("P5", "P2")) == [
        "events.csv:3:date  1335-01-19; wanted a date in the life of P2 (died ../1335-01-18); "
        "mend the date here or in persons, or give both as readings"
    ]


def test_what_is_odd_is_told(tmp_path):
    found = notes(read_giaveno(laid_out(tmp_path)))
    assert found[:3] == (
        "nodes.csv:5:id  '[p4]' is read as 'P4'",
        "edges.csv:6:source  'p4' is read as 'P4'",
        "1 of 6 rows name the deponent himself or herself; kept as accusations of oneself",
    )
    assert "a row names nobody and others of the same deponent and day name people: P1 on 1335-01-20" in found
    assert "1 names are borne by two or more persons (2 in all); ids alone tell them apart" in found
    assert "1 rows of 1 deponents (P4) have no day; kept without a date" in found
    assert "1 persons summoned in public do not depose: P5" in found


def test_all_slips_at_once(tmp_path):
    found = problems(
        tmp_path,
        edges=EDGES.replace("P1,G7", "P1,P9").replace("1335-01-20,1\nP1,P1", "1335-02-30,1\nP1,P1"),
        kinties=KINTIES.replace("marriage", "mariage"),
        keyevents=KEYEVENTS.replace("torture", "tortur"),
        nodes=NODES + "P1,Elsa,f,0,,,0\n",
    )
    assert found == [
        "edges.csv:2:time  '1335-02-30'; wanted a day, YYYY-MM-DD, or nothing",
        "edges.csv:5:target  'P9'; wanted an id of nodes, of a group (G0000), or nothing; add the person, or mend the id",
        "keyevents.csv:3:type  'tortur'; wanted one of deposition, summons, torture; did you mean 'torture'?",
        found[3],
        "nodes.csv:7:id  'P1'; wanted an id of its own",
    ]
    assert found[3].startswith("kinties.csv:2:role  'mariage'; wanted one of marriage, ")


def test_missing_columns(tmp_path):
    found = problems(tmp_path, edges=EDGES.replace("target", "targets"))
    assert found == [
        "edges.csv:1:target  missing; wanted the columns source, target, time, summoned; did you mean 'targets'?"
    ]


@pytest.mark.parametrize("kept", [0, 1])
def test_no_data(tmp_path, kept):
    laid_out(tmp_path)
    for name in list(COLUMNS)[kept:]:
        (tmp_path / f"{name}.csv").unlink()
    with pytest.raises(ReadError, match=r"lacks edges\.csv" if kept else "a folder without the data"):
        read_giaveno(tmp_path)
    with pytest.raises(ReadError, match="does not exist"):
        read_giaveno(tmp_path / "nowhere")


def test_the_verb_writes_and_tells(tmp_path):
    (tmp_path / "data").mkdir()
    laid_out(tmp_path / "data")
    done = CliRunner().invoke(main, ["read", "giaveno", str(tmp_path / "data"), "-o", str(tmp_path / "case")])
    assert done.exit_code == 0, done.output
    assert "note: nodes.csv:5:id  '[p4]' is read as 'P4'\n" in done.output
    assert read_case(tmp_path / "case") == READERS["giaveno"](tmp_path / "data")
    assert CliRunner().invoke(main, ["check", str(tmp_path / "case")]).exit_code == 0


# ---- the authors' R file


def test_the_r_file_gives_the_same(tmp_path):
    rdata = pytest.importorskip("rdata", reason="the extra rdata is not installed")
    import pandas as pd

    laid_out(tmp_path)
    frames = {}
    for name in COLUMNS:
        frame = pd.read_csv(tmp_path / f"{name}.csv", dtype=str, keep_default_na=False)
        for column in frame.columns:
            if column in ("dead", "waldensian_master", "summoned"):
                frame[column] = frame[column].astype(float)
            else:
                frame[column] = frame[column].astype("string").replace("", pd.NA)
        frames[name] = frame
    (tmp_path / "r").mkdir()
    rdata.write_rda(tmp_path / "r" / "data.RData", {"castellario": frames})
    from_r, from_csv = read_data(tmp_path / "r"), read_data(tmp_path)
    assert from_r.tables == from_csv.tables
    case = read_giaveno(tmp_path / "r" / "data.RData")
    assert all(case[name].equals(read_giaveno(tmp_path)[name]) for name in case)


def test_a_file_that_is_no_r_file(tmp_path):
    pytest.importorskip("rdata", reason="the extra rdata is not installed")
    (tmp_path / "data.RData").write_text("no R")
    with pytest.raises(ReadError, match="is no R file with the list 'castellario'"):
        read_giaveno(tmp_path / "data.RData")


def test_days_and_seconds_of_r_are_days():
    from showtrial.record.readers.giaveno_data import _day

    assert [_day(-231910.0, 1), _day(-20037024000.0, 86400), _day(float("nan"), 1)] == ["1335-01-20"] * 2 + [
        ""
    ]


def test_without_the_library(tmp_path, monkeypatch):
    (tmp_path / "data.RData").write_bytes(b"")
    monkeypatch.setitem(sys.modules, "rdata", None)
    with pytest.raises(
        ReadError, match=r"needs the package rdata: pip install 'showtrial\[rdata\]', or give the CSV"
    ):
        read_giaveno(tmp_path)


# ---- the data themselves


@pytest.fixture(scope="module")
def giaveno():
    return read_giaveno(DATA)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@there
def test_giaveno_has_all_rows(giaveno, tmp_path):
    edges = rows("edges")
    assert len(edges) == 1074
    assert namings(giaveno).height == sum(bool(row["target"]) for row in edges) == 1037
    assert giaveno["persons"].filter(pl.col("kind").is_null()).height == len(rows("nodes")) == 351
    assert giaveno["ties"].height == len(rows("kinties")) == 277
    assert giaveno["ties"].filter(pl.col("level") == "inferential").height == 102
    kinds = dict(giaveno["events"].drop_nulls("date")["kind"].value_counts().iter_rows())
    assert kinds == {"inquiry": 1, "summons": 32, "pressure": 4}
    deposed = giaveno["statements"].drop_nulls(["speaker", "date"])
    listed = {(row["id"], row["time"]) for row in rows("keyevents") if row["type"] == "deposition"}
    assert set(deposed.select("speaker", "date").iter_rows()) == listed
    assert (
        giaveno["claims"].filter(pl.col("kind") == "circumstance").height == len(rows("circumstances")) == 152
    )
    write_case(giaveno, tmp_path / "case")
    assert read_case(tmp_path / "case") == giaveno


@there
def test_giaveno_is_odd_and_says_so(giaveno):
    said = "\n".join(notes(giaveno))
    for each in ("61 of 1074 rows name the deponent", "37 rows name nobody", "70 rows name one of 42 groups",
                 "153 rows name somebody marked", "6 rows of 2 deponents (P0041, P0051)", "102 of 277 kin ties"):  # fmt: skip
        assert each in said
    assert "is read as" not in said


@there
def test_giaveno_is_one_source_with_its_licence(giaveno):
    source = giaveno["sources"].row(0, named=True)
    assert source["licence"].startswith("MIT")
    assert "10.1017/ssh.2025.10099" in source["note"]
