"""How is a zip from a stranger read safely, and a zip of ours written the same way every time?"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from showtrial.errors import ReadError

_IGNORED = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
_MAX_FILES = 10_000
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold: no clock time goes in


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Pack `files` (name -> bytes) into a zip; the same files give the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            out.writestr(entry, data)
    return held.getvalue()


def unzip(path: Path, max_bytes: int) -> dict[str, bytes]:
    """Read every file of the zip at `path` into memory, refusing what could do harm.

    Parameters
    ----------
    path : Path
        The zip. One top folder that holds everything is stripped.
    max_bytes : int
        Most bytes that it may unpack to, counted while unpacking and not as the zip declares.

    Raises
    ------
    ReadError
        If it is no zip, is broken or encrypted, unpacks to too much, or holds paths that lead
        out of it, links, or a name twice.
    """
    try:
        with zipfile.ZipFile(path) as held:
            entries = [entry for entry in held.infolist() if not _ignored(entry)]
            _refuse(path, entries)
            found: dict[str, bytes] = {}
            room = max_bytes
            for entry in entries:
                with held.open(entry) as packed:
                    data = packed.read(room + 1)
                room -= len(data)
                if room < 0:
                    raise ReadError(f"{path}  unpacks to more than {max_bytes} bytes; it was not read")
                found[entry.filename] = data
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ReadError(f"{path}  cannot be unpacked ({error}); wanted a case folder, zipped") from error
    return _without_top(found)


def _ignored(entry: zipfile.ZipInfo) -> bool:
    return entry.is_dir() or any(part in _IGNORED for part in PurePosixPath(entry.filename).parts)


def _refuse(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > _MAX_FILES:
        raise ReadError(f"{path}  holds {len(entries)} files; wanted at most {_MAX_FILES}")
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or "\\" in name or ":" in (parts[0] if parts else ""):
            raise ReadError(f"{path}  holds the path {name[:80]!r}, which leads out of it; it was not read")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise ReadError(f"{path}  holds the link {name[:80]!r}; wanted files only; it was not read")
        if name in seen:
            raise ReadError(f"{path}  holds {name[:80]!r} twice; it was not read")
        seen.add(name)


def _without_top(found: dict[str, bytes]) -> dict[str, bytes]:
    tops = {PurePosixPath(name).parts[0] for name in found}
    if len(tops) == 1 and all("/" in name for name in found):
        top = tops.pop()
        if top != "texts":
            return {name[len(top) + 1 :]: data for name, data in found.items()}
    return found
