"""In what order do the events of one day come, and which of them are simultaneous?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import polars as pl

from showtrial.events.history import Ints
from showtrial.events.namings import Naming
from showtrial.events.sample import Sample
from showtrial.record.casefile import CaseFile
from showtrial.record.when import with_bounds


def ordered(
    case: CaseFile, sample: Sample, namings: Sequence[Naming], *, seed: int | None
) -> tuple[tuple[Naming, ...], Ints]:
    """Return the namings in the order that ``sample.ties`` asks for, and the batch of each.

    Within a batch rows stand by speaker and person named; that order means nothing.

    Parameters
    ----------
    case : CaseFile
        Where clock times and the order of sittings are looked up.
    sample : Sample
        ``ties`` is used.
    namings : sequence of Naming
        In any order.
    seed : int, optional
        Needed for ``random``: the days are in order, the namings of a day are shuffled one by one.

    Raises
    ------
    ValueError
        If a random order is asked for without a seed.
    """
    plain = sorted(namings, key=lambda each: (each.day, each.namer, each.named))
    if sample.ties == "batch":
        return tuple(plain), _numbered([each.day for each in plain])
    if sample.ties == "deposition":
        place = _sittings(case)
        plain.sort(key=lambda each: (each.day, place[each.statement]))
        return tuple(plain), _numbered([each.statement for each in plain])
    if sample.ties == "given":
        plain.sort(key=lambda each: (each.day, each.row))
    else:
        if seed is None:
            raise ValueError("ties = 'random' needs a seed")
        shuffled = np.random.default_rng(seed).permutation(len(plain))
        plain = sorted((plain[at] for at in shuffled), key=lambda each: each.day)
    return tuple(plain), np.arange(len(plain), dtype=np.int32)


def _numbered(keys: Sequence[object]) -> Ints:
    """Return the number of the run of equal keys in which each key lies, from 0."""
    new = [0] + [int(here != before) for before, here in pairwise(keys)]
    return np.cumsum(new, dtype=np.int32) if keys else np.zeros(0, dtype=np.int32)


def _sittings(case: CaseFile) -> dict[str, tuple[int, int]]:
    """Return statement -> its place among those of its day: by clock if all have one, then by row."""
    said = with_bounds(case["statements"].with_row_index("row"), case.calendar).drop_nulls("lo")
    clocked = said.with_columns(day=pl.col("lo") // 1440).with_columns(
        all_timed=pl.col("time").is_not_null().all().over("day")
    )
    start = pl.when("all_timed").then("lo").otherwise(0)
    rows = clocked.select("id", start.alias("start"), "row").iter_rows()
    return {statement: (lo, row) for statement, lo, row in rows}
