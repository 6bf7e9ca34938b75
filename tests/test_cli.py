"""Does each verb say what it found, in words and as one JSON object, with the right exit status?"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import networkx
import pytest
from click.testing import CliRunner
from small import frame, small, with_row

from showtrial.cli import main
from showtrial.record.casefile import CaseFile
from showtrial.record.storage import read_case, write_case


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path):
    write_case(small(), tmp_path / "case")
    return tmp_path / "case"


def test_cases_lists_what_is_packaged():
    found = json.loads(run("cases", "--json").stdout)
    assert [each["name"] for each in found["cases"]] == ["moscow", "toy"]
    assert "moscow" in run("cases").stdout


def test_info_of_moscow():
    found = json.loads(run("info", "moscow", "--json").stdout)
    assert found["views"]["namings"] == {"rows": 581, "pairs": 468, "senders": 99, "receivers": 137}
    assert found["views"]["accused"] == {"rows": 96}
    assert found["tables"]["charges"] == 96
    assert found["reviewed"] is False
    assert "not reviewed by a historian" in run("info", "moscow").stdout


@pytest.mark.parametrize("case", ["moscow", "toy"])
def test_the_packaged_cases_are_valid(case):
    done = run("check", case, "--json")
    assert json.loads(done.stdout)["problems"] == []
    assert done.exit_code == 0


def test_check_names_all_problems(folder):
    (folder / "persons.csv").write_text("id,nam,born\nanna,A,1936-13\nkarl,K,1880\n")
    done = run("check", folder)
    assert done.exit_code == 1
    assert "persons.csv:1:name  no such column; wanted this column; did you mean 'nam'?" in done.stdout
    assert "persons.csv:2:born  '1936-13'; wanted a month from 01 to 12" in done.stdout
    as_json = json.loads(run("check", folder, "--json").stdout)
    assert {"file", "row", "column", "came", "wanted", "hint"} == set(as_json["problems"][0])


def test_a_new_case_is_valid(tmp_path):
    assert run("new", tmp_path / "X").exit_code == 0
    done = run("check", tmp_path / "X")
    assert (done.exit_code, done.stdout) == (0, "no problem found\n")
    again = run("new", tmp_path / "X")
    assert again.exit_code == 1
    assert "\n" not in again.stderr.strip()


def test_the_living_are_refused_by_default(folder):
    write_case(
        CaseFile.from_frames(
            small().meta, {**small(), **with_row("persons", id="x", name="X", died="2020", born="1990")}
        ),
        folder,
    )
    persons = (folder / "persons.csv").read_text().replace("2020", "")
    (folder / "persons.csv").write_text(persons)
    for words in (("check", folder), ("info", folder), ("export", folder, "csl", "-o", folder / "x.json")):
        done = run(*words)
        assert done.exit_code == 1, words
        assert "X may be living" in done.output
    done = run("check", folder, "--allow-living", "a court watch")
    assert done.exit_code == 0
    assert "persons who may be living are kept: a court watch" in done.stdout
    assert "a court watch" in run("info", folder, "--allow-living", "a court watch").stdout
    assert run("check", folder, "--as-of", "2101-01-01").exit_code == 0


def test_a_twenty_row_sheet_becomes_a_case_a_report_and_a_network(tmp_path):
    rows = [
        f"Namer {n % 4},Named {n % 7},1820-0{n % 9 + 1}-1{n % 9},interrogation,said {n}" for n in range(20)
    ]
    sheet = tmp_path / "mine.csv"
    sheet.write_text("namer,named,date,setting,text\n" + "\n".join(rows) + "\n")
    assert run("read", "namings", sheet, "-o", tmp_path / "mine").exit_code == 0
    assert run("check", tmp_path / "mine").exit_code == 0
    found = json.loads(run("info", tmp_path / "mine", "--json").stdout)
    assert found["views"]["namings"]["rows"] == 20
    assert run("report", tmp_path / "mine", "-o", tmp_path / "mine.html").exit_code == 0
    assert "Named 3" in (tmp_path / "mine.html").read_text()
    assert run("export", tmp_path / "mine", "gexf", "-o", tmp_path / "mine.gexf").exit_code == 0
    graph = networkx.read_gexf(tmp_path / "mine.gexf")
    assert graph.number_of_nodes() == 11


@pytest.mark.parametrize("form", ["namings", "csv", "parquet", "xlsx", "gexf", "graphml", "csl", "bibtex"])
def test_every_format_is_written(folder, tmp_path, form):
    done = run("export", folder, form, "-o", tmp_path / "out", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["bytes"] == (tmp_path / "out").stat().st_size > 0


def test_a_zip_written_is_a_case_again(folder, tmp_path):
    run("export", folder, "csv", "-o", tmp_path / "out.zip")
    assert read_case(tmp_path / "out.zip") == small()


def test_pseudonyms_leave_no_name(folder, tmp_path):
    assert run("export", folder, "csv", "--pseudonyms", "-o", tmp_path / "out.zip").exit_code == 0
    assert run("check", tmp_path / "out.zip").exit_code == 0
    run("export", folder, "graphml", "--pseudonyms", "-o", tmp_path / "out.graphml")
    assert "Berg" not in (tmp_path / "out.graphml").read_text()


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "toy", "--as-of", "yesterday"),
        ("check", "toy", "--nonsense"),
        ("export", "toy", "excel", "-o", "x"),
        ("report", "toy"),
        ("read", "xls", "a.xls", "-o", "x"),
        ("audit-everything",),
    ],
)
def test_wrong_usage_exits_2(words):
    done = run(*words)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "moskow"), "moskow  is no folder, zip or packaged case; did you mean 'moscow'?"),
        (
            ("report", "toy", "-o", "/nowhere/at/all.html"),
            "/nowhere/at/all.html  cannot be written (no such file",
        ),
        (("report", "toy", "-o", "/"), "/  is a folder; wanted the name of a file"),
        (("read", "namings", "missing.csv", "-o", "x"), "missing.csv"),
    ],
)
def test_data_refused_in_one_line(words, said):
    done = run(*words)
    assert done.exit_code == 1
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1
    as_json = run(*words, "--json")
    assert json.loads(as_json.stdout)["error"].startswith(said)
    assert as_json.exit_code == 1


def test_html_in_names_is_shown_as_text(tmp_path):
    bad = '<script>alert(1)</script><img src="http://x.example/a">'
    persons = frame(
        *with_row("persons", id="x", name=bad, died="1940", who=bad, note=bad)["persons"].to_dicts()
    )
    write_case(small(persons=persons), tmp_path / "case")
    assert run("report", tmp_path / "case", "-o", tmp_path / "r.html").exit_code == 0
    text = (tmp_path / "r.html").read_text()
    assert "<script>alert" not in text
    assert "<img src=" not in text
    assert "&lt;script&gt;alert" in text


def test_an_interrupted_report_leaves_the_old_one(tmp_path):
    target = tmp_path / "report.html"
    target.write_text("the old report")
    words = [sys.executable, "-m", "showtrial", "report", "moscow", "-o", str(target)]
    for wait in (0.6, 1.2, 2.5):
        with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, preexec_fn=_interruptible) as writer:
            time.sleep(wait)
            writer.send_signal(signal.SIGINT)
            said = writer.stderr.read()
        # Python dies by the signal itself if that came while a library was compiling: to a shell, 130 too
        assert writer.returncode in (130, -signal.SIGINT), said
        assert said == "interrupted; nothing was written\n"
    assert target.read_text() == "the old report"
    assert os.listdir(tmp_path) == ["report.html"]


def _interruptible():
    """Undo what a test runner in the background inherits: SIGINT ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
