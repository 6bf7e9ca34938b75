"""What does one run come to, in a few counts?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from showtrial.events.history import Floats
from showtrial.model.machine import layout as at
from showtrial.model.machine.run import Trace

#: Count -> what is counted, in the order of `counts`.
COUNTS: Mapping[str, str] = MappingProxyType(
    {
        "wanted": "persons who became wanted",
        "arrests": "persons arrested",
        "confessions": "persons who confessed",
        "retractions": "confessions taken back",
        "refusals": "persons who refused for good",
        "sessions": "sessions with persons who confess",
        "names": "names put on paper",
        "persons_named": "different persons named",
        "open_trial": "accused of open trials",
        "convicted": "persons convicted",
        "to_death": "death sentences",
        "shot": "persons shot",
        "deaths": "persons shot, dead in custody or by their own hand",
        "pending": "persons wanted, held or awaiting trial at the horizon",
    }
)


def counts(trace: Trace) -> Floats:
    """Return the counts of one run, in the order of `COUNTS`.

    Examples
    --------
    >>> from showtrial.model.machine.opening import open_scenario
    >>> from showtrial.model.machine.run import run
    >>> found = dict(zip(COUNTS, counts(run(open_scenario("toy"), seed=1)), strict=True))
    >>> bool(found["arrests"] <= found["wanted"] <= 8)
    True
    """
    kinds = np.bincount(trace.kind, minlength=len(at.EVENT_WORDS))
    verdicts = np.bincount(trace.value[trace.kind == at.E_VERDICT], minlength=4)
    named = len(np.unique(trace.person[trace.kind == at.E_NAME]))
    opened = int(((trace.kind == at.E_DOSSIER) & (trace.value == at.OPEN)).sum())
    pending = int(((trace.status >= at.WANTED) & (trace.status <= at.AWAITING)).sum())
    dead = kinds[at.E_SHOT] + kinds[at.E_DIED] + kinds[at.E_SUICIDE]
    return np.array(
        [
            kinds[at.E_WANTED],
            kinds[at.E_ARREST],
            kinds[at.E_CONFESS],
            kinds[at.E_RETRACT],
            kinds[at.E_REFUSE],
            kinds[at.E_SESSION],
            kinds[at.E_NAME],
            named,
            opened,
            verdicts[1:].sum(),
            verdicts[at.TO_DEATH],
            kinds[at.E_SHOT],
            dead,
            pending,
        ],
        np.float64,
    )


#: Series -> what is counted by the day.
SERIES: Mapping[str, str] = MappingProxyType(
    {
        "arrests": "arrests",
        "confessions": "confessions",
        "names": "names put on paper",
        "convicted": "convictions",
        "shot": "persons shot",
    }
)
_KINDS = {
    "arrests": at.E_ARREST, "confessions": at.E_CONFESS, "names": at.E_NAME, "convicted": at.E_VERDICT,
    "shot": at.E_SHOT,
}  # fmt: skip


def by_day(trace: Trace, days: int) -> Floats:
    """Return (5, D) counts of each day, day 0 first, in the order of `SERIES`.

    Examples
    --------
    >>> from showtrial.model.machine.opening import open_scenario
    >>> from showtrial.model.machine.run import run
    >>> trace = run(open_scenario("toy"), seed=1)
    >>> arrests = by_day(trace, 181)[0]
    >>> int(arrests.sum()) == int((trace.kind == at.E_ARREST).sum())
    True
    """
    rows = np.zeros((len(SERIES), days))
    day = trace.time.astype(np.int64)
    for row, name in enumerate(SERIES):
        kept = trace.kind == _KINDS[name]
        if name == "convicted":
            kept &= trace.value != at.NOT_CONVICTED
        rows[row] = np.bincount(day[kept], minlength=days)
    return rows


def statuses(trace: Trace, persons: int) -> np.ndarray:
    """Return (M + 1, 12) numbers of persons in each status, at the start and after each event.

    A test of the process: every row sums to the number of persons.
    """
    to = {
        at.E_WANTED: at.WANTED, at.E_ARREST: at.HELD, at.E_CONFESS: at.CONFESSING, at.E_REFUSE: at.REFUSING,
        at.E_DOSSIER: at.AWAITING, at.E_SHOT: at.SHOT, at.E_CAMP: at.CAMP, at.E_EXILE: at.EXILE,
        at.E_FREED: at.FREED, at.E_SUICIDE: at.SUICIDE, at.E_DIED: at.DIED,
    }  # fmt: skip
    status = np.zeros(persons, np.int64)
    rows = np.zeros((len(trace) + 1, len(at.STATUS_WORDS)), np.int64)
    rows[0, at.FREE] = persons
    for e, (kind, who, value) in enumerate(zip(trace.kind, trace.person, trace.value, strict=True)):
        rows[e + 1] = rows[e]
        into = to.get(int(kind))
        if kind == at.E_RETRACT and value == 0:
            into = at.REFUSING
        if into is not None:
            rows[e + 1, status[who]] -= 1
            rows[e + 1, into] += 1
            status[who] = into
    return rows
