"""What is a case file once it has been checked?

An immutable set of typed tables, the texts of its sources and its meta. Everything that is
computed from one is a function elsewhere that takes it as an argument.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType

import polars as pl

from showtrial.errors import SchemaError
from showtrial.record.checks import check
from showtrial.record.checks.living import REFERENCE_DATE
from showtrial.record.dates import Calendar
from showtrial.record.draft import Draft, conform, draft_of_frames
from showtrial.record.meta import Meta


class CaseFile(Mapping[str, pl.DataFrame]):
    """A valid case file: table name -> typed polars frame, all tables and columns present.

    Two case files are equal if they hold the same rows, texts and meta, whatever the order of
    their rows and of their own columns. Make one with :meth:`from_frames`, or read one with
    ``showtrial.record.storage.read_case``.

    Parameters
    ----------
    draft : Draft
        What was read or built.
    as_of, allow_living
        As in ``check``. A purpose given here is kept in the meta and printed in every output.

    Raises
    ------
    SchemaError
        With every problem found.

    Examples
    --------
    >>> tables = {
    ...     "sources": pl.DataFrame({"id": ["s"], "title": ["A ledger"]}),
    ...     "persons": pl.DataFrame({"id": ["p"], "name": ["P."], "died": ["1937"]}),
    ...     "events": pl.DataFrame({"kind": ["arrest"], "person": ["p"], "source": ["s"]}),
    ... }
    >>> case = CaseFile.from_frames(Meta(title="A ledger", origin="recorded"), tables)
    >>> case["persons"].height, case["charges"].height
    (1, 0)
    >>> case == case.replace({"persons": case["persons"]})
    True
    """

    def __init__(self, draft: Draft, *, as_of: str = REFERENCE_DATE, allow_living: str | None = None) -> None:
        problems = check(draft, as_of=as_of, allow_living=allow_living)
        if problems:
            raise SchemaError(problems)
        meta = draft.meta
        if allow_living and allow_living != meta.living_purpose:
            meta = Meta(**{**meta.as_dict(), "living_purpose": allow_living})
        self.meta = meta
        self._as_of = as_of
        self.texts: Mapping[str, str] = MappingProxyType(dict(draft.texts))
        self._tables = conform(draft)

    @classmethod
    def from_frames(
        cls, meta: Meta, tables: Mapping[str, pl.DataFrame], texts: Mapping[str, str] | None = None
    ) -> CaseFile:
        """Check `tables` (name -> frame) and make a case file of them; raises ``SchemaError``."""
        return cls(draft_of_frames(meta, tables, texts))

    def derived(self, tables: Mapping[str, pl.DataFrame]) -> CaseFile:
        """Return a variant with other rows in some tables, taken from this one and not checked again.

        For computations that ask what the record would show under another reading: a rejected row
        or a rival date may break rules that the stored file keeps.
        """
        variant = object.__new__(CaseFile)
        variant.meta, variant.texts, variant._as_of = self.meta, self.texts, self._as_of
        variant._tables = {**self._tables, **tables}
        return variant

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self._tables[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    @cached_property
    def calendar(self) -> Calendar:
        """Calendar and dictionaries with which the dates of this case file are read."""
        return self.meta.settings()

    def replace(
        self,
        tables: Mapping[str, pl.DataFrame] | None = None,
        *,
        meta: Meta | None = None,
        texts: Mapping[str, str] | None = None,
    ) -> CaseFile:
        """Return a checked case file in which the named tables, the meta or the texts are replaced."""
        kept = self.texts if texts is None else texts
        draft = draft_of_frames(meta or self.meta, {**self._tables, **(tables or {})}, kept)
        return CaseFile(draft, as_of=self._as_of)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the content: meta, texts, and the rows of each table in no particular order."""
        digest = hashlib.sha256()
        digest.update(_canonical(self.meta.as_dict()))
        digest.update(_canonical(dict(self.texts)))
        for name, frame in self._tables.items():
            digest.update(name.encode())
            for row in sorted(_canonical(_filled(row)) for row in frame.iter_rows(named=True)):
                digest.update(row)
        return digest.hexdigest()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CaseFile):
            return NotImplemented
        return self.sha256 == other.sha256

    def __hash__(self) -> int:
        return int(self.sha256[:15], 16)

    def __repr__(self) -> str:
        rows = ", ".join(f"{name} {frame.height}" for name, frame in self._tables.items() if frame.height)
        return f"<CaseFile {self.meta.title!r} ({self.meta.origin}): {rows}>"


def _filled(row: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in row.items() if value is not None}


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
