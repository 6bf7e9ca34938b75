"""Does a link lead to the words of a passage, and to no other part of the source?"""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showtrial.record.web import web_address
from showtrial.view.passages import Passages, directed

ROWS = [
    {"id": "a", "parent": None, "part": None, "url": "https://example.org/"},
    {"id": "a1", "parent": "a", "part": "section 1", "url": "https://example.org/1"},
    {"id": "a1b", "parent": "a", "part": "section 1, b", "url": "https://example.org/1b"},
    {"id": "a2", "parent": "a", "part": "section 2 (i", "url": None},
    {"id": "b", "parent": None, "part": None, "url": None},
]


@pytest.mark.parametrize(
    ("place", "url"),
    [
        ("section 1", "https://example.org/1"),
        ("section 1 #4-9", "https://example.org/1"),
        ("section 1, b #4-9", "https://example.org/1b"),
        ("section 1, bc", "https://example.org/1"),
        ("section 12 #4-9", "https://example.org/"),
        ("section 2 (i) #4-9", "https://example.org/"),
        ("in section 1", "https://example.org/"),
    ],
)
def test_a_place_lies_in_the_longest_part_that_names_it(place, url):
    assert [each.url for each in Passages(ROWS).cited("a", place)] == [url]


def test_each_source_has_its_own_place_and_the_first_the_words():
    first, second = Passages(ROWS).cited("b; a1", "p. 3; line 4", "he said")
    assert (first.source, first.place, first.words, first.url) == ("b", "p. 3", "he said", "")
    assert (second.place, second.words, second.url) == ("line 4", "", "https://example.org/1")


@given(st.text(min_size=1))
def test_words_are_escaped_and_come_back(words):
    try:
        words.encode()
    except UnicodeEncodeError:
        return
    link = directed("https://example.org/1", words)
    page, _, text = link.partition("#:~:text=")
    assert page == "https://example.org/1"
    assert not set(text) & set("-,&#'\"<> ")
    assert unquote(text) == words
    assert web_address(link)
