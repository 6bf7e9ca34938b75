"""Is the record of a run a case file like any other, marked, neutral, and less than the world?"""

from __future__ import annotations

import json

import polars as pl
import pytest

from model.machine.made import everything
from showtrial.errors import ModelError
from showtrial.events.of_case import event_history
from showtrial.events.sample import Sample
from showtrial.model.machine import layout as at
from showtrial.model.machine.opening import open_scenario
from showtrial.model.machine.recording import Recording, record, write_recorded
from showtrial.model.machine.run import run
from showtrial.model.naming.choice import fit_choice
from showtrial.record.packaged import open_case
from showtrial.record.storage import case_files, read_case
from showtrial.record.views import namings

WHOLE = Recording(lost=0, coarse=0, copied=0)


@pytest.fixture(scope="module")
def world():
    scenario = open_scenario("sixteen")
    return scenario, run(scenario, seed=1)


@pytest.fixture(scope="module")
def made(world):
    return record(*world)


def test_it_is_marked_and_holds_no_name_of_the_record(made):
    assert made.case.meta.origin == made.truth["origin"] == "simulated"
    moscow = open_case("moscow")
    written = b"\n".join(data for name, data in case_files(made.case).items() if name != "casefile.toml")
    written += json.dumps(made.truth).encode()
    for column in ("id", "name", "name_native"):
        for word in (
            moscow["persons"].filter(pl.col("kind").fill_null("person") == "person")[column].drop_nulls()
        ):
            if (len(word) > 4 and " " in word) or (column == "id" and len(word) > 6):
                assert word.encode() not in written, word
    assert made.case["persons"]["name"].str.contains(r"^Person \d+$").all()


def test_nothing_lost_keeps_every_naming(world):
    scenario, trace = world
    case = record(scenario, trace, WHOLE).case
    kept = namings(case).filter(pl.col("namer") != pl.col("named"))
    assert kept.height == int((trace.kind == at.E_NAME).sum())
    assert case["events"].filter(kind="arrest").height == int((trace.kind == at.E_ARREST).sum())
    assert case["charges"].height == int((trace.kind == at.E_DOSSIER).sum())
    assert case["links"].height == 0


def test_what_is_lost_blurred_and_copied_is_in_the_truth(world, made):
    scenario, trace = world
    whole = record(scenario, trace, WHOLE).case
    lost = set(made.truth["lost"])
    kept = set(made.case["statements"]["id"])
    assert lost
    assert not lost & kept
    papers = set(whole["events"].filter(pl.col("state").is_not_null())["id"])
    assert lost - papers | kept == set(whole["statements"]["id"])
    assert lost & papers == papers - set(made.case["events"]["id"].drop_nulls())
    assert abs(len(lost - papers) / whole["statements"].height - 0.3) < 0.05
    copies = [each for each in made.truth["changes"] if each["change"] == "copied"]
    assert 0 < made.case["links"].filter(kind="copied").height < len(copies)
    blurred = {each["act"] for each in made.truth["changes"] if each["change"] == "date by month"}
    rows = made.case["statements"].filter(pl.col("id").is_in(blurred))
    assert (rows["date"].str.len_chars() == 7).all()
    assert rows.height > 0


def test_papers_that_fix_verdicts_are_on_record_unless_the_court_decides(world):
    scenario, trace = world
    events = record(scenario, trace, WHOLE).case["events"]
    told = events.filter(kind="verdict_draft").select("case", "state", "authority", "value").rows()
    assert [each[:3] for each in told] == [("open-1", "approved", "external")]
    free = record(scenario, run(scenario, seed=1, off=["verdict"]), WHOLE).case
    assert free["events"]["state"].null_count() == free["events"].height
    assert free["events"].filter(kind="list").height > 0


def test_evidence_that_is_off_is_not_on_record(world):
    scenario, _ = world
    with_it, without = (
        record(scenario, run(scenario, seed=1, off=off), WHOLE).case for off in ([], ["evidence"])
    )
    kinds = pl.col("kind").is_in(["document", "witness"])
    assert with_it["assertions"].filter(kinds).height > 0
    assert without["assertions"].filter(kinds).height == 0
    assert with_it["events"].drop("id").equals(without["events"].drop("id"))


def test_only_what_the_court_published(world):
    case = record(*world, Recording(archive=False)).case
    assert case["charges"].height == 16
    assert set(case["statements"]["setting"]) == {"open_court"}
    assert case["links"].height == case["inferences"].height == 0


def test_same_run_same_bytes_and_it_reads_back(world, made, tmp_path):
    assert case_files(record(*world).case) == case_files(made.case)
    write_recorded(made, tmp_path / "run-0001")
    assert read_case(tmp_path / "run-0001") == made.case
    assert json.loads((tmp_path / "run-0001" / "truth.json").read_text())["persons"]


def test_the_naming_models_read_it(made):
    history = event_history(made.case, Sample(kind="accusation", ties="batch"))
    fit = fit_choice(history, ("sqrt(indegree)", "same(group)"))
    assert fit.estimate[1] > 0  # names stay in the group, as the scenario says


def test_accusations_bear_on_the_charges(made):
    targets = set(made.case["inferences"]["target"])
    assert targets <= set(made.case["elements"]["id"])
    assert targets


def test_refusals():
    with pytest.raises(ModelError, match=r"lost 1\.5  wanted a probability"):
        Recording(lost=1.5)
    scenario = everything()
    quiet = run(scenario, seed=1, off=["pretext", "waves", "lists", "association"])
    with pytest.raises(ModelError, match="nobody was reached"):
        record(scenario, quiet)
    with pytest.raises(ModelError, match="nothing was published"):
        record(scenario, run(scenario, seed=1, off=["choice"]), Recording(archive=False))
