"""How fast is the plain naming cascade, beside the tools one would otherwise use?

One job for all: N persons, a random network with lognormal degrees (mean 10, sd of the logarithm .75), 20
first arrests, interrogation an exponential time after arrest (mean 30 days), each acquaintance named with one
probability, once (R = 1.5), arrest an exponential time after the first naming (mean 10 days), 1,000 days. An
event is an arrest or an interrogation. Every tool runs in a process of its own, on the network of our
country (stored for the others, ties to oneself and double ties dropped); starting, building the network and
compiling are not counted for anybody. Times are CPU seconds of the process, least of the turns.

What differs: EoN and starsim let the earliest *arrest* decide and not the earliest naming; starsim moves by
days; cynetdiff has no clock at all, and its events are persons reached, twice.

Aims: at a million persons 100 times heapq and 500 times EoN and mesa per event, and more events a second
than cynetdiff; 162 million persons with 1.5 million arrests in 0.3 s and 400 MB; an event there at most 1.3
times as dear as at a million. Options: ``--large`` gives every tool a million persons, ``--small`` none of
the others more than 100,000.
"""

from __future__ import annotations

import heapq
import importlib.util
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from showtrial.model.country.cascade import Plain, cascade, excess_degree
from showtrial.model.country.population import Population, degree, neighbour, population_of
from showtrial.model.naming.kernels import Longs, compiled

FIRST, DAYS, TO_INTERROGATION, TO_ARREST = 20, 1000, 30.0, 10.0
#: Tool, what must be installed, and the most persons in the default run.
TOOLS = {
    "showtrial": ("showtrial", 10**9),
    "heapq + networkx": ("networkx", 10**6),
    "EoN": ("EoN", 10**6),
    "mesa, event scheduler": ("mesa", 10**6),
    "starsim, daily steps": ("starsim", 10**5),
    "cynetdiff, no clock": ("cynetdiff", 10**6),
}
LIMITS = """what limits it
  showtrial: arithmetic and branches that cannot be foreseen: coins for each acquaintance, two waits, who the
    named are (four rounds of hashing and their inverse). Memory little: the bits of 162 million persons take
    20 MB. Python not at all beyond the first millisecond; at 10,000 persons that, and laying out the tables,
    is most of the run.
  heapq, EoN, mesa: Python objects and calls for each event, then misses of the cache as their graphs grow.
  starsim: every day passes over all persons and all ties.
  cynetdiff: misses of the cache in its stored network."""
#: Events and CPU seconds of one run, from a seed.
Turn = Callable[[int], tuple[int, float]]


@compiled
def write_ties(p: Population, out: Longs) -> int:
    """Write each tie once, as two ends; return how many."""
    many = 0
    for i in range(p.n):
        for k in range(degree(p, i)):
            j = neighbour(p, i, k)
            if i < j:
                out[many, 0], out[many, 1] = i, j
                many += 1
    return many


def ties_of(p: Population) -> Longs:
    """Return the ties of a country: no double ones, nobody tied to himself."""
    out = np.zeros((int(p.stubs.begin[-1]) // 2, 2), np.int64)
    return np.unique(out[: write_ties(p, out)], axis=0)


def clocked(work: Callable[[], int]) -> tuple[int, float]:
    """Return what `work` returns, and the CPU seconds it took."""
    start = time.process_time()
    events = work()
    return events, time.process_time() - start


def ours(p: Population, probability: float) -> Turn:
    plain = Plain(probability, TO_INTERROGATION, TO_ARREST, FIRST, DAYS)
    cascade(p, plain, seed=0)  # compiled, or read from disk
    return lambda seed: clocked(lambda: cascade(population_of(p.n, seed=1), plain, seed=seed).events)


def graph_of(p: Population):
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(p.n))
    graph.add_edges_from(ties_of(p).tolist())
    return graph


def with_heapq(p: Population, probability: float) -> Turn:
    graph = graph_of(p)

    def work(seed: int) -> int:
        rng = random.Random(seed)
        first = rng.sample(range(p.n), FIRST)
        seen, events = set(first), 0
        queue = [(0.0, True, i) for i in first]
        while queue and queue[0][0] < DAYS:
            now, arrest, i = heapq.heappop(queue)
            events += 1
            if arrest:
                heapq.heappush(queue, (now + rng.expovariate(1 / TO_INTERROGATION), False, i))
                continue
            for j in graph[i]:
                if rng.random() < probability and j not in seen:
                    seen.add(j)
                    heapq.heappush(queue, (now + rng.expovariate(1 / TO_ARREST), True, j))
        return events

    return lambda seed: clocked(lambda: work(seed))


def with_eon(p: Population, probability: float) -> Turn:
    import EoN

    graph = graph_of(p)

    def delays(person, contacts, rng):
        asked = rng.expovariate(1 / TO_INTERROGATION)
        named = {j: asked + rng.expovariate(1 / TO_ARREST) for j in contacts if rng.random() < probability}
        return named, max(named.values(), default=asked)  # an arrest must come before "recovery"

    def work(seed: int) -> int:
        rng = random.Random(seed)
        _, _, infected, recovered = EoN.fast_nonMarkov_SIR(
            graph, trans_and_rec_time_fxn=delays, trans_and_rec_time_args=(rng,),
            initial_infecteds=rng.sample(range(p.n), FIRST), tmax=DAYS,
        )  # fmt: skip
        return int(infected[-1] + 2 * recovered[-1])

    return lambda seed: clocked(lambda: work(seed))


def with_mesa(p: Population, probability: float) -> Turn:
    import mesa
    from mesa.experimental.devs import DEVSimulator

    graph = graph_of(p)

    class Country(mesa.Model):
        def __init__(self, seed: int, clock: DEVSimulator) -> None:
            super().__init__(seed=seed)
            self.clock, self.events, self.seen = clock, 0, set()

        def begin(self) -> None:
            for i in self.random.sample(range(p.n), FIRST):
                self.seen.add(i)
                self.arrest(i)

        def arrest(self, i: int) -> None:
            self.events += 1
            self.clock.schedule_event_relative(
                self.interrogate, self.random.expovariate(1 / TO_INTERROGATION), function_args=[i]
            )

        def interrogate(self, i: int) -> None:
            self.events += 1
            for j in graph[i]:
                if self.random.random() < probability and j not in self.seen:
                    self.seen.add(j)
                    wait = self.random.expovariate(1 / TO_ARREST)
                    self.clock.schedule_event_relative(self.arrest, wait, function_args=[j])

    def turn(seed: int) -> tuple[int, float]:
        clock = DEVSimulator()
        country = Country(seed, clock)
        clock.setup(country)
        return clocked(lambda: (country.begin(), clock.run_until(DAYS), country.events)[-1])

    return turn


def with_starsim(p: Population, probability: float) -> Turn:
    import starsim as ss

    graph = graph_of(p)

    class Naming(ss.SIR):
        """Named is infected; a name is given on the one day of the interrogation."""

        def step_state(self) -> None:
            done = (self.infected & (self.rel_trans == 1.0)).uids
            self.recovered[done], self.infected[done], self.rel_trans[done] = True, False, 0.0
            self.rel_trans[(self.infected & (self.ti_recovered <= self.ti)).uids] = 1.0

        def set_prognoses(self, uids, sources=None) -> None:
            self.susceptible[uids], self.infected[uids] = False, True
            self.ti_infected[uids] = self.ti
            self.rel_trans[uids] = 0.0
            first = np.zeros(len(uids)) if self.ti == 0 else self.chance.exponential(TO_ARREST, len(uids))
            self.ti_dead[uids] = self.ti + first  # the arrest
            self.ti_recovered[uids] = self.ti + first + self.chance.exponential(TO_INTERROGATION, len(uids))

    def turn(seed: int) -> tuple[int, float]:
        Naming.chance = np.random.default_rng(seed)
        naming = Naming(beta=ss.probperday(probability), init_prev=ss.bernoulli(p=FIRST / p.n))
        sim = ss.Sim(
            n_agents=p.n, networks=ss.StaticNet(graph=graph), diseases=naming, rand_seed=seed, verbose=0,
            start=ss.days(0), dur=ss.days(DAYS), dt=ss.days(1),
        )  # fmt: skip
        sim.init()
        _, seconds = clocked(lambda: (sim.run(), 0)[-1])
        done = sim.diseases[0]  # what the simulation was given was copied
        return int((done.ti_dead < DAYS).sum() + (done.ti_recovered < DAYS).sum()), seconds

    return turn


def with_cynetdiff(p: Population, probability: float) -> Turn:
    from array import array

    from cynetdiff.models import IndependentCascadeModel

    ties = ties_of(p)
    both = np.concatenate([ties, ties[:, ::-1]])
    both = both[np.argsort(both[:, 0], kind="stable")]
    starts = array("I", np.searchsorted(both[:, 0], np.arange(p.n)).astype(np.uint32).tolist())
    ends = array("I", both[:, 1].astype(np.uint32).tolist())
    model = IndependentCascadeModel(starts, ends, activation_prob=probability)

    def turn(seed: int) -> tuple[int, float]:
        model.set_rng(seed)
        model.set_seeds(set(random.Random(seed).sample(range(p.n), FIRST)))

        def work() -> int:
            model.reset_model()
            model.advance_until_completion()
            return 2 * int(model.get_num_activated_nodes())

        return clocked(work)

    return turn


MAKERS = {
    "showtrial": ours, "heapq + networkx": with_heapq, "EoN": with_eon,
    "mesa, event scheduler": with_mesa, "starsim, daily steps": with_starsim,
    "cynetdiff, no clock": with_cynetdiff,
}  # fmt: skip


def one(tool: str, n: int) -> None:
    """Run one tool and print events, seconds and peak memory as JSON."""
    country = population_of(n, seed=1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    turn = MAKERS[tool](country, 1.5 / excess_degree(country))
    slow = tool not in ("showtrial", "cynetdiff, no clock")
    turns = [turn(seed) for seed in range(1, 3 if slow else 12)]
    # A run that died out at once says nothing about speed.
    events, seconds = min(
        (each for each in turns if each[0] >= max(turns)[0] / 4), key=lambda each: each[1] / each[0]
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"events": events, "s": seconds, "mb": peak / 1e3, "before": before / 1e3}))


def asked(tool: str, n: int) -> dict[str, float] | str:
    """Run one tool in a process of its own."""
    if importlib.util.find_spec(TOOLS[tool][0]) is None:
        return f"not installed ({TOOLS[tool][0]}, in the dependency group bench)"
    done = subprocess.run(
        [sys.executable, __file__, "--one", tool, str(n)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return "failed: " + (done.stderr.strip().splitlines() or ["no message"])[-1]
    return json.loads(done.stdout.strip().splitlines()[-1])


def most_for(tool: str, most: int) -> int:
    """Return the most persons that a tool is given, by the options."""
    if tool == "showtrial":
        return most
    if "--small" in sys.argv:
        return min(most, 10**5)
    return 10**6 if "--large" in sys.argv else most


def main() -> None:
    """Print the tables."""
    print(f"{'persons':>12}  {'tool':<24}{'events':>12}{'s':>10}{'1,000/s':>10}{'ours x':>8}{'peak MB':>9}")
    fast: dict[int, float] = {}
    for n in (10**4, 10**5, 10**6, 162_000_000):
        for tool, (_, most) in TOOLS.items():
            if n > most_for(tool, most):
                continue
            found = asked(tool, n)
            if isinstance(found, str):
                print(f"{n:>12,}  {tool:<24}{found}")
                continue
            speed = found["events"] / found["s"]
            fast.setdefault(n, speed)
            print(
                f"{n:>12,}  {tool:<24}{found['events']:>12,}{found['s']:>10.4f}{speed / 1e3:>10,.1f}"
                f"{fast[n] / speed:>8.1f}{found['mb']:>9.0f}",
                flush=True,
            )
    print(
        f"\nan event among 162 million costs {fast[10**6] / fast[162_000_000]:.2f} times one among a million"
    )
    print(LIMITS)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]))
    else:
        main()
