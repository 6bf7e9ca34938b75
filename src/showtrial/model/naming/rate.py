r"""Who speaks, and when? The rate submodel of DyNAM.

Actor i speaks with intensity :math:`\lambda_i(t) = \exp(b^\top x_i(t))` while at risk. Statistics and
risk are constant between moments at which a batch is over, a window ends or a state changes, so
the waiting times, with the censored one at the end, give a Poisson likelihood (`exposure`).
``piecewise`` lets the baseline differ between periods; ``ordinal`` uses who spoke, not when.

References
----------
Stadtfeld & Block 2017, doi:10.15195/v4.a14; Butts 2008, doi:10.1111/j.1467-9531.2008.00203.x
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from showtrial.errors import Problem, SchemaError
from showtrial.events.history import EventHistory, Floats
from showtrial.model.naming.choice import clusters_of
from showtrial.model.naming.design import ChoiceSlope, Design, divided, standardised
from showtrial.model.naming.effects import missing_notes, parse
from showtrial.model.naming.exposure import Exposure
from showtrial.model.naming.fit import Fit
from showtrial.model.naming.inference import Likelihood, estimate
from showtrial.model.naming.moments import moments_of, refuse_window
from showtrial.model.naming.network import acts_of, changes_of, world_of
from showtrial.model.naming.plan import Inputs, plan_of
from showtrial.model.naming.refusals import refuse_mute, refuse_outside
from showtrial.model.naming.scene import DELTAS, DONE, Scene, larger, scene_of
from showtrial.model.naming.situations import crossed, walk
from showtrial.model.naming.sums import Choices

FORMS = ("exponential", "piecewise", "ordinal")


def fit_rate(
    history: EventHistory,
    names: Sequence[str],
    form: str = "exponential",
    *,
    cuts: Sequence[float] = (),
    cluster: str = "sender",
) -> Fit:
    """Fit the rate submodel.

    Parameters
    ----------
    history : EventHistory
        Who spoke, and when.
    names : sequence of str
        Effects, as in a model file.
    form : str
        ``exponential``, ``piecewise`` or ``ordinal``.
    cuts : sequence of float
        Days since the origin at which the baseline may change (piecewise); coefficient
        ``period(DAY)`` is the difference to the first period.
    cluster : str
        ``sender`` or ``sitting``; waiting times know only ``sender``.

    Raises
    ------
    SchemaError
        If effects cannot be read, or an event lies outside its risk set; every problem at once.
    """
    effects = parse(names, history, "rate")
    refuse_form(names, form, cuts, history)
    refuse_mute(history)
    refuse_window(history)
    inputs = plan_of(effects, history, "rate")
    notes = missing_notes(effects, history)
    if form == "ordinal":
        return estimate(ordinal(history, inputs, tuple(names), clusters_of(history, cluster), notes))
    scene, _ = built(history, inputs, waiting=True)
    edges = np.array([history.start, *cuts, history.end])
    periods = tuple(f"period({cut:g})" for cut in cuts)
    exposure = exposed(scene, history, edges)
    return estimate(poisson(exposure, "rate", form, (*names, *periods), notes))


def refuse_form(names: Sequence[str], form: str, cuts: Sequence[float], history: EventHistory) -> None:
    """Raise where form, cuts and effects do not fit together."""
    if form not in FORMS:
        raise ValueError(f"form is one of {', '.join(FORMS)}, not {form!r}")
    problems = []
    if form == "ordinal" and "intercept" in names:
        problems.append(
            Problem("effects", 1 + list(names).index("intercept"), "", "'intercept'",
                    "no intercept where only the order of events counts", "leave it out")
        )  # fmt: skip
    inner = all(history.start < cut < history.end for cut in cuts) and list(cuts) == sorted(set(cuts))
    if form == "piecewise" and not (cuts and inner):
        wanted = f"ascending days between {history.start:g} and {history.end:g}"
        mend = "move the breaks into the window, or widen it"
        problems.append(Problem("effects", 0, "cuts", str(list(cuts)), wanted, mend))
    if form != "piecewise" and cuts:
        problems.append(
            Problem("effects", 0, "cuts", str(list(cuts)), "none unless the form is piecewise", "")
        )
    if problems:
        raise SchemaError(problems)


def built(history: EventHistory, inputs: Inputs, *, waiting: bool) -> tuple[Scene, np.ndarray]:
    """Follow the classes of actors through all moments; return also the moment of each event."""
    acts, first = acts_of(history, inputs)
    changes = changes_of(history, inputs)
    frame, moment = moments_of(history, inputs, changes, waiting=waiting, side=0)
    scene = scene_of(inputs, world_of(history, inputs, acts, first), acts, changes, frame)
    while (why := walk(scene, len(frame.time))) != DONE:
        scene = larger(scene, why)
    refuse_outside(history, scene.trail.chosen, np.arange(len(history)), "speak")
    for c in range(int(scene.tables.groups.size[0])):
        crossed(scene.plan, scene.tables, 0, c)
    return scene, moment


def exposed(scene: Scene, history: EventHistory, edges: Floats) -> Exposure:
    """Return events and days at risk by class and period; clusters are actors."""
    trail, tables = scene.trail, scene.tables
    deltas, groups = int(trail.cursor[DELTAS]), int(tables.groups.size[0])
    raw = tables.types.values[tables.cross[0, :groups]]
    since = np.maximum(scene.frame.time[trail.pos[:deltas]], history.start)
    group, step = trail.delta_group[:deltas].astype(np.int64), trail.step[:deltas].astype(np.float64)
    kind_of = np.zeros(int(tables.types.size[0]), np.int64)
    kind_of[tables.cross[0, :groups]] = np.arange(groups)
    period_of = np.searchsorted(edges, history.time, "right") - 1
    periods, parts = len(edges) - 1, []
    for q in range(periods):
        days = step * np.maximum(edges[q + 1] - np.maximum(since, edges[q]), 0.0)
        mine = period_of == q
        parts.append((
            np.concatenate([group, kind_of[trail.chosen[mine]]]) + q * groups,
            np.concatenate([trail.delta_actor[:deltas], history.sender[mine]]).astype(np.int64),
            np.concatenate([days, np.zeros(mine.sum())]),
            np.concatenate([np.zeros(deltas), np.ones(mine.sum())]),
        ))  # fmt: skip
    row, actor, days, events = (np.concatenate(each) for each in zip(*parts, strict=True))
    extra = np.repeat(np.eye(periods)[:, 1:], groups, axis=0)
    x = np.hstack([np.tile(raw, (periods, 1)), extra])
    size = periods * groups
    return Exposure(
        x,
        np.bincount(row, days, size).astype(np.float64),
        np.bincount(row, events, size).astype(np.float64),
        row,
        np.unique(actor, return_inverse=True)[1].astype(np.int64),
        days,
        events,
    )


def poisson(
    exposure: Exposure, submodel: str, form: str, names: tuple[str, ...], notes: tuple[str, ...]
) -> Likelihood:
    """Put the likelihood of waiting times together."""
    start, has = np.zeros(len(names)), "intercept" in names
    mean = exposure.mean_rate()
    if has and mean > 0:
        start[names.index("intercept")] = np.log(mean)
    return Likelihood(
        submodel=submodel, form=form, names=names, slope=exposure.slope, scores=exposure.scores,
        marginal=lambda b: b * mean, start=start, loglik_null=exposure.null() if has else np.nan,
        null_parameters=int(has), n_events=int(exposure.events.sum()), notes=notes,
    )  # fmt: skip


def ordinal(
    history: EventHistory,
    inputs: Inputs,
    names: tuple[str, ...],
    clusters: np.ndarray,
    notes: tuple[str, ...],
) -> Likelihood:
    """Put the likelihood of the order of events together: each is a choice among those at risk."""
    scene, moment = built(history, inputs, waiting=False)
    trail, tables, size = scene.trail, scene.tables, len(scene.frame.time)
    deltas, groups, used = (
        int(trail.cursor[DELTAS]), int(tables.groups.size[0]), int(tables.types.size[0])
    )  # fmt: skip
    cross = tables.cross[:1, :groups].copy()
    group_of = np.zeros(used, np.int32)
    group_of[cross[0]] = np.arange(groups)
    x, centre, scale = standardised(tables.types.values[:used], trail.chosen)
    choices = Choices(
        cross, group_of, np.full(used, -1, np.int32), np.zeros(size, np.int32), np.full(size, -1, np.int32),
        np.zeros(size + 1, np.int64), np.zeros(0, np.int32), trail.pos[:deltas], trail.delta_group[:deltas],
        trail.step[:deltas], np.diff(scene.frame.event_ptr).astype(np.float64), False,
    )  # fmt: skip
    slope = ChoiceSlope(
        Design(
            x, centre, scale, choices, trail.chosen, moment, np.arange(len(history)), divided(choices), False
        )
    )

    def marginal(b: Floats) -> Floats:
        p = slope.probabilities(b)
        return b * float((p * (1 - p)).mean()) if len(p) else np.full(len(b), np.nan)

    return Likelihood(
        submodel="rate", form="ordinal", names=names, slope=slope.own,
        scores=lambda b: (slope.scores(b), clusters), marginal=marginal, start=np.zeros(len(names)),
        loglik_null=np.nan, null_parameters=0, n_events=len(history), notes=notes,
    )  # fmt: skip
