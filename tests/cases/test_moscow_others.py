"""Are the trials other than that of the sixteen coded as far as the facts reach, and no further?"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from showtrial.audit.contradictions import contradictions
from showtrial.audit.predetermination import predetermined
from showtrial.record.packaged import open_case

REPOSITORY = Path(__file__).parents[2]
CASE = REPOSITORY / "src" / "showtrial" / "cases" / "moscow"
HAND = REPOSITORY / "coding" / "moscow" / "hand"
SIXTEEN = "sixteen-1936"

Rows = list[dict[str, str]]


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def case() -> dict[str, Rows]:
    return {path.stem: _rows(path) for path in CASE.glob("*.csv")}


@pytest.fixture(scope="module")
def opened():
    return open_case("moscow")


def _coded(case: dict[str, Rows]) -> set[str]:
    return {row["charge"] for row in case["elements"]} - {
        row["id"] for row in case["charges"] if row["case"] == SIXTEEN
    }


def test_counts_by_trial(case: dict[str, Rows]) -> None:
    elements = Counter(row["charge"].split(".")[1] for row in case["elements"])
    assert elements == {
        SIXTEEN: 94,
        "seventeen-1937": 14 * 9,
        "military-1937": 6 * 6,
        "twenty-one-1938": 13 * 11 + 3 + 5 * 5,
    }
    assert len(_coded(case)) == 14 + 6 + 18


def test_every_charge_is_coded_or_says_why_not(case: dict[str, Rows]) -> None:
    """So that nobody takes silence for a finding."""
    other = {row["id"] for row in case["charges"] if row["case"] != SIXTEEN}
    said = {row["about"]: row for row in case["searches"] if row["result"].startswith("not coded: ")}
    assert other - _coded(case) == set(said) & other
    assert len(set(said) & other) == 42
    assert all(row["complete"] == "no" for row in said.values())
    trials = {row["id"]: row["case"] for row in case["events"] if row["kind"] == "trial"}
    by_case = {trials[about] for about in said if about in trials}
    assert by_case == {row["case"] for row in case["charges"]} - {SIXTEEN}


def test_an_element_has_somebody_behind_it_or_says_that_nothing_was_read(case: dict[str, Rows]) -> None:
    targets = {row["target"] for row in case["inferences"]}
    for row in case["elements"]:
        if row["charge"] in _coded(case):
            assert (row["id"] in targets) != ("[not coded" in row["text"]), row["id"]
    marked = [row for row in case["elements"] if "[not coded" in row["text"]]
    assert Counter(row["charge"].split(".")[1] for row in marked) == {
        "seventeen-1937": 39,
        "military-1937": 16,
        "twenty-one-1938": 74,
    }


def test_coded_charges_have_a_plea_to_the_whole(case: dict[str, Rows]) -> None:
    """Else the audit would say that nothing supports the charge, where nothing was read."""
    full = {
        row["claim"]
        for row in case["assertions"]
        if row["id"].startswith("pl.") and row["polarity"] == "affirms"
    }
    assert _coded(case) <= full


def test_the_same_group_of_a_charge_has_the_same_heads(case: dict[str, Rows]) -> None:
    heads: dict[str, list[str]] = {}
    for row in case["elements"]:
        heads.setdefault(row["charge"], []).append(row["id"].rpartition(".")[2])
    shapes = Counter((charge.split(".")[1], len(heads[charge])) for charge in _coded(case))
    assert shapes == {
        ("seventeen-1937", 9): 14,
        ("military-1937", 6): 6,
        ("twenty-one-1938", 11): 10,
        ("twenty-one-1938", 12): 3,
        ("twenty-one-1938", 5): 5,
    }


def test_premises_are_said_in_the_same_case(case: dict[str, Rows]) -> None:
    """Nothing said in a later trial stands behind an earlier charge."""
    cases = {row["id"]: row["case"] for row in case["statements"]}
    spoken: dict[str, set[str]] = {}
    for row in case["assertions"]:
        if row["polarity"] == "affirms":
            spoken.setdefault(row["claim"], set()).add(cases[row["statement"]])
            spoken.setdefault(row["id"], set()).add(cases[row["statement"]])
    shorts = {
        "leningrad": "leningrad-centre-1934",
        "kremlin": "kremlin-1935",
        "seventeen": "seventeen-1937",
        "military": "military-1937",
        "twenty-one": "twenty-one-1938",
    }
    targets = {row["target"] for row in case["inferences"]}
    for row in case["inferences"]:
        short = row["inference"].split(".")[1]
        if short in shorts and row["premise"] not in targets:
            assert spoken[row["premise"]] == {shorts[short]}, row


def test_new_rows_have_a_source_and_say_how_they_were_read(case: dict[str, Rows]) -> None:
    words = [row for row in case["assertions"] if row["id"].startswith("on.")]
    assert len(words) == len([row for row in _rows(HAND / "others_words.csv") if row["claim"]]) > 20
    events = {row["id"] for row in _rows(HAND / "others_events.csv")}
    new = [*words, *(row for row in case["events"] if row["id"] in events)]
    sources = {row["id"] for row in case["sources"]}
    for row in new:
        assert set(row["source"].split("; ")) <= sources
        assert row["checked"] in ("read", "partly read", "recalled")
        assert row["certainty"]


def test_claims_of_the_others_are_no_namings(case: dict[str, Rows]) -> None:
    prefixes = ("c.leningrad.", "c.kremlin.", "c.seventeen.", "c.military.", "c.twenty-one.")
    assert {row["kind"] for row in case["claims"] if row["id"].startswith(prefixes)} == {"other"}


def test_papers_come_before_the_hearings(case: dict[str, Rows]) -> None:
    opened = {row["case"]: row["date"].split("/")[0] for row in case["events"] if row["kind"] == "trial"}
    papers = [row for row in case["events"] if row["id"].startswith("pd.") and row["case"] != SIXTEEN]
    assert {row["case"] for row in papers} == {"seventeen-1937", "kemerovo-1936"}
    assert all(row["date"] < opened[row["case"]] for row in papers)
    covered = {row["person"] for row in case["roles"] if row["act"] == "pd.indictment-5-jan-1937"}
    accused = {row["accused"] for row in case["charges"] if row["case"] == "seventeen-1937"}
    assert len(covered) == 15
    assert covered - accused == {"chlenov"}
    assert accused - covered == {"livshits", "knyazev", "turok"}


def test_a_draft_without_an_outcome_sets_none(opened) -> None:
    found = {each.code for each in predetermined(opened, "seventeen-1937")}
    assert found == {"P9"}


def test_the_audit_sees_that_krestinsky_denied_and_then_affirmed(opened) -> None:
    charge = "ch.twenty-one-1938.krestinsky"
    (found,) = [each for each in contradictions(opened) if each.claim == charge]
    assert {f"pl.twenty-one-1938.krestinsky.{n}" for n in (1, 2)} <= set(found.evidence)
    assert (found.kind, str(found.modal)) == ("K1", "necessary")
