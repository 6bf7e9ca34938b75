"""How well does a fit describe the events that it was fitted to, and how is that kept and said?

Waits between namings in units of what the rate expects; where the persons named stand among those who
could have been; figures of the history beside the same figures of histories drawn from the fit. How
much is drawn depends on the size of the history and not on the clock: same input, same result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from showtrial.errors import ShowtrialError
from showtrial.events.history import EventHistory, Floats
from showtrial.model.naming.diagnostics import (
    Envelope,
    degrees,
    enveloped,
    figures,
    kolmogorov,
    placed,
    residuals,
    within_days,
)
from showtrial.model.naming.fit import Fit
from showtrial.model.naming.goodness_text import GIVEN
from showtrial.model.naming.kernels import Longs
from showtrial.model.naming.simulate import renamed, simulate, simulate_pairs

Entry = dict[str, Any]
#: Histories drawn at most, and at least for a range to mean anything.
MOST_DRAWS, LEAST_DRAWS = 100, 20
#: What all draws of one kind may cost, in millionths of a second on a small machine.
BUDGET = 4_000_000
#: Residuals without which a test says nothing; points of the curve that is kept.
LEAST_WAITS, POINTS = 20, 40
#: Of how many most probable persons the share is told that holds the one named.
RECALL = (1, 3, 5, 10)
#: Figures that cannot differ where only whom the speakers named is drawn.
_CONSTANT = ("namings", "persons who named nobody")


def diagnosed(history: EventHistory, fits: Mapping[str, Fit], *, seed: int, draws: int = MOST_DRAWS) -> Entry:
    """Return the goodness of fit of all submodels of a result.

    Parameters
    ----------
    history : EventHistory
        The events; the first order, where several were drawn.
    fits : mapping
        Submodel -> fit.
    seed : int
        Of everything that is drawn.
    draws : int
        Histories of each kind at most; fewer, or none, where the history is large.

    Returns
    -------
    dict
        ``seed``, and lists ``residuals``, ``recall`` and ``envelopes``; each entry says ``of`` what it is,
        and holds either its numbers or ``not_applicable``: why there are none.
    """
    streams = np.random.default_rng(seed).spawn(5)
    found: Entry = {"seed": seed, "residuals": [], "recall": [], "envelopes": []}
    for name, stream in _of(fits, ("rate", "rem"), streams):
        found["residuals"].append(_tried((name,), fits, partial(_waits, history, fits.get(name), stream)))
    for name, stream in _of(fits, ("choice", "rem"), streams[2:]):
        both = _tried((name,), fits, partial(_again, history, name, fits, stream, draws))
        why = {key: both[key] for key in ("of", "not_applicable") if key in both}
        found["recall"].append(why | both.get("recall", {}))
        found["envelopes"].append(why | {"given": GIVEN} | both.get("envelopes", {}))
    for parts in (("choice", "rate"), ("rem",)):
        if set(parts) & set(fits):
            entry = _tried(parts, fits, partial(_anew, history, parts, fits, streams[4], draws))
            found["envelopes"].append(entry | {"given": "nothing"})
    return found


def _of(
    fits: Mapping[str, Fit], names: Sequence[str], streams: Sequence[np.random.Generator]
) -> list[tuple[str, np.random.Generator]]:
    """Return the submodels among `names` that were fitted, or else the first; each with its stream."""
    found = [(name, stream) for name, stream in zip(names, streams, strict=False) if name in fits]
    return found or [(names[0], streams[0])]


def _tried(parts: Sequence[str], fits: Mapping[str, Fit], work: Callable[[], Entry]) -> Entry:
    """Return what `work` finds, or why it cannot."""
    of = {"of": " and ".join(parts)}
    for name in parts:
        if name not in fits:
            return {**of, "not_applicable": f"the model file asks for no {name}"}
        if fits[name].status != "converged":
            why = f"the {name} has no estimates to go by (status {fits[name].status.replace('_', ' ')})"
            return {**of, "not_applicable": why}
    try:
        return {**of, **work()}
    except _NotApplicableError as why:
        return {**of, "not_applicable": str(why)}
    except ShowtrialError as error:
        return {**of, "not_applicable": str(error).splitlines()[0]}


class _NotApplicableError(Exception):
    """Why there is nothing to tell."""


def _waits(history: EventHistory, fit: Fit | None, stream: np.random.Generator) -> Entry:
    """Return the time-rescaled residuals in short, and their test against Exp(1)."""
    if fit is None or fit.form == "ordinal":
        raise _NotApplicableError("an ordinal rate knows the order of events and not their times")
    if len(history) < LEAST_WAITS:
        raise _NotApplicableError(f"{len(history)} waits are too few; {LEAST_WAITS} would do")
    whole = bool((history.time == np.floor(history.time)).all())
    waits = residuals(within_days(history, seed=stream), fit)
    distance, p = kolmogorov(waits)
    mean = float(waits.mean())
    apart = waits - mean
    spread = float((apart**2).sum())
    entry = {
        "of": fit.submodel,
        "n": len(waits),
        "mean": mean,
        "neighbours": float((apart[1:] * apart[:-1]).sum()) / spread if spread > 0 else 0.0,
        "drawn_within_days": whole,
        "test": {"name": "Kolmogorov-Smirnov, Exp(1)", "statistic": distance, "p": p},
        "quantiles": _quantiles(waits),
    }
    return {**entry, "words": _waits_words(entry)}


def _quantiles(waits: Floats) -> list[list[float]]:
    """Return rows: quantile of Exp(1), of the waits, and where 95 in 100 of such quantiles would lie."""
    n = len(waits)
    share = (np.arange(min(n, POINTS)) + 0.5) / min(n, POINTS)
    wanted = -np.log1p(-share)
    reach = 1.959963984540054 * np.sqrt(share / (n * (1 - share)))
    rows = np.stack(
        [wanted, np.quantile(waits, share), np.maximum(wanted - reach, 0.0), wanted + reach], axis=1
    )
    return [[round(value, 6) for value in row] for row in rows.tolist()]


def _waits_words(entry: Entry) -> list[str]:
    """Say what the residuals show, and what the test cannot."""
    test, n = entry["test"], entry["n"]
    verdict = (
        "no departure that the test can see"
        if test["p"] > 0.05
        else "the waits are not as the model says: it does not describe when people spoke"
    )
    said = [
        f"If the {entry['of']} were right, these {n} waits, in its own units, would be independent and "
        f"exponential with mean 1. Their mean is {entry['mean']:.2f}, their greatest distance from that "
        f"distribution {test['statistic']:.3f} ({p_text(test['p'])}): {verdict}. Neighbouring waits "
        f"correlate by {entry['neighbours']:+.2f}; 0 is expected",
        "The p-value takes the estimates as given, though they come from the same events, so it is too large "
        "rather than too small; and with many events it finds departures too small to matter",
    ]
    if entry["drawn_within_days"]:
        said.append(
            "The record knows days and no hours: each naming was put at a random time of its day, which "
            "changes nothing if the model is right"
        )
    return said


def p_text(p: float) -> str:
    """Write a p-value.

    Examples
    --------
    >>> p_text(3e-27), p_text(0.0312), p_text(0.4)
    ('p < 0.001', 'p = 0.031', 'p = 0.40')
    """
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"


def _again(
    history: EventHistory, name: str, fits: Mapping[str, Fit], stream: np.random.Generator, most: int
) -> Entry:
    """Return recall, and envelopes of histories in which only whom the speakers named is drawn."""
    fit = fits[name]
    situations = len(np.unique(history.batch.astype(np.int64) * history.n + history.sender))
    cost = 40 * len(history) + situations * _one_choice(history, fit)
    if cost > BUDGET:
        raise _NotApplicableError(_too_large(history))
    rank, many = placed(history, fit, name)
    observed = {str(k): float((rank <= k).mean()) for k in RECALL if k < many.max(initial=0)}
    rows = [
        {"k": int(k), "observed": share, "by_chance": float((np.minimum(int(k), many) / many).mean())}
        for k, share in observed.items()
    ]
    recall = {"n": len(history), "rows": rows}
    draws = _draws(cost, most)
    if not draws:
        why = _too_large(history) if most >= LEAST_DRAWS else _too_few(most)
        return {"recall": recall, "envelopes": {"not_applicable": why}}
    drawn = [renamed(history, fit, seed=each, submodel=name) for each in stream.spawn(draws)]
    shares = [{k: float((ranks <= int(k)).mean()) for k in observed} for _, ranks in drawn]
    for row, envelope in zip(rows, enveloped(observed, shares), strict=True):
        row |= _range(envelope)
    compared = _compared(history, [each for each, _ in drawn], _CONSTANT)
    return {"recall": {"draws": draws, **recall}, "envelopes": {"draws": draws, **compared}}


def _anew(
    history: EventHistory,
    parts: Sequence[str],
    fits: Mapping[str, Fit],
    stream: np.random.Generator,
    most: int,
) -> Entry:
    """Return envelopes of histories in which everything is drawn that the fits speak of."""
    batches = int(history.batch[-1]) + 1 if len(history) else 0
    one = _one_choice(history, fits[parts[0]])
    moments = batches + sum(len(spells.start) for spells in history.states.values())
    each_moment = history.n * one if "rem" in parts else 40 + history.n // 4
    draws = _draws((60 + one) * len(history) + moments * each_moment, most)
    if not draws:
        raise _NotApplicableError(_too_large(history) if most >= LEAST_DRAWS else _too_few(most))
    limit = 20 * len(history) + 1000

    def draw(seed: np.random.Generator) -> EventHistory:
        if "rem" in parts:
            return simulate_pairs(history, fits["rem"], seed=seed, limit=limit)
        return simulate(history, fits["choice"], fits["rate"], seed=seed, limit=limit)

    return {"draws": draws, **_compared(history, [draw(each) for each in stream.spawn(draws)], ())}


def _one_choice(history: EventHistory, fit: Fit) -> int:
    """Return what weighing the candidates of one speaker costs, roughly."""
    width = history.n if history.circle is None else len(history.circle.indices) // max(history.n, 1)
    return 40 + width * len(fit.effects) // 15


def _draws(cost: int, most: int) -> int:
    """Return how many histories can be drawn; 0 where too few."""
    draws = min(most, BUDGET // max(cost, 1))
    return draws if draws >= LEAST_DRAWS else 0


def _too_large(history: EventHistory) -> str:
    return (
        f"{len(history):,} namings among {history.n:,} persons are too many to draw {LEAST_DRAWS} times; "
        "what is drawn may take seconds"
    )


def _too_few(most: int) -> str:
    return f"{most} histories were asked for; a range wants {LEAST_DRAWS}"


def _range(envelope: Envelope) -> dict[str, float]:
    return {key: round(getattr(envelope, key), 6) for key in ("low", "middle", "high")}


def _compared(history: EventHistory, drawn: Sequence[EventHistory], constant: Sequence[str]) -> Entry:
    """Return figures and degrees of the history beside those of the drawn ones."""
    pairs = [degrees(each) for each in (history, *drawn)]
    observed = {name: value for name, value in figures(history).items() if name not in constant}
    return {
        "figures": [
            {"name": each.name, "observed": each.observed, **_range(each)}
            for each in enveloped(observed, [figures(each) for each in drawn])
        ],
        "named_by": _counted([named[history.may_be_named] for named, _ in pairs]),
        "naming": _counted([naming[history.may_speak] for _, naming in pairs]),
    }


def _counted(every: Sequence[Longs]) -> list[Entry]:
    """Count persons by degree, the first set beside the range of the others: 0, 1, 2, 3-4, 5-8, ..."""
    most = max(int(each.max(initial=0)) for each in every)
    bins = list(_bins(most))
    counts = [
        {str(at): float(((first <= each) & (each <= last)).sum()) for at, (first, last) in enumerate(bins)}
        for each in every
    ]
    return [
        {"from": first, "to": last, "observed": each.observed, **_range(each)}
        for (first, last), each in zip(bins, enveloped(counts[0], counts[1:]), strict=True)
    ]


def _bins(most: int) -> Iterator[tuple[int, int]]:
    yield 0, 0
    first = 1
    while first <= most:
        last = max(1, 2 * (first - 1))
        yield first, last
        first = last + 1
