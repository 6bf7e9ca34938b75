"""How is a measurement of trust set as tables of a document?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from showtrial.calibration.trust.verdicts import OUTCOMES

#: Kinds of recording side by side in one table.
_WIDE = 7


def trust_tables(result: Mapping[str, Any]) -> str:
    """Set a result of the kind "showtrial trust" as Markdown: per cent right / silent / wrong, and estimates.

    Examples
    --------
    >>> cell = {"recording": "complete", "question": "basis", "right": 3, "silent": 1, "wrong": 0, "n": 4}
    >>> print(trust_tables({"recordings": [{"id": "complete"}], "questions": [{"id": "basis"}],
    ...                     "cells": [cell], "estimates": []}))
    | answer | n | complete |
    |---|---|---|
    | basis | 4 | 75 / 25 / 0 |
    """
    ways = [each["id"] for each in result["recordings"]]
    blocks = ["\n".join(_answers(result, ways[at : at + _WIDE])) for at in range(0, len(ways), _WIDE)]
    if result["estimates"]:
        blocks.append("\n".join(_effects(result)))
    return "\n\n".join(blocks)


def _answers(result: Mapping[str, Any], ways: Sequence[str]) -> Iterator[str]:
    cells = {(each["question"], each["recording"]): each for each in result["cells"]}
    yield "| " + " | ".join(("answer", "n", *ways)) + " |"
    yield "|" + "---|" * (len(ways) + 2)
    for question in dict.fromkeys(each["question"] for each in result["cells"]):
        row = [cells[question, way] for way in ways]
        if any(each["n"] for each in row):
            numbers = dict.fromkeys(str(each["n"]) for each in row)
            yield "| " + " | ".join((question, " to ".join(_ends(numbers)), *map(_shares, row))) + " |"


def _ends(numbers: Mapping[str, Any]) -> list[str]:
    found = sorted(numbers, key=int)
    return [found[0], found[-1]] if len(found) > 1 else found


def _shares(cell: Mapping[str, Any]) -> str:
    """Return the three shares in per cent; a share above zero is never printed as zero."""
    if not cell["n"]:
        return "-"
    return " / ".join(_share(cell[word], cell["n"]) for word in OUTCOMES)


def _share(part: int, of: int) -> str:
    if 0 < 200 * part < of:
        return "<1"
    return ">99" if of > part > of - of / 200 else f"{100 * part / of:.0f}"


def _effects(result: Mapping[str, Any]) -> Iterator[str]:
    yield "| recording | effect | truth | mean | bias | sd | mean se | in the 95 % interval | fitted |"
    yield "|" + "---|" * 9
    for each in result["estimates"]:
        if not each["fitted"]:
            continue
        numbers = [each["truth"], each["mean"], each["bias"], each["sd"], each["se_mean"]]
        told = ["-" if value is None else f"{value:.2f}" for value in numbers]
        told.append("-" if each["coverage"] is None else f"{100 * each['coverage']:.0f} %")
        effect = f"`{each['effect']}`"
        cells = [each["recording"], effect, *told, f"{each['fitted']} of {each['n']}"]
        yield "| " + " | ".join(cells) + " |"
