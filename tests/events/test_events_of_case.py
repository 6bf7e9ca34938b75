"""Does a case file become the event history it means, and is what does not fit refused in words?"""

from __future__ import annotations

import datetime
import random
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import META, frame

from showtrial.errors import ModelError
from showtrial.events.of_case import event_history
from showtrial.events.sample import KIN, STATES, Sample
from showtrial.record.casefile import CaseFile
from showtrial.record.draft import conform, draft_of_frames
from showtrial.record.packaged import open_case

BATCH = Sample(kind="accusation", ties="batch")
PEOPLE = ("ada", "ben", "cyr", "dora", "eva")
Said = tuple[str, str, str | None]


def made(said: list[Said], **more: list[dict[str, object]]) -> CaseFile:
    """A case file of namings (namer, named, date); one statement a speaker and date, in the order met."""
    return CaseFile.from_frames(META, frames(said, **more))


BASE = CaseFile.from_frames(META, {
    "sources": frame({"id": "src", "title": "The ledger"}),
    "persons": frame({"id": "ada", "name": "Ada", "died": "1760"}),
    "events": frame({"kind": "arrest", "person": "ada", "source": "src"}),
})  # fmt: skip


def drawn(said: list[Said], *, shuffled: int | None = None) -> CaseFile:
    """The same without the check, for tests with many draws; rows shuffled where a seed is given."""
    return BASE.derived(
        {"events": BASE["events"].clear(), **conform(draft_of_frames(META, frames(said, shuffled=shuffled)))}
    )


def frames(
    said: list[Said], *, shuffled: int | None = None, **more: list[dict[str, object]]
) -> dict[str, pl.DataFrame]:
    sittings = list(dict.fromkeys((namer, date) for namer, _, date in said))
    tables = {
        "sources": [{"id": "src", "title": "The ledger"}],
        "persons": [{"id": who, "name": who.title(), "sex": "mf"[len(who) % 2], "died": "1760"} for who in PEOPLE],
        "statements": [
            {"id": f"s.{namer}.{date}", "speaker": namer, "date": date, "setting": "testimony", "source": "src"}
            for namer, date in sittings
        ],
        "claims": [{"id": f"c.{who}", "kind": "accusation", "person": who} for who in PEOPLE],
        "assertions": [
            {"id": f"a.{at:02}", "statement": f"s.{namer}.{date}", "claim": f"c.{named}", "polarity": "affirms", "source": "src"}
            for at, (namer, named, date) in enumerate(said)
        ],
        **more,
    }  # fmt: skip
    if shuffled is not None:
        for rows in tables.values():
            random.Random(shuffled).shuffle(rows)
    return {name: frame(*rows) for name, rows in tables.items() if rows}


def triples(history) -> list[tuple[str, str, float]]:
    names = history.actors
    return [
        (names[i], names[j], t)
        for i, j, t in zip(history.sender, history.receiver, history.time, strict=True)
    ]


def spells(history, state: str) -> list[tuple[str, float, float]]:
    held = history.states[state]
    return [(history.actors[a], x, y) for a, x, y in zip(held.actor, held.start, held.stop, strict=True)]


THREE = [("ada", "ben", "1702-03-01"), ("ada", "cyr", "1702-03-01"), ("ben", "ada", "1702-03-04")]


# ---- events, days, batches


def test_namings_become_events_by_day():
    history = event_history(made(THREE), BATCH)
    assert history.actors == ("ada", "ben", "cyr")
    assert triples(history) == [("ada", "ben", 0), ("ada", "cyr", 0), ("ben", "ada", 3)]
    assert history.batch.tolist() == [0, 0, 1]
    assert (history.origin, history.start, history.end) == ("1702-03-01", 0.0, 4.0)
    assert history.rows == ("a.00", "a.01", "a.02")
    assert (history.kinds, history.ordering, history.notes[1:]) == (("accusation",), "batch", ())


def test_what_is_no_event_is_counted():
    said = [*THREE, ("ada", "ada", "1702-03-01"), ("cyr", "ben", "1702-03"), ("cyr", "ada", None),
            ("dora", "ben", "1702-03-02")]  # fmt: skip
    case = made(said)
    again = frame(
        *case["assertions"].to_dicts(), {**case["assertions"].to_dicts()[0], "id": "zz", "locator": "p. 2"}
    )
    case = case.replace(
        {"assertions": again, "traits": frame({"person": "dora", "kind": "faction", "value": "x"})}
    )
    history = event_history(case, replace(BATCH, without=("x",)))
    assert triples(history) == triples(event_history(made(THREE), BATCH))
    assert history.notes == (
        "8 namings that incriminate are on record in the cases and settings asked for",
        "left out: 1 of the speaker",
        "left out: 1 by or of a person left out by `without`",
        "left out: 2 whose date is not known to the day",
        "left out: 1 that repeat a naming of the same person by the same speaker on the same day",
    )


SAME_DAY = [("ben", "cyr", "1702-03-01"), ("ada", "ben", "1702-03-01"), ("ben", "ada", "1702-03-01")]


def test_orders_within_a_day():
    case = made(SAME_DAY)
    found = {
        ties: event_history(case, replace(BATCH, ties=ties)) for ties in ("batch", "deposition", "given")
    }
    assert found["batch"].batch.tolist() == [0, 0, 0]
    assert triples(found["deposition"])[:2] == [("ben", "ada", 0), ("ben", "cyr", 0)]
    assert found["deposition"].batch.tolist() == [0, 0, 1]
    assert triples(found["given"]) == [(a, b, 0) for a, b, _ in SAME_DAY]
    assert found["given"].batch.tolist() == [0, 1, 2]


def test_sittings_stand_by_the_clock_where_all_have_one():
    case = made(SAME_DAY)
    hours = pl.Series("time", ["15:00", "09:00"])
    timed = case.replace({"statements": case["statements"].with_columns(hours)})
    history = event_history(timed, replace(BATCH, ties="deposition"))
    assert [who for who, _, _ in triples(history)] == ["ada", "ben", "ben"]


def test_a_random_order_is_drawn_from_the_seed():
    case, sample = (
        made([(a, b, "1702-03-01") for a in PEOPLE for b in PEOPLE if a != b]),
        replace(BATCH, ties="random"),
    )
    first, again, other = (triples(event_history(case, sample, seed=seed)) for seed in (1, 1, 2))
    assert first == again != other
    assert sorted(first) == sorted(other)
    with pytest.raises(ValueError, match="needs a seed"):
        event_history(case, sample)


histories = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from(PEOPLE),
        st.sampled_from(["1702-03-01", "1702-03-02", "1702-03-05", "1702-03"]),
    ).filter(lambda each: each[0] != each[1]),
    min_size=1,
    max_size=14,
    unique=True,
).filter(lambda said: any(date != "1702-03" for _, _, date in said))


def naive(said: list[Said]) -> list[tuple[str, str, float]]:
    """Every pair and day once, in any order."""
    days = {int(date[8:]) for _, _, date in said if len(date) == 10}
    return sorted({(a, b, float(int(date[8:]) - min(days))) for a, b, date in said if len(date) == 10})


@settings(max_examples=30)
@given(histories, st.integers(0, 99))
def test_the_order_of_rows_does_not_matter_in_batches(said, seed):
    one, other = event_history(drawn(said), BATCH), event_history(drawn(said, shuffled=seed), BATCH)
    assert sorted(triples(one)) == naive(said)
    assert triples(one) == triples(other)
    assert one.rows == other.rows
    assert one.batch.tolist() == other.batch.tolist()
    assert one.actors == other.actors


@settings(max_examples=30)
@given(histories, st.sampled_from(["batch", "deposition", "given"]))
def test_batches_rise_with_time_and_days_share_one(said, ties):
    history = event_history(drawn(said), replace(BATCH, ties=ties))
    time, batch = history.time, history.batch
    assert np.all(np.diff(time) >= 0)
    assert set(np.diff(batch)) <= {0, 1}
    assert batch[0] == 0
    if ties == "batch":
        assert [len(set(time[batch == b])) for b in set(batch)] == [1] * len(set(time))
    if ties == "given":
        assert len(set(batch)) == len(batch)
    if ties == "deposition":
        together = {(batch[at], history.sender[at], time[at]) for at in range(len(history))}
        assert len(together) == len(set(batch))


@settings(max_examples=30)
@given(histories, st.permutations(PEOPLE))
def test_other_names_give_the_same_history_under_those_names(said, names):
    new = dict(zip(PEOPLE, names, strict=True))
    moved = drawn([(new[a], new[b], date) for a, b, date in said])
    found, other = event_history(drawn(said), BATCH), event_history(moved, BATCH)
    assert sorted((new[a], new[b], t) for a, b, t in triples(found)) == sorted(triples(other))
    assert sorted(new[who] for who in found.actors) == list(other.actors)
    assert found.batch.tolist() == other.batch.tolist()
    assert found.notes == other.notes
    for state in STATES:
        assert sorted((new[w], x, y) for w, x, y in spells(found, state)) == spells(other, state)


def test_a_sitting_past_midnight_has_its_day_and_an_uncertain_day_is_told():
    case = made([("ada", "ben", "1702-03-01?"), ("ben", "cyr", "1702-03-02")])
    night = case["statements"].with_columns(time=pl.Series(["21:00/03:30", None]))
    history = event_history(case.replace({"statements": night}), BATCH)
    assert triples(history) == [("ada", "ben", 0), ("ben", "cyr", 1)]
    assert history.notes[1:] == ("1 events stand on a day that the record marks as uncertain or approximate",)


@settings(max_examples=20)
@given(histories, st.integers(0, 9), st.integers(0, 9))
def test_a_random_order_hangs_on_the_seed_and_not_on_the_rows(said, seed, rows):
    sample = replace(BATCH, ties="random")
    one, other = (event_history(drawn(said, shuffled=by), sample, seed=seed) for by in (None, rows))
    assert triples(one) == triples(other)
    assert sorted(triples(one)) == naive(said)
    assert one.batch.tolist() == list(range(len(one)))


def test_the_packaged_case_by_hand():
    """The events of the Moscow case, counted from its tables in a few lines."""
    case = open_case("moscow")
    said = {row["id"]: row for row in case["statements"].iter_rows(named=True)}
    claims = {row["id"]: row for row in case["claims"].iter_rows(named=True)}
    single = {row["id"] for row in case["persons"].iter_rows(named=True) if row["kind"] is None}
    wanted = set()
    for each in case["assertions"].iter_rows(named=True):
        claim, act = claims.get(each["claim"]), said[each["statement"]]
        pair = (act["speaker"], claim["person"]) if claim else ()
        if (
            claim
            and claim["kind"] == "accusation"
            and each["polarity"] in ("affirms", "partial")
            and {*pair} <= single
        ):
            date = (act["date"] or "").rstrip("?~%")
            if len(set(pair)) == 2 and len(date) == 10 and "X" not in date:
                wanted.add((*pair, datetime.date.fromisoformat(date)))
    first = min(date for _, _, date in wanted)
    history = event_history(case, BATCH)
    assert len(wanted) > 400
    assert set(triples(history)) == {(a, b, float((date - first).days)) for a, b, date in wanted}
    assert len(history) == len(wanted)


# ---- who is at risk


def at_risk(history) -> tuple[set[str], set[str]]:
    def those(flags):
        return {who for who, flag in zip(history.actors, flags, strict=True) if flag}

    return those(history.may_speak), those(history.may_be_named)


@pytest.mark.parametrize(
    ("senders", "receivers", "speak", "named"),
    [
        ("deponents", "named", "ada ben dora", "ada ben cyr dora"),
        ("denouncers", "named", "ada ben", "ada ben cyr dora"),
        ("all", "named", "ada ben cyr dora eva", "ada ben cyr dora"),
        ("deponents", "all", "ada ben dora", "ada ben cyr dora eva"),
    ],
)
def test_who_can_speak_and_be_named(senders, receivers, speak, named):
    case = made([*THREE, ("dora", "dora", "1702-03-02")])
    history = event_history(case, replace(BATCH, senders=senders, receivers=receivers))
    assert at_risk(history) == (set(speak.split()), set(named.split()))
    assert history.circle is None


def test_a_group_is_neither_speaker_nor_named():
    people = [
        {"id": who, "name": who, "died": "1760", "kind": "group" if who == "cyr" else None} for who in PEOPLE
    ]
    history = event_history(made(THREE, persons=people), replace(BATCH, receivers="all"))
    assert "cyr" not in history.actors
    assert "left out: 1 by or of a group or body" in history.notes


KIN_TIES = [
    {"a": "ada", "b": "ben", "kind": "parent of"},
    {"a": "cyr", "b": "ada", "kind": "spouse"},
    {"a": "ada", "b": "dora", "kind": "colleague"},
    {"a": "eva", "b": "ada", "kind": "superior of"},
]


def row(ties, history, who: str) -> set[str]:
    i = history.actors.index(who)
    return {history.actors[j] for j in ties.indices[ties.indptr[i] : ties.indptr[i + 1]]}


def test_ties_run_as_the_record_has_them_and_kin_both_ways():
    case = made(THREE, ties=KIN_TIES)
    history = event_history(case, replace(BATCH, receivers="kin"))
    assert row(history.ties["parent of"], history, "ada") == {"ben"}
    assert row(history.ties["parent of"], history, "ben") == set()
    assert row(history.ties["spouse"], history, "ada") == {"cyr"}
    assert row(history.ties["kin"], history, "ada") == {"ben", "cyr"} == row(history.circle, history, "ada")
    assert row(history.ties["kin"], history, "ben") == {"ada"}
    assert row(history.ties["superior of"], history, "ada") == set()
    assert row(event_history(case, replace(BATCH, kin=("colleague",), receivers="all")).ties["kin"],
               history, "ada") == {"dora"}  # fmt: skip


def test_kin_of_the_schema_are_kin():
    from showtrial.record.schema import schema

    words = schema().tables["ties"].columns["kind"].words
    assert set(words) - set(KIN) == {
        "colleague",
        "acquaintance",
        "member of",
        "part of",
        "superior of",
        "cellmate",
    }


def test_fellows_share_a_faction():
    traits = [{"person": who, "kind": "faction", "value": value} for who, value in
              (("ada", "left"), ("ben", "left"), ("cyr", "left"), ("cyr", "right"), ("dora", "right"))]  # fmt: skip
    history = event_history(made(THREE, traits=traits), replace(BATCH, receivers="fellows"))
    assert row(history.circle, history, "cyr") == {"ada", "ben", "dora"}
    assert row(history.circle, history, "ada") == {"ben", "cyr"}
    assert "'faction' is no attribute: some actors have several values on record" in history.notes


# ---- properties and states


def test_attributes():
    persons = [
        {"id": "ada", "name": "A", "sex": "f", "died": "1702-03-02"},
        {"id": "ben", "name": "B", "died": "1760"},
        {"id": "cyr", "name": "C", "sex": "m", "died": "1702-02-28"},
        *({"id": who, "name": who, "died": "1760"} for who in ("dora", "eva")),
    ]
    said = [("ben", "ada", "1702-03-01"), ("ben", "cyr", "1702-03-03")]
    history = event_history(made(said, persons=persons), BATCH)
    sex, dead = history.attributes["sex"], history.attributes["dead_at_start"]
    assert (sex.levels, sex.codes.tolist()) == (("f", "m"), [0, -1, 1])
    assert [dead.levels[code] for code in dead.codes] == ["no", "no", "yes"]
    assert spells(history, "dead")[0] == ("ada", 2.0, np.inf)
    assert [who for who, start, _ in spells(history, "dead") if start <= 0] == ["cyr"]


def acted(kind: str, who: str, date: str | None, **more: object) -> dict[str, object]:
    return {"kind": kind, "person": who, "date": date, "source": "src", **more}


def test_states_hold_from_the_day_that_is_certain():
    done = [
        acted("summons", "ada", "1702-03-02"),
        acted("summons", "ben", None),
        acted("pressure", "ben", "1702-03-02/1702-03-04", grade="documented", method="sleep"),
        acted("pressure", "cyr", "1702-03-02", grade="none_found"),
        acted("arrest", "ben", "1702-03-01"),
        acted("release", "ben", "1702-03-03"),
        acted("arrest", "ben", "1702-03-08"),
        acted("custody", "cyr", "1702-03-02/1702-03-05"),
        acted("death", "cyr", "1702-03-09"),
    ]
    persons = [{"id": who, "name": who, "died": "1760" if who in ("dora", "eva") else None} for who in PEOPLE]
    said = [*THREE, ("ben", "ben", "1702-03-04")]
    history = event_history(made(said, events=done, persons=persons), BATCH)
    assert spells(history, "summoned") == [("ada", 1.0, np.inf)]
    assert spells(history, "pressed") == [("ben", 1.0, np.inf)]
    assert spells(history, "tortured") == []
    assert spells(history, "held") == [("ben", 1.0, 2.0), ("ben", 8.0, np.inf), ("cyr", 2.0, 5.0)]
    assert spells(history, "deposed") == [("ada", 1.0, np.inf), ("ben", 4.0, np.inf)]
    assert spells(history, "confessed") == [("ben", 4.0, np.inf)]
    assert spells(history, "dead") == [("cyr", 9.0, np.inf)]
    assert "'summoned': not counted, for want of a date: 1" in history.notes


def test_flight_lasts_to_the_arrest_and_a_verdict_for_good():
    done = [
        acted("flight", "ben", "1702-03-01"),
        acted("arrest", "ben", "1702-03-05"),
        acted("verdict", "ben", "1702-03-06", id="v"),
    ]
    meta = {**META.as_dict(), "vocabulary": {"events.kind": ("flight",)}}
    case = made(THREE)
    tables = {
        "events": frame(*done),
        "cases": frame({"id": "k", "name": "K"}),
        "charges": frame({"id": "ch", "case": "k", "accused": "ben", "verdict": "v", "source": "src"}),
    }
    history = event_history(case.replace(tables, meta=type(META)(**meta)), BATCH)
    assert spells(history, "absconded") == [("ben", 1.0, 5.0)]
    assert spells(history, "condemned") == [("ben", 6.0, np.inf)]


def test_torture_is_a_state_from_its_day_on():
    done = [acted("pressure", "ben", "1702-03-04", method="sleep; torture", grade="documented")]
    meta = type(META)(**{**META.as_dict(), "vocabulary": {"events.method": ("torture",)}})
    history = event_history(made(THREE).replace({"events": frame(*done)}, meta=meta), BATCH)
    assert spells(history, "tortured") == [("ben", 3.0, np.inf)] == spells(history, "pressed")


# ---- what is refused


def refused(case, sample=BATCH) -> str:
    with pytest.raises(ModelError) as caught:
        event_history(case, sample)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_no_namings():
    case = made(THREE)
    stories = case.replace({"claims": case["claims"].with_columns(kind=pl.lit("story"))})
    assert refused(stories).startswith("assertions.csv  no naming that incriminates; wanted one or more")
    message = refused(case, replace(BATCH, setting=("letter",)))
    assert message.startswith("events.setting  'letter'; wanted a word of statements.setting")


def test_no_dates():
    message = refused(made([("ada", "ben", None), ("ada", "cyr", "1702")]))
    assert message == (
        "assertions.csv  none of 2 namings is dated to the day; wanted one or more dated namings; fill in statements.date"
    )


def test_only_oneself():
    assert "is of one person by another (1 of the speaker)" in refused(made([("ada", "ada", "1702-03-01")]))


def test_outside_the_window():
    sample = replace(BATCH, since="1702-03-02", until="1702-03-04")
    assert refused(made(THREE), sample) == (
        "assertions.csv:2:statement  ada names ben on 1702-03-01, and 1 more; wanted namings in the window "
        '(1702-03-02 to 1702-03-04); move events.since or events.until, or write outside = "leave_out"'
    )
    history = event_history(made(THREE), replace(sample, outside="leave_out"))
    assert triples(history) == [("ben", "ada", 2)]
    assert (history.origin, history.end) == ("1702-03-02", 3.0)
    assert "left out: 2 outside the window" in history.notes
    assert at_risk(history)[0] == {"ben"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"since": "March"}, "events.since  'March'; wanted a day"),
        ({"since": "1702-03"}, "events.since  '1702-03'; wanted a day"),
        (
            {"since": "1702-03-04", "until": "1702-03-01"},
            "events.until  '1702-03-01'; wanted a day not before",
        ),
        ({"since": "1711-01-01", "until": "1711-01-02", "outside": "leave_out"}, "all 3 namings lie outside"),
    ],
)
def test_windows_that_are_none(more, said):
    assert said in refused(made(THREE), replace(BATCH, **more))


def test_before_birth():
    persons = [
        {"id": who, "name": who, "died": "1760", "born": "1702-03-02" if who == "cyr" else "1680"}
        for who in PEOPLE
    ]
    message = refused(made(THREE, persons=persons))
    assert message.startswith(
        "assertions.csv:3  ada names cyr on 1702-03-01, before the birth of cyr; wanted"
    )


def test_outside_the_circle_and_left_out():
    case = made([*THREE, ("ada", "dora", "1702-03-04")], ties=KIN_TIES)
    sample = replace(BATCH, receivers="kin")
    message = refused(case, sample)
    assert message.startswith(
        "assertions.csv:5  ada names dora on 1702-03-04, who is not in the circle of ada; wanted"
    )
    history = event_history(case, replace(sample, outside="leave_out"))
    assert sorted(history.rows) == ["a.00", "a.01", "a.02"]
    assert "left out: 1 outside the risk set" in history.notes
    alone = made([("dora", "eva", "1702-03-04")], ties=KIN_TIES)
    assert "not in the circle" in refused(alone, replace(sample, outside="leave_out"))


def test_a_state_takes_the_voice_or_the_name():
    case = made(THREE, events=[acted("arrest", "ben", "1702-03-01"), acted("arrest", "ada", "1702-03-02")])
    silent = refused(case, replace(BATCH, silenced=("held",)))
    assert "ben names ada on 1702-03-04, when the record has ben as held; wanted a speaker in none" in silent
    named = refused(case, replace(BATCH, removed=("held",)))
    assert "when the record has ada as held; wanted a person named in none" in named


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"case": ("k",)}, "events.case  'k'; wanted a word of cases.id"),
        (
            {"without": ("lefft",)},
            "events.without  'lefft'; wanted a word of traits.value; did you mean 'left'?",
        ),
        (
            {"receivers": "fellows", "members": ("party",)},
            "events.members  'party'; wanted a word of traits.kind",
        ),
    ],
)
def test_words_that_the_case_does_not_have(more, said):
    case = made(THREE, traits=[{"person": "ada", "kind": "faction", "value": "left"}])
    assert refused(case, replace(BATCH, **more)).startswith(said)
