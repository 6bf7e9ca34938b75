"""What is in a case file, in a few numbers?"""

from __future__ import annotations

from typing import Any

import polars as pl

from showtrial.record.casefile import CaseFile
from showtrial.record.views import accused, confession_times, namings, timeline


def summary(case: CaseFile) -> dict[str, Any]:
    """Return title, origin, rows of each table, size of each view, and how the rows were checked.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> summary(open_case("moscow"))["views"]["namings"]
    {'rows': 581, 'pairs': 468, 'senders': 99, 'receivers': 137}
    """
    named = namings(case)
    times = confession_times(case)
    dated = times.filter(pl.col("confessed").is_not_null())
    meta = case.meta.as_dict()
    kept = ("title", "origin", "version", "licence", "reviewed", "living_purpose")
    return {
        **{key: meta.get(key) for key in kept},
        "sha256": case.sha256,
        "tables": {name: frame.height for name, frame in case.items()},
        "views": {
            "namings": {
                "rows": named.height,
                "pairs": named.select("namer", "named").n_unique(),
                "senders": named["namer"].n_unique(),
                "receivers": named["named"].n_unique(),
            },
            "accused": {"rows": accused(case).height},
            "people": {"rows": case["persons"].height, **_kinds(case)},
            "confession_times": {
                "rows": times.height,
                "confessions_dated": dated.height,
                "both_dates": dated.filter(pl.col("arrested").is_not_null()).height,
            },
            "timeline": {"rows": timeline(case).height},
        },
        "checked": checked(case),
    }


def _kinds(case: CaseFile) -> dict[str, int]:
    kinds = case["persons"]["kind"].fill_null("person").value_counts(sort=True)
    return dict(kinds.iter_rows())


def checked(case: CaseFile) -> dict[str, dict[str, int]]:
    """Return table -> how many rows were read, partly read, recalled, derived, or not marked."""
    found = {}
    for name, frame in case.items():
        if "checked" in frame.columns and frame.height:
            counts = frame["checked"].fill_null("not marked").value_counts(sort=True)
            found[name] = dict(counts.iter_rows())
    return found


def summary_text(data: dict[str, Any]) -> str:
    """Write a :func:`summary` as lines for a reader."""
    lines = [
        f"{data['title']}  ({data['origin']}{', not reviewed by a historian' * (data['reviewed'] is False)})"
    ]
    lines += [
        f"{key}: {data[key]}" for key in ("version", "licence", "living_purpose", "sha256") if data[key]
    ]
    lines += ["", f"{'table':<12}{'rows':>7}   checked"]
    for name, rows in data["tables"].items():
        marks = ", ".join(f"{count} {word}" for word, count in data["checked"].get(name, {}).items())
        lines.append(f"{name:<12}{rows:>7}   {marks}".rstrip())
    lines += ["", "view"]
    for name, sizes in data["views"].items():
        lines.append(
            f"{name:<17}" + ", ".join(f"{count} {word.replace('_', ' ')}" for word, count in sizes.items())
        )
    return "\n".join(lines)
