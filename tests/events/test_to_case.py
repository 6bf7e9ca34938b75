"""Does the case file of a drawn history give the same history again?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showtrial.events.history import Attribute, EventHistory, Spells, Ties
from showtrial.events.of_case import event_history
from showtrial.events.sample import STATES, Sample
from showtrial.events.stored import history_data, history_of, ids
from showtrial.events.to_case import by_day, case_of, reading
from showtrial.record.checks import check
from showtrial.record.packaged import open_case
from showtrial.record.storage import read_draft, write_case

PLAIN = Sample(kind="accusation", ties="batch", outside="leave_out")
SAMPLES = [
    ("toy", {}),
    ("toy", {"senders": "all", "receivers": "all", "kind": "exculpation"}),
    ("moscow", {}),
    ("moscow", {"senders": "all"}),
    ("moscow", {"senders": "denouncers", "receivers": "all", "ties": "given"}),
    ("moscow", {"ties": "deposition", "setting": ("open_court",), "without": ("court",)}),
    ("moscow", {"receivers": "fellows", "case": ("sixteen-1936",)}),
    ("moscow", {"receivers": "kin", "since": "1934-12-01", "until": "1938-12-31"}),
]


def record(history, sample):
    return case_of(history, sample, title="drawn", provenance={"operation": "test"})


def clipped(history, state):
    """Spells as far as they reach into the window."""
    spells = history.states[state]
    rows = zip(spells.actor.tolist(), spells.start.tolist(), spells.stop.tolist(), strict=True)
    return {
        (actor, max(start, history.start), min(stop, history.end))
        for actor, start, stop in rows
        if start < history.end and stop > history.start
    }


def levels(attribute):
    return [attribute.levels[code] if code >= 0 else None for code in attribute.codes]


def assert_same(found, wanted, *, states=STATES):
    for name in ("sender", "receiver", "time", "batch", "entry", "may_speak", "may_be_named"):
        assert np.array_equal(getattr(found, name), getattr(wanted, name)), name
    for name in ("n", "kinds", "origin", "start", "end", "silenced", "removed"):
        assert getattr(found, name) == getattr(wanted, name), name
    for state in states:
        assert clipped(found, state) == clipped(wanted, state), state
    for name, attribute in wanted.attributes.items():
        assert levels(found.attributes[name]) == levels(attribute), name
    for name, ties in wanted.ties.items():
        assert np.array_equal(found.ties[name].indptr, ties.indptr), name
        assert np.array_equal(found.ties[name].indices, ties.indices), name
    assert (found.circle is None) == (wanted.circle is None)


@pytest.mark.parametrize(("case", "sample"), SAMPLES)
def test_a_recorded_history_comes_back(case, sample):
    sample = replace(PLAIN, **sample)
    wanted = event_history(open_case(case), sample)
    assert_same(event_history(record(wanted, sample), reading(wanted, sample)), wanted)


def test_no_name_of_the_record_is_taken_over(tmp_path):
    case = open_case("moscow")
    drawn = record(event_history(case, PLAIN), PLAIN)
    names = {*case["persons"]["id"], *case["persons"]["name"], *case["persons"]["name_native"].drop_nulls()}
    told = {cell for frame in drawn.values() for row in frame.iter_rows() for cell in row}
    assert not told & names
    assert drawn.meta.origin == "simulated"
    write_case(drawn, tmp_path / "drawn")
    assert check(read_draft(tmp_path / "drawn")) == []


@st.composite
def drawn_histories(draw) -> EventHistory:
    """Small histories with events, spells, traits, ties and births in any combination that can be true."""
    n, days = draw(st.integers(2, 5)), draw(st.integers(1, 6))
    actor = st.integers(0, n - 1)
    pairs = draw(st.lists(st.tuples(actor, actor, st.integers(0, days - 1)), min_size=1, max_size=12))
    rows = sorted({(t, i, j) for i, j, t in pairs if i != j}) or [(0, 0, 1)]
    speakers = draw(st.sets(actor)) | {i for _, i, _ in rows}
    spells = {}
    for state in STATES:
        found = {a: s for a, s in draw(st.lists(st.tuples(actor, st.integers(-9, days + 3)), max_size=3))}
        ending = state in ("held", "absconded")
        stops = {
            a: draw(st.sampled_from([np.inf, float(s + 2)])) if ending else np.inf for a, s in found.items()
        }
        spells[state] = Spells(
            np.array(sorted(found), np.int32),
            np.array([float(found[a]) for a in sorted(found)]),
            np.array([stops[a] for a in sorted(found)]),
        )
    return EventHistory(
        actors=ids(n),
        sender=np.array([i for _, i, _ in rows], np.int32),
        receiver=np.array([j for _, _, j in rows], np.int32),
        time=np.array([float(t) for t, _, _ in rows]),
        batch=np.unique([t for t, _, _ in rows], return_inverse=True)[1].astype(np.int32),
        kind=np.zeros(len(rows), np.int16),
        kinds=("accusation",),
        origin="1936-08-19",
        start=0.0,
        end=float(days),
        entry=np.array([draw(st.sampled_from([-np.inf, -9000.0])) for _ in range(n)]),
        exit=np.full(n, np.inf),
        may_speak=np.array([a in speakers for a in range(n)]),
        may_be_named=np.ones(n, np.bool_),
        ordering="batch",
        attributes={"occupation": Attribute(np.array([draw(st.integers(-1, 1)) for _ in range(n)], np.int32), ("baker", "clerk"), np.zeros(0))},
        states=spells,
        ties={"spouse": _ties(draw(st.sets(st.tuples(actor, actor))), n), "fellows": _ties(draw(st.sets(st.tuples(actor, actor))), n)},
    )  # fmt: skip


def _ties(pairs, n):
    both = sorted({pair for a, b in pairs if a != b for pair in ((a, b), (b, a))})
    counts = np.bincount([a for a, _ in both], minlength=n) if both else np.zeros(n, np.int64)
    return Ties(
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), np.array([b for _, b in both], np.int32)
    )


@settings(deadline=None, max_examples=60)
@given(drawn_histories())
def test_any_history_comes_back(wanted):
    sample = Sample(kind="accusation", ties="batch", senders="deponents", silenced=())
    found = event_history(record(wanted, sample), reading(wanted, sample))
    # who speaks has deposed; a death ends a custody, an arrest ends an absence, whatever was drawn
    free = ("summoned", "condemned", "dead")
    levelled = {name: each for name, each in wanted.attributes.items() if (each.codes >= 0).any()}
    tied = {name: each for name, each in wanted.ties.items() if len(each.indices)}
    kept = replace(wanted, silenced=(), attributes=levelled, ties=tied)
    assert_same(found, kept, states=free)
    for state, other in (("deposed", "deposed"), ("confessed", "confessed"), ("tortured", "pressed")):
        for actor, start, stop in clipped(kept, state):
            assert any(a == actor and s <= start and e >= stop for a, s, e in clipped(found, other))


def test_what_one_day_cannot_tell_apart_is_one_naming():
    history = event_history(open_case("toy"), replace(PLAIN, ties="given"))
    late = replace(history, time=history.time + 0.4)
    again = by_day(late)
    assert np.array_equal(again.time, history.time)
    assert np.array_equal(again.batch, history.batch)


def test_some_mute_and_some_never_named_is_refused():
    history = history_of(history_data(event_history(open_case("toy"), PLAIN)))
    off = np.array([False] + [True] * (history.n - 1))
    with pytest.raises(ValueError, match="cannot speak"):
        reading(replace(history, may_speak=off, may_be_named=off), PLAIN)


def test_a_number_has_no_place():
    history = event_history(open_case("toy"), PLAIN)
    number = Attribute(np.zeros(0, np.int32), (), np.arange(history.n, dtype=float))
    with pytest.raises(ValueError, match="number"):
        record(replace(history, attributes={"age": number}), PLAIN)
