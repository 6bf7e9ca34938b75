"""Who is spoken of, in which sources, places and cases?"""

from __future__ import annotations

import re

from coding.moscow.book import Book, attested, facts, hand
from coding.moscow.words import ACCESS, SOURCE_KINDS

#: Words in brackets after a name that are no other spelling of it.
_NO_SPELLING = ("younger", "Zinovievist", "Yuri")


def code_sources(book: Book) -> None:
    for row in facts("sources"):
        book.add(
            "sources",
            id=row["id"],
            kind=SOURCE_KINDS[row["kind"]],
            title=row["title"],
            author=row["author"],
            year=row["year"],
            publisher=row["publisher"],
            licence="none found; facts taken, not text" if row["id"] == "stc" else "",
            checked=ACCESS[row["access"]],
            note="The article with which the project began." if row["id"] == "seed" else row["note"],
            x_kind=row["kind"],
        )


def code_persons(book: Book) -> None:
    for row in facts("persons"):
        book.add(
            "persons",
            id=row["id"],
            name=row["name"],
            name_native=row["russian_name"],
            sex=row["sex"],
            born=row["birth"],
            died=row["death"],
            died_how=row["death_manner"],
            who=row["role"],
            **attested(row),
        )
    for row in hand("bodies"):
        book.add(
            "persons",
            id=row["id"],
            kind="body",
            name=row["name"],
            name_native=row["name_native"],
            who=row["who"],
            source=row["source"],
            certainty="high",
            level="textual",
            checked="derived",
            note=row["note"] or "A body that the fact tables name as the one that acted.",
        )


def code_traits(book: Book) -> None:
    for row in facts("persons"):
        block = attested(row, note="")
        for kind in ("faction", "group"):
            for value in row[kind].split("; "):
                if value:
                    book.add("traits", person=row["id"], kind=kind, value=value, **block)
        bracket = re.search(r"\(([^)]+)\)", row["name"])
        if bracket and bracket[1] not in _NO_SPELLING:
            book.add("traits", person=row["id"], kind="other spelling", value=bracket[1], **block)
    for row in hand("traits"):
        cells = {key: row[key] for key in ("person", "kind", "value", "date")}
        book.add("traits", **cells, **attested(row))


def code_ties(book: Book) -> None:
    persons = {row["id"]: row for row in facts("persons")}
    for row in hand("ties"):
        block = attested(persons[row["row"]], note=row["note"])
        name = f"t.{row['a']}" if row["a"] == "dityateva" else ""
        book.add("ties", id=name, a=row["a"], b=row["b"], kind=row["kind"], date=row["date"], **block)


def code_places(book: Book) -> None:
    for row in hand("places"):
        book.add("places", **{key: value for key, value in row.items() if key != "as_written"})


def place_ids() -> dict[str, str]:
    """Place as the fact tables write it -> id."""
    return {text: row["id"] for row in hand("places") for text in row["as_written"].split("|") if text}


def code_cases(book: Book) -> None:
    for row in facts("cases"):
        book.add(
            "cases",
            id=row["id"],
            name=row["name"],
            name_native=row["russian_name"],
            court=row["court"],
            law_regime=row["law_regime"],
            public=row["public"],
            **attested(row),
        )
