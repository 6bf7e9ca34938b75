"""How are the sources cited in a reference manager: as CSL-JSON and as BibTeX?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from showtrial.record.casefile import CaseFile
from showtrial.record.dates import Calendar, DateError, day, parse
from showtrial.record.readers.labels import free, slug
from showtrial.record.schema import SEPARATOR

#: Kind of source -> type of CSL; a kind that is not listed is a ``document``.
CSL_TYPES: Mapping[str, str] = {
    "trial record": "report",
    "archive document": "manuscript",
    "archive catalogue": "collection",
    "official review": "report",
    "decree": "legislation",
    "order": "regulation",
    "letter": "personal_communication",
    "speech": "speech",
    "newspaper": "article-newspaper",
    "book": "book",
    "article": "article-journal",
    "memoir": "book",
    "dataset": "dataset",
    "website": "webpage",
    "spreadsheet": "dataset",
    "fiction": "book",
    "simulation": "dataset",
}
#: Kind of source -> entry type of BibTeX; a kind that is not listed is ``misc``.
BIBTEX_TYPES: Mapping[str, str] = {
    "trial record": "techreport",
    "official review": "techreport",
    "newspaper": "article",
    "article": "article",
    "book": "book",
    "memoir": "book",
    "fiction": "book",
}
_CONTAINER = {
    "article-journal": "container-title",
    "article-newspaper": "container-title",
    "manuscript": "archive",
}
_PUBLISHER = {"article": "journal", "techreport": "institution", "book": "publisher"}
_PLAIN_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?([?~%]?)")
_ESCAPED = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_"},
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
    }
)

Source = dict[str, Any]


def csl_bytes(case: CaseFile) -> bytes:
    """Return the sources as CSL-JSON, one item a source, in their order.

    What CSL has no field for (kind, parent, whether it was read) is under ``custom``.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> sorted(json.loads(csl_bytes(open_case("toy")))[0])[:3]
    ['author', 'custom', 'id']
    """
    items = [_csl(row, case) for row in case["sources"].iter_rows(named=True)]
    return (json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode()


def _csl(row: Source, case: CaseFile) -> dict[str, Any]:
    kind = CSL_TYPES.get(row["kind"] or "", "document")
    said = {
        "id": row["id"],
        "type": kind,
        "title": row["title"],
        "author": [{"literal": name} for name in _authors(row)],
        "issued": _issued(row["year"], case.calendar) if row["year"] else None,
        _CONTAINER.get(kind, "publisher"): row["publisher"],
        "language": row["language"],
        "license": row["licence"],
        "URL": row["url"],
        "note": _note(row, case),
        "custom": {name: row[name] for name in ("kind", "parent", "checked") if row[name]},
    }
    return {name: value for name, value in said.items() if value}


def _authors(row: Source) -> list[str]:
    return [name.strip() for name in (row["author"] or "").split(SEPARATOR) if name.strip()]


def _note(row: Source, case: CaseFile) -> str:
    mark = "SIMULATED, no record of anything." if case.meta.origin == "simulated" else ""
    return " ".join(filter(None, (mark, row["note"])))


def _issued(text: str, calendar: Calendar) -> dict[str, Any]:
    """Return a date of CSL: its parts where it is plain or an interval of plain dates, else as written."""
    ends = [_PLAIN_DATE.fullmatch(end) for end in text.split("/")]
    if calendar.default == "gregorian" and len(ends) <= 2 and all(ends):
        parts = [[int(unit) for unit in end.groups()[:3] if unit] for end in ends if end]
        doubtful = any(end[4] for end in ends if end)
        return {"date-parts": parts} | ({"circa": True} if doubtful else {})
    year = _year(text, calendar)
    return {"literal": text} if year is None else {"date-parts": [[int(year)]], "literal": text}


def _year(text: str, calendar: Calendar) -> str | None:
    """Return the year in which a date lies, None where it may lie in several."""
    try:
        date = parse(text, calendar=calendar)
    except DateError:
        return None
    first, last = day(date.lo)[:4], day(date.hi - 1)[:4]
    return first if first == last and first.isdigit() else None


def bibtex_bytes(case: CaseFile) -> bytes:
    """Return the sources as BibTeX, UTF-8, one entry a source, in their order.

    Keys are the ids in plain ASCII; where two would be the same, the later one gets ``-2``. Titles and
    authors stand in double braces, so that no style changes their capitals or takes them apart.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> bibtex_bytes(open_case("toy")).decode().splitlines()[0]
    '@misc{chamber-book,'
    """
    taken: set[str] = set()
    entries = []
    for row in case["sources"].iter_rows(named=True):
        plain = _key(row["id"])
        unlike = free(plain.casefold(), taken)  # to BibTeX, A and a are one key
        taken.add(unlike)
        key = plain + unlike[len(plain) :]
        kind = BIBTEX_TYPES.get(row["kind"] or "", "misc")
        fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _bibtex(row, kind, case))
        entries.append(f"@{kind}{{{key},\n{fields}\n}}\n")
    return "\n".join(entries).encode()


def _key(row: str) -> str:
    """Return an id as a key of BibTeX.

    Examples
    --------
    >>> _key("zk1936"), _key("Протокол,1"), _key("書")
    ('zk1936', 'protokol-1', 'source')
    """
    if re.fullmatch(r"[A-Za-z0-9._:+/-]+", row):
        return row
    return re.sub(r"[^a-z0-9]+", "-", slug(row, "source")).strip("-") or "source"


def _bibtex(row: Source, kind: str, case: CaseFile) -> Iterator[tuple[str, str]]:
    """Yield the fields of an entry, escaped."""
    if _authors(row):
        yield "author", " and ".join(f"{{{_escaped(name)}}}" for name in _authors(row))
    yield "title", f"{{{_escaped(row['title'])}}}"
    if row["year"]:
        yield "year", _escaped(_year(row["year"], case.calendar) or row["year"])
    for name, value in (
        (_PUBLISHER.get(kind, "howpublished"), row["publisher"]),
        ("language", row["language"]),
        ("copyright", row["licence"]),
        ("type", row["kind"] if kind in ("misc", "techreport") else None),
        ("note", _note(row, case)),
    ):
        if value:
            yield name, _escaped(value)
    if row["url"]:
        yield "url", row["url"]  # styles set it letter by letter: nothing in it is escaped


def _escaped(text: str) -> str:
    r"""Write a text on one line so that TeX prints it as it is.

    Examples
    --------
    >>> print(_escaped("R&D, 50% {sic}"))
    R\&D, 50\% \textbraceleft{}sic\textbraceright{}
    """
    return " ".join(text.split()).translate(_ESCAPED)
