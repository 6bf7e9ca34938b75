"""In what form is a contradiction told?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from showtrial.audit.findings import Finding
from showtrial.record.dates import Modal

#: The kinds, with the words that name them.
KINDS = {
    "K1": "opposite statements on one claim",
    "K2": "two places at once",
    "K3": "a place that did not exist",
    "K4": "custody, absence or death",
    "K5": "an order of dates that cannot be",
    "K6": "two claims that exclude each other",
    "K7": "a complete source without the event",
}
_CLOSING = {
    Modal.NECESSARY: "Both cannot hold.",
    Modal.POSSIBLE: "On some readings of what the record leaves open both cannot hold, on others they can.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two things on record that cannot both hold, in all or in some completions of what is unknown.

    It says nothing about which of the two is mistaken.

    Parameters
    ----------
    kind : str
        ``"K1"`` to ``"K7"``, see `KINDS`.
    modal : Modal
        necessary (whatever the uncertain dates were) or possible (for some of them).
    claim : str
        The claim (or, for K1, the charge) contradicted.
    against : str
        Id of the other side: claim, event, place or search; the person for birth and death.
    stated_by : tuple of str
        Assertions that state `claim`.
    opposed_by : tuple of str
        Assertions that state the other side; empty where its own row is the evidence.
    evidence : tuple of str
        Ids of all rows it rests on, sorted.
    text : str
        The contradiction as a sentence.
    """

    kind: str
    modal: Modal
    claim: str
    against: str
    stated_by: tuple[str, ...]
    opposed_by: tuple[str, ...]
    evidence: tuple[str, ...]
    text: str

    @property
    def key(self) -> tuple[str, str, str, tuple[str, ...]]:
        """By what contradictions are told apart and sorted."""
        return (self.kind, self.claim, self.against, self.evidence)


def noted(
    kind: str,
    modal: Modal,
    sides: tuple[str, str],
    stated_by: Iterable[str],
    *,
    opposed_by: Iterable[str] = (),
    evidence: Iterable[str | None] = (),
    text: str,
) -> Contradiction:
    """Return a contradiction; the sides and who states them are evidence, `text` gets its last sentence.

    Examples
    --------
    >>> found = noted("K3", Modal.NECESSARY, ("c", "inn"), ["a"], text="The inn closed in 1917.")
    >>> found.evidence, found.text
    (('a', 'c', 'inn'), 'The inn closed in 1917. Both cannot hold.')
    """
    stated, opposed = tuple(sorted(set(stated_by))), tuple(sorted(set(opposed_by)))
    rows = {*sides, *stated, *opposed, *(row for row in evidence if row)}
    return Contradiction(
        kind=kind,
        modal=modal,
        claim=sides[0],
        against=sides[1],
        stated_by=stated,
        opposed_by=opposed,
        evidence=tuple(sorted(rows)),
        text=f"{text} {_CLOSING[modal]}",
    )


def softened(found: Contradiction) -> Contradiction:
    """Return a necessary contradiction as a possible one."""
    text = found.text.removesuffix(_CLOSING[Modal.NECESSARY]) + _CLOSING[Modal.POSSIBLE]
    return Contradiction(
        kind=found.kind,
        modal=Modal.POSSIBLE,
        claim=found.claim,
        against=found.against,
        stated_by=found.stated_by,
        opposed_by=found.opposed_by,
        evidence=found.evidence,
        text=text,
    )


def findings(found: Iterable[Contradiction]) -> tuple[Finding, ...]:
    """Return contradictions as findings, one each, sorted.

    Examples
    --------
    >>> one = noted("K3", Modal.NECESSARY, ("c", "inn"), ["a"], text="The inn closed in 1917.")
    >>> [(each.subject, each.statistic, each.value) for each in findings([one])]
    [('c', 'K3', 'necessary')]
    """
    told = [
        Finding(
            question="contradictions",
            subject=each.claim,
            statistic=each.kind,
            value=str(each.modal),
            text=each.text,
            evidence=each.evidence,
        )
        for each in found
    ]
    return tuple(sorted(told, key=lambda each: each.key))
