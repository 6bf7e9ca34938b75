"""Who is drawn, when a few are drawn by weight without replacement?

Everybody runs: an exponential over the weight is the time of arrival. The order of arrival is that of draws
by weight without replacement, so the first few to arrive are the draw, in whatever order they were let run.

References
----------
P. S. Efraimidis & P. G. Spirakis, "Weighted random sampling with a reservoir", Information Processing
Letters 97 (2006), doi:10.1016/j.ipl.2005.11.003.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from showtrial.events.history import Floats
from showtrial.model.machine.inner import inlined


@inlined
def race(
    score: Floats, who: NDArray[np.integer], span: tuple[int, int], many: int, j: int, u: float, weight: float
) -> int:
    """Let `j` run with the uniform `u`; the first to arrive are kept in ``who[span[0]:span[1]]``, in order.

    `score` holds their times, from the same place on; those up to `many` are there, and how far they reach
    now is returned. 1 - u is no larger than -log u, so most are out before a logarithm is taken.
    """
    start, end = span
    if many >= end and 1.0 - u >= score[end - 1] * weight:
        return many
    arrival = -np.log(u) / weight
    place = many if many < end else end - 1
    if many >= end and arrival >= score[place]:
        return many
    while place > start and score[place - 1] > arrival:
        score[place], who[place] = score[place - 1], who[place - 1]
        place -= 1
    score[place], who[place] = arrival, j
    return many + 1 if many < end else many
