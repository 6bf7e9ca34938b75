"""Are the packaged measurements of trust what the program would find now, and does the page show them?"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from showtrial.calibration.trust import trust, trust_tables
from showtrial.calibration.trust.questions import QUESTIONS
from showtrial.calibration.trust.recordings import WAYS
from showtrial.model.machine.opening import open_scenario
from showtrial.record.results import TRUST

PAGE = Path(__file__).parents[2] / "docs" / "trust.md"


def packaged(name: str) -> dict:
    path = files("showtrial.calibration").joinpath("packaged", f"trust-{name}.json")
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["toy", "sixteen"])
def test_it_is_of_the_scenario_as_it_is_now(name):
    found = packaged(name)
    assert found["kind"] == TRUST
    assert found["scenario_sha256"] == open_scenario(name).sha256, f"stale: make results (trust {name})"
    assert [each["id"] for each in found["recordings"]] == [way.id for way in WAYS]
    assert [each["id"] for each in found["questions"] if ":" not in each["id"]] == [q.id for q in QUESTIONS]


@pytest.mark.parametrize("name", ["toy", "sixteen"])
def test_the_page_shows_it(name):
    block = re.search(rf"<!-- trust {name} -->\n(.*?)<!-- end -->", PAGE.read_text("utf-8"), re.DOTALL)
    assert block, f"docs/trust.md has no block of {name}"
    assert block[1].strip() == trust_tables(packaged(name)).strip(), "stale: paste the output of --tables"


def few(name: str, runs: int, recordings: list[str]) -> None:
    """The first runs again: no count of them can be above that of all runs of the packaged result."""
    whole = packaged(name)
    part = trust(open_scenario(name), runs=runs, seed=whole["seed"], recordings=recordings)
    counted = {(each["recording"], each["question"]): each for each in whole["cells"]}
    for each in part["cells"]:
        all_runs = counted[each["recording"], each["question"]]
        for word in ("right", "silent", "wrong", "n"):
            assert each[word] <= all_runs[word], f"stale: make results ({each})"
    assert sum(each["n"] for each in part["cells"]) > 0


def test_a_small_budget_again():
    few("toy", 4, ["complete", "copied"])


@pytest.mark.slow
def test_a_larger_budget_again():
    few("sixteen", 1, ["complete", "copied", "editors", "published"])
