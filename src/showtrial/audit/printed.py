"""How is an audit printed, for a reader and for a program?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from showtrial.audit.findings import Finding
from showtrial.audit.run import QUESTIONS, Audit

#: Answers that say only that nothing is on record; the lines of counts tell how many they are.
_SILENT = ("not_on_record", "not on record", "not computed")
#: Statistics that are told first of their subject.
_FIRST = ("assertions", "status", "worlds", "counts")
_MOST_NOTICES = 5


def audit_data(found: Audit) -> dict[str, Any]:
    """Return an audit as one JSON object."""
    return {
        **found.header,
        "notices": [asdict(each) for each in found.notices],
        "findings": [asdict(each) for each in found.findings],
    }


def audit_text(found: Audit) -> str:
    """Write an audit as lines for a reader, question by question.

    What is not on record is left out of the lists of the checklist and the profile; their counts
    say how much that is, and ``--json`` has it all.
    """
    head = found.header
    lines = [f"{head['case']}  ({head['origin']})", f"rules: {head['rules']}  {head['rules_sha256'][:12]}"]
    lines.append(
        f"case: {head['case_sha256'][:12]}  layers: {', '.join(head['layers'])}  engine: {head['engine']}"
    )
    lines += [f"reading taken: {cell} = {value}" for cell, value in head["fixed"].items()]
    if head["living_purpose"]:
        lines.append(f"persons who may be living are kept: {head['living_purpose']}")
    for question in QUESTIONS:
        rows = [each for each in found.findings if each.question == question and each.value not in _SILENT]
        rows.sort(key=lambda each: (each.subject, not each.statistic.startswith(_FIRST)))
        if rows:
            lines += ["", question.replace("_", " ").upper(), *_listed(rows)]
    lines += ["", *_not_asked(found)]
    lines += [f"citation not verified: {each}" for each in head["unverified"]]
    return "\n".join([*lines, head["footer"]])


def _listed(rows: list[Finding]) -> list[str]:
    return [f"  {each.text}" + f" [{each.subject}]" * (each.subject not in each.text) for each in rows]


def _not_asked(found: Audit) -> list[str]:
    lines = [str(each) for each in found.notices[:_MOST_NOTICES]]
    more = len(found.notices) - _MOST_NOTICES
    return [*lines, f"... and {more} more of this kind (--json lists them)"] if more > 0 else lines
