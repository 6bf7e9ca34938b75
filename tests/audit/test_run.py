"""Does the whole audit answer, in the same bytes each time, without a word it must not say?"""

from __future__ import annotations

import json
import re

import polars as pl
import pytest
from click.testing import CliRunner

from audit.worked import COERCED, SOURCE, pressure, rules, worked
from showtrial.audit.findings import as_frame, as_json
from showtrial.audit.gaps import Gap, gaps
from showtrial.audit.gaps import findings as gap_findings
from showtrial.audit.printed import audit_data, audit_text
from showtrial.audit.rules.ruleset import packaged_rules
from showtrial.audit.run import QUESTIONS, audit
from showtrial.audit.sensitivity import sensitivity
from showtrial.audit.worlds import Variants, evaluate
from showtrial.cli import main
from showtrial.errors import SchemaError
from showtrial.record.packaged import open_case
from showtrial.record.readings import rivals, under

BANNED = re.compile(r"\b(guilty|innocent|proved|proven|liar|true confession)\b", re.IGNORECASE)
BASELINE = packaged_rules()["hr-baseline"]


@pytest.fixture(scope="module")
def moscow():
    return open_case("moscow")


@pytest.fixture(scope="module")
def found(moscow):
    return audit(moscow, BASELINE, trial="leningrad-centre-1934")


def test_every_question_answers_on_the_toy():
    answered = {each.question for each in audit(open_case("toy"), BASELINE).findings}
    assert answered | {"gaps"} == set(QUESTIONS)


def test_moscow_says_what_is_not_coded(found):
    assert {each.question for each in found.findings} == {
        *("contradictions", "independence", "predetermination", "fair_trial", "profile")
    }
    assert len(found.notices) == 14
    assert str(found.notices[0]).endswith(
        "has no elements; wanted what must hold for the charge; add them to elements.csv; until then what the charge "
        "rests on is not on record"
    )


def test_the_sixteen_rest_on_the_words_of_the_accused(moscow):
    """What the coding yields: one exhibit, one earlier judgment, and for the rest confessions and accusations."""
    held = audit(moscow, BASELINE, trial="sixteen-1936", questions=["basis"])
    classes = {
        each.subject: each.value
        for each in held.findings
        if each.statistic == "class of confession + co_accused"
    }
    assert len(classes) == 16
    assert not held.notices
    assert set(classes.values()) <= {"sole", "decisive"}


def test_no_word_of_our_own_judges_anybody(found, moscow):
    """Quoted values of the record are set in quotation marks and left out here."""
    own = [each for each in audit(open_case("toy"), BASELINE).findings]
    for each in [*found.findings, *own]:
        assert not BANNED.search(re.sub("“[^”]*”", "", each.text)), each.text


def test_same_input_same_bytes(moscow, found):
    turned = moscow.replace({name: table.reverse() for name, table in moscow.items()})
    again = audit(turned, BASELINE, trial="leningrad-centre-1934")
    assert as_json(again.findings) == as_json(found.findings)
    assert json.dumps(audit_data(again)["notices"]).count("has no elements") == 14


def test_every_evidence_id_is_a_row(moscow, found):
    ids = {i for table in moscow.values() if "id" in table.columns for i in table["id"].drop_nulls()}
    lost = {i for each in found.findings for i in each.evidence} - ids
    assert not {i for i in lost if not re.match(r"(links|readings|roles|ties) row \d+", i)}, sorted(lost)[:10]


def test_findings_make_one_frame(found):
    frame = as_frame(found.findings)
    assert frame.height == len(found.findings)
    assert frame.columns[:4] == ["question", "subject", "statistic", "value"]
    assert frame["evidence"].dtype == pl.List(pl.String)


def test_texts_print(found):
    text = audit_text(found)
    assert "it is not a finding of guilt or innocence" in text
    assert "citation not verified: torture" in text
    assert "and 9 more of this kind" in text


def test_an_unknown_trial_and_accused_are_named_together():
    with pytest.raises(SchemaError) as caught:
        audit(open_case("moscow"), BASELINE, trial="sixten-1936", accused="kamenew", questions=[])
    said = [str(each) for each in caught.value.problems]
    assert said == [
        "charges.csv:case  'sixten-1936'; wanted a case with charges; did you mean 'sixteen-1936'?",
        "charges.csv:accused  'kamenew'; wanted somebody charged; did you mean 'kamenev'?",
    ]


def test_a_derivation_in_a_circle_is_refused():
    leaves = {each: {"claim": "c1", "kind": "physical"} for each in ("x", "y")}
    links = [{"from": a, "to": b, "kind": "led_to_discovery"} for a, b in (("x", "y"), ("y", "x"))]
    with pytest.raises(SchemaError, match="a derivation that goes round: x > y"):
        audit(worked(leaves, {"e": [["c1"]]}, links=links), BASELINE, questions=[])


def test_support_in_a_circle_is_noticed_and_is_no_support():
    circle = [{"inference": "i", "target": a, "premise": b} for a, b in (("c1", "c2"), ("c2", "c1"))]
    case = worked({"x": {"claim": "c9", "kind": "witness"}}, {"e": [["c1"]]}, inferences=circle)
    found = audit(case, rules(r=COERCED), questions=["remains"])
    assert [str(each) for each in found.notices] == [
        "inferences.csv:premise  c1 and c2 support only each other; wanted a statement on which they rest"
    ]
    assert found.findings[0].value == "falls"


def test_too_many_switches_are_refused_with_what_to_fix():
    leaves = {"x": {"claim": "c1", "kind": "confession", "speaker": "p"}}
    events = [pressure("x", id=f"pr{at}") for at in range(6)]
    readings = [
        {"row": f"pr{at}", "column": "grade", "value": value}
        for at in range(6)
        for value in ("documented", "alleged")
    ]
    case = worked(leaves, {"e": [["c1"]]}, events=events, readings=readings)
    with pytest.raises(
        SchemaError, match=r"at most 14 switches; fix some readings with --fix ROW\.COLUMN=VALUE"
    ):
        audit(case, BASELINE, questions=["remains"])
    fixed = {(f"pr{at}", "grade"): "alleged" for at in range(3)}
    assert audit(case, BASELINE, questions=["remains"], fixed=fixed).findings


def test_a_reading_that_is_no_rival_is_named():
    with pytest.raises(SchemaError) as caught:
        audit(
            open_case("toy"),
            BASELINE,
            questions=[],
            fixed={("foo", "bar"): "1", ("c.meeting", "place"): "nowhere"},
        )
    assert [str(each).split(";")[0] for each in caught.value.problems] == [
        "readings.csv:row  foo.bar",
        "readings.csv:value  c.meeting.place = nowhere",
    ]


def test_a_fixed_reading_reaches_every_question():
    def kinds(place):
        found = audit(
            open_case("moscow"),
            BASELINE,
            questions=["contradictions"],
            fixed={("c.bristol-hotel", "place"): place},
        )
        return {each.statistic for each in found.findings if each.subject == "c.bristol-hotel"}

    assert "K3" in kinds("bristol")
    assert "K3" not in kinds("cafe-bristol")


def test_a_fact_is_not_turned_against_itself():
    """Somebody else's denial of what an independent fact affirms contradicts the denial, not the fact."""
    leaves = {
        "f": {"claim": "c1", "kind": "document", "speaker": "clerk", "setting": "record", "by": "none"},
        "d": {"claim": "c1", "kind": "co_accused", "speaker": "p", "polarity": "denies"},
    }
    case = worked(leaves, {"e": [["c1"]]})
    ruleset = rules(r='when = "contradiction(necessary, independent_fact)"')
    worlds = evaluate(Variants(case), "k", ruleset)
    assert worlds.bits("strict")[0] >> 1 & 1


def test_a_fixed_reading_is_no_longer_disputed_and_stands_in_the_header():
    found = audit(
        open_case("toy"), BASELINE, questions=["sensitivity"], fixed={("c.meeting", "place"): "weigh-house"}
    )
    assert found.header["fixed"] == {"c.meeting.place": "weigh-house"}
    assert "reading taken: c.meeting.place = weigh-house" in audit_text(found)
    case = under(open_case("moscow"), {("v.sixteen-1936", "time"): "02:30"})
    assert ("v.sixteen-1936", "time") not in rivals(case)


def test_a_profile_is_of_the_whole_case_whoever_is_asked_about():
    one = audit(open_case("toy"), BASELINE, accused="osk", questions=["profile"])
    every = audit(open_case("toy"), BASELINE, questions=["profile"])
    assert one.findings == every.findings


def test_a_missing_cell_of_a_statement_is_one_gap():
    """Two assertions of one statement wait for the same cell: settled together, the charge survives."""
    leaves = {"x": {"claim": "c1", "kind": "confession", "speaker": "p"}}
    case = worked(leaves, {"e": [["c1"]], "f": [["c2"]]})
    twin = {
        "id": "y",
        "statement": "st.x",
        "claim": "c2",
        "polarity": "affirms",
        "kind": "confession",
        **SOURCE,
    }
    schema = case["assertions"].schema
    case = case.replace({"assertions": pl.DataFrame([*case["assertions"].to_dicts(), twin], schema=schema)})
    found = gaps([evaluate(Variants(case), "k", rules(r='when = "counsel == no"'))])
    assert [(gap.field, dict(gap.charges)) for gap in found] == [
        ("st.x.counsel", {"k": ("falls", "survives")})
    ]


def test_a_promise_bears_on_what_is_said_after_it():
    rule = rules(r='when = "any(bargain, grade >= inferred)"')

    def kept(promised, said):
        leaf = {"c": {"claim": "c1", "kind": "co_accused", "speaker": "q", "date": said}}
        promise = {
            "id": "pm",
            "kind": "promise",
            "person": "q",
            "date": promised,
            "grade": "documented",
            **SOURCE,
        }
        worlds = evaluate(Variants(worked(leaf, {"e": [["c1"]]}, events=[promise])), "k", rule)
        return [worlds.bits(run)[0] >> 1 & 1 for run in ("strict", "lenient")]

    assert kept("1936-03-15", "1936-03-16") == [0, 0]
    assert kept("1936-03-17", "1936-03-16") == [1, 1]
    assert kept("1936-03", "1936-03-16") == [0, 1]


def test_a_practice_of_another_agency_opens_nothing():
    leaf = {"c": {"claim": "c1", "kind": "confession", "speaker": "p", "date": "1937-09", "by": "rusk"}}
    ties = [{"a": "rusk", "b": "office", "kind": "member of"}]
    rule = rules(r=COERCED + '\nopen_when = "practice()"')
    bodies = [{"id": each, "name": each, "kind": "body"} for each in ("office", "other")]
    practice = {
        "id": "pra",
        "kind": "practice",
        "date": "1937-08/1938",
        "grade": "documented",
        "method": "beating",
    }
    for agency, strict in (("office", 0), ("other", 1)):
        events = [{**practice, "by": agency, **SOURCE}]
        case = worked(leaf, {"e": [["c1"]]}, events=events, ties=ties, persons=bodies)
        assert evaluate(Variants(case), "k", rule).bits("strict")[0] >> 1 & 1 == strict, agency


def test_gaps_list_what_alone_would_flip():
    leaves = {
        "x": {"claim": "c1", "kind": "confession", "speaker": "p"},
        "y": {"claim": "c2", "kind": "confession", "speaker": "p"},
    }
    case = worked(leaves, {"e": [["c1"]], "f": [["c1"], ["c2"]]}, events=[pressure("x", None)])
    found = gaps([evaluate(Variants(case), "k", rules(r=COERCED))])
    assert [(gap.field, dict(gap.charges)) for gap in found] == [("p.x.grade", {"k": ("falls", "survives")})]


def test_sensitivity_is_robust_only_if_any_core_rule_alone_ends_it():
    leaves = {"x": {"claim": "c1", "kind": "confession", "speaker": "p"}}
    case = worked(leaves, {"e": [["c1"]]}, events=[pressure("x")])
    both = rules(r=COERCED, q='when = "setting == interrogation"', s='when = "kind == expert"')
    worlds = evaluate(Variants(case), "k", both)
    assert not sensitivity(worlds).robust
    assert sensitivity(worlds, core=["r", "q"]).robust
    assert sensitivity(worlds).strict.readings[0].killing == (("r",), ("q",))
    assert sensitivity(worlds).strict.idle == ("s",)


def run(*words):
    return CliRunner().invoke(main, list(words))


def test_the_verbs():
    done = run("audit", "toy", "--accused", "osk", "--json")
    data = json.loads(done.stdout)
    assert done.exit_code == 0
    assert data["rules"] == "hr-baseline"
    assert {"case_sha256", "rules_sha256", "engine", "layers", "findings", "notices", "footer"} <= set(data)
    assert run("audit", "toy", "--rules", "lenient", "--question", "basis").exit_code == 0
    assert (
        run("audit", "toy", "--fix", "c.meeting.place=weigh-house", "--question", "sensitivity").exit_code
        == 0
    )
    assert run("audit", "toy", "--fix", "nonsense").exit_code == 2
    assert run("audit", "toy", "--question", "truth").exit_code == 2
    assert run("audit", "toy", "--rules", "no-such").exit_code == 1
    assert "hr-baseline" in run("rules").stdout
    assert len(json.loads(run("rules", "list", "--json").stdout)["rules"]) == 4


def test_rules_check(tmp_path):
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(
        '[ruleset]\nid = "x"\n[[rule]]\nid = "r"\nwhen = "kind == confession"\nsource = [{work = "w"}]\n'
    )
    bad.write_text('[ruleset]\nid = "x"\n[[rule]]\nid = "r"\nwhen = "knd == confession"\n')
    assert run("rules", "check", str(good)).exit_code == 0
    assert "(not verified)" in run("rules", "check", str(good)).stdout
    done = run("rules", "check", str(bad))
    assert done.exit_code == 1
    assert "bad.toml:r.source  nothing" in done.stderr
    assert "did you mean 'kind'?" in done.stderr
    assert json.loads(run("rules", "check", str(bad), "--json").stdout)["problems"]


def test_an_unknown_source_is_not_a_missing_one():
    """A leaf without its own layer counts to the file of its case unless it came after the verdict."""
    leaves = {"x": {"claim": "c1", "kind": "witness", "date": "1956", "setting": "letter"}}
    case = worked(leaves, {"e": [["c1"]]}, events=[{"id": "v", "kind": "verdict", "date": "1936", **SOURCE}])
    charges = case["charges"].with_columns(verdict=pl.lit("v"))
    late = case.replace({"charges": charges})
    assert Variants(case).graph({}).leaves == ("x",)
    assert Variants(late).graph({}).leaves == ()


def test_a_gap_says_whether_its_cell_is_empty_or_too_coarse():
    evidence = Variants(open_case("toy")).evidence({})
    fields = ("s.osk-court.date", "s.osk-court.signed")
    told = gap_findings([Gap(field, {"ch.osk": ("falls",)}, ()) for field in fields], evidence)
    assert [each.text.split(":")[0] for each in told] == ["Not exact enough on record", "Not on record"]
