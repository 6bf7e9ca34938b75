"""Who put whose name on paper: 581 namings as statements, claims and assertions?"""

from __future__ import annotations

import re

from coding.moscow.book import Book, Row, attested, facts, hand
from coding.moscow.statements import Act, Statements
from coding.moscow.words import mediation, setting

_SESSION = re.compile(r"\b(morning|evening)\b")
_INTERPRETIVE = ("Direction assumed", "Both were confessing: mutual", "The report speaks of the leaders")
_INFERENTIAL = ("The review says that the four testified",)
_OWN_WORDS = {"vyshinsky": "prosecutor", "ulrikh": "judge"}


def code_namings(book: Book, statements: Statements) -> None:
    accused = {(row["case_id"], row["person_id"]) for row in facts("proceedings")}
    coded = {row["naming"]: row for row in hand("basis")}
    rows = facts("namings")
    wording = {row["id"]: row["allegation"] for row in rows}
    claims: dict[tuple[str, str, str, str], str] = {}
    sessions = _sessions(rows)
    for row in rows:
        how = coded.get(row["id"], {})
        text = wording[how["same_text_as"]] if how.get("same_text_as") else row["allegation"]
        kind = "accusation" if row["polarity"] == "incriminates" else "exculpation"
        key = (text, row["named_id"], row["case_id"], kind)
        if key not in claims:
            claims[key] = f"c.{row['id']}"
            book.add("claims", id=claims[key], kind=kind, text=text, person=row["named_id"])
        book.add(
            "assertions",
            id=row["id"],
            statement=_statement(statements, row, sessions),
            claim=claims[key],
            polarity="affirms",
            basis=_basis(row, how),
            kind=_part(row, accused),
            locator=row["locator"].replace("; ", ", "),
            **attested(row, level=_level(row), note=_note(row, how)),
        )


def _note(row: Row, how: Row) -> str:
    return " ".join(filter(None, (row["note"], how.get("why", ""))))


def _act(row: Row) -> Act:
    return Act(row["case_id"], row["namer_id"], row["date"], setting(row["setting"], row["case_id"]))


def _sessions(rows: list[Row]) -> dict[Act, str]:
    """Morning or evening, where every locator of one speaker and day names the same session."""
    found: dict[Act, set[str]] = {}
    for row in rows:
        if row["setting"] == "court":
            found.setdefault(_act(row), set()).add("".join(_SESSION.findall(row["locator"])))
    named = {"morning", "evening"}
    return {act: words.pop() for act, words in found.items() if len(words) == 1 and words & named}


def _statement(statements: Statements, row: Row, sessions: dict[Act, str]) -> str:
    act = _act(row)
    if row["setting"].startswith("confrontation"):
        return _confrontation(statements, row, act)
    if row["source"] == "stc" and "protocol" in row["locator"]:
        document = _document(row, second="")
        if document:
            return f"d.{document['doc_id']}"
    how = mediation(row["setting"], row["source"])
    return statements.of(act, row, mediation=how, time=sessions.get(act, ""))


def _document(row: Row, second: str) -> Row | None:
    """Find the one document of the catalogue that holds this naming."""
    people = {row["namer_id"], second} - {""}
    fits = [
        each
        for each in facts("interrogations")
        if each["date"] == row["date"] and {each["person_id"], each["person2_id"]} - {""} == people
    ]
    return fits[0] if len(fits) == 1 else None


def _confrontation(statements: Statements, row: Row, act: Act) -> str:
    """Use the protocol where the namer is its first person; else a statement of its own, linked to it."""
    document = _document(row, row["named_id"])
    if document is None:
        raise LookupError(f"no protocol for {row['id']}")
    protocol = f"d.{document['doc_id']}"
    before = "Central Committee or NKVD" if "CC" in row["setting"] else ""
    name = protocol
    if document["person_id"] != row["namer_id"] or document["case_id"] != row["case_id"]:
        name = statements.of(act, row, mediation="interrogator_protocol")
        statements.book.add("links", **{"from": name}, to=protocol, kind="quotes", **_found(row))
        _once(statements.book, name, row["named_id"], "confronted")
    if before:
        _once(statements.book, name, "", "by", as_written=before)
    return name


def _once(book: Book, act: str, person: str, role: str, **cells: str) -> None:
    if not any(
        each["act"] == act and each.get("person", "") == person and each["role"] == role
        for each in book.tables["roles"]
    ):
        book.role(act, person, role, **cells)


def _found(row: Row) -> Row:
    return {
        "source": row["source"],
        "level": "textual",
        "checked": "derived",
        "note": "The words stand in this protocol, which names the other person first or is filed elsewhere.",
    }


def _basis(row: Row, how: Row) -> str:
    if how.get("basis"):
        return how["basis"]
    if row["namer_id"] in _OWN_WORDS or _level(row) != "textual" or row["note"].startswith("Direction"):
        return "unknown"
    return "direct"


def _level(row: Row) -> str:
    if row["note"].startswith(_INTERPRETIVE):
        return "interpretive"
    return "inferential" if row["note"].startswith(_INFERENTIAL) else "textual"


def _part(row: Row, accused: set[tuple[str, str]]) -> str:
    if row["namer_id"] in _OWN_WORDS:
        return _OWN_WORDS[row["namer_id"]]
    return "co_accused" if (row["case_id"], row["namer_id"]) in accused else "witness"
