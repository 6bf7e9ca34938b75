"""Which papers are left of verdicts that were fixed beforehand?

The process says how often a court departs from its instruction (mechanism 16) and who goes by signed list
(mechanism 3); it writes no paper. The record of an open archive has one for each open trial, approved from
outside the court on the day of the last draft of the accused, and one list for each day on which dossiers
were closed for that route. Both state that those they cover are to be convicted. Where the court departs no
more seldom than an ordinary one, nothing was fixed: there is no instruction, and a list is not signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from showtrial.events.history import Floats
from showtrial.model.machine import layout as at
from showtrial.model.machine.components import parameters
from showtrial.model.machine.run import Trace

#: What such a paper states of everybody whom it covers.
OUTCOME = "conviction"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One paper.

    Parameters
    ----------
    id, kind, case, title : str
        As in the tables of a case file.
    day : float
    covers : tuple of int
        Numbers of persons.
    fixed : bool
        Whether the court departs from such papers more seldom than an ordinary court does.
    """

    id: str
    kind: str
    case: str
    title: str
    day: float
    covers: tuple[int, ...]
    fixed: bool


def instructions(trace: Trace, days: Floats, rows: Floats) -> Iterator[Instruction]:
    """Give the papers of a run.

    Parameters
    ----------
    trace : Trace
        The run.
    days, rows : (S,), (S, P) float64
        Numbers in force, as `parameters.stretches` returns them for the mechanisms that were on.
    """

    def fixed(day: float, column: int, name: str) -> bool:
        now = rows[int(np.searchsorted(days, day, side="right")) - 1]
        ordinary = parameters()[name].neutral
        return ordinary is not None and bool(now[column] < ordinary)

    for number in sorted(set(trace.value[trace.kind == at.E_CHOSEN].tolist())):
        kept = (trace.kind == at.E_CHOSEN) & (trace.value == number)
        covers, day = tuple(sorted(set(trace.person[kept].tolist()))), float(trace.time[kept].max())
        if fixed(day, at.P_DEPARTS_OPEN, "verdict.departs_open"):
            case = f"open-{number + 1}"
            title = "Instruction to the court"
            yield Instruction(f"e.instruction-{case}", "verdict_draft", case, title, day, covers, True)
    kept = (trace.kind == at.E_DOSSIER) & (trace.value == at.LIST)
    for day in sorted(set(np.floor(trace.time[kept]).tolist())):
        covers = tuple(sorted(set(trace.person[kept & (np.floor(trace.time) == day)].tolist())))
        name, case = f"e.list-{int(day) + 1}", f"{at.ROUTE_WORDS[at.LIST]}-cases"
        signed = fixed(day, at.P_DEPARTS, "verdict.departs")
        yield Instruction(name, "list", case, "List of persons to be convicted", day, covers, signed)
