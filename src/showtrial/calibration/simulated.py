"""How is a simulator of any kind run at many draws of its free numbers?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from showtrial.calibration.prior import Free, units_of, values_at
from showtrial.calibration.targets import Target
from showtrial.events.history import Floats
from showtrial.model.machine.chance import key_of, mixed, seed_of_run
from showtrial.model.replicates import Kept, Where, replicated

#: Simulations of one task.
BATCH = 50


class Simulator(Protocol):
    """Whatever can be calibrated: free numbers in, figures to compare with targets out.

    Attributes
    ----------
    free : tuple of Free
        What is to be estimated.
    targets : tuple of Target
        What it gives a figure for, in order.
    mark : str
        Everything that its figures depend on beside values and seed.
    """

    @property
    def free(self) -> tuple[Free, ...]: ...  # noqa: D102

    @property
    def targets(self) -> tuple[Target, ...]: ...  # noqa: D102

    @property
    def mark(self) -> str: ...  # noqa: D102

    def __call__(self, values: Floats, seed: int) -> Floats:
        """Return one figure a target (K,) for values (P,) of the free numbers; NaN where there is none."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class AtPlaces:
    """Work for `replicated`: the figures at given places of the prior, or at places drawn from it."""

    simulator: Simulator
    seed: int
    places: Floats | None = None

    def __call__(self, numbers: range) -> Floats:
        """Return one row a number: its place, then its figures."""
        free = self.simulator.free
        if self.places is None:
            units = units_of(free, self.seed, numbers)
        else:
            units = self.places[numbers.start : numbers.stop]
        values = values_at(free, units)
        rows = [
            self.simulator(row, seed_of_run(self.seed, n)) for row, n in zip(values, numbers, strict=True)
        ]
        return np.concatenate([units, np.array(rows).reshape(len(numbers), -1)], axis=1)


def simulated(
    work: AtPlaces,
    many: int,
    *,
    where: Where | None = None,
    keep: Kept | None = None,
    step: Callable[[int], object] = lambda done: None,
) -> tuple[Floats, Floats]:
    """Return places (N, P) and figures (N, K) of `many` simulations."""
    rows = replicated(work, many, batch=BATCH, where=where, keep=keep, step=step)
    width = len(work.simulator.free)
    return rows[:, :width], rows[:, width:]


def scaled(targets: tuple[Target, ...], figures: Floats) -> Floats:
    """Return figures (N, K) on the scale of each target's error; a count of 0 counts as a half."""
    found = np.array(figures, np.float64)
    for k, each in enumerate(targets):
        if each.scale == "log":
            found[:, k] = np.log(np.maximum(figures[:, k], 0.5))
    return found


def unscaled(targets: tuple[Target, ...], figures: Floats) -> Floats:
    """Return figures (N, K) on the scale of the record again."""
    found = np.array(figures, np.float64)
    for k, each in enumerate(targets):
        if each.scale == "log":
            found[:, k] = np.exp(figures[:, k])
    return found


def observed(targets: tuple[Target, ...]) -> Floats:
    """Return what the record says (K,), on the scale of each error."""
    return scaled(targets, np.array([[each.value for each in targets]]))[0]


def with_error(targets: tuple[Target, ...], figures: Floats, seed: int) -> Floats:
    """Return scaled figures (N, K) with the error of observation of each target added.

    A simulated figure with the error is what a record of the simulated world would say; so the posterior is
    exact for this model of the error (Wilkinson 2013, doi:10.1515/sagmb-2013-0010). The error depends on
    the seed and the target's id alone.
    """
    found = scaled(targets, figures)
    for k, each in enumerate(targets):
        rng = np.random.default_rng(mixed(seed_of_run(seed, 0) ^ key_of("error " + each.id)))
        found[:, k] += each.error * rng.normal(size=len(found))
    return found
