"""By what is a trial profiled: a vector of numbers, never a sum or a label?"""

from __future__ import annotations

from showtrial.audit.fairtrial.acts import read_record
from showtrial.audit.findings import Finding
from showtrial.audit.profile.audience import audience
from showtrial.audit.profile.control import control
from showtrial.audit.profile.evidence import evidence
from showtrial.audit.profile.inputs import Inputs
from showtrial.audit.profile.measure import Proceedings
from showtrial.audit.profile.reach import reach, rights
from showtrial.record.casefile import CaseFile


def profile(case: CaseFile, case_id: str, inputs: Inputs | None = None) -> tuple[Finding, ...]:
    """Return the profile of one case: A control of the outcome, B evidence, C audience, D rights, E reach.

    Every number carries its parts, the interval over what is not on record, and its rows. Counts of
    rows have no upper end, and no row is no number. Nothing is weighed, summed or named.

    Parameters
    ----------
    case : CaseFile
        The case file.
    case_id : str
        Id of a case in it.
    inputs : Inputs, optional
        What the other questions of the audit found.

    Raises
    ------
    KeyError
        If there is no such case.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> found = profile(open_case("toy"), "night-masters")
    >>> [each.text for each in found if each.statistic == "A2"]
    ['A2: convicted, of the charges in the file: 3 of 3.']
    """
    if case_id not in set(case["cases"]["id"]):
        raise KeyError(case_id)
    given = inputs or Inputs()
    held = Proceedings(read_record(case), case_id)
    found = [
        *control(held, given),
        *evidence(held, given),
        *audience(held),
        *rights(held, given),
        *reach(held),
    ]
    return tuple(sorted(found, key=lambda each: each.key))
