"""Do the parts of the audit in the report say what its findings say, once, and link what they rest on?"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html import unescape

import polars as pl
import pytest

from showtrial.audit.findings import Finding
from showtrial.audit.rules.ruleset import open_rules, packaged_rules
from showtrial.audit.run import Audit, audit
from showtrial.view.page import Page
from showtrial.view.report import report_html
from showtrial.view.sections import (
    conflicts,
    guarantees,
    independence,
    missing,
    profile,
    profiles,
    steps,
    timing,
)
from showtrial.view.sections.told import linked, whom
from showtrial.view.setting import set_sections

TRIAL = "night-masters"
MAKERS = (conflicts, independence, timing, guarantees, profile, missing)
_PART = re.compile(r'<section class="part" id="s-([a-z]+)-[^"]*".*?</section>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@pytest.fixture(scope="module")
def page(toy):
    return Page(toy, audit(toy, packaged_rules()["hr-baseline"]))


@pytest.fixture(scope="module")
def parts(toy_html):
    return {found[1]: found[0] for found in _PART.finditer(toy_html)}


def plain(html: str) -> str:
    return " ".join(
        unescape(_TAG.sub("", re.sub(r"</?(?:t[dhr]|p|li|h\d|summary)\b", r" \g<0>", html))).split()
    )


def silent(case, **more):
    return Page(case, Audit(header={}, findings=(), notices=(), **more))


def test_every_part_stands_in_the_page(parts):
    assert {"conflicts", "independence", "timing", "guarantees", "profile", "missing"} <= set(parts)


@pytest.mark.parametrize("maker", MAKERS)
def test_without_findings_there_is_no_part(toy, maker):
    assert maker.part(silent(toy), TRIAL) is None


def test_every_link_of_the_parts_leads_to_a_row(toy_html, parts):
    there = set(re.findall(r'\bid="([^"]*)"', toy_html))
    linked_to = {to for html in parts.values() for to in re.findall(r'href="#([^"]*)"', html)}
    assert len(linked_to) > 50
    assert linked_to <= there


def test_anchors_of_the_page_are_unique(toy_html):
    every = re.findall(r'\bid="([^"]*)"', toy_html)
    assert [each for each, n in Counter(every).items() if n > 1] == []


def test_each_contradiction_is_told_once_in_its_own_words(page, parts):
    told = [plain(each) for each in re.findall(r'<p class="told">(.*?)</p>', parts["conflicts"], re.DOTALL)]
    assert Counter(told) == Counter(each.text for each in page.findings["contradictions"])


def test_the_rows_of_each_contradiction_are_linked(page, parts):
    for each in page.findings["contradictions"]:
        missing_rows = [row for row in each.evidence if f'href="#r-{row}"' not in parts["conflicts"]]
        assert missing_rows == []


def test_the_sides_of_a_contradiction_stand_apart(page):
    groups = {group["id"]: group for group in conflicts.part(page, TRIAL).data["groups"]}
    opposite = groups["ch.tarn"]["rows"][0]
    assert [[row["id"] for row in side] for side in opposite["sides"]] == [["a.tarn-admits"], ["a.tarn-plea"]]
    place = next(row for row in groups["c.meeting"]["rows"] if row["kind"] == "K3")
    assert [row["id"] for row in place["facts"]] == ["weigh-house"]
    assert {row["value"] for row in groups["c.meeting"]["readings"]["c.meeting.place"]} == {
        "weigh-house",
        "new-weigh-house",
    }


def test_a_claim_of_two_trials_is_told_with_the_first(page):
    later = replace(page, audit=page.audit)
    later.__dict__["relied"] = {"first": page.relied[TRIAL], TRIAL: page.relied[TRIAL]}
    data = conflicts.part(later, TRIAL).data
    assert data["groups"] == []
    assert set(data["elsewhere"].values()) == {"first"}


def test_independence_shows_the_numbers_of_the_findings(page):
    shown = {
        (row["id"], level): (row["n"], count.low, count.high)
        for row in independence.part(page, TRIAL).data["claims"]
        for level, count in row["at"].items()
    }
    assert shown == {
        (each.subject, each.statistic.rpartition(" ")[2]): (each.denominator, each.low, each.high)
        for each in page.findings["independence"]
    }


def test_independence_says_what_is_shared_and_what_is_not_on_record(parts):
    said = plain(parts["independence"])
    assert "1, 2 share Piet Rusk as interrogator." in said
    assert "Not on record: the unit of all 2, the recorder of all 2." in said


def test_the_checklist_counts_what_the_findings_answer(page):
    counted = Counter(
        (each.statistic, each.value)
        for each in page.findings["fair_trial"]
        if not each.statistic.startswith("counts")
    )
    shown: Counter[tuple[str, str]] = Counter()
    for row in guarantees.part(page, TRIAL).data["rows"]:
        for name, side in zip(("own_law", "benchmark"), row["sides"], strict=True):
            for (value, _), n in side["counts"]:
                shown[f"{row['id']} {name}", value] += n
            assert sum(each["whom"]["n"] for each in side["told"]) == side["n"] == 3
    assert shown == counted


def test_a_benchmark_that_did_not_bind_is_never_violated(parts):
    cells = re.findall(r'<td data-l="benchmark">(.*?)</summary>', parts["guarantees"], re.DOTALL)
    assert len(cells) == 30
    assert sum("falls short" in plain(cell) for cell in cells) == 6
    assert not any("violated" in plain(cell) for cell in cells)


def test_citations_that_nobody_checked_are_marked(page, parts):
    unchecked = sum(
        each.text.count("[citation not checked]")
        for each in page.findings["fair_trial"]
        if each.subject == "ch.osk"
    )
    texts = parts["guarantees"].partition('id="benchmark-texts"')[2]
    assert texts.count("citation not checked") == unchecked > 10
    assert "[citation not checked]" not in parts["guarantees"]


def test_timing_tells_each_finding_for_each_accused(page, parts):
    data = timing.part(page, TRIAL).data
    assert sum(row["whom"]["n"] for row in data["groups"]) == 3
    assert "set an outcome (the table has each) for all 3 accused 2 to 27 hours before" in plain(
        parts["timing"]
    )
    table = {row["whom"]["named"][0]: (row["set"], row["sentence"]) for row in data["fixed"]}
    assert table["osk"] == ([("e.draft-agreed", "death", "equal")], "death")


def test_timing_draws_both_readings_of_an_hour(moscow):
    lines = steps._lines(silent(moscow), "sixteen-1936", {"pd.letter-outcome"})
    shown = {line["name"]: (line["lo"], line["when"]) for line in lines if line["id"] == "v.sixteen-1936"}
    assert shown["Verdict, another source"][0] - shown["Verdict"][0] == 12 * 60
    assert [line["lo"] for line in lines] == sorted(line["lo"] for line in lines)
    assert any(line["id"] == "pd.letter-outcome" for line in lines)


def test_the_profile_shows_every_number_and_no_sum(page, parts):
    data = profile.part(page, TRIAL).data
    shown = [row["code"] for group in data["groups"] for row in group["rows"]]
    shown += [row["code"] for row in (*data["items"], *data["silent"])]
    assert sorted(shown) == sorted(each.statistic for each in page.findings["profile"])
    words = plain(parts["profile"])
    assert "hours from the indictment to the hearing 24.02 to 71.98 hours" in words
    assert not re.search(r"\b(total|score|index)\b", words, re.IGNORECASE)


def test_gaps_name_the_cell_and_the_charge(toy):
    rules = open_rules("docs/examples/my-rules.toml")
    part = missing.part(Page(toy, audit(toy, rules, questions=["gaps"])), TRIAL)
    (gap,) = part.data["gaps"]
    assert (gap["row"], gap["column"], gap["n"], gap["more"]) == ("s.osk-court", "signed", 1, 0)
    assert gap["charges"] == [("osk", "ch.osk", "falls or survives")]


def test_what_is_not_coded_is_not_called_missing(toy):
    bare = toy.derived(
        {**dict(toy), "elements": toy["elements"].clear(), "inferences": toy["inferences"].clear()}
    )
    found = audit(bare, packaged_rules()["hr-baseline"], questions=["gaps", "predetermination"])
    data = missing.part(Page(bare, found), TRIAL).data
    assert data["uncoded"]["all"]
    assert data["n_uncoded"] == 3
    assert data["gaps"] == []


def test_hostile_words_stay_words(toy):
    bad = '<script>alert("x")</script> [osk]'
    named = pl.when(pl.col("id") == "c.broken").then(pl.lit(bad)).otherwise(pl.col("text")).alias("text")
    titled = (
        pl.when(pl.col("id") == "e.draft-agreed").then(pl.lit(bad)).otherwise(pl.col("title")).alias("title")
    )
    tables = {
        **dict(toy),
        "claims": toy["claims"].with_columns(named),
        "events": toy["events"].with_columns(titled),
    }
    html = report_html(set_sections(toy.derived(tables)))
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert") > 3


def test_sentences_are_cut_into_words_and_links(page):
    cut = linked("a.wedge shows it to Matis Osk [osk] in [c.broken]; the bell.", page, ["a.wedge"])
    assert [(piece.words, piece.to) for piece in cut] == [
        ("a.wedge", "r-a.wedge"),
        (" shows it to ", ""),
        ("Matis Osk", "r-osk"),
        (" in [", ""),
        ("c.broken", "r-c.broken"),
        ("]; the bell.", ""),
    ]
    assert [piece.words for piece in linked("osk is no row of this", page)] == ["osk is no row of this"]


def test_for_whom_is_said_as_shortly_as_it_can_be(moscow):
    found = silent(moscow)
    ids = [row["id"] for row in found.charges["sixteen-1936"]]
    assert whom(found, "sixteen-1936", ids)["all"]
    most = whom(found, "sixteen-1936", ids[2:])
    assert (most["n"], most["of"], len(most["but"]), most["named"]) == (14, 16, 2, ())
    assert len(whom(found, "sixteen-1936", ids[:3])["named"]) == 3


def test_no_verdict_is_given(parts):
    for name in ("conflicts", "independence", "timing", "guarantees", "profile", "missing"):
        own = re.sub(r"<q>.*?</q>|“[^”]*”", "", parts[name], flags=re.DOTALL)
        assert not re.search(r"\b(guilty|innocent|proved|proven|liar)\b", plain(own)), name


def test_findings_of_other_trials_stay_out(page):
    stray = Finding(question="profile", subject="elsewhere", statistic="A2", value="1", text="A2: x: 1 of 1.")
    other = Page(page.case, replace(page.audit, findings=(*page.audit.findings, stray)))
    assert profile.part(other, TRIAL).data["n"] == profile.part(page, TRIAL).data["n"]


def test_trials_stand_side_by_side_where_two_have_a_share(page):
    assert profiles.overview(page) is None
    own = page.findings["profile"]
    more = tuple(replace(each, subject="other") for each in own if each.statistic in ("A2", "E1"))
    both = Page(page.case, replace(page.audit, findings=(*page.audit.findings, *more)))
    both.__dict__["cases"] = {**page.cases, "other": "Another trial"}
    both.__dict__["case_labels"] = {**page.case_labels, "other": "Another trial"}
    section = profiles.overview(both)
    assert section.data["n"] == 2
    assert "E1: pairs of accused without a tie on record before arrest: " in section.figures[0].alt
    assert section.figures[0].n == 4
