"""Measure the trust on records of one scenario: ``python -m showtrial.calibration.trust SCENARIO``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from showtrial.calibration.trust.measured import trust
from showtrial.calibration.trust.tables import trust_tables
from showtrial.calibration.trust.told import trust_text
from showtrial.errors import ShowtrialError
from showtrial.model.machine.opening import open_scenario
from showtrial.model.replicates import Where
from showtrial.record.atomic import write_file
from showtrial.record.results import result_bytes


def main(words: Sequence[str] | None = None) -> int:
    """Run the command; 0 when fine, 1 where the data were refused."""
    parser = argparse.ArgumentParser(prog="python -m showtrial.calibration.trust", description=__doc__)
    parser.add_argument("scenario", help="a packaged scenario or a TOML file")
    parser.add_argument("--runs", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--recording", action="append", metavar="ID", help="only these kinds of recording")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--tables", action="store_true", help="print Markdown tables")
    parser.add_argument("-o", "--output", type=Path, metavar="RESULT.json")
    asked = parser.parse_args(words)
    done = 0

    def step(more: int) -> None:
        nonlocal done
        done += more
        print(f"\r{done} of {asked.runs} runs", end="", file=sys.stderr, flush=True)

    try:
        found = trust(
            open_scenario(asked.scenario),
            runs=asked.runs,
            seed=asked.seed,
            recordings=asked.recording,
            where=Where(workers=asked.workers, threads=False),
            step=step,
        )
    except ShowtrialError as error:
        print(error, file=sys.stderr)
        return 1
    print(file=sys.stderr)
    if asked.output:
        write_file(asked.output, result_bytes(found))
    print(trust_tables(found) if asked.tables else trust_text(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
