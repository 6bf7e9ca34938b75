"""Each kind of contradiction on the smallest record that has it, and on its neighbours that do not."""

from __future__ import annotations

import pytest

from showtrial.audit.contradictions import contradictions
from showtrial.audit.contradictions.order import minutes
from showtrial.audit.contradictions.sayings import said
from showtrial.audit.contradictions.travel import Separation, atlas, great_circle_km, separation
from showtrial.record.casefile import CaseFile
from tests.audit.contradictions.records import record


def listed(case: CaseFile, **options) -> list[tuple[str, str, str, str]]:
    return [
        (each.kind, str(each.modal), each.claim, each.against) for each in contradictions(case, **options)
    ]


# K1


def words(*polarities: tuple[str, str], **claim: object) -> CaseFile:
    said = [{"claim": "c", "said_by": who, "polarity": polarity} for who, polarity in polarities]
    return record({"id": "c", "said_by": "nobody", "mode": None, **claim}, assertions=said)


def test_one_speaker_is_inconsistent_two_are_in_conflict():
    (one,) = contradictions(words(("anna", "affirms"), ("anna", "retracts")))
    assert "One speaker says both" in one.text
    (two,) = contradictions(words(("anna", "affirms"), ("karl", "denies")))
    assert "Different speakers" in two.text
    assert (two.stated_by, two.opposed_by) == (("a0",), ("a1",))


def test_who_says_both_also_conflicts_with_others():
    both = contradictions(words(("anna", "affirms"), ("anna", "denies"), ("karl", "affirms")))
    assert sorted((each.stated_by, each.opposed_by) for each in both) == [
        (("a0",), ("a1",)),
        (("a2",), ("a1",)),
    ]


@pytest.mark.parametrize("polarity", ["partial", "silent", "affirms"])
def test_what_is_no_denial_opposes_nothing(polarity):
    assert listed(words(("anna", "affirms"), ("karl", polarity))) == []


def test_two_wordings_of_one_claim_are_one():
    case = record(
        {"id": "c", "mode": None},
        {"id": "d", "mode": None, "said_by": "nobody"},
        assertions=[{"claim": "d", "said_by": "karl", "polarity": "denies"}],
        links=[{"from": "d", "to": "c", "kind": "same_as"}],
    )
    assert listed(case) == [("K1", "necessary", "c", "d")]


def test_pleas_count_like_any_assertion():
    case = record(
        persons=[{"id": "anna"}],
        charges=[{"id": "ch", "case": "k", "accused": "anna", "source": "s"}],
        assertions=[
            {"claim": "ch", "said_by": "anna", "polarity": polarity} for polarity in ("denies", "affirms")
        ],
    )
    assert listed(case) == [("K1", "necessary", "ch", "ch")]


# K2, K4


def two(x: dict[str, object], y: dict[str, object], **rows) -> CaseFile:
    return record({"id": "x", "person": "anna", **x}, {"id": "y", "person": "anna", **y}, **rows)


BERLIN = {"place": "berlin", "date": "1932-11-20/1932-11-25", "extent": "throughout"}


@pytest.mark.parametrize(
    ("place", "date", "expected"),
    [
        ("moscow", "1932-11-22", "necessary"),
        ("moscow", "1932-11-25/1932-11-26", "possible"),
        ("moscow", "1932-11-26", None),  # only the hours of the journey are short
        ("moscow", "1932", None),  # a year around a week says nothing
        ("germany", "1932-11-22", None),
        ("berlin-moscow", "1932-11-22", "possible"),
        ("denmark", "1932-11-22", "necessary"),  # two countries
        (None, "1932-11-22", None),
        ("moscow", None, None),
    ],
)
def test_a_meeting_during_a_stay(place, date, expected):
    found = listed(two(BERLIN, {"place": place, "date": date}))
    assert found == ([("K2", expected, "x", "y")] if expected else [])


def test_clock_times_need_the_journey():
    at_noon = {"place": "berlin", "date": "1932-11-20", "time": "12:00"}
    assert listed(two(at_noon, {"place": "moscow", "date": "1932-11-20", "time": "16:00"})) == [
        ("K2", "necessary", "x", "y")
    ]
    assert listed(two(at_noon, {"place": "moscow", "date": "1932-11-20", "time": "17:00"})) == []
    after_the_war = {"place": "berlin", "date": "1962-11-20", "time": "12:00"}
    assert listed(two(after_the_war, {"place": "moscow", "date": "1962-11-20", "time": "16:00"})) == []


def test_two_days_far_apart_are_possible_only_where_the_journey_is_long():
    day = {"date": "1932-11-20"}
    assert listed(two({"place": "berlin", **day}, {"place": "moscow", **day})) == [
        ("K2", "possible", "x", "y")
    ]
    assert listed(two({"place": "moscow", **day}, {"place": "leningrad", **day})) == []
    assert listed(two({"place": "berlin", "date": "1932-11"}, {"place": "moscow", "date": "1932-11"})) == []


def test_two_stays():
    moscow = {"place": "moscow", "date": "1932-11-24/1932-11-30", "extent": "throughout"}
    assert listed(two(BERLIN, moscow)) == [("K2", "necessary", "x", "y")]
    assert listed(two(BERLIN, {**moscow, "date": "1932-11-27/1932-11-30"})) == []
    overnight = {**moscow, "date": "1932-11-26/1932-11-30"}  # no night train is as fast, but who counts hours
    assert listed(two(BERLIN, overnight)) == [("K2", "possible", "x", "y")]
    some_day = {**moscow, "date": "1932-11-2X/1932-11-30"}
    assert listed(two({**BERLIN, "date": "1932-11-10/1932-11-19"}, some_day)) == []
    at_two = {"place": "moscow", "date": "1932-11-26", "time": "02:00"}
    assert listed(two(BERLIN, at_two)) == [("K2", "possible", "x", "y")]
    to_eleven = {"place": "berlin", "date": "1932-11-25", "time": "20:00/23:00", "extent": "throughout"}
    assert listed(two(to_eleven, at_two)) == [("K2", "necessary", "x", "y")]


def test_the_claim_made_in_court_comes_first():
    case = record(
        {"id": "a", "person": "anna", **BERLIN, "said_by": "nobody"},
        {"id": "b", "person": "anna", "place": "moscow", "date": "1932-11-22"},
        assertions=[{"claim": "a", "said_by": "book", "polarity": "affirms", "setting": "literature"}],
    )
    assert listed(case) == [("K2", "necessary", "b", "a")]


def test_roles_are_there_and_those_mentioned_are_not():
    def case(role: str) -> CaseFile:
        return record(
            {"id": "x", "person": "anna", **BERLIN},
            {"id": "y", "person": "karl", "place": "moscow", "date": "1932-11-22"},
            roles=[{"act": "y", "person": "anna", "role": role}],
        )

    assert listed(case("actor")) == [("K2", "necessary", "x", "y")]
    assert listed(case("mentioned")) == []


def test_a_body_is_nowhere():
    assert (
        listed(
            two(BERLIN, {"place": "moscow", "date": "1932-11-22"}, persons=[{"id": "anna", "kind": "body"}])
        )
        == []
    )


def test_wordings_of_one_claim_do_not_clash():
    link = [{"from": "x", "to": "y", "kind": "same_as"}]
    assert listed(two(BERLIN, {"place": "moscow", "date": "1932-11-22"}, links=link)) == []


def against_event(
    claim: dict[str, object], *events: dict[str, object], **options
) -> list[tuple[str, str, str, str]]:
    case = record(
        {"id": "c", "person": "anna", **claim},
        events=[{"person": "anna", **event} for event in events],
        persons=[{"id": "anna", "died": "1937-03-02"}],
    )
    return listed(case, **options)


MOSCOW_DAY = {"place": "moscow", "date": "1936-05-10"}


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            {"kind": "journey", "place": "berlin", "date": "1936-05-09/1936-05-11", "extent": "throughout"},
            "K2",
        ),
        ({"kind": "absence", "place": "moscow", "date": "1936-05-01/1936-05-20"}, "K4"),
        ({"kind": "absence", "place": "ussr", "date": "1936-05-01/1936-05-20"}, "K4"),
        ({"kind": "absence", "place": "berlin", "date": "1936-05-01/1936-05-20"}, None),
        ({"kind": "custody", "place": "berlin", "date": "1936-05-01/1936-05-20"}, "K4"),
        ({"kind": "custody", "date": "1936-05-01/1936-05-20"}, "K4"),
        ({"kind": "custody", "place": "moscow", "date": "1936-05-01/1936-05-20"}, None),
        ({"kind": "list", "place": "berlin", "date": "1936-05-01/1936-05-20"}, None),
        ({"kind": "expulsion", "place": "berlin", "date": "1936-05-10"}, None),
    ],
)
def test_events_that_keep_a_person_elsewhere(event, expected):
    found = against_event(MOSCOW_DAY, {"id": "e", **event})
    assert found == ([(expected, "necessary", "c", "e")] if expected else [])


def test_custody_in_a_town_may_be_where_they_met():
    held = {"id": "e", "kind": "custody", "date": "1936-05-01/1936-05-20"}
    questioned = {"id": "q", "kind": "interrogation", "person": "karl", "place": "moscow", "date": "1936"}
    assert against_event(MOSCOW_DAY, held, questioned) == [("K4", "possible", "c", "e")]
    assert against_event({**MOSCOW_DAY, "kind": "presence"}, held) == [("K4", "possible", "c", "e")]
    assert against_event({**MOSCOW_DAY, "place": "ussr"}, {**held, "place": "prison"}) == [
        ("K4", "possible", "c", "e")
    ]
    assert against_event({**MOSCOW_DAY, "place": None}, {**held, "place": "prison"}) == [
        ("K4", "possible", "c", "e")
    ]


ARREST = {"id": "ar", "kind": "arrest", "date": "1936-05-01"}


def test_arrest_to_death_is_custody_in_the_lenient_reading_only():
    assert against_event(MOSCOW_DAY, ARREST) == []
    assert against_event(MOSCOW_DAY, ARREST, reading="lenient") == [("K4", "necessary", "c", "ar")]


@pytest.mark.parametrize(
    "further",
    [
        {"id": "rl", "kind": "release", "date": "1936-05-05"},
        {"id": "again", "kind": "arrest", "date": "1936-11-05"},  # freed in between, nobody knows when
        {"id": "cu", "kind": "custody", "date": "1936-04-30/1936-05-05"},
    ],
)
def test_an_arrest_that_does_not_hold_for_so_long(further):
    assert against_event(MOSCOW_DAY, ARREST, further, reading="lenient") == []


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("1937-03-03", "necessary"),
        ("1937-03-02", None),
        ("1937", None),
        ("1937-03-02/1937-03-20", "possible"),
    ],
)
def test_nobody_is_anywhere_after_death(date, expected):
    found = against_event({"place": "moscow", "date": date})
    assert found == ([("K4", expected, "c", "anna")] if expected else [])


def test_nobody_is_anywhere_before_birth():
    case = record({"id": "c", "person": "anna", **MOSCOW_DAY}, persons=[{"id": "anna", "born": "1936-06"}])
    assert listed(case) == [("K4", "necessary", "c", "anna")]


# approximate dates


@pytest.mark.parametrize(
    ("stay", "expected"),
    [("1932-11-10/1932-12-02", "necessary"), ("1932-11-21/1932-11-23", "possible")],
)
def test_what_needs_an_approximate_date_as_written_is_possible(stay, expected):
    case = two({**BERLIN, "date": stay}, {"place": "moscow", "date": "1932-11-22~"})
    assert listed(case) == [("K2", expected, "x", "y")]
    (found,) = contradictions(case)
    assert found.text.endswith("Both cannot hold." if expected == "necessary" else "on others they can.")


# K3, K6, K7


@pytest.mark.parametrize(
    ("date", "mode", "expected"),
    [
        ("1932-11", "in_person", "necessary"),
        ("1932-11", None, "necessary"),
        ("1932-11", "remote", None),
        ("1916", "in_person", None),
        ("1917", "in_person", "possible"),
    ],
)
def test_a_place_that_closed_in_1917(date, mode, expected):
    found = listed(record({"id": "c", "place": "bristol", "date": date, "mode": mode}))
    assert found == ([("K3", expected, "c", "bristol")] if expected else [])


def test_links_of_exclusion():
    rows = {"links": [{"id": "l", "from": "x", "to": "y", "kind": "excludes", "level": "textual"}]}
    claims = {"id": "x", "mode": None}, {"id": "y", "mode": None}
    (found,) = contradictions(record(*claims, **rows))
    assert (found.kind, found.claim, found.against) == ("K6", "x", "y")
    assert "l" in found.evidence
    assert listed(record(claims[0], {**claims[1], "said_by": "nobody"}, **rows)) == []
    done = [{"id": "y", "kind": "other"}]
    assert listed(record(claims[0], events=done, **rows)) == [("K6", "necessary", "x", "y")]


def test_what_is_said_outside_the_court_stands_against_what_is_said_in_it():
    case = record(
        {"id": "a", "mode": None, "said_by": "nobody"},
        {"id": "b", "mode": None},
        assertions=[{"claim": "a", "said_by": "book", "polarity": "affirms", "setting": "literature"}],
        links=[{"from": "a", "to": "b", "kind": "excludes"}],
    )
    assert listed(case) == [("K6", "necessary", "b", "a")]


def test_a_complete_source_for_a_kind_place_and_time():
    search = {"id": "q", "event_kind": "meeting", "place": "moscow", "date": "1932", "complete": "yes"}
    claim = {"id": "c", "place": "moscow", "date": "1932-11"}
    assert listed(record(claim, searches=[search])) == [("K7", "necessary", "c", "q")]
    assert listed(record({**claim, "kind": "story"}, searches=[search])) == []
    assert listed(record({**claim, "place": "ussr"}, searches=[search])) == [("K7", "possible", "c", "q")]
    assert listed(record(claim, searches=[{**search, "place": None}])) == []


# K5


def test_dates_that_do_not_keep_the_time_between():
    def case(longest: str) -> CaseFile:
        return record(
            {"id": "c", "mode": None, "date": "1934-12-01"},
            events=[{"id": "e", "kind": "letter", "date": "1934-12-05"}],
            links=[{"from": "c", "to": "e", "kind": "before", "max": longest}],
        )

    assert listed(case("P3D")) == [("K5", "necessary", "c", "e")]
    assert listed(case("P1M")) == []


def test_a_moment_is_one_time_however_wide_its_date():
    def case(extent: str | None) -> CaseFile:
        return record(
            {"id": "c", "mode": None, "date": "1934-12-01/1934-12-31", "extent": extent},
            events=[
                {"id": "e", "kind": "letter", "date": "1934-11-30"},
                {"id": "f", "kind": "letter", "date": "1935-01-01"},
            ],
            links=[
                {"from": "e", "to": "c", "kind": "before", "max": "P3D"},
                {"from": "c", "to": "f", "kind": "before", "max": "P3D"},
            ],
        )

    assert listed(case(None)) == [("K5", "necessary", "c", "e")]
    assert listed(case("throughout")) == []


def test_an_order_among_events_alone_is_no_contradiction_of_a_claim():
    events = [{"id": name, "kind": "letter", "date": date} for name, date in (("e", "1935"), ("f", "1934"))]
    case = record(events=events, persons=[{"id": "p"}], links=[{"from": "e", "to": "f", "kind": "before"}])
    assert listed(case) == []


def test_claims_that_nobody_affirms_bring_no_date():
    claims = {"id": "c", "mode": None, "date": "1935"}, {"id": "d", "mode": None, "date": "1934"}
    links = [{"from": "c", "to": "d", "kind": "before"}]
    assert listed(record(*claims, links=links)) == [("K5", "necessary", "c", "d")]
    assert listed(record(claims[0], {**claims[1], "said_by": "nobody"}, links=links)) == []


def test_durations():
    assert minutes("P1Y2M3W4DT5H6M7S") == (
        ((365 + 2 * 28 + 21 + 4) * 24 + 5) * 60 + 6,
        ((366 + 2 * 31 + 21 + 4) * 24 + 5) * 60 + 7,
    )


# places


def test_distances():
    moscow, vladivostok = (55.7558, 37.6173), (43.1155, 131.8855)
    assert great_circle_km(moscow, vladivostok) == pytest.approx(6420, rel=0.005)
    assert Separation("apart", 6420).minutes(0) == 1100


@pytest.mark.parametrize(
    ("p", "q", "relation"),
    [
        ("bristol", "bristol", "nested"),
        ("bristol", "denmark", "nested"),
        ("bristol", "cafe-bristol", "unsure"),
        ("bristol", "berlin", "apart"),
        ("bristol", "germany", "apart"),
        ("oslo", "kjeller", "unsure"),
        ("other-field", "berlin", "unsure"),
    ],
)
def test_what_the_record_tells_apart(p, q, relation):
    known = atlas(record({"id": "c"}))
    assert separation(known, p, q).relation == separation(known, q, p).relation == relation


def test_sayings_outside_the_court():
    case = record(
        {"id": "c", "said_by": "nobody"},
        assertions=[
            {"claim": "c", "said_by": "x", "polarity": "affirms", "setting": setting, "layer": layer}
            for setting, layer in (("literature", None), ("press", "in_case_file"), ("interrogation", None))
        ],
    )
    assert [each.outside for each in said(case).affirmed["c"]] == [True, False, False]
