"""Is a number given only where the pairs carry one, and is it the share that the definition says?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from small import frame, small, tables

from showtrial.errors import ModelError
from showtrial.model.naming.asked import load_model
from showtrial.model.naming.results import fitted, result_text
from showtrial.model.reproduction import Reproduction, reproduced
from showtrial.record.packaged import open_case

PAGE = Path(__file__).parents[2] / "docs" / "moscow-models.md"


def chain(of: dict[str, list[str]], days: dict[str, str]):
    """A case file in which each key names the others on the day after its arrest."""
    persons = [{"id": who, "name": who, "died": "1950", "source": "s"} for who in days]
    arrests = [
        {"id": f"a{who}", "kind": "arrest", "person": who, "date": f"1937-{day}", "source": "s"}
        for who, day in days.items()
    ]
    claims = [{"id": f"c{who}", "kind": "accusation", "person": who} for who in days]
    said, acts = [], []
    for who, named in of.items():
        month, day = days[who].split("-")
        said.append({"id": f"s{who}", "case": "k", "speaker": who, "date": f"1937-{month}-{int(day) + 1:02d}",
                     "setting": "interrogation", "source": "s"})  # fmt: skip
        acts += [
            {"id": f"n{who}{other}", "statement": f"s{who}", "claim": f"c{other}", "polarity": "affirms",
             "source": "s"}
            for other in named
        ]  # fmt: skip
    return small(persons=frame(*persons), events=frame(*arrests), claims=frame(*claims), charges=tables()["charges"].clear(),
                 statements=frame(*said), assertions=frame(*acts))  # fmt: skip


def star(n: int):
    """Two who were arrested in January and name n others, arrested in March; half are named by both."""
    others = [f"p{k}" for k in range(n)]
    days = {"x": "01-01", "y": "01-05"} | dict.fromkeys(others, "03-01")
    return chain({"x": others, "y": others[: n // 2]}, days)


def test_few_pairs_give_a_table_and_no_number():
    found = reproduced(star(29), Reproduction())
    assert (found["pairs"], found["wanted"], found["number"]) == (29, 30, None)
    assert [row["n"] for row in found["rows"]] == [43, 43, 29, 29, 29, 29, 29]


def test_enough_pairs_give_the_share_of_each():
    found = reproduced(star(30), Reproduction(), seed=2)
    number = found["number"]
    # 30 arrests follow two of 32 arrested; x has 15 of them alone and half of 15, y half of 15
    assert number["mean"] == pytest.approx(30 / 32)
    assert number["low"] <= number["mean"] <= number["high"]
    assert number["persons"] == 32
    assert number == reproduced(star(30), Reproduction(), seed=2)["number"]


def test_who_was_named_by_nobody_arrested_before_is_no_pair():
    case = chain({"y": ["p0"], "p0": ["y"]}, {"y": "05-01", "p0": "03-01"})
    found = reproduced(case, Reproduction())
    # p0 was arrested before y spoke; y after p0 had
    assert found["pairs"] == 1


def test_of_moscow_as_the_page_says():
    found = fitted(open_case("moscow"), load_model('title = "t"\n[reproduction]\n', "m.toml"))
    text = result_text(found)
    pairs = found["reproduction"]["pairs"]
    assert f"no number: {pairs} pairs are on record, and fewer than 30 carry none" in text
    assert f"{pairs} pairs" in re.sub(r"\s+", " ", PAGE.read_text(encoding="utf-8"))


def test_an_unknown_case_is_one_line():
    with pytest.raises(ModelError, match="'bells'; wanted an id of cases"):
        reproduced(open_case("toy"), Reproduction(case=("bells",)))
