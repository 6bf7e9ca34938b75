"""How long does a whole country take, with all twenty mechanisms, and what does an event cost at its size?

Scenario `union`, December 1934 to December 1939, one run on one core, each size in a process of its own: CPU
seconds, least of three runs with the kernels loaded, and the most memory of the process. A step is an event
of the process: somebody becomes wanted, is arrested, confesses, is questioned, tried, shot, or a stream of
arrivals meets somebody who is no longer free. The last rows are the largest country without a mechanism.

Aim: 162 million persons in 5 s and 1 GB. There is no peer: no tool that we know runs institutions, a calendar
and naming on a population that is never stored. The plain cascade beside its peers is `cascade.py`.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

from showtrial.model.country import ledger as at
from showtrial.model.country.opening import open_country
from showtrial.model.country.run import run_country
from showtrial.model.country.scenario import with_persons

SIZES = (100_000, 1_000_000, 10_000_000, 162_000_000)
OFF = ("naming", "association", "lists")


def one(persons: int, off: tuple[str, ...]) -> None:
    """Run one size and print what it came to as JSON."""
    scenario = open_country("union")
    begun = time.perf_counter()
    run_country(with_persons(scenario, 10_000), seed=1)
    loading = time.perf_counter() - begun
    found = []
    for number in range(3):
        work = time.process_time()
        run = run_country(with_persons(scenario, persons), seed=1, number=number, off=off)
        found.append((time.process_time() - work, int(run.meter[at.N_STEPS]), int(run.counts()[1])))
    seconds, steps, arrests = min(found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(json.dumps({"s": seconds, "steps": steps, "arrests": arrests, "mb": peak, "loading": loading}))


def main() -> None:
    """Print the table."""
    print(
        f"{'persons':>12}  {'off':<12}{'arrests':>11}{'steps':>12}{'CPU s':>8}{'ns a step':>11}{'peak MB':>9}"
    )
    seconds, steps = {}, {}
    for persons, off in [*((size, "") for size in SIZES), *((SIZES[-1], word) for word in OFF)]:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(persons), off], capture_output=True, text=True, check=True
        )
        found = json.loads(done.stdout.strip().splitlines()[-1])
        seconds[persons, off], steps[persons, off] = found["s"], found["steps"]
        print(
            f"{persons:>12,}  {off or '-':<12}{found['arrests']:>11,}{found['steps']:>12,}{found['s']:>8.2f}"
            f"{1e9 * found['s'] / found['steps']:>11.0f}{found['mb']:>9.0f}",
            flush=True,
        )
    naming = 1 - seconds[SIZES[-1], "naming"] / seconds[SIZES[-1], ""]
    dearer = (seconds[SIZES[-1], ""] / steps[SIZES[-1], ""]) / (seconds[SIZES[1], ""] / steps[SIZES[1], ""])
    print(
        f"\nwhat limits it\n"
        f"  arithmetic in the sessions, where those who may be named are found, looked up, weighed:\n"
        f"    without naming, and all that follows from it, {naming:.0%} of the time is saved\n"
        f"  memory: rows of those reached lie in no cache; a step costs {dearer:.2f} times one in a million\n"
        f"  Python: nothing but loading the kernels from disk, {found['loading']:.1f} s"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]), tuple(word for word in sys.argv[3:4] if word))
    else:
        main()
