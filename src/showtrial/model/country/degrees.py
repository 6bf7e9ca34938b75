"""How many acquaintances has how large a share of the persons?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise

from showtrial.errors import ModelError


@dataclass(frozen=True, slots=True)
class Degrees:
    """A distribution of whole numbers of acquaintances.

    Parameters
    ----------
    values : tuple of int
        Rising.
    shares : tuple of float
        Of the persons; they add up to 1.
    """

    values: tuple[int, ...]
    shares: tuple[float, ...]

    def __post_init__(self) -> None:
        rising = all(a < b for a, b in pairwise(self.values))
        if not rising or min(self.values, default=-1) < 0 or len(self.values) != len(self.shares):
            raise ModelError(
                f"degrees {self.values[:5]}...  wanted rising whole numbers from 0, one share each"
            )
        if min(self.shares) < 0 or abs(sum(self.shares) - 1.0) > 1e-9:
            raise ModelError(f"shares of degrees add up to {sum(self.shares)}  wanted 1, none negative")

    @property
    def mean(self) -> float:
        """Mean number of acquaintances."""
        return math.fsum(d * share for d, share in zip(self.values, self.shares, strict=True))

    @property
    def excess(self) -> float:
        """Mean number of *further* acquaintances of somebody reached through one: E[d (d - 1)] / E[d]."""
        pairs = math.fsum(d * (d - 1) * share for d, share in zip(self.values, self.shares, strict=True))
        return pairs / self.mean

    def counts(self, n: int) -> tuple[Sequence[int], Sequence[int]]:
        """Return degrees and how many of n persons have each.

        Cumulative counts are rounded, so that each is within half a person of its share; if the sum of the
        degrees is odd, the last person of an odd degree gets one acquaintance fewer.

        Examples
        --------
        >>> Degrees((0, 3), (0.5, 0.5)).counts(6)
        ([0, 2, 3], [3, 1, 2])
        """
        edges = [0, *(round(n * below) for below in accumulate(self.shares))]
        edges[-1] = n
        many = {d: b - a for d, a, b in zip(self.values, edges, edges[1:], strict=False)}
        if sum(d * count for d, count in many.items()) % 2:
            odd = max(d for d, count in many.items() if d % 2 and count)
            many[odd] -= 1
            many[odd - 1] = many.get(odd - 1, 0) + 1
        values = sorted(d for d, count in many.items() if count)
        return values, [many[d] for d in values]


@cache
def lognormal_degrees(mean: float = 10.0, sd_log: float = 0.75, largest: int = 1000) -> Degrees:
    """Return a lognormal distribution rounded to whole numbers.

    The share of d is that between d - 1/2 and d + 1/2; what lies above `largest` counts as `largest`.

    Parameters
    ----------
    mean : float
        Of the lognormal; free. Rounding changes it by less than a thousandth.
    sd_log : float
        Standard deviation of the logarithm; free.
    largest : int
        Largest number of acquaintances.

    Examples
    --------
    >>> found = lognormal_degrees()
    >>> round(found.mean, 3), round(found.excess, 2)
    (10.0, 16.56)
    """
    if not (mean > 0 and sd_log > 0 and largest >= 1):
        raise ModelError(f"degrees of mean {mean}, sd {sd_log}  wanted positive numbers")
    centre = math.log(mean) - sd_log**2 / 2
    below = [0.0]
    for d in range(largest):
        below.append(0.5 * math.erfc((centre - math.log(d + 0.5)) / sd_log / math.sqrt(2)))
    below.append(1.0)
    shares = [b - a for a, b in pairwise(below)]
    return Degrees(tuple(range(largest + 1)), tuple(shares))
