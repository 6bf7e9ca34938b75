"""How are many simulated runs laid out in a folder?

One case file a run in ``run-0001`` and so on, a summary, a series by day, and in some the model file; of a
country, case files of a few affairs in ``affairs``. While the work is not finished, what is done lies in
``unfinished``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from showtrial.errors import ReadError

SUMMARY, SERIES, MODEL, UNFINISHED = "summary.json", "series.csv", "model.toml", "unfinished"
PARQUET, AFFAIRS = "series.parquet", "affairs"
_OURS = b'"kind": "showtrial '
_RUN = re.compile(r"run-\d{4,}")


def run_name(number: int) -> str:
    """Return the name of the folder of one run; runs are counted from 1.

    Examples
    --------
    >>> run_name(7)
    'run-0007'
    """
    return f"run-{number:04d}"


def refuse_others(folder: Path) -> None:
    """Refuse to put runs in the place of anything that is not runs.

    Raises
    ------
    ReadError
        If `folder` is a file, or holds anything that no run writes.
    """
    if not folder.exists():
        return
    ours = (SUMMARY, SERIES, PARQUET, MODEL, UNFINISHED, AFFAIRS)
    others = [folder] if not folder.is_dir() else sorted(folder.iterdir())
    others = [each for each in others if each.name not in ours and not _RUN.fullmatch(each.name)]
    if not folder.is_dir() or others or (any(folder.iterdir()) and not _marked(folder)):
        name = others[0].name if others and folder.is_dir() else "something else"
        raise ReadError(
            f"{folder}  is not empty and holds {name}, which is no part of a folder of runs; "
            "choose another place, nothing was changed"
        )


def _marked(folder: Path) -> bool:
    if (folder / UNFINISHED).is_dir():
        return True
    summary = folder / SUMMARY
    return summary.is_file() and _OURS in summary.read_bytes()[:200]


def folder_at(folder: Path) -> Path:
    """Make a folder, and what leads to it, where there is none yet.

    Raises
    ------
    ReadError
        If it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ReadError(f"{folder}  cannot be made ({reason}); choose another place") from error
    return folder


def table_bytes(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    r"""Return the bytes of a series as CSV.

    Examples
    --------
    >>> table_bytes(("run", "day"), [("run-0001", "1936-01-05")])
    b'run,day\nrun-0001,1936-01-05\n'
    """
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerows([head, *rows])
    return held.getvalue().encode()
