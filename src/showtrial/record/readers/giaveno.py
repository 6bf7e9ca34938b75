"""How do the data on the inquisition at Giaveno, 1335, become a case file?

The inquisitor Alberto de Castellario took 130 depositions of 110 people in five weeks, in search of
Waldensians. The data (Salihović & Estévez 2025, MIT licence) say who named whom on which day. They
keep no words of any deposition, so neither does the case file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

import showtrial
from showtrial.errors import Problem, SchemaError
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import Calendar, DateError, parse
from showtrial.record.draft import draft_of_frames
from showtrial.record.hints import did_you_mean
from showtrial.record.meta import Meta
from showtrial.record.readers.giaveno_data import Data, read_data
from showtrial.record.readers.giaveno_ids import ids_mended
from showtrial.record.readers.giaveno_notes import notes_of
from showtrial.record.readers.giaveno_tables import KINDS, tables_of

_TITLE = "The inquisition at Giaveno, 1335"
_DESCRIPTION = (
    "Who was named to the inquisitor Alberto de Castellario at Giaveno in January and February 1335, by whom"
    " and on which day. Made by a program from a published data set; neither the edition nor the manuscript"
    " was seen. The data keep no words: a row says that a name was put on paper, never that what was alleged"
    " is true."
)
_JULIAN = Calendar(default="julian")


def read_giaveno(path: Path, *, title: str | None = None, allow_living: str | None = None) -> CaseFile:
    """Read the data of Salihović and Estévez on the inquisition at Giaveno as a case file.

    Every row of the data has its place: persons and groups; traits (residence, which here means origin
    or residence; occupation; faction ``Waldensian master``); ties of kin, those inferred by the authors
    marked ``inferential``, none with a direction, because the data have none; summonses and torture as
    events; one statement for each deponent and day; one assertion for each naming; circumstances as
    claims whose speaker is not on record. Dates are kept as the source has them, in the Julian calendar.
    What is odd is reported in ``meta.provenance`` under ``notes``.

    Parameters
    ----------
    path : Path
        A folder with ``nodes.csv``, ``edges.csv``, ``keyevents.csv``, ``kinties.csv`` and
        ``circumstances.csv``; or ``data.RData`` as the authors publish it, or a folder that holds it (this
        needs the extra ``rdata``).
    title : str, optional
        Title of the case file.
    allow_living : str, optional
        As in every reader; nobody here can be living.

    Returns
    -------
    CaseFile

    Raises
    ------
    ReadError
        If the tables cannot be found or read.
    SchemaError
        With every problem found, each with its row and column.

    References
    ----------
    D. Salihović and J. L. Estévez, Social Science History (2025), doi:10.1017/ssh.2025.10099.
    J. L. Estévez, D. Salihović and S. V. Sgourev, PNAS Nexus 3 (2024) pgae340,
    doi:10.1093/pnasnexus/pgae340.
    """
    data, mended = ids_mended(read_data(path))
    problems = sorted(_wrong_cells(data))
    if problems:
        raise SchemaError(problems)
    frames = {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in tables_of(data).items()}
    read = {
        "operation": "read giaveno",
        "software": "showtrial",
        "version": showtrial.__version__,
        "parameters": path.resolve().name,
        "input": f"sha256:{data.sha256}",
        "notes": [*mended, *notes_of(data)],
    }
    meta = Meta(
        title=title or _TITLE,
        origin="recorded",
        authors=("Davor Salihović", "José Luis Estévez"),
        licence="MIT (c) 2025 Davor Salihović and José Luis Estévez",
        description=_DESCRIPTION,
        calendar="julian",
        reviewed=False,
        vocabulary=_added_words(),
        provenance=(read,),
    )
    return CaseFile(draft_of_frames(meta, frames), allow_living=allow_living)


def _added_words() -> dict[str, tuple[str, ...]]:
    own = ("spouse", "sibling", "relative")
    kinds = tuple(dict.fromkeys(kind for kind in KINDS.values() if kind not in own))
    return {"events.method": ("torture",), "ties.kind": kinds}


def _wrong_cells(data: Data) -> Iterator[Problem]:
    """Yield cells that have no meaning here: words, days, ids."""
    words = {
        ("nodes", "sex"): ("m", "f", ""),
        ("nodes", "dead"): ("0", "1"),
        ("nodes", "waldensian_master"): ("0", "1"),
        ("edges", "summoned"): ("0", "1"),
        ("keyevents", "type"): ("deposition", "summons", "torture"),
        ("kinties", "role"): tuple(KINDS),
    }
    for (table, column), known in words.items():
        for at, row in enumerate(data.tables[table]):
            if row[column] not in known:
                wanted = f"one of {', '.join(filter(None, known))}"
                yield data.problem(table, at, column, wanted, did_you_mean(row[column], known))
    for table in ("edges", "keyevents", "circumstances"):
        for at, row in enumerate(data.tables[table]):
            if not _is_day(row["time"]):
                yield data.problem(table, at, "time", "a day, YYYY-MM-DD, or nothing")
    yield from _wrong_ids(data)


def _wrong_ids(data: Data) -> Iterator[Problem]:
    persons: set[str] = set()
    for at, row in enumerate(data.tables["nodes"]):
        if not row["id"] or row["id"] in persons:
            yield data.problem("nodes", at, "id", "an id of its own")
        persons.add(row["id"])
    pointers = (("edges", "source"), ("keyevents", "id"), ("kinties", "V1"), ("kinties", "V2"))
    for table, column in (*pointers, ("circumstances", "id")):
        for at, row in enumerate(data.tables[table]):
            if row[column] not in persons:
                yield data.problem(table, at, column, "an id of nodes", "add the person, or mend the id")
    for at, row in enumerate(data.tables["edges"]):
        if row["target"] and row["target"] not in persons and not row["target"].startswith("G"):
            hint = "add the person, or mend the id"
            yield data.problem("edges", at, "target", "an id of nodes, of a group (G0000), or nothing", hint)


def _is_day(text: str) -> bool:
    try:
        return not text or parse(text, calendar=_JULIAN).is_day
    except DateError:
        return False
