"""Which numbers does the literature give, and which values, links and searches bear on the rows?"""

from __future__ import annotations

from coding.moscow.book import Book, attested, facts, hand


def code_figures(book: Book) -> None:
    for row in facts("statistics"):
        book.add(
            "figures",
            id=f"f.{row['id']}",
            series=row["series"],
            measure=row["measure"],
            about=row["scope"],
            date=row["period"],
            value=row["value"].removesuffix(".0"),
            low=row["value_low"],
            high=row["value_high"],
            unit=row["unit"],
            **attested(row),
        )


def code_readings(book: Book) -> None:
    for row in hand("readings"):
        book.add("readings", **row)


def code_links(book: Book) -> None:
    for row in hand("links"):
        book.add("links", **row)


def code_searches(book: Book) -> None:
    for row in hand("searches"):
        block = attested(row)
        cells = {key: value for key, value in row.items() if key != "id" and key not in block}
        book.add("searches", id=f"q.{row['id']}", **cells, **block)
