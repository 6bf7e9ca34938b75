"""Is a scenario of a country read whole, and are all its problems told at once?"""

from __future__ import annotations

import json

import polars as pl
import pytest

from showtrial.errors import ReadError, SchemaError
from showtrial.model.country.opening import country_of, country_scenarios, open_country
from showtrial.model.country.run import simulate_country
from showtrial.model.country.scenario import with_persons
from showtrial.model.country.told import country_result, country_text, explained_country
from showtrial.model.country.written import write_country

SMALL = """
title = "a"
about = "b"
from = "1937-01-01"
to = "1937-12-31"
[world]
country = true
persons = { value = 1000, unit = "persons", source = "free" }
acquaintances = { value = 5, unit = "persons", source = "free" }
sd_log = { value = 0.5, unit = "factor", source = "free" }
mind = { value = 12, unit = "persons", source = "free" }
[[world.groups]]
id = "x"
persons = { value = 400, unit = "persons", source = "free" }
[[world.groups]]
id = "y"
rest = true
[[sweeps]]
id = "s"
title = "t"
date = "1937-02-01"
source = "free"
targets = ["x"]
rate = { value = 0.01, unit = "per day", source = "free" }
[[quotas]]
id = "q"
title = "t"
date = "1937-02-01"
until = "1937-03-01"
source = "free"
groups = ["x", "y"]
asked = { value = 50, unit = "persons", source = "free" }
route = "quota"
"""


def problems(text):
    with pytest.raises(SchemaError) as caught:
        country_of(text.encode(), "made.toml", name="made")
    return [str(each) for each in caught.value.problems]


def test_a_scenario_is_read():
    found = country_of(SMALL.encode(), "made.toml", name="made")
    assert found.world.sizes == (400, 600)
    assert [round(each.rate.value * 28, 6) for each in found.quotas] == [20, 30]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('targets = ["x"]', 'targets = ["z"]', "'z'"),
        ('unit = "per day"', 'unit = "persons"', "unit 'per day'"),
        ("value = 400,", "value = 4000,", "room for it"),
        ("rest = true", "rest = false", "persons"),
        ('route = "quota"', 'route = "open"', "one of court, list, board, quota"),
        ('until = "1937-03-01"', 'until = "1937-01-15"', "lies before"),
        ("value = 0.01, unit", 'note = "n", value = 0.01, sauce = 1, unit', "sauce"),
        ('asked = { value = 50, unit = "persons", source = "free" }', "asked = 50", "unit and source"),
    ],
)
def test_each_problem_is_told(old, new, said):
    found = problems(SMALL.replace(old, new))
    assert any(said in each for each in found), found


def test_all_problems_at_once_with_their_rows():
    text = SMALL.replace('targets = ["x"]', 'targets = ["zz"]').replace("sd_log", "sdlog")
    found = problems(text + '[naming]\neffects = [{ effect = "two_paths", value = 1, source = "free" }]\n')
    assert len(found) >= 4
    assert any(each.startswith("made.toml:") for each in found)


def test_no_such_scenario():
    with pytest.raises(ReadError, match="did you mean 'union'"):
        open_country("unoin")


@pytest.mark.parametrize("name", country_scenarios())
def test_packaged_scenarios_are_whole(name, tmp_path):
    scenario = open_country(name)
    told = explained_country(scenario)
    assert all(each.source for each in (*scenario.values.values(), *scenario.world_values.values()))
    assert scenario.title in told
    small = with_persons(scenario, 50_000)
    found = simulate_country(small, runs=2, seed=1)
    result = country_result(small, found)
    assert "persons arrested" in country_text(result)
    write_country(small, found.first, result, tmp_path / "out")
    again = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert again["kind"] == "showtrial country"
    assert again["origin"] == "simulated"
    assert len(again["mechanisms"]) == 20
    tables = [
        pl.read_csv(tmp_path / "out" / "series.csv"),
        pl.read_parquet(tmp_path / "out" / "series.parquet"),
    ]
    assert tables[0]["persons"].sum() == tables[1]["persons"].sum() == found.first.series.sum()
    arrests = tables[1].filter(pl.col("event") == "arrested")
    assert arrests["persons"].sum() == found.counts[0, 1]
    assert arrests["cause"].null_count() == 0
