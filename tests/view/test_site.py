"""Do the pages of the site hang together, whatever the ids, and is a folder replaced only if it may be?"""

from __future__ import annotations

import json
import re
from collections import Counter
from posixpath import dirname, normpath
from urllib.parse import unquote, urldefrag

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from showtrial.errors import ReadError
from showtrial.record.casefile import CaseFile
from showtrial.record.meta import Meta
from showtrial.view.footnotes import footnoted
from showtrial.view.page import anchor
from showtrial.view.setting import set_sections
from showtrial.view.site.folder import put, refuse_others, site_files, write_site
from showtrial.view.site.names import file_names

ODD = ["..", ".", "a/b", "Ivan", "ivan", "con", "aux.b", 'x"y', "<i>", "a~b", "п-1", "a%b", "-x", "é", "x" * 300, "#", "%2e", "a?b", "a\\b"]  # fmt: skip
_TAG_ID = re.compile(r'\sid="([^"]+)"')
_HREF = re.compile(r'<(?:a|link)\b[^<>]*?\bhref="([^"]*)"')


def odd_case() -> CaseFile:
    n = len(ODD)
    tables = {
        "sources": pl.DataFrame({"id": [f"s{each}" for each in ODD], "title": ["A <b>ledger</b>"] * n}),
        "persons": pl.DataFrame({"id": ODD, "name": ODD, "died": ["1937"] * n}),
        "cases": pl.DataFrame({"id": ["k/../K", "k/../k"], "name": ["One", "Two"]}),
        "statements": pl.DataFrame({"id": ["t"], "speaker": [".."], "source": ["s.."], "case": ["k/../k"]}),
        "claims": pl.DataFrame(
            {"id": [f"c{each}" for each in ODD], "kind": ["accusation"] * n, "text": ["</script><script>x()"] * n, "person": ODD}
        ),
        "assertions": pl.DataFrame(
            {"id": [f"a{each}" for each in ODD], "statement": ["t"] * n, "claim": [f"c{each}" for each in ODD],
             "polarity": ["affirms"] * n, "source": ["s#"] * n}
        ),
        "charges": pl.DataFrame({"id": ["h"], "case": ["k/../K"], "accused": [".."], "source": ["s.."]}),
    }  # fmt: skip
    return CaseFile.from_frames(Meta(title="Odd", origin="recorded"), tables)


@pytest.fixture(scope="module")
def toy_site(toy_sheets):
    return site_files(toy_sheets)


@pytest.fixture(scope="module")
def moscow_site(moscow_sheets):
    return site_files(moscow_sheets)


def dead_links(files: dict[str, str]) -> list[str]:
    """Links that lead to no file of the site, or to no anchor of it; the web is left alone."""
    ids = {name: set(_TAG_ID.findall(text)) for name, text in files.items()}
    dead = []
    for name, text in files.items():
        for link in _HREF.findall(text):
            if link.startswith(("https://", "http://")):
                continue
            path, fragment = urldefrag(link)
            to = normpath(f"{dirname(name)}/{unquote(path)}").lstrip("/") if path else name
            if to not in files or (fragment and fragment not in ids[to]):
                dead.append(f"{name}: {link}")
    return dead


def test_a_dead_link_is_seen():
    assert dead_links({"a.html": '<a href="b.html">', "c/d.html": '<a href="../a.html#x">'}) == [
        "a.html: b.html", "c/d.html: ../a.html#x",
    ]  # fmt: skip


def test_no_link_is_dead(toy_site, moscow_site):
    assert dead_links(toy_site) == []
    assert dead_links(moscow_site) == []


def test_odd_ids_have_pages_and_no_dead_links():
    files = site_files(set_sections(odd_case()))
    assert dead_links(files) == []
    assert len({name.lower() for name in files}) == len(files)
    assert all(re.fullmatch(r"(?:[a-z]+/)?[A-Za-z0-9_~][A-Za-z0-9._~-]*", name) for name in files)
    assert all(max(map(len, name.split("/"))) <= 100 for name in files)
    n = Counter(dirname(name) for name in files)
    assert (n["person"], n["claim"], n["source"], n["trial"]) == (len(ODD), len(ODD), len(ODD), 2)
    for text in files.values():
        assert "<script>x()" not in text
        assert "<b>ledger" not in text


@given(st.lists(st.text(min_size=1, max_size=12), unique=True, max_size=8))
def test_names_are_different_even_where_case_does_not_count(ids):
    names = list(file_names(ids).values())
    assert len({name.lower() for name in names}) == len(ids)
    assert all(
        re.fullmatch(r"[A-Za-z0-9_~][A-Za-z0-9._~-]*", name) and not name.endswith(".") for name in names
    )


def test_ids_are_unique_in_each_page(toy_site, moscow_site):
    for files in (toy_site, moscow_site):
        for name, text in files.items():
            doubled = [each for each, n in Counter(_TAG_ID.findall(text)).items() if n > 1]
            assert not doubled, f"{name}: {doubled[:3]}"


def test_every_row_is_on_a_page(moscow, moscow_site):
    ids = {each for text in moscow_site.values() for each in _TAG_ID.findall(text)}
    for table, frame in moscow.items():
        if "id" in frame.columns:
            missing = [row for row in frame["id"].drop_nulls() if anchor(row) not in ids]
            assert not missing, f"{table}: {missing[:5]}"


def test_each_kind_of_page_says_what_it_should(moscow_site):
    person = moscow_site["person/zinoviev.html"]
    assert '<span class="nn" lang="ru">Григорий Евсеевич Зиновьев</span>' in person
    for heading in (
        "Charges",
        "What was done to this person",
        "Statements by this person",
        "Who named this person",
    ):
        assert f"<h2>{heading}" in person
    trial = moscow_site["trial/sixteen-1936.html"]
    assert ">Accused: " in trial or "16 accused" in trial
    assert 'id="s-audit-sixteen-1936"' in trial
    assert "Who affirms, denies or retracts it" in moscow_site["claim/c.sx.centre.html"]
    assert "Charges for which it is a premise" in moscow_site["claim/c.sx.centre.html"]
    assert "Rows that stand on it" in moscow_site["source/itsk1989-8.html"]


def test_nothing_is_fetched_but_the_style(toy_site):
    for name, text in toy_site.items():
        if not name.endswith(".html"):
            continue
        assert re.findall(r"<link\b[^<>]*>", text) == [
            f'<link rel="stylesheet" href="{"../" * name.count("/")}style.css">'
        ]
        assert not re.search(r"\s(?:src|srcset|style|on[a-z]+)=", re.sub(r">[^<]*<", "><", text))
        assert "default-src 'none'; style-src 'self' file:" in text
    assert not re.search(r"@import|@font-face|url\(", toy_site["style.css"])


def test_simulated_is_on_every_page(toy_site, moscow_site):
    for name, text in toy_site.items():
        assert "SIMULATED" in text, name
    assert not [name for name, text in moscow_site.items() if "SIMULATED" in text]


def test_the_index_of_the_search_is_sound(moscow_site):
    held = re.search(
        r'<script type="application/json" id="index">(.*?)</script>', moscow_site["search.html"], re.S
    )[1]
    found = json.loads(held)
    files = {urldefrag(each[4])[0] for each in found}
    assert files <= moscow_site.keys()
    kinds = Counter(each[0] for each in found)
    assert kinds["person"] > 200
    assert kinds["claim"] > 600
    assert any("Зиновьев" in each[2] for each in found)


def test_same_case_gives_the_same_bytes(toy_sheets, toy_site):
    assert site_files(toy_sheets) == toy_site


def test_a_site_is_written_whole_and_replaces_only_a_site(tmp_path, toy_sheets, toy):
    folder = tmp_path / "out"
    n = put(toy_sheets, folder)
    assert n == sum(path.is_file() for path in folder.rglob("*"))
    (folder / "stray.html").write_text("from an earlier version")
    put(toy_sheets, folder)
    assert not (folder / "stray.html").exists()
    assert [each.name for each in tmp_path.iterdir()] == ["out"]
    (tmp_path / "letters").mkdir()
    refuse_others(tmp_path / "letters")
    (tmp_path / "letters" / "index.html").write_text("my letters")
    with pytest.raises(ReadError, match="something else than a site"):
        write_site(toy, tmp_path / "letters")
    with pytest.raises(ReadError, match="is a file"):
        write_site(toy, tmp_path / "letters" / "index.html")


def test_web_links_become_footnotes_once_and_only_where_printed():
    web = '<a href="https://a.example/?b=1&amp;c">x</a>'
    html = f'{web}<details><summary>s</summary>{web}<a href="https://b.example/">y</a></details>{web}<details open>{web}</details>'
    told = str(footnoted(html, "n"))
    assert told.count('<sup class="fn">1</sup>') == 3
    assert re.findall(r"<li[^>]*>(.*?)</li>", told) == ["https://a.example/?b=1&amp;c"]
    assert str(footnoted('<a href="#r-a">x</a>', "n")) == '<a href="#r-a">x</a>'
