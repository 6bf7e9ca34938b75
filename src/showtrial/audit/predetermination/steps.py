"""Which rows are the steps of a trial, and whom does each paper that states an outcome cover?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from showtrial.audit.predetermination.order import Instant, Order
from showtrial.record.casefile import CaseFile
from showtrial.record.schema import NOBODY
from showtrial.record.views.acts import parts

#: Kind of event -> the step of the trial that it marks.
_STEP_OF = {"indictment_served": "P0", "trial": "P1", "session": "P1", "last_words": "P2a", "verdict": "P2"}


class Record:
    """The rows of one case file that bear on the question."""

    def __init__(self, case: CaseFile) -> None:
        self.order = Order(case)
        self.charges = {row["id"]: row for row in case["charges"].sort("id").iter_rows(named=True)}
        self.names = dict(case["persons"].select("id", "name").iter_rows())
        self.events = {row["id"]: row for row in case["events"].sort("id").iter_rows(named=True) if row["id"]}
        self.papers = [row for row in self.events.values() if row["state"]]
        self._cases = set(case["cases"]["id"])
        charging = case["statements"].filter(pl.col("setting") == "indictment").sort("id")
        self._indicted = dict(charging.group_by("case").agg("id").iter_rows())
        self._played: dict[tuple[str, str], list[tuple[str | None, str | None]]] = {}
        for act, role, person, value in parts(case).select("act", "role", "person", "value").iter_rows():
            self._played.setdefault((act, role), []).append((person, value))

    def case_of(self, row: Mapping[str, Any]) -> str | None:
        """Return the case that a row of events is about, or to which it belongs."""
        about = row["about"]
        if about in self._cases:
            return str(about)
        return (self.charges.get(about) or self.events.get(about) or row)["case"] or row["case"]

    def steps(self, charge: Mapping[str, Any]) -> dict[str, list[Instant]]:
        """Return the steps of the trial on this charge that are on record."""
        found: dict[str, list[Instant]] = {"P0": [], "P1": [], "P2": [], "P2a": []}
        for name, row in self.events.items():
            step = _STEP_OF.get(row["kind"], "")
            whom = {person for person, _ in self._played.get((name, "subject"), ())}
            of_all = step == "P2a" or not whom
            if step and self.case_of(row) == charge["case"] and (of_all or charge["accused"] in whom):
                found[step].append(self.order.at(name, "end" if step == "P2a" else "start"))
        found["P0"] += [self.order.at(name, "start") for name in self._indicted.get(charge["case"], ())]
        if charge["verdict"]:
            found["P2"] = [self.order.at(charge["verdict"], "start")]
        return found

    def sets(self, row: Mapping[str, Any]) -> list[tuple[str, str | None, str]]:
        """Return whom a paper covers, on which charge, and the outcome that it states, if it states one."""
        value, about, covered = row["value"], row["about"], self._played.get((row["id"], "covered"))
        if covered:
            found = [(p, k, own or value) for p, own in covered if p for k in self._bears_on(row, p)]
        else:
            found = [(c["accused"], k, value) for k, c in self.charges.items() if about in (k, c["case"])]
        return [(person, charge, said) for person, charge, said in found if said and said != NOBODY]

    def _bears_on(self, row: Mapping[str, Any], person: str) -> list[str] | list[None]:
        """Charges of a person that a paper concerns: of its case, else of the next verdict after it."""
        case, own = self.case_of(row), {k: c for k, c in self.charges.items() if c["accused"] == person}
        if case:
            return [k for k, held in own.items() if held["case"] == case] or [None]
        paper, ends = (
            self.order.at(row["id"]),
            {k: self.order.at(c["verdict"], "start") for k, c in own.items()},
        )
        ends = {k: end for k, end in ends.items() if not self.order.sure(end, paper)}
        later = [k for k, end in ends.items() if any(self.order.sure(e, end) for e in ends.values())]
        return [k for k in ends if k not in later] or [None]
