"""What does the profile take from the other questions of the audit?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Results of other questions; what is not given is printed as not computed.

    Parameters
    ----------
    predetermined : mapping, optional
        Charge -> whether P0, P1 or P2 holds for it (necessary, possible, none). A1.
    before_defence : mapping, optional
        The same for P0, P1 or P2a, before the defence was heard. D1.
    match : mapping, optional
        Charge -> how the sentence fixed beforehand compares (equal, milder, harsher, unknown). A3.
    basis_class : mapping, optional
        Charge -> class of {confession, co_accused} as its basis (sole, decisive, ...). B1, D1.
    material : mapping, optional
        Charge -> whether an admitted document, physical item or expert finding supports it. B2.
    independent : mapping, optional
        Claim relied on -> (fewest, most) independent sources at the level of the interrogator. B6.
    shared_shingles : tuple of int, optional
        Statements that share at least two 12-word shingles with another speaker, statements
        compared. B7.
    contradictions : tuple of int, optional
        Necessary contradictions with independent facts, claims with date and place. B8.
    """

    predetermined: Mapping[str, str] | None = None
    before_defence: Mapping[str, str] | None = None
    match: Mapping[str, str] | None = None
    basis_class: Mapping[str, str] | None = None
    material: Mapping[str, bool | None] | None = None
    independent: Mapping[str, tuple[int, int]] | None = None
    shared_shingles: tuple[int, int] | None = None
    contradictions: tuple[int, int] | None = None
