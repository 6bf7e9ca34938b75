"""Which row of the case file stands for which row of the Giaveno data?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from showtrial.record.readers.giaveno_data import Data

Cells = dict[str, str | None]

#: Role in the data -> kind of tie; ``inf_`` = inferred by the authors of the data.
KINDS: Mapping[str, str] = {
    "marriage": "spouse",
    "siblings": "sibling",
    "inf_siblings": "sibling",
    "inf_siblings2": "sibling",
    "parentchild": "parent or child",
    "inf_parentchild": "parent or child",
    "inf_parentchild2": "parent or child",
    "inf_siblingsinlaw": "sibling-in-law",
    "inf_parentchildinlaw": "parent- or child-in-law",
    "daughter-in-law": "parent- or child-in-law",
    "inf_unclenephew": "uncle or nephew",
    "inf_grandparentchild": "grandparent or grandchild",
    "granddaughter": "grandparent or grandchild",
    "kinperson": "relative",
    "cognate": "relative",
    "lover": "lover",
    "inf_lovers": "lover",
}
SOURCE, CASE, MASTER = "salihovic-estevez-2025", "giaveno", "Waldensian master"
_EDITION = "merlo-1977"
_TRAITS = {
    "occupation_type": ("occupation", None),
    "origin_or_residence": ("residence", "origin or residence: the data do not tell which"),
}


def tables_of(data: Data) -> dict[str, list[Cells]]:
    """Return the rows of every table of the case file, in the order of the data."""
    return {
        "sources": _sources(),
        "persons": [*_persons(data), *_groups(data)],
        "traits": list(_traits(data)),
        "ties": list(_ties(data)),
        "cases": [
            {
                "id": CASE,
                "name": "The inquisition at Giaveno",
                "court": "Alberto de Castellario, inquisitor",
                "source": SOURCE,
            }
        ],
        "events": list(_events(data)),
        "statements": [*_depositions(data), *_reports(data)],
        "claims": [*_accusations(data), *_circumstances(data)],
        "assertions": [*_namings(data), *_reported(data)],
        "roles": [{"act": "e.inquiry", "person": who, "role": "mentioned"} for who in _unseen(data)],
    }


def _at(table: str, at: int) -> Cells:
    """Where a row stands: table and row of the data, counted from 1 without the header, as R does."""
    return {"source": SOURCE, "locator": f"{table}, row {at + 1}"}


def _sources() -> list[Cells]:
    return [
        {
            "id": SOURCE,
            "kind": "dataset",
            "title": "Heretic women in Giaveno, 1335: data/data.RData",
            "author": "Davor Salihović and José Luis Estévez",
            "year": "2025",
            "publisher": "github.com/joseluisesna/Heretic_women_in_Giaveno_1335",
            "licence": "MIT (c) 2025 Davor Salihović and José Luis Estévez",
            "parent": _EDITION,
            "checked": "read",
            "note": "Cite: Salihović & Estévez 2025, Social Science History, doi 10.1017/ssh.2025.10099;"
            " Estévez, Salihović & Sgourev 2024, PNAS Nexus 3(9) pgae340, doi 10.1093/pnasnexus/pgae340.",
        },
        {
            "id": _EDITION,
            "kind": "book",
            "title": "Eretici e inquisitori nella società piemontese del Trecento",
            "author": "Grado G. Merlo",
            "year": "1977",
            "publisher": "Claudiana, Turin",
            "note": "The edition from which the data were taken; not seen for this case file.",
        },
    ]


def _persons(data: Data) -> Iterator[Cells]:
    before = f"../{_day_before(data)}"
    for at, row in enumerate(data.tables["nodes"]):
        dead = row["dead"] == "1"
        yield {
            "id": row["id"],
            "name": row["label"] or row["id"],
            "sex": row["sex"] or None,
            "died": before if dead else None,
            "note": "the data say: dead at the time of the trial" if dead else None,
            **_at("nodes", at),
        }


def _day_before(data: Data) -> str:
    """Return the day before the first of the data: whoever is dead at the trial died by then."""
    first = min(row["time"] for table in ("edges", "keyevents") for row in data.tables[table] if row["time"])
    year, month, day = first.split("-")
    if day == "01":  # no calendar needed: the month before is bound enough
        return f"{year}-{int(month) - 1:02}" if month != "01" else f"{int(year) - 1:04}"
    return f"{year}-{month}-{int(day) - 1:02}"


def _groups(data: Data) -> Iterator[Cells]:
    persons = {row["id"] for row in data.tables["nodes"]}
    seen: set[str] = set()
    for at, row in enumerate(data.tables["edges"]):
        group = row["target"]
        if group and group not in persons and group not in seen:
            seen.add(group)
            name = f"Group {group} (the data give it no name)"
            yield {"id": group, "kind": "group", "name": name, **_at("edges", at)}


def _traits(data: Data) -> Iterator[Cells]:
    for at, row in enumerate(data.tables["nodes"]):
        for column, (kind, note) in _TRAITS.items():
            if row[column]:
                yield {
                    "person": row["id"],
                    "kind": kind,
                    "value": row[column],
                    "note": note,
                    **_at("nodes", at),
                }
        if row["waldensian_master"] == "1":
            yield {"person": row["id"], "kind": "faction", "value": MASTER, **_at("nodes", at)}


def _ties(data: Data) -> Iterator[Cells]:
    for at, row in enumerate(data.tables["kinties"]):
        inferred = row["role"].startswith("inf_")
        yield {
            "a": row["V1"],
            "b": row["V2"],
            "kind": KINDS[row["role"]],
            "level": "inferential" if inferred else None,
            "note": "inferred by the authors of the data" if inferred else None,
            "x_role": row["role"],
            **_at("kinties", at),
        }


def _events(data: Data) -> Iterator[Cells]:
    days = sorted(
        row["time"] for table in ("edges", "keyevents") for row in data.tables[table] if row["time"]
    )
    span = {"date": f"{days[0]}/{days[-1]}", "title": "The inquisition", "source": SOURCE}
    yield {"id": "e.inquiry", "kind": "inquiry", "case": CASE, **span}
    for at, row in enumerate(data.tables["keyevents"]):
        act: Cells = {"case": CASE, "person": row["id"], "date": row["time"] or None}
        if row["type"] == "summons":
            yield {
                "id": f"e.{at + 1:03}",
                "kind": "summons",
                "title": "public summons",
                **act,
                **_at("keyevents", at),
            }
        elif row["type"] == "torture":
            how = {"title": "torture", "method": "torture", "grade": "documented"}
            yield {"id": f"e.{at + 1:03}", "kind": "pressure", **how, **act, **_at("keyevents", at)}
    for at, who in summoned_unknown(data):
        yield {
            "id": f"e.summons.{who}",
            "kind": "summons",
            "case": CASE,
            "person": who,
            "title": "summons",
            "note": "the data say that this deponent was summoned; the day is not on record",
            **_at("edges", at),
        }


def summoned_unknown(data: Data) -> Iterator[tuple[int, str]]:
    """Yield first row and id of the deponents who were summoned on a day that is not on record."""
    seen = {row["id"] for row in data.tables["keyevents"] if row["type"] == "summons"}
    for at, row in enumerate(data.tables["edges"]):
        if row["summoned"] == "1" and row["source"] not in seen:
            seen.add(row["source"])
            yield at, row["source"]


def _statement(who: str, day: str) -> str:
    return f"s.{who}.{day or 'undated'}"


def _depositions(data: Data) -> Iterator[Cells]:
    """Yield one statement for each deponent and day, with what the data say of it beside the names."""
    silent = {(row["source"], row["time"]) for row in data.tables["edges"] if not row["target"]}
    at_of: dict[tuple[str, str], tuple[str, int]] = {}
    for at, row in enumerate(data.tables["edges"]):
        at_of.setdefault((row["source"], row["time"]), ("edges", at))
    for at, row in enumerate(data.tables["keyevents"]):
        if row["type"] == "deposition":
            at_of.setdefault((row["id"], row["time"]), ("keyevents", at))
    for (who, day), (table, at) in at_of.items():
        yield {
            "id": _statement(who, day),
            "case": CASE,
            "speaker": who,
            "date": day or None,
            "setting": "testimony",
            "note": "one row of the data for this deponent and day names nobody"
            if (who, day) in silent
            else None,
            **_at(table, at),
        }


def _accusations(data: Data) -> Iterator[Cells]:
    """Yield one claim for each person or group named: the data keep no words that would tell two apart."""
    for target in dict.fromkeys(row["target"] for row in data.tables["edges"] if row["target"]):
        said = "named to the inquisitor; the data keep no words"
        yield {"id": f"c.{target}", "kind": "accusation", "text": said, "person": target}


def _namings(data: Data) -> Iterator[Cells]:
    for at, row in enumerate(data.tables["edges"]):
        if row["target"]:
            yield {
                "id": f"a.{at + 1:04}",
                "statement": _statement(row["source"], row["time"]),
                "claim": f"c.{row['target']}",
                "polarity": "affirms",
                **_at("edges", at),
            }


def _reports(data: Data) -> Iterator[Cells]:
    """Yield one statement for each day on which circumstances were reported, by whom is not on record."""
    for day in sorted({row["time"] for row in data.tables["circumstances"]}):
        yield {
            "id": f"s.reported.{day or 'undated'}",
            "case": CASE,
            "date": day or None,
            "setting": "testimony",
            "note": "circumstances reported on this day; the data do not say by whom",
            "source": SOURCE,
            "locator": "circumstances",
        }


def _circumstances(data: Data) -> Iterator[Cells]:
    for at, row in enumerate(data.tables["circumstances"]):
        yield {"id": f"q.{at + 1:03}", "kind": "circumstance", "text": row["type"], "person": row["id"]}


def _reported(data: Data) -> Iterator[Cells]:
    for at, row in enumerate(data.tables["circumstances"]):
        yield {
            "id": f"r.{at + 1:03}",
            "statement": f"s.reported.{row['time'] or 'undated'}",
            "claim": f"q.{at + 1:03}",
            "polarity": "affirms",
            **_at("circumstances", at),
        }


def _unseen(data: Data) -> list[str]:
    """Return the persons of whom no dated row but that of the whole inquisition speaks."""
    seen = {row[key] for row in data.tables["edges"] if row["time"] for key in ("source", "target")}
    seen |= {row["id"] for table in ("keyevents", "circumstances") for row in data.tables[table]}
    return [row["id"] for row in data.tables["nodes"] if row["id"] not in seen]
