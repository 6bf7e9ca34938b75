"""Do the properties hold that the method promises, on case files nobody thought of?"""

from __future__ import annotations

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.cases import RULES, cases
from showtrial.audit.gaps import gaps
from showtrial.audit.remains import remains
from showtrial.audit.rules.ruleset import packaged_rules
from showtrial.audit.worlds import Variants, evaluate
from showtrial.record.readings import under
from tests.naive import worlds as naive

N = len(RULES.rules)
quick = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def bits(case, run="strict", rules=RULES):
    return evaluate(Variants(case), "k", rules).bits(run)


@quick
@given(cases())
def test_1_every_world_equals_the_naive_one(case):
    worlds = evaluate(Variants(case), "k", RULES)
    names = [rule.id for rule in RULES.rules]
    for run in ("strict", "lenient"):
        for world in range(1 << N):
            on = {name for at, name in enumerate(names) if world >> at & 1}
            assert bool(worlds.bits(run)[0] >> world & 1) == naive.supported(worlds.admissions[0], on, run), (
                run,
                on,
            )


@quick
@given(cases())
def test_2_a_rule_never_adds_support(case):
    for run in ("strict", "lenient"):
        table = bits(case, run)[0]
        for rule in range(N):
            for world in range(1 << N):
                if not world >> rule & 1:
                    assert (table >> world & 1) >= (table >> (world | 1 << rule) & 1)


@quick
@given(cases(), st.data())
def test_3_removing_an_affirmation_never_adds_support(case, data):
    affirming = case["assertions"].filter(pl.col("polarity") == "affirms")["id"].to_list()
    if not affirming:
        return
    gone = data.draw(st.sampled_from(affirming))
    kept = case["assertions"].filter(pl.col("id") != gone)
    links = case["links"].filter((pl.col("from") != gone) & (pl.col("to") != gone))
    less = case.derived({"assertions": kept, "links": links})
    for run in ("strict", "lenient"):
        assert bits(less, run)[0] & ~bits(case, run)[0] == 0


@quick
@given(cases(), st.sampled_from(["c1", "c2", "c3"]))
def test_4_an_assertion_that_brings_nothing_else_never_removes_support(case, claim):
    """A new speaker, no date, no pressure, no link: no stance, contradiction or derivation comes with it."""
    statement = {"id": "st.new", "case": "t", "speaker": "new", "setting": "open_court", "source": "s"}
    assertion = {
        "id": "new1",
        "statement": "st.new",
        "claim": claim,
        "polarity": "affirms",
        "kind": "witness",
        "source": "s",
    }
    more = case.derived(
        {
            "persons": _with(case["persons"], {"id": "new", "name": "New"}),
            "statements": _with(case["statements"], statement),
            "assertions": _with(case["assertions"], assertion),
        }
    )
    for run in ("strict", "lenient"):
        assert bits(case, run)[0] & ~bits(more, run)[0] == 0


def _with(table, row):
    return pl.concat([table, pl.DataFrame([row], schema=table.schema)])


@quick
@given(cases())
def test_7_strict_lies_within_lenient(case):
    assert bits(case, "strict")[0] & ~bits(case, "lenient")[0] == 0


@quick
@given(cases(), st.sampled_from(["none_found", "alleged", "documented", "established"]))
def test_7_filling_an_unknown_lands_between(case, grade):
    events = case["events"].with_columns(
        pl.col("grade").fill_null(pl.when(pl.col("kind") == "pressure").then(pl.lit(grade)))
    )
    filled = case.derived({"events": events})
    assert bits(case, "strict")[0] & ~bits(filled, "strict")[0] == 0
    assert bits(filled, "lenient")[0] & ~bits(case, "lenient")[0] == 0


@quick
@given(cases())
def test_11_row_order_changes_nothing(case):
    turned = case.derived({name: table.reverse() for name, table in case.items()})
    for run in ("strict", "lenient"):
        assert bits(turned, run) == bits(case, run)
    assert [gap.field for gap in gaps([evaluate(Variants(turned), "k", RULES)])] == [
        gap.field for gap in gaps([evaluate(Variants(case), "k", RULES)])
    ]


@quick
@given(cases())
def test_11_names_change_only_names(case):
    def renamed(frame):
        columns = [name for name, kind in frame.schema.items() if kind == pl.String]
        ids = {name for name in ("a0", "a1", "a2", "c1", "c2", "c3", "e1", "e2")}
        return frame.with_columns(
            pl.col(columns).replace({name: f"zz{ord(name[0])}{9 - int(name[1])}" for name in ids})
        )

    other = case.derived({name: renamed(table) for name, table in case.items()})
    for run in ("strict", "lenient"):
        assert bits(other, run) == bits(case, run)


@quick
@given(cases())
def test_14_a_search_on_record_never_takes_support_away(case):
    about = case["statements"]["speaker"][0]
    found = pl.DataFrame({"id": ["se"], "about": [about], "event_kind": ["pressure"]})
    searched = case.replace({"searches": found})
    for run in ("strict", "lenient"):
        assert bits(case, run)[0] & ~bits(searched, run)[0] == 0


@quick
@given(cases(), st.sampled_from(["documented", "alleged"]))
def test_18_a_reading_is_the_case_with_it_written_in(case, value):
    events = case["events"].filter(pl.col("kind") == "pressure")
    if not events.height or events["grade"][0] in (None, value):
        return
    row, stored = events["id"][0], events["grade"][0]
    rows = {"row": [row, row], "column": ["grade", "grade"], "value": [stored, value]}
    disputed = case.replace({"readings": pl.DataFrame(rows)})
    worlds = evaluate(Variants(disputed), "k", RULES)
    written = under(case, {(row, "grade"): value})
    if len(worlds.combos) == 1:  # the dispute touches nothing
        assert bits(written) == bits(case) == worlds.bits("strict")
    else:
        assert worlds.bits("strict") == (*bits(case), *bits(written))


@quick
@given(cases())
def test_what_remains_agrees_with_the_table(case):
    worlds = evaluate(Variants(case), "k", RULES)
    (found,) = remains(worlds)
    assert (found.status == "survives") == bool(worlds.bits("strict")[0] >> (1 << N) - 1 & 1)
    assert (found.survivor is not None) == found.lenient
    for each in found.lost:
        assert each.by, f"{each.leaf} is lost to no rule"


@quick
@given(cases())
def test_packaged_rules_run_on_anything(case):
    for ruleset in packaged_rules().values():
        worlds = evaluate(Variants(case), "k", ruleset)
        assert worlds.bits("strict")[0] & ~worlds.bits("lenient")[0] == 0
