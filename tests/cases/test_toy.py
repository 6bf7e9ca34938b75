"""Does the toy hold every table, and say what docs/toy.md says of it?"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from showtrial.record.casefile import CaseFile
from showtrial.record.checks import check
from showtrial.record.dates import day, parse
from showtrial.record.packaged import locate, open_case, packaged_cases
from showtrial.record.schema import schema
from showtrial.record.storage import case_files, read_draft
from showtrial.record.views import (
    accused,
    confession_times,
    namings,
    parts,
    people,
    standing,
    timeline,
)
from showtrial.record.window import window


@pytest.fixture(scope="module")
def toy() -> CaseFile:
    return open_case("toy")


def test_opens_without_a_problem(toy: CaseFile) -> None:
    assert check(read_draft(locate("toy"))) == []
    assert isinstance(toy, CaseFile)


def test_is_marked_as_simulated(toy: CaseFile) -> None:
    assert toy.meta.origin == "simulated"
    assert "invented" in toy.meta.title
    assert packaged_cases()["toy"].origin == "simulated"
    assert set(toy["sources"]["kind"]) == {"simulation"}


def test_has_eight_people_and_one_body(toy: CaseFile) -> None:
    kinds = toy["persons"]["kind"].fill_null("person").value_counts()
    assert dict(kinds.iter_rows()) == {"person": 8, "body": 1}


@pytest.mark.parametrize("table", list(schema().tables))
def test_no_table_is_empty(toy: CaseFile, table: str) -> None:
    assert toy[table].height > 0


def test_is_small_enough_to_read(toy: CaseFile) -> None:
    assert sum(frame.height for frame in toy.values()) < 200


def test_teaches_each_stance_and_each_layer(toy: CaseFile) -> None:
    assert set(toy["assertions"]["polarity"]) >= {"affirms", "denies", "retracts", "partial"}
    assert set(toy["assertions"]["layer"]) == {"cited_in_judgment", "in_case_file", "later_research"}
    assert set(toy["elements"]["role"]) == {"corpus", "agency", "intent"}
    assert set(toy["links"]["kind"]) >= {"read_to", "shown_to", "same_as"}


def test_is_stored_as_storage_writes_it(toy: CaseFile) -> None:
    folder = Path(locate("toy"))
    for name, data in case_files(toy).items():
        assert (folder / name).read_bytes() == data, name


def test_namings(toy: CaseFile) -> None:
    rows = namings(toy)
    assert rows.height == 11
    assert rows["polarity"].value_counts(sort=True).rows() == [("incriminates", 8), ("exculpates", 3)]


def test_standing_of_those_named_in_the_first_protocol(toy: CaseFile) -> None:
    first = standing(toy).filter(pl.col("statement") == "s.osk-1")
    assert dict(first.select("named", "standing").iter_rows()) == {
        "osk": "held",
        "brenn": "not on record",
        "tarn": "not on record",
        "vell": "abroad",
        "lind": "dead",
    }


def test_charges_and_times_to_confession(toy: CaseFile) -> None:
    assert accused(toy).select("accused", "plea_polarity").rows() == [
        ("osk", "affirms"),
        ("brenn", "denies"),
        ("tarn", "retracts"),
    ]
    times = confession_times(toy).select("accused", "days_low", "days_high", "status")
    assert times.rows() == [
        ("osk", 7, 7, "dated"),
        ("brenn", None, None, "none on record"),
        ("tarn", 3, 3, "dated"),
    ]


def test_verdict_was_agreed_to_before_the_hearing(toy: CaseFile) -> None:
    dates = dict(timeline(toy).select("id", "hi").iter_rows())
    opened = dict(timeline(toy).select("id", "lo").iter_rows())["e.trial"]
    assert dates["e.draft-agreed"] < opened
    fixed = toy["roles"].filter(pl.col("act") == "e.draft-agreed").select("person", "value")
    assert dict(fixed.iter_rows()) == dict(toy["charges"].select("accused", "sentence").iter_rows())


def test_old_calendar_and_words(toy: CaseFile) -> None:
    assert day(parse("julian:1702-02-20").lo) == "1702-03-03"
    said = parse("end of February 1702", calendar=toy.calendar)
    assert (day(said.lo), day(said.hi - 1)) == ("1702-02-20", "1702-02-28")


def test_other_views_and_a_window(toy: CaseFile) -> None:
    assert people(toy).height == toy["persons"].height
    assert parts(toy).filter(pl.col("role") == "covered").height == 3
    trial = window(toy, "1702-03-24", "1702-03-25")
    assert "s.osk-court" in trial["statements"]["id"]
    assert "s.osk-1" not in trial["statements"]["id"]


def test_spans_lead_to_their_words(toy: CaseFile) -> None:
    text = toy.texts["inquiry-1711.txt"]
    agreed = toy["events"].filter(pl.col("id") == "e.draft-agreed")["locator"].item()
    first, last = (int(each) for each in agreed.removeprefix("#").split("-"))
    assert "agreed, E. Quill, 23 March" in text[first:last]
