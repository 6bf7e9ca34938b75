"""Which events lie outside the risk set, and why?"""

from __future__ import annotations

import numpy as np

from showtrial.errors import Problem
from showtrial.events.history import EventHistory
from showtrial.record.casefile import CaseFile

_LEAVE = 'write outside = "leave_out"'
_WANTED = {
    "early": ("an act within a life", "mend persons.born or the date"),
    "silenced": (
        "a speaker in none of the states of events.silenced",
        "mend the dates, take the state out",
    ),
    "named": ("a person named who is in the choice", "widen events.receivers"),
    "removed": ("a person named in none of the states of events.removed", "take the state out"),
    "circle": (
        "a person named in the circle of the speaker",
        'widen events.receivers, for instance to "named"',
    ),
    "speaker": ("a speaker who can speak", "widen events.senders"),
}


def outside(history: EventHistory, case: CaseFile) -> tuple[list[Problem], frozenset[str]]:
    """Return why events lie outside the risk set, and the ids of these events.

    One problem for each reason, with the first such event in the table of assertions.

    Parameters
    ----------
    history : EventHistory
        Not yet trusted.
    case : CaseFile
        Where rows and dates stand, for the messages.
    """
    found: dict[str, dict[str, str]] = {}
    for at, row in enumerate(history.rows):
        for reason, said in _reasons(history, at):
            found.setdefault(reason, {})[row] = said
    said_in = dict(case["assertions"].select("id", "statement").iter_rows())
    row_of = {row: at for at, row in enumerate(said_in, start=2)}
    date_of = dict(case["statements"].select("id", "date").iter_rows())
    problems = []
    for reason, events in found.items():
        first = min(events, key=row_of.__getitem__)
        more = f" ({len(events) - 1} more like it)" if len(events) > 1 else ""
        wanted, hint = _WANTED[reason]
        came = events[first].format(date=date_of[said_in[first]]) + more
        problems.append(Problem("assertions.csv", row_of[first], "", came, wanted, f"{hint}, or {_LEAVE}"))
    return problems, frozenset(row for events in found.values() for row in events)


def _reasons(history: EventHistory, at: int) -> list[tuple[str, str]]:
    i, j, t = int(history.sender[at]), int(history.receiver[at]), float(history.time[at])
    speaker, named = history.actors[i], history.actors[j]
    said = f"{speaker} names {named} on {{date}}"
    reasons = [
        ("early", f"{said}, before the birth of {who}")
        for who, n in ((speaker, i), (named, j))
        if not history.entry[n] <= t < history.exit[n]
    ]
    reasons += [
        ("silenced", f"{said}, when the record has {speaker} as {state}")
        for state in history.silenced
        if _holds(history, state, i, t)
    ]
    reasons += [
        ("removed", f"{said}, when the record has {named} as {state}")
        for state in history.removed
        if _holds(history, state, j, t)
    ]
    if not history.may_speak[i]:
        reasons.append(("speaker", said))
    if not history.may_be_named[j]:
        reasons.append(("named", said))
    circle = history.circle
    if circle is not None and j not in circle.indices[circle.indptr[i] : circle.indptr[i + 1]]:
        reasons.append(("circle", f"{said}, who is not in the circle of {speaker}"))
    return reasons


def _holds(history: EventHistory, state: str, actor: int, t: float) -> bool:
    spells = history.states[state]
    return bool(np.any((spells.actor == actor) & (spells.start <= t) & (t < spells.stop)))
