"""What does ``casefile.toml`` say of the case file as a whole?"""

from __future__ import annotations

import hashlib

import tomli_w

from coding.moscow.book import HERE, Book

VERSION = "0.1.0"
_OURS = "CC BY 4.0"
_DESCRIPTION = (
    "The Soviet political trials of 1934-1938: eight cases, 96 charges, who named whom, under what pressure, "
    "and what was decided when. Compiled and coded automatically from the sources it lists and not reviewed "
    "by a historian. Protocols and trial reports were written by the police and the prosecution: a row says "
    "what was put on paper, never that the thing alleged happened."
)
_LIVING = (
    "Some thirty persons have no date of death on record; they were adults in a record of 1934-1938 and are "
    "kept because they were accused, named, or sat in judgment in public or closed political trials that "
    "belong to history; nothing but that record is said of them."
)
_LICENCES = {
    "sources": _OURS + " (our list; each source has its own terms)",
    "statements": _OURS
    + " (our coding; number, date, kind, length and names of the rows d.* are facts taken "
    "from the catalogue of showtrials.ru; no licence of it was found, printed titles are left out)",
    "figures": _OURS + " (our selection; the numbers are those of the sources named in each row)",
}
TIMES = {
    "early morning": "00:00/08:00",
    "morning": "06:00/16:00",
    "evening": "17:00/24:00",
    "late evening": "20:00/24:00",
    "night": "00:00/06:00",
}
VOCABULARY = {
    "events.kind": [
        "appointment",
        "deportation",
        "indictment_draft",
        "investigation",
        "journey",
        "murder",
        "plenum",
        "speech",
    ],
    "ties.kind": ["pupil of"],
}


def casefile(book: Book) -> str:
    """Return the text of ``casefile.toml``."""
    used = {row["time"] for rows in book.tables.values() for row in rows if "time" in row}
    return tomli_w.dumps(
        {
            "title": "The Moscow trials and their kin, 1934-1938",
            "origin": "recorded",
            "authors": ["The showtrial developers"],
            "licence": _OURS,
            "version": VERSION,
            "description": _DESCRIPTION,
            "calendar": "gregorian",
            "reviewed": False,
            "living_purpose": _LIVING,
            "licences": {table: _LICENCES.get(table, _OURS) for table, rows in book.tables.items() if rows},
            "times": {word: span for word, span in TIMES.items() if word in used},
            "vocabulary": VOCABULARY,
            "provenance": [
                {
                    "operation": "coding",
                    "software": "showtrial coding/moscow",
                    "version": VERSION,
                    "parameters": "facts/*.csv, hand/*.csv",
                    "input": f"sha256:{_digest()}",
                }
            ],
        }
    )


def _digest() -> str:
    """Hash of all fact tables and hand coding, by name and content."""
    found = hashlib.sha256()
    for folder in ("facts", "hand"):
        for path in sorted((HERE / folder).glob("*.csv")):
            found.update(f"{folder}/{path.name}\n".encode() + path.read_bytes())
    return found.hexdigest()
