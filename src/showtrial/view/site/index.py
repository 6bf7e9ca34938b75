"""By which words is a page or a row found?"""

from __future__ import annotations

import json
from collections.abc import Mapping

from markupsafe import Markup

from showtrial.view.captions import caption
from showtrial.view.page import Page, anchor, count

#: Tables whose rows can be searched, with the word for a row; the others are too many or too bare.
_SEARCHED = {
    "persons": "person",
    "cases": "trial",
    "claims": "claim",
    "sources": "source",
    "events": "event",
    "charges": "charge",
    "places": "place",
    "figures": "figure",
}


def entries_of(page: Page, own: Mapping[str, str], home: Mapping[str, str]) -> list[list[str]]:
    """Return what can be found: kind, title, further words, page.

    Parameters
    ----------
    page : Page
        The case.
    own : mapping
        Anchor -> page, for rows with a page of their own.
    home : mapping
        Anchor -> page, for all others.
    """
    spellings: dict[str, list[str]] = {}
    for row in page.case["traits"].filter(page.case["traits"]["kind"] == "other spelling").to_dicts():
        spellings.setdefault(row["person"], []).append(row["value"])
    found = []
    for table, word in _SEARCHED.items():
        for row in page.case[table].to_dicts():
            if not row["id"]:
                continue
            to = anchor(row["id"])
            page_of = own.get(to) or f"{home[to]}#{to}"
            native = row.get("name_native") or ""
            more = [row["id"], *spellings.get(row["id"], ()), row.get("who") or "", row.get("author") or ""]
            found.append([word, caption(page, table, row), native, " ".join(filter(None, more)), page_of])
    return found


def listed(found: list[list[str]]) -> Markup:
    """Write the entries as JSON that can stand in a page: nothing in it ends the script."""
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def said(found: list[list[str]]) -> str:
    """Say how much can be searched.

    Examples
    --------
    >>> said([["person", "a", "", "a", "a.html"], ["claim", "b", "", "b", "b.html"]])
    '2 entries: 1 person, 1 claim'
    """
    kinds: dict[str, int] = {}
    for each in found:
        kinds[each[0]] = kinds.get(each[0], 0) + 1
    words = [count(n, kind) for kind, n in kinds.items()]
    entries = "1 entry" if len(found) == 1 else f"{len(found):,} entries"
    return f"{entries}: {', '.join(words)}"
