"""Are two things affirmed of which the record says that they exclude each other? (K6).

One weapon, one author, one reason for one failure: what can have one value only is coded as a link
of kind ``excludes`` between two claims, or between a claim and an event. The engine adds none.
"""

from __future__ import annotations

from collections.abc import Iterator

from showtrial.audit.contradictions.contradiction import Contradiction, noted
from showtrial.audit.contradictions.sayings import Said, cited, ids
from showtrial.record.dates import Modal


def exclusive(said: Said) -> Iterator[Contradiction]:
    """Yield every link ``excludes`` of which both sides are on record as affirmed or done.

    Examples
    --------
    >>> from showtrial.audit.contradictions.sayings import said
    >>> from showtrial.record.packaged import open_case
    >>> [(each.claim, each.against) for each in exclusive(said(open_case("moscow")))][0]
    ('c.plenum-ticket', 'c.fritz-other-reason')
    """
    events = set(said.case["events"]["id"]) - {None}
    for link in said.case["links"].iter_rows(named=True):
        if link["kind"] != "excludes":
            continue
        claim, other = sorted((link["from"], link["to"]), key=said.rank)
        if claim not in said.affirmed or not (other in said.affirmed or other in events):
            continue
        stated, opposed = said.affirmed[claim], said.affirmed.get(other, ())
        against = f"{cited(opposed)} affirms" if opposed else "the record holds"
        coded = f" ({link['level']})" if link["level"] else ""
        yield noted(
            "K6",
            Modal.NECESSARY,
            (claim, other),
            ids(stated),
            opposed_by=ids(opposed),
            evidence=(link["id"],),
            text=f"{cited(stated)} affirms [{claim}] and {against} [{other}]; "
            f"the coding holds that the two exclude each other{coded}.",
        )
