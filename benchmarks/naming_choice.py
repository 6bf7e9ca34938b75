"""How long does the choice model take to fit, beside a vectorised numpy and scipy fit of the same?

What limits it: going through the neighbourhood of each speaker once, and one pass over what was
found for each Newton step. Aims: 150 times faster than numpy and scipy at 1,000 actors and 10,000
events with coefficients within 1e-6; 100,000 actors and 1,000,000 events within 10 s and 4 GB
(``--large``); a cost of one event that follows the neighbourhood and not the number of actors.
Times are CPU seconds of the whole process, least of the turns.
"""

from __future__ import annotations

import importlib.util
import resource
import shutil
import sys
import time
from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize

from showtrial.events.history import Attribute, EventHistory, Floats, Ties
from showtrial.model.naming.choice import fit_choice

EFFECTS = ["inertia", "reciprocity", "indegree", "two_paths", "same(place)", "tie(kin)"]
#: Measured earlier on a like machine with other software, as quoted; wall seconds, 1,000 x 10,000.
QUOTED = {"goldfish 1.7.0 (R, C++)": 72.0, "numpy + scipy BFGS, earlier": 6.1}


def invented(n: int, events: int, seed: int = 0) -> EventHistory:
    """Return namings with repeats and favourites: half by chance, half of kin or of those named before."""
    rng = np.random.default_rng(seed)
    kin = [np.unique((i + rng.integers(1, n, 10)) % n) for i in range(n)]
    sender = rng.integers(0, n, events)
    receiver = (sender + rng.integers(1, n, events)) % n
    for m in np.flatnonzero(rng.random(events) < 0.3):
        receiver[m] = rng.choice(kin[sender[m]])
    ties = Ties(np.cumsum([0, *map(len, kin)]).astype(np.int64), np.concatenate(kin).astype(np.int32))
    everyone = np.ones(n, np.bool_)
    return EventHistory(
        actors=tuple(map(str, range(n))), sender=sender.astype(np.int32), receiver=receiver.astype(np.int32),
        time=np.arange(events) / 10, batch=np.arange(events, dtype=np.int32), kind=np.zeros(events, np.int16),
        kinds=("names",), origin="1837-01-01", start=0.0, end=events / 10, entry=np.full(n, -np.inf),
        exit=np.full(n, np.inf), may_speak=everyone, may_be_named=everyone, ordering="given",
        attributes={"place": Attribute(rng.integers(0, 5, n).astype(np.int32), tuple("abcde"), np.zeros(0))},
        ties={"kin": ties},
    )  # fmt: skip


def with_scipy(history: EventHistory) -> Floats:
    """Fit with arrays of all candidates at all events: statistics updated by row, BFGS with gradient."""
    n, events = history.n, len(history)
    x = np.empty((events, n, 6))
    named, paths = np.zeros((n, n)), np.zeros((n, n))
    place, tie = history.attributes["place"].codes, history.ties["kin"]
    for m, (i, j) in enumerate(zip(history.sender.tolist(), history.receiver.tolist(), strict=True)):
        if m == 0:
            indegree = np.zeros(n)
        x[m, :, 0], x[m, :, 1], x[m, :, 2], x[m, :, 3] = named[i], named[:, i], indegree, paths[i]
        x[m, :, 4], x[m, :, 5] = place == place[i], 0.0
        x[m, tie.indices[tie.indptr[i] : tie.indptr[i + 1]], 5] = 1.0
        if not named[i, j]:
            paths[i] += named[j]
            paths[:, j] += named[:, i]
            named[i, j] = 1.0
            indegree[j] += 1.0
    at, chosen = np.arange(events), history.receiver
    flat = x.reshape(-1, 6)

    def slope(b: Floats) -> tuple[float, Floats]:
        eta = (flat @ b).reshape(events, n)
        eta[at, history.sender] = -np.inf
        eta -= eta.max(axis=1, keepdims=True)
        ours = eta[at, chosen].sum()
        np.exp(eta, out=eta)
        total = eta.sum(axis=1)
        eta /= total[:, None]
        gradient = x[at, chosen].sum(axis=0) - eta.reshape(-1) @ flat
        return np.log(total).sum() - ours, -gradient

    return minimize(slope, np.zeros(6), jac=True, method="BFGS", options={"gtol": 1e-4}).x


def seconds(work: Callable[[], object], turns: int) -> tuple[float, object]:
    """Return the least CPU time of `turns` turns, and the last result."""
    times, result = [], None
    for _ in range(turns):
        start = time.process_time()
        result = work()
        times.append(time.process_time() - start)
    return min(times), result


def against_scipy() -> None:
    """Print the comparison at 1,000 actors and 10,000 events."""
    history = invented(1000, 10_000)
    fit_choice(history, EFFECTS)
    ours, fit = seconds(lambda: fit_choice(history, EFFECTS), 5)
    dense, slow = seconds(lambda: fit_choice(history, EFFECTS, dense=True), 1)
    theirs, b = seconds(lambda: with_scipy(history), 1)
    print("1,000 actors, 10,000 events, six effects")
    print(f"{'':<34}{'s':>9}{'x ours':>9}{'furthest coefficient':>22}")
    for name, value, found in (
        ("showtrial", ours, fit.estimate), ("showtrial, every candidate", dense, slow.estimate),
        ("numpy + scipy BFGS", theirs, b),
    ):  # fmt: skip
        print(f"{name:<34}{value:>9.3f}{value / ours:>9.1f}{np.abs(found - fit.estimate).max():>22.1e}")
    for name, value in QUOTED.items():
        print(f"{name + ' (quoted)':<34}{value:>9.1f}{value / ours:>9.0f}")
    for peer, there in (
        ("xlogit", importlib.util.find_spec("xlogit")),
        ("R with goldfish", shutil.which("Rscript")),
    ):
        print(f"{peer:<34}{'installed, not run here' if there else 'not installed':>31}")


def curve(large: bool) -> None:
    """Print the cost of one event: more actors with like neighbourhoods, then larger neighbourhoods."""
    print(f"\n{'actors':>9}{'events':>10}{'events/actor':>14}{'s':>9}{'us/event':>10}{'peak GB':>9}  status")
    sizes = [(1000, 10_000), (3000, 30_000), (10_000, 100_000), (30_000, 300_000)]
    sizes += [(100_000, 1_000_000)] if large else []
    for n, events in [*sizes, (3000, 15_000), (3000, 60_000), (3000, 120_000)]:
        history = invented(n, events)
        value, fit = seconds(
            lambda history=history: fit_choice(history, EFFECTS), 1 if events > 50_000 else 3
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"{n:>9,}{events:>10,}{events / n:>14.1f}{value:>9.3f}{1e6 * value / events:>10.1f}"
            f"{peak:>9.2f}  {fit.status}"
        )


def main() -> None:
    """Print the tables."""
    against_scipy()
    curve("--large" in sys.argv)


if __name__ == "__main__":
    main()
