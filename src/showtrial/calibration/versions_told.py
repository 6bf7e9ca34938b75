"""How are calibrations, versions and runs at full size of a country set as tables of the documents?

``python -m showtrial.calibration.versions_told union`` prints the tables of
docs/what-the-machine-shows.md, and those of `union` in docs/calibration.md; ``moscow``, of which there are
no versions, prints those of `moscow` there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

#: Rows of the shape that are shown, and for which versions a record is known.
_SHAPES = (
    "1937 for each of 1936",
    "1938 for each of 1937",
    "August to October for each of May to July 1937",
    "August to October 1938 for each of the same months of 1937",
)
_AFTER = ("December 1938 for each of October 1938", "arrested 1939")


def packaged(name: str, what: str = "versions") -> dict[str, Any]:
    """Return a packaged result: ``versions``, ``calibration`` or ``country`` of a scenario.

    Examples
    --------
    >>> packaged("union")["scenario"]
    'union'
    """
    path = files("showtrial.calibration").joinpath("packaged", f"{what}-{name}.json")
    return dict(json.loads(path.read_text(encoding="utf-8")))


def identified_table(result: Mapping[str, Any]) -> str:
    """Set the free numbers of a calibration as Markdown: those that the record narrows, then the others.

    Examples
    --------
    >>> row = {"name": "a", "prior": [0, 1], "median": 0.5, "low": 0.25, "high": 0.75, "shrink": 0.4,
    ...        "words": "identified"}
    >>> print(identified_table({"parameters": [row]}))
    | number | prior | posterior | shrinkage | |
    |---|---|---|---|---|
    | `a` | 0 to 1 | 0.5 (0.25 to 0.75) | 0.40 | identified |
    """
    lines = ["| number | prior | posterior | shrinkage | |", "|---|---|---|---|---|"]
    for row in sorted(result["parameters"], key=lambda each: -each["shrink"]):
        if row["words"] == "left open":
            continue
        low, high = row["prior"]
        told = f"{row['median']:.2g} ({row['low']:.2g} to {row['high']:.2g})"
        lines.append(
            f"| `{row['name']}` | {low:g} to {high:g} | {told} | {row['shrink']:.2f} | {row['words']} |"
        )
    left = [f"`{row['name']}`" for row in result["parameters"] if row["words"] == "left open"]
    return "\n".join([*lines, *([f"\nLeft open: {', '.join(left)}."] if left else [])])


def targets_table(result: Mapping[str, Any]) -> str:
    """Set the targets of a calibration beside what its posterior predicts, as Markdown."""
    lines = ["| target | use | record | posterior predicts | |", "|---|---|---|---|---|"]
    for row in result["targets"]:
        if row["posterior"] is not None:
            record, inside = _whole(row["value"]), "inside" if row["inside"] else "**outside**"
            lines.append(
                f"| {row['title']} | {row['use']} | {record} | {_span(row['posterior'])} | {inside} |"
            )
    return "\n".join(lines)


def full_table(runs: Mapping[str, Any], calibration: Mapping[str, Any]) -> str:
    """Set the targets beside what runs at full size predict, and what the calibration did, as Markdown."""
    lines = [
        f"| target | use | record | predicted at full size, {runs['runs']} runs | by the calibration | |",
        "|---|---|---|---|---|---|",
    ]
    before = {row["id"]: row["posterior"] for row in calibration["targets"]}
    for row in runs["targets"]:
        if row["predicted"] is not None:
            spans = f"{_span(row['predicted'])} | {_span(before[row['id']])}"
            inside = "inside" if row["inside"] else "**outside**"
            lines.append(f"| {row['id']} | {row['use']} | {_whole(row['value'])} | {spans} | {inside} |")
    return "\n".join(lines)


def versions_table(result: Mapping[str, Any]) -> str:
    """Set the targets of every version side by side, with its score, as Markdown."""
    return "\n".join(_versions(result["versions"]))


def _versions(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield "| target | use | record | " + " | ".join(each["id"] for each in rows) + " |"
    yield "|" + "---|" * (3 + len(rows))
    for k, target in enumerate(rows[0]["targets"]):
        cells = [
            _span(each["targets"][k]["posterior"]) + ("" if each["targets"][k]["inside"] else " **outside**")
            for each in rows
        ]
        yield f"| {target['id']} | {target['use']} | {_whole(target['value'])} | " + " | ".join(cells) + " |"
    scores = [f"{each['score']:.2f} ({' and '.join(f'{x:.2f}' for x in each['halves'])})" for each in rows]
    yield "| score, and of each half of the draws | held-out | | " + " | ".join(scores) + " |"


def shapes_table(result: Mapping[str, Any]) -> str:
    """Set the shape of the course of every version side by side, as Markdown."""
    rows = result["versions"]
    recorded = _recorded(rows[0]["targets"])
    lines = ["| ratio of arrests | record | " + " | ".join(each["id"] for each in rows) + " |"]
    lines.append("|" + "---|" * (2 + len(rows)))
    for name in _SHAPES:
        cells = [_ratio(each["endings"]["ordered"]["spans"][name]) for each in rows]
        lines.append(f"| {name} | {recorded.get(name, 'not in the targets')} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _recorded(targets: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    value = {each["id"]: each["value"] for each in targets}
    return {
        "1937 for each of 1936": f"{value['arrested-1937'] / value['arrested-1936']:.2f}",
        "1938 for each of 1937": f"{value['arrested-1938'] / value['arrested-1937']:.2f}",
    }


def endings_table(result: Mapping[str, Any]) -> str:
    """Set the endings of the full version side by side, as Markdown."""
    endings = next(each["endings"] for each in result["versions"] if each["id"] == "both")
    lines = ["| ending | " + " | ".join(_AFTER) + " |", "|" + "---|" * (1 + len(_AFTER))]
    for name, found in endings.items():
        ratio, many = (found["spans"][each] for each in _AFTER)
        lines.append(f"| {name} | {_ratio(ratio)} | {_span(many)} |")
    return "\n".join(lines)


def tables(name: str) -> dict[str, str]:
    """Return every table of a scenario, by its mark: calibration, and versions where there are any.

    Examples
    --------
    >>> list(tables("moscow"))
    ['targets', 'identified']
    """
    calibration = packaged(name, "calibration")
    found = {"targets": targets_table(calibration), "identified": identified_table(calibration)}
    if not files("showtrial.calibration").joinpath("packaged", f"versions-{name}.json").is_file():
        return found
    versions = packaged(name)
    return {
        "versions": versions_table(versions),
        "shapes": shapes_table(versions),
        "endings": endings_table(versions),
        "full": full_table(packaged(name, "country"), calibration),
        **found,
    }


def _whole(value: float) -> str:
    """Return a count rounded to three digits.

    Examples
    --------
    >>> _whole(779056), _whole(1118)
    ('779,000', '1,120')
    """
    return f"{float(f'{value:.3g}'):,.0f}"


def _span(row: Mapping[str, float]) -> str:
    return f"{_whole(row['median'])} ({_whole(row['low'])} to {_whole(row['high'])})"


def _ratio(row: Mapping[str, float]) -> str:
    return f"{row['median']:.2f} ({row['low']:.2f} to {row['high']:.2f})"


if __name__ == "__main__":
    for mark, table in tables(sys.argv[1] if len(sys.argv) > 1 else "union").items():
        print(f"<!-- {mark} -->\n{table}\n<!-- end -->\n")
