"""Does each verb of the models say what it did, and is what goes wrong said in one line with its place?"""

from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pytest
from click.testing import CliRunner
from small import small, tables

from showtrial.audit.rules.ruleset import packaged_rules
from showtrial.audit.run import audit
from showtrial.cli import main
from showtrial.model.naming import results
from showtrial.model.naming.asked import packaged_models
from showtrial.record.packaged import open_case
from showtrial.record.storage import write_case
from showtrial.view.page import Page
from showtrial.view.sections import models
from showtrial.view.setting import _environment, _set

EVENTS = '[events]\nkind = "accusation"\nties = "batch"\nsenders = "all"\nreceivers = "all"\n'
#: Nobody in this court is named twice by the same speaker on two days.
COURT = '[events]\nkind = "accusation"\nties = "batch"\ncase = "twenty-one-1938"\nsetting = "open_court"\n'
CHOICE = '[choice]\neffects = ["alter(sex=f)"]\n'
RATE = '[rate]\neffects = ["intercept"]\n'


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def model(tmp_path):
    def write(text):
        (tmp_path / "m.toml").write_text(f'title = "t"\n{text}')
        return tmp_path / "m.toml"

    return write


@pytest.fixture(scope="module")
def fitted_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fitted")
    (folder / "m.toml").write_text(f'title = "t"\n{EVENTS}{CHOICE}{RATE}')
    assert run("fit", "toy", folder / "m.toml", "-o", folder / "r.json").exit_code == 0
    return (folder / "r.json").read_bytes()


@pytest.fixture
def result(tmp_path, fitted_once):
    (tmp_path / "r.json").write_bytes(fitted_once)
    return tmp_path / "r.json"


def test_models_lists_what_is_packaged():
    found = json.loads(run("models", "--json").stdout)["models"]
    assert [each["id"] for each in found] == list(packaged_models())
    assert {"title", "about", "case"} <= set(found[0])
    assert found[0]["choice"]["effects"]
    assert "moscow-sixteen-court" in run("models").stdout


def test_fit_says_what_it_found(model):
    found = json.loads(run("fit", "toy", model(EVENTS + CHOICE + RATE), "--json").stdout)
    assert (found["events"], found["actors"], found["status"]) == (7, 8, "converged")
    assert [each["name"] for each in found["choice"]["effects"]] == ["alter(sex=f)"]
    assert {"loglik", "effects", "status"} <= set(found["rate"])
    assert "problems" not in found
    text = run("fit", "toy", model(EVENTS + CHOICE)).stdout
    assert "alter(sex=f): one more multiplies the odds" in text


def test_a_result_file_is_what_json_says_and_the_same_twice(model, tmp_path, result):
    first = result.read_bytes()
    done = run("fit", "toy", model(EVENTS + CHOICE + RATE), "-o", result, "--json")
    assert result.read_bytes() == first
    assert json.loads(first) == json.loads(done.stdout)


def wrong(case, model, said, *words):
    done = run("fit", case, model, *words)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    as_json = json.loads(run("fit", case, model, "--json").stdout)
    assert said in as_json["error"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (EVENTS + CHOICE.replace("alter(sex=f)", "inertai"),
         "m.toml:choice.effects[1]  'inertai'; wanted an effect of the choice model; did you mean 'inertia'?"),
        (EVENTS + CHOICE.replace("sex", "sexx"),
         "m.toml:choice.effects[1]  'sexx'; wanted an attribute of the history; did you mean 'sex'?"),
        (EVENTS + CHOICE + RATE.replace('"]', '", "ego(hold)"]'), "m.toml:rate.effects[2]  'hold'; wanted"),
        (EVENTS.replace("receivers", "recievers") + CHOICE,
         "m.toml:events.recievers  an unknown key; wanted a key of [events]; did you mean 'receivers'?"),
        (EVENTS + 'since = "1702-03-13"\n' + CHOICE, "on 1702-03-12, and 3 more; wanted namings in the window"),
        (EVENTS + 'since = "1802-01-01"\n' + CHOICE, "events.since  '1802-01-01'; wanted a day not after the last"),
        (EVENTS + 'removed = "deposed"\n' + CHOICE, "assertions.csv:8  osk names vell on 1702-03-12, when the record has"),
        (EVENTS + RATE + 'form = "piecewise"\nbreaks = [5000]\n',
         "m.toml:rate.breaks  [5000.0]; wanted ascending days between 0 and 5; move the breaks into the window"),
        (EVENTS + '[rem]\neffects = ["intercept", "recency"]\n',
         "m.toml:rem.effects[2]  'recency'; wanted an effect that is constant between events; use a window"),
        (EVENTS + 'case = "bells"\n' + CHOICE, "events.case  'bells'; wanted a word of cases.id; known: night-masters"),
    ],
)  # fmt: skip
def test_what_the_case_cannot_answer_is_one_line(model, text, said):
    wrong("toy", model(text), said)


def test_an_unknown_model_is_one_line():
    wrong("toy", "gaiveno", "gaiveno  is no file and no packaged model; did you mean 'giaveno'?")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"statements": tables()["statements"].with_columns(date=pl.lit(None, dtype=pl.String))},
         "assertions.csv  none of 1 namings is dated to the day"),
        ({"assertions": tables()["assertions"].filter(pl.col("id") != "a1")}, "no naming that incriminates"),
        ({"persons": tables()["persons"].with_columns(
            born=pl.when(pl.col("id") == "karl").then(pl.lit("1936-06-15")).otherwise("born"))},
         "anna names karl on 1936-06-01, before the birth of"),
        ({}, "m.toml:events.receivers  nobody else is at risk: every speaker could have named one person only"),
    ],
)  # fmt: skip
def test_what_no_case_can_be_fitted_to_is_one_line(model, tmp_path, change, said):
    write_case(small(**change), tmp_path / "case")
    wrong(tmp_path / "case", model(EVENTS + CHOICE.replace("alter(sex=f)", "indegree")), said)


@pytest.mark.parametrize(
    ("case", "events", "effects", "said"),
    [
        (
            "toy",
            EVENTS,
            '["indegree", "alter(tortured)"]',
            "no variation: alter(tortured) is the same for all",
        ),
        ("moscow", COURT, '["indegree", "inertia"]', "separation: the events fit the better, without end"),
    ],
)
def test_what_has_no_estimate_is_told_and_the_result_is_kept(model, tmp_path, case, events, effects, said):
    file = model(events + f"[choice]\neffects = {effects}\n")
    done = run("fit", case, file, "--draws", 0, "-o", tmp_path / "r.json")
    told = json.loads(run("fit", case, file, "--draws", 0, "--json").stdout)
    assert told == json.loads((tmp_path / "r.json").read_bytes()) | {"error": told["error"]}
    assert said in told["error"]
    assert "no estimates to go by" in told["diagnostics"]["recall"][0]["not_applicable"]
    assert done.exit_code == 1
    assert f"m.toml:choice.effects  {said}" in done.stderr
    assert done.stderr.splitlines()[-1] == f"{tmp_path / 'r.json'}  written"
    assert json.loads((tmp_path / "r.json").read_bytes())["status"] == said.partition(":")[0].replace(
        " ", "_"
    )


def test_no_convergence_is_told_with_what_to_try(model, monkeypatch):
    fit_choice = results.fit_choice
    lost = "not converged after 50 steps: ... Try a transform (sqrt, log1p)"
    monkeypatch.setattr(
        results,
        "fit_choice",
        lambda *given, **more: replace(fit_choice(*given, **more), status="not_converged", problems=(lost,)),
    )
    wrong("toy", model(EVENTS + CHOICE), f"m.toml:choice.effects  {lost}")


def test_simulate_writes_a_case_file_the_same_twice(result, tmp_path):
    for name in ("X", "Y"):
        done = run("simulate", result, "--seed", 1, "-o", tmp_path / name, "--json")
        assert done.exit_code == 0
        assert json.loads(done.stdout)["origin"] == "simulated"
    files = sorted(path.name for path in (tmp_path / "X").iterdir())
    assert {"casefile.toml", "persons.csv", "model.toml"} <= set(files)
    for name in files:
        assert (tmp_path / "X" / name).read_bytes() == (tmp_path / "Y" / name).read_bytes()
    assert run("check", tmp_path / "X").exit_code == 0
    assert "simulated" in run("info", tmp_path / "X").stdout
    again = run("fit", tmp_path / "X", tmp_path / "X" / "model.toml")
    assert again.exit_code == 0 or "no variation" in again.stderr
    assert run("simulate", result, "--seed", 2, "-o", tmp_path / "Z").exit_code == 0
    assert (tmp_path / "Z" / "assertions.csv").read_bytes() != (
        tmp_path / "X" / "assertions.csv"
    ).read_bytes()


def test_simulate_writes_runs_beside_a_summary(result, tmp_path):
    done = run("simulate", result, "--runs", 2, "-o", tmp_path / "X", "--json")
    assert done.exit_code == 0
    names = sorted(path.name for path in (tmp_path / "X").iterdir())
    assert names == ["model.toml", "run-0001", "run-0002", "series.csv", "summary.json"]
    summary = json.loads((tmp_path / "X" / "summary.json").read_bytes())
    assert summary["runs"] == json.loads(done.stdout)["runs"]
    assert run("check", tmp_path / "X" / "run-0002").exit_code == 0


def test_simulate_refuses_what_it_cannot_draw_from(model, tmp_path):
    run("fit", "toy", model(EVENTS + CHOICE), "-o", tmp_path / "r.json")
    done = run("simulate", tmp_path / "r.json", "-o", tmp_path / "X")
    assert done.exit_code == 1
    assert done.stderr.startswith("the result of m  has no rate; wanted a choice and a rate, or a rem")
    (tmp_path / "r.json").write_text("{}")
    done = run("simulate", tmp_path / "r.json", "-o", tmp_path / "X")
    assert (done.exit_code, "is no result" in done.stderr) == (1, True)
    assert not (tmp_path / "X").exists()


@pytest.fixture(scope="module")
def toy_page():
    case = open_case("toy")
    return Page(case, audit(case, packaged_rules()["hr-baseline"]))


def shown(page, *found):
    """The section of models as the report has it."""
    return str(_set(_environment(page), models.section(page, found), lambda stage: None).html)


def test_the_report_shows_results_and_computes_none(result, tmp_path, monkeypatch):
    def never(*given, **more):
        raise AssertionError

    monkeypatch.setattr(results, "fitted", never)
    done = run("report", "toy", "--with", result, "-o", tmp_path / "r.html")
    assert done.exit_code == 0
    page = (tmp_path / "r.html").read_text()
    assert 'id="s-models"' in page
    assert "alter(sex=f)" in page
    assert "another state of the record" not in page
    assert run("report", "toy", "--with", tmp_path / "none.json", "-o", tmp_path / "r.html").exit_code == 1


def test_the_report_shows_the_checks_of_a_fit_and_results_without_any(result, toy_page):
    found = json.loads(result.read_bytes())
    html = shown(toy_page, found)
    assert "histories drawn from the fit (choice, seed 0)" in html
    assert "How often the person named is among the k" in html
    assert "Persons by how many named them" in html
    assert "waits (rate): 7 waits are too few" in html
    old = {key: value for key, value in found.items() if key != "diagnostics"}
    html = shown(toy_page, old)
    assert "alter(sex=f)" in html
    assert "drawn from the fit" not in html
    assert "another state of the record" in shown(toy_page, old | {"case_sha256": "0" * 64})


def test_the_report_shows_waits_and_arrests_after_namings(toy_page):
    for name in ("moscow-waits", "moscow-reproduction"):
        found = results.fitted(open_case("moscow"), packaged_models()[name])
        html = shown(toy_page, found)
        told = {"moscow-waits": "Log-rank test", "moscow-reproduction": "No number: 8 pairs are on record"}[
            name
        ]
        assert told in html


def test_the_waits_of_a_rate_have_a_figure(toy_page, result):
    rows = [[0.1, 0.2, 0.0, 0.3], [1.0, 0.8, 0.7, 1.4]]
    waits = {"of": "rate", "n": 40, "mean": 1.0, "neighbours": 0.0, "drawn_within_days": True,
             "test": {"name": "k", "statistic": 0.1, "p": 0.5}, "quantiles": rows, "words": ["Said so"]}  # fmt: skip
    found = json.loads(result.read_bytes())
    found["diagnostics"]["residuals"] = [waits]
    html = shown(toy_page, found)
    assert "2 quantiles of the waits against those of the exponential distribution; 0 lie outside" in html
    assert "<p>Said so.</p>" in html
    assert html.count('id="f-model-1-waits-rate"') == 1
