"""Is somebody placed somewhere before birth or after death? (K4).

On the day of death itself nothing is listed. What is *possible* is listed only where the date of
the claim begins no earlier than the first minute in which the person may have died and reaches past the
last (or, for birth, the other way round): a claim dated to the year of a death says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from showtrial.audit.contradictions.contradiction import Contradiction, noted
from showtrial.audit.contradictions.presences import Presence
from showtrial.audit.contradictions.sayings import Said, cited
from showtrial.record.dates import Bounds, Modal, before


def beyond_life(said: Said, found: Sequence[Presence]) -> Iterator[Contradiction]:
    """Yield every claim that places a person somewhere before birth or after death."""
    persons = {row["id"]: row for row in said.case["persons"].iter_rows(named=True)}
    for each in found:
        person = persons[each.person]
        if not each.stated_by:
            continue
        born, died = (said.date({"date": person[column]}) for column in ("born", "died"))
        if died:
            modal = after(died.span, each.end)
            if modal is not Modal.NONE:
                yield _told(said, each, f"died {died.text}", modal)
        if born:
            modal = after(each.start, born.span)
            if modal is not Modal.NONE:
                yield _told(said, each, f"was born {born.text}", modal)


def after(first: Bounds, second: Bounds) -> Modal:
    """Say whether `second` came after `first`: necessary, possible and telling, or nothing to tell.

    Examples
    --------
    >>> day = Bounds(1440, 2880)
    >>> str(after(day, Bounds(2880, 4320))), str(after(day, day)), str(after(day, Bounds(0, 4320)))
    ('necessary', 'none', 'none')
    >>> str(after(Bounds(0, 4320), Bounds(1440, 5760)))
    'possible'
    """
    modal = before(first, second)
    telling = second.lo >= first.lo and second.hi > first.hi
    return modal if modal is Modal.NECESSARY or (modal is Modal.POSSIBLE and telling) else Modal.NONE


def _told(said: Said, each: Presence, words: str, modal: Modal) -> Contradiction:
    person = said.names[each.person]
    what = f"places {person} at {said.names[each.place]}" if each.place else f"has {person} act in person"
    text = (
        f"{cited(said.affirmed[each.row])} {what} in {each.date} [{each.row}]; "
        f"by the record {person} {words} [{each.person}]."
    )
    return noted("K4", modal, (each.row, each.person), each.stated_by, text=text)
