"""How are counts and lists put into sentences?"""

from __future__ import annotations

from collections.abc import Iterable


def counted(number: int, noun: str) -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> counted(1, "statement"), counted(0, "statement"), counted(3, "statement")
    ('1 statement', 'no statement', '3 statements')
    """
    if number == 0:
        return f"no {noun}"
    return f"{number} {noun}" + ("" if number == 1 else "s")


def listed(names: Iterable[str], most: int = 12) -> str:
    """Write names as a list in a sentence.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed([]), listed("abcd", 2)
    ('a, b and c', 'nothing', 'a, b and 2 more')
    """
    every = list(names)
    if not every:
        return "nothing"
    if len(every) > most:
        return f"{', '.join(every[:most])} and {len(every) - most} more"
    if len(every) == 1:
        return every[0]
    return f"{', '.join(every[:-1])} and {every[-1]}"
