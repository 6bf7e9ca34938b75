"""What has happened so far in a history that is being drawn?

The world of one submodel, changed event by event, with more room wherever it is short.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from showtrial.errors import ModelError
from showtrial.events.history import EventHistory, Floats
from showtrial.model.naming.effects import parse
from showtrial.model.naming.fit import Fit
from showtrial.model.naming.network import (
    Acts,
    Changes,
    Links,
    World,
    acts_of,
    changes_of,
    enter,
    leave,
    world_of,
)
from showtrial.model.naming.plan import Plan, plan_of
from showtrial.model.naming.statistics import Near, near_of


@dataclass(slots=True)
class Run:
    """One submodel while a history is drawn: its world, and the events that are in it.

    `version` counts what has changed; between two changes no statistic moves but those that fade.
    """

    plan: Plan
    world: World
    acts: Acts
    changes: Changes
    b: Floats
    near: Near
    pairs: dict[tuple[int, int], int]
    fades: bool
    applied: int = 0
    changed: int = 0
    version: int = 0

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
            self.version += 1
        for v, window in enumerate(self.acts.window):
            while (m := self.acts.expired[v]) < self.applied and self.acts.time[m] + window <= t:
                leave(self.world.links, self.world.traits, self.acts, v, m)
                self.acts.expired[v] += 1
                self.version += 1

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
        self.version += 1

    def _room(self, i: int, j: int, pair: int) -> bool:
        links = self.world.links
        if self.world.seen[pair]:
            return True
        return all(
            start[who] + length[who] < (start[who + 1] if who + 1 < len(start) else len(to))
            for who, start, length, to in (
                (i, links.out_start, links.out_len, links.out_to),
                (j, links.in_start, links.in_len, links.in_from),
            )
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
    """Give every row four times its room, and as many pairs as the rows can hold."""
    links = world.links
    moved: list[np.ndarray] = []
    for start, length, to, pair in (links[0:4], links[4:8]):
        starts = np.concatenate([[0], np.cumsum(4 * length + 4)]).astype(np.int64)
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


#: A model as estimated, or as coefficients by the text of each effect.
Parameters = Fit | Mapping[str, float]
#: Effects whose value changes at every instant.
FADING = ("recency", "decay", "recency_receiver")
#: How the coefficient of a period of a piecewise rate begins.
PERIOD = "period("


def coefficients(parameters: Parameters, submodel: str) -> dict[str, float]:
    """Return the coefficients that a history can be drawn from, by the text of each effect.

    Raises
    ------
    ModelError
        If they are of another submodel, or of one that knows the order of events and not their times.
    """
    if not isinstance(parameters, Fit):
        return dict(parameters)
    if parameters.submodel != submodel:
        came = f"a {parameters.form} fit of the {parameters.submodel} model"
        raise ModelError(f"{came} came; simulate wanted one of the {submodel} model")
    if parameters.form == "ordinal" and submodel != "choice":
        raise ModelError(
            f"an ordinal fit of the {submodel} model came, which knows the order of events and no times; "
            "simulate wanted one of waiting times; fit it with form exponential"
        )
    return dict(zip(parameters.effects, np.nan_to_num(parameters.estimate).tolist(), strict=True))


def run_of(template: EventHistory, parameters: Parameters, submodel: str) -> Run:
    """Return a submodel at the start of the window, before any event; periods are left out."""
    asked = {name: b for name, b in coefficients(parameters, submodel).items() if not name.startswith(PERIOD)}
    empty = replace(
        template, sender=template.sender[:0], receiver=template.receiver[:0], time=template.time[:0],
        batch=template.batch[:0], kind=template.kind[:0], rows=(),
    )  # fmt: skip
    effects = parse(tuple(asked), template, submodel)
    inputs = plan_of(effects, template, submodel)
    acts, first = acts_of(empty, inputs)
    world = world_of(empty, inputs, acts, first)
    near = near_of(template.n, int(inputs.plan.sizes[0]))
    fades = any(atom.effect in FADING for effect in effects for atom in effect.atoms)
    b = np.array(list(asked.values()), np.float64)
    return Run(inputs.plan, world, acts, changes_of(template, inputs), b, near, {}, fades)
