"""Which known word did the user probably mean?"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Say the nearest known word, or name the known words where none is near.

    Examples
    --------
    >>> did_you_mean("arest", ["arrest", "trial"])
    "did you mean 'arrest'?"
    >>> did_you_mean("zzz", ["arrest", "trial"])
    'known: arrest, trial'
    """
    names = list(known)
    near = get_close_matches(word.casefold(), [name.casefold() for name in names], n=1, cutoff=0.6)
    if near:
        return f"did you mean {next(name for name in names if name.casefold() == near[0])!r}?"
    listed = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"known: {listed}" if names else ""


def shown(value: object, width: int = 60) -> str:
    """Quote a value for a message, cut to `width` characters, on one line.

    Examples
    --------
    >>> shown("a" * 100, 10)
    "'aaaaaaa...' (100 characters)"
    """
    text = str(value)
    if len(text) <= width:
        return repr(text)
    return f"{text[: width - 3] + '...'!r} ({len(text)} characters)"
