"""What is the answer to one question of the checklist, and which rows decide it?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

VIOLATED, MET, SILENT, DISPUTED, NOT_REQUIRED = "violated", "met", "not_on_record", "disputed", "not_required"
#: Every value an answer can have; the last only against own law.
VALUES = (VIOLATED, MET, SILENT, DISPUTED, NOT_REQUIRED)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, the sentence that gives its reason, and the rows that decide it, sorted."""

    value: str
    sentence: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason for an answer: rows of the record and what they say."""

    rows: tuple[str, ...]
    says: str


def decide(violated: Iterable[Ground], met: Iterable[Ground], silence: str) -> Answer:
    """Answer from what speaks for a violation and what speaks for the guarantee having been kept.

    Rows on one side alone decide; rows on both sides are a dispute; without rows the record is
    silent, and `silence` says what is missing.

    Examples
    --------
    >>> decide([Ground(("e1",), "no counsel")], [], "nothing").value
    'violated'
    >>> decide([], [], "Counsel: nothing on record.").value
    'not_on_record'
    """
    against, kept = _merged(violated), _merged(met)
    if against and kept:
        rows = tuple(sorted({*against.rows, *kept.rows}))
        return Answer(DISPUTED, f"The rows contradict each other: {against.says}; but {kept.says}.", rows)
    for value, ground in ((VIOLATED, against), (MET, kept)):
        if ground:
            return Answer(value, f"The record says: {ground.says}.", ground.rows)
    return Answer(SILENT, silence)


def spoken(word: str) -> str:
    """Return a word of the vocabulary as it is read."""
    return word.replace("_", " ")


def _merged(grounds: Iterable[Ground]) -> Ground | None:
    found = sorted(grounds, key=lambda each: (each.says, each.rows))
    if not found:
        return None
    says = "; ".join(dict.fromkeys(each.says for each in found))
    return Ground(tuple(sorted({row for each in found for row in each.rows})), says)
