"""Does somebody affirm what somebody denies or retracts? (K1).

One speaker on both sides is an inconsistency, two are a conflict. Claims joined by a link
``same_as`` are one claim; a plea (an assertion on a charge) counts like any other. Partial
agreement and silence stand against nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from showtrial.audit.contradictions.contradiction import Contradiction, noted
from showtrial.audit.contradictions.sayings import Said, Saying, cited, ids
from showtrial.record.dates import Modal


def opposites(said: Said) -> Iterator[Contradiction]:
    """Yield, for each claim, the inconsistency of each speaker and the conflict between speakers.

    Examples
    --------
    >>> from showtrial.audit.contradictions.sayings import said
    >>> from showtrial.record.packaged import open_case
    >>> found = list(opposites(said(open_case("moscow"))))
    >>> {each.opposed_by for each in found if each.claim == "c.krestinsky-letter"}
    {('k.vyshinsky-no-letter',)}
    """
    groups: dict[str, list[str]] = {}
    for claim in sorted({*said.affirmed, *said.opposed}):
        groups.setdefault(said.same.get(claim, claim), []).append(claim)
    for claims in groups.values():
        yes = [(claim, each) for claim in claims for each in said.affirmed.get(claim, ())]
        no = [(claim, each) for claim in claims for each in said.opposed.get(claim, ())]
        for speaker in sorted({each.speaker for _, each in yes} & {each.speaker for _, each in no} - {""}):
            yield _told(
                [pair for pair in yes if pair[1].speaker == speaker],
                [pair for pair in no if pair[1].speaker == speaker],
                "One speaker says both: an inconsistency.",
            )
        against, for_it = _others(yes, no), _others(no, yes)
        if against:
            yield _told(against, for_it, "Different speakers: a conflict.")


def _others(side: list[tuple[str, Saying]], opposite: list[tuple[str, Saying]]) -> list[tuple[str, Saying]]:
    """Return what is said on one side by other speakers than one of the opposite side."""
    speakers = {each.speaker for _, each in opposite}
    return [pair for pair in side if speakers - {pair[1].speaker or None}]


def _told(yes: list[tuple[str, Saying]], no: list[tuple[str, Saying]], words: str) -> Contradiction:
    affirming, opposing = ([each for _, each in _by_date(side)] for side in (yes, no))
    claim, against = min(claim for claim, _ in yes), min(claim for claim, _ in no)
    named = claim if claim == against else f"{claim}, the same as {against}"
    text = f"{cited(affirming)} affirms what {cited(opposing)} denies or retracts [{named}]. {words}"
    return noted("K1", Modal.NECESSARY, (claim, against), ids(affirming), opposed_by=ids(opposing), text=text)


def _by_date(side: list[tuple[str, Saying]]) -> list[tuple[str, Saying]]:
    return sorted(side, key=lambda pair: (pair[1].date, pair[1].id))
