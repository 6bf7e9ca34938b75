"""Which sets of rules end the support of a node, and which leave it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from showtrial.audit.algebra.antichains import positions

#: Above so many rules the caller fixes some; sets of rules are never sampled.
MAX_RULES = 14


@dataclass(frozen=True, slots=True)
class Reading:
    """What the sets of rules do under one combination of readings of the disputes.

    Parameters
    ----------
    name : str
        The combination.
    killing : tuple of tuple of str
        Minimal sets of rules under which the support is gone, by size, then in order of the rules.
        One empty set: there is no support even without rules. None at all: no set ends it.
    surviving : tuple of tuple of str
        Maximal sets of rules under which it is still there.
    idle : tuple of str
        Rules that change nothing, whichever others are applied.
    n_surviving : int
        Number of sets of rules under which it is still there.
    """

    name: str
    killing: tuple[tuple[str, ...], ...]
    surviving: tuple[tuple[str, ...], ...]
    idle: tuple[str, ...]
    n_surviving: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """What remains of one node under every set of rules.

    Parameters
    ----------
    rules : tuple of str
        The rules, in the order of their bits.
    readings : tuple of Reading
        One for each combination of readings.
    """

    rules: tuple[str, ...]
    readings: tuple[Reading, ...]

    @property
    def idle(self) -> tuple[str, ...]:
        """Rules that change nothing under any reading."""
        return tuple(rule for rule in self.rules if all(rule in each.idle for each in self.readings))

    @property
    def n_worlds(self) -> int:
        """Number of worlds: sets of rules times readings."""
        return len(self.readings) << len(self.rules)

    @property
    def n_surviving(self) -> int:
        """Number of worlds in which the support is still there."""
        return sum(each.n_surviving for each in self.readings)

    @property
    def share_surviving(self) -> float:
        """Share of the worlds in which the support is still there."""
        return self.n_surviving / self.n_worlds


def lattice(table: int, rules: Sequence[str], combos: Sequence[str] = ("",)) -> Lattice:
    r"""Read the truth table of one node as a lattice of sets of rules.

    World :math:`combo \cdot 2^R + mask` has rule j active iff bit j of mask is set. With K the
    worlds without support, a set is a minimal killing set iff it is in K and no set with fewer
    rules is; maximal surviving sets are the dual. All readings are done in one sweep over the rules
    of the whole table: O(R * worlds / 64) word operations. That fewer rules never leave less is not
    assumed.

    Parameters
    ----------
    table : int
        Bit set of the worlds in which the node is supported.
    rules : sequence of str
        Names of the R rules, at most 14.
    combos : sequence of str
        Names of the combinations of readings, in order.

    Raises
    ------
    ValueError
        For more than 14 rules, or none of the combinations.

    Examples
    --------
    Supported with no rule and with retraction alone, of eight sets of rules:

    >>> found = lattice(0b00000101, ["coerced", "retracted", "co_accused"])
    >>> found.readings[0].killing
    (('coerced',), ('co_accused',))
    >>> found.readings[0].surviving, found.n_surviving, found.n_worlds
    ((('retracted',),), 2, 8)
    >>> found.idle
    ('retracted',)
    """
    if len(rules) > MAX_RULES:
        raise ValueError(f"{len(rules)} rules; at most {MAX_RULES} can be varied at once: fix some of them")
    if not combos:
        raise ValueError("no combination of readings; there is at least one, that of no dispute")
    size = 1 << len(rules)
    every = (1 << size * len(combos)) - 1
    lacking = [_lacking(rule, size * len(combos)) for rule in range(len(rules))]
    holds, gone = table & every, ~table & every
    killing, surviving = gone, holds
    below, above = gone, holds  # worlds that hold a killing set; worlds within a surviving one
    for rule, lacks in enumerate(lacking):
        below |= (below & lacks) << (1 << rule)
        above |= (above & ~lacks) >> (1 << rule)
    for rule, lacks in enumerate(lacking):
        killing &= ~((below & lacks) << (1 << rule))
        surviving &= ~((above & ~lacks) >> (1 << rule))
    differs = [(holds ^ holds >> (1 << rule)) & lacks for rule, lacks in enumerate(lacking)]
    readings = []
    for at, name in enumerate(combos):
        here = (1 << size) - 1 << size * at
        readings.append(
            Reading(
                name=name,
                killing=_sets((killing & here) >> size * at, rules),
                surviving=_sets((surviving & here) >> size * at, rules),
                idle=tuple(rule for rule, change in zip(rules, differs, strict=True) if not change & here),
                n_surviving=(holds & here).bit_count(),
            )
        )
    return Lattice(tuple(rules), tuple(readings))


def _lacking(rule: int, worlds: int) -> int:
    """Return the bits of the worlds in which `rule` is not active: blocks of ones and zeros in turn."""
    block, width = (1 << (1 << rule)) - 1, 2 << rule
    while width < worlds:
        block |= block << width
        width *= 2
    return block & (1 << worlds) - 1


def _sets(worlds: int, rules: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the set of rules of each world, by size, then in order of the rules."""
    masks = sorted((list(positions(mask)) for mask in positions(worlds)), key=lambda each: (len(each), each))
    return tuple(tuple(rules[at] for at in mask) for mask in masks)
