from __future__ import annotations

import datetime
import time as clock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from showtrial.errors import ShowtrialError
from showtrial.record.dates import (
    MAX,
    MIN,
    Attested,
    Bounds,
    Calendar,
    DateError,
    Modal,
    before,
    day,
    days_between,
    parse,
    stamp,
)
from showtrial.record.dates.mangled import unmangled
from tests.naive import dates as naive

DAY = naive.DAY
CALENDAR = Calendar(
    words={"end of 1932": "[1932-10..1932-12]", "Spring  1936": "1936-21", "bad": "1932-13"},
    times={"evening": "18:00/24:00", "night": "22:00/05:00", "noon": "12:00", "late": "25:00"},
    seasons={"21": (3, 5), "24": (12, 2)},
)


def days(found: Attested) -> tuple[str, str]:
    return day(found.lo), day(found.hi - 1)


def refusal(text: str, **how: object) -> str:
    with pytest.raises(DateError) as caught:
        parse(text, **how)  # type: ignore[arg-type]
    said = str(caught.value)
    assert "\n" not in said
    return said


# --- forms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1936", "1936-01-01", "1936-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("1936-02", "1936-02-01", "1936-02-29"),
        ("1936-08-24", "1936-08-24", "1936-08-24"),
        (" 1936-08-24 ", "1936-08-24", "1936-08-24"),
        ("193X", "1930-01-01", "1939-12-31"),
        ("XXXX", "0001-01-01", "9999-12-31"),
        ("19X6", "1906-01-01", "1996-12-31"),
        ("1936-0X", "1936-01-01", "1936-09-30"),
        ("1936-1X", "1936-10-01", "1936-12-31"),
        ("1932-11-2X", "1932-11-20", "1932-11-29"),
        ("1932-02-2X", "1932-02-20", "1932-02-29"),
        ("1936-XX", "1936-01-01", "1936-12-31"),
        ("1936-XX-1X", "1936-01-10", "1936-12-19"),
        ("1932-XX-31", "1932-01-31", "1932-12-31"),
        ("19XX-02-29", "1904-02-29", "1996-02-29"),
        ("1932/1936", "1932-01-01", "1936-12-31"),
        ("1932-11-25/1932-11-28", "1932-11-25", "1932-11-28"),
        ("1936-07 / 1936-08", "1936-07-01", "1936-08-31"),
        ("[1932-10,1932-12]", "1932-10-01", "1932-12-31"),
        ("[1932-12, 1932-10]", "1932-10-01", "1932-12-31"),
        ("[1932-10..1932-12]", "1932-10-01", "1932-12-31"),
        ("{1936-08-22,1936-08-24}", "1936-08-22", "1936-08-24"),
        ("{1936-08-19..1936-08-22,1936-08-24}", "1936-08-19", "1936-08-24"),
        ("julian:1335-02-04", "1335-02-12", "1335-02-12"),
        ("os:1917-10-25", "1917-11-07", "1917-11-07"),
        ("OS: 1900-02-29", "1900-03-13", "1900-03-13"),
        ("julian:1917-10", "1917-10-14", "1917-11-13"),
        ("julian:191X", "1910-01-14", "1920-01-13"),
        ("julian:1917-02/1917-10", "1917-02-14", "1917-11-13"),
        ("julian:1917-10-25/gregorian:1917-11-10", "1917-11-07", "1917-11-10"),
        ("1917-11-07/os:1917-10-28", "1917-11-07", "1917-11-10"),
        ("[os:1917-10-25,1917-11-01]", "1917-11-01", "1917-11-07"),
        ("1936-21", "1936-03-01", "1936-05-31"),
        ("1936-24", "1936-12-01", "1937-02-28"),
        ("193X-24", "1930-12-01", "1940-02-29"),
        ("end of 1932", "1932-10-01", "1932-12-31"),
        ("End  of 1932 ", "1932-10-01", "1932-12-31"),
        ("spring 1936", "1936-03-01", "1936-05-31"),
    ],
)
def test_form(text: str, first: str, last: str) -> None:
    found = parse(text, calendar=CALENDAR)
    assert days(found) == (first, last)
    assert (found.lo % DAY, found.hi % DAY) == (0, 0)
    assert found.text == text
    assert found.is_day == (first == last)
    assert found.interval == ("/" in text or "{" in text)
    if not found.interval:
        assert found.start == found.end == found.span


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1932/1936", ("1932-01-01", "1932-12-31"), ("1936-01-01", "1936-12-31")),
        ("1936/1936-03", ("1936-01-01", "1936-03-31"), ("1936-03-01", "1936-03-31")),
        ("1936-08-24/1936", ("1936-08-24", "1936-08-24"), ("1936-08-24", "1936-12-31")),
        ("1936-08-24/1936-08-24", ("1936-08-24", "1936-08-24"), ("1936-08-24", "1936-08-24")),
        ("../1917", ("..", "1917-12-31"), ("1917-01-01", "1917-12-31")),
        ("1917/..", ("1917-01-01", "1917-12-31"), ("1917-01-01", "..")),
        ("{1932-10,1932-12}", ("1932-10-01", "1932-10-31"), ("1932-12-01", "1932-12-31")),
        ("{1932..1936}", ("1932-01-01", "1932-12-31"), ("1936-01-01", "1936-12-31")),
        ("[..1932]", ("..", "1932-12-31"), ("..", "1932-12-31")),
        ("[1930,1932..]", ("1930-01-01", ".."), ("1930-01-01", "..")),
    ],
)
def test_ends(text: str, start: tuple[str, str], end: tuple[str, str]) -> None:
    found = parse(text)
    assert (day(found.start.lo), day(found.start.hi - 1)) == start
    assert (day(found.end.lo), day(found.end.hi - 1)) == end
    assert found.start.lo <= found.end.lo
    assert found.start.hi <= found.end.hi


def test_open_ends_are_min_and_max() -> None:
    assert parse("../1917").lo == MIN
    assert parse("1917/..").hi == MAX
    assert int(float(MIN)) == MIN
    assert MAX + 10**15 < 2**63


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("1936", False, False),
        ("1936?", False, True),
        ("1936-08~", True, False),
        ("193X%", True, True),
        ("1936~/1937?", True, True),
        ("[1936,1937?]", False, True),
    ],
)
def test_qualifiers(text: str, approximate: bool, uncertain: bool) -> None:
    found = parse(text)
    assert (found.approximate, found.uncertain) == (approximate, uncertain)
    assert found.span == parse(text.translate({ord(mark): None for mark in "?~%"})).span


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1936-08-24?", "1936-08-21", "1936-08-27"),
        ("1936-08~", "1936-07-01", "1936-09-30"),
        ("1936-01%", "1935-12-01", "1936-02-29"),
        ("1936?", "1935-01-01", "1937-12-31"),
        ("193X?", "1929-01-01", "1940-12-31"),
        ("1936-0X~", "1935-01-01", "1937-09-30"),
        ("1932-11-2X?", "1932-10-20", "1932-12-29"),
        ("1936-04-3X~", "1936-03-30", "1936-05-31"),
        ("1936-21~", "1936-02-01", "1936-06-30"),
        ("julian:1917-10~", "1917-09-14", "1917-12-13"),
        ("1936-08-24", "1936-08-24", "1936-08-24"),
        ("1936-08-24/1936-09?", "1936-08-24", "1936-10-31"),
        ("0001-01-02?", "0001-01-01", "0001-01-05"),
        ("9999?", "9998-01-01", "9999-12-31"),
        ("[1936-08-24?,1936-08-30]", "1936-08-21", "1936-08-30"),
    ],
)
def test_wide_reading(text: str, first: str, last: str) -> None:
    assert days(parse(text, calendar=CALENDAR, reading="wide")) == (first, last)


def test_default_calendar() -> None:
    old = Calendar(default="julian")
    assert days(parse("1917-10-25", calendar=old)) == ("1917-11-07", "1917-11-07")
    assert days(parse("gregorian:1917-10-25", calendar=old)) == ("1917-10-25", "1917-10-25")
    with pytest.raises(DateError, match="gregorian or julian"):
        Calendar(default="hebrew")


def test_calendars_that_differ_are_kept_apart() -> None:
    one, other = (Calendar(words={"the trial": text}) for text in ("1936-08", "1937-01"))
    assert days(parse("the trial", calendar=one))[0] == "1936-08-01"
    assert days(parse("the trial", calendar=other))[0] == "1937-01-01"
    assert hash(one) == hash(other)
    with pytest.raises(TypeError):
        one.words["x"] = "y"  # type: ignore[index]


# --- clock times ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "time", "first", "after", "interval"),
    [
        ("1936-08-24", "02:30", "1936-08-24T02:30", "1936-08-24T02:31", False),
        ("1936-08-24", "23:59", "1936-08-24T23:59", "1936-08-25T00:00", False),
        ("1936-08-24", "21:00/03:30", "1936-08-24T21:00", "1936-08-25T03:30", True),
        ("1936-08-24", "10:00/12:00", "1936-08-24T10:00", "1936-08-24T12:00", True),
        ("1936-08-24", "18:00/24:00", "1936-08-24T18:00", "1936-08-25T00:00", True),
        ("1936-08-24", "18:00/00:00", "1936-08-24T18:00", "1936-08-25T00:00", True),
        ("1936-08-24", "evening", "1936-08-24T18:00", "1936-08-25T00:00", False),
        ("1936-08-24", "Night", "1936-08-24T22:00", "1936-08-25T05:00", False),
        ("1936-08-24", "noon", "1936-08-24T12:00", "1936-08-24T12:01", False),
        ("1936-08-24", "", "1936-08-24T00:00", "1936-08-25T00:00", False),
        ("os:1917-10-25", "21:40", "1917-11-07T21:40", "1917-11-07T21:41", False),
        ("1936-08-19/1936-08-24", "12:00/02:30", "1936-08-19T12:00", "1936-08-24T02:30", True),
        ("1936-08-24/1936-08-24", "02:30/12:00", "1936-08-24T02:30", "1936-08-24T12:00", True),
    ],
)
def test_time(text: str, time: str, first: str, after: str, interval: bool) -> None:
    found = parse(text, time=time, calendar=CALENDAR)
    assert (stamp(found.lo), stamp(found.hi)) == (first, after)
    assert found.interval == interval
    if not interval:
        assert found.start == found.end
    else:
        assert found.start == Bounds(found.lo, found.lo + 1)
        assert found.end == Bounds(found.hi - 1, found.hi)


def test_time_in_the_wide_reading_keeps_its_hour() -> None:
    found = parse("1936-08-24?", time="02:30", reading="wide")
    assert (stamp(found.lo), stamp(found.hi)) == ("1936-08-21T02:30", "1936-08-27T02:31")


def test_is_day() -> None:
    assert parse("1936-08-24", time="02:30").is_day
    assert parse("1936-08-24", time="18:00/24:00").is_day
    assert not parse("1936-08-24", time="21:00/03:30").is_day
    assert not parse("../1917").is_day


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("1936-02-30", "no such day"),
        ("1935-02-29", "a day that exists"),
        ("1900-02-29", "write julian:1900-02-29"),
        ("1936-13", "a month from 01 to 12"),
        ("1936-00", "a month from 01 to 12"),
        ("1936-2X", "a month from 01 to 12"),
        ("1936-08-00", "a day that exists"),
        ("1932-02-3X", "a day that exists"),
        ("XXXX-02-30", "a day that exists"),
        ("0000", "a year from 0001 to 9999"),
        ("julian:0001-01-01", "Gregorian years 1 to 9999"),
        ("julian:9999-10-20", "Gregorian years 1 to 9999"),
        ("julian:9999-12-31", "Gregorian years 1 to 9999"),
        ("1936-08-24/1936-08-23", "not before its beginning"),
        ("1936-08-24?/1936-08-23?", "not before its beginning"),
        ("[1936..1932]", "not before its beginning"),
        ("1936/", "write .. for an open end"),
        ("/1936", "write .. for an open end"),
        ("../..", "on one side at least"),
        ("[..]", "on one side at least"),
        ("..", "wanted YYYY"),
        ("[]", "wanted YYYY"),
        ("[1932,]", "wanted YYYY"),
        ("[1932", "wanted YYYY"),
        ("[1932}", "wanted YYYY"),
        ("[1932/1933]", "wanted YYYY"),
        ("1932/1933/1934", "one interval a row"),
        ("193", "wanted YYYY"),
        ("1936-8-24", "wanted YYYY"),
        ("193x", "capital X: 193X"),
        ("?1936", "wanted YYYY"),
        ("1936??", "wanted YYYY"),
        ("1936-23", 'add "23" = [first month, last month] under [seasons]'),
        ("1936-21-05", "without a day"),
        ("beginning of 1933", "entry in casefile.toml"),
        ("bad", "'bad', by [dates] of casefile.toml '1932-13'"),
        ("mayan:1936", "entry in casefile.toml"),
        ("١٩٣٦", "wanted YYYY"),
        ("1936\n-08", "wanted YYYY"),
        ("1" * 201, "at most 200 characters"),
    ],
)
def test_refused(text: str, says: str) -> None:
    assert says in refusal(text, calendar=CALENDAR)
    assert says in refusal(text, calendar=CALENDAR, reading="wide")


@pytest.mark.parametrize(
    ("text", "time", "says"),
    [
        ("1936-08", "02:30", "not a single day"),
        ("1936-08-2X", "02:30", "not a single day"),
        ("[1936-08-22,1936-08-24]", "02:30", "not a single day"),
        ("1936-08/1936-09-01", "02:30/03:00", "not a single day"),
        ("../1936-09-01", "02:30/03:00", "not a single day"),
        ("1936-08-19/1936-08-24", "02:30", "HH:MM/HH:MM"),
        ("1936-08-19/1936-08-24", "evening", "HH:MM/HH:MM"),
        ("1936-08-24/1936-08-24", "12:00/02:30", "not before its beginning"),
        ("1936-08-24", "24:00", "24:00 can only be an end"),
        ("1936-08-24", "24:00/02:00", "24:00 can only be an end"),
        ("1936-08-24", "02:30/02:30", "write 02:30 alone"),
        ("1936-08-24", "25:00", "HH:MM"),
        ("1936-08-24", "02:60", "HH:MM"),
        ("1936-08-24", "2:30", "write 02:30"),
        ("1936-08-24", "02:30:00", "write 02:30"),
        ("1936-08-24", "dawn", "an entry under [times]"),
        ("1936-08-24", "late", "'late', by [times] of casefile.toml"),
        ("1936-08-24", "02:30/", "HH:MM"),
        ("1936-08-24", "x" * 201, "at most 200 characters"),
    ],
)
def test_refused_time(text: str, time: str, says: str) -> None:
    assert says in refusal(text, time=time, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("text", "was"),
    [
        ("01/12/1934", "it was 1934-01-12 or 1934-12-01"),
        ("01.12.1934", "it was 1934-01-12 or 1934-12-01"),
        ("01-12-1934", "it was 1934-01-12 or 1934-12-01"),
        ("12/1/34", "it was 1934-01-12 or 1934-12-01 if the year is 19.."),
        ("13/1/1934", "it was 1934-01-13"),
        ("5/5/1934", "it was 1934-05-05"),
        ("1-Dec-1934", "it was 1934-12-01"),
        ("1-Dec-34", "it was 1934-12-01 if the year is 19.."),
        ("01.дек.34", "it was 1934-12-01 if the year is 19.."),
        ("Dec-34", "it was 1934-12 if the year is 19.."),
        ("Dec-12", "it was 1912-12 or XXXX-12-12 if the year is 19.."),
        ("1-Dec", "it was XXXX-12-01"),
        ("12754", "it was 1934-12-01"),
        ("12754.5", "it was 1934-12-01"),
        ("1934-12-01 00:00:00", "it was 1934-12-01"),
        ("1934-12-01T00:00", "it was 1934-12-01"),
        ("1934-12-01 02:30:00", "it was 1934-12-01, and 02:30 belongs into the column `time`"),
        ("01/12/1934 2:30", "it was 1934-01-12 or 1934-12-01, and 02:30 belongs into the column `time`"),
        ("1934/12/01", "it was 1934-12-01"),
        ("31/31/1934", "format the column as text"),
        ("31-Feb-1934", "format the column as text"),
    ],
)
def test_spreadsheet_is_named(text: str, was: str) -> None:
    said = refusal(text)
    assert (
        "a spreadsheet has rewritten this date; write it as YYYY-MM-DD and format the column as text" in said
    )
    assert said.endswith(was)


def test_error_is_both_ours_and_a_value_error() -> None:
    with pytest.raises(DateError) as caught:
        parse("1936-13")
    error = caught.value
    assert isinstance(error, ShowtrialError)
    assert isinstance(error, ValueError)
    assert (error.came, error.wanted) == ("'1936-13'", "a month from 01 to 12")
    with pytest.raises(ValueError, match="reading 'loose'"):
        parse("1936", reading="loose")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="empty bounds"):
        Bounds(3, 3)


NEARLY = st.text(alphabet="0123X-/.,[]{}?~%: TDecjulianos", max_size=30)


@given(text=st.one_of(st.text(max_size=220), NEARLY), time=st.one_of(st.none(), st.text(max_size=12)))
@example(text="XXXX-02-3X", time=None)
@example(text="[", time="/")
def test_nothing_but_date_errors(text: str, time: str | None) -> None:
    said = ""
    try:
        found = parse(text, time=time, calendar=CALENDAR)
    except DateError as error:
        said = str(error)
    else:
        assert MIN <= found.lo < found.hi <= MAX
    assert "\n" not in said


# --- against slow definitions --------------------------------------------------------------------


def holed(written: str, holes: list[bool]) -> str:
    return "".join("X" if hole and sign != "-" else sign for sign, hole in zip(written, holes, strict=False))


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """A date of 1900-1939, some digits of year (the last), month and day unknown."""
    date = draw(st.dates(datetime.date(1900, 1, 1), datetime.date(1939, 12, 31))).isoformat()
    holes = [False, False, False, *draw(st.lists(st.booleans(), min_size=7, max_size=7))]
    return holed(date, holes)[: draw(st.sampled_from([4, 7, 10]))]


@given(patterns())
@settings(max_examples=60, deadline=None)
def test_unknown_digits_are_all_days_that_match(pattern: str) -> None:
    found = parse(pattern)
    assert (found.lo, found.hi) == naive.bounds_of_pattern(pattern, 1900, 1939)


@given(st.from_regex(r"193[0-9X](-[0-3X][0-9X](-[0-3X][0-9X])?)?", fullmatch=True))
@settings(max_examples=60, deadline=None)
def test_a_pattern_is_refused_where_no_day_matches(pattern: str) -> None:
    slow = naive.bounds_of_pattern(pattern, 1930, 1939)
    if slow is None:
        refusal(pattern)
    else:
        assert (parse(pattern).lo, parse(pattern).hi) == slow


@given(st.dates())
def test_every_gregorian_day(date: datetime.date) -> None:
    found = parse(date.isoformat())
    assert found.lo == naive.minute(date.year, date.month, date.day)
    assert found.hi == found.lo + DAY
    assert found.is_day
    assert day(found.lo) == day(found.hi - 1) == date.isoformat()


@given(st.integers(4, 9998).flatmap(lambda year: st.sampled_from(list(naive.julian_days(year)))))
@example((1900, 2, 29))
@example((1582, 10, 4))
@example((1918, 1, 31))
def test_julian_days(ymd: tuple[int, int, int]) -> None:
    year, month, at = ymd
    text = f"{year:04}-{month:02}-{at:02}"
    slow = naive.julian_to_gregorian(*ymd)
    assert day(parse(f"julian:{text}").lo) == slow.isoformat()
    assert parse(text, calendar=Calendar(default="julian")).span == parse(f"os:{text}").span
    assert parse(f"os:{text}").span == parse(slow.isoformat()).span


@given(st.integers(4, 9998), st.sampled_from(["", "-01", "-02", "-12", "-0X", "-XX-3X"]))
@settings(deadline=None)
def test_julian_patterns(year: int, rest: str) -> None:
    every = [(f"{y:04}-{m:02}-{d:02}", (y, m, d)) for y, m, d in naive.julian_days(year)]
    matching = [
        naive.julian_to_gregorian(*ymd) for text, ymd in every if naive.matches(f"{year:04}{rest}", text)
    ]
    found = parse(f"julian:{year:04}{rest}")
    assert days(found) == (matching[0].isoformat(), matching[-1].isoformat())


SMALL = st.tuples(st.integers(-4, 12), st.integers(1, 6)).map(lambda at: Bounds(at[0], at[0] + at[1]))


@given(SMALL, SMALL)
def test_before_is_every_completion(x: Bounds, y: Bounds) -> None:
    assert before(x, y) == naive.order(range(x.lo, x.hi), range(y.lo, y.hi))
    assert (before(x, y) is Modal.NECESSARY) == (before(y, x) is Modal.NONE)


@given(SMALL, SMALL, st.integers(-(10**6), 10**6))
def test_shifting_both_changes_no_order(x: Bounds, y: Bounds, by: int) -> None:
    moved_x, moved_y = Bounds(x.lo + by, x.hi + by), Bounds(y.lo + by, y.hi + by)
    assert before(moved_x, moved_y) is before(x, y)


@given(SMALL, SMALL, st.integers(0, 5), st.integers(0, 5))
def test_widening_keeps_the_order_or_loses_it(x: Bounds, y: Bounds, left: int, right: int) -> None:
    assert before(Bounds(x.lo - left, x.hi + right), y) in (before(x, y), Modal.POSSIBLE)
    assert before(x, Bounds(y.lo - left, y.hi + right)) in (before(x, y), Modal.POSSIBLE)


def test_before_of_days_and_times() -> None:
    noon, midday = parse("1936-08-24", time="12:00").span, parse("1936-08-24", time="12:00").span
    whole, next_day = parse("1936-08-24").span, parse("1936-08-25").span
    assert before(whole, next_day) is Modal.NECESSARY
    assert before(next_day, whole) is Modal.NONE
    assert before(whole, whole) is Modal.POSSIBLE
    assert before(noon, midday) is Modal.POSSIBLE
    assert before(parse("../1917").span, next_day) is Modal.NECESSARY
    assert before(parse("1917/..").span, next_day) is Modal.POSSIBLE


SPANS = st.tuples(st.integers(0, 3000), st.integers(1, 1500)).map(lambda at: Bounds(at[0], at[0] + at[1]))


@given(SPANS, SPANS)
@settings(max_examples=30, deadline=None)
def test_days_between_is_every_completion(a: Bounds, b: Bounds) -> None:
    ends = [sorted({*range(each.lo, each.hi, 240), each.hi - 1}) for each in (a, b)]
    assert days_between(a, b) == naive.days_between(*ends)


def test_days_between() -> None:
    a, b = parse("1936-01-05").span, parse("1936-02-05").span
    assert days_between(a, b) == (31, 31)
    assert days_between(b, a) == (-31, -31)
    assert days_between(parse("1936-01").span, b) == (5, 35)
    assert days_between(parse("../1935-12").span, b) == (36, MAX)
    assert days_between(b, parse("../1935-12").span) == (MIN, -36)


def test_day_and_stamp_beyond_the_calendar() -> None:
    assert [day(at) for at in (MIN, -1, 0, MAX - 1, MAX)] == ["..", "..", "0001-01-01", "..", ".."]
    assert day(parse("9999").hi) == ".."
    assert stamp(MAX) == ".."


# --- readings ------------------------------------------------------------------------------------


@st.composite
def attested(draw: st.DrawFn) -> str:
    """A date, an interval or a set, with qualifiers, in either calendar."""
    marked = st.tuples(patterns(), st.sampled_from(["", "?", "~", "%"])).map("".join)
    single = st.tuples(st.sampled_from(["", "julian:", "gregorian:"]), marked).map("".join)
    form = draw(
        st.sampled_from(["{0}", "{0}/{1}", "[{0},{1}]", "{{{0},{1}}}", "../{0}", "{0}/..", "[{0}..{1}]"])
    )
    return form.format(draw(single), draw(single))


@given(attested(), st.sampled_from([None, "02:30", "evening", "21:00/03:30"]))
@settings(deadline=None)
@example("1936-08-24?/1936-08-25", "21:00/03:30")
@example("1936-08-24/1936-08-25%", "21:00/03:30")
def test_wide_contains_strict(text: str, time: str | None) -> None:
    try:
        strict = parse(text, time=time, calendar=CALENDAR)
    except DateError:
        refusal(text, time=time, calendar=CALENDAR, reading="wide")
        return
    wide = parse(text, time=time, calendar=CALENDAR, reading="wide")
    for narrow, broad in ((strict.start, wide.start), (strict.end, wide.end)):
        assert broad.lo <= narrow.lo < narrow.hi <= broad.hi
    for found in (strict, wide):
        assert found.start.lo <= found.end.lo
        assert found.start.hi <= found.end.hi
    assert (strict.approximate, strict.uncertain) == (wide.approximate, wide.uncertain)
    if not any(mark in text for mark in "?~%"):
        assert strict == wide


@given(attested(), attested())
@settings(deadline=None)
def test_wide_reading_never_turns_an_order_round(one: str, other: str) -> None:
    try:
        strict = [parse(text).span for text in (one, other)]
    except DateError:
        return
    wide = [parse(text, reading="wide").span for text in (one, other)]
    assert before(*wide) in (before(*strict), Modal.POSSIBLE)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(1999, 12, 31)), st.integers(0, 1439))
def test_what_is_printed_is_read_again(date: datetime.date, minutes: int) -> None:
    at = naive.minute(date.year, date.month, date.day) + minutes
    on, clock_time = stamp(at).split("T")
    assert parse(on, time=clock_time).span == Bounds(at, at + 1)


@given(st.dates(datetime.date(1928, 1, 1), datetime.date(2050, 1, 1)))
def test_serial_numbers_of_a_spreadsheet(date: datetime.date) -> None:
    serial = (date - datetime.date(1899, 12, 30)).days
    assert str(unmangled(str(serial))).endswith(f"it was {date.isoformat()}")


@pytest.mark.slow
def test_many_dates_are_quick() -> None:
    texts = [
        f"{year}-{month:02}-{at:02}"
        for year in range(1700, 2000)
        for month in range(1, 13)
        for at in range(1, 29)
    ]
    begun = clock.perf_counter()
    for text in texts[:100_000]:
        parse(text)
    assert clock.perf_counter() - begun < 20
