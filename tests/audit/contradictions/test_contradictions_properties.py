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
from showtrial.audit.contradictions.presences import presences
from showtrial.audit.contradictions.sayings import said
from showtrial.audit.contradictions.spans import DAY
from showtrial.audit.contradictions.travel import atlas, separation
from showtrial.record.casefile import CaseFile
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
            "said_by": draw(people),
            "polarity": draw(st.sampled_from(["denies", "retracts"])),
        }
        for claim in claims[: draw(st.integers(0, 2))]
    ]
    persons = [{"id": "anna", "died": "1932-11-12"}, {"id": "karl"}]
    tables = {"events": events, "links": links, "searches": searches}
    return record(
        *claims, assertions=denials, persons=persons, **{name: rows for name, rows in tables.items() if rows}
    )


def gist(case: CaseFile, reading: str = "strict") -> set[tuple[str, str, str, str]]:
    found = contradictions(case, reading=reading)
    return {(each.kind, str(each.modal), each.claim, each.against) for each in found}


@settings(deadline=None)
@given(records(), st.randoms())
def test_order_of_rows_changes_nothing(case, random):
    def mixed(frame: pl.DataFrame) -> pl.DataFrame:
        order = list(range(frame.height))
        random.shuffle(order)
        return frame[order]

    assert contradictions(case.replace({name: mixed(case[name]) for name in case})) == contradictions(case)


@settings(deadline=None)
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


@settings(deadline=None)
@given(records(), st.data())
def test_deleting_a_search_never_makes_a_contradiction(case, data):
    if case["searches"].height:
        kept = data.draw(st.sets(st.sampled_from(case["searches"]["id"].to_list())))
        fewer = case.derived({"searches": case["searches"].filter(pl.col("id").is_in(list(kept)))})
        assert gist(fewer) <= gist(case)


@settings(deadline=None)
@given(records())
def test_remote_claims_place_nobody(case):
    away = case.derived({"claims": case["claims"].with_columns(mode=pl.lit("remote"))})
    assert not {kind for kind, *_ in gist(away, "lenient")} & {"K2", "K3", "K4"}


@settings(deadline=None)
@given(records())
def test_the_lenient_reading_only_adds(case):
    strict, lenient = gist(case), gist(case, "lenient")
    assert strict <= lenient
    assert {kind for kind, *_ in lenient - strict} <= {"K4"}


@settings(deadline=None)
@given(records())
def test_the_sweep_misses_no_pair_that_clashes(case):
    known, found = atlas(case), presences(said(case), "lenient")
    swept = {frozenset((x, y)) for x, y in meeting(found)}
    for x, y in combinations(found, 2):
        if x.person == y.person and clash(x, y, known) != "none":
            assert frozenset((x, y)) in swept


@settings(deadline=None, max_examples=30)
@given(records())
def test_what_is_necessary_is_so_in_every_completion(case):
    """Two claims at places apart, hour by hour: necessary iff no completion lets both stand."""
    known, found = atlas(case), presences(said(case))
    for x, y in combinations(found, 2):
        if x.person != y.person or {x.mode, y.mode} - {"there", "acting"} or not (x.place and y.place):
            continue
        way = separation(known, x.place, y.place)
        answer = clash(x, y, known)
        if way.relation != "apart":
            assert answer == "none" or (way.relation == "unsure" and answer == "possible")
            continue
        travel = way.minutes(x.end.hi)
        exact = _exact(x, y, travel)
        assert (answer == "necessary") == (exact == "necessary")
        assert answer == exact or (answer, exact) == ("none", "possible")


def _exact(x, y, travel: int) -> str:
    """By every minute of the ends, which are bounds of at most some days: their edges decide."""

    def edges(bounds):
        return type(bounds)(bounds.lo, bounds.lo + 1), type(bounds)(bounds.hi - 1, bounds.hi)

    answers = set()
    for a in edges(x.start):
        for b in edges(y.start):
            for c in edges(x.end):
                for d in edges(y.end):
                    if x.quant == y.quant == "some_time":
                        answers.add(naive.two_moments(x.start, y.start, travel) if _short(x, y) else "?")
                    elif x.quant == y.quant:
                        if a.lo <= c.lo and b.lo <= d.lo:
                            answers.add(naive.two_periods(Period(a, c), Period(b, d), travel))
                    else:
                        (moment, (start, end)) = (x, (b, d)) if x.quant == "some_time" else (y, (a, c))
                        if start.lo <= end.lo:
                            for t in range(moment.start.lo, moment.start.hi, 60):
                                answers.add(_at(t, start.lo, end.lo, travel))
                            answers.add(_at(moment.start.hi - 1, start.lo, end.lo, travel))
    if "?" in answers:
        return str(_far(x, y, travel))
    return answers.pop() if len(answers) == 1 else "possible"


def _at(t: int, s: int, e: int, travel: int) -> str:
    return "necessary" if s - travel <= t <= e + travel else "none"


def _short(x, y) -> bool:
    return False


def _far(x, y, travel: int) -> str:
    least = max(0, y.start.lo - (x.start.hi - 1), x.start.lo - (y.start.hi - 1))
    most = max(x.start.hi - 1 - y.start.lo, y.start.hi - 1 - x.start.lo)
    return "necessary" if most < travel else "possible" if least < travel else "none"


def test_the_longest_journey_is_that_half_round_the_earth():
    assert LONGEST >= 60 * 20_016 / 350
    assert DAY == 1440
