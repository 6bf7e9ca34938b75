"""Which rows of the sixteen does a second coder get, and on what blank forms?

``python -m coding.moscow.second FOLDER`` writes the forms. They hold what the second coder may know (the
passage, who speaks, the text of an element, the menu of claims) and no answer of the first pass.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from coding.moscow.book import REPOSITORY, SCHEMA, Row, facts, hand
from coding.moscow.casefile import VOCABULARY
from coding.moscow.first_words import REPORT, sections

SEED = 1936
#: One row in so many is coded again.
ONE_IN = 10

#: Rows whose answer the codebook tells as an example; their unit is not drawn.
EXAMPLES = frozenset(
    """sx.kirov.kamenev.kamenev.1 sx.kirov.kamenev.bakaev.1 sx.groups.kamenev.yakovlev-mn.1
    sx.centre.yakovlev-mn.1 sx.aim.yakovlev-mn.1 sx.olberg-papers.exhibit sx.member.reingold.dreitzer.1
    sx.groups.ter-vaganyan.ter-vaganyan.1 lw.sixteen-1936.mrachkovsky sx.member.smirnov-in.smirnov-in.1
    sx.member.smirnov-in.smirnov-in.2 sx.groups.smirnov-in.smirnov-in.1 sx.groups.smirnov-in.smirnov-in.2
    in.lurye-n.attempts.zhdanov in.lurye-n.attempts.chelyabinsk pd.letter-outcome pd.indictment-7-aug
    olberg-letters smirnov-hunger""".split()
)

#: Event that rests on facts and on no passage of the report -> what of them is asked for, and the facts, as
#: table:id. An event that has neither cannot be coded again.
NOTED = {
    "h.petition-16": ("what became of the petitions", "coercion:promise-1936"),
    "h.olberg-check": ("what was done about his letters", "coercion:olberg-letters"),
    "h.olberg-witnesses": ("what he offered", "coercion:olberg-letters"),
    "pd.indictment-10-aug": ("the paper of 10 August", "events:indict-drafts", "claims:indictment-edits"),
}


@dataclass(frozen=True)
class Form:
    """One blank form: what stands in it, and what is to be filled in.

    Attributes
    ----------
    name : str
        Its file is `name.csv`, and `second_name.csv` once it is filled.
    given, blank : tuple of str
        Columns that are written, and columns that the coder fills.
    rows : list
        One row a unit. The coder copies the row where a unit has several answers.
    told : str
        What the coder is asked.
    """

    name: str
    given: tuple[str, ...]
    blank: tuple[str, ...]
    rows: list[Row]
    told: str

    def written(self) -> str:
        """Return the form as CSV, with its last columns empty."""
        text = io.StringIO(newline="")
        out = csv.DictWriter(text, [*self.given, *self.blank], restval="", lineterminator="\n")
        out.writeheader()
        out.writerows(self.rows)
        return text.getvalue()


def opaque(row_id: str) -> str:
    """Name a unit so that the name tells nothing of the row."""
    return hashlib.sha256(f"{SEED}:{row_id}".encode()).hexdigest()[:8]


def draw(
    rows: list[Row], unit: Callable[[Row], tuple[str, ...]], name: Callable[[Row], str], least: int = 5
) -> list[tuple[str, ...]]:
    """Draw whole units until they hold one row in ten.

    Units come in the order of the SHA-256 of the seed and the unit, so that each is as likely as any other
    whatever its size, and so is each row; rows that are added later do not disturb the order.

    Parameters
    ----------
    rows : list of dict
        All rows of the first pass.
    unit : callable
        Row -> what is coded as one (a passage, an element).
    name : callable
        Row -> its name.
    least : int
        So many rows at least.

    Returns
    -------
    list of tuple
        The units, in the order drawn.

    Examples
    --------
    >>> rows = [{"id": f"{n}", "passage": f"{n // 2}"} for n in range(40)]
    >>> units = draw(rows, lambda row: (row["passage"],), lambda row: row["id"])
    >>> len(units), units == draw(rows[::-1], lambda row: (row["passage"],), lambda row: row["id"])
    (3, True)
    """
    members = defaultdict(list)
    for row in rows:
        members[unit(row)].append(name(row))
    wanted, taken, units = max(least, math.ceil(len(rows) / ONE_IN)), 0, []
    for each in sorted(members, key=lambda each: hashlib.sha256(f"{SEED}:{each}".encode()).digest()):
        if taken < wanted and not EXAMPLES.intersection(members[each]):
            units.append(each)
            taken += len(members[each])
    return units


def forms() -> list[Form]:
    """Return the six blank forms."""
    return [_words(), _elements(), _citations(), _derivations(), _papers(), _pressures()]


def _cut(names: tuple[str, ...]) -> Callable[[Row], tuple[str, ...]]:
    return lambda row: tuple(row[name] for name in names)


def _cells(row: Row, names: str) -> Row:
    return {name: row[name] for name in names.split()}


def _form(name: str, given: str, blank: str, rows: list[Row], told: str) -> Form:
    return Form(name, tuple(given.split()), tuple(blank.split()), rows, told)


def _words() -> Form:
    keys = ("speaker", "section", "from", "to")
    units = draw(hand("sixteen_statements"), _cut(keys), lambda row: row["id"], 29)
    names = {row["id"]: row["name"] for row in facts("persons")}
    rows = [dict(zip(keys, unit, strict=True)) for unit in units]
    return _form(
        "words",
        "speaker name section from to",
        "claim polarity basis kind layer certainty level setting mediation",
        [{**row, "name": names.get(row["speaker"], "")} for row in rows],
        "Which claims of the menu (use `words`) does this speaker affirm, deny or half affirm in this "
        "passage? One row a claim: copy the row for each further claim.",
    )


def _elements() -> Form:
    rows = [row for row in hand("sixteen_inferences") if row["target"].startswith("el.")]
    units = draw(rows, _cut(("target",)), _inference)
    charge = next(row["text"] for row in hand("charge_texts") if row["case"] == "sixteen-1936")
    known = {row["id"]: row for row in hand("sixteen_elements")}
    return _form(
        "elements",
        "element charge charge_text role text",
        "way claim layer",
        [
            {**_cells(known[unit], "charge role text"), "element": unit, "charge_text": charge}
            for (unit,) in units
        ],
        "Which claims of the menu (use `elements`) support this element? Claims that are needed together get "
        "the same letter in `way`; each way that is enough alone gets a letter of its own. One row a claim.",
    )


def _inference(row: Row) -> str:
    """Name a row of inferences: the inference where the codebook may name it, else with its premise."""
    return row["inference"] if row["inference"] in EXAMPLES else f"{row['inference']}:{row['premise']}"


def _citations() -> Form:
    keys = ("section", "from", "to")
    units = draw(hand("sixteen_citations"), _cut(keys), lambda row: f"{row['charge']}:{row['assertion']}")
    return _form(
        "citations",
        "section from to",
        "by speaker claim charges level",
        [dict(zip(keys, unit, strict=True)) for unit in units],
        "In this passage the indictment or the verdict (`by`) relies on words of somebody. On whose "
        "(`speaker`), on words about which claim (use `words`), and under the charge of which accused "
        "(`charges`, ids separated by spaces)? One row for each speaker and claim.",
    )


def _derivations() -> Form:
    keys = ("section", "start", "end")
    rows = hand("sixteen_derivations")
    units = draw(rows, _cut(keys), lambda row: f"{row['from']}:{row['to']}:{row['kind']}")
    return _form(
        "derivations",
        "section from to",
        "who who_setting whose whose_setting whose_date kind level certainty",
        [dict(zip(("section", "from", "to"), unit, strict=True)) for unit in units],
        "One statement here draws on another. Who speaks or writes (`who`), and where; on whose earlier "
        "words, said or written where and when; and how (`kind`, one of the kinds of a link)?",
    )


def _papers() -> Form:
    every = hand("sixteen_events")
    rows = [row for row in every if row["section"] or row["id"] in NOTED or row["id"] in EXAMPLES]
    units = draw(rows, _cut(("id",)), lambda row: row["id"])
    known = {row["id"]: row for row in every}
    return _form(
        "papers",
        "unit source section from to asked source_note",
        "kind date time state authority value covered",
        [
            {
                **_cells(known[unit], "source section from to"),
                "unit": opaque(unit),
                "asked": NOTED.get(unit, ("",))[0],
                "source_note": noted(unit),
            }
            for (unit,) in units
        ],
        "What was done, by this passage or note? `state` and `authority` only for a paper that fixes an "
        "outcome; `covered`: ids of the persons whom it covers, separated by spaces.",
    )


def noted(event: str) -> str:
    """Return what the fact base says of an event that rests on no passage of the report."""
    found = []
    for place in NOTED.get(event, ())[1:]:
        table, _, key = place.partition(":")
        row = next(row for row in facts(table) if row["id"] == key)
        told = "date title content period description effect check".split()
        found.append("; ".join(row[name] for name in told if row.get(name)))
    return " | ".join(found)


def _pressures() -> Form:
    rows = [row for row in hand("pressures") if row["case"] == "sixteen-1936"]
    units = draw(rows, _cut(("id",)), lambda row: row["id"])
    known = {row["id"]: row for row in facts("coercion")}
    return _form(
        "pressures",
        "unit person in_words scope period description effect source confidence note",
        "kind method grade",
        [
            {
                **_cells(known[unit], "scope period description effect source confidence note"),
                "unit": opaque(unit),
                "person": known[unit]["person_id"],
                "in_words": known[unit]["method"],
            }
            for (unit,) in units
        ],
        "Is it a pressure, and if not, what? By which methods (several separated by `; `), and how well is "
        "it attested (`grade`)? An act that is no pressure has neither.",
    )


def menu() -> list[Row]:
    """Return what may stand in a column `claim`: for words, and for the premises of an element."""
    claims = [
        {"use": "words elements", "id": f"c.sx.{row['id']}", "person": row["person"], "text": row["text"]}
        for row in hand("sixteen_claims")
    ]
    accused = dict.fromkeys(row["charge"] for row in hand("sixteen_elements"))
    charges = [
        {"use": "words", "id": charge, "person": charge.rpartition(".")[2], "text": "The charge as a whole"}
        for charge in accused
    ]
    stories = [
        {"use": "elements", "id": f"c.{row['id']}", "person": row["speaker_id"], "text": row["claim"]}
        for row in facts("claims")
        if row["case_id"] == "sixteen-1936"
    ]
    return [*claims, *charges, *stories]


#: Column of a form -> table and column of the schema that lists its words.
WORDS = {
    "polarity": ("assertions", "polarity"),
    "basis": ("assertions", "basis"),
    "kind (words)": ("assertions", "kind"),
    "layer": ("assertions", "layer"),
    "setting": ("statements", "setting"),
    "mediation": ("statements", "mediation"),
    "kind (derivations)": ("links", "kind"),
    "kind (papers, pressures)": ("events", "kind"),
    "state": ("events", "state"),
    "authority": ("events", "authority"),
    "method": ("events", "method"),
    "grade": ("events", "grade"),
}


def readme(report: Path) -> str:
    """Return what the second coder has to know."""
    schema = yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))
    lists = {name: schema["tables"][table]["columns"][column] for name, (table, column) in WORDS.items()}
    lists |= {name: schema["attestation"][name] for name in ("certainty", "level")}
    asked = "\n".join(f"- **{form.name}.csv** ({len(form.rows)} units). {form.told}" for form in forms())
    added = {name: VOCABULARY.get(".".join(place), []) for name, place in WORDS.items()}
    words = "\n".join(
        f"- {name}: {', '.join([*about['words'], *added.get(name, [])])}. {about['meaning']}"
        for name, about in lists.items()
    )
    return f"""# Second coding of the trial of the sixteen

Read `codebook.md` first. Then fill the empty columns of each form, from the passage and its surroundings
alone: `section`, `from` and `to` are the row `order` of `{report}` and the characters `text[from:to]` of it.
`passages.txt` has each passage between >>> and <<<, with what stands around it; the whole report may be read
(the indictment is sections 2 to 4, the verdict section 35). Do not look at any table that is coded already,
and not at the case file, its page or its report: the second pass is made without the first.

{asked}

Ids of claims and charges are in `MENU.csv`. Persons are written by their ids, as in `PERSONS.csv`. Leave a
cell empty where the codebook has nothing for it, and write `none` as the claim where a passage holds no claim
of the menu. Dates are written as in `1936-07-23`, `1936-07` or `1936-07-16/1936-08-14`; `by` is `indictment`
or `verdict`; `value` is one word or a few. Do not change the filled columns. Add nothing to the files but
rows copied as said above.

The words of each column:

{words}
"""


def persons() -> list[Row]:
    """Return id and name of everybody the case may speak of."""
    return [{"id": row["id"], "name": row["name"]} for row in facts("persons")]


def passages(report: Path, around: int = 800) -> str:
    """Return each passage between >>> and <<<, with what stands `around` it: to be read, not kept."""
    texts, parts = sections(report), []
    for form in forms():
        for row in filter(lambda row: row.get("section"), form.rows):
            text, start, end = texts[row["section"]], int(row["from"]), int(row["to"])
            before, after = text[max(0, start - around) : start], text[end : end + around]
            place = f"[{form.name}] {row.get('speaker', '')} section {row['section']} #{start}-{end}"
            parts.append(f"{place}\n...{before}>>>{text[start:end]}<<<{after}...\n")
    return "\n".join(parts)


def write(folder: Path, report: Path = REPORT) -> list[str]:
    """Write forms, menu and instructions into a folder outside of the repository; return the file names."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {f"{form.name}.csv": form.written() for form in forms()}
    files["MENU.csv"] = _form("MENU", "use id person text", "", menu(), "").written()
    files["PERSONS.csv"] = _form("PERSONS", "id name", "", persons(), "").written()
    files["README.md"] = readme(report)
    files["codebook.md"] = (REPOSITORY / "docs" / "codebook.md").read_text(encoding="utf-8")
    if report.exists():
        files["passages.txt"] = passages(report)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return list(files)


if __name__ == "__main__":
    print("\n".join(write(Path(sys.argv[1]))))
