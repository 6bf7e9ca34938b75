"""What is believed of the free numbers before any target is seen, and how is it drawn from?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from showtrial.events.history import Floats
from showtrial.model.machine.chance import key_of, mixed, seed_of_run

_TINY = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """A number to be estimated: uniform on its range, on a log scale where that spans a decade.

    Parameters
    ----------
    name, title, unit : str
    low, high : float
        Range before any data.

    Examples
    --------
    >>> Free(name="a", title="", unit="per day", low=0.01, high=0.5).log
    True
    >>> Free(name="b", title="", unit="probability", low=0.0, high=1.0).log
    False
    """

    name: str
    title: str
    unit: str
    low: float
    high: float

    @property
    def log(self) -> bool:
        """Whether it is drawn on a log scale."""
        return self.low > 0 and self.high >= 10 * self.low


def values_at(free: tuple[Free, ...], units: Floats) -> Floats:
    """Return the values at places (N, P) of the unit cube.

    Examples
    --------
    >>> import numpy as np
    >>> one = Free(name="a", title="", unit="per day", low=0.01, high=1.0)
    >>> values_at((one,), np.array([[0.5]])).round(6).tolist()
    [[0.1]]
    """
    found = np.empty_like(units)
    for k, each in enumerate(free):
        if each.log:
            found[:, k] = np.exp(np.log(each.low) + units[:, k] * np.log(each.high / each.low))
        else:
            found[:, k] = each.low + units[:, k] * (each.high - each.low)
    return found


def units_of(free: tuple[Free, ...], seed: int, numbers: range) -> Floats:
    """Return places (N, P) in the unit cube; each depends on the seed, its number and the parameter's name.

    So the order of the parameters, and how many others there are, changes nothing.
    """
    keys = [key_of("prior " + each.name) for each in free]
    words = [[mixed(seed_of_run(seed, n) ^ key) >> 11 for key in keys] for n in numbers]
    return (np.array(words, np.float64).reshape(len(numbers), len(free)) + 0.5) / (1 << 53)


def logits(units: Floats) -> Floats:
    """Return log(u / (1 - u)): the scale on which regressions are run, so that no draw leaves its range."""
    inside = np.clip(units, _TINY, 1 - _TINY)
    return np.log(inside) - np.log1p(-inside)


def from_logits(scores: Floats) -> Floats:
    """Return the places in the unit cube again.

    Examples
    --------
    >>> import numpy as np
    >>> from_logits(logits(np.array([0.25]))).round(12).tolist()
    [0.25]
    """
    return 1.0 / (1.0 + np.exp(-np.clip(scores, -40.0, 40.0)))
