"""How many statements are independent: the worked example, properties, and brute force."""

from __future__ import annotations

import re
import time
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showtrial.audit.algebra.independent_sets import MAX_HARD, count_components, largest, max_independent
from showtrial.audit.graph import ALL_LAYERS
from showtrial.audit.independence import findings, independent
from showtrial.audit.origins import LEVELS
from showtrial.record.casefile import CaseFile
from showtrial.record.packaged import open_case
from tests.naive import independence as naive
from tests.small import META, frame

BANNED = re.compile(r"\b(guilty|innocent|proved|proven|liar|true confession)\b", re.IGNORECASE)


def told(
    statements: list[dict[str, object]],
    links: list[tuple[str, str, str]] = (),
    ties: list[tuple[str, str, str]] = (),
    asked: list[tuple[str, str]] = (),
) -> CaseFile:
    """A case in which each of `statements` (id, speaker, by ...) affirms the one claim cl, as leaf a.<id>.

    `asked` are further interrogators: statement and person.
    """
    bodies = {b for _, b, _ in ties} | {a for a, _, kind in ties if kind == "part of"}
    named = {
        p for each in statements for p in (each.get("speaker"), each.get("by")) if p not in (None, "none")
    }
    named |= {a for a, _, _ in ties} | {"x"} | {person for _, person in asked}
    persons = [{"id": p, "name": p.upper(), "died": "1938", "source": "s"} for p in sorted(named - bodies)]
    persons += [{"id": p, "name": p.upper(), "kind": "body", "source": "s"} for p in sorted(bodies)]
    rows = [{"setting": "interrogation", "case": "k", "source": "s", **each} for each in statements]
    said = [
        {"id": f"a.{row['id']}", "statement": row["id"], "claim": "cl", "polarity": "affirms", "source": "s"}
        for row in rows
    ]
    tables = {
        "sources": frame({"id": "s", "title": "The ledger"}),
        "persons": frame(*persons),
        "cases": frame({"id": "k", "name": "The case", "source": "s"}),
        "statements": frame(*rows),
        "claims": frame({"id": "cl", "kind": "accusation", "text": "carried letters", "person": "x"}),
        "assertions": frame(*said),
    }
    if links:
        tables["links"] = frame(
            *({"from": a, "to": b, "kind": kind, "source": "s"} for a, b, kind in dict.fromkeys(links))
        )
    if ties:
        tables["ties"] = frame(*({"a": a, "b": b, "kind": kind, "source": "s"} for a, b, kind in ties))
    if asked:
        tables["roles"] = frame(
            *({"act": act, "person": person, "role": "interrogator"} for act, person in asked)
        )
    return CaseFile.from_frames(META, tables)


def e5(d: str | None = "i3") -> CaseFile:
    """Example E5: a, b by interrogator I1; c by I2 quoting a; d by I3; one agency."""
    said = [
        {"id": "a", "speaker": "pa", "by": "i1", "date": "1936-07-01"},
        {"id": "b", "speaker": "pb", "by": "i1", "date": "1936-07-02"},
        {"id": "c", "speaker": "pc", "by": "i2", "date": "1936-07-03"},
        {"id": "d", "speaker": "pd", "by": d, "date": "1936-07-04"},
    ]
    ties = [*((i, "office", "member of") for i in ("i1", "i2", "i3")), ("office", "ministry", "part of")]
    return told(said, [("c", "a", "quotes")], ties)


@pytest.mark.parametrize(("level", "k"), [("person", 3), ("interrogator", 2), ("unit", 1), ("agency", 1)])
def test_e5(level, k):
    found = independent(e5(), "cl", level)
    assert (found.k_low, found.k_high, found.exact) == (k, k, True)


def test_e5_with_d_unknown_or_recorded_as_none():
    unknown = independent(e5(None), "cl", "interrogator")
    assert (unknown.k_low, unknown.k_high) == (1, 2)
    assert unknown.missing == (("int", ("a.d",)),)
    nobody = independent(e5("none"), "cl", "interrogator")
    assert (nobody.k_low, nobody.k_high) == (2, 2)


def test_e5_in_words():
    found = {each.statistic: each for each in findings(e5(None))}
    one = found["independent assertions, by interrogator"]
    assert (one.low, one.high, one.denominator, one.value) == (1, 2, 4, "1 to 2")
    assert one.evidence == ("a.a", "a.b", "a.c", "a.d")
    assert one.text == (
        "4 assertions support “carried letters” [cl]. Counting by interrogator, at least 1 and at most 2 are "
        "independent; [a.a], [a.b], [a.c] share I1 [i1] as interrogator. "
        "Not on record: the interrogator of 1 of the 4."
    )


def test_e2_two_papers_that_draw_on_one_log_are_one_source():
    said = [
        {"id": "one", "setting": "press", "speaker": None, "case": None},
        {"id": "two", "setting": "press", "speaker": None, "case": None},
        {"id": "log", "setting": "record", "speaker": "none", "case": None},
    ]
    links = [("one", "log", "quotes"), ("two", "log", "quotes")]
    case = told(said, links)
    among = ("a.one", "a.two")
    for level in LEVELS:
        found = independent(case, "cl", level, admitted=among, layers=ALL_LAYERS)
        assert (found.k_low, found.k_high) == (1, 1)
        assert found.shared == (("log:log", among),)
    apart = independent(told(said), "cl", "agency", admitted=among, layers=ALL_LAYERS)
    assert (apart.k_low, apart.k_high) == (2, 2)


def test_admitted_leaves_only():
    found = independent(e5(), "cl", "person", admitted=["a.a", "a.c", "elsewhere"])
    assert (found.leaves, found.k_low, found.witness_low) == (("a.a", "a.c"), 1, ("a.a",))
    nothing = independent(e5(), "cl", "person", admitted=[])
    assert (nothing.k_low, nothing.k_high, nothing.components) == (0, 0, 0)


def test_an_unknown_level_is_refused():
    with pytest.raises(ValueError, match="person, interrogator, unit, agency"):
        independent(e5(), "cl", "country")


# --- the core, against brute force -------------------------------------------------------------------


@st.composite
def graphs(draw, most=11):
    names = [f"v{i}" for i in range(draw(st.integers(0, most)))]
    edges = [pair for pair in combinations(names, 2) if draw(st.booleans())]
    return {name: {b for a, b in edges if a == name} | {a for a, b in edges if b == name} for name in names}


@given(graphs())
def test_largest_equals_brute_force(conflicts):
    found = largest(conflicts)
    assert found.exact
    assert len(found.witness) == found.bound == naive.largest(conflicts)
    assert not any(b in conflicts[a] for a, b in combinations(found.witness, 2))
    assert naive.components(conflicts) == count_components(conflicts) <= len(found.witness)


@given(graphs(), st.data())
def test_order_and_names_of_the_leaves_do_not_matter(conflicts, data):
    names = data.draw(st.permutations(list(conflicts)))
    assert max_independent({name: conflicts[name] for name in names}) == max_independent(conflicts)
    new = {name: f"w{at:02}" for at, name in enumerate(names)}
    renamed = {new[name]: {new[other] for other in conflicts[name]} for name in names}
    assert len(max_independent(renamed)) == len(max_independent(conflicts))


def test_above_the_limit_there_are_bounds_and_they_hold():
    """Rings of five have no simplicial leaf; joined into one part they are too many to search."""
    n = (MAX_HARD // 5 + 1) * 5
    ring = {f"v{i:03}": {f"v{(i + step) % n:03}" for step in (-2, -1, 1, 2)} for i in range(n)}
    found = largest(ring)
    assert not found.exact
    assert len(found.witness) <= n // 3 <= found.bound  # every third leaf of a squared ring
    assert not any(b in ring[a] for a, b in combinations(found.witness, 2))


def test_sixty_hard_leaves_are_quick():
    ring = {f"v{i:02}": {f"v{(i + step) % 60:02}" for step in (-7, -2, -1, 1, 2, 7)} for i in range(60)}
    start = time.process_time()
    assert largest(ring).exact
    assert time.process_time() - start < 5


TOKENS = st.dictionaries(st.sampled_from("abcdefgh"), st.sets(st.integers(0, 6)), max_size=8)


def clashes(tokens):
    return {a: {b for b in tokens if b != a and tokens[a] & tokens[b]} for a in tokens}


@given(TOKENS, st.integers(0, 6), st.data())
def test_k_of_token_sets_equals_brute_force_and_a_token_more_never_raises_it(tokens, token, data):
    k = len(max_independent(clashes(tokens)))
    assert k == naive.disjoint_sets(tokens)
    among = data.draw(st.sets(st.sampled_from(sorted(tokens)))) if tokens else ()
    more = {leaf: held | ({token} if leaf in among else set()) for leaf, held in tokens.items()}
    assert len(max_independent(clashes(more))) <= k


# --- whole case files --------------------------------------------------------------------------------

KINDS = ("quotes", "shown_to", "read_to", "dictated", "copied", "translated")
ASKED = st.sampled_from([None, "none", "i1", "i2", "i3"])


@st.composite
def cases(draw, most=6):
    count = draw(st.integers(1, most))
    said = [
        {
            "id": f"s{i}",
            "speaker": draw(st.sampled_from(["p1", "p2", "p3", "p4"])),
            "by": draw(ASKED),
            "setting": draw(st.sampled_from(["interrogation", "open_court", "free"])),
        }
        for i in range(count)
    ]
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(
        lambda pair: pair[0] > pair[1]
    )
    links = draw(st.lists(pairs, max_size=4, unique=True)) if count > 1 else []
    ties = [
        ("i1", "u1", "member of"),
        ("i2", "u2", "member of"),
        ("u1", "g", "part of"),
        ("u2", "g", "part of"),
    ]
    return said, [(f"s{a}", f"s{b}", draw(st.sampled_from(KINDS))) for a, b in links], ties


def tokens(said, links, level):
    """Tokens by the definition, for statements with every cell on record."""
    unit = {"i1": "u1", "i2": "u2"}
    own = {}
    for each in said:
        marks = {f"person:{each['speaker']}", f"doc:{each['id']}"}
        if each["by"] not in (None, "none"):
            marks |= {f"int:{each['by']}"} if level != "person" else set()
            marks |= {f"unit:{unit[each['by']]}"} if level in ("unit", "agency") else set()
            marks |= {"agency:g"} if level == "agency" else set()
        own[each["id"]] = marks
    return naive.inherited(own, [(later, earlier) for later, earlier, _ in links])


@settings(max_examples=20, deadline=None)
@given(cases(), st.sampled_from(LEVELS))
def test_k_equals_brute_force_where_everything_is_on_record(drawn, level):
    said, links, ties = drawn
    for each in said:
        each["by"] = {None: "none", "i3": "i1"}.get(each["by"], each["by"])
    found = independent(told(said, links, ties), "cl", level, layers=ALL_LAYERS)
    k = naive.disjoint_sets(tokens(said, links, level))
    assert (found.k_low, found.k_high) == (k, k)
    assert found.components <= k


@settings(max_examples=20, deadline=None)
@given(cases(), st.sampled_from(LEVELS), st.sampled_from(["none", "i1", "i2", "i3"]))
def test_bounds_hold_and_filling_an_unknown_lands_between(drawn, level, filled):
    said, links, ties = drawn
    found = independent(told(said, links, ties), "cl", level, layers=ALL_LAYERS)
    assert found.components <= found.k_low <= found.k_high <= len(found.leaves)
    assert (len(found.witness_low), len(found.witness_high)) == (found.k_low, found.k_high)
    gaps = [i for i, each in enumerate(said) if each["by"] is None and each["setting"] != "free"]
    if gaps:
        said[gaps[0]] = {**said[gaps[0]], "by": filled}
        after = independent(told(said, links, ties), "cl", level, layers=ALL_LAYERS)
        assert found.k_low <= after.k_low <= after.k_high <= found.k_high


@settings(max_examples=20, deadline=None)
@given(cases(), st.sampled_from(LEVELS), st.data())
def test_one_more_quote_never_raises_k(drawn, level, data):
    said, links, ties = drawn
    before = independent(told(said, links, ties), "cl", level, layers=ALL_LAYERS)
    a = data.draw(st.integers(0, len(said) - 1))
    b = data.draw(st.integers(0, len(said) - 1))
    kind = data.draw(st.sampled_from([*KINDS, "perhaps_same_as"]))
    after = independent(told(said, [*links, (f"s{a}", f"s{b}", kind)], ties), "cl", level, layers=ALL_LAYERS)
    assert after.k_low <= before.k_low
    assert after.k_high <= before.k_high
    if kind == "perhaps_same_as":
        assert after.k_high == before.k_high


@settings(max_examples=20, deadline=None)
@given(cases(), st.sampled_from(LEVELS), st.data())
def test_one_more_shared_token_never_raises_k(drawn, level, data):
    """A further interrogator of two statements is one token more for both."""
    said, links, ties = drawn
    asked = [each["id"] for each in said if each["by"] in ("i1", "i2", "i3")]  # elsewhere it would fill a gap
    pair = data.draw(st.sets(st.sampled_from(asked), max_size=2)) if asked else ()
    before = independent(told(said, links, ties), "cl", level, layers=ALL_LAYERS)
    more = told(said, links, ties, [(act, "i9") for act in sorted(pair)])
    after = independent(more, "cl", level, layers=ALL_LAYERS)
    assert after.k_low <= before.k_low
    assert after.k_high <= before.k_high


@settings(max_examples=20, deadline=None)
@given(cases(), st.sampled_from(LEVELS), st.data())
def test_a_duplicate_linked_by_copied_changes_no_k(drawn, level, data):
    said, links, ties = drawn
    before = independent(told(said, links, ties), "cl", level, layers=ALL_LAYERS)
    twin = data.draw(st.sampled_from(said))
    copied = [*links, ("twin", twin["id"], "copied")]
    after = independent(told([*said, {**twin, "id": "twin"}], copied, ties), "cl", level, layers=ALL_LAYERS)
    assert len(after.leaves) == len(before.leaves) + 1
    assert (after.k_low, after.k_high, after.components) == (before.k_low, before.k_high, before.components)


@settings(max_examples=15, deadline=None)
@given(cases(), st.sampled_from(LEVELS), st.randoms(use_true_random=False))
def test_rows_in_another_order_change_nothing(drawn, level, random):
    said, links, ties = drawn
    case = told(said, links, ties)
    shuffled = {
        name: table.sample(fraction=1, shuffle=True, seed=random.randrange(1000))
        for name, table in case.items()
        if table.height
    }
    other = case.replace(shuffled)
    assert findings(other, levels=[level], layers=ALL_LAYERS) == findings(
        case, levels=[level], layers=ALL_LAYERS
    )


@pytest.mark.parametrize("name", ["moscow", "toy"])
def test_packaged_cases(name):
    case = open_case(name)
    start = time.process_time()
    found = findings(case, layers=ALL_LAYERS, least=1)
    assert time.process_time() - start < 2
    assert found == tuple(sorted(found, key=lambda each: each.key))
    claims = set(case["claims"]["id"])
    for each in found:
        assert each.subject in claims
        assert 1 <= each.low <= each.high <= each.denominator == len(each.evidence)
        quoted = re.sub("“.*?”", "", each.text)
        assert not BANNED.search(quoted)
    by_level = {level: {e.subject: e for e in found if e.statistic.endswith(level)} for level in LEVELS}
    for narrow, wide in pairwise(LEVELS):
        for claim, one in by_level[narrow].items():
            assert by_level[wide][claim].low <= one.low
            assert by_level[wide][claim].high <= one.high
