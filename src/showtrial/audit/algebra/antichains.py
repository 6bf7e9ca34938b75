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
    """Sets, of which one is asked for fast that lies within a given set.

    The subsets of a small set are looked up one by one. For a large one each member has a column
    that says which sets hold it: a set lies within `mask` iff it is in no column of a member outside
    `mask`, O(members * sets / 64) words at worst.
    """

    def __init__(self, masks: Iterable[int] = ()) -> None:
        self._sets: set[int] = set()
        self._columns: dict[int, int] = {}
        self.add(masks)

    def add(self, masks: Iterable[int]) -> None:
        """Take in further sets, none of them twice."""
        for mask in masks:
            here = 1 << len(self._sets)
            self._sets.add(mask)
            for at in positions(mask):
                self._columns[at] = self._columns.get(at, 0) | here

    def within(self, mask: int) -> bool:
        """Say whether some set of the family is a subset of `mask`."""
        if 1 << mask.bit_count() <= len(self._columns):
            return any(each in self._sets for each in _subsets(mask))
        every = (1 << len(self._sets)) - 1
        outside = 0
        for at, column in self._columns.items():
            if not mask >> at & 1:
                outside |= column
                if outside == every:
                    return False
        return bool(self._sets)


class Caps:
    """How many sets of what size are kept, and whether any had to be left aside.

    Parameters
    ----------
    max_sets : int
        Keep at most so many sets at a time, the smallest.
    max_size : int, optional
        Keep no set with more members.

    Attributes
    ----------
    capped, pruned : bool
        Whether sets were left aside for their number, or for their size.
    """

    def __init__(self, max_sets: int, max_size: int | None = None) -> None:
        self.max_sets, self.max_size = max_sets, max_size
        self.capped = self.pruned = False

    def minimal(self, masks: Iterable[int]) -> list[int]:
        """Return the minimal sets, smaller ones first, then by name.

        Examples
        --------
        >>> Caps(10).minimal([0b110, 0b011, 0b010, 0b101, 0b111])
        [2, 5]
        >>> caps = Caps(2)
        >>> caps.minimal([0b100, 0b010, 0b001]), caps.capped
        ([4, 2], True)
        """
        by_size: dict[int, set[int]] = {}
        for mask in masks:
            by_size.setdefault(mask.bit_count(), set()).add(mask)
        kept: list[int] = []
        family = Family()
        for size in sorted(by_size):
            if self.max_size is not None and size > self.max_size:
                self.pruned = True
                break
            fresh = [mask for mask in sorted(by_size[size], reverse=True) if not family.within(mask)]
            kept += fresh
            if len(kept) > self.max_sets:
                self.capped = True
                return kept[: self.max_sets]
            if size != max(by_size):
                family.add(fresh)
        return kept

    def first(self, masks: Iterable[int]) -> list[int]:
        """Return the first of sets that are an antichain already, smaller ones first."""
        found = sorted(masks, key=lambda mask: (mask.bit_count(), -mask))
        if self.max_size is not None and found and found[-1].bit_count() > self.max_size:
            self.pruned = True
            found = [mask for mask in found if mask.bit_count() <= self.max_size]
        self.capped |= len(found) > self.max_sets
        return found[: self.max_sets]

    def jointly(self, first: Sequence[int], second: Sequence[int]) -> list[int]:
        """Return the minimal unions of a set of `first` with a set of `second`, both antichains.

        A set that holds one of the other side is such a union by itself, and all of its other
        unions hold it; only the rest is multiplied out. Where that would make more than
        ``20 * max_sets`` unions, the larger sets are left aside first.

        Examples
        --------
        >>> Caps(10).jointly([0b1000, 0b0100], [0b1000, 0b0011])
        [8, 7]
        """
        in_first, in_second = Family(first), Family(second)
        both = {mask for mask in first if in_second.within(mask)}
        both.update(mask for mask in second if in_first.within(mask))
        left = [mask for mask in first if mask not in both]
        right = [mask for mask in second if mask not in both]
        while len(left) * len(right) > 20 * self.max_sets:
            longer = left if len(left) >= len(right) else right
            del longer[len(longer) // 2 :]
            self.capped = True
        return self.minimal(both.union(one | other for one in left for other in right))


def _subsets(mask: int) -> Iterator[int]:
    """Yield every subset of `mask`."""
    found = mask
    while found:
        yield found
        found = (found - 1) & mask
    yield 0
