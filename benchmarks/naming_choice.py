"""How long does the choice model take to fit, beside other programs that fit the same?

What limits it: going through the neighbourhood of each speaker once, and one pass over what was
found for each Newton step. Aims: 150 times faster than numpy and scipy at 1,000 actors and 10,000
events with coefficients within 1e-6; 100,000 actors and 1,000,000 events within 10 s and 4 GB
(``--large``); a first fit in a new process within 1.5 s; a cost of one event that follows the
neighbourhood and not the number of actors. Peers run here if they are installed: numpy and scipy
always, xlogit with the group ``bench``, goldfish where Rscript finds it.
"""

from __future__ import annotations

import importlib.util
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from peers.naming import EFFECTS, has_goldfish, invented, with_goldfish, with_scipy, with_xlogit

from showtrial.events.history import EventHistory, Floats
from showtrial.model.naming.choice import fit_choice

#: Wall seconds that were measured earlier on a like machine, as quoted; by actors and events.
QUOTED = {
    (350, 2000): {"goldfish 1.7.0 (R, C++)": 6.35, "remstats + remstimate (R)": 77.0, "xlogit": 1.1,
                  "numpy + scipy BFGS": 0.57},
    (1000, 10_000): {"goldfish 1.7.0 (R, C++)": 72.0, "numpy + scipy BFGS": 6.1},
}  # fmt: skip
#: Cells beyond which xlogit, which copies them, is left out.
MOST_CELLS = 3_000_000
FIRST = """
import time; start = time.perf_counter()
from peers.naming import EFFECTS, invented
from showtrial.model.naming.choice import fit_choice
fit_choice(invented(200, 1000), EFFECTS)
print(time.perf_counter() - start)
"""


def seconds(work: Callable[[], object], turns: int) -> tuple[list[float], list[float], object]:
    """Return CPU and wall times of `turns` turns, and the last result."""
    cpu, wall, result = [], [], None
    for _ in range(turns):
        start = time.process_time(), time.perf_counter()
        result = work()
        cpu.append(time.process_time() - start[0])
        wall.append(time.perf_counter() - start[1])
    return cpu, wall, result


def beside(n: int, events: int) -> None:
    """Print ours and every peer on the same events, and how far their coefficients lie from ours."""
    history = invented(n, events)
    fit = fit_choice(history, EFFECTS)
    cpu, wall, _ = seconds(lambda: fit_choice(history, EFFECTS), 15)
    ours = statistics.median(cpu), statistics.median(wall)
    print(f"\n{n:,} actors, {events:,} events, six effects; ratios are to the median of ours")
    print(f"{'':<36}{'CPU s':>9}{'x':>7}{'wall s':>9}{'x':>7}{'furthest coefficient':>22}")

    def line(name: str, cpu: float, wall: float, found: Floats) -> None:
        far = np.abs(found - fit.estimate).max()
        print(f"{name:<36}{cpu:>9.4f}{cpu / ours[0]:>7.1f}{wall:>9.4f}{wall / ours[1]:>7.1f}{far:>22.1e}")

    for name, of in (("least", min), ("median", statistics.median), ("most", max)):
        line(f"showtrial, {name} of {len(cpu)}", of(cpu), of(wall), fit.estimate)
    peers: dict[str, Callable[[EventHistory], Floats]] = {
        "showtrial, every candidate": lambda each: fit_choice(each, EFFECTS, dense=True).estimate,
        "numpy + scipy BFGS": with_scipy,
    }
    if importlib.util.find_spec("xlogit") and n * events <= MOST_CELLS:
        with_xlogit(invented(20, 100))  # loads it
        peers["xlogit"] = with_xlogit
        peers["xlogit, begun again at its end"] = lambda each: with_xlogit(each, again=True)
    for name, fitted in peers.items():
        used, took, found = seconds(lambda fitted=fitted: fitted(history), 1)
        line(name, used[0], took[0], found)
    if has_goldfish():
        found, took = with_goldfish(history)
        line("goldfish (fit alone, as R measured)", float("nan"), took, found)
    elif "xlogit" not in peers:
        print("goldfish: R or the package not found; xlogit: not installed, or too many cells for it")
    else:
        print("goldfish: R or the package not found")
    for name, value in QUOTED[n, events].items():
        print(f"{name + ' (quoted)':<36}{'':>16}{value:>9.2f}{value / ours[1]:>7.0f}")


def curve(large: bool) -> None:
    """Print the cost of one event: more actors with like neighbourhoods, then larger neighbourhoods."""
    print("\nthe cost of one event: first more actors with like neighbourhoods, then larger ones")
    print(
        f"{'actors':>9}{'events':>11}{'events/actor':>14}{'CPU s':>9}{'wall s':>9}"
        f"{'us/event':>10}{'peak GB':>9}"
    )
    sizes = [(1000, 10_000), (3000, 30_000), (10_000, 100_000), (30_000, 300_000)]
    sizes += [(100_000, 1_000_000)] if large else []
    for n, events in [*sizes, (3000, 15_000), (3000, 60_000), (3000, 120_000)]:
        history = invented(n, events)
        cpu, wall, fit = seconds(
            lambda history=history: fit_choice(history, EFFECTS), 1 if events > 50_000 else 5
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        used, took = statistics.median(cpu), statistics.median(wall)
        print(
            f"{n:>9,}{events:>11,}{events / n:>14.1f}{used:>9.3f}{took:>9.3f}{1e6 * used / events:>10.1f}"
            f"{peak:>9.2f}  {fit.status}"
        )


def first() -> None:
    """Print how long a first fit takes in a new process, imports and loading of kernels included."""
    took = []
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-c", FIRST],
            cwd=Path(__file__).parent,
            capture_output=True,
            check=True,
            text=True,
        )
        took.append(float(done.stdout))
    print(f"first fit in a new process: {min(took):.2f} to {max(took):.2f} s, of 5")


def main() -> None:
    """Print the tables."""
    beside(350, 2000)
    beside(1000, 10_000)
    print()
    first()
    curve("--large" in sys.argv)


if __name__ == "__main__":
    main()
