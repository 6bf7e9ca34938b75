"""Was the outcome set before the court pronounced it, as far as the record shows?

Papers that state an outcome for an accused (a list, a draft verdict, an order ...) are set against the
steps of the trial::

    P0  before the indictment        P2   before the verdict was pronounced (from outside the court)
    P1  before the hearing opened    P2a  before the end of the last words  (likewise)
    P3  after the verdict, another outcome (likewise)       P9  none on record

Approved and signed papers count, and drafts of the judges themselves, who need nobody's approval; what
others drafted or sent stands apart. Each step is necessary, possible or none, by the bounds of the
dates and by chains of links of kind ``before``: a small part of a temporal constraint network (Dechter,
Meiri, Pearl 1991, Artificial Intelligence 49, 61-95, doi:10.1016/0004-3702(91)90006-6).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias

import polars as pl

from showtrial.audit.findings import Finding
from showtrial.audit.phrases import counted
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import MAX, MIN, Bounds, Modal
from showtrial.record.schema import NOBODY
from showtrial.record.views.acts import parts
from showtrial.record.when import when

NONE_ON_RECORD = "P9"
_ASKED = "predetermination"
_HOLDS = (Modal.NECESSARY, Modal.POSSIBLE)
_Instant: TypeAlias = tuple[str | None, Bounds]
_STEP_OF = {"indictment_served": "P0", "trial": "P1", "session": "P1", "last_words": "P2a", "verdict": "P2"}
_SAID = {
    "P0": "before the indictment", "P1": "before the hearing opened",
    "P2": "before the verdict was pronounced", "P3": "after the verdict was pronounced",
}  # fmt: skip
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
    against: tuple[_Instant, ...]
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
        return row, getattr(self._dates[row], edge) if row in self._dates else Bounds(MIN, MAX)

    def sure(self, x: _Instant, y: _Instant) -> bool:
        """Say whether x necessarily came before y."""
        after, prior = self._after.get(x[0], set()), self._prior.get(y[0], set())
        by = min([x[1].hi, *(self.at(row, "start")[1].hi for row in after)])
        return y[0] in after or by <= max([y[1].lo, *(self.at(row, "end")[1].lo for row in prior)])

    def before(self, x: _Instant, y: _Instant) -> Modal:
        """Say whether x came before y; links that contradict the dates leave both orders possible."""
        first, last = self.sure(x, y), self.sure(y, x)
        return Modal.POSSIBLE if first == last else Modal.NECESSARY if first else Modal.NONE


def _closure(links: Iterable[tuple[str, str]]) -> dict[str | None, set[str]]:
    pairs, found = list(links), dict[str | None, set[str]]()
    for start, _ in pairs:
        reached, size = {start}, 0
        while size < len(reached):
            size = len(reached)
            reached |= {to for here, to in pairs if here in reached}
        found[start] = reached - {start}
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
        charging = case["statements"].filter(pl.col("setting") == "indictment").sort("id")
        self._indicted = dict(charging.group_by("case").agg("id").iter_rows())
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
            of_all = step == "P2a" or not whom
            if step and self.case_of(row) == charge["case"] and (of_all or charge["accused"] in whom):
                found[step].append(self.order.at(name, "end" if step == "P2a" else "start"))
        found["P0"] += [self.order.at(name, "start") for name in self._indicted.get(charge["case"], ())]
        if charge["verdict"]:
            found["P2"] = [self.order.at(charge["verdict"], "start")]
        return found

    def sets(self, row: Mapping[str, Any]) -> list[tuple[str, str | None, str]]:
        """Return whom a paper covers, on which charge, and the outcome that it states, if it states one."""
        value, about, covered = row["value"], row["about"], self._played.get((row["id"], "covered"))
        if covered:
            found = [(p, k, own or value) for p, own in covered if p for k in self._bears_on(row, p)]
        else:
            found = [(c["accused"], k, value) for k, c in self.charges.items() if about in (k, c["case"])]
        return [(person, charge, said) for person, charge, said in found if said and said != NOBODY]

    def _bears_on(self, row: Mapping[str, Any], person: str) -> list[str] | list[None]:
        """Charges of a person that a paper concerns: of its case, else of the next verdict after it."""
        case, own = self.case_of(row), {k: c for k, c in self.charges.items() if c["accused"] == person}
        if case:
            return [k for k, held in own.items() if held["case"] == case] or [None]
        paper, ends = (
            self.order.at(row["id"]),
            {k: self.order.at(c["verdict"], "start") for k, c in own.items()},
        )
        ends = {k: end for k, end in ends.items() if not self.order.sure(end, paper)}
        later = [k for k, end in ends.items() if any(self.order.sure(e, end) for e in ends.values())]
        return [k for k in ends if k not in later] or [None]


def predetermined(case: CaseFile, about: str | None = None) -> tuple[Predetermination, ...]:
    """Return, for each charge, the papers that set its outcome; `about` is a charge, person or case.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> for found in predetermined(open_case("toy"), "osk"):
    ...     print(found.charge, found.code, found.modal, [(p.event, p.match) for p in found.papers])
    ch.osk P1 necessary [('e.draft-agreed', 'equal')]
    """
    record = _Record(case)
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


def _papers(record: _Record) -> Iterator[Paper]:
    for row in record.papers:
        for person, charge, outcome in sorted(record.sets(row), key=str):
            held = record.charges.get(charge or "", {})
            steps = record.steps(held) if held else {}
            match = compare(outcome, held.get("sentence"))
            timing = _timing(record.order, row, steps, match)
            step = next((s for modal in _HOLDS for s in _SAID if timing[s] == modal), "")
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


def _severity(text: str) -> tuple[int, float | None] | None:
    """Read a penalty: class (4 death, 3 prison or camp, 2 exile, 1 freed) and months; None if in doubt."""
    said = " ".join(text.casefold().split())
    classes = [grade for grade, words in _PENALTIES.items() if re.search(rf"\b(?:{words})\b", said)]
    if len(classes) != 1 or _DOUBT.search(said):
        return None
    terms, numbers = _TERM.findall(said), re.findall(r"\d+", said)
    if not numbers and re.search(r"\blife\b", said):
        return classes[0], float("inf")
    months = [float(n) * (1 if unit in ("month", "мес") else 12) for n, unit in terms]
    return classes[0], months[0] if len(months) == len(numbers) == 1 and classes[0] in (2, 3) else None


def compare(outcome: str, sentence: str | None) -> str:
    """Say how the sentence pronounced stands to an outcome set: equal, milder, harsher or unknown.

    Examples
    --------
    >>> compare("death", "prison 10 years"), compare("10 years in prison", "prison 10 years")
    ('milder', 'equal')
    """
    same = " ".join(outcome.casefold().split()) == " ".join((sentence or "").casefold().split())
    one, other = _severity(outcome), _severity(sentence or "")
    if same or not one or not other:
        return "equal" if same else "unknown"
    if one[0] == other[0] and one[0] in (2, 3) and None in (one[1], other[1]):
        return "unknown"
    if one[0] == other[0] and (one[0] in (1, 4) or one[1] == other[1]):
        return "equal"
    return "harsher" if other > one else "milder"


def concordance(case: CaseFile) -> tuple[Concordance, ...]:
    """Compare, for each paper that states outcomes, what was pronounced with what it set."""
    record, by_event = _Record(case), dict[str, dict[str, Paper]]()
    for paper in _papers(record):
        by_event.setdefault(paper.event, {}).setdefault(paper.person, paper)
    found = []
    for event, own in sorted(by_event.items()):
        told = [p.match for p in own.values() if p.charge and record.charges[p.charge]["sentence"]]
        counts = {match: told.count(match) for match in ("equal", "milder", "harsher", "unknown")}
        untried = sum(paper.charge is None for paper in own.values())
        found.append(Concordance(event, len(own), len(told), counts, untried))
    return tuple(found)


def findings(case: CaseFile, about: str | None = None) -> tuple[Finding, ...]:
    """Say of every charge which papers set its outcome; of all, also how the sentences compare with each."""
    record = _Record(case)
    found = [_of_list(record, count) for count in concordance(case)] if about is None else []
    for each in predetermined(case, about):
        found += [_of_paper(record, paper) for paper in each.papers if paper.step or not paper.placed]
        found += [_of_paper(record, paper) for paper in each.apart if paper.step]
        if each.code == NONE_ON_RECORD:
            found.append(_of_none(record, each))
    return tuple(sorted(found, key=lambda each: each.key))


def _finding(subject: str, statistic: str, value: str, text: str, rows: Iterable[str | None]) -> Finding:
    evidence = tuple(sorted({row for row in rows if row}))
    return Finding(
        question=_ASKED, subject=subject, statistic=statistic, value=value, text=text, evidence=evidence
    )


def _document(row: Mapping[str, Any]) -> str:
    given = " ".join(str(row[part]) for part in ("state", "date", "time") if row[part])
    name = row["title"] or row["kind"].replace("_", " ").capitalize()
    return f"{name} [{row['id']}] ({given}, {row['authority'] or 'authority not on record'})"


def _of_paper(record: _Record, paper: Paper) -> Finding:
    row, rows = record.events[paper.event], [name for name, _ in paper.against if name]
    text = f"{_document(row)} set “{paper.outcome}” for {record.names[paper.person]} [{paper.person}]"
    modal = "not on record"
    if paper.step:
        modal, last = str(paper.timing[paper.step]), paper.timing["P2a"]
        ago = _interval(record.order.at(paper.event)[1], paper)
        text += f" {ago}{_SAID[paper.step]} [{', '.join(rows)}] ({modal})"
        text += f"; before the end of the last words: {last}." if last and paper.step == "P2" else "."
    else:
        text += "; when in the course of the trial, is not on record."
    sentence = record.charges[paper.charge or ""]["sentence"]
    told = f"was “{sentence}”, which cannot be compared" if sentence else "is not on record"
    text += f" The sentence pronounced {told if paper.match == 'unknown' else f'was {paper.match}'}."
    statistic = f"{'' if paper.counts else 'apart '}{paper.step or 'not placed'}"
    return _finding(paper.charge or "", statistic, modal, text, [paper.event, *rows])


def _interval(at: Bounds, paper: Paper) -> str:
    """Say how long before (or after) its step a paper came, where both are dated and in order."""
    lo, hi = (min(getattr(when, end) for _, when in paper.against) for end in ("lo", "hi"))
    if paper.timing[paper.step] != Modal.NECESSARY or {at.lo, lo} & {MIN} or {at.hi, hi} & {MAX}:
        return ""
    least, most = (at.lo - hi, at.hi - lo) if paper.step == "P3" else (lo - at.hi, hi - at.lo)
    unit, word = (60, "hour") if most <= 48 * 60 else (24 * 60, "day")
    return f"{max(0, least) // unit} to {-(-most // unit)} {word}s "


def _of_none(record: _Record, each: Predetermination) -> Finding:
    text = (
        f"On record for {record.names[each.accused]} [{each.accused}] in this case is no approved or signed "
    )
    text += (
        "paper that sets an outcome before the hearing opened, or from outside the court before the verdict."
    )
    if each.silent:
        mute = "; ".join(_document(record.events[row]) for row in each.silent)
        text += f" With no outcome stated: {mute}."
    return _finding(each.charge, NONE_ON_RECORD, "none on record", text, each.silent)


def _of_list(record: _Record, count: Concordance) -> Finding:
    told = ", ".join(f"{n} {match}" for match, n in count.counts.items() if match != "unknown")
    text = f"{_document(record.events[count.event])} set an outcome for {counted(count.covered, 'person')}. "
    text += f"The sentence pronounced is on record for {count.sentenced}: {told}, "
    text += f"{count.counts['unknown']} not comparable."
    text += f" No trial is on record for {count.not_tried}." if count.not_tried else ""
    found = _finding(count.event, "concordance", "", text, [count.event])
    return replace(found, n=count.counts["equal"], denominator=count.sentenced)
