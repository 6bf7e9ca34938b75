"""What was each trial, and what became of its accused?"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from showtrial.record.views import accused, confession_times, parts
from showtrial.view.page import Page, Row, Section, anchor

#: Kinds of events that a case card shows, with the words for them.
_CARD = {
    "trial": "Hearing",
    "verdict": "Verdict",
    "execution": "Execution",
    "counsel_access": "Counsel",
    "observers": "Observers",
    "appeal": "Appeal",
    "rehabilitation": "Afterwards",
}


def section(page: Page) -> Section | None:
    """Return every case with its accused, or None where neither cases nor charges are on record."""
    if not page.case["cases"].height and not page.case["charges"].height:
        return None
    times = {row["charge"]: row for row in confession_times(page.case).to_dicts()}
    charges = {row["id"]: row for row in page.case["charges"].to_dicts()}
    fates = _fates(page)
    rows: dict[str, list[Row]] = {}
    for row in accused(page.case).to_dicts():
        time = times[row["charge"]]
        person = row["accused"]
        rows.setdefault(row["case"], []).append(
            {
                **row,
                "locator": charges[row["charge"]]["locator"],
                "text": charges[row["charge"]]["text"],
                "note": charges[row["charge"]]["note"],
                "time": time,
                "days": _days(time["days_low"], time["days_high"]),
                "fate": fates["persons"].get(person, {}),
                "executed": fates["execution"].get(person),
                "cleared": fates["rehabilitation"].get((row["case"], person))
                or fates["rehabilitation"].get(("", person)),
            }
        )
    cases = [_card(page, row, rows.get(row["id"], [])) for row in _ordered(page)]
    set_cases = tuple(
        Section(
            key=f"trial-{anchor(card['id'])[2:]}", title=card["name"], template="trial", data={"case": card}
        )
        for card in cases
    )
    data = {"n": page.case["charges"].height, "n_persons": page.case["charges"]["accused"].n_unique()}
    return Section(key="trials", title="The trials in brief", template="trials", data=data, parts=set_cases)


def _ordered(page: Page) -> list[Row]:
    order = list(page.cases)
    return sorted(page.case["cases"].to_dicts(), key=lambda row: order.index(row["id"]))


def _card(page: Page, row: Row, charged: list[Row]) -> Row:
    events = page.bounded("events").filter((pl.col("case") == row["id"]) & pl.col("kind").is_in(list(_CARD)))
    facts = [
        {**event, "word": _CARD[event["kind"]], "others": _others(page, event)}
        for kind in _CARD
        for event in events.filter(pl.col("kind") == kind).sort("lo", nulls_last=True).to_dicts()
    ]
    law = sorted({each["law"] for each in charged if each["law"]})
    charge = sorted({each["text"] for each in charged if each["text"]})
    return {
        **row,
        "facts": facts,
        "accused": charged,
        "law": law,
        "charge": charge,
        "bench": _bench(page, row["id"]),
        "sentences": _tally([each["sentence"] for each in charged]),
        "recalled": sum(each["checked"] == "recalled" for each in charged),
    }


def _others(page: Page, event: Row) -> list[Row]:
    """Return what other sources read in a cell of the event that the card shows."""
    held = page.case["readings"].filter(
        (pl.col("row") == event["id"]) & pl.col("column").is_in(["date", "time", "value"])
    )
    return [each for each in held.to_dicts() if each["value"] != event[each["column"]]]


def _bench(page: Page, case: str) -> Mapping[str, list[Row]]:
    """Judges, prosecutors and counsel of the trial events of a case."""
    trials = page.case["events"].filter((pl.col("case") == case) & (pl.col("kind") == "trial"))["id"]
    found: dict[str, list[Row]] = {"judge": [], "prosecutor": [], "counsel": []}
    for row in parts(page.case).filter(pl.col("act").is_in(trials.implode())).to_dicts():
        if row["role"] in found:
            found[row["role"]].append(row)
    return {role: rows for role, rows in found.items() if rows}


def _fates(page: Page) -> dict[str, dict[object, Row]]:
    """Find what the record says of each person's death, and of what was quashed for them in which case."""
    people = {row["id"]: row for row in page.case["persons"].to_dicts()}
    taken = parts(page.case).filter(pl.col("role").is_in(["subject", "covered"])).select("act", "person")
    events = page.case["events"].filter(pl.col("kind").is_in(["execution", "rehabilitation"]))
    executed: dict[object, Row] = {}
    cleared: dict[object, Row] = {}
    for row in taken.join(events, left_on="act", right_on="id", suffix="_of").to_dicts():
        if row["kind"] == "execution":
            executed.setdefault(row["person"], row)
        else:
            cleared.setdefault((row["case"] or "", row["person"]), row)
    return {"persons": people, "execution": executed, "rehabilitation": cleared}


def _days(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return ""
    return str(low) if low == high else f"{low}–{high}"


def _tally(values: list[str | None]) -> list[tuple[str, int]]:
    seen: dict[str, int] = {}
    for value in values:
        seen[value or "none on record"] = seen.get(value or "none on record", 0) + 1
    return sorted(seen.items(), key=lambda pair: (-pair[1], pair[0]))
