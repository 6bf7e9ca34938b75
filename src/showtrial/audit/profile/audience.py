"""Audience beyond the accused: how was the trial shown (C1 to C6)?"""

from __future__ import annotations

import math

from showtrial.audit.fairtrial.hearing import ANNOUNCED, DEMANDED, GUILT
from showtrial.audit.fairtrial.trial import COURT
from showtrial.audit.findings import Finding
from showtrial.audit.profile.measure import UNKNOWN, Proceedings
from showtrial.record.dates import days_between


def audience(case: Proceedings) -> list[Finding]:
    """Return C1 to C6."""
    before = [
        (act, act.value)
        for act in case.acts(*ANNOUNCED, "meeting", "observers")
        if any(trial.sure_before(act, trial.pronounced) for trial in case.trials)
    ]
    edited = [act for act in case.acts("indictment_draft", "verdict_draft") if act.having("editor")]
    scripted = [
        act for act in case.record.acts if act.case == case.case and act.value in ("rehearsal", "script edit")
    ]
    return [
        *_transcript(case),
        case.count("C2", "rehearsals and edits of drafts", [act.id for act in (*edited, *scripted)]),
        case.count(
            "C3",
            "official statements of guilt before the verdict",
            [act.id for act, value in before if value in GUILT and act.authority],
        ),
        case.count(
            "C4",
            "meetings or papers that demand a penalty before the verdict",
            [act.id for act, value in before if value in DEMANDED],
        ),
        _words(case),
        case.count("C5 challenges", "requests of the defence for evidence", _ids(case, "evidence_request")),
        _witnesses(case),
    ]


def _ids(case: Proceedings, kind: str) -> list[str]:
    return [act.id for act in case.acts(kind)]


def _transcript(case: Proceedings) -> list[Finding]:
    """Return the days from the opening of the hearing to the first print of its transcript."""
    text = "days from the opening of the hearing to the printed transcript"
    printed = [act for act in case.acts("press", "communique") if act.value == "transcript" and act.when]
    opening = next((trial.opening for trial in case.trials if trial.opening), None)
    if not printed or opening is None:
        return [case.absent("C1", UNKNOWN, text)]
    first = min(printed, key=lambda act: (act.when.lo if act.when else math.inf, act.id))
    if first.when is None:
        return [case.absent("C1", UNKNOWN, text)]
    low, high = days_between(opening, first.when.start)
    return [case.span("C1", text, (float(low), float(high)), [first.id], "days")]


def _words(case: Proceedings) -> Finding:
    """Return words in court by prosecution and bench over words by the defence, where all are counted."""
    text = "words in court by prosecution and bench per word by the defence"
    sides: dict[str, list[str]] = {"prosecution": [], "defence": []}
    for row in case.record.assertions.values():
        statement = str(row["statement"])
        held = case.record.statements[statement]
        if held["case"] == case.case and held["setting"] in COURT:
            if row["kind"] in ("prosecutor", "judge"):
                sides["prosecution"].append(statement)
            elif row["kind"] == "defence":
                sides["defence"].append(statement)
    words = {
        side: [case.record.statements[id]["words"] for id in sorted(set(ids))] for side, ids in sides.items()
    }
    if not all(words.values()) or any(n is None for counts in words.values() for n in counts):
        return case.absent("C5", UNKNOWN, text)
    theirs, own = (sum(int(n or 0) for n in words[side]) for side in ("prosecution", "defence"))
    if not own:
        return case.absent("C5", UNKNOWN, text)
    told = f"{text}: {theirs} to {own}."
    ids = [*sides["prosecution"], *sides["defence"]]
    return case.number(
        "C5",
        told,
        value=f"{theirs / own:.2f}",
        low=theirs / own,
        high=theirs / own,
        n=theirs,
        denominator=own,
        evidence=ids,
    )


def _witnesses(case: Proceedings) -> Finding:
    """Count witnesses marked as called by the defence; other witnesses say nothing of it."""
    rows = [
        (act.id, person)
        for act in case.acts("trial", "session")
        for role, person, value in act.roles
        if role == "witness" and (value or "").casefold() == "defence"
    ]
    text = "witnesses called by the defence"
    if not rows:
        return case.absent("C6", UNKNOWN, text)
    told = f"{text}: at least {len(rows)}."
    return case.number("C6", told, low=float(len(rows)), n=len(rows), evidence=[id for id, _ in rows])
