"""What on record of a trial cannot hold together, and who says either side on what source?"""

from __future__ import annotations

from collections import Counter

from showtrial.audit.contradictions.contradiction import KINDS
from showtrial.audit.findings import Finding
from showtrial.view.page import Page, Row, Section, anchor
from showtrial.view.sections.told import linked

#: Tables whose rows can be a side without anybody's assertion.
_ROWS = ("events", "places", "searches", "links", "persons", "statements")
#: What a template asks of every row; some tables lack a column of these.
_ATTESTED = ("source", "locator", "checked")


def part(page: Page, trial: str) -> Section | None:
    """Return the contradictions that bear on a trial, by the claim contradicted; None without any.

    A contradiction bears on a trial if its claim was stated in it or stands behind one of its charges.
    Where that holds for several trials, the first tells it and the others point there.
    """
    every = page.findings.get("contradictions", [])
    found = [each for each in every if each.subject in page.relied[trial]]
    if not found:
        return None
    first = {each.subject: _first(page, each.subject) for each in found}
    own = [each for each in found if first[each.subject] == trial]
    groups: dict[str, list[Row]] = {}
    for each in own:
        groups.setdefault(each.subject, []).append(_clash(page, each))
    data = {
        "groups": [_group(page, claim, rows) for claim, rows in groups.items()],
        "elsewhere": {claim: case for claim, case in first.items() if case != trial},
        "n": len(own),
        "modal": Counter(each.value for each in own),
        "kinds": KINDS,
        "key": conflict_key,
    }
    return Section(
        key=f"conflicts-{anchor(trial)[2:]}", title="What contradicts what", template="conflicts", data=data
    )


def conflict_key(claim: str) -> str:
    """Return the anchor of the contradictions of one claim.

    Examples
    --------
    >>> conflict_key("c.meeting")
    'conflict-c.meeting'
    """
    return f"conflict-{anchor(claim)[2:]}"


def _first(page: Page, claim: str) -> str:
    return next(case for case, claims in page.relied.items() if claim in claims)


def _group(page: Page, claim: str, rows: list[Row]) -> Row:
    held = page.rows["claims"].get(claim)
    charge = page.rows["charges"].get(claim)
    return {
        "id": claim,
        "text": held["text"] if held else None,
        "accused": charge["accused"] if charge else None,
        "rows": rows,
        "tags": list(dict.fromkeys((row["kind"], row["modal"]) for row in rows)),
        "readings": _readings(page, {row for each in rows for row in each["evidence"]}),
    }


def _clash(page: Page, each: Finding) -> Row:
    """Split the rows of a contradiction into its two sides."""
    assertions = page.rows["assertions"]
    said = [_said(page, assertions[row]) for row in each.evidence if row in assertions]
    by_polarity = each.statistic == "K1"
    one = [
        row for row in said if (row["polarity"] == "affirms" if by_polarity else row["claim"] == each.subject)
    ]
    other = [row for row in said if row not in one]
    claims = {row["claim"] for row in other} - {each.subject}
    return {
        "kind": each.statistic,
        "modal": each.value,
        "sides": (one, other),
        "against": [page.rows["claims"].get(claim) for claim in sorted(claims)],
        "facts": _facts(page, each, beside=bool(other)),
        "told": linked(each.text, page, each.evidence),
        "evidence": each.evidence,
    }


def _said(page: Page, row: Row) -> Row:
    statement = page.rows["statements"][row["statement"]]
    spoken = {key: statement[key] for key in ("speaker", "speaker_as_written", "setting", "date", "time")}
    return {**row, **spoken}


def _facts(page: Page, each: Finding, *, beside: bool) -> list[Row]:
    """Return the rows of the other side that nobody asserts: a place, an event, a search, a life."""
    found = []
    for row_id in each.evidence:
        for table in _ROWS:
            row = page.rows[table].get(row_id)
            if row is not None and not (beside and table == "persons"):
                found.append({**dict.fromkeys(_ATTESTED), **row, "table": table})
    return found


def _readings(page: Page, rows: set[str]) -> dict[str, list[Row]]:
    """Return the rival readings of the cells of some rows, and those of the places that claims name."""
    held = page.rows["claims"]
    places = {held[row]["place"] for row in rows if row in held}
    found: dict[str, list[Row]] = {}
    for row in page.case["readings"].to_dicts():
        if row["row"] in rows | places and row["column"]:
            found.setdefault(f"{row['row']}.{row['column']}", []).append(row)
    return found
