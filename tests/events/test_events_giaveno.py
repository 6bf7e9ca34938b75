"""Is the sample of Giaveno the one that a few independent lines take from the CSV files?"""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest

from showtrial.events.of_case import event_history
from showtrial.events.sample import sample_of
from showtrial.record.readers import read_giaveno

DATA = Path(__file__).parents[3] / "shared" / "data" / "giaveno1335"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the Giaveno data are not here")

EVENTS = {
    "kind": "denunciation",
    "ties": "batch",
    "senders": "deponents",
    "receivers": "named",
    "without": "Waldensian master",
}
FIRST = datetime.date(1335, 1, 20)  # both days lie in one calendar, so their distance is right


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def days(text: str) -> float:
    return float((datetime.date.fromisoformat(text) - FIRST).days)


@pytest.fixture(scope="module")
def history():
    return event_history(read_giaveno(DATA), sample_of(EVENTS, "giaveno.toml"))


@pytest.fixture(scope="module")
def wanted() -> set[tuple[str, str, float]]:
    ordinary = {row["id"] for row in rows("nodes") if row["waldensian_master"] == "0"}
    return {
        (row["source"], row["target"], days(row["time"]))
        for row in rows("edges")
        if row["time"] and row["target"] in ordinary and row["target"] != row["source"]
    }


def test_events(history, wanted):
    names = history.actors
    found = [
        (names[i], names[j], t)
        for i, j, t in zip(history.sender, history.receiver, history.time, strict=True)
    ]
    assert len(found) == len(wanted) == 751
    assert set(found) == wanted
    assert history.batch[-1] + 1 == len({t for _, _, t in wanted}) == 26


def test_actors(history, wanted):
    deponents = {row["source"] for row in rows("edges")}
    actors = deponents | {a for a, _, _ in wanted} | {b for _, b, _ in wanted}
    assert set(history.actors) == actors
    assert len(actors) == 265
    assert {who for who, flag in zip(history.actors, history.may_speak, strict=True) if flag} == deponents
    assert len(deponents) == 110
    assert history.may_be_named.all()
    assert history.circle is None


@pytest.mark.parametrize(("state", "kind", "delay"), [("summoned", "summons", 0), ("tortured", "torture", 0),
                                                      ("pressed", "torture", 0), ("deposed", "deposition", 1)])  # fmt: skip
def test_states(history, state, kind, delay):
    first: dict[str, float] = {}
    for row in rows("keyevents"):
        if row["type"] == kind:
            first[row["id"]] = min(first.get(row["id"], 99.0), days(row["time"]) + delay)
    held = history.states[state]
    found = {history.actors[a]: start for a, start in zip(held.actor, held.start, strict=True)}
    assert found == {who: day for who, day in first.items() if who in history.actors}
    assert set(held.stop) == {float("inf")}


def test_properties(history):
    node = {row["id"]: row for row in rows("nodes")}
    for name, column in (
        ("sex", "sex"),
        ("residence", "origin_or_residence"),
        ("occupation", "occupation_type"),
    ):
        held = history.attributes[name]
        found = ["" if code < 0 else held.levels[code] for code in held.codes]
        assert found == [node[who][column] for who in history.actors]
    dead = history.attributes["dead_at_start"]
    assert [dead.levels[code] == "yes" for code in dead.codes] == [
        node[who]["dead"] == "1" for who in history.actors
    ]


def test_kin(history):
    known = set(history.actors)
    wanted = {frozenset((row["V1"], row["V2"])) for row in rows("kinties")}
    kin = history.ties["kin"]
    found = {
        frozenset((history.actors[i], history.actors[j]))
        for i in range(history.n)
        for j in kin.indices[kin.indptr[i] : kin.indptr[i + 1]]
    }
    assert found == {pair for pair in wanted if pair <= known}
