"""What of a choice likelihood do coefficients not change, and what is it worth at given ones?"""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from showtrial.events.history import EventHistory, Floats
from showtrial.model.naming.kernels import Longs
from showtrial.model.naming.network import acts_of, changes_of, world_of
from showtrial.model.naming.newton import Slope, climb
from showtrial.model.naming.plan import Inputs
from showtrial.model.naming.refusals import refuse_outside
from showtrial.model.naming.scene import (
    DELTAS,
    DONE,
    KEYS_FULL,
    TOUCHED,
    TYPES_FULL,
    Frame,
    Scene,
    circle_of,
    larger,
    moves,
    scene_of,
)
from showtrial.model.naming.situations import crossed, walk
from showtrial.model.naming.sums import Choices, Part, denominators, totals_of, weights_of

#: Classes of senders beyond which going through every candidate is the better way.
MOST_KEYS = 1024
#: Rows of the list of touched candidates beyond which the work is divided among threads.
SHARED = 200_000
#: Situations beyond which a first search over the last of them saves steps.
LONG = 5_000


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Everything of a choice likelihood but the coefficients.

    Parameters
    ----------
    x : (U, P) float64
        Distinct rows of statistics.
    centre, scale : (P,) float64
        What was taken from the statistics, and by what they were divided.
    choices : Choices
        Situations, as rows of `x`.
    chosen : (M,) int32
        Row of who was named at each event.
    situation : (M,) int64
        Situation of each event.
    event : (M,) int64
        Number of each event in the history.
    parts : tuple of Part
        The situations that count, in parts that can be summed apart.
    dense : bool
        Whether every candidate was gone through.
    """

    x: Floats
    centre: Floats
    scale: Floats
    choices: Choices
    chosen: np.ndarray
    situation: Longs
    event: Longs
    parts: tuple[Part, ...]
    dense: bool


def frame_of(history: EventHistory, inputs: Inputs, explicit: bool) -> tuple[Frame, Longs, Longs]:
    """Return the situations, the order of events in them, and the situation of each ordered event."""
    moment = np.zeros(len(history), np.int64)
    moment[1:] = np.cumsum((np.diff(history.batch) != 0) | (np.diff(history.time) != 0))
    code = moment * history.n + history.sender
    order = np.argsort(code, kind="stable")
    fresh = np.ones(len(order), np.bool_)
    fresh[1:] = np.diff(code[order]) != 0
    first = np.flatnonzero(fresh)
    at = order[first]
    start, to = circle_of(history)
    explicit = explicit or inputs.dense or len(start) > 0
    frame = Frame(
        history.time[at].astype(np.float64),
        np.searchsorted(history.batch, history.batch[at]).astype(np.int64),
        history.sender[at].astype(np.int32),
        np.append(first, len(order)).astype(np.int64),
        history.receiver[order].astype(np.int32),
        start,
        to,
        1,
        bool(explicit),
        moves(inputs.plan),
    )
    return frame, order, np.cumsum(fresh) - 1


def walked(history: EventHistory, inputs: Inputs, frame: Frame) -> Scene:
    """Build all situations, with as much room as they turn out to need."""
    acts, first = acts_of(history, inputs)
    scene = scene_of(inputs, world_of(history, inputs, acts, first), acts, changes_of(history, inputs), frame)
    while (why := walk(scene, len(frame.time))) != DONE:
        if why == KEYS_FULL and not frame.explicit and 4 * len(scene.tables.keys.tag) > MOST_KEYS:
            return walked(history, inputs, frame._replace(explicit=True))
        scene = larger(scene, why)
    return scene


def design_of(history: EventHistory, inputs: Inputs, *, dense: bool = False) -> Design:
    """Compute once what no coefficient changes."""
    return design_from(history, inputs, *frame_of(history, inputs, dense))


def design_from(
    history: EventHistory, inputs: Inputs, frame: Frame, order: Longs, situation: Longs
) -> Design:
    """Compute the design of given situations; `order` is the order of events in them."""
    scene = walked(history, inputs, frame)
    trail, tables, frame = scene.trail, scene.tables, scene.frame
    refuse_outside(history, trail.chosen, order, "be named")
    keys, groups = int(tables.keys.size[0]), int(tables.groups.size[0])
    if not frame.explicit:
        scene = room_for(scene, keys * groups)
        tables = scene.tables
        for k in range(keys):
            for c in range(groups):
                crossed(scene.plan, tables, k, c)
    used = int(tables.types.size[0])
    raw, tag = tables.types.values[:used], tables.types.tag[:used]
    cross = tables.cross[:keys, :groups].copy()
    group_of = np.zeros(used, np.int32)
    known = cross >= 0
    group_of[cross[known]] = np.nonzero(known)[1]
    group_of[tag >= 0] = group_of[tag[tag >= 0]]
    x, centre, scale = standardised(raw, trail.chosen)
    deltas = 0 if frame.explicit else int(trail.cursor[DELTAS])
    choices = Choices(
        cross,
        group_of,
        tag.copy(),
        trail.key,
        trail.own,
        trail.ptr,
        trail.touched[: trail.cursor[TOUCHED]],
        trail.pos[:deltas],
        trail.delta_group[:deltas],
        trail.step[:deltas],
        np.diff(frame.event_ptr).astype(np.float64),
        frame.explicit,
    )
    return Design(x, centre, scale, choices, trail.chosen, situation, order, divided(choices), frame.explicit)


def room_for(scene: Scene, more: int) -> Scene:
    """Return the build with room for `more` rows of statistics."""
    while scene.tables.types.size[0] + more > len(scene.tables.types.tag):
        scene = larger(scene, TYPES_FULL)
    return scene


def standardised(raw: Floats, chosen: np.ndarray) -> tuple[Floats, Floats, Floats]:
    """Centre statistics at their mean over events and divide by their range: same model, safer sums."""
    centre = raw[chosen].mean(axis=0) if len(chosen) else np.zeros(raw.shape[1])
    x = raw - centre
    scale = np.abs(x).max(axis=0, initial=0.0)
    scale[scale == 0] = 1.0
    x /= scale
    return x, centre, scale


def divided(choices: Choices) -> tuple[Part, ...]:
    """Divide situations into segments of like work; how many does not depend on the machine."""
    size, work = len(choices.key), len(choices.touched)
    pieces = 4 if work > SHARED else 1
    load = choices.ptr[1:] + np.arange(1, size + 1) * 8
    cuts = np.searchsorted(load, load[-1] * np.arange(1, pieces) / pieces) if size else []
    marks = sorted({0, *(int(cut) for cut in cuts), size})
    return tuple(part_of(choices, begin, end) for begin, end in itertools.pairwise(marks))


def part_of(choices: Choices, begin: int, end: int) -> Part:
    """Return the situations from `begin` up to before `end`, with the classes as they are there."""
    change = int(np.searchsorted(choices.pos, begin))
    members = np.zeros(choices.cross.shape[1], np.int64)
    np.add.at(members, choices.group[:change], choices.step[:change])
    return Part(begin, end, change, members)


class ChoiceSlope:
    """Log-likelihood, gradient and information of a design, in standardised coordinates."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.mean = np.zeros((0, 0))
        self.log = np.zeros(0)
        self.last: tuple[Floats, Slope] | None = None

    def __call__(self, b: Floats) -> Slope:
        """Return log-likelihood, gradient (P,) and information (P, P) at `b`."""
        if self.last is None or not np.array_equal(self.last[0], b):
            self.last = b.copy(), self._pass(b)
        return self.last[1]

    def _pass(self, b: Floats) -> Slope:
        design, choices, x = self.design, self.design.choices, self.design.x
        eta = x @ b
        if not len(eta) or not np.isfinite(eta).all():
            return -np.inf, np.zeros(len(b)), np.zeros((len(b), len(b)))
        top = float(eta.max())
        weights = weights_of(x, eta - top, choices.tag, choices.explicit)
        totals = [totals_of(choices.cross.shape, x.shape, part.end - part.begin) for part in design.parts]
        jobs = [(choices, weights, x, part, into) for part, into in zip(design.parts, totals, strict=True)]
        if len(jobs) > 1:
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(lambda job: denominators(*job), jobs))
        else:
            for job in jobs:
                denominators(*job)
        self.mean = np.concatenate([each.mean for each in totals])
        self.log = np.concatenate([each.log for each in totals])
        received = np.sum([each.row_weight for each in totals], axis=0)
        if not choices.explicit:
            touched = np.flatnonzero(choices.tag >= 0)
            received -= np.bincount(choices.tag[touched], received[touched], len(received))
            received += np.sum([each.apart for each in totals], axis=0)
        many = choices.many[design.parts[0].begin : design.parts[-1].end]
        loglik = float(eta[design.chosen].sum() - many @ self.log - many.sum() * top)
        gradient = x[design.chosen].sum(axis=0) - many @ self.mean
        second = x.T @ ((received * weights.whole)[:, None] * x)
        information = second - (self.mean * many[:, None]).T @ self.mean
        return loglik, gradient, (information + information.T) / 2

    def own(self, b: Floats) -> Slope:
        """Return the same in the coordinates of the effects."""
        scale = self.design.scale
        loglik, gradient, information = self(b * scale)
        return loglik, gradient * scale, information * np.outer(scale, scale)

    def scores(self, b: Floats) -> Floats:
        """Return what each event adds to the gradient at `b`, (M, P), in the order of the history."""
        self(b * self.design.scale)
        rows = (self.design.x[self.design.chosen] - self.mean[self.design.situation]) * self.design.scale
        found = np.empty_like(rows)
        found[self.design.event] = rows
        return found

    def probabilities(self, b: Floats) -> Floats:
        """Return the probability that the model gave to who was named, at each event."""
        design = self.design
        eta = design.x @ (b * design.scale)
        top = float(eta.max())
        self(b * design.scale)
        found = np.empty(len(design.chosen))
        found[design.event] = np.exp(eta[design.chosen] - top - self.log[design.situation])
        return found


def tail_of(design: Design, begin: int) -> Design:
    """Return the design of the situations from `begin` on."""
    kept = design.situation >= begin
    return replace(
        design,
        chosen=design.chosen[kept],
        situation=design.situation[kept] - begin,
        event=np.arange(int(kept.sum())),
        parts=(part_of(design.choices, begin, len(design.choices.key)),),
    )


def rough_start(design: Design) -> Floats:
    """Return where the search may begin: zero, or in a long history the estimate of its last part.

    It changes how many steps the search takes, not where it ends.
    """
    size = len(design.choices.key)
    if size < LONG:
        return np.zeros(design.x.shape[1])
    summit = climb(
        ChoiceSlope(tail_of(design, size - size // 20)), np.zeros(design.x.shape[1]), tolerance=1e-5, limit=25
    )
    firm = summit.settled and np.linalg.eigvalsh(summit.information)[0] > 1e-3
    return summit.at / design.scale if firm else np.zeros(len(summit.at))
