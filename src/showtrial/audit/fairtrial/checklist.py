"""Was the trial fair, item by item, by the law of its time and by later standards?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from showtrial.audit.fairtrial.acts import Record, read_record
from showtrial.audit.fairtrial.answer import DISPUTED, MET, NOT_REQUIRED, SILENT, VIOLATED
from showtrial.audit.fairtrial.items import BENCHMARK, OWN_LAW, items
from showtrial.audit.fairtrial.law import own_instruments, petition_window
from showtrial.audit.fairtrial.measured import ItemAnswer, both_answers, reconciled
from showtrial.audit.fairtrial.trial import Trial
from showtrial.audit.findings import Finding
from showtrial.record.casefile import CaseFile
from showtrial.record.readings import rivals, under


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What the checklist takes from elsewhere, and its one threshold.

    Parameters
    ----------
    min_prep_h : float
        Hours between indictment and hearing that the benchmark counts as enough.
    own_law : mapping, optional
        Case -> ids of the instruments of own law that applied to it, where the caller knows better
        than what follows from the articles cited, the date and the decrees in the file.
    basis_class : mapping, optional
        Charge -> class of {confession, co_accused} as its basis (sole, decisive, alternative, ...).
    predetermined : mapping, optional
        Charge -> whether its outcome was fixed before the defence was heard (necessary, possible, none).
    """

    min_prep_h: float = 72.0
    own_law: Mapping[str, Sequence[str]] | None = None
    basis_class: Mapping[str, str] | None = None
    predetermined: Mapping[str, str] | None = None


def fair_trial(
    case: CaseFile,
    charge_id: str,
    *,
    basis_class: Mapping[str, str] | None = None,
    predetermined: Mapping[str, str] | None = None,
    measure: Measure | None = None,
) -> tuple[ItemAnswer, ...]:
    """Answer the thirty items for one charge, in their order.

    Parameters
    ----------
    case : CaseFile
        The case file.
    charge_id : str
        Id of the charge.
    basis_class, predetermined : mapping, optional
        As in :class:`Measure`, and before it; what is not given is not on record.
    measure : Measure, optional
        Threshold, own law, and the two mappings.

    Returns
    -------
    tuple of ItemAnswer
        `violated` and `met` stand on rows, never on their absence. Where rival readings of one cell
        (each varied alone, the others as stored) give different answers, the answer is `disputed`.

    Raises
    ------
    KeyError
        If there is no such charge.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> answers = fair_trial(open_case("toy"), "ch.brenn")
    >>> [each.item for each in answers if each.benchmark.value == "violated"]
    ['F04', 'F09', 'F12', 'F13', 'F26']
    """
    chosen = measure or Measure()
    if basis_class is not None:
        chosen = replace(chosen, basis_class=basis_class)
    if predetermined is not None:
        chosen = replace(chosen, predetermined=predetermined)
    return _Checklist(case, chosen).answers(charge_id)


def findings(
    case: CaseFile, charges: Iterable[str] | None = None, *, measure: Measure | None = None
) -> tuple[Finding, ...]:
    """Return the answers for `charges` (all by default), and two lines of counts a charge.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> found = findings(open_case("toy"), ["ch.brenn"])
    >>> [each.text for each in found if each.statistic == "counts benchmark"]
    ['Benchmark: 5 violated, 3 met, 0 disputed, 22 not on record; 30 items.']
    """
    checklist = _Checklist(case, measure or Measure())
    found: list[Finding] = []
    for charge in sorted(charges if charges is not None else checklist.record.charges):
        answers = checklist.answers(charge)
        for each in answers:
            for applies, answer, text in (
                (OWN_LAW, each.own_law, each.own_text),
                (BENCHMARK, each.benchmark, each.benchmark_text),
            ):
                found.append(
                    Finding(
                        question="fair_trial",
                        subject=charge,
                        statistic=f"{each.item} {applies}",
                        value=answer.value,
                        text=text,
                        evidence=answer.evidence,
                    )
                )
        found += [_counts(charge, answers, applies) for applies in (BENCHMARK, OWN_LAW)]
    return tuple(sorted(found, key=lambda each: each.key))


def _counts(charge: str, answers: Sequence[ItemAnswer], applies: str) -> Finding:
    """One line of counts; items are counted, not weighed, and no total is formed."""
    values = Counter((each.own_law if applies == OWN_LAW else each.benchmark).value for each in answers)
    order = [VIOLATED, MET, DISPUTED, SILENT] + ([NOT_REQUIRED] if applies == OWN_LAW else [])
    told = ", ".join(f"{values[value]} {value.replace('_', ' ')}" for value in order)
    name = "Own law" if applies == OWN_LAW else "Benchmark"
    return Finding(
        question="fair_trial",
        subject=charge,
        statistic=f"counts {applies}",
        denominator=len(answers),
        text=f"{name}: {told}; {len(answers)} items.",
    )


class _Checklist:
    """The checklist over one case file, as stored and under each rival reading."""

    def __init__(self, case: CaseFile, measure: Measure) -> None:
        self.case, self.measure = case, measure
        self.record = read_record(case)
        self.rivals = rivals(case)
        self._variants: dict[tuple[str, str, str], Record] = {}

    def answers(self, charge: str) -> tuple[ItemAnswer, ...]:
        stored = self._answers(self.record, charge)
        rival: list[tuple[str, tuple[ItemAnswer, ...]]] = []
        for (row, column), values in self.rivals.items():
            if not self._bears(row, charge):
                continue
            for value in values[1:]:
                record = self._variant(row, column, value)
                if charge in record.charges:
                    rival.append((f"{row}.{column} read as “{value}”", self._answers(record, charge)))
        return tuple(reconciled(each, rival, index) for index, each in enumerate(stored))

    def _bears(self, row: str, charge: str) -> bool:
        """Whether a disputed row can have a part in the answers for this charge."""
        trial = Trial(self.record, charge)
        if row in (charge, trial.accused):
            return True
        if row in self.record.charges:
            return self.record.charges[row]["accused"] == trial.accused
        act = next((each for each in self.record.acts if each.id == row), None)
        if act is None:
            made = self.record.assertions.get(row, {}).get("statement", row)
            said = self.record.statements.get(str(made), {}).get("case") == trial.case
            return said or row in self.record.filed.cone([charge]).inner
        return act in trial.acts_in_case or act in trial.pressures or trial.accused in act.having("subject")

    def _variant(self, row: str, column: str, value: str) -> Record:
        key = (row, column, value)
        if key not in self._variants:
            self._variants[key] = read_record(under(self.case, {(row, column): value}))
        return self._variants[key]

    def _answers(self, record: Record, charge: str) -> tuple[ItemAnswer, ...]:
        measure = self.measure
        trial = Trial(
            record,
            charge,
            basis=(measure.basis_class or {}).get(charge),
            predetermined=(measure.predetermined or {}).get(charge),
            min_prep_h=measure.min_prep_h,
        )
        applicable = own_instruments(trial, (measure.own_law or {}).get(trial.case))
        trial = replace(trial, window=petition_window(trial, applicable, items()))
        return tuple(both_answers(trial, item, applicable) for item in items())
