"""On what did the other trials rest, as far as the facts reach: charges, heads, words, ways?

The reports of these trials were not read for this file. A charge has elements only where the accused is on
record with a plea to the whole of it, and with words beyond that: else an element would stand empty because
nothing was read, and that would look like a finding. Every other charge has a search that says that it was
not coded, and why; what was said under its heads is kept as claims, so that contradictions are seen.
"""

from __future__ import annotations

from coding.moscow.book import Book, Row, hand
from coding.moscow.sixteen import code_derivations, code_events, code_readings, code_searches, code_words
from coding.moscow.statements import Statements
from coding.moscow.words import SHORT

#: Why an inference is drawn, where the table gives no reason.
_COMMON = "The words of the record name this head."
_LAYER = "in_case_file"
#: Stands in the text of an element of which nobody is on record here, so that silence is no finding.
_NOT_CODED = "[not coded: beyond a plea, nothing that was read speaks of this]"


def code_others(book: Book, statements: Statements) -> None:
    """Add the elements of each coded charge, what was said of them, and what leads from one to the other."""
    words, ways = hand("others_words"), hand("others_ways")
    spoken = {row["claim"] for row in words} | {row["target"] for row in ways}
    known = {row["id"] for table in ("claims", "assertions") for row in book.tables[table] if "id" in row}
    made: set[str] = set()
    for row in hand("others_accused"):
        for head in _heads(row):
            _element(book, row, head, spoken, made)
    missing = {name for name in spoken if name and not name.startswith("ch.")} - known - made
    missing |= {name for row in ways for name in row["premises"].split()} - known - made
    if missing:
        raise KeyError(f"words or ways about nothing that is coded: {sorted(missing)}")
    code_words(book, statements, words)
    _ways(book, ways)


def _heads(accused: Row) -> list[Row]:
    groups = accused["groups"].split()
    return [row for row in hand("others_heads") if row["case"] == accused["case"] and row["group"] in groups]


def _element(book: Book, accused: Row, head: Row, spoken: set[str], made: set[str]) -> None:
    """Add one element, and where anybody spoke of it the claim behind it.

    What happened is one claim for all accused; what one of them did or wanted is a claim for each.
    """
    short, person = SHORT[accused["case"]], accused["person"]
    text = head["text"].format(name=_surname(book, person))
    name = f"el.{short}.{person}.{head['head']}"
    law = f" ({head['law']})" if head["law"] else ""
    charge = f"ch.{accused['case']}.{person}"
    own = head["role"] != "corpus"
    claim = f"c.{short}.{head['head']}" + (f".{person}" if own else "")
    told = claim in spoken
    if told and claim not in made:
        made.add(claim)
        book.add("claims", id=claim, kind="other", text=text, person=person if own else "")
    if accused["elements"] == "yes":
        mark = "" if told else f" {_NOT_CODED}"
        book.add("elements", id=name, charge=charge, role=head["role"], text=text + law + mark)
        if told:
            inference = f"in.{short}.{person}.{head['head']}"
            book.add("inferences", inference=inference, target=name, premise=claim, layer=_LAYER)


def _surname(book: Book, person: str) -> str:
    return book.find("persons", person)["name"].split(" (")[0].split()[-1]


def _ways(book: Book, ways: list[Row]) -> None:
    """Add what leads to a claim: premises of one row are needed together, each row is enough alone."""
    counts: dict[str, int] = {}
    for row in ways:
        target = row["target"]
        counts[target] = counts.get(target, 0) + 1
        name = f"in.{target.removeprefix('c.')}.{counts[target]}"
        for premise in row["premises"].split():
            cells = {"warrant": row["warrant"] or _COMMON, "layer": _LAYER}
            book.add("inferences", inference=name, target=target, premise=premise, **cells)


def code_others_events(book: Book) -> None:
    code_events(book, hand("others_events"), [])


def code_others_papers(book: Book) -> None:
    """Add what was drawn from what, rival readings, and what was not looked at."""
    code_derivations(book, hand("others_derivations"))
    code_readings(book, hand("others_readings"))
    searches = hand("others_searches")
    read = {row["id"].removesuffix("-record"): row["searched"] for row in searches if "-record" in row["id"]}
    code_searches(book, searches)
    code_searches(book, [_not_coded(row, read) for row in hand("others_accused") if row["elements"] == "no"])


def _not_coded(row: Row, read: Row) -> Row:
    short = SHORT[row["case"]]
    return {
        "id": f"{short}-{row['person']}",
        "about": f"ch.{row['case']}.{row['person']}",
        "what": "What was said under each head of this charge",
        "searched": read[short],
        "complete": "no",
        "by": "the coders of this file",
        "result": f"not coded: {row['why_not'][0].lower()}{row['why_not'][1:]}",
        "source": read[short],
        "certainty": "high",
        "checked": "derived",
        "note": "So the charge has no elements here. That is no finding on what the court had.",
    }
