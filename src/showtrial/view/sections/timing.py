"""When were the outcomes of a trial fixed on paper, and when was the court heard and the verdict read?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from showtrial.audit.findings import Finding
from showtrial.audit.predetermination import compare
from showtrial.view.page import Page, Row, Section, anchor
from showtrial.view.sections import steps
from showtrial.view.sections.told import WHOM, grouped, impersonal, linked, whom

#: Before which step of the trial a paper came; what "apart" means is said beside it.
STEPS = {
    "P0": "before the indictment",
    "P1": "before the hearing opened",
    "P2": "before the verdict was pronounced",
    "P3": "after the verdict, with another outcome",
    "P9": "no such paper on record",
    "not placed": "on record, but not placed in time",
}
_SET = re.compile(r"set (“.*”) for " + re.escape(WHOM))
#: What stands for an outcome while sentences are compared, and where several outcomes were set.
_OUTCOME, _SEVERAL = "{outcome}", "an outcome (the table has each)"


def part(page: Page, trial: str) -> Section | None:
    """Return when papers set the outcomes of a trial; None where the question found nothing to say."""
    charges = {row["id"]: row for row in page.charges[trial]}
    found = page.findings.get("predetermination", [])
    own = [each for each in found if each.subject in charges]
    if not own:
        return None
    papers = _papers(page, own)
    lists = [each for each in found if each.statistic == "concordance" and each.subject in papers]
    drawn = steps.figure(page, trial, {row for each in own for row in each.evidence})
    data = {
        "groups": _told(page, trial, own),
        "lists": [linked(each.text, page, each.evidence) for each in lists],
        "fixed": _fixed(page, trial, papers),
        "steps": STEPS,
        "disputed": _disputed(page, {*papers, *(row["verdict"] for row in charges.values())}),
    }
    return Section(
        key=f"timing-{anchor(trial)[2:]}",
        title="The outcome on paper, the hearing and the verdict",
        template="timing",
        data=data,
        figures=(drawn,) if drawn else (),
    )


def _papers(page: Page, own: Iterable[Finding]) -> list[str]:
    """Return the papers that state an outcome, in the order of their dates."""
    events = page.rows["events"]
    rows = {row for each in own if each.statistic != "P9" for row in each.evidence}
    papers = [row for row in rows if row in events and events[row]["state"]]
    return sorted(papers, key=lambda row: (events[row]["date"] or "", events[row]["time"] or "", row))


def _told(page: Page, trial: str, own: list[Finding]) -> list[Row]:
    """Return each thing that is said, once, with those of whom it is said; what counts comes first."""
    accused = {row["id"]: row["accused"] for row in page.charges[trial]}
    pairs = []
    for each in own:
        said, outcome = _without_outcome(impersonal(each, page, accused[each.subject]))
        pairs.append(((each.statistic, each.value, said), each, outcome))
    outcomes: dict[tuple[str, str, str], list[str]] = {}
    for key, _, outcome in pairs:
        outcomes.setdefault(key, []).append(outcome)
    rows = []
    for (statistic, modal, text), those in grouped((key, each) for key, each, _ in pairs).items():
        apart, code = _parsed(statistic)
        told = sorted(set(outcomes[statistic, modal, text]))
        before, _, after = text.replace(_OUTCOME, told[0] if len(told) == 1 else _SEVERAL).partition(WHOM)
        evidence = those[0].evidence
        rows.append(
            {
                "code": code,
                "apart": apart,
                "modal": modal,
                "before": linked(before, page, evidence),
                "after": linked(after, page, evidence),
                "whom": whom(page, trial, [each.subject for each in those]),
            }
        )
    return sorted(rows, key=lambda row: (row["apart"], row["code"], -row["whom"]["n"]))


def _without_outcome(text: str) -> tuple[str, str]:
    """Cut the outcome that a paper states out of a sentence, so that it is told once for all outcomes."""
    found = _SET.search(text)
    return (text.replace(found[1], _OUTCOME, 1), found[1]) if found else (text, "")


def _parsed(statistic: str) -> tuple[bool, str]:
    return statistic.startswith("apart "), statistic.removeprefix("apart ")


def _fixed(page: Page, trial: str, papers: list[str]) -> list[Row]:
    """Return what each paper set for whom beside what was pronounced; the same for several is one row."""
    rows: dict[tuple[Any, ...], list[str]] = {}
    covered = page.roles("events")
    for charge in page.charges[trial]:
        set_by = tuple(_outcome(page, covered.get(paper, {}), paper, charge) for paper in papers)
        if any(set_by):
            rows.setdefault((set_by, charge["sentence"]), []).append(charge["id"])
    return [
        {
            "whom": whom(page, trial, charges),
            "sentence": sentence,
            "set": [
                (paper, said, compare(said, sentence) if said and sentence else None)
                for paper, said in zip(papers, set_by, strict=True)
            ],
        }
        for (set_by, sentence), charges in rows.items()
    ]


def _outcome(page: Page, roles: dict[str, list[Row]], paper: str, charge: Row) -> str | None:
    """Return the outcome that a paper states for one accused, as the record words it."""
    event = page.rows["events"][paper]
    if "covered" in roles:
        own = [row for row in roles["covered"] if row["person"] == charge["accused"]]
        return (own[0]["value"] or event["value"]) if own else None
    return event["value"] if event["about"] in (charge["id"], charge["case"]) else None


def _disputed(page: Page, rows: set[str | None]) -> list[Row]:
    """Return the readings of the papers and of the verdict in which sources differ."""
    return [row for row in page.case["readings"].to_dicts() if row["row"] in rows and row["column"]]
