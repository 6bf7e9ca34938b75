"""When is an answer right, silent or wrong?

An answer is a sentence. It is *right* where the sentence holds in the world; *wrong* where it does not;
*silent* where the audit prints none, or says that the record does not settle it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

Outcome = Literal["right", "silent", "wrong"]
OUTCOMES: tuple[Outcome, ...] = ("right", "silent", "wrong")
#: Id of a question -> outcome, one for each answer that was due.
Judged = Iterator[tuple[str, Outcome]]


def settled(said: bool | None) -> Outcome:
    """Return the outcome of an answer that holds (True), does not (False) or is not given (None).

    Examples
    --------
    >>> settled(True), settled(None), settled(False)
    ('right', 'silent', 'wrong')
    """
    return "silent" if said is None else "right" if said else "wrong"


def within(low: float | None, high: float | None, truth: float, whole: tuple[float, float]) -> Outcome:
    """Return the outcome of an interval; one that spans the `whole` range of what is possible says nothing.

    A bound that is None is open. Bounds are printed with two decimals.

    Examples
    --------
    >>> within(0.9, 1.0, 0.94, (0, 1)), within(0, 1, 0.94, (0, 1)), within(0.5, None, 0.2, (0, 1))
    ('right', 'silent', 'wrong')
    """
    bottom = whole[0] if low is None else low
    top = whole[1] if high is None else high
    if bottom <= whole[0] and top >= whole[1] and whole[0] < whole[1]:
        return "silent"
    return settled(bottom - 0.005 <= truth <= top + 0.005)
