"""What does an empty case file look like, and what is each of its columns for?

Both answers come from the schema: the templates of ``showtrial new`` and the reference page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from showtrial.errors import ReadError
from showtrial.record.atomic import new_folder
from showtrial.record.meta import FILE
from showtrial.record.readers.rows import COLUMNS, SETTINGS
from showtrial.record.schema import FOREIGN, NOBODY, Column, Table, schema

_META = """\
# What the case file says of itself. Lines that begin with # are not read; take the mark away to use one.

title = "Untitled case file"
# recorded = the rows come from sources; simulated = they come from a model or were made up
origin = "recorded"

# authors = ["Your Name"]
# licence = "CC BY 4.0"
# version = "1"
# description = "What this case file covers, how it was coded, and what it leaves out."
# reviewed = false                      # has a historian reviewed the coding?

# Calendar of dates that name none: gregorian or julian. One date in the other: julian:1335-02-04
calendar = "gregorian"

# Why persons who may be living are kept. It is printed in every output.
# living_purpose = "..."

# Verbal dates and times that the cells use, and what they stand for.
# [dates]
# "end of 1932" = "[1932-10..1932-12]"
# [times]
# evening = "18:00/24:00"
# [seasons]
# "24" = [12, 2]                        # 1932-24 is the winter that began in December 1932

# Words of your own, for columns whose list is open.
# [vocabulary]
# "events.kind" = ["plenum"]

# Where the rows come from, one entry an operation.
# [[provenance]]
# operation = "coded by hand"
# software = "a spreadsheet"
"""

_SETTINGS = "; ".join(f"{word} = {meant}" for word, meant in SETTINGS.items())

_HOW = f"""\
# What goes into which column

Open the tables in a spreadsheet with all columns formatted as text, and save them as CSV UTF-8. Tables and
columns that you do not use may be deleted; only the required ones must stay. `showtrial check DIR` names
everything that is wrong, with its row and column.

Whoever wants to begin with one flat sheet fills in `sheet/namings.csv`, of which only the first two
columns are needed, and reads it with `showtrial read namings sheet/namings.csv -o CASE`. For `setting` it
takes common words too: {_SETTINGS}.

"""

_RULES = (
    "There are `sources`, `persons`, and `events` or `statements`; no table and no column has an "
    "unknown name.",
    f"Columns whose names begin with `{FOREIGN}` are the compilers' own: kept, and never computed with.",
    "Every required cell is filled in, and every cell holds what the type of its column asks for.",
    f"An id has no blanks and no semicolons, is not `{NOBODY}`, and occurs once in the whole case file.",
    "Every pointer leads to a row of a table to which its column may point.",
    f"`{NOBODY}` (the record says nobody) stands only where the column allows it; an empty cell means: "
    "not on record.",
    "Cells that may hold several entries separate them by a semicolon and one blank. There are never "
    "more locators than sources, where there are several.",
    "A locator `#120-340` lies within the text of its source; the text is there, and its SHA-256 is the "
    "one given.",
    "Dates are EDTF in the calendar of the case file, or words of its dictionary. A clock time stands "
    "on a single day.",
    "No row repeats another word for word, and nobody plays the same part in the same act twice.",
    "No source, place or case is, through its parents, part of itself. A source with a `part` has a parent, "
    "and no two sources are the same part of it.",
    "No life ends before it begins; nobody acts before birth or after death; in one case no arrest "
    "comes after the verdict, no execution before it, and no verdict before the trial opens. Only what "
    "no reading of the dates allows is a problem.",
    "A pressure graded `inferred` lies within a documented practice that names one of its methods.",
    "A reading speaks of a column that exists, or of the row (`*`, with stands or rejected); rival "
    "values include the stored one.",
    "Nobody may be living, unless a purpose is given: persons have a date of death, or a birth or an "
    "act more than 110 years ago. Simulated persons are exempt.",
)


def write_templates(path: Path) -> None:
    """Write an empty, valid case file to fill in: every table with its header, every column explained.

    Parameters
    ----------
    path : Path
        A folder that is not there yet, or is empty.

    Raises
    ------
    ReadError
        If something stands at `path`, or it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from showtrial.record.storage import read_case
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_templates(Path(folder) / "mine")
    ...     read_case(Path(folder) / "mine").meta.title
    'Untitled case file'
    """
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise ReadError(f"{path}  is there already; wanted a new or empty folder; nothing was changed")
    files = {FILE: _META, "columns.md": columns_markdown(), "sheet/namings.csv": _header(COLUMNS)}
    for table in schema().tables.values():
        files[f"{table.name}.csv"] = _header(tuple(table.columns))
    with new_folder(path) as aside:
        for name, text in files.items():
            (aside / name).parent.mkdir(exist_ok=True)
            (aside / name).write_bytes(text.encode())


def _header(columns: tuple[str, ...]) -> str:
    return ",".join(columns) + "\n"


def columns_markdown() -> str:
    """Return the side file of the templates: every table, every column, what goes in."""
    return _HOW + "\n".join(_section(table) for table in schema().tables.values())


def reference_markdown() -> str:
    """Return the reference page of the case file: its tables, then what makes one valid.

    Examples
    --------
    >>> reference_markdown().splitlines()[0]
    '# The case file'
    """
    attested = [table.name for table in schema().tables.values() if table.attested]
    block = next(table for table in schema().tables.values() if table.attested)
    shared = [column for column in block.columns.values() if column.name in _attestation()]
    parts = [
        "# The case file\n",
        f"A case file is a folder of CSV tables (or parquet, or that folder zipped) with `{FILE}` and, where "
        "there is one, the text of the sources in `texts/`. Every table may be left out but those marked "
        "required.\n",
        "## The attestation block\n",
        f"Where a row stands. These tables have the block: {_listed(attested)}.\n",
        _grid(shared),
        *(
            _section(table, without=_attestation() if table.attested else ())
            for table in schema().tables.values()
        ),
        "## What makes a case file valid\n",
        *(f"{at}. {rule}" for at, rule in enumerate(_RULES, start=1)),
    ]
    return "\n".join(parts) + "\n"


def _attestation() -> tuple[str, ...]:
    """Names of the columns that every attested table has, and no other table has all of."""
    return ("source", "locator", "certainty", "level", "checked", "note")


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _section(table: Table, without: tuple[str, ...] = ()) -> str:
    columns = [column for column in table.columns.values() if column.name not in without]
    more = ""
    if without:
        stands = " (`source` is required)" if table.columns["source"].required else ""
        more = f"\nand the attestation block{stands}.\n"
    needed = " Required." if table.required else ""
    return f"## {table.name}\n\n{table.meaning}{needed}\n\n{_grid(columns)}{more}"


def _grid(columns: list[Column]) -> str:
    lines = ["| column | type | required | meaning |", "|---|---|---|---|"]
    lines += [
        f"| `{each.name}` | {_type(each)} | {'yes' if each.required else ''} | {' '.join(_meaning(each))} |"
        for each in columns
    ]
    return "\n".join(lines).replace("|  |", "| |") + "\n"


def _type(column: Column) -> str:
    if column.to:
        several = "ids" if column.many else "id"
        return f"{several} of {'any row' if 'any' in column.to else ' or '.join(column.to)}"
    named = {
        "vocab": "word",
        "vocabs": "words",
        "yesno": "yes or no",
        "texts": "texts",
        "date": "date (EDTF)",
        "url": "web address",
    }
    return named.get(column.type, column.type)


def _meaning(column: Column) -> Iterator[str]:
    yield column.meaning.replace("|", "\\|")
    if column.words:
        yield f"Words: {_listed(list(column.words))}{'; more may be added' if column.open else ''}."
    if column.none:
        yield f"`{NOBODY}` = the record says nobody."
    if column.min is not None or column.max is not None:
        low, high = ("any" if bound is None else f"{bound:g}" for bound in (column.min, column.max))
        yield f"From {low} to {high}."
    if column.acyclic:
        yield "Never, through its parents, the row itself."
