"""Does a mechanism that is off cost nothing: no clock wound for it, no candidate looked at?"""

from __future__ import annotations

import pytest

from model.machine.made import everything
from showtrial.model.machine import layout as at
from showtrial.model.machine.clocks import WOUND
from showtrial.model.machine.run import engine_of, run


def work(off):
    """Clocks that ran with an intensity or were wound, by kind; acts and candidates of all runs."""
    scenario = everything()
    engine = engine_of(scenario, off=off)
    wound, acts, pools = 0, 0, 0
    for number in range(10):
        run(scenario, seed=1, number=number, engine=engine)
        wound = wound + engine.machine.clocks.wheel[WOUND].sum(axis=1)
        acts += int(engine.machine.motion.meter[at.N_ACTS])
        pools += int(engine.machine.motion.meter[at.MARKS])
    return wound, acts, pools


@pytest.mark.parametrize(
    ("mechanism", "kind"), [("retraction", at.K_RETRACT), ("bargain", at.K_PROMISE), ("refusal", at.K_REFUSE)]
)
def test_no_clock_is_wound_for_what_is_off(mechanism, kind):
    assert work([])[0][kind] > 0
    assert work([mechanism])[0][kind] == 0


def test_no_candidate_is_looked_at_without_naming():
    _, acts, pools = work([])
    assert acts > 0
    assert pools > 0
    assert work(["naming"])[1:] == (0, 0)
