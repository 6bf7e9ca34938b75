"""Which statement was, or may have been, taken from another?

On record are links (b quotes a, was shown a, copies a ...) and confrontations. A long verbatim overlap
is no record but a proposal, for a human to confirm by a link. A shingle is a run of twelve words, case
and punctuation aside; statements of different speakers that share two or more are proposed.

References
----------
Broder, A. Z. (1997). On the resemblance and containment of documents. Proc. Compression and
Complexity of Sequences, 21-29. doi:10.1109/SEQUEN.1997.666900
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from showtrial.record.casefile import CaseFile
from showtrial.record.dates import MAX, MIN, Bounds, Modal, before
from showtrial.record.schema import NOBODY, SEPARATOR
from showtrial.record.views.acts import parts
from showtrial.record.when import with_bounds

#: Kinds of links by which `from`, the later one, draws on `to`.
DERIVED = ("quotes", "shown_to", "read_to", "dictated", "copied", "translated")
#: Marks what is a token of origin and no row; no id holds this character.
TOKEN = "\0"
WORDS = 12
LEAST = 2
_TOKEN_OF = {"sources": "log", "events": "obs", "persons": "ed"}
_WORD = re.compile(r"\w+")
_SPAN = re.compile(r"#(\d+)-(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A derivation that the wording suggests and nobody has confirmed.

    Parameters
    ----------
    later, earlier : str
        Ids of the two statements. Where it is not known which came first, both orders are proposed.
    shared : int
        Number of shingles in both.
    example : str
        The first of them in alphabetical order.
    """

    later: str
    earlier: str
    shared: int
    example: str


def derivations(case: CaseFile, *, strict: bool = False) -> Iterator[tuple[str, str, bool]]:
    """Yield later, earlier, and whether that is on record and certain; with `strict` also proposals.

    Later and earlier are ids of statements and assertions. What a link takes from a source, an event
    or a person is, in place of the earlier id, the token of origin ``log:``, ``obs:`` or ``ed:``
    behind `TOKEN`.
    """
    giver = {
        row: f"{TOKEN}{kind}:{row}"
        for table, kind in _TOKEN_OF.items()
        for row in case[table]["id"].drop_nulls()
    }
    for later, earlier, kind in case["links"].select("from", "to", "kind").iter_rows():
        if kind in DERIVED:
            yield later, giver.get(earlier, earlier), True
        elif kind in ("same_as", "perhaps_same_as"):
            yield later, earlier, kind == "same_as"
            yield earlier, later, kind == "same_as"
    yield from _confrontations(case)
    if strict:
        yield from ((found.later, found.earlier, False) for found in proposals(case))


def _confrontations(case: CaseFile) -> Iterator[tuple[str, str, bool]]:
    """Yield what each who was confronted said later, and what the other had said there."""
    rows = with_bounds(case["statements"], case.calendar).filter(pl.col("speaker").fill_null("") != NOBODY)
    said: dict[str, list[tuple[str, Bounds]]] = {}
    for row in rows.filter(pl.col("speaker").is_not_null()).iter_rows(named=True):
        said.setdefault(row["speaker"], []).append((row["id"], _bounds(row)))
    faced: dict[str | None, set[str]] = {None: set()}
    confronted = parts(case).filter(pl.col("role") == "confronted").select("act", "person").drop_nulls()
    met = rows.filter(pl.col("setting") == "confrontation")
    for act, person in [*confronted.iter_rows(), *met.select("event", "speaker").drop_nulls().iter_rows()]:
        faced.setdefault(act, set()).add(person)
    for row in met.iter_rows(named=True):
        here, at = row["id"], _bounds(row)
        others = faced.get(here, set()) | faced.get(row["event"], set())
        for other in sorted(others - {row["speaker"]}):
            for heard, given in ((other, here), (row["speaker"], f"{TOKEN}person:{other}")):
                for later, when in said.get(heard, ()):
                    order = before(at, when)
                    if later != here and order != Modal.NONE:
                        yield later, given, order == Modal.NECESSARY


def _bounds(row: Mapping[str, int | None]) -> Bounds:
    lo, hi = row["lo"], row["hi"]
    return Bounds(MIN if lo is None else lo, MAX if hi is None else hi)


def shingles(text: str, words: int = WORDS) -> frozenset[str]:
    """Return every run of `words` words of `text`, case and punctuation aside.

    Examples
    --------
    >>> sorted(shingles("He came - and went. He came!", words=3))
    ['and went he', 'came and went', 'he came and', 'went he came']
    """
    found = _WORD.findall(text.casefold())
    return frozenset(" ".join(found[at : at + words]) for at in range(len(found) - words + 1))


def proposals(case: CaseFile) -> tuple[Proposal, ...]:
    """Return the derivations that the wording of the statements suggests, sorted.

    The wording of a statement is the passage of a source's text to which its locator points
    (``#120-340``); where there is none, its own column ``text``. Statements that lie in one passage
    are not compared.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> proposals(open_case("toy"))
    ()
    """
    rows = with_bounds(case["statements"], case.calendar)
    files = {name: file for name, file in case["sources"].select("id", "text_file").iter_rows() if file}
    said = {row["id"]: row for row in rows.iter_rows(named=True)}
    spans = {name: list(_spans(row["source"], row["locator"], files, case)) for name, row in said.items()}
    held, by_shingle = {}, dict[str, list[str]]()
    for name, row in said.items():
        passages = [case.texts[file][start:end] for file, start, end in spans[name]]
        held[name] = frozenset[str]().union(*map(shingles, passages or [row["text"] or ""]))
        for shingle in held[name]:
            by_shingle.setdefault(shingle, []).append(name)
    found = []
    for one, other in {pair for names in by_shingle.values() for pair in combinations(sorted(names), 2)}:
        shared = held[one] & held[other]
        alike = said[one]["speaker"] == said[other]["speaker"] not in (None, NOBODY)
        if len(shared) < LEAST or alike or _overlap(spans[one], spans[other]):
            continue
        for later, earlier in ((one, other), (other, one)):
            if before(_bounds(said[later]), _bounds(said[earlier])) != Modal.NECESSARY:
                found.append((later, earlier, len(shared), min(shared)))
    return tuple(
        Proposal(later=later, earlier=earlier, shared=shared, example=example)
        for later, earlier, shared, example in sorted(found)
    )


def _spans(
    sources: str | None, locators: str | None, files: Mapping[str, str], case: CaseFile
) -> Iterator[tuple[str, int, int]]:
    """Yield file, start and end of every passage to which a row points."""
    pairs = zip((sources or "").split(SEPARATOR), (locators or "").split(SEPARATOR), strict=False)
    for source, locator in pairs:
        span = _SPAN.fullmatch(locator.strip())
        if span and files.get(source) in case.texts:
            yield files[source], int(span[1]), int(span[2])


def _overlap(one: list[tuple[str, int, int]], other: list[tuple[str, int, int]]) -> bool:
    return any(a == b and start < stop and begin < end for a, start, end in one for b, begin, stop in other)
