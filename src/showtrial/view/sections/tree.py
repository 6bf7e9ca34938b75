"""What does a charge rest on, as a tree from its elements down to the rows?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from showtrial.view.page import Page, Row, anchor
from showtrial.view.sections.coded import Coded

#: Target and premises of an inference -> why it is held to follow.
Warrants = Mapping[tuple[str, tuple[str, ...]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Said:
    """An assertion, with the number of its state."""

    id: str
    number: int


@dataclass(frozen=True, slots=True)
class Way:
    """Premises that together support something; `number` is that of their common state."""

    number: int
    premises: tuple[Node | Said, ...]
    warrant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A claim or an element, and each of the ways in which it can have support.

    Parameters
    ----------
    id : str
        Id of its row.
    number : int
        Number of its state.
    said : tuple of Said
        Assertions any of which supports it.
    ways : tuple of Way
        Inferences any of which supports it.
    anchor : str
        Where it stands in the page; empty where it stands for a node that is shown in full elsewhere.
    above : str
        Anchor of the place where what supports it is shown, if not here: further up, or around it.
    """

    id: str
    number: int
    said: tuple[Said, ...] = ()
    ways: tuple[Way, ...] = ()
    anchor: str = ""
    above: str = ""


def tree_anchor(charge: str, number: int | None = None) -> str:
    """Return the anchor of the tree of a charge, or of one of its nodes.

    Examples
    --------
    >>> tree_anchor("ch.osk"), tree_anchor("ch.osk", 8)
    ('t-ch.osk', 't-ch.osk~n8')
    """
    return f"t-{anchor(charge)[2:]}" + ("" if number is None else f"~n{number}")


@dataclass
class _Growing:
    charge: Coded
    warrants: Warrants
    shown: dict[str, str] = field(default_factory=dict)

    def node(self, name: str) -> Node:
        """Return a node with all below it; what has inferences of its own is written out once."""
        number = self.charge.number[name]
        if name in self.shown:
            return Node(name, number, above=self.shown[name])
        graph = self.charge.graph
        ways = graph.inferences.get(name, ())
        said = graph.direct.get(name, ())
        place = ""
        if ways:
            place = self.shown[name] = tree_anchor(self.charge.worlds.charge, number)
        return Node(
            name,
            number,
            tuple(Said(leaf, self.charge.step(name, (leaf,))) for leaf in said),
            tuple(self.way(name, way) for way in ways),
            place,
        )

    def way(self, target: str, premises: tuple[str, ...]) -> Way:
        leaves = set(self.charge.graph.leaves)
        return Way(
            self.charge.step(target, premises),
            tuple(Said(p, self.charge.number[p]) if p in leaves else self.node(p) for p in premises),
            self.warrants.get((target, premises), ()),
        )


def elements(charge: Coded, warrants: Warrants) -> tuple[Node, ...]:
    """Return the elements of a charge with all that supports them.

    A claim without inferences is written out wherever it stands; one with inferences once for the
    charge, so that support that goes round comes to an end.
    """
    growing = _Growing(charge, warrants)
    found = []
    for element in charge.graph.elements[charge.worlds.charge]:
        node = growing.node(element)
        place = tree_anchor(charge.worlds.charge, node.number)
        found.append(Node(node.id, node.number, node.said, node.ways, place, node.above))
    return tuple(found)


def warrants_of(page: Page) -> Warrants:
    """Return why each inference is held to follow, in the coder's words."""
    rows: dict[tuple[str, str], list[Row]] = {}
    for row in page.case["inferences"].to_dicts():
        rows.setdefault((row["inference"], row["target"]), []).append(row)
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (_, target), of_one in rows.items():
        key = (target, tuple(sorted({row["premise"] for row in of_one})))
        said = dict.fromkeys(row["warrant"] for row in of_one if row["warrant"])
        found.setdefault(key, []).extend(said)
    return {key: tuple(said) for key, said in found.items()}
