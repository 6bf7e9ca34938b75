"""Is a body of testimony a node's sole, decisive, alternative or contributory basis?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from showtrial.audit.algebra.supports import supports
from showtrial.audit.algebra.tables import truth_tables
from showtrial.audit.algebra.wiring import cone_of
from showtrial.audit.graph import Graph


class Basis(StrEnum):
    """What a set of leaves is to a node."""

    SOLE = "sole"
    DECISIVE = "decisive"
    ALTERNATIVE = "alternative"
    CONTRIBUTORY = "contributory"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class BasisClass:
    """The class of a set of leaves.

    Parameters
    ----------
    basis : Basis
        The class.
    truncated : bool
        True only beside ``unused``, where not all minimal supports could be listed: the set is in
        none of those that were, and may be contributory.
    """

    basis: Basis
    truncated: bool = False


def basis_classes(
    graph: Graph, target: str, bodies: Mapping[str, Iterable[str]], *, max_sets: int = 10_000
) -> dict[str, BasisClass]:
    """Return the class of each of `bodies`, sets of leaves, for `target`.

    With necessary = not supported without the body, and sufficient = supported by the body alone::

        sole          necessary and sufficient
        decisive      necessary, not sufficient
        alternative   sufficient, not necessary
        contributory  neither, but in some minimal support
        unused        else

    For a target without support every body is unused: there is nothing it could be the basis of.

    Parameters
    ----------
    graph : Graph
        The support graph.
    target : str
        Claim, element or charge.
    bodies : mapping of str to iterable of str
        Name -> its leaves, such as all of one kind, speaker or agency. Leaves that are not in the
        graph count for nothing.
    max_sets : int
        Cap on minimal supports, only used to tell contributory from unused.

    Notes
    -----
    The first three classes are exact: two worlds of one truth table for each body, O(E * bodies / 32)
    word operations. Whether a leaf is in some minimal support is NP-complete in general (it is
    relevance in Horn abduction): for most leaves `witnessed` finds one at once, and only for a body
    without such a leaf are the minimal supports listed, as far as `max_sets` lets them. Contributory is
    always right, and unused too unless `truncated`. Elements of a charge that share no leaf are taken
    one by one, so that their supports do not multiply.

    References
    ----------
    Eiter, T., Gottlob, G. (1995). The complexity of logic-based abduction. J. ACM 42, 3-42.
    doi:10.1145/200836.200838

    Examples
    --------
    >>> inferences = {"e1": (("s1",), ("s2",)), "e2": (("s3",),)}
    >>> graph = Graph(("s1", "s2", "s3"), {}, inferences, {"k": ("e1", "e2")})
    >>> bodies = {"confession": ["s1", "s2"], "co_accused": ["s3"], "Anna": ["s1"]}
    >>> bodies["both"] = ["s1", "s2", "s3"]
    >>> for name, found in basis_classes(graph, "k", bodies).items():
    ...     print(name, found.basis)
    Anna contributory
    both sole
    co_accused decisive
    confession decisive
    """
    cone = cone_of(graph, target)
    leaves = {name: set(bodies[name]).intersection(cone.leaves) for name in sorted(bodies)}
    whole = 1 << 2 * len(leaves)  # the last world: every leaf
    without = whole | sum(1 << 2 * at for at in range(len(leaves)))  # even worlds: all but the body
    base = dict.fromkeys(cone.leaves, without)
    for at, held in enumerate(leaves.values()):
        for leaf in held:
            base[leaf] ^= 3 << 2 * at  # not in the even world, but in the odd one: the body alone
    holds = truth_tables(cone, base, 2 * len(leaves) + 1)[target]
    if not holds & whole:
        return dict.fromkeys(leaves, BasisClass(Basis.UNUSED))
    found: dict[str, BasisClass] = {}
    used: tuple[frozenset[str], bool] | None = None
    shown: frozenset[str] | None = None
    for at, (name, held) in enumerate(leaves.items()):
        necessary, sufficient = not holds >> 2 * at & 1, bool(holds >> 2 * at + 1 & 1)
        if necessary:
            found[name] = BasisClass(Basis.SOLE if sufficient else Basis.DECISIVE)
        elif sufficient:
            found[name] = BasisClass(Basis.ALTERNATIVE)
        else:
            shown = witnessed(cone, target) if shown is None else shown
            some = not held.isdisjoint(shown)
            if held and not some:
                used = used or used_leaves(cone, target, max_sets=max_sets)
                some = not held.isdisjoint(used[0])
            found[name] = BasisClass(
                Basis.CONTRIBUTORY if some else Basis.UNUSED,
                truncated=bool(held) and not some and used is not None and used[1],
            )
    return found


def witnessed(graph: Graph, target: str) -> frozenset[str]:
    """Return leaves of which a minimal support of `target` was found; there may be others.

    One world a leaf: the other leaves go one after the other as long as the target stays supported.
    What is then left is a minimal support with the leaf in it, if the target does not stand without
    the leaf either.

    Examples
    --------
    >>> graph = Graph(("a", "b"), {"c": ("a",)}, {"c": (("a", "b"),)}, {})
    >>> witnessed(graph, "c")
    frozenset({'a'})
    """
    graph = cone_of(graph, target)
    every = (1 << len(graph.leaves)) - 1
    truth = truth_tables(graph, dict.fromkeys(graph.leaves, every), len(graph.leaves))[target]
    found: set[str] = set()
    for order in (graph.leaves, graph.leaves[::-1]):
        base = dict.fromkeys(graph.leaves, every)
        own = {leaf: 1 << at for at, leaf in enumerate(graph.leaves)}
        for leaf in order:  # taken out of every world but its own, and put back where it is missed
            base[leaf] = own[leaf]
            base[leaf] |= every & ~truth_tables(graph, base, len(own))[target]
        left = {leaf: bits & ~own[leaf] for leaf, bits in base.items()}
        stands = truth_tables(graph, left, len(own))[target]
        found |= {leaf for leaf in graph.leaves if truth & own[leaf] & ~stands}
    return frozenset(found)


def used_leaves(graph: Graph, target: str, *, max_sets: int = 10_000) -> tuple[frozenset[str], bool]:
    """Return the leaves that are in some minimal support of `target`, and whether some may be missing.

    Examples
    --------
    >>> graph = Graph(("a", "b"), {"c": ("a",)}, {"c": (("a", "b"),)}, {})
    >>> used_leaves(graph, "c")
    (frozenset({'a'}), False)
    """
    listed = []
    for together in _sharing(graph, graph.elements.get(target, ())) or [()]:
        part = replace(graph, elements={**graph.elements, target: together}) if together else graph
        listed.append(supports(part, target, max_sets=max_sets))
    if not all(each.sets for each in listed):
        return frozenset(), False
    return frozenset().union(*(each.members for each in listed)), any(each.truncated for each in listed)


def _sharing(graph: Graph, elements: Iterable[str]) -> list[tuple[str, ...]]:
    """Part `elements` into groups that share no leaf with each other."""
    groups: list[tuple[set[str], tuple[str, ...]]] = []
    for element in sorted(elements):
        leaves = set(graph.cone([element]).leaves)
        together: tuple[str, ...] = (element,)
        apart = []
        for held, others in groups:
            if leaves.isdisjoint(held):
                apart.append((held, others))
            else:
                leaves, together = leaves | held, (*others, *together)
        groups = [*apart, (leaves, together)]
    return [together for _, together in groups]
