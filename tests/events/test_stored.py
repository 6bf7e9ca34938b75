"""Does a history come back from what is kept of it, without its events and without the ids of its actors?"""

from __future__ import annotations

import json

import numpy as np
import pytest

from showtrial.events.of_case import event_history
from showtrial.events.sample import Sample
from showtrial.events.stored import history_data, history_of, ids
from showtrial.record.packaged import open_case

SAMPLES = {
    "all": Sample(kind="accusation", ties="batch", senders="all", receivers="all"),
    "fellows": Sample(
        kind="accusation", ties="given", receivers="fellows", outside="leave_out", removed=("held",)
    ),
}


@pytest.fixture(scope="module", params=SAMPLES)
def history(request):
    return event_history(open_case("moscow"), SAMPLES[request.param])


@pytest.fixture(scope="module")
def back(history):
    return history_of(json.loads(json.dumps(history_data(history), allow_nan=False)))


def test_all_but_events_and_ids_comes_back(history, back):
    for name in ("kinds", "origin", "start", "end", "ordering", "silenced", "removed", "n"):
        assert getattr(back, name) == getattr(history, name), name
    for name in ("entry", "exit", "may_speak", "may_be_named"):
        assert np.array_equal(getattr(back, name), getattr(history, name)), name
    assert list(back.states) == list(history.states)
    for name, spells in history.states.items():
        for part in ("actor", "start", "stop"):
            assert np.array_equal(getattr(back.states[name], part), getattr(spells, part)), name
    for name, each in history.attributes.items():
        assert back.attributes[name].levels == each.levels
        assert np.array_equal(back.attributes[name].codes, each.codes)
    for name, ties in {**history.ties, "circle": history.circle}.items():
        other = back.circle if name == "circle" else back.ties[name]
        assert (ties is None) == (other is None)
        if ties is not None:
            assert np.array_equal(ties.indptr, other.indptr)
            assert np.array_equal(ties.indices, other.indices)


def test_no_event_and_no_id_is_kept(history, back):
    assert len(back) == 0
    kept = json.dumps(history_data(history))
    assert [who for who in history.actors if f'"{who}"' in kept] == []
    assert back.actors == ids(history.n)


def test_ids_sort_as_numbers_do():
    assert list(ids(1001)) == sorted(ids(1001))
