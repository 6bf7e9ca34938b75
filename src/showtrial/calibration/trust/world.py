"""What is true in one run of a scenario, as far as the audit asks after it?

Truth is read from the run itself. Two things are made only when a run is recorded, and are read from
the complete record: what stood before the court beside the words of the accused (mechanism 15), and the
numbers of the protocols.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from showtrial.model.machine import layout as at
from showtrial.model.machine.parameters import neutral, stretches
from showtrial.model.machine.recording import RECORDINGS, Recorded, neutral_names, record
from showtrial.model.machine.run import Trace
from showtrial.model.machine.scenario import Scenario
from showtrial.model.machine.sessions import FROM_LIST

#: Nothing lost, nothing blurred, nothing copied, the archive open.
COMPLETE = RECORDINGS["complete"]
#: Kinds of assertions that are words of the accused, about themselves and about each other.
WORDS = ("confession", "co_accused")
#: Kinds that are no support: whoever argues is no witness.
_ARGUING = ("prosecutor", "judge", "defence")


@dataclass(frozen=True, slots=True)
class Saying:
    """One name in one session: who said it, of whom, from the office's list or not, and if they were tied."""

    speaker: str
    named: str
    from_list: bool
    tied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Accused:
    """What happened to one of those whose dossier was closed.

    Parameters
    ----------
    person, case : str
        As in every record of the run.
    in_open_trial : bool
    confessed, retracted, refused : bool
        Ever.
    beside : frozenset of str
        Kinds of what stood before the court beside the words of the accused: document, witness.
    convicted : bool or None
        None where no verdict was passed before the horizon.
    fixed : bool
        Whether the verdict was fixed beforehand: the court departs from its instruction more seldom than
        an ordinary court.
    pressed : bool
        Isolated, or with a member of the household in custody, where this bears upon confession.
    hours_to_execution : float or None
        From the verdict.
    mercy : bool
        Whether a petition could be heard at all.
    """

    person: str
    case: str
    in_open_trial: bool
    confessed: bool
    retracted: bool
    refused: bool
    beside: frozenset[str]
    convicted: bool | None
    fixed: bool
    pressed: bool
    hours_to_execution: float | None
    mercy: bool

    @property
    def charge(self) -> str:
        """Id of the charge in every record of the run."""
        return f"ch.{self.person}"

    @property
    def pleads(self) -> bool:
        """Whether the accused affirms the charge at the end."""
        return self.confessed and not self.retracted

    @property
    def denied(self) -> bool:
        """Whether the accused ever denied the charge: refused, took it back, or never confessed."""
        return self.refused or self.retracted or (self.in_open_trial and not self.confessed)


@dataclass(frozen=True)
class World:
    """One run, and what is true in it."""

    scenario: Scenario
    trace: Trace

    @cached_property
    def names(self) -> Mapping[int, str]:
        """Number of a person in the world -> id in every record of the run."""
        return neutral_names(self.scenario, self.trace)

    @cached_property
    def complete(self) -> Recorded:
        """The complete record of the run."""
        return record(self.scenario, self.trace, COMPLETE)

    @cached_property
    def sayings(self) -> Mapping[str, tuple[Saying, ...]]:
        """Id of a protocol -> the names said in its session; protocols are counted for each speaker."""
        trace, found, number = self.trace, dict[str, list[Saying]](), dict[int, int]()
        current = ""
        for kind, who, by, value in zip(
            trace.kind.tolist(), trace.person.tolist(), trace.by.tolist(), trace.value.tolist(), strict=True
        ):
            if kind in (at.E_CONFESS, at.E_REFUSE, at.E_SESSION) or (kind == at.E_RETRACT and value == 0):
                number[who] = number.get(who, 0) + 1
                current = f"s.{self.names[who]}-{number[who]}"
                found[current] = []
            elif kind == at.E_NAME:
                told = Saying(self.names[by], self.names[who], bool(value & FROM_LIST), self._tied(by, who))
                found[current].append(told)
        return {act: tuple(told) for act, told in found.items()}

    def _tied(self, a: int, b: int) -> bool:
        world = self.scenario.world
        return b in world.tie_to[world.tie_start[a] : world.tie_start[a + 1]].tolist()

    def said_of(self, person: str) -> Iterator[tuple[str, Saying]]:
        """Yield (protocol, saying) for each time that `person` was named."""
        for act, told in self.sayings.items():
            yield from ((act, each) for each in told if each.named == person)

    def tied(self, a: str, b: str) -> bool:
        """Whether two persons were tied, in any way."""
        number = {name: i for i, name in self.names.items()}
        return self._tied(number[a], number[b])

    @cached_property
    def accused(self) -> tuple[Accused, ...]:
        """Everybody whose dossier was closed, by id."""
        return tuple(sorted(_accused(self), key=lambda each: each.person))

    @property
    def tried(self) -> tuple[Accused, ...]:
        """The accused of the open trials."""
        return tuple(each for each in self.accused if each.in_open_trial)


def _accused(world: World) -> Iterator[Accused]:
    trace, scenario = world.trace, world.scenario
    days, rows = stretches(scenario, off=trace.off)
    ordinary = neutral(["verdict"])
    beside = _beside(world)
    charges = {row["accused"]: row["case"] for row in world.complete.case["charges"].iter_rows(named=True)}
    first, when = _first(trace), _Custody(world, days, rows)
    for i, name in world.names.items():
        closed = first.get((at.E_DOSSIER, i))
        if closed is None:
            continue
        route = int(trace.value[closed])
        verdict, shot = first.get((at.E_VERDICT, i)), first.get((at.E_SHOT, i))
        then = rows[np.searchsorted(days, trace.time[closed], side="right") - 1]
        key, column = (
            ("verdict.departs_open", at.P_DEPARTS_OPEN)
            if route == at.OPEN
            else ("verdict.departs", at.P_DEPARTS)
        )
        yield Accused(
            person=name,
            case=charges[name],
            in_open_trial=route == at.OPEN,
            confessed=(at.E_CONFESS, i) in first,
            retracted=(at.E_RETRACT, i) in first,
            refused=(at.E_REFUSE, i) in first,
            beside=frozenset(beside.get(f"ch.{name}", ())),
            convicted=None if verdict is None else int(trace.value[verdict]) != at.NOT_CONVICTED,
            fixed=bool(then[column] < ordinary[key]),
            pressed=when.pressed(i, float(trace.time[closed])),
            hours_to_execution=None
            if shot is None or verdict is None
            else float(trace.time[shot] - trace.time[verdict]) * 24.0,
            mercy=bool(then[at.P_CLEMENCY] > 0),
        )


def _first(trace: Trace) -> dict[tuple[int, int], int]:
    """Return (kind, person) -> the first event of that kind."""
    found: dict[tuple[int, int], int] = {}
    for e, key in enumerate(zip(trace.kind.tolist(), trace.person.tolist(), strict=True)):
        found.setdefault(key, e)
    return found


def _beside(world: World) -> dict[str, set[str]]:
    """Return charge -> kinds of what the complete record holds beside the words of the accused."""
    found: dict[str, set[str]] = {}
    for row in world.complete.case["assertions"].iter_rows(named=True):
        if row["polarity"] == "affirms" and row["kind"] not in (*WORDS, *_ARGUING):
            found.setdefault(row["claim"], set()).add(row["kind"])
    return found


class _Custody:
    """Who was held when, and what bore upon confession then."""

    def __init__(self, world: World, days: np.ndarray, rows: np.ndarray) -> None:
        trace = world.trace
        self.house = world.scenario.world.household
        self.isolation = bool((rows[:, at.P_ISOLATION] > 0).any())
        self.family = bool((rows[:, at.P_FAMILY_HELD] > 0).any())
        self.onset = float(rows[0, at.P_ONSET])
        self.since = {
            int(who): float(time)
            for kind, who, time in zip(trace.kind, trace.person, trace.time, strict=True)
            if kind == at.E_ARREST
        }
        ends = (at.E_DOSSIER, at.E_FREED, at.E_DIED)
        self.until = dict[int, float]()
        for kind, who, time in zip(trace.kind, trace.person, trace.time, strict=True):
            if kind in ends:
                self.until.setdefault(int(who), float(time))

    def pressed(self, i: int, closed: float) -> bool:
        """Whether isolation, or a relative in custody, bore upon `i` before the dossier was closed."""
        since = self.since.get(i)
        if since is None:
            return False
        if self.isolation and closed - since > self.onset:
            return True
        house = self.house[i]
        relatives = [j for j in self.since if j != i and house >= 0 and self.house[j] == house]
        return self.family and any(
            self.since[j] < closed and self.until.get(j, np.inf) > since for j in relatives
        )
