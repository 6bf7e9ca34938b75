"""What must a result hold that sets versions of the machine of a country side by side?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from showtrial.view.shape import Each, Maybe, Words

_SPAN = {"low": float, "median": float, "high": float}
_TARGET = {
    "id": str, "use": Words(("fit", "held-out")), "value": float, "error": float, "prior": _SPAN,
    "posterior": _SPAN, "inside": bool,
}  # fmt: skip
_NUMBER = {
    "name": str, "prior": [float], "median": float, "low": float, "high": float, "shrink": Maybe(float),
    "words": str,
}  # fmt: skip
_VERSION = {
    "id": str, "title": str, "off": [str], "operations": bool, "accepted": int, "score": float,
    "halves": [float], "targets": [_TARGET], "parameters": [_NUMBER], "checks": [str],
    "endings": Each({"spans": Each(_SPAN), "months": Each([float])}),
}  # fmt: skip
VERSIONS_SHAPE: Mapping[str, Any] = {
    "targets_sha256": str, "simulations": int, "again": int, "versions": [_VERSION]
}  # fmt: skip
#: The ending that every version has.
ORDERED = "ordered"


def fitting(result: Mapping[str, Any]) -> Iterator[str]:
    """Yield what keeps versions from being set side by side, one line each.

    Parameters
    ----------
    result : mapping
        Of the right shape.

    Examples
    --------
    >>> list(fitting({"versions": []}))
    ['versions  none; wanted at least one']
    """
    versions = result["versions"]
    if not versions:
        yield "versions  none; wanted at least one"
        return
    compared = _compared(versions[0])
    if not compared:
        yield "versions[0].targets  none; wanted at least one"
    names = [each["id"] for each in versions]
    for at, version in enumerate(versions):
        where = f"versions[{at}]"
        if version["id"] in names[:at]:
            yield f"{where}.id  {version['id']!r} stands twice"
        if _compared(version) != compared:
            yield f"{where}.targets  other targets than versions[0]; wanted the same figures for all"
        if len(version["halves"]) != 2:
            yield f"{where}.halves  {len(version['halves'])} numbers; wanted two"
        if ORDERED not in version["endings"]:
            yield f"{where}.endings.{ORDERED}  missing"
        for name, ending in version["endings"].items():
            yield from _months(ending["months"], f"{where}.endings.{name}.months")


def _compared(version: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return [tuple(row[key] for key in ("id", "use", "value", "error")) for row in version["targets"]]


def _months(months: Mapping[str, list[float]], place: str) -> Iterator[str]:
    for month, span in months.items():
        if not _dated(month):
            yield f"{place}.{month}  wanted a month YYYY-MM"
        if len(span) != 3 or any(low > high for low, high in pairwise(span)):
            yield f"{place}.{month}  {len(span)} numbers; wanted three in order: low, median, high"
    if list(months) != sorted(months):
        yield f"{place}  not in order; wanted the earliest month first"


def _dated(month: str) -> bool:
    try:
        return date.fromisoformat(f"{month}-01").isoformat()[:7] == month
    except ValueError:
        return False
