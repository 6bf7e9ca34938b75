"""Which guarantees of a fair trial were kept on the record, by own law and by later standards?"""

from __future__ import annotations

import re
from collections import Counter

from showtrial.audit.fairtrial.answer import DISPUTED, MET, NOT_REQUIRED, SILENT, VIOLATED
from showtrial.audit.fairtrial.items import BENCHMARK, OWN_LAW, Item, items
from showtrial.audit.findings import Finding
from showtrial.view.page import Page, Row, Section, anchor
from showtrial.view.sections.told import WHOM, grouped, linked, whom

_MEASURED = " Measured by: "
#: How the sentences of an answer begin that say more than its value.
_BOUND = "Violated, in force for the State at the time"
_NO_RULE = "No rule of own law on this is packaged"
_UNCHECKED = " [citation not checked]"
#: Anchor of the texts of the benchmark, which are the same for every trial.
TEXTS = "benchmark-texts"
#: What a cell says first, in the order of the cells.
_ORDER = (VIOLATED, MET, DISPUTED, NOT_REQUIRED, SILENT)


def part(page: Page, trial: str) -> Section | None:
    """Return the checklist of a trial, both measures side by side; None where it was not asked."""
    charges = {row["id"]: row for row in page.charges[trial]}
    found: dict[str, dict[str, list[Finding]]] = {}
    for each in page.findings.get("fair_trial", []):
        if each.subject in charges and not each.statistic.startswith("counts"):
            item, _, applies = each.statistic.partition(" ")
            found.setdefault(item, {}).setdefault(applies, []).append(each)
    if not found:
        return None
    rows: list[Row] = [
        {
            "id": item.id,
            "title": item.title,
            "sides": [_side(page, trial, item, found[item.id][side]) for side in (OWN_LAW, BENCHMARK)],
        }
        for item in items()
        if item.id in found
    ]
    told = [row for row in rows if any(not side["silent"] for side in row["sides"])]
    first = trial == next(case for case in page.cases if case in page.charges)
    data = {
        "rows": rows,
        "texts": [(row["id"], row["sides"][1]["cites"]) for row in rows] if first else [],
        "texts_key": TEXTS,
        "n_told": len(told),
        "n": len(charges),
        "none_packaged": all(row["sides"][0]["unruled"] for row in rows),
    }
    return Section(
        key=f"guarantees-{anchor(trial)[2:]}",
        title="Guarantees of a fair trial",
        template="guarantees",
        data=data,
    )


def _side(page: Page, trial: str, item: Item, found: list[Finding]) -> Row:
    """Return one cell: how often each answer, and what is said of whom, each sentence once."""
    accused = {row["id"]: row["accused"] for row in page.charges[trial]}
    counts = Counter(_answer(item, each) for each in found)
    said = grouped(((each.value, _body(page, item, each, accused[each.subject])), each) for each in found)
    cites = list(dict.fromkeys(_citations(each) for each in found))
    sentences = [
        {
            "value": value,
            "told": linked(text.replace(WHOM, "the accused"), page),
            "whom": whom(page, trial, [each.subject for each in those]),
            "shared": _shared(those),
            "own": _own(those, accused),
        }
        for (value, text), those in said.items()
    ]
    return {
        "counts": sorted(counts.items(), key=lambda pair: (_ORDER.index(pair[0][0]), pair[0][1])),
        "n": len(found),
        "silent": all(each.value == SILENT for each in found),
        "unruled": all(_NO_RULE in each.text for each in found),
        "told": sorted(sentences, key=lambda row: (_ORDER.index(row["value"]), -row["whom"]["n"])),
        "cites": [_marked(cite) for cite in cites if cite],
    }


def _answer(item: Item, each: Finding) -> tuple[str, str]:
    """Return the value of an answer, and how the text that measures stood to the State then."""
    bound = each.text.startswith(f"{item.id} {item.title} {_BOUND}")
    return each.value, "in force" if bound else ""


def _body(page: Page, item: Item, each: Finding, accused: str) -> str:
    """Return what is said, without the item, the rows and the citations, which stand elsewhere."""
    text = each.text.removeprefix(f"{item.id} {item.title} ").rpartition(_MEASURED)
    said = text[0] or text[2]
    rows = f" [{', '.join(each.evidence)}]" if each.evidence else ""
    said = said.removesuffix(rows) if rows else said
    said = said.removeprefix("Benchmark: not on record. ").removeprefix("Own law: not on record. ")
    return said.replace(f"{page.name(accused)} [{accused}]", WHOM)


def _citations(each: Finding) -> str:
    _, mark, cites = each.text.rpartition(_MEASURED)
    return cites.removesuffix(".") if mark else ""


def _marked(cites: str) -> list[tuple[str, bool]]:
    """Cut citations apart and say of each whether somebody checked it."""
    found = []
    for cite in re.split(r"; (?![0-9])", cites):
        found.append((cite.replace(_UNCHECKED, ""), _UNCHECKED not in cite))
    return found


def _shared(those: list[Finding]) -> list[str]:
    """Return the rows that the answers for all of some accused stand on."""
    common = set(those[0].evidence).intersection(*(each.evidence for each in those))
    return sorted(common)


def _own(those: list[Finding], accused: dict[str, str]) -> list[tuple[str, list[str]]]:
    """Return the further rows of each of them."""
    shared = set(_shared(those))
    rows = ((accused[each.subject], [row for row in each.evidence if row not in shared]) for each in those)
    return [(person, own) for person, own in rows if own]
