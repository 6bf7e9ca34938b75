"""Do the sources arrive in a reference manager with nothing lost and nothing broken?"""

from __future__ import annotations

import json
import re

import bibtexparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import META, frame, small

from showtrial.record.casefile import CaseFile
from showtrial.record.meta import Meta
from showtrial.record.schema import schema
from showtrial.record.writers import bibtex_bytes, csl_bytes
from showtrial.record.writers.citations import BIBTEX_TYPES, CSL_TYPES

KINDS = schema().tables["sources"].columns["kind"].words
_BACK = {
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textbackslash{}": "\\",
    **{f"\\{sign}": sign for sign in "&%$#_"},
}


def of(*rows, meta=META):
    sources = [{"id": f"s{at}", "title": "T", **row} for at, row in enumerate(rows)]
    empty = {name: small()[name].clear() for name in ("persons", "statements")}
    return CaseFile.from_frames(meta, {"sources": frame(*sources), **empty})


def csl(*rows, **options):
    return json.loads(csl_bytes(of(*rows, **options)))


def bibtex(*rows, **options):
    parser = bibtexparser.bparser.BibTexParser(ignore_nonstandard_types=False)
    return bibtexparser.loads(bibtex_bytes(of(*rows, **options)).decode(), parser).entries


def plain(text):
    """Take the inner braces and the escapes off again."""
    text = text[1:-1] if text.startswith("{") else text
    return re.sub("|".join(map(re.escape, _BACK)), lambda found: _BACK[found[0]], text)


def test_kinds_are_those_of_the_schema():
    assert set(CSL_TYPES) <= set(KINDS)
    assert set(BIBTEX_TYPES) <= set(KINDS)
    assert [each["type"] for each in csl(*({"kind": kind} for kind in (*KINDS, None)))][-2:] == [
        "document"
    ] * 2


@pytest.mark.parametrize(
    ("year", "issued"),
    [
        ("1936", {"date-parts": [[1936]]}),
        ("1936-08-24", {"date-parts": [[1936, 8, 24]]}),
        ("1936-08~", {"date-parts": [[1936, 8]], "circa": True}),
        ("1936/1938", {"date-parts": [[1936], [1938]]}),
        ("1936-08-XX", {"date-parts": [[1936]], "literal": "1936-08-XX"}),
        ("193X", {"literal": "193X"}),
        ("julian:1335-02-04", {"date-parts": [[1335]], "literal": "julian:1335-02-04"}),
        ("../1936", {"literal": "../1936"}),
    ],
)
def test_dates(year, issued):
    assert csl({"year": year})[0]["issued"] == issued


def test_a_julian_case_keeps_its_dates_as_written():
    meta = Meta(title="T", origin="recorded", calendar="julian")
    assert csl({"year": "1335-02-04"}, meta=meta)[0]["issued"]["literal"] == "1335-02-04"


def test_fields():
    row = {
        "kind": "article",
        "title": "Das Öl & die 5 %",
        "author": "Berg, A.; Dorn, K.",
        "publisher": "A Journal",
        "language": "de",
        "licence": "CC0",
        "checked": "recalled",
        "note": "seen",
        "url": "https://example.org/a_b?c=1&d=%20#e~f",
    }
    (item,) = csl(row)
    assert item["URL"] == row["url"]
    assert item["author"] == [{"literal": "Berg, A."}, {"literal": "Dorn, K."}]
    assert (item["container-title"], item["language"], item["license"]) == ("A Journal", "de", "CC0")
    assert item["custom"] == {"kind": "article", "checked": "recalled"}
    (entry,) = bibtex(row)
    assert (entry["ENTRYTYPE"], entry["ID"]) == ("article", "s0")
    assert plain(entry["title"]) == row["title"]
    assert entry["author"] == "{Berg, A.} and {Dorn, K.}"
    assert plain(entry["journal"]) == "A Journal"
    assert entry["url"] == row["url"]


def test_what_is_simulated_says_so():
    meta = Meta(title="T", origin="simulated")
    assert csl({}, meta=meta)[0]["note"].startswith("SIMULATED")
    assert bibtex({}, meta=meta)[0]["note"].startswith("SIMULATED")


def test_keys_are_ascii_and_unique():
    ids = ["zk1936", "ZK1936", "Протокол", "protokol", "書", "a,b", "x{y}"]
    keys = [entry["ID"] for entry in bibtex(*({"id": row} for row in ids))]
    assert keys == ["zk1936", "ZK1936-2", "protokol", "protokol-2", "source", "a-b", "x-y"]


@settings(deadline=None, max_examples=60)
@given(st.text(st.sampled_from("aЖ é{}\\$%&#_~^@\"'=,\n"), min_size=1, max_size=20).filter(str.strip))
def test_any_title_is_read_back(title):
    entries = bibtex({"title": title}, {"title": "next"})
    assert [plain(entry["title"]) for entry in entries] == [" ".join(title.split()), "next"]


def test_utf_8_stays():
    assert "Процесс «шестнадцати»".encode() in bibtex_bytes(of({"title": "Процесс «шестнадцати»"}))
    assert "Процесс «шестнадцати»".encode() in csl_bytes(of({"title": "Процесс «шестнадцати»"}))
