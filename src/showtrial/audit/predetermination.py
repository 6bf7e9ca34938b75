"""Was the outcome set before the court pronounced it, as far as the record shows?

Papers that state an outcome for an accused (a list, a draft verdict, a letter, an order ...) are set
against the steps of the trial::

    P0  before the indictment        P2   before the verdict was pronounced (from outside the court)
    P1  before the hearing opened    P2a  before the end of the last words  (likewise)
    P3  after the verdict, another outcome (likewise)       P9  none on record

Approved and signed papers count, and drafts of the judges themselves, who need nobody's approval;
what others drafted or sent stands apart. Each step is necessary, possible or none, by the bounds of
the dates and by chains of links of kind ``before`` (durations on the links are not used).

References
----------
Dechter, R., Meiri, I., Pearl, J. (1991). Temporal constraint networks. Artificial Intelligence 49,
61-95. doi:10.1016/0004-3702(91)90006-6.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple

import polars as pl

from showtrial.audit.findings import Finding
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import MAX, MIN, Bounds, Modal
from showtrial.record.schema import NOBODY
from showtrial.record.views.acts import parts
from showtrial.record.when import when

NONE_ON_RECORD = "P9"
_STEPS = ("P0", "P1", "P2", "P3")
_EVENTS = {
    "indictment_served": "P0", "trial": "P1", "session": "P1", "last_words": "P2a", "verdict": "P2",
}  # fmt: skip
_SAID = {
    "P0": "before the indictment", "P1": "before the hearing opened", "P2": "before the verdict was pronounced",
    "P3": "after the verdict was pronounced",
}  # fmt: skip
_PENALTIES = (
    (4, r"death|shot|shoot\w*|execution|supreme penalty|supreme measure|beheaded|hang\w*|расстрел\w*|вмн"),
    (3, r"prison|imprison\w*|camps?|gaol|jail|hard labou?r|penal servitude|тюр\w*|лагер\w*|итл"),
    (2, r"exiled?|banish\w*|deport\w*|ссылк\w*|высылк\w*"),
    (1, r"freed?|acquit\w*|released?|оправдан\w*"),
)
_DOUBT = re.compile(r"\b(?:or|not|no|without|instead|commuted|suspended|или|не|без)\b")
_TERM = re.compile(r"(\d+)[ -]*(year|yr|month|лет|год|мес)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper that states an outcome for one accused.

    Parameters
    ----------
    event, person, outcome : str
        The row, the accused, and what the paper sets, as written.
    charge : str or None
        The charge on which it bears; None where no trial of this person for it is on record.
    state, authority : str or None
        As on record.
    counts : bool
        Whether it is approved, signed or from the judges; else it stands apart.
    timing : mapping
        P0, P1, P2, P2a, P3 -> modal value; None where the step of the trial is not on record.
    gap : (int, int) or None
        Least and most minutes between the paper and its `step`, where both are dated.
    against : tuple of str
        Rows of that step.
    match : str
        The sentence pronounced against the outcome: equal, milder, harsher or unknown.
    placed : bool
        False where the trial's steps on record do not suffice to place the paper.
    """

    event: str
    person: str
    outcome: str
    charge: str | None
    state: str | None
    authority: str | None
    counts: bool
    timing: Mapping[str, Modal | None]
    gap: tuple[int, int] | None
    against: tuple[str, ...]
    match: str
    placed: bool

    @property
    def step(self) -> str:
        """The earliest step to which it necessarily stands so, else possibly; empty if to none."""
        return _step(self.timing)


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
        found = [(p.timing[p.step] != Modal.NECESSARY, p.step) for p in self.papers if p.step]
        if found:
            return min(found)[1]
        return NONE_ON_RECORD if all(paper.placed for paper in self.papers) else ""

    @property
    def modal(self) -> Modal | None:
        """How that holds: necessary or possible; None with P9 and where no paper can be placed."""
        held = {paper.timing.get(self.code) for paper in self.papers}
        return next((modal for modal in (Modal.NECESSARY, Modal.POSSIBLE) if modal in held), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance:
    """How the sentences pronounced compare with what one paper set, in persons.

    `sentenced` is the denominator: persons covered whose sentence is on record. They are `equal`,
    `milder`, `harsher` or `unknown` (not comparable); of `not_tried` no trial is on record.
    """

    event: str
    covered: int
    sentenced: int
    equal: int
    milder: int
    harsher: int
    unknown: int
    not_tried: int


class _Instant(NamedTuple):
    row: str | None
    bounds: Bounds


class _Order:
    """What the dates and the links of kind ``before`` say of the order of events."""

    def __init__(self, case: CaseFile) -> None:
        rows = (*case["events"].iter_rows(named=True), *case["statements"].iter_rows(named=True))
        dates = (*when(case["events"], case.calendar), *when(case["statements"], case.calendar))
        known = {row["id"]: date for row, date in zip(rows, dates, strict=True) if date and row["id"]}
        self._starts = {row: date.start for row, date in known.items()}
        self._ends = {row: date.end for row, date in known.items()}
        links = case["links"].filter(pl.col("kind") == "before").select("from", "to").rows()
        self._after = _closure(links)
        self._prior = _closure((to, start) for start, to in links)

    def paper(self, row: str | None) -> _Instant:
        """When a paper stood, at some time within its date."""
        lo = self._starts[row].lo if row in self._starts else MIN
        return _Instant(row, Bounds(lo, self._ends[row].hi if row in self._ends else MAX))

    def start(self, row: str | None) -> _Instant:
        return _Instant(row, self._starts.get(row, Bounds(MIN, MAX)))

    def end(self, row: str | None) -> _Instant:
        return _Instant(row, self._ends.get(row, Bounds(MIN, MAX)))

    def sure(self, x: _Instant, y: _Instant) -> bool:
        """Whether x necessarily came before y."""
        after, prior = self._after.get(x.row, set()), self._prior.get(y.row, set())
        if y.row in after:
            return True
        by = min([x.bounds.hi, *(self._starts[row].hi for row in after if row in self._starts)])
        return by <= max([y.bounds.lo, *(self._ends[row].lo for row in prior if row in self._ends)])

    def before(self, x: _Instant, y: _Instant) -> Modal:
        """Say whether x came before y; links that contradict the dates leave both possible."""
        first, last = self.sure(x, y), self.sure(y, x)
        return Modal.POSSIBLE if first == last else Modal.NECESSARY if first else Modal.NONE


def _closure(links: Iterable[tuple[str, str]]) -> dict[str | None, set[str]]:
    direct: dict[str | None, set[str]] = {}
    for start, to in links:
        direct.setdefault(start, set()).add(to)
    for found in direct.values():
        todo = list(found)
        while todo:
            more = direct.get(todo.pop(), set()) - found
            found |= more
            todo += more
    return direct


class _Record:
    """The rows of one case file that bear on the question."""

    def __init__(self, case: CaseFile) -> None:
        self.order = _Order(case)
        self.events = sorted(case["events"].iter_rows(named=True), key=lambda row: row["id"] or "")
        self.charges = {row["id"]: row for row in case["charges"].sort("id").iter_rows(named=True)}
        self.names = dict(case["persons"].select("id", "name").iter_rows())
        self._cases = set(case["cases"]["id"])
        self._case_of = {row["id"]: row["case"] for row in self.events if row["id"]}
        said = case["statements"].filter(pl.col("setting") == "indictment").select("id", "case")
        self._indicted = said.sort("id").rows()
        played = parts(case).select("act", "role", "person", "value").iter_rows()
        self._played: dict[tuple[str, str], list[tuple[str | None, str | None]]] = {}
        for act, role, person, value in played:
            self._played.setdefault((act, role), []).append((person, value))
        self.papers = [row for row in self.events if row["state"] and row["id"]]

    def case_of(self, row: Mapping[str, Any]) -> str | None:
        """Return the case that a row of events is about, or to which it belongs."""
        about = row["about"]
        if about in self.charges:
            return str(self.charges[about]["case"])
        return about if about in self._cases else self._case_of.get(about) or row["case"]

    def steps(self, charge: Mapping[str, Any]) -> dict[str, list[_Instant]]:
        """Return the dated steps of the trial on this charge."""
        found: dict[str, list[_Instant]] = {"P0": [], "P1": [], "P2": [], "P2a": []}
        for row in self.events:
            step = _EVENTS.get(row["kind"])
            if step is None or self.case_of(row) != charge["case"]:
                continue
            whom = {person for person, _ in self._played.get((row["id"], "subject"), ())}
            if step == "P2a" or not whom or charge["accused"] in whom:
                found[step].append(
                    self.order.end(row["id"]) if step == "P2a" else self.order.start(row["id"])
                )
        if charge["verdict"]:
            found["P2"] = [self.order.start(charge["verdict"])]
        found["P0"] += [self.order.start(row) for row, case in self._indicted if case == charge["case"]]
        return found

    def sets(self, row: Mapping[str, Any]) -> list[tuple[str, str | None, str]]:
        """Return whom a paper covers, on which charge, and the outcome that it states."""
        covered, value = self._played.get((row["id"], "covered"), []), row["value"]
        if row["about"] in self.charges and not covered:
            found = [(self.charges[row["about"]]["accused"], row["about"], value)]
        elif covered:
            found = [
                (person, charge, own or value)
                for person, own in covered
                if person
                for charge in self._bears_on(row, person) or [None]
            ]
        elif row["about"] in self._cases:
            found = [
                (c["accused"], c["id"], value) for c in self.charges.values() if c["case"] == row["about"]
            ]
        else:
            found = []
        return [(person, charge, said) for person, charge, said in found if said and said != NOBODY]

    def _bears_on(self, row: Mapping[str, Any], person: str) -> list[str]:
        """Charges of a person that a paper concerns: of its case, else of the next verdict after it."""
        case, own = self.case_of(row), [c for c in self.charges.values() if c["accused"] == person]
        if case:
            return [c["id"] for c in own if c["case"] == case]
        paper = self.order.paper(row["id"])
        ends = {c["id"]: self.order.start(c["verdict"]) for c in own}
        open_ = {charge: end for charge, end in ends.items() if not self.order.sure(end, paper)}
        return [
            charge
            for charge, end in open_.items()
            if not any(self.order.sure(e, end) for e in open_.values())
        ]


def predetermined(case: CaseFile, about: str | None = None) -> tuple[Predetermination, ...]:
    """Return, for each charge, the papers that set its outcome; `about` is a charge, person or case.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> for found in predetermined(open_case("toy")):
    ...     print(found.charge, found.code, found.modal, [(p.event, p.match) for p in found.papers])
    ch.brenn P1 necessary [('e.draft-agreed', 'equal')]
    ch.osk P1 necessary [('e.draft-agreed', 'equal')]
    ch.tarn P1 necessary [('e.draft-agreed', 'equal')]
    """
    record = _Record(case)
    papers = list(_papers(record))
    stated = {paper.event for paper in papers}
    return tuple(
        Predetermination(
            charge=charge,
            accused=row["accused"],
            papers=tuple(each for each in papers if each.charge == charge and each.counts),
            apart=tuple(each for each in papers if each.charge == charge and not each.counts),
            silent=tuple(
                each["id"]
                for each in record.papers
                if each["id"] not in stated and record.case_of(each) == row["case"]
            ),
        )
        for charge, row in record.charges.items()
        if about in (None, charge, row["accused"], row["case"])
    )


def _papers(record: _Record) -> Iterator[Paper]:
    for row in record.papers:
        for person, charge, outcome in sorted(record.sets(row), key=str):
            held = record.charges.get(charge or "", {})
            match = compare(outcome, held.get("sentence"))
            steps = record.steps(held) if held else {}
            raw = {step: _placed(record.order, row["id"], step, steps) for step in ("P0", "P1", "P2", "P2a")}
            timing = _timing(raw, row["authority"], match)
            step = _step(timing)
            marks = steps.get("P2" if step == "P3" else step, [])
            yield Paper(
                event=row["id"],
                person=person,
                outcome=outcome,
                charge=charge,
                state=row["state"],
                authority=row["authority"],
                counts=row["state"] in ("approved", "signed") or row["authority"] == "judicial",
                timing=timing,
                gap=_gap(record.order.paper(row["id"]).bounds, marks),
                against=tuple(sorted({mark.row for mark in marks if mark.row})),
                match=match,
                placed=bool(step) or raw["P1"] is not None or raw["P2"] == Modal.NONE,
            )


def _placed(order: _Order, paper: str, step: str, steps: Mapping[str, list[_Instant]]) -> Modal | None:
    """Say whether a paper came before a step: before its first row, for P2a before the end of its last."""
    found = {order.before(order.paper(paper), mark) for mark in steps.get(step, ())}
    if len(found) <= 1:
        return next(iter(found), None)
    decides = Modal.NECESSARY if step == "P2a" else Modal.NONE
    return decides if decides in found else Modal.POSSIBLE


_INVERSE = {
    Modal.NECESSARY: Modal.NONE,
    Modal.NONE: Modal.NECESSARY,
    Modal.POSSIBLE: Modal.POSSIBLE,
    None: None,
}


def _timing(raw: Mapping[str, Modal | None], authority: str | None, match: str) -> dict[str, Modal | None]:
    """Apply what the steps ask beyond time: P2, P2a and P3 an authority outside, P3 another outcome."""
    timing = {**raw, "P3": _INVERSE[raw["P2"]]}
    for step in ("P2", "P2a", "P3"):
        outside = authority in (None, "external") and not (step == "P3" and match == "equal")
        unsure = authority is None or (step == "P3" and match == "unknown")
        if not outside:
            timing[step] = Modal.NONE
        elif unsure and timing[step] == Modal.NECESSARY:
            timing[step] = Modal.POSSIBLE
    return timing


def _step(timing: Mapping[str, Modal | None]) -> str:
    for modal in (Modal.NECESSARY, Modal.POSSIBLE):
        for step in _STEPS:
            if timing[step] == modal:
                return step
    return ""


def _gap(paper: Bounds, marks: list[_Instant]) -> tuple[int, int] | None:
    if not marks:
        return None
    lo, hi = min(m.bounds.lo for m in marks), min(m.bounds.hi for m in marks)
    if MIN in (paper.lo, lo) or MAX in (paper.hi, hi):
        return None
    least = max(0, lo - paper.hi + 1, paper.lo - hi + 1)
    return least, max(hi - 1 - paper.lo, paper.hi - 1 - lo)


def severity(text: str) -> tuple[int, float | None] | None:
    """Read a penalty: class (4 death, 3 prison or camp, 2 exile, 1 freed) and months; None if in doubt.

    Examples
    --------
    >>> severity("prison 10 years"), severity("Death"), severity("camp or exile"), severity("banishment")
    ((3, 120.0), (4, None), None, (2, None))
    """
    said = " ".join(text.casefold().split())
    classes = [grade for grade, words in _PENALTIES if re.search(rf"\b(?:{words})\b", said)]
    if len(classes) != 1 or _DOUBT.search(said):
        return None
    terms, numbers = _TERM.findall(said), re.findall(r"\d+", said)
    if not numbers and re.search(r"\blife\b", said):
        return classes[0], inf
    if len(numbers) != 1 or len(terms) != 1 or classes[0] in (1, 4):
        return classes[0], None
    return classes[0], float(terms[0][0]) * (1 if terms[0][1] in ("month", "мес") else 12)


def compare(outcome: str, sentence: str | None) -> str:
    """Say how the sentence pronounced stands to an outcome set: equal, milder, harsher or unknown.

    Examples
    --------
    >>> compare("death", "prison 10 years"), compare("10 years in prison", "prison 10 years")
    ('milder', 'equal')
    """
    if not sentence:
        return "unknown"
    if " ".join(outcome.casefold().split()) == " ".join(sentence.casefold().split()):
        return "equal"
    one, other = severity(outcome), severity(sentence)
    if one is None or other is None:
        return "unknown"
    if one[0] != other[0]:
        return "harsher" if other[0] > one[0] else "milder"
    if one[0] in (1, 4) or (one[1] is not None and one[1] == other[1]):
        return "equal"
    if one[1] is None or other[1] is None:
        return "unknown"
    return "harsher" if other[1] > one[1] else "milder"


def concordance(case: CaseFile) -> tuple[Concordance, ...]:
    """Compare, for each paper that states outcomes, what was pronounced with what it set."""
    record, found = _Record(case), []
    papers = list(_papers(record))
    for event in sorted({paper.event for paper in papers}):
        own = {p.person: p for p in papers if p.event == event}
        told = [p for p in own.values() if p.charge and record.charges[p.charge]["sentence"]]
        counts = {
            match: sum(p.match == match for p in told) for match in ("equal", "milder", "harsher", "unknown")
        }
        found.append(
            Concordance(
                event=event,
                covered=len(own),
                sentenced=len(told),
                not_tried=sum(p.charge is None for p in own.values()),
                **counts,
            )
        )
    return tuple(found)
