"""Who is in the world, and who is tied to whom, before anything happens?

A world is arrays. It comes from a case file (the persons and ties on record), from persons written in
the scenario, and from persons without a name who stand for those whom the record does not show. What is
drawn here (ties within a faction, ties of the nameless) depends on names and on the seed of the world,
never on the seed of a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from showtrial.events.history import Bools, Floats, Ints
from showtrial.model.machine.chance import key_of, mixed

TIE_WORDS = ("kin", "work", "acquaintance", "faction")
#: Stands for every office where a scenario names none.
ONE_OFFICE = "the office"
_FULL = float(1 << 64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person of a world, as scenarios write them.

    Parameters
    ----------
    id, group, faction, office, household, sex : str
        Faction and household may be empty: none.
    prominence : float
        On a free scale; 0 is nobody in particular.
    in_reach : bool
        Whether the person can be arrested (not abroad, not dead, not beyond the office's power).
    prisoner, interrogator : bool
        In prison for an earlier case; questions others.
    """

    id: str
    group: str
    faction: str = ""
    office: str = ONE_OFFICE
    household: str = ""
    sex: str = ""
    prominence: float = 0.0
    in_reach: bool = True
    prisoner: bool = False
    interrogator: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class World:
    """Persons and ties as arrays.

    Parameters
    ----------
    ids, group, faction, sex : tuple of str
        One entry a person.
    groups, offices, households : tuple of str
        Names, in order of number.
    key : (n,) uint64
        What the random numbers of each person are drawn by: a hash of the id.
    office, household : (n,) int64
        Numbers; household -1 for none.
    prominence : (n,) float64
    in_reach, prisoner, interrogator : (n,) bool
    tie_start : (n + 1,) int64; tie_to, tie_kind : (E,) int32
        Every tie from both ends; kinds are numbers of `TIE_WORDS`.
    """

    ids: tuple[str, ...]
    group: tuple[str, ...]
    faction: tuple[str, ...]
    sex: tuple[str, ...]
    groups: tuple[str, ...]
    offices: tuple[str, ...]
    households: tuple[str, ...]
    key: NDArray[np.uint64]
    office: NDArray[np.int64]
    household: NDArray[np.int64]
    prominence: Floats
    in_reach: Bools
    prisoner: Bools
    interrogator: Bools
    tie_start: NDArray[np.int64] = field(repr=False)
    tie_to: Ints = field(repr=False)
    tie_kind: Ints = field(repr=False)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def group_codes(self) -> NDArray[np.int64]:
        """Number of the group of each person."""
        number = {name: at for at, name in enumerate(self.groups)}
        return np.array([number[each] for each in self.group], np.int64)


def world_of(persons: Sequence[Person], ties: Iterable[tuple[str, str, str]]) -> World:
    """Make a world of persons and ties (one end, other end, kind).

    A tie given twice counts once; a tie of somebody with themself, or with nobody here, is left out.

    Examples
    --------
    >>> world = world_of([Person(id="a", group="x"), Person(id="b", group="x")], [("a", "b", "kin")])
    >>> len(world), world.tie_to.tolist()
    (2, [1, 0])
    """
    number = {each.id: at for at, each in enumerate(persons)}
    groups, offices = _names(each.group for each in persons), _names(each.office for each in persons)
    households = _names(each.household for each in persons if each.household)
    start, to, kind = _rows(
        {
            (number[a], number[b], TIE_WORDS.index(k))
            for a, b, k in ties
            if a in number and b in number and a != b
        },
        len(persons),
    )
    return World(
        ids=tuple(each.id for each in persons),
        group=tuple(each.group for each in persons),
        faction=tuple(each.faction for each in persons),
        sex=tuple(each.sex for each in persons),
        groups=groups,
        offices=offices,
        households=households,
        key=np.array([key_of(each.id) for each in persons], np.uint64),
        office=np.array([offices.index(each.office) for each in persons], np.int64),
        household=np.array(
            [households.index(each.household) if each.household else -1 for each in persons], np.int64
        ),
        prominence=np.array([each.prominence for each in persons], np.float64),
        in_reach=np.array([each.in_reach for each in persons], np.bool_),
        prisoner=np.array([each.prisoner for each in persons], np.bool_),
        interrogator=np.array([each.interrogator for each in persons], np.bool_),
        tie_start=start,
        tie_to=to,
        tie_kind=kind,
    )


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def _rows(found: set[tuple[int, int, int]], n: int) -> tuple[NDArray[np.int64], Ints, Ints]:
    both = sorted({(a, b, k) for a, b, k in found} | {(b, a, k) for a, b, k in found})
    flat = np.array(both, np.int64).reshape(-1, 3)
    start = np.concatenate([[0], np.cumsum(np.bincount(flat[:, 0], minlength=n))]).astype(np.int64)
    return start, flat[:, 1].astype(np.int32), flat[:, 2].astype(np.int32)


def faction_ties(persons: Sequence[Person], density: float, seed: int) -> list[tuple[str, str, str]]:
    """Draw which pairs of one faction know each other, each pair with probability `density`."""
    members: dict[str, list[str]] = {}
    for each in persons:
        if each.faction:
            members.setdefault(each.faction, []).append(each.id)
    return [
        (a, b, "faction")
        for faction in sorted(members)
        for at, a in enumerate(sorted(members[faction]))
        for b in sorted(members[faction])[at + 1 :]
        if _share(key_of(a) ^ key_of(b), seed) < density
    ]


def _share(key: int, seed: int) -> float:
    """Return a number of [0, 1) for a key and the seed of the world."""
    return mixed(mixed(seed) ^ key) / _FULL


def nameless(shares: Mapping[str, float], many: int, seed: int, prefix: str = "other") -> list[Person]:
    """Return `many` persons without a name, their groups by `shares` and a hash."""
    names, weights = list(shares), np.array(list(shares.values()), np.float64)
    bounds = np.cumsum(weights / weights.sum())
    found = []
    for at in range(many):
        name = f"{prefix}-{at + 1:05d}"
        share = _share(key_of(name), seed)
        found.append(Person(id=name, group=names[int(np.searchsorted(bounds, share, side="right"))]))
    return found


def acquaintances(
    persons: Sequence[Person], mean: float, sd_log: float, seed: int, prefer_group: float = 0.0
) -> list[tuple[str, str, str]]:
    """Draw acquaintances by the configuration model: lognormal degrees, stubs matched at random.

    Parameters
    ----------
    persons : sequence of Person
        Among whom.
    mean, sd_log : float
        Mean degree (persons), and standard deviation of its logarithm.
    seed : int
        Of the world.
    prefer_group : float
        Share of the stubs that are matched within the group of the person.

    References
    ----------
    M. E. J. Newman, S. H. Strogatz & D. J. Watts, "Random graphs with arbitrary degree distributions
    and their applications", Physical Review E 64 (2001), doi:10.1103/PhysRevE.64.026118.
    """
    rng = np.random.default_rng([mixed(seed), 7])
    degrees = rng.poisson(rng.lognormal(np.log(mean) - sd_log**2 / 2, sd_log, len(persons)))
    stubs = np.repeat(np.arange(len(persons)), degrees)
    within = rng.random(len(stubs)) < prefer_group
    pools = [stubs[~within]]
    groups = np.array([each.group for each in persons])
    pools += [stubs[within & (groups[stubs] == name)] for name in sorted(set(groups.tolist()))]
    pairs: set[tuple[int, int]] = set()
    for pool in pools:
        mixed_up = rng.permutation(pool)
        half = len(mixed_up) // 2
        pairs |= {
            (int(a), int(b))
            for a, b in zip(mixed_up[:half], mixed_up[half : 2 * half], strict=True)
            if a != b
        }
    return [(persons[a].id, persons[b].id, "acquaintance") for a, b in sorted(pairs)]


def with_reach(persons: Sequence[Person], out: Iterable[str]) -> list[Person]:
    """Put the persons of `out` out of reach."""
    beyond = set(out)
    return [replace(each, in_reach=False) if each.id in beyond else each for each in persons]
