"""Who was where, when? What claims, acts and custody say of it.

- A claim of mode ``in_person`` that somebody affirms puts its person, and every role but
  ``mentioned``, at its place. A claim of mode ``remote``, or of none, puts nobody anywhere.
- An event that needs the body (`BODILY`), or of any kind with an ``extent`` of its own, puts the
  person to whom it was done at its place; ``custody`` keeps the person out of every other place,
  and is a presence even where no place is on record; ``absence`` keeps the person out of its place.
- In the lenient reading an arrest to the next release, or to death, counts as custody where no
  custody is on record for that time; an arrest that another arrest follows without a release
  gives none, since nobody knows when it ended.

Groups and bodies are nowhere. A presence without a date is left out, and so is one without a place,
but for custody and for acts in person, which clash with custody and death wherever they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from showtrial.audit.contradictions.clash import Period
from showtrial.audit.contradictions.sayings import Said, ids
from showtrial.audit.contradictions.spans import Quant, meant, quantity
from showtrial.record.dates import Attested, Bounds
from showtrial.record.schema import NOBODY
from showtrial.record.views.acts import parts

Custody = Literal["strict", "lenient"]
#: Events to which the person to whom they were done had to be there.
BODILY = (
    *("arrest", "custody", "release", "interrogation", "pressure", "journey", "before_judge"),
    *("last_words", "execution", "death", "murder"),
)
#: Kinds of claims that say no more than that somebody was there.
MERE = ("presence", "circumstance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """One person at one place, or kept from others, at one time.

    Parameters
    ----------
    person : str
        Who.
    place : str or None
        Where; None for custody, or an act in person, in a place that is not on record.
    start, end : Bounds
        When it began and ended; for a moment both are the bounds of the moment.
    quant : {"some_time", "throughout"}
        Whether a moment or all of the time is meant.
    mode : {"there", "acting", "held", "away"}
        Was there, acted there (at liberty), was held there, was not there.
    row : str
        The claim or the event.
    date : str
        The date as attested.
    stated_by : tuple of str
        Assertions that state it; empty for an event.
    evidence : tuple of str
        Further rows it rests on.
    reading : {"strict", "lenient"}
        The narrowest reading in which it counts.
    """

    person: str
    place: str | None
    start: Bounds
    end: Bounds
    quant: Quant
    mode: Literal["there", "acting", "held", "away"]
    row: str
    date: str
    stated_by: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    reading: Custody = "strict"

    @property
    def key(self) -> tuple[str, int, int, str, str]:
        """By what presences are sorted for the sweep: person, first minute, last minute, row."""
        return (self.person, self.start.lo, self.end.hi, self.row, self.mode)


def whereabouts(said: Said, custody: Custody = "strict") -> tuple[Presence, ...]:
    """Return every presence that the record gives, sorted by person and first minute.

    Examples
    --------
    >>> from showtrial.audit.contradictions.sayings import said
    >>> from showtrial.record.packaged import open_case
    >>> found = whereabouts(said(open_case("moscow")))
    >>> [(each.person, each.mode, each.quant) for each in found if each.row == "c.sedov-berlin"]
    [('sedov', 'there', 'throughout')]
    """
    people = {
        row["id"]
        for row in said.case["persons"].iter_rows(named=True)
        if (row["kind"] or "person") == "person"
    }
    found = [*_claimed(said), *_done(said)]
    if custody == "lenient":
        found += _presumed(said, [each for each in found if each.mode == "held"])
    return tuple(sorted((each for each in found if each.person in people), key=lambda each: each.key))


def _claimed(said: Said) -> Iterator[Presence]:
    played: dict[str, set[str]] = {}
    for act, person, role in parts(said.case).select("act", "person", "role").iter_rows():
        if person and role != "mentioned":
            played.setdefault(act, set()).add(person)
    for row in said.claims:
        date = said.date(row)
        mode: Literal["there", "acting"] = "there" if row["kind"] in MERE else "acting"
        if row["mode"] == "in_person" and date and (row["place"] or mode == "acting"):
            for person in sorted(played.get(row["id"], ())):
                stated = ids(said.affirmed[row["id"]])
                yield _presence(row, date, person, row["id"], mode=mode, stated_by=stated)


def _done(said: Said) -> Iterator[Presence]:
    further: dict[str, list[str]] = {}
    for act, person, role in said.case["roles"].select("act", "person", "role").iter_rows():
        if role == "subject" and person:
            further.setdefault(act, []).append(person)
    modes: Mapping[str, Literal["held", "away"]] = {"custody": "held", "absence": "away"}
    for row in said.case["events"].iter_rows(named=True):
        kind, date = row["kind"], said.date(row)
        bodily = kind in BODILY or kind == "absence" or row["extent"]
        if not (bodily and date and (row["place"] or kind == "custody")):
            continue
        for person in {row["person"], *further.get(row["id"], ())} - {None, NOBODY}:
            yield _presence(row, date, person, called(row), mode=modes.get(kind, "there"), kind=kind)


def _presence(
    row: Mapping[str, Any],
    date: Attested,
    person: str,
    name: str,
    *,
    mode: Literal["there", "acting", "held", "away"],
    kind: str = "",
    stated_by: tuple[str, ...] = (),
) -> Presence:
    period = meant(date, row, kind)
    return Presence(
        person=person,
        place=row["place"],
        start=period.start,
        end=period.end,
        quant=quantity(row, kind),
        mode=mode,
        row=name,
        date=date.text,
        stated_by=stated_by,
    )


def called(row: Mapping[str, Any]) -> str:
    """Return the id of an event, or (it needs none) its kind, person and date."""
    return row["id"] or " ".join(part for part in (row["kind"], row["person"], row["date"]) if part)


def _presumed(said: Said, held: list[Presence]) -> Iterator[Presence]:
    """Yield custody from each arrest to what ended it, where no custody is on record."""
    acts: dict[str, list[tuple[Attested, str, str]]] = {}
    for row in said.case["events"].iter_rows(named=True):
        date = said.date(row)
        if row["kind"] in ("arrest", "release") and row["person"] not in (None, NOBODY) and date:
            acts.setdefault(row["person"], []).append((date, row["kind"], called(row)))
    died = {row["id"]: said.date({"date": row["died"]}) for row in said.case["persons"].iter_rows(named=True)}
    for person, dated in sorted(acts.items()):
        dated.sort(key=lambda act: (act[0].lo, act[1], act[2]))
        death = died.get(person)
        for at, (start, kind, arrest) in enumerate(dated):
            after = dated[at + 1 :] + ([(death, "death", person)] if death else [])
            period = _between(start, after[0][0]) if after and after[0][1] != "arrest" else None
            if kind == "arrest" and period and not any(_meets(each, person, period) for each in held):
                yield Presence(
                    person=person,
                    place=None,
                    start=period.start,
                    end=period.end,
                    quant="throughout",
                    mode="held",
                    row=arrest,
                    date=f"{start.text}/{after[0][0].text}",
                    evidence=(after[0][2],),
                    reading="lenient",
                )


def _between(start: Attested, end: Attested) -> Period | None:
    """Return the time from one act to a later one; None where the order cannot be."""
    first, last = max(end.lo, start.lo), min(start.hi, end.hi)
    if start.lo >= last or first >= end.hi:
        return None
    return Period(Bounds(start.lo, last), Bounds(first, end.hi))


def _meets(held: Presence, person: str, period: Period) -> bool:
    """Whether custody on record may be that of this person in this period."""
    return held.person == person and held.start.lo < period.end.hi and period.start.lo < held.end.hi
