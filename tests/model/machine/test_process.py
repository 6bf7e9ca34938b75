"""Does a run keep what every run must keep: persons, order, names that do not matter, seeds, orders?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from model.machine.made import choice, everything, scenario_of, sweep, values
from showtrial.errors import SchemaError
from showtrial.model.machine import layout as at
from showtrial.model.machine.components import mechanisms, parameters
from showtrial.model.machine.ensemble import ensemble
from showtrial.model.machine.parameters import neutral
from showtrial.model.machine.run import engine_of, run
from showtrial.model.machine.summary import counts, statuses
from showtrial.model.machine.world import Person, world_of
from showtrial.model.replicates import Where

RUNS = range(60)
OF = {
    "pretext": (at.E_WANTED, at.BY_SWEEP), "lists": (at.E_WANTED, at.BY_QUOTA), "association": (at.E_WANTED, at.BY_TIE),
    "naming": (at.E_SESSION, None), "family": (at.E_WANTED, at.BY_FAMILY), "bargain": (at.E_PROMISE, None),
    "refusal": (at.E_REFUSE, None), "retraction": (at.E_RETRACT, None), "choice": (at.E_CHOSEN, None),
    "stop": (at.E_STOP, None),
}  # fmt: skip


@pytest.fixture(scope="module")
def traces():
    scenario = everything()
    engine = engine_of(scenario)
    return [run(scenario, seed=1, number=k, engine=engine) for k in RUNS]


def same(a, b):
    pairs = ((a.time, b.time), (a.kind, b.kind), (a.person, b.person), (a.by, b.by), (a.value, b.value))
    return all(np.array_equal(x, y) for x, y in pairs)


def test_persons_are_conserved(traces):
    for trace in traces:
        rows = statuses(trace, 8)
        assert (rows.sum(axis=1) == 8).all()
        assert (rows >= 0).all()
        assert np.array_equal(rows[-1], np.bincount(trace.status, minlength=12))


def test_time_does_not_go_back_and_names_are_of_others(traces):
    for trace in traces:
        assert (np.diff(trace.time) >= 0).all()
        named = trace.kind == at.E_NAME
        assert (trace.person[named] != trace.by[named]).all()


def test_every_mechanism_of_the_list_is_at_work_in_these_runs(traces):
    kinds = np.bincount(np.concatenate([trace.kind for trace in traces]), minlength=21)
    assert (np.delete(kinds, []) > 0).all(), [at.EVENT_WORDS[k] for k in np.flatnonzero(kinds == 0)]


def test_same_seed_same_run_and_runs_differ(traces):
    scenario = everything()
    assert same(run(scenario, seed=1, number=3), traces[3])
    assert not same(traces[3], traces[4])


def test_names_of_rows_do_not_matter(traces):
    """Persons in another order: the same run, person by person."""
    scenario = everything()
    world, order = scenario.world, np.array([5, 2, 7, 0, 6, 1, 4, 3])
    persons = [
        Person(
            id=world.ids[i],
            group=world.group[i],
            prominence=float(world.prominence[i]),
            prisoner=bool(world.prisoner[i]),
            household=world.households[world.household[i]] if world.household[i] >= 0 else "",
            interrogator=bool(world.interrogator[i]),
        )
        for i in order
    ]
    ties = [
        (world.ids[i], world.ids[world.tie_to[s]], at.TIE_WORDS[world.tie_kind[s]])
        for i in range(8)
        for s in range(world.tie_start[i], world.tie_start[i + 1])
    ]
    at_row = {int(i): row for row, i in enumerate(order)}
    moved = lambda part: tuple(replace(each, targets=tuple(at_row[i] for i in each.targets)) for each in part)  # noqa: E731
    other = replace(
        scenario, world=world_of(persons, ties), sweeps=moved(scenario.sweeps), lists=moved(scenario.lists)
    )
    engine = engine_of(other)
    for number in RUNS:
        mine, theirs = traces[number], run(other, seed=1, number=number, engine=engine)
        told = [
            sorted(
                zip(
                    each.time.round(9),
                    each.kind,
                    [ids[p] if p >= 0 else "" for p in each.person],
                    strict=True,
                )
            )
            for each, ids in ((mine, world.ids), (theirs, other.world.ids))
        ]
        assert told[0] == told[1]


@pytest.mark.parametrize("name", list(mechanisms()))
def test_off_is_the_neutral_value(name):
    """Off, and its parameters set to neutral by hand in day 0 and every order, are one run, byte by byte."""
    scenario = everything()
    still = {
        key: replace(v, value=neutral([name])[key]) if key in neutral([name]) else v
        for key, v in scenario.values.items()
    }
    orders = tuple(
        replace(o, values={k: v for k, v in o.values.items() if k not in neutral([name])})
        for o in scenario.orders
    )
    by_hand = replace(scenario, values=still, orders=orders)
    off, hand = engine_of(scenario, off=[name]), engine_of(by_hand, changed=neutral([name]))
    for number in range(12):
        a = run(scenario, seed=1, number=number, engine=off)
        assert same(a, run(by_hand, seed=1, number=number, engine=hand))
        if name in OF:
            kind, value = OF[name]
            hit = a.kind == kind if value is None else (a.kind == kind) & (a.value == value)
            if name == "pretext":
                hit &= a.person == 0
            assert not hit.any()


@pytest.mark.parametrize("name", ["evidence", "belief"])
def test_the_observational_two_change_nothing_that_happens(name, traces):
    scenario = everything()
    engine = engine_of(scenario, off=[name])
    assert all(same(run(scenario, seed=1, number=k, engine=engine), traces[k]) for k in range(20))


def test_mechanisms_that_are_off_share_their_random_numbers(traces):
    """Without the bargain the first sweep, and everything up to the first promise, is the same."""
    scenario = everything()
    engine = engine_of(scenario, off=["bargain"])
    for number in range(20):
        first, other = traces[number], run(scenario, seed=1, number=number, engine=engine)
        promises = np.flatnonzero(first.kind == at.E_PROMISE)
        until = promises[0] if len(promises) else len(first)
        assert np.array_equal(first.time[:until], other.time[:until])


def test_after_the_stop_nobody_is_swept_or_questioned(traces):
    for trace in traces:
        late = trace.time > 90.0
        assert not (late & np.isin(trace.kind, (at.E_SESSION, at.E_NAME))).any()
        causes = trace.value[late & (trace.kind == at.E_WANTED)]
        assert not np.isin(causes, (at.BY_SWEEP, at.BY_QUOTA, at.BY_NAME)).any()


def test_at_most_so_many_arrests_a_day_and_first_wanted_first():
    persons = [Person(id=f"p{i}", group="x") for i in range(30)]
    set = values(process__arrest=1e6, process__arrest_cap=4, interrogation__confess=0)
    scenario = scenario_of(persons, sweeps=[sweep(*range(30), rate=1.0)], set=set, horizon=40.0)
    trace = run(scenario, seed=1)
    arrests = trace.time[trace.kind == at.E_ARREST]
    assert len(arrests) == 30
    assert np.bincount(arrests.astype(int)).max() == 4
    wanted = [int(who) for who in trace.person[trace.kind == at.E_WANTED]]
    taken = [int(who) for who in trace.person[trace.kind == at.E_ARREST]]
    assert taken == wanted


def test_one_and_two_workers_give_the_same_bytes():
    scenario = everything()
    one, two = (ensemble(scenario, runs=60, seed=9, where=Where(workers=w)) for w in (1, 2))
    assert one.values.tobytes() == two.values.tobytes()
    assert all(one.courses[name].tobytes() == two.courses[name].tobytes() for name in one.courses)


def test_a_small_room_is_made_larger():
    set = values(
        process__arrest=1e6,
        interrogation__confess=1e6,
        naming__sessions=80,
        naming__names=8,
        procedure__close=0,
    )
    persons = [Person(id=f"p{i}", group="x") for i in range(12)]
    ties = [(f"p{i}", f"p{j}", "work") for i in range(12) for j in range(i)]
    scenario = scenario_of(
        persons, ties, sweeps=[sweep(0, rate=1e6)], set=set, horizon=30.0, choice=choice(inertia=0.5)
    )
    trace = run(scenario, seed=1)
    assert len(trace) > 4096 + 24 * 12
    assert counts(trace)[0] == 12


def test_a_covariance_moves_the_coefficients_from_run_to_run():
    scenario = everything()
    wide = replace(scenario, choice=replace(scenario.choice, covariance=np.eye(4)))
    engine, betas = engine_of(wide), []
    for number in range(200):
        run(wide, seed=1, number=number, engine=engine)
        betas.append(engine.speech.beta.copy())
    assert np.abs(np.mean(betas, axis=0) - scenario.choice.estimate).max() < 4 / np.sqrt(200)
    assert np.abs(np.std(betas, axis=0) - 1).max() < 0.2


def test_unknown_mechanisms_are_refused_all_at_once():
    with pytest.raises(SchemaError) as found:
        engine_of(everything(), off=["namimg", "21", "naming"])
    assert len(found.value.problems) == 2
    assert "did you mean 'naming'?" in str(found.value)


def test_every_parameter_is_reached_by_a_name():
    assert all(name.split(".")[0] in (*mechanisms(), "process") for name in parameters())
