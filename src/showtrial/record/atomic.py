"""How is a file or a folder replaced so that a kill at any moment leaves the old or the new one?

A file is written beside its target and renamed over it. A folder is written beside its target and
the two are exchanged in one system call (Linux, macOS); where there is none, the old folder steps
aside first, and ``recover`` puts it back if the writer died between the two renames.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from showtrial.errors import ReadError

_AT_FDCWD = -100 if sys.platform == "linux" else -2
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all.

    Raises
    ------
    ReadError
        If the folder is missing or read-only, or the disk is full; the old file then stands.
    """
    if path.is_dir():
        raise ReadError(f"{path}  is a folder; wanted the name of a file")
    aside = path.with_name(f".{path.name}.part-{os.getpid()}")
    with _cleaned(aside), _told(path):
        with aside.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(path)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder to fill; on leaving the block it takes the place of `path`.

    An exception, or a kill, inside the block leaves `path` as it was.

    Raises
    ------
    ReadError
        If the parent is missing or read-only, or the disk is full.
    """
    recover(path)
    aside = path.with_name(f".{path.name}.part-{os.getpid()}")
    with _cleaned(aside), _told(path):
        aside.mkdir()
        yield aside
        for each in aside.rglob("*"):
            if each.is_file():
                _sync(each)
        _take_place(aside, path)


def recover(path: Path) -> None:
    """Put back a folder whose replacement was killed half-way (only where no exchange exists)."""
    old = _stepped_aside(path)
    if old.exists() and not path.exists():
        old.rename(path)


def _stepped_aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.old")


def _take_place(aside: Path, path: Path) -> None:
    if not path.exists():
        aside.rename(path)
    elif not _exchange(aside, path):
        old = _stepped_aside(path)
        path.rename(old)
        aside.rename(path)
        shutil.rmtree(old)


def _exchange(a: Path, b: Path) -> bool:
    """Swap two folders in one step; False where the system or the file system cannot."""
    name = {"linux": "renameat2", "darwin": "renameatx_np"}.get(sys.platform)
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if call is None:
        return False
    done: int = call(_AT_FDCWD, os.fsencode(a), _AT_FDCWD, os.fsencode(b), _EXCHANGE)
    return done == 0


def _sync(path: Path) -> None:
    with path.open("rb") as held:
        os.fsync(held.fileno())


@contextmanager
def _cleaned(aside: Path) -> Iterator[None]:
    try:
        yield
    finally:
        if aside.is_dir():
            shutil.rmtree(aside)
        else:
            aside.unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the system refuses into one line that says so."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "nothing was changed; choose another place or free some room"
        raise ReadError(f"{path}  cannot be written ({reason}); {hint}") from error
