"""What does the audit say of each trial?"""

from __future__ import annotations

from collections.abc import Callable

from showtrial.view.page import Page, Section, anchor
from showtrial.view.sections import conflicts, guarantees, independence, missing, profile, support, timing

#: The questions in the order of the report; each gives a part for a trial, or nothing.
_PARTS: tuple[Callable[[Page, str], Section | None], ...] = (
    support.part,
    conflicts.part,
    independence.part,
    timing.part,
    guarantees.part,
    profile.part,
    missing.part,
)


def sections(page: Page) -> list[Section]:
    """Return one section for each trial with charges, in the order of the trials."""
    rows = {row["id"]: row for row in page.case["cases"].to_dicts()}
    found = []
    for trial in page.cases:
        if trial not in page.charges:
            continue
        parts = tuple(part for make in _PARTS if (part := make(page, trial)) is not None)
        found.append(
            Section(
                key=f"audit-{anchor(trial)[2:]}",
                title=f"Audit: {page.case_labels[trial]}",
                template="audit",
                data={"case": rows[trial]},
                parts=parts,
            )
        )
    return found
