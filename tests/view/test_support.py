"""Does the part on support say what the audit found, down to the rows?"""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser

import polars as pl
import pytest

from showtrial.audit.remains import findings, remains
from showtrial.audit.rules.ruleset import packaged_rules
from showtrial.audit.run import audit
from showtrial.record.casefile import CaseFile
from showtrial.record.meta import Meta
from showtrial.view.page import Page, anchor
from showtrial.view.report import report_html
from showtrial.view.sections import support
from showtrial.view.sections.coded import SAID, STATES, coded
from showtrial.view.sections.tree import Node, elements, tree_anchor, warrants_of
from showtrial.view.setting import set_sections

VOID = ("input", "meta", "br")


class Tree(HTMLParser):
    """A page as nested lists: tag, attributes, children; text as strings."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = ("root", {}, [])
        self.open = [self.root]
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        made = (tag, dict(attrs), [])
        self.open[-1][2].append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_endtag(self, tag):
        if tag not in VOID:
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        self.open[-1][2].append(data)


def found(node, wanted):
    """All nodes below `node` for which `wanted` holds, in order."""
    if isinstance(node, str):
        return []
    own = [node] if wanted(node[1]) else []
    return own + [each for child in node[2] for each in found(child, wanted)]


def text(node) -> str:
    return node if isinstance(node, str) else "".join(map(text, node[2]))


def unquoted(node) -> str:
    """The words of a node without those of the record itself."""
    if isinstance(node, str):
        return node
    return "" if node[0] in ("q", "script") else " ".join(map(unquoted, node[2]))


def at(node, to):
    """The node with the id `to`."""
    (only,) = found(node, lambda attrs: attrs.get("id") == to)
    return only


def unfolded(node, clicks: int):
    """The lists of assertions below `node` that are in sight once so many folds have been opened."""
    if isinstance(node, str):
        return []
    if node[0] == "details" and "open" not in node[1]:
        clicks -= 1
    if clicks < 0:
        return []
    own = [node] if node[1].get("class") == "sa" else []
    return own + [each for child in node[2] for each in unfolded(child, clicks)]


def plain(node) -> str:
    return " ".join(text(node).split())


TRIALS = [("toy", "night-masters"), ("moscow", "sixteen-1936"), ("moscow", "twenty-one-1938")]


@pytest.fixture(scope="module")
def read(request):
    """Name of a case -> its whole report as a tree, read once."""
    kept = {}

    def tree(name: str):
        if name not in kept:
            kept[name] = Tree(request.getfixturevalue(f"{name}_html")).root
        return kept[name]

    return tree


@pytest.fixture(scope="module", params=TRIALS, ids=[trial for _, trial in TRIALS])
def part(request, read):
    """The part of a trial with elements, its page, and the truth tables of its charges."""
    name, trial = request.param
    page = request.getfixturevalue(f"{name}_sheets").page
    charges = {row["id"] for row in page.charges[trial]}
    worlds = {each.charge: each for each in page.audit.worlds if each.charge in charges}
    assert worlds
    return at(read(name), f"s-support-{trial}"), page, worlds


def test_every_charge_is_told_as_the_audit_tells_it(part):
    section, page, worlds = part
    for charge, held in worlds.items():
        tree = at(section, tree_anchor(charge))
        left = remains(held)[0]
        evidence = held.admissions[0].evidence
        titles = {rule.id: rule.title for rule in held.rules.rules}
        rows = findings((left,), evidence, titles)
        (told,) = [each.text for each in rows if each.statistic == "status"]
        assert plain(found(tree, lambda attrs: "data-say" in attrs)[0]) == told
        gone = found(tree, lambda attrs: "data-leaf" in attrs)
        assert {each[1]["data-leaf"] for each in gone} == {each.leaf for each in (*left.lost, *left.unsure)}
        assert len(gone) == len(left.lost) + len(left.unsure)
        for block in found(tree, lambda attrs: "data-by" in attrs):
            head = plain(block[2][0])
            for each in found(block, lambda attrs: "data-leaf" in attrs):
                (lost,) = [o for o in (*left.lost, *left.unsure) if o.leaf == each[1]["data-leaf"]]
                assert "by: " + "; ".join(titles[rule] for rule in lost.by) + "." in head
                links = {a[1]["href"][1:] for a in found(block[2][0], lambda attrs: "href" in attrs)}
                links |= {a[1]["href"][1:] for a in found(each, lambda attrs: "href" in attrs)}
                assert {anchor(row) for row in (lost.leaf, *lost.why) if row in page.known} <= links


def test_states_in_the_tree_are_those_of_the_tables(part):
    section, _, worlds = part
    words = Counter()
    for charge, held in worlds.items():
        tree = at(section, tree_anchor(charge))
        every = (1 << held.n_rules) - 1
        numbered = coded(held)
        names = {number: key for key, number in numbered.number.items()}
        marks = found(tree, lambda attrs: "data-n" in attrs)
        marked = [names[int(mark[1]["data-n"])] for mark in marks]
        assert {key[1][0] if isinstance(key, tuple) and len(key[1]) == 1 else key for key in marked} >= {
            charge,
            *held.admissions[0].graph.leaves,
            *held.admissions[0].graph.inner,
        }
        for mark in marks:
            key = names[int(mark[1]["data-n"])]
            if isinstance(key, tuple):
                continue
            strict, lenient = (bits[0].get(key, 0) >> every & 1 for bits in (held.strict, held.lenient))
            letter = "d" if strict != lenient else "k" if strict else "n"
            if key not in held.admissions[0].graph.leaves:
                assert plain(mark) == STATES[letter]
            else:
                assert plain(mark).startswith(SAID[letter])
                assert ("rule" in plain(mark)) == (letter != "k")
            assert f"is-{letter}" in mark[1]["class"]
            words[letter] += 1
    assert words["n"] > 5
    assert len(words) > 1 or held.charge.startswith("ch.twenty-one")


def test_the_source_is_three_clicks_from_the_matrix(part):
    """Matrix to charge, claim to assertions, assertion to its place: nothing else is folded between."""
    section, page, worlds = part
    cells = found(section, lambda attrs: "st" in attrs.get("class", "") and "href" in attrs)
    for charge, held in worlds.items():
        tree = at(section, tree_anchor(charge))
        assert any(cell[1]["href"] == f"#{tree_anchor(charge)}" for cell in cells)
        reached = set()
        sources = {f"#{anchor(each)}" for each in page.case["sources"]["id"]}
        for item in unfolded(tree, clicks=2):
            hrefs = {a[1]["href"] for a in found(item, lambda attrs: "href" in attrs)}
            leaves = {leaf for leaf in held.admissions[0].graph.leaves if f"#{anchor(leaf)}" in hrefs}
            assert sources & hrefs or not leaves
            reached |= leaves
        assert reached == set(held.admissions[0].graph.leaves)


def test_tables_of_the_page_are_the_tables_of_the_audit(part):
    import base64

    section, _, worlds = part
    (block,) = found(section, lambda attrs: "data-tables" in attrs)
    data = json.loads(text(block))
    tables = [int.from_bytes(base64.b64decode(each), "little") for each in data["tables"]]
    assert len(tables) == len(set(tables))
    trees = [each[1]["id"] for each in found(section, lambda attrs: attrs.get("class") == "tree")]
    assert len(trees) == len(data["charges"]) == len(worlds)
    for charge, held in worlds.items():
        packed = data["charges"][trees.index(tree_anchor(charge))]
        number = len(packed["leaves"])
        assert [tables[each["strict"][number]] for each in packed["combos"]] == list(held.bits("strict"))
        assert [tables[each["lenient"][number]] for each in packed["combos"]] == list(held.bits("lenient"))


def test_a_trial_without_elements_says_so():
    case = hostile("")
    html = report_html(
        set_sections(
            case.replace({"elements": case["elements"].clear(), "inferences": case["inferences"].clear()})
        )
    )
    section = at(Tree(html).root, "s-support-k")
    assert "No charge of this trial is coded element by element yet (2 charges)" in plain(section)
    assert not found(section, lambda attrs: "data-switches" in attrs)
    assert not found(section, lambda attrs: attrs.get("type") == "checkbox")


def test_nothing_of_our_own_says_what_happened(part):
    section, page, _ = part
    own = " ".join(unquoted(section).split())
    for table in ("claims", "elements", "charges"):
        for row in page.case[table]["text"].drop_nulls():
            own = own.replace(" ".join(row.split()), "")
    assert not re.findall(r"\b(guilty|innocent|proved|proven|liar|truth)\b", own.casefold())


HOSTILE = "x</script><script>alert(1)</script>\"'&~{{7*7}}"


def hostile(mark: str = HOSTILE) -> CaseFile:
    """A charge of three elements that rest on each other's claims, with odd ids and texts everywhere."""

    def name(word: str) -> str:
        return word + mark

    attested = {"source": name("s"), "locator": "p. 1", "checked": "read"}
    tables = {
        "sources": [{"id": name("s"), "title": "A ledger" + mark}],
        "persons": [
            {"id": name("p"), "name": "P." + mark, "died": "1937"},
            {"id": name("q"), "name": "Q." + mark, "died": "1937"},
        ],
        "cases": [{"id": name("k"), "name": "A case" + mark}],
        "statements": [
            {"id": name("t"), "speaker": name("p"), "case": name("k"), "setting": "open_court", "date": "1936-06", **attested},
            {"id": name("u"), "speaker": name("q"), "case": name("k"), "setting": "open_court", "date": "1936-06", **attested},
        ],
        "claims": [{"id": name(c), "kind": "other", "text": c + mark} for c in ("c", "d", "r")],
        "charges": [
            {"id": name(g), "case": name("k"), "accused": name("p"), "text": "charge" + mark, **attested}
            for g in ("g", "h")
        ],
        "elements": [
            {"id": name("e"), "charge": name("g"), "role": "agency", "text": "e" + mark},
            {"id": name("f"), "charge": name("g"), "role": "intent", "text": "f" + mark},
            {"id": name("b"), "charge": name("g"), "role": "corpus", "text": "b" + mark},
        ],
        "inferences": [
            {"inference": "i1", "target": name("e"), "premise": name("c"), "warrant": "because" + mark},
            {"inference": "i1", "target": name("e"), "premise": name("d")},
            {"inference": "i2", "target": name("c"), "premise": name("d")},
            {"inference": "i3", "target": name("d"), "premise": name("c")},
            {"inference": "i4", "target": name("f"), "premise": name("c")},
            {"inference": "i5", "target": name("b"), "premise": name("r")},
        ],
        "assertions": [
            {"id": name("a"), "statement": name("t"), "claim": name("c"), "polarity": "affirms", "kind": "confession", **attested},
            {"id": name("z"), "statement": name("u"), "claim": name("d"), "polarity": "affirms", "kind": "co_accused", **attested},
        ],
        "readings": [
            {"row": name("z"), "column": "kind", "value": kind, "source": name("s")}
            for kind in ("co_accused", "witness")
        ],
    }  # fmt: skip
    frames = {table: pl.DataFrame(rows, infer_schema_length=None) for table, rows in tables.items()}
    return CaseFile.from_frames(Meta(title="Odd", origin="recorded"), frames)


def test_odd_names_do_no_harm():
    html = report_html(set_sections(hostile()))
    root = Tree(html).root
    ids = [each[1]["id"] for each in found(root, lambda attrs: attrs.get("id"))]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z0-9._~-]+", each) for each in ids)
    hrefs = {each[1]["href"] for each in found(root, lambda attrs: attrs.get("href"))}
    assert {href[1:] for href in hrefs if href.startswith("#")} <= set(ids)
    assert "alert(1)</script>" not in html
    assert len(re.findall("<script", html)) == 2  # the script, and the tables of one trial
    (block,) = re.findall(r'<script type="application/json" data-tables>(.*?)</script>', html, re.S)
    assert json.loads(block)["cells"][0][0] == f"z{HOSTILE}.kind"
    assert not re.search(r"[<>&']", block)


def test_support_that_goes_round_is_written_out_once():
    case = hostile("")
    rules = packaged_rules()["hr-baseline"]
    page = Page(case, audit(case, rules, questions=["remains"]))
    (held,) = page.audit.worlds
    tree = elements(coded(held), warrants_of(page))
    steps = Counter()

    def walk(node):
        if isinstance(node, Node):
            steps[node.id, bool(node.above)] += 1
            for way in node.ways:
                for each in way.premises:
                    walk(each)

    for each in tree:
        walk(each)
    assert steps["c", False] == 1
    assert steps["c", True] >= 1
    assert steps["d", False] == 1
    section = support.part(page, "k")
    assert [view["state"] for view in section.data["charges"]] == ["n"]
    assert section.data["coded"] == 1
    assert section.data["n"] == 2
    assert section.data["width"] == 2  # one person, two charges: one of them is not coded
    html = report_html(set_sections(case))
    assert "Of 2 charges of this trial 1 is coded element by element" in html
    assert "not coded" in html
    assert "P., charge 1" in html
