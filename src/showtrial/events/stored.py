"""How is an event history kept in a result, so that the fitted model can be run without the case file?

Without its events and without its actors: these become numbers. What is kept is who could have spoken and
been named when, and the covariates. Plain lists, as JSON has them; a number that is not finite is null.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from showtrial.events.history import Attribute, EventHistory, Floats, Spells, Ties


def history_data(history: EventHistory) -> dict[str, Any]:
    """Return the history without events and without ids, as JSON can write it.

    Examples
    --------
    >>> from showtrial.events.of_case import event_history
    >>> from showtrial.events.sample import Sample
    >>> from showtrial.record.packaged import open_case
    >>> data = history_data(event_history(open_case("toy"), Sample(kind="accusation", ties="batch")))
    >>> data["actors"], data["origin"], data["may_speak"]
    (6, '1702-03-12', [1, 1, 0, 1, 1, 1])
    """
    return {
        "actors": history.n,
        "kinds": list(history.kinds),
        "origin": history.origin,
        "start": float(history.start),
        "end": float(history.end),
        "ordering": history.ordering,
        "silenced": list(history.silenced),
        "removed": list(history.removed),
        "entry": _plain(history.entry),
        "exit": _plain(history.exit),
        "may_speak": history.may_speak.astype(int).tolist(),
        "may_be_named": history.may_be_named.astype(int).tolist(),
        "circle": None if history.circle is None else _tie_data(history.circle),
        "attributes": {
            name: {"levels": list(each.levels), "codes": each.codes.tolist(), "numbers": _plain(each.numbers)}
            for name, each in history.attributes.items()
        },
        "states": {
            name: {"actor": each.actor.tolist(), "start": _plain(each.start), "stop": _plain(each.stop)}
            for name, each in history.states.items()
        },
        "ties": {name: _tie_data(each) for name, each in history.ties.items()},
    }


def history_of(data: Mapping[str, Any]) -> EventHistory:
    """Return the history that :func:`history_data` kept: no events, actors ``a001``, ``a002``, ...

    The ids sort as the numbers do.

    Raises
    ------
    KeyError, ValueError
        If `data` is something else.
    """
    n = int(data["actors"])
    none = np.zeros(0, dtype=np.int32)
    return EventHistory(
        actors=ids(n),
        sender=none,
        receiver=none,
        time=np.zeros(0),
        batch=none,
        kind=none.astype(np.int16),
        kinds=tuple(data["kinds"]),
        origin=data["origin"],
        start=data["start"],
        end=data["end"],
        entry=_floats(data["entry"], -math.inf),
        exit=_floats(data["exit"], math.inf),
        may_speak=np.array(data["may_speak"], dtype=np.bool_),
        may_be_named=np.array(data["may_be_named"], dtype=np.bool_),
        ordering=data["ordering"],
        circle=None if data["circle"] is None else _tie_of(data["circle"]),
        silenced=tuple(data["silenced"]),
        removed=tuple(data["removed"]),
        attributes={name: _attribute_of(each) for name, each in data["attributes"].items()},
        states={name: _spells_of(each) for name, each in data["states"].items()},
        ties={name: _tie_of(each) for name, each in data["ties"].items()},
    )


def ids(n: int) -> tuple[str, ...]:
    """Return neutral ids of `n` actors, which sort as their numbers do.

    Examples
    --------
    >>> ids(2)
    ('a001', 'a002')
    """
    width = max(3, len(str(n)))
    return tuple(f"a{number:0{width}d}" for number in range(1, n + 1))


def _plain(values: Floats) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in values.tolist()]


def _floats(values: Sequence[float | None], instead: float) -> Floats:
    return np.array([instead if value is None else value for value in values], dtype=np.float64)


def _tie_data(ties: Ties) -> dict[str, list[int]]:
    return {"indptr": ties.indptr.tolist(), "indices": ties.indices.tolist()}


def _tie_of(data: Mapping[str, Any]) -> Ties:
    return Ties(np.array(data["indptr"], dtype=np.int64), np.array(data["indices"], dtype=np.int32))


def _attribute_of(data: Mapping[str, Any]) -> Attribute:
    codes = np.array(data["codes"], dtype=np.int32)
    return Attribute(codes, tuple(data["levels"]), _floats(data["numbers"], math.nan))


def _spells_of(data: Mapping[str, Any]) -> Spells:
    start, stop = _floats(data["start"], -math.inf), _floats(data["stop"], math.inf)
    return Spells(np.array(data["actor"], dtype=np.int32), start, stop)
