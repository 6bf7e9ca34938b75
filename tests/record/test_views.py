"""Do the views join the tables as the mapping says, on the small case and on the packaged ones?"""

from __future__ import annotations

import polars as pl
import pytest
from small import frame, small, tables, with_row

from showtrial.record.packaged import open_case
from showtrial.record.summary import summary
from showtrial.record.views import (
    accused,
    confession_times,
    namings,
    parts,
    people,
    standing,
    subjects,
    timeline,
)

SOURCE = {"source": "s"}


@pytest.fixture(scope="module")
def moscow():
    return open_case("moscow")


@pytest.mark.parametrize(
    ("kind", "polarity", "does"),
    [
        ("accusation", "affirms", "incriminates"),
        ("accusation", "denies", "exculpates"),
        ("exculpation", "affirms", "exculpates"),
        ("exculpation", "denies", "incriminates"),
        ("accusation", "silent", "silent"),
    ],
)
def test_polarity_is_towards_the_claim(kind, polarity, does):
    case = small(
        claims=frame({"id": "c1", "kind": kind, "person": "karl"}),
        assertions=frame({"id": "a1", "statement": "st1", "claim": "c1", "polarity": polarity, **SOURCE}),
    )
    assert namings(case)["polarity"].to_list() == [does]


def test_only_accusations_and_exculpations_are_namings():
    changed = with_row("claims", id="c2", kind="meeting", person="karl")
    changed |= with_row("assertions", id="a9", statement="st1", claim="c2", polarity="affirms", **SOURCE)
    assert namings(small(**changed))["id"].to_list() == ["a1"]


@pytest.mark.parametrize(
    ("event", "where"),
    [
        ({"kind": "arrest", "person": "karl", "date": "1936-05-31"}, "held"),
        ({"kind": "arrest", "person": "karl", "date": "1936-06-01"}, "not on record"),
        ({"kind": "arrest", "person": "karl", "date": "1936"}, "not on record"),
    ],
)
def test_standing_counts_only_what_is_certain(event, where):
    case = small(**with_row("events", id="e9", **event, **SOURCE))
    assert standing(case)["standing"].to_list() == [where]


def test_the_released_are_not_held():
    held = tables()["events"].to_dicts()
    arrest = {"id": "e8", "kind": "arrest", "person": "karl", "date": "1935-05", **SOURCE}
    freed = {"id": "e9", "kind": "release", "person": "karl", "date": "1935-06", **SOURCE}
    again = {"id": "e10", "kind": "arrest", "person": "karl", "date": "1936-04", **SOURCE}
    assert standing(small(events=frame(*held, arrest, freed)))["standing"].to_list() == ["not on record"]
    assert standing(small(events=frame(*held, arrest, freed, again)))["standing"].to_list() == ["held"]


def test_the_dead_the_condemned_and_those_abroad():
    persons = tables()["persons"].with_columns(
        died=pl.when(pl.col("id") == "karl").then(pl.lit("1935")).otherwise("died")
    )
    assert standing(small(persons=persons))["standing"].to_list() == ["dead"]
    abroad = frame({"person": "karl", "kind": "residence", "value": "abroad", "date": "1929/1940"})
    assert standing(small(traits=abroad))["standing"].to_list() == ["abroad"]
    verdict = with_row("events", id="e9", kind="verdict", date="1935", **SOURCE)
    verdict |= with_row("charges", id="ch9", case="k", accused="karl", verdict="e9", **SOURCE)
    assert standing(small(traits=abroad, **verdict))["standing"].to_list() == ["condemned"]


def test_confession_times_are_intervals():
    case = small(
        events=frame(
            {"id": "e1", "kind": "arrest", "person": "anna", "date": "1936-05", **SOURCE},
            {"id": "e3", "kind": "verdict", "date": "1936-08-24", **SOURCE},
        )
    )
    row = confession_times(case).row(0, named=True)
    assert (row["days_low"], row["days_high"], row["status"]) == (1, 31, "dated")
    assert (row["confessed"], row["plea"]) == ("1936-06-01", "a3")


def test_a_confession_in_court_censors():
    said = tables()["assertions"].filter(pl.col("id") != "a2")
    row = confession_times(small(assertions=said)).row(0, named=True)
    assert (row["status"], row["days_low"]) == ("none on record", None)
    admitted = said.with_columns(polarity=pl.lit("affirms"))
    assert (
        confession_times(small(assertions=admitted)).row(0, named=True)["status"]
        == "first confessed in court"
    )


def test_accused_carry_the_plea_in_the_words_of_the_record():
    row = accused(small()).row(0, named=True)
    assert (row["name"], row["plea_polarity"], row["plea_note"]) == ("Anna Berg", "denies", "not guilty")


def test_parts_join_columns_and_roles_and_leave_nobody_out():
    changed = with_row("roles", act="e2", person="none", role="prosecutor", as_written="none present")
    changed["roles"] = frame(
        *changed["roles"].to_dicts(), {"act": "e2", "role": "judge", "as_written": "Goryachev"}
    )
    found = parts(small(**changed))
    assert set(found.select("act", "person", "role").iter_rows()) == {
        ("e1", "anna", "subject"),
        ("c1", "karl", "subject"),
        ("e2", None, "judge"),
    }
    assert not found.filter(pl.col("role") == "prosecutor").height


def test_the_timeline_is_in_order_and_dated():
    found = timeline(small())
    assert found["id"].to_list() == ["e1", "st1", "e2", "st2", "e3"]


def test_an_event_without_an_id_has_its_subject():
    events = frame(*tables()["events"].to_dicts(), {"kind": "arrest", "person": "karl", "source": "s"})
    assert subjects(small(events=events), "arrest")["subject"].to_list() == ["anna", "karl"]


def test_further_subjects_count_as_the_first():
    changed = with_row("roles", act="e1", person="karl", role="subject")
    changed |= with_row("charges", id="ch9", case="k", accused="karl", verdict="e3", **SOURCE)
    case = small(**changed)
    assert subjects(case, "arrest")["subject"].to_list() == ["anna", "karl"]
    assert standing(case)["standing"].to_list() == ["held"]
    assert confession_times(case).row(1, named=True)["status"] == "none on record"


def test_people_count_rows():
    row = people(small()).filter(pl.col("id") == "karl").row(0, named=True)
    assert (row["named"], row["namers"], row["charges"], row["acts"]) == (1, 1, 0, 1)


def test_views_of_moscow(moscow):
    found = summary(moscow)
    assert found["views"]["namings"] == {"rows": 581, "pairs": 468, "senders": 99, "receivers": 137}
    assert found["views"]["accused"] == {"rows": 96}
    assert found["views"]["people"]["person"] == 225
    assert found["tables"]["cases"] == 8
    rows = namings(moscow)
    assert rows["polarity"].value_counts(sort=True).rows() == [("incriminates", 578), ("exculpates", 3)]
    assert rows["checked"].value_counts(sort=True).rows() == [("read", 472), ("recalled", 109)]
    times = confession_times(moscow)
    assert times.filter(pl.col("confessed").is_not_null()).height == 42
    assert times.filter(pl.col("status") == "dated").height == 35


def test_days_to_confession_agree_with_the_review(moscow):
    """Days counted by the review of 1989 (Izvestiya TsK KPSS) lie within the interval of the dates."""
    counted = {"olberg-v": 31, "muralov": 231, "serebryakov": 108, "radek": 78, "drobnis": 40, "bukharin": 94}
    times = {row["accused"]: row for row in confession_times(moscow).iter_rows(named=True)}
    for person, days in counted.items():
        row = times[person]
        assert row["days_low"] - 1 <= days <= row["days_high"] + 1, (person, row)


def test_row_order_changes_no_view(moscow):
    turned = moscow.replace({name: table.reverse() for name, table in moscow.items()})
    assert turned == moscow
    for view in (namings, standing, accused, confession_times, people):
        key = view(moscow).columns[0]
        assert view(moscow).sort(key).equals(view(turned).sort(key)), view.__name__
    assert timeline(moscow).equals(timeline(turned))
