"""When, at the earliest and at the latest, does a date as attested say that something was?

A subset of EDTF, clock times, the Julian calendar, and verbal dates by an explicit dictionary. The
answer is in minutes since 0001-01-01 00:00 (proleptic Gregorian), always as half-open bounds
``[lo, hi)``: a day is ``[00:00, 24:00)``, the time 02:30 is ``[02:30, 02:31)``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from showtrial.record.dates.edtf import DateError, Part, Terms, ordered, read
from showtrial.record.dates.instants import DAY, Bounds

_LONGEST = 200
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")
_REWRITTEN = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]{1,9})?)?")


@dataclass(frozen=True, slots=True)
class Attested:
    """A date as it is attested, and what it says.

    Parameters
    ----------
    text : str
        The date as it came.
    start, end : Bounds
        When it began and when it ended; the same bounds where the date is no interval.
    approximate, uncertain : bool
        Whether ``~``, ``?`` (or ``%``, which is both) stands on any of its parts.
    interval : bool
        Whether it has two ends of its own: ``a/b``, ``{a,b}``, or a clock interval ``t1/t2``.
    """

    text: str
    start: Bounds
    end: Bounds
    approximate: bool = False
    uncertain: bool = False
    interval: bool = False

    @property
    def lo(self) -> int:
        """First minute at which it may have begun (``start.lo``)."""
        return self.start.lo

    @property
    def hi(self) -> int:
        """Minute after the last at which it may have ended (``end.hi``)."""
        return self.end.hi

    @property
    def span(self) -> Bounds:
        """All minutes that it may touch: ``[lo, hi)``."""
        return Bounds(self.lo, self.hi)

    @property
    def is_day(self) -> bool:
        """Whether every minute of `span` lies on one calendar day."""
        return self.lo // DAY == (self.hi - 1) // DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What a case file says of its dates.

    Parameters
    ----------
    default : {"gregorian", "julian"}
        Calendar of dates that name none.
    words : mapping
        Verbal date -> EDTF, as ``{"end of 1932": "[1932-10..1932-12]"}``. Case and blanks do not count.
    times : mapping
        Word -> clock time or interval, as ``{"evening": "18:00/24:00"}``.
    seasons : mapping
        EDTF season code -> (first month, last month), as ``{"24": (12, 2)}``; a winter ends next year.

    Raises
    ------
    DateError
        Where `default` is no calendar that can be read.
    """

    default: str = "gregorian"
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    times: Mapping[str, str] = field(default_factory=dict, hash=False)
    seasons: Mapping[str, tuple[int, int]] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.default not in ("gregorian", "julian"):
            raise DateError(f"calendar {self.default!r}", "gregorian or julian", "name one of the two")
        for name in ("words", "times", "seasons"):
            table = {_plain(str(key)): value for key, value in getattr(self, name).items()}
            object.__setattr__(self, name, MappingProxyType(table))


GREGORIAN = Calendar()


def parse(
    text: str,
    *,
    time: str | None = None,
    calendar: Calendar = GREGORIAN,
    reading: Literal["strict", "wide"] = "strict",
) -> Attested:
    """Read a date, and its clock time if there is one.

    Parameters
    ----------
    text : str
        ``1936``, ``1936-08``, ``1936-08-24``; ``X`` for an unknown digit (``193X``, ``1936-XX-1X``);
        ``?`` uncertain, ``~`` approximate, ``%`` both, after a date; ``a/b`` from a to b, ``..`` an
        open end; ``[a,b]`` one of, ``{a,b}`` all of, with ``a..b`` for a run; a season or a verbal
        date of `calendar`. ``julian:``, ``os:`` or ``gregorian:`` before the text names the calendar
        of all of it, before one end or member that of this one only.
    time : str, optional
        ``02:30``; ``21:00/03:30``, a period ``[21:00, 03:30)`` that ends next day if its end comes
        first, or that joins the two days of an ``a/b``; a word of ``calendar.times``, some time
        between its bounds. Blank = not known.
    calendar : Calendar
        What the case file says of its dates.
    reading : {"strict", "wide"}
        Wide adds, on both sides of a date with a qualifier, 3 days, 1 month or 1 year: as its finest
        unit before any ``X`` is a day, a month or a year.

    Returns
    -------
    Attested
        With ``start.lo <= end.lo`` and ``start.hi <= end.hi``.

    Raises
    ------
    DateError
        Where the text is none of these, or names no possible time.

    Examples
    --------
    >>> when = parse("1936-08-24", time="02:30")
    >>> from showtrial.record.dates import day, stamp
    >>> stamp(when.lo), stamp(when.hi)
    ('1936-08-24T02:30', '1936-08-24T02:31')
    >>> day(parse("julian:1917-10-25").lo)
    '1917-11-07'
    >>> wide = parse("1936-08~", reading="wide")
    >>> day(wide.lo), day(wide.hi - 1), wide.approximate
    ('1936-07-01', '1936-09-30', True)
    >>> parse("1936-13")
    Traceback (most recent call last):
    showtrial.record.dates.edtf.DateError: '1936-13'; wanted a month from 01 to 12; ...
    """
    if reading not in ("strict", "wide"):
        raise ValueError(f"reading {reading!r}: wanted 'strict' or 'wide'")
    for each in (text, time or ""):
        if len(each) > _LONGEST:
            came = f"{each[:40]!r}... ({len(each)} characters)"
            raise DateError(came, f"at most {_LONGEST} characters", "put remarks into the column `note`")
    return _parse(text, (time or "").strip(), calendar, reading == "wide")


@lru_cache(maxsize=2**14)
def _parse(text: str, time: str, calendar: Calendar, wide: bool) -> Attested:
    if wide:
        _parse(text, time, calendar, False)  # what the strict reading refuses, the wide one refuses
    said = calendar.words.get(_plain(text))
    terms = Terms(julian=calendar.default == "julian", seasons=calendar.seasons, wide=wide)
    try:
        begin, end, interval = read((text if said is None else said).strip(), terms)
    except DateError as error:
        raise _quoted(error, text, said, "dates") from None
    if time:
        begin, end, interval = _timed(begin, end, interval, time, calendar)
    marks = begin.marks + end.marks
    return Attested(
        text=text,
        start=Bounds(begin.lo, begin.hi),
        end=Bounds(end.lo, end.hi),
        approximate="~" in marks or "%" in marks,
        uncertain="?" in marks or "%" in marks,
        interval=interval,
    )


def _plain(phrase: str) -> str:
    return " ".join(phrase.casefold().split())


def _quoted(error: DateError, text: str, said: str | None, table: str) -> DateError:
    """Name the word of the dictionary whose entry is at fault."""
    if said is None:
        return error
    return DateError(f"{text!r}, by [{table}] of casefile.toml {error.came}", error.wanted, error.hint)


def _timed(begin: Part, end: Part, interval: bool, time: str, calendar: Calendar) -> tuple[Part, Part, bool]:
    """Put a clock time on a single day, or its two ends on the two days of an interval."""
    first, last, period = _clock(time, calendar)
    if not (begin.day and end.day):
        hint = "leave the time empty, or give the day"
        raise DateError(f"time {time!r} on a date that is not a single day", "YYYY-MM-DD", hint)
    if interval and not period:
        hint = "write the time at which it began and that at which it ended"
        raise DateError(f"time {time!r} on an interval of days", "HH:MM/HH:MM", hint)
    if first == last and not interval:
        alone = f"write {first // 60:02}:{first % 60:02} alone"
        raise DateError(f"time {time!r}", "an end that is not its beginning", alone)
    last += DAY if last < first and not interval else 0
    opens = replace(begin, lo=begin.lo + first, hi=begin.hi - DAY + first + 1)
    closes = replace(end, lo=end.lo + last - 1, hi=end.hi - DAY + last)
    if not period:
        opens = closes = replace(begin, lo=opens.lo, hi=closes.hi)
    return *(ordered(opens, closes, f"time {time}") if interval else (opens, closes)), period


def _clock(time: str, calendar: Calendar) -> tuple[int, int, bool]:
    """Return minutes ``[first, last)`` after midnight, and whether they are a period."""
    said = calendar.times.get(_plain(time))
    left, slash, right = (part.strip() for part in (time if said is None else said).partition("/"))
    try:
        first = _minute(left)
        last = _minute(right) if slash else first + 1
        if first == DAY:
            raise DateError(repr(left), "a beginning from 00:00 to 23:59", "24:00 can only be an end")
    except DateError as error:
        raise _quoted(error, time, said, "times") from None
    return first, last, bool(slash) and said is None


def _minute(text: str) -> int:
    found = _CLOCK.fullmatch(text)
    if found:
        return int(found[1]) * 60 + int(found[2]) if found[1] else DAY
    rewritten = _REWRITTEN.fullmatch(text)
    hint = (
        "a word needs an entry under [times] in casefile.toml, a clock time two digits on both sides of the :"
    )
    if rewritten and _CLOCK.fullmatch(f"{int(rewritten[1]):02}:{rewritten[2]}"):
        hint = f"write {int(rewritten[1]):02}:{rewritten[2]}, and format the column as text in a spreadsheet"
    raise DateError(f"time {text!r}", "HH:MM, HH:MM/HH:MM or a word of the case file", hint)
