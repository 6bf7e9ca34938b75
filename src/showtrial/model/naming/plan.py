"""How do the effects of a model lie in arrays, so that kernels can read them?

One definition of each statistic serves the likelihood, the simulator and the machine: this plan
and the kernels of `statistics`.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from showtrial.events.history import Bools, EventHistory, Floats, Ints
from showtrial.model.naming.effects import Atom, Effect

Thing = TypeVar("Thing", bound=Hashable)

#: Where a value comes from: of the sender, of the candidate, of both, of the neighbourhood.
EGO, ALTER, MATCH, NEAR = 0, 1, 2, 3
#: Numbers of statistics of one actor.
ONE, DEGREE, FIXED, STATE, NAMED_BY = 0, 1, 2, 3, 4
#: Numbers of statistics of two.
SAME, SAME_STATE, DIFFERENCE = 5, 6, 7
#: Numbers of statistics of a neighbourhood, in the order of `PAIR_CODES`.
PAIR_CODES = {
    "inertia": 10,
    "reciprocity": 11,
    "two_paths": 12,
    "cycles": 13,
    "common_senders": 14,
    "common_receivers": 15,
    "tie": 16,
    "recency": 17,
    "decay": 18,
    "recency_receiver": 19,
}
INERTIA, RECIPROCITY, TWO_PATHS, CYCLES, COMMON_SENDERS = 10, 11, 12, 13, 14
COMMON_RECEIVERS, TIE, RECENCY, DECAY, RECENCY_RECEIVER = 15, 16, 17, 18, 19
DEGREES = {"indegree": 0, "outdegree": 1, "ego_indegree": 0, "ego_outdegree": 1}
TRANSFORM_CODES = {"": 0, "sqrt": 1, "log1p": 2}


class Plan(NamedTuple):
    """The effects of a model as arrays: P terms, each a product of factors, each of one atom.

    Parameters
    ----------
    term_ptr : (P + 1,) int64
        Where the factors of each term begin.
    near : (P,) bool
        Terms that are 0 outside the neighbourhood of the sender (or differ for every pair).
    outside : (P,) int32
        Where a term multiplies a neighbourhood value by something that sets no class apart, the
        column that tells its values apart, counted after those of the neighbourhood; else -1.
    factor_atom, factor_transform : (F,) int32
        Which atom, and what is done to it.
    role, code, network, arg, weighted : (A,) int32
        Of each atom: whose value it is, which statistic, which network, which row, counts or not.
    half_life : (A,) float64
        Days, for ``decay``.
    slot : (A,) int32
        Column among the values of a neighbourhood, or of a class of candidates; -1 where none.
    key_slot : (A,) int32
        Column among the values that set classes of senders apart; -1 where none.
    sizes : (3,) int64
        Number of neighbourhood, class and key columns.
    """

    term_ptr: NDArray[np.int64]
    near: Bools
    outside: Ints
    factor_atom: Ints
    factor_transform: Ints
    role: Ints
    code: Ints
    network: Ints
    arg: Ints
    weighted: Ints
    half_life: Floats
    slot: Ints
    key_slot: Ints
    sizes: NDArray[np.int64]


class Inputs(NamedTuple):
    """What the atoms of a plan read, beside the plan itself.

    Parameters
    ----------
    plan : Plan
        The effects.
    views : tuple of (float, int)
        Window in days and kind (-1: all) of each network that is kept; the first is the whole.
    fixed : (R, n) float64
        Rows of properties: indicators, levels, numbers.
    states : tuple of str
        Names of the states whose rows are followed; row 0 of the world is presence.
    tags : tuple of int
        Rows of `fixed` by which namers are told apart (``named_by``).
    ties : tuple of str
        Relations.
    half_lives : tuple of float
        Of the decaying counts that are kept.
    dense : bool
        Whether every candidate must be gone through.
    """

    plan: Plan
    views: tuple[tuple[float, int], ...]
    fixed: Floats
    states: tuple[str, ...]
    tags: tuple[int, ...]
    ties: tuple[str, ...]
    half_lives: tuple[tuple[float, int], ...]
    dense: bool


class _Register(Generic[Thing]):
    """Numbers things in order of first use."""

    def __init__(self, *first: Thing) -> None:
        self.known: dict[Thing, int] = {}
        for each in first:
            self(each)

    def __call__(self, thing: Thing) -> int:
        return self.known.setdefault(thing, len(self.known))


def _row(source: str, name: str, level: str, history: EventHistory) -> Floats:
    """Values of a fixed property, one an actor."""
    attribute = history.attributes[name]
    if source == "level":
        return (attribute.codes == attribute.levels.index(level)).astype(np.float64)
    if source == "attribute":
        return attribute.codes.astype(np.float64)
    known = ~np.isnan(attribute.numbers)
    mean = float(attribute.numbers[known].mean()) if known.any() else 0.0
    return np.where(known, attribute.numbers, mean)


def _placed(atom: Atom, submodel: str) -> tuple[int, int]:
    """Role and code of an atom."""
    if atom.effect in PAIR_CODES:
        return NEAR, PAIR_CODES[atom.effect]
    if atom.effect == "same":
        return MATCH, SAME_STATE if atom.source == "state" else SAME
    if atom.effect == "difference":
        return MATCH, DIFFERENCE
    if atom.effect == "intercept":
        return ALTER, ONE
    own = submodel == "rate" or not (atom.effect == "ego" or atom.effect.startswith("ego_"))
    if atom.effect in DEGREES:
        return ALTER if own else EGO, DEGREE
    if atom.effect == "named_by":
        return ALTER, NAMED_BY
    return ALTER if own else EGO, STATE if atom.source == "state" else FIXED


def plan_of(effects: Sequence[Effect], history: EventHistory, submodel: str) -> Inputs:
    """Lay the effects out; in the rate model every statistic is the speaker's own."""
    atoms: _Register[Atom] = _Register()
    for effect in effects:
        for atom in effect.atoms:
            atoms(atom)
    order = list(atoms.known)
    views: _Register[tuple[float, int]] = _Register((math.inf, -1))
    rows: _Register[tuple[str, str, str]] = _Register()
    tags: _Register[int] = _Register()
    ties: _Register[str] = _Register()
    halves: _Register[tuple[float, int]] = _Register()
    states = _Register(*history.silenced, *history.removed)
    table = np.zeros((5, len(order)), np.int32)
    half_life = np.full(len(order), np.nan)
    for a, atom in enumerate(order):
        role, code = _placed(atom, submodel)
        kind = history.kinds.index(atom.kind) if atom.kind else -1
        view, arg = views((atom.window, kind)), 0
        if code == DEGREE:
            arg = DEGREES[atom.effect]
        elif code in (FIXED, SAME, DIFFERENCE):
            arg = rows((atom.source, atom.name, atom.level))
        elif code in (STATE, SAME_STATE):
            arg = 1 + states(atom.name)
        elif code == NAMED_BY:
            arg = tags(rows((atom.source, atom.name, atom.level)))
        elif code == TIE:
            arg = ties(atom.name)
        elif code == DECAY:
            arg, half_life[a] = halves((atom.days, kind)), atom.days
        table[:, a] = role, code, view, arg, atom.weighted
    plan = _plan(effects, atoms, table, half_life)
    fixed = np.array([_row(*key, history) for key in rows.known], np.float64).reshape(-1, history.n)
    return Inputs(
        plan,
        tuple(views.known),
        fixed,
        tuple(states.known),
        tuple(tags.known),
        tuple(ties.known),
        tuple(halves.known),
        any(atom.form == "dense" for atom in order),
    )


def _plan(effects: Sequence[Effect], atoms: _Register[Atom], table: Ints, half_life: Floats) -> Plan:
    """Lay the terms out over the atoms, whose properties are the rows of `table`."""
    terms = [
        [(atoms(atom), TRANSFORM_CODES[how]) for atom, how in zip(each.atoms, each.transforms, strict=True)]
        for each in effects
    ]
    near = np.array([each.form in ("sparse", "dense") for each in effects], np.bool_)
    slot, key_slot, sizes = _slots(table[0], terms, near)
    flat = np.array([pair for term in terms for pair in term], np.int32).reshape(-1, 2)
    return Plan(
        np.cumsum([0, *map(len, terms)]).astype(np.int64),
        near,
        _outside(table[0], terms, slot, key_slot, near),
        flat[:, 0].copy(),
        flat[:, 1].copy(),
        table[0].copy(),
        table[1].copy(),
        table[2].copy(),
        table[3].copy(),
        table[4].copy(),
        half_life,
        slot,
        key_slot,
        sizes,
    )


def _slots(
    role: Ints, terms: list[list[tuple[int, int]]], near: Bools
) -> tuple[Ints, Ints, NDArray[np.int64]]:
    """Give columns to atoms: of a neighbourhood; of a class, if a term needs it there; of a key."""
    slot, key_slot = np.full(len(role), -1, np.int32), np.full(len(role), -1, np.int32)
    classed = {a for term, is_near in zip(terms, near, strict=True) if not is_near for a, _ in term}
    counts = [0, 0, 0]
    for a, where in enumerate(role):
        if where == NEAR:
            slot[a] = counts[0]
            counts[0] += 1
            continue
        if a in classed and where in (ALTER, MATCH):
            slot[a] = counts[1]
            counts[1] += 1
        if a in classed and where in (EGO, MATCH):
            key_slot[a] = counts[2]
            counts[2] += 1
    return slot, key_slot, np.array(counts, np.int64)


def _outside(role: Ints, terms: list[list[tuple[int, int]]], slot: Ints, key_slot: Ints, near: Bools) -> Ints:
    """Return a number for each product that classes and neighbourhood do not settle; -1 for others."""
    unsettled = ((role == ALTER) | (role == MATCH)) & (slot < 0)
    unsettled |= ((role == EGO) | (role == MATCH)) & (key_slot < 0)
    apart = near & np.array([any(unsettled[a] for a, _ in term) for term in terms], np.bool_)
    return np.where(apart, np.cumsum(apart) - 1, -1).astype(np.int32)
