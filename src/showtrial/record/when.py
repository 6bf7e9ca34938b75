"""When, at the earliest and at the latest, was what a row tells?"""

from __future__ import annotations

import polars as pl

from showtrial.record.dates import Attested, Calendar, DateError, parse


def when(frame: pl.DataFrame, calendar: Calendar, column: str = "date") -> list[Attested | None]:
    """Return the parsed date (with the clock time, if there is one) of every row of `frame`.

    Parameters
    ----------
    frame : polars.DataFrame
        A table with the text column `column` and perhaps a column ``time``.
    calendar : Calendar
        Calendar and dictionaries of the case file (``case.meta.settings()``).
    column : str
        Name of the column that holds the date.

    Returns
    -------
    list of Attested or None
        One entry a row; None where no date is on record, or where it cannot be read.
    """
    dates = frame[column].to_list()
    clocked = column == "date" and "time" in frame.columns
    times = frame["time"].to_list() if clocked else [None] * len(dates)
    return [_when(date, time, calendar) for date, time in zip(dates, times, strict=True)]


def _when(date: str | None, time: str | None, calendar: Calendar) -> Attested | None:
    if date is None:
        return None
    for clock in (time, None):  # a clock time that does not fit takes nothing from the date
        try:
            return parse(date, time=clock, calendar=calendar)
        except DateError:
            continue
    return None


def with_bounds(frame: pl.DataFrame, calendar: Calendar, column: str = "date") -> pl.DataFrame:
    """Add the columns ``lo`` and ``hi``: the half-open span of minutes in which the row lies.

    Minutes count from 0001-01-01 00:00 (proleptic Gregorian); both are null where no date is on
    record.
    """
    found = when(frame, calendar, column)
    return frame.with_columns(
        pl.Series("lo", [each.lo if each else None for each in found], dtype=pl.Int64),
        pl.Series("hi", [each.hi if each else None for each in found], dtype=pl.Int64),
    )
