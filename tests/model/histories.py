"""Small drawn histories with everything in them: batches, entries, exits, states, ties, circle."""

from __future__ import annotations

import numpy as np

from showtrial.events.history import Attribute, EventHistory, Spells, Ties


def ties(n: int, rng: np.random.Generator, share: float) -> Ties:
    """Each ordered pair with probability `share`."""
    rows = [
        np.sort(rng.permutation(np.delete(np.arange(n), i))[: rng.binomial(n - 1, share)]) for i in range(n)
    ]
    indptr = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return Ties(indptr, np.concatenate(rows).astype(np.int32))


def spells(n: int, rng: np.random.Generator, days: float, many: int) -> Spells:
    actor = rng.integers(0, n, many).astype(np.int32)
    start = np.round(rng.uniform(-5, days, many))
    stop = start + np.round(rng.exponential(days / 3, many))
    if many:
        start[0], stop[-1] = -np.inf, np.inf
    return Spells(actor, start, stop)


def attributes(n: int, rng: np.random.Generator) -> dict[str, Attribute]:
    return {
        "sex": Attribute(rng.integers(-1, 2, n).astype(np.int32), ("f", "m"), np.zeros(0)),
        "place": Attribute(rng.integers(-1, 3, n).astype(np.int32), ("p", "q", "r"), np.zeros(0)),
        "age": Attribute(
            np.zeros(0, np.int32), (), np.where(rng.random(n) < 0.2, np.nan, rng.integers(20, 25, n))
        ),
    }


def drawn(
    seed: int, n: int = 7, m: int = 12, *, days: int = 10, plain: bool = False, circle: bool = False
) -> EventHistory:
    """A history in which every event lies in its risk set; senders and receivers at random."""
    rng = np.random.default_rng(seed)
    states = {} if plain else {name: spells(n, rng, days, 3) for name in ("held", "dead", "summoned")}
    entry = np.full(n, -np.inf)
    exit = np.full(n, np.inf)
    if not plain:
        entry[0], exit[1] = 2.0, days - 2.0
    history = dict(
        actors=tuple(f"a{k}" for k in range(n)),
        kinds=("names", "denounces"),
        origin="1936-08-01",
        start=0.0,
        end=float(days),
        entry=entry,
        exit=exit,
        may_speak=np.ones(n, bool) if plain else rng.random(n) < 0.9,
        may_be_named=np.ones(n, bool) if plain else rng.random(n) < 0.9,
        ordering="given",
        circle=ties(n, rng, 0.7) if circle else None,
        silenced=() if plain else ("dead",),
        removed=() if plain else ("held",),
        attributes=attributes(n, rng),
        states=states,
        ties={"kin": ties(n, rng, 0.2), "party": ties(n, rng, 0.1)},
    )
    time = np.sort(rng.choice(np.arange(2 * days) / 2, m))
    sender, receiver, kept, batch = [], [], [], []
    for k, t in enumerate(time):
        speak = [i for i in range(n) if can(history, i, t, "may_speak", "silenced")]
        rng.shuffle(speak)
        for i in speak:
            named = [j for j in range(n) if j != i and can(history, j, t, "may_be_named", "removed")]
            if circle:
                row = history["circle"]
                named = [j for j in named if j in row.indices[row.indptr[i] : row.indptr[i + 1]]]
            if named:
                many = int(rng.integers(1, 3))
                for j in rng.choice(named, min(many, len(named)), replace=False):
                    sender.append(i)
                    receiver.append(int(j))
                    kept.append(t)
                    batch.append(k if rng.random() < 2 or not batch else batch[-1])
                break
    batch_of = np.unique(np.array(kept) if rng.random() < 0.5 else np.array(batch), return_inverse=True)[1]
    return EventHistory(
        sender=np.array(sender, np.int32),
        receiver=np.array(receiver, np.int32),
        time=np.array(kept, float),
        batch=batch_of.astype(np.int32).reshape(-1),
        kind=rng.integers(0, 2, len(sender)).astype(np.int16),
        **history,
    )


def can(history: dict, actor: int, t: float, may: str, states: str) -> bool:
    barred = any(
        actor == a and start <= t < stop
        for name in history[states]
        for a, start, stop in zip(
            *(getattr(history["states"][name], part) for part in ("actor", "start", "stop")), strict=True
        )
    )
    return bool(history[may][actor] and history["entry"][actor] <= t < history["exit"][actor] and not barred)
