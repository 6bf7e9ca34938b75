"""Does the profile state numbers with their parts, and nothing where the record is silent?"""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import frame, small, tables

from showtrial.audit.findings import Finding, as_json
from showtrial.audit.profile import Inputs, confessions, dominates, profile, rank
from showtrial.record.packaged import open_case

BANNED = re.compile(r"\b(guilty|innocent|proved|proven|true|liar|true confession)\b", re.IGNORECASE)
CASES = ("leningrad-centre-1934", "sixteen-1936", "military-1937", "twenty-one-1938")


@pytest.fixture(scope="module")
def moscow():
    return open_case("moscow")


@pytest.fixture(scope="module")
def profiles(moscow):
    return {case: {each.statistic: each for each in profile(moscow, case)} for case in CASES}


def of(case, name: str, inputs: Inputs | None = None) -> Finding:
    return {each.statistic: each for each in profile(case, "k", inputs)}[name]


def changed(**rows: list[dict[str, object]]):
    """The small case with more rows in some tables."""
    sourced = ("events", "statements", "assertions", "charges", "ties", "persons")
    held = tables()
    return small(**{
        name: frame(*(held[name].to_dicts() if name in held else []), *({"source": "s", **row} if name in sourced else row for row in given))
        for name, given in rows.items()
    })  # fmt: skip


def test_every_letter_of_the_vector(profiles):
    wanted = {
        f"{letter}{n}"
        for letter, last in zip("ABCDE", (6, 9, 6, 3, 3), strict=True)
        for n in range(1, last + 1)
    }
    assert {name.split()[0] for name in profiles["sixteen-1936"]} == wanted


def test_what_is_not_given_is_not_computed(profiles):
    for name in ("A1 necessary", "A3", "B1", "B2", "B6", "B7", "B8"):
        assert profiles["sixteen-1936"][name].value == "not computed"
        assert profiles["sixteen-1936"][name].low is None


def test_nothing_is_summed_or_named(profiles):
    for found in profiles.values():
        names = {name.casefold() for name in found}
        assert not any(word in name for name in names for word in ("total", "score", "index", "label"))


def test_hours_from_verdict_to_execution(profiles):
    """2:30 or 14:30 on the 24th to some time on the 25th; within the hour where a link says so."""
    sixteen = profiles["sixteen-1936"]["A6"]
    assert (sixteen.low, sixteen.high) == (9.5, pytest.approx(45.48))
    window = profiles["sixteen-1936"]["A6 of window"]
    assert window.high == pytest.approx(45.48 / 72, abs=0.01)
    assert "e.cec-11-aug" in window.evidence
    assert profiles["leningrad-centre-1934"]["A6"].high == 1.0


def test_pleas_turns_and_counsel(profiles):
    assert (profiles["sixteen-1936"]["B3"].n, profiles["sixteen-1936"]["B3"].denominator) == (14, 16)
    krestinsky = profiles["twenty-one-1938"]["B4"]
    assert (krestinsky.n, krestinsky.high) == (1, None)
    assert set(krestinsky.evidence) == {f"pl.twenty-one-1938.krestinsky.{n}" for n in (1, 2)}
    assert profiles["sixteen-1936"]["D3"].n == 16


def test_unknown_pleas_widen_the_share(profiles):
    found = profiles["leningrad-centre-1934"]["B3"]
    assert (found.n, found.denominator) == (3, 14)
    assert found.low == pytest.approx(3 / 14)
    assert found.high == pytest.approx(9 / 14)


def test_counts_have_no_upper_end_and_silence_is_no_zero(profiles):
    counted = profiles["sixteen-1936"]["A4 other"]
    assert (counted.n, counted.low, counted.high) == (1, 1.0, None)
    silent = profiles["sixteen-1936"]["C4"]
    assert (silent.n, silent.low, silent.value) == (None, None, "not on record")


def test_shares_lie_between_their_ends(profiles):
    for found in profiles.values():
        for each in found.values():
            if each.low is not None and each.high is not None:
                assert each.low <= each.high
            if each.n is not None and each.denominator and each.statistic[0] in "AD":
                assert each.n <= each.denominator


def test_inputs_are_used():
    given_ = Inputs(
        predetermined={"ch1": "possible"}, match={"ch1": "equal"}, basis_class={"ch1": "sole"},
        material={"ch1": None}, independent={"c1": (1, 3)}, shared_shingles=(1, 4), contradictions=(1, 50),
    )  # fmt: skip
    case = changed(
        charges=[{"id": "ch9", "case": "k", "accused": "karl", "verdict": "e3", "finding": "acquitted"}]
    )
    case = case.replace(
        {
            "charges": case["charges"]
            .filter(case["charges"]["id"] == "ch1")
            .with_columns(sentence=case["charges"]["case"].head(1))
        }
    )
    assert (of(case, "A1 necessary", given_).n, of(case, "A1 possible", given_).n) == (0, 1)
    assert of(case, "A3", given_).value == "1"
    assert of(case, "B1", given_).value == "1"
    assert of(case, "B2", given_).value == "not on record"
    assert (of(case, "B6", given_).low, of(case, "B6", given_).high) == (1.0, 3.0)
    assert of(case, "B7", given_).value == "0.25"
    assert of(case, "B8", given_).value == "2.00"


def test_a_match_that_is_unknown_widens():
    case = changed(charges=[{"id": "ch9", "case": "k", "accused": "karl", "verdict": "e3"}])
    found = of(case, "A3", Inputs(match={"ch1": "equal", "ch9": "unknown"}))
    assert (found.low, found.high) == (0.5, 1.0)


def test_hearing_minutes_need_both_ends_of_each_session():
    known = [{"id": "h1", "kind": "session", "case": "k", "date": "1936-08-19", "time": "12:00/14:00"}]
    assert of(changed(events=known), "A5 hearing").value == "120"
    more = [*known, {"id": "h2", "kind": "session", "case": "k", "date": "1936-08-20"}]
    assert of(changed(events=more), "A5 hearing").value == "not on record"


def test_ties_before_the_arrest():
    charge = [{"id": "ch9", "case": "k", "accused": "karl", "verdict": "e3"}]
    assert of(changed(charges=charge), "E1").n == 1
    for date, loose in (("1930", 0), (None, 0), ("1937", 1)):
        tie = [{"a": "anna", "b": "karl", "kind": "colleague", "date": date}]
        assert of(changed(charges=charge, ties=tie), "E1").n == loose


def test_later_trials_must_be_later():
    link = [{"from": "ch9", "to": "a1", "kind": "cited_by_court", "source": "s"}]
    for date, found in (("1938-03-02", "at least 1"), ("1936-03-02", "not on record")):
        case = changed(
            cases=[{"id": "later", "name": "Another case", "source": "s"}],
            events=[{"id": "t9", "kind": "trial", "case": "later", "date": date}],
            charges=[{"id": "ch9", "case": "later", "accused": "karl"}],
            links=link,
        )
        assert found in of(case, "E3").text


def test_interrogators_are_not_named(moscow):
    case = open_case("toy")
    found = {each.statistic: each for each in profile(case, "night-masters")}["B5"]
    assert found.denominator == 2
    assert "rusk" not in found.text
    assert "rusk" not in found.evidence


def test_an_unknown_case_is_refused(moscow):
    with pytest.raises(KeyError):
        profile(moscow, "no-such-case")


def one(low: float, high: float, name: str = "A2") -> list[Finding]:
    return [Finding(question="profile", subject="k", statistic=name, low=low, high=high)]


def test_dominance():
    assert dominates(one(1, 1), one(0.5, 0.7)) is True
    assert dominates(one(0.5, 0.7), one(1, 1)) is False
    assert dominates(one(0.5, 0.8), one(0.7, 0.9)) is None
    assert dominates(one(1, 1), one(1, 1, "B3")) is None
    assert dominates([*one(1, 1), *one(0, 0, "B3")], [*one(0, 0), *one(1, 1, "B3")]) is None
    assert dominates(one(2, 2, "A6"), one(50, 50, "A6")) is True  # fewer hours
    assert (
        dominates([*one(1, 1), Finding(question="profile", subject="k", statistic="C4", low=3.0)], one(1, 1))
        is True
    )


numbers = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)).map(sorted), min_size=3, max_size=3)


@given(numbers, numbers, numbers)
def test_dominance_is_a_preorder(x, y, z):
    p, q, r = (
        [each for n, (low, high) in zip("123", given_, strict=True) for each in one(low, high, f"E{n}")]
        for given_ in (x, y, z)
    )
    if dominates(p, q) and dominates(q, r):
        assert dominates(p, r)
    if dominates(p, q) is False:
        assert dominates(q, p)


def test_rank_needs_a_corpus():
    assert rank(5, range(19)) is None
    assert rank(19, range(20)) == (1, 20)


CONFESSION = ["a2"]


def feature(name: str, *events: dict[str, object], **rows: list[dict[str, object]]) -> str:
    case = changed(events=[*events], **rows)
    return {each.statistic: each.value for each in confessions(case) if each.subject == "a2"}[name]


PRESSED = {
    "id": "p",
    "kind": "pressure",
    "case": "k",
    "person": "anna",
    "date": "1936-05-10",
    "method": "sleep",
    "grade": "documented",
}


@pytest.mark.parametrize(
    ("name", "change", "value"),
    [
        ("sleep loss", {}, "present (documented)"),
        ("sleep loss", {"grade": "alleged"}, "present (alleged)"),
        ("sleep loss", {"grade": "none_found"}, "not on record"),
        ("sleep loss", {"date": "1936-07-01"}, "not on record"),
        ("threats", {}, "not on record"),
        ("contamination", {"method": "prepared_text"}, "present (documented)"),
        (
            "promises",
            {"kind": "promise", "method": "promise_life", "person": None, "about": "k"},
            "present (documented)",
        ),
        ("duration", {"method": "duration"}, "present (documented)"),
    ],
)
def test_features(name, change, value):
    assert feature(name, {**PRESSED, **change}) == value


def test_absent_needs_a_search():
    searched = [{"id": "q", "about": "p", "what": "the night book", "result": "none"}]
    assert feature("sleep loss", {**PRESSED, "grade": "none_found"}, searches=searched) == "absent"


@pytest.mark.parametrize(
    ("cell", "value", "answers"),
    [
        ("counsel", "no", ("present", "not on record")),
        ("counsel", "yes", ("absent", "not on record")),
        ("recorded", "no", ("not on record", "present")),
    ],
)
def test_cells_of_the_statement(cell, value, answers):
    held = tables()["statements"].to_dicts()
    held[0] |= {cell: value}
    case = small(statements=frame(*held))
    found = {each.statistic: each.value for each in confessions(case)}
    assert (found["no counsel"], found["no recording"]) == answers


@pytest.mark.parametrize(("hours", "value"), [(2.0, "absent"), (16.3, "present")])
def test_hours_of_the_session(hours, value):
    held = tables()["statements"].to_dicts()
    held[0] |= {"hours": hours}
    found = {each.statistic: each.value for each in confessions(small(statements=frame(*held)))}
    assert found["duration"] == value


def test_retraction_and_copies():
    found = {each.statistic: each.value for each in confessions(small())}
    assert found["retraction"] == "present"  # denied in court, later
    copied = changed(links=[{"from": "st1", "to": "st2", "kind": "copied", "source": "s"}])
    assert {each.statistic: each.value for each in confessions(copied)}["contamination"] == "present"


def test_no_banned_word_and_one_subject_a_confession(moscow, profiles):
    told = confessions(moscow)
    for each in (*told, *(each for found in profiles.values() for each in found.values())):
        assert not BANNED.search(re.sub(r"“[^”]*”", "", each.text)), each.text
    per = {each.subject for each in told}
    assert len(told) == 12 * len(per)
    assert {each.value.split(" (")[0] for each in told} <= {"present", "absent", "not on record"}


@settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False))
def test_same_rows_same_bytes(random):
    case = open_case("toy")
    shuffled = {
        name: table.sample(fraction=1, shuffle=True, seed=random.randrange(99))
        for name, table in case.items()
    }
    other = case.replace(shuffled)
    assert as_json(profile(case, "night-masters")) == as_json(profile(other, "night-masters"))
    assert as_json(confessions(case)) == as_json(confessions(other))


def test_deleting_a_search_creates_no_absence():
    case = open_case("toy")
    without = case.replace({"searches": case["searches"].clear()})
    before = {(each.subject, each.statistic): each.value for each in confessions(case)}
    for each in confessions(without):
        assert each.value == before[each.subject, each.statistic] or each.value == "not on record"
