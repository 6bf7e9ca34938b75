"""How do others fit the same choice model to the same namings?

Each peer takes an event history in which one event happens at a time and everybody else can be
named, and returns the coefficients of `EFFECTS`. Their statistics are computed here from the
formulas, so nothing is shared with the model they are compared with.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from showtrial.events.history import Attribute, EventHistory, Floats, Ties

EFFECTS = ["inertia", "reciprocity", "indegree", "two_paths", "same(place)", "tie(kin)"]
SCRIPT = Path(__file__).with_name("goldfish_choice.R")


def invented(n: int, events: int, seed: int = 0) -> EventHistory:
    """Return namings with repeats and favourites: a third of kin, the rest by chance."""
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


def statistics(history: EventHistory) -> Floats:
    """Return the statistics of all candidates at all events, (M, n, 6), updated row by row."""
    n, events = history.n, len(history)
    x = np.empty((events, n, 6))
    named, paths, indegree = np.zeros((n, n)), np.zeros((n, n)), np.zeros(n)
    place, tie = history.attributes["place"].codes, history.ties["kin"]
    for m, (i, j) in enumerate(zip(history.sender.tolist(), history.receiver.tolist(), strict=True)):
        x[m, :, 0], x[m, :, 1], x[m, :, 2], x[m, :, 3] = named[i], named[:, i], indegree, paths[i]
        x[m, :, 4], x[m, :, 5] = place == place[i], 0.0
        x[m, tie.indices[tie.indptr[i] : tie.indptr[i + 1]], 5] = 1.0
        if not named[i, j]:
            paths[i] += named[j]
            paths[:, j] += named[:, i]
            named[i, j] = 1.0
            indegree[j] += 1.0
    return x


def with_scipy(history: EventHistory) -> Floats:
    """Fit with arrays of all candidates at all events and BFGS with the gradient."""
    n, events = history.n, len(history)
    x = statistics(history)
    at, chosen, flat = np.arange(events), history.receiver, x.reshape(-1, 6)

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


def with_xlogit(history: EventHistory, *, again: bool = False) -> Floats:
    """Fit with xlogit, a library for choice models; the speaker is a choice that is not available.

    Its search stops at a gradient that cannot be asked to be smaller, about 2e-6 from the maximum;
    with `again` it begins once more where it stopped.
    """
    from xlogit import MultinomialLogit

    n, events = history.n, len(history)
    alternative = np.tile(np.arange(n), events)
    x, found = statistics(history).reshape(-1, 6), None
    for _ in range(1 + again):
        model = MultinomialLogit()
        model.fit(
            x,
            (alternative == np.repeat(history.receiver, n)).astype(int),
            varnames=EFFECTS,
            alts=alternative,
            ids=np.repeat(np.arange(events), n),
            avail=(alternative != np.repeat(history.sender, n)).astype(int),
            init_coeff=found,
            tol_opts={"ftol": 1e-15},
            num_hess=False,
            skip_std_errs=True,
            verbose=0,
        )
        found = np.asarray(model.coeff_)
    return found


def has_goldfish() -> bool:
    """Whether R and its package goldfish are there."""
    if shutil.which("Rscript") is None:
        return False
    asked = "quit(status = !requireNamespace('goldfish', quietly = TRUE))"
    return subprocess.run(["Rscript", "-e", asked], capture_output=True, check=False).returncode == 0


def with_goldfish(history: EventHistory) -> tuple[Floats, float]:
    """Fit with goldfish; return coefficients, and the seconds that R measured for the fit alone."""
    with tempfile.TemporaryDirectory() as folder:
        _write_for_goldfish(history, Path(folder))
        done = subprocess.run(
            ["Rscript", "--vanilla", str(SCRIPT), folder], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"goldfish failed: {done.stderr.strip()[-2000:]}")
        with open(Path(folder) / "coefficients.csv", encoding="utf-8") as file:
            found = {row["name"]: float(row["estimate"]) for row in csv.DictReader(file)}
        seconds = float((Path(folder) / "seconds.txt").read_text())
    return np.array([found[name] for name in EFFECTS]), seconds


def _write_for_goldfish(history: EventHistory, folder: Path) -> None:
    """Write the tables that the script reads; labels are ``p`` and the number of the actor."""

    def write(name: str, head: str, *columns: NDArray[np.generic] | list[str]) -> None:
        lines = [head, *(",".join(map(str, row)) for row in zip(*columns, strict=True))]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")

    tie, label = history.ties["kin"], [f"p{i}" for i in range(history.n)]
    holder = np.repeat(np.arange(history.n), np.diff(tie.indptr))
    write("actors.csv", "label,place", label, history.attributes["place"].codes)
    write(
        "events.csv",
        "time,sender,receiver",
        history.time + 1.0,  # the first event lies after the beginning
        [label[i] for i in history.sender],
        [label[j] for j in history.receiver],
    )
    write("kin.csv", "from,to", [label[i] for i in holder], [label[j] for j in tie.indices])
