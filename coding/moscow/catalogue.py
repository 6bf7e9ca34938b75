"""Which of the 1,650 catalogued documents are on record, by whom, and to whom were they sent?"""

from __future__ import annotations

from coding.moscow.book import Book, facts
from coding.moscow.statements import Statements
from coding.moscow.words import CATALOGUE_SETTINGS, RECIPIENTS, SENDERS


def code_catalogue(book: Book) -> None:
    for row in facts("interrogations"):
        name = f"d.{row['doc_id']}"
        setting, mediation = CATALOGUE_SETTINGS[row["kind"]]
        book.add(
            "statements",
            id=name,
            case=row["case_id"],
            speaker=row["person_id"],
            speaker_as_written="" if row["person_id"] else row["person_ru"],
            date=row["date"],
            setting=setting,
            mediation=mediation,
            words=row["words"],
            source=row["source"],
            locator=f"document {row['doc_id']}",
            level="textual",
            checked="read",
        )
        if row["person2_ru"]:
            written = "" if row["person2_id"] else row["person2_ru"]
            book.role(name, row["person2_id"], "confronted", as_written=written)
        if row["sender_ru"]:
            person = SENDERS.get(row["sender_ru"], "")
            book.role(name, person, "sender", as_written="" if person else row["sender_ru"])
        for reader in filter(None, row["forwarded_to"].split("|")):
            book.role(name, RECIPIENTS[reader], "recipient")


def link_protocols(book: Book, statements: Statements) -> None:
    """Point from a statement known from elsewhere to the protocol of that person and day, if there is one."""
    protocols: dict[tuple[str, str, str], list[str]] = {}
    for row in facts("interrogations"):
        if row["person_id"] and row["kind"] in ("interrogation", "testimony"):
            key = (row["person_id"], row["date"], row["case_id"])
            protocols.setdefault(key, []).append(f"d.{row['doc_id']}")
    for act, row in statements.known.items():
        if act.setting != "interrogation":
            continue
        for name in protocols.get((act.speaker, act.date, act.case), ()):
            book.add(
                "links",
                **{"from": row["id"]},
                to=name,
                kind="perhaps_same_as",
                source="stc",
                level="inferential",
                checked="derived",
                note="Same speaker, day and case; the title alone was seen.",
            )
