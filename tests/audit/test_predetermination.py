"""Was the outcome set beforehand: worked example E6, rules of cover and match, properties of the order."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showtrial.audit.predetermination import Paper, compare, concordance, findings, predetermined
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import Modal, day
from showtrial.record.meta import Meta
from showtrial.record.packaged import open_case
from tests.naive import dates
from tests.naive import independence as naive
from tests.small import frame

META = Meta(
    title="A case",
    origin="recorded",
    authors=("A. Clerk",),
    licence="CC0",
    version="1",
    times={"evening": "17:00/24:00"},
)
BANNED = re.compile(r"\b(guilty|innocent|proved|proven|liar|true confession|there was no)\b", re.IGNORECASE)


def tried(
    *events: dict[str, object],
    sentences: dict[str, str | None] | None = None,
    roles: list[dict[str, object]] = (),
    links: list[tuple[str, str]] = (),
    **tables,
) -> CaseFile:
    """Case k against the persons of `sentences` (default anna: death), with a verdict v."""
    given_ = {"anna": "death"} if sentences is None else sentences
    persons = sorted({*given_, "clerk", *(row["person"] for row in roles if row.get("person"))})
    rows = [{"case": "k", "source": "s", **row} for row in events]
    if not any(row["id"] == "v" for row in rows):
        rows.append(
            {"id": "v", "kind": "verdict", "case": "k", "date": "1936-08-24", "time": "02:30", "source": "s"}
        )
    held = {
        "sources": frame({"id": "s", "title": "The ledger"}),
        "persons": frame(*({"id": p, "name": p.title(), "died": "1939", "source": "s"} for p in persons)),
        "cases": frame(
            {"id": "k", "name": "The case", "source": "s"}, {"id": "k2", "name": "Another", "source": "s"}
        ),
        "events": frame(*rows),
        "charges": frame(
            *(
                {
                    "id": f"ch.{p}",
                    "case": "k",
                    "accused": p,
                    "verdict": "v",
                    "sentence": sentence,
                    "source": "s",
                }
                for p, sentence in given_.items()
            )
        ),
        **tables,
    }
    if roles:
        held["roles"] = frame(*roles)
    if links:
        held["links"] = frame(*({"from": a, "to": b, "kind": "before", "source": "s"} for a, b in links))
    return CaseFile.from_frames(META, held)


PAPER = {
    "id": "p",
    "kind": "verdict_draft",
    "about": "k",
    "case": None,
    "state": "approved",
    "authority": "external",
    "value": "death",
}
TRIAL = {"id": "t", "kind": "trial", "date": "1936-08-19/1936-08-24"}
LAST = {"id": "l", "kind": "last_words", "date": "1936-08-22/1936-08-23"}


def e6() -> CaseFile:
    """Example E6: hearing 19-24 August, draft sent on the 22nd, approved on the evening of the 23rd, read at 02:30."""
    return tried(
        TRIAL,
        LAST,
        {"id": "i", "kind": "indictment_served", "date": "1936-08-15"},
        {**PAPER, "id": "sent", "state": "sent", "date": "1936-08-22"},
        {**PAPER, "id": "approved", "title": "Draft of the verdict", "date": "1936-08-23", "time": "evening"},
        sentences={f"p{i:02}": "death" for i in range(16)},
    )


def only(case: CaseFile, accused: str = "anna") -> Paper:
    """The one paper on the charge of `accused`, whether it counts or stands apart."""
    (found,) = predetermined(case, accused)
    (paper,) = (*found.papers, *found.apart)
    return paper


def test_e6():
    found = predetermined(e6())
    assert len(found) == 16
    for each in found:
        assert (each.code, each.modal) == ("P2", Modal.NECESSARY)
        (approved,), (sent,) = each.papers, each.apart
        assert approved.timing == {
            "P0": Modal.NONE, "P1": Modal.NONE, "P2": Modal.NECESSARY, "P2a": Modal.POSSIBLE, "P3": Modal.NONE,
        }  # fmt: skip
        assert (sent.event, sent.timing["P2a"], sent.counts) == ("sent", Modal.NECESSARY, False)
        assert (approved.match, sent.match) == ("equal", "equal")
    count = {each.event: each for each in concordance(e6())}["approved"]
    assert (count.covered, count.sentenced, count.counts["equal"], count.not_tried) == (16, 16, 16, 0)


def test_e6_in_words():
    found = {(each.subject, each.statistic): each for each in findings(e6())}
    assert found["ch.p00", "P2"].text == (
        "Draft of the verdict [approved] (approved 1936-08-23 evening, external) set “death” for P00 [p00] "
        "2 to 10 hours before the verdict was pronounced [v] (necessary); before the end of the last words: "
        "possible. The sentence pronounced was equal."
    )
    assert found["ch.p00", "P2"].evidence == ("approved", "v")
    assert found["ch.p00", "apart P2"].value == "necessary"
    whole = found["approved", "concordance"]
    assert (whole.n, whole.denominator) == (16, 16)
    assert whole.text.endswith(
        "set an outcome for 16 persons. The sentence pronounced is on record for 16: "
        "16 equal, 0 milder, 0 harsher, 0 not comparable."
    )


def test_e6_tukhachevsky_dates_alone_and_with_its_own_words():
    """11 June 1937: possible on dates alone; "will be finished tonight" is coded as a link."""
    verdict = {"id": "v", "kind": "verdict", "date": "1937-06-11"}
    trial = {**TRIAL, "date": "1937-06-11"}
    telegram = {**PAPER, "kind": "order", "state": "signed", "date": "1937-06-11"}
    assert only(tried(trial, verdict, telegram)).timing["P2"] == Modal.POSSIBLE
    ordered = only(tried(trial, verdict, telegram, links=[("p", "v")]))
    assert (ordered.timing["P2"], ordered.step) == (Modal.NECESSARY, "P2")


@pytest.mark.parametrize(("date", "modal"), [("1940-01-17", Modal.NECESSARY), ("1940-01", Modal.POSSIBLE)])
def test_e6_list_before_a_hearing(date, modal):
    """A list of 17 January before a hearing of 1 February; known as January only, of 26 January."""
    heard = "1940-02-01" if modal == Modal.NECESSARY else "1940-01-26"
    case = tried(
        {"id": "t", "kind": "trial", "date": heard},
        {"id": "v", "kind": "verdict", "date": heard},
        {**PAPER, "kind": "list", "about": None, "value": None, "date": date},
        roles=[{"act": "p", "person": "anna", "role": "covered", "value": "death"}],
    )
    (found,) = predetermined(case)
    assert (found.code, found.modal) == ("P1", modal)


# --- which papers ------------------------------------------------------------------------------------


def code(**cells) -> tuple[str, Modal | None]:
    (found,) = predetermined(tried(TRIAL, LAST, {**PAPER, "date": "1936-08-20", **cells}))
    return found.code, found.modal


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, ("P2", Modal.NECESSARY)),
        ({"state": "signed"}, ("P2", Modal.NECESSARY)),
        ({"state": "drafted"}, ("P9", None)),
        ({"state": None}, ("P9", None)),
        ({"value": None}, ("P9", None)),
        ({"value": "none"}, ("P9", None)),
        ({"about": "k2"}, ("P9", None)),
        ({"about": None, "case": "k"}, ("P9", None)),
        ({"about": "ch.anna"}, ("P2", Modal.NECESSARY)),
        ({"authority": None}, ("P2", Modal.POSSIBLE)),
        ({"authority": "prosecution"}, ("P9", None)),
        ({"authority": "prosecution", "date": "1936-08-18"}, ("P1", Modal.NECESSARY)),
        ({"authority": "judicial", "state": "drafted"}, ("P9", None)),
        ({"authority": "judicial", "state": "drafted", "date": "1936-08-18"}, ("P1", Modal.NECESSARY)),
        ({"date": "1936-08-19"}, ("P2", Modal.NECESSARY)),
        ({"date": None}, ("P1", Modal.POSSIBLE)),
        ({"date": "1936-08-25"}, ("P9", None)),
        ({"date": "1936-08-25", "value": "prison 10 years"}, ("P3", Modal.NECESSARY)),
        ({"date": "1936-08-25", "value": "a hard fate"}, ("P3", Modal.POSSIBLE)),
    ],
)
def test_codes(cells, expected):
    if cells.get("date") == "1936-08-19":  # the day of the opening, without a time: P1 is possible, P2 sure
        paper = only(tried(TRIAL, {**PAPER, **cells}))
        assert (paper.timing["P1"], paper.timing["P2"]) == (Modal.POSSIBLE, Modal.NECESSARY)
    assert code(**cells) == expected


def test_before_the_indictment():
    event = {"id": "i", "kind": "indictment_served", "date": "1936-08-15"}
    assert only(tried(event, TRIAL, {**PAPER, "date": "1936-08-01"})).step == "P0"
    said = {
        "statements": frame(
            {
                "id": "st",
                "case": "k",
                "speaker": "clerk",
                "date": "1936-08-14",
                "setting": "indictment",
                "source": "s",
            }
        )
    }
    paper = only(tried(TRIAL, {**PAPER, "date": "1936-08-14"}, **said))
    assert (paper.timing["P0"], paper.step) == (Modal.POSSIBLE, "P1")
    assert only(tried(event, TRIAL, {**PAPER, "date": "1936-08-15"}, **said)).timing["P0"] == Modal.NONE


def test_covered_persons_have_their_own_outcome_and_others_have_none():
    roles = [
        {"act": "p", "person": "anna", "role": "covered", "value": "prison 5 years"},
        {"act": "p", "person": "bert", "role": "covered"},
        {"act": "p", "role": "covered", "as_written": "a third"},
        {"act": "p", "person": "dora", "role": "covered"},
    ]
    case = tried(
        TRIAL,
        {**PAPER, "date": "1936-08-01"},
        sentences={"anna": "death", "bert": "death", "carl": "death"},
        roles=roles,
    )
    assert only(case, "anna").match == "harsher"
    assert only(case, "bert").match == "equal"
    assert [each.code for each in predetermined(case, "carl")] == ["P9"]
    (count,) = concordance(case)
    assert (count.covered, count.sentenced, count.not_tried) == (3, 2, 1)
    assert count.counts == {"equal": 1, "milder": 0, "harsher": 1, "unknown": 0}


def test_the_denominator_is_the_persons_whose_sentence_is_on_record():
    case = tried(TRIAL, {**PAPER, "date": "1936-08-01"}, sentences={"anna": "death", "bert": None})
    (count,) = concordance(case)
    assert (count.covered, count.sentenced, count.counts["equal"], count.not_tried) == (2, 1, 1, 0)


def test_a_list_of_no_case_bears_on_the_next_verdict_only():
    paper = {**PAPER, "kind": "list", "about": None, "date": "1935-06"}
    first = {"id": "v1", "kind": "verdict", "case": "k2", "date": "1935-01-16"}
    third = {"id": "v3", "kind": "verdict", "case": "k2", "date": "1937-01-16"}
    charge = {"accused": "anna", "sentence": "death", "source": "s"}
    charges = frame(
        {"id": "c1", "case": "k2", "verdict": "v1", **charge},
        {"id": "c2", "case": "k", "verdict": "v", **charge},
        {"id": "c3", "case": "k2", "verdict": "v3", **charge},
    )
    case = tried(
        TRIAL, paper, first, third, roles=[{"act": "p", "person": "anna", "role": "covered"}], charges=charges
    )
    assert [(each.charge, len(each.papers)) for each in predetermined(case)] == [
        ("c1", 0),
        ("c2", 1),
        ("c3", 0),
    ]


def test_nothing_on_record_is_said_so():
    (each,) = findings(tried(TRIAL, {**PAPER, "id": "mute", "value": None, "date": "1936-07-29"}))
    assert (each.statistic, each.value, each.evidence) == ("P9", "none on record", ("mute",))
    assert each.text == (
        "On record for Anna [anna] in this case is no approved or signed paper, and no judge's draft, that sets an "
        "outcome before the hearing opened, or from outside the court before the verdict. "
        "With no outcome stated: Verdict draft [mute] (approved 1936-07-29, external)."
    )


def test_a_paper_that_cannot_be_placed_is_not_none():
    charges = frame({"id": "ch", "case": "k", "accused": "anna", "sentence": "death", "source": "s"})
    case = tried({**PAPER, "date": "1936-08-01"}, {"id": "v", "kind": "other"}, charges=charges)
    (found,) = predetermined(case)
    assert (found.code, found.modal) == ("", None)
    (each, _) = sorted(findings(case), key=lambda one: one.subject == "p")
    assert (each.statistic, each.value) == ("not placed", "not on record")


def test_links_that_contradict_the_dates_decide_nothing():
    late = {**PAPER, "date": "1936-08-30", "value": "prison 1 year"}
    paper = only(tried(TRIAL, late, links=[("p", "v")]))
    assert (paper.timing["P2"], paper.timing["P3"]) == (Modal.POSSIBLE, Modal.POSSIBLE)


def test_links_chain_and_meet_dates():
    between = {"id": "e", "kind": "speech", "date": "1936-08-18"}
    case = tried(TRIAL, PAPER, {**between, "kind": "order"}, links=[("p", "e")])
    assert only(case).timing["P1"] == Modal.NECESSARY  # p before e by the link, e before t by its date
    case = tried(TRIAL, PAPER, {**between, "kind": "order", "date": None}, links=[("p", "e"), ("e", "t")])
    assert only(case).step == "P1"
    case = tried(TRIAL, PAPER, {**between, "kind": "order", "date": "1936-08-25"}, links=[("e", "p")])
    assert only(case).timing["P2"] == Modal.NONE


@pytest.mark.parametrize(
    ("outcome", "sentence", "match"),
    [
        ("death", "death", "equal"),
        ("Death ", "death", "equal"),
        ("to be shot", "Death, with confiscation", "equal"),
        ("supreme penalty", "prison 25 years", "milder"),
        ("prison 10 years", "death", "harsher"),
        ("10 years in a camp", "prison 8 years", "milder"),
        ("prison 120 months", "prison 10 years", "equal"),
        ("prison", "prison 10 years", "unknown"),
        ("prison for life", "prison 25 years", "milder"),
        ("exile", "prison 1 year", "harsher"),
        ("exile 5 years", "exile 3 years", "milder"),
        ("banishment", "exile", "unknown"),
        ("exile", "freed", "milder"),
        ("acquitted", "freed", "equal"),
        ("camp or exile", "exile", "unknown"),
        ("not death", "death", "unknown"),
        ("8-10 years in a camp", "camp 9 years", "unknown"),
        ("as agreed", "death", "unknown"),
        ("as agreed", "As  agreed", "equal"),
        ("death", None, "unknown"),
        ("расстрел", "death", "equal"),
    ],
)
def test_compare(outcome, sentence, match):
    assert compare(outcome, sentence) == match


def test_compare_is_the_other_way_round_the_other_way_round():
    said = ["death", "prison 10 years", "prison 8 years", "exile", "freed", "something", "prison"]
    turned = {"milder": "harsher", "harsher": "milder"}
    for a in said:
        for b in said:
            assert compare(b, a) == turned.get(compare(a, b), compare(a, b))


# --- order, against brute force ----------------------------------------------------------------------

BASE = dates.minute(1936, 8, 1) // dates.DAY


def spelled(first: int, last: int) -> str:
    """EDTF for "one of these days"."""
    days = [day((BASE + n) * dates.DAY) for n in (first, last)]
    return days[0] if first == last else f"[{days[0]}..{days[1]}]"


SPANS = st.tuples(st.integers(0, 6), st.integers(0, 3)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def placed(paper, verdict, shift: int = 0, **more) -> Paper:
    moved = [(a + shift, b + shift) for a, b in (paper, verdict)]
    return only(
        tried(
            {**PAPER, "value": "prison 1 year", "date": spelled(*moved[0])},
            {"id": "v", "kind": "verdict", "date": spelled(*moved[1])},
            **more,
        )
    )


@settings(max_examples=30, deadline=None)
@given(SPANS, SPANS, st.booleans())
def test_modal_value_equals_brute_force_over_all_completions(paper, verdict, linked):
    """One instant every six hours stands for all: only the order of the days and meetings matter."""
    ways = [[n * 4 + part for n in range(a, b + 1) for part in range(4)] for a, b in (paper, verdict)]
    links = [("p", "v")] if linked else []
    found = placed(paper, verdict, links=links)
    if linked and paper[0] > verdict[1]:
        assert found.timing["P2"] == Modal.POSSIBLE  # the link contradicts the dates
        return
    assert str(found.timing["P2"]) == naive.order(*ways, x_first=linked)
    assert str(found.timing["P3"]) == {"necessary": "none", "none": "necessary"}.get(
        naive.order(*ways, linked), "possible"
    )


@settings(max_examples=20, deadline=None)
@given(SPANS, SPANS, st.integers(0, 2), st.integers(0, 2), st.integers(-400, 4000))
def test_shifting_changes_nothing_and_widening_never_turns_an_answer_round(
    paper, verdict, left, right, shift
):
    found = placed(paper, verdict).timing
    assert placed(paper, verdict, shift).timing == found
    wider = placed((paper[0] - left, paper[1] + right), verdict).timing
    for step in ("P2", "P3"):
        assert wider[step] in (found[step], Modal.POSSIBLE)


def test_rows_in_another_order_change_nothing():
    case = e6()
    shuffled = {
        name: table.sample(fraction=1, shuffle=True, seed=5) for name, table in case.items() if table.height
    }
    assert findings(case.replace(shuffled)) == findings(case)


@pytest.mark.parametrize("name", ["moscow", "toy"])
def test_packaged_cases(name):
    case = open_case(name)
    start = time.process_time()
    found = findings(case)
    assert time.process_time() - start < 2
    charges = set(case["charges"]["id"])
    assert {each.subject for each in found if each.statistic != "concordance"} == charges
    for each in found:
        assert not BANNED.search(re.sub("“.*?”", "", each.text))
        assert each.text.endswith(".")
    assert {each.charge for each in predetermined(case)} == charges


def test_the_toy_case_as_written():
    assert {each.code for each in predetermined(open_case("toy"))} == {"P1"}
    (count,) = concordance(open_case("toy"))
    assert (count.event, count.sentenced, count.counts["equal"]) == ("e.draft-agreed", 3, 3)
