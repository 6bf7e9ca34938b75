"""How does a sentence of the audit become words with links, told once for all whom it concerns?"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from showtrial.audit.findings import Finding
from showtrial.view.page import Page, Row, anchor

_WORD = re.compile(r"[^\s\[\](),;]+")
#: More than so many are not named if those who are left out are fewer.
_NAMED = 4
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and the anchor of the row that they lead to; empty where they lead nowhere."""

    words: str
    to: str = ""


def linked(text: str, page: Page, rows: Collection[str] = ()) -> list[Piece]:
    """Cut a sentence of a finding into words and links to its rows.

    An id is a link where it stands in square brackets, or where it is one of `rows`. Where the name of
    a person stands before the id in brackets, the name is the link.

    Parameters
    ----------
    text : str
        Sentence of a finding.
    page : Page
        The page, for the ids and names it knows.
    rows : collection of str
        Ids that are links wherever they stand: the rows of the finding.
    """
    found: list[Piece] = []
    at = 0
    for word in _WORD.finditer(text):
        row = word[0]
        inside = _within(text, word.start())
        if row not in page.known or not (inside or row in rows):
            continue
        before = text[at : word.start()]
        name = page.names.get(row)
        if inside and name and before.endswith(f"{name} [") and text[word.end() : word.end() + 1] == "]":
            found += [Piece(before[: -len(name) - 2]), Piece(name, anchor(row))]
            at = word.end() + 1
        else:
            found += [Piece(before), Piece(row, anchor(row))]
            at = word.end()
    return [piece for piece in (*found, Piece(text[at:])) if piece.words]


def _within(text: str, at: int) -> bool:
    """Whether a place in a sentence stands within square brackets."""
    return text.rfind("[", 0, at) > text.rfind("]", 0, at)


def grouped(pairs: Iterable[tuple[Key, Finding]]) -> dict[Key, list[Finding]]:
    """Group findings that say the same, in the order in which it is first said."""
    found: dict[Key, list[Finding]] = {}
    for key, each in pairs:
        found.setdefault(key, []).append(each)
    return found


def whom(page: Page, trial: str, charges: Iterable[str]) -> Row:
    """Say for whom of the accused of a trial something holds: for all, for some, for all but a few.

    Returns
    -------
    dict
        ``n`` and ``of`` (charges), ``all``, and ``named`` or ``but``: the accused to be named.
    """
    held = set(charges)
    rows = page.charges[trial]
    those = [row["accused"] for row in rows if row["id"] in held]
    rest = [row["accused"] for row in rows if row["id"] not in held]
    few = _NAMED < len(those) > len(rest) > 0
    return {
        "n": len(those),
        "of": len(rows),
        "all": not rest,
        "named": () if not rest or few else those,
        "but": rest if few else (),
    }


def impersonal(each: Finding, page: Page, accused: str) -> str:
    """Return the text of a finding without the name of the accused, so that equal things read equal."""
    return each.text.replace(f"{page.name(accused)} [{accused}]", WHOM)


#: What stands for the accused in a sentence told once for several.
WHOM = "{accused}"
