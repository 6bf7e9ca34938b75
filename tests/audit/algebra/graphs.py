"""Random support graphs, circles included, and the worked examples as graphs."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from showtrial.audit.algebra.tables import Gate
from showtrial.audit.graph import Graph

LEAVES = ("a1", "a2", "a3", "a4", "a5", "a6")
CLAIMS = ("c1", "c2", "c3")
ELEMENTS = ("e1", "e2")
CHARGES = ("k1", "k2")
TARGETS = (*CLAIMS, *ELEMENTS, *CHARGES)
#: Worlds of the random tables.
WORLDS = 8

#: charge = e1 and e2; e1 from s1 (coerced) or s2 (retracted); e2 from s3 (coerced, co-accused).
CONFESSIONS = Graph(("s1", "s2", "s3"), {}, {"e1": (("s1",), ("s2",)), "e2": (("s3",),)}, {"k": ("e1", "e2")})
#: A coerced confession led to a weapon; the corpus rests on the weapon alone.
WEAPON = Graph(
    ("confession", "weapon"),
    {"said": ("confession",), "found": ("weapon",)},
    {"act": (("said",),), "corpus": (("found",),)},
    {"charge": ("act",), "event": ("corpus",)},
)


def examples(n: int) -> settings:
    """So many random graphs, however long one of them takes."""
    return settings(max_examples=n, deadline=None)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Claims and elements from leaves and from each other in any direction; charges of elements."""
    leaves = LEAVES[: draw(st.integers(1, len(LEAVES)))]
    inner = CLAIMS + ELEMENTS
    some_leaves = st.lists(st.sampled_from(leaves), unique=True, max_size=2)
    premises = st.lists(st.sampled_from(leaves + inner), unique=True, min_size=1, max_size=3)
    direct = {node: tuple(sorted(draw(some_leaves))) for node in inner if draw(st.booleans())}
    inferences = {
        node: tuple(tuple(sorted(draw(premises))) for _ in range(draw(st.integers(0, 3)))) for node in inner
    }
    elements = st.lists(st.sampled_from(ELEMENTS), unique=True, min_size=1)
    return Graph(
        leaves=leaves,
        direct={node: found for node, found in direct.items() if found},
        inferences={node: found for node, found in inferences.items() if found},
        elements={charge: tuple(sorted(draw(elements))) for charge in CHARGES},
    )


worlds = st.integers(0, (1 << WORLDS) - 1)


@st.composite
def gates(draw: st.DrawFn, graph: Graph) -> dict[str, tuple[Gate, ...]]:
    """Conditions on some leaves, on each other too."""
    way = st.lists(st.sampled_from(LEAVES), unique=True, min_size=1, max_size=2).map(tuple)
    gate = st.builds(Gate, worlds, st.lists(way, max_size=3).map(tuple))
    return {leaf: tuple(draw(st.lists(gate, max_size=2))) for leaf in graph.leaves if draw(st.booleans())}


@st.composite
def solvable(draw: st.DrawFn) -> tuple[Graph, dict[str, int], dict[str, tuple[Gate, ...]]]:
    """A graph, where its leaves are admitted, and the conditions on them."""
    graph = draw(graphs())
    return graph, {leaf: draw(worlds) for leaf in graph.leaves}, draw(gates(graph))
