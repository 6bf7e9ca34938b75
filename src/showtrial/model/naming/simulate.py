"""What histories does a fitted model draw?

Exact: waiting times between moments at which anything changes are exponential, the speaker is drawn
by intensity and the named by choice probability, with the very statistics of the likelihood.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from showtrial.errors import ModelError
from showtrial.events.history import EventHistory, Floats, Ints
from showtrial.model.naming.kernels import Longs, compiled
from showtrial.model.naming.network import World, at_risk
from showtrial.model.naming.plan import Plan
from showtrial.model.naming.run import PERIOD, Parameters, Run, coefficients, run_of
from showtrial.model.naming.scene import circle_of
from showtrial.model.naming.statistics import Near, clear, gather, near_term, touch


@compiled
def weigh_candidates(plan: Plan, world: World, near: Near, b: Floats, i: int, t: float, into: Floats) -> int:
    """Write b x of every candidate touched so far; the neighbourhood is added and left out again."""
    count = near.size[0]
    gather(plan, world, near, i, t)
    for r in range(count):
        eta, alone = 0.0, True
        for q in range(near.values.shape[1]):
            alone = alone and near.values[r, q] == 0.0
        for term in range(len(b)):
            if alone and plan.near[term]:
                continue
            eta += b[term] * near_term(plan, world.traits, near.values[r], term, i, near.who[r])
        into[r] = eta
    clear(near)
    return count


@compiled
def offer(world: World, near: Near, start: Longs, to: Ints, i: int) -> None:
    """Touch everybody whom `i` could name now."""
    level, may, barred = world.traits.level, world.may, world.barred
    if len(start):
        for s in range(start[i], start[i + 1]):
            if to[s] != i and at_risk(level, may, barred, 1, to[s]):
                touch(near, to[s])
    else:
        for j in range(len(near.place)):
            if j != i and at_risk(level, may, barred, 1, j):
                touch(near, j)


@compiled
def weigh_speakers(plan: Plan, world: World, near: Near, b: Floats, into: Floats) -> None:
    """Write the intensity of every actor; 0 for those not at risk."""
    for i in range(len(into)):
        into[i] = 0.0
        if at_risk(world.traits.level, world.may, world.barred, 0, i):
            eta = 0.0
            for term in range(len(b)):
                eta += b[term] * near_term(plan, world.traits, near.values[0], term, i, i)
            into[i] = np.exp(eta)


@compiled
def weigh_pairs(
    plan: Plan, world: World, near: Near, b: Floats, circle: tuple[Longs, Ints], room: Floats, into: Floats
) -> None:
    """Write the intensity of every actor as the sum over all whom he could name; 0 for those not at risk."""
    for i in range(len(into)):
        into[i] = 0.0
        if at_risk(world.traits.level, world.may, world.barred, 0, i):
            offer(world, near, circle[0], circle[1], i)
            for r in range(weigh_candidates(plan, world, near, b, i, 0.0, room)):
                into[i] += np.exp(room[r])


@dataclass(frozen=True, eq=False)
class Chances:
    """Whom a speaker could name now, (C,): who, how probable, and how probable those up to each."""

    who: Ints
    p: Floats
    upto: Floats

    @cached_property
    def ranks(self) -> Longs:
        """Rank of each by probability; those as probable as each other share the middle, rounded up."""
        order = np.argsort(-self.p, kind="stable")
        down = self.p[order]
        fresh = np.ones(len(down), np.bool_)
        fresh[1:] = down[1:] < down[:-1] * (1.0 - 1e-12)
        group = np.cumsum(fresh) - 1
        many = np.bincount(group)
        middle = np.flatnonzero(fresh) + (many + 2) // 2
        found = np.empty(len(down), np.int64)
        found[order] = middle[group]
        return found


class Draw:
    """Draws who is named, and keeps what was drawn."""

    def __init__(
        self,
        template: EventHistory,
        named: Parameters,
        rng: np.random.Generator,
        submodel: str = "choice",
    ) -> None:
        self.template, self.rng = template, rng
        self.run = run_of(template, named, submodel)
        self.circle = circle_of(template)
        self.eta = np.zeros(template.n)
        self.events: list[tuple[int, int, float, int, int]] = []
        seen = (
            np.bincount(template.kind, minlength=len(template.kinds))
            if len(template)
            else np.eye(len(template.kinds))[0]
        )
        self.kinds = np.cumsum(seen / seen.sum())
        self.known: dict[int, Chances] = {}
        self.version = -1
        #: From whom, and which of them, the last naming was drawn.
        self.last = Chances(np.zeros(0, np.int32), np.zeros(0), np.zeros(0)), -1

    def chances(self, i: int, t: float) -> Chances:
        """Return whom `i` could name at `t`, and how probably; kept until anything changes."""
        if self.version != self.run.version or self.run.fades:
            self.known, self.version = {}, self.run.version
        if i not in self.known:
            run = self.run
            offer(run.world, run.near, *self.circle, i)
            count = weigh_candidates(run.plan, run.world, run.near, run.b, i, t, self.eta)
            eta = self.eta[:count]
            weight = np.exp(eta - eta.max(initial=-np.inf)) if count else np.zeros(0)
            p = weight / weight.sum() if count else weight
            self.known[i] = Chances(run.near.who[:count].copy(), p, np.cumsum(p))
        return self.known[i]

    def name(self, i: int, t: float, batch: int) -> bool:
        """Draw whom `i` names at `t`; False if there is nobody."""
        found = self.chances(i, t)
        at, kind = self.rng.random(), int(np.searchsorted(self.kinds, self.rng.random(), "right"))
        if not len(found.who):
            return False
        place = min(int(np.searchsorted(found.upto, at, "right")), len(found.who) - 1)
        j, self.last = int(found.who[place]), (found, place)
        self.events.append((i, j, t, batch, min(kind, len(self.kinds) - 1)))
        return True

    def history(self) -> EventHistory:
        """Return what was drawn."""
        i, j, t, batch, kind = (
            (np.array(part) for part in zip(*self.events, strict=True)) if self.events else (np.zeros(0),) * 5
        )
        return replace(
            self.template, sender=i.astype(np.int32), receiver=j.astype(np.int32), time=t.astype(np.float64),
            batch=batch.astype(np.int32), kind=kind.astype(np.int16), rows=(),
            notes=(*self.template.notes, "simulated: no event here is on record"),
        )  # fmt: skip


def simulate(
    template: EventHistory, choice: Parameters, rate: Parameters | None = None, *,
    seed: int | np.random.Generator, limit: int = 1_000_000,
) -> EventHistory:  # fmt: skip
    """Draw a history from a choice and a rate.

    Everything but the events is the template's: actors, risk, covariates, window, `ordering`. Where
    that is ``batch``, a batch is a day and its events see earlier days only; otherwise every naming
    is a batch of its own. Kinds are drawn as often as in the template. A speaker who could name
    nobody says nothing.

    Parameters
    ----------
    template : EventHistory
        What stands around the events; its events serve only where `rate` is not given.
    choice : Fit or mapping of str to float
        Whom they name.
    rate : Fit or mapping of str to float, optional
        Who speaks when; ``period(DAY)`` changes the baseline from that day on. Without a rate,
        speakers, times and batches are those of the template.
    seed : int or Generator
        Same seed, same history.
    limit : int
        Namings at which to give up.

    Raises
    ------
    ModelError
        If more than `limit` namings are drawn, or the fit is of another model.
    SchemaError
        If effects cannot be read against the template.
    """
    if rate is None:
        return renamed(template, choice, seed=seed)[0]
    draw = Draw(template, choice, np.random.default_rng(seed))
    speak = run_of(template, rate, "rate")

    def weigh(into: Floats) -> None:
        weigh_speakers(speak.plan, speak.world, speak.near, speak.b, into)

    _lived(draw, (draw.run, speak), weigh, _Baseline.of(coefficients(rate, "rate")), limit)
    return draw.history()


def renamed(
    template: EventHistory, named: Parameters, *, seed: int | np.random.Generator, submodel: str = "choice"
) -> tuple[EventHistory, Longs]:
    """Draw again whom each speaker of the template named; speakers, times and batches stay.

    Parameters
    ----------
    template : EventHistory
        Whose speakers and times are kept.
    named : Fit or mapping of str to float
        Whom they name: a choice, or a tie-oriented model given its speakers.
    seed : int or Generator
        Same seed, same history.
    submodel : str
        ``choice`` or ``rem``.

    Returns
    -------
    EventHistory, (M,) int64
        What was drawn, and the rank by probability of who was named, at each event.

    Raises
    ------
    ModelError
        If somebody who speaks could name nobody.
    """
    draw, waiting = Draw(template, named, np.random.default_rng(seed), submodel), 0
    found = np.zeros(len(template), np.int64)
    for m in range(len(template)):
        t, batch, i = float(template.time[m]), int(template.batch[m]), int(template.sender[m])
        while waiting < len(draw.events) and draw.events[waiting][3] < batch:
            draw.run.take(*draw.events[waiting][:3], draw.events[waiting][4])
            waiting += 1
        draw.run.until(t)
        if not draw.name(i, t, batch):
            raise ModelError(
                f"{template.actors[i]} could name nobody on day {t:g}; "
                "wanted at least one candidate at each event"
            )
        chances, place = draw.last
        found[m] = chances.ranks[place]
    return draw.history(), found


def simulate_pairs(
    template: EventHistory, rem: Parameters, *, seed: int | np.random.Generator, limit: int = 1_000_000
) -> EventHistory:
    """Draw a history from a tie-oriented model: who names whom, and when.

    As :func:`simulate`; every pair at risk has an intensity of its own.

    Parameters
    ----------
    template : EventHistory
        What stands around the events.
    rem : Fit or mapping of str to float
        A tie-oriented model of waiting times.
    seed, limit : int
        As in :func:`simulate`.

    Raises
    ------
    ModelError
        If more than `limit` namings are drawn, an effect fades between events, or the fit is of another
        model.
    SchemaError
        If effects cannot be read against the template.
    """
    draw = Draw(template, rem, np.random.default_rng(seed), "rem")
    run = draw.run
    if run.fades:
        raise ModelError(
            "an effect that fades between events came (recency or decay); simulate wanted rates "
            "that are constant between events; use a window in its place"
        )

    def weigh(into: Floats) -> None:
        weigh_pairs(run.plan, run.world, run.near, run.b, draw.circle, draw.eta, into)

    _lived(draw, (run,), weigh, _Baseline.of({}), limit)
    return draw.history()


@dataclass(frozen=True, slots=True, eq=False)
class _Baseline:
    """By what the rates are multiplied from each day on."""

    cuts: Floats
    factor: Floats

    @classmethod
    def of(cls, found: dict[str, float]) -> _Baseline:
        """Read it from the coefficients of periods."""
        periods = {float(name[len(PERIOD) : -1]): b for name, b in found.items() if name.startswith(PERIOD)}
        return cls(np.array(list(periods)), np.exp(np.array([0.0, *periods.values()])))

    def at(self, t: float) -> tuple[float, float]:
        """Return the factor at `t`, and when it changes next."""
        k = int(np.searchsorted(self.cuts, t, "right"))
        return float(self.factor[k]), float(self.cuts[k]) if k < len(self.cuts) else np.inf


def _lived(
    draw: Draw, runs: tuple[Run, ...], weigh: Callable[[Floats], None], baseline: _Baseline, limit: int
) -> None:
    """Draw who speaks when, and whom they name, from the start of the window to its end."""
    template, rng = draw.template, draw.rng
    by_day, t, batch, waiting = template.ordering == "batch", float(template.start), 0, 0
    rates = np.zeros(template.n)
    for run in runs:
        run.until(t)
    seen: tuple[int, ...] = ()
    while t < template.end:
        now = tuple(run.version for run in runs)
        if now != seen:
            weigh(rates)
            seen = now
            upto = np.cumsum(rates)
            if not np.isfinite(upto[-1]):
                raise ModelError(
                    "the rates of this model grow without end; a transform (sqrt, log1p) would tame it"
                )
        factor, cut = baseline.at(t)
        total = float(upto[-1]) * factor
        over = np.floor(t) + 1.0 if waiting < len(draw.events) else np.inf
        horizon = min(template.end, over, cut, *(run.next_change() for run in runs))
        ahead = t + rng.exponential(1.0 / total) if total > 0 else np.inf
        if ahead >= horizon:
            t = horizon
            if t == over:
                waiting, batch = _close(draw, runs, waiting), batch + 1
            for run in runs:
                run.until(t)
            continue
        t = ahead
        i = min(int(np.searchsorted(upto, rng.random() * upto[-1], "right")), template.n - 1)
        if draw.name(i, t, batch) and not by_day:
            waiting, batch = _close(draw, runs, waiting), batch + 1
        if len(draw.events) > limit:
            raise ModelError(
                f"more than {limit} namings were drawn before day {t:g}; wanted a tamer model or a limit"
            )


def _close(draw: Draw, runs: tuple[Run, ...], waiting: int) -> int:
    """Put the namings of a batch that is over into every network."""
    for event in draw.events[waiting:]:
        for run in runs:
            run.take(*event[:3], event[4])
    return len(draw.events)
