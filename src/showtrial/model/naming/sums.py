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
from showtrial.model.naming.kernels import Longs, compiled, inlined

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


class Part(NamedTuple):
    """Situations that can be summed apart from others.

    Parameters
    ----------
    begin, end : int
        From situation `begin` up to before `end`.
    change : int
        The first change of the classes that is not yet in `members`.
    members : (C,) int64
        Candidates in each class before that change.
    """

    begin: int
    end: int
    change: int
    members: Longs


class Weights(NamedTuple):
    """Weights of all distinct rows at given coefficients.

    ``both`` (U, L) holds ``w`` and ``w x`` for untouched rows; for touched rows, what touching
    changes: their own less that of the row they would have. L is 1 + P filled up with zeros to a
    multiple of four, so that a row is read in blocks. ``whole`` (U,) is ``w`` of every row.
    """

    both: Floats
    whole: Floats


class Totals(NamedTuple):
    """What a pass gives: running sums by sender class, then sums over all situations of a part.

    ``both`` (K, L) are running sums of `Weights.both`; ``gone`` (K,) is the sum of 1 / denominator
    since `flush`; ``row_weight`` (U,) what rows received, where a touched row takes as much from its
    `tag`; ``apart`` (U,) what they received besides. ``mean`` and ``log`` have a row a situation.
    """

    both: Floats
    gone: Floats
    members: Longs
    row_weight: Floats
    apart: Floats
    mean: Floats
    log: Floats
    scratch: Floats


def in_blocks(columns: int) -> int:
    """Fill a number of columns up to a multiple of four."""
    return -(-columns // 4) * 4


def totals_of(cross: tuple[int, int], x: tuple[int, int], size: int) -> Totals:
    """Make room for a pass over `size` situations."""
    (keys, groups), (types, terms) = cross, x
    return Totals(
        np.zeros((keys, in_blocks(1 + terms))),
        np.zeros(keys),
        np.zeros(groups, np.int64),
        np.zeros(types),
        np.zeros(types),
        np.zeros((size, terms)),
        np.zeros(size),
        np.zeros(in_blocks(1 + terms)),
    )


def weights_of(x: Floats, eta: Floats, tag: Ints, explicit: bool) -> Weights:
    """Compute the weights of all rows from their logarithms `eta`."""
    whole = np.exp(eta)
    both = np.zeros((len(x), in_blocks(1 + x.shape[1])))
    both[:, 0] = whole
    np.multiply(x, whole[:, None], out=both[:, 1 : 1 + x.shape[1]])
    if not explicit:
        touched = np.flatnonzero(tag >= 0)
        both[touched] -= both[tag[touched]]
    return Weights(both, whole)


@compiled
def refresh(choices: Choices, weights: Weights, totals: Totals) -> None:
    """Compute the running sums anew from whole numbers of candidates, so that no error builds up."""
    for k in range(choices.cross.shape[0]):
        for a in range(weights.both.shape[1]):
            totals.both[k, a] = 0.0
        for c in range(choices.cross.shape[1]):
            many = totals.members[c]
            if many != 0:
                r = choices.cross[k, c]
                for a in range(weights.both.shape[1]):
                    totals.both[k, a] += many * weights.both[r, a]


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
    k, total, mean = choices.key[s], 0.0, totals.scratch[1:]
    for a in range(x.shape[1]):
        mean[a] = 0.0
    if choices.own[s] >= 0:
        totals.members[choices.own[s]] -= 1
    for at in range(choices.ptr[s], choices.ptr[s + 1]):
        r = choices.touched[at]
        totals.members[choices.group_of[r]] -= 1
        total += weights.whole[r]
        for a in range(x.shape[1]):
            mean[a] += weights.whole[r] * x[r, a]
    for c in range(len(totals.members)):
        if totals.members[c] > 0:
            r = choices.cross[k, c]
            total += totals.members[c] * weights.whole[r]
            for a in range(x.shape[1]):
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


@inlined
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
        before = totals.both[k, 0]
        totals.row_weight[r] -= step * totals.gone[k]
        for a in range(weights.both.shape[1]):
            totals.both[k, a] += step * weights.both[r, a]
        lost |= totals.both[k, 0] < 1e-3 * before
    return lost


@inlined
def summed(choices: Choices, weights: Weights, totals: Totals, s: int, own: int) -> None:
    """Sum one situation into `scratch`: the running sums, less the speaker, and what touching changes.

    Four columns at a time, so that sums stay in registers while the rows go by.
    """
    both, touched, k = weights.both, choices.touched, choices.key[s]
    for a in range(0, both.shape[1], 4):
        one = two = three = four = 0.0
        if not choices.explicit:
            one, two = totals.both[k, a], totals.both[k, a + 1]
            three, four = totals.both[k, a + 2], totals.both[k, a + 3]
        if own >= 0:
            one -= both[own, a]
            two -= both[own, a + 1]
            three -= both[own, a + 2]
            four -= both[own, a + 3]
        for at in range(choices.ptr[s], choices.ptr[s + 1]):
            r = touched[at]
            one += both[r, a]
            two += both[r, a + 1]
            three += both[r, a + 2]
            four += both[r, a + 3]
        totals.scratch[a], totals.scratch[a + 1] = one, two
        totals.scratch[a + 2], totals.scratch[a + 3] = three, four


@compiled
def denominators(choices: Choices, weights: Weights, x: Floats, part: Part, totals: Totals) -> None:
    """Go through the situations of a part, filling `totals`."""
    d, since = part.change, 0
    for c in range(len(totals.members)):
        totals.members[c] = part.members[c]
    refresh(choices, weights, totals)
    for s in range(part.begin, part.end):
        again = False
        while d < len(choices.pos) and choices.pos[d] <= s:
            again |= shift(choices, weights, totals, d)
            d += 1
            since += 1
        if again or since > 1024 + len(totals.members):
            refresh(choices, weights, totals)
            since = 0
        k, own = choices.key[s], -1
        if not choices.explicit and choices.own[s] >= 0:
            own = choices.cross[k, choices.own[s]]
        summed(choices, weights, totals, s, own)
        total = totals.scratch[0]
        exact = not choices.explicit and not total > 1e-4 * totals.both[k, 0]
        if exact:
            total = exactly(choices, weights, totals, x, s)
        if choices.many[s] == 0.0 and not total > 0.0:  # nobody to name, and nobody was
            totals.log[s - part.begin] = -1e300
            continue
        inverse = choices.many[s] / total
        totals.log[s - part.begin] = np.log(total)
        for a in range(x.shape[1]):
            totals.mean[s - part.begin, a] = totals.scratch[1 + a] / total
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
