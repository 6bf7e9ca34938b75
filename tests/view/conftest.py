"""Reports that several tests look at, each set once a session."""

from __future__ import annotations

import random

import polars as pl
import pytest

from showtrial.record.casefile import CaseFile
from showtrial.record.meta import Meta
from showtrial.record.packaged import open_case
from showtrial.view.report import report_html


@pytest.fixture(scope="session")
def moscow():
    return open_case("moscow")


@pytest.fixture(scope="session")
def toy():
    return open_case("toy")


@pytest.fixture(scope="session")
def moscow_html(moscow):
    return report_html(moscow)


@pytest.fixture(scope="session")
def toy_html(toy):
    return report_html(toy)


@pytest.fixture(scope="session")
def sheet():
    """Make a user's sheet of namings: `n` rows among `people` persons and nothing else."""

    def make(people: int, n: int, **meta) -> CaseFile:
        chance = random.Random(people * n)
        ids = [f"p{number}" for number in range(people)]
        pairs = [chance.sample(ids, 2) for _ in range(n)]
        dates = [chance.choice(["1937-05", "1938", None, "1937-11-02"]) for _ in range(n)]
        settings = [chance.choice(["interrogation", "open_court", None]) for _ in range(n)]
        tables = {
            "sources": pl.DataFrame({"id": ["s"], "title": ["A ledger"]}),
            "persons": pl.DataFrame(
                {
                    "id": ids,
                    "name": [f"Given{number} Family{number}" for number in range(people)],
                    "died": ["1940"] * people,
                }
            ),
            "statements": pl.DataFrame(
                {
                    "id": [f"t{number}" for number in range(n)],
                    "speaker": [pair[0] for pair in pairs],
                    "date": dates,
                    "setting": settings,
                    "source": ["s"] * n,
                }
            ),
            "claims": pl.DataFrame(
                {
                    "id": [f"c{number}" for number in range(n)],
                    "kind": ["accusation"] * n,
                    "text": [f"thing {number}" for number in range(n)],
                    "person": [pair[1] for pair in pairs],
                }
            ),
            "assertions": pl.DataFrame(
                {
                    "id": [f"a{number}" for number in range(n)],
                    "statement": [f"t{number}" for number in range(n)],
                    "claim": [f"c{number}" for number in range(n)],
                    "polarity": ["affirms"] * n,
                    "source": ["s"] * n,
                    "checked": ["recalled"] * n,
                }
            ),
        }
        return CaseFile.from_frames(Meta(**{"title": "A sheet", "origin": "recorded", **meta}), tables)

    return make
