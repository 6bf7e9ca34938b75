"""Does pyabc, which shares no code with this package, find the same posteriors? (`pip install pyabc`)"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from showtrial.calibration.abc import Table, posterior_of, summary_of
from showtrial.calibration.affair import Affair
from showtrial.calibration.prior import units_of, values_at
from showtrial.calibration.simulated import observed, scaled
from showtrial.calibration.targets import open_targets
from showtrial.model.machine.chance import seed_of_run
from showtrial.model.machine.opening import open_scenario

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]  # of pyabc and what it stands on


def theirs(simulate, names, goal, *, population, generations, seed):
    """Mean and standard deviation of each place (P,) by sequential Monte Carlo from a uniform prior."""
    pyabc = pytest.importorskip("pyabc")
    np.random.seed(seed)  # noqa: NPY002  pyabc draws from numpy's one stream
    abc = pyabc.ABCSMC(
        lambda at: {"x": simulate(np.array([at[name] for name in names]))},
        pyabc.Distribution(**{name: pyabc.RV("uniform", 0, 1) for name in names}),
        pyabc.PNormDistance(p=2),
        population_size=population,
        sampler=pyabc.sampler.SingleCoreSampler(),
    )
    abc.new("sqlite://", {"x": goal})
    history = abc.run(max_nr_populations=generations)
    frame, weights = history.get_distribution()
    return moments(frame[list(names)].to_numpy(), np.asarray(weights))


def moments(units, weights):
    mean = weights @ units
    return mean, np.sqrt(weights @ (units - mean) ** 2)


def test_of_a_normal_mean():
    """Mean uniform on (-3, 3), one figure with standard deviation 0.15 seen at 0.7: theory, ours, theirs."""
    rng = np.random.default_rng(1)
    units = rng.random((20_000, 1))
    found = posterior_of(Table(units, -3 + 6 * units + rng.normal(0, 0.15, units.shape)), np.array([0.7]))
    ours = moments(found.units, found.weights)
    other = theirs(
        lambda at: -3 + 6 * at + rng.normal(0, 0.15, 1),
        ("m",), np.array([0.7]), population=400, generations=9, seed=1,
    )  # fmt: skip
    truth = stats.norm((0.7 + 3) / 6, 0.15 / 6)
    for mean, sd in (ours, other):
        assert mean[0] == pytest.approx(truth.mean(), abs=0.005)
        assert sd[0] == pytest.approx(truth.std(), rel=0.15)


def test_of_two_numbers_of_an_affair():
    """Rate of arrest and rate of one sweep of `sixteen`, the rest as packaged, fitted to its three figures."""
    affair = Affair(open_scenario("sixteen"), open_targets("sixteen"))
    scenario, targets = affair.scenario, affair.given.of_use("fit")
    usual = {name: each.value for name, each in scenario.values.items()}
    usual |= {f"sweep {each.id}": each.rate.value for each in scenario.sweeps}
    names = [each.name for each in affair.free]
    two = [names.index("process.arrest"), names.index("sweep directive-9-feb")]
    free = tuple(affair.free[k] for k in two)
    error, rng = np.array([each.error for each in targets]), np.random.default_rng(2)
    count = iter(range(10**9))

    def simulate(at):
        values = np.array([usual[name] for name in names])
        values[two] = values_at(free, at[None, :])[0]
        figures = affair(values, seed_of_run(7, next(count)))[: len(targets)]
        return scaled(targets, figures[None, :])[0] + error * rng.normal(size=len(targets))

    units = units_of(free, 7, range(4000))
    table = Table(units, np.array([simulate(row) for row in units]))
    found = posterior_of(table, observed(targets))
    ours = moments(found.units, found.weights)
    summary = summary_of(table)  # the same summaries for both: what is compared is acceptance and adjustment
    other = theirs(
        lambda at: summary(simulate(at)[None, :])[0],
        ("arrest", "sweep"), summary(observed(targets)[None, :])[0],
        population=300, generations=6, seed=2,
    )  # fmt: skip
    print(ours, other)
    assert other[0] == pytest.approx(ours[0], abs=0.05)
    assert other[1] == pytest.approx(ours[1], rel=0.3)
