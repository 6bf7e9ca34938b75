"""Between which minutes does a date of our EDTF subset lie?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from showtrial.errors import ShowtrialError
from showtrial.record.dates.instants import DAY, MAX, MIN, N_DAYS
from showtrial.record.dates.mangled import unmangled
from showtrial.record.dates.ymd import Ymd, day_number, matching, month_days, moved, numbers

_PAD_DAYS, _PAD_MONTHS = 3, {"month": 1, "year": 12}
_DATE = re.compile(r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?([?~%]?)")
_JULIAN = {"julian": True, "os": True, "gregorian": False}
_WANTED = "YYYY, YYYY-MM or YYYY-MM-DD"
_UNKNOWN = "leave the cell empty where nothing is known"


class DateError(ShowtrialError, ValueError):
    """A date or time cannot be read; says what came, what was wanted, and how to mend it.

    Examples
    --------
    >>> print(DateError("'1936-13'", "a month from 01 to 12", "mend it"))
    '1936-13'; wanted a month from 01 to 12; mend it
    """

    def __init__(self, came: str, wanted: str, hint: str) -> None:
        super().__init__(came, wanted, hint)
        self.came, self.wanted, self.hint = came, wanted, hint

    def __str__(self) -> str:
        return f"{self.came}; wanted {self.wanted}; {self.hint}"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a text is to be read: calendar of dates that name none, months of each season, wide or strict."""

    julian: bool = False
    seasons: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One end of a date: its minutes ``[lo, hi)``, its qualifiers, and whether it names a single day."""

    lo: int
    hi: int
    marks: str = ""
    day: bool = False


def read(text: str, terms: Terms) -> tuple[Part, Part, bool]:
    """Return when it began, when it ended, and whether these are two things.

    Raises
    ------
    DateError
        Where `text` is no date of the subset, or a date that cannot be.

    Examples
    --------
    >>> begin, end, interval = read("0001/0002-01-0X", Terms())
    >>> (begin.lo, begin.hi), (end.lo, end.hi), interval
    ((0, 525600), (525600, 538560), True)
    """
    if not text:
        raise DateError("an empty date", _WANTED, _UNKNOWN)
    terms, body = _named(text, terms)
    if (body[:1], body[-1:]) in (("[", "]"), ("{", "}")):
        return _of_set(body, terms)
    if "/" not in body or unmangled(body):
        part = _moment(body, terms)
        return part, part, False
    left, right, *more = (end.strip() for end in body.split("/"))
    if more:
        raise DateError(repr(text), "two dates with one / between them", "write one interval a row")
    if not left or not right:
        hint = "write .. for an open end, or a date with X, as 193X, for one that is not known"
        raise DateError(repr(text), "a date or .. on both sides of the /", hint)
    return *ordered(_end(left, terms), _end(right, terms), text), True


def ordered(begin: Part, end: Part, text: str) -> tuple[Part, Part]:
    """Narrow both ends by ``begin <= end``.

    Raises
    ------
    DateError
        Where the end lies before the beginning whatever is unknown, or where both are open.
    """
    if begin.lo == MIN and end.hi == MAX:
        raise DateError(repr(text), "a date on one side at least", _UNKNOWN)
    if end.hi <= begin.lo:
        raise DateError(repr(text), "an end that is not before its beginning", "swap the two, or mend one")
    return replace(begin, hi=min(begin.hi, end.hi)), replace(end, lo=max(begin.lo, end.lo))


def _named(text: str, terms: Terms) -> tuple[Terms, str]:
    """Split a calendar's name off `text`; without one the terms stay as they are."""
    name, colon, rest = text.partition(":")
    julian = _JULIAN.get(name.strip().casefold()) if colon else None
    return (terms, text) if julian is None else (replace(terms, julian=julian), rest.strip())


def _end(text: str, terms: Terms) -> Part:
    return Part(MIN, MAX) if text == ".." else _moment(text, terms)


def _of_set(body: str, terms: Terms) -> tuple[Part, Part, bool]:
    """One of ``[...]`` lies between the first and the last; all of ``{...}`` begin and end with them."""
    firsts, lasts = [], []
    for member in body[1:-1].split(","):
        left, dots, right = (side.strip() for side in member.partition(".."))
        begin = _end(left or ".." if dots else left, terms)
        first, last = ordered(begin, _end(right or "..", terms) if dots else begin, body)
        firsts.append(first)
        lasts.append(last)
    marks = "".join(part.marks for part in firsts + lasts)
    lo, hi = min(part.lo for part in firsts), max(part.hi for part in lasts)
    if body[0] == "[":
        hull = Part(lo, hi, marks)
        return hull, hull, False
    begin = Part(lo, min(part.hi for part in firsts), marks)
    return begin, Part(max(part.lo for part in lasts), hi), True


def _moment(text: str, terms: Terms) -> Part:
    """Read one date without interval or set: the bounds of all days that match it."""
    terms, body = _named(text, terms)
    found = _DATE.fullmatch(body)
    if not found:
        raise _unreadable(body)
    year, month, day, marks = found.groups()
    if month and month.isdigit() and 21 <= int(month) <= 41:
        edges = _season(year, month, day, terms, text)
    else:
        edges = matching(year, month or "XX", day or "XX", julian=terms.julian)
    if edges is None:
        raise _impossible(text, year, month, day, terms)
    lo, last = (day_number(edge, julian=terms.julian) for edge in edges)
    if not 0 <= lo <= last < N_DAYS:
        raise DateError(repr(text), "a date in the Gregorian years 1 to 9999", "mend the year")
    if terms.wide and marks:
        lo, last = _widened(edges, (year, month or "XX", day or "XX"), terms.julian)
    single = day is not None and "X" not in year + month + day
    return Part(lo * DAY, (last + 1) * DAY, marks, single)


def _season(year: str, code: str, day: str | None, terms: Terms, text: str) -> tuple[Ymd, Ymd] | None:
    """First and last day of a season; one whose last month comes before its first ends next year."""
    wanted = "a month from 01 to 12, or a season (without a day) that the case file defines"
    if day is not None:
        raise DateError(repr(text), wanted, "leave out the day, or mend the month")
    if code not in terms.seasons:
        hint = f'add "{code}" = [first month, last month] under [seasons] in casefile.toml'
        raise DateError(repr(text), wanted, hint)
    opens, closes = terms.seasons[code]
    if not (1 <= opens <= 12 and 1 <= closes <= 12):
        raise DateError(f"season {code} = [{opens}, {closes}]", "months from 1 to 12", "mend casefile.toml")
    years = numbers(year, 1, 9999)
    if not years:
        return None
    final = years[-1] + (closes < opens)
    return (years[0], opens, 1), (final, closes, month_days(final, closes, julian=terms.julian))


def _widened(edges: tuple[Ymd, Ymd], units: tuple[str, str, str], julian: bool) -> tuple[int, int]:
    """Move both edges out by the pad of the finest unit that stands before any ``X``."""
    months, days = 0, _PAD_DAYS
    if "X" in "".join(units):
        months, days = _PAD_MONTHS["year" if "X" in units[0] + units[1] else "month"], 0
    lo = day_number(moved(edges[0], -months, julian=julian), julian=julian) - days
    last = day_number(moved(edges[1], months, julian=julian), julian=julian) + days
    return max(lo, 0), min(last, N_DAYS - 1)


def _impossible(text: str, year: str, month: str | None, day: str | None, terms: Terms) -> DateError:
    if not numbers(year, 1, 9999):
        return DateError(repr(text), "a year from 0001 to 9999", "years before our era cannot be counted")
    if month and not numbers(month, 1, 12):
        return DateError(repr(text), "a month from 01 to 12", "mend it: the order is YYYY-MM-DD")
    here, there, name = (
        ("Julian", "Gregorian", "gregorian") if terms.julian else ("Gregorian", "Julian", "julian")
    )
    hint = f"the {here} calendar has no such day"
    if matching(year, month or "XX", day or "XX", julian=not terms.julian):
        hint += f", the {there} one has: if that is meant, write {name}:{year}-{month}-{day}"
    return DateError(repr(text), "a day that exists", hint)


def _unreadable(text: str) -> DateError:
    mend = unmangled(text)
    if mend:
        return DateError(repr(text), _WANTED, mend)
    if _DATE.fullmatch(text.upper()):
        return DateError(repr(text), _WANTED, f"write a capital X: {text.upper()}")
    if any(sign.isalpha() and sign != "X" for sign in text):
        hint = f'a verbal date needs an entry in casefile.toml: {text!r} = "its EDTF" under [dates]'
        return DateError(repr(text), _WANTED, hint)
    hint = "X is an unknown digit, ? ~ % stand at the end, a/b is an interval, [a,b] one of, {a,b} all of"
    return DateError(repr(text), _WANTED, hint)
