"""Where can the passage of a row be read, and how does a link lead to its very words?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from showtrial.record.web import web_address
from showtrial.view.page import Row, entries


@dataclass(frozen=True, slots=True)
class Cited:
    """One source of a row, the place in it, the first words there, and where these can be read."""

    source: str
    place: str = ""
    words: str = ""
    url: str = ""


class Passages:
    """The sources that can be read online, by id and by the part of another source that they are.

    Parameters
    ----------
    sources : iterable of dict
        Rows of ``sources``.

    Examples
    --------
    >>> rows = [
    ...     {"id": "a", "parent": None, "part": None, "url": None},
    ...     {"id": "a-1", "parent": "a", "part": "section 1", "url": "https://example.org/1"},
    ... ]
    >>> read = Passages(rows)
    >>> read.cited("a", "section 1 #20-90", "He said so")[0].url
    'https://example.org/1#:~:text=He%20said%20so'
    >>> read.cited("a", "section 15")[0].url
    ''
    """

    def __init__(self, sources: Iterable[Row]) -> None:
        self._urls: dict[str, str] = {}
        self._parts: dict[str, list[tuple[str, str]]] = {}
        for row in sources:
            if not web_address(row["url"]):
                continue
            self._urls[row["id"]] = row["url"]
            if row["parent"] and row["part"]:
                self._parts.setdefault(row["parent"], []).append((row["part"], row["url"]))

    def cited(self, source: str | None, locator: str | None, words: str | None = None) -> list[Cited]:
        """Pair each source of a row with its place in it; the words are those of the first.

        Examples
        --------
        >>> [(each.source, each.place) for each in Passages([]).cited("a; b", "p. 3")]
        [('a', 'p. 3'), ('b', '')]
        >>> Passages([]).cited(None, "p. 3")
        []
        """
        names, places = entries(source), entries(locator)
        if len(names) == 1:
            places = [locator or ""]
        places += [""] * (len(names) - len(places))
        said = [words or "", *[""] * len(names)]
        return [
            Cited(name, place, text, directed(self._url(name, place), text))
            for name, place, text in zip(names, places, said, strict=False)
        ]

    def _url(self, source: str, place: str) -> str:
        """Return the address of the part in which a place lies, else that of the whole source."""
        here = [(part, url) for part, url in self._parts.get(source, ()) if _lies_in(place, part)]
        return max(here, key=lambda each: len(each[0]))[1] if here else self._urls.get(source, "")


def _lies_in(place: str, part: str) -> bool:
    """Whether a locator begins with the whole name of a part: section 15 is not section 1."""
    return re.match(rf"{re.escape(part)}(?!\w)", place) is not None


def directed(url: str, words: str) -> str:
    """Return an address that leads to these words of its page (a text fragment, WICG 2020).

    Every sign that has a meaning of its own in such a fragment (comma, hyphen, ampersand) is escaped.
    A browser that does not know text fragments opens the page at its top.

    Examples
    --------
    >>> directed("https://example.org/1", "Yes, he co-wrote R&D")
    'https://example.org/1#:~:text=Yes%2C%20he%20co%2Dwrote%20R%26D'
    >>> directed("https://example.org/1#top", "Yes"), directed("https://example.org/1", "")
    ('https://example.org/1#top:~:text=Yes', 'https://example.org/1')
    """
    if not url or not words:
        return url
    text = quote(words, safe="").replace("-", "%2D")
    return f"{url}{'' if '#' in url else '#'}:~:text={text}"
