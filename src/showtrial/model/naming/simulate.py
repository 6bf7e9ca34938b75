"""What histories does a fitted model draw?

Exact: waiting times between moments at which anything changes are exponential, the speaker is drawn
by intensity and the named by choice probability, with the very statistics of the likelihood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from showtrial.errors import ModelError
from showtrial.events.history import EventHistory, Floats, Ints
from showtrial.model.naming.effects import parse
from showtrial.model.naming.fit import Fit
from showtrial.model.naming.kernels import Longs, compiled
from showtrial.model.naming.network import (
    Acts,
    Changes,
    Links,
    World,
    acts_of,
    at_risk,
    changes_of,
    enter,
    leave,
    world_of,
)
from showtrial.model.naming.plan import Plan, plan_of
from showtrial.model.naming.scene import circle_of
from showtrial.model.naming.statistics import Near, clear, gather, near_of, near_term, touch

#: A model as estimated, or as coefficients by the text of each effect.
Parameters = Fit | Mapping[str, float]


@compiled
def weigh_candidates(plan: Plan, world: World, near: Near, b: Floats, i: int, t: float, into: Floats) -> int:
    """Write b x of every candidate touched so far; the neighbourhood is added and left out again."""
    count = near.size[0]
    gather(plan, world, near, i, t)
    for r in range(count):
        eta = 0.0
        for term in range(len(b)):
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


@dataclass(slots=True)
class Run:
    """One submodel while a history is drawn: its world, and the events that are in it."""

    plan: Plan
    world: World
    acts: Acts
    changes: Changes
    b: Floats
    near: Near
    pairs: dict[tuple[int, int], int]
    applied: int = 0
    changed: int = 0

    def next_change(self) -> float:
        """When the next state changes or the next window ends."""
        following = self.changes.time[self.changed] if self.changed < len(self.changes.time) else np.inf
        for v, window in enumerate(self.acts.window):
            m = self.acts.expired[v]
            if m < self.applied:
                following = min(following, self.acts.time[m] + window)
        return float(following)

    def until(self, t: float) -> None:
        """Let states change and windows end, up to and at `t`."""
        while self.changed < len(self.changes.time) and self.changes.time[self.changed] <= t:
            c = self.changed
            self.world.traits.level[self.changes.row[c], self.changes.actor[c]] += self.changes.step[c]
            self.changed += 1
        for v, window in enumerate(self.acts.window):
            while (m := self.acts.expired[v]) < self.applied and self.acts.time[m] + window <= t:
                leave(self.world.links, self.world.traits, self.acts, v, m)
                self.acts.expired[v] += 1

    def take(self, i: int, j: int, t: float, kind: int) -> None:
        """Put one naming into the network."""
        m = self.applied
        if m == len(self.acts.time):
            self.acts = _more_acts(self.acts)
        pair = self.pairs.setdefault((i, j), len(self.pairs))
        if pair == len(self.world.seen) or not self._room(i, j, pair):
            self.world = _more_room(self.world, len(self.pairs))
        acts = self.acts
        acts.sender[m], acts.receiver[m], acts.pair[m], acts.kind[m], acts.time[m] = i, j, pair, kind, t
        enter(self.world, self.acts, m)
        self.applied = m + 1

    def _room(self, i: int, j: int, pair: int) -> bool:
        links = self.world.links
        if self.world.seen[pair]:
            return True
        ends = [
            np.append(start[1:], len(to))
            for start, to in ((links.out_start, links.out_to), (links.in_start, links.in_from))
        ]
        return bool(
            links.out_start[i] + links.out_len[i] < ends[0][i]
            and links.in_start[j] + links.in_len[j] < ends[1][j]
        )


def _more_acts(acts: Acts) -> Acts:
    size = 2 * len(acts.time) + 64

    def longer(part: np.ndarray) -> np.ndarray:
        more = np.zeros(size, part.dtype)
        more[: len(part)] = part
        return more

    return acts._replace(
        sender=longer(acts.sender),
        receiver=longer(acts.receiver),
        pair=longer(acts.pair),
        kind=longer(acts.kind),
        time=longer(acts.time),
    )


def _more_room(world: World, pairs: int) -> World:
    """Give every row twice its room, and as many pairs as the rows can hold."""
    links = world.links
    moved: list[np.ndarray] = []
    for start, length, to, pair in (links[0:4], links[4:8]):
        starts = np.concatenate([[0], np.cumsum(2 * length + 4)]).astype(np.int64)
        more_to, more_pair = np.zeros(starts[-1], np.int32), np.zeros(starts[-1], np.int32)
        where = np.repeat(starts[:-1] - np.cumsum(length) + length, length) + np.arange(length.sum())
        source = np.repeat(start - np.cumsum(length) + length, length) + np.arange(length.sum())
        more_to[where], more_pair[where] = to[source], pair[source]
        moved += [starts[:-1].copy(), length, more_to, more_pair]
    size = max(len(moved[2]), pairs) + 1

    def wide(part: np.ndarray, empty: float) -> np.ndarray:
        more = np.full((*part.shape[:-1], size), empty, part.dtype)
        more[..., : part.shape[-1]] = part
        return more

    times = world.times
    return world._replace(
        links=Links(*moved, wide(links.weight, 0), links.plain),  # type: ignore[call-arg]
        times=times._replace(
            last=wide(times.last, -np.inf),
            decaying=wide(times.decaying, 0),
            last_decay=wide(times.last_decay, 0),
        ),
        seen=wide(world.seen, 0),
    )


def _run(template: EventHistory, parameters: Parameters, submodel: str) -> Run:
    if isinstance(parameters, Fit):
        if parameters.submodel != submodel or parameters.form == "piecewise":
            raise ModelError(
                f"a {parameters.form} fit of the {parameters.submodel} model came; "
                f"simulate wanted one of the {submodel} model without periods"
            )
        names: Sequence[str] = parameters.effects
        b = np.nan_to_num(parameters.estimate)
    else:
        names, b = tuple(parameters), np.array(list(parameters.values()), np.float64)
    empty = replace(
        template, sender=template.sender[:0], receiver=template.receiver[:0], time=template.time[:0],
        batch=template.batch[:0], kind=template.kind[:0], rows=(),
    )  # fmt: skip
    inputs = plan_of(parse(names, template, submodel), template, submodel)
    acts, first = acts_of(empty, inputs)
    world = world_of(empty, inputs, acts, first)
    near = near_of(template.n, int(inputs.plan.sizes[0]))
    return Run(inputs.plan, world, acts, changes_of(template, inputs), b, near, {})


class Draw:
    """Draws who is named, and keeps what was drawn."""

    def __init__(self, template: EventHistory, choice: Parameters, rng: np.random.Generator) -> None:
        self.template, self.rng = template, rng
        self.run = _run(template, choice, "choice")
        self.circle = circle_of(template)
        self.eta = np.zeros(template.n)
        self.events: list[tuple[int, int, float, int, int]] = []
        seen = (
            np.bincount(template.kind, minlength=len(template.kinds))
            if len(template)
            else np.eye(len(template.kinds))[0]
        )
        self.kinds = np.cumsum(seen / seen.sum())

    def probabilities(self, i: int, t: float) -> tuple[Ints, Floats]:
        """Return the candidates of `i`, and the probability of each."""
        offer(self.run.world, self.run.near, *self.circle, i)
        who = self.run.near.who
        count = weigh_candidates(self.run.plan, self.run.world, self.run.near, self.run.b, i, t, self.eta)
        weight = np.exp(self.eta[:count] - self.eta[:count].max(initial=-np.inf)) if count else np.zeros(0)
        return who[:count].copy(), weight / weight.sum() if count else weight

    def name(self, i: int, t: float, batch: int) -> bool:
        """Draw whom `i` names at `t`; False if there is nobody."""
        who, p = self.probabilities(i, t)
        at, kind = self.rng.random(), int(np.searchsorted(self.kinds, self.rng.random(), "right"))
        if not len(who):
            return False
        j = int(who[min(int(np.searchsorted(np.cumsum(p), at, "right")), len(who) - 1)])
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
    """Draw a history from a model.

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
        Who speaks when. Without it, speakers, times and batches are those of the template.
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
    draw = Draw(template, choice, np.random.default_rng(seed))
    if rate is None:
        _renamed(draw)
    else:
        _lived(draw, _run(template, rate, "rate"), limit)
    return draw.history()


def _renamed(draw: Draw) -> None:
    """Draw again whom each speaker named, batch by batch."""
    template, waiting = draw.template, 0
    for m in range(len(template)):
        t, batch = float(template.time[m]), int(template.batch[m])
        while waiting < len(draw.events) and draw.events[waiting][3] < batch:
            draw.run.take(*draw.events[waiting][:3], draw.events[waiting][4])
            waiting += 1
        draw.run.until(t)
        if not draw.name(int(template.sender[m]), t, batch):
            who = template.actors[template.sender[m]]
            raise ModelError(
                f"{who} could name nobody on day {t:g}; wanted at least one candidate at each event"
            )


def _lived(draw: Draw, speak: Run, limit: int) -> None:
    """Draw who speaks when, and whom they name, from the start of the window to its end."""
    template, rng, runs = draw.template, draw.rng, (draw.run, speak)
    by_day, t, batch, waiting = template.ordering == "batch", float(template.start), 0, 0
    rates = np.zeros(template.n)
    for run in runs:
        run.until(t)
    stale = True
    while t < template.end:
        if stale:
            weigh_speakers(speak.plan, speak.world, speak.near, speak.b, rates)
            total, stale = float(rates.sum()), False
            if not np.isfinite(total):
                raise ModelError(
                    "the rates of this model grow without end; a transform (sqrt, log1p) would tame it"
                )
        over = np.floor(t) + 1.0 if waiting < len(draw.events) else np.inf
        horizon = min(template.end, over, *(run.next_change() for run in runs))
        ahead = t + rng.exponential(1.0 / total) if total > 0 else np.inf
        if ahead >= horizon:
            t = horizon
            if t == over:
                waiting, batch, stale = _close(draw, runs, waiting), batch + 1, True
            if any(run.next_change() <= t for run in runs):
                stale = True
            for run in runs:
                run.until(t)
            continue
        t = ahead
        i = min(int(np.searchsorted(np.cumsum(rates), rng.random() * total, "right")), template.n - 1)
        if draw.name(i, t, batch) and not by_day:
            waiting, batch, stale = _close(draw, runs, waiting), batch + 1, True
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
