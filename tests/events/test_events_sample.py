"""Is the part [events] of a model file read as it is meant, and is every slip told at once?"""

from __future__ import annotations

import datetime
from dataclasses import fields
from pathlib import Path

import pytest

from showtrial.errors import SchemaError
from showtrial.events.sample import STATES, Sample, sample_of

GOOD = {"kind": "denunciation", "ties": "batch"}


def problems(mapping) -> list[str]:
    with pytest.raises(SchemaError) as caught:
        sample_of(mapping, "my.toml")
    return [str(problem) for problem in caught.value.problems]


def test_few_keys_are_needed():
    assert sample_of(GOOD, "my.toml") == Sample(kind="denunciation", ties="batch")


def test_one_word_or_many():
    given = {**GOOD, "case": "k", "removed": ["held", "dead"], "since": datetime.date(1335, 1, 20)}
    sample = sample_of(given, "my.toml")
    assert (sample.case, sample.removed, sample.since) == (("k",), ("held", "dead"), "1335-01-20")


def test_all_slips_at_once():
    found = problems(
        {"kind": "denounciation", "sender": "all", "receivers": 3, "without": [1], "silenced": "ded"}
    )
    assert found == [
        "my.toml:events.kind  'denounciation'; wanted denunciation, accusation or exculpation; did you mean 'denunciation'?",
        "my.toml:events.sender  an unknown key; wanted a key of [events]; did you mean 'senders'?",
        "my.toml:events.receivers  '3'; wanted all, named, kin or fellows",
        "my.toml:events.without  '[1]'; wanted a text or a list of texts",
        "my.toml:events.silenced  'ded'; wanted " + ", ".join(STATES[:-1]) + " or dead; did you mean 'dead'?",
        'my.toml:events.ties  nothing; wanted batch, deposition, random or given; '
        'the order within a day is a choice that you make: add ties = "batch"',
    ]  # fmt: skip


@pytest.mark.parametrize("value", [["batch"], {"a": 1}, None, 1.5, True])
def test_a_word_of_another_type_is_no_word(value):
    assert problems({**GOOD, "ties": value})[0].startswith("my.toml:events.ties  ")


def test_a_day_of_another_type_is_no_day():
    assert problems({**GOOD, "since": 1335}) == [
        "my.toml:events.since  '1335'; wanted a day, as \"1335-01-20\""
    ]


def test_every_key_and_every_state_is_described():
    page = (Path(__file__).parents[2] / "docs" / "events.md").read_text(encoding="utf-8")
    assert [each.name for each in fields(Sample) if f"| `{each.name}` |" not in page] == []
    assert [state for state in STATES if f"| `{state}` |" not in page] == []
