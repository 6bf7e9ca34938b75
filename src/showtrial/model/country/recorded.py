"""What would an archive hold of one affair of a country?

The trace of a run keeps every event of some affairs. One of them, with the persons in it and the ties
among these, is put into the form of a run of the machine for one affair; what is left of such a run is
the business of `showtrial.model.machine.recording`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from showtrial.events.history import Floats, Ints
from showtrial.model.country import ledger as at
from showtrial.model.country.laid import land_of
from showtrial.model.country.places import Places, rank_at, tie_count, tied
from showtrial.model.country.run import CountryRun
from showtrial.model.country.scenario import CountryScenario
from showtrial.model.machine import layout
from showtrial.model.machine.parameters import off_names, stretches
from showtrial.model.machine.recording import Recorded, Recording, record
from showtrial.model.machine.run import Trace
from showtrial.model.machine.scenario import Scenario
from showtrial.model.machine.titled import Part
from showtrial.model.machine.world import Person, World, world_of
from showtrial.model.naming.kernels import Longs

#: What the record of one affair says it leaves out.
LIMITS = (
    "One affair of many: whoever is only named in it was arrested, if at all, in another affair, and those "
    "of other affairs who stood in the same trial or on the same list are not in it."
)
#: Columns of the trace, as `ledger.Flow.what` has them.
KIND, PERSON, BY, VALUE, AFFAIR = range(5)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Kept:
    """A run of a country of which some affairs were kept.

    Parameters
    ----------
    scenario : CountryScenario
        What was run.
    run : CountryRun
        With its trace.
    off : tuple of str
        Mechanisms that were off.
    drawn : (int, int)
        Seed of the ensemble and number of the run in it, counted from 0.
    places : Places
        Persons and ties of the country.
    """

    scenario: CountryScenario
    run: CountryRun
    off: tuple[str, ...]
    drawn: tuple[int, int]
    places: Places


def kept_of(
    scenario: CountryScenario, run: CountryRun, *, seed: int, number: int = 0, off: Iterable[str] = ()
) -> Kept:
    """Put a run of a country, simulated with ``keep``, beside what its records need.

    Parameters
    ----------
    scenario : CountryScenario
        What was run.
    run : CountryRun
        As `run_country` returned it for the same `seed`, `number` and `off`.
    """
    names = off_names(off)
    return Kept(
        scenario=scenario,
        run=run,
        off=names,
        drawn=(seed, number),
        places=land_of(scenario, run.seed, names).places,
    )


def events_of(run: CountryRun, affair: int) -> tuple[Floats, Ints]:
    """Return times and events of one affair, in order of time.

    Who comes on the office's list belongs to no affair yet, so lists are left out.
    """
    time, what, _ = run.trace
    own = (what[:, AFFAIR] == affair) & (what[:, KIND] != layout.E_LISTED)
    return time[own], what[own]


def record_affair(kept: Kept, affair: int, how: Recording | None = None) -> Recorded:
    """Write the case file that would be left of one affair.

    Parameters
    ----------
    kept : Kept
        A run with its trace.
    affair : int
        Number of an affair of which every event was kept.
    how : Recording, optional
        What is lost, blurred and copied.

    Returns
    -------
    Recorded
        The case file, origin simulated, and the truth apart.

    Raises
    ------
    ModelError
        If nothing of this affair was kept, or nothing of it was published and nothing else is on record.

    Examples
    --------
    >>> from showtrial.model.country.opening import open_country
    >>> from showtrial.model.country.run import run_country
    >>> from showtrial.model.country.scenario import with_persons
    >>> small = with_persons(open_country("union"), 100_000)
    >>> kept = kept_of(small, run_country(small, seed=1, keep=1.0), seed=1)
    >>> made = record_affair(kept, 7)
    >>> made.case.meta.origin, made.case.meta.title
    ('simulated', 'Simulated record of affair 7 of the scenario union: seed 1, run 1')
    """
    time, what = events_of(kept.run, affair)
    rows = np.unique(what[:, [PERSON, BY]].astype(np.int64))
    rows = rows[rows >= 0]
    who = kept.run.trace[2][:, at.WHO]
    rows = rows[np.argsort(who[rows])]  # by person, so that the order in which they were reached is no matter
    told: dict[str, Any] = {"affair": affair, "country_persons": len(kept.scenario.world)}
    part = Part(words=f"affair {affair}", told=told, limits=LIMITS)
    return record(_scenario(kept, rows), _trace(kept, rows, time, what), how, part)


def _scenario(kept: Kept, rows: Longs) -> Scenario:
    """Return the scenario with a world of the persons of some rows."""
    of = kept.scenario
    return Scenario(
        name=of.name,
        title=of.title,
        about=of.about,
        start=of.start,
        horizon=of.horizon,
        world=_world(kept, rows),
        world_source=of.world_source,
        values=of.values,
        orders=of.orders,
        trials=of.trials,
        stop=of.stop,
        sha256=of.sha256,
    )


def _world(kept: Kept, rows: Longs) -> World:
    """Return the persons of some rows, with the ties among them."""
    groups, table = kept.scenario.world.all_groups, kept.run.trace[2]
    name = {int(who): f"person-{who}" for who in table[rows, at.WHO]}
    persons, ties = [], []
    for r in rows:
        i, g = int(table[r, at.WHO]), int(table[r, at.GROUP])
        persons.append(Person(id=name[i], group=groups[g].id, office=groups[g].office))
        for kind, word in enumerate(layout.TIE_WORDS):
            rank = rank_at(kept.places, i, g, kind)
            others = (
                tied(kept.places, g, kind, rank, k) for k in range(tie_count(kept.places, g, kind, rank))
            )
            ties += [(name[i], name[j], word) for j in others if j in name]
    return world_of(persons, ties)


def _trace(kept: Kept, rows: Longs, time: Floats, what: Ints) -> Trace:
    """Return the events as the machine for one affair would have traced them; persons are places of `rows`.

    An open trial and the stop are no events of an affair: they come from the calendar.
    """
    number = np.full(len(kept.run.trace[2]) + 1, -1, np.int32)  # the last stays -1, for nobody
    number[rows] = np.arange(len(rows), dtype=np.int32)
    own = what.copy()
    own[:, PERSON], own[:, BY] = number[what[:, PERSON]], number[what[:, BY]]
    dated = _dated(kept, what)
    times = np.concatenate([[day for day, _, _ in dated], time])
    rest = np.array([(kind, -1, -1, value, 0) for _, kind, value in dated], np.int32).reshape(-1, 5)
    order = np.argsort(times, kind="stable")
    kind, person, by, value, affair = np.concatenate([rest, own])[order].T.copy()
    status = kept.run.trace[2][rows, at.STATUS].astype(np.int64)
    return Trace(times[order], kind, person, by, value, affair, status, kept.run.seed, kept.off, kept.drawn)


def _dated(kept: Kept, what: Ints) -> list[tuple[float, int, int]]:
    """Return the open trials in which persons of the affair stood, and the stop: day, kind, value."""
    opened = set(what[(what[:, KIND] == layout.E_DOSSIER) & (what[:, VALUE] == layout.OPEN), PERSON].tolist())
    chosen = {int(e[PERSON]): int(e[VALUE]) for e in what if e[KIND] == layout.E_CHOSEN}
    found = [(kept.scenario.trials[k].opens, layout.E_OPENS, k) for k in sorted({chosen[r] for r in opened})]
    if kept.scenario.stop is not None:
        day = kept.scenario.stop[0]
        days, rows = stretches(kept.scenario, off=kept.off)
        if rows[int(np.searchsorted(days, day, side="right")) - 1, layout.P_STOP] > 0.0:
            found.append((day, layout.E_STOP, 0))
    return found
