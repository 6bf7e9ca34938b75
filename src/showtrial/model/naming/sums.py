"""What is the denominator of every choice, given coefficients?

Running sums over classes of candidates of ``w`` and ``w x`` with ``w = exp(b x)``, from which the
touched candidates are taken out and put back one by one. The second moments need no running sum:
they follow from how much weight each distinct row received in all, because the sum over events and
candidates of ``p x x'`` is ``X' diag(W w) X``, with ``W`` the sum of 1 / denominator over the events at
which a row was present.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from showtrial.events.history import Floats, Ints
from showtrial.model.naming.kernels import Longs, compiled

#: Share of a choice, summed over events, beyond which a class that enters has the sums put away.
MOST_GONE = 1e6


class Choices(NamedTuple):
    """The situations as `situations.walk` wrote them, for the sums.

    Parameters
    ----------
    cross : (K, C) int32
        Row of statistics of sender class k and candidate class c.
    group_of : (U,) int32
        Class of candidates of each row.
    tag : (U,) int32
        For a touched row, the row it would have if it were untouched; -1 for others.
    key, own : (S,) int32
        Class of the sender, and his own class as a candidate.
    ptr, touched : (S + 1,) int64, int32
        Touched candidates of each situation.
    pos, group, step : (D,)
        Changes of the classes.
    many : (S,) float64
        Events of each situation.
    explicit : bool
        Whether classes are not used.
    """

    cross: Ints
    group_of: Ints
    tag: Ints
    key: Ints
    own: Ints
    ptr: Longs
    touched: Ints
    pos: Ints
    group: Ints
    step: np.ndarray
    many: Floats
    explicit: bool


class Weights(NamedTuple):
    """Weights of all distinct rows at given coefficients.

    ``one`` (U,) and ``two`` (U, P) hold ``w`` and ``w x`` for untouched rows; for touched rows, what
    touching changes: their own less that of the row they would have.
    """

    one: Floats
    two: Floats
    whole: Floats


class Totals(NamedTuple):
    """What a pass gives: running sums by sender class, then sums over all situations of a segment.

    ``gone`` (K,) is the sum of 1 / denominator since `flush`; ``row_weight`` (U,) what rows received,
    where a touched row takes as much from its `tag`; ``apart`` (U,) what they received besides.
    """

    one: Floats
    two: Floats
    gone: Floats
    members: Longs
    row_weight: Floats
    apart: Floats
    mean: Floats
    log: Floats
    scratch: Floats


def totals_of(cross: tuple[int, int], x: tuple[int, int], size: int) -> Totals:
    """Make room for a pass over a segment; `mean` and `log` have a row a situation."""
    (keys, groups), (types, terms) = cross, x
    return Totals(
        np.zeros(keys),
        np.zeros((keys, terms)),
        np.zeros(keys),
        np.zeros(groups, np.int64),
        np.zeros(types),
        np.zeros(types),
        np.zeros((size, terms)),
        np.zeros(size),
        np.zeros(terms),
    )


@compiled
def refresh(choices: Choices, weights: Weights, totals: Totals) -> None:
    """Compute the running sums anew from whole numbers of candidates, so that no error builds up."""
    for k in range(choices.cross.shape[0]):
        totals.one[k] = 0.0
        for a in range(weights.two.shape[1]):
            totals.two[k, a] = 0.0
        for c in range(choices.cross.shape[1]):
            many = totals.members[c]
            if many != 0:
                r = choices.cross[k, c]
                totals.one[k] += many * weights.one[r]
                for a in range(weights.two.shape[1]):
                    totals.two[k, a] += many * weights.two[r, a]


@compiled
def flush(cross: Ints, members: Longs, gone: Floats, received: Floats) -> None:
    """Give every class what its members received since the last time.

    Differences of a sum that has grown large would lose what is added to it now.
    """
    for k in range(cross.shape[0]):
        for c in range(cross.shape[1]):
            if members[c] != 0:
                received[cross[k, c]] += members[c] * gone[k]
        gone[k] = 0.0


@compiled
def exactly(choices: Choices, weights: Weights, totals: Totals, x: Floats, s: int) -> float:
    """Sum one situation without subtraction: where almost nothing is left of a large sum."""
    k, total, mean = choices.key[s], 0.0, totals.scratch
    for a in range(len(mean)):
        mean[a] = 0.0
    if choices.own[s] >= 0:
        totals.members[choices.own[s]] -= 1
    for at in range(choices.ptr[s], choices.ptr[s + 1]):
        r = choices.touched[at]
        totals.members[choices.group_of[r]] -= 1
        total += weights.whole[r]
        for a in range(len(mean)):
            mean[a] += weights.whole[r] * x[r, a]
    for c in range(len(totals.members)):
        if totals.members[c] > 0:
            r = choices.cross[k, c]
            total += totals.members[c] * weights.whole[r]
            for a in range(len(mean)):
                mean[a] += totals.members[c] * weights.whole[r] * x[r, a]
    inverse = choices.many[s] / total if total > 0.0 else 0.0
    for c in range(len(totals.members)):
        totals.apart[choices.cross[k, c]] += totals.members[c] * inverse
    for at in range(choices.ptr[s], choices.ptr[s + 1]):
        totals.apart[choices.touched[at]] += inverse
        totals.members[choices.group_of[choices.touched[at]]] += 1
    if choices.own[s] >= 0:
        totals.members[choices.own[s]] += 1
    return total


@compiled
def shift(choices: Choices, weights: Weights, totals: Totals, d: int) -> bool:
    """Apply one change of the classes; True where the sums must be computed anew."""
    c, step = choices.group[d], choices.step[d]
    lost = False
    for k in range(choices.cross.shape[0]):
        lost |= step > 0 and totals.gone[k] * weights.whole[choices.cross[k, c]] > MOST_GONE
    if lost:
        flush(choices.cross, totals.members, totals.gone, totals.row_weight)
    totals.members[c] += step
    for k in range(choices.cross.shape[0]):
        r = choices.cross[k, c]
        before = totals.one[k]
        totals.one[k] += step * weights.one[r]
        totals.row_weight[r] -= step * totals.gone[k]
        for a in range(weights.two.shape[1]):
            totals.two[k, a] += step * weights.two[r, a]
        lost |= totals.one[k] < 1e-3 * before
    return lost


@compiled
def denominators(choices: Choices, weights: Weights, x: Floats, begin: int, end: int, totals: Totals) -> None:
    """Go through situations from `begin` up to before `end`, filling `totals`."""
    terms, d, since = x.shape[1], 0, 0
    mean = totals.scratch
    while d < len(choices.pos) and choices.pos[d] < begin:
        totals.members[choices.group[d]] += choices.step[d]
        d += 1
    refresh(choices, weights, totals)
    for s in range(begin, end):
        again = False
        while d < len(choices.pos) and choices.pos[d] <= s:
            again |= shift(choices, weights, totals, d)
            d += 1
            since += 1
        if again or since > 1024 + len(totals.members):
            refresh(choices, weights, totals)
            since = 0
        k, own = choices.key[s], -1
        whole = 0.0
        for a in range(terms):
            mean[a] = 0.0 if choices.explicit else totals.two[k, a]
        if not choices.explicit:
            whole = totals.one[k]
            if choices.own[s] >= 0:
                own = choices.cross[k, choices.own[s]]
        total = whole
        if own >= 0:
            total -= weights.one[own]
            for a in range(terms):
                mean[a] -= weights.two[own, a]
        for at in range(choices.ptr[s], choices.ptr[s + 1]):
            r = choices.touched[at]
            total += weights.one[r]
            for a in range(terms):
                mean[a] += weights.two[r, a]
        exact = not choices.explicit and not total > 1e-4 * whole
        if exact:
            total = exactly(choices, weights, totals, x, s)
        if choices.many[s] == 0.0 and not total > 0.0:  # nobody to name, and nobody was
            totals.log[s - begin] = -1e300
            continue
        inverse = choices.many[s] / total
        totals.log[s - begin] = np.log(total)
        for a in range(terms):
            totals.mean[s - begin, a] = mean[a] / total
        if not exact:
            totals.gone[k] += inverse
            if own >= 0:
                totals.row_weight[own] -= inverse
            for at in range(choices.ptr[s], choices.ptr[s + 1]):
                totals.row_weight[choices.touched[at]] += inverse
    if not choices.explicit:
        flush(choices.cross, totals.members, totals.gone, totals.row_weight)


@compiled
def spread(choices: Choices, weight: Floats, whole: Floats, running: Totals) -> None:
    """Give every row of every situation the weight of the situation, summed into `row_weight`."""
    d, gone, received = 0, running.gone, running.row_weight
    for s in range(len(weight)):
        while d < len(choices.pos) and choices.pos[d] <= s:
            c, step = choices.group[d], choices.step[d]
            lost = False
            for k in range(choices.cross.shape[0]):
                lost |= step > 0 and gone[k] * whole[choices.cross[k, c]] > MOST_GONE
            if lost:
                flush(choices.cross, running.members, gone, received)
            running.members[c] += step
            for k in range(choices.cross.shape[0]):
                received[choices.cross[k, c]] -= step * gone[k]
            d += 1
        k = choices.key[s]
        gone[k] += weight[s]
        if not choices.explicit and choices.own[s] >= 0:
            received[choices.cross[k, choices.own[s]]] -= weight[s]
        for at in range(choices.ptr[s], choices.ptr[s + 1]):
            received[choices.touched[at]] += weight[s]
    if not choices.explicit:
        flush(choices.cross, running.members, gone, received)
