"""What happened to each accused: arrest, expulsion, first confession, plea, charge, rehabilitation?"""

from __future__ import annotations

from coding.moscow.book import CERTAINTIES, CHECKED, Book, Row, attested, best, facts, hand, joined
from coding.moscow.statements import Act, Statements
from coding.moscow.words import PLEAS, mediation, setting

#: Person -> coded event that is their arrest already.
_ARRESTED = {
    "zinoviev": "e.z-k-arrest",
    "smirnov-in": "e.smirnov-arrest",
    "olberg-v": "e.olberg-arrest",
    "yagoda": "e.yagoda-arrest",
}
#: Person -> the source of the date of arrest, where the note of the row names another than the row.
_ARREST_SOURCES = {"berman-yurin": "chase2001", "kamenev": "stc; koshel; zk1936; itsk1989-7"}
#: Person and date -> coded event that is their expulsion already.
_EXPELLED = {("zinoviev", "1932-10"): "e.ryutin", ("kamenev", "1932-10"): "e.ryutin"}
#: Case and date -> coded event of rehabilitation.
_CLEARED = {
    ("military-1937", "1957-01-31"): "e.rehab-57",
    ("twenty-one-1938", "1988-02-04"): "e.rehab-88a",
    ("sixteen-1936", "1988-06-13"): "e.rehab-88b",
    ("seventeen-1937", "1988-06-13"): "e.rehab-88b",
    ("leningrad-centre-1934", "1990-11-30"): "e.rehab-90",
}
#: First confessions that affirm no more than a part: of 1 June 1937 there is an agreement to testify, of
#: 142 words, and he denied much of the charge of 1938 throughout.
_PARTLY = {("twenty-one-1938", "bukharin")}
_LAWS = (" (court transcript); ", " (Shvernik report)")


def code_charges(book: Book) -> None:
    texts = {row["case"]: row["text"] for row in hand("charge_texts")}
    for row in facts("proceedings"):
        name = charge(row)
        law, *rival = row["charges"].removesuffix(_LAWS[1]).split(_LAWS[0])
        book.add(
            "charges",
            id=name,
            case=row["case_id"],
            accused=row["person_id"],
            law=law,
            text=texts[row["case_id"]],
            verdict=f"v.{row['case_id']}",
            finding=row["verdict"],
            sentence=row["sentence"],
            **attested(row),
            x_plea=row["plea"],
        )
        if rival:
            _rival_laws(book, name, (law, rival[0]))


def charge(row: Row) -> str:
    """Id of the charge of one row of the proceedings."""
    return f"ch.{row['case_id']}.{row['person_id']}"


def _rival_laws(book: Book, name: str, laws: tuple[str, str]) -> None:
    for law, source in zip(laws, ("tukh-transcript", "shvernik1964"), strict=True):
        book.add(
            "readings",
            row=name,
            column="law",
            value=law,
            source=source,
            certainty="medium",
            level="textual",
            checked="partly read",
        )


def code_arrests(book: Book) -> None:
    found: dict[tuple[str, str], Row] = {}
    for row in facts("proceedings"):
        person, date = row["person_id"], row["arrested"]
        if not date:
            continue
        event = found.get((person, date))
        if person in _ARRESTED:
            event = book.find("events", _ARRESTED[person])
        if event is None:
            block = attested(row, note=row["note"] if "rrest" in row["note"] else "")
            block["level"] = "inferential" if "arrest date derived" in row["note"] else "textual"
            block["source"] = _ARREST_SOURCES.get(person, row["source"])
            cells = {"id": f"ar.{person}", "case": row["case_id"], "person": person, "date": date}
            event = book.add("events", kind="arrest", **cells, **block)
            found[person, date] = event
        else:
            event["source"] = joined(event["source"], row["source"])
        event["x_proceedings"] = joined(event.get("x_proceedings", ""), f"{row['case_id']}/{person}")


def code_other_arrests(book: Book) -> None:
    """Add arrests of people who are accused in none of the eight cases, from the rows of persons."""
    persons = {row["id"]: row for row in facts("persons")}
    for row in hand("arrests"):
        block = attested(persons[row["person"]], note=row["note"])
        book.add(
            "events", id=f"ar.{row['person']}", kind="arrest", person=row["person"], date=row["date"], **block
        )


def code_expulsions(book: Book) -> None:
    done: set[tuple[str, str]] = set(_EXPELLED)
    for row in facts("proceedings"):
        for date in filter(None, row["expelled"].split("; ")):
            person = row["person_id"]
            if (person, date) in done:
                continue
            done.add((person, date))
            cells = {"id": f"ex.{person}.{date.replace('~', '')}", "person": person, "date": date}
            block = attested(row, note="Expulsion from the party.")
            book.add("events", kind="expulsion", case=row["case_id"], **cells, **block)


def code_confessions(book: Book, statements: Statements) -> None:
    """First confessions: one assertion about the charge, in an interrogation."""
    for row in facts("proceedings"):
        if not row["first_confession"]:
            continue
        act = Act(row["case_id"], row["person_id"], row["first_confession"], "interrogation")
        time = "21:00" if row["person_id"] == "yakir" else ""
        statement = statements.of(act, row, mediation=mediation("interrogation", row["source"]), time=time)
        partly = "partial admission" in row["note"] or (row["case_id"], row["person_id"]) in _PARTLY
        polarity = "partial" if partly else "affirms"
        book.add(
            "assertions",
            id=f"fc.{row['case_id']}.{row['person_id']}",
            statement=statement,
            claim=charge(row),
            polarity=polarity,
            basis="direct",
            kind="confession",
            **attested(row),
        )


def code_pleas(book: Book, statements: Statements) -> None:
    cases = {row["id"]: row for row in facts("cases")}
    for row in facts("proceedings"):
        case = cases[row["case_id"]]
        period = "/".join(dict.fromkeys((case["opened"], case["closed"])))
        said = [(period, PLEAS.get(row["plea"], ""), "")]
        if row["plea"] == "not guilty 2 March; guilty 3 March":
            said = [("1938-03-02", "denies", ".1"), ("1938-03-03", "affirms", ".2")]
        for date, polarity, which in said:
            if polarity:
                _plea(book, statements, row, (date, polarity, which))


def _plea(book: Book, statements: Statements, row: Row, said: tuple[str, str, str]) -> None:
    date, polarity, which = said
    act = Act(row["case_id"], row["person_id"], date, setting("court", row["case_id"]))
    statement = statements.of(act, row, mediation=mediation("court", row["source"]))
    book.add(
        "assertions",
        id=f"pl.{row['case_id']}.{row['person_id']}{which}",
        statement=statement,
        claim=charge(row),
        polarity=polarity,
        basis="direct",
        kind="defence" if polarity == "denies" else "confession",
        **attested(row, note=f"Plea: {row['plea']}."),
    )


def code_stances(book: Book, statements: Statements) -> None:
    """Further words about the charge: denials, retractions, letters."""
    for row in hand("stances"):
        act = Act(row["case"], row["speaker"], row["date"], row["setting"])
        statement = statements.of(act, row, mediation=row["mediation"])
        book.add(
            "assertions",
            id=f"st.{row['case']}.{row['speaker']}.{row['date'].replace('/', '_')}",
            statement=statement,
            claim=f"ch.{row['case']}.{row['speaker']}",
            polarity=row["polarity"],
            basis="direct",
            kind=row["part"],
            **attested(row),
        )


def code_rehabilitations(book: Book) -> None:
    for row in facts("proceedings"):
        case, person, date = row["case_id"], row["person_id"], row["rehabilitated"]
        if not date:
            continue
        own = f"rh.{case}.{person}" if len(date) == 4 else f"rh.{case}"  # a year alone does not make one act
        event_id = _CLEARED.get((case, date), own)
        known = [each for each in book.tables["events"] if each.get("id") == event_id]
        if not known:
            _cleared(book, row, event_id)
            continue
        event = known[0]
        event["source"] = joined(event["source"], row["source"] if event_id.startswith("rh.") else "")
        if event_id.startswith("rh."):
            event["certainty"] = best((event["certainty"], row["confidence"]), CERTAINTIES)
            event["checked"] = best((event["checked"], row["basis"]), CHECKED)
        if event.get("person") != person:
            note = f"{case}: {row['confidence']}, {row['basis']}"
            book.role(event_id, person, "subject", value=f"verdict of {case} quashed", note=note)


def _cleared(book: Book, row: Row, event_id: str) -> None:
    book.add(
        "events",
        id=event_id,
        kind="rehabilitation",
        case=row["case_id"],
        person=row["person_id"],
        date=row["rehabilitated"],
        value="verdict quashed",
        **attested(row),
    )
