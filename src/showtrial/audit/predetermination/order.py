"""What do dates and links say of the order of events and statements?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import polars as pl

from showtrial.record.casefile import CaseFile
from showtrial.record.dates import MAX, MIN, Bounds, Modal
from showtrial.record.when import when

#: A row, if it is known which, and the bounds of when it was.
Instant: TypeAlias = tuple[str | None, Bounds]


class Order:
    """What the dates and the links of kind ``before`` say of the order of events and statements."""

    def __init__(self, case: CaseFile) -> None:
        self._dates = {
            row: date
            for table in ("events", "statements")
            for row, date in zip(case[table]["id"], when(case[table], case.calendar), strict=True)
            if row and date
        }
        links = case["links"].filter(pl.col("kind") == "before").select("from", "to").rows()
        self._after, self._prior = _closure(links), _closure((to, start) for start, to in links)

    def at(self, row: str | None, edge: str = "span") -> Instant:
        """Return when something was: at its start, its end, or some time within its span."""
        return row, getattr(self._dates[row], edge) if row in self._dates else Bounds(MIN, MAX)

    def sure(self, x: Instant, y: Instant) -> bool:
        """Say whether x necessarily came before y."""
        after, prior = self._after.get(x[0], set()), self._prior.get(y[0], set())
        by = min([x[1].hi, *(self.at(row, "start")[1].hi for row in after)])
        return y[0] in after or by <= max([y[1].lo, *(self.at(row, "end")[1].lo for row in prior)])

    def before(self, x: Instant, y: Instant) -> Modal:
        """Say whether x came before y; links that contradict the dates leave both orders possible."""
        first, last = self.sure(x, y), self.sure(y, x)
        return Modal.POSSIBLE if first == last else Modal.NECESSARY if first else Modal.NONE


def _closure(links: Iterable[tuple[str, str]]) -> dict[str | None, set[str]]:
    pairs, found = list(links), dict[str | None, set[str]]()
    for start, _ in pairs:
        reached, size = {start}, 0
        while size < len(reached):
            size = len(reached)
            reached |= {to for here, to in pairs if here in reached}
        found[start] = reached - {start}
    return found
