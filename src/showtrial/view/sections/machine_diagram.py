"""Where in the machine does each of the twenty mechanisms stand?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from showtrial.view.labels import text_width
from showtrial.view.page import clipped
from showtrial.view.sketch import MARK, Sketch
from showtrial.view.svg import NARROW, WIDE, Figure

#: Arrow -> the mechanisms that change it, by number; each of the twenty stands at one or more.
ARROWS: Mapping[str, tuple[int, ...]] = {
    "sweep": (1, 3, 5, 20),
    "tie": (4, 18),
    "name": (3, 10, 18, 20),
    "family": (11,),
    "confess": (7, 8, 11, 12, 18),
    "refuse": (13,),
    "retract": (9,),
    "close": (2, 3, 6),
    "closed trial": (13,),
    "end": (2, 12, 14, 16, 17, 20),
    "seen": (14, 15, 19),
}


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where all stands at one width: the boxes, the second column, the rails of what returns."""

    width: int
    height: int
    spine: int
    half: int
    second: int
    half_second: int
    rails: tuple[int, int, int]
    seen: tuple[int, int, int, int]
    named: bool


_WIDE = _Plan(WIDE - 24, 700, 330, 75, 690, 70, (14, 28, 42), (590, 10, 830, 116), True)
_NARROW = _Plan(NARROW - 24, 700, 130, 46, 258, 44, (8, 19, 30), (196, 10, 304, 70), False)
#: Upper edges of the boxes; each is 30 high.
_FREE, _WANTED, _HELD, _SAID, _AWAITING, _ENDS = 10, 150, 245, 375, 520, 650
_TALL = 30


def figure(key: str, mechanisms: Sequence[Mapping[str, Any]], source: str) -> Figure:
    """Draw the machine, with each mechanism at every arrow that it changes.

    Parameters
    ----------
    key : str
        Of the figure.
    mechanisms : sequence of mapping
        The twenty rows of a result, in order.
    source : str
        Where they come from.
    """
    off = [f"{each['number']} {each['title']}" for each in mechanisms if each["off"]]
    return Figure(
        key=key,
        title="Simulated: the machine and its twenty mechanisms",
        unit="numbers are those of the table below",
        n=len(mechanisms),
        source=source,
        alt="Boxes and arrows: free, wanted, held, confessing or refusing, awaiting trial, and the "
        "ends shot, camp, "
        "exile, freed. Three arrows lead back to wanted: from the arrested through their ties, "
        "from those who "
        "confess through names, from the sentenced through their families. "
        f"{'Switched off: ' + ', '.join(off) if off else 'No mechanism is switched off'}.",
        wide=_drawn(_WIDE, mechanisms),
        narrow=_drawn(_NARROW, mechanisms),
        note="Filled circle: on. Struck through: switched off. Square: observational, it changes what "
        "is seen and "
        "never what happens. A mechanism stands at every arrow that it changes, so some numbers "
        "occur more than "
        "once. Arrows without a number belong to the process itself.",
    )


def _drawn(plan: _Plan, mechanisms: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    sketch = Sketch(plan.width, plan.height)
    _boxes(sketch, plan)
    _forward(sketch, plan)
    _back(sketch, plan)
    rows = {each["number"]: each for each in mechanisms}
    for arrow, (x, y, columns, step) in _places(plan).items():
        for at, number in enumerate(ARROWS[arrow]):
            rows_down = -(-len(ARROWS[arrow]) // columns) if plan.named else 1
            right, down = (at // rows_down, at % rows_down) if plan.named else (at % columns, at // columns)
            left, top = x + right * step, y + down * 24
            _marked(sketch, plan, left, top, rows[number], step)
    return sketch.spec()


def _marked(sketch: Sketch, plan: _Plan, x: float, y: float, row: Mapping[str, Any], room: float) -> None:
    kind = "off" if row["off"] else "seen" if row["observational"] else "on"
    sketch.mark(x, y, row["number"], kind)
    if plan.named:
        title = f"{row['title']} (off)" if row["off"] else str(row["title"])
        most = int((room - 2 * MARK - 8) / text_width("n"))
        sketch.words(x + MARK + 5, y, clipped(title, most))


def _places(plan: _Plan) -> dict[str, tuple[int, int, int, int]]:
    """Return where the marks of each arrow begin, how many stand in a row, and how far apart."""
    right, left = plan.spine + 22, 64
    if plan.named:
        return {
            "sweep": (right, _FREE + 48, 1, 230),
            "tie": (left, _HELD + 33, 1, 180),
            "name": (left, _SAID + 33, 1, 180),
            "family": (left, _ENDS + 35, 1, 180),
            "confess": (right, _HELD + 52, 2, 120),
            "refuse": (plan.spine + plan.half + 90, _HELD - 2, 1, 200),
            "retract": (plan.spine + plan.half + 90, _SAID, 1, 120),
            "close": (right, _SAID + 52, 1, 240),
            "closed trial": (plan.second + 22, _SAID + 76, 1, 120),
            "end": (right, _AWAITING + 52, 2, 230),
            "seen": (plan.seen[0] + 20, plan.seen[1] + 40, 1, 216),
        }
    return {
        "sweep": (right, _FREE + 90, 4, 24),
        "tie": (46, _HELD + 32, 1, 24),
        "name": (46, _SAID + 32, 1, 24),
        "family": (46, _ENDS + 34, 1, 24),
        "confess": (right, _HELD + 52, 3, 24),
        "refuse": (plan.spine + plan.half + 40, _HELD - 1, 1, 24),
        "retract": (plan.spine + plan.half + 18, _SAID - 1, 1, 24),
        "close": (right, _SAID + 76, 3, 24),
        "closed trial": (plan.second + 22, _SAID + 76, 1, 24),
        "end": (right, _AWAITING + 52, 6, 24),
        "seen": (plan.seen[0] + 20, plan.seen[3] - 18, 3, 30),
    }


def _boxes(sketch: Sketch, plan: _Plan) -> None:
    words = {
        _FREE: "free",
        _WANTED: "wanted",
        _HELD: "held",
        _SAID: "confessing",
        _AWAITING: "awaiting trial",
    }
    for top, text in words.items():
        sketch.box(plan.spine - plan.half, top, plan.spine + plan.half, top + _TALL)
        sketch.words(plan.spine, top + _TALL / 2, text, align="center")
    sketch.box(plan.second - plan.half_second, _SAID, plan.second + plan.half_second, _SAID + _TALL)
    sketch.words(plan.second, _SAID + _TALL / 2, "refusing", align="center")
    reach = plan.half + 25 if plan.named else plan.half
    far = reach if plan.named else plan.second + plan.half_second - plan.spine
    sketch.box(plan.spine - reach, _ENDS, plan.spine + far, _ENDS + _TALL)
    middle = plan.spine + (far - reach) / 2
    sketch.words(middle, _ENDS + _TALL / 2, "shot, camp, exile, freed", align="center")
    left, top, right, below = plan.seen
    sketch.box(left, top, right, below, dashed=True)
    said = "What is seen of it, and believed" if plan.named else "what is seen"
    sketch.words((left + right) / 2, top + 16, said, align="center", quiet=True)


def _forward(sketch: Sketch, plan: _Plan) -> None:
    """Draw the arrows that lead on."""
    x, second = plan.spine, plan.second
    for top, below in (
        (_FREE, _WANTED),
        (_WANTED, _HELD),
        (_HELD, _SAID),
        (_SAID, _AWAITING),
        (_AWAITING, _ENDS),
    ):
        sketch.path((x, top + _TALL), (x, below), head="down")
    middle = _HELD + _TALL / 2
    sketch.path((x + plan.half, middle), (second, middle), (second, _SAID), head="down")
    middle = _SAID + _TALL / 2
    sketch.path((x + plan.half, middle), (second - plan.half_second, middle), head="right")
    middle = _AWAITING + _TALL / 2
    sketch.path((second, _SAID + _TALL), (second, middle), (x + plan.half, middle), head="left")
    away = x + 22 - MARK
    if plan.named:
        sketch.words(away, _WANTED + _TALL + 22, "arrest, as many a day as the office can make", quiet=True)
        sketch.words(
            away, _WANTED + _TALL + 42, "(or an end by their own hand; or death in custody)", quiet=True
        )
    else:
        sketch.words(away, _WANTED + _TALL + 22, "arrest (or death", quiet=True)
        sketch.words(away, _WANTED + _TALL + 40, "before any trial)", quiet=True)


def _back(sketch: Sketch, plan: _Plan) -> None:
    """Draw the arrows that lead back to wanted, all into the one from free."""
    edge = plan.spine - plan.half
    into = (_FREE + _TALL + _WANTED) / 2
    ends = edge - 25 if plan.named else edge
    family, name, tie = plan.rails
    returns = {tie: (_HELD, "ties"), name: (_SAID, "names"), family: (_ENDS, "household")}
    for rail, (top, word) in returns.items():
        y = top + _TALL / 2
        start = ends if top == _ENDS else edge
        sketch.path((start, y), (rail, y), (rail, into))
        sketch.words(plan.rails[2] + 10, y - 9, word if plan.named or top != _ENDS else "family", quiet=True)
    sketch.path((family, into), (plan.spine - 1, into), head="right")
