"""Which sets of a family contain no other of it?

Inside the algebra a set of names is a bit mask. The first name in sorted order is the highest bit,
so that among sets of one size a larger mask comes first alphabetically.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Antichain:
    """Sets none of which contains another: minimal supports, or minimal cuts.

    Parameters
    ----------
    sets : tuple of frozenset of str
        Sorted by size, then by sorted names.
    truncated : bool
        Whether there may be more that are not listed. Those listed are right all the same.
    """

    sets: tuple[frozenset[str], ...]
    truncated: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "sets", tuple(sorted(self.sets, key=lambda each: (len(each), sorted(each)))))

    @property
    def members(self) -> frozenset[str]:
        """Every name that is in some set."""
        return frozenset().union(*self.sets)


class Names:
    """Sorted names and their bits.

    Examples
    --------
    >>> names = Names(["b", "a", "c"])
    >>> names.mask(["a", "c"]), names.listed(5)
    (5, ['a', 'c'])
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(set(names))
        self.bit = {name: 1 << (len(self.names) - 1 - at) for at, name in enumerate(self.names)}

    def mask(self, names: Iterable[str]) -> int:
        """Return the mask of a set of names."""
        found = 0
        for name in names:
            found |= self.bit[name]
        return found

    def listed(self, mask: int) -> list[str]:
        """Return the names of a mask, sorted."""
        last = len(self.names) - 1
        return [self.names[last - at] for at in reversed(list(positions(mask)))]


def positions(mask: int) -> Iterator[int]:
    """Yield the positions of the bits of `mask`, lowest first.

    Examples
    --------
    >>> list(positions(0b10110))
    [1, 2, 4]
    """
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Family:
    """A growing family of sets that answers fast whether one of them lies within a given set.

    For each member one column says which sets hold it. A set of the family lies within `mask` iff
    it is in no column of a member outside `mask`: O(members * sets / 64) words at worst.
    """

    def __init__(self, masks: Iterable[int] = ()) -> None:
        self.n_sets = 0
        self._columns: dict[int, int] = {}
        self.add(masks)

    def add(self, masks: Iterable[int]) -> None:
        """Take in further sets."""
        for mask in masks:
            here = 1 << self.n_sets
            self.n_sets += 1
            for at in positions(mask):
                self._columns[at] = self._columns.get(at, 0) | here

    def within(self, mask: int) -> bool:
        """Say whether some set of the family is a subset of `mask`."""
        every = (1 << self.n_sets) - 1
        outside = 0
        for at, column in self._columns.items():
            if not mask >> at & 1:
                outside |= column
                if outside == every:
                    return False
        return self.n_sets > 0


def minimal(masks: Iterable[int], limit: int) -> tuple[list[int], bool]:
    """Return the first `limit` minimal sets by size and name, and whether there were more.

    Examples
    --------
    >>> minimal([0b110, 0b011, 0b010, 0b101, 0b111], limit=10)
    ([2, 5], False)
    >>> minimal([0b100, 0b010, 0b001], limit=2)
    ([4, 2], True)
    """
    by_size: dict[int, set[int]] = {}
    for mask in masks:
        by_size.setdefault(mask.bit_count(), set()).add(mask)
    kept: list[int] = []
    family = Family()
    for size in sorted(by_size):
        fresh = [mask for mask in sorted(by_size[size], reverse=True) if not family.within(mask)]
        if len(kept) + len(fresh) > limit:
            return kept + fresh[: limit - len(kept)], True
        kept += fresh
        if size != max(by_size):
            family.add(fresh)
    return kept, False


def jointly(first: Sequence[int], second: Sequence[int], limit: int) -> tuple[list[int], bool]:
    """Return the minimal unions of a set of `first` with a set of `second`, and whether cut short.

    A set that holds one of the other side is such a union by itself, and all of its other unions
    hold it; only the rest is multiplied out. Where that would make more than ``20 * limit`` unions,
    the larger sets are left aside first.

    Examples
    --------
    >>> jointly([0b1000, 0b0100], [0b1000, 0b0011], limit=10)
    ([8, 7], False)
    """
    in_first, in_second = Family(first), Family(second)
    both = [mask for mask in first if in_second.within(mask)]
    both += [mask for mask in second if in_first.within(mask)]
    covered = set(both)
    left = [mask for mask in first if mask not in covered]
    right = [mask for mask in second if mask not in covered]
    short = False
    while len(left) * len(right) > 20 * limit:
        longer = left if len(left) >= len(right) else right
        del longer[len(longer) // 2 :]
        short = True
    found, more = minimal([*both, *(one | other for one in left for other in right)], limit)
    return found, more or short
