"""What does every section of the report know of the case file that it shows?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from showtrial.audit.findings import Finding
from showtrial.audit.inputs import relied_on
from showtrial.audit.run import Audit
from showtrial.record.casefile import CaseFile
from showtrial.record.schema import NOBODY, SEPARATOR
from showtrial.record.when import with_bounds
from showtrial.view.svg import Figure

#: A row of a table, as the templates read it.
Row = dict[str, Any]

_PLAIN = re.compile(r"[^A-Za-z0-9._-]")
#: What stands where the record is silent.
UNSAID = "not said"


def anchor(row_id: str) -> str:
    """Return the anchor of a row: the same for the same id, and a different one for any other.

    Examples
    --------
    >>> anchor("n218"), anchor("a b"), anchor("a~20~b")
    ('r-n218', 'r-a~20~b', 'r-a~7e~20~7e~b')
    """
    return "r-" + _PLAIN.sub(lambda found: f"~{ord(found[0]):x}~", row_id)


def pair_anchor(namer: str | None, named: str | None) -> str:
    """Return the anchor of a pair: the same for the same two, and a different one for any others.

    Examples
    --------
    >>> pair_anchor("a", "b-c"), pair_anchor("a-b", "c")
    ('p-1-a-b-c', 'p-3-a-b-c')
    """
    first, second = anchor(namer or "")[2:], anchor(named or "")[2:]
    return f"p-{len(first)}-{first}-{second}"


def case_anchor(case: str) -> str:
    """Return the anchor of the namings made in one case.

    Examples
    --------
    >>> case_anchor("sixteen-1936")
    'namings-sixteen-1936'
    """
    return "namings-" + anchor(case)[2:]


def clipped(text: str, most: int) -> str:
    """Return `text`, or its beginning and an ellipsis where it has more than `most` characters.

    Examples
    --------
    >>> clipped("Leningrad", 20), clipped("Leningrad", 6)
    ('Leningrad', 'Lenin…')
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of the report, ready to be set.

    Parameters
    ----------
    key : str
        Its anchor is ``s-`` and this.
    title : str
        Heading.
    template : str
        Name of its template.
    data : mapping
        What the template reads.
    figures : tuple of Figure
        Its figures; the template places each by its key.
    parts : tuple of Section
        Sections within it, set first; the template places them.
    """

    key: str
    title: str
    template: str
    data: Mapping[str, Any]
    figures: tuple[Figure, ...] = ()
    parts: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Page:
    """A case file with what is looked up again and again while it is shown, and its audit."""

    case: CaseFile
    audit: Audit
    placed: set[str] = field(default_factory=set)

    def place(self, row_id: str | None) -> str:
        """Return the anchor of a row the first time it is shown, and nothing afterwards."""
        if not row_id or row_id in self.placed:
            return ""
        self.placed.add(row_id)
        return anchor(row_id)

    def bounded(self, table: str) -> pl.DataFrame:
        """Return a table with the bounds ``lo`` and ``hi`` of its dates."""
        return with_bounds(self.case[table], self.case.calendar)

    @cached_property
    def names(self) -> dict[str, str]:
        """Person -> name."""
        return dict(self.case["persons"].select("id", "name").iter_rows())

    @cached_property
    def surnames(self) -> dict[str, str]:
        """Person -> the name by which an index sorts; groups and bodies by their whole name."""
        kinds = dict(self.case["persons"].select("id", "kind").iter_rows())
        return {key: _surname(name, kinds[key]) for key, name in self.names.items()}

    @cached_property
    def short(self) -> dict[str, str]:
        """Person -> a short name for figures that no other person bears."""
        one = self.surnames
        shared = Counter(one.values())
        two = {
            key: label if shared[label] == 1 else _initialled(self.names[key], label)
            for key, label in one.items()
        }
        still = Counter(two.values())
        return {
            key: clipped(label if still[label] == 1 else f"{label} ({key})", 26) for key, label in two.items()
        }

    @cached_property
    def cases(self) -> dict[str, str]:
        """Case -> name, in the order of their first dated event about or in them."""
        order = self.case["cases"].select("id", "name").with_row_index("at")
        dated = self.bounded("events").select(id=pl.coalesce("case", "about"), lo="lo")
        first = dated.drop_nulls().group_by("id").agg(pl.col("lo").min())
        trials = (
            self.bounded("events")
            .filter(pl.col("kind").is_in(["trial", "verdict", "session"]))
            .select(id=pl.coalesce("case", "about"), tried="lo")
            .drop_nulls()
            .group_by("id")
            .agg(pl.col("tried").min())
        )
        placed = order.join(first, on="id", how="left").join(trials, on="id", how="left")
        placed = placed.sort(pl.coalesce("tried", "lo"), "at", nulls_last=True)
        return dict(placed.select("id", "name").iter_rows())

    @cached_property
    def case_labels(self) -> dict[str, str]:
        """Case -> a short label for figures that no other case bears."""
        short = {key: clipped(name.split(" (")[0], 30) for key, name in self.cases.items()}
        seen = Counter(short.values())
        return {key: label if seen[label] == 1 else clipped(key, 30) for key, label in short.items()}

    @cached_property
    def tried(self) -> dict[str, tuple[str, ...]]:
        """Person -> the cases in which the person was accused, in their order."""
        found: dict[str, list[str]] = {}
        order = list(self.cases)
        rows = self.case["charges"].select("accused", "case").unique(maintain_order=True)
        for person, case in rows.iter_rows():
            found.setdefault(person, []).append(case)
        return {person: tuple(sorted(cases, key=order.index)) for person, cases in found.items()}

    @cached_property
    def known(self) -> frozenset[str]:
        """Every id that a row of the case file bears; each has an anchor in the report."""
        return frozenset(
            row_id
            for frame in self.case.values()
            if "id" in frame.columns
            for row_id in frame["id"].drop_nulls()
        )

    @cached_property
    def findings(self) -> dict[str, list[Finding]]:
        """Question -> its findings, sorted by subject and statistic."""
        found: dict[str, list[Finding]] = {}
        for each in self.audit.findings:
            found.setdefault(each.question, []).append(each)
        return found

    @cached_property
    def charges(self) -> dict[str, list[Row]]:
        """Case -> its rows of ``charges``, by the name of the accused."""
        found: dict[str, list[Row]] = {}
        for row in self.case["charges"].to_dicts():
            found.setdefault(row["case"], []).append(row)
        return {
            case: sorted(rows, key=lambda row: (self.surnames[row["accused"]], row["id"]))
            for case, rows in found.items()
        }

    @cached_property
    def rows(self) -> dict[str, dict[str, Row]]:
        """Table -> id -> row, for the rows that have an id."""
        return {
            name: {row["id"]: row for row in frame.to_dicts() if row["id"]}
            for name, frame in self.case.items()
            if "id" in frame.columns
        }

    @cached_property
    def relied(self) -> dict[str, frozenset[str]]:
        """Trial -> the claims stated in it, and those that stand behind one of its charges."""
        return {
            case: relied_on(self.case, [row["id"] for row in self.charges[case]])
            for case in self.cases
            if case in self.charges
        }

    def roles(self, table: str) -> dict[str, dict[str, list[Row]]]:
        """Return act -> role -> the rows of ``roles``, for the acts of one table."""
        acts = self.case[table].select(act="id").drop_nulls()
        found: dict[str, dict[str, list[Row]]] = {}
        for row in self.case["roles"].join(acts, on="act", how="semi", maintain_order="left").to_dicts():
            if row["person"] != NOBODY:
                found.setdefault(row["act"], {}).setdefault(row["role"], []).append(row)
        return found

    def name(self, person: str | None) -> str:
        """Return what to call a person: the name, ``nobody`` for `none`, nothing for nothing."""
        if not person:
            return ""
        return "nobody" if person == NOBODY else self.names.get(person, person)


def entries(cell: str | None) -> list[str]:
    """Split a cell that may hold several entries.

    Examples
    --------
    >>> entries("a; b"), entries(None)
    (['a', 'b'], [])
    """
    return [each.strip() for each in cell.split(SEPARATOR.strip())] if cell else []


def count(n: int, noun: str) -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> count(1, "row"), count(1958, "row")
    ('1 row', '1,958 rows')
    """
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def cyrillic(text: str | None) -> bool:
    """Whether a name is written in Cyrillic letters; the records shown so far write Russian with them.

    Examples
    --------
    >>> cyrillic("Каменев"), cyrillic("Kamenev"), cyrillic(None)
    (True, False, False)
    """
    return any("\u0400" <= sign <= "\u04ff" for sign in text or "")


def sources_of(frame: pl.DataFrame, most: int = 4) -> str:
    """Name the sources of some rows, the most frequent first, for the line below a figure."""
    if "source" not in frame.columns:
        return ""
    seen = Counter(each for cell in frame["source"] for each in entries(cell))
    ranked = [name for name, _ in sorted(seen.items(), key=lambda pair: (-pair[1], pair[0]))]
    more = len(ranked) - most
    return ", ".join(ranked[:most]) + (f" and {more} more" if more > 0 else "")


def _surname(name: str, kind: str | None) -> str:
    if kind in ("group", "body"):
        return name
    plain = re.sub(r"\s*\([^)]*\)", "", name).strip() or name
    return plain.split(",")[0] if "," in plain else plain.split()[-1]


def _initialled(name: str, surname: str) -> str:
    letters = [letter for letter in name.replace(surname, "", 1) if letter.isalpha()]
    return f"{letters[0]}. {surname}" if letters else name
