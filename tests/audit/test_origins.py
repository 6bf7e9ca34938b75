"""Where statements come from: tokens, what is missing, what flows, and which lie outside the prosecution."""

from __future__ import annotations

import hashlib
import time

import pytest

from showtrial.audit.facts import independent_facts
from showtrial.audit.origins import LEVELS, Origin, disjoint, origins
from showtrial.audit.shingles import derivations, proposals, shingles
from showtrial.record.casefile import CaseFile
from showtrial.record.packaged import open_case
from tests.small import META, frame

WORDS = "on the ninth of may in the house by the river the letters were handed over to a man in grey"


def held(**extra) -> CaseFile:
    """Two prisoners and their statements s1 (anna, by rusk) and s2 (bert); `extra` adds or replaces tables."""
    tables = {
        "sources": frame({"id": "s", "title": "The ledger"}, {"id": "log", "title": "A log"}),
        "persons": frame(
            *({"id": p, "name": p.title(), "died": "1938", "source": "s"} for p in ("anna", "bert", "carl", "rusk", "quill")),
            *({"id": p, "name": p.title(), "kind": "body", "source": "s"} for p in ("desk", "office")),
        ),
        "cases": frame({"id": "k", "name": "The case", "source": "s"}),
        "ties": frame(
            {"a": "rusk", "b": "desk", "kind": "member of", "source": "s"},
            {"a": "desk", "b": "office", "kind": "part of", "source": "s"},
        ),
        "statements": frame(
            {"id": "s1", "speaker": "anna", "by": "rusk", "date": "1936-07-01", "setting": "interrogation", "case": "k", "source": "s"},
            {"id": "s2", "speaker": "bert", "date": "1936-07-05", "setting": "interrogation", "case": "k", "source": "s"},
        ),
        "claims": frame({"id": "c1", "kind": "story", "text": "letters were handed over"}),
        "assertions": frame(
            {"id": "a1", "statement": "s1", "claim": "c1", "polarity": "affirms", "source": "s"},
            {"id": "a2", "statement": "s2", "claim": "c1", "polarity": "affirms", "source": "s"},
        ),
    }  # fmt: skip
    return CaseFile.from_frames(META, {**tables, **extra})


def one(**cells) -> Origin:
    """The origin of an assertion by Anna whose statement has these cells."""
    row = {
        "id": "s1",
        "speaker": "anna",
        "setting": "interrogation",
        "date": "1936-07-01",
        "source": "s",
        **cells,
    }
    rows = [row, {"id": "s2", "speaker": "bert", "setting": "free", "source": "s"}]
    return origins(held(statements=frame(*rows)))["a1"]


def link(start: str, to: str, kind: str) -> dict[str, object]:
    return {"links": frame({"from": start, "to": to, "kind": kind, "source": "s"})}


def test_own_tokens():
    found = origins(held())
    assert found["a1"] == Origin(
        frozenset({"person:anna", "doc:s1", "int:rusk", "unit:desk", "agency:office"})
    )
    assert found["a2"] == Origin(frozenset({"person:bert", "doc:s2"}), frozenset({"int", "unit", "agency"}))


def test_levels_keep_more_and_more():
    sizes = [len(origins(held())["a1"].at(level).tokens) for level in LEVELS]
    assert sizes == [2, 3, 4, 5]
    with pytest.raises(ValueError, match="wanted one of"):
        Origin().at("country")


def test_a_body_that_asked_leaves_the_interrogator_open():
    assert one(by="desk") == Origin(
        frozenset({"person:anna", "doc:s1", "unit:desk", "agency:office"}), frozenset({"int"})
    )
    assert one(by="office").missing == {"int", "unit"}
    assert one(by="quill").missing == {"unit", "agency"}


def test_none_is_not_missing():
    assert one(by="none").missing == frozenset()
    assert one(speaker="none", setting="record") == Origin(frozenset({"log:s1"}))


@pytest.mark.parametrize("setting", ["free", "press", "literature", "record", "judgment"])
def test_where_nobody_interrogates_nothing_is_missing(setting):
    assert one(setting=setting).missing == frozenset()


def test_papers_need_no_speaker_but_testimony_does():
    assert one(speaker=None, setting="press") == Origin(frozenset({"press:s1"}))
    assert "person" in one(speaker=None, speaker_as_written="a clerk").missing


def test_an_editor_without_a_name_is_missing():
    assert "ed" in one(by="none", mediation="editor_summary").missing
    assert "ed" not in one(setting="literature", mediation="edited").missing


def test_recorders_and_editors():
    roles = frame(
        {"act": "s1", "person": "quill", "role": "recorder"},
        {"act": "s1", "person": "rusk", "role": "editor"},
        {"act": "s2", "role": "recorder", "as_written": "a clerk"},
        {"act": "s2", "person": "none", "role": "editor"},
        {"act": "s2", "role": "interrogator", "as_written": "two officers"},
    )
    found = origins(held(roles=roles))
    assert {"rec:quill", "ed:rusk"} <= found["a1"].tokens
    assert found["a2"].missing == {"rec", "int", "unit", "agency"}


def test_a_letter_from_abroad_or_from_before_the_arrest_was_asked_for_by_nobody():
    letter = {"id": "s1", "speaker": "anna", "setting": "letter", "date": "1936-07-01", "source": "s"}
    other = {"id": "s2", "speaker": "bert", "setting": "letter", "source": "s"}
    rows = {"statements": frame(letter, other)}
    assert "int" in origins(held(**rows))["a1"].missing
    abroad = frame(
        {"person": "anna", "kind": "residence", "value": "abroad", "date": "1930/1937", "source": "s"}
    )
    assert not origins(held(**rows, traits=abroad))["a1"].missing
    for date, free in (("1936-07-02", True), ("1936-07", False), ("1936-06", False)):
        arrest = frame({"id": "e", "kind": "arrest", "person": "anna", "date": date, "source": "s"})
        assert ("int" not in origins(held(**rows, events=arrest))["a1"].missing) is free


def test_a_tie_that_ended_before_gives_no_body():
    ties = frame({"a": "rusk", "b": "desk", "kind": "member of", "date": "1930/1935", "source": "s"})
    assert origins(held(ties=ties))["a1"].missing == {"unit", "agency"}


@pytest.mark.parametrize("kind", ["quotes", "shown_to", "read_to", "dictated", "copied", "translated"])
@pytest.mark.parametrize(("start", "to"), [("s2", "s1"), ("a2", "a1"), ("a2", "s1"), ("s2", "a1")])
def test_tokens_flow_from_the_earlier_to_the_later(kind, start, to):
    found = origins(held(**link(start, to, kind)))
    assert found["a1"].tokens <= found["a2"].tokens
    assert found["a1"] == origins(held())["a1"]


def test_tokens_flow_along_chains_and_rings_and_so_does_what_is_missing():
    rows = frame(
        *({"id": f"s{i}", "speaker": p, "by": "none", "setting": "interrogation", "source": "s"} for i, p in enumerate(("carl", "anna"))),
        {"id": "s2", "speaker": "bert", "setting": "interrogation", "source": "s"},
    )  # fmt: skip
    links = frame(
        {"from": "s1", "to": "s0", "kind": "quotes", "source": "s"},
        {"from": "s0", "to": "s2", "kind": "read_to", "source": "s"},
        {"from": "s2", "to": "s1", "kind": "shown_to", "source": "s"},
    )
    found = origins(held(statements=rows, links=links))
    assert (
        found["a1"].tokens
        == found["a2"].tokens
        == {*("person:anna", "person:bert", "person:carl"), *("doc:s0", "doc:s1", "doc:s2")}
    )
    assert found["a1"].missing == {"int", "unit", "agency"}


def test_sources_events_and_persons_give_tokens():
    events = frame({"id": "e", "kind": "trial", "source": "s"})
    links = frame(
        {"from": "s1", "to": "log", "kind": "quotes", "source": "s"},
        {"from": "s1", "to": "e", "kind": "quotes", "source": "s"},
        {"from": "s1", "to": "quill", "kind": "dictated", "source": "s"},
    )
    assert {"log:log", "obs:e", "ed:quill"} <= origins(held(events=events, links=links))["a1"].tokens


def test_other_links_carry_nothing():
    assert origins(held(**link("s2", "s1", "led_to_discovery"))) == origins(held())


def test_perhaps_the_same_counts_in_the_strict_run_only():
    case = held(**link("s2", "s1", "perhaps_same_as"))
    assert origins(case) == origins(held())
    assert origins(case, strict=True)["a1"].tokens == origins(case, strict=True)["a2"].tokens


def confrontation(date: str, later: str) -> CaseFile:
    rows = frame(
        {
            "id": "s1",
            "speaker": "anna",
            "by": "rusk",
            "date": date,
            "setting": "confrontation",
            "source": "s",
        },
        {
            "id": "s2",
            "speaker": "bert",
            "by": "none",
            "date": later,
            "setting": "interrogation",
            "source": "s",
        },
        {
            "id": "s3",
            "speaker": "anna",
            "by": "none",
            "date": later,
            "setting": "interrogation",
            "source": "s",
        },
    )
    said = frame(
        *(
            {"id": f"a{i}", "statement": f"s{i}", "claim": "c1", "polarity": "affirms", "source": "s"}
            for i in (1, 2, 3)
        )
    )
    roles = frame({"act": "s1", "person": "bert", "role": "confronted"})
    return held(statements=rows, assertions=said, roles=roles)


def test_after_a_confrontation_each_inherits_from_the_other():
    found = origins(confrontation("1936-07-01", "1936-07-02"))
    assert {"person:anna", "doc:s1", "int:rusk"} <= found["a2"].tokens
    assert "person:bert" in found["a3"].tokens
    assert "person:bert" not in found["a1"].tokens


def test_before_a_confrontation_nothing_is_inherited_and_on_the_same_day_perhaps():
    assert origins(confrontation("1936-07-02", "1936-07-01"), strict=True)["a2"].tokens == {
        "person:bert",
        "doc:s2",
    }
    same = confrontation("1936-07-01", "1936-07-01")
    assert origins(same)["a2"].tokens == {"person:bert", "doc:s2"}
    assert "person:anna" in origins(same, strict=True)["a2"].tokens


def test_disjoint_is_three_valued():
    a = Origin(frozenset({"person:a", "int:i"}))
    b = Origin(frozenset({"person:b"}), frozenset({"int"}))
    c = Origin(frozenset({"person:c"}))
    assert disjoint(a, b, "person") is True
    assert disjoint(a, b, "interrogator") is None
    assert disjoint(b, Origin(frozenset({"person:d"}), frozenset({"int"})), "interrogator") is None
    assert disjoint(b, c, "agency") is True
    assert disjoint(a, Origin(frozenset({"int:i"})), "interrogator") is False


def test_an_unknown_unit_is_of_its_own_agency():
    a = Origin(frozenset({"int:a", "agency:x"}), frozenset({"unit"}))
    b = Origin(frozenset({"int:b", "agency:y"}), frozenset({"unit"}))
    assert disjoint(a, b, "unit") is True
    assert disjoint(a, Origin(frozenset({"int:b", "agency:x"}), frozenset({"unit"})), "unit") is None
    assert disjoint(a, Origin(frozenset({"int:b"}), frozenset({"unit", "agency"})), "unit") is None


# --- proposals ---------------------------------------------------------------------------------------


def test_shingles_are_runs_of_words():
    assert len(shingles(WORDS)) == len(WORDS.split()) - 11
    assert shingles("too short") == frozenset()
    assert shingles(WORDS.upper().replace(" ", ", ")) == shingles(WORDS)


def worded(first: str, second: str, **cells) -> CaseFile:
    row = {"setting": "free", "source": "s", "speaker": "anna", "date": "1936-07-01"}
    other = {**row, "speaker": "bert", "date": "1936-07-05", **cells}
    return held(statements=frame({"id": "s1", "text": first, **row}, {"id": "s2", "text": second, **other}))


def test_a_long_overlap_is_proposed_and_counts_in_the_strict_run_only():
    case = worded(WORDS, "I say: " + WORDS)
    (found,) = proposals(case)
    assert (found.later, found.earlier, found.shared) == ("s2", "s1", len(shingles(WORDS)))
    assert found.example in WORDS
    assert "person:anna" not in origins(case)["a2"].tokens
    assert "person:anna" in origins(case, strict=True)["a2"].tokens
    assert ("s2", "s1", False) in set(derivations(case, strict=True))


def test_what_is_not_proposed():
    assert proposals(worded(WORDS, "another thing altogether")) == ()
    assert proposals(worded(WORDS, WORDS, speaker="anna")) == ()
    twelve = " ".join(WORDS.split()[:12])
    assert proposals(worded(twelve, twelve)) == ()  # one shared shingle is not two


def test_without_an_order_both_ways_are_proposed():
    assert {(p.later, p.earlier) for p in proposals(worded(WORDS, WORDS, date=None))} == {
        ("s1", "s2"),
        ("s2", "s1"),
    }


def test_wording_is_taken_from_the_text_of_the_source():
    text = f"Anna: {WORDS}. Bert: {WORDS}."
    first, second = text.index(WORDS), text.rindex(WORDS)
    rows = [
        {
            "id": "s1",
            "speaker": "anna",
            "setting": "free",
            "text": "coder's words",
            "source": "s",
            "locator": f"#{first}-{first + len(WORDS)}",
        },
        {
            "id": "s2",
            "speaker": "bert",
            "setting": "free",
            "source": "s",
            "locator": f"#{second}-{second + len(WORDS)}",
        },
    ]
    sources = frame(
        {
            "id": "s",
            "title": "The ledger",
            "text_file": "s.txt",
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
        }
    )
    case = held()
    tables = {name: table for name, table in case.items() if table.height} | {"sources": sources}
    tables.pop("links", None)
    made = CaseFile.from_frames(META, {**tables, "statements": frame(*rows)}, {"s.txt": text})
    assert len(proposals(made)) == 2
    rows[1]["locator"] = rows[0]["locator"]
    same = CaseFile.from_frames(META, {**tables, "statements": frame(*rows)}, {"s.txt": text})
    assert proposals(same) == ()


# --- independent facts -------------------------------------------------------------------------------


def outside(**cells) -> bool:
    """Whether an assertion of Carl, in a case that accuses Anna, is an independent fact."""
    row = {"id": "s1", "speaker": "carl", "setting": "free", "date": "1936-07-01", "source": "s", **cells}
    said = {"polarity": "affirms", "source": "s", "statement": "s1", "claim": "c1"}
    tables = {
        "statements": frame(
            row, {"id": "s2", "speaker": "anna", "by": "rusk", "setting": "interrogation", "source": "s"}
        ),
        "assertions": frame({"id": "a1", **said}, {"id": "a2", **said, "statement": "s2"}),
        "charges": frame({"id": "ch", "case": "k", "accused": "anna", "source": "s"}),
    }
    found = independent_facts(held(**tables))
    assert "a2" not in found
    return "a1" in found


def test_a_free_witness_and_a_paper_are_outside():
    assert outside()
    assert outside(speaker=None, setting="press")
    assert outside(speaker=None, setting="record")
    assert outside(setting="literature")


@pytest.mark.parametrize("speaker", [None, "none"])
def test_a_book_without_a_speaker_is_no_fact_by_itself(speaker):
    book = {"setting": "literature", "source": "s", "speaker": speaker}
    rows = frame({"id": "s1", **book}, {"id": "s2", **book})
    events = frame({"id": "e", "kind": "other", "source": "s"})
    assert independent_facts(held(statements=rows)) == frozenset()
    assert independent_facts(held(statements=rows, **link("s1", "s2", "quotes"))) == frozenset()
    for quoted in ("log", "e"):
        assert independent_facts(held(statements=rows, events=events, **link("s1", quoted, "quotes"))) == {
            "a1"
        }
    edited = link("s1", "quill", "dictated")
    assert independent_facts(held(statements=rows, **edited)) == frozenset()


def test_the_article_of_the_moscow_case_is_a_secondary_text():
    case = open_case("moscow")
    facts = independent_facts(case)
    article = set(case["assertions"].filter(case["assertions"]["statement"] == "s.article")["id"])
    assert {"as.q01", "as.q46"} <= article
    assert facts
    assert not facts & article


@pytest.mark.parametrize(
    "cells",
    [
        {"speaker": "anna"},
        {"speaker": "rusk"},
        {"setting": "interrogation"},
        {"setting": "interrogation", "by": "rusk"},
        {"setting": "testimony"},
        {"setting": "letter"},
        {"setting": "open_court", "by": "none", "mediation": "editor_summary"},
    ],
)
def test_the_accused_the_prosecution_and_what_is_not_on_record_are_not(cells):
    assert not outside(**cells)


def test_what_draws_on_a_prisoner_is_no_independent_fact():
    rows = frame(
        {"id": "s1", "speaker": "carl", "setting": "free", "source": "s"},
        {"id": "s2", "speaker": "anna", "by": "rusk", "setting": "interrogation", "source": "s"},
    )
    charges = frame({"id": "ch", "case": "k", "accused": "anna", "source": "s"})
    assert independent_facts(held(statements=rows, charges=charges)) == {"a1"}
    for kind in ("quotes", "perhaps_same_as"):
        assert (
            independent_facts(held(statements=rows, charges=charges, **link("s1", "s2", kind))) == frozenset()
        )


def test_who_argues_states_no_fact():
    for cells, kept in (
        ({"kind": "prosecutor"}, False),
        ({"mood": "ability"}, False),
        ({"polarity": "silent"}, False),
        ({"polarity": "denies"}, True),
    ):
        said = frame(
            {"id": "a1", "statement": "s1", "claim": "c1", "polarity": "affirms", "source": "s", **cells}
        )
        rows = frame({"id": "s1", "speaker": "carl", "setting": "free", "source": "s"})
        assert (independent_facts(held(statements=rows, assertions=said)) == {"a1"}) is kept


@pytest.mark.parametrize("name", ["moscow", "toy"])
def test_packaged_cases(name):
    case = open_case(name)
    start = time.process_time()
    sure, strict, facts = origins(case), origins(case, strict=True), independent_facts(case)
    assert time.process_time() - start < 2
    assert set(sure) == set(strict) == set(case["assertions"]["id"])
    for assertion, origin in sure.items():
        assert origin.tokens <= strict[assertion].tokens
        assert origin.missing <= strict[assertion].missing
    accused = set(case["charges"]["accused"])
    spoke = dict(case["statements"].select("id", "speaker").iter_rows())
    for assertion, statement in case["assertions"].select("id", "statement").iter_rows():
        assert not (assertion in facts and spoke[statement] in accused)


def test_rows_in_another_order_change_nothing():
    case = open_case("moscow")
    shuffled = {
        name: table.sample(fraction=1, shuffle=True, seed=3) for name, table in case.items() if table.height
    }
    assert origins(case.replace(shuffled), strict=True) == origins(case, strict=True)
