"""Is a source complete for such an event, at that place and time, and does not have it? (K7).

Only a row of ``searches`` whose ``complete`` is yes makes silence speak; taking such a row away can
only take contradictions away. The row bears on a claim that it names (``about``), or, where it
names nothing, on claims of the kind ``event_kind`` set in its place and time.

The place of the claim must be that of the search or lie in it; where it lies around it, or is not
on record, the clash is at most possible; a claim of another place is not touched. The dates are
compared as a moment with a period: necessary iff the claim cannot lie outside the time searched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from showtrial.audit.contradictions.clash import at_most_possible, moment_in_period, two_periods
from showtrial.audit.contradictions.contradiction import Contradiction, noted
from showtrial.audit.contradictions.sayings import Said, cited, ids
from showtrial.audit.contradictions.spans import meant, moment, quantity, whole
from showtrial.audit.contradictions.travel import Atlas, atlas
from showtrial.record.dates import Modal

Row = Mapping[str, Any]


def silent_sources(said: Said) -> Iterator[Contradiction]:
    """Yield every affirmed claim of an event that a complete source does not have.

    Examples
    --------
    >>> from showtrial.audit.contradictions.sayings import said
    >>> from showtrial.record.packaged import open_case
    >>> [each.against for each in silent_sources(said(open_case("moscow"))) if each.claim == "c.kjeller"]
    ['q.kjeller-log-civil', 'q.kjeller-log-foreign']
    """
    known = atlas(said.case)
    searches = [row for row in said.case["searches"].iter_rows(named=True) if row["complete"] == "yes"]
    for claim in said.claims:
        for search in sorted(searches, key=lambda row: row["id"]):
            if _bears(said, claim, search):
                modal = covered(said, claim, search, known)
                if modal is not Modal.NONE:
                    yield _told(said, claim, search, modal)


def _bears(said: Said, claim: Row, search: Row) -> bool:
    if search["about"]:
        return said.same.get(claim["id"]) == said.same.get(search["about"])
    named = search["event_kind"] and search["place"] and search["date"]
    return bool(named) and claim["kind"] == search["event_kind"] and bool(claim["place"] and claim["date"])


def covered(said: Said, claim: Row, search: Row, known: Atlas) -> Modal:
    """Say whether a claim falls within the place and the time that a source covers completely."""
    room = Modal.NECESSARY
    if search["place"]:
        if claim["place"] is None:
            room = Modal.POSSIBLE
        elif not known.inside(claim["place"], search["place"]):
            room = Modal.POSSIBLE if known.inside(search["place"], claim["place"]) else Modal.NONE
    span, date = said.date(search), said.date(claim)
    if room is Modal.NONE or span is None:
        return room
    if date is None:
        return Modal.POSSIBLE
    searched = whole(span)
    if quantity(claim) == "some_time":
        modal = moment_in_period(moment(date).start, searched)
    else:
        modal = two_periods(meant(date, claim), searched)
    return modal if room is Modal.NECESSARY else at_most_possible(modal)


def _told(said: Said, claim: Row, search: Row, modal: Modal) -> Contradiction:
    sayings = said.affirmed[claim["id"]]
    place = f" at {said.names[claim['place']]}" if claim["place"] else ""
    date = f" in {claim['date']}" if claim["date"] else ""
    source = search["by"] or search["searched"] or "not named"
    span = f", {search['date']}" if search["date"] else ""
    what = search["what"] or search["event_kind"] or "such an event"
    text = (
        f"{cited(sayings)} affirms [{claim['id']}]{', set' if place or date else ''}{place}{date}; "
        f'a source coded as complete ({source}{span}) was searched for "{what}" '
        f'with the result "{search["result"] or "not on record"}" [{search["id"]}].'
    )
    return noted("K7", modal, (claim["id"], search["id"]), ids(sayings), text=text)
