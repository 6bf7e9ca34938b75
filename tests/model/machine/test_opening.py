"""Are scenarios read, explained, and refused with one line for every problem?"""

from __future__ import annotations

import numpy as np
import pytest

from showtrial.errors import ModelError, ReadError, SchemaError
from showtrial.model.machine import layout as at
from showtrial.model.machine.explained import explained
from showtrial.model.machine.fitted import with_fit
from showtrial.model.machine.opening import open_scenario, packaged_scenarios, scenario_of
from showtrial.model.machine.run import run
from showtrial.record.packaged import open_case

BAD = """
title = "Bad"
about = "Everything wrong at once"
from = "1936-03-01"
to = "1936-02-01"
colour = "red"

[world]
[[world.persons]]
id = "a"
group = "x"
[[world.persons]]
id = "a"
group = "x"

[parameters]
"naming.namse" = { value = 1, unit = "persons", source = "free" }
"gossip.rate" = { value = 1, unit = "per day", source = "free" }
"family.arrest" = { value = 1.5, unit = "probability", source = "free" }
"refusal.rate" = { value = 0.1, unit = "per week", source = "free" }
"retraction.rate" = { value = 0.1, unit = "per day" }
"bargain.offer" = 3

[[sweeps]]
id = "s"
title = "Sweep"
source = "free"
date = "1936-03-09"
until = "1936-03-01"
targets = { persons = ["b"] }
rate = { value = -1, unit = "per day", source = "free" }

[stop]
date = "some day"
title = "Stop"
source = "free"
"""


def test_all_problems_come_at_once_each_on_one_line():
    with pytest.raises(SchemaError) as found:
        scenario_of(BAD.encode(), "bad.toml", name="bad")
    told = str(found.value)
    for part in (
        "'colour'", "to lies before from", "the same id twice", "did you mean 'naming.names'?", "'gossip'",
        "1.5; wanted a probability from 0 to 1", "unit 'per week'", "a number without its source",
        "as in {value = 1, unit = 'per day'", "until lies before date", "'b'", "of 0 or more", "'some day'",
    ):  # fmt: skip
        assert part in told, part
    lines = told.splitlines()
    assert len(lines) == len(found.value.problems) == 13
    assert all(line.startswith("bad.toml") for line in lines)
    assert sum(problem.row > 0 for problem in found.value.problems) >= 10


def test_an_empty_population_is_refused():
    text = 'title = "E"\nabout = "nobody"\nfrom = "1936-01-01"\nto = "1936-02-01"\n[world]\n'
    with pytest.raises(SchemaError, match="an empty population"):
        scenario_of(text.encode(), "empty.toml", name="empty")


def test_a_wrong_name_and_what_is_no_toml():
    with pytest.raises(ReadError, match="did you mean 'sixteen'"):
        open_scenario("sixten")
    with pytest.raises(ReadError, match="is no TOML"):
        scenario_of(b"title = ", "x.toml", name="x")
    with pytest.raises(ReadError, match="needs a case file"):
        open_scenario("giaveno")


@pytest.mark.parametrize("name", ["toy", "sixteen"])
def test_every_number_has_a_source(name):
    scenario = open_scenario(name)
    for value in (*scenario.values.values(), *scenario.world_values.values()):
        assert value.source
    known = set(open_case("moscow")["sources"]["id"])
    for value in scenario.values.values():
        cited = value.source.split(" (")[0].split("; ")[0]
        assert cited == "free" or cited in known, value
    text = explained(scenario)
    assert all(f"  {number}. " in text for number in range(1, 21))
    assert packaged_scenarios()[name].title == scenario.title


def test_sixteen_is_the_record_and_its_calendar():
    scenario = open_scenario("sixteen")
    world = scenario.world
    number = {name: at_row for at_row, name in enumerate(world.ids)}
    assert not world.in_reach[number["trotsky"]]
    assert not world.in_reach[number["stalin"]]
    assert world.prisoner[number["zinoviev"]]
    assert world.in_reach[number["zinoviev"]]
    assert world.household[number["kamenev"]] == world.household[number["kamenev-yuri"]] >= 0
    trace = run(scenario, seed=1)
    first = int(trace.person[trace.kind == at.E_WANTED][0])
    assert world.ids[first] == "olberg-v"
    assert ((trace.kind == at.E_DOSSIER) & (trace.value == at.OPEN)).sum() == 16


def test_giaveno_runs_on_a_case_that_is_given():
    scenario = open_scenario("giaveno", case="toy")
    assert len(scenario.world) == 8
    assert run(scenario, seed=1).status.shape == (8,)


def test_a_fit_enters_as_a_prior():
    result = {
        "model": "m", "case": "c",
        "choice": {"effects": [{"name": "inertia", "estimate": 0.5}], "vcov": [[0.04]]},
    }  # fmt: skip
    scenario = with_fit(open_scenario("toy"), result, inflation=4.0)
    assert scenario.choice.effects == ("inertia",)
    assert np.allclose(scenario.choice.covariance * scenario.choice.inflation.value, 0.16)
    assert len(run(scenario, seed=1)) > 0
    with pytest.raises(ModelError, match="wanted a factor of 1 or more"):
        with_fit(open_scenario("toy"), result, inflation=0.5)
    with pytest.raises(ModelError, match="no choice model"):
        with_fit(open_scenario("toy"), {}, inflation=2.0)
