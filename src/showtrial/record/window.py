"""Which part of a case file lies within a span of time?"""

from __future__ import annotations

import polars as pl

from showtrial.record.casefile import CaseFile
from showtrial.record.dates import parse
from showtrial.record.pruning import settled
from showtrial.record.when import with_bounds


def window(case: CaseFile, start: str, end: str) -> CaseFile:
    """Return the case file with the events and statements that may lie between two dates.

    Kept is what can have happened from the first minute of `start` to the last of `end`, under
    the reading of its date that allows it; undated acts are left out. Whatever speaks only of
    acts that are left out goes with them (assertions, claims nobody makes any more, roles,
    links, readings); persons, sources, places, cases, charges, ties and traits stay.

    Parameters
    ----------
    case : CaseFile
        The case file.
    start, end : str
        EDTF dates, both included: ``"1936-08"`` to ``"1936-08"`` is that month.

    Raises
    ------
    DateError
        If `start` or `end` cannot be read.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> august = window(open_case("moscow"), "1936-08-19", "1936-08-24")
    >>> sorted(set(august["events"].filter(pl.col("kind") == "trial")["case"]))
    ['sixteen-1936']
    """
    calendar = case.calendar
    lo, hi = parse(start, calendar=calendar).lo, parse(end, calendar=calendar).hi
    kept = dict(case)
    inside = (pl.col("hi") > lo) & (pl.col("lo") < hi)
    for name in ("events", "statements"):
        kept[name] = with_bounds(case[name], calendar).filter(inside).drop("lo", "hi")
    kept = settled(case, kept)
    lost = set(case["assertions"]["claim"]) - set(kept["assertions"]["claim"])
    lost -= {*case["inferences"]["premise"], *case["inferences"]["target"]}
    kept["claims"] = case["claims"].filter(~pl.col("id").is_in(list(lost)))
    return case.replace(settled(case, kept))
