"""Do other programs find the same coefficients in the same events?"""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.peers.naming import EFFECTS, has_goldfish, invented, with_goldfish, with_scipy, with_xlogit
from showtrial.model.naming.choice import fit_choice


@pytest.fixture(scope="module")
def history():
    return invented(25, 240, seed=4)


@pytest.fixture(scope="module")
def ours(history):
    fit = fit_choice(history, EFFECTS)
    assert fit.status == "converged"
    assert np.ptp(fit.estimate) > 0.1, "effects that are all alike would prove little"
    return fit.estimate


def test_numpy_and_scipy(history, ours):
    np.testing.assert_allclose(with_scipy(history), ours, rtol=0, atol=1e-6)


def test_xlogit(history, ours):
    pytest.importorskip("xlogit")
    np.testing.assert_allclose(with_xlogit(history, again=True), ours, rtol=0, atol=1e-6)


def test_goldfish(history, ours):
    if not has_goldfish():
        pytest.skip("needs R with the package goldfish")
    np.testing.assert_allclose(with_goldfish(history)[0], ours, rtol=0, atol=1e-6)
