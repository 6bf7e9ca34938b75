"""Which rows will be needed soon, and how does memory hear of it in time?

In a country of many millions nearly every event falls on a person whose row lies in no cache, and to wait for
it takes longer than all arithmetic of the event. But *which* event comes next, and on whom it falls, hangs on
random numbers that belong to the number of the step (`lot`) and on intensities that hardly change from one
step to the next. So a few steps ahead it is already known, nearly always rightly, which row will be needed;
memory is told to fetch it. A wrong guess costs a little time and changes nothing: no result depends on it.

References
----------
S. Chen, A. Ailamaki, P. B. Gibbons & T. C. Mowry, "Improving hash join performance through prefetching", ACM
Transactions on Database Systems 32 (2007), doi:10.1145/1272743.1272747.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

from showtrial.model.country import ledger as at
from showtrial.model.country.ledger import Country, Flow
from showtrial.model.country.reached import first_slot, whole
from showtrial.model.machine.chance import mix
from showtrial.model.machine.inner import inlined

#: Steps from a guess to the step itself, and from what the guess leads to.
FAR, NEAR, NEXT = 7, 5, 2
#: What a random number of a step decides: when, which kind of event, on whom.
WHEN, WHAT, WHOM = range(3)
#: The pool from which each kind of event takes a person, in the order of `ledger.R_SESSION`...; -1: none.
POOL_OF = (
    at.IN_C, at.IN_W, at.IN_H, at.IN_C, at.IN_R, at.IN_T, -1, -1, at.IN_H, at.IN_H, at.IN_C, -1, at.IN_W,
)  # fmt: skip


def _touch(_typing: Any, array: Any, index: Any) -> Any:
    """Tell memory that ``array.flat[index]`` of a C-contiguous array is soon needed; do not wait for it."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = make_array(signature.args[0])(context, builder, arguments[0]).data
        place = builder.bitcast(builder.gep(data, [arguments[1]]), ir.IntType(8).as_pointer())
        number = ir.IntType(32)
        shape = ir.FunctionType(ir.VoidType(), [place.type, number, number, number])
        fetch = builder.module.declare_intrinsic("llvm.prefetch", [place.type], shape)
        builder.call(fetch, [place, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, types.int64), code


touch: Any = intrinsic(_touch)


@inlined
def lot(flow: Flow, step: int, which: int) -> float:
    """Return the number of (0, 1) that decides when, what or whom in a step."""
    h = mix(flow.seed[2] ^ (np.uint64(4 * step + which) * np.uint64(0xD1342543DE82EF95)))
    return (float(h >> np.uint64(11)) + 0.5) * (1.0 / 9007199254740992.0)


@inlined
def kind_of(flow: Flow, u: float) -> int:
    """Return with which kind of event the running sum of the rates reaches `u`; without a branch."""
    kind = 0
    for k in range(at.R_SUICIDE):
        kind += u > flow.rate[k]
    return kind


@inlined
def picked(flow: Flow, first: int, many: int, u: float) -> int:
    """Return which of `many` running sums from `first` on is the first to reach `u`."""
    low, high = first, first + many - 1
    while low < high:
        middle = (low + high) >> 1
        if flow.reach[middle] >= u:
            high = middle
        else:
            low = middle + 1
    return low


@inlined
def placed(m: Country, first: int, which: int, g: int, u: float) -> int:
    """Return the person of group g on whom `u` falls between two running sums, each as likely."""
    below = m.flow.reach[which - 1] if which > first else 0.0
    start, share = m.land.places.start[g], (u - below) / (m.flow.reach[which] - below)
    many = m.land.places.start[g + 1] - start
    return start + min(whole(share * many), many - 1)


@inlined
def meant(m: Country, kind: int, u: float) -> int:
    """Return on whom a sweep or a quota falls."""
    flow, groups = m.flow, len(m.flow.quota)
    sweeps = len(flow.on) * groups
    first, many, total = 0, sweeps, flow.dial[at.SWEEPS]
    if kind == at.R_QUOTA:
        first, many, total = sweeps, groups, flow.dial[at.QUOTAS]
    which = picked(flow, first, many, u * total)
    return placed(m, first, which, which % groups, u * total)


@inlined
def look_ahead(m: Country, step: int, total: float) -> None:
    """Guess on whom step `step` + FAR falls; fetch what the guesses before this one have led to.

    Each fetch is of what the one before it made known: a place of a pool, the row that stands there, the
    affair that stands in the row. Sweeps and quotas fetch what says whether a person has a row.
    """
    flow, ring = m.flow, at.RING - 1
    far, row = step + FAR, -1
    kind, u = kind_of(flow, lot(flow, far, WHAT) * total), lot(flow, far, WHOM)
    pool, place = POOL_OF[kind], -1
    if pool >= 0:
        k = whole(u * flow.many[pool])
        place = pool << 32 | k
        touch(flow.pool, pool * flow.pool.shape[1] + k)
    elif kind == at.R_SWEEP or kind == at.R_QUOTA:
        i = meant(m, kind, u)
        touch(flow.seen, i >> 6)
        touch(flow.slots, first_slot(flow, i))
    flow.guess[0, far & ring] = place
    place = flow.guess[0, (step + NEAR) & ring]
    if place >= 0:
        row = whole(flow.pool[place >> 32, place & 0xFFFFFFFF])
        touch(flow.row, row * flow.row.shape[1])
    flow.guess[1, (step + NEAR) & ring] = row
    row = flow.guess[1, (step + NEXT) & ring]
    if row >= 0:
        touch(flow.affair, whole(flow.row[row, at.AFFAIR]) * flow.affair.shape[1])
