"""Which single leaves does a node not stand without?"""

from __future__ import annotations

from showtrial.audit.algebra.derivation import derivation
from showtrial.audit.algebra.tables import truth_tables
from showtrial.audit.algebra.wiring import cone_of
from showtrial.audit.graph import Graph


def essential(graph: Graph, target: str) -> tuple[str, ...]:
    r"""Return the leaves whose removal, each alone, ends the support of `target`; sorted.

    Every support holds every essential leaf, so the leaves of one derivation are the only
    candidates, :math:`x_1, \dots, x_n`. World i of one truth table admits every leaf but
    :math:`x_i`; those whose world does not support the target are essential. This is the
    definition itself, so it is exact on circles too. (The greatest fixpoint of sets of leaves,
    union at AND and intersection at OR, is the same bit by bit, but carries every leaf along.)

    Of a target without support no leaf is essential: there is nothing to end.

    Notes
    -----
    O(E log E) for the derivation and O(E * n / 64) word operations for the table.

    Examples
    --------
    >>> inferences = {"e1": (("s1",), ("s2",)), "e2": (("s3",),)}
    >>> graph = Graph(("s1", "s2", "s3"), {}, inferences, {"k": ("e1", "e2")})
    >>> essential(graph, "k"), essential(graph, "e1")
    (('s3',), ())
    """
    cone = cone_of(graph, target)
    found = derivation(cone, target)
    candidates = found.leaves if found else ()
    every = (1 << len(candidates)) - 1
    base = dict.fromkeys(cone.leaves, every)
    for world, leaf in enumerate(candidates):
        base[leaf] ^= 1 << world
    holds = truth_tables(cone, base, len(candidates))[target]
    return tuple(leaf for world, leaf in enumerate(candidates) if not holds >> world & 1)
