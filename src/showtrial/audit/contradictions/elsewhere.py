"""Was a person who is placed somewhere at that time somewhere else, in custody, or away? (K2, K4).

Presences are sorted by person and first minute; each is compared with those that follow while they
begin before it ends (and the longest journey is over), so that nothing else is looked at:
O(n log n + hits).

*Custody* keeps a person from acting anywhere else. A claim of an act (any kind but presence and
circumstance) clashes with custody in a place apart from its own; where the prison is not on
record it clashes by the dates alone, unless the record itself knows a place of detention that is
the place of the claim, lies in it or around it: then the two may have met behind its walls, and the
clash is at most possible. That somebody merely *was* in a town is compatible with being held there.

What is *possible* is listed only where it tells something:

- of a moment and a period, if they can meet without the hours of a journey at the edges, and the
  period can cover a tenth of the bounds of the moment (a year's leeway around a week's stay says
  nothing);
- of two moments, if both are known to the day and the journey takes two hours at 350 km/h (700 km);
- of two periods, if they can overlap.

A stay "throughout" some days is seldom meant to the minute: where a clash is necessary only by the
hours of a journey at the edge of a whole day, it is possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from showtrial.audit.contradictions.clash import (
    Period,
    at_most_possible,
    moment_in_period,
    two_moments,
    two_periods,
)
from showtrial.audit.contradictions.contradiction import Contradiction, noted
from showtrial.audit.contradictions.presences import Presence
from showtrial.audit.contradictions.sayings import Said, cited
from showtrial.audit.contradictions.spans import DAY
from showtrial.audit.contradictions.travel import Atlas, atlas, separation
from showtrial.record.dates import Bounds, Modal

#: Minutes of the longest journey that can be asked for: half way round the earth at 350 km/h.
LONGEST = 3432
#: A possible clash of two days is listed from this many minutes of travel on.
TELLING_MINUTES = 120
#: A possible clash with a period is listed if it can cover this share of the bounds of the moment.
TELLING_SHARE = 10
_DETAINED = ("custody", "interrogation", "pressure")


def clashes(said: Said, found: Sequence[Presence]) -> Iterator[Contradiction]:
    """Yield every clash of a claim with another claim or with an event."""
    known = atlas(said.case)
    rows = said.case["events"].select("kind", "place").rows()
    prisons = frozenset(place for kind, place in rows if kind in _DETAINED and place)
    for x, y in meeting(found):
        if (x.stated_by or y.stated_by) and not _one_claim(said, x, y):
            modal = clash(x, y, known, prisons)
            if modal is not Modal.NONE:
                claim, other = sorted((x, y), key=lambda each: (not each.stated_by, said.rank(each.row)))
                yield _told(said, claim, other, modal)


def meeting(found: Sequence[Presence]) -> Iterator[tuple[Presence, Presence]]:
    """Yield the pairs of presences of one person that a journey does not keep apart.

    `found` is sorted by person and first minute, as ``whereabouts`` returns it.
    """
    for at, x in enumerate(found):
        for later in range(at + 1, len(found)):
            y = found[later]
            if y.person != x.person or y.start.lo > x.end.hi + LONGEST:
                break
            yield x, y


def _one_claim(said: Said, x: Presence, y: Presence) -> bool:
    return said.same.get(x.row, x.row) == said.same.get(y.row, y.row)


def clash(x: Presence, y: Presence, known: Atlas, prisons: Iterable[str] = ()) -> Modal:
    """Say whether two presences of one person clash, and whether that is worth telling.

    Parameters
    ----------
    x, y : Presence
        The presences.
    known : Atlas
        Where the places lie.
    prisons : iterable of str
        Places of detention on record.
    """
    if y.mode in ("held", "away"):
        x, y = y, x
    if x.mode == "away":
        inside = y.mode != "away" and x.place and y.place and known.inside(y.place, x.place)
        return _listed(x, y, 0) if inside else Modal.NONE
    if x.mode == "held" and y.mode == "held":
        return Modal.NONE
    if x.mode == "held" and (x.place is None or y.place is None or known.nested(x.place, y.place)):
        return _held(x, y, known, prisons)
    if x.place is None or y.place is None:
        return Modal.NONE
    way = separation(known, x.place, y.place)
    if way.relation == "nested":
        return Modal.NONE
    if way.relation == "unsure":
        return at_most_possible(_listed(x, y, 0))
    return _listed(x, y, way.minutes(min(x.end.hi, y.end.hi) - 1))


def _held(held: Presence, other: Presence, known: Atlas, prisons: Iterable[str]) -> Modal:
    """Say whether custody clashes where one place is not on record, or lies in the other."""
    nested = held.place is not None and other.place is not None
    if nested and (held.place == other.place or other.mode == "there"):
        return Modal.NONE
    modal = _listed(held, other, 0)
    place = other.place
    unsure = (
        nested or place is None or other.mode == "there" or any(known.nested(each, place) for each in prisons)
    )
    return at_most_possible(modal) if unsure else modal


def _listed(x: Presence, y: Presence, travel: int) -> Modal:
    """Return the modal value of a clash; none where it is possible but says nothing."""
    if x.quant == "throughout" and y.quant == "throughout":
        x_time, y_time = Period(x.start, x.end), Period(y.start, y.end)
        modal, at_once = two_periods(x_time, y_time, travel), two_periods(x_time, y_time)
        return _by_the_clock(modal, at_once, x_time, y_time)
    if x.quant == y.quant:
        modal = two_moments(x.start, y.start, travel)
        telling = travel >= TELLING_MINUTES and _one_day(x.start) and _one_day(y.start)
        return modal if modal is Modal.NECESSARY or telling else Modal.NONE
    moment, period = (x, y) if x.quant == "some_time" else (y, x)
    time = Period(period.start, period.end)
    modal, at_once = moment_in_period(moment.start, time, travel), moment_in_period(moment.start, time)
    shared = min(moment.end.hi, period.end.hi) - max(moment.start.lo, period.start.lo)
    covered = shared * TELLING_SHARE >= moment.end.hi - moment.start.lo
    return _by_the_clock(modal, at_once if covered else Modal.NONE, time)


def _by_the_clock(modal: Modal, at_once: Modal, *periods: Period) -> Modal:
    """Let the hours of a journey make a clash necessary only where the edges are not whole days."""
    if modal is not Modal.NECESSARY or at_once is Modal.NECESSARY:
        return at_once
    whole = any((each.start.hi - 1) % DAY == 0 or (each.end.lo + 1) % DAY == 0 for each in periods)
    return Modal.POSSIBLE if whole else modal


def _one_day(bounds: Bounds) -> bool:
    return bounds.lo // DAY == (bounds.hi - 1) // DAY


def _told(said: Said, claim: Presence, other: Presence, modal: Modal) -> Contradiction:
    held = other.mode in ("held", "away")
    first = f"{cited(said.affirmed[claim.row])} {_places(said, claim)} [{claim.row}]"
    if other.stated_by:
        second = f"{cited(said.affirmed[other.row])} {_places(said, other)} [{other.row}]"
    else:
        second = f"by the record {_recorded(said, other)} [{', '.join((other.row, *other.evidence))}]"
    return noted(
        "K4" if held else "K2",
        modal,
        (claim.row, other.row),
        claim.stated_by,
        opposed_by=other.stated_by,
        evidence=(claim.person, *claim.evidence, *other.evidence),
        text=f"{first}; {second}.",
    )


def _places(said: Said, each: Presence) -> str:
    if each.place is None:
        return f"has {said.names[each.person]} act in person (where is not on record) {_when(each)}"
    return f"places {said.names[each.person]} at {said.names[each.place]} {_when(each)}"


def _recorded(said: Said, each: Presence) -> str:
    person = said.names[each.person]
    place = said.names[each.place] if each.place else ""
    if each.mode == "held":
        where = f" at {place}" if place else " (where is not on record)"
        presumed = ", counting arrest to release or death as custody" if each.reading == "lenient" else ""
        return f"{person} was held{where} {_when(each)}{presumed}"
    return f"{person} was {'away from' if each.mode == 'away' else 'at'} {place} {_when(each)}"


def _when(each: Presence) -> str:
    if each.quant == "throughout":
        return f"throughout {each.date}" if each.mode != "held" else f"from {each.date.replace('/', ' to ')}"
    return f"on {each.date}" if _one_day(each.start) else f"some time in {each.date}"
