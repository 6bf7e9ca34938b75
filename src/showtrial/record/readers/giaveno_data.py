"""Where do the five tables of the Giaveno data come from: CSV files, or the authors' ``data.RData``?"""

from __future__ import annotations

import csv
import datetime
import hashlib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from showtrial.errors import Problem, ReadError, SchemaError
from showtrial.record.hints import did_you_mean, shown

#: Table -> its columns.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "nodes": ("id", "label", "sex", "dead", "occupation_type", "origin_or_residence", "waldensian_master"),
    "edges": ("source", "target", "time", "summoned"),
    "keyevents": ("id", "time", "type"),
    "kinties": ("V1", "V2", "role"),
    "circumstances": ("id", "time", "type"),
}
_LIST = "castellario"
_R_FILE = "data.RData"
_MISSING = "reading data.RData needs the package rdata: pip install 'showtrial[rdata]', or give the CSV files"
_EPOCH = datetime.date(1970, 1, 1)

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Data:
    """The five tables as texts, empty where nothing is on record, and the files they came from."""

    tables: Mapping[str, list[Row]]
    files: Mapping[str, str]
    sha256: str

    def problem(self, table: str, at: int, column: str, wanted: str, hint: str = "") -> Problem:
        """Say that the cell of record `at` (from 0) of `table` is wrong."""
        return Problem(self.files[table], at + 2, column, shown(self.tables[table][at][column]), wanted, hint)


def read_data(path: Path) -> Data:
    """Read the five tables from a folder of CSV files, a folder with ``data.RData``, or that file.

    Raises
    ------
    ReadError
        Where there is nothing of the kind, or ``rdata`` is needed and missing.
    SchemaError
        Where a column is missing.
    """
    if path.is_dir():
        if any((path / f"{name}.csv").exists() for name in COLUMNS):
            return _of_csv(path)
        found = [each for each in (path / _R_FILE, path / "data" / _R_FILE) if each.exists()]
        if found:
            return _of_r(found[0])
        wanted = f"{', '.join(f'{name}.csv' for name in COLUMNS)}, or {_R_FILE}"
        raise ReadError(
            f"{path}  a folder without the data; wanted {wanted}; give the folder that holds them"
        )
    if not path.exists():
        raise ReadError(f"{path}  does not exist; wanted the folder of the Giaveno data, or its {_R_FILE}")
    return _of_r(path)


def _of_csv(folder: Path) -> Data:
    absent = [f"{name}.csv" for name in COLUMNS if not (folder / f"{name}.csv").exists()]
    if absent:
        raise ReadError(f"{folder}  lacks {', '.join(absent)}; wanted all five tables; copy them there")
    tables: dict[str, list[Row]] = {}
    problems: list[Problem] = []
    digest = hashlib.sha256()
    for name, columns in COLUMNS.items():
        file = folder / f"{name}.csv"
        data = file.read_bytes()
        digest.update(data)
        try:
            lines = csv.DictReader(data.decode("utf-8-sig").splitlines())
            rows = [{key: value or "" for key, value in row.items() if key} for row in lines]
        except (UnicodeDecodeError, csv.Error) as error:
            raise ReadError(f"{file}  is no CSV file in UTF-8 ({error}); save it as one") from None
        problems += _missing(file.name, columns, lines.fieldnames or ())
        tables[name] = [dict(row) for row in rows]
    if problems:
        raise SchemaError(problems)
    return Data(tables, {name: f"{name}.csv" for name in COLUMNS}, digest.hexdigest())


def _missing(file: str, wanted: tuple[str, ...], there: Any) -> list[Problem]:
    return [
        Problem(file, 1, column, "missing", f"the columns {', '.join(wanted)}", did_you_mean(column, there))
        for column in wanted
        if column not in there
    ]


def _of_r(file: Path) -> Data:
    try:
        import rdata
        from rdata.conversion import DEFAULT_CLASS_MAP
    except ImportError:
        raise ReadError(f"{file}  {_MISSING}") from None
    classes = {
        **DEFAULT_CLASS_MAP,
        "data.table": DEFAULT_CLASS_MAP["data.frame"],
        "Date": lambda values, attributes: [_day(value, 1) for value in values],
        "POSIXct": lambda values, attributes: [_day(value, 86400) for value in values],
    }
    data = file.read_bytes()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of R objects that are not used
            held = rdata.read_rda(file, constructor_dict=classes)
        frames = {str(name): frame for name, frame in held[_LIST].items()}
    except Exception as error:  # the library raises what it meets
        raise ReadError(
            f"{file}  is no R file with the list {_LIST!r} ({type(error).__name__}: {error}); "
            f"wanted the authors' {_R_FILE}"
        ) from None
    tables: dict[str, list[Row]] = {}
    problems: list[Problem] = []
    for name, columns in COLUMNS.items():
        place = f"{file.name}:{name}"
        if name not in frames:
            problems.append(
                Problem(place, 0, "", "missing", "a table of that name", did_you_mean(name, frames))
            )
            continue
        there = [str(column) for column in frames[name].columns]
        problems += _missing(place, columns, there)
        records = zip(*(map(_text, frames[name][column]) for column in frames[name].columns), strict=True)
        tables[name] = [dict(zip(there, record, strict=True)) for record in records]
    if problems:
        raise SchemaError(problems)
    files = {name: f"{file.name}:{name}" for name in COLUMNS}
    return Data(tables, files, hashlib.sha256(data).hexdigest())


def _day(value: float, per_day: int) -> str:
    """Write R's count of days or seconds since 1970 as the day that the authors typed.

    R counts in the Gregorian calendar; the digits typed are those of the source, which is Julian.
    """
    return "" if value != value else (_EPOCH + datetime.timedelta(value // per_day)).isoformat()


def _text(value: Any) -> str:
    if value is None or str(value) in ("<NA>", "nan"):
        return ""
    return str(int(value)) if isinstance(value, float) else str(value)
