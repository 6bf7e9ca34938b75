"""Do the verbs of the machine say what they did, write the same bytes twice, and go on where they stopped?"""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner

from showtrial.cli import main
from showtrial.model.machine import folder
from showtrial.model.machine.components import mechanisms
from showtrial.model.machine.summary import COUNTS
from showtrial.record.results import ENSEMBLE, read_result

ALL = list(mechanisms())


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def said(*words):
    done = run(*words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def files(place):
    return {path.relative_to(place): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_scenarios_are_listed_and_explained():
    rows = {each["id"]: each for each in said("scenarios")["scenarios"]}
    assert {"giaveno", "sixteen", "toy"} <= set(rows)
    assert (rows["toy"]["persons"], rows["giaveno"]["persons"]) == (8, None)
    assert all(each["cited"] > 0 and each["free"] > 0 for each in rows.values())
    toy = said("scenarios", "toy")
    assert [each["number"] for each in toy["mechanisms"]] == list(range(1, 21))
    assert run("scenarios", "toy").stdout.startswith("toy: Eight persons")


def test_one_run_of_sixteen_is_checked_audited_and_fitted(tmp_path):
    done = said("simulate", "sixteen", "--runs", 2, "--records", 1, "--seed", 1, "-o", tmp_path / "out")
    assert (done["kind"], done["origin"], done["persons"]) == ("showtrial ensemble", "simulated", 1125)
    assert [each["run"] for each in done["cases"]] == ["run-0001"]
    case = tmp_path / "out" / "run-0001"
    assert said("check", case)["problems"] == []
    assert said("info", case)["origin"] == "simulated"
    fixed = run("audit", case, "--question", "predetermination").stdout
    assert "set “conviction” for" in fixed
    fitted = said("fit", case, "machine-record", "--draws", 0)
    effects = {each["name"]: each["estimate"] for each in fitted["choice"]["effects"]}
    assert effects["sqrt(indegree)"] > 0.3  # 0.6 in the scenario
    assert effects["same(group)"] > 0.2  # 0.5 in the scenario


def test_the_same_bytes_twice_and_on_two_workers(tmp_path):
    first = run("simulate", "toy", "--runs", 3, "--seed", 1, "--workers", 1, "-o", tmp_path / "X", "--json")
    for place, workers in (("X", 1), ("Y", 2)):
        run("simulate", "toy", "--runs", 3, "--seed", 1, "--workers", workers, "-o", tmp_path / place)
    again = run("simulate", "toy", "--runs", 3, "--seed", 1, "-o", tmp_path / "X", "--json")
    assert again.stdout == first.stdout
    assert files(tmp_path / "X") == files(tmp_path / "Y")
    names = sorted(path.name for path in (tmp_path / "X").iterdir())
    assert names == ["run-0001", "run-0002", "run-0003", "series.csv", "summary.json"]
    truth = json.loads((tmp_path / "X" / "run-0001" / "truth.json").read_text())
    assert truth["origin"] == "simulated"
    for name in names[:3]:
        assert run("check", tmp_path / "X" / name).exit_code == 0
    assert run("audit", tmp_path / "X" / "run-0001").exit_code == 0


def test_the_series_adds_up_to_the_counts(tmp_path):
    found = said("simulate", "toy", "--runs", 30, "--records", 0, "-o", tmp_path / "X")
    rows = list(csv.DictReader((tmp_path / "X" / "series.csv").read_text().splitlines()))
    means = {each["name"]: each["mean"] for each in found["counts"]}
    for name in ("arrests", "confessions", "names", "convicted", "shot"):
        assert sum(int(row[name]) for row in rows) / 30 == pytest.approx(means[name])
    assert found["courses"]["arrests"]["low"] <= found["courses"]["arrests"]["high"]
    assert len(found["days"]) == len(found["courses"]["shot"]["median"])


@pytest.mark.parametrize("at", range(0, 20, 4))
def test_each_mechanism_can_be_taken_away_by_name(at):
    for name in ALL[at : at + 4]:
        found = said("simulate", "toy", "--runs", 4, "--off", name)
        assert found["off"] == found["counterfactual"]["off"] == [name]
        assert [each["name"] for each in found["mechanisms"] if each["off"]] == [name]
        assert [each["name"] for each in found["counterfactual"]["counts"]] == list(COUNTS)


def test_without_is_what_is_written(tmp_path):
    done = run("simulate", "toy", "--runs", 4, "--off", "naming,family", "--off", 1, "-o", tmp_path / "X")
    assert "1 pretext, 10 naming, 11 family" in done.stdout
    assert "run-0001  toy  nobody was reached" in done.stdout
    found = said("simulate", "toy", "--runs", 4, "--off", 10, "-o", tmp_path / "X")
    row = next(each for each in found["counterfactual"]["counts"] if each["name"] == "names")
    assert row["without"]["mean"] == 0
    assert row["difference"]["mean"] == -row["with"]["mean"]
    assert "without naming" in (tmp_path / "X" / "run-0001" / "casefile.toml").read_text()


def test_nothing_is_written_where_nothing_is_asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert said("simulate", "toy", "--runs", 2)["runs"] == 2
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_ensemble_goes_on(tmp_path, monkeypatch):
    whole = ("simulate", "toy", "--runs", 4, "--seed", 2, "--off", "naming", "-o")
    run(*whole, tmp_path / "X")
    write = folder.write_recorded

    def stop_at_the_third(made, place):
        if place.name == "run-0003":
            raise OSError("the power went off")
        write(made, place)

    monkeypatch.setattr(folder, "write_recorded", stop_at_the_third)
    assert isinstance(run(*whole, tmp_path / "Y").exception, OSError)
    assert [path.name for path in (tmp_path / "Y").iterdir()] == ["unfinished"]
    kept = {p.name: p.stat().st_mtime_ns for p in (tmp_path / "Y").rglob("*.csv") if "run-0001" in p.parts}
    assert kept
    monkeypatch.setattr(folder, "write_recorded", write)
    assert run(*whole, tmp_path / "Y").exit_code == 0
    assert files(tmp_path / "X") == files(tmp_path / "Y")
    for name, time in kept.items():
        assert (tmp_path / "Y" / "run-0001" / name).stat().st_mtime_ns == time


BAD = """title = "Bad"
about = "For a test."
from = "1936-05-05"
to = "1936-01-01"
colour = "red"
[world]
about = "nobody"
[parameters]
"naming.names" = { value = 1.0, unit = "persons" }
"naming.acted_on" = { value = 1.5, unit = "probability", source = "free" }
"gossip.rate" = { value = 1.5, unit = "per day", source = "free" }
"retraction.rate" = { value = 1.5, unit = "per dey", source = "free" }
"""


@pytest.mark.parametrize("words", [("scenarios",), ("simulate",)])
def test_everything_wrong_with_a_file_is_said_at_once(tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.toml").write_text(BAD)
    done = run(*words, "bad.toml")
    assert (done.exit_code, done.stdout) == (1, "")
    for line in (
        "bad.toml:5:colour  'colour'; wanted a key that is known here",
        "bad.toml:6:world  an empty population; wanted persons",
        "bad.toml:4:to  to lies before from; wanted dates in order",
        "bad.toml:9:parameters naming.names  a number without its source; wanted a source, or the word free",
        "bad.toml:10:parameters naming.acted_on  1.5; wanted a probability from 0 to 1",
        "bad.toml:11:parameters gossip.rate  'gossip'; wanted a mechanism",
        "bad.toml:12:parameters retraction.rate  unit 'per dey'; wanted unit 'per day'; did you mean 'per day'?",
    ):
        assert line in done.stderr
    assert len(done.stderr.splitlines()) == 7


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("toy", "--off", "namin"), "--off  'namin'; wanted a mechanism, by name or number (1 to 20); did you mean"),
        (("toy", "--off", "21"), "--off  '21'; wanted a mechanism"),
        (("toy", "--off", "10", "--runs", "1"), "runs 1  wanted 2 or more"),
        (("toi",), "toi  is no file and no packaged scenario; did you mean 'toy'?"),
        (("giaveno",), "giaveno.toml  needs a case file for its persons and ties; give one: --case CASE"),
        (("toy", "--case", "moscow"), "toy.toml  has persons of its own and takes no case file"),
        (("toy", "--recording", "complet"), "--recording  'complet'; wanted a way of recording; did you mean"),
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_one_line(words, line):
    done = run("simulate", *words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert line in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    done = run("simulate", "toy", "-o", tmp_path)
    assert "holds notes.txt, which is no part of a folder of runs" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_result_of_another_kind_is_told_apart(tmp_path):
    run("simulate", "toy", "--runs", 2, "--records", 0, "-o", tmp_path / "X")
    summary = tmp_path / "X" / "summary.json"
    assert read_result(summary) == read_result(summary, ENSEMBLE)
    done = run("simulate", summary, "-o", tmp_path / "Y")
    assert "is a result of `showtrial simulate SCENARIO -o`" in done.stderr
