"""How does the same number of the profile stand in several trials, without a rank and without a sum?"""

from __future__ import annotations

from typing import Any

from showtrial.audit.findings import Finding
from showtrial.view.channels import POINT
from showtrial.view.labels import text_width
from showtrial.view.page import Page, Row, Section, anchor, clipped
from showtrial.view.palette import BLUE, INK, ORANGE
from showtrial.view.sections.profile import label_and_words
from showtrial.view.svg import NARROW, WIDE, Figure, link

#: Numbers that repeat the checklist stand in its table.
_ITEMS = "D1 "
#: Panels beside each other in the wide picture.
_ACROSS = 3


def overview(page: Page) -> Section | None:
    """Return shares that are known for several trials, side by side; None where no two trials have one."""
    shares: dict[str, list[Finding]] = {}
    for each in page.findings.get("profile", []):
        if _is_share(each) and not each.statistic.startswith(_ITEMS):
            shares.setdefault(each.statistic, []).append(each)
    shares = {code: found for code, found in shares.items() if len(found) > 1}
    trials = [case for case in page.cases if any(each.subject == case for f in shares.values() for each in f)]
    if not shares:
        return None
    panels = [_panel(page, code, found, trials) for code, found in sorted(shares.items())]
    figure = Figure(
        key="profiles",
        title="The same measure in several trials",
        unit="share of the accused, charges or pairs",
        n=sum(len(found) for found in shares.values()),
        source="the numbers of the profiles above, each with its rows",
        alt="; ".join(f"{panel['title']}: {panel['said']}" for panel in panels) + ".",
        wide=_spec(panels, trials, page, WIDE),
        narrow=_spec(panels, trials, page, NARROW),
        note="Square: at least this share. Triangle: at most, if all that is not on record counted too. "
        "A trial without a mark has no number. The trials stand in the order of time.",
    )
    data = {
        "trials": [(case, page.case_labels[case], f"profile-{anchor(case)[2:]}") for case in trials],
        "n": len(panels),
    }
    return Section(
        key="profiles", title="The trials side by side", template="profiles", data=data, figures=(figure,)
    )


def _is_share(each: Finding) -> bool:
    """Whether a number is a share with both ends: of so many, so many."""
    if each.denominator is None or each.low is None or each.high is None or each.n is None:
        return False
    return f" {each.n} of {each.denominator}" in each.text and 0 <= each.low <= each.high <= 1


def _panel(page: Page, code: str, found: list[Finding], trials: list[str]) -> Row:
    label, _ = label_and_words(found[0])
    by_case = {each.subject: each for each in found}
    rows: list[Row] = [
        {
            "at": at,
            "low": by_case[case].low,
            "high": by_case[case].high,
            "said": f"{by_case[case].n} of {by_case[case].denominator}",
            "url": link(f"s-profile-{anchor(case)[2:]}"),
        }
        for at, case in enumerate(trials)
        if case in by_case
    ]
    said = ", ".join(f"{page.case_labels[trials[row['at']]]} {row['said']}" for row in rows)
    return {"title": f"{code}: {label}", "rows": rows, "said": said}


def _spec(panels: list[Row], trials: list[str], page: Page, width: int) -> dict[str, Any]:
    wide = width > NARROW
    names = [clipped(page.case_labels[case], 24) for case in trials]
    beside = int(max(text_width(name) for name in names)) + 18
    inner = (width - 30 - beside - 2 * 24 - 3 * 44) // _ACROSS if wide else width - 30 - beside - 50
    drawn = []
    for number, panel in enumerate(panels):
        named = not wide or number % _ACROSS == 0
        drawn.append(_drawn(panel, names, {"inner": inner, "named": named, "wide": wide, "left": beside}))
    rows = [drawn[at : at + (_ACROSS if wide else 1)] for at in range(0, len(drawn), _ACROSS if wide else 1)]
    return {"vconcat": [{"hconcat": row, "spacing": 24} for row in rows], "spacing": 14}


def _drawn(panel: Row, names: list[str], frame: dict[str, Any]) -> dict[str, Any]:
    axis = {
        "title": None,
        "labelExpr": f"{names!r}[datum.value]",
        "domain": False,
        "ticks": False,
        "labels": frame["named"],
        "grid": True,
        "labelPadding": 10,
    }
    y = {"field": "at", "type": "ordinal", "scale": {"domain": list(range(len(names)))}, "axis": axis}
    scale = {"domain": [0, 1], "nice": False}
    x = {
        "type": "quantitative",
        "scale": scale,
        "axis": {
            "values": [0, 0.5, 1] if frame["wide"] else [0, 1],
            "format": ".0%",
            "title": None,
            "grid": True,
        },
    }
    bar = {
        "mark": {"type": "rule", "strokeWidth": 4, "color": BLUE},
        "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y},
    }
    ends = [
        {
            "mark": {**POINT, "shape": shape, "color": colour},
            "encoding": {"x": {**x, "field": field}, "y": y, "href": {"field": "url"}},
        }
        for field, shape, colour in (("high", "triangle-up", ORANGE), ("low", "square", BLUE))
    ]
    said = {
        "mark": {"type": "text", "align": "left", "fontSize": 11, "color": INK},
        "encoding": {"x": {"value": frame["inner"] + 8}, "y": y, "text": {"field": "said"}},
    }
    shift = 0 if frame["wide"] else -frame["left"]
    lines = _folded(panel["title"], frame["inner"] + 44 - shift)
    title = {
        "data": {"values": [{}]},
        "mark": {"type": "text", "text": lines, "align": "left", "fontSize": 12, "fontWeight": "bold"},
        "encoding": {"x": {"value": shift}, "y": {"value": 2 - 15 * len(lines)}},
    }
    return {
        "width": frame["inner"],
        "height": {"step": 18},
        "data": {"values": panel["rows"]},
        "layer": [bar, *ends, said, title],
    }


def _folded(text: str, width: float, most: int = 4) -> list[str]:
    """Break a title into lines that fit."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]
