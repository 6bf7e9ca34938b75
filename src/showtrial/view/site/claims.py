"""Who said one claim, what rests on it, and what does the audit say of it?"""

from __future__ import annotations

from collections.abc import Mapping

from showtrial.audit.findings import Finding
from showtrial.view.page import Page, Row
from showtrial.view.sections.claims import told

#: Questions whose answers a claim's page shows.
_ASKED = ("contradictions", "independence")


def claim_sheets(page: Page) -> dict[str, Row]:
    """Return claim -> what a page of its own shows, for every row of ``claims``."""
    resting = _resting(page)
    answers = _answers(page)
    uses: dict[str, list[Row]] = {}
    for row in page.case["inferences"].to_dicts():
        uses.setdefault(row["premise"], []).append(row)
    return {
        row["id"]: {
            "row": row,
            "charges": [page.rows["charges"][charge] for charge in resting.get(row["id"], ())],
            "uses": uses.get(row["id"], []),
            "answers": answers.get(row["id"], []),
        }
        for row in told(page, page.case["claims"])
    }


def _resting(page: Page) -> dict[str, list[str]]:
    """Claim -> the charges for which it is a premise, at whatever distance, in their order."""
    elements = page.rows["elements"]
    claim_of = dict(page.case["assertions"].select("id", "claim").iter_rows())
    above: dict[str, list[str]] = {}
    for row in page.case["inferences"].to_dicts():
        premise = claim_of.get(row["premise"], row["premise"])
        above.setdefault(premise, []).append(row["target"])
    order = {row["id"]: at for at, row in enumerate(page.case["charges"].to_dicts())}
    found: dict[str, list[str]] = {}
    for claim in page.case["claims"]["id"]:
        reached = _reached(claim, above)
        charges = {elements[each]["charge"] for each in reached if each in elements}
        if charges:
            found[claim] = sorted(charges, key=order.__getitem__)
    return found


def _reached(start: str, above: Mapping[str, list[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        for each in above.get(waiting.pop(), ()):
            if each not in reached:
                reached.add(each)
                waiting.append(each)
    return reached


def _answers(page: Page) -> dict[str, list[Finding]]:
    """Claim -> the findings about it, and those in which it stands on the other side."""
    claims = page.rows["claims"]
    found: dict[str, list[Finding]] = {}
    for question in _ASKED:
        for each in page.findings.get(question, ()):
            about = {each.subject}
            if question == "contradictions":
                about.update(each.evidence)
            for row_id in about & claims.keys():
                found.setdefault(row_id, []).append(each)
    return found
