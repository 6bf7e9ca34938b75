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
from showtrial.audit.algebra.classes import BasisClass, basis_classes
from showtrial.audit.algebra.cuts import cuts_of
from showtrial.audit.algebra.derivation import Derivation, derivation
from showtrial.audit.algebra.essential import essential
from showtrial.audit.algebra.supports import supports
from showtrial.audit.findings import Finding
from showtrial.audit.graph import Graph
from showtrial.audit.phrases import counted, listed
from showtrial.audit.rules.evidence import Evidence

#: The testimony of those accused together, their own words and each other's.
ACCUSED_WORDS = "confession + co_accused"
_UNKNOWN_KIND = "kind not on record"


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


def findings(found: Basis) -> tuple[Finding, ...]:
    """Say what a charge rests on."""
    leaves = tuple(sorted({leaf for leaves in found.kinds.values() for leaf in leaves}))
    rows = [
        Finding(
            question="basis",
            subject=found.charge,
            statistic="assertions",
            n=len(leaves),
            text=_sentence(found, leaves),
            evidence=leaves,
        ),
        Finding(
            question="basis",
            subject=found.charge,
            statistic="essential",
            n=len(found.essential),
            denominator=len(leaves),
            text=f"Without any one of {listed(found.essential)} the charge has no support."
            if found.essential
            else "No single assertion is such that the charge has no support without it.",
            evidence=found.essential,
        ),
    ]
    for kind, each in found.classes.items():
        body = found.kinds.get(
            kind, tuple(sorted({*found.kinds.get("confession", ()), *found.kinds.get("co_accused", ())}))
        )
        rows.append(
            Finding(
                question="basis",
                subject=found.charge,
                statistic=f"class of {kind}",
                value=str(each.basis) + (" (truncated)" if each.truncated else ""),
                n=len(body),
                denominator=len(leaves),
                text=f"Testimony of the kind {kind} is {each.basis} for the charge {found.charge}.",
                evidence=body,
            )
        )
    return tuple(rows) + tuple(_of_element(found.charge, each) for each in found.elements)


def _sentence(found: Basis, leaves: tuple[str, ...]) -> str:
    if found.derivation is None:
        return f"The charge {found.charge} against {found.accused} has no support on record in these layers."
    kinds = ", ".join(f"{len(each)} {kind}" for kind, each in found.kinds.items())
    weighty = [
        f"{kind} is {each.basis}"
        for kind, each in found.classes.items()
        if each.basis in ("sole", "decisive")
    ]
    last = f" Of these {listed(weighty)}." if weighty else ""
    return (
        f"The charge {found.charge} against {found.accused} rests, in these layers, on "
        f"{counted(len(leaves), 'assertion')}: {kinds}.{last}"
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
