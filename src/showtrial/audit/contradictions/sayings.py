"""Who says what? The claims that a record has somebody affirm or deny, with who, when and where.

Only what is said to be so counts: an assertion in the indicative or in certitude (`ASSERTIVE`).
That an airfield *can* receive aircraft in winter affirms no flight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from showtrial.audit.contradictions.spans import Reading, attested
from showtrial.audit.graph import ASSERTIVE
from showtrial.audit.phrases import attributed
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import MAX, Attested

#: Polarities that stand against an affirmation of the same claim.
OPPOSED = ("denies", "retracts")
#: Settings outside any investigation or court, where a statement is not marked by its layer.
_OUTSIDE = ("free", "press", "literature", "record")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One assertion with what its statement says of it.

    Parameters
    ----------
    id, statement : str
        The assertion and its statement.
    speaker : str
        Id of the speaker, or the wording of the source; empty where neither is on record.
    label : str
        Speaker, date and setting for display.
    date : int
        First minute at which it may have been said; ``MAX`` where no date is on record.
    outside : bool
        Whether it was said outside the investigation and the court.
    """

    id: str
    statement: str
    speaker: str
    label: str
    date: int
    outside: bool


@dataclass(frozen=True)
class Said:
    """What the questions of this package read of a case file.

    Parameters
    ----------
    case : CaseFile
        The case file.
    affirmed, opposed : mapping
        Claim or charge -> its sayings, in the order of their dates.
    reading : {"strict", "wide"}
        How approximate dates are read.
    """

    case: CaseFile
    affirmed: Mapping[str, tuple[Saying, ...]]
    opposed: Mapping[str, tuple[Saying, ...]]
    reading: Reading

    @cached_property
    def claims(self) -> tuple[dict[str, Any], ...]:
        """The rows of the claims that somebody affirms, by id."""
        rows = (row for row in self.case["claims"].iter_rows(named=True) if row["id"] in self.affirmed)
        return tuple(sorted(rows, key=lambda row: row["id"]))

    @cached_property
    def names(self) -> dict[str, str]:
        """Id of a person or a place -> its name."""
        return {
            key: name
            for table in ("persons", "places")
            for key, name in self.case[table]["id", "name"].rows()
        }

    @cached_property
    def same(self) -> dict[str, str]:
        """Claim -> the first claim of those that links of kind ``same_as`` call the same."""
        claims = set(self.case["claims"]["id"])
        links = self.case["links"].select("from", "to", "kind").rows()
        beside: dict[str, list[str]] = {}
        for a, b, kind in links:
            if kind == "same_as" and a in claims and b in claims:
                beside.setdefault(a, []).append(b)
                beside.setdefault(b, []).append(a)
        first: dict[str, str] = {}
        for claim in sorted(claims):
            todo = [claim] if claim not in first else []
            while todo:
                at = todo.pop()
                if first.setdefault(at, claim) == claim:
                    todo += [each for each in beside.get(at, ()) if each not in first]
        return first

    def rank(self, row: str) -> tuple[bool, bool, int, str]:
        """By what the sides of a contradiction are put in order.

        First what is said to the investigation or the court, then what is said outside, then what
        nobody says; the earlier before the later.
        """
        sayings = self.affirmed.get(row, ())
        outside = all(each.outside for each in sayings)
        return (not sayings, outside, sayings[0].date if sayings else 0, row)

    def date(self, row: Mapping[str, Any]) -> Attested | None:
        """Return the date of a row as this reading takes it."""
        return attested(row, self.case.calendar, self.reading)


def said(case: CaseFile, reading: Reading = "strict") -> Said:
    """Return the sayings of a case file.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> found = said(open_case("moscow"))
    >>> [each.label for each in found.affirmed["c.bristol-hotel"]]
    ['Eduard Holtzman, 1936-08-21, open court']
    >>> "c.winter-landings" in found.affirmed
    False
    """
    names = dict(case["persons"]["id", "name"].rows())
    statements = {row["id"]: row for row in case["statements"].iter_rows(named=True)}
    affirmed: dict[str, list[Saying]] = {}
    opposed: dict[str, list[Saying]] = {}
    for row in case["assertions"].iter_rows(named=True):
        if (row["mood"] or "indication") in ASSERTIVE:
            held = {"affirms": affirmed, **dict.fromkeys(OPPOSED, opposed)}.get(row["polarity"])
            if held is not None:
                saying = _saying(row, statements[row["statement"]], names, case, reading)
                held.setdefault(row["claim"], []).append(saying)
    return Said(case=case, affirmed=_ordered(affirmed), opposed=_ordered(opposed), reading=reading)


def _saying(
    row: Mapping[str, Any],
    statement: Mapping[str, Any],
    names: Mapping[str, str],
    case: CaseFile,
    reading: Reading,
) -> Saying:
    speaker = statement["speaker"] or statement["speaker_as_written"] or ""
    when = attested(statement, case.calendar, reading)
    unmarked = statement["case"] is None or statement["setting"] in _OUTSIDE
    return Saying(
        id=row["id"],
        statement=statement["id"],
        speaker=speaker,
        label=attributed(statement, names),
        date=when.lo if when else MAX,
        outside=row["layer"] == "later_research" or (row["layer"] is None and unmarked),
    )


def _ordered(held: Mapping[str, list[Saying]]) -> dict[str, tuple[Saying, ...]]:
    return {claim: tuple(sorted(held[claim], key=lambda s: (s.date, s.id))) for claim in sorted(held)}


def cited(sayings: Iterable[Saying]) -> str:
    """Return the first saying with its label, and how many more there are.

    Examples
    --------
    >>> one = Saying(id="a1", statement="s1", speaker="anna", label="Anna, 1936, cell", date=0, outside=False)
    >>> cited([one]), cited([one, one])
    ('a1 (Anna, 1936, cell)', 'a1 (Anna, 1936, cell; and 1 more)')
    """
    first, *more = sayings
    return f"{first.id} ({first.label}{f'; and {len(more)} more' if more else ''})"


def ids(sayings: Iterable[Saying]) -> tuple[str, ...]:
    """Return the ids of sayings, sorted."""
    return tuple(sorted({each.id for each in sayings}))
