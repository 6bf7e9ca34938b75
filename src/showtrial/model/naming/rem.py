r"""Which naming happens next, and when? The tie-oriented relational event model.

Every pair (i, j) at risk has an intensity :math:`\lambda_{ij}(t) = \exp(b^\top x_{ij}(t))`, constant
between moments at which anything changes. ``exponential`` uses waiting times, ``ordinal`` the order.
All pairs count at all moments, so the cost grows with actors times moments: for large histories
take the choice and the rate submodel, whose product is a model of the same events.

References
----------
Butts 2008, doi:10.1111/j.1467-9531.2008.00203.x
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from showtrial.errors import ModelError, Problem, SchemaError
from showtrial.events.history import EventHistory, Floats
from showtrial.model.naming.choice import clusters_of
from showtrial.model.naming.design import ChoiceSlope, Design, design_from
from showtrial.model.naming.effects import Effect, missing_notes, parse
from showtrial.model.naming.exposure import Exposure
from showtrial.model.naming.fit import Fit
from showtrial.model.naming.inference import Likelihood, estimate
from showtrial.model.naming.kernels import Longs
from showtrial.model.naming.moments import moments_of, refuse_window
from showtrial.model.naming.network import changes_of
from showtrial.model.naming.newton import Slope
from showtrial.model.naming.plan import Inputs, plan_of
from showtrial.model.naming.rate import poisson, refuse_form
from showtrial.model.naming.refusals import refuse_mute
from showtrial.model.naming.run import FADING
from showtrial.model.naming.scene import Frame
from showtrial.model.naming.sums import spread, totals_of

#: Actors times moments that are still gone through.
MOST = 20_000_000


def fit_rem(
    history: EventHistory,
    names: Sequence[str],
    form: str = "exponential",
    *,
    cluster: str = "sender",
    dense: bool = False,
) -> Fit:
    """Fit the tie-oriented model.

    Parameters
    ----------
    history : EventHistory
        Who named whom, and when.
    names : sequence of str
        Effects, as in a model file.
    form : str
        ``exponential`` or ``ordinal``.
    cluster : str
        ``sender`` or ``sitting``; waiting times know only ``sender``.
    dense : bool
        Go through every pair one by one; slower, the same result.

    Raises
    ------
    SchemaError
        If effects cannot be read, or an event lies outside its risk set; every problem at once.
    ModelError
        If there are too many actors and moments.
    """
    effects = parse(names, history, "rem")
    if form == "piecewise":
        raise ValueError("form is exponential or ordinal in a tie-oriented model")
    refuse_form(names, form, (), history)
    refuse_mute(history)
    refuse_window(history)
    if form == "exponential":
        refuse_fading(effects)
    inputs = plan_of(effects, history, "rem")
    pairs = pairs_design(history, inputs, waiting=form == "exponential", dense=dense)
    notes = missing_notes(effects, history)
    if form == "exponential":
        return estimate(pairs.waiting(tuple(names), notes))
    return estimate(pairs.order(tuple(names), clusters_of(history, cluster), notes))


def refuse_fading(effects: Sequence[Effect]) -> None:
    """Raise where an effect changes within the intervals of a model of waiting times."""
    problems = [
        Problem("effects", place, "", repr(effect.text), "an effect that is constant between events",
                "use a window in place of recency or decay, or ask [choice], where they may stand")
        for place, effect in enumerate(effects, start=1)
        if any(atom.effect in FADING for atom in effect.atoms)
    ]  # fmt: skip
    if problems:
        raise SchemaError(problems)


def speakers(history: EventHistory, time: Floats) -> np.ndarray:
    """Who may speak at each of the moments: (moments, n)."""
    level = np.zeros((len(time) + 1, history.n), np.int16)
    for name in history.silenced:
        spells = history.states.get(name)
        if spells is not None:
            begin = np.searchsorted(time, spells.start)
            end = np.maximum(np.searchsorted(time, spells.stop), begin)
            np.add.at(level, (begin, spells.actor), 1)
            np.add.at(level, (end, spells.actor), -1)
    free = np.cumsum(level[:-1], axis=0) == 0
    there = (history.entry <= time[:, None]) & (time[:, None] < history.exit)
    return free & there & history.may_speak


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """All pairs at all moments: a choice design with a situation for each speaker at risk.

    Parameters
    ----------
    design : Design
        Statistics of all pairs; its situations are (moment, speaker).
    sender, moment : (S,) int64
        Of each situation.
    days : (S,) float64
        How long each situation lasted.
    time : (T,) float64
        When each moment begins.
    """

    design: Design
    sender: Longs
    moment: Longs
    days: Floats
    time: Floats

    def received(self, weight: Floats, whole: Floats) -> Floats:
        """Sum `weight` of situations over the rows of their pairs, (U,), which weigh `whole`."""
        choices = self.design.choices
        totals = totals_of(choices.cross.shape, self.design.x.shape, 0)
        spread(choices, weight, whole, totals)
        found = totals.row_weight
        if not choices.explicit:
            touched = np.flatnonzero(choices.tag >= 0)
            found -= np.bincount(choices.tag[touched], weights=found[touched], minlength=len(found))
        return found

    def sums(self, b: Floats) -> tuple[ChoiceSlope, Floats, float]:
        """Return pass over situations, log of the sum of weights of each, and what the weights lack."""
        slope = ChoiceSlope(self.design)
        slope(b)
        return slope, slope.log, float((self.design.x @ b).max())

    def expected(self, b: Floats) -> Floats:
        """Return how many namings are expected of each situation while it lasts, (S,)."""
        _, log, top = self.sums(b * self.design.scale)
        return self.days * np.exp(np.where(np.isfinite(log), log, -np.inf) + top + self.design.centre @ b)

    def waiting(self, names: tuple[str, ...], notes: tuple[str, ...]) -> Likelihood:
        """Put the likelihood of waiting times together."""
        design, none = self.design, np.zeros(0, np.int64)
        raw = design.x * design.scale + design.centre
        days = np.maximum(self.received(self.days, np.zeros(len(raw))), 0.0)
        events = np.bincount(design.chosen, minlength=len(raw)).astype(np.float64)
        kept = (days > 1e-9 * max(self.days.sum(), 1e-300)) | (events > 0)
        exposure = Exposure(raw[kept], days[kept], events[kept], none, none, np.zeros(0), np.zeros(0))

        def scores(b: Floats) -> tuple[Floats, Longs]:
            slope, _, _ = self.sums(b * design.scale)
            total = self.expected(b)
            mean = np.where(total[:, None] > 0, slope.mean, 0.0) * design.scale + design.centre
            parts = np.concatenate([raw[design.chosen], -total[:, None] * mean])
            who = np.concatenate([self.sender[design.situation], self.sender])
            return parts, np.unique(who, return_inverse=True)[1].astype(np.int64)

        model = poisson(exposure, "rem", "exponential", names, notes)
        return Likelihood(
            submodel="rem", form="exponential", names=names, slope=model.slope, scores=scores,
            marginal=model.marginal, start=model.start, loglik_null=model.loglik_null,
            null_parameters=model.null_parameters, n_events=model.n_events, notes=notes,
        )  # fmt: skip

    def slope(self, b: Floats) -> tuple[Slope, Floats]:
        """Return log-likelihood, gradient and information of the order, and mean statistics by moment."""
        design = self.design
        scaled = b * design.scale
        one, log, top = self.sums(scaled)
        size = int(self.moment.max()) + 1
        most = np.full(size, -np.inf)
        np.maximum.at(most, self.moment, log)
        share = np.exp(log - most[self.moment])
        total = np.bincount(self.moment, weights=share, minlength=size)
        share /= total[self.moment]
        mean: Floats = np.stack([
            np.bincount(self.moment, weights=share * np.where(share > 0, one.mean[:, a], 0.0), minlength=size)
            for a in range(len(b))
        ], axis=1)  # fmt: skip
        at = self.moment[design.situation]
        many = np.bincount(at, minlength=size).astype(np.float64)
        x, eta = design.x, design.x @ scaled
        loglik = float(eta[design.chosen].sum() - many @ (np.log(total) + most) - many.sum() * top)
        gradient: Floats = x[design.chosen].sum(axis=0) - many @ mean
        whole = np.exp(eta - top)
        weight = self.received(many[self.moment] * np.exp(-np.log(total) - most)[self.moment], whole)
        information = x.T @ ((weight * whole)[:, None] * x) - (mean * many[:, None]).T @ mean
        scale = design.scale
        return (loglik, gradient * scale, (information + information.T) / 2 * np.outer(scale, scale)), mean

    def order(self, names: tuple[str, ...], clusters: Longs, notes: tuple[str, ...]) -> Likelihood:
        """Put the likelihood of the order of events together."""
        design = self.design

        def scores(b: Floats) -> tuple[Floats, Longs]:
            mean = self.slope(b)[1][self.moment[design.situation]]
            rows = (design.x[design.chosen] - mean) * design.scale
            found = np.empty_like(rows)
            found[design.event] = rows
            return found, clusters

        return Likelihood(
            submodel="rem", form="ordinal", names=names, slope=lambda b: self.slope(b)[0], scores=scores,
            marginal=lambda b: np.full(len(b), np.nan), start=np.zeros(len(names)), loglik_null=np.nan,
            null_parameters=0, n_events=len(design.chosen), notes=notes,
        )  # fmt: skip


def pairs_design(history: EventHistory, inputs: Inputs, *, waiting: bool, dense: bool = False) -> Pairs:
    """Build the situations of every speaker at every moment that lasts or has events."""
    moments, moment_of = moments_of(history, inputs, changes_of(history, inputs), waiting=waiting, side=1)
    time = moments.time
    if len(time) * history.n > MOST:
        raise ModelError(
            f"{history.n} actors at {len(time)} moments came; wanted at most {MOST:,} together; "
            "fit the choice and the rate submodel instead"
        )
    days = np.diff(np.append(time, history.end)) if waiting else np.zeros(len(time))
    wanted = speakers(history, time)
    if waiting:
        wanted[days <= 0] = False
    wanted[moment_of, history.sender] = True
    moment, sender = np.nonzero(wanted)
    number = np.full(wanted.shape, -1, np.int64)
    number[moment, sender] = np.arange(len(moment))
    order = np.argsort(number[moment_of, history.sender], kind="stable")
    situation = number[moment_of, history.sender][order]
    frame = Frame(
        time[moment], moments.upto[moment], sender.astype(np.int32),
        np.searchsorted(situation, np.arange(len(moment) + 1)).astype(np.int64),
        history.receiver[order].astype(np.int32), moments.circle_start, moments.circle_to, 1,
        bool(dense or inputs.dense or len(moments.circle_start)), moments.moving,
    )  # fmt: skip
    design = design_from(history, inputs, frame, order, situation)
    return Pairs(design, sender.astype(np.int64), moment.astype(np.int64), days[moment], time)
