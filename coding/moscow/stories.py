"""Which checkable things were said, what answers them, and what does the check conclude?"""

from __future__ import annotations

from coding.moscow.book import Book, Row, attested, facts, hand
from coding.moscow.statements import Act, Statements
from coding.moscow.words import mediation, setting


def code_stories(book: Book, statements: Statements) -> None:
    coded = {row["id"]: row for row in hand("stories")}
    for row in facts("claims"):
        how, name = coded.pop(row["id"]), f"c.{row['id']}"
        people = {how["person"], *how["actors"].split(), *how["mentioned"].split()}
        if not set(row["about_person_ids"].split()) <= people | {row["speaker_id"]}:
            raise LookupError(f"{row['id']}: not all persons of the claim are coded")
        book.add(
            "claims",
            id=name,
            kind=how["kind"],
            text=row["claim"],
            **{key: how[key] for key in ("person", "place", "extent", "mode")},
            date=row["date_claimed"],
            note=row["note"],
        )
        _roles(book, name, how)
        where = how["setting"] or setting(row["setting"], row["case_id"])
        pen = how["mediation"] or mediation(row["setting"], row["source_of_claim"])
        fact = {**row, "source": row["source_of_claim"]}
        act = Act(row["case_id"], row["speaker_id"], row["said_on"], where)
        statement = statements.of(act, fact, mediation=pen)
        book.add(
            "assertions",
            id=f"as.{row['id']}",
            statement=statement,
            claim=name,
            polarity="affirms",
            basis=how["basis"],
            kind=how["part"],
            **attested(fact, note=""),
        )
        _bearing(book, name, row)


def _roles(book: Book, name: str, how: Row) -> None:
    for person in how["actors"].split():
        book.role(name, person, "actor")
    for person in how["mentioned"].split():
        book.role(name, person, "mentioned")


def _bearing(book: Book, name: str, row: Row) -> None:
    book.add(
        "readings",
        id=f"b.{row['id']}",
        row=name,
        value=row["bearing"],
        weight=row["strength"],
        text=row["check"],
        **attested({**row, "source": row["source_of_check"]}),
    )


def code_answers(book: Book, statements: Statements) -> None:
    """Add what others said of the same things: accused, witnesses, newspapers, commissions."""
    for row in hand("answers"):
        act = Act(row["case"], row["speaker"], row["said"], row["setting"], row["as_written"])
        statement = statements.of(act, row, mediation=row["mediation"])
        claim = f"c.{row['target'].split(':')[1]}" if row["target"] else f"c.{row['id']}"
        if not row["target"]:
            cells = {key: row[key] for key in ("kind", "text", "person", "place", "date", "extent", "mode")}
            book.add("claims", id=claim, **cells)
            for part in row["roles"].split():
                role, person = part.split(":")
                book.role(claim, person, role)
        book.add(
            "assertions",
            id=f"k.{row['id']}",
            statement=statement,
            claim=claim,
            **{key: row[key] for key in ("polarity", "mood", "basis")},
            kind=row["part"],
            layer="later_research" if row["setting"] == "literature" else "",
            **attested(row),
        )
