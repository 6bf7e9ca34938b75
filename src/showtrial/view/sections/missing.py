"""Which missing fact would change what remains of a charge of a trial, and what is not coded?"""

from __future__ import annotations

import re

from showtrial.audit.findings import Finding
from showtrial.view.page import Page, Row, Section, anchor
from showtrial.view.sections.told import whom

#: A charge in the sentence of a gap, with what the missing fact would settle.
_SETTLES = re.compile(r"([^\s,()]+) \(((?:falls|survives)(?: or (?:falls|survives))?)\)")
#: How the words of the audit are read out.
_WORDS = {
    "falls": "settled against the testimony, it ends the support",
    "survives": "settled in favour of the testimony, it leaves support",
    "falls or survives": "it decides either way",
}


def part(page: Page, trial: str) -> Section | None:
    """Return what is missing for the charges of a trial; None where the audit asked nothing of them."""
    charges = {row["id"] for row in page.charges[trial]}
    gaps = [gap for each in page.findings.get("gaps", []) if (gap := _gap(page, each, charges))]
    uncoded = sorted(charges - {row["charge"] for row in page.rows["elements"].values()})
    notes = [each for each in page.audit.notices if _concerns(page, trial, each.came)]
    if not gaps and not notes and not page.audit.findings:
        return None
    data = {
        "gaps": gaps,
        "uncoded": whom(page, trial, uncoded) if uncoded else None,
        "n_uncoded": len(uncoded),
        "n": len(charges),
        "others": [each for each in notes if "has no elements" not in each.came],
        "words": _WORDS,
    }
    return Section(key=f"missing-{anchor(trial)[2:]}", title="What is missing", template="missing", data=data)


def _gap(page: Page, each: Finding, charges: set[str]) -> Row | None:
    """Return a gap as the list shows it, if it would change the answer for one of `charges`."""
    named = {charge: how for charge, how in _SETTLES.findall(each.text) if charge in page.rows["charges"]}
    own = {charge: how for charge, how in named.items() if charge in charges}
    if not own:
        return None
    row_id, _, column = each.subject.rpartition(".")
    table = next((name for name, rows in page.rows.items() if row_id in rows), None)
    return {
        "row": row_id,
        "column": column,
        "table": table,
        "about": _about(page, table, row_id),
        "stored": page.rows[table][row_id].get(column) if table else None,
        "charges": [
            (page.rows["charges"][charge]["accused"], charge, how) for charge, how in sorted(own.items())
        ],
        "n": each.n,
        "more": (each.n or 0) - len(own),
        "waiting": each.evidence,
    }


def _about(page: Page, table: str | None, row_id: str) -> Row | None:
    """Return the statement that a row is, or belongs to: who spoke, when, in what setting."""
    if table == "assertions":
        row_id = page.rows["assertions"][row_id]["statement"]
    return page.rows["statements"].get(row_id)


def _concerns(page: Page, trial: str, came: str) -> bool:
    words = set(came.replace(",", " ").split())
    return bool(words & ({row["id"] for row in page.charges[trial]} | page.relied[trial]))
