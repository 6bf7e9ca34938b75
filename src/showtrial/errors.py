"""What can go wrong, and how it is said.

::

    ShowtrialError
    ├── SchemaError        a case file breaks the schema; carries every problem found
    ├── ReadError          a file cannot be read or written as what it claims to be
    ├── ModelError         a model and the data do not fit together
    └── ConvergenceError   an estimate did not settle

Each message is one line: what came, what was wanted, where, how to mend it. A slip of the
programmer stays a ``TypeError`` or ``ValueError``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with a case file, and where.

    Parameters
    ----------
    file : str
        File (or table) in which it stands.
    row : int
        Line in that file as a spreadsheet counts it (the header is 1); 0 where it is the file.
    column : str
        Column, empty where it is the whole row or file.
    came, wanted : str
        What stood there, and what should have stood there.
    hint : str
        How to mend it.

    Examples
    --------
    >>> print(Problem("events.csv", 7, "kind", "'arest'", "a word of events.kind", "did you mean 'arrest'?"))
    events.csv:7:kind  'arest'; wanted a word of events.kind; did you mean 'arrest'?
    """

    file: str
    row: int
    column: str
    came: str
    wanted: str
    hint: str = ""

    def __str__(self) -> str:
        place = ":".join(part for part in (self.file, str(self.row or ""), self.column) if part)
        said = "; ".join(part for part in (self.came, f"wanted {self.wanted}", self.hint) if part)
        return f"{place}  {said}"


class ShowtrialError(Exception):
    """Root of every error that a user's data or call can cause."""


class ReadError(ShowtrialError):
    """A file cannot be read or written as what it claims to be."""


class SchemaError(ShowtrialError):
    """A case file breaks the schema; ``problems`` holds all that was found, in order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ModelError(ShowtrialError):
    """A model and the data do not fit together."""


class ConvergenceError(ShowtrialError):
    """An estimate did not settle."""
