"""Is something said to have happened at a place that did not exist then? (K3).

The place's own life is asked (column ``exists``), not that of the places around it: that a state
was founded in 1922 says nothing of its towns. An open end (``..``) of that column sets no limit.
Claims of mode ``remote`` put nothing at their place and are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from showtrial.audit.contradictions.clash import Period, outside
from showtrial.audit.contradictions.contradiction import Contradiction, noted
from showtrial.audit.contradictions.sayings import Said, cited, ids
from showtrial.audit.contradictions.spans import meant, stretch
from showtrial.record.dates import MAX, MIN, Attested, Bounds, Modal


def missing_places(said: Said) -> Iterator[Contradiction]:
    """Yield every affirmed claim that is set, in some completion of its dates, outside the life of its place.

    Examples
    --------
    >>> from showtrial.audit.contradictions.sayings import said
    >>> from showtrial.record.packaged import open_case
    >>> [(each.claim, str(each.modal)) for each in missing_places(said(open_case("moscow")))]
    [('c.bristol-hotel', 'necessary')]
    """
    places = {row["id"]: row for row in said.case["places"].iter_rows(named=True) if row["exists"]}
    for row in said.claims:
        place, date = places.get(row["place"]), said.date(row)
        life = said.date({"date": place["exists"]}) if place else None
        if place and life and date and row["mode"] != "remote":
            modal = outside(meant(date, row), _limits(life))
            if modal is not Modal.NONE:
                yield _told(said, row, place, modal)


def _limits(life: Attested) -> Period:
    """Return the life of a place; without limit where it is open."""
    period = stretch(life)
    start = Bounds(MIN, MIN + 1) if life.start.lo == MIN else period.start
    end = Bounds(MAX - 1, MAX) if life.end.hi == MAX else period.end
    return Period(start, end)


def _told(said: Said, row: dict[str, Any], place: dict[str, Any], modal: Modal) -> Contradiction:
    sayings = said.affirmed[row["id"]]
    text = (
        f"{cited(sayings)} sets it at {place['name']} in {row['date']} [{row['id']}]; "
        f"by the record {place['name']} existed in {place['exists']} [{place['id']}]."
    )
    return noted("K3", modal, (row["id"], place["id"]), ids(sayings), text=text)
