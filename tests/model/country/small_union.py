"""A small country made for tests, and the same country as a world of one affair, person by person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from types import MappingProxyType

import numpy as np

from model.machine.made import choice, free, values
from showtrial.model.country import ledger
from showtrial.model.country.places import KIN, group_at, places_of, rank_at, tie_count, tied
from showtrial.model.country.reached import TRAIT
from showtrial.model.country.scenario import (
    CountryScenario,
    Group,
    GroupListing,
    GroupQuota,
    GroupSweep,
    Inhabitants,
)
from showtrial.model.machine.chance import mixed, uniform
from showtrial.model.machine.layout import TIE_WORDS
from showtrial.model.machine.scenario import Listing, Order, Quota, Scenario, Sweep, Trial
from showtrial.model.machine.world import Person, world_of


def persons(value):
    return free(value, "persons")


def group(name, many, sizes=(3, 5, 4), office="o", **traits):
    return Group(
        id=name,
        title=name,
        office=office,
        persons=persons(many),
        sizes=tuple(persons(each) for each in sizes),
        traits=MappingProxyType({key: free(value, "probability") for key, value in traits.items()}),
    )


def inhabitants(*groups, mean=3.0, mind=48, seed=1):
    many = int(sum(each.persons.value for each in groups))
    return Inhabitants(
        all_groups=groups,
        rest=len(groups) - 1,
        seed=seed,
        mean=persons(mean),
        sd_log=free(0.5, "factor"),
        mind=persons(mind),
        persons=many,
        full=many,
    )


def country_of(world, *, horizon=120.0, set=None, **more):
    return CountryScenario(
        name="made",
        title="made",
        about="",
        start=date(2000, 1, 1),
        horizon=horizon,
        world=world,
        world_source="",
        values=set or MappingProxyType({}),
        **{"choice": choice(), **more},
    )


def sweep(*targets, rate=0.01, day=0.0, until=1e9, affair=0, **more):
    told = {"id": "s", "title": "", "source": "free", **more}
    return GroupSweep(day=day, until=until, targets=targets, rate=free(rate), affair=affair, **told)


@cache
def small_world():
    """A country in which nobody is tied to themself, or twice to one person by the same kind."""
    worlds = (_world(seed) for seed in range(1, 2000))
    return next(world for world in worlds if _is_simple(places(world)))


def _is_simple(a):
    every = [ties_of(a, i) for i in range(48)]
    return all(len(set(own)) == len(own) and i not in {j for j, _ in own} for i, own in enumerate(every))


def _world(seed):
    return inhabitants(
        group("x", 20, prisoners=0.3, prominent=0.3, beyond=0.1),
        group("y", 28, (4, 6, 0), office="other", interrogators=0.3, prominent=0.1),
        mean=2.5,
        seed=seed,
    )


def everything():
    """Forty-eight persons, every mechanism on."""
    return country_of(
        small_world(),
        set=values(
            process__arrest=0.3,
            process__arrest_cap=2,
            process__suicide=0.02,
            process__death_in_custody=0.003,
            association__kin=0.2,
            association__work=0.03,
            association__acquaintance=0.1,
            association__faction=0.1,
            interrogation__confess=0.05,
            interrogation__prison=0.4,
            interrogation__load=1,
            naming__sessions=0.06,
            naming__names=1.2,
            naming__office=0.3,
            naming__acted_on=0.3,
            retraction__rate=0.01,
            retraction__trial=0.2,
            refusal__rate=0.02,
            family__held=0.5,
            family__arrest=0.3,
            bargain__offer=0.05,
            bargain__effect=0.5,
            bargain__kept=0.2,
            regime__isolation=0.4,
            regime__onset=6,
            choice__prominent=1,
            choice__compliant=1,
            spread__cross=0.6,
            lists__route_list=0.3,
            lists__route_board=0.2,
            lists__office=0.3,
            procedure__close=0.05,
            procedure__hearing=0.1,
            procedure__days_to_execution=12,
        ),
        sweeps=(sweep(0, rate=0.004), sweep(0, 1, rate=0.003, day=30.0, until=70.0, id="s2")),
        lists=(
            GroupListing(
                id="l", day=10.0, title="", source="free", targets=(0,), share=free(1, "probability")
            ),
        ),
        quotas=(GroupQuota(id="q", day=20.0, until=60.0, title="", source="free", group=1, rate=free(0.05)),),
        trials=(Trial(id="t", title="", source="free", drafts=((50.0, 3),), opens=60.0, verdict=62.0),),
        orders=(
            Order(
                id="o",
                day=40.0,
                title="",
                source="free",
                values=values(interrogation__orders=0.7, naming__names=1.6, procedure__days_to_execution=2),
            ),
        ),
        stop=(95.0, "", "free"),
        choice=choice(inertia=1.0, indegree=0.5, same=0.3, held=0.2),
    )


def places(world):
    sizes = [[int(size.value) for size in each.sizes] for each in world.all_groups]
    return places_of(world.sizes, sizes, seed=world.seed, mean=world.mean.value, sd_log=world.sd_log.value)


def ties_of(a, i):
    """Every tie of one person: (person, kind)."""
    g, found = group_at(a, i), []
    for kind in range(4):
        rank = rank_at(a, i, g, kind)
        found += [(tied(a, g, kind, rank, k), kind) for k in range(tie_count(a, g, kind, rank))]
    return found


def as_affair(scenario):
    """The same scenario with every person and tie written out, for the machine of one affair."""
    world, a = scenario.world, places(scenario.world)

    def has(i, g, t, key):
        share = world.all_groups[g].traits.get(key)
        own = uniform(np.uint64(mixed(world.seed)), np.uint64(i), TRAIT, t)
        return share is not None and own < share.value

    people = []
    for i in range(len(world)):
        g = group_at(a, i)
        size = a.size[g, 0]
        people.append(
            Person(
                id=f"p{i:03d}",
                group=world.groups[g],
                office=world.all_groups[g].office,
                household=f"h{g}-{rank_at(a, i, g, KIN) // size}" if size > 1 else "",
                in_reach=not has(i, g, 0, "beyond"),
                prisoner=has(i, g, 1, "prisoners"),
                interrogator=has(i, g, 2, "interrogators"),
                prominence=float(has(i, g, 3, "prominent")),
            )
        )
    ties = [
        (f"p{i:03d}", f"p{j:03d}", TIE_WORDS[kind]) for i in range(len(world)) for j, kind in ties_of(a, i)
    ]
    built = world_of(people, ties)
    members = [[i for i in range(len(world)) if group_at(a, i) == g] for g in range(len(world.groups))]
    means = lambda targets: tuple(i for g in targets for i in members[g])  # noqa: E731
    head = lambda each: {"id": each.id, "day": each.day, "title": "", "source": "free"}  # noqa: E731
    flagged = sum(each.interrogator for each in people)
    expected = round(sum(
        size * (each.traits["interrogators"].value if "interrogators" in each.traits else 0)
        for size, each in zip(world.sizes, world.all_groups, strict=True)
    ))  # fmt: skip
    more = scenario.values.get("interrogation.interrogators")
    before = more.value if more else 1.0
    fixed = {"interrogation.interrogators": persons(before + expected - flagged)}
    return Scenario(
        name="made",
        title="made",
        about="",
        start=scenario.start,
        horizon=scenario.horizon,
        world=built,
        world_source="",
        values=MappingProxyType({**scenario.values, **fixed}),
        orders=scenario.orders,
        sweeps=tuple(
            Sweep(**head(s), until=s.until, targets=means(s.targets), rate=s.rate, affair=s.affair)
            for s in scenario.sweeps
        ),
        lists=tuple(Listing(**head(each), targets=means(each.targets)) for each in scenario.lists),
        quotas=tuple(Quota(**head(q), until=q.until, group=q.group, rate=q.rate) for q in scenario.quotas),
        trials=scenario.trials,
        stop=scenario.stop,
        choice=scenario.choice,
    )


def counts_of(run):
    """Counts of a run of a country, by the names of `machine.summary.COUNTS`."""
    meter, series = run.meter, run.series
    total = lambda event: float(series[event].sum())  # noqa: E731
    alive = int(run.pending.sum())
    return {
        "wanted": total(ledger.S_WANTED),
        "arrests": total(ledger.S_ARREST),
        "confessions": total(ledger.S_CONFESS),
        "retractions": float(meter[ledger.N_RETRACTED]),
        "refusals": float(meter[ledger.N_REFUSED]),
        "sessions": float(meter[ledger.N_SESSIONS]),
        "names": float(meter[ledger.N_NAMES]),
        "persons_named": float(meter[ledger.N_FIRST]),
        "open_trial": float(meter[ledger.N_OPEN]),
        "convicted": total(ledger.S_CONVICTED),
        "to_death": total(ledger.S_TO_DEATH),
        "shot": total(ledger.S_SHOT),
        "deaths": total(ledger.S_SHOT) + float(meter[ledger.N_DIED] + meter[ledger.N_SUICIDES]),
        "alive": alive,
    }


def without(scenario, *names, **set):
    """The scenario with the orders of some parameters left out, and some values set."""
    orders = tuple(
        replace(o, values=MappingProxyType({k: v for k, v in o.values.items() if k not in names}))
        for o in scenario.orders
    )
    return replace(scenario, orders=orders, values=MappingProxyType({**scenario.values, **values(**set)}))
