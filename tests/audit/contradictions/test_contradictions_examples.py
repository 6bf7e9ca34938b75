"""The worked examples: Hotel Bristol, the flight to Oslo, and a man in prison (see docs)."""

from __future__ import annotations

import pytest

from showtrial.audit.contradictions import contradictions
from showtrial.record.casefile import CaseFile
from tests.audit.contradictions.records import record, shifted


def modals(case: CaseFile, claim: str, **options) -> dict[tuple[str, str], str]:
    """(Kind, other side) -> modal value of what contradicts `claim`."""
    return {
        (each.kind, each.against): str(each.modal)
        for each in contradictions(case, **options)
        if each.claim == claim
    }


def bristol(**claim: object) -> CaseFile:
    """Holtzman says that he met Sedov; the commission says that Sedov was in Berlin all the time."""
    met = {"id": "met", "said_by": "holtzman", "person": "sedov", "place": "bristol", **claim}
    stay = {
        "id": "stay",
        "said_by": "commission",
        "kind": "presence",
        "person": "sedov",
        "place": "berlin",
        "date": "1932-11-23/1932-12-02",
        "extent": "throughout",
    }
    return record(
        {"date": "1932-11-23/1932-11-30", **met},
        stay,
        roles=[{"act": "met", "person": "holtzman", "role": "actor"}],
    )


def test_hotel_bristol_did_not_exist_and_sedov_was_in_berlin():
    case = bristol()
    assert modals(case, "met") == {("K2", "stay"): "necessary", ("K3", "bristol"): "necessary"}
    found = {each.kind: each for each in contradictions(case)}
    assert (found["K2"].stated_by, found["K2"].opposed_by) == (("a.met",), ("a.stay",))
    assert set(found["K2"].evidence) == {"met", "stay", "a.met", "a.stay", "sedov"}
    assert "(Holtzman, 1936-08-21, open court) places Sedov at Hotel Bristol" in found["K2"].text


def test_at_the_cafe_only_the_stay_in_berlin_is_left():
    read = shifted(bristol(), claims={"met": {"place": "cafe-bristol"}})
    assert modals(read, "met") == {("K2", "stay"): "necessary"}


def test_a_stay_that_ended_some_day_late_in_november_leaves_room():
    read = shifted(bristol(), claims={"stay": {"date": "1932-11-23/1932-11-2X"}})
    assert modals(read, "met")["K2", "stay"] == "possible"


def test_if_the_stay_is_not_affirmed_nothing_stands_against_the_cafe():
    case = bristol(place="cafe-bristol")
    rejected = case.replace({"assertions": case["assertions"].filter(case["assertions"]["claim"] != "stay")})
    assert contradictions(rejected) == ()


def oslo(place: str = "kjeller", date: str = "1935-12", complete: str | None = "yes") -> CaseFile:
    """Pyatakov says that he flew; the log of the field has no landing. The field can be used in winter."""
    return record(
        {"id": "flew", "said_by": "pyatakov", "person": "pyatakov", "place": place, "date": date},
        {"id": "winter", "said_by": "nobody", "kind": "circumstance", "place": "kjeller", "mode": None},
        assertions=[{"claim": "winter", "said_by": "consul", "polarity": "affirms", "mood": "ability"}],
        searches=[
            {
                "id": "log",
                "about": "flew",
                "event_kind": "landing",
                "place": "kjeller",
                "date": "1935-12",
                "complete": complete,
            }
        ],
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {("K7", "log"): "necessary"}),
        ({"place": "other-field"}, {}),
        ({"date": "1935-11-25/1935-12-31"}, {("K7", "log"): "possible"}),
        ({"date": "1936-02"}, {}),
        ({"complete": None}, {}),
        ({"complete": "no"}, {}),
    ],
)
def test_the_flight_to_oslo(given, expected):
    assert modals(oslo(**given), "flew") == expected


def test_that_a_field_can_be_used_says_nothing_of_the_flight():
    case = oslo()
    without = case.replace({"assertions": case["assertions"].filter(case["assertions"]["mood"].is_null())})
    assert contradictions(case) == contradictions(without)


CONFINED = {
    "id": "held",
    "kind": "custody",
    "person": "smirnov",
    "by": "guard",
    "date": "1933-01-01/1936-08-24",
}


def smirnov(prison: str | None = None, **claim: object) -> CaseFile:
    return record(
        {"id": "said", "person": "smirnov", **claim},
        persons=[{"id": "guard"}],
        events=[{**CONFINED, "place": prison}],
    )


@pytest.mark.parametrize("prison", [None, "prison"])
@pytest.mark.parametrize(
    ("place", "date", "expected"),
    [
        ("berlin", "1931-05/1931-07", None),
        ("moscow", "1932-10/1932-12", None),
        ("leningrad", "1934-12-01", "necessary"),
        ("leningrad", "1932-12/1934-12-01", "possible"),
    ],
)
def test_a_man_in_prison(prison, place, date, expected):
    found = modals(smirnov(prison, place=place, date=date), "said")
    assert found == ({("K4", "held"): expected} if expected else {})


def test_who_directs_by_code_is_nowhere():
    assert contradictions(smirnov(place="leningrad", date="1934-12-01", mode="remote")) == ()


def centre(formed: str) -> CaseFile:
    """The terror was suspended in autumn 1932, after the centre had been formed."""
    return record(
        {"id": "formed", "person": "smirnov", "mode": None, "date": formed},
        {"id": "suspended", "person": "smirnov", "mode": None, "date": "1932-09/1932-11"},
        links=[{"id": "l", "from": "formed", "to": "suspended", "kind": "before"}],
    )


def test_the_order_depends_on_the_verbal_date():
    (found,) = contradictions(centre("end of 1932"))
    assert (found.kind, str(found.modal), found.claim, found.against) == (
        "K5",
        "necessary",
        "formed",
        "suspended",
    )
    assert set(found.evidence) == {"formed", "suspended", "l", "a.formed", "a.suspended"}
    assert contradictions(centre("the last quarter of 1932")) == ()
