"""Is the share persuaded what the trials that were opened, and the refutations, make of it?"""

from __future__ import annotations

import pytest

from showtrial.model.country.opening import open_country
from showtrial.model.country.run import run_country
from showtrial.model.country.scenario import with_persons
from showtrial.model.country.told import opened
from showtrial.model.machine.belief import belief, belief_told
from showtrial.model.machine.opening import open_scenario


def test_every_day_in_public_and_every_refutation_counts_once():
    days, share = belief(open_scenario("sixteen"), {0}, [])
    persuaded, refuted, expected = 0.05, 0.1, 0.0
    for _ in range(6):  # 19 to 24 August
        expected += persuaded * (1 - expected)
    assert len(days) == 7
    assert share[5] == pytest.approx(expected)
    assert share[6] == pytest.approx(expected * (1 - refuted))


@pytest.mark.parametrize(("trials", "off"), [(set(), []), ({0}, ["stage"]), ({0}, ["belief"])])
def test_nobody_is_persuaded_without_a_trial_in_public(trials, off):
    _, share = belief(open_scenario("sixteen"), trials, off)
    assert not share.any()


def test_a_country_shows_the_trials_that_it_opens():
    whole = open_country("moscow")
    assert opened(whole, run_country(whole, seed=1)) == {0, 1}
    assert opened(whole, run_country(whole, seed=1, off=["choice"])) == set()
    tiny = with_persons(whole, 3000)  # a trial of 17 is one of nobody there
    assert opened(tiny, run_country(tiny, seed=1)) == set()


def test_of_a_country_days_are_those_of_its_trials():
    told = belief_told(open_country("moscow"), {0}, [])
    assert (told["days"][0], told["days"][-1]) == ("1937-01-23", "1937-01-30")
    assert len(told["days"]) == len(told["share"]) == 8
