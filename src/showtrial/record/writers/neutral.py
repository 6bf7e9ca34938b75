"""What may stay of a cell where nobody may be named?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from showtrial.record.dates import Calendar, DateError, day, parse
from showtrial.record.schema import NOBODY, SEPARATOR, Column, schema

#: What becomes of a cell; None = it is removed.
Change = Callable[[str], str | None]

#: Texts that are kept where they are a word of `_NEUTRAL`.
_ANSWERS = {("events", "value"), ("roles", "value"), ("charges", "finding"), ("charges", "sentence")}
_NEUTRAL = re.compile(
    r"yes|no|partial|refused|declined|granted|death|shot|prison|camp|exile|acquitted|guilty|not guilty"
    r"|\d{1,2} (years|months)"
)
_LIFE = {("persons", "born"), ("persons", "died")}
#: Columns that would tell which place is meant.
DROPPED = {("places", "lat"), ("places", "lon"), ("places", "exists")}


@dataclass(frozen=True, slots=True)
class Known:
    """What stands for what: new ids, neutral words, and the calendar in which dates are read.

    Parameters
    ----------
    labels : mapping
        Old id -> new id.
    words : mapping
        ``"table.column"`` -> word that the case file added -> neutral word.
    times : mapping
        Word for a time of day -> neutral word.
    calendar : Calendar
        Calendar and dictionaries of the case file.
    """

    labels: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    times: Mapping[str, str]
    calendar: Calendar


def change_of(table: str, column: Column, known: Known) -> Change:
    """Say what becomes of the cells of a column: free text goes, whatever has a form of its own stays.

    Examples
    --------
    >>> known = Known({"anna": "P001"}, {}, {}, Calendar())
    >>> columns = schema().tables["persons"].columns
    >>> change_of("persons", columns["id"], known)("anna")
    'P001'
    >>> change_of("persons", columns["note"], known)("Anna Berg, a clerk") is None
    True
    """
    place = (table, column.name)
    if place in DROPPED:
        return lambda cell: None
    if place in _LIFE:
        return lambda cell: _year(cell, known.calendar)
    if place in _ANSWERS:
        return lambda cell: cell.casefold() if _NEUTRAL.fullmatch(cell.casefold()) else None
    if place == ("searches", "event_kind"):
        return lambda cell: cell if cell in schema().tables["events"].columns["kind"].words else None
    if column.type in ("id", "ref", "refs"):
        return lambda cell: _each(cell, {**known.labels, NOBODY: NOBODY})
    if column.type in ("vocab", "vocabs"):
        own = dict(zip(column.words, column.words, strict=True))
        return lambda cell: _each(cell, {**own, **known.words.get(f"{table}.{column.name}", {})})
    if column.type == "date":
        return lambda cell: _date(cell, known.calendar)
    if column.type == "time":
        plain = {_plain(word): neutral for word, neutral in known.times.items()}
        return lambda cell: plain.get(_plain(cell), cell if re.fullmatch(r"[\d:/ ]+", cell) else None)
    if column.type in ("duration", "integer", "number", "yesno"):
        return lambda cell: cell if re.fullmatch(r"yes|no|[-+.PTYMWDHSeE\d]+", cell) else None
    return lambda cell: None


def _each(cell: str, known: Mapping[str, str]) -> str | None:
    parts = [known.get(part) for part in cell.split(SEPARATOR)]
    return SEPARATOR.join(part for part in parts if part) if all(parts) else None


def _plain(phrase: str) -> str:
    return " ".join(phrase.casefold().split())


def _date(cell: str, calendar: Calendar) -> str | None:
    """Return a date in digits: what the dictionary of the case file says of a verbal one."""
    text = calendar.words.get(_plain(cell), cell)
    return (
        text if re.fullmatch(r"((julian|os|gregorian):)?[-\dX?~%/.,\[\]{} ]+", text, re.IGNORECASE) else None
    )


def _year(cell: str, calendar: Calendar) -> str | None:
    """Return the year, or the years, of a date of birth or death.

    Examples
    --------
    >>> _year("1883-07-18", Calendar()), _year("1936-12/1937-01", Calendar()), _year("../1937-05", Calendar())
    ('1883', '[1936..1937]', '[..1937]')
    """
    try:
        date = parse(cell, calendar=calendar)
    except DateError:
        return None
    first, last = (each if each == ".." else each[:4] for each in (day(date.lo), day(date.hi - 1)))
    years = first if first == last else f"[{first.strip('.')}..{last.strip('.')}]"
    return f"gregorian:{years}" if calendar.default == "julian" else years
