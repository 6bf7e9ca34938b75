"""What case file would record a drawn history?

The persons of the history under neutral names, the acts from which `showtrial.events` derives its states
again, and one statement for each speaker and day. Nobody in it is a person of the record to which the model
was fitted.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from showtrial.events.history import EventHistory
from showtrial.events.sample import KINDS, Sample
from showtrial.events.told import BESIDE, DRAWN, SOURCE, Row, Rows, first_day, iso
from showtrial.record.casefile import CaseFile
from showtrial.record.meta import Meta
from showtrial.record.schema import schema


def by_day(history: EventHistory) -> EventHistory:
    """Return the history as a record would tell it: by the day, each naming once for speaker, named and day.

    The order within a day stays where ``ordering`` says that it means something.

    Examples
    --------
    >>> from dataclasses import replace
    >>> import numpy as np
    >>> from showtrial.events.of_case import event_history
    >>> from showtrial.record.packaged import open_case
    >>> history = event_history(open_case("toy"), Sample(kind="accusation", ties="batch"))
    >>> twice = replace(history, **{
    ...     name: np.repeat(getattr(history, name), 2) for name in ("sender", "receiver", "batch", "kind")
    ... }, time=np.sort(np.concatenate([history.time, history.time + 0.5])))
    >>> len(twice), len(by_day(twice))
    (14, 7)
    """
    time = np.floor(history.time)
    code = (time.astype(np.int64) * history.n + history.sender) * history.n + history.receiver
    first = np.sort(np.unique(code, return_index=True)[1])
    if history.ordering == "batch":
        first = first[np.lexsort((history.receiver[first], history.sender[first], time[first]))]
        label = time[first]
    else:
        label = history.batch[first].astype(np.float64)
    return replace(
        history,
        sender=history.sender[first],
        receiver=history.receiver[first],
        time=time[first],
        batch=np.unique(label, return_inverse=True)[1].astype(np.int32),
        kind=history.kind[first],
        rows=(),
    )


def reading(history: EventHistory, sample: Sample) -> Sample:
    """Return the sample with which the case file of `history` gives the history again.

    As `sample`, but for what the drawn record no longer needs: cases, settings and traits left out; an order
    that was drawn is given by the rows.

    Raises
    ------
    ValueError
        If some cannot speak and others cannot be named: no sample says that.
    """
    if not (history.may_speak.all() or history.may_be_named.all()):
        raise ValueError("some actors cannot speak and some cannot be named")
    named = "all" if history.may_be_named.all() else "named"
    first = first_day(history)
    return replace(
        sample,
        ties="given" if sample.ties == "random" else sample.ties,
        senders="all" if history.may_speak.all() else "deponents",
        receivers=sample.receivers if sample.receivers in ("kin", "fellows") else named,
        case=(DRAWN,),
        setting=(),
        without=(),
        since=iso(first + math.floor(history.start)),
        until=iso(first + math.ceil(history.end) - 1),
    )


def case_of(history: EventHistory, sample: Sample, *, title: str, provenance: Mapping[str, Any]) -> CaseFile:
    """Return a simulated case file that records `history`.

    Times are cut to days. Actors appear as ``a001`` ("Actor 1") and so on, in their order; fixed properties
    as traits, spells of states as the acts that begin and end them. What is exogenous stays as it was, with
    one exception: somebody who speaks has deposed from the next day on, whatever the history said of it.

    Parameters
    ----------
    history : EventHistory
        Read from a case file or drawn on the pattern of one.
    sample : Sample
        By which that case file was read.
    title : str
        Title of the new case file.
    provenance : mapping
        Where the history comes from: operation, input hash, seed, version.

    Raises
    ------
    ValueError
        If an attribute is a number, or :func:`reading` does.

    Examples
    --------
    >>> from showtrial.events.of_case import event_history
    >>> from showtrial.record.packaged import open_case
    >>> sample = Sample(kind="accusation", ties="batch")
    >>> history = event_history(open_case("toy"), sample)
    >>> drawn = case_of(history, sample, title="again", provenance={"operation": "test"})
    >>> drawn["persons"]["name"][0], drawn.meta.origin
    ('Actor 1', 'simulated')
    >>> len(event_history(drawn, reading(history, sample))) == len(history)
    True
    """
    reading(history, sample)
    if any(len(each.numbers) for each in history.attributes.values()):
        raise ValueError("an attribute that is a number has no place in a case file")
    rows = Rows(history)
    tables: dict[str, list[Row]] = {
        "sources": [{"id": SOURCE, "kind": "simulation", "title": title}],
        "persons": list(rows.persons()),
        "traits": [*rows.traits(), *rows.groups(sample.members)],
        "ties": list(rows.ties()),
        "cases": [
            {"id": DRAWN, "name": "Drawn from the model", "source": SOURCE},
            {"id": BESIDE, "name": "Taken over from the record as it was", "source": SOURCE},
        ],
        "events": list(rows.events()),
        "charges": list(rows.charges()),
        **rows.said("exculpation" if KINDS[sample.kind] == "exculpates" else "accusation"),
    }
    frames = {
        table: pl.DataFrame(
            {
                name: [row.get(name) for row in found]
                for name in dict.fromkeys(key for row in found for key in row)
            }
        )
        for table, found in tables.items()
        if found
    }
    meta = Meta(
        title=title,
        origin="simulated",
        description="Drawn from a fitted model. Nobody in it ever lived.",
        vocabulary=_added(frames),
        provenance=(provenance,),
    )
    return CaseFile.from_frames(meta, frames)


def _added(frames: Mapping[str, pl.DataFrame]) -> dict[str, tuple[str, ...]]:
    """Return the words that an open vocabulary has to take in."""
    found = {}
    for table, column in (("traits", "kind"), ("ties", "kind"), ("events", "kind"), ("events", "method")):
        if table in frames and column in frames[table].columns:
            used = set(frames[table][column].drop_nulls())
            if more := used - set(schema().tables[table].columns[column].words):
                found[f"{table}.{column}"] = tuple(sorted(more))
    return found
