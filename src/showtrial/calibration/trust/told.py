"""How is a measurement of trust said on a terminal?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def trust_text(result: Mapping[str, Any]) -> str:
    """Set a result of the kind "showtrial trust" as text: a table for each kind of recording.

    Examples
    --------
    >>> cell = {"recording": "complete", "question": "basis", "right": 3, "silent": 1, "wrong": 0, "n": 4}
    >>> shown = trust_text({
    ...     "scenario": "toy", "runs": 2, "seed": 1, "rules": "hr-baseline", "estimates": [], "notes": [],
    ...     "recordings": [{"id": "complete", "title": "Complete", "about": "Everything."}],
    ...     "questions": [{"id": "basis", "title": "basis"}], "cells": [cell]})
    >>> print(shown.splitlines()[-1])
      basis     75 %     25 %      0 %        4
    """
    head = f"{result['scenario']}  {result['runs']} runs, seed {result['seed']}, rules {result['rules']}"
    head += "  (simulated)"
    lines = [head, *(f"note: {each}" for each in result["notes"])]
    for way in result["recordings"]:
        lines += ["", f"{way['title']} [{way['id']}]", f"  {way['about']}", *_answers(result, way["id"])]
        lines += _effects(result, way["id"])
    return "\n".join(lines)


def _answers(result: Mapping[str, Any], way: str) -> Iterator[str]:
    titles = {each["id"]: each["title"] for each in result["questions"]}
    cells = [each for each in result["cells"] if each["recording"] == way and each["n"]]
    if not cells:
        return
    width = max(len(titles[each["question"]]) for each in cells)
    yield f"  {'':{width}}    right   silent    wrong        n"
    for each in cells:
        shares = "  ".join(f"{100 * each[word] / each['n']:5.0f} %" for word in ("right", "silent", "wrong"))
        yield f"  {titles[each['question']]:{width}}  {shares}  {each['n']:7d}"


def _effects(result: Mapping[str, Any], way: str) -> Iterator[str]:
    rows = [each for each in result["estimates"] if each["recording"] == way]
    if not rows:
        return
    width = max(len(each["effect"]) for each in rows)
    yield f"  {'naming models':{width}}    truth     mean     bias       sd  mean se  coverage  fitted"
    for each in rows:
        numbers = "  ".join(_number(each[key]) for key in ("truth", "mean", "bias", "sd", "se_mean"))
        covered = "-" if each["coverage"] is None else f"{100 * each['coverage']:.0f} %"
        yield f"  {each['effect']:{width}}  {numbers}  {covered:>8}  {each['fitted']} of {each['n']}"


def _number(value: float | None) -> str:
    return f"{'-' if value is None else f'{value:.3f}':>7}"
