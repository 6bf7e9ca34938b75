"""What is an event history: who spoke of whom, when, and who could have?

Arrays only: what was read from a case file, or drawn by a simulator, looks the same from here on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Spells:
    """When something held of whom: of actor ``actor[k]`` from ``start[k]`` up to before ``stop[k]``.

    Parameters
    ----------
    actor : (K,) int32
        Numbers of actors, in the order of `EventHistory.actors`; one actor may have several spells.
    start, stop : (K,) float64
        Days since the origin; ``-inf`` and ``inf`` where it always held or never ended.
    """

    actor: Ints
    start: Floats
    stop: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Attribute:
    """A fixed property of every actor: levels, or a number.

    Parameters
    ----------
    codes : (n,) int32
        Level of each actor, ``-1`` where it is not on record; empty for a number.
    levels : tuple of str
        Names of the levels.
    numbers : (n,) float64
        Value of each actor, ``nan`` where it is not on record; empty for levels.
    """

    codes: Ints
    levels: tuple[str, ...]
    numbers: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """A relation that stood apart from the events: row ``i`` lists the actors tied to actor ``i``.

    Parameters
    ----------
    indptr : (n + 1,) int64
        Where the row of each actor begins.
    indices : (E,) int32
        The actors of each row, ascending, none twice, never the actor itself.
    """

    indptr: NDArray[np.int64]
    indices: Ints


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class EventHistory:
    """Who spoke of whom, when, and who could have.

    An event sees the events of earlier batches and no others. Actor ``i`` may speak at `t` if
    ``may_speak[i]`` and ``entry[i] <= t < exit[i]`` and no spell of a state named in `silenced`
    holds; ``j`` may be named by ``i`` if ``may_be_named[j]``, ``entry[j] <= t < exit[j]``, no spell
    of a state named in `removed` holds, ``j != i``, and, where `circle` is given, ``j`` lies in row
    ``i`` of it.

    Parameters
    ----------
    actors : tuple of str
        The n actors, by id.
    sender, receiver : (M,) int32
        Who spoke, who was named.
    time : (M,) float64
        Days since the origin, not decreasing.
    batch : (M,) int32
        Number of the batch of each event, from 0, not decreasing, none skipped.
    kind : (M,) int16
        Index into `kinds`.
    kinds : tuple of str
        Kinds of events.
    rows : tuple of str
        Id of the row behind each event; empty for a simulated history.
    origin : str
        ISO day of time 0.
    start, end : float
        The window observed: ``start <= time < end``.
    entry, exit : (n,) float64
        When each actor is among those who act or are named.
    may_speak, may_be_named : (n,) bool
        Who is at risk at all.
    circle : Ties, optional
        Whom each actor could have named (kin, fellow members); everyone, if not given.
    silenced, removed : tuple of str
        States that take away a voice, or take somebody out of the choice.
    attributes, states, ties : mapping
        Covariates by name: fixed, changing in time, and relations.
    ordering : str
        How same-day order was dealt with: batch, deposition, random, given.
    notes : tuple of str
        What was left out or put otherwise on the way from the record, in words.
    """

    actors: tuple[str, ...]
    sender: Ints
    receiver: Ints
    time: Floats
    batch: Ints
    kind: NDArray[np.int16]
    kinds: tuple[str, ...]
    origin: str
    start: float
    end: float
    entry: Floats
    exit: Floats
    may_speak: Bools
    may_be_named: Bools
    ordering: str
    rows: tuple[str, ...] = ()
    circle: Ties | None = None
    silenced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    states: Mapping[str, Spells] = field(default_factory=dict)
    ties: Mapping[str, Ties] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Number of actors."""
        return len(self.actors)

    def __len__(self) -> int:
        return len(self.sender)
