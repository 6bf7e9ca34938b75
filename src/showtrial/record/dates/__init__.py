"""When was it? An EDTF subset, clock times, two calendars, and what is certain of their order."""

from __future__ import annotations

from showtrial.record.dates.attested import GREGORIAN, Attested, Calendar, parse
from showtrial.record.dates.edtf import DateError
from showtrial.record.dates.instants import MAX, MIN, Bounds, Modal, before, day, days_between, stamp

__all__ = [
    "GREGORIAN",
    "MAX",
    "MIN",
    "Attested",
    "Bounds",
    "Calendar",
    "DateError",
    "Modal",
    "before",
    "day",
    "days_between",
    "parse",
    "stamp",
]
