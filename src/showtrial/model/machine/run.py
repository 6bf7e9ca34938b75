"""What happened in one run of a scenario?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from showtrial.errors import ModelError
from showtrial.events.history import Floats, Ints
from showtrial.model.machine import layout as at
from showtrial.model.machine.chance import COEFFICIENT, key_of, normal, seed_of_run
from showtrial.model.machine.clocks import clocks_of
from showtrial.model.machine.layout import Ground, Machine, Motion
from showtrial.model.machine.parameters import off_names, quotas, stretches
from showtrial.model.machine.process import run_through
from showtrial.model.machine.scenario import Scenario
from showtrial.model.machine.speech import ROOM, Speech, speech_of

_MOST_ROOM = 1 << 25
#: Events that one run has room for, as a start, beside some for each person: room not used is not touched.
_EVENTS = 1 << 18


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """Everything that happened in one run, in order of time.

    Parameters
    ----------
    time : (M,) float64
        Days since the start of the scenario.
    kind, person, by, value, affair : (M,) int32
        Kind: index of `layout.EVENT_WORDS`. By: who named, or whose arrest led there; -1 for nobody.
        Value: cause of E_WANTED and E_ARREST, route of E_DOSSIER, names of E_SESSION, verdict of E_VERDICT,
        1 for a retraction at a trial, status before an end.
    status : (n,) int64
        Where each person stands at the horizon.
    seed : int
        Of the run.
    off : tuple of str
        Mechanisms that were off.
    drawn : (int, int)
        Seed of the ensemble and number of the run in it (counted from 0), where it was drawn as one of many.
    """

    time: Floats
    kind: Ints
    person: Ints
    by: Ints
    value: Ints
    affair: Ints
    status: np.ndarray
    seed: int
    off: tuple[str, ...] = ()
    drawn: tuple[int, int] = (0, 0)

    def __len__(self) -> int:
        return len(self.time)


@dataclass(frozen=True, slots=True, eq=False)
class Engine:
    """A scenario laid out for running: used for many runs, by one thread at a time."""

    scenario: Scenario
    off: tuple[str, ...]
    machine: Machine
    speech: Speech
    spread: Floats


def engine_of(
    scenario: Scenario, *, off: Iterable[str] = (), changed: Mapping[str, float] | None = None, room: int = 1
) -> Engine:
    """Lay a scenario out in arrays.

    Parameters
    ----------
    scenario : Scenario
        World, numbers, calendar.
    off : iterable of str
        Mechanisms that are off, by name or number.
    changed : mapping of str to float, optional
        Parameters that replace those of the scenario at day 0.
    room : int
        Factor on the room for events; a run that needs more asks for it.
    """
    names = off_names(off)
    ground = _ground(scenario, names, changed)
    silent = (ground.rows[:, at.P_NAMES] <= 0).all()
    choice = scenario.choice
    speech = speech_of(scenario.world, () if silent else choice.effects, ROOM * room)
    spread = np.zeros((0, 0))
    if choice.covariance.any() and not silent:
        values, vectors = np.linalg.eigh(choice.covariance * choice.inflation.value)
        spread = vectors * np.sqrt(np.maximum(values, 0.0))
    motion, kinds = _motion(scenario, ground, room), at.K_SWEEP + len(scenario.sweeps)
    many = len(ground.key)
    clocks = clocks_of(kinds, many, room * (4096 + 32 * many))
    return Engine(scenario, names, Machine(ground, motion, clocks), speech, spread)


def _ground(scenario: Scenario, off: tuple[str, ...], changed: Mapping[str, float] | None) -> Ground:
    world = scenario.world
    days, rows = stretches(scenario, off=off, changed=changed)
    house = world.household
    order = np.argsort(house, kind="stable")
    order = order[house[order] >= 0]
    counts = np.bincount(house[house >= 0], minlength=len(world.households))
    sets = [each.targets for each in scenario.sweeps] + [each.targets for each in scenario.lists]
    keys = [key_of("group " + name) for name in world.groups] + [
        key_of("office " + name) for name in world.offices
    ]
    cal_time, cal = _calendar(scenario, days)
    return Ground(
        key=np.concatenate([world.key, np.array(keys, np.uint64)]),
        fixed=np.stack(
            [world.group_codes, world.office, house, world.in_reach, world.prisoner, world.interrogator],
            axis=1,
        ).astype(np.int64),
        prominence=world.prominence,
        tie_start=world.tie_start,
        tie_to=world.tie_to.astype(np.int64),
        tie_kind=world.tie_kind.astype(np.int64),
        house_start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        house_to=order.astype(np.int64),
        cal_time=cal_time,
        cal=cal,
        rows=rows,
        quotas=quotas(scenario, days),
        sweep=np.array([(each.rate.value, each.affair) for each in scenario.sweeps], np.float64).reshape(
            -1, 2
        ),
        set_start=np.concatenate([[0], np.cumsum([len(each) for each in sets])]).astype(np.int64),
        set_to=np.array([i for each in sets for i in each], np.int64),
    )


def _calendar(scenario: Scenario, days: Floats) -> tuple[Floats, np.ndarray]:
    """Entries of the calendar in order; of one moment: orders, sweeps, lists, drafts, trials, stop."""
    numbers = {order.day: at_order for at_order, order in enumerate(scenario.orders)}
    page: list[tuple[float, int, int, int]] = [
        (float(day), at.C_CHANGE, stretch, numbers.get(float(day), -1))
        for stretch, day in enumerate(days)
        if day > 0 or 0.0 in numbers
    ]
    for k, sweep in enumerate(scenario.sweeps):
        page += [(sweep.day, at.C_SWEEP_ON, k, 0), (sweep.until, at.C_SWEEP_OFF, k, 0)]
    for k, listing in enumerate(scenario.lists):
        page.append((listing.day, at.C_LIST, len(scenario.sweeps) + k, k))
    for k, trial in enumerate(scenario.trials):
        page += [(day, at.C_DRAFT, k, size) for day, size in trial.drafts]
        page += [(trial.opens, at.C_OPENS, k, 0), (trial.verdict, at.C_VERDICT, k, 0)]
    if scenario.stop is not None:
        page.append((scenario.stop[0], at.C_STOP, 0, 0))
    page.sort()
    cal = np.array([entry[1:] for entry in page], np.int64).reshape(-1, 3)
    return np.array([entry[0] for entry in page], np.float64), cal


def _motion(scenario: Scenario, ground: Ground, room: int) -> Motion:
    world, n = scenario.world, len(scenario.world)
    affairs = 2 + max((each.affair for each in scenario.sweeps), default=0)  # the last row is scratch
    events = room * (_EVENTS + 24 * n)
    return Motion(
        p=np.zeros(ground.rows.shape[1]),
        quota=np.zeros(len(world.groups)),
        state=np.zeros((n, 14), np.int64),
        wanted_at=np.zeros(n),
        house_held=np.zeros(max(len(world.households), 1), np.int64),
        office=np.zeros((len(world.offices), 2)),
        heard=np.zeros((affairs, n), np.int64),
        heard_many=np.zeros(affairs, np.int64),
        is_heard=np.zeros((affairs, n), np.bool_),
        meter=np.zeros(9, np.int64),
        dial=np.zeros(3),
        time=np.zeros(events),
        what=np.zeros((events, 5), np.int32),
        score=np.zeros(n),
        pool=np.zeros(n, np.int64),
        mark=np.zeros(n, np.int64),
        seed=np.zeros(1, np.uint64),
    )


def run_engine(engine: Engine, seed: int) -> Trace | None:
    """Run once with the seed of a run; None where some array was too short."""
    motion, scenario = engine.machine.motion, engine.scenario
    motion.seed[0] = seed
    beta = engine.speech.beta
    if len(beta):
        beta[:] = scenario.choice.estimate
        if len(engine.spread):
            own = np.uint64(key_of("coefficients"))
            beta += engine.spread @ [normal(np.uint64(seed), own, COEFFICIENT, k) for k in range(len(beta))]
    if run_through(engine.machine, engine.speech, scenario.horizon):
        return None
    many = motion.meter[at.N_EVENTS]
    kind, person, by, value, affair = motion.what[:many].T.copy()
    time, status = motion.time[:many].copy(), motion.state[:, at.STATUS].copy()
    return Trace(time, kind, person, by, value, affair, status, seed, engine.off)


def run(
    scenario: Scenario,
    *,
    seed: int,
    number: int = 0,
    off: Iterable[str] = (),
    changed: Mapping[str, float] | None = None,
    engine: Engine | None = None,
) -> Trace:
    """Run a scenario once.

    Parameters
    ----------
    scenario : Scenario
        What to run.
    seed, number : int
        Seed of the ensemble, and number of the run in it; the same two give the same run everywhere.
    off : iterable of str
        Mechanisms that are off.
    changed : mapping of str to float, optional
        Parameters that replace those of the scenario.
    engine : Engine, optional
        The scenario already laid out with the same `off` and `changed`.

    Raises
    ------
    SchemaError
        If a word of `off` is no mechanism.
    ModelError
        If a run writes more events than fit into memory.
    """
    one = seed_of_run(seed, number)
    found = run_engine(engine or engine_of(scenario, off=off, changed=changed), one)
    room = 1
    while found is None:
        room *= 8
        if room > _MOST_ROOM // (_EVENTS + 24 * len(scenario.world)):
            raise ModelError(
                f"{scenario.name}  run {number} writes more than {_MOST_ROOM} events; lower naming.names"
            )
        found = run_engine(engine_of(scenario, off=off, changed=changed, room=room), one)
    return replace(found, drawn=(seed, number))
