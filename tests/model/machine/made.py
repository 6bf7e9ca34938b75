"""Scenarios made for tests: small ones with everything on, and plain cascades on a network."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import numpy as np

from showtrial.model.machine.components import parameters
from showtrial.model.machine.scenario import Choice, Listing, Order, Quota, Scenario, Sweep, Trial, Value
from showtrial.model.machine.world import Person, acquaintances, nameless, world_of


def values(**named):
    """``naming__names=2`` -> {"naming.names": Value(2, ...)}."""
    names = {key.replace("__", "."): each for key, each in named.items()}
    return MappingProxyType({k: free(v, parameters()[k].unit) for k, v in names.items()})


def free(value, unit="per day"):
    return Value(value=float(value), unit=unit, source="free")


def sweep(*targets, rate=1.0, day=0.0, until=1e9, **more):
    return Sweep(
        id="s", day=day, until=until, title="", source="free", targets=targets, rate=free(rate), **more
    )


def scenario_of(persons, ties=(), *, horizon=100.0, sweeps=(), set=None, world=None, **more):
    return Scenario(
        name="made",
        title="made",
        about="",
        start=date(2000, 1, 1),
        horizon=horizon,
        world_source="",
        world=world or world_of(persons, ties),
        values=set or MappingProxyType({}),
        sweeps=tuple(sweeps),
        **more,
    )


def choice(**effects):
    names = {"inertia": "inertia", "indegree": "sqrt(indegree)", "same": "same(group)", "held": "alter(held)"}
    return Choice(
        effects=tuple(names[key] for key in effects),
        estimate=np.array(list(effects.values()), np.float64),
        covariance=np.zeros((len(effects), len(effects))),
        sources=("free",) * len(effects),
        inflation=free(1.0, "factor"),
    )


def everything(horizon=120.0):
    """Eight persons, every mechanism on."""
    persons = [
        Person(
            id=f"p{i}",
            group="x" if i < 4 else "y",
            household="h" if i in (1, 2) else "",
            prominence=float(i == 0),
            interrogator=i == 7,
            prisoner=i == 3,
        )
        for i in range(8)
    ]
    ties = [
        ("p0", "p1", "acquaintance"),
        ("p1", "p2", "kin"),
        ("p2", "p5", "work"),
        ("p3", "p6", "acquaintance"),
        ("p5", "p7", "faction"),
    ]
    return scenario_of(
        persons,
        ties,
        horizon=horizon,
        set=values(
            process__arrest=0.3,
            process__suicide=0.02,
            process__death_in_custody=0.002,
            association__kin=0.5,
            association__acquaintance=0.3,
            interrogation__confess=0.1,
            interrogation__prison=0.4,
            interrogation__load=2,
            naming__names=2,
            naming__office=0.3,
            naming__acted_on=0.5,
            retraction__rate=0.01,
            retraction__trial=0.1,
            refusal__rate=0.02,
            family__held=0.5,
            family__arrest=0.5,
            bargain__offer=0.05,
            bargain__effect=0.5,
            bargain__kept=0.2,
            regime__isolation=0.4,
            choice__prominent=1,
            choice__compliant=1,
            spread__cross=0.7,
            lists__route_list=0.3,
        ),
        sweeps=[sweep(0, rate=0.5), replace(sweep(4, 5, rate=0.02, day=30.0, until=70.0), id="s2")],
        lists=(Listing(id="l", day=10.0, title="", source="free", targets=(6, 7)),),
        quotas=(Quota(id="q", day=20.0, until=60.0, title="", source="free", group=1, rate=free(0.05)),),
        trials=(Trial(id="t", title="", source="free", drafts=((50.0, 3),), opens=60.0, verdict=62.0),),
        orders=(
            Order(
                id="o",
                day=40.0,
                title="",
                source="free",
                values=values(interrogation__orders=0.7, naming__names=3, procedure__days_to_execution=2),
            ),
        ),
        stop=(90.0, "", "free"),
        choice=choice(inertia=1.0, indegree=0.5, same=0.3, held=0.2),
    )


def network(n, mean, seed=3):
    """A configuration network with Poisson degrees."""
    persons = nameless({"all": 1.0}, n, seed)
    return world_of(persons, acquaintances(persons, mean, 0.0, seed))


def cascade(world, *, seeds=(0,), set=None, horizon=1e6, rate=1e9):
    return scenario_of((), world=world, set=set, sweeps=[sweep(*seeds, rate=rate)], horizon=horizon)
