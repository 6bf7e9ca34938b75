"""How does a world in motion lie in arrays, so that kernels can move it?

Whole numbers of one person lie side by side in one row; the columns are named here. The order of the
parameters is that of `mechanisms.yaml` (a test holds the two together).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from showtrial.events.history import Floats, Ints
from showtrial.model.machine.clocks import Clocks
from showtrial.model.naming.kernels import Longs

#: Whole numbers for calls: a bare literal would make numba compile the callee once more.
NOBODY, NONE, ONE = -1, 0, 1

#: Where a person stands; from `SHOT` on the ends.
FREE, WANTED, HELD, CONFESSING, REFUSING, AWAITING, SHOT, CAMP, EXILE, FREED, SUICIDE, DIED = range(12)
STATUS_WORDS = (
    "free",
    "wanted",
    "held",
    "confessing",
    "refusing",
    "awaiting trial",
    "shot",
    "camp",
    "exile",
    "freed",
    "suicide",
    "died in custody",
)
#: Routes to a verdict.
COURT, OPEN, CLOSED, LIST, BOARD, QUOTA_BOARD = range(6)
ROUTE_WORDS = ("court", "open", "closed", "list", "board", "quota")
#: What made a person wanted.
BY_SWEEP, BY_QUOTA, BY_TIE, BY_NAME, BY_FAMILY = range(5)
CAUSE_WORDS = ("sweep", "quota", "association", "naming", "family")
#: Kinds of ties.
TIE_WORDS = ("kin", "work", "acquaintance", "faction")

#: What happens: the `kind` of an event of a run.
(
    E_WANTED, E_ARREST, E_CONFESS, E_REFUSE, E_RETRACT, E_SESSION, E_NAME, E_PROMISE, E_CHOSEN, E_DOSSIER,
    E_OPENS, E_VERDICT, E_SHOT, E_CAMP, E_EXILE, E_FREED, E_SUICIDE, E_DIED, E_LISTED, E_ORDER, E_STOP,
) = range(21)  # fmt: skip
EVENT_WORDS = (
    "wanted",
    "arrest",
    "confession",
    "refusal",
    "retraction",
    "session",
    "name",
    "promise",
    "chosen",
    "dossier closed",
    "open trial",
    "verdict",
    "shot",
    "camp",
    "exile",
    "freed",
    "suicide",
    "death in custody",
    "listed",
    "order",
    "stop",
)

#: Verdicts: the `value` of E_VERDICT.
NOT_CONVICTED, TO_DEATH, TO_CAMP, TO_EXILE = range(4)

#: Clocks; those of sweeps follow from K_SWEEP on.
(
    K_QUOTA, K_ARREST, K_DAY, K_REFUSE, K_DIE, K_SUICIDE, K_PROMISE, K_ONSET, K_SESSION, K_RETRACT, K_CLOSE,
    K_HEARING, K_EXECUTE, K_CONFESS, K_SWEEP,
) = range(15)  # fmt: skip

#: Calendar entries.
C_CHANGE, C_SWEEP_ON, C_SWEEP_OFF, C_LIST, C_DRAFT, C_OPENS, C_VERDICT, C_STOP = range(8)

#: Columns of `fixed`.
GROUP, OFFICE, HOUSEHOLD, IN_REACH, PRISONER, INTERROGATOR = range(6)
#: Columns of `state`.
(
    STATUS, AFFAIR, ROUTE_OF, CAUSE, FROM, CHOSEN_FOR, PROMISED, ISOLATED, CONFESSED, RETRACTED, WAITING,
    ON_LIST, TIMES_NAMED, SESSIONS,
) = range(14)  # fmt: skip
#: Cells of `meter`.
N_HELD, N_LOST, N_EVENTS, N_ACTS, NEXT, STOPPED, FULL, MARKS, N_FLAGGED = range(9)
#: Cells of `dial`: calendar time, own time, and how fast own time runs.
NOW, OWN_NOW, SPEED = range(3)

#: Columns of the parameters, in the order of mechanisms.yaml.
(
    P_ARREST, P_CAP, P_SUICIDE, P_DIE, P_PRETEXT, P_CLOSE, P_HEARING, P_CLEMENCY, P_EXECUTE, P_QUOTA, P_OVER,
    P_OFFICE, P_ROUTE_LIST, P_ROUTE_BOARD, P_ROUTE_QUOTA, P_KIN, P_WORK, P_ACQUAINTANCE, P_FACTION, P_WAVES,
    P_FILL, P_PROMINENT, P_COMPLIANT, P_ISOLATION, P_ONSET, P_CONFESS, P_ORDERS, P_PRISON, P_INTERROGATORS,
    P_LOAD, P_RETRACT, P_RETRACT_TRIAL, P_SESSIONS, P_NAMES, P_DISPERSION, P_FROM_LIST, P_ACTED_ON,
    P_CONTACTS,
    P_FAMILY_HELD, P_FAMILY_ARREST, P_OFFER, P_BARGAIN, P_KEPT, P_REFUSE, P_PUBLIC, P_EXHIBIT, P_WITNESS,
    P_DEPARTS_OPEN, P_DEPARTS, P_DEATH_OPEN, P_DEATH_CLOSED, P_DEATH_LIST, P_DEATH_BOARD, P_DEATH_QUOTA,
    P_DEATH_COURT, P_EXILE, P_CROSS, P_LOST, P_PERSUADED, P_REFUTED, P_STOP, P_DROPPED,
) = range(62)  # fmt: skip


class Ground(NamedTuple):
    """What does not change during a run.

    Parameters
    ----------
    key : (N,) uint64
        Keys of the n persons, then of groups, then of offices.
    fixed : (n, 6) int64
        Group, office, household (-1: none), in reach, prisoner before, interrogator.
    prominence : (n,) float64
        Free scale; 0 is nobody in particular.
    tie_start, tie_to, tie_kind : arrays
        Row of each person: tied to whom, and how (index of `TIE_WORDS`).
    house_start, house_to : arrays
        Members of each household.
    cal_time : (E,) float64; cal : (E, 3) int64
        The calendar: days, kind of entry, and two numbers that it needs.
    rows : (S, P) float64; quotas : (S, G) float64
        Parameters and quotas (persons a day and group) of each stretch of the calendar.
    sweep : (K, 2) float64
        Rate a day, affair.
    set_start, set_to : arrays
        Persons of each sweep, then of each list.
    """

    key: NDArray[np.uint64]
    fixed: Longs
    prominence: Floats
    tie_start: Longs
    tie_to: Longs
    tie_kind: Longs
    house_start: Longs
    house_to: Longs
    cal_time: Floats
    cal: Longs
    rows: Floats
    quotas: Floats
    sweep: Floats
    set_start: Longs
    set_to: Longs


class Motion(NamedTuple):
    """What a run changes.

    Parameters
    ----------
    p, quota : (P,), (G,) float64
        Parameters and quotas in force.
    state : (n, 14) int64; wanted_at : (n,) float64
        Whole numbers of each person; when each became wanted.
    house_held : (H,) int64
        Members of each household in custody.
    office : (O, 2) float64
        Day of the last arrest of each office, and arrests on it.
    heard, heard_many : (A, n), (A,) int64
        Names heard in each affair, in order.
    is_heard : (A, n) bool
        Whether.
    meter : (10,) int64; dial : (3,) float64
        Counters; times.
    time : (T,) float64; what : (T, 5) int32
        The trace: kind, person, by, value, affair.
    score : (n,) float64; pool, mark : (n,) int64
        Scratch.
    seed : (1,) uint64
        Seed of the run.
    """

    p: Floats
    quota: Floats
    state: Longs
    wanted_at: Floats
    house_held: Longs
    office: Floats
    heard: Longs
    heard_many: Longs
    is_heard: NDArray[np.bool_]
    meter: Longs
    dial: Floats
    time: Floats
    what: Ints
    score: Floats
    pool: Longs
    mark: Longs
    seed: NDArray[np.uint64]


class Machine(NamedTuple):
    """A world in motion."""

    ground: Ground
    motion: Motion
    clocks: Clocks
