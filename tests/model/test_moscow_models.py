"""Are the numbers of docs/moscow-models.md those of the packaged case file and of the packaged models?"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from showtrial.model.naming.asked import open_model, packaged_models
from showtrial.model.naming.results import fitted
from showtrial.record.packaged import open_case
from showtrial.record.views import confession_times, namings, subjects
from showtrial.record.when import with_bounds

PAGE = (Path(__file__).parents[2] / "docs" / "moscow-models.md").read_text(encoding="utf-8")
DAY = 1440


def table(head: str) -> list[list[str]]:
    """Rows of the table whose first cell of the header is `head`."""
    found = re.search(rf"^\| {re.escape(head)} \|.*\n\|[-:|]+\|\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert found, head
    return [
        [cell.strip().strip("`") for cell in line.strip("|\n").split("|")] for line in found[1].splitlines()
    ]


@pytest.fixture(scope="module")
def moscow():
    return open_case("moscow")


@pytest.fixture(scope="module")
def results(moscow):
    return {
        name: fitted(moscow, open_model(name), draws=0)
        for name in packaged_models()
        if name.startswith("moscow")
    }


def counted(case) -> list[int]:
    """What the first table of the page counts, in its order."""
    every = namings(case)
    said = every.filter(pl.col("polarity") == "incriminates")
    dated = said.filter(pl.col("hi") - pl.col("lo") <= DAY)
    inquiry = said.filter(pl.col("setting").is_in(["interrogation", "confrontation"]))
    persons = set(case["persons"].filter(pl.col("kind").fill_null("person") == "person")["id"])
    named = set(said["named"]) & persons
    arrests = with_bounds(subjects(case, "arrest"), case.calendar)
    exact = arrests.filter(pl.col("hi") - pl.col("lo") == DAY)
    status = confession_times(case)["status"].value_counts()
    by = dict(status.iter_rows())
    pairs = dated.filter(pl.col("namer") != pl.col("named")).join(
        exact.select(named="subject", taken="lo"), on="named"
    ).filter(pl.col("hi") <= pl.col("taken"))  # fmt: skip
    return [
        said.height,
        said.filter(pl.col("setting") == "open_court").height,
        inquiry.height,
        dated.height,
        len(named),
        len(named & set(arrests["subject"])),
        len(named & set(exact["subject"])),
        arrests.height,
        exact.height,
        case["charges"].height,
        by["dated"],
        by["first confessed in court"],
        by["arrest not dated"],
        by["none on record"],
        pairs.height,
        pairs["named"].n_unique(),
    ]


def test_what_the_record_holds(moscow):
    assert [int(row[1]) for row in table("what is counted")] == counted(moscow)
    assert counted(moscow)[-1] < 30  # else a reproduction number would have to be estimated
    assert f"{counted(moscow)[-2]} namings come before a dated arrest" in PAGE


def test_how_the_words_came_down(moscow):
    mediated = moscow["statements"].select("id", "mediation")
    rows = namings(moscow).join(mediated, left_on="statement", right_on="id")
    by = dict(rows["mediation"].value_counts().iter_rows())
    told = re.search(
        r"(\d+) as a summary by editors, (\d+) quoted[^,]*, (\d+) verbatim,\s(\d+) in an[^,]*, (\d+) in", PAGE
    )
    assert told
    wanted = ("editor_summary", "quoted", "verbatim", "interrogator_protocol", "translation")
    assert [int(each) for each in told.groups()] == [by[word] for word in wanted]


def test_estimates(results):
    head, *_ = re.findall(r"^\| effect \|(.*)\|$", PAGE, re.MULTILINE)
    models = [results[name.strip().strip("`")] for name in head.split("|")]
    rows = dict((row[0], row[1:]) for row in table("effect"))
    for label, value in (
        ("events", lambda one: one["events"]),
        ("persons who could be named", lambda one: one["actors"]),
        ("days", lambda one: one["days"]),
        ("speakers", lambda one: one["choice"]["clusters"]),
    ):
        assert [int(cell) for cell in rows.pop(label)] == [value(one) for one in models], label
    for place, (name, cells) in enumerate(rows.items()):
        for cell, one in zip(cells, models, strict=True):
            effect = one["choice"]["effects"][place]
            assert effect["name"] == name
            shown = [float(number) for number in re.findall(r"-?\d+\.\d+", cell)]
            assert shown == pytest.approx([effect["estimate"], effect["se_clustered"]], abs=0.0051), (
                name,
                one["model"],
            )


def test_nobody_names_one_person_on_two_days_in_the_later_trials(moscow):
    for case in ("seventeen-1937", "twenty-one-1938"):
        rows = namings(moscow).filter((pl.col("case") == case) & (pl.col("setting") == "open_court"))
        rows = rows.filter(pl.col("polarity") == "incriminates").unique(["namer", "named", "date"])
        assert rows.select("namer", "named").is_duplicated().sum() == 0


def test_waits(results):
    waits = results["moscow-waits"]["waits"]
    sides = [waits[key][side] for key in ("confessed", "all_charged") for side in ("before", "after")]
    for (_, n, median, cases), group in zip(table("arrested"), sides, strict=True):
        assert int(n) == group["n"]
        low, high = group["median_days"]
        assert [float(each) for each in median.split(" to ")] == ([low] if low == high else [low, high])
        assert cases == ", ".join(f"{name} {count}" for name, count in group["cases"].items())
    assert all(test["p"] < 0.001 for test in waits["confessed"]["logrank"].values())
