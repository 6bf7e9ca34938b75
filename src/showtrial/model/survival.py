"""What share still waits after each day, where waits are known between bounds, and do two groups differ?"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

#: Rounds after which the search for the shares stops at the latest.
_ROUNDS = 100_000


def turnbull(lows: Sequence[float], highs: Sequence[float]) -> list[tuple[float, float, float]]:
    r"""Return the share still waiting after each day, by the estimate for waits known between bounds.

    The likelihood is :math:`\prod_i P(l_i \le T \le h_i)`. Its maximum puts all probability on the intervals
    from some :math:`l` to the next :math:`h` with no other bound in between; the shares are found by
    expectation and maximisation. Where within such an interval a wait ends the data do not say, hence two
    numbers. Exact waits give the estimate of Kaplan and Meier.

    Parameters
    ----------
    lows, highs : sequence of float
        Days, at least and at most; infinite where the end was not seen.

    Returns
    -------
    list of (float, float, float)
        Day, least share and most share of waits longer than that.

    References
    ----------
    Turnbull 1976, doi:10.1111/j.2517-6161.1976.tb01597.x
    Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452

    Examples
    --------
    >>> turnbull([1, 2, 2, 4], [1, 2, 2, 4])
    [(1.0, 0.75, 0.75), (2.0, 0.25, 0.25), (4.0, 0.0, 0.0)]
    >>> turnbull([1, 0], [1, math.inf])
    [(1.0, 0.0, 0.0)]
    >>> turnbull([1, 3], [5, math.inf])
    [(3.0, 0.0, 1.0), (5.0, 0.0, 0.0)]
    """
    low, high = np.array(lows, dtype=np.float64), np.array(highs, dtype=np.float64)
    starts = np.unique(low)
    ends = np.array([high[high >= start].min() for start in starts])
    # a start that a later start follows before the next end belongs to no innermost interval
    inner = np.array(
        [not ((starts > start) & (starts <= end)).any() for start, end in zip(starts, ends, strict=True)]
    )
    starts, ends = starts[inner], ends[inner]
    inside = (starts >= low[:, None]) & (ends <= high[:, None])
    share = np.full(len(starts), 1.0 / len(starts))
    for _ in range(_ROUNDS):
        weight = inside * share
        following = (weight / weight.sum(axis=1, keepdims=True)).mean(axis=0)
        settled = np.abs(following - share).max() < 1e-12
        share = following
        if settled:
            break
    days = [float(day) for day in np.unique([*starts, *ends]) if math.isfinite(day)]
    tidy = [(day, float(share[starts > day].sum()), float(share[ends > day].sum())) for day in days]
    return [(day, round(least, 9), round(most, 9)) for day, least, most in tidy]


def logrank(one: Sequence[float], two: Sequence[float]) -> dict[str, float]:
    """Compare two groups of waits that all ended, by the log-rank test of scipy.

    Parameters
    ----------
    one, two : sequence of float
        Days.

    Returns
    -------
    dict
        ``statistic``, chi-squared with one degree of freedom, and ``p``; 0 and 1 where all wait alike.

    References
    ----------
    Mantel 1966, Cancer Chemotherapy Reports 50, 163-170

    Examples
    --------
    >>> {key: round(value, 6) for key, value in logrank([1, 3], [2, 4]).items()}
    {'statistic': 0.615385, 'p': 0.432768}
    """
    from scipy import stats  # heavy, so not before it is needed

    if len({*one, *two}) == 1:
        return {"statistic": 0.0, "p": 1.0}
    found = stats.logrank(list(one), list(two))
    return {"statistic": float(found.statistic) ** 2, "p": float(found.pvalue)}
