"""Are rules read as written, refused with a reason, and does each packaged one fire and spare?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.worked import SOURCE, pressure, worked
from showtrial.audit.rules.evaluate import every, fires, negated, some
from showtrial.audit.rules.evidence import Evidence
from showtrial.audit.rules.grammar import And, Call, Compare, Not, Or, Rows, RuleError, read_condition
from showtrial.audit.rules.ruleset import load_rules, open_rules, packaged_rules
from showtrial.errors import ReadError, SchemaError

HEAD = '[ruleset]\nid = "x"\n'
CITED = '\nsource = [{work = "a book", verified = true}]\n'


def test_conditions_are_read():
    assert read_condition("a == b and not (c in [d, e] or f >= 2)") == And(
        (Compare("a", "==", "b"), Not(Or((Compare("c", "in", ("d", "e")), Compare("f", ">=", 2.0)))))
    )
    assert read_condition("any(pressure, grade >= $threshold)") == Rows(
        "any", "pressure", Compare("grade", ">=", "$threshold")
    )
    assert read_condition("retraction(last_free_word, documented)") == Call(
        "retraction", ("last_free_word", "documented")
    )
    assert read_condition('title == "in two words"') == Compare("title", "==", "in two words")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'the end'; wanted a column"),
        ("kind", "'the end' after 'kind'; wanted one of"),
        ("kind = confession", "'= confession'; wanted a word"),
        ("kind == confession kind", "'kind' after a complete condition"),
        ("kind in confession", "wanted a [list] after in"),
        ("any(weather, a == b)", "any(weather; wanted one of pressure"),
        ("exec(a)", "exec(); wanted one of retraction"),
        ("(kind == a", "'the end'; wanted ')'"),
        ("kind in [a", "'the end' in a list"),
        ("(" * 50 + "a == b" + ")" * 50, "brackets more than 20 deep"),
    ],
)
def test_broken_conditions_say_what_was_wanted(text, said):
    with pytest.raises(RuleError) as caught:
        read_condition(text)
    assert said in str(caught.value)


@given(st.text(max_size=60))
def test_no_text_raises_anything_else(text):
    try:
        read_condition(text)
    except RuleError:
        return


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "rules.toml  not TOML"),
        (HEAD, "rules.toml:rule  no rule; wanted at least one [[rule]]"),
        (HEAD + '[[rule]]\nid = "r"\nwhen = "kind == confession"\n', "rules.toml:r.source  nothing; wanted at least one source"),
        (HEAD + '[[rule]]\nid = "r"\nwhen = "kind = confession"' + CITED, "rules.toml:r.when  '= confession'"),
        (HEAD + '[[rule]]\nid = "r"\nwhen = "knd == confession"' + CITED, "rules.toml:r.when  'knd'; wanted a column of assertions, statements or claims; did you mean 'kind'?"),
        (HEAD + '[[rule]]\nid = "r"\nwhen = "any(pressure, grde >= alleged)"' + CITED, "rules.toml:r.when  'grde'; wanted a column of pressure; did you mean 'grade'?"),
        (HEAD + '[[rule]]\nid = "r"\nwen = "kind == confession"' + CITED, "rules.toml:r.wen  an unknown entry; wanted a known one; did you mean 'when'?"),
        (HEAD + '[[rule]]\nid = "r"' + CITED, "rules.toml:r.when  nothing; wanted a condition"),
        (HEAD + '[[rule]]\nid = "r"\nextends = "q"' + CITED, "rules.toml:r.extends  'q'; wanted a rule above it"),
        (HEAD + '[[rule]]\nid = "r"\nkind = "require"\napplies = "kind == confession"' + CITED, "rules.toml:r.kind  'require'; wanted exclude, or require with a need"),
        ("".join([HEAD, *(f'[[rule]]\nid = "r{n}"\nwhen = "kind == confession"{CITED}' for n in range(15))]), "rules.toml:rule  15 rules; wanted at most 14 switches"),
        ('[ruleset]\nid = "x"\nindependence_level = "town"\n[[rule]]\nid = "r"\nwhen = "kind == confession"' + CITED, "rules.toml:ruleset.independence_level  'town'; wanted person or interrogator"),
        (HEAD + '[[rule]]\nid = "r"\nwhen = "kind == co_acused"' + CITED, "rules.toml:r.when  'co_acused'; wanted a word of kind; did you mean 'co_accused'?"),
        (HEAD + '[[rule]]\nid = "r"\nwhen = "any(pressure, method in [beatng])"' + CITED, "rules.toml:r.when  'beatng'; wanted a word of method; did you mean 'beating'?"),
        (HEAD + '[[rule]]\nid = "r"\nwhen = "any(pressure, grade >= sure)"' + CITED, "rules.toml:r.when  'sure'; wanted a word of grade"),
        (HEAD + '[[rule]]\nid = "r"\nwhen = "retraction(evr)"' + CITED, "rules.toml:r.when  'evr'; wanted an argument of retraction(); did you mean 'ever'?"),
        (HEAD + '[[rule]]\nid = "r"\napplies = "kind == confession"\nneed = {corroboration = -1}\nkind = "require"' + CITED, "rules.toml:r.need.corroboration  -1; wanted 1 or more"),
        (HEAD + '[[rule]]\nid = "r"\nthreshold = "sure"\nwhen = "any(pressure, grade >= $threshold)"' + CITED, "rules.toml:r.when  'sure'; wanted a word of grade"),
        (HEAD + '[[rule]]\nid = "r"\nwhen = "any(pressure, grade >= $treshold)"' + CITED, "rules.toml:r.when  '$treshold'; wanted a parameter that the rule sets; did you mean 'threshold'?"),
        (HEAD + '[[rule]]\nid = "r"\nwhen = "counsel == maybe"' + CITED, "rules.toml:r.when  'maybe'; wanted a word of counsel; known: yes, no"),
        (HEAD + '[[rule]]\nid = "r"\nwhen = "within(date, 1934-13)"' + CITED, "rules.toml:r.when  '1934-13'; wanted a month from 01 to 12"),
        (HEAD + '[[rule]]\nid = "r"\nwhen = "signed == no"\napplies = "signed == no"' + CITED, "rules.toml:r.applies  when and applies; wanted one of the two"),
        (HEAD + '[[rule]]\nid = "r"\nkind = "require"\napplies = "kind == confession"\nneed = {not_from = ["confesion"]}' + CITED, "rules.toml:r.need.not_from  'confesion'; wanted a kind of assertion; did you mean 'confession'?"),
    ],
)  # fmt: skip
def test_broken_rule_sets_say_where_and_how(text, said):
    with pytest.raises(SchemaError) as caught:
        load_rules(text)
    assert any(str(each).startswith(said) for each in caught.value.problems), str(caught.value)
    assert all("\n" not in str(each) for each in caught.value.problems)


def test_words_that_only_a_case_file_knows_are_allowed():
    text = HEAD + '[[rule]]\nid = "r"\nwhen = "any(pressure, method in [starvation, beating])"' + CITED
    assert load_rules(text).rules


def test_all_problems_at_once():
    text = HEAD + '[[rule]]\nid = "r"\nwhen = "knd == a"\n[[rule]]\nid = "q"\nwhen = "a ="\n'
    with pytest.raises(SchemaError) as caught:
        load_rules(text)
    assert len(caught.value.problems) >= 4


def test_an_unknown_rule_set_is_named():
    with pytest.raises(ReadError, match="did you mean 'hr-baseline'"):
        open_rules("hr-basline")


def test_packaged_rule_sets_cite_and_mark():
    for name, ruleset in packaged_rules().items():
        assert ruleset.id == name
        assert all(rule.sources for rule in ruleset.rules)
    assert packaged_rules()["hr-baseline"].unverified


def test_a_change_of_a_rule_changes_the_hash():
    text = HEAD + '[[rule]]\nid = "r"\nwhen = "kind == confession"' + CITED
    assert load_rules(text).sha256 != load_rules(text + "# a note\n").sha256


VALUES = st.sampled_from([True, False, None])


@given(st.lists(VALUES))
def test_three_values_follow_kleene(values):
    """None stands for both: an answer is settled only if every way of settling gives it."""
    from itertools import product

    ways = list(product(*[(True, False) if value is None else (value,) for value in values]))
    for joined, plain in ((some, any), (every, all)):
        settled = {plain(way) for way in ways}
        assert joined(values) == (settled.pop() if len(settled) == 1 else None)
    assert [negated(value) for value in (True, False, None)] == [False, True, None]


def evidence():
    """One case in which every packaged rule of kind ``exclude`` fires on one leaf and spares another."""
    said = {"claim": "c1", "kind": "co_accused", "date": "1936-06-10"}
    leaves = {
        "clean": {
            **said,
            "kind": "witness",
            "claim": "c9",
            "counsel": "yes",
            "setting": "free",
            "basis": "direct",
        },
        "beaten": {**said, "speaker": "mr-q"},
        "alleged": {**said, "speaker": "mr-r"},
        "established": {**said, "speaker": "mr-e"},
        "took_back": {**said, "speaker": "mr-t", "kind": "confession"},
        "denied": {
            **said,
            "speaker": "mr-t",
            "kind": "confession",
            "polarity": "denies",
            "date": "1936-07-01",
        },
        "heard": {**said, "speaker": "mr-h", "basis": "hearsay"},
        "promised": {**said, "speaker": "mr-b"},
        "alone": {**said, "speaker": "mr-a", "counsel": "no"},
        "found": {**said, "kind": "physical", "speaker": "none", "setting": "record"},
        "placed": {**said, "claim": "c2", "speaker": "mr-z"},
    }
    events = [
        pressure("beaten"),
        pressure("alleged", "alleged"),
        pressure("established", "established"),
        {"id": "pm", "kind": "promise", "person": "mr-b", "date": "1936-05", "grade": "documented", **SOURCE},
        {"id": "pv", "kind": "promise_reviewed", "about": "pm", "value": "no", **SOURCE},
        {"id": "rq", "kind": "evidence_request", "person": "mr-d", "value": "refused", **SOURCE},
        {"id": "held", "kind": "custody", "person": "p", "by": "none", "place": "prison", "date": "1936-01-01/1936-12-31", "extent": "throughout", **SOURCE},
    ]  # fmt: skip
    places = [
        {"id": "prison", "name": "Prison", "lat": 55.75, "lon": 37.62},
        {"id": "abroad", "name": "Abroad", "lat": 55.68, "lon": 12.57},
    ]
    case = worked(
        leaves,
        {"e": [["c1"], ["c2"], ["c9"]]},
        events=events,
        places=places,
        links=[{"from": "found", "to": "beaten", "kind": "led_to_discovery"}],
    )
    import polars as pl

    claims = case["claims"].with_columns(
        place=pl.when(pl.col("id") == "c2").then(pl.lit("abroad")),
        date=pl.when(pl.col("id") == "c2").then(pl.lit("1936-06-10")),
        mode=pl.when(pl.col("id") == "c2").then(pl.lit("in_person")),
        kind=pl.when(pl.col("id") == "c2").then(pl.lit("meeting")).otherwise(pl.col("kind")),
    )
    roles = pl.DataFrame({"act": ["heard"], "person": ["mr-d"], "role": ["declarant"]})
    return Evidence(case.replace({"claims": claims, "roles": roles}))


FIRES = {
    "torture": "beaten",
    "torture_real_risk": "alleged",
    "retracted": "took_back",
    "hearsay": "heard",
    "bargain": "promised",
    "no_counsel": "alone",
    "fruits": "found",
    "contradicted": "placed",
    "accomplice": "beaten",
    "accomplice_mutual": "beaten",
    "corpus": "took_back",
    "own_law_136": "beaten",
    "torture_established": "established",
    "pressure": "alleged",
    "promise": "promised",
}


@pytest.mark.parametrize(
    ("ruleset", "rule"), [(name, rule.id) for name, held in packaged_rules().items() for rule in held.rules]
)
def test_every_packaged_rule_fires_on_one_and_spares_one(ruleset, rule):
    held = evidence()
    chosen = next(each for each in packaged_rules()[ruleset].rules if each.id == rule)
    assert fires(chosen, FIRES[rule], held, "p").value is True
    assert fires(chosen, "clean", held, "p").value is False
