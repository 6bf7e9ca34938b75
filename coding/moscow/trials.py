"""What do the rows of the eight cases say of trial, bench, verdict, execution, and counts?"""

from __future__ import annotations

from coding.moscow.book import Book, Row, attested, facts, hand, joined
from coding.moscow.people import place_ids

#: Case -> its trial among the coded events.
TRIALS = {
    "leningrad-centre-1934": "e.leningrad-trial",
    "moscow-centre-1935": "e.moscow-trial-35",
    "kremlin-1935": "t.kremlin-1935",
    "sixteen-1936": "e.trial-16",
    "kemerovo-1936": "e.kemerovo",
    "seventeen-1937": "e.trial-17",
    "military-1937": "e.trial-8",
    "twenty-one-1938": "e.trial-21",
}

_COUNTS = {
    "defendants": ("accused", "persons"),
    "death_sentences": ("sentenced to death", "persons"),
    "prison_sentences": ("sentenced to prison", "persons"),
    "acquittals": ("acquitted", "persons"),
    "full_pleas_guilty": ("pleaded guilty in full", "persons"),
    "sitting_days": ("days of hearings", "days"),
}

#: Printed names of judges and prosecutors for whom there is a row.
_KNOWN = {name: name.lower() for name in ("matulevich", "Matulevich", "nikitchenko", "vyshinsky")}

_NO_EXECUTION = ("kemerovo-1936",)


def code_trials(book: Book) -> None:
    for row in facts("cases"):
        if row["id"] == "kremlin-1935":
            _kremlin(book, row)
        trial = book.find("events", TRIALS[row["id"]])
        trial["source"] = joined(trial["source"], row["source"])
        trial["x_case_row"] = row["id"]
        trial["value"] = "open" if row["public"].startswith("yes") else "closed"
        _bench(book, row, trial["id"])
        _checklist(book, row, trial)
        _verdict(book, row, trial)
        _counts(book, row)


def _kremlin(book: Book, row: Row) -> None:
    book.add(
        "events",
        id=TRIALS[row["id"]],
        kind="trial",
        case=row["id"],
        title="Hearing of the Kremlin affair",
        by="military-collegium",
        place="moscow",
        date=row["opened"],
        **attested(row),
    )


def _bench(book: Book, row: Row, act: str) -> None:
    book.role(act, row["presiding_judge"], "judge", note="presiding")
    for name in filter(None, row["other_judges"].split("; ")):
        _named(book, act, name, "judge")
    if row["prosecutor"] in ("none", "none present"):
        book.role(act, "none", "prosecutor", note=row["prosecutor"])
    elif row["prosecutor"]:
        _named(book, act, row["prosecutor"], "prosecutor")
    counsel = row["defence_counsel"]
    if counsel in ("no", "declined by all"):
        book.role(act, "none", "counsel", note="" if counsel == "no" else counsel)
    elif "(" in counsel:
        for name in counsel.split("(")[1].split(")")[0].split(", "):
            book.role(act, "", "counsel", as_written=name, note=counsel)
    if row["witnesses"] and row["witnesses"] != "0":
        _witnesses(book, act, row["witnesses"])


def _named(book: Book, act: str, name: str, role: str) -> None:
    person = _KNOWN.get(name, "")
    book.role(act, person, role, as_written="" if person else name)


def _witnesses(book: Book, act: str, text: str) -> None:
    known = {
        "Safonova": "safonova",
        "Yakovlev": "yakovlev-mn",
        "Bukhartsev": "bukhartsev",
        "Romm": "romm",
        "Loginov": "loginov-vf",
        "Yakovleva": "yakovleva-vn",
        "Osinsky": "osinsky",
        "Mantsev": "mantsev",
        "Karelin": "karelin",
        "Kamkov": "kamkov",
        "Drobnis": "drobnis",
        "Shestov": "shestov",
        "Stroilov": "stroilov",
    }
    inside = text.split("(")[1].split(")")[0] if text[0].isdigit() else text.split(" (")[0].split(" among")[0]
    for name in inside.split(", "):
        person = known.get(name, "")
        book.role(act, person, "witness", as_written="" if person else name, note=text)


def _checklist(book: Book, row: Row, trial: Row) -> None:
    """Answers about the trial that stand in columns of the case: observers, counsel, appeal."""
    answers = (
        ("observers", "foreign observers", row["foreign_observers"]),
        ("counsel_access", "counsel for the defence", row["defence_counsel"]),
        ("appeal", "appeal", row["appeal_allowed"]),
    )
    for kind, title, said in answers:
        if not said:
            continue
        book.add(
            "events",
            id=f"{kind[:2]}.{row['id']}",
            kind=kind,
            case=row["id"],
            title=title,
            about=trial["id"],
            date=trial["date"],
            value=_answer(said),
            text=said,
            **attested(row, note=""),
        )


def _answer(said: str) -> str:
    if said == "declined by all":
        return "declined"
    if " lawyers " in said:
        return "partial"
    return "no" if said.startswith("no") else "yes"


def _verdict(book: Book, row: Row, trial: Row) -> None:
    case = row["id"]
    hours = {each["case"]: each for each in hand("verdict_times")}
    hour = hours.get(case, {"time": "", "text": "", "note": ""})
    counts = f"{row['death_sentences']} to death, {row['prison_sentences']} to prison"
    counts += f", {row['acquittals']} acquitted."
    places = place_ids()
    book.add(
        "events",
        id=f"v.{case}",
        kind="verdict",
        case=case,
        title=f"Verdict, {row['name']}",
        by=trial["by"],
        about=trial["id"],
        place=places[row["place"]],
        date=row["verdict_date"],
        time=hour["time"],
        text=hour["text"] or counts,
        **attested(row, note=hour["note"]),
    )
    if row["executed_date"] and case not in _NO_EXECUTION:
        _execution(book, row)


def _execution(book: Book, row: Row) -> None:
    accused = [each for each in facts("proceedings") if each["case_id"] == row["id"]]
    shot = [each for each in accused if each["sentence"] == "death"]
    where = {place_ids()[each["death_place"]] for each in shot}
    act = f"x.{row['id']}"
    book.add(
        "events",
        id=act,
        kind="execution",
        case=row["id"],
        title=f"Execution, {row['name']}",
        person=shot[0]["person_id"],
        place=where.pop() if len(where) == 1 else "",
        date=row["executed_date"],
        time="night" if row["id"] == "military-1937" else "",
        **attested(row, note=f"{len(shot)} persons; the others are in the table of roles."),
    )
    for each in shot[1:]:
        book.role(act, each["person_id"], "subject")


def _counts(book: Book, row: Row) -> None:
    for column, (measure, unit) in _COUNTS.items():
        if row[column]:
            book.add(
                "figures",
                id=f"fk.{row['id']}.{column}",
                series="case-counts",
                measure=measure,
                about=row["id"],
                date=row["opened"] if row["opened"] == row["closed"] else f"{row['opened']}/{row['closed']}",
                value=row[column],
                unit=unit,
                **attested(row),
            )
