"""How is a case file kept: as a folder, as that folder zipped, with CSV or parquet tables?"""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Literal

import polars as pl

from showtrial.errors import Problem, ReadError
from showtrial.record import archive, atomic
from showtrial.record.casefile import CaseFile
from showtrial.record.checks.living import REFERENCE_DATE
from showtrial.record.draft import Draft
from showtrial.record.meta import FILE, dump_meta, parse_meta
from showtrial.record.schema import schema
from showtrial.record.sheets import Sheet, csv_bytes, read_sheet

TEXTS = "texts"
#: Largest total size, in bytes, that the files of one case file may unpack to.
MAX_BYTES = 2 * 1024**3

TableFormat = Literal["csv", "parquet"]


def read_case(path: Path | str, *, as_of: str = REFERENCE_DATE, allow_living: str | None = None) -> CaseFile:
    """Read and check the case file at `path` (a folder or a ``.zip``).

    Raises
    ------
    ReadError
        If there is nothing to read, or it is no case file.
    SchemaError
        With every problem found in it.
    """
    return CaseFile(read_draft(path), as_of=as_of, allow_living=allow_living)


def read_draft(path: Path | str) -> Draft:
    """Read the case file at `path` without judging it; problems of reading come in the draft."""
    path = Path(path)
    atomic.recover(path)
    if path.is_dir():
        found = _folder(path)
    elif path.is_file():
        found = archive.unzip(path, MAX_BYTES)
    else:
        raise ReadError(
            f"{path}  is not there; wanted a folder, a .zip or a packaged name (`showtrial cases`)"
        )
    if not any(_is_table(name) for name in found) and FILE not in found:
        raise ReadError(f"{path}  holds no {FILE} and no table; wanted a case file (`showtrial new DIR`)")
    return _draft(found)


def write_case(case: CaseFile, path: Path | str, *, tables: TableFormat = "csv") -> None:
    """Write `case` to `path`: a zip if the name ends in ``.zip``, else a folder.

    The same case gives the same bytes. What stood at `path` is replaced as a whole, in one step;
    files in the old folder that are no part of a case file are carried over.

    Raises
    ------
    ReadError
        If `path` is something else than a case file, or cannot be written.
    """
    path = Path(path)
    files = case_files(case, tables)
    if path.suffix == ".zip":
        atomic.write_file(path, archive.zipped(files))
        return
    atomic.recover(path)
    foreign = _foreign_files(path)
    with atomic.new_folder(path) as aside:
        for name, data in files.items():
            target = aside / name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(data)
        for other in foreign:
            (aside / other).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path / other, aside / other, follow_symlinks=False)


def case_files(case: CaseFile, tables: TableFormat = "csv") -> dict[str, bytes]:
    """Return file name -> bytes of every file of `case`, in order; empty tables have none."""
    files = {FILE: dump_meta(case.meta).encode()}
    silent = not case["events"].height and not case["statements"].height  # one of the two must be there
    for name, frame in case.items():
        if frame.height or schema().tables[name].required or (silent and name == "statements"):
            files[f"{name}.{tables}"] = csv_bytes(frame) if tables == "csv" else _parquet_bytes(frame)
    for name in sorted(case.texts):
        files[f"{TEXTS}/{name}"] = case.texts[name].encode()
    return files


def _parquet_bytes(frame: pl.DataFrame) -> bytes:
    held = io.BytesIO()
    frame.write_parquet(held, compression="zstd", statistics=False)
    return held.getvalue()


def _is_table(name: str) -> bool:
    stem, _, suffix = name.partition(".")
    return suffix in ("csv", "parquet") and "/" not in name and bool(stem)


def _folder(path: Path) -> dict[str, bytes]:
    """Read the files of a case folder; anything that is no part of one is left alone."""
    names = [each for each in path.iterdir() if _is_table(each.name) or each.name == FILE]
    texts = path / TEXTS
    names += [each for each in texts.rglob("*") if each.is_file()] if texts.is_dir() else []
    total = 0
    found = {}
    for each in sorted(names):
        if not each.resolve().is_relative_to(path.resolve()):
            raise ReadError(f"{each}  is a link that leads out of the folder; put the file itself there")
        total += each.stat().st_size
        if total > MAX_BYTES:
            raise ReadError(f"{path}  holds more than {MAX_BYTES} bytes; split it, or use parquet")
        found[each.relative_to(path).as_posix()] = each.read_bytes()
    return found


def _foreign_files(path: Path) -> list[Path]:
    if not path.exists():
        return []
    if not path.is_dir() or (any(path.iterdir()) and not (path / FILE).exists()):
        raise ReadError(
            f"{path}  is no case file and is not empty; choose another place, nothing was changed"
        )
    every = [each.relative_to(path) for each in path.rglob("*") if not each.is_dir() or each.is_symlink()]
    return [each for each in every if not (_ours(each))]


def _ours(name: Path) -> bool:
    tables = schema().tables
    return (
        name.as_posix() == FILE
        or name.parts[0] == TEXTS
        or (_is_table(name.as_posix()) and name.stem in tables)
    )


def _draft(found: Mapping[str, bytes]) -> Draft:
    problems: list[Problem] = []
    if FILE not in found:
        problems.append(Problem(FILE, 0, "", "no such file", "this file", "`showtrial new DIR` writes one"))
    meta, wrong = parse_meta(_text(found.get(FILE, b'title = "?"\norigin = "recorded"'), FILE, problems))
    problems += wrong
    sheets: dict[str, Sheet] = {}
    texts: dict[str, str] = {}
    for name, data in found.items():
        if name.startswith(f"{TEXTS}/"):
            texts[PurePosixPath(name).relative_to(TEXTS).as_posix()] = _text(data, name, problems)
        elif _is_table(name):
            table, _, suffix = name.partition(".")
            if table in sheets:
                problems.append(Problem(name, 0, "", "a second file for this table", "one, csv or parquet"))
                continue
            sheets[table], wrong = read_sheet(data, name) if suffix == "csv" else _read_parquet(data, name)
            problems += wrong
    return Draft(meta, sheets, texts, tuple(problems))


def _text(data: bytes, name: str, problems: list[Problem]) -> str:
    try:
        return data.decode("utf-8-sig" if name == FILE else "utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        problems.append(
            Problem(name, row, "", f"byte 0x{data[error.start]:02X}", "UTF-8 text", "save it as UTF-8")
        )
        return data.decode("utf-8", errors="replace")


def _read_parquet(data: bytes, name: str) -> tuple[Sheet, list[Problem]]:
    try:
        frame = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).splitlines()[0]
        return Sheet(name, pl.DataFrame(), []), [
            Problem(name, 0, "", f"not parquet ({reason})", "a parquet file")
        ]
    wrong = [
        Problem(name, 0, column, f"a column of type {dtype}", "text or numbers")
        for column, dtype in frame.schema.items()
        if not (dtype == pl.String or dtype.is_numeric() or dtype == pl.Null)
    ]
    return Sheet(name, frame.drop([each.column for each in wrong]), range(2, frame.height + 2)), wrong
