"""Is what is held to be true in a world true in it, and are answers judged by it?"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from showtrial.audit.rules.ruleset import packaged_rules
from showtrial.calibration.trust import (
    basis,
    contradictions,
    fair_trial,
    gaps,
    independence,
    predetermination,
    profile,
    remains,
    sensitivity,
    trust,
    trust_text,
)
from showtrial.calibration.trust.answers import Answers
from showtrial.calibration.trust.editors import edited, smoothed
from showtrial.calibration.trust.namings import estimates
from showtrial.calibration.trust.questions import QUESTIONS
from showtrial.calibration.trust.recordings import WAYS, recorded
from showtrial.calibration.trust.world import World
from showtrial.errors import ModelError, SchemaError
from showtrial.model.machine import layout as at
from showtrial.model.machine.opening import open_scenario
from showtrial.model.machine.run import Trace, run
from showtrial.model.machine.scenario import changed
from showtrial.model.machine.sessions import FROM_LIST
from showtrial.model.replicates import Where
from showtrial.record.results import TRUST, result_bytes

WAY = {way.id: way for way in WAYS}
BELLFOUNDER, APPRENTICE, CLERK, FERRYMAN = 0, 1, 3, 5
#: Day, what, who, by whom, value. The clerk confesses, is named by two, and takes it back in court.
TOLD = [
    (3, at.E_ARREST, BELLFOUNDER, -1, at.BY_SWEEP),
    (10, at.E_CONFESS, BELLFOUNDER, -1, 0),
    (20, at.E_SESSION, BELLFOUNDER, -1, 3),
    (20, at.E_NAME, APPRENTICE, BELLFOUNDER, 0),
    (20, at.E_NAME, CLERK, BELLFOUNDER, FROM_LIST),
    (20, at.E_NAME, FERRYMAN, BELLFOUNDER, 0),
    (21, at.E_ARREST, APPRENTICE, BELLFOUNDER, at.BY_NAME),
    (22, at.E_ARREST, CLERK, BELLFOUNDER, at.BY_NAME),
    (30, at.E_CONFESS, APPRENTICE, -1, 0),
    (33, at.E_CONFESS, CLERK, -1, 0),
    (35, at.E_SESSION, APPRENTICE, -1, 1),
    (35, at.E_NAME, CLERK, APPRENTICE, 0),
    (36, at.E_REFUSE, FERRYMAN, -1, 0),
    (70, at.E_CHOSEN, BELLFOUNDER, -1, 0),
    (70, at.E_CHOSEN, APPRENTICE, -1, 0),
    (70, at.E_CHOSEN, CLERK, -1, 0),
    (80, at.E_OPENS, -1, -1, 0),
    (80, at.E_DOSSIER, BELLFOUNDER, -1, at.OPEN),
    (80, at.E_DOSSIER, APPRENTICE, -1, at.OPEN),
    (80, at.E_DOSSIER, CLERK, -1, at.OPEN),
    (80, at.E_RETRACT, CLERK, -1, 1),
    (81, at.E_VERDICT, BELLFOUNDER, -1, at.TO_DEATH),
    (81, at.E_VERDICT, APPRENTICE, -1, at.TO_CAMP),
    (81, at.E_VERDICT, CLERK, -1, at.NOT_CONVICTED),
    (111, at.E_SHOT, BELLFOUNDER, -1, at.AWAITING),
]


def world_of(*, off=("evidence",), exhibits=None) -> World:
    scenario = open_scenario("toy")
    if exhibits is not None:
        scenario = changed(scenario, {"evidence.exhibit": exhibits, "evidence.witness": 0.0})
    time, kind, person, by, value = (np.array(column) for column in zip(*TOLD, strict=True))
    ints = [each.astype(np.int32) for each in (kind, person, by, value, np.zeros(len(TOLD)))]
    return World(
        scenario, Trace(time.astype(float), *ints, np.zeros(8, np.int64), seed=5, off=off, drawn=(5, 0))
    )


def answers_of(world: World, way: str = "complete") -> Answers:
    made = recorded(world, WAY[way])
    return Answers(world, made.case, independence.copies_of(made.truth), packaged_rules()["hr-baseline"])


@pytest.fixture(scope="module")
def told() -> World:
    return world_of()


def of(world: World, who: int):
    return next(each for each in world.accused if each.person == world.names[who])


def test_what_is_true_of_each_accused(told):
    founder, apprentice, clerk = (of(told, who) for who in (BELLFOUNDER, APPRENTICE, CLERK))
    assert len(told.accused) == len(told.tried) == 3
    assert (founder.pleads, apprentice.pleads, clerk.pleads) == (True, True, False)
    assert (founder.denied, clerk.denied) == (False, True)
    assert (founder.convicted, clerk.convicted) == (True, False)
    assert founder.hours_to_execution == 30 * 24
    assert founder.fixed
    assert founder.beside == frozenset()
    assert not founder.pressed  # neither isolation nor relatives bear on confession in this scenario


def test_what_is_true_where_the_court_decides():
    assert not of(world_of(off=("evidence", "verdict")), BELLFOUNDER).fixed


def test_pressure_is_isolation_after_its_onset_or_a_relative_in_custody(told):
    isolated = changed(told.scenario, {"regime.isolation": 0.5, "regime.onset": 58.5})
    world = World(isolated, told.trace)  # held 77, 59 and 58 days
    assert [of(world, who).pressed for who in (BELLFOUNDER, APPRENTICE, CLERK)] == [True, True, False]


def test_the_words_alone_are_sole_and_an_exhibit_makes_them_an_alternative(told):
    assert {basis.true_class(each) for each in told.tried} == {("sole",)}
    assert {remains.true_status(each) for each in told.tried} == {"falls"}
    shown = world_of(off=(), exhibits=1.0)
    assert {basis.true_class(each) for each in shown.tried} == {("alternative",)}
    for world in (told, shown):
        answers = answers_of(world)
        assert [outcome for _, outcome in basis.judge(answers)] == ["right"] * 3
        assert [outcome for name, outcome in remains.judge(answers) if name == "remains"] == ["right"] * 3
    misread = [outcome for name, outcome in remains.judge(answers) if name == "remains.misread"]
    assert misread == ["wrong"] * 3  # an exhibit, and nobody did anything


def test_a_report_that_hides_the_refusal_makes_a_wrong_answer(told):
    never = [each for each in TOLD if each[:3] != (33, at.E_CONFESS, CLERK) and each[1] != at.E_RETRACT]
    time, kind, person, by, value = (np.array(column) for column in zip(*never, strict=True))
    ints = [each.astype(np.int32) for each in (kind, person, by, value, np.zeros(len(never)))]
    world = World(told.scenario, replace(told.trace, time=time.astype(float), **dict(zip(
        ("kind", "person", "by", "value", "affair"), ints, strict=True))))  # fmt: skip
    assert basis.true_class(of(world, CLERK)) == (basis.NOTHING,)
    outcomes = {way: [o for _, o in basis.judge(answers_of(world, way))] for way in ("published", "smoothed")}
    assert outcomes["published"].count("wrong") == 0
    assert outcomes["smoothed"].count("wrong") == 1


def test_true_pairs_are_listed_and_silence_is_counted(told):
    assert [outcome for _, outcome in contradictions.judge(answers_of(told))] == ["right"]
    assert [outcome for _, outcome in contradictions.judge(answers_of(told, "published"))] == ["silent"]


def test_independence_counts_who_said_it_and_who_could_know(told):
    clerk = told.names[CLERK]
    acts = [act for act, _ in told.said_of(clerk)]
    assert len(acts) == 2
    answers = answers_of(told)
    assert len(independence.origins(answers, acts, clerk)) == 2
    assert independence.unprompted(told, clerk) == set()  # one from the list, one without a tie
    assert dict(independence.judge(answers)) == {
        "independence.at_least": "right",
        "independence.at_most": "silent",
        "independence.agency": dict(independence.judge(answers))["independence.agency"],
        "independence.misread": "wrong",
    }


def test_a_copy_has_the_origin_of_what_it_repeats(told):
    ferryman = told.names[FERRYMAN]
    (said,) = [act for act, _ in told.said_of(ferryman)]
    copy = f"s.{told.names[APPRENTICE]}-2"
    assert copy in told.sayings
    answers = replace(answers_of(told), copies={copy: (said, (ferryman,))})
    assert independence.origins(answers, [said, copy], ferryman) == {told.names[BELLFOUNDER]}


def test_fair_trial_and_profile_of_the_hand_made_world(told):
    assert fair_trial.violated(told, of(told, BELLFOUNDER)) == {
        "F05": False, "F13": True, "F16": False, "F18": False, "F23": True, "F26": True, "F28": False,
    }  # fmt: skip
    assert "F23" not in fair_trial.violated(told, of(told, CLERK))
    shares = profile.shares(told, told.tried)
    assert (shares["A2"], shares["B1"], shares["B2"], shares["B3"]) == (2 / 3, 1.0, 0.0, 2 / 3)
    assert shares["E1"] == 1 / 3  # the founder is tied to both
    judged = dict(profile.judge(answers_of(told)))
    assert {judged[name] for name in ("profile.A2", "profile.B1", "profile.B3", "profile.E1")} == {"right"}


def test_sensitivity_is_held_against_the_complete_record(told):
    complete = answers_of(told)
    assert {outcome for _, outcome in sensitivity.judge(complete, complete)} == {"right"}
    assert {"wrong"}.isdisjoint(
        outcome for _, outcome in sensitivity.judge(answers_of(told, "lost-75"), complete)
    )


def test_the_instruction_is_on_record_where_the_verdict_was_fixed():
    for off, outcomes in (("evidence",), "right"), (("evidence", "verdict"), "silent"):
        world = world_of(off=off)
        judged = [outcome for _, outcome in predetermination.judge(answers_of(world))]
        assert judged == [outcomes] * 3
        assert {outcome for _, outcome in predetermination.judge(answers_of(world, "months"))} == {"silent"}
        assert {outcome for _, outcome in predetermination.judge(answers_of(world, "published"))} == {
            "silent"
        }
    paper = answers_of(world_of()).case["events"].filter(kind="verdict_draft")
    assert paper["date"].to_list() == ["1702-05-10"]  # the day of the draft


def test_a_gap_is_due_only_where_the_answer_is_not_the_true_one(told):
    complete = answers_of(told)
    assert list(gaps.judge(complete, complete.case)) == []


@cache
def sixteen() -> World:
    scenario = open_scenario("sixteen")
    return World(scenario, run(scenario, seed=3))


def test_what_was_said_is_what_the_complete_record_has():
    world = sixteen()
    case = world.complete.case
    about = dict(case["claims"].select("id", "person").iter_rows())
    kept = {
        (row["statement"], about[row["claim"]])
        for row in case["assertions"].filter(kind="co_accused").iter_rows(named=True)
    }
    assert kept == {(act, each.named) for act, told in world.sayings.items() for each in told}


def test_editors_print_what_explains_the_open_trial():
    world = sixteen()
    whole = world.complete.case
    some, every = (edited(whole, share, seed=1) for share in (0.5, 1.0))
    known = {each.person for each in world.tried}
    for row in every["statements"].filter(setting="interrogation").iter_rows(named=True):
        named = {each.named for each in world.sayings[row["id"]]}
        assert row["speaker"] in known or named & known
    many, fewer, fewest = (
        case["statements"].filter(setting="interrogation").height for case in (whole, every, some)
    )
    assert many > fewer > fewest > 0.35 * fewer
    assert some["charges"].equals(whole["charges"])
    assert edited(whole, 0.5, seed=1) == some
    assert edited(whole, 0.5, seed=2) != some


def test_a_smoothed_report_has_no_denial():
    case = smoothed(answers_of(world_of(), "published").case)
    assert set(case["assertions"]["polarity"]) == {"affirms"}


@pytest.mark.parametrize(("name", "runs"), [("toy", 12), pytest.param("sixteen", 1, marks=pytest.mark.slow)])
def test_the_complete_record_makes_no_answer_wrong(name, runs):
    found = trust(open_scenario(name), runs=runs, seed=11, recordings=["complete"])
    wrong = {each["question"] for each in found["cells"] if each["wrong"]}
    assert wrong <= {"remains.misread", "independence.misread"}
    assert sum(each["right"] for each in found["cells"]) > 10


def test_the_same_seed_gives_the_same_bytes_on_one_and_two_workers():
    scenario = open_scenario("toy")
    one, two = (
        trust(scenario, runs=4, seed=2, recordings=["complete", "copied"], where=Where(workers=each))
        for each in (1, 2)
    )
    assert result_bytes(one) == result_bytes(two)
    assert one["kind"] == TRUST
    assert one["origin"] == "simulated"
    assert {each["question"] for each in one["cells"]} == {each.id for each in QUESTIONS}
    for each in one["cells"]:
        assert each["right"] + each["silent"] + each["wrong"] == each["n"]
    assert "copied" in trust_text(json.loads(result_bytes(one)))


def test_naming_models_say_nothing_where_nothing_is_published():
    world = sixteen()
    found = estimates(recorded(world, WAY["published"]).case, world.scenario.choice.effects)
    assert all(np.isnan(each.value) for each in found.values())
    whole = estimates(world.complete.case, world.scenario.choice.effects)
    assert np.isfinite(whole["inertia"].value)
    assert np.isnan(whole["alter(prominence)"].value)  # nobody's prominence is on record


def test_refusals():
    scenario = open_scenario("toy")
    with pytest.raises(ModelError, match=r"runs 0  wanted 1 or more"):
        trust(scenario, runs=0, seed=1)
    with pytest.raises(SchemaError, match=r"'copid'; wanted a kind of recording; did you mean 'copied'"):
        trust(scenario, runs=1, seed=1, recordings=["copid"])
