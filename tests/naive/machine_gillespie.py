"""The machine as a textbook would write it: add up all intensities, wait, choose one (Gillespie 1976).

Slow, with dictionaries and one stream of random numbers; every statistic of the choice of names is
written out. It shares no code with the engine but the scenario that it reads.
"""

import math
import random

from showtrial.model.machine.components import parameters

NAMES = list(parameters())
CAUSES = ("sweep", "quota", "association", "naming", "family")


class Naive:
    def __init__(self, scenario, seed, off=None):
        self.s, self.w, self.rng, self.t = scenario, scenario.world, random.Random(seed), 0.0
        self.n, self.off = len(scenario.world.ids), off or {}
        self.status = ["free"] * self.n
        self.flags = [set() for _ in range(self.n)]
        self.route, self.trial, self.sessions = [None] * self.n, [None] * self.n, [0] * self.n
        self.affair, self.onset_at, self.dies_at = [0] * self.n, [math.inf] * self.n, [math.inf] * self.n
        self.named, self.listed, self.heard = {}, set(), {}
        self.count = dict.fromkeys(
            [
                "wanted",
                "arrests",
                "confessions",
                "retractions",
                "refusals",
                "sessions",
                "names",
                "open_trial",
                "shot",
                "to_death",
                "promises",
                "freed",
            ],
            0,
        )
        self.first = dict.fromkeys(["arrest", "confession"], math.inf)
        self.stopped = False
        self.p = {name: each.usual for name, each in parameters().items()}
        self.p |= {name: each.value for name, each in scenario.values.items()} | self.off
        self.ties = [
            [
                (int(self.w.tie_to[k]), ("kin", "work", "acquaintance", "faction")[self.w.tie_kind[k]])
                for k in range(self.w.tie_start[i], self.w.tie_start[i + 1])
            ]
            for i in range(self.n)
        ]
        self.crossing = {}

    # who, and at what rate
    def carries(self, i, j):
        if self.w.group[i] == self.w.group[j]:
            return True
        pair = frozenset((i, j))
        if pair not in self.crossing:
            self.crossing[pair] = self.rng.random() < self.p["spread.cross"]
        return self.crossing[pair]

    def mates(self, i):
        h = self.w.household[i]
        return [j for j in range(self.n) if j != i and h >= 0 and self.w.household[j] == h]

    def rates(self):
        p, found = self.p, []
        held = [i for i in range(self.n) if self.status[i] == "held"]
        lost = sum(1 for i in range(self.n) if self.w.interrogator[i] and "custody" in self.flags[i])
        capacity = p["interrogation.interrogators"] + int(self.w.interrogator.sum())
        capacity -= lost * p["spread.interrogators_lost"]
        load = p["interrogation.load"]
        factor = 1.0 if math.isinf(load) or not held else min(1.0, max(capacity, 0) * load / len(held))
        for i in range(self.n):
            state = self.status[i]
            if state == "free" and self.w.in_reach[i] and not self.stopped:
                for k, sweep in enumerate(self.s.sweeps):
                    if i in sweep.targets and sweep.day <= self.t < sweep.until:
                        strength = p["pretext.strength" if k == 0 else "waves.strength"]
                        found.append((sweep.rate.value * strength, "sweep", i))
            if state == "wanted":
                found += [(p["process.arrest"], "arrest", i), (p["process.suicide"], "suicide", i)]
            if state in ("held", "confessing", "refusing", "awaiting"):
                found.append((p["process.death_in_custody"], "die", i))
            if state == "held":
                x = p["interrogation.orders"]
                x += p["interrogation.prison"] * bool(self.w.prisoner[i])
                x += p["regime.isolation"] * ("isolated" in self.flags[i])
                x += p["bargain.effect"] * ("promised" in self.flags[i])
                x += p["family.held"] * any("custody" in self.flags[j] for j in self.mates(i))
                found.append((p["interrogation.confess"] * math.exp(x) * factor, "confess", i))
                found.append((p["refusal.rate"], "refuse", i))
                if "promised" not in self.flags[i]:
                    found.append((p["bargain.offer"], "promise", i))
            if state == "confessing":
                if not self.stopped and p["naming.names"] > 0:
                    found.append((p["naming.sessions"], "session", i))
                found.append((p["retraction.rate"], "retract", i))
            if state in ("confessing", "refusing") and self.trial[i] is None:
                found.append((p["procedure.close"], "close", i))
            if state == "awaiting" and self.route[i] != "open" and "sentenced" not in self.flags[i]:
                found.append((p["procedure.hearing"], "hear", i))
        for quota in self.s.quotas:
            if quota.day <= self.t < quota.until and not self.stopped:
                rate = quota.rate.value * p["lists.quota"] * p["lists.overfulfilment"]
                found.append((rate, "quota", quota.group))
        return [each for each in found if each[0] > 0]

    # what happens
    def want(self, i, affair):
        if self.status[i] == "free" and self.w.in_reach[i]:
            self.status[i], self.affair[i] = "wanted", affair
            self.count["wanted"] += 1

    def arrest(self, i):
        self.status[i] = "held"
        self.flags[i].add("custody")
        self.count["arrests"] += 1
        self.first["arrest"] = min(self.first["arrest"], self.t)
        self.heard.setdefault(self.affair[i], set()).add(i)
        self.onset_at[i] = self.t + self.p["regime.onset"]
        for j, kind in self.ties[i]:
            if (
                self.status[j] == "free"
                and self.carries(i, j)
                and self.rng.random() < self.p[f"association.{kind}"]
            ):
                self.want(j, self.affair[i])

    def end(self, i, state):
        self.status[i] = state
        self.trial[i] = None
        if state == "freed":
            self.flags[i].discard("custody")
            self.count["freed"] += 1

    def judge(self, i):
        p, rng, route = self.p, self.rng, self.route[i]
        if rng.random() < p["verdict.departs_open" if route == "open" else "verdict.departs"]:
            self.end(i, "freed")
            return
        dies = rng.random() < p[f"sentence.death_{route}"]
        if dies and "promised" in self.flags[i] and rng.random() < p["bargain.kept"]:
            dies = False
        exiled = rng.random() < p["sentence.exile"]
        if dies:
            self.count["to_death"] += 1
            if rng.random() < p["procedure.clemency"]:
                dies = exiled = False
        if dies:
            self.flags[i].add("sentenced")
            self.dies_at[i] = self.t + p["procedure.days_to_execution"]
        else:
            self.status[i] = "exile" if exiled else "camp"
        for j in self.mates(i):
            if "asked" not in self.flags[j]:
                self.flags[j].add("asked")  # the draw of a person is one: asked again, it is the same
                if rng.random() < p["family.arrest"]:
                    self.flags[j].add("reached")
            if "reached" in self.flags[j]:
                self.want(j, self.affair[i])

    def appeal(self, i, j):
        total = 0.0
        for name, beta in zip(self.s.choice.effects, self.s.choice.estimate, strict=True):
            if name == "inertia":
                x = float((i, j) in self.named)
            elif name == "reciprocity":
                x = float((j, i) in self.named)
            elif name == "sqrt(indegree)":
                x = math.sqrt(sum(1 for _, b in self.named if b == j))
            elif name == "same(group)":
                x = float(self.w.group[i] == self.w.group[j])
            elif name == "alter(held)":
                x = float("custody" in self.flags[j] and self.status[j] not in ("shot", "died", "suicide"))
            else:
                raise ValueError(name)
            total += beta * x
        return math.exp(total)

    def how_many(self):
        mean, d = self.p["naming.names"], self.p["naming.dispersion"]
        rate = mean if math.isinf(d) else self.rng.gammavariate(d, mean / d)
        k, product, floor = 0, self.rng.random(), math.exp(-rate)
        while product > floor:
            k, product = k + 1, product * self.rng.random()
        return k

    def session(self, i):
        self.count["sessions"] += 1
        names = min(self.how_many(), self.n - 1)
        wanted = sum(self.rng.random() < self.p["naming.office"] for _ in range(names))
        pool = [j for j in self.listed if j != i]
        said = self.rng.sample(pool, min(wanted, len(pool)))
        around = {j for j, _ in self.ties[i] if self.carries(i, j)} | self.heard.get(self.affair[i], set())
        around = sorted(around - {i} - set(said))
        weights = [self.appeal(i, j) for j in around]
        while len(said) < names and around:
            k = self.rng.choices(range(len(around)), weights)[0]
            said.append(around.pop(k))
            weights.pop(k)
        for j in said:
            self.count["names"] += 1
            self.heard.setdefault(self.affair[i], set()).add(j)
            if self.rng.random() < self.p["naming.acted_on"]:
                self.want(j, self.affair[i])
        for j in said:
            self.named[(i, j)] = self.t

    def happen(self, what, i):
        if what == "sweep":
            self.want(i, 0)
        elif what == "quota":
            free = [
                j
                for j in range(self.n)
                if self.status[j] == "free" and self.w.in_reach[j] and self.w.group[j] == self.w.groups[i]
            ]
            if free:
                self.want(self.rng.choice(free), 0)
        elif what == "arrest":
            self.arrest(i)
        elif what in ("suicide", "die"):
            self.end(i, {"die": "died"}.get(what, what))
        elif what == "confess":
            self.status[i] = "confessing"
            self.flags[i].add("confessed")
            self.count["confessions"] += 1
            self.first["confession"] = min(self.first["confession"], self.t)
        elif what in ("refuse", "retract"):
            self.status[i], self.trial[i] = "refusing", None
            self.count["refusals" if what == "refuse" else "retractions"] += 1
            if what == "retract":
                self.flags[i].add("retracted")
        elif what == "promise":
            self.flags[i].add("promised")
            self.count["promises"] += 1
        elif what == "session":
            self.session(i)
        elif what == "close":
            shares = [self.p[f"lists.route_{name}"] for name in ("list", "board", "quota")]
            way = self.rng.choices(["list", "board", "quota", "court"], [*shares, 1 - sum(shares)])[0]
            self.route[i] = "closed" if self.status[i] == "refusing" else way
            self.status[i] = "awaiting"
        elif what == "hear":
            if "confessed" in self.flags[i] and "retracted" not in self.flags[i]:
                if self.rng.random() < self.p["retraction.trial"]:
                    self.count["retractions"] += 1
            self.judge(i)

    def draft(self, k, size):
        chosen = [i for i in range(self.n) if self.trial[i] == k]
        pool = [
            i for i in range(self.n) if self.status[i] in ("held", "confessing") and self.trial[i] is None
        ]
        for _ in range(round(size * self.p["choice.fill"]) - len(chosen)):
            if not pool:
                return
            weights = [
                math.exp(
                    self.p["choice.prominent"] * self.w.prominence[i]
                    + self.p["choice.compliant"] * (self.status[i] == "confessing")
                )
                for i in pool
            ]
            k_at = self.rng.choices(range(len(pool)), weights)[0]
            self.trial[pool.pop(k_at)] = k

    def opens(self, k):
        for i in range(self.n):
            if self.trial[i] == k and self.status[i] in ("held", "confessing"):
                late = self.status[i] == "confessing" and self.rng.random() < self.p["retraction.trial"]
                self.status[i], self.route[i] = "awaiting", "open"
                self.count["open_trial"] += 1
                self.count["retractions"] += late

    def verdicts(self, k):
        for i in range(self.n):
            if self.trial[i] == k and self.status[i] == "awaiting" and "sentenced" not in self.flags[i]:
                self.judge(i)

    def halt(self):
        if not self.p["stop.in_force"]:
            return
        self.stopped = True
        for i in range(self.n):
            pending = self.status[i] in ("wanted", "held", "confessing", "refusing", "awaiting")
            if pending and "sentenced" not in self.flags[i] and self.rng.random() < self.p["stop.dropped"]:
                self.end(i, "freed")

    def pages(self):
        s, found = self.s, []
        for order in s.orders:
            values = {k: v.value for k, v in order.values.items() if k not in self.off}
            found.append((order.day, 0, lambda values=values: self.p.update(values)))
        for span in (*s.sweeps, *s.quotas):
            found += [(span.day, 1, lambda: None), (span.until, 1, lambda: None)]
        for each in s.lists:
            found.append(
                (
                    each.day,
                    2,
                    lambda each=each: self.listed.update(
                        i for i in each.targets if self.rng.random() < self.p["lists.office"]
                    ),
                )
            )
        for k, trial in enumerate(s.trials):
            found += [(day, 3, lambda k=k, size=size: self.draft(k, size)) for day, size in trial.drafts]
            found.append((trial.opens, 4, lambda k=k: self.opens(k)))
            found.append((trial.verdict, 5, lambda k=k: self.verdicts(k)))
        if s.stop:
            found.append((s.stop[0], 6, self.halt))
        return sorted(found, key=lambda each: each[:2])

    def run(self):
        pages = self.pages()
        while True:
            rates = self.rates()
            total = sum(rate for rate, _, _ in rates)
            wait = self.rng.expovariate(total) if total else math.inf
            alarm = min(self.onset_at + self.dies_at)
            page = pages[0][0] if pages else math.inf
            due = min(alarm, page)
            if min(self.t + wait, due) > self.s.horizon:
                return self
            if self.t + wait < due:
                self.t += wait
                u = self.rng.random() * total
                for rate, what, i in rates:
                    u -= rate
                    if u <= 0:
                        self.happen(what, i)
                        break
                continue
            self.t = due
            if page <= alarm:
                pages.pop(0)[2]()
                continue
            for i in range(self.n):
                if self.onset_at[i] <= self.t:
                    self.onset_at[i] = math.inf
                    self.flags[i].add("isolated")
                if self.dies_at[i] <= self.t:
                    self.dies_at[i] = math.inf
                    if self.status[i] == "awaiting":
                        self.end(i, "shot")
                        self.count["shot"] += 1


def naive_run(scenario, seed, off=None):
    """Run once; returns the counts, with the times of the first arrest and confession."""
    return Naive(scenario, seed, off).run()
