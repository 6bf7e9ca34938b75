"""What does the article say with which the project began, and what does the record say of it?"""

from __future__ import annotations

from coding.moscow.book import Book, attested, facts

_STATEMENT = "s.article"


def code_article(book: Book) -> None:
    book.add(
        "statements",
        id=_STATEMENT,
        speaker_as_written="historylearningsite.co.uk",
        date="2013-01",
        setting="literature",
        mediation="own_hand",
        source="seed",
        certainty="high",
        level="textual",
        checked="read",
    )
    for row in facts("seed_claims"):
        claim, left_out = f"c.{row['id']}", row["verdict"] == "omission"
        book.add("claims", id=claim, kind="history", text=row["claim"])
        book.add(
            "assertions",
            id=f"as.{row['id']}",
            statement=_STATEMENT,
            claim=claim,
            polarity="silent" if left_out else "affirms",
            source="seed",
            locator=row["seed_place"],
            certainty="high",
            level="textual",
            checked="read",
            note="Paraphrase.",
        )
        book.add(
            "readings",
            id=f"b.{row['id']}",
            row=claim,
            value=row["verdict"],
            text=row["record"],
            **attested(row),
        )
