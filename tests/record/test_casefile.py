"""Is a case file its content, and nothing but its content?"""

from __future__ import annotations

import polars as pl
import pytest
from small import META, draft, frame, small, tables, with_row

from showtrial.errors import SchemaError
from showtrial.record.casefile import CaseFile
from showtrial.record.meta import Meta, dump_meta, load_meta
from showtrial.record.schema import schema
from showtrial.record.window import window


def test_every_table_has_every_column_in_its_type():
    case = small()
    for name, table in schema().tables.items():
        assert dict(case[name].schema) == table.dtypes


def test_equality_is_by_content():
    held = tables()
    shuffled = {name: each.reverse().select(sorted(each.columns)) for name, each in held.items()}
    assert CaseFile.from_frames(META, shuffled) == small()
    assert hash(CaseFile.from_frames(META, shuffled)) == hash(small())
    assert small(**with_row("sources", id="s2", title="Another")) != small()
    assert small() != "a case"


def test_an_empty_text_is_not_on_record():
    persons = tables()["persons"].with_columns(name_native=pl.lit(""))
    assert small(persons=persons) == small()


def test_replace_leaves_the_old_one_alone():
    case = small()
    other = case.replace({"persons": case["persons"].with_columns(who=pl.lit("a clerk"))})
    assert case == small()
    assert other != case
    assert other.replace({"persons": case["persons"]}) == case
    with pytest.raises(TypeError):
        case["persons"] = other["persons"]


def test_an_invalid_one_cannot_be_made():
    with pytest.raises(SchemaError) as caught:
        small(**with_row("events", kind="arest", person="nobody-known", source="s"))
    assert len(caught.value.problems) == 2


def test_own_columns_are_kept():
    persons = tables()["persons"].with_columns(x_coder=pl.lit("ab"))
    assert small(persons=persons)["persons"]["x_coder"].to_list() == ["ab", "ab"]


def test_the_hash_knows_meta_and_texts():
    case = small()
    assert case.replace(texts={"a.txt": "words"}).sha256 != case.sha256
    renamed = Meta(**{**META.as_dict(), "title": "Another"})
    assert case.replace(meta=renamed).sha256 != case.sha256


def test_meta_comes_back():
    meta = Meta(
        title='Quotes " and – dashes',
        origin="simulated",
        authors=("A", "Б"),
        reviewed=False,
        times={"evening": "18:00/24:00"},
        dates={"end of 1932": "1932-10/1932-12"},
        seasons={"21": (3, 5)},
        vocabulary={"events.kind": ("plenum",)},
        provenance=({"software": "showtrial", "seed": 7, "parameters": {"n": [1, 2]}},),
    )
    assert load_meta(dump_meta(meta)) == meta


def test_window_keeps_what_can_have_happened_then():
    june = window(small(), "1936-06", "1936-06")
    assert june["events"].height == 0
    assert june["statements"]["id"].to_list() == ["st1"]
    assert sorted(june["assertions"]["id"]) == ["a1", "a2"]
    assert june["charges"]["verdict"].to_list() == [None]
    trial = window(small(), "1936-08-20", "1936-08-20")
    assert trial["events"]["id"].to_list() == ["e2"]
    assert trial["claims"].height == 0
    everything = window(small(), "1900", "2000")
    assert everything == small()


def test_window_keeps_claims_that_nobody_makes_in_statements():
    case = small(**with_row("claims", id="c9", kind="presence", person="karl", date="1936-01"))
    assert "c9" in window(case, "1936-08", "1936-08")["claims"]["id"].to_list()


def test_a_purpose_for_the_living_is_kept():
    persons = {"persons": frame(*tables()["persons"].to_dicts(), {"id": "x", "name": "X", "born": "1990"})}
    case = CaseFile(draft(**persons), allow_living="a seminar")
    assert case.meta.living_purpose == "a seminar"
    assert case.replace() == case
