"""What supports what? The AND/OR support graph of a case file.

Nodes are leaves (assertions), claims, elements and charges. A claim is supported by any of its
leaves or by any inference to it; an inference needs all of its premises; an element is supported
by any of its inferences, or by a leaf that affirms the charge as a whole; a charge needs all of
its elements::

    S(claim)   = OR of S(leaf)  OR  OR over inferences of AND over premises
    S(element) = OR over inferences of AND over premises  OR  OR of S(leaf on the charge)
    S(charge)  = AND of S(element)

taken as the least fixpoint: support that goes round in a circle is no support.

References
----------
Green, T. J., Karvounarakis, G., Tannen, V. (2007). Provenance semirings. PODS.
doi:10.1145/1265530.1265535
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from showtrial.record.casefile import CaseFile
from showtrial.record.when import with_bounds

#: Layers on which the court itself relied; later research stands apart.
COURT_LAYERS = ("cited_in_judgment", "in_case_file")
ALL_LAYERS = (*COURT_LAYERS, "later_research")
#: Moods in which a statement says that something was so.
ASSERTIVE = ("indication", "certitude")
#: Whoever speaks in these parts argues; what is argued is never a leaf.
ADVOCATES = ("prosecutor", "judge", "defence")
#: Settings in which what is said stands outside the file of the case.
_OUTSIDE = ("literature", "press", "free")


@dataclass(frozen=True)
class Graph:
    """The support graph. Every mapping goes from a node to what supports it.

    Parameters
    ----------
    leaves : tuple of str
        Assertions that can support something, sorted.
    direct : mapping
        Claim or element -> its leaves.
    inferences : mapping
        Claim or element -> its inferences, each a tuple of premises (claims, leaves or elements).
    elements : mapping
        Charge -> its elements. A charge without elements is left out.
    """

    leaves: tuple[str, ...]
    direct: Mapping[str, tuple[str, ...]]
    inferences: Mapping[str, tuple[tuple[str, ...], ...]]
    elements: Mapping[str, tuple[str, ...]]

    @cached_property
    def inner(self) -> tuple[str, ...]:
        """Claims and elements, sorted: every node that is neither leaf nor charge."""
        leaves = set(self.leaves)
        inner = {*self.direct, *self.inferences}
        inner |= {element for elements in self.elements.values() for element in elements}
        inner |= {p for found in self.inferences.values() for premises in found for p in premises}
        return tuple(sorted(inner - leaves - set(self.elements)))

    def cone(self, targets: Iterable[str]) -> Graph:
        """Return the part of the graph from which `targets` can draw support."""
        todo, seen = list(targets), set()
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo += self.elements.get(node, ())
                todo += self.direct.get(node, ())
                todo += [p for premises in self.inferences.get(node, ()) for p in premises]
        return Graph(
            leaves=tuple(leaf for leaf in self.leaves if leaf in seen),
            direct={node: found for node, found in self.direct.items() if node in seen},
            inferences={node: found for node, found in self.inferences.items() if node in seen},
            elements={node: found for node, found in self.elements.items() if node in seen},
        )


def support_graph(case: CaseFile, layers: Iterable[str] = COURT_LAYERS) -> Graph:
    """Build the support graph of `case` from the assertions and inferences of `layers`.

    A leaf affirms its claim, in indication or certitude, in a part that is not advocacy. The layer
    of an assertion that names none is ``later_research`` where its statement belongs to no case, was
    made in print or at liberty, or surely came after the verdict of its case; else ``in_case_file``,
    as is that of an inference.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> graph = support_graph(open_case("toy"))
    >>> len(graph.elements)
    3
    """
    chosen = set(layers)
    filed = _in_case_file(case)
    assertions = case["assertions"]
    by_setting = pl.when(pl.col("statement").is_in(filed)).then(pl.lit("in_case_file"))
    layer = pl.coalesce("layer", by_setting.otherwise(pl.lit("later_research")))
    leaves = assertions.filter(
        (pl.col("polarity") == "affirms")
        & pl.col("mood").fill_null("indication").is_in(ASSERTIVE)
        & ~pl.col("kind").fill_null("").is_in(ADVOCATES)
        & layer.is_in(list(chosen))
    )
    charged = _grouped(case["elements"].select("charge", "id").iter_rows())
    direct: dict[str, list[str]] = {}
    for leaf, claim in leaves.select("id", "claim").iter_rows():
        for node in charged.get(claim, (claim,)):
            direct.setdefault(node, []).append(leaf)
    known = set(leaves["id"])
    inferences: dict[str, list[tuple[str, ...]]] = {}
    silent = set(assertions["id"]) - known  # a premise that is an assertion, but no leaf, supports nothing
    for target, premises in _inferences(case, chosen):
        if not silent & set(premises):
            inferences.setdefault(target, []).append(premises)
    charges = set(case["charges"]["id"])
    return Graph(
        leaves=tuple(sorted(known)),
        direct={node: tuple(sorted(found)) for node, found in sorted(direct.items()) if node not in charges},
        inferences={node: tuple(sorted(found)) for node, found in sorted(inferences.items())},
        elements={charge: found for charge, found in sorted(charged.items())},
    )


def _in_case_file(case: CaseFile) -> list[str]:
    """Return the statements that stood in the file of their case when it was decided."""
    decided = (
        case["charges"]
        .select("case", id="verdict")
        .join(case["events"].select("id", "date", "time"), on="id")
    )
    verdicts = with_bounds(decided, case.calendar).group_by("case").agg(over=pl.col("hi").max())
    said = with_bounds(case["statements"], case.calendar).join(verdicts, on="case", how="left")
    late = (pl.col("lo") >= pl.col("over")).fill_null(False)
    inside = pl.col("case").is_not_null() & ~pl.col("setting").fill_null("").is_in(_OUTSIDE)
    return said.filter(inside & ~late)["id"].to_list()


def _inferences(case: CaseFile, layers: set[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return target and premises of each inference of `layers`."""
    rows: dict[tuple[str, str], list[str]] = {}
    columns = case["inferences"].select("inference", "target", "premise", "layer").iter_rows()
    for name, target, premise, layer in columns:
        if (layer or "in_case_file") in layers:
            rows.setdefault((name, target), []).append(premise)
    return [(target, tuple(sorted(set(premises)))) for (_, target), premises in sorted(rows.items())]


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(sorted(values)) for key, values in found.items()}
