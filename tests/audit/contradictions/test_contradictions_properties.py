"""What holds of every record: order, shifts, deletions, and the sweep against all pairs."""

from __future__ import annotations

import datetime
from itertools import combinations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from showtrial.audit.contradictions import contradictions
from showtrial.audit.contradictions.clash import Period
from showtrial.audit.contradictions.elsewhere import LONGEST, clash, meeting
from showtrial.audit.contradictions.presences import Presence, whereabouts
from showtrial.audit.contradictions.sayings import said
from showtrial.audit.contradictions.spans import DAY
from showtrial.audit.contradictions.travel import Atlas, atlas, separation
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import Bounds
from tests.audit.contradictions.records import PLACES, record
from tests.naive import contradictions_clash as naive

DATES = st.dates(datetime.date(1932, 11, 1), datetime.date(1932, 11, 12))
TOWNS = st.sampled_from([row["id"] for row in PLACES])


@st.composite
def dates(draw: st.DrawFn) -> str:
    first, last = sorted((draw(DATES), draw(DATES)))
    return first.isoformat() if draw(st.booleans()) else f"{first}/{last}"


@st.composite
def records(draw: st.DrawFn) -> CaseFile:
    """A few claims and acts about two people in one fortnight."""
    people = st.sampled_from(["anna", "karl"])
    claims = [
        {
            "id": f"c{at}",
            "kind": draw(st.sampled_from(["meeting", "presence"])),
            "person": draw(people),
            "place": draw(TOWNS),
            "date": draw(dates()),
            "extent": draw(st.sampled_from([None, "throughout"])),
            "mode": draw(st.sampled_from(["in_person", "in_person", "remote"])),
        }
        for at in range(draw(st.integers(1, 4)))
    ]
    events = [
        {
            "id": f"e{at}",
            "kind": draw(st.sampled_from(["custody", "absence", "journey", "arrest"])),
            "person": draw(people),
            "place": draw(st.none() | TOWNS),
            "date": draw(dates()),
        }
        for at in range(draw(st.integers(0, 3)))
    ]
    names = [row["id"] for row in (*claims, *events)]
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda pair: pair[0] != pair[1])
    links = [
        {"from": a, "to": b, "kind": "before"} for a, b in draw(st.lists(pairs, max_size=3, unique=True))
    ]
    searches = [
        {"id": f"q{at}", "about": claim["id"], "place": draw(TOWNS), "date": draw(dates()), "complete": "yes"}
        for at, claim in enumerate(claims[: draw(st.integers(0, 2))])
    ]
    denials = [
        {
            "claim": claim["id"],
            "said_by": f"speaker-c{draw(st.integers(0, 1))}",
            "polarity": draw(st.sampled_from(["denies", "retracts"])),
        }
        for claim in claims[: draw(st.integers(0, 2))]
    ]
    persons = [{"id": "anna", "died": "1932-11-12"}, {"id": "karl"}]
    tables = {"events": events, "links": links, "searches": searches}
    filled = {name: rows for name, rows in tables.items() if rows}
    return record(*claims, assertions=denials, persons=persons, checked=False, **filled)


def gist(case: CaseFile, reading: str = "strict") -> set[tuple[str, str, str, str]]:
    found = contradictions(case, reading=reading)
    return {(each.kind, str(each.modal), each.claim, each.against) for each in found}


@settings(deadline=None, max_examples=50)
@given(records(), st.randoms())
def test_order_of_rows_changes_nothing(case, random):
    def mixed(frame: pl.DataFrame) -> pl.DataFrame:
        order = list(range(frame.height))
        random.shuffle(order)
        return frame[order]

    assert contradictions(case.derived({name: mixed(case[name]) for name in case})) == contradictions(case)


@settings(deadline=None, max_examples=50)
@given(records(), st.integers(-3000, 3000))
def test_shifting_all_dates_changes_no_modal_value(case, days):
    def later(date: str | None) -> str | None:
        step = datetime.timedelta(days)
        return date and "/".join(str(datetime.date.fromisoformat(end) + step) for end in date.split("/"))

    columns = {
        "claims": "date",
        "events": "date",
        "searches": "date",
        "persons": "died",
        "statements": "date",
    }
    moved = {
        name: case[name].with_columns(pl.Series(column, map(later, case[name][column]), dtype=pl.String))
        for name, column in columns.items()
    }
    places = case["places"].with_columns(exists=pl.lit(None, dtype=pl.String))
    still = case.derived({"places": places})
    for reading in ("strict", "lenient"):
        assert gist(still.derived(moved), reading) == gist(still, reading)


@settings(deadline=None, max_examples=50)
@given(records(), st.data())
def test_deleting_a_search_never_makes_a_contradiction(case, data):
    if case["searches"].height:
        kept = data.draw(st.sets(st.sampled_from(case["searches"]["id"].to_list())))
        fewer = case.derived({"searches": case["searches"].filter(pl.col("id").is_in(list(kept)))})
        assert gist(fewer) <= gist(case)


@settings(deadline=None, max_examples=50)
@given(records())
def test_remote_claims_place_nobody(case):
    away = case.derived({"claims": case["claims"].with_columns(mode=pl.lit("remote"))})
    assert not {kind for kind, *_ in gist(away, "lenient")} & {"K2", "K3", "K4"}


@settings(deadline=None, max_examples=50)
@given(records())
def test_the_lenient_reading_only_adds(case):
    strict, lenient = gist(case), gist(case, "lenient")
    assert strict <= lenient
    assert {kind for kind, *_ in lenient - strict} <= {"K4"}


@settings(deadline=None, max_examples=50)
@given(records())
def test_the_sweep_misses_no_pair_that_clashes(case):
    known, found = atlas(case), whereabouts(said(case), "lenient")
    swept = {frozenset((x, y)) for x, y in meeting(found)}
    for x, y in combinations(found, 2):
        if x.person == y.person and clash(x, y, known) != "none":
            assert frozenset((x, y)) in swept


#: Two places nine minutes apart, a house in one of them, a house beside it, and one that lies nowhere.
NEAR = Atlas(within={"house": "east", "hut": "east"}, points={"west": (0.0, 0.0), "east": (0.0, 0.5)})


@st.composite
def minute_presences(draw: st.DrawFn) -> Presence:
    """A presence within half an hour, so that all completions can be tried."""
    quant = draw(st.sampled_from(["some_time", "throughout"]))
    times = [draw(st.integers(1, 30)) for _ in range(2)], [draw(st.integers(1, 5)) for _ in range(2)]
    ends = [Bounds(first, first + width) for first, width in zip(*times, strict=True)]
    start = Bounds(min(end.lo for end in ends), min(end.hi for end in ends))
    end = Bounds(max(end.lo for end in ends), max(end.hi for end in ends))
    return Presence(
        person="anna",
        place=draw(st.sampled_from(["west", "east", "house", "hut", "nowhere"])),
        start=start,
        end=start if quant == "some_time" else end,
        quant=quant,
        mode=draw(st.sampled_from(["there", "acting"])),
        row=draw(st.sampled_from(["x", "y", "z"])),
        date="",
        stated_by=("a",),
    )


@given(minute_presences(), minute_presences())
def test_what_is_necessary_is_so_in_every_completion(x, y):
    way, answer = separation(NEAR, x.place, y.place), clash(x, y, NEAR)
    assert answer == clash(y, x, NEAR)
    exact = slowly(x, y, way.minutes(0))
    if way.relation == "apart":
        assert answer == exact or (str(answer), exact) == ("none", "possible")
    else:
        assert answer == "none" or (way.relation, str(answer)) == ("unsure", "possible")


def slowly(x: Presence, y: Presence, travel: int) -> str:
    if x.quant == y.quant == "some_time":
        return naive.two_moments(x.start, y.start, travel)
    if x.quant == y.quant:
        return naive.two_periods(Period(x.start, x.end), Period(y.start, y.end), travel)
    moment, period = (x, y) if x.quant == "some_time" else (y, x)
    return naive.moment_in_period(moment.start, Period(period.start, period.end), travel)


def test_the_longest_journey_is_that_half_round_the_earth():
    assert LONGEST >= 60 * 20_016 / 350
    assert DAY == 1440
