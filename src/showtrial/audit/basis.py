"""What does a charge rest on in the record, before any rule is applied?

References
----------
The classes sole and decisive are the structural counterpart of what the European Court of Human
Rights asks of untested evidence (Al-Khawaja and Tahery v. United Kingdom [GC], 2011); how a court
weighs evidence is not reproduced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from showtrial.audit.algebra.antichains import Antichain
from showtrial.audit.algebra.classes import Basis as Basis_
from showtrial.audit.algebra.classes import BasisClass, basis_classes
from showtrial.audit.algebra.cuts import cuts_of
from showtrial.audit.algebra.derivation import Derivation, derivation
from showtrial.audit.algebra.essential import essential
from showtrial.audit.algebra.supports import supports
from showtrial.audit.findings import Finding
from showtrial.audit.graph import Graph
from showtrial.audit.phrases import KINDS, counted, kinds_counted, listed
from showtrial.audit.rules.evidence import Evidence

#: The testimony of those accused together, their own words and each other's.
ACCUSED_WORDS = "confession + co_accused"
_UNKNOWN_KIND = "kind not on record"
#: What each class says of the charge.
_WEIGHT = {
    Basis_.SOLE: "the charge has no support without them, and needs no other",
    Basis_.DECISIVE: "the charge has no support without them, and needs others beside them",
    Basis_.ALTERNATIVE: "they would be enough by themselves, and so would others",
    Basis_.CONTRIBUTORY: "neither needed nor enough, but part of some smallest support",
    Basis_.UNUSED: "part of no smallest support",
}


@dataclass(frozen=True, slots=True)
class ElementBasis:
    """What one element of a charge rests on."""

    element: str
    role: str
    kinds: Mapping[str, tuple[str, ...]]
    essential: tuple[str, ...]
    supports: Antichain
    cuts: Antichain


@dataclass(frozen=True, slots=True)
class Basis:
    """What a charge rests on.

    Parameters
    ----------
    charge, accused : str
        The charge, and whom it accuses.
    kinds : mapping
        Kind of testimony -> leaves of that kind in the cone of the charge.
    classes : mapping
        Kind of testimony (and the accused's words together) -> sole, decisive, alternative,
        contributory or unused.
    essential : tuple of str
        Leaves without which, each alone, the charge has no support.
    elements : tuple of ElementBasis
        The same for each element, with its minimal supports and cuts.
    derivation : Derivation or None
        A smallest derivation of the charge; None if it has no support in the record.
    """

    charge: str
    accused: str
    kinds: Mapping[str, tuple[str, ...]]
    classes: Mapping[str, BasisClass]
    essential: tuple[str, ...]
    elements: tuple[ElementBasis, ...]
    derivation: Derivation | None


def basis(graph: Graph, evidence: Evidence, charge: str, *, max_sets: int = 10_000) -> Basis:
    """Return what `charge` rests on, with no rule applied.

    Parameters
    ----------
    graph : Graph
        The support graph of the chosen layers.
    evidence : Evidence
        The record.
    charge : str
        A charge with elements.
    max_sets : int
        Cap on minimal supports and cuts for each element; beyond it they are marked truncated, and
        the essential leaves and classes are still exact.
    """
    cone = graph.cone([charge])
    roles = dict(evidence.case["elements"].select("id", "role").iter_rows())
    kinds = _kinds(cone, evidence)
    bodies = dict(kinds)
    both = (*kinds.get("confession", ()), *kinds.get("co_accused", ()))
    if both:
        bodies[ACCUSED_WORDS] = tuple(sorted(both))
    return Basis(
        charge=charge,
        accused=evidence.charges[charge]["accused"],
        kinds=kinds,
        classes=basis_classes(cone, charge, bodies, max_sets=max_sets),
        essential=essential(cone, charge),
        elements=tuple(
            ElementBasis(
                element=element,
                role=roles[element],
                kinds=_kinds(cone.cone([element]), evidence),
                essential=essential(cone, element),
                supports=supports(cone, element, max_sets=max_sets),
                cuts=cuts_of(cone, element, max_sets=max_sets),
            )
            for element in cone.elements.get(charge, ())
        ),
        derivation=derivation(cone, charge),
    )


def _kinds(cone: Graph, evidence: Evidence) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for leaf in cone.leaves:
        found.setdefault(evidence.assertions[leaf]["kind"] or _UNKNOWN_KIND, []).append(leaf)
    return {kind: tuple(leaves) for kind, leaves in sorted(found.items())}


def findings(found: Basis, evidence: Evidence) -> tuple[Finding, ...]:
    """Say what a charge rests on."""
    leaves = tuple(sorted({leaf for leaves in found.kinds.values() for leaf in leaves}))
    only = listed(evidence.label(leaf) for leaf in found.essential)
    rows = [
        Finding(
            question="basis",
            subject=found.charge,
            statistic="assertions",
            n=len(leaves),
            text=_sentence(found, leaves, evidence),
            evidence=leaves,
        ),
        Finding(
            question="basis",
            subject=found.charge,
            statistic="essential",
            n=len(found.essential),
            denominator=len(leaves),
            text=f"Without {'any one of ' * (len(found.essential) > 1)}{only} the charge has no support."
            if found.essential
            else "No single assertion is such that the charge has no support without it.",
            evidence=found.essential,
        ),
    ]
    rows += [_of_body(found, kind, leaves) for kind in found.classes]
    return tuple(rows) + tuple(_of_element(found.charge, each) for each in found.elements)


def _of_body(found: Basis, kind: str, leaves: tuple[str, ...]) -> Finding:
    """Say of what weight one body of testimony is, structurally."""
    each = found.classes[kind]
    words = (*found.kinds.get("confession", ()), *found.kinds.get("co_accused", ()))
    body = tuple(sorted(words)) if kind == ACCUSED_WORDS else found.kinds[kind]
    return Finding(
        question="basis",
        subject=found.charge,
        statistic=f"class of {kind}",
        value=str(each.basis) + (" (truncated)" if each.truncated else ""),
        n=len(body),
        denominator=len(leaves),
        text=f"{_body(kind)}: {_WEIGHT[each.basis]} ({each.basis}).",
        evidence=body,
    )


def _body(kind: str) -> str:
    if kind == ACCUSED_WORDS:
        return "The words of the accused, about themselves and about each other"
    return KINDS[kind][1].capitalize() if kind in KINDS else kind.capitalize()


def _sentence(found: Basis, leaves: tuple[str, ...], evidence: Evidence) -> str:
    who = f"The charge {found.charge} against {evidence.names[found.accused]} [{found.accused}]"
    if found.derivation is None:
        return f"{who} has no support on record in these layers."
    return (
        f"{who} rests, in these layers, on {counted(len(leaves), 'assertion')}: {kinds_counted(found.kinds)}."
    )


def _of_element(charge: str, each: ElementBasis) -> Finding:
    leaves = tuple(sorted({leaf for leaves in each.kinds.values() for leaf in leaves}))
    many = "more than " if each.supports.truncated else ""
    sets = counted(len(each.supports.sets), "smallest set")
    return Finding(
        question="basis",
        subject=each.element,
        statistic="minimal supports",
        value="truncated" if each.supports.truncated else "",
        n=len(each.supports.sets),
        text=f"The element {each.element} ({each.role}) of {charge} rests on "
        f"{counted(len(leaves), 'assertion')}; {many}{sets} of them would be enough, "
        f"{_removals(each.cuts)} would end it.",
        evidence=leaves,
    )


def _removals(cuts: Antichain) -> str:
    """Count the smallest removals; beyond their cap in size none was looked for."""
    if cuts.truncated and not cuts.sets:
        return "no removal of up to 3"
    return ("at least " if cuts.truncated else "") + counted(len(cuts.sets), "smallest removal")
