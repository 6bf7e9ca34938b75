"""How long does a calibration take, and which part of it?

Each packaged calibration on all cores: simulations from the prior and from the posterior, then what is made
of them (posterior by regression-adjusted ABC, and simulation-based calibration, which makes a posterior for
each simulation taken for truth). Budget `small`; ``--large`` takes `full`.

Aim: `sixteen` at the full budget within two minutes on two cores. There is no peer here: pyabc is compared in
a test, for what it finds and not for its speed, since it needs another number of simulations.
"""

from __future__ import annotations

import os
import sys
import time

from showtrial.calibration.abc import Table, drawn, posterior_of, ranks_of
from showtrial.calibration.affair import Affair
from showtrial.calibration.calibrated import BUDGETS
from showtrial.calibration.country import Country
from showtrial.calibration.simulated import AtPlaces, observed, simulated, with_error
from showtrial.calibration.targets import open_targets
from showtrial.model.country.opening import open_country
from showtrial.model.machine.opening import open_scenario
from showtrial.model.replicates import Where


def main() -> None:
    """Print the table."""
    size = BUDGETS["full" if "--large" in sys.argv else "small"]
    where = Where(workers=os.cpu_count() or 1)
    simulators = {
        "sixteen": Affair(open_scenario("sixteen"), open_targets("sixteen")),
        "union": Country(open_country("union"), open_targets("union")),
    }
    print(
        f"{size.simulations} simulations from the prior, {size.again} from the posterior, "
        f"{where.workers} cores\n"
        f"{'scenario':<12}{'simulations s':>15}{'CPU ms each':>13}{'posterior s':>13}{'ranks s':>9}"
        f"{'all s':>8}"
    )
    for name, simulator in simulators.items():
        simulated(AtPlaces(simulator, 0), 2 * where.workers, where=where)  # kernels loaded
        start, work = time.perf_counter(), time.process_time()
        units, figures = simulated(AtPlaces(simulator, 1), size.simulations, where=where)
        wall, work = time.perf_counter() - start, time.process_time() - work
        fit = sum(each.use == "fit" for each in simulator.targets)
        table = Table(units, with_error(simulator.targets, figures, 1)[:, :fit])
        start = time.perf_counter()
        found = posterior_of(table, observed(simulator.targets)[:fit])
        posterior = time.perf_counter() - start
        start = time.perf_counter()
        ranks_of(table, n=size.ranks)
        ranks = time.perf_counter() - start
        places = drawn(found, size.again, seed=1)
        start = time.perf_counter()
        simulated(AtPlaces(simulator, 2, places), size.again, where=where)
        wall += time.perf_counter() - start
        print(
            f"{name:<12}{wall:>15.1f}{1e3 * work / size.simulations:>13.1f}{posterior:>13.3f}{ranks:>9.1f}"
            f"{wall + posterior + ranks:>8.1f}",
            flush=True,
        )
    print(
        "what limits it: arithmetic in the simulations; in `sixteen` that is its sessions, where some\n"
        "  hundreds of persons are weighed for each name. Draws of the prior reach more persons than the\n"
        "  packaged values do, so a simulation takes longer than in machine.py."
    )


if __name__ == "__main__":
    main()
