"""What do the fair-trial checklist and the profile take from the other questions?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

import polars as pl

from showtrial.audit.basis import ACCUSED_WORDS, Basis
from showtrial.audit.contradictions import contradictions
from showtrial.audit.facts import independent_facts
from showtrial.audit.graph import support_graph
from showtrial.audit.independence import counts
from showtrial.audit.predetermination import Predetermination, predetermined
from showtrial.audit.profile import Inputs
from showtrial.audit.shingles import proposals
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import Modal

#: Evidence that does not consist of somebody's word.
_MATERIAL = ("document", "physical", "expert")


def relied_on(case: CaseFile, charges: Collection[str]) -> frozenset[str]:
    """Return the claims that bear on `charges`: stated in their cases, or in the cone of a charge."""
    chosen = case["charges"].filter(pl.col("id").is_in(list(charges)))
    said = case["statements"].filter(pl.col("case").is_in(chosen["case"].unique().implode()))["id"]
    stated = case["assertions"].filter(pl.col("statement").is_in(said.implode()))["claim"]
    graph = support_graph(case)
    cone = graph.cone([charge for charge in charges if charge in graph.elements])
    return frozenset({*stated, *cone.inner})


def profile_inputs(case: CaseFile, charges: Collection[str], held: Iterable[Basis]) -> Inputs:
    """Gather the results that the checklist and the profile take as given.

    A charge whose elements are not coded, or that nothing on record supports, has no class of basis;
    one without a paper on record has no timing: both are left out, so that silence counts as nothing
    known. That no paper, thing or expert stands behind a charge is known only where no search about
    the charge or its case says that the record is incomplete. A claim is counted for independence if
    some charge relies on it.
    """
    rests, open_ = list(held), _incomplete(case)
    timing = {each.charge: each for each in predetermined(case) if each.charge in charges and each.papers}
    graph = support_graph(case)
    claims = sorted({node for each in rests for node in graph.cone([each.charge]).direct})
    return Inputs(
        predetermined={charge: _holds(each, ("P0", "P1", "P2")) for charge, each in timing.items()},
        before_defence={charge: _holds(each, ("P0", "P1", "P2a")) for charge, each in timing.items()},
        match={charge: _match(each) for charge, each in timing.items()},
        basis_class={
            each.charge: str(each.classes[ACCUSED_WORDS].basis)
            for each in rests
            if ACCUSED_WORDS in each.classes and each.derivation is not None
        },
        material={
            each.charge: any(kind in _MATERIAL for kind in each.kinds)
            or (None if each.charge in open_ else False)
            for each in rests
        },
        independent={
            each.claim: (each.k_low, each.k_high) for each in counts(case, claims, ["interrogator"])
        },
    )


def of_case(inputs: Inputs, case: CaseFile, charges: pl.DataFrame) -> Inputs:
    """Keep and add what is counted case by case: claims, contradictions with facts, shared wording.

    Parameters
    ----------
    inputs : Inputs
        What holds for all charges asked about.
    case : CaseFile
        The case file.
    charges : polars.DataFrame
        The charges of one case.
    """
    claims = relied_on(case, charges["id"].to_list())
    said = case["statements"].filter(pl.col("case").is_in(charges["case"].unique().implode()))
    counted = {claim: k for claim, k in (inputs.independent or {}).items() if claim in claims}
    return replace(
        inputs,
        independent=counted,
        contradictions=_against_facts(case, claims),
        shared_shingles=_shared_wording(case, said),
    )


def _shared_wording(case: CaseFile, said: pl.DataFrame) -> tuple[int, int] | None:
    """Count statements whose wording another speaker shares, and statements whose words are on record."""
    worded = set(said.filter(pl.col("text").is_not_null())["id"])
    if not worded:
        return None
    shared = {end for each in proposals(case) for end in (each.later, each.earlier)}
    return len(worded & shared), len(worded)


def _incomplete(case: CaseFile) -> frozenset[str]:
    """Return the charges of whose evidence a search says that the record is not complete."""
    about = case["searches"].filter(pl.col("complete") == "no")["about"].drop_nulls().implode()
    wanting = pl.col("id").is_in(about) | pl.col("case").is_in(about)
    return frozenset(case["charges"].filter(wanting)["id"])


def _holds(each: Predetermination, steps: tuple[str, ...]) -> str:
    """Return the strongest modal value with which a counting paper falls before one of `steps`."""
    found = {paper.timing.get(step) for paper in each.papers for step in steps}
    for modal in (Modal.NECESSARY, Modal.POSSIBLE):
        if modal in found:
            return str(modal)
    return str(Modal.NONE)


def _match(each: Predetermination) -> str:
    words = {paper.match for paper in each.papers}
    return words.pop() if len(words) == 1 else "unknown"


def _against_facts(case: CaseFile, claims: Collection[str]) -> tuple[int, int]:
    """Count, of `claims`, those an independent fact makes impossible, and those with date and place."""
    facts = independent_facts(case)
    hit = set()
    for each in contradictions(case):
        if each.modal is not Modal.NECESSARY:
            continue
        if not each.opposed_by or set(each.opposed_by) & facts:
            hit.add(each.claim)
        if each.against != each.claim and (not each.stated_by or set(each.stated_by) & facts):
            hit.add(each.against)
    placed = case["claims"].filter(pl.col("date").is_not_null() & pl.col("place").is_not_null())["id"]
    known = set(placed) & set(claims)
    return len(hit & known), len(known)
