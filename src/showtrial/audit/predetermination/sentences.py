"""How is it said which papers set the outcome of a charge, and that none is on record?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from showtrial.audit.findings import Finding
from showtrial.audit.phrases import counted
from showtrial.audit.predetermination.papers import (
    NONE_ON_RECORD,
    Concordance,
    Paper,
    Predetermination,
    concordance,
    predetermined,
)
from showtrial.audit.predetermination.steps import Record
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import MAX, MIN, Bounds, Modal

_ASKED = "predetermination"
_SAID = {
    "P0": "before the indictment", "P1": "before the hearing opened",
    "P2": "before the verdict was pronounced", "P3": "after the verdict was pronounced",
}  # fmt: skip


def findings(case: CaseFile, about: str | None = None) -> tuple[Finding, ...]:
    """Say of every charge which papers set its outcome; of all, also how the sentences compare with each."""
    record = Record(case)
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


def _of_paper(record: Record, paper: Paper) -> Finding:
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


def _of_none(record: Record, each: Predetermination) -> Finding:
    text = f"On record for {record.names[each.accused]} [{each.accused}] in this case is no approved or "
    text += "signed paper, and no judge's draft, that sets an outcome before the hearing opened, or from "
    text += "outside the court before the verdict."
    if each.silent:
        mute = "; ".join(_document(record.events[row]) for row in each.silent)
        text += f" With no outcome stated: {mute}."
    return _finding(each.charge, NONE_ON_RECORD, "none on record", text, each.silent)


def _of_list(record: Record, count: Concordance) -> Finding:
    told = ", ".join(f"{n} {match}" for match, n in count.counts.items() if match != "unknown")
    text = f"{_document(record.events[count.event])} set an outcome for {counted(count.covered, 'person')}. "
    text += f"The sentence pronounced is on record for {count.sentenced}: {told}, "
    text += f"{count.counts['unknown']} not comparable."
    text += f" No trial is on record for {count.not_tried}." if count.not_tried else ""
    found = _finding(count.event, "concordance", "", text, [count.event])
    return replace(found, n=count.counts["equal"], denominator=count.sentenced)
