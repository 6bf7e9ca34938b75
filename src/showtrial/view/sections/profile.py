"""What is the profile of a trial: a vector of numbers, each with its parts, and no sum?"""

from __future__ import annotations

import re

from showtrial.audit.findings import Finding
from showtrial.view.page import Page, Row, Section, anchor
from showtrial.view.sections.told import linked

#: Letter of a group -> what its numbers are about.
GROUPS = {
    "A": "Control of the outcome",
    "B": "Evidence",
    "C": "Audience",
    "D": "Rights of the accused",
    "E": "Reach",
}
#: What a number reads where there is none.
_NONE = ("not on record", "not computed")
#: The lines that repeat the checklist, one for each of its items.
_ITEMS = "D1 "
#: Labels that lean on the line before them, told in full.
_CLEARER = {"B9 accused": "persons named for the first time in the case who were accused later"}
_SHARE = re.compile(r"\d+ of \d+")


def part(page: Page, trial: str) -> Section | None:
    """Return the profile of a trial, group by group; None where the question was not asked."""
    own = [each for each in page.findings.get("profile", []) if each.subject == trial]
    if not own:
        return None
    rows = [_row(page, each) for each in own]
    groups = [
        {
            "letter": letter,
            "title": title,
            "rows": [row for row in rows if row["code"].startswith(letter) and not row["item"]],
        }
        for letter, title in GROUPS.items()
    ]
    items = [row for row in rows if row["item"]]
    data = {
        "groups": [group for group in groups if group["rows"]],
        "items": [row for row in items if not row["none"]],
        "silent": [row for row in items if row["none"]],
        "n": len(own),
        "known": sum(not row["none"] for row in rows),
    }
    return Section(
        key=f"profile-{anchor(trial)[2:]}", title="Profile, without a sum", template="profile", data=data
    )


def _row(page: Page, each: Finding) -> Row:
    """Return one number: what it counts, what it comes to, its interval and its rows."""
    label, words = label_and_words(each)
    return {
        "code": each.statistic,
        "label": label,
        "told": linked(words, page, each.evidence),
        "interval": _interval(each, words),
        "none": each.value if each.value in _NONE else "",
        "item": each.statistic.removeprefix(_ITEMS) if each.statistic.startswith(_ITEMS) else "",
        "rows": each.evidence,
    }


def label_and_words(each: Finding) -> tuple[str, str]:
    """Return what a number of the profile counts, and the words for what it comes to.

    Examples
    --------
    >>> text = "A2: convicted, of the charges in the file: 3 of 3."
    >>> label_and_words(Finding(question="profile", subject="k", statistic="A2", text=text))
    ('convicted, of the charges in the file', '3 of 3')
    """
    label, _, told = each.text.removeprefix(f"{each.statistic}: ").rpartition(": ")
    words = told.removesuffix(".")
    return (_CLEARER.get(each.statistic, label), words) if label else (words, "")


def _interval(each: Finding, told: str) -> str:
    """Write a share or rate as a number with its interval; nothing where the words say the same."""
    if each.denominator is None or each.low is None or each.high is None or _SHARE.fullmatch(told):
        return ""
    low, high = _short(each.low), _short(each.high)
    if low == high:
        return "" if told.startswith(low) else low
    return f"{low} to {high}"


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
