r"""How many days after the arrest does the record have a first confession, before a date and after it?

Days are known between bounds (`showtrial.record.views.confession_times`). The share still without a
confession after :math:`t` days is Turnbull's estimate for such intervals (`survival`). All waits
of the main analysis end in a confession: it says how long it took those who confessed, and nothing of those
who did not.
"""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from showtrial.errors import ModelError, Problem
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import Attested, DateError, days_between, parse
from showtrial.record.dates.instants import MAX
from showtrial.record.hints import did_you_mean, shown
from showtrial.record.views import confession_times, subjects
from showtrial.record.when import when

#: Entries of the table ``[waits]`` of a model file.
KEYS = ("split", "since", "until", "seen_from", "case")


@dataclass(frozen=True, slots=True)
class _Waited:
    """Days from an arrest to a confession, at least and at most (infinite: none on record); the case."""

    least: float
    most: float
    case: str
    #: Days below which it would not have been seen, at least and at most.
    entry: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Which waits to ask for.

    Parameters
    ----------
    split : str
        Day of arrest from which a wait counts as after.
    since, until : str, optional
        First and last day of arrest.
    seen_from : str, optional
        First day of which the record tells confessions. Who was arrested earlier counts from that day on:
        a wait that was over by then would not have been seen (left truncation).
    case : tuple of str
        Only charges in these cases; empty = in any.
    """

    split: str
    since: str | None = None
    until: str | None = None
    seen_from: str | None = None
    case: tuple[str, ...] = ()


def waits_of(table: Mapping[str, Any], file: str) -> tuple[Waits | None, list[Problem]]:
    """Read the table ``[waits]`` of a model file; problems are returned.

    Examples
    --------
    >>> waits_of({"split": "1937-04-01", "case": "k"}, "m.toml")[0].case
    ('k',)
    >>> print(waits_of({"splitt": "1937-04-01"}, "m.toml")[1][0])
    m.toml:waits.splitt  an unknown key; wanted a key of [waits]; did you mean 'split'?
    """
    problems = [
        Problem(file, 0, f"waits.{key}", "an unknown key", "a key of [waits]", did_you_mean(key, KEYS))
        for key in table
        if key not in KEYS
    ]
    values = {
        key: table[key].isoformat() if isinstance(table[key], datetime.date) else table[key]
        for key in KEYS
        if key in table
    }
    for key in KEYS[:-1]:
        if key in values and not (isinstance(values[key], str) and _day(values[key])):
            problems.append(Problem(file, 0, f"waits.{key}", shown(values[key]), 'a day, as "1937-04-01"'))
    if "split" not in values:
        problems.append(Problem(file, 0, "waits.split", "nothing", "a day", 'add split = "1937-04-01"'))
    cases = values.get("case", [])
    values["case"] = cases = [cases] if isinstance(cases, str) else cases
    if not (isinstance(cases, list) and all(isinstance(each, str) for each in cases)):
        problems.append(Problem(file, 0, "waits.case", shown(values["case"]), "a list of ids of cases"))
    if problems:
        return None, problems
    return Waits(**{**values, "case": tuple(values["case"])}), []


def waited(case: CaseFile, asked: Waits) -> dict[str, Any]:
    """Compare the days to confession of those arrested before a day and of those arrested from it on.

    Returns
    -------
    dict
        ``confessed``: groups among those with both dates on record, with bounds of the median, the curve,
        and the log-rank test for the least and for the most days that the dates allow. ``all_charged``: the
        same groups with those who first confessed in court (some time before their plea) and those of whom
        no confession is on record (longer than to the verdict). ``counts``: charges by what is on record;
        ``left_out``: why not.

    Raises
    ------
    ModelError
        If a case is unknown, or one of the two groups is empty.
    """
    from showtrial.model.survival import logrank

    problems = [
        Problem("", 0, "waits.case", shown(each), "an id of cases", did_you_mean(each, case["cases"]["id"]))
        for each in asked.case
        if each not in set(case["cases"]["id"])
    ]
    if problems:
        raise ModelError("\n".join(map(str, problems)))
    rows = _rows(case, asked)
    left: Counter[str] = Counter()
    told: dict[str, list[_Waited]] = {"before": [], "after": []}
    every: dict[str, list[_Waited]] = {"before": [], "after": []}
    for row in rows:
        side = _side(row["arrest_date"], asked)
        if side not in told:
            left[side] += 1
            continue
        wait = _entered(_Waited(*_wait(row), row["case"]), row["arrest_date"], asked.seen_from)
        if wait is None:
            left[f"a confession before {asked.seen_from}"] += 1
            continue
        if row["status"] == "dated":
            told[side].append(wait)
        if wait.most > 0:
            every[side].append(wait)
    for side, found in told.items():
        if not found:
            came = f"nobody arrested {side} {asked.split} with both dates on record"
            raise ModelError(str(Problem("", 0, "waits.split", came, "one at least", "move the day")))
    one, two = (told[side] for side in ("before", "after"))
    return {
        "split": asked.split,
        "since": asked.since,
        "until": asked.until,
        **({"seen_from": asked.seen_from} if asked.seen_from else {}),
        "cases": list(asked.case),
        "counts": dict(sorted(Counter(row["status"] for row in rows).items())),
        "left_out": dict(sorted(left.items())),
        "confessed": {
            "who": "those whose arrest and first confession are dated; all confessed",
            **{side: _group(waits) for side, waits in told.items()},
            "logrank": {
                f"{end} days": logrank(
                    [getattr(wait, end) for wait in one],
                    [getattr(wait, end) for wait in two],
                    ([wait.entry[at] for wait in one], [wait.entry[at] for wait in two]),
                )
                for at, end in enumerate(("least", "most"))
            },
        },
        "all_charged": {
            "who": "all whose arrest is dated; no confession on record counts as longer than to the verdict",
            **{side: _group(waits) for side, waits in every.items()},
        },
    }


def waits_lines(found: Mapping[str, Any]) -> list[str]:
    """Set what :func:`waited` found as lines for a terminal."""
    lines = [
        f"DAYS FROM ARREST TO THE FIRST CONFESSION ON RECORD, arrested before {found['split']} and after"
    ]
    for key in ("confessed", "all_charged"):
        lines.append(f"  {found[key]['who']}:")
        for side in ("before", "after"):
            group = found[key][side]
            low, high = ("-" if each is None else f"{each:g}" for each in group["median_days"])
            median = low if low == high else f"between {low} and {high}"
            cases = ", ".join(f"{name} {n}" for name, n in group["cases"].items())
            late = f"; {group['entered_late']} entered late" if "entered_late" in group else ""
            lines.append(f"    {side:<7} {group['n']:>3}  median {median} days  ({cases}{late})")
    tests = ", ".join(f"{name} p = {each['p']:.2g}" for name, each in found["confessed"]["logrank"].items())
    lines.append(f"  log-rank test among those who confessed: {tests}")
    for title, counted in (("all charges", found["counts"]), ("left out", found["left_out"])):
        lines.append(f"  {title}: " + "; ".join(f"{name} {n}" for name, n in counted.items()))
    return lines


def _rows(case: CaseFile, asked: Waits) -> list[dict[str, Any]]:
    """Return the charges with the dates that a wait is counted from and to."""
    times = confession_times(case)
    if asked.case:
        times = times.filter(pl.col("case").is_in(asked.case))
    said = case["statements"].select(statement="id", date="date", time="time")
    pleas = (
        case["assertions"]
        .select(plea="id", statement="statement", polarity="polarity")
        .join(said, on="statement")
    )
    verdicts = (
        case["charges"]
        .select(charge="id", event="verdict")
        .join(case["events"].select("date", "time", event="id"), on="event")
    )
    plea = dict(zip(pleas["plea"], when(pleas, case.calendar), strict=True))
    verdict = dict(zip(verdicts["charge"], when(verdicts, case.calendar), strict=True))
    taken = subjects(case, "arrest")
    arrests = list(zip(taken["subject"], taken["id"], when(taken, case.calendar), strict=True))
    by_id = {event: date for _, event, date in arrests}
    return [
        {
            **row,
            "arrest_date": by_id.get(row["arrest"])
            or _last([date for who, _, date in arrests if who == row["accused"]], verdict.get(row["charge"])),
            "plea_date": plea.get(row["plea"]),
            "verdict_date": verdict.get(row["charge"]),
        }
        for row in times.iter_rows(named=True)
    ]


def _last(arrests: Sequence[Attested | None], verdict: Attested | None) -> Attested | None:
    """Return the last arrest that does not surely follow the verdict."""
    known = [date for date in arrests if date and (verdict is None or date.lo < verdict.hi)]
    return max(known, key=lambda date: date.lo, default=None)


def _side(arrest: Attested | None, asked: Waits) -> str:
    if arrest is None or arrest.hi >= MAX:
        return "arrest not dated"
    since, until = (_day(text) if text else None for text in (asked.since, asked.until))
    if (since and arrest.hi <= since.lo) or (until and arrest.lo >= until.hi):
        return "arrested outside the days asked for"
    split = _day(asked.split)
    if split is None:  # checked when the model file was read
        raise ValueError(asked.split)
    if arrest.hi <= split.lo:
        return "before"
    return "after" if arrest.lo >= split.lo else "arrested on either side of the day, as far as the date goes"


def _wait(row: Mapping[str, Any]) -> tuple[float, float]:
    """Return the days from arrest to confession, at least and at most."""
    if row["status"] == "dated":
        return float(row["days_low"]), float(row["days_high"])
    arrest, plea, verdict = row["arrest_date"], row["plea_date"], row["verdict_date"]
    if row["status"] == "first confessed in court" and plea is not None:
        return 0.0, float(max(days_between(arrest.span, plea.span)[1], 0))
    if verdict is None:
        return 0.0, math.inf
    return float(max(days_between(arrest.span, verdict.span)[0], 0)), math.inf


def _entered(wait: _Waited, arrest: Attested, seen_from: str | None) -> _Waited | None:
    """Return the wait with the days below which it would not have been seen; None if it surely would not."""
    seen = _day(seen_from) if seen_from else None
    if seen is None:
        return wait
    least, most = (max(each, 0) for each in days_between(arrest.span, seen.span))
    if wait.most < most:
        return None
    return replace(wait, least=max(wait.least, float(least)), entry=(float(least), float(most)))


def _group(waits: Sequence[_Waited]) -> dict[str, Any]:
    """Return n, the bounds of the median, and the curve of :func:`turnbull`."""
    from showtrial.model.survival import turnbull  # numpy, so not before it is needed

    lows, highs = [wait.least for wait in waits], [wait.most for wait in waits]
    entries = [wait.entry[0] for wait in waits]
    late = sum(each > 0 for each in entries)
    curve = turnbull(lows, highs, entries)
    middle = [_finite(_middle(lows)), _finite(_middle(highs))] if not late else _halfway(curve)
    return {
        "n": len(waits),
        "cases": dict(sorted(Counter(wait.case for wait in waits).items())),
        "median_days": middle,
        "not_dated_to_the_day": sum(wait.least != wait.most for wait in waits),
        **({"entered_late": late} if late else {}),
        "curve": [list(row) for row in curve],
    }


def _halfway(curve: Sequence[tuple[float, float, float]]) -> list[float | None]:
    """Return the first days after which at most half still wait, by the least and by the most share."""
    return [next((row[0] for row in curve if row[side] <= 0.5), None) for side in (1, 2)]


def _middle(values: Sequence[float]) -> float:
    """Return the median; of an even number the mean of the two in the middle."""
    rows = sorted(values)
    half = len(rows) // 2
    return rows[half] if len(rows) % 2 else (rows[half - 1] + rows[half]) / 2


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _day(text: str) -> Attested | None:
    try:
        date = parse(text)
    except DateError:
        return None
    return date if date.is_day else None
