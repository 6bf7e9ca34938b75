"""Every effect by its formula, and every risk set by its sentence; slow and obvious."""

from __future__ import annotations

import math

from showtrial.events.history import EventHistory
from showtrial.model.naming.effects import Atom, Effect


def holds(history: EventHistory, state: str, actor: int, t: float) -> bool:
    """Whether a spell of the state holds of the actor."""
    spells = history.states.get(state)
    if spells is None:
        return False
    return any(
        a == actor and start <= t < stop
        for a, start, stop in zip(spells.actor, spells.start, spells.stop, strict=True)
    )


def present(history: EventHistory, actor: int, t: float) -> bool:
    return bool(history.entry[actor] <= t < history.exit[actor])


def may_speak(history: EventHistory, i: int, t: float) -> bool:
    return bool(
        history.may_speak[i]
        and present(history, i, t)
        and not any(holds(history, state, i, t) for state in history.silenced)
    )


def may_be_named(history: EventHistory, i: int, j: int, t: float) -> bool:
    if history.circle is not None:
        row = history.circle.indices[history.circle.indptr[i] : history.circle.indptr[i + 1]]
        if j not in row:
            return False
    return bool(
        i != j
        and history.may_be_named[j]
        and present(history, j, t)
        and not any(holds(history, state, j, t) for state in history.removed)
    )


class Moment:
    """What is known at time `t` to an event of batch `batch`."""

    def __init__(self, history: EventHistory, t: float, batch: int) -> None:
        self.history, self.t = history, t
        self.earlier = [m for m in range(len(history)) if history.batch[m] < batch]

    def times(self, atom: Atom, i: int, j: int) -> list[float]:
        """When i named j, in the window of the atom and of its kind."""
        h = self.history
        return [
            h.time[m]
            for m in self.earlier
            if h.sender[m] == i
            and h.receiver[m] == j
            and self.t - h.time[m] < atom.window
            and (not atom.kind or h.kinds[h.kind[m]] == atom.kind)
        ]

    def named(self, atom: Atom, i: int, j: int) -> float:
        """N_ij."""
        many = len(self.times(atom, i, j))
        return float(many if atom.weighted else many > 0)

    def own(self, atom: Atom, j: int) -> float:
        """x_j(t)."""
        h = self.history
        if atom.source == "state":
            return float(holds(h, atom.name, j, self.t))
        attribute = h.attributes[atom.name]
        if atom.source == "level":
            return float(attribute.codes[j] >= 0 and attribute.levels[attribute.codes[j]] == atom.level)
        known = [value for value in attribute.numbers if not math.isnan(value)]
        value = attribute.numbers[j]
        return (sum(known) / len(known) if known else 0.0) if math.isnan(value) else float(value)

    def value(self, atom: Atom, i: int, j: int, rate: bool = False) -> float:
        n, everyone = self.named, range(self.history.n)
        match atom.effect:
            case "intercept":
                return 1.0
            case "inertia":
                return n(atom, i, j)
            case "reciprocity":
                return n(atom, j, i)
            case "two_paths":
                return sum(n(atom, i, k) * n(atom, k, j) for k in everyone)
            case "cycles":
                return sum(n(atom, j, k) * n(atom, k, i) for k in everyone)
            case "common_senders":
                return sum(n(atom, k, i) * n(atom, k, j) for k in everyone)
            case "common_receivers":
                return sum(n(atom, i, k) * n(atom, j, k) for k in everyone)
            case "tie":
                tie = self.history.ties[atom.name]
                return float(j in tie.indices[tie.indptr[i] : tie.indptr[i + 1]])
            case "recency":
                return max((1 / (1 + self.t - s) for s in self.times(atom, i, j)), default=0.0)
            case "decay":
                return sum(2 ** (-(self.t - s) / atom.days) for s in self.times(atom, i, j))
            case "recency_receiver":
                return max(
                    (1 / (1 + self.t - s) for k in everyone for s in self.times(atom, k, j)), default=0.0
                )
            case "indegree":
                return sum(n(atom, k, j) for k in everyone)
            case "outdegree":
                return sum(n(atom, j, k) for k in everyone)
            case "ego_indegree":
                return sum(n(atom, k, i) for k in everyone)
            case "ego_outdegree":
                return sum(n(atom, i, k) for k in everyone)
            case "alter":
                return self.own(atom, j)
            case "ego":
                return self.own(atom, j if rate else i)
            case "named_by":
                return float(any(n(atom, k, j) and self.own(atom, k) for k in everyone))
            case "difference":
                return abs(self.own(atom, i) - self.own(atom, j))
            case "same":
                if atom.source == "state":
                    return float(self.own(atom, i) == self.own(atom, j))
                codes = self.history.attributes[atom.name].codes
                return float(codes[i] >= 0 and codes[i] == codes[j])
        raise AssertionError(atom.effect)

    def statistic(self, effect: Effect, i: int, j: int, rate: bool = False) -> float:
        """x_ij of an effect: the product of its transformed factors."""
        product = 1.0
        for atom, transform in zip(effect.atoms, effect.transforms, strict=True):
            value = self.value(atom, i, j, rate)
            product *= {"": float, "sqrt": math.sqrt, "log1p": math.log1p}[transform](value)
        return product


def choice_loglik(history: EventHistory, effects: tuple[Effect, ...], b: list[float]) -> float:
    """The product of the probabilities of all choices, event by event."""
    total = 0.0
    for m in range(len(history)):
        i, t = int(history.sender[m]), float(history.time[m])
        moment = Moment(history, t, int(history.batch[m]))
        weight = {
            j: math.exp(sum(c * moment.statistic(effect, i, j) for c, effect in zip(b, effects, strict=True)))
            for j in range(history.n)
            if may_be_named(history, i, j, t)
        }
        total += math.log(weight[int(history.receiver[m])] / sum(weight.values()))
    return total
