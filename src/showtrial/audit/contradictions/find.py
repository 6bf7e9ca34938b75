"""What on record cannot hold together? Contradictions of seven kinds, each with its rows.

A contradiction says that two things on record cannot both hold, necessarily or possibly; it never
says which of them is mistaken. The absence of something from the record contradicts nothing,
unless a search says that the source is complete.

*Necessary* is only what holds under both readings of approximate dates: as written, and with the
room that ``~`` and ``?`` give (3 days, a month, a year). What holds as written alone is possible.
Rival readings of cells are not varied here: put one into the case file and ask again.
"""

from __future__ import annotations

from collections.abc import Iterator

from showtrial.audit.contradictions.contradiction import Contradiction, softened
from showtrial.audit.contradictions.elsewhere import clashes
from showtrial.audit.contradictions.exclusions import exclusive
from showtrial.audit.contradictions.existence import missing_places
from showtrial.audit.contradictions.lifetimes import beyond_life
from showtrial.audit.contradictions.order import impossible_orders
from showtrial.audit.contradictions.polarity import opposites
from showtrial.audit.contradictions.presences import Custody, whereabouts
from showtrial.audit.contradictions.sayings import Said, said
from showtrial.audit.contradictions.silences import silent_sources
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import Modal


def contradictions(case: CaseFile, *, reading: Custody = "strict") -> tuple[Contradiction, ...]:
    """Return what on record cannot hold together, sorted by kind and claim.

    Parameters
    ----------
    case : CaseFile
        The case file.
    reading : {"strict", "lenient"}
        Lenient counts the time from an arrest to release or death as custody, where no custody is
        on record.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> found = contradictions(open_case("moscow"))
    >>> [(each.kind, each.against, str(each.modal)) for each in found if each.claim == "c.merano"][:1]
    [('K2', 'c.bagneres', 'necessary')]
    """
    found = {each.key: each for each in _all(said(case), reading)}
    wide = {each.key: each.modal for each in _all(said(case, "wide"), reading)}
    kept = (
        each if each.modal is wide.get(key, Modal.NONE) or each.modal is Modal.POSSIBLE else softened(each)
        for key, each in found.items()
    )
    return tuple(sorted(kept, key=lambda each: each.key))


def _all(record: Said, reading: Custody) -> Iterator[Contradiction]:
    yield from opposites(record)
    placed = whereabouts(record, reading)
    yield from clashes(record, placed)
    yield from missing_places(record)
    yield from beyond_life(record, placed)
    yield from impossible_orders(record)
    yield from exclusive(record)
    yield from silent_sources(record)
