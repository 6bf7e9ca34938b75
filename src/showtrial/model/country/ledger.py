"""How does a country in motion lie in arrays, so that kernels can move it?

Only persons reached have a row. Statuses, routes, causes, events and the columns of the parameters are
those of the machine for one affair (`showtrial.model.machine.layout`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from showtrial.events.history import Floats, Ints
from showtrial.model.country.places import Places
from showtrial.model.naming.kernels import Longs

#: Columns of `Flow.row`.
(
    WHO, GROUP, STATUS, FLAGS, AFFAIR, CAUSE, BY, ROUTE, CHOSEN, NAMED, SESSIONS, SAID, ONSET, WANTED_AT,
    LEFT, RIGHT,
) = range(16)  # fmt: skip
#: Bits of FLAGS; the first four are traits, in the order of the columns of `Land.trait`.
BEYOND, PRISONER, INTERROGATOR, PROMINENT = 1, 2, 4, 8
PROMISED, CONFESSED, RETRACTED, CONDEMNED, ARRESTED, ON_LIST, WAITING = 16, 32, 64, 128, 256, 512, 1024
#: Pools: who is wanted, held, confessing, refusing, awaits a hearing, an open trial.
IN_W, IN_H, IN_C, IN_R, IN_T, IN_DOCK = range(6)
#: What happens next, as a column of `Flow.rate`.
(
    R_SESSION, R_ARREST, R_CONFESS, R_CLOSE, R_CLOSE_REFUSED, R_HEARING, R_SWEEP, R_QUOTA, R_PROMISE,
    R_REFUSE, R_RETRACT, R_DIE, R_SUICIDE,
) = range(13)  # fmt: skip
#: Cells of `Flow.meter`.
(
    N_ROWS, N_AFFAIRS, N_LISTED, N_SAID, N_ALARMS, N_TRACE, NEXT_PAGE, STOPPED, LOST, N_WAITING, STAMP,
    UNFILLED, N_NAMES, N_FIRST, N_WANTED, N_SESSIONS, N_RETRACTED, N_REFUSED, N_DIED, N_SUICIDES, N_FREED,
    N_OPEN, N_PROMISED, N_EVENTS, N_STEPS, MASK,
) = range(26)  # fmt: skip
#: Cells of `Flow.dial`: now; all sweeps together, all quotas together (persons a day); next midnight at
#: which an office goes on; greatest factor on confession; days to ticks; confessions a day at that factor;
#: from LOG_NOT on, for each kind of tie, the logarithm of the probability that one carries nothing.
NOW, SWEEPS, QUOTAS, MIDNIGHT, FASTEST, TICKS, QUICKEST, LOG_NOT = range(8)
DIALS = LOG_NOT + 4
#: Columns of `Flow.affair`; from MIND on, the names heard.
HEARD, LINE, MIND = range(3)
#: Events of the series by day, and how many kinds of cause or route each has.
S_WANTED, S_ARREST, S_CONFESS, S_CONVICTED, S_TO_DEATH, S_SHOT, S_FREED = range(7)
SERIES_WORDS = ("wanted", "arrested", "confessed", "convicted", "sentenced to death", "shot", "freed")
BY_WORDS = ("cause", "cause", "", "route", "route", "route", "")
#: Effects that a country keeps for the choice of names.
(
    X_INERTIA, X_RECIPROCITY, X_INDEGREE, X_SAME, X_HELD, X_DEPOSED, X_CONFESSED, X_CONDEMNED, X_DEAD,
    X_PROMINENCE, X_KIN, X_WORK, X_ACQUAINTANCE, X_FACTION,
) = range(14)  # fmt: skip
#: Transforms of an effect: none, square root, logarithm of one plus.
PLAIN, ROOT, LOG1P = range(3)
#: Steps for which guesses are kept.
RING = 8
#: Room that must be left in every growing array before an event; lists may need more.
MARGIN = 1 << 13
#: Slots of the scratch table that finds a candidate twice met; candidates of one session.
MARKS, CANDIDATES = 1 << 13, 1 << 12


class Land(NamedTuple):
    """What does not change during a run; G groups, S stretches of the calendar, K sweeps, Q lists.

    Parameters
    ----------
    places : Places
        Persons and ties.
    trait : (G, 4) float64
        Share of each group out of reach, in prison before, interrogators, prominent.
    office : (G,) int64
        Which office arrests.
    rows : (S, P) float64; quotas : (S, G) float64; lines : (S, G) int64
        Parameters; quotas (persons a day); route of the cases a quota opens, plus 1 (0: by share).
    cal_time : (E,) float64; cal : (E, 3) int64
        The calendar, as in the machine.
    sweep : (K, 3) float64; swept : (K, G) float64
        Rate a day, affair (-1: one for each person), route plus 1; 1 where the group is a target.
    lists : (Q, G) float64
        Share of each group that comes on the list.
    beta : (14,) float64; transform : (14,) int64
        Coefficients of the choice of names, and their transforms.
    bent : (32,) float64
        exp of the terms of ties and of the same group, by 16 x same + bits of the ties.
    whole : (5,) int64
        Names kept in mind in an affair; affairs that exist from the start (0: each its own); interrogators;
        days; rows that one event may need.
    seed : (1,) uint64
        Of the traits.
    """

    places: Places
    trait: Floats
    office: Longs
    rows: Floats
    quotas: Floats
    lines: Longs
    cal_time: Floats
    cal: Longs
    sweep: Floats
    swept: Floats
    lists: Floats
    beta: Floats
    transform: Longs
    bent: Floats
    whole: Longs
    seed: NDArray[np.uint64]


class Flow(NamedTuple):
    """What a run changes.

    Parameters
    ----------
    p, quota, line : (P,), (G,), (G,)
        Parameters, quotas and lines in force.
    on : (K,) int64; reach : (K * G + G,) float64
        Sweeps in force; running sums of persons a day over sweeps by group, then over quotas.
    rate : (13,) float64
        Events a day of each kind, with those of the kinds before it.
    row : (R, 16) int32
        Persons reached.
    slots : (2 ** k,) int64; seen : (n / 64 + 1,) uint64
        Hash table from person to row plus 1 (0: empty); one bit a person for "has a row".
    pool : (6, R) int32; many : (6,) int64
        Rows in each pool.
    alarm : (R,) float64; alarm_row : (R,) int32
        Heap of executions by time.
    affair : (A, 2 + B) int32
        How many names were heard in each affair, the route of its cases plus 1, and the latest B names.
    listed : (R,) int32
        Rows of the office's list.
    said : (Z, 2) int32
        Names put on paper: whose row, and the sender's name before it.
    office : (O, 3) int64
        Day of the last arrest, arrests on it, first of those who wait (row, -1 for none).
    meter : (26,) int64; dial : (11,) float64; seed : (4,) uint64
        Counters; times and sums; seed of the run, how many numbers were drawn, seed of the steps; affairs
        whose hash is below the last are traced.
    series : (7, D, G, 6) int32
        What happened by day, group, and cause or route.
    guess : (2, RING) int64
        Places in the pools, and rows, that the next steps will need, as far as can be known (`ahead`).
    scratch : (4, M) int32; score : (M,) float64
        Candidates, their ties, those chosen, their rows plus 1 (0: none).
    mark : (T, 4) int32; batch : (M,) uint32
        Person, stamp and place of the candidates met; numbers to be shuffled side by side.
    time : (T,) float64; what : (T, 5) int32
        Trace of the affairs that are kept, as in the machine; persons are rows.
    """

    p: Floats
    quota: Floats
    line: Longs
    on: Longs
    reach: Floats
    rate: Floats
    row: Ints
    slots: Longs
    seen: NDArray[np.uint64]
    pool: Ints
    many: Longs
    alarm: Floats
    alarm_row: Ints
    affair: Ints
    listed: Ints
    said: Ints
    office: Longs
    meter: Longs
    dial: Floats
    seed: NDArray[np.uint64]
    series: Ints
    guess: Longs
    scratch: Ints
    score: Floats
    mark: Ints
    batch: NDArray[np.uint32]
    time: Floats
    what: Ints


class Country(NamedTuple):
    """A country in motion."""

    land: Land
    flow: Flow
