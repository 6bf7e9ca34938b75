"""Does the report say what the case file holds, and nothing else?"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import polars as pl
import pytest

from showtrial.errors import SchemaError
from showtrial.record.casefile import CaseFile
from showtrial.record.meta import Meta
from showtrial.record.views import confession_times, namings, standing
from showtrial.view.page import anchor, pair_anchor
from showtrial.view.passages import Passages
from showtrial.view.report import report_html
from showtrial.view.setting import set_sections

SCRIPT = "<script>alert(1)</script>"
NASTY = SCRIPT + "\" onload='x' &amp; {{ 7*7 }} url(http://evil.example/x)"


class Reading(HTMLParser):
    """All tags with their attributes, and the text outside scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data):
        if not self.open:
            self.text.append(data)

    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if attrs.get("id")]

    def links(self) -> list[str]:
        return [attrs["href"] for _, attrs in self.tags if attrs.get("href")]


@pytest.fixture(scope="session")
def moscow_read(moscow_html):
    return Reading(moscow_html)


def words(html: str) -> str:
    return " ".join(" ".join(Reading(html).text).split())


def tiny(nasty: str = "") -> CaseFile:
    tables = {
        "sources": pl.DataFrame(
            {
                "id": ["s", "s-1"],
                "title": ["A ledger" + nasty, "Its first page" + nasty],
                "parent": [None, "s"],
                "part": [None, "p. 1"],
                "url": [None, "https://example.org/ledger?page=1&all"],
                "note": ["kept" + nasty] * 2,
            }
        ),
        "persons": pl.DataFrame(
            {
                "id": ["p", "q"],
                "name": ["P. One" + nasty, "Q. Two" + nasty],
                "died": ["1937", "1938"],
                "who": ["a clerk" + nasty] * 2,
            }
        ),
        "cases": pl.DataFrame({"id": ["k"], "name": ["A case" + nasty]}),
        "events": pl.DataFrame(
            {
                "id": ["e", "w"],
                "kind": ["arrest", "pressure"],
                "title": ["taken" + nasty, "kept awake" + nasty],
                "person": ["p", "p"],
                "case": ["k", "k"],
                "date": ["1936-05-01", "1936-05"],
                "source": ["s", "s"],
                "locator": ["p. 1" + nasty, None],
            }
        ),
        "statements": pl.DataFrame(
            {
                "id": ["t", "u"],
                "case": ["k", "k"],
                "speaker": ["p", None],
                "speaker_as_written": [None, "Somebody" + nasty],
                "date": ["1936-06-01", "1936-06"],
                "setting": ["interrogation", "letter"],
                "source": ["s", "s"],
            }
        ),
        "claims": pl.DataFrame(
            {
                "id": ["c", "m"],
                "kind": ["accusation", "meeting"],
                "text": ["was there" + nasty, "met him" + nasty],
                "person": ["q", "q"],
            }
        ),
        "assertions": pl.DataFrame(
            {
                "id": ["a", "b", "f"],
                "statement": ["t", "t", "t"],
                "claim": ["c", "m", "h"],
                "polarity": ["affirms", "affirms", "affirms"],
                "source": ["s", "s", "s"],
                "locator": ["p. 1" + nasty, "p. 1, line 3", "p. 1"],
                "begins": ["He went" + nasty, "R&D, co-written", None],
                "note": [nasty or None, None, None],
            }
        ),
        "charges": pl.DataFrame(
            {"id": ["h"], "case": ["k"], "accused": ["p"], "sentence": ["camp" + nasty], "source": ["s"]}
        ),
        "readings": pl.DataFrame(
            {
                "row": ["m"],
                "value": ["doubtful" + nasty],
                "text": ["see" + nasty],
                "source": ["s"],
                "locator": ["p. 12"],
            }
        ),
        "figures": pl.DataFrame(
            {
                "id": [f"g{n}" for n in range(4)],
                "series": ["arrests" + nasty] * 4,
                "measure": ["arrested" + nasty] * 4,
                "date": ["1935", "1936", "1937", "1938"],
                "value": [1.0, 2.0, 3.0, 4.0],
                "unit": ["persons" + nasty] * 4,
                "source": ["s"] * 4,
            }
        ),
    }
    return CaseFile.from_frames(Meta(title="Title" + nasty, origin="recorded", authors=["A" + nasty]), tables)


def test_numbers_are_those_of_the_views(moscow, moscow_html):
    rows, text = namings(moscow), words(moscow_html)
    pairs = rows.select("namer", "named").n_unique()
    said = f"{rows.height:,} namings of {pairs:,} pairs: {rows['namer'].n_unique()} persons named "
    assert said + f"{rows['named'].n_unique()} persons" in text
    times = confession_times(moscow)
    dated = times.filter(pl.col("status") == "dated").height
    assert f"Of {times.height} charges, {dated} have both the day of the arrest" in text
    attested = [frame for frame in moscow.values() if "checked" in frame.columns]
    recalled = sum(frame.filter(pl.col("checked") == "recalled").height for frame in attested)
    assert f"{recalled:,} (" in text[: text.index("Rows of each table")]
    gone = standing(moscow).filter(pl.col("standing").is_in(["dead", "condemned", "abroad"])).height
    assert f"Bars: {gone} of {rows.height} namings" in moscow_html


def test_recalled_comes_first(moscow_html):
    text = words(moscow_html)
    front = text[
        text.index("What this file is, and what it is not 1")
        if "1 What" not in text
        else text.index("1 What") :
    ]
    assert re.match(r"1 What this file is, and what it is not Of [\d,]+ rows", front)


def test_every_row_with_an_id_has_its_anchor_once(moscow, moscow_read):
    ids = Counter(moscow_read.ids())
    assert not {name for name, n in ids.items() if n > 1}
    for table, frame in moscow.items():
        if "id" in frame.columns:
            missing = [row for row in frame["id"].drop_nulls() if anchor(row) not in ids]
            assert not missing, f"{table}: {missing[:5]}"


def test_every_link_arrives(moscow_read):
    ids = set(moscow_read.ids())
    inside = {link[1:] for link in moscow_read.links() if link.startswith("#")}
    assert len(inside) > 1000
    assert not inside - ids
    outside = [
        attrs for tag, attrs in moscow_read.tags if (attrs.get("href") or "#")[0] != "#" and tag == "a"
    ]
    assert len(outside) > 300
    assert all(re.match(r"https?://", attrs["href"] or "") for attrs in outside)
    assert {attrs["rel"] for attrs in outside} == {"noreferrer"}
    assert {link for link in moscow_read.links() if link[0] != "#"} == {attrs["href"] for attrs in outside}


def test_every_pair_has_an_anchor(moscow, moscow_read):
    pairs = namings(moscow).select("namer", "named").drop_nulls().unique()
    ids = set(moscow_read.ids())
    assert all(pair_anchor(a, b) in ids for a, b in pairs.iter_rows())


def test_every_recalled_row_is_marked(sheet):
    """Each recalled naming carries the badge in its own row."""
    html = report_html(set_sections(sheet(6, 20)))
    assert len(re.findall(r'<tr id="r-a\d+">(?:(?!</tr>).)*<b class="rc">recalled</b>', html, re.S)) == 20


def test_nothing_is_fetched(moscow_html, toy_html):
    for html in (moscow_html, toy_html):
        read = Reading(html)
        assert not [
            tag for tag, _ in read.tags if tag in ("link", "iframe", "object", "embed", "img", "image")
        ]
        loading = {"src", "srcset", "data", "action", "formaction", "background", "poster", "xlink:href"}
        assert not [attrs for _, attrs in read.tags if loading & attrs.keys()]
        assert not re.search(r"@import|@font-face", html)
        assert not [found for found in re.findall(r"url\(([^)]*)\)", html) if not found.startswith("#")]
        policy = next(a["content"] for t, a in read.tags if t == "meta" and a.get("http-equiv"))
        assert "default-src 'none'" in policy
        assert "http" not in policy


def test_script_of_the_page_is_the_only_one_and_fits_its_hash(moscow_html):
    import base64
    import hashlib

    scripts = re.findall(r"<script>(.*?)</script>", moscow_html, re.S)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in moscow_html
    assert not re.search(r"<[^>]*\son[a-z]+=", moscow_html)


def test_text_is_escaped_everywhere():
    plain, html = report_html(set_sections(tiny())), report_html(set_sections(tiny(NASTY)))
    assert SCRIPT not in html
    assert "&lt;script&gt;" in html
    assert "{{ 7*7 }}" in html
    assert Counter(tag for tag, _ in Reading(html).tags)["script"] == 1
    known = {name for _, attrs in Reading(plain).tags for name in attrs}
    assert {name for _, attrs in Reading(html).tags for name in attrs} <= known


def test_same_case_gives_the_same_bytes(toy, toy_html):
    assert report_html(set_sections(toy)) == toy_html
    shuffled = toy.replace({"persons": toy["persons"].clone()})
    assert report_html(set_sections(shuffled)) == toy_html


def test_simulated_is_marked(toy, toy_html, moscow_html):
    assert toy.meta.origin == "simulated"
    assert '<div class="banner" role="note"><strong>SIMULATED</strong>' in toy_html
    assert "<title>SIMULATED: " in toy_html
    assert "position: fixed" in toy_html[toy_html.index("@media print") :]  # on every printed page
    assert "SIMULATED" not in moscow_html


def test_no_word_of_judgment_of_our_own(sheet):
    """What the record does not say, the report does not say either."""
    for case in (tiny(), sheet(6, 20)):
        said = words(report_html(set_sections(case))).casefold()
        for term in (
            "presumption of innocence",
            "statement of guilt",
            "statements of guilt",
            "burden lie on",
        ):
            said = said.replace(
                term, ""
            )  # what the guarantees of a trial are called, in questions about them
        assert not re.findall(
            r"\b(guilty|guilt|innocent|innocence|proved|proven|true|truth|liar|lied|lie)\b", said
        )
        assert not re.search(r"\b(he|she) (did|confessed|admitted|betrayed)\b", said)


def test_review_and_purpose_are_printed(moscow, moscow_html, sheet):
    text = words(moscow_html)
    assert "not reviewed by a historian" in text
    assert " ".join(moscow.meta.living_purpose.split()) in text
    assert moscow.sha256 in moscow_html
    assert "does not say whether a historian" in words(report_html(set_sections(sheet(3, 4))))
    assert "says that a historian has reviewed" in words(
        report_html(set_sections(sheet(3, 4, reviewed=True)))
    )


def test_moscow_fits(moscow_html):
    assert len(moscow_html.encode()) < 9_000_000


def test_a_case_with_nothing_but_one_person():
    tables = {
        "sources": pl.DataFrame({"id": ["s"], "title": ["A ledger"]}),
        "persons": pl.DataFrame({"id": ["p"], "name": ["P."], "died": ["1937"]}),
        "events": pl.DataFrame({"kind": ["arrest"], "person": ["p"], "source": ["s"]}),
    }
    html = report_html(set_sections(CaseFile.from_frames(Meta(title="Small", origin="recorded"), tables)))
    text = words(html)
    assert "Nothing of this kind is on record" in text
    assert "namings" in text
    assert "Who named whom" not in text
    read = Reading(html)
    assert {link[1:] for link in read.links()} <= set(read.ids())


@pytest.mark.parametrize(("people", "n"), [(3, 1), (6, 20)])
def test_a_sheet_of_namings_alone(sheet, people, n):
    html = report_html(set_sections(sheet(people, n)))
    read = Reading(html)
    assert {link[1:] for link in read.links()} <= set(read.ids())
    assert f"{n} naming" in words(html)


def test_a_large_case_is_capped_and_says_so(sheet):
    html = report_html(set_sections(sheet(600, 1500)))
    assert re.search(
        r"Drawn: the persons who occur most often, 130 of \d+ persons with \d+ of 1500 namings", words(html)
    )
    assert re.search(r"48 of \d+ namers and 52 of \d+ named, with \d+ of 1500 namings", words(html))
    assert html.count('<tr id="r-a') == 1500


def test_odd_ids_make_sound_anchors():
    odd = ['x"y', "<i>", "a~b", "п-1", "a'b", "a%20b"]
    n = len(odd)
    tables = {
        "sources": pl.DataFrame({"id": ["s#1"], "title": ["A ledger"]}),
        "persons": pl.DataFrame({"id": odd, "name": odd, "died": ["1937"] * n}),
        "events": pl.DataFrame({"kind": ["arrest"] * n, "person": odd, "source": ["s#1"] * n}),
    }
    read = Reading(
        report_html(set_sections(CaseFile.from_frames(Meta(title="Odd", origin="recorded"), tables)))
    )
    assert len(read.ids()) == len(set(read.ids()))
    assert {link[1:] for link in read.links()} <= set(read.ids())
    assert all(re.fullmatch(r"[A-Za-z0-9._~-]+", each) for each in read.ids())


def test_stages_are_reported(toy):
    stages = []
    set_sections(toy, step=stages.append)
    assert stages[0].startswith("asking")
    assert any(each.startswith("reading") for each in stages)
    assert len(stages) > 15


def test_silence_and_open_dates_do_no_harm():
    """Nobody, nothing, and dates with open ends in every place that may hold them."""
    tables = {
        "sources": pl.DataFrame({"id": ["s"], "title": ["A ledger"], "year": ["1936/.."]}),
        "persons": pl.DataFrame(
            {"id": ["p", "b"], "kind": [None, "body"], "name": ["P.", "A bureau"], "died": ["../1937", None]}
        ),
        "cases": pl.DataFrame({"id": ["k"], "name": ["A case"], "checked": ["recalled"]}),
        "events": pl.DataFrame(
            {
                "id": ["e1", "e2", None, "e4"],
                "kind": ["arrest", "trial", "law", "pressure"],
                "person": ["p", None, None, "none"],
                "by": ["none", "b", "b", None],
                "about": [None, "k", None, "k"],
                "date": ["../1936-05", "1936-08/..", "1936-XX-1X", None],
                "source": ["s"] * 4,
            }
        ),
        "statements": pl.DataFrame(
            {"id": ["t", "u"], "speaker": ["none", None], "date": ["../1936", None], "source": ["s"] * 2}
        ),
        "claims": pl.DataFrame(
            {
                "id": ["c", "d", "o"],
                "kind": ["accusation", "history", "other"],
                "person": [None, None, "p"],
                "text": [None, None, None],
            }
        ),
        "assertions": pl.DataFrame(
            {
                "id": ["a", "h"],
                "statement": ["t", "u"],
                "claim": ["c", "d"],
                "polarity": ["affirms", "silent"],
                "source": ["s"] * 2,
            }
        ),
        "charges": pl.DataFrame({"id": ["g"], "case": ["k"], "accused": ["p"], "source": ["s"]}),
        "roles": pl.DataFrame({"act": ["e1", "t"], "person": ["none", None], "role": ["by", "witness"]}),
        "figures": pl.DataFrame(
            {
                "id": [f"f{n}" for n in range(5)],
                "series": ["x"] * 5,
                "measure": ["counted"] * 5,
                "date": ["1936/..", None, "1937", "1938", "1939"],
                "value": [None, 0.0, 0.5, None, None],
                "low": [None, None, None, 1.0, None],
                "high": [None, None, None, 2.0, 3.0],
                "unit": ["share"] * 5,
                "source": ["s"] * 5,
            }
        ),
        "readings": pl.DataFrame({"row": ["e1"], "column": ["*"], "value": ["stands"], "source": ["s"]}),
    }
    case = CaseFile.from_frames(Meta(title="Silence", origin="recorded"), tables)
    html = report_html(set_sections(case))
    read = Reading(html)
    assert len(read.ids()) == len(set(read.ids()))
    assert {link[1:] for link in read.links()} <= set(read.ids())
    assert ">None<" not in html
    assert "NaN" not in html
    for frame in case.values():
        if "id" in frame.columns:
            assert {anchor(row) for row in frame["id"].drop_nulls()} <= set(read.ids())


def test_the_card_of_a_trial_shows_the_hour_in_both_readings(moscow_html):
    start = moscow_html.index(f'id="{anchor("sixteen-1936")}"')
    verdict = re.search(r"<dt>Verdict</dt><dd>(.*?)</dd>", moscow_html[start:], re.DOTALL)
    assert "02:30" in verdict[1]
    assert "14:30" in verdict[1]


PAGE = "https://example.org/ledger?page=1&all"


def test_a_locator_leads_to_the_words_of_its_source():
    """Page 1 has an address of its own; page 12 is another page and has none."""
    html = report_html(set_sections(tiny()))
    outside = {link for link in Reading(html).links() if not link.startswith("#")}
    assert f"{PAGE}#:~:text=R%26D%2C%20co%2Dwritten" in outside
    assert {link.partition("#")[0] for link in outside} == {PAGE}
    cell = re.search(r">p\. 1, line 3</a>(?:<sup[^>]*>1</sup>)? <q>(.*?)</q>", html)
    assert cell is not None
    assert cell[1] == "R&amp;D, co-written …"
    assert re.search(r'href="#r-s">s</a>, p\. 12 <span', html)


def test_only_addresses_with_http_become_links():
    frames = dict(tiny().items())
    hostile = "javascript:alert(1)"
    sources = frames["sources"].with_columns(url=pl.lit(hostile))
    with pytest.raises(SchemaError, match="javascript") as refused:
        CaseFile.from_frames(Meta(title="T", origin="recorded"), frames | {"sources": sources})
    assert "wanted an address with http or https" in str(refused.value)
    read = Passages([{"id": "s", "parent": None, "part": None, "url": hostile}])
    assert [each.url for each in read.cited("s", "p. 1", "He went")] == [""]
