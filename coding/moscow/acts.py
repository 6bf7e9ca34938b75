"""What was done: laws, orders, lists, pressures, promises, custody?"""

from __future__ import annotations

from coding.moscow.book import Book, Row, attested, facts, hand


def code_events(book: Book) -> None:
    coded = {row["event"]: row for row in hand("events")}
    for row in facts("events"):
        how = coded.pop(row["id"])
        book.add(
            "events",
            id=f"e.{row['id']}",
            **{key: how[key] for key in ("kind", "case", "person", "by", "about", "place", "time")},
            **{key: how[key] for key in ("state", "authority", "value")},
            title=row["title"],
            date=row["date"],
            text=row["content"],
            outcome=row["consequence"],
            **attested(row, note=" ".join(filter(None, (row["note"], how["note"])))),
            x_fact=row["id"],
            x_issuer=row["issuer"],
        )
    if coded:
        raise KeyError(f"hand coding without a fact: {sorted(coded)}")
    for row in hand("event_roles"):
        book.role(f"e.{row.pop('act')}", row.pop("person"), row.pop("role"), **row)


def code_pressures(book: Book) -> None:
    coded = {row["id"]: row for row in hand("pressures")}
    for row in facts("coercion"):
        how, doers = coded.pop(row["id"]), row["by_whom_ids"].split()
        first = how["by"] or (doers[0] if doers else "")
        act = f"p.{row['id']}"
        book.add(
            "events",
            id=act,
            kind=how["kind"],
            case=how["case"],
            title=row["method"],
            person=row["person_id"],
            by=first,
            about=how["case"] if how["kind"] == "promise" and not row["person_id"] else "",
            place=how["place"],
            date=row["period"],
            method=how["method"],
            grade=how["grade"],
            value=how["value"],
            text=row["description"],
            outcome=row["effect"],
            **attested(row, note=_graded(row, how)),
            x_fact=row["id"],
            x_scope=row["scope"],
        )
        for person in doers:
            if person != first and not (row["id"] == "beating-1937"):
                book.role(act, person, "by")
    if coded:
        raise KeyError(f"hand coding without a fact: {sorted(coded)}")
    for row in hand("pressure_roles"):
        book.role(f"p.{row.pop('act')}", row.pop("person"), row.pop("role"), **row)


def _graded(row: Row, how: Row) -> str:
    label = "Grade: " if how["grade"] else ""
    return " ".join(filter(None, (row["note"], label + how["why"])))


def code_promises(book: Book) -> None:
    for row in hand("promises"):
        book.add(
            "events",
            id=f"pk.{row['promise']}",
            about=f"p.{row['promise']}",
            **{key: row[key] for key in ("kind", "case", "person", "date", "value", "text")},
            **attested(row),
        )


def code_custody(book: Book) -> None:
    for row in hand("custody"):
        book.add(
            "events",
            id=f"cu.{row['person']}",
            kind="custody",
            **{key: row[key] for key in ("case", "person", "by", "date")},
            **attested(row),
        )


def code_procedure(book: Book) -> None:
    for row in hand("procedure"):
        block = attested(row)
        cells = {key: row[key] for key in ("kind", "case", "person", "about", "by", "place", "date", "time")}
        book.add("events", id=f"h.{row['id']}", **cells, value=row["value"], text=row["text"], **block)
