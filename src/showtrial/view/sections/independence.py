"""How many of the assertions behind each claim of a trial do not come from one source?"""

from __future__ import annotations

from typing import Any

from showtrial.audit.findings import Finding
from showtrial.audit.origins import LEVELS
from showtrial.view.channels import POINT
from showtrial.view.labels import text_width
from showtrial.view.page import Page, Row, Section, anchor, clipped, sources_of
from showtrial.view.palette import BLUE, INK, ORANGE, RULE
from showtrial.view.sections.told import Piece, linked
from showtrial.view.svg import NARROW, WIDE, Figure, link

#: The level at which the figure counts; corroboration in the packaged rules is asked for at the same.
_DRAWN = "interrogator"
#: The figure shows so many claims, those with the most assertions first; the table has all.
_MOST = 20
_COUNTED = " are independent"
_MISSING = " Not on record: "


def part(page: Page, trial: str) -> Section | None:
    """Return what is independent of what behind the claims of a trial; None where no claim has two leaves.

    A claim belongs to a trial if it was stated in it or stands behind one of its charges.
    """
    found: dict[str, dict[str, Finding]] = {}
    for each in page.findings.get("independence", []):
        if each.subject in page.relied[trial]:
            found.setdefault(each.subject, {})[each.statistic.rpartition(" ")[2]] = each
    if not found:
        return None
    claims = [_claim(page, claim, levels) for claim, levels in found.items()]
    claims.sort(key=lambda row: (-row["n"], row["id"]))
    one = [row for row in claims if row["at"][_DRAWN].low == 1]
    single = [row for row in claims if row["at"][_DRAWN].high == 1]
    data = {"claims": claims, "levels": LEVELS, "least_one": len(one), "most_one": len(single)}
    return Section(
        key=f"independence-{anchor(trial)[2:]}",
        title="How many sources are independent",
        template="independence",
        data=data,
        figures=(_figure(page, trial, claims),),
    )


def _claim(page: Page, claim: str, levels: dict[str, Finding]) -> Row:
    first = next(iter(levels.values()))
    number = {row: str(at) for at, row in enumerate(first.evidence, 1)}
    assertions, statements = page.rows["assertions"], page.rows["statements"]
    leaves = [
        {"id": row, "kind": assertions[row]["kind"], **_spoken(statements[assertions[row]["statement"]])}
        for row in first.evidence
    ]
    return {
        "id": claim,
        "text": page.rows["claims"].get(claim, {}).get("text") or claim,
        "of": page.rows["claims"].get(claim, {}).get("person"),
        "n": first.denominator,
        "at": {level: _Count(levels[level]) for level in LEVELS if level in levels},
        "leaves": leaves,
        "why": [(at, _numbered(said, page, number)) for said, at in _shared(levels).items()],
        "silent": _silent(levels),
    }


class _Count:
    """At least and at most so many, as whole numbers."""

    def __init__(self, found: Finding) -> None:
        self.low, self.high = int(found.low or 0), int(found.high or 0)


def _spoken(statement: Row) -> Row:
    return {key: statement[key] for key in ("speaker", "speaker_as_written", "setting", "date", "time")}


def _numbered(said: str, page: Page, number: dict[str, str]) -> list[Piece]:
    """Cut a sentence into links; assertions are called by their number in the list above it."""
    for row, at in number.items():
        said = said.replace(f"[{row}]", at)
    return linked(said, page)


def _shared(levels: dict[str, Finding]) -> dict[str, list[str]]:
    """Return what a sentence says that assertions share -> the levels at which it says it."""
    found: dict[str, list[str]] = {}
    for level in LEVELS:
        if level in levels:
            said = levels[level].text.partition(_COUNTED)[2].partition(_MISSING)[0].lstrip(";. ")
            found.setdefault(said or "They share nothing that is on record.", []).append(level)
    return found


def _silent(levels: dict[str, Finding]) -> str:
    """Return what is not on record at the widest level: each level lacks what those within it lack."""
    widest = next(level for level in reversed(LEVELS) if level in levels)
    return levels[widest].text.partition(_MISSING)[2]


def _figure(page: Page, trial: str, claims: list[Row]) -> Figure:
    shown = claims[:_MOST]
    rows = [
        {
            "claim": row["id"],
            "label": f"{page.short[row['of']]}: {row['text']}" if row["of"] in page.short else row["text"],
            "n": row["n"],
            "low": row["at"][_DRAWN].low,
            "high": row["at"][_DRAWN].high,
            "url": link(anchor(row["id"])),
        }
        for row in shown
    ]
    number = list(page.cases).index(trial)
    leaves = {leaf["id"] for row in claims for leaf in row["leaves"]}
    said = page.case["assertions"].filter(page.case["assertions"]["id"].is_in(list(leaves)))
    few = f"The {_MOST} claims with the most assertions are drawn; the table has all {len(claims)}. "
    return Figure(
        key=f"independence-{number}",
        title="Assertions, and how many of them are independent",
        unit="assertions a claim, counted by interrogator",
        n=len(shown),
        source=sources_of(said),
        alt="One line for each claim: a circle at the number of its assertions, and a bar from the least "
        "to the greatest number of them that can be independent. "
        f"For {sum(row['low'] == 1 for row in rows)} of {len(rows)} claims it is at least one only.",
        wide=_spec(rows, WIDE),
        narrow=_spec(rows, NARROW),
        note=(few if len(claims) > _MOST else "")
        + "Circle: assertions. Square: at least so many are independent. Triangle: at most so many.",
    )


def _spec(rows: list[Row], width: int) -> dict[str, Any]:
    wide = width > NARROW
    most = max(row["n"] for row in rows)
    values = [{**row, "label": clipped(row["label"], 60 if wide else 50)} for row in rows]
    beside = max(text_width(row["label"]) for row in values) + 24 if wide else 0
    shift = 0 if wide else 8
    y = {"field": "claim", "type": "nominal", "sort": [row["claim"] for row in values], "axis": None}
    axis = {"format": "d", "values": list(range(0, most + 1, -(-most // 8))), "title": "assertions"}
    scale = {"domain": [0, most + 0.5], "nice": False}
    x = {"type": "quantitative", "scale": scale, "axis": axis}
    lines = [
        {
            "mark": {"type": "rule", "color": colour, "strokeWidth": thick, "yOffset": shift},
            "encoding": {"x": {**x, "field": "low"}, "x2": {"field": end}, "y": y},
        }
        for end, colour, thick in (("n", RULE, 1), ("high", BLUE, 5))
    ]
    points = [
        {
            "mark": {**POINT, "shape": shape, "color": colour, "yOffset": shift},
            "encoding": {"x": {**x, "field": field}, "y": y},
        }
        for field, shape, colour in (
            ("n", "circle", "#ffffff"),
            ("high", "triangle-up", ORANGE),
            ("low", "square", BLUE),
        )
    ]
    place = {"align": "right", "dx": -12} if wide else {"align": "left", "dy": -7}
    said = {
        "mark": {"type": "text", "fontSize": 12, "color": INK, **place},
        "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "label"}, "href": {"field": "url"}},
    }
    return {
        "width": int(width - 30 - beside),
        "height": {"step": 22 if wide else 38},
        "data": {"values": values},
        "layer": [*lines, *points, said],
    }
