"""Which TOML files come with the package, and what does a name mean that is one of them or a file?"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from showtrial.errors import ReadError
from showtrial.record.hints import did_you_mean


def packaged_texts(package: str, folder: str = "packaged") -> dict[str, str]:
    """Return name -> text of every TOML file in a folder of a package, sorted by name.

    Examples
    --------
    >>> sorted(packaged_texts("showtrial.audit.rules"))
    ['hr-baseline', 'lenient', 'own-law-1923', 'strict']
    """
    found = sorted(files(package).joinpath(folder).iterdir(), key=lambda each: each.name)
    return {
        each.name.removesuffix(".toml"): each.read_text(encoding="utf-8")
        for each in found
        if each.name.endswith(".toml")
    }


def named_text(name: str, packaged: dict[str, str], what: str) -> tuple[str, str]:
    """Return the text that `name` means, and the file that it stands in.

    Parameters
    ----------
    name : str
        A packaged name, or the path of a TOML file. A packaged name comes first.
    packaged : dict of str to str
        As `packaged_texts` returns it.
    what : str
        What is looked for, in the words of the error.

    Raises
    ------
    ReadError
        If there is no such text.

    Examples
    --------
    >>> named_text("small", {"small": "a = 1"}, "model")
    ('a = 1', 'small.toml')
    >>> named_text("smal", {"small": "a = 1"}, "model")
    Traceback (most recent call last):
    showtrial.errors.ReadError: smal  is no file and no packaged model; did you mean 'small'?
    """
    if name in packaged:
        return packaged[name], f"{name}.toml"
    path = Path(name)
    if not path.is_file():
        raise ReadError(f"{name}  is no file and no packaged {what}; {did_you_mean(name, packaged)}")
    try:
        return path.read_text(encoding="utf-8"), path.name
    except UnicodeDecodeError as error:
        raise ReadError(f"{name}  is not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise ReadError(f"{name}  cannot be read ({(error.strerror or str(error)).lower()})") from error
