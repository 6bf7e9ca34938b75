"""Is every fault of a case file named, with its place and how to mend it - and nothing that is right?"""

from __future__ import annotations

import polars as pl
import pytest
from small import META, draft, frame, tables, with_row

from showtrial.record.checks import check
from showtrial.record.draft import Draft, draft_of_frames
from showtrial.record.meta import Meta, parse_meta

SOURCE = {"source": "s"}


def said(**changed: pl.DataFrame) -> list[str]:
    return [str(each) for each in check(draft(**changed))]


def test_the_small_case_is_valid():
    assert said() == []


def events(**row):
    return with_row("events", **{"kind": "arrest", **SOURCE, **row})


def sources(**row):
    return with_row("sources", **{"id": "x", "title": "X", **row})


def persons(**row):
    return with_row("persons", **{"id": "x", "name": "X", "died": "1940", **row})


FAULTS = {
    "unknown kind": (
        events(kind="arest"),
        "events.csv:5:kind  'arest'; wanted a word of events.kind; did you mean 'arrest'? or add it to "
        "[vocabulary] 'events.kind' in casefile.toml",
    ),
    "closed vocabulary": (
        events(grade="sure"),
        "events.csv:5:grade  'sure'; wanted a word of events.grade; known: none_found, alleged, inferred, "
        "documented, established",
    ),
    "method in a list": (events(method="beating; sleeep"), "events.csv:5:method  'beating; sleeep'; wanted a word of"),
    "unknown person": (
        events(person="anne"),
        "events.csv:5:person  'anne'; wanted an id of persons; did you mean 'anna'?",
    ),
    "wrong table": (events(person="e1"), "events.csv:5:person  'e1'; wanted an id of persons; this one is a row of"),
    "date turned by a spreadsheet": (events(date="01/12/1934"), "events.csv:5:date  '01/12/1934'; wanted "),
    "serial number": (events(date="12754"), "events.csv:5:date  '12754'; wanted "),
    "impossible day": (events(date="1936-02-30"), "events.csv:5:date  '1936-02-30'; wanted "),
    "time without a date": (events(time="02:30"), "events.csv:5:time  '02:30'; wanted a date in the same row"),
    "time not known": (events(date="1936-05-01", time="teatime"), "events.csv:5:time  'teatime'; wanted "),
    "time on a month": (events(date="1936-05", time="02:30"), "events.csv:5:time  '02:30'; wanted "),
    "id twice": (
        persons(id="e1"),
        "events.csv:2:id  'e1'; wanted an id used once in the whole case file; it names persons.csv:4 already",
    ),
    "id with a blank": (persons(id="old man"), "persons.csv:4:id  'old man'; wanted an id without spaces"),
    "id none": (persons(id="none"), "persons.csv:4:id  'none'; wanted another id"),
    "died before born": (
        persons(born="1890", died="1880"),
        "persons.csv:4:died  1880; wanted a death after the birth (1890)",
    ),
    "speaks after death": (
        with_row("statements", id="st9", speaker="anna", date="1938", setting="open_court", **SOURCE),
        "statements.csv:4:date  1938; wanted a date in the life of anna (died 1937-02-01); mend the date",
    ),
    "arrested before birth": (
        events(person="anna", date="1870"),
        "events.csv:5:date  1870; wanted a date after the birth of anna (1880)",
    ),
    "execution on another day": (
        events(kind="execution", person="anna", date="1937-01-01"),
        "events.csv:5:date  1937-01-01; wanted the day of death of anna (1937-02-01)",
    ),
    "arrest after the verdict": (
        events(case="k", person="anna", date="1936-09-01"),
        "events.csv:5:date  1936-09-01; wanted an arrest not after the verdict (1936-08-24)",
    ),
    "verdict before the trial": (
        events(kind="verdict", case="k", date="1936-08-01"),
        "events.csv:5:date  1936-08-01; wanted a verdict not before the trial opened (1936-08-19/1936-08-23); "
        "an outcome fixed before the hearing is an event of kind verdict_draft",
    ),
    "assertion without a source": (
        with_row("assertions", id="a9", statement="st1", claim="c1", polarity="denies"),
        "assertions.csv:5:source  nothing; wanted a value",
    ),
    "grade without a practice": (
        events(kind="pressure", person="anna", date="1936-06", method="sleep", grade="inferred"),
        "events.csv:5:grade  inferred, 1936-06-01; wanted a documented practice that covers it",
    ),
    "may be living": (
        persons(died=None, born="1950"),
        "persons.csv:4:died  X may be living; wanted a date of death, or a birth or act more than 110 years "
        "before 2026-01-01; give --allow-living PURPOSE",
    ),
    "own parent": (
        with_row("cases", id="k2", name="K2", part_of="k2"),
        "cases.csv:3:part_of  k2 > k2; wanted a parent that is no descendant",
    ),
    "an address that would run": (
        sources(url="javascript:alert(1)"),
        "sources.csv:3:url  'javascript:alert(1)'; wanted an address with http or https; as in "
        "https://example.org/page, blanks written %20",
    ),
    "an address with quotes": (
        sources(url="https://example.org/\" onclick='x'"),
        "sources.csv:3:url  'https://example.org/\" onclick=\\'x\\''; wanted an address with http or https",
    ),
    "an address without a host": (sources(url="https:///page"), "sources.csv:3:url  'https:///page'; wanted an"),
    "a file for an address": (sources(url="file:///etc/passwd"), "sources.csv:3:url  'file:///etc/passwd'; wanted"),
    "a part of nothing": (
        sources(part="section 1"),
        "sources.csv:3:part  'section 1'; wanted a parent in the same row; name the source it is part of",
    ),
    "one part, two sources": (
        {
            "sources": frame(
                *tables()["sources"].to_dicts(),
                *({"id": f"s{n}", "title": "T", "parent": "s", "part": "section 1"} for n in (1, 2)),
            )
        },
        "sources.csv:4:part  'section 1'; wanted another part of s than row 3",
    ),
    "a part twice": (
        with_row("roles", act="e1", person="anna", role="subject"),
        "roles.csv:2:person  anna as subject of e1, a second time; wanted each person once in each part",
    ),
    "a row twice": (
        {"ties": frame(*[{"a": "anna", "b": "karl", "kind": "sibling"}] * 2)},
        "ties.csv:3  the same as row 2; wanted each row once",
    ),
    "assertion twice": (
        with_row("assertions", **{**tables()["assertions"].to_dicts()[0], "id": "a9"}),
        "assertions.csv:5  the same as row 2",
    ),
    "reading of no column": (
        with_row("readings", row="e3", column="tiem", value="14:30"),
        "readings.csv:2:column  'tiem'; wanted a column of events; did you mean 'time'?",
    ),
    "rivals without the stored value": (
        with_row("readings", row="e3", column="time", value="14:30"),
        "readings.csv:2:value  '14:30'; wanted all rival values; add a reading with the stored value '02:30'",
    ),
    "a row neither stands nor rejected": (
        with_row("readings", row="e3", column="*", value="perhaps"),
        "readings.csv:2:value  'perhaps'; wanted stands or rejected",
    ),
    "text is missing": (
        with_row("sources", id="s2", title="T", text_file="a.txt"),
        "sources.csv:3:text_file  'a.txt'; wanted a file in the folder texts",
    ),
    "number": (with_row("figures", id="f", series="a", measure="b", unit="c", value="3,5", **SOURCE),
               "figures.csv:2:value  '3,5'; wanted a number; write 1234.5"),
    "number out of range": (with_row("places", id="p", name="P", lat="91"), "places.csv:2:lat  '91'; wanted a number from"),
    "duration": (with_row("links", **{"from": "e3", "to": "e2", "kind": "before", "min": "three days"}),
                 "links.csv:2:min  'three days'; wanted an ISO 8601 duration"),
    "locators": (
        with_row("statements", id="st9", source="s; s", locator="1; 2; 3"),
        "statements.csv:4:locator  3 locators for 2 sources",
    ),
    "two sources, wrong mark": (events(source="s, s"), "events.csv:5:source  's, s'; wanted an id of sources"),
    "two sources, no blank": (events(source="s;s"), "events.csv:5:source  's;s'; wanted "),
    "a column twice by another name": (events(persn="anna"), "events.csv:1:persn  an unknown column; wanted a column of events; did you mean 'person'?"),
    "an unknown table": ({"evnts": tables()["events"]}, "evnts.csv  an unknown table; wanted a known one; did you mean 'events'?"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_fault(fault):
    changed, expected = FAULTS[fault]
    problems = said(**changed)
    assert any(each.startswith(expected) for each in problems), problems
    assert len(problems) <= 2
    assert all("\n" not in each for each in problems)


def test_all_problems_at_once():
    changed = {}
    for fault in ("unknown kind", "died before born", "assertion without a source", "own parent"):
        changed |= FAULTS[fault][0]
    assert len(said(**changed)) == 4


def test_missing_tables():
    problems = [str(each) for each in check(draft_of_frames(META, {"claims": tables()["claims"].head(0)}))]
    assert [each.split("  ")[0] for each in problems] == ["events.csv", "persons.csv", "sources.csv"]


@pytest.mark.parametrize(
    ("row", "fine"),
    [
        ({"born": "1880"}, True),
        ({"born": "1915-12-31"}, True),
        ({"born": "1916-01-02"}, False),
        ({"born": "191X"}, False),
        ({"born": "1990", "died": "2020"}, True),
        ({}, False),
        ({"kind": "body"}, True),
    ],
)
def test_who_may_be_living(row, fine):
    problems = said(**with_row("persons", id="x", name="X", **row))
    assert problems == [] if fine else "may be living" in problems[0]


@pytest.mark.parametrize(
    ("as_of", "fine"), [("2040-01-01", False), ("2046-01-01", False), ("2047-01-02", True)]
)
def test_somebody_attested_in_1936_is_presumed_dead_from_2046_on(as_of, fine):
    """The act of 1936 may lie as late as its last minute: presumed dead when 110 years have passed since."""
    changed = with_row("persons", id="x", name="X")
    changed |= with_row("statements", id="st9", speaker="x", date="1936", **SOURCE)
    assert (check(draft(**changed), as_of=as_of) == []) is fine


def test_a_purpose_or_a_simulation_lifts_the_rule():
    changed = with_row("persons", id="x", name="X", born="1990")
    assert check(draft(**changed), allow_living="a seminar") == []
    simulated = Meta(**{**META.as_dict(), "origin": "simulated"})
    assert check(draft_of_frames(simulated, {**tables(), **changed})) == []


def test_a_grade_inside_a_documented_practice_is_fine():
    practice = {
        "kind": "practice",
        "date": "1936/1937",
        "method": "sleep; beating",
        "grade": "documented",
        **SOURCE,
    }
    pressure = {
        "kind": "pressure",
        "person": "anna",
        "date": "1936-06",
        "method": "sleep",
        "grade": "inferred",
        **SOURCE,
    }
    held = tables()["events"].to_dicts()
    assert said(events=frame(*held, practice, pressure)) == []
    assert len(said(events=frame(*held, {**practice, "grade": "alleged"}, pressure))) == 1
    assert len(said(events=frame(*held, {**practice, "method": "drug"}, pressure))) == 1
    assert len(said(events=frame(*held, {**practice, "date": "1936-07/1937"}, pressure))) == 1


def test_further_subjects_live_too():
    held = events(id="e9", kind="arrest", date="1960") | with_row(
        "roles", act="e9", person="karl", role="subject"
    )
    assert said(**held) == [
        "events.csv:5:date  1960; wanted a date in the life of karl (died 1950); mend the date here or in persons, "
        "or give both as readings"
    ]


def test_posthumous_acts_are_fine():
    assert said(**events(kind="rehabilitation", person="anna", date="1956")) == []


def test_rehabilitated_names_and_added_words_are_fine():
    meta = Meta(
        **{**META.as_dict(), "vocabulary": {"events.kind": ["plenum"]}, "times": {"teatime": "17:00/18:00"}}
    )
    changed = with_row("events", kind="plenum", date="1936-05-01", time="teatime", **SOURCE)
    assert check(draft_of_frames(meta, {**tables(), **changed})) == []


def test_spans_must_lie_in_the_text():
    sources = frame({"id": "s", "title": "T", "text_file": "a.txt"})
    good, bad = (
        with_row("statements", id="st9", source="s", locator=span)["statements"] for span in ("#0-5", "#3-99")
    )
    held = draft(sources=sources, statements=good)
    assert check(Draft(held.meta, held.sheets, {"a.txt": "words"})) == []
    held = draft(sources=sources, statements=bad)
    found = check(Draft(held.meta, held.sheets, {"a.txt": "words"}))
    assert [str(each) for each in found] == [
        "statements.csv:4:locator  '#3-99'; wanted a span within the 5 characters of the text"
    ]


def test_a_text_that_changed_is_named():
    sources = frame({"id": "s", "title": "T", "text_file": "a.txt", "sha256": "0" * 64})
    held = draft(sources=sources)
    found = check(Draft(held.meta, held.sheets, {"a.txt": "words"}))
    assert len(found) == 1
    assert found[0].column == "sha256"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = ", "casefile.toml  not TOML"),
        ('origin = "recorded"', "casefile.toml:title  nothing; wanted a title"),
        ('title = "T"', "casefile.toml:origin  nothing; wanted recorded or simulated"),
        ('title = "T"\norigin = "recorded"\nlicense = "x"', "casefile.toml:license  an unknown entry; wanted a known one; did you mean 'licence'?"),
        ('title = "T"\norigin = "recorded"\nauthors = "A"', "casefile.toml:authors  'A'; wanted a list"),
        ('title = "T"\norigin = "recorded"\ncalendar = "maya"', "casefile.toml:calendar  'maya'; wanted gregorian or julian"),
        ('title = "T"\norigin = "recorded"\n[vocabulary]\n"events.grade" = ["x"]', "casefile.toml:vocabulary.events.grade  added words; wanted no additions"),
        ('title = "T"\norigin = "recorded"\n[seasons]\n21 = [3]', "casefile.toml:seasons.21  [3]; wanted [first month, last month]"),
    ],
)  # fmt: skip
def test_what_can_be_wrong_in_casefile_toml(text, said):
    _, problems = parse_meta(text)
    assert [str(each).startswith(said) for each in problems] == [True], [str(each) for each in problems]
