"""How often is each answer right, silent or wrong, under each kind of recording?"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

import showtrial
from showtrial.audit.rules.ruleset import packaged_rules
from showtrial.calibration.trust import (
    basis,
    contradictions,
    fair_trial,
    gaps,
    independence,
    predetermination,
    profile,
    remains,
    sensitivity,
)
from showtrial.calibration.trust.answers import Answers
from showtrial.calibration.trust.namings import WIDTH, estimates
from showtrial.calibration.trust.questions import QUESTIONS
from showtrial.calibration.trust.recordings import WAYS, Way, recorded
from showtrial.calibration.trust.verdicts import OUTCOMES, Judged
from showtrial.calibration.trust.world import World
from showtrial.errors import ModelError, Problem, SchemaError
from showtrial.events.history import Floats
from showtrial.model.machine.recording import Recorded
from showtrial.model.machine.run import engine_of, run
from showtrial.model.machine.scenario import Scenario
from showtrial.model.replicates import Where, own, replicated
from showtrial.record.hints import did_you_mean, shown
from showtrial.record.results import TRUST

RULES = "hr-baseline"
NOTES = (
    "Right, silent and wrong are counted over answers that were due: one for each accused of an open trial, "
    "each claim, each number of a trial.",
    "Runs are made with the mechanisms of this program: what is wrong with these mechanisms is not shown.",
    "In every second run mechanism 16 is off, so that predetermination has something to be wrong about.",
    "Nobody in these worlds did anything. No answer here is about what anybody did.",
)


def trust(
    scenario: Scenario,
    *,
    runs: int,
    seed: int,
    recordings: Sequence[str] | None = None,
    where: Where | None = None,
    step: Callable[[int], None] = lambda done: None,
) -> dict[str, Any]:
    """Measure how far the audits and the naming models can be trusted on records of one scenario.

    Parameters
    ----------
    scenario : Scenario
        From which worlds are drawn.
    runs, seed : int
        How many, and the seed of the ensemble.
    recordings : sequence of str, optional
        Ids of kinds of recording, of `recordings.WAYS`; all of them if not given.
    where : Where, optional
        On which cores; the numbers are the same.
    step : callable
        Called with the number of runs just done.

    Returns
    -------
    dict
        A result of the kind "showtrial trust": ``cells`` (recording, question, right, silent, wrong, n) and
        ``estimates`` (recording, effect, truth, mean, bias, sd, se_mean, coverage, fitted, not_fitted, n).

    Raises
    ------
    ModelError
        If `runs` is below 1.
    SchemaError
        If a word of `recordings` is no kind of recording.

    Examples
    --------
    >>> from showtrial.model.machine.opening import open_scenario
    >>> found = trust(open_scenario("toy"), runs=1, seed=1, recordings=["complete"])
    >>> [each["wrong"] for each in found["cells"] if each["question"] == "basis"]
    [0]
    """
    if runs < 1:
        raise ModelError(f"runs {runs}  wanted 1 or more")
    ways = _ways(recordings)
    table = replicated(_Runs(scenario, seed, ways), runs, batch=1, where=where, step=step)
    shape = (len(ways), len(QUESTIONS), len(OUTCOMES))
    size = int(np.prod(shape))
    counted = table[:, :size].sum(axis=0).reshape(shape).astype(int)
    effects = scenario.choice.effects
    found = table[:, size:-1].reshape(runs, len(ways), len(effects), 3)
    trials = int(table[:, -1].sum())
    return {
        "kind": TRUST,
        "program": showtrial.__version__,
        "origin": "simulated",
        "scenario": scenario.name,
        "scenario_sha256": scenario.sha256,
        "seed": seed,
        "runs": runs,
        "rules": RULES,
        "recordings": [
            {"id": way.id, "title": way.title, "about": way.about, "levels": way.levels()} for way in ways
        ],
        "questions": [{"id": each.id, "title": each.title, "about": each.about} for each in QUESTIONS]
        + [
            {"id": f"choice:{name}", "title": f"naming: {name}", "about": "The coefficient of the scenario."}
            for name in effects
        ],
        "cells": [
            {"recording": way.id, "question": each.id, **dict(zip(OUTCOMES, row, strict=True)), "n": sum(row)}
            for way, block in zip(ways, counted.tolist(), strict=True)
            for each, row in zip(QUESTIONS, block, strict=True)
        ],
        "estimates": [
            {"recording": way.id, "effect": name, **_told(found[:, w, e], float(scenario.choice.estimate[e]))}
            for w, way in enumerate(ways)
            for e, name in enumerate(effects)
        ],
        "notes": [
            *NOTES,
            f"{trials} of {runs} runs had an open trial; the others give no answer of the audit.",
        ],
    }


def _ways(ids: Sequence[str] | None) -> tuple[Way, ...]:
    known = {way.id: way for way in WAYS}
    wrong = [each for each in ids or () if each not in known]
    if wrong:
        raise SchemaError(
            [
                Problem("recordings", 0, "", shown(each), "a kind of recording", did_you_mean(each, known))
                for each in wrong
            ]
        )
    return WAYS if ids is None else tuple(known[each] for each in ids)


@dataclass(frozen=True)
class _Runs:
    """Some runs, one row each: counts of outcomes, estimates, whether there was an open trial."""

    scenario: Scenario
    seed: int
    ways: tuple[Way, ...]

    def __call__(self, numbers: range) -> Floats:
        return np.array([self._row(number) for number in numbers])

    def _row(self, number: int) -> Floats:
        world = self._world(number)
        place = {each.id: at for at, each in enumerate(QUESTIONS)}
        counted = np.zeros((len(self.ways), len(QUESTIONS), len(OUTCOMES)))
        effects = self.scenario.choice.effects
        found = np.full((len(self.ways), len(effects), 3), np.nan)
        whole = recorded(world, WAYS[0]) if world.names else None
        complete = Answers(world, whole.case, {}, packaged_rules()[RULES]) if whole else None
        for w, way in enumerate(self.ways if complete else ()):
            made = whole if way is WAYS[0] else recorded(world, way)
            for e, each in enumerate(estimates(made.case if made else None, effects).values()):
                found[w, e] = each
            for question, outcome in _judged(world, made, complete) if complete and world.tried else ():
                counted[w, place[question], OUTCOMES.index(outcome)] += 1
        return np.concatenate([counted.ravel(), found.ravel(), [float(bool(complete and world.tried))]])

    def _world(self, number: int) -> World:
        """Run once; in every second run the court decides for itself."""
        off = ("verdict",) if number % 2 else ()
        engine = own(("trust", self.scenario.sha256, off), lambda: engine_of(self.scenario, off=off))
        return World(self.scenario, run(self.scenario, seed=self.seed, number=number, off=off, engine=engine))


def _judged(world: World, made: Recorded | None, complete: Answers) -> Judged:
    """Ask every question of one record (None: nothing is left), and judge the answers."""
    if made is None:
        case, copies = complete.case.derived(_empty(complete)), {}
    else:
        case, copies = made.case, independence.copies_of(made.truth)
    asked = case is complete.case
    answers = complete if asked else Answers(world, case, copies, complete.rules)
    yield from basis.judge(answers)
    yield from remains.judge(answers)
    yield from contradictions.judge(answers)
    yield from independence.judge(answers)
    yield from predetermination.judge(answers)
    yield from fair_trial.judge(answers)
    yield from profile.judge(answers)
    yield from sensitivity.judge(answers, complete)
    yield from gaps.judge(answers, complete.case)


def _empty(complete: Answers) -> dict[str, Any]:
    """Return the tables of a record of which nothing is left."""
    return {name: frame.clear() for name, frame in complete.case.items()}


def _told(found: Floats, truth: float) -> dict[str, Any]:
    """Summarise the estimates of one effect: (R, 3) value and standard errors, nan where there is none."""
    held = found[np.isfinite(found[:, 0])]
    value, se, clustered = held.T
    n, fitted = len(found), len(held)
    inside, inside_clustered = (
        [abs(v - truth) <= WIDTH * s for v, s in zip(value, each, strict=True) if math.isfinite(s)]
        for each in (se, clustered)
    )
    return {
        "truth": truth,
        "mean": _mean(value),
        "bias": _mean(value - truth),
        "sd": float(np.std(value, ddof=1)) if fitted > 1 else None,
        "se_mean": _mean(se),
        "coverage": _mean(inside),
        "coverage_clustered": _mean(inside_clustered),
        "fitted": fitted,
        "not_fitted": n - fitted,
        "n": n,
    }


def _mean(values: Sequence[float] | Floats) -> float | None:
    return float(np.mean(values)) if len(values) else None
