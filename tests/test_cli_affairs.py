"""Does `simulate` of a country write a few affairs as case files, and only as many as asked?"""

from __future__ import annotations

import json

from click.testing import CliRunner

from showtrial.cli import main


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def files(place):
    return {path.relative_to(place): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_affairs_are_written_checked_and_written_again(tmp_path):
    asked = ("simulate", "moscow", "--persons", 40_000, "--seed", 3, "--recording", "complete")
    done = run(*asked, "-o", tmp_path / "out", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert [each["folder"] for each in told["affairs"]] == [
        f"affairs/affair-{each['id']:07d}" for each in told["affairs"]
    ]
    assert len(told["affairs"]) == 3
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert (summary["affairs"], summary["sample"]) == (told["affairs"], told["sample"])
    for each in told["affairs"]:
        assert run("check", tmp_path / "out" / each["folder"]).exit_code == 0
    before = files(tmp_path / "out")
    again = run(*asked, "-o", tmp_path / "out")
    assert "3 affairs as case files, all simulated" in again.stdout
    assert files(tmp_path / "out") == before
    none = json.loads(run(*asked, "--records", 0, "-o", tmp_path / "out", "--json").stdout)
    assert "affairs" not in none
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "series.csv",
        "series.parquet",
        "summary.json",
    ]


def test_a_country_has_no_case_file_of_its_own():
    done = run("simulate", "union", "--case", "moscow")
    assert done.exit_code == 2
    assert "--case: for a scenario of one affair" in done.stderr
