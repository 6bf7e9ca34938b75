"""How long, at the least, does it take from one place to another?

The bound is deliberately too low, so that no journey is called impossible that was not: the
great-circle distance at a speed that nobody reached, 350 km/h to the end of 1945 and 2,500 km/h
after it (the line is no law: aircraft flew faster over short courses, but nobody crossed a
continent so). Where places cannot be told apart the answer is not a number but *unsure*:

- *nested*: the two are one, or one lies within the other (column ``within``). No clash.
- *apart*: the record tells them apart. Each is looked up until a *definite* place is reached: one
  with coordinates, or one in which other places lie (a country). Two definite places of which
  neither lies within the other are apart; `within` is taken at its word. Between two with
  coordinates the time is ``floor(60 km / vmax)`` minutes; else 0, since two countries may touch.
- *unsure*: all else. Two houses in one town without coordinates, "near Oslo" and Oslo, places
  nearer than 25 km (a town and its airfield), a vague place such as "Berlin / Moscow" that lies
  nowhere. Here at most a *possible* clash is found, with a travel time of 0.

References
----------
Sinnott, R. W. (1984). Virtues of the haversine. Sky and Telescope 68(2), 159.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from showtrial.record.casefile import CaseFile
from showtrial.record.dates import MAX, parse

#: Speed that nobody reached on a journey, by the last minute for which it is good.
SPEEDS_KMH = ((parse("1945").hi - 1, 350.0), (MAX, 2500.0))
#: Places nearer than this may be one place in the mouth of a speaker.
NEIGHBOURS_KM = 25.0
_EARTH_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Separation:
    """What is known of the way between two places.

    Parameters
    ----------
    relation : {"nested", "apart", "unsure"}
        Whether the two are one, two, or not to be told.
    km : float
        Distance; 0 where it is not known.
    """

    relation: Literal["nested", "apart", "unsure"]
    km: float = 0.0

    def minutes(self, at: int) -> int:
        """Return the least minutes of a journey, at the speed of the minute `at`.

        Examples
        --------
        >>> from showtrial.record.dates import parse
        >>> [Separation("apart", 700.0).minutes(parse(year).lo) for year in ("1932", "1962")]
        [120, 16]
        """
        kmh = next(speed for last, speed in SPEEDS_KMH if at <= last)
        return math.floor(60 * self.km / kmh)


@dataclass(frozen=True)
class Atlas:
    """Where the places of a case file lie.

    Parameters
    ----------
    within : mapping
        Place -> the larger place it lies in.
    points : mapping
        Place -> (latitude, longitude) in degrees, where they are on record.
    """

    within: Mapping[str, str]
    points: Mapping[str, tuple[float, float]]

    def chain(self, place: str) -> Iterator[str]:
        """Yield a place, the place it lies in, and so on up."""
        at: str | None = place
        while at is not None:
            yield at
            at = self.within.get(at)

    def inside(self, place: str, larger: str) -> bool:
        """Whether `place` is `larger` or lies within it."""
        return larger in self.chain(place)

    def nested(self, p: str, q: str) -> bool:
        """Whether two places are one, or one lies within the other."""
        return self.inside(p, q) or self.inside(q, p)

    def definite(self, place: str) -> str | None:
        """Return the place or the nearest one around it that the record fixes; None if there is none."""
        return next(
            (each for each in self.chain(place) if each in self.points or each in self._holders), None
        )

    @cached_property
    def _holders(self) -> frozenset[str]:
        return frozenset(self.within.values())


def atlas(case: CaseFile) -> Atlas:
    """Return where the places of `case` lie.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> known = atlas(open_case("moscow"))
    >>> known.definite("bristol"), known.definite("berlin-moscow")
    ('copenhagen', None)
    """
    rows = case["places"].select("id", "within", "lat", "lon").rows()
    return Atlas(
        within={place: larger for place, larger, _, _ in rows if larger},
        points={place: (lat, lon) for place, _, lat, lon in rows if lat is not None and lon is not None},
    )


def separation(known: Atlas, p: str, q: str) -> Separation:
    """Return what is known of the way between two places.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> known = atlas(open_case("moscow"))
    >>> separation(known, "bristol", "berlin").minutes(0), separation(known, "bristol", "denmark").relation
    (60, 'nested')
    >>> separation(known, "merano", "france"), separation(known, "moscow", "berlin-moscow").relation
    (Separation(relation='apart', km=0.0), 'unsure')
    """
    if known.nested(p, q):
        return Separation("nested")
    x, y = known.definite(p), known.definite(q)
    if x is None or y is None or known.nested(x, y):
        return Separation("unsure")
    if x not in known.points or y not in known.points:
        return Separation("apart")
    km = great_circle_km(known.points[x], known.points[y])
    return Separation("apart", km) if km >= NEIGHBOURS_KM else Separation("unsure")


def great_circle_km(p: tuple[float, float], q: tuple[float, float]) -> float:
    r"""Return the distance of two points on a sphere of the mean radius of the earth.

    .. math:: 2 R \arcsin \sqrt{\sin^2 \tfrac{\phi_2 - \phi_1}{2}
              + \cos \phi_1 \cos \phi_2 \sin^2 \tfrac{\lambda_2 - \lambda_1}{2}}

    Examples
    --------
    >>> round(great_circle_km((0.0, 0.0), (0.0, 90.0)))
    10008
    """
    (phi, lam), (psi, mu) = ((math.radians(a), math.radians(b)) for a, b in (p, q))
    h = math.sin((psi - phi) / 2) ** 2 + math.cos(phi) * math.cos(psi) * math.sin((mu - lam) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, h)))
