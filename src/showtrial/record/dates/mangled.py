"""What was a date before a spreadsheet rewrote it?"""

from __future__ import annotations

import datetime
import re

_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    *("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
)
_NAMES = {name: at % 12 + 1 for at, name in enumerate(_MONTHS)}
_DAY, _MONTH, _YEAR = r"(?P<day>[0-9]{1,2})", r"(?P<name>[^\W\d_]{3})\.?", r"(?P<year>[0-9]{4}|[0-9]{2})"
_CLOCK = r"(?P<clock>[0-9]{1,2}:[0-9]{2})(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})[ T]{_CLOCK}",
        rf"(?P<year>[0-9]{{4}})[/.](?P<month>[0-9]{{1,2}})[/.]{_DAY}",
        r"(?P<serial>[0-9]{5})(?:\.[0-9]{1,15})?",
        rf"(?P<one>[0-9]{{1,2}})(?P<mark>[-/.])(?P<two>[0-9]{{1,2}})(?P=mark){_YEAR}(?: {_CLOCK})?",
        rf"{_DAY}[-/. ]{_MONTH}[-/. ]{_YEAR}",
        rf"{_MONTH}[-/. ]{_YEAR}",
        rf"{_DAY}[-/. ]{_MONTH}",
    )
)


def unmangled(text: str) -> str | None:
    """Return how to mend a date that a spreadsheet has rewritten, None if it does not look like one.

    Serial numbers are read in the date system of 1900, names of months in English and Russian. A year
    of two digits is taken for 19YY, and said so; a year that is gone is ``XXXX``.

    Examples
    --------
    >>> print(unmangled("12754").partition("; it was ")[2])
    1934-12-01
    >>> print(unmangled("01/12/1934").partition("; it was ")[2])
    1934-01-12 or 1934-12-01
    >>> unmangled("1934-12-01") is None
    True
    """
    for form in _FORMS:
        found = form.fullmatch(text)
        if found and (found.groupdict().get("name") or "jan").casefold() in _NAMES:
            return _mend({key: value for key, value in found.groupdict().items() if value})
    return None


def _mend(parts: dict[str, str]) -> str:
    mend = "a spreadsheet has rewritten this date; write it as YYYY-MM-DD and format the column as text"
    readings = sorted(set(filter(None, _readings(parts))))
    if readings:
        mend += f"; it was {' or '.join(readings)}"
        mend += " if the year is 19.." if len(parts.get("year", "")) == 2 else ""
    clock = parts.get("clock", "0:00").zfill(5)
    return mend if clock == "00:00" else f"{mend}, and {clock} belongs into the column `time`"


def _readings(parts: dict[str, str]) -> list[str | None]:
    if "serial" in parts:
        return [(datetime.date(1899, 12, 30) + datetime.timedelta(int(parts["serial"]))).isoformat()]
    year = parts.get("year", "XXXX")
    full = f"19{year}" if len(year) == 2 else year
    if "one" in parts:
        return [_iso(full, parts["one"], parts["two"]), _iso(full, parts["two"], parts["one"])]
    month = str(_NAMES[parts["name"].casefold()]) if "name" in parts else parts["month"]
    if "day" in parts:
        return [_iso(full, month, parts["day"])]
    lost_year = _iso("XXXX", month, year) if len(year) == 2 else None  # Dec-12: a year, or a day?
    return [f"{full}-{int(month):02}", lost_year]


def _iso(year: str, month: str, day: str) -> str | None:
    """Return the date if the calendar has it; any leap year will do for one that is lost."""
    try:
        datetime.date(2000 if year == "XXXX" else int(year), int(month), int(day))
    except ValueError:
        return None
    return f"{year}-{int(month):02}-{int(day):02}"
