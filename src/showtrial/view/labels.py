"""Which labels fit beside their marks without touching each other?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: Width of a letter of the labels, in pixels at 12 px: a little more than the average.
LETTER = 6.4


def text_width(text: str, size: float = 12) -> float:
    """Return about how wide `text` is set, in pixels."""
    return len(text) * LETTER * size / 12


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on paper; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box) -> bool:
        """Whether the two share any point."""
        return not (
            self.right < other.left
            or other.right < self.left
            or self.bottom < other.top
            or other.bottom < self.top
        )


@dataclass(frozen=True, slots=True)
class Flag:
    """A label on a stem: the level it hangs at (from 1), and to which side it is set."""

    level: int
    side: str


def flags(marks: Sequence[tuple[float, str]], width: float, levels: int) -> list[Flag | None]:
    """Hang labels over a line, at several levels, so that none touches another.

    Parameters
    ----------
    marks : sequence of (position in pixels, text)
        The most important first.
    width : float
        Width of the line in pixels.
    levels : int
        How many labels may hang over each other.

    Returns
    -------
    list of Flag or None
        None where there is no room.

    Examples
    --------
    >>> flags([(0, "first"), (10, "second"), (20, "third")], 100, 2)
    [Flag(level=1, side='right'), Flag(level=2, side='right'), None]
    """
    taken: list[Box] = []
    found: list[Flag | None] = []
    for at, text in marks:
        place = None
        for level in range(1, levels + 1):
            for side in ("right", "left"):
                box = _hung(at, text, level, side, width)
                if place is None and box and not any(box.touches(other) for other in taken):
                    taken.append(box)
                    place = Flag(level, side)
        found.append(place)
    return found


def _hung(at: float, text: str, level: int, side: str, width: float) -> Box | None:
    reach = text_width(text) + 8
    left, right = (at, at + reach) if side == "right" else (at - reach, at)
    if left < 0 or right > width:
        return None
    return Box(left, level - 0.4, right, level + 0.4)


def beside(
    marks: Sequence[tuple[float, float, str]], dots: Sequence[tuple[float, float]], frame: Box, *, size: float
) -> list[tuple[float, float, str] | None]:
    """Set labels beside points so that none touches another label or any point.

    Parameters
    ----------
    marks : sequence of (x, y, text)
        The most important first.
    dots : sequence of (x, y)
        All points, labelled or not.
    frame : Box
        What no label may leave.
    size : float
        Size of the letters in pixels.

    Returns
    -------
    list of (x, y, align) or None
        Where the middle line of the label is set, and how it is aligned; None where there is no room.
    """
    taken = [Box(x - 5, y - 5, x + 5, y + 5) for x, y in dots]
    found: list[tuple[float, float, str] | None] = []
    for x, y, text in marks:
        long, half = text_width(text, size), size * 0.55
        tries = (
            (x + 8, y, "left", Box(x + 6, y - half, x + 8 + long, y + half)),
            (x - 8, y, "right", Box(x - 8 - long, y - half, x - 6, y + half)),
            (x, y - 12, "center", Box(x - long / 2, y - 12 - half, x + long / 2, y - 12 + half)),
            (x, y + 12, "center", Box(x - long / 2, y + 12 - half, x + long / 2, y + 12 + half)),
        )
        place = None
        for at_x, at_y, align, box in tries:
            inside = box.left >= frame.left and box.right <= frame.right
            inside = inside and box.top >= frame.top and box.bottom <= frame.bottom
            if place is None and inside and not any(box.touches(other) for other in taken):
                taken.append(box)
                place = (at_x, at_y, align)
        found.append(place)
    return found
