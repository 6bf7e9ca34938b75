"""Has this machine the memory that a country needs, and if not, what size would fit?"""

from __future__ import annotations

from pathlib import Path

from showtrial.errors import ModelError
from showtrial.model.country.laid import bytes_needed
from showtrial.model.country.scenario import CountryScenario, with_persons


def bytes_free() -> int:
    """Return how much memory may still be used: of the machine, or of the container where that is less.

    Where the system does not say, as much as anybody could ask for.
    """
    found = 1 << 62
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                found = int(line.split()[1]) * 1024
    except OSError:
        pass
    limit, used = (_number(Path("/sys/fs/cgroup") / name) for name in ("memory.max", "memory.current"))
    return found if limit is None else min(found, max(limit - (used or 0), 0))


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text())
    except (OSError, ValueError):  # not there, or "max"
        return None


def runs_that_fit(scenario: CountryScenario, most: int, free: int | None = None) -> int:
    """Return how many runs, of `most`, fit into memory at the same time; 1 where not even one does.

    Examples
    --------
    >>> from showtrial.model.country.opening import open_country
    >>> runs_that_fit(open_country("union"), 8, free=3 * bytes_needed(open_country("union")))
    3
    """
    free = bytes_free() if free is None else free
    return max(min(most, free // bytes_needed(scenario)), 1)


def refuse_if_short(scenario: CountryScenario, at_once: int = 1, free: int | None = None) -> None:
    """Refuse a country that does not fit into memory, before it is begun.

    Parameters
    ----------
    scenario : CountryScenario
        What is to be run.
    at_once : int
        Runs at the same time.
    free : int, optional
        Bytes that may be used; asked of the system if not given.

    Raises
    ------
    ModelError
        With what is needed, what is free, and the number of persons that would fit.
    """
    free = bytes_free() if free is None else free
    need = bytes_needed(scenario) * at_once
    if need <= free:
        return
    low, high = 1, len(scenario.world)
    while high - low > max(low // 100, 1):
        middle = (low + high) // 2
        fits = bytes_needed(with_persons(scenario, middle)) * at_once <= free
        low, high = (middle, high) if fits else (low, middle)
    size = int(float(f"{low:.1e}"))
    runs = f" ({at_once} runs at once)" if at_once > 1 else ""
    fitting = (
        f"--persons {size} would fit" if size >= 1000 else "close other programs, or use fewer --workers"
    )
    raise ModelError(
        f"{scenario.name}  needs about {need / 1e9:.1f} GB of memory for {len(scenario.world):,} persons"
        f"{runs}, and {free / 1e9:.1f} GB are free; {fitting}"
    )
