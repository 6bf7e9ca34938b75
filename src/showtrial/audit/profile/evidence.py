"""Reliance on confession: what stood before the court (B1 to B9)?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from showtrial.audit.fairtrial.trial import COURT, INQUIRY, Trial, hours_between
from showtrial.audit.findings import Finding
from showtrial.audit.profile.inputs import Inputs
from showtrial.audit.profile.measure import NOT_COMPUTED, UNKNOWN, Proceedings
from showtrial.record.dates import Attested
from showtrial.record.views import accused, namings

_AGAINST = ("denies", "retracts")
_FOR = ("affirms", "partial")


def evidence(case: Proceedings, inputs: Inputs) -> list[Finding]:
    """Return B1 to B9."""
    return [
        _sole(case, inputs),
        _material(case, inputs),
        _pleas(case),
        *_reversals(case),
        _interrogators(case),
        _independence(case, inputs),
        _shingles(case, inputs),
        _contradictions(case, inputs),
        *_growth(case),
    ]


def _convicted(case: Proceedings) -> list[str]:
    return [trial.charge for trial in case.trials if trial.convicted()]


def _sole(case: Proceedings, inputs: Inputs) -> Finding:
    text = "convicted charges whose sole basis is confessions and co-accused"
    given = inputs.basis_class
    if given is None:
        return case.absent("B1", NOT_COMPUTED, text)
    return case.share(
        "B1", text, {id: given[id] == "sole" if id in given else None for id in _convicted(case)}
    )


def _material(case: Proceedings, inputs: Inputs) -> Finding:
    text = "convicted charges with an admitted document, physical item or expert finding"
    given = inputs.material
    if given is None:
        return case.absent("B2", NOT_COMPUTED, text)
    return case.share("B2", text, {id: given.get(id) for id in _convicted(case)})


def _pleas(case: Proceedings) -> Finding:
    """Full pleas on every charge of an accused; a charge without a plea on record leaves it open."""
    pleas: dict[str, list[bool | None]] = {}
    rows = []
    of_case = accused(case.record.file).filter(accused(case.record.file)["case"] == case.case)
    for row in of_case.iter_rows(named=True):
        said = row["plea_polarity"]
        pleas.setdefault(row["accused"], []).append(None if said in (None, "silent") else said == "affirms")
        rows += [row["plea"]] if row["plea"] else []
    marks = {
        person: False if False in found else (None if None in found else True)
        for person, found in pleas.items()
    }
    return case.share("B3", "accused with full pleas on all counts", marks, rows)


def _stances(trial: Trial) -> list[tuple[Attested, str, str]]:
    """Return the dated stances of the accused on the charge in court: date, polarity, assertion."""
    found = []
    for id, row in trial.record.assertions.items():
        statement = trial.record.statements[str(row["statement"])]
        date = trial.record.said[str(row["statement"])]
        if (
            row["claim"] == trial.charge
            and statement["speaker"] == trial.accused
            and statement["setting"] in COURT
            and date
        ):
            found.append((date, str(row["polarity"]), id))
    return sorted(found, key=lambda each: (each[0].lo, each[0].hi, each[2]))


def _reversals(case: Proceedings) -> list[Finding]:
    """Count turns between affirming and denying in court where the dates put one stance first."""
    turns: list[str] = []
    back: list[tuple[float, float]] = []
    known = False
    for trial in case.trials:
        stances = [each for each in _stances(trial) if each[1] in (*_AGAINST, *_FOR)]
        known = known or len(stances) > 1
        for (first, was, a), (then, now, b) in pairwise(stances):
            if (was in _FOR) != (now in _FOR) and first.hi <= then.lo:
                turns += [a, b]
                if now in _FOR:
                    back.append(hours_between(first.start, then.start))
    text = "turns of stance in court between stances whose order the dates settle"
    if not known:
        return [
            case.absent("B4", UNKNOWN, text),
            case.absent("B4 back", UNKNOWN, "hours from a denial in court to affirmation"),
        ]
    n = len(turns) // 2
    found = case.number(
        "B4", f"{text}: at least {n}, {len(case.accused)} accused.",
        low=n / len(case.accused), n=n, denominator=len(case.accused), evidence=turns,
    )  # fmt: skip
    if not back:
        return [found, case.absent("B4 back", UNKNOWN, "hours from a denial in court to affirmation")]
    bounds = (min(low for low, _ in back), max(high for _, high in back))
    return [
        found,
        case.span("B4 back", "hours from a denial in court to affirmation", bounds, turns, "hours"),
    ]


def _interrogators(case: Proceedings) -> Finding:
    """Return the share of the three who took most of the statements relied on, without their names."""
    text = "statements relied on that the three busiest interrogators took"
    relied = sorted({trial.statement_of(each) for trial in case.trials for each in trial.relied})
    asked = [id for id in relied if case.record.statements[id]["setting"] in INQUIRY]
    if not asked:
        return case.absent("B5", UNKNOWN, text)
    took: Counter[str] = Counter()
    unknown = 0
    by: dict[str, set[str]] = {}
    for id in asked:
        roles = case.record.roles.get(id, ())
        by[id] = {person for role, person, _ in roles if role in ("by", "interrogator") and person}
        unknown += not by[id]
        took.update(by[id])
    top = {person for person, _ in sorted(took.items(), key=lambda pair: (-pair[1], pair[0]))[:3]}
    marks = {id: bool(by[id] & top) if by[id] else None for id in asked}
    return case.share("B5", text, marks, asked)


def _independence(case: Proceedings, inputs: Inputs) -> Finding:
    text = "median number of independent sources of the claims relied on, by interrogator"
    if not inputs.independent:
        return case.absent("B6", NOT_COMPUTED, text)
    lows = median(low for low, _ in inputs.independent.values())
    highs = median(high for _, high in inputs.independent.values())
    return case.span("B6", text, (lows, highs), inputs.independent, f"over {len(inputs.independent)} claims")


def _shingles(case: Proceedings, inputs: Inputs) -> Finding:
    text = "statements that share long wordings with another speaker"
    if inputs.shared_shingles is None:
        return case.absent("B7", NOT_COMPUTED, text)
    return _ratio(case, "B7", text, inputs.shared_shingles, 1)


def _contradictions(case: Proceedings, inputs: Inputs) -> Finding:
    text = "necessary contradictions with independent facts per 100 claims with date and place"
    if inputs.contradictions is None:
        return case.absent("B8", NOT_COMPUTED, text)
    return _ratio(case, "B8", text, inputs.contradictions, 100)


def _ratio(case: Proceedings, statistic: str, text: str, parts: tuple[int, int], per: int) -> Finding:
    n, of = parts
    if not of:
        return case.absent(statistic, UNKNOWN, text)
    rate = per * n / of
    told = f"{text}: {n} of {of}." if per == 1 else f"{text}: {rate:.2f} ({n} over {of})."
    return case.number(statistic, told, value=f"{rate:.2f}", low=rate, high=rate, n=n, denominator=of)


def _growth(case: Proceedings) -> list[Finding]:
    """Return persons named for the first time per statement, and how many of them were accused later.

    Only a person whose hearing lies after the first naming counts as accused later. Who has no
    charge in the file may have been tried elsewhere: that is left open, and so is a missing date.
    """
    rows = namings(case.record.file)
    rows = rows.filter((rows["case"] == case.case) & (rows["polarity"] == "incriminates"))
    said = rows["statement"].n_unique()
    first: dict[str, int | None] = {}
    for person, hi in rows.sort("lo", "id", nulls_last=True).select("named", "hi").iter_rows():
        if person and person not in first:
            first[person] = hi
    text = "persons named for the first time in the case per statement that names"
    if not said:
        return [case.absent("B9", UNKNOWN, text), case.absent("B9 accused", UNKNOWN, "of them accused later")]
    rate = len(first) / said
    per = case.number(
        "B9", f"{text}: persons {len(first)}, statements {said}.",
        value=f"{rate:.2f}", low=rate, high=rate, n=len(first), denominator=said,
        evidence=rows["id"].to_list(),
    )  # fmt: skip
    return [per, case.share("B9 accused", "of them accused later", _accused_later(case, first))]


def _accused_later(case: Proceedings, first: dict[str, int | None]) -> dict[str, bool | None]:
    openings: dict[str, list[int | None]] = {}
    for id, row in case.record.charges.items():
        opening = Trial(case.record, id).opening
        openings.setdefault(str(row["accused"]), []).append(opening.lo if opening else None)
    marks: dict[str, bool | None] = {}
    for person, hi in first.items():
        dates: Sequence[int | None] = openings.get(person, [])
        if any(hi is not None and lo is not None and hi <= lo for lo in dates):
            marks[person] = True
        else:
            marks[person] = None if not dates or any(lo is None or hi is None for lo in dates) else False
    return marks
