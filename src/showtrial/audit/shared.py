"""What can variants of a case file share, which differ in a cell or two?

A result is kept with the tables from which it was computed; a variant in which all of these are the
same frames gets the same result. Which tables a computation reads is seen while it runs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import polars as pl

from showtrial.record.casefile import CaseFile

T = TypeVar("T")


class Shared:
    """Results by name, each with the tables that were read for it."""

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[dict[str, pl.DataFrame], Any]]] = {}

    def of(self, name: str, case: CaseFile, compute: Callable[[CaseFile], T]) -> T:
        """Return ``compute(case)``, computed once for all variants with the same tables behind it.

        Parameters
        ----------
        name : str
            Names the computation: one name, one function.
        case : CaseFile
            A variant of one case file (see ``CaseFile.derived``): meta and texts are the same in all.
        compute : callable
            A function of the case file alone.

        Examples
        --------
        >>> from showtrial.record.packaged import open_case
        >>> toy, shared = open_case("toy"), Shared()
        >>> shared.of("n", toy, lambda case: case["persons"].height)
        9
        >>> fewer = toy.derived({"persons": toy["persons"].head(2)})
        >>> shared.of("n", fewer, lambda case: case["persons"].height)
        2
        """
        known = self._known.setdefault(name, [])
        for read, value in known:
            if all(case[table] is frame for table, frame in read.items()):
                found: T = value
                return found
        watched = _Watched(case)
        result = compute(watched)
        known.append((watched.read, result))
        return result


class _Watched(CaseFile):
    """A case file that notes which of its tables are read."""

    def __init__(self, case: CaseFile) -> None:
        self.__dict__.update(case.__dict__)
        self.read: dict[str, pl.DataFrame] = {}

    def __getitem__(self, table: str) -> pl.DataFrame:
        self.read[table] = super().__getitem__(table)
        return self.read[table]
