"""Which rows of a case file tell of a drawn history: persons, ties, acts, statements?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from showtrial.events.history import EventHistory, Ties
from showtrial.events.stored import ids
from showtrial.record.dates import day, parse
from showtrial.record.dates.instants import DAY

Row = dict[str, str | None]
#: State -> kind of event that begins it, and days from the event to the state.
_BEGINS = {
    "summoned": ("summons", 0),
    "pressed": ("pressure", 0),
    "tortured": ("pressure", 0),
    "held": ("arrest", 1),
    "absconded": ("flight", 1),
    "dead": ("death", 1),
}
#: The case of the statements that can be events, and of those that only tell of a state.
DRAWN, BESIDE, SOURCE = "drawn", "beside", "run"
_OWN = ("sex", "dead_at_start")


def first_day(history: EventHistory) -> int:
    """Return the day of time 0, in days since 0001-01-01."""
    return parse(history.origin).lo // DAY


def iso(number: float) -> str:
    """Return the date of a day counted from 0001-01-01."""
    return day(int(number) * DAY)


class Rows:
    """The rows of one history, table by table."""

    def __init__(self, history: EventHistory) -> None:
        self.history, self.first, self.ids = history, first_day(history), ids(history.n)
        #: Those who were dead at the start, with the first day of their being so.
        self.early = {
            actor: start
            for actor, start, _ in self.spells("dead")
            if self.level("dead_at_start", actor) == "yes"
        }

    def date(self, time: float) -> str:
        """Return the date of a time of the history."""
        return iso(self.first + math.floor(time))

    def spells(self, state: str) -> Iterator[tuple[int, float, float]]:
        """Yield actor, start and stop of each spell of a state."""
        if state in self.history.states:
            spells = self.history.states[state]
            yield from zip(spells.actor.tolist(), spells.start.tolist(), spells.stop.tolist(), strict=True)

    def level(self, attribute: str, actor: int) -> str | None:
        """Return the level of an attribute that an actor has on record."""
        held = self.history.attributes.get(attribute)
        return held.levels[held.codes[actor]] if held and held.codes[actor] >= 0 else None

    def persons(self) -> Iterator[Row]:
        """Yield one person an actor, under a neutral name."""
        for at, who in enumerate(self.ids):
            entry = self.history.entry[at]
            yield {
                "id": who,
                "name": f"Actor {at + 1}",
                "sex": self.level("sex", at),
                "born": self.date(entry) if math.isfinite(entry) else None,
                "died": self.date(self.early[at] - 1) if at in self.early else None,
                "source": SOURCE,
            }

    def traits(self) -> Iterator[Row]:
        """Yield the fixed properties that are no columns of `persons`."""
        for kind in self.history.attributes:
            for at, who in enumerate(self.ids) if kind not in _OWN else ():
                if (value := self.level(kind, at)) is not None:
                    yield {"person": who, "kind": kind, "value": value, "source": SOURCE}

    def groups(self, members: tuple[str, ...]) -> Iterator[Row]:
        """Yield traits for the fellows who do not already share one."""
        free = [kind for kind in members if kind not in self.history.attributes]
        for number, clique in enumerate(self._cliques(members) if free else (), start=1):
            for actor in clique:
                value = f"group {number}"
                yield {"person": self.ids[actor], "kind": free[-1], "value": value, "source": SOURCE}

    def _cliques(self, members: tuple[str, ...]) -> Iterator[tuple[int, ...]]:
        """Cover the pairs of fellows who share no attribute by sets in which all are fellows."""
        fellows = _neighbours(self.history.ties["fellows"]) if "fellows" in self.history.ties else {}
        shared = [self.history.attributes[kind].codes for kind in members if kind in self.history.attributes]
        left = {
            (a, b)
            for a, others in fellows.items()
            for b in others
            if a < b and not any(codes[a] == codes[b] >= 0 for codes in shared)
        }
        while left:
            clique = list(min(left))
            for other in sorted(set.intersection(*(fellows[actor] for actor in clique))):
                if all(other in fellows[actor] for actor in clique):
                    clique.append(other)
            left -= {(a, b) for a in clique for b in clique}
            yield tuple(sorted(clique))

    def ties(self) -> Iterator[Row]:
        """Yield the relations that stand apart from the events; the derived ones follow."""
        for kind, ties in self.history.ties.items():
            one_way = kind.endswith(" of")
            for a, others in _neighbours(ties).items() if kind not in ("kin", "fellows") else ():
                for b in sorted(others):
                    if one_way or a < b:
                        yield {"a": self.ids[a], "b": self.ids[b], "kind": kind, "source": SOURCE}

    def events(self) -> Iterator[Row]:
        """Yield the acts that begin and end the states."""
        yield from self._begun()
        yield from self._ended()
        for actor, start, _ in self.spells("condemned"):
            verdict = self._event("verdict", actor, start - 1)
            yield {**verdict, "id": f"v.{self.ids[actor]}", "case": BESIDE}

    def _begun(self) -> Iterator[Row]:
        for state, (kind, delay) in _BEGINS.items():
            for actor, start, _ in self.spells(state):
                if not (state == "dead" and actor in self.early):
                    event = self._event(kind, actor, start - delay)
                    yield {**event, "method": "torture"} if state == "tortured" else event

    def _ended(self) -> Iterator[Row]:
        dead = {actor: start for actor, start, _ in self.spells("dead")}
        taken = {(actor, start) for actor, start, _ in self.spells("held")}
        for actor, _, stop in self.spells("held"):
            if math.isfinite(stop) and dead.get(actor) != stop:
                yield self._event("release", actor, stop)
        for actor, _, stop in self.spells("absconded"):
            if math.isfinite(stop) and (actor, stop) not in taken:
                yield self._event("arrest", actor, stop - 1)

    def _event(self, kind: str, actor: int, time: float) -> Row:
        """Return what was done on a day; "on or before it", where a coarse date put it after the death."""
        date = self.date(time)
        if actor in self.early and time > self.early[actor] - 1:
            date = f"[..{date}]"
        return {"kind": kind, "person": self.ids[actor], "date": date, "source": SOURCE}

    def charges(self) -> Iterator[Row]:
        """Yield one charge for each who was condemned."""
        for actor, _, _ in self.spells("condemned"):
            who = self.ids[actor]
            yield {
                "id": f"ch.{who}",
                "case": BESIDE,
                "accused": who,
                "verdict": f"v.{who}",
                "source": SOURCE,
            }

    def said(self, kind: str) -> dict[str, list[Row]]:
        """Return statements, claims and assertions: what was drawn, then what only tells of a state."""
        history = self.history
        statements: list[Row] = []
        assertions: list[Row] = []
        at: dict[tuple[int, int], str] = {}
        claimed = set()
        for m in range(len(history)):
            i, j = int(history.sender[m]), int(history.receiver[m])
            place = (
                i,
                int(history.batch[m]) if history.ordering == "deposition" else math.floor(history.time[m]),
            )
            if place not in at:
                at[place] = f"s{len(at) + 1}"
                statements.append(self._statement(at[place], DRAWN, i, history.time[m]))
            claimed.add(j)
            assertions.append(self._assertion(len(assertions), at[place], f"c.{self.ids[j]}"))
        spoke = {i for i, _ in at}
        for actor, time in self._silent(spoke):
            statements.append(self._statement(f"b.{self.ids[actor]}", DRAWN, actor, time))
        for actor, start, _ in self.spells("deposed"):
            statements.append(self._statement(f"d.{self.ids[actor]}", BESIDE, actor, start - 1))
        claims = [self._claim(f"c.{self.ids[j]}", kind, j) for j in sorted(claimed)]
        for actor, start, _ in self.spells("confessed"):
            who = self.ids[actor]
            statements.append(self._statement(f"o.{who}", BESIDE, actor, start - 1))
            claims.append(self._claim(f"co.{who}", "accusation", actor))
            assertions.append(self._assertion(len(assertions), f"o.{who}", f"co.{who}"))
        return {"statements": statements, "claims": claims, "assertions": assertions}

    def _silent(self, spoke: set[int]) -> Iterator[tuple[int, float]]:
        """Yield the actors who were there and named nobody, with a day on which that is on record.

        Not before the record has them as having deposed; on the last day where it has that only later.
        """
        history = self.history
        there = history.may_speak if not history.may_speak.all() else history.may_be_named
        deposed = {actor: start for actor, start, _ in self.spells("deposed")}
        last = math.ceil(history.end) - 1
        for actor in np.flatnonzero(there).tolist() if not there.all() else ():
            if actor not in spoke:
                since = deposed.get(actor, math.inf) - 1
                yield actor, min(max(since, math.floor(history.start)), last)

    def _statement(self, name: str, case: str, actor: int, time: float) -> Row:
        setting = "record" if name[0] in "bdo" else None
        found = {"id": name, "case": case, "speaker": self.ids[actor], "date": self.date(time)}
        return {**found, "setting": setting, "source": SOURCE}

    def _claim(self, name: str, kind: str, actor: int) -> Row:
        return {"id": name, "kind": kind, "person": self.ids[actor]}

    def _assertion(self, number: int, statement: str, claim: str) -> Row:
        return {
            "id": f"n{number + 1}",
            "statement": statement,
            "claim": claim,
            "polarity": "affirms",
            "source": SOURCE,
        }


def _neighbours(ties: Ties) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for actor in range(len(ties.indptr) - 1):
        found[actor].update(ties.indices[ties.indptr[actor] : ties.indptr[actor + 1]].tolist())
    return dict(found)
