"""What share still waits after each day, where waits are known between bounds, and do two groups differ?"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

#: Rounds after which the search for the shares stops at the latest.
_ROUNDS = 100_000


def turnbull(
    lows: Sequence[float], highs: Sequence[float], entries: Sequence[float] | None = None
) -> list[tuple[float, float, float]]:
    r"""Return the share still waiting after each day, by the estimate for waits known between bounds.

    The likelihood is :math:`\prod_i P(l_i \le T \le h_i)`. Its maximum puts all probability on the intervals
    from some :math:`l` to the next :math:`h` with no other bound in between; the shares are found by
    expectation and maximisation. Where within such an interval a wait ends the data do not say, hence two
    numbers. Exact waits give the estimate of Kaplan and Meier.

    Where a wait could be seen only if it lasted until some day :math:`e_i` (left truncation), it counts
    with :math:`P(l_i \le T \le h_i) / P(T \ge e_i)`, and its unseen likes are among the expectations;
    exact waits then give the estimate of Kaplan and Meier with delayed entry.

    Parameters
    ----------
    lows, highs : sequence of float
        Days, at least and at most; infinite where the end was not seen.
    entries : sequence of float, optional
        Whole days below which a wait would not have been seen; 0 where it would have been in any case.

    Returns
    -------
    list of (float, float, float)
        Day, least share and most share of waits longer than that.

    References
    ----------
    Turnbull 1976, doi:10.1111/j.2517-6161.1976.tb01597.x
    Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452
    Frydman 1994, doi:10.1111/j.2517-6161.1994.tb01962.x (where the shares can lie under truncation)

    Examples
    --------
    >>> turnbull([1, 2, 2, 4], [1, 2, 2, 4])
    [(1.0, 0.75, 0.75), (2.0, 0.25, 0.25), (4.0, 0.0, 0.0)]
    >>> turnbull([1, 0], [1, math.inf])
    [(1.0, 0.0, 0.0)]
    >>> turnbull([1, 3], [5, math.inf])
    [(3.0, 0.0, 1.0), (5.0, 0.0, 0.0)]
    >>> turnbull([2, 3, 4], [2, 3, 4], [0, 0, 3])
    [(2.0, 0.5, 0.5), (3.0, 0.25, 0.25), (4.0, 0.0, 0.0)]
    """
    low, high = np.array(lows, dtype=np.float64), np.array(highs, dtype=np.float64)
    entry = np.zeros(len(low)) if entries is None else np.array(entries, dtype=np.float64)
    starts = np.unique(low)
    stops = np.concatenate([high, entry[entry > 0] - 1])
    ends = np.array([stops[stops >= start].min() for start in starts])
    # a start that a later start follows before the next end belongs to no innermost interval
    inner = np.array(
        [not ((starts > start) & (starts <= end)).any() for start, end in zip(starts, ends, strict=True)]
    )
    starts, ends = starts[inner], ends[inner]
    inside = (starts >= low[:, None]) & (ends <= high[:, None])
    seen = starts >= entry[:, None]
    share = np.full(len(starts), 1.0 / len(starts))
    for _ in range(_ROUNDS):
        weight = inside * share
        expected = weight / weight.sum(axis=1, keepdims=True)
        # for each wait that entered late, those like it that ended before they could be seen
        expected += ~seen * share / (seen * share).sum(axis=1, keepdims=True)
        following = expected.sum(axis=0) / expected.sum()
        settled = np.abs(following - share).max() < 1e-12
        share = following
        if settled:
            break
    days = [float(day) for day in np.unique([*starts, *ends]) if math.isfinite(day)]
    tidy = [(day, float(share[starts > day].sum()), float(share[ends > day].sum())) for day in days]
    return [(day, round(least, 9), round(most, 9)) for day, least, most in tidy]


def logrank(
    one: Sequence[float],
    two: Sequence[float],
    entries: tuple[Sequence[float], Sequence[float]] | None = None,
) -> dict[str, float]:
    r"""Compare two groups of waits that all ended, by the log-rank test.

    On each day :math:`t` on which :math:`d` of the :math:`n` then at risk end their wait,
    :math:`d n_1 / n` are expected in the first group, with the variance of the hypergeometric
    distribution. At risk are those whose wait is no shorter than :math:`t` and who had entered by then.

    Parameters
    ----------
    one, two : sequence of float
        Days.
    entries : pair of sequences of float, optional
        For each group, days below which each wait would not have been seen.

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
    days = np.concatenate([one, two]).astype(np.float64)
    first = np.arange(len(days)) < len(one)
    entered = np.zeros(len(days)) if entries is None else np.concatenate(entries).astype(np.float64)
    above, variance = 0.0, 0.0
    for day in np.unique(days):
        at_risk, ends = (entered <= day) & (days >= day), days == day
        n, of_first, ended = int(at_risk.sum()), int((at_risk & first).sum()), int(ends.sum())
        above += int((ends & first).sum()) - ended * of_first / n
        if n > 1:
            variance += ended * (of_first / n) * (1 - of_first / n) * (n - ended) / (n - 1)
    if variance <= 0.0:
        return {"statistic": 0.0, "p": 1.0}
    statistic = above**2 / variance
    return {"statistic": statistic, "p": math.erfc(math.sqrt(statistic / 2))}
