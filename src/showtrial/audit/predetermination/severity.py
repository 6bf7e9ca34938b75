"""How severe is a penalty, and how does the sentence compare with the outcome that was set?"""

from __future__ import annotations

import re

#: Class of a penalty -> the words that name it.
_PENALTIES = {
    4: r"death|shot|shoot\w*|execution|supreme (?:penalty|measure)|beheaded|hang\w*|расстрел\w*|вмн",
    3: r"prison|imprison\w*|camps?|gaol|jail|hard labou?r|penal servitude|тюр\w*|лагер\w*|итл",
    2: r"exiled?|banish\w*|deport\w*|ссылк\w*|высылк\w*",
    1: r"freed?|acquit\w*|released?|оправдан\w*",
}
_DOUBT = re.compile(r"\b(?:or|not|no|without|instead|commuted|suspended|или|не|без)\b")
_TERM = re.compile(r"(\d+)[ -]*(year|yr|month|лет|год|мес)")


def severity(text: str) -> tuple[int, float | None] | None:
    """Read a penalty: class (4 death, 3 prison or camp, 2 exile, 1 freed) and months; None if in doubt.

    Examples
    --------
    >>> severity("prison 10 years"), severity("to be shot"), severity("camp or exile")
    ((3, 120.0), (4, None), None)
    """
    said = " ".join(text.casefold().split())
    classes = [grade for grade, words in _PENALTIES.items() if re.search(rf"\b(?:{words})\b", said)]
    if len(classes) != 1 or _DOUBT.search(said):
        return None
    terms, numbers = _TERM.findall(said), re.findall(r"\d+", said)
    if not numbers and re.search(r"\blife\b", said):
        return classes[0], float("inf")
    months = [float(n) * (1 if unit in ("month", "мес") else 12) for n, unit in terms]
    return classes[0], months[0] if len(months) == len(numbers) == 1 and classes[0] in (2, 3) else None


def compare(outcome: str, sentence: str | None) -> str:
    """Say how the sentence pronounced stands to an outcome set: equal, milder, harsher or unknown.

    Examples
    --------
    >>> compare("death", "prison 10 years"), compare("10 years in prison", "prison 10 years")
    ('milder', 'equal')
    """
    same = " ".join(outcome.casefold().split()) == " ".join((sentence or "").casefold().split())
    one, other = severity(outcome), severity(sentence or "")
    if same or not one or not other:
        return "equal" if same else "unknown"
    if one[0] == other[0] and one[0] in (2, 3) and None in (one[1], other[1]):
        return "unknown"
    if one[0] == other[0] and (one[0] in (1, 4) or one[1] == other[1]):
        return "equal"
    return "harsher" if other > one else "milder"
