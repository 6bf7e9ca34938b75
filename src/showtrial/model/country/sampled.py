"""Which affairs of a run of a country are shown as case files?

A country has more affairs than anybody can read. A few are drawn by a hash of their numbers, among those
in which somebody named somebody, so each is as likely as the other and the same seed shows the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from showtrial.errors import ModelError
from showtrial.model.country import ledger as at
from showtrial.model.country.recorded import AFFAIR, BY, KIND, PERSON, Kept, events_of, kept_of, record_affair
from showtrial.model.country.run import CountryRun, run_country
from showtrial.model.country.scenario import CountryScenario
from showtrial.model.machine import layout
from showtrial.model.machine.chance import mixed
from showtrial.model.machine.recording import Recording, write_recorded
from showtrial.record.runs import AFFAIRS, folder_at
from showtrial.record.storage import read_case

#: Case files of affairs that are written where nothing else is asked.
RECORDS = 3
#: Persons in an affair that is written, at most; a larger one is told with its size.
MOST = 500
#: Affairs kept for each case file asked for: in few of them does anybody name anybody.
ENOUGH = 200
#: Events that are kept, at most, as expected: half of those for which a run has room.
ROOM = 1 << 21
#: How often the share is halved where the events kept do not fit after all.
_TRIES = 8
#: `reached.traced` keeps the affairs with the smallest hashes of number plus this.
_SALT = 977


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sample:
    """Affairs drawn from a run.

    Parameters
    ----------
    kept : Kept
        The run, with every event of some affairs.
    share : float
        Of the affairs that were kept.
    affairs : tuple of (int, int)
        Number and persons of each affair drawn, in the order in which they were drawn.
    larger : tuple of (int, int)
        Those with more than `MOST` persons, which are not written.
    many : (int, int)
        Affairs kept, and those of them in which somebody named somebody.
    """

    kept: Kept
    share: float
    affairs: tuple[tuple[int, int], ...]
    larger: tuple[tuple[int, int], ...]
    many: tuple[int, int]

    def words(self) -> str:
        """Say how the sample was drawn."""
        kept, named = self.many
        return (
            f"Run {self.kept.drawn[1] + 1} was simulated once more, and every event of {self.share:.3%} of "
            f"its affairs kept, by a hash of their numbers: {kept:,} affairs. In {named:,} of them somebody "
            f"named somebody; {len(self.larger):,} of these reach more than {MOST} persons and are not "
            f"written. Of the others, the {len(self.affairs):,} with the smallest hashes are written: each "
            "was as likely as the other, whatever its size."
        )


def share_for(run: CountryRun, records: int) -> float:
    """Return which share of the affairs to keep for `records` case files.

    min(1, 200 K / affairs, 2^21 / events), with the affairs and events of the run without keeping any: so
    what is kept grows with the case files asked for, never with the country.

    Examples
    --------
    >>> from showtrial.model.country.opening import open_country
    >>> from showtrial.model.country.scenario import with_persons
    >>> small = with_persons(open_country("union"), 100_000)
    >>> run = run_country(small, seed=1)
    >>> round(share_for(run, 1) * run.meter[at.N_AFFAIRS]), share_for(run, 1000)
    (200, 1.0)
    """
    affairs, events = max(int(run.meter[at.N_AFFAIRS]), 1), max(int(run.meter[at.N_EVENTS]), 1)
    return min(1.0, ENOUGH * records / affairs, ROOM / events)


def sample_of(
    scenario: CountryScenario, run: CountryRun, *, seed: int, off: Iterable[str] = (), records: int = RECORDS
) -> Sample:
    """Draw affairs of the first run, which is simulated once more with their events kept.

    Parameters
    ----------
    scenario : CountryScenario
        What was run.
    run : CountryRun
        The first run of the ensemble with this `seed` and `off`.
    records : int
        How many affairs, at most; another number gives a longer or shorter list with the same beginning.

    Raises
    ------
    ModelError
        If the events of a few affairs do not fit into memory.

    Examples
    --------
    >>> from showtrial.model.country.opening import open_country
    >>> from showtrial.model.country.scenario import with_persons
    >>> small = with_persons(open_country("union"), 100_000)
    >>> found = sample_of(small, run_country(small, seed=1), seed=1, records=2)
    >>> len(found.affairs), found.larger
    (2, ())
    """
    again, share = _once_more(scenario, seed, off, share_for(run, records))
    rows, kept = sizes_of(again)
    small = [(number, persons) for number, persons in rows if persons <= MOST]
    return Sample(
        kept=kept_of(scenario, again, seed=seed, off=off),
        share=share,
        affairs=tuple(small[:records]),
        larger=tuple(row for row in rows if row[1] > MOST),
        many=(kept, len(rows)),
    )


def _once_more(
    scenario: CountryScenario, seed: int, off: Iterable[str], share: float
) -> tuple[CountryRun, float]:
    """Run the first run again with a share of its affairs kept; return it, and the share that had room."""
    names = tuple(off)
    for _ in range(_TRIES):
        try:
            return run_country(scenario, seed=seed, off=names, keep=share), share
        except ModelError:  # one affair is most of the run
            share /= 2.0
    return run_country(scenario, seed=seed, off=names, keep=share), share


def sizes_of(run: CountryRun) -> tuple[list[tuple[int, int]], int]:
    """Return number and persons of the affairs kept in which somebody named somebody, and how many were kept.

    They come in the order of the hash by which they were kept.
    """
    _, what, rows = run.trace
    own = what[what[:, KIND] != layout.E_LISTED].astype(np.int64)
    width = max(len(rows), 1)
    ends = [own[:, AFFAIR] * width + own[:, column] for column in (PERSON, BY)]
    in_affair = np.unique(np.concatenate([ends[0], ends[1][own[:, BY] >= 0]]))
    numbers, persons = np.unique(in_affair // width, return_counts=True)
    named = np.isin(numbers, own[own[:, KIND] == layout.E_NAME, AFFAIR])
    found = zip(numbers[named].tolist(), persons[named].tolist(), strict=True)
    return sorted(found, key=lambda row: mixed(row[0] + _SALT)), len(numbers)


def write_affairs(sample: Sample, folder: Path, how: Recording | None = None) -> dict[str, Any]:
    """Write the affairs of a sample as case files under ``affairs`` in `folder`.

    Parameters
    ----------
    sample : Sample
        As `sample_of` draws it.
    folder : Path
        Where the other results of the runs are written.
    how : Recording, optional
        How each is recorded.

    Returns
    -------
    dict
        ``affairs``: number, persons, arrests, namings, first and last day, folder and hash of each, or why
        there is no case file; ``sample``: how they were drawn, and the larger ones that are not written.
    """
    how = how or Recording()
    rows = []
    for number, persons in sample.affairs:
        place = f"{AFFAIRS}/affair-{number:07d}"
        row = {"id": number, "persons": persons, **_told(sample.kept, number), "folder": place}
        try:
            made = record_affair(sample.kept, number, how)
        except ModelError as error:  # nothing was published
            rows.append({**row, "folder": None, "sha256": None, "why": str(error)})
            continue
        folder_at(folder / AFFAIRS)
        write_recorded(made, folder / place)
        rows.append({**row, "sha256": read_case(folder / place).sha256})
    drawn = {
        "run": sample.kept.drawn[1] + 1,
        "text": sample.words(),
        "share": sample.share,
        "kept": sample.many[0],
        "with_namings": sample.many[1],
        "at_most_persons": MOST,
        "larger": [{"id": number, "persons": persons} for number, persons in sample.larger],
        "recording": asdict(how),
    }
    return {"affairs": rows, "sample": drawn}


def _told(kept: Kept, number: int) -> dict[str, Any]:
    """Return what an affair comes to."""
    time, what = events_of(kept.run, number)
    first, last = (
        (kept.scenario.start + timedelta(days=int(day))).isoformat() for day in (time[0], time[-1])
    )
    return {
        "arrested": int((what[:, KIND] == layout.E_ARREST).sum()),
        "namings": int((what[:, KIND] == layout.E_NAME).sum()),
        "from": first,
        "to": last,
    }
