"""What does the text of an effect say?

``sqrt(indegree)``, ``alter(sex=f)``, ``inertia(weighted, window=30)``, ``ego(held) * reciprocity``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from showtrial.model.naming.table import TRANSFORMS

_CALL = re.compile(r"^([^\s()*=,]+)\s*(?:\((.*)\))?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of an effect as written: a name, its bracket, and the transform around it.

    Parameters
    ----------
    name : str
        Name of the effect.
    words : tuple of str
        What stands in the bracket without ``=``.
    settings : tuple of (str, str)
        What stands in the bracket with ``=``, in order.
    transform : str
        ``sqrt``, ``log1p`` or empty.
    """

    name: str
    words: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    transform: str = ""


def split(text: str, mark: str) -> list[str]:
    """Split at `mark` outside brackets.

    Raises
    ------
    ValueError
        If brackets do not close, in words.

    Examples
    --------
    >>> split("ego(a*b) * inertia", "*")
    ['ego(a*b)', 'inertia']
    """
    pieces, depth, begin = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            raise ValueError("a bracket closes that was not opened")
        if sign == mark and depth == 0:
            pieces.append(text[begin:at].strip())
            begin = at + 1
    if depth:
        raise ValueError("a bracket is not closed")
    return [*pieces, text[begin:].strip()]


def _factor(text: str) -> Factor:
    found = _CALL.match(text)
    if not found:
        raise ValueError(
            f"{text!r} is not a name with or without brackets" if text else "a factor is missing"
        )
    name, inside = found[1], found[2]
    if name in TRANSFORMS:
        inner = _factor((inside or "").strip())
        if inner.transform:
            raise ValueError("one transform at most stands around an effect")
        return Factor(inner.name, inner.words, inner.settings, name)
    words, settings = [], []
    for piece in split(inside, ",") if inside is not None else []:
        key, equals, value = (part.strip() for part in piece.partition("="))
        if not key or (equals and not value):
            raise ValueError("something is missing in the bracket")
        if equals:
            settings.append((key, value))
        else:
            words.append(key)
    return Factor(name, tuple(words), tuple(settings))


def factors(text: str) -> tuple[Factor, ...]:
    """Read an effect: factors joined by ``*``.

    Raises
    ------
    ValueError
        If the text cannot be read, in words.

    Examples
    --------
    >>> factors("sqrt(indegree(window=30)) * alter(sex=f)")[0]
    Factor(name='indegree', words=(), settings=(('window', '30'),), transform='sqrt')
    >>> factors("alter(sex=f")
    Traceback (most recent call last):
    ...
    ValueError: a bracket is not closed
    """
    return tuple(_factor(piece) for piece in split(text, "*"))
