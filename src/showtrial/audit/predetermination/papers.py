"""Which papers set an outcome, and before which step of the trial did each of them come?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from showtrial.audit.predetermination.order import Instant, Order
from showtrial.audit.predetermination.severity import compare
from showtrial.audit.predetermination.steps import Record
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import Modal

NONE_ON_RECORD = "P9"
_HOLDS = (Modal.NECESSARY, Modal.POSSIBLE)
#: The steps that a paper may be said to have come before (P3: after), those that say most first.
_STEPS = ("P0", "P1", "P2", "P3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper that states an `outcome` for one accused.

    `charge` is None where no trial of this person for it is on record; `counts` is False for what stands
    apart. `timing` maps P0 to P3 to a modal value, None where the trial's step is not on record; `step` is
    the first that is necessary, else possible, and `against` has its rows. `match` is equal, milder,
    harsher or unknown: the sentence, against the outcome. `placed` is False where the record cannot place it.
    """

    event: str
    person: str
    outcome: str
    charge: str | None
    counts: bool
    timing: Mapping[str, Modal | None]
    step: str
    against: tuple[Instant, ...]
    match: str
    placed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Predetermination:
    """What the record holds on one charge: papers that count, papers apart, papers without an outcome."""

    charge: str
    accused: str
    papers: tuple[Paper, ...]
    apart: tuple[Paper, ...]
    silent: tuple[str, ...]

    @property
    def code(self) -> str:
        """P0 to P3 of the paper that says most, P9 = none on record, empty = on record but not placed."""
        found = [
            (paper.timing[paper.step] != Modal.NECESSARY, paper.step) for paper in self.papers if paper.step
        ]
        if found:
            return min(found)[1]
        return NONE_ON_RECORD if all(paper.placed for paper in self.papers) else ""

    @property
    def modal(self) -> Modal | None:
        """How that holds: necessary or possible; None with P9 and where no paper can be placed."""
        return next(
            (modal for modal in _HOLDS if modal in [p.timing.get(self.code) for p in self.papers]), None
        )


class Concordance(NamedTuple):
    """How many persons one paper covered, how many sentences are on record (the denominator), and matches."""

    event: str
    covered: int
    sentenced: int
    counts: Mapping[str, int]
    not_tried: int


def predetermined(case: CaseFile, about: str | None = None) -> tuple[Predetermination, ...]:
    """Return, for each charge, the papers that set its outcome; `about` is a charge, person or case.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> for found in predetermined(open_case("toy"), "osk"):
    ...     print(found.charge, found.code, found.modal, [(p.event, p.match) for p in found.papers])
    ch.osk P1 necessary [('e.draft-agreed', 'equal')]
    """
    record = Record(case)
    papers = list(_papers(record))
    mute = {row["id"]: record.case_of(row) for row in record.papers} | {paper.event: None for paper in papers}
    return tuple(
        Predetermination(
            charge=charge,
            accused=held["accused"],
            papers=tuple(paper for paper in papers if paper.charge == charge and paper.counts),
            apart=tuple(paper for paper in papers if paper.charge == charge and not paper.counts),
            silent=tuple(paper for paper, of in mute.items() if of == held["case"]),
        )
        for charge, held in record.charges.items()
        if about in (None, charge, held["accused"], held["case"])
    )


def concordance(case: CaseFile) -> tuple[Concordance, ...]:
    """Compare, for each paper that states outcomes, what was pronounced with what it set."""
    record, by_event = Record(case), dict[str, dict[str, Paper]]()
    for paper in _papers(record):
        by_event.setdefault(paper.event, {}).setdefault(paper.person, paper)
    found = []
    for event, own in sorted(by_event.items()):
        told = [p.match for p in own.values() if p.charge and record.charges[p.charge]["sentence"]]
        counts = {match: told.count(match) for match in ("equal", "milder", "harsher", "unknown")}
        untried = sum(paper.charge is None for paper in own.values())
        found.append(Concordance(event, len(own), len(told), counts, untried))
    return tuple(found)


def _papers(record: Record) -> Iterator[Paper]:
    for row in record.papers:
        for person, charge, outcome in sorted(record.sets(row), key=str):
            held = record.charges.get(charge or "", {})
            steps = record.steps(held) if held else {}
            match = compare(outcome, held.get("sentence"))
            timing = _timing(record.order, row, steps, match)
            step = next((s for modal in _HOLDS for s in _STEPS if timing[s] == modal), "")
            over = [record.order.before(mark, record.order.at(row["id"])) for mark in steps.get("P2", ())]
            yield Paper(
                event=row["id"],
                person=person,
                outcome=outcome,
                charge=charge,
                counts=row["state"] in ("approved", "signed") or row["authority"] == "judicial",
                timing=timing,
                step=step,
                against=tuple(steps.get("P2" if step == "P3" else step, ())),
                match=match,
                placed=bool(step) or timing["P1"] is not None or Modal.NECESSARY in over,
            )


def _timing(
    order: Order, row: Mapping[str, Any], steps: Mapping[str, list[Instant]], match: str
) -> dict[str, Modal | None]:
    """Place a paper before the first row of each step (P2a: before the end of its last row)."""
    paper, timing = order.at(row["id"]), dict[str, Modal | None]()
    for step in ("P0", "P1", "P2", "P2a", "P3"):
        marks = steps.get("P2" if step == "P3" else step, ())
        found = {order.before(mark, paper) if step == "P3" else order.before(paper, mark) for mark in marks}
        decides = Modal.NECESSARY if step in ("P2a", "P3") else Modal.NONE
        mixed = decides if decides in found else Modal.POSSIBLE
        timing[step] = mixed if len(found) > 1 else next(iter(found), None)
    for step in ("P2", "P2a", "P3"):
        if row["authority"] not in (None, "external") or (step == "P3" and match == "equal"):
            timing[step] = Modal.NONE
        elif timing[step] and (row["authority"] is None or (step == "P3" and match == "unknown")):
            timing[step] = Modal.NONE if timing[step] == Modal.NONE else Modal.POSSIBLE
    return timing
