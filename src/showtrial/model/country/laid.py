"""How is a scenario of a country laid out in arrays, and given more room when it needs it?"""

from __future__ import annotations

import numpy as np

from showtrial.errors import ModelError
from showtrial.events.history import Floats
from showtrial.model.country import ledger as at
from showtrial.model.country.choice import laid_out
from showtrial.model.country.ledger import Country, Flow, Land
from showtrial.model.country.places import places_of
from showtrial.model.country.reached import refill
from showtrial.model.country.scenario import TRAITS, CountryScenario
from showtrial.model.machine import layout
from showtrial.model.machine.chance import COEFFICIENT, key_of, mixed, normal
from showtrial.model.machine.parameters import quotas, stretches
from showtrial.model.naming.kernels import Longs

#: Rows, affairs and names that a run has room for at least, as a start; they grow.
START = 1 << 14
#: Persons reached for each whom sweeps, quotas and lists reach: room to begin with, not a law.
REACHED = 2.4
#: Bytes of one row with its share of all that grows with it, and what a process needs before it starts.
ROW_BYTES, OWN_BYTES = 150, 180_000_000


def country_at(
    scenario: CountryScenario,
    seed: int,
    off: tuple[str, ...],
    keep: float = 0.0,
) -> Country:
    """Lay a scenario out in arrays, at day 0; `seed` is that of the run."""
    land = land_of(scenario, seed, off)
    return Country(land, _flow(scenario, land, seed, keep))


def land_of(
    scenario: CountryScenario,
    seed: int,
    off: tuple[str, ...],
) -> Land:
    """Lay out what does not change during a run."""
    world = scenario.world
    if len(world) > np.iinfo(np.int32).max:
        raise ModelError(f"persons {len(world)}  wanted at most {np.iinfo(np.int32).max}")
    groups = world.all_groups
    sizes = [[int(size.value) for size in each.sizes] for each in groups]
    places = places_of(world.sizes, sizes, seed=world.seed, mean=world.mean.value, sd_log=world.sd_log.value)
    trait = np.array(
        [[each.traits[key].value if key in each.traits else 0.0 for key in TRAITS] for each in groups]
    )
    days, rows = stretches(scenario, off=off)
    for column in (layout.P_INTERROGATORS, layout.P_CAP):
        rows[:, column] *= world.scale
    rows[:, layout.P_CAP] = np.maximum(rows[:, layout.P_CAP], 1.0)
    offices = sorted({each.office for each in groups})
    cal_time, cal = _calendar(scenario, days)
    shares, swept = _targets(scenario)
    return Land(
        places=places,
        trait=trait,
        office=np.array([offices.index(each.office) for each in groups], np.int64),
        rows=rows,
        quotas=quotas(scenario, days) * world.scale,
        lines=_lines(scenario, days),
        cal_time=cal_time,
        cal=cal,
        sweep=np.array(
            [(each.rate.value, each.affair, each.route + 1) for each in scenario.sweeps], np.float64
        ).reshape(-1, 3),
        swept=swept,
        lists=shares,
        **_choice(scenario, seed),
        whole=_whole(scenario, trait, shares),
        seed=np.array([mixed(world.seed)], np.uint64),
    )


def _whole(scenario: CountryScenario, trait: Floats, shares: Floats) -> Longs:
    """Return the whole numbers of `Land.whole`."""
    world, sizes = scenario.world, np.array(scenario.world.sizes)
    affairs = [each.affair for each in scenario.sweeps]
    most = max(int((share * sizes).sum() * 1.2) for share in [*shares, np.zeros(len(sizes))])
    return np.array(
        [
            int(world.mind.value),
            max(affairs, default=-1) + 1,
            int(np.rint((trait[:, 2] * sizes).sum())),
            int(scenario.horizon) + 1,
            at.MARGIN + most,
        ],
        np.int64,
    )


def _choice(scenario: CountryScenario, seed: int) -> dict[str, np.ndarray]:
    choice = scenario.choice
    estimate = np.array(choice.estimate, np.float64)
    if choice.covariance.any():
        values, vectors = np.linalg.eigh(choice.covariance * choice.inflation.value)
        own = np.uint64(key_of("coefficients"))
        drawn = [normal(np.uint64(seed), own, COEFFICIENT, k) for k in range(len(estimate))]
        estimate = estimate + vectors * np.sqrt(np.maximum(values, 0.0)) @ drawn
    beta, transform, bent = laid_out(choice.effects, estimate)
    return {"beta": beta, "transform": transform, "bent": bent}


def _targets(scenario: CountryScenario) -> tuple[Floats, Floats]:
    """Return shares of the groups on each list, and which groups each sweep means."""
    groups = len(scenario.world.all_groups)
    shares, swept = np.zeros((len(scenario.lists), groups)), np.zeros((len(scenario.sweeps), groups))
    for q, listing in enumerate(scenario.lists):
        shares[q, list(listing.targets)] = listing.share.value
    for k, sweep in enumerate(scenario.sweeps):
        swept[k, list(sweep.targets)] = 1.0
    return shares, swept


def _lines(scenario: CountryScenario, days: Floats) -> Longs:
    """Return the route (plus 1) of the cases that quotas open, on each stretch and of each group."""
    found = np.zeros((len(days), len(scenario.world.all_groups)), np.int64)
    for each in scenario.quotas:
        found[(days >= each.day) & (days < each.until), each.group] = each.route + 1
    return found


def _calendar(scenario: CountryScenario, days: Floats) -> tuple[Floats, Longs]:
    """Entries in order; of one moment: orders, sweeps, lists, drafts, trials, stop."""
    page = [(float(day), layout.C_CHANGE, s, -1) for s, day in enumerate(days) if day > 0]
    for k, sweep in enumerate(scenario.sweeps):
        page += [(sweep.day, layout.C_SWEEP_ON, k, 0), (sweep.until, layout.C_SWEEP_OFF, k, 0)]
    page += [(each.day, layout.C_LIST, q, 0) for q, each in enumerate(scenario.lists)]
    scale = scenario.world.scale
    for k, trial in enumerate(scenario.trials):
        page += [(day, layout.C_DRAFT, k, round(size * scale)) for day, size in trial.drafts]
        page += [(trial.opens, layout.C_OPENS, k, 0), (trial.verdict, layout.C_VERDICT, k, 0)]
    if scenario.stop is not None:
        page.append((scenario.stop[0], layout.C_STOP, 0, 0))
    page.sort()
    return np.array([each[0] for each in page]), np.array([each[1:] for each in page], np.int64).reshape(
        -1, 3
    )


def _flow(scenario: CountryScenario, land: Land, seed: int, keep: float) -> Flow:
    groups, sweeps = len(land.office), len(land.sweep)
    rows = int(1.1 * expected_rows(scenario, land)) + START + int(land.whole[4])
    n, affairs = int(land.places.start[-1]), int(land.whole[1])
    meter, dial = np.zeros(26, np.int64), np.zeros(at.DIALS)
    meter[at.NEXT_PAGE], meter[at.N_AFFAIRS] = -1, affairs
    dial[at.MIDNIGHT], dial[at.TICKS] = np.inf, 2.0**30 / max(scenario.horizon, 1.0)
    office = np.zeros((int(land.office.max()) + 1, 3), np.int64)
    office[:, 0], office[:, 2] = -1, -1
    events = (1 << 22) if keep > 0 else 1
    return Flow(
        p=np.zeros(land.rows.shape[1]),
        quota=np.zeros(groups),
        line=np.zeros(groups, np.int64),
        on=np.zeros(sweeps, np.int64),
        reach=np.zeros(sweeps * groups + groups),
        rate=np.zeros(13),
        row=np.zeros((rows, 16), np.int32),
        slots=np.zeros(1 << (2 * rows).bit_length(), np.int64),
        seen=np.zeros(n // 64 + 1, np.uint64),
        pool=np.zeros((6, rows), np.int32),
        many=np.zeros(6, np.int64),
        alarm=np.zeros(rows),
        alarm_row=np.zeros(rows, np.int32),
        affair=np.zeros((max(rows, affairs + 2), at.MIND + int(land.whole[0])), np.int32),
        listed=np.zeros(rows, np.int32),
        said=np.zeros((rows, 2), np.int32),
        office=office,
        meter=meter,
        dial=dial,
        seed=np.array(
            [mixed(seed), 0, mixed(mixed(seed) + 1), min(int(keep * 2.0**64), 2**64 - 1)], np.uint64
        ),
        series=np.zeros((7, int(land.whole[3]), groups, 6), np.int32),
        guess=np.full((2, at.RING), -1, np.int64),
        scratch=np.zeros((4, at.CANDIDATES), np.int32),
        score=np.zeros(at.CANDIDATES),
        mark=np.full((at.MARKS, 4), -1, np.int32),
        batch=np.zeros(at.CANDIDATES, np.uint32),
        time=np.zeros(events),
        what=np.zeros((events, 5), np.int32),
    )


def expected_rows(scenario: CountryScenario, land: Land) -> float:
    """Return roughly how many persons a run will reach, from what sweeps, quotas and lists ask for."""
    sizes = np.diff(land.places.start).astype(np.float64)
    asked = float((land.lists * sizes).sum())
    left = sizes.copy()
    for k, each in enumerate(scenario.sweeps):
        days = max(min(each.until, scenario.horizon) - each.day, 0.0)
        fallen = left * land.swept[k] * -np.expm1(-each.rate.value * days)
        left -= fallen
        asked += float(fallen.sum())
    days_at = np.unique(np.append(land.cal_time[land.cal[:, 0] == layout.C_CHANGE], [0.0, scenario.horizon]))
    over = land.rows[:, layout.P_QUOTA] * land.rows[:, layout.P_OVER]
    spans = np.diff(days_at)[: len(over)]
    asked += float((land.quotas[: len(spans)].sum(axis=1) * over[: len(spans)] * spans).sum())
    return min(REACHED * asked, float(sizes.sum()))


def bytes_needed(scenario: CountryScenario) -> int:
    """Return roughly how much memory one run needs, with the program itself.

    Examples
    --------
    >>> from showtrial.model.country.opening import open_country
    >>> from showtrial.model.country.scenario import with_persons
    >>> union = open_country("union")
    >>> 3e8 < bytes_needed(union) < 1e9, bytes_needed(with_persons(union, 10**5)) < 3e8
    (True, True)
    """
    land = land_of(scenario, 0, ())
    rows = expected_rows(scenario, land) + START
    series = 7 * 6 * 4 * int(land.whole[3]) * len(scenario.world.all_groups)
    return int(OWN_BYTES + len(scenario.world) / 8 + ROW_BYTES * rows + 3 * series)


def with_room(m: Country) -> Country:
    """Return the country with twice the room in every array that is short of it."""
    flow, meter = m.flow, m.flow.meter
    rows = int(meter[at.N_ROWS] + m.land.whole[4])
    larger: dict[str, np.ndarray] = {}
    if rows > flow.row.shape[0] or 2 * rows > len(flow.slots):
        for name in ("row", "alarm", "alarm_row", "listed"):
            larger[name] = _longer(getattr(flow, name))
        larger["pool"] = _wider(flow.pool)
        larger["slots"] = np.zeros(2 * len(flow.slots), np.int64)
        refill(larger["slots"], larger["row"], meter[at.N_ROWS])
    if meter[at.N_AFFAIRS] + 2 > flow.affair.shape[0]:
        larger["affair"] = _longer(flow.affair)
    if meter[at.N_SAID] + at.MARGIN > flow.said.shape[0]:
        larger["said"] = _longer(flow.said)
    return Country(m.land, flow._replace(**larger))


def _longer(array: np.ndarray) -> np.ndarray:
    """Return the array with twice the rows."""
    found = np.zeros((2 * len(array), *array.shape[1:]), array.dtype)
    found[: len(array)] = array
    return found


def _wider(array: np.ndarray) -> np.ndarray:
    """Return the array with twice the columns."""
    found = np.zeros((array.shape[0], 2 * array.shape[1]), array.dtype)
    found[:, : array.shape[1]] = array
    return found
