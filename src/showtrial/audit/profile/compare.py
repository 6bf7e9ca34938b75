"""How does one profile stand to another, without adding anything up?"""

from __future__ import annotations

from collections.abc import Sequence

from showtrial.audit.findings import Finding

#: Fewest profiles of a corpus in which a rank is stated.
SMALLEST_CORPUS = 20
#: Numbers that fall as control and display grow: time for the court and the defence, evidence apart
#: from confession. Every other number rises with them.
FALLING = (
    "A5 hearing",
    "A5 deliberation",
    "A6",
    "A6 of window",
    "B2",
    "B6",
    "C1",
    "C5 challenges",
    "C6",
    "D2",
)
#: Numbers that have no direction.
UNDIRECTED = ("B4 back", "B8", "B9")


def dominates(x: Sequence[Finding], y: Sequence[Finding]) -> bool | None:
    """Compare two profiles by dominance, on all numbers that are known for both.

    A number is known where both ends of its interval are on record; it counts as at least as high
    only where that holds for every value in both intervals.

    Returns
    -------
    bool or None
        True if `x` is at least as high on every number known for both; False if not, and `y` is;
        None where neither holds or no number is known for both: the two are incomparable.

    Examples
    --------
    >>> a = [Finding(question="profile", subject="a", statistic="A2", low=1.0, high=1.0)]
    >>> b = [Finding(question="profile", subject="b", statistic="A2", low=0.5, high=0.7)]
    >>> dominates(a, b), dominates(b, a), dominates(a, [])
    (True, False, None)
    """
    ours, theirs = _known(x), _known(y)
    shared = sorted(set(ours) & set(theirs))
    if not shared:
        return None
    if all(ours[name][0] >= theirs[name][1] for name in shared):
        return True
    return False if all(theirs[name][0] >= ours[name][1] for name in shared) else None


def _known(found: Sequence[Finding]) -> dict[str, tuple[float, float]]:
    known = {}
    for each in found:
        if each.low is not None and each.high is not None and each.statistic not in UNDIRECTED:
            falls = each.statistic in FALLING
            known[each.statistic] = (-each.high, -each.low) if falls else (each.low, each.high)
    return known


def rank(value: float, corpus: Sequence[float]) -> tuple[int, int] | None:
    """Return the rank of `value` (1 = highest) and the size of a named corpus; None below 20 profiles.

    Examples
    --------
    >>> rank(5.0, range(20)), rank(5.0, [1.0, 2.0])
    ((15, 20), None)
    """
    if len(corpus) < SMALLEST_CORPUS:
        return None
    return 1 + sum(other > value for other in corpus), len(corpus)
