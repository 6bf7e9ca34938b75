"""How do links that were set for one page find their place in a folder of pages?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_ID = re.compile(r'\sid="([^"]+)"')
_LINK = re.compile(r'(<a\b[^<>]*?\bhref=")#([^"]+)"')
_HEADING = re.compile(r"(</?h)([3-6])\b")


def homes(pages: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return anchor -> page, for the first page that bears the anchor.

    Examples
    --------
    >>> homes([("a.html", '<p id="x">'), ("b.html", '<p id="x"><p id="y">')])
    {'x': 'a.html', 'y': 'b.html'}
    """
    found: dict[str, str] = {}
    for name, html in pages:
        for each in _ID.findall(html):
            found.setdefault(each, name)
    return found


def led(name: str, html: str, home: Mapping[str, str], own: Mapping[str, str]) -> str:
    """Turn the links of a page to anchors into links to the pages that bear them.

    Parameters
    ----------
    name : str
        The page, as a path from the top of the folder.
    html : str
        Its text; whatever stands between its tags is escaped, so only tags can match.
    home : mapping
        Anchor -> page, from :func:`homes`.
    own : mapping
        Anchor -> page, for the rows with a page of their own; a link leads to its top.

    Examples
    --------
    >>> led("person/a.html", '<a href="#r-b">b</a>', {}, {"r-b": "person/b.html"})
    '<a href="../person/b.html">b</a>'
    """
    here = set(_ID.findall(html))
    up = "../" * name.count("/")

    def lead(found: re.Match[str]) -> str:
        to = found[2]
        page = own.get(to)
        if page is not None:
            return f'{found[1]}{"" if page == name else up + page}{"#" + to if page == name else ""}"'
        if to in here or to not in home:
            return found[0]
        return f'{found[1]}{up}{home[to]}#{to}"'

    return _LINK.sub(lead, html)


def raised(html: str) -> str:
    """Lift all headings by one level: what was a part of the report is a page here.

    Examples
    --------
    >>> raised("<h3>a</h3>")
    '<h2>a</h2>'
    """
    return _HEADING.sub(lambda found: f"{found[1]}{int(found[2]) - 1}", html)
