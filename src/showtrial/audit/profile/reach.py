"""Rights, time to prepare, and reach beyond the dock (D1 to E3)?"""

from __future__ import annotations

from itertools import combinations

from showtrial.audit.fairtrial import Measure, findings
from showtrial.audit.fairtrial.counsel import WAIVED
from showtrial.audit.fairtrial.custody import NO
from showtrial.audit.fairtrial.trial import Trial, hours_between
from showtrial.audit.findings import Finding
from showtrial.audit.profile.inputs import Inputs
from showtrial.audit.profile.measure import UNKNOWN, Proceedings
from showtrial.record.when import when

_TAKEN_OVER = ("quotes", "copied", "read_to", "shown_to", "cited_by_court")


def rights(case: Proceedings, inputs: Inputs) -> list[Finding]:
    """Return D1 to D3."""
    return [*_checklist(case, inputs), _preparation(case), _without_counsel(case)]


def _checklist(case: Proceedings, inputs: Inputs) -> list[Finding]:
    """Return, for each item of the checklist, the accused for whom it is answered `violated`.

    The interval counts in those for whom it is disputed or not on record. Items are not added up.
    """
    measure = Measure(basis_class=inputs.basis_class, predetermined=inputs.before_defence)
    marks: dict[str, dict[str, bool | None]] = {}
    rows: dict[str, list[str]] = {}
    for found in findings(case.record.file, case.charges, measure=measure):
        item, _, applies = found.statistic.partition(" ")
        if applies == "benchmark" and item != "counts":
            known = {"violated": True, "met": False}.get(found.value)
            marks.setdefault(item, {})[found.subject] = known
            rows.setdefault(item, []).extend(found.evidence if known else ())
    return [
        case.share(f"D1 {item}", "accused for whom the trial falls short of the benchmark", held, rows[item])
        for item, held in sorted(marks.items())
    ]


def _preparation(case: Proceedings) -> Finding:
    text = "hours from the indictment to the hearing"
    spans, rows = [], []
    for trial in (trial for each in (case, *case.variants) for trial in each.trials):
        for act in trial.acts("indictment_served"):
            if act.when and trial.opening and act.value not in NO:
                spans.append(hours_between(act.when.start, trial.opening))
                rows += [act.id, *trial.opening_rows]
    if not spans:
        return case.absent("D2", UNKNOWN, text)
    bounds = (min(low for low, _ in spans), max(high for _, high in spans))
    return case.span("D2", text, bounds, rows, "hours")


def _without_counsel(case: Proceedings) -> Finding:
    marks: dict[str, bool | None] = {}
    rows = []
    for trial in case.trials:
        mark = _no_counsel(trial)
        marks[trial.accused] = mark
        rows += [act.id for act in trial.acts("counsel_access")]
    return case.share("D3", "accused without counsel", marks, rows)


def _no_counsel(trial: Trial) -> bool | None:
    values = {act.outcome(trial.accused) for act in trial.acts("counsel_access")}
    without = bool(values & {*NO, *WAIVED}) or any(
        ("counsel", "none", None) in act.roles for act in trial.acts("trial")
    )
    had = bool(values & {"yes", "chosen", "imposed", "throughout"})
    return None if without == had else without


def reach(case: Proceedings) -> list[Finding]:
    """Return E1 to E3."""
    return [_amalgam(case), _third_parties(case), _later_use(case)]


def _amalgam(case: Proceedings) -> Finding:
    """Return the pairs of accused between whom no tie is on record that may be older than both arrests.

    No tie on record is not the absence of a tie: the lower end of the interval is therefore open
    at zero, and only the upper end is a count.
    """
    ties = case.record.file["ties"]
    tied = {
        frozenset((a, b))
        for (a, b), date in zip(
            ties.select("a", "b").iter_rows(), when(ties, case.record.file.calendar), strict=True
        )
        if date is None or date.lo < _arrested(case, a, b)
    }
    pairs = [frozenset(pair) for pair in combinations(sorted(case.accused), 2)]
    if not pairs:
        return case.absent("E1", UNKNOWN, "pairs of accused without a tie on record before arrest")
    loose = sum(pair not in tied for pair in pairs)
    told = f"pairs of accused without a tie on record before arrest: {loose} of {len(pairs)}"
    told += "; ties that nobody recorded may be among them."
    return case.number(
        "E1", told, low=0.0, high=loose / len(pairs), n=loose, denominator=len(pairs), evidence=case.charges
    )


def _arrested(case: Proceedings, *people: str) -> float:
    """Return the last minute at which the first of `people` can have been arrested."""
    ends = [
        act.when.hi
        for act in case.record.acts
        if act.kind == "arrest" and act.when and act.having("subject") & set(people)
    ]
    return min(ends, default=float("inf"))


def _third_parties(case: Proceedings) -> Finding:
    """Count persons whom the verdict covers and who were not accused in the case."""
    rows = {
        (act.id, person)
        for act in case.acts("verdict")
        for person in act.having("subject", "covered", "object")
        if person not in case.accused
    }
    text = "persons whom the verdict names and who were not parties"
    if not rows:
        return case.absent("E2", UNKNOWN, text)
    n = len({person for _, person in rows})
    return case.number("E2", f"{text}: at least {n}.", low=float(n), n=n, evidence=[id for id, _ in rows])


def _later_use(case: Proceedings) -> Finding:
    """Count later cases that take over this verdict or its testimony by a link.

    Later is a case whose hearing opens after this verdict, in every completion of the dates.
    """
    here = {id for id, row in case.record.statements.items() if row["case"] == case.case}
    said = {id for id, row in case.record.assertions.items() if row["statement"] in here}
    source = here | said | {act.id for act in case.acts("verdict")}
    homes = {id: row["case"] for id, row in case.record.statements.items()}
    homes |= {id: row["case"] for id, row in case.record.charges.items()}
    homes |= {act.id: act.case for act in case.record.acts}
    later = _later_cases(case)
    users: dict[str, list[str]] = {}
    for link in case.record.links:
        home = homes.get(str(link["from"]))
        if link["to"] in source and link["kind"] in _TAKEN_OVER and home in later:
            users.setdefault(str(home), []).append(str(link["from"]))
    text = "later trials that use this verdict or its testimony"
    if not users:
        return case.absent("E3", UNKNOWN, text)
    rows = [row for found in users.values() for row in found]
    told = f"{text}: at least {len(users)} ({', '.join(sorted(users))})."
    return case.number("E3", told, low=float(len(users)), n=len(users), evidence=rows)


def _later_cases(case: Proceedings) -> set[str]:
    ends = [trial.verdict.hi for trial in case.trials if trial.verdict]
    found = set()
    for id, row in case.record.charges.items():
        opening = Trial(case.record, id).opening
        if ends and opening and opening.lo >= max(ends):
            found.add(str(row["case"]))
    return found
