"""Which case files come with the package, and what does a name on the command line mean?"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from showtrial.errors import ReadError
from showtrial.record.casefile import CaseFile
from showtrial.record.checks.living import REFERENCE_DATE
from showtrial.record.hints import did_you_mean
from showtrial.record.meta import FILE, Meta, load_meta
from showtrial.record.storage import read_case


def packaged_cases() -> dict[str, Meta]:
    """Return name -> meta of every packaged case file, sorted by name.

    Examples
    --------
    >>> list(packaged_cases())
    ['moscow', 'toy']
    """
    folders = sorted(
        (each for each in files("showtrial.cases").iterdir() if each.is_dir()), key=lambda f: f.name
    )
    return {
        folder.name: load_meta(folder.joinpath(FILE).read_text(encoding="utf-8"))
        for folder in folders
        if folder.joinpath(FILE).is_file()
    }


def locate(name: str) -> Path:
    """Return where the case file called `name` lies: a packaged name, a folder or a zip.

    A folder of the working directory that bears a packaged name is meant only where it is
    written as a path (``./moscow``).

    Raises
    ------
    ReadError
        If there is no such case file.
    """
    if name in packaged_cases():
        return Path(str(files("showtrial.cases").joinpath(name)))
    if not Path(name).exists():
        hint = did_you_mean(name, packaged_cases())
        raise ReadError(f"{name}  is no folder, zip or packaged case; {hint}")
    return Path(name)


def open_case(name: str, *, as_of: str = REFERENCE_DATE, allow_living: str | None = None) -> CaseFile:
    """Read and check the case file called `name`; see :func:`locate` for what a name means.

    Raises
    ------
    ReadError
        If there is no such case file.
    SchemaError
        With every problem found in it.

    Examples
    --------
    >>> open_case("toy").meta.origin
    'simulated'
    """
    return read_case(locate(name), as_of=as_of, allow_living=allow_living)
