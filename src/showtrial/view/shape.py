"""Has a value that came from a file the shape that it must have?

A shape is written as plain data: a type, one of a few words, a list with one shape for all its entries, or a
mapping of keys to shapes (a key that ends in ``?`` may be missing; keys that are not listed do no harm).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from showtrial.record.hints import shown


@dataclass(frozen=True, slots=True)
class Maybe:
    """A shape, or null."""

    shape: Any


@dataclass(frozen=True, slots=True)
class Words:
    """One of these words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Each:
    """A mapping of any keys to one shape."""

    shape: Any


class Day:
    """A date as ``YYYY-MM-DD``."""


_SAID = {
    str: "text",
    float: "a number",
    int: "a whole number",
    bool: "true or false",
    Day: "a date YYYY-MM-DD",
}


def misshapen(value: Any, shape: Any, place: str = "") -> Iterator[str]:
    """Yield what is wrong with `value`, one line each: where, what came, what was wanted.

    Parameters
    ----------
    value : object
        As JSON was read.
    shape : object
        As the module says.
    place : str
        Where it stands in the file.

    Examples
    --------
    >>> list(misshapen({"n": "3", "rows": [1, None]}, {"n": int, "rows": [int], "about?": str, "to": Day}))
    ["n  '3'; wanted a whole number", 'rows[1]  nothing; wanted a whole number', 'to  missing']
    """
    if isinstance(shape, Maybe):
        if value is not None:
            yield from misshapen(value, shape.shape, place)
    elif isinstance(shape, dict):
        yield from _keys(value, shape, place)
    elif isinstance(shape, list):
        yield from _entries(value, shape[0], place)
    elif isinstance(shape, Each):
        if not isinstance(value, dict):
            yield _line(place, value, "an object")
        else:
            for key, one in value.items():
                yield from misshapen(one, shape.shape, f"{place}.{key}" if place else key)
    elif isinstance(shape, Words):
        if value not in shape.words:
            yield _line(place, value, f"one of {', '.join(shape.words)}")
    elif not _is(value, shape):
        yield _line(place, value, _SAID[shape])


def _keys(value: Any, shape: dict[str, Any], place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield _line(place, value, "an object")
        return
    for key, own in shape.items():
        name = key.removesuffix("?")
        where = f"{place}.{name}" if place else name
        if name in value:
            yield from misshapen(value[name], own, where)
        elif not key.endswith("?"):
            yield f"{where}  missing"


def _entries(value: Any, shape: Any, place: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield _line(place, value, "a list")
        return
    for number, one in enumerate(value):
        yield from misshapen(one, shape, f"{place}[{number}]")


def _is(value: Any, wanted: Any) -> bool:
    if wanted is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if wanted is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if wanted is Day:
        return isinstance(value, str) and _dated(value)
    return isinstance(value, wanted)


def _dated(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _line(place: str, value: Any, wanted: str) -> str:
    came = "nothing" if value is None else shown(value, 40)
    return f"{place or 'the file'}  {came}; wanted {wanted}"
