"""Does a result file hold what its kind promises?

The one gate: whatever is drawn from a result of the machine, of a calibration or of a country has passed it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from showtrial.errors import ReadError
from showtrial.record.results import CALIBRATION, COUNTRY, ENSEMBLE, TRUST, VERSIONS
from showtrial.view.shape import Day, Each, Maybe, Words, misshapen
from showtrial.view.shapes_versions import VERSIONS_SHAPE, fitting

#: Problems that are told of one file.
_MOST = 5
_HEAD = {
    "program": str, "origin": Words(("simulated",)), "scenario": str, "scenario_sha256": str, "seed": int,
}  # fmt: skip
_PARAMETER = {
    "name": str, "meaning?": str, "value": Maybe(float), "unit": str, "source": str, "note": str,
    "prior": Maybe([float]),
}  # fmt: skip
_MECHANISM = {
    "number": int, "name": str, "title": str, "does?": str, "off": bool, "observational": bool,
    "reads": [str], "writes": [str], "off_means": str, "parameters": [_PARAMETER],
}  # fmt: skip
_COUNT = {
    "name": str, "title": str, "mean": float, "sd": Maybe(float), "low": float, "median": float,
    "high": float,
}  # fmt: skip
_COURSE = {"low": [float], "median": [float], "high": [float]}
_TREE = {
    "run": int,
    "off?": [str],
    "persons": int,
    "rows": [{"from": str, "to": str, "day": Day, "route?": str}],
    "roots": [str],
    "nodes": [{"id": str, "group": str, "arrested": Maybe(Day), "end": str, "cause?": str}],
}
_SIDE = {"mean": float, "low": Maybe(float), "high": Maybe(float)}
_AGAINST = {
    "off": [str],
    "runs": int,
    "counts": [
        {
            "name": str,
            "title": str,
            "with": _SIDE,
            "without": _SIDE,
            "difference": _SIDE,
            "shared": Maybe(float),
        }
    ],
}
_RUNS = {**_HEAD, "title": str, "about": str, "from": Day, "to": Day, "runs": int, "off": [str]}
_ENSEMBLE = {
    **_RUNS,
    "free": int,
    "mechanisms": [_MECHANISM],
    "process?": [_PARAMETER],
    "calendar?": [{"day": Day, "text": str}],
    "counts": [_COUNT],
    "days": [Day],
    "courses": Each(_COURSE),
    "tree": _TREE,
    "counterfactual": Maybe(_AGAINST),
}
_TRUST = {
    **_HEAD,
    "runs": int,
    "recordings": [{"id": str, "title": str, "about": str}],
    "questions": [{"id": str, "title": str, "about": str}],
    "cells": [{"recording": str, "question": str, "right": int, "silent": int, "wrong": int, "n": int}],
    "estimates": [
        {
            "recording": str, "effect": str, "truth": Maybe(float), "mean": Maybe(float),
            "bias": Maybe(float), "sd": Maybe(float), "se_mean": Maybe(float), "coverage": Maybe(float),
            "fitted": int,
            "not_fitted": int, "n": int,
        }
    ],
    "notes": [str],
}  # fmt: skip
_SPAN = {"low": float, "median": float, "high": float}
_CALIBRATION = {
    **_HEAD,
    "targets_sha256": str,
    "budget": str,
    "simulations": int,
    "accepted": int,
    "method": str,
    "parameters": [
        {
            "name": str, "title": str, "unit": str, "prior": [float], "scale": Words(("log", "linear")),
            "mean": float, "median": float, "low": float, "high": float, "shrink": Maybe(float),
            "identified": bool, "words": str,
        }
    ],
    "targets": [
        {
            "id": str, "title": str, "definition": str, "window": [str], "unit": str, "route": Maybe(str),
            "value": Maybe(float), "error": Maybe(float), "scale?": Words(("log", "linear")),
            "use": Words(("input", "fit", "held-out", "excluded")), "reason": Maybe(str), "source": str,
            "prior": Maybe(_SPAN), "posterior": Maybe(_SPAN), "inside": Maybe(bool),
        }
    ],
    "sbc": [{"parameter": str, "ranks": [int], "bins": int, "n": int, "p": Maybe(float)}],
    "checks": [str],
}  # fmt: skip
_COUNTRY = {
    **_RUNS,
    "mechanisms?": [_MECHANISM],
    "years": [
        {
            "year": int, "event": str, "unit": str, "low": float, "median": float, "high": float,
            "target": Maybe(float), "error?": Maybe(float), "use?": Maybe(str), "source": Maybe(str),
        }
    ],
    "persons?": int,
    "full?": float,
    "targets?": [
        {
            "title": str, "from": str, "to": str, "unit": str, "route": str, "value": float, "error": float,
            "scale?": Words(("log", "linear")), "use": Words(("input", "fit", "held-out", "excluded")),
            "reason": str, "source": str, "predicted?": Maybe(_SPAN), "inside?": Maybe(bool),
        }
    ],
    "calendar?": [{"day": Day, "text": str}],
    "days?": [Day],
    "weeks?": Each(_COURSE),
    "targets_sha256?": str,
    "counterfactual?": Maybe(_AGAINST),
    "posterior?": Maybe({"calibration_sha256": str, "draws": int, "scenario": str}),
}  # fmt: skip
_SHAPES: Mapping[str, Any] = {
    ENSEMBLE: _ENSEMBLE, TRUST: _TRUST, CALIBRATION: _CALIBRATION, COUNTRY: _COUNTRY,
    VERSIONS: {**_HEAD, **VERSIONS_SHAPE},
}  # fmt: skip


def checked(result: Mapping[str, Any], name: str = "result") -> Mapping[str, Any]:
    """Return a result whose shape is that of its kind; kinds without a shape here pass.

    Parameters
    ----------
    result : mapping
        As `showtrial.record.results.read_result` returns it.
    name : str
        What to call it in a message: its file.

    Raises
    ------
    ReadError
        Where the result cannot be shown, with what is wrong, a line each.

    Examples
    --------
    >>> checked({"kind": "showtrial country"}, "out.json")
    Traceback (most recent call last):
    ...
    showtrial.errors.ReadError: out.json:program  missing
    out.json:origin  missing
    out.json:scenario  missing
    out.json:scenario_sha256  missing
    out.json:seed  missing
    out.json: and 7 more; was it written by another version of showtrial?
    """
    kind = str(result.get("kind"))
    if kind in _SHAPES:
        wrong = list(misshapen(dict(result), _SHAPES[kind])) or list(_FITTING[kind](result))
        if wrong:
            lines = [f"{name}:{each}" for each in wrong[:_MOST]]
            if len(wrong) > _MOST:
                more = f"and {len(wrong) - _MOST} more; was it written by another version of showtrial?"
                lines.append(f"{name}: {more}")
            raise ReadError("\n".join(lines))
    return result


def _ensemble(result: Mapping[str, Any]) -> Iterator[str]:
    yield from _window(result)
    yield from _twenty(result["mechanisms"])
    yield from _by_day(result["days"], "courses", result["courses"])
    yield from _tree(result["tree"])


def _by_day(days: list[str], key: str, courses: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    if days != sorted(set(days)):
        yield "days  not in order; wanted each day once, the earliest first"
    for name, course in courses.items():
        for side, values in course.items():
            if side in _COURSE and len(values) != len(days):
                yield f"{key}.{name}.{side}  {len(values)} numbers; wanted {len(days)}, one for each of days"


def _window(result: Mapping[str, Any]) -> Iterator[str]:
    if result["from"] >= result["to"]:
        yield f"to  {result['to']}; wanted a day after {result['from']}"


def _twenty(mechanisms: list[dict[str, Any]]) -> Iterator[str]:
    numbers = [each["number"] for each in mechanisms]
    if numbers != list(range(1, 21)):
        yield f"mechanisms  {len(numbers)} of them; wanted twenty, numbered 1 to 20 in order"
    for at, each in enumerate(mechanisms):
        for own, parameter in enumerate(each["parameters"]):
            if parameter["prior"] is not None and len(parameter["prior"]) != 2:
                yield f"mechanisms[{at}].parameters[{own}].prior  wanted two numbers"


def _tree(tree: Mapping[str, Any]) -> Iterator[str]:
    """Yield what keeps the namings of a run from being a tree."""
    nodes = {each["id"] for each in tree["nodes"]}
    if len(nodes) < len(tree["nodes"]):
        yield "tree.nodes  an id stands twice"
    entered = dict.fromkeys(tree["roots"], "")
    for at, row in enumerate(tree["rows"]):
        if missing := {row["from"], row["to"]} - nodes:
            yield f"tree.rows[{at}]  {sorted(missing)[0]!r}; wanted an id of tree.nodes"
        elif row["from"] not in entered:
            yield f"tree.rows[{at}].from  {row['from']!r}; wanted a root, or one named in an earlier row"
        elif row["to"] in entered:
            yield f"tree.rows[{at}].to  {row['to']!r} is in the tree already"
        elif row["day"] < entered[row["from"]]:
            yield f"tree.rows[{at}].day  {row['day']}; wanted a day after {row['from']!r} was named"
        entered[row["to"]] = row["day"]


def _trust(result: Mapping[str, Any]) -> Iterator[str]:
    recordings = {each["id"] for each in result["recordings"]}
    questions = {each["id"] for each in result["questions"]}
    for at, cell in enumerate(result["cells"]):
        if cell["recording"] not in recordings:
            yield f"cells[{at}].recording  {cell['recording']!r}; wanted an id of recordings"
        if cell["question"] not in questions:
            yield f"cells[{at}].question  {cell['question']!r}; wanted an id of questions"
        parts = [cell[key] for key in ("right", "silent", "wrong")]
        if min(parts) < 0 or sum(parts) != cell["n"]:
            yield f"cells[{at}].n  {cell['n']}; wanted right + silent + wrong, {sum(parts)}"
    for at, row in enumerate(result["estimates"]):
        if row["recording"] not in recordings:
            yield f"estimates[{at}].recording  {row['recording']!r}; wanted an id of recordings"


def _calibration(result: Mapping[str, Any]) -> Iterator[str]:
    for at, row in enumerate(result["parameters"]):
        prior = row["prior"]
        if len(prior) != 2 or prior[0] >= prior[1] or (row["scale"] == "log" and prior[0] <= 0):
            yield f"parameters[{at}].prior  {prior}; wanted two numbers in order, above 0 on a log scale"
    for at, row in enumerate(result["sbc"]):
        if len(row["ranks"]) != row["bins"] or not row["ranks"] or min(row["ranks"]) < 0:
            yield f"sbc[{at}].ranks  {len(row['ranks'])} numbers; wanted {row['bins']}, one for each bin"


def _country(result: Mapping[str, Any]) -> Iterator[str]:
    yield from _window(result)
    yield from _twenty(result["mechanisms"]) if "mechanisms" in result else ()
    for key in ("persons", "full"):
        if result.get(key, 1) <= 0:
            yield f"{key}  {result[key]}; wanted a number above 0"
    yield from _by_day(result.get("days", []), "weeks", result.get("weeks", {}))


_FITTING: Mapping[str, Callable[[Mapping[str, Any]], Iterator[str]]] = {
    ENSEMBLE: _ensemble, TRUST: _trust, CALIBRATION: _calibration, COUNTRY: _country, VERSIONS: fitting,
}  # fmt: skip
