"""Are affairs of a country recorded as case files that hold what happened in them, and drawn as is said?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from model.country.small_union import everything, places, ties_of
from showtrial.audit.rules.ruleset import open_rules
from showtrial.audit.run import audit
from showtrial.errors import ModelError
from showtrial.model.country import ledger, sampled
from showtrial.model.country.opening import open_country
from showtrial.model.country.recorded import KIND, PERSON, events_of, kept_of, record_affair
from showtrial.model.country.run import run_country
from showtrial.model.country.sampled import sample_of, share_for, sizes_of, write_affairs
from showtrial.model.country.scenario import with_persons
from showtrial.model.machine import layout as at
from showtrial.model.machine.chance import mixed
from showtrial.model.machine.recording import RECORDINGS
from showtrial.record.storage import case_files, read_case
from showtrial.record.views import namings

COMPLETE = RECORDINGS["complete"]


@pytest.fixture(scope="module")
def moscow():
    """Some affairs of the elite: larger than those of the union."""
    scenario = with_persons(open_country("moscow"), 60_000)
    return scenario, run_country(scenario, seed=1)


def counted(case):
    """What a complete record holds, by the words of the trace."""
    said = case["assertions"].join(case["statements"], left_on="statement", right_on="id", suffix="_of")
    said = said.filter(setting="interrogation")
    kinds = case["events"]["kind"].to_list()
    found = case["charges"]["finding"].drop_nulls()
    return {
        "arrest": kinds.count("arrest"),
        "shot": kinds.count("execution"),
        "freed": kinds.count("release"),
        "name": said.filter(kind="co_accused").height,
        "refusal": said.filter(polarity="denies").height,
        "confession": case["statements"].filter(setting="interrogation").height,
        "dossier closed": case["charges"].height,
        "verdict": found.len(),
        "to death": case["charges"].filter(sentence="death").height,
    }


def traced(what):
    """The same from the trace; a confession, a session, a refusal or a retraction is one protocol."""
    found = {word: int((what[:, KIND] == kind).sum()) for kind, word in enumerate(at.EVENT_WORDS)}
    late = int(((what[:, KIND] == at.E_RETRACT) & (what[:, 3] == 1)).sum())
    protocols = found["confession"] + found["session"] + found["refusal"] + found["retraction"] - late
    dead = int(((what[:, KIND] == at.E_VERDICT) & (what[:, 3] == at.TO_DEATH)).sum())
    same = ("arrest", "shot", "freed", "name", "refusal", "dossier closed", "verdict")
    return {**{word: found[word] for word in same}, "confession": protocols, "to death": dead}


@pytest.mark.parametrize("seed", range(6))
def test_a_country_of_one_affair_is_recorded_whole(seed):
    scenario = everything()
    run = run_country(scenario, seed=seed, keep=1.0)
    kept = kept_of(scenario, run, seed=seed)
    made = record_affair(kept, 0, COMPLETE)
    count, case = run.counts(), made.case
    assert counted(case) == traced(events_of(run, 0)[1])
    assert counted(case)["arrest"] == count[1]
    assert counted(case)["name"] == count[6]
    assert counted(case)["to death"] == count[10]
    opened = case["charges"].filter(case="open-1").height
    assert opened == count[8]
    assert case["statements"].filter(pl.col("id").str.starts_with("s.plea")).height == opened
    assert case["events"].filter(kind="trial").height == (opened > 0)
    assert case["events"].filter(id="e.order-stop").height == 1
    ends = sorted(each["status"] for each in made.truth["persons"].values())
    rows = run.trace[2]
    inside = np.unique(events_of(run, 0)[1][:, PERSON])
    assert ends == sorted(at.STATUS_WORDS[s] for s in rows[inside, ledger.STATUS])


def test_ties_are_those_of_the_country_among_the_persons_of_the_affair():
    scenario = everything()
    run = run_country(scenario, seed=1, keep=1.0)
    made = record_affair(kept_of(scenario, run, seed=1), 0, COMPLETE)
    who = {int(i) for i in run.trace[2][np.unique(events_of(run, 0)[1][:, PERSON]), ledger.WHO]}
    here = places(scenario.world)
    pairs = {(min(i, j), max(i, j), kind) for i in who for j, kind in ties_of(here, i) if j in who}
    assert made.case["persons"].height == len(who)
    kept = {(i, j, {1: 1, 0: 0}.get(kind, 2)) for i, j, kind in pairs}  # two kinds are one in a case file
    assert made.case["ties"].height == len(kept)
    assert set(made.case["traits"]["value"]) <= {"x", "y"}


def test_the_order_in_which_persons_were_reached_is_no_matter():
    scenario = everything()
    run = run_country(scenario, seed=2, keep=1.0)
    time, what, rows = run.trace
    order = np.random.default_rng(1).permutation(len(rows))
    moved = what.copy()
    moved[:, 1], moved[:, 2] = order[what[:, 1]], np.where(what[:, 2] < 0, -1, order[what[:, 2]])
    table = np.empty_like(rows)
    table[order] = rows
    other = replace(run, trace=(time, moved, table))
    one, two = (record_affair(kept_of(scenario, each, seed=2), 0).case for each in (run, other))
    assert case_files(one) == case_files(two)


def test_a_sample_holds_what_happened_and_passes_the_check(moscow, tmp_path):
    scenario, run = moscow
    found = sample_of(scenario, run, seed=1, records=8)
    assert np.array_equal(found.kept.run.counts(), run.counts())
    assert np.array_equal(found.kept.run.series, run.series)
    told = write_affairs(found, tmp_path, COMPLETE)
    assert len({each["id"] for each in told["affairs"]}) == 8
    assert told["sample"]["text"].startswith("Run 1 was simulated once more")
    for row in told["affairs"]:
        case = read_case(tmp_path / row["folder"])
        _, what = events_of(found.kept.run, row["id"])
        assert counted(case) == traced(what)
        assert (case.sha256, case.meta.origin) == (row["sha256"], "simulated")
        assert (case["persons"].height, counted(case)["arrest"]) == (row["persons"], row["arrested"])
        assert counted(case)["name"] == row["namings"] >= 1
        every = namings(case).filter(pl.col("namer") != pl.col("named"))
        assert every.height == row["namings"]
        assert case["persons"]["name"].str.contains(r"^Person \d+$").all()
        days = case["statements"]["date"]
        assert row["from"] <= days.min() <= days.max() <= row["to"]
    largest = max(told["affairs"], key=lambda row: row["namings"])
    case = read_case(tmp_path / largest["folder"])
    subjects = {each.subject for each in audit(case, open_rules("hr-baseline")).findings}
    assert set(case["charges"]["id"]) <= subjects


def test_same_seed_same_affairs_and_more_of_them_begin_the_same(moscow):
    scenario, run = moscow
    few, more = (sample_of(scenario, run, seed=1, records=many) for many in (2, 6))
    assert few.share < more.share <= 1
    assert few.affairs == more.affairs[:2]
    how = RECORDINGS["usual"]
    one, two = (record_affair(each.kept, few.affairs[0][0], how) for each in (few, more))
    assert case_files(one.case) == case_files(two.case)
    assert one.truth == two.truth


def test_affairs_lose_different_papers(moscow):
    scenario, run = moscow
    found = sample_of(scenario, run, seed=1, records=20)
    lost = [record_affair(found.kept, number).truth["lost"] for number, _ in found.affairs]
    first = sum(any(each.endswith("-1") and each.startswith("s.p0001") for each in own) for own in lost)
    assert 0 < first < len(lost)


def test_the_affairs_kept_have_the_smallest_hashes(moscow):
    scenario, run = moscow
    kept = run_country(scenario, seed=1, keep=0.1)
    numbers = np.unique(kept.trace[1][kept.trace[1][:, KIND] != at.E_LISTED, 4])
    hashes = [mixed(int(number) + sampled._SALT) / 2**64 for number in numbers]
    assert max(hashes) < 0.1
    assert abs(len(numbers) / run.meter[ledger.N_AFFAIRS] - 0.1) < 0.02
    order = [mixed(number + sampled._SALT) for number, _ in sizes_of(kept)[0]]
    assert order == sorted(order)


def test_larger_affairs_are_told_and_not_written(moscow, monkeypatch):
    scenario, run = moscow
    rows = dict(sizes_of(run_country(scenario, seed=1, keep=share_for(run, 3)))[0])
    monkeypatch.setattr(sampled, "MOST", 5)
    found = sample_of(scenario, run, seed=1, records=3)
    assert len(found.affairs) == 3
    assert all(persons <= 5 for _, persons in found.affairs)
    assert dict(found.larger) == {number: persons for number, persons in rows.items() if persons > 5}


def test_a_share_without_room_is_halved(moscow, monkeypatch):
    scenario, run = moscow

    def full(scenario, *, keep, **more):
        if keep > 0.04:
            raise ModelError("full")
        return run_country(scenario, keep=keep, **more)

    monkeypatch.setattr(sampled, "run_country", full)
    found = sample_of(scenario, run, seed=1, records=3)
    assert 0.02 < found.share <= 0.04
    assert found.share == share_for(run, 3) / 2 ** round(np.log2(share_for(run, 3) / found.share))


def test_without_naming_there_is_nothing_to_show(moscow, tmp_path):
    scenario, _ = moscow
    run = run_country(scenario, seed=1, off=["naming"])
    told = write_affairs(sample_of(scenario, run, seed=1, off=["naming"]), tmp_path)
    assert (told["affairs"], told["sample"]["with_namings"]) == ([], 0)
    assert not list(tmp_path.iterdir())


def test_where_nothing_was_published_it_is_told(moscow, tmp_path):
    scenario, run = moscow
    told = write_affairs(sample_of(scenario, run, seed=1), tmp_path, RECORDINGS["published"])
    assert all(each["sha256"] is None and "nothing was published" in each["why"] for each in told["affairs"])
    assert not list(tmp_path.iterdir())
