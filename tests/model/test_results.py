"""Does a result say what was fitted, is it the same twice, and does an independent computation agree?"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize

from showtrial.errors import ModelError, ReadError, SchemaError
from showtrial.events.of_case import event_history
from showtrial.model.naming.asked import load_model, model_data, open_model, packaged_models
from showtrial.model.naming.drawn import drawn, model_text, write_runs
from showtrial.model.naming.kept import wrong
from showtrial.model.naming.results import fitted, result_text
from showtrial.record.packaged import open_case
from showtrial.record.readers import read_giaveno
from showtrial.record.results import read_result, result_bytes

DATA = Path(__file__).parents[3] / "shared" / "data" / "giaveno1335"
needs_giaveno = pytest.mark.skipif(not DATA.exists(), reason="the Giaveno data are not here")

#: A choice and a rate that the toy can answer, and that a simulation can draw from.
TOY = """
title = "The toy"
[events]
kind = "accusation"
ties = "batch"
senders = "all"
receivers = "all"
since = "1702-03-12"
until = "1702-06-30"
[choice]
effects = ["alter(sex=f)"]
[rate]
effects = ["intercept"]
"""


@pytest.fixture(scope="module")
def toy():
    return fitted(open_case("toy"), load_model(TOY, "toy.toml"), draws=20)


def test_a_result_has_what_users_were_promised(toy):
    assert next(iter(toy)) == "kind"
    assert (toy["events"], toy["actors"], toy["status"]) == (7, 8, "converged")
    for submodel in ("choice", "rate"):
        assert np.isfinite(toy[submodel]["loglik"])
        assert [each["name"] for each in toy[submodel]["effects"]] == toy["asked"][submodel]["effects"]
        assert all(each["se"] > 0 for each in toy[submodel]["effects"])
    # one rate for all: events over days at risk
    history = event_history(open_case("toy"), load_model(TOY).sample)
    [rate] = toy["rate"]["effects"]
    assert np.exp(rate["estimate"]) <= 7 / (history.end - history.start)
    assert "namings a day" in rate["words"]


def test_the_same_bytes_twice_and_read_back(toy, tmp_path):
    again = fitted(open_case("toy"), load_model(TOY, "toy.toml"), draws=20)
    assert result_bytes(toy) == result_bytes(again)
    (tmp_path / "r.json").write_bytes(result_bytes(toy))
    assert read_result(tmp_path / "r.json") == toy
    assert wrong(toy) == ()
    assert "7 events among 8 actors" in result_text(toy)
    assert "(simulated)" in result_text(toy)


@pytest.mark.parametrize(
    ("content", "said"), [("", "no such file"), ("{", "is not JSON"), ("[1]", "is no result")]
)
def test_what_is_no_result(tmp_path, content, said):
    path = tmp_path / "r.json"
    if content:
        path.write_text(content)
    with pytest.raises(ReadError, match=said):
        read_result(path)


def test_a_drawn_order_is_averaged():
    text = TOY.replace('"batch"', '"random"').replace('title = "The toy"', 'title = "t"\ndraws = 3')
    model = load_model(text.split("[rate]")[0].replace("alter(sex=f)", "indegree"), "t.toml")
    one, two = (fitted(open_case("toy"), model, seed=seed, draws=20) for seed in (1, 1))
    assert one == two
    assert one["seed"] == 1
    assert any("3 drawn histories" in note for note in one["choice"]["notes"])


def test_all_packaged_models_can_be_read_and_say_what_they_are():
    for name, model in packaged_models().items():
        assert model == open_model(name)
        assert model.title
        assert len(model.about) > 100
        assert json.loads(json.dumps(model_data(model)))["id"] == name


MOSCOW = [name for name in packaged_models() if name.startswith("moscow")]


@pytest.mark.parametrize("name", MOSCOW)
def test_the_moscow_models_fit(name):
    found = fitted(open_case("moscow"), open_model(name), draws=0)
    assert (found["status"], wrong(found)) == ("converged", ())


def test_a_model_of_waits_alone_needs_no_events():
    found = fitted(open_case("moscow"), open_model("moscow-waits"))
    assert "events" not in found
    assert "DAYS FROM ARREST" in result_text(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "t"\n[waits]\nsplitt = "1937-04-01"', "m.toml:waits.splitt  an unknown key"),
        ('title = "t"\n[waits]\nsplit = "spring"', "m.toml:waits.split  'spring'; wanted a day"),
        (
            'title = "t"\n[waits]\nsplit = "1937-04-01"\n[choice]\neffects = ["inertia"]',
            "m.toml:events  nothing",
        ),
        ('title = "t"\n[event]\nkind = "accusation"', "m.toml:event  an unknown key"),
    ],
)
def test_a_wrong_model_file_is_told_by_its_place(text, said):
    with pytest.raises(SchemaError) as error:
        load_model(text, "m.toml")
    assert said in str(error.value)


def test_drawn_case_files_are_the_same_twice_and_can_be_fitted_again(toy, tmp_path):
    one, two = (list(drawn(toy, "0" * 64, runs=2, seed=5)) for _ in range(2))
    assert [run.case.sha256 for run in one] == [run.case.sha256 for run in two]
    assert one[0].case != one[1].case
    [alone] = drawn(toy, "0" * 64, runs=1, seed=5)
    assert alone.case == one[0].case  # run 1 does not depend on how many runs there are
    assert [entry["seed"] for entry in alone.case.meta.provenance] == [5]
    again = fitted(alone.case, load_model(model_text(toy), "model.toml"), draws=0)
    assert again["events"] == len(alone.history)
    assert again["world"] == toy["world"] | {
        "ordering": again["world"]["ordering"],
        "states": again["world"]["states"],
    }
    summary = write_runs(toy, iter(one), tmp_path / "runs")
    assert [run["run"] for run in summary["runs"]] == ["run-0001", "run-0002"]
    lines = (tmp_path / "runs" / "series.csv").read_text().splitlines()
    assert lines[0] == "run,day,namings"
    assert sum(int(line.split(",")[2]) for line in lines[1:]) == sum(
        run["namings"] for run in summary["runs"]
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: {k: v for k, v in r.items() if k != "rate"}, "has no rate"),
        (lambda r: {**r, "rate": {**r["rate"], "status": "separation"}}, "status separation"),
        (lambda r: {**r, "rate": {**r["rate"], "form": "ordinal"}}, "an ordinal rate, which knows the order"),
    ],
)
def test_what_cannot_be_drawn_from(toy, change, said):
    with pytest.raises(ModelError, match=said):
        next(drawn(change(toy), "0" * 64, runs=1, seed=1))


@pytest.mark.parametrize(
    "asked",
    [
        '[rem]\neffects = ["intercept", "sqrt(indegree)"]\n',
        '[choice]\neffects = ["indegree"]\n[rate]\neffects = ["intercept"]\nform = "piecewise"\nbreaks = [3]\n',
    ],
    ids=["rem", "piecewise"],
)
def test_other_models_can_be_drawn_from_and_asked_again(asked):
    head, _ = TOY.split("[choice]")
    result = fitted(open_case("toy"), load_model(head + asked, "toy.toml"), draws=0)
    assert result["status"] == "converged"
    runs = list(drawn(result, "0" * 64, runs=4, seed=5))
    model = load_model(model_text(result), "model.toml")
    assert [model.effects, model.form, model.breaks] == [
        load_model(head + asked).effects,
        load_model(head + asked).form,
        load_model(head + asked).breaks,
    ]
    again = fitted(runs[0].case, model, draws=0)
    assert again["events"] == len(runs[0].history)
    assert sum(run.namings for run in runs) > 4


def test_runs_replace_runs_and_nothing_else(toy, tmp_path):
    write_runs(toy, drawn(toy, "0" * 64, runs=1, seed=5), tmp_path / "runs")
    write_runs(toy, drawn(toy, "0" * 64, runs=1, seed=6), tmp_path / "runs")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine")
    with pytest.raises(ReadError, match="no part of a folder of runs"):
        write_runs(toy, drawn(toy, "0" * 64, runs=1, seed=5), tmp_path / "other")
    assert (tmp_path / "other" / "notes.txt").read_text() == "mine"


def dense_choices(history):
    """Statistics of every candidate at every event, (M, n, 6), by the definitions; and who could be named."""
    n, sex = history.n, history.attributes["sex"]
    female = (sex.codes == sex.levels.index("f")).astype(float)
    told = sex.codes >= 0
    dead = history.states["dead"]
    named, rows = np.zeros((n, n)), []
    before, pending = -1, []
    for i, j, t, batch in zip(history.sender, history.receiver, history.time, history.batch, strict=True):
        if batch != before:
            for a, b in pending:
                named[a, b] = 1
            before, pending = batch, []
        is_dead = np.zeros(n)
        is_dead[dead.actor[(dead.start <= t) & (t < dead.stop)]] = 1
        same = told & told[i] & (sex.codes == sex.codes[i])
        columns = (female, same, is_dead, named[:, i], named[:, i] @ named, np.sqrt(named.sum(axis=0)))
        rows.append(np.stack([np.asarray(each, float) for each in columns], axis=1))
        pending.append((i, j))
    return np.array(rows)


@needs_giaveno
def test_giaveno_by_an_independent_computation():
    case, model = read_giaveno(DATA), open_model("giaveno")
    found = fitted(case, model, draws=0)
    history = event_history(case, model.sample)
    x = dense_choices(history)
    at = np.arange(len(x))
    at_risk = np.ones(x.shape[:2], bool)
    at_risk[at, history.sender] = False

    def negative(b):
        eta = np.where(at_risk, x @ b, -np.inf)
        top = eta.max(axis=1, keepdims=True)
        weight = np.exp(eta - top)
        total = weight.sum(axis=1)
        mean = (weight[:, :, None] * x).sum(axis=1) / total[:, None]
        loglik = eta[at, history.receiver] - top[:, 0] - np.log(total)
        return -loglik.sum(), -(x[at, history.receiver] - mean).sum(axis=0)

    best = minimize(negative, np.zeros(6), jac=True, method="BFGS", options={"gtol": 1e-7})
    assert (found["events"], found["actors"]) == (751, 265) == (len(x), x.shape[1])
    assert found["choice"]["loglik"] == pytest.approx(-best.fun, abs=1e-6)
    assert found["choice"]["loglik"] == pytest.approx(-3799.8288, abs=1e-3)
    assert [each["estimate"] for each in found["choice"]["effects"]] == pytest.approx(best.x, abs=1e-5)
