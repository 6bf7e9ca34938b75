"""On what did the trial of the sixteen rest: claims, words, elements, inferences?"""

from __future__ import annotations

from coding.moscow.book import Book, Row, attested, hand
from coding.moscow.statements import Act, Statements

CASE = "sixteen-1936"
#: The report of court proceedings; offsets count characters of the text of its sections.
REPORT = "zk1936"


def passage(row: Row) -> str:
    """Return where a row stands in the report, as `section N #from-to`; empty for another source."""
    return f"section {row['section']} #{row['from']}-{row['to']}" if row["section"] else ""


def code_sixteen(book: Book, statements: Statements) -> None:
    _claims(book)
    _words(book, statements)
    for row in hand("sixteen_elements"):
        book.add("elements", **row)
    for row in hand("sixteen_inferences"):
        book.add("inferences", **row)


def _claims(book: Book) -> None:
    for row in hand("sixteen_claims"):
        name = f"c.sx.{row['id']}"
        cells = {key: row[key] for key in ("kind", "text", "person", "place", "date", "mode", "note")}
        book.add("claims", id=name, **cells)
        for role, column in (("actor", "actors"), ("mentioned", "mentioned")):
            for person in row[column].split():
                book.role(name, person, role)


def _words(book: Book, statements: Statements) -> None:
    """Add who said it: statements that are known already are joined, new ones carry their first passage."""
    for row in hand("sixteen_statements"):
        act = Act(row["case"], row["speaker"], row["date"], row["setting"], row["as_written"])
        new = {} if act in statements.known else {"locator": passage(row)}
        fact = {**row, "source": REPORT}
        statement = statements.of(act, fact, mediation=row["mediation"], **new)
        claim = row["claim"] if row["claim"].startswith("ch.") else f"c.sx.{row['claim']}"
        book.add(
            "assertions",
            id=row["id"],
            statement=statement,
            claim=claim,
            **{key: row[key] for key in ("polarity", "basis", "kind", "layer", "begins")},
            **_block(row, REPORT),
        )


def _block(row: Row, source: str) -> Row:
    return attested({"checked": "read", "certainty": "high", **row, "source": source}, locator=passage(row))


def code_sixteen_papers(book: Book) -> None:
    """Add what the court cited and what was drawn from what; what was done when; readings and searches."""
    _citations(book)
    _derivations(book)
    _readings(book)
    _searches(book)


def code_sixteen_sources(book: Book) -> None:
    """Add the sources that only these rows need, and the sections of the report, each with its address."""
    for row in (*hand("sixteen_sources"), *hand("sixteen_parts")):
        book.add("sources", **row)


def code_sixteen_events(book: Book) -> None:
    columns = "id kind person by about place date time extent state authority value text".split()
    for row in hand("sixteen_events"):
        book.add("events", case=CASE, **{key: row[key] for key in columns}, **_block(row, row["source"]))
        for person in row["covered"].split():
            book.role(row["id"], person, "covered", value=row["covered_value"])
    for row in hand("sixteen_roles"):
        book.role(row.pop("act"), row.pop("person"), row.pop("role"), **row)


def _citations(book: Book) -> None:
    for row in hand("sixteen_citations"):
        ends = {"from": f"ch.{CASE}.{row['charge']}", "to": row["assertion"]}
        book.add("links", kind="cited_by_court", **ends, **_block(row, REPORT))


def _derivations(book: Book) -> None:
    for row in hand("sixteen_derivations"):
        ends = {"from": row["from"], "to": row["to"]}
        place = {"section": row["section"], "from": row["start"], "to": row["end"]}
        block = {**_block(row, REPORT), "locator": passage(place)}
        book.add("links", kind=row["kind"], **ends, **block)


def _readings(book: Book) -> None:
    for row in hand("sixteen_readings"):
        cells = {key: row[key] for key in ("row", "column", "value", "weight", "text")}
        book.add("readings", **cells, **_block(row, row["source"]))


def _searches(book: Book) -> None:
    for row in hand("sixteen_searches"):
        cells = {key: row[key] for key in ("about", "what", "result")}
        book.add("searches", id=f"q.{row['id']}", searched=REPORT, **cells, **attested(row))
