"""How does a case file come to be from what people keep already? One file a format."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from showtrial.record.casefile import CaseFile
from showtrial.record.readers.giaveno import read_giaveno
from showtrial.record.readers.namings import read_namings


class Read(Protocol):
    """What reads a file, or a folder, as a case file."""

    def __call__(self, path: Path, *, title: str | None = None, allow_living: str | None = None) -> CaseFile:
        """Return the case file made of what lies at `path`."""
        ...


#: Format name -> what reads it.
READERS: Mapping[str, Read] = {"namings": read_namings, "giaveno": read_giaveno}

__all__ = ["READERS", "Read", "read_giaveno", "read_namings"]
