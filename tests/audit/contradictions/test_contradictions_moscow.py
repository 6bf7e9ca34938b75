"""What the packaged Moscow case yields, as it is coded."""

from __future__ import annotations

import re

import pytest

from showtrial.audit.contradictions import KINDS, contradictions, findings
from showtrial.audit.findings import as_json
from showtrial.record.packaged import open_case
from showtrial.record.readings import under
from showtrial.record.views.acts import parts

#: What no line of the tool says of a person or a statement.
BANNED = re.compile(r"\b(guilty|innocent|proved|proven|liar|false|true confession)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def moscow():
    return open_case("moscow")


@pytest.fixture(scope="module")
def found(moscow):
    return contradictions(moscow)


def test_what_a_historian_knows_is_among_them(found):
    listed = {(each.kind, str(each.modal), each.claim, each.against) for each in found}
    assert {
        ("K1", "necessary", "c.krestinsky-letter", "c.krestinsky-letter"),
        ("K2", "necessary", "c.merano", "c.bagneres"),
        ("K2", "possible", "c.bristol-hotel", "c.sedov-berlin"),
        ("K2", "possible", "c.bois", "c.saint-palais"),
        ("K3", "necessary", "c.bristol-hotel", "bristol"),
        ("K6", "necessary", "c.plenum-ticket", "c.fritz-other-reason"),
        ("K7", "necessary", "c.kjeller", "q.kjeller-log-civil"),
        ("K7", "necessary", "c.kjeller", "q.kjeller-log-foreign"),
    } <= listed


def test_vague_places_and_wide_dates_say_nothing(found):
    claims = {each.claim for each in found} | {each.against for each in found}
    assert not claims & {
        "c.gaven",
        "c.hess",
        "c.holtzman-berlin",
        "c.oslo-house",
        "c.weksal",
        "c.smirnov-prison",
    }


def test_rival_readings_are_put_in_by_the_caller(moscow):
    cafe = contradictions(under(moscow, {("c.bristol-hotel", "place"): "cafe-bristol"}))
    assert {(each.kind, each.against) for each in cafe if each.claim == "c.bristol-hotel"} == {
        ("K2", "c.sedov-berlin")
    }
    field = contradictions(under(moscow, {("c.kjeller", "place"): "airfield-near-oslo"}))
    assert "c.kjeller" not in {each.claim for each in field}


def test_every_line_leads_to_its_rows_and_judges_nobody(moscow, found):
    ids = {row for table in moscow.values() if "id" in table.columns for row in table["id"]}
    for each in found:
        assert each.kind in KINDS
        assert set(each.evidence) <= ids
        assert {each.claim, each.against, *each.stated_by, *each.opposed_by} <= set(each.evidence)
        assert not BANNED.search(each.text)
    assert list(found) == sorted(found, key=lambda each: each.key)


def test_everybody_placed_is_in_the_claim(moscow, found):
    people = set(moscow["persons"]["id"])
    of = parts(moscow).group_by("act").agg("person")
    there = {act: set(persons) for act, persons in of.iter_rows()}
    for each in found:
        if each.kind == "K2":
            (person,) = people & set(each.evidence)
            assert person in there[each.claim]


def test_the_same_bytes_each_time(moscow, found):
    again = findings(contradictions(open_case("moscow")))
    assert as_json(again) == as_json(findings(found))
    assert len(again) == len(found)
