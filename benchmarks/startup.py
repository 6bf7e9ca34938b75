"""How long does ``showtrial --help`` take, beside Python's own start?

What limits it: Python's start and the import of the CLI library; nothing heavy is imported
before a verb runs. Aim: within 12 times ``python -c pass``.
"""

from __future__ import annotations

import subprocess
import sys
import time

TURNS = 15


def fastest(words: list[str]) -> float:
    """Return the least of `TURNS` wall times, in milliseconds, after one run to warm the files."""
    times = []
    for _ in range(TURNS + 1):
        start = time.perf_counter()
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        times.append(1000 * (time.perf_counter() - start))
    return min(times[1:])


def main() -> None:
    """Print the table."""
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "python -c 'import click'": [sys.executable, "-c", "import click"],
        "showtrial --help": [sys.executable, "-m", "showtrial", "--help"],
        "python -c 'import polars'": [sys.executable, "-c", "import polars"],
    }
    times = {name: fastest(words) for name, words in commands.items()}
    base = times["python -c pass"]
    print(f"{'command':<28}{'ms':>8}{'x python':>10}")
    for name, value in times.items():
        print(f"{name:<28}{value:>8.1f}{value / base:>10.1f}")


if __name__ == "__main__":
    main()
