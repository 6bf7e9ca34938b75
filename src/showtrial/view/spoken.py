"""How is an attested date written for a reader?"""

from __future__ import annotations

import re

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_ONE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([?~%]?)")
_MARKS = {"": "", "?": " (uncertain)", "~": " (about)", "%": " (about, uncertain)"}


def spoken(text: str | None) -> str:
    """Write a date with the name of its month; what is no plain date stays as attested.

    Examples
    --------
    >>> spoken("1936-08-24"), spoken("1936-08~"), spoken("1936-08-19/1936-08-24")
    ('24 Aug 1936', 'Aug 1936 (about)', '19 Aug 1936 – 24 Aug 1936')
    >>> spoken("end of 1932")
    'end of 1932'
    """
    if not text:
        return ""
    parts = [_spoken(part) for part in text.split("/")]
    return " – ".join(parts)


def _spoken(text: str) -> str:
    found = _ONE.fullmatch(text)
    if not found:
        return text
    year, month, day, mark = found.groups()
    if month and not 1 <= int(month) <= 12:
        return text
    words = [str(int(day)) if day else "", _MONTHS[int(month) - 1] if month else "", year]
    return " ".join(word for word in words if word) + _MARKS[mark]
