"""How long do a thousand runs of the scenario `sixteen` take, and what does a mechanism that is off cost?

Aim: 1,000 runs within 8 s on two cores. What limits it: the sessions. Nine tenths of a run go into weighing
those whom a confessing person may name, some hundreds in each of a thousand sessions. A row below the first
is the same scenario without one mechanism: as fast or faster, for a run without it is also another run.
"""

from __future__ import annotations

import os
import sys
import time

from showtrial.model.machine.ensemble import ensemble
from showtrial.model.machine.opening import open_scenario
from showtrial.model.replicates import Where


def main() -> None:
    """Print the table."""
    scenario = open_scenario("sixteen")
    ensemble(scenario, runs=2, seed=0)
    cores = min(os.cpu_count() or 1, 2)
    many = 1000 if "--large" in sys.argv else 200
    print(
        f"{many} runs of sixteen\n"
        f"{'off':<14}{'cores':>6}{'s':>8}{'CPU s':>8}{'CPU ms a run':>14}{'1,000 runs, s':>15}"
    )
    for off, workers in (
        ((), 1), ((), cores), (("naming",), 1), (("retraction",), 1), (("family",), 1), (("spread",), 1),
    ):  # fmt: skip
        wall, work = time.perf_counter(), time.process_time()
        ensemble(scenario, runs=many, seed=1, off=off, where=Where(workers=workers))
        wall, work = time.perf_counter() - wall, time.process_time() - work
        print(
            f"{', '.join(off) or '-':<14}{workers:>6}{wall:>8.2f}{work:>8.2f}{1e3 * work / many:>14.1f}"
            f"{1000 * wall / many:>15.1f}"
        )


if __name__ == "__main__":
    main()
