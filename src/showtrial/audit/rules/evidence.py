"""What does the record hold about one assertion, as a rule sees it?

An assertion brings its own row, its statement, its claim, and the rows of four tables that apply to
it: pressures on its speaker, promises to its speaker, practices of the time, and what it was derived
from. Whether a row applies is itself three-valued: a pressure of "May" certainly bears on a statement
of 20 May only if its dates enclose that day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, TypeVar

import polars as pl

from showtrial.audit.origins import disjoint, origins
from showtrial.audit.phrases import attributed
from showtrial.audit.shared import Shared
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import Attested, parse
from showtrial.record.schema import SEPARATOR
from showtrial.record.views import parts, subjects
from showtrial.record.when import when

T = TypeVar("T")
Row = Mapping[str, Any]
#: Settings in court.
COURT = ("open_court", "closed_court")
#: True, False, or None for "not on record".
Known = bool | None
Bearing = Callable[["Attested | None", "Attested | None"], Known]


@dataclass(frozen=True, slots=True)
class Applied:
    """A row that may apply to an assertion, and whether it does."""

    id: str
    row: Row
    applies: Known


class Evidence:
    """Everything of a case file that a rule may look at, indexed once."""

    def __init__(self, case: CaseFile, shared: Shared | None = None) -> None:
        self.case = case
        self._shared = shared or Shared()
        calendar = case.calendar
        self.statements = _by_id(case["statements"])
        self.claims = _by_id(case["claims"])
        self.charges = _by_id(case["charges"])
        self.assertions = _by_id(case["assertions"])
        self.events = _by_id(case["events"])
        self.said_when = dict(zip(case["statements"]["id"], when(case["statements"], calendar), strict=True))
        self.done_when = dict(zip(case["events"]["id"], when(case["events"], calendar), strict=True))
        self._once: dict[str, Any] = {}
        self._rows: dict[str, Row] = {}
        self._apart: dict[tuple[str, str, str], Known] = {}

    def once(self, name: str, compute: Callable[[CaseFile], T]) -> T:
        """Return what `compute` makes of the case file, computed the first time only."""
        if name not in self._once:
            self._once[name] = self._shared.of(name, self.case, compute)
        found: T = self._once[name]
        return found

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Person -> name."""
        return dict(self.case["persons"].select("id", "name").iter_rows())

    def apart(self, a: str, b: str, level: str) -> Known:
        """Whether two assertions have no origin in common; copying that is only proposed leaves it open."""
        if (a, b, level) not in self._apart:
            known = self.once("origins", origins)
            proposed = self.once("proposed origins", partial(origins, strict=True))
            found = disjoint(known[a], known[b], level)
            agreed = disjoint(proposed[a], proposed[b], level) is found
            self._apart[a, b, level] = found if agreed else None
        return self._apart[a, b, level]

    def label(self, assertion: str) -> str:
        """Name an assertion for a reader: who, when, in what setting, and its id."""
        statement = self.statements[self.assertions[assertion]["statement"]]
        return f"{attributed(statement, self.names)} [{assertion}]"

    def row(self, assertion: str) -> Row:
        """Return the assertion with its statement and claim; its own columns come first."""
        if assertion not in self._rows:
            own = self.assertions[assertion]
            statement = self.statements[own["statement"]]
            claim = self.claims.get(own["claim"], {})
            aside = {"claim_kind": claim.get("kind") or "charge"}
            self._rows[assertion] = {**claim, **statement, **own, **aside}
        return self._rows[assertion]

    @cached_property
    def _exposed(self) -> dict[str, list[str]]:
        """Person or statement -> ids of the pressures on it."""
        found: dict[str, list[str]] = {}
        for event, person, about in (
            subjects(self.case, "pressure").select("id", "subject", "about").iter_rows()
        ):
            found.setdefault(about if about in self.statements else person, []).append(event)
        alone = self.case["events"].filter((pl.col("kind") == "pressure") & pl.col("about").is_not_null())
        for event, about in alone.select("id", "about").iter_rows():
            if event and about in self.statements and event not in found.get(about, ()):
                found.setdefault(about, []).append(event)
        return found

    @cached_property
    def _promised(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for event, person in subjects(self.case, "promise").select("id", "subject").iter_rows():
            found.setdefault(person, []).append(event)
        return found

    @cached_property
    def _kept(self) -> dict[str, dict[str, str]]:
        """Promise -> the answers of later events about it."""
        names = {"promise_kept": "kept", "promise_reviewed": "judicially_reviewed"}
        found: dict[str, dict[str, str]] = {}
        for row in self.events.values():
            if row["kind"] in names and row["about"] and row["value"]:
                found.setdefault(row["about"], {})[names[row["kind"]]] = row["value"]
        return found

    @cached_property
    def said_of(self) -> Mapping[str, tuple[str, ...]]:
        """Claim -> the assertions about it."""
        found: dict[str, list[str]] = {}
        for assertion, row in self.assertions.items():
            found.setdefault(row["claim"], []).append(assertion)
        return {claim: tuple(assertions) for claim, assertions in found.items()}

    @cached_property
    def same_claims(self) -> Mapping[str, frozenset[str]]:
        """Claim -> itself and the claims that a link ``same_as`` joins to it."""
        links = self.case["links"].filter(pl.col("kind") == "same_as").select("from", "to").rows()
        found: dict[str, set[str]] = {}
        for pair in links:
            for end in pair:
                found.setdefault(end, set()).update(pair)
        return {claim: frozenset(same) for claim, same in found.items()}

    @cached_property
    def declarants(self) -> tuple[tuple[str, str], ...]:
        """Act and person, for everybody who is said to know what the act says."""
        roles = self.case["roles"].filter(pl.col("role") == "declarant")
        return tuple(roles.select("act", "person").iter_rows())

    @cached_property
    def heard_in_court(self) -> Mapping[tuple[str, str], str]:
        """Speaker and case -> the first statement that the speaker made in court there."""
        found: dict[tuple[str, str], str] = {}
        for i, said in self.statements.items():
            if said["setting"] in COURT:
                found.setdefault((said["speaker"], said["case"]), i)
        return found

    @cached_property
    def refused_to_hear(self) -> Mapping[str, str]:
        """Person -> the first request to hear that person which was refused."""
        found: dict[str, str] = {}
        for i, event in self.events.items():
            if event["kind"] == "evidence_request" and event["value"] in ("no", "refused"):
                found.setdefault(event["person"], i)
        return found

    @cached_property
    def died(self) -> Mapping[str, Attested]:
        """Person -> date of death."""
        died = self.case["persons"].select("id", "died").drop_nulls().iter_rows()
        return {person: parse(date, calendar=self.case.calendar) for person, date in died}

    @cached_property
    def practices(self) -> tuple[str, ...]:
        """Ids of the events of kind practice, sorted."""
        return tuple(sorted(i for i, row in self.events.items() if row["kind"] == "practice"))

    @cached_property
    def persons_in(self) -> Mapping[str, frozenset[str]]:
        """Act -> the persons who have a part in it."""
        found: dict[str, set[str]] = {}
        for act, person in parts(self.case).select("act", "person").drop_nulls().iter_rows():
            found.setdefault(act, set()).add(person)
        return {act: frozenset(people) for act, people in found.items()}

    @cached_property
    def _derived(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for at, row in enumerate(self.case["links"].iter_rows(named=True)):
            found.setdefault(row["from"], []).append({**row, "id": row["id"] or f"links row {at + 2}"})
        return found

    def applied(self, table: str, assertion: str) -> list[Applied]:
        """Return the rows of `table` that apply, or may apply, to `assertion`, sorted by id."""
        own = self.assertions[assertion]
        statement = own["statement"]
        speaker = self.statements[statement]["speaker"]
        if table == "pressure":
            upon = [Applied(i, self.events[i], True) for i in self._exposed.get(statement, ())]
            upon += [self._timely(i, statement) for i in self._exposed.get(speaker, ())]
        elif table == "bargain":
            upon = [self._timely(i, statement, precedes) for i in self._promised.get(speaker, ())]
            upon = [Applied(a.id, {**a.row, **self._kept.get(a.id, {})}, a.applies) for a in upon]
        elif table == "practice":
            upon = [self._timely(i, statement) for i in self.practices]
        else:
            rows = [*self._derived.get(assertion, ()), *self._derived.get(statement, ())]
            upon = [Applied(str(row["id"]), row, True) for row in rows]
        return sorted((each for each in upon if each.applies is not False), key=lambda each: each.id)

    def _timely(self, event: str, statement: str, bears: Bearing | None = None) -> Applied:
        """Judge by the dates whether `event` bears on the statement; by default, whether it encloses it."""
        span, said = self.done_when.get(event), self.said_when.get(statement)
        return Applied(event, self.events[event], (bears or encloses)(span, said))

    def searched(self, assertion: str) -> bool:
        """Whether pressure on the speaker was looked for, and the search is on record."""
        statement = self.assertions[assertion]["statement"]
        about = {statement, self.statements[statement]["speaker"], assertion}
        return not about.isdisjoint(self._searched)

    @cached_property
    def _searched(self) -> frozenset[str]:
        """Persons and acts about which pressure was looked for."""
        searches = self.case["searches"].filter(pl.col("event_kind") == "pressure")
        return frozenset(searches["about"].drop_nulls())


def encloses(span: Attested | None, said: Attested | None) -> Known:
    """Whether what lasted `span` bears on what was said at `said`; None where the dates leave it open.

    A promise or a pressure without a date, or a statement without one, leaves it open.
    """
    if span is None or said is None:
        return None
    if span.hi <= said.lo or said.hi <= span.lo:
        return False
    return True if span.lo <= said.lo and said.hi <= span.hi else None


def precedes(promise: Attested | None, said: Attested | None) -> Known:
    """Whether a promise was made before something was said, or as it was; None if the dates leave it open."""
    if promise is None or said is None:
        return None
    if said.hi <= promise.lo:
        return False
    return True if promise.hi <= said.hi else None


def _by_id(frame: pl.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in frame.iter_rows(named=True) if row["id"]}


def words(value: Any) -> tuple[str, ...]:
    """Return the entries of a cell that may hold several."""
    return tuple(str(value).split(SEPARATOR))
