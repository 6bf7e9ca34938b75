r"""To how many arrests did the words of one arrested person lead, and does the record hold enough to ask?

A pair is a person whose arrest is dated to the day and who was named, on an earlier day that is dated, too,
by somebody who had been arrested before that naming. With fewer than `LEAST` pairs there is no number,
only a table of what is on record. With more, each such arrest is shared equally among its :math:`k_b` namers,
and the number is the mean over all persons arrested on a dated day,
:math:`R = \frac{1}{n} \sum_i \sum_{b: i \to b} 1 / k_b`. That somebody was named first and arrested
then does not say that the one led to the other, so :math:`R` is the most that these pairs can carry.

References
----------
Wallinga & Teunis 2004, doi:10.1093/aje/kwh255 (numbers of secondary cases from who came after whom)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from showtrial.errors import ModelError, Problem
from showtrial.record.casefile import CaseFile
from showtrial.record.dates.instants import DAY
from showtrial.record.hints import did_you_mean, shown
from showtrial.record.views import namings, subjects
from showtrial.record.when import with_bounds

#: Pairs below which no number is given; samples drawn for its interval.
LEAST, SAMPLES = 30, 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduction:
    """Which namings to count: those made in these cases; empty = in any."""

    case: tuple[str, ...] = ()


def reproduction_of(table: Mapping[str, Any], file: str) -> tuple[Reproduction | None, list[Problem]]:
    """Read the table ``[reproduction]`` of a model file; problems are returned.

    Examples
    --------
    >>> reproduction_of({"case": "k"}, "m.toml")[0].case
    ('k',)
    >>> print(reproduction_of({"cas": "k"}, "m.toml")[1][0])
    m.toml:reproduction.cas  an unknown key; wanted a key of [reproduction]; did you mean 'case'?
    """
    problems = [
        Problem(file, 0, f"reproduction.{key}", "an unknown key", "a key of [reproduction]",
                did_you_mean(key, ("case",)))
        for key in table
        if key != "case"
    ]  # fmt: skip
    cases = table.get("case", [])
    cases = [cases] if isinstance(cases, str) else cases
    if not (isinstance(cases, list) and all(isinstance(each, str) for each in cases)):
        problems.append(Problem(file, 0, "reproduction.case", shown(table["case"]), "a list of ids of cases"))
    return (None, problems) if problems else (Reproduction(case=tuple(cases)), [])


def reproduced(case: CaseFile, asked: Reproduction, *, seed: int = 0) -> dict[str, Any]:
    """Count the pairs of a naming and an arrest after it, and give the number where they are enough.

    Parameters
    ----------
    case : CaseFile
        The record.
    asked : Reproduction
        Which namings.
    seed : int
        Of the samples of persons from which the interval comes.

    Returns
    -------
    dict
        ``wanted`` and ``pairs``; ``rows``: what is on record, from the namings down to the pairs; and
        ``number``: None, or ``mean``, ``low``, ``high`` (95 of 100 samples) and ``persons``.

    Raises
    ------
    ModelError
        If a case is unknown.
    """
    known = case["cases"]["id"].to_list()
    problems = [
        Problem("", 0, "reproduction.case", shown(each), "an id of cases", did_you_mean(each, known))
        for each in asked.case
        if each not in known
    ]
    if problems:
        raise ModelError("\n".join(map(str, problems)))
    said = namings(case).filter(pl.col("polarity") == "incriminates", pl.col("namer") != pl.col("named"))
    if asked.case:
        said = said.filter(pl.col("case").is_in(asked.case))
    persons = set(case["persons"].filter(pl.col("kind").fill_null("person") == "person")["id"])
    dated = said.filter(pl.col("hi") - pl.col("lo") <= DAY)
    arrests = with_bounds(subjects(case, "arrest"), case.calendar)
    exact = arrests.filter(pl.col("hi") - pl.col("lo") <= DAY, pl.col("subject").is_in(persons))
    taken = exact.group_by("subject").agg(pl.col("lo").min()).sort("subject")
    before = dated.join(taken.rename({"subject": "named", "lo": "arrest"}), on="named").filter(
        pl.col("hi") <= pl.col("arrest")
    )
    by_held = before.join(taken.rename({"subject": "namer", "lo": "held"}), on="namer").filter(
        pl.col("held") < pl.col("hi")
    )
    named = set(said["named"]) & persons
    of = sorted(by_held.select("namer", "named").unique().iter_rows())
    pairs = len({second for _, second in of})
    rows = [
        ("namings that incriminate another person", said.height),
        ("of these, dated to the day", dated.height),
        ("persons named", len(named)),
        ("of these, with an arrest on record", len(named & set(arrests["subject"]))),
        ("of these, with an arrest dated to the day", len(named & set(taken["subject"]))),
        ("of these, named on an earlier day that is dated", before["named"].n_unique()),
        ("of these, by somebody arrested before, on a dated day: pairs", pairs),
    ]
    number = _number(of, list(taken["subject"]), seed) if pairs >= LEAST else None
    return {
        "wanted": LEAST,
        "pairs": pairs,
        "rows": [{"what": what, "n": n} for what, n in rows],
        "number": number,
    }


def _number(of: Sequence[tuple[str, str]], arrested: Sequence[str], seed: int) -> dict[str, Any]:
    """Return the mean share of arrests that follow one arrested, and the range over samples of persons."""
    import numpy as np  # an extra, so not before it is needed

    namers: dict[str, int] = defaultdict(int)
    for _, named in of:
        namers[named] += 1
    share = dict.fromkeys(arrested, 0.0)
    for namer, named in of:
        share[namer] += 1 / namers[named]
    each = np.array(list(share.values()))
    drawn = np.random.default_rng(seed).integers(0, len(each), (SAMPLES, len(each)))
    low, high = np.quantile(each[drawn].mean(axis=1), [0.025, 0.975])
    return {"mean": float(each.mean()), "low": float(low), "high": float(high), "persons": len(each)}


def reproduction_lines(found: Mapping[str, Any]) -> list[str]:
    """Set what :func:`reproduced` found as lines for a terminal."""
    lines = ["ARRESTS THAT FOLLOW THE WORDS OF ONE ARRESTED"]
    lines += [f"  {row['n']:>5}  {row['what']}" for row in found["rows"]]
    return [*lines, f"  {reproduction_words(found)}"]


def reproduction_words(found: Mapping[str, Any]) -> str:
    """Say the number, or why there is none.

    Examples
    --------
    >>> reproduction_words({"pairs": 9, "wanted": 30, "number": None})
    'no number: 9 pairs are on record, and fewer than 30 carry none'
    """
    number = found["number"]
    if number is None:
        return f"no number: {found['pairs']} pairs are on record, and fewer than {found['wanted']} carry none"
    return (
        f"{number['mean']:.2f} arrests ({number['low']:.2f} to {number['high']:.2f} in 95 of 100 samples of "
        f"persons) for each of {number['persons']} arrested, at most: that a person was named first and "
        "arrested then does not say that the one led to the other"
    )
