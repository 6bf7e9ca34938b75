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
MATCHES = ("equal", "milder", "harsher", "unknown")
_ANY = Bounds(MIN, MAX)
_STEP_OF = {"indictment_served": "P0", "trial": "P1", "session": "P1", "last_words": "P2a", "verdict": "P2"}
_SAID = {
    "P0": "before the indictment",
    "P1": "before the hearing opened",
    "P2": "before the verdict was pronounced",
    "P3": "after the verdict was pronounced",
}
_PENALTIES = {
    4: r"death|shot|shoot\w*|execution|supreme (?:penalty|measure)|beheaded|hang\w*|расстрел\w*|вмн",
    3: r"prison|imprison\w*|camps?|gaol|jail|hard labou?r|penal servitude|тюр\w*|лагер\w*|итл",
    2: r"exiled?|banish\w*|deport\w*|ссылк\w*|высылк\w*",
    1: r"freed?|acquit\w*|released?|оправдан\w*",
}
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
    counts : bool
        Whether it is approved, signed or from the judges; else it stands apart.
    timing : mapping
        P0, P1, P2, P2a, P3 -> modal value; None where that step of the trial is not on record.
    step : str
        The first of P0 to P3 that is necessary, else possible; empty if there is none.
    against : tuple of (str or None, Bounds)
        The rows of that step, and when they were.
    match : str
        The sentence pronounced, against the outcome: equal, milder, harsher or unknown.
    placed : bool
        False where the steps of the trial that are on record do not suffice to place the paper.
    """

    event: str
    person: str
    outcome: str
    charge: str | None
    counts: bool
    timing: Mapping[str, Modal | None]
    step: str
    against: tuple[tuple[str | None, Bounds], ...]
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
        held = {paper.timing.get(self.code) for paper in self.papers}
        return next((modal for modal in (Modal.NECESSARY, Modal.POSSIBLE) if modal in held), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance:
    """How the sentences pronounced compare with what one paper set, in persons.

    Of the persons `covered`, the sentence of `sentenced` is on record (the denominator), with so many
    of each match in `counts`; of `not_tried` no trial is on record.
    """

    event: str
    covered: int
    sentenced: int
    counts: Mapping[str, int]
    not_tried: int


class _Instant(NamedTuple):
    row: str | None
    bounds: Bounds


class _Order:
    """What the dates and the links of kind ``before`` say of the order of events and statements."""

    def __init__(self, case: CaseFile) -> None:
        self._dates = {
            row: date
            for table in ("events", "statements")
            for row, date in zip(case[table]["id"], when(case[table], case.calendar), strict=True)
            if row and date
        }
        links = case["links"].filter(pl.col("kind") == "before").select("from", "to").rows()
        self._after, self._prior = _closure(links), _closure((to, start) for start, to in links)

    def at(self, row: str | None, edge: str = "span") -> _Instant:
        """Return when something was: at its start, its end, or some time within its span."""
        return _Instant(row, getattr(self._dates[row], edge) if row in self._dates else _ANY)

    def sure(self, x: _Instant, y: _Instant) -> bool:
        """Say whether x necessarily came before y."""
        after, prior = self._after.get(x.row, set()), self._prior.get(y.row, set())
        by = min([x.bounds.hi, *(self.at(row, "start").bounds.hi for row in after)])
        return y.row in after or by <= max([y.bounds.lo, *(self.at(row, "end").bounds.lo for row in prior)])

    def before(self, x: _Instant, y: _Instant) -> Modal:
        """Say whether x came before y; links that contradict the dates leave both orders possible."""
        first, last = self.sure(x, y), self.sure(y, x)
        return Modal.POSSIBLE if first == last else Modal.NECESSARY if first else Modal.NONE


def _closure(links: Iterable[tuple[str, str]]) -> dict[str | None, set[str]]:
    found: dict[str | None, set[str]] = {}
    for start, to in links:
        found.setdefault(start, set()).add(to)
    for reached in found.values():
        todo = list(reached)
        while todo:
            more = found.get(todo.pop(), set()) - reached
            reached |= more
            todo += more
    return found


class _Record:
    """The rows of one case file that bear on the question."""

    def __init__(self, case: CaseFile) -> None:
        self.order = _Order(case)
        self.charges = {row["id"]: row for row in case["charges"].sort("id").iter_rows(named=True)}
        self.names = dict(case["persons"].select("id", "name").iter_rows())
        self.events = {row["id"]: row for row in case["events"].sort("id").iter_rows(named=True) if row["id"]}
        self.papers = [row for row in self.events.values() if row["state"]]
        self._cases = set(case["cases"]["id"])
        said = case["statements"].filter(pl.col("setting") == "indictment").select("id", "case")
        self._indicted = said.sort("id").rows()
        self._played: dict[tuple[str, str], list[tuple[str | None, str | None]]] = {}
        for act, role, person, value in parts(case).select("act", "role", "person", "value").iter_rows():
            self._played.setdefault((act, role), []).append((person, value))

    def case_of(self, row: Mapping[str, Any]) -> str | None:
        """Return the case that a row of events is about, or to which it belongs."""
        about = row["about"]
        if about in self._cases:
            return str(about)
        return (self.charges.get(about) or self.events.get(about) or row)["case"] or row["case"]

    def steps(self, charge: Mapping[str, Any]) -> dict[str, list[_Instant]]:
        """Return the steps of the trial on this charge that are on record."""
        found: dict[str, list[_Instant]] = {"P0": [], "P1": [], "P2": [], "P2a": []}
        for name, row in self.events.items():
            step = _STEP_OF.get(row["kind"], "")
            whom = {person for person, _ in self._played.get((name, "subject"), ())}
            if (
                step
                and self.case_of(row) == charge["case"]
                and (step == "P2a" or charge["accused"] in whom or not whom)
            ):
                found[step].append(self.order.at(name, "end" if step == "P2a" else "start"))
        found["P0"] += [
            self.order.at(name, "start") for name, case in self._indicted if case == charge["case"]
        ]
        if charge["verdict"]:
            found["P2"] = [self.order.at(charge["verdict"], "start")]
        return found

    def sets(self, row: Mapping[str, Any]) -> list[tuple[str, str | None, str]]:
        """Return whom a paper covers, on which charge, and the outcome that it states, if it states one."""
        found: list[tuple[str, str | None, str | None]] = []
        if covered := self._played.get((row["id"], "covered")):
            for person, own in covered:
                charges: list[str | None] = [*self._bears_on(row, person)] or [None]
                found += [(person, charge, own or row["value"]) for charge in charges if person]
        else:
            about = [c for c in self.charges.values() if row["about"] in (c["id"], c["case"])]
            found = [(charge["accused"], charge["id"], row["value"]) for charge in about]
        return [(person, charge, said) for person, charge, said in found if said and said != NOBODY]

    def _bears_on(self, row: Mapping[str, Any], person: str | None) -> list[str]:
        """Charges of a person that a paper concerns: of its case, else of the next verdict after it."""
        case, own = self.case_of(row), {k: c for k, c in self.charges.items() if c["accused"] == person}
        if case:
            return [charge for charge, held in own.items() if held["case"] == case]
        ends = {charge: self.order.at(held["verdict"], "start") for charge, held in own.items()}
        paper = self.order.at(row["id"])
        ends = {charge: end for charge, end in ends.items() if not self.order.sure(end, paper)}
        return [
            k for k, end in ends.items() if not any(self.order.sure(other, end) for other in ends.values())
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
    wanted = {k: c for k, c in record.charges.items() if about in (None, k, c["accused"], c["case"])}
    return tuple(_gathered(record, charge, papers) for charge in wanted)


def _gathered(record: _Record, charge: str, papers: list[Paper]) -> Predetermination:
    stated, held = {paper.event for paper in papers}, record.charges[charge]
    mute = [
        row["id"] for row in record.papers if row["id"] not in stated and record.case_of(row) == held["case"]
    ]
    return Predetermination(
        charge=charge,
        accused=held["accused"],
        papers=tuple(paper for paper in papers if paper.charge == charge and paper.counts),
        apart=tuple(paper for paper in papers if paper.charge == charge and not paper.counts),
        silent=tuple(mute),
    )


def _papers(record: _Record) -> Iterator[Paper]:
    for row in record.papers:
        for person, charge, outcome in sorted(record.sets(row), key=str):
            held = record.charges.get(charge or "", {})
            steps = record.steps(held) if held else {}
            match = compare(outcome, held.get("sentence"))
            timing = _timing(record.order, row, steps, match)
            order = [
                step for modal in (Modal.NECESSARY, Modal.POSSIBLE) for step in _SAID if timing[step] == modal
            ]
            step = order[0] if order else ""
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
    order: _Order, row: Mapping[str, Any], steps: Mapping[str, list[_Instant]], match: str
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


def severity(text: str) -> tuple[int, float | None] | None:
    """Read a penalty: class (4 death, 3 prison or camp, 2 exile, 1 freed) and months; None if in doubt.

    Examples
    --------
    >>> severity("prison 10 years"), severity("Death"), severity("camp or exile"), severity("banishment")
    ((3, 120.0), (4, None), None, (2, None))
    """
    said = " ".join(text.casefold().split())
    classes = [grade for grade, words in _PENALTIES.items() if re.search(rf"\b(?:{words})\b", said)]
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
    same = " ".join(outcome.casefold().split()) == " ".join((sentence or "").casefold().split())
    one, other = severity(outcome), severity(sentence or "")
    if same or not one or not other:
        return "equal" if same else "unknown"
    if one[0] != other[0]:
        return "harsher" if other[0] > one[0] else "milder"
    if one[0] in (1, 4):
        return "equal"
    if one[1] is None or other[1] is None:
        return "unknown"
    return "equal" if one[1] == other[1] else "harsher" if other[1] > one[1] else "milder"


def concordance(case: CaseFile) -> tuple[Concordance, ...]:
    """Compare, for each paper that states outcomes, what was pronounced with what it set."""
    record, by_event = _Record(case), dict[str, dict[str, Paper]]()
    for paper in _papers(record):
        by_event.setdefault(paper.event, {}).setdefault(paper.person, paper)
    return tuple(_tally(event, list(own.values()), record) for event, own in sorted(by_event.items()))


def _tally(event: str, own: list[Paper], record: _Record) -> Concordance:
    told = [paper for paper in own if paper.charge and record.charges[paper.charge]["sentence"]]
    counts = {match: sum(paper.match == match for paper in told) for match in MATCHES}
    untried = sum(paper.charge is None for paper in own)
    return Concordance(event=event, covered=len(own), sentenced=len(told), counts=counts, not_tried=untried)


def findings(case: CaseFile, about: str | None = None) -> tuple[Finding, ...]:
    """Say of every charge which papers set its outcome, and of every paper how the sentences compare."""
    record, found = _Record(case), []
    for each in predetermined(case, about):
        shown = [(paper, "") for paper in each.papers if paper.step or not paper.placed]
        shown += [(paper, "apart ") for paper in each.apart if paper.step]
        found += [_of_paper(record, each, *pair) for pair in shown]
        if each.code == NONE_ON_RECORD:
            found.append(_of_none(record, each))
    charged = {each.event for one in predetermined(case, about) for each in (*one.papers, *one.apart)}
    for count in concordance(case):
        if about is None or count.event in charged:
            found.append(_of_list(record, count))
    return tuple(sorted(found, key=lambda each: each.key))


def _document(row: Mapping[str, Any]) -> str:
    given = " ".join(str(row[part]) for part in ("state", "date", "time") if row[part])
    name = row["title"] or row["kind"].replace("_", " ").capitalize()
    return f"{name} [{row['id']}] ({given}, {row['authority'] or 'authority not on record'})"


def _of_paper(record: _Record, each: Predetermination, paper: Paper, apart: str) -> Finding:
    row, rows = record.events[paper.event], tuple(sorted({name for name, _ in paper.against if name}))
    who = f"{record.names[each.accused]} [{each.accused}]"
    text = f"{_document(row)} set “{paper.outcome}” for {who} "
    if paper.step:
        modal = str(paper.timing[paper.step])
        text += f"{_interval(record.order.at(paper.event).bounds, paper, modal)}{_SAID[paper.step]} "
        text += f"[{', '.join(rows)}] ({modal})"
        last = paper.timing["P2a"]
        text += f"; before the end of the last words: {last}." if last and paper.step == "P2" else "."
    else:
        modal, text = (
            "not on record",
            text.rstrip() + "; when, against the steps of the trial, is not on record.",
        )
    text += {
        "unknown": " With the sentence pronounced it cannot be compared, or none is on record.",
    }.get(paper.match, f" The sentence pronounced was {paper.match}.")
    return Finding(
        question="predetermination",
        subject=each.charge,
        statistic=f"{apart}{paper.step or 'not placed'}",
        value=modal,
        text=text,
        evidence=tuple(sorted({paper.event, *rows})),
    )
