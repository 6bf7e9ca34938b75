"""What happened in one run of a scenario of a country, and what do many come to?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

import showtrial
from showtrial.errors import ModelError
from showtrial.events.history import Floats, Ints
from showtrial.model.country import ledger as at
from showtrial.model.country.drawn import Drawn, at_run
from showtrial.model.country.laid import country_at, with_room
from showtrial.model.country.ledger import Country
from showtrial.model.country.memory import refuse_if_short
from showtrial.model.country.process import DONE, run_on
from showtrial.model.country.scenario import CountryScenario
from showtrial.model.machine import layout
from showtrial.model.machine.chance import seed_of_run
from showtrial.model.machine.parameters import off_names
from showtrial.model.machine.summary import COUNTS as OF_AFFAIR
from showtrial.model.naming.kernels import Longs
from showtrial.model.replicates import Kept, Where, replicated

#: Count -> what is counted, in the order of `CountryRun.counts`.
COUNTS: Mapping[str, str] = {
    **OF_AFFAIR,
    "pending": "persons wanted, held or awaiting trial or execution at the horizon",
    "listed": "persons on the office's list",
    "unfilled": "persons asked by a quota for whom nobody free was found",
    "reached": "persons reached: wanted, named, or on a list",
}
#: Rows of `CountryEnsemble.daily`: event, and cause or route (-1: all).
DAILY = (
    *((event, -1) for event in range(len(at.SERIES_WORDS))),
    *((event, route) for event in (at.S_CONVICTED, at.S_TO_DEATH) for route in range(6)),
    *((at.S_ARREST, cause) for cause in range(5)),
)


@dataclass(frozen=True, slots=True, eq=False)
class CountryRun:
    """What one run came to.

    Parameters
    ----------
    series : (7, D, G, 6) int32
        Events of `ledger.SERIES_WORDS` by day, group, and cause (wanted, arrested) or route (convicted,
        sentenced to death, shot); the others have one column.
    meter : (25,) int64
        Counters, as in `ledger`.
    pending : (7,) int64
        Wanted, held, confessing, refusing, awaiting a hearing, an open trial, an execution, at the horizon.
    trace : (T,) float64, (T, 5) int32, (R, 16) int32
        Times and events of the affairs kept, and the rows of the persons reached.
    seed : int
        Of the run.
    """

    series: Ints
    meter: Longs
    pending: Longs
    trace: tuple[Floats, Ints, Ints]
    seed: int

    def counts(self) -> Floats:
        """Return the counts of `COUNTS`, in order."""
        total = self.series.sum(axis=(1, 2, 3))
        meter = self.meter
        return np.array(
            [
                total[at.S_WANTED], total[at.S_ARREST], total[at.S_CONFESS], meter[at.N_RETRACTED],
                meter[at.N_REFUSED], meter[at.N_SESSIONS], meter[at.N_NAMES], meter[at.N_FIRST],
                meter[at.N_OPEN], total[at.S_CONVICTED], total[at.S_TO_DEATH], total[at.S_SHOT],
                total[at.S_SHOT] + meter[at.N_DIED] + meter[at.N_SUICIDES], self.pending.sum(),
                meter[at.N_LISTED], meter[at.UNFILLED], meter[at.N_ROWS],
            ],
            np.float64,
        )  # fmt: skip

    def daily(self) -> Floats:
        """Return (23, D) counts by day, in the order of `DAILY`."""
        by = self.series.sum(axis=2)
        rows = [by[event].sum(axis=1) if which < 0 else by[event, :, which] for event, which in DAILY]
        return np.array(rows, np.float64)


def run_country(
    scenario: CountryScenario,
    *,
    seed: int,
    number: int = 0,
    off: Iterable[str] = (),
    keep: float = 0.0,
) -> CountryRun:
    """Run a scenario of a country once.

    Parameters
    ----------
    scenario : CountryScenario
        What to run; `with_persons` gives it another size.
    seed, number : int
        Seed of the ensemble, and number of the run in it; the same two give the same run everywhere.
    off : iterable of str
        Mechanisms that are off, by name or number.
    keep : float
        Share of the affairs of which every event is kept.

    Raises
    ------
    SchemaError
        If a word of `off` is no mechanism.

    Examples
    --------
    >>> from showtrial.model.country.opening import open_country
    >>> from showtrial.model.country.scenario import with_persons
    >>> small = with_persons(open_country("union"), 100_000)
    >>> one, two = (run_country(small, seed=1).counts() for _ in range(2))
    >>> bool((one == two).all()), bool(one[1] > 100)
    (True, True)
    """
    one = seed_of_run(seed, number)
    country = country_at(scenario, one, off_names(off), keep)
    while run_on(country, scenario.horizon) != DONE:
        country = with_room(country)
    flow = country.flow
    many, rows = flow.meter[at.N_TRACE], flow.meter[at.N_ROWS]
    if many == len(flow.time) and keep > 0:
        raise ModelError(f"{scenario.name}  writes more than {many} events of the affairs kept; keep fewer")
    kept_rows = flow.row[:rows] if keep > 0 else flow.row[:0].copy()  # no second copy of millions of rows
    trace = (flow.time[:many].copy(), flow.what[:many].copy(), kept_rows)
    return CountryRun(flow.series, flow.meter.copy(), _pending(country), trace, one)


def _pending(country: Country) -> Longs:
    """Count who still waits; pool and heap may hold some whose wait ended otherwise."""
    flow = country.flow
    found = np.append(flow.many, 0)
    wanted = flow.pool[at.IN_W, : flow.many[at.IN_W]]
    condemned = flow.alarm_row[: flow.meter[at.N_ALARMS]]
    found[at.IN_W] = (flow.row[wanted, at.STATUS] == layout.WANTED).sum()
    found[-1] = (flow.row[condemned, at.STATUS] == layout.AWAITING).sum()
    return found


@dataclass(frozen=True, slots=True, eq=False)
class CountryEnsemble:
    """What many runs came to.

    Parameters
    ----------
    off : tuple of str
        Mechanisms that were off.
    seed : int
        Of the ensemble; run r has the seed ``seed_of_run(seed, r)``.
    counts : (R, K) float64
        Counts of each run, in the order of `COUNTS`.
    groups : (R, 7, G) float64
        Events of each group.
    daily : (R, 23, D) float64
        Events by day, in the order of `DAILY`.
    first : CountryRun
        The first run, with its series by day, group, and cause or route.
    """

    off: tuple[str, ...]
    seed: int
    counts: Floats
    groups: Floats
    daily: Floats
    first: CountryRun

    def within(self, event: int, first: int, last: int, route: int = -1) -> Floats:
        """Return for each run how many events there were from day `first` to day `last`, both included."""
        row = self.daily[:, DAILY.index((event, route))]
        return np.asarray(row[:, max(first, 0) : max(last + 1, 0)].sum(axis=1))

    def within_days(self, event: int, days: Floats) -> Floats:
        """Return for each run how many events there were up to each day, that day included."""
        row = np.cumsum(self.daily[:, DAILY.index((event, -1))], axis=1)
        return np.asarray(row[:, np.asarray(days, np.int64)])


@dataclass(frozen=True, slots=True, eq=False)
class _Runs:
    """Does runs by their numbers; keeps the first where the work is done in this process."""

    scenario: CountryScenario | Drawn
    seed: int
    off: tuple[str, ...]
    held: dict[int, CountryRun] = field(default_factory=dict)

    def __call__(self, numbers: range) -> Floats:
        rows = []
        for number in numbers:
            one = self.one(number)
            if number == 0:
                self.held[0] = one
            groups = one.series.sum(axis=(1, 3)).astype(np.float64)
            rows.append(np.concatenate([one.counts(), groups.ravel(), one.daily().ravel()]))
        return np.array(rows)

    def one(self, number: int) -> CountryRun:
        return run_country(at_run(self.scenario, number), seed=self.seed, number=number, off=self.off)

    def mark(self) -> str:
        """Hash everything that a row depends on."""
        drawn = self.scenario if isinstance(self.scenario, Drawn) else None
        whole = drawn.scenario if drawn else at_run(self.scenario, 0)
        told = [showtrial.__version__, whole.name, whole.sha256, len(whole.world), self.seed, self.off]
        if drawn:
            told += [drawn.names, hashlib.sha256(drawn.rows.tobytes()).hexdigest()]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def simulate_country(
    scenario: CountryScenario | Drawn,
    *,
    runs: int,
    seed: int,
    off: Iterable[str] = (),
    where: Where | None = None,
    keep: Path | None = None,
    step: Callable[[int], None] = lambda done: None,
) -> CountryEnsemble:
    """Run a scenario of a country `runs` times.

    The same scenario, seed and `off` give the same numbers wherever the work is done.

    Parameters
    ----------
    scenario : CountryScenario or Drawn
        What to run; `with_persons` gives it another size. Of a `Drawn`, run r has the values of row r.
    runs, seed : int
        How many, and the seed of the ensemble.
    off : iterable of str
        Mechanisms that are off, by name or number.
    where : Where, optional
        Threads or a cluster; a plain loop if not given.
    keep : path, optional
        Folder in which finished runs are kept; interrupted work goes on from them.
    step : callable
        Called with the number of runs just done.

    Raises
    ------
    SchemaError
        If a word of `off` is no mechanism.
    ModelError
        If the memory that is free does not suffice: before anything is run, with the size that would fit;
        or if there are fewer draws than runs.
    ReadError
        If `keep` holds the runs of other work.

    Examples
    --------
    >>> from showtrial.model.country.opening import open_country
    >>> from showtrial.model.country.scenario import with_persons
    >>> small = with_persons(open_country("union"), 100_000)
    >>> found = simulate_country(small, runs=2, seed=1)
    >>> found.counts.shape == (2, len(COUNTS))
    True
    >>> bool((found.within(at.S_ARREST, 0, 10**4) == found.counts[:, 1]).all())
    True
    """
    names, where = off_names(off), where or Where()
    work = _Runs(scenario, seed, names)
    whole = at_run(scenario, runs - 1)  # refuses more runs than draws
    refuse_if_short(whole, min(where.workers, runs) if not where.cluster else 1)
    kept = None if keep is None else Kept(keep, work.mark())
    table = replicated(work, runs, batch=1, where=where, keep=kept, step=step)
    first = work.held[0] if work.held else work.one(0)
    many, groups = len(COUNTS), len(whole.world.all_groups)
    events, days = len(at.SERIES_WORDS), first.series.shape[1]
    cut = many + events * groups
    return CountryEnsemble(
        names,
        seed,
        table[:, :many],
        table[:, many:cut].reshape(runs, events, groups),
        table[:, cut:].reshape(runs, len(DAILY), days),
        first,
    )
