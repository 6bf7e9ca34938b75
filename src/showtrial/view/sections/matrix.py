"""Who named whom, as a table of counts?"""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl

from showtrial.view.page import Page, Row, pair_anchor, sources_of
from showtrial.view.palette import VERMILLION
from showtrial.view.svg import NARROW, WIDE, Figure, link

#: How many namers and named are shown at the two widths.
MOST = {WIDE: (48, 52), NARROW: (20, 15)}
_BLUES = ("#c6dbef", "#6baed6", "#2171b5", "#08306b")
#: Labels with a faint line through the cells behind them.
_LABEL = {"title": None, "ticks": False, "domain": False, "zindex": 0, "grid": True, "gridColor": "#eee9df"}
_STEPS = ("1", "2", "3 to 5", "6 or more")


def figure(page: Page, rows: pl.DataFrame) -> Figure:
    """Draw the counts of `rows`, the namings with a namer and a named."""
    pairs = Counter(rows.select("namer", "named").iter_rows())
    against = set(rows.filter(pl.col("polarity") == "exculpates").select("namer", "named").iter_rows())
    shown = {width: _shown(page, pairs, *MOST[width]) for width in MOST}
    total = sum(pairs.values())
    notes = []
    for width, word in ((WIDE, "on wide screens and paper"), (NARROW, "on narrow screens")):
        namers, named = shown[width]
        inside = sum(n for (a, b), n in pairs.items() if a in namers and b in named)
        notes.append(
            f"{len(namers)} of {len({a for a, _ in pairs})} namers and "
            f"{len(named)} of {len({b for _, b in pairs})} named, with {inside} of {total} namings ({word})"
        )
    whole = (len({a for a, _ in pairs}), len({b for _, b in pairs})) == tuple(map(len, shown[NARROW]))
    few = "All are shown." if whole else f"Shown: those who occur most often, {'; '.join(notes)}."
    (a, b), n = max(pairs.items(), key=lambda item: (item[1], item[0]))
    return Figure(
        key="matrix",
        title="Namer by named",
        unit="namings of the person in the column by the person in the row",
        n=total,
        source=sources_of(rows),
        alt="A grid with a filled cell for each pair. "
        f"Darkest cell: {page.name(a)} naming {page.name(b)}, {n} times.",
        wide=_spec(page, pairs, against, shown[WIDE], WIDE),
        narrow=_spec(page, pairs, against, shown[NARROW], NARROW),
        note=f"{few} Both sides are in the order of the trials, "
        "those not accused last. A cell leads to the rows of its pair. "
        "An orange frame: at least one naming speaks for the named.",
    )


def _shown(
    page: Page, pairs: Counter[tuple[str, str]], rows: int, columns: int
) -> tuple[list[str], list[str]]:
    namers: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for (a, b), n in pairs.items():
        namers[a] += n
        named[b] += n
    order = list(page.cases)

    def place(person: str, seen: Counter[str]) -> tuple[int, int, str]:
        cases = page.tried.get(person, ())
        return (order.index(cases[0]) if cases else len(order), -seen[person], person)

    def top(seen: Counter[str], most: int) -> list[str]:
        chosen = sorted(seen, key=lambda person: (-seen[person], person))[:most]
        return sorted(chosen, key=lambda person: place(person, seen))

    return top(namers, rows), top(named, columns)


def _step(n: int) -> str:
    return _STEPS[0 if n == 1 else 1 if n == 2 else 2 if n <= 5 else 3]


def _spec(
    page: Page,
    pairs: Counter[tuple[str, str]],
    against: set[tuple[str, str]],
    shown: tuple[list[str], list[str]],
    width: int,
) -> dict[str, Any]:
    namers, named = shown
    wide = width > NARROW
    cells: list[Row] = [
        {
            "a": page.short[a],
            "b": page.short[b],
            "n": _step(n),
            "url": link(pair_anchor(a, b)),
            "for": (a, b) in against,
        }
        for (a, b), n in sorted(pairs.items())
        if a in namers and b in named
    ]
    room = 118 if wide else 94
    pitch = min((width - room - 8) / max(len(named), 1), 26)
    down = min(max(pitch, 15.0), 18) if wide else 17
    label = {**_LABEL, "labelFontSize": 11.5 if wide else 10}
    over = {**label, "orient": "top", "labelAngle": -90, "labelLimit": 120}
    x = {"field": "b", "type": "nominal", "axis": over, "scale": {"domain": [page.short[b] for b in named]}}
    y = {"field": "a", "type": "nominal", "axis": {**label, "labelLimit": room - 8}}
    y["scale"] = {"domain": [page.short[a] for a in namers]}
    legend = {"title": "Namings of the pair", "orient": "bottom", "symbolType": "square", "symbolSize": 140}
    used = [step for step in _STEPS if any(cell["n"] == step for cell in cells)]
    blues = [blue for step, blue in zip(_STEPS, _BLUES, strict=True) if step in used]
    colour = {"field": "n", "type": "ordinal", "scale": {"domain": used, "range": blues}, "legend": legend}
    return {
        "width": round(pitch * len(named)),
        "height": round(down * len(namers)),
        "data": {"values": cells},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": "white", "strokeWidth": 0.7},
                "encoding": {"x": x, "y": y, "color": colour, "href": {"field": "url"}},
            },
            {
                "transform": [{"filter": "datum.for"}],
                "mark": {"type": "rect", "filled": False, "stroke": VERMILLION, "strokeWidth": 2},
                "encoding": {"x": x, "y": y, "href": {"field": "url"}},
            },
        ],
    }
