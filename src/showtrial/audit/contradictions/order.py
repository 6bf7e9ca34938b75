"""Is there an order of dates that cannot be? (K5).

Dates of claims, events and statements, and links of kind ``before`` (the row `from` ended before
the row `to` began, by `min` to `max` of time), form a simple temporal network; a set of rows that
it cannot hold is a contradiction if a claim is among them. Only rows on which such a link touches
take part, and only claims that somebody affirms bring their date with them.

A duration of months or years is read in the way that leaves most room: a month has 28 to 31 days, a
year 365 to 366.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from showtrial.audit.contradictions.contradiction import Contradiction, noted
from showtrial.audit.contradictions.sayings import Said, cited, ids
from showtrial.audit.contradictions.spans import meant, quantity
from showtrial.audit.contradictions.stn import Constraint, bounded, conflicts
from showtrial.record.dates import Modal

_DURATION = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)
_LEAST = (365 * 1440, 28 * 1440, 7 * 1440, 1440, 60, 1)
_MOST = (366 * 1440, 31 * 1440, 7 * 1440, 1440, 60, 1)


def impossible_orders(said: Said) -> Iterator[Contradiction]:
    """Yield every set of dates and orders, with a claim among them, that cannot all hold."""
    dated = {
        row["id"]: (table, row)
        for table in ("events", "statements", "claims")
        for row in said.case[table].iter_rows(named=True)
        if row["id"]
    }
    links = [link for link in said.case["links"].iter_rows(named=True) if link["kind"] == "before"]
    named = {_order(link): link for link in links}
    touched = {row for link in links for row in (link["from"], link["to"])}
    network = [each for link in links for each in _apart(link)]
    network += [each for row in touched if row in dated for each in _dates(said, *dated[row])]
    for found in conflicts(network):
        orders = [named[row] for row in sorted(found) if row in named]
        rows = {row for row in found if row not in named} | {
            row for link in orders for row in (link["from"], link["to"])
        }
        claims = [row for row in rows if row in said.affirmed and dated.get(row, ("",))[0] == "claims"]
        if claims:
            yield _told(
                said,
                sorted(claims, key=said.rank),
                {row: dated[row][1]["date"] for row in rows if row in dated},
                orders,
            )


def _order(link: Mapping[str, Any]) -> str:
    """Name of a link in the network; no id of a row holds a blank."""
    return f"{link['from']} before {link['to']} {link['min'] or ''}/{link['max'] or ''}"


def _apart(link: Mapping[str, Any]) -> Iterator[Constraint]:
    end, start, row = f"{link['from']} end", f"{link['to']} start", _order(link)
    yield Constraint(start, end, -(minutes(link["min"])[0] if link["min"] else 0), row)
    if link["max"]:
        yield Constraint(end, start, minutes(link["max"])[1], row)


def _dates(said: Said, table: str, row: Mapping[str, Any]) -> Iterator[Constraint]:
    """Yield that a row ends after it begins (a moment at once), and, from its date, when."""
    name, kind = row["id"], row["kind"] if table == "events" else ""
    extended = {"extent": None, **row}
    start, end = f"{name} start", f"{name} end"
    yield Constraint(end, start, 0, name)
    date = said.date(row)
    if table == "claims" and name not in said.affirmed:
        return
    if quantity(extended, kind) == "some_time":
        yield Constraint(start, end, 0, name)
    if date:
        period = meant(date, extended, kind)
        yield from bounded(start, period.start.lo, period.start.hi - 1, name)
        yield from bounded(end, period.end.lo, period.end.hi - 1, name)


def minutes(duration: str) -> tuple[int, int]:
    """Return the least and the most minutes of an ISO 8601 duration.

    Examples
    --------
    >>> minutes("PT2H30M"), minutes("P1M"), minutes("PT90S")
    ((150, 150), (40320, 44640), (1, 2))
    """
    found = _DURATION.fullmatch(duration)
    parts = [int(part or 0) for part in found.groups()] if found else [0] * 7
    least, most = (sum(a * b for a, b in zip(parts, unit, strict=False)) for unit in (_LEAST, _MOST))
    return least + parts[6] // 60, most + -(-parts[6] // 60)


def _told(
    said: Said, claims: list[str], rows: Mapping[str, str | None], orders: list[dict[str, Any]]
) -> Contradiction:
    claim = claims[0]
    others = claims[1:] or sorted(set(rows) - {claim}) or [claim]
    dates = "; ".join(f"{row} dated {date}" for row, date in sorted(rows.items()) if date)
    before = "; ".join(f"{link['from']} before {link['to']}" for link in orders)
    stated, opposed = said.affirmed[claim], said.affirmed.get(others[0], ()) if others[0] != claim else ()
    return noted(
        "K5",
        Modal.NECESSARY,
        (claim, others[0]),
        ids(stated),
        opposed_by=ids(opposed),
        evidence=(*rows, *(link["id"] for link in orders)),
        text=f"{cited(stated)} affirms [{claim}], "
        f"which does not fit with the order on record: {before} ({dates}).",
    )
