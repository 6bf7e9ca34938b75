"""How much of the record do versions of the machine of a country reach, with and without lists and naming?

What a result says by its own rules is read from it here: which versions reach every figure, which scores are
told apart. Nothing is simulated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from showtrial.record.results import VERSIONS
from showtrial.view.page import Page, Row, Section
from showtrial.view.sections import versions_drawn
from showtrial.view.sections.figures_cited import error_said, figures_cited
from showtrial.view.sections.outdated import outdated
from showtrial.view.shapes_versions import ORDERED

_RATIO = " for each of "


def section(page: Page, results: Sequence[Mapping[str, Any]]) -> Section | None:
    """Return the comparisons of versions, one part each; None where none were given."""
    found = [each for each in results if each["kind"] == VERSIONS]
    if not found:
        return None
    parts = tuple(_part(number, result) for number, result in enumerate(found, start=1))
    title = "Naming, orders, or both (simulated)"
    return Section(key="versions", title=title, template="versions", data={"n": len(parts)}, parts=parts)


def _part(number: int, result: Mapping[str, Any]) -> Section:
    key = f"versions-{number}"
    known = figures_cited(result)
    source = f"simulated, scenario {result['scenario']}, seed {result['seed']}, showtrial {result['program']}"
    drawn = [
        *versions_drawn.years(key, result, known, source),
        *(
            versions_drawn.months(f"{key}-months-{at}", version, source)
            for at, version in enumerate(result["versions"])
            if len(version["endings"]) > 1
        ),
    ]
    data = {
        "result": result,
        "stale": outdated(result),
        "rows": _rows(result["versions"], known),
        "cited": bool(known),
        "read": read_by_rules(result["versions"]),
        "titles": {
            row["id"]: known[row["id"]].title if known else row["id"]
            for row in result["versions"][0]["targets"]
        },
        "shapes": _shapes(result["versions"]),
        "endings": [_endings(each) for each in result["versions"] if len(each["endings"]) > 1],
        "yearly": [each.key for each in drawn if "-months-" not in each.key],
        "monthly": [each.key for each in drawn if "-months-" in each.key],
    }
    title = f"Versions of {result['scenario']} compared"
    return Section(key=key, title=title, template="version", data=data, figures=tuple(drawn))


def _rows(versions: Sequence[Mapping[str, Any]], known: Mapping[str, Any]) -> list[Row]:
    """Return one row a figure of the record, with what each version predicts for it."""
    rows = []
    for at, target in enumerate(versions[0]["targets"]):
        told = known.get(target["id"])
        rows.append(
            {
                **target,
                "title": told.title if told else target["id"],
                "definition": told.definition if told else "",
                "source": f"{told.source} ({told.facts})" if told else "",
                "reason": told.reason if told else "",
                "said": error_said(target["error"], told.scale) if told else "",
                "cells": [each["targets"][at] for each in versions],
            }
        )
    return rows


def read_by_rules(versions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the rules of the comparison say of its versions.

    Parameters
    ----------
    versions : sequence of mapping
        With ``id``, ``score``, ``halves`` and ``targets`` (``id``, ``inside``).

    Returns
    -------
    dict
        ``reached`` (ids of versions that reach every figure), ``missed`` (id -> figures outside), ``apart``
        (the greatest difference between halves), ``best`` (id with the lowest score) and ``level`` (ids whose
        score is not told apart from it).

    Examples
    --------
    >>> one = {"id": "a", "score": 1.0, "halves": [0.9, 1.2], "targets": [{"id": "t", "inside": True}]}
    >>> other = {"id": "b", "score": 1.2, "halves": [1.2, 1.2], "targets": [{"id": "t", "inside": False}]}
    >>> found = read_by_rules([one, other])
    >>> found["reached"], found["missed"], found["best"], found["level"], round(found["apart"], 2)
    (['a'], {'b': ['t']}, 'a', ['b'], 0.3)
    """
    outside = {each["id"]: [row["id"] for row in each["targets"] if not row["inside"]] for each in versions}
    apart = max(abs(each["halves"][0] - each["halves"][1]) for each in versions)
    best = min(versions, key=lambda each: float(each["score"]))
    return {
        "reached": [name for name, missed in outside.items() if not missed],
        "missed": {name: missed for name, missed in outside.items() if missed},
        "apart": apart,
        "best": best["id"],
        "level": [
            each["id"] for each in versions if each is not best and each["score"] - best["score"] <= apart
        ],
    }


def _shapes(versions: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Return one row a ratio of the course of the years, in the runs that end as ordered."""
    spans = [each["endings"][ORDERED]["spans"] for each in versions]
    recorded = {row["id"]: row["value"] for row in versions[0]["targets"]}
    return [
        {
            "name": name,
            "record": _ratio(name, recorded),
            "cells": [each.get(name) for each in spans],
        }
        for name in spans[0]
        if _RATIO in name
    ]


def _ratio(name: str, recorded: Mapping[str, float]) -> float | None:
    """Return a ratio of two years of the record, where the name is one of years and both are there."""
    above, below = (recorded.get(f"arrested-{year}") for year in name.split(_RATIO))
    return above / below if above and below else None


def _endings(version: Mapping[str, Any]) -> Row:
    """Return the spans of a version under each ending, those first that differ."""
    endings = version["endings"]
    names = [
        name for name in endings[ORDERED]["spans"] if all(name in each["spans"] for each in endings.values())
    ]
    same = {
        name
        for name in names
        if all(one["spans"][name] == two["spans"][name] for one, two in pairwise(endings.values()))
    }
    return {
        "id": version["id"],
        "names": [name for name in names if name not in same],
        "endings": {how: each["spans"] for how, each in endings.items()},
    }
