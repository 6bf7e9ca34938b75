"""What was done, said and charged, in a form that the questions of the checklist can read?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from showtrial.audit.graph import Graph, support_graph
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import Attested
from showtrial.record.views import parts
from showtrial.record.when import when

Row = Mapping[str, str | None]
#: Grades of pressure, weakest first.
GRADES = ("none_found", "alleged", "inferred", "documented", "established")


@dataclass(frozen=True, slots=True)
class Act:
    """One event: its answer in small letters, its date, and who took which part in it."""

    id: str
    kind: str
    case: str | None
    about: str | None
    value: str | None
    when: Attested | None
    state: str | None
    authority: str | None
    grade: str | None
    methods: frozenset[str]
    roles: tuple[tuple[str, str | None, str | None], ...]

    def having(self, *roles: str) -> frozenset[str]:
        """Persons in one of `roles`."""
        return frozenset(person for role, person, _ in self.roles if role in roles and person)

    def outcome(self, person: str) -> str | None:
        """Return what the act says of `person` alone (a value in the roles), else of all."""
        own = [
            value
            for role, who, value in self.roles
            if who == person and value and role in ("subject", "covered")
        ]
        return plain(own[0]) if own else self.value

    def at_least(self, grade: str) -> bool:
        """Whether a pressure is attested at `grade` or better."""
        return self.grade is not None and GRADES.index(self.grade) >= GRADES.index(grade)


@dataclass(frozen=True)
class Record:
    """The rows of a case file that the checklist reads, indexed once."""

    file: CaseFile
    acts: tuple[Act, ...]
    charges: Mapping[str, Row]
    statements: Mapping[str, Row]
    said: Mapping[str, Attested | None]
    assertions: Mapping[str, Row]
    claims: Mapping[str, Attested | None]
    died: Mapping[str, Attested | None]
    roles: Mapping[str, tuple[tuple[str, str | None, str | None], ...]]
    links: tuple[Row, ...]
    searches: tuple[Row, ...]
    relied: Graph
    filed: Graph

    @cached_property
    def statements_of(self) -> Mapping[str, tuple[str, ...]]:
        """Statements by the case in which they were made."""
        found: dict[str, list[str]] = {}
        for id, row in self.statements.items():
            if row["case"]:
                found.setdefault(row["case"], []).append(id)
        return {case: tuple(ids) for case, ids in found.items()}


def read_record(case: CaseFile) -> Record:
    """Index `case` for the checklist and the profile.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> sorted(read_record(open_case("toy")).charges)
    ['ch.brenn', 'ch.osk', 'ch.tarn']
    """
    roles: dict[str, list[tuple[str, str | None, str | None]]] = {}
    told = parts(case).select("act", "role", "person", "value").iter_rows()
    for act, role, person, value in told:
        roles.setdefault(act, []).append((role, person, value))
    nobody = case["roles"].filter(case["roles"]["person"] == "none").select("act", "role", "person", "value")
    for act, role, person, value in nobody.iter_rows():
        roles.setdefault(act, []).append((role, person, value))
    held = {act: tuple(sorted(rows, key=str)) for act, rows in roles.items()}
    calendar = case.calendar
    statements, claims, persons = case["statements"], case["claims"], case["persons"]
    return Record(
        file=case,
        acts=_acts(case, held),
        charges={row["id"]: row for row in case["charges"].sort("id").iter_rows(named=True)},
        statements={row["id"]: row for row in statements.sort("id").iter_rows(named=True)},
        said=dict(zip(statements["id"], when(statements, calendar), strict=True)),
        assertions={row["id"]: row for row in case["assertions"].sort("id").iter_rows(named=True)},
        claims=dict(zip(claims["id"], when(claims, calendar), strict=True)),
        died=dict(zip(persons["id"], when(persons, calendar, "died"), strict=True)),
        roles=held,
        links=tuple(case["links"].iter_rows(named=True)),
        searches=tuple(case["searches"].sort("id").iter_rows(named=True)),
        relied=support_graph(case, ("cited_in_judgment",)),
        filed=support_graph(case),
    )


def plain(value: str | None) -> str | None:
    """Return an answer in small letters without outer blanks; None where there is none."""
    return " ".join(value.casefold().split()) or None if value else None


def _acts(
    case: CaseFile, roles: Mapping[str, tuple[tuple[str, str | None, str | None], ...]]
) -> tuple[Act, ...]:
    events = case["events"]
    found = []
    for row, date in zip(events.iter_rows(named=True), when(events, case.calendar), strict=True):
        # an event that nothing points to may have no id of its own
        own = tuple((role, row[column]) for column, role in (("person", "subject"), ("by", "by")))
        unnamed = tuple((role, person, None) for role, person in own if person)
        act = Act(
            id=row["id"] or f"({row['kind']} {row['date'] or 'undated'})",
            kind=row["kind"],
            case=row["case"],
            about=row["about"],
            value=plain(row["value"]),
            when=date,
            state=row["state"],
            authority=row["authority"],
            grade=row["grade"],
            methods=frozenset(part.strip() for part in (row["method"] or "").split(";") if part.strip()),
            roles=roles.get(row["id"], unnamed) if row["id"] else unnamed,
        )
        found.append(act)
    return tuple(sorted(found, key=lambda act: (act.id, act.kind, str(act.when))))
