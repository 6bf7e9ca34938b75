"""What does each row of a flat sheet of namings say, and what is wrong with it?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path

from showtrial.errors import Problem, ReadError
from showtrial.record.hints import did_you_mean, shown
from showtrial.record.readers.labels import UNKNOWN, name_and_id, tidy
from showtrial.record.readers.workbook import SUFFIXES, read_workbook
from showtrial.record.schema import FOREIGN, NOBODY
from showtrial.record.sheets import Sheet, read_sheet

#: Columns of the flat sheet, in their order; only the first two must be there.
COLUMNS = (
    *("namer", "named", "date", "setting", "text", "polarity", "case"),
    *("source", "locator", "certainty", "checked", "note"),
)
NEEDED = COLUMNS[:2]
#: Suffixes of delimited text files.
TEXT_SUFFIXES = (".csv", ".tsv", ".txt")

#: Polarity -> kind of the claim, and what the speaker does to it. Empty is ``incriminates``.
STANCES: Mapping[str, tuple[str, str]] = {
    "incriminates": ("accusation", "affirms"),
    "exculpates": ("exculpation", "affirms"),
    "affirms": ("accusation", "affirms"),
    "denies": ("accusation", "denies"),
    "partial": ("accusation", "partial"),
    "retracts": ("accusation", "retracts"),
    "silent": ("accusation", "silent"),
}

#: Common words for a setting -> the word of the vocabulary that is meant.
SETTINGS: Mapping[str, str] = {
    "court": "open_court",
    "trial": "open_court",
    "open trial": "open_court",
    "public trial": "open_court",
    "closed trial": "closed_court",
    "in camera": "closed_court",
    "interrogated": "interrogation",
    "questioning": "interrogation",
    "preliminary investigation": "interrogation",
    "verdict": "judgment",
    "judgement": "judgment",
    "newspaper": "press",
    "prison": "cell",
    "book": "literature",
    "memoir": "literature",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """One row: who named whom, as typed; ``named`` is None where it describes the statement itself."""

    row: int
    namer: str
    named: str | None
    date: str | None
    setting: str | None
    text: str | None
    polarity: str
    case: str | None
    sources: tuple[str, ...]
    rest: Mapping[str, str | None]
    own: Mapping[str, str]


def read_rows(path: Path) -> tuple[list[Naming], list[str], list[Problem]]:
    """Read the flat sheet at `path`.

    Returns
    -------
    list of Naming
        The rows, as far as they can be read.
    list of str
        The user's own columns, each with the prefix ``x_``.
    list of Problem
        Everything wrong with header, names, settings and polarities.

    Raises
    ------
    ReadError
        If there is no such file, or it is neither delimited text nor a workbook.
    """
    sheet, top, problems = _sheet(path)
    if not sheet.frame.columns:
        return [], [], problems
    names, wrong = _header(sheet, top)
    problems += wrong
    if not set(NEEDED) <= set(names.values()):
        return [], [], problems
    found = [
        _naming(row, {names[name]: cell for name, cell in record.items() if name in names})
        for row, record in zip(sheet.rows, sheet.frame.iter_rows(named=True), strict=True)
    ]
    for naming in found:
        problems += _wrong_row(sheet.file, naming)
    own = [name for name in names.values() if name.startswith(FOREIGN)]
    return found, own, problems + list(_twice(sheet.file, found))


def _sheet(path: Path) -> tuple[Sheet, int, list[Problem]]:
    suffix = path.suffix.casefold()
    if suffix not in (*TEXT_SUFFIXES, *SUFFIXES):
        wanted = ", ".join((*TEXT_SUFFIXES, *SUFFIXES))
        raise ReadError(f"{path}  has the suffix {suffix!r}; wanted {wanted}; save the sheet as one of these")
    try:
        if suffix in SUFFIXES:
            return read_workbook(path, "namings", NEEDED)
        sheet, problems = read_sheet(path.read_bytes(), path.name)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ReadError(f"{path}  cannot be read ({reason}); wanted a sheet of namings") from error
    return sheet, 1, problems


def _header(sheet: Sheet, top: int) -> tuple[dict[str, str], list[Problem]]:
    """Return column of the sheet -> column as we call it, and what is wrong with the header."""
    problems: list[Problem] = []
    names: dict[str, str] = {}
    lower = {name: "_".join(name.casefold().split()) for name in sheet.frame.columns}
    missing = [name for name in COLUMNS if name not in lower.values()]
    for name, plain in lower.items():
        near = get_close_matches(plain, missing, n=1, cutoff=0.8)
        ours = plain if plain in COLUMNS or plain.startswith(FOREIGN) else f"{FOREIGN}{plain}"
        if ours in names.values():
            came = f"a second column {ours!r}"
            problems.append(Problem(sheet.file, top, name, came, "each column once", "rename one of the two"))
        elif near and near[0] in NEEDED and ours not in COLUMNS:
            continue  # named below, with the column that is missing
        elif near and ours not in COLUMNS and not plain.startswith(FOREIGN):
            hint = f"did you mean {near[0]!r}? (a column of your own may be named {FOREIGN}{plain})"
            problems.append(Problem(sheet.file, top, name, "an unknown column", "a known one", hint))
        else:
            names[name] = ours
    for name in NEEDED:
        if name in missing:
            hint = did_you_mean(name, [each for each in lower.values() if each not in COLUMNS])
            hint = hint.replace("known:", "found:") or "the first row must hold the names of the columns"
            problems.append(Problem(sheet.file, top, name, "no such column", "this column", hint))
    return names, problems


def _naming(row: int, cells: Mapping[str, str | None]) -> Naming:
    held = {name: (cells.get(name) or "").strip() or None for name in COLUMNS}
    small = {name: " ".join((held[name] or "").casefold().split()) for name in ("setting", "polarity")}
    named = tidy(held["named"] or "")
    setting = SETTINGS.get(small["setting"], small["setting"].replace(" ", "_").replace("-", "_"))
    return Naming(
        row=row,
        namer=tidy(held["namer"] or ""),
        named=None if named.casefold() in ("", NOBODY) else named,
        date=held["date"],
        setting=setting or None,
        text=held["text"],
        polarity=small["polarity"],
        case=tidy(held["case"]) if held["case"] else None,
        sources=tuple(filter(None, (tidy(each) for each in (held["source"] or "").split(";")))),
        rest={
            "locator": held["locator"],
            "certainty": held["certainty"] and held["certainty"].casefold(),
            "checked": held["checked"] and " ".join(held["checked"].casefold().split()),
            "note": held["note"],
        },
        own={
            name: cell.strip()
            for name, cell in cells.items()
            if name.startswith(FOREIGN) and cell and cell.strip()
        },
    )


def _wrong_row(file: str, naming: Naming) -> Iterator[Problem]:
    if not naming.namer:
        hint = (
            f"fill in every row, also where cells were merged; {UNKNOWN} = not on record, {NOBODY} = nobody"
        )
        yield Problem(file, naming.row, "namer", "nothing", "a name", hint)
    for column, cell in (("namer", naming.namer), ("named", naming.named)):
        if cell and ";" in cell and name_and_id(cell)[1] is None:
            hint = "give each name a row of its own"
            yield Problem(file, naming.row, column, shown(cell), "one name without a semicolon", hint)
    if naming.named == UNKNOWN:
        hint = "leave the cell empty where nobody is named"
        yield Problem(file, naming.row, "named", shown(UNKNOWN), "a name", hint)
    if naming.polarity not in ("", *STANCES):
        hint = did_you_mean(naming.polarity, STANCES)
        yield Problem(
            file, naming.row, "polarity", shown(naming.polarity), "incriminates or exculpates", hint
        )
    elif naming.polarity and naming.named is None:
        hint = "a row without a name in `named` describes the statement itself"
        yield Problem(
            file, naming.row, "polarity", shown(naming.polarity), "nothing, as nobody is named", hint
        )
    for column, cells in (("case", (naming.case,)), ("source", naming.sources)):
        if NOBODY in [cell.casefold() for cell in cells if cell]:
            yield Problem(file, naming.row, column, shown(NOBODY), f"a {column}, or an empty cell")


def _twice(file: str, rows: list[Naming]) -> Iterator[Problem]:
    """Yield the rows that name nobody and repeat an earlier one; ``check`` finds the other repetitions."""
    first: dict[str, int] = {}
    for naming in rows:
        key = json.dumps(asdict(naming) | {"row": 0}, sort_keys=True)
        if naming.named is None and key in first:
            came = f"the same as row {first[key]}"
            yield Problem(file, naming.row, "", came, "each row once", "delete one of the two")
        first.setdefault(key, naming.row)
