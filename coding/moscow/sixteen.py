"""On what did the trial of the sixteen rest: claims, words, elements, inferences?"""

from __future__ import annotations

from coding.moscow.book import Book, Row, attested, hand
from coding.moscow.statements import Act, Statements

CASE = "sixteen-1936"
#: The report of court proceedings; offsets count characters of the text of its sections.
REPORT = "zk1936"
_SEARCH = ("about", "what", "event_kind", "place", "date", "complete", "by", "result")


def passage(row: Row) -> str:
    """Return where a row stands in the report, as `section N #from-to`; in another source its locator."""
    if row.get("section"):
        return f"section {row['section']} #{row['from']}-{row['to']}"
    return row.get("locator", "")


def code_sixteen(book: Book, statements: Statements) -> None:
    _claims(book)
    code_words(book, statements, hand("sixteen_statements"))
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


def code_words(book: Book, statements: Statements, rows: list[Row]) -> None:
    """Add who said it: statements that are known already are joined, new ones carry their first passage.

    Rows name their own source where they do not come from the report. A row without a claim is a
    statement of which no more than the act is coded.
    """
    for row in rows:
        source = row.get("source") or REPORT
        act = Act(row["case"], row["speaker"], row["date"], row["setting"], row["as_written"])
        new = {} if act in statements.known else {"locator": passage(row)}
        fact = {**row, "source": source}
        statement = statements.of(act, fact, mediation=row["mediation"], time=row.get("time", ""), **new)
        if not row["claim"]:
            continue
        claim = row["claim"] if row["claim"].startswith(("ch.", "c.")) else f"c.sx.{row['claim']}"
        book.add(
            "assertions",
            id=row["id"],
            statement=statement,
            claim=claim,
            **{key: row.get(key, "") for key in ("polarity", "basis", "kind", "layer", "begins")},
            **_block(row, source),
        )


def _block(row: Row, source: str) -> Row:
    return attested({"checked": "read", "certainty": "high", **row, "source": source}, locator=passage(row))


def code_sixteen_papers(book: Book) -> None:
    """Add what the court cited and what was drawn from what; what was done when; readings and searches."""
    _citations(book)
    code_derivations(book, hand("sixteen_derivations"))
    code_readings(book, hand("sixteen_readings"))
    code_searches(book, hand("sixteen_searches"))


def code_sixteen_sources(book: Book) -> None:
    """Add the sources that only these rows need, and the sections of the report, each with its address."""
    for row in (*hand("sixteen_sources"), *hand("sixteen_parts")):
        book.add("sources", **row)


def code_sixteen_events(book: Book) -> None:
    code_events(book, hand("sixteen_events"), hand("sixteen_roles"))


def code_events(book: Book, rows: list[Row], roles: list[Row]) -> None:
    """Add what was done when, whom a paper covers, and the further parts played."""
    columns = "id kind person by about place date time extent state authority value text".split()
    for row in rows:
        cells = {key: row[key] for key in columns}
        book.add("events", case=row.get("case", CASE), **cells, **_block(row, row["source"]))
        for person in row["covered"].split():
            book.role(row["id"], person, "covered", value=row["covered_value"])
    for row in roles:
        book.role(row.pop("act"), row.pop("person"), row.pop("role"), **row)


def _citations(book: Book) -> None:
    for row in hand("sixteen_citations"):
        ends = {"from": f"ch.{CASE}.{row['charge']}", "to": row["assertion"]}
        book.add("links", kind="cited_by_court", **ends, **_block(row, REPORT))


def code_derivations(book: Book, rows: list[Row]) -> None:
    for row in rows:
        ends = {"from": row["from"], "to": row["to"]}
        place = {**row, "from": row.get("start", ""), "to": row.get("end", "")}
        block = {**_block(row, row.get("source") or REPORT), "locator": passage(place)}
        book.add("links", kind=row["kind"], **ends, **block)


def code_readings(book: Book, rows: list[Row]) -> None:
    for row in rows:
        cells = {key: row[key] for key in ("row", "column", "value", "weight", "text")}
        book.add("readings", **cells, **_block(row, row["source"]))


def code_searches(book: Book, rows: list[Row]) -> None:
    for row in rows:
        cells = {key: row.get(key, "") for key in _SEARCH}
        searched = row.get("searched", REPORT)
        book.add("searches", id=f"q.{row['id']}", searched=searched, **cells, **attested(row))
