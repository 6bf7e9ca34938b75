"""What would a scenario have come to without some of its mechanisms?

Both ensembles draw from the same random numbers, person by person, so the difference is taken run by
run and its interval is far narrower than that of two independent ensembles.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from showtrial.errors import ModelError
from showtrial.events.history import Floats
from showtrial.model.machine.components import mechanisms
from showtrial.model.machine.ensemble import Ensemble, ensemble
from showtrial.model.machine.parameters import off_names
from showtrial.model.machine.scenario import Scenario
from showtrial.model.machine.summary import COUNTS
from showtrial.model.replicates import Where

#: Counts that a counterfactual shows first.
SHOWN = ("arrests", "confessions", "persons_named", "deaths")


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over runs, with its standard error and the interval of 95 per cent of the mean."""

    mean: float
    se: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Counterfactual:
    """With, without, and the difference (without less with), for every count.

    Parameters
    ----------
    off : tuple of str
        Mechanisms that were off in the runs without.
    runs, seed : int
        Of both ensembles.
    titles : mapping of str to str
        What is counted, in words.
    with_all, without, difference : mapping of str to Interval
        By count.
    shared : mapping of str to float
        Correlation of the two ensembles, run by run; nan where one of them does not vary.
    """

    scenario: str
    off: tuple[str, ...]
    runs: int
    seed: int
    titles: Mapping[str, str]
    with_all: Mapping[str, Interval]
    without: Mapping[str, Interval]
    difference: Mapping[str, Interval]
    shared: Mapping[str, float]


def interval(values: Floats) -> Interval:
    """Return the mean of `values` with a normal interval of 95 per cent.

    Examples
    --------
    >>> import numpy as np
    >>> found = interval(np.array([1.0, 3.0]))
    >>> found.mean, found.se, round(found.low, 3), round(found.high, 3)
    (2.0, 1.0, 0.04, 3.96)
    """
    mean = float(values.mean())
    se = float(values.std(ddof=1)) / math.sqrt(len(values)) if len(values) > 1 else math.nan
    half = 1.959963984540054 * se
    return Interval(mean, se, mean - half, mean + half)


def paired(
    scenario: Scenario,
    off: Iterable[str],
    *,
    runs: int,
    seed: int,
    where: Where | None = None,
    keep: Path | None = None,
    step: Callable[[int], None] = lambda done: None,
) -> tuple[Ensemble, Ensemble]:
    """Run a scenario with and without some mechanisms, on the same random numbers.

    Parameters
    ----------
    scenario : Scenario
        What to run.
    off : iterable of str
        Mechanisms to take away, by name or number.
    runs, seed : int
        Runs of each of the two ensembles (2 or more), and their seed.
    where, keep, step
        As in `ensemble`.

    Returns
    -------
    (Ensemble, Ensemble)
        With every mechanism of the scenario, and without those of `off`.

    Raises
    ------
    SchemaError
        If a word of `off` is no mechanism.
    ModelError
        If `runs` is below 2.
    """
    taken = off_names(off)
    if runs < 2:
        raise ModelError(f"runs {runs}  wanted 2 or more: an interval needs two runs")
    both = []
    for name, words in (("with", ()), ("without", taken)):
        folder = None if keep is None else keep / name
        both.append(ensemble(scenario, runs=runs, seed=seed, off=words, where=where, keep=folder, step=step))
    return both[0], both[1]


def compared(one: Ensemble, other: Ensemble) -> Counterfactual:
    """Return what two ensembles on the same random numbers differ by.

    Examples
    --------
    >>> from showtrial.model.machine.opening import open_scenario
    >>> found = compared(*paired(open_scenario("toy"), ["pretext"], runs=20, seed=1))
    >>> found.without["arrests"].mean
    0.0
    """
    columns = {name: (one.column(name), other.column(name)) for name in COUNTS}
    return contrasted(other.scenario, other.off, other.seed, COUNTS, columns)


def contrasted(
    scenario: str,
    off: tuple[str, ...],
    seed: int,
    titles: Mapping[str, str],
    columns: Mapping[str, tuple[Floats, Floats]],
) -> Counterfactual:
    """Return what counts of runs with every mechanism, and of the same runs without some, differ by.

    Parameters
    ----------
    columns : mapping of str to (R,) float64, (R,) float64
        Count -> with, without, run by run.
    """
    runs = {len(b) for a, b in columns.values()}
    return Counterfactual(
        scenario,
        off,
        max(runs),
        seed,
        titles,
        {name: interval(a) for name, (a, b) in columns.items()},
        {name: interval(b) for name, (a, b) in columns.items()},
        {name: interval(b - a) for name, (a, b) in columns.items()},
        {name: _correlation(a, b) for name, (a, b) in columns.items()},
    )


def counterfactual(
    scenario: Scenario,
    off: Iterable[str],
    *,
    runs: int,
    seed: int,
    where: Where | None = None,
) -> Counterfactual:
    """Return what a scenario would have come to without some mechanisms: `compared` of `paired`.

    Examples
    --------
    >>> from showtrial.model.machine.opening import open_scenario
    >>> found = counterfactual(open_scenario("toy"), ["naming"], runs=20, seed=1)
    >>> found.without["names"].mean
    0.0
    """
    return compared(*paired(scenario, off, runs=runs, seed=seed, where=where))


def _correlation(a: Floats, b: Floats) -> float:
    spread = float(a.std() * b.std())
    return float(((a - a.mean()) * (b - b.mean())).mean()) / spread if spread > 0 else math.nan


def counterfactual_text(found: Counterfactual) -> str:
    """Set a counterfactual as text for a terminal."""
    words = ", ".join(f"{mechanisms()[name].number} {name}" for name in found.off)
    lines = [
        f"{found.scenario} (simulated): {found.runs} runs, seed {found.seed}; without {words or 'nothing'}",
        f"  {'':52}{'with':>10}{'without':>10}  without less with [95 %]",
    ]
    first = [name for name in SHOWN if name in found.titles]
    for name in (*first, *(each for each in found.titles if each not in first)):
        gap, title = found.difference[name], found.titles[name][:52]
        lines.append(
            f"  {title:52}{found.with_all[name].mean:>10.1f}{found.without[name].mean:>10.1f}"
            f"  {_signed(gap.mean)} [{_signed(gap.low)}, {_signed(gap.high)}]"
        )
    return "\n".join(lines)


def _signed(value: float) -> str:
    """Set a difference with its sign; minus nought is nought."""
    return f"{round(value, 1) + 0.0:+.1f}"
