"""What is on record of how each confession came about?"""

from __future__ import annotations

from collections.abc import Iterable

from showtrial.audit.fairtrial.acts import GRADES, Act, Record, read_record
from showtrial.audit.findings import Finding
from showtrial.record.casefile import CaseFile
from showtrial.record.views.charges import INQUIRY

PRESENT, ABSENT, SILENT = "present", "absent", "not on record"
#: Features that are methods of pressure.
METHODS = {
    "isolation": ("isolation",),
    "sleep loss": ("sleep", "conveyor"),
    "threats": ("threat_self", "threat_family", "hostage"),
    "promises": ("promise_life", "promise_leniency", "reward"),
    "false evidence": ("false_evidence",),
}
#: Links by which the details of a confession can have come from elsewhere.
CONTAMINATION = ("shown_to", "read_to", "dictated", "copied", "quotes")


def confessions(case: CaseFile, case_id: str | None = None, *, long_h: float = 6.0) -> tuple[Finding, ...]:
    """Return the features of every confession made to the investigation, one line each.

    A feature is present (with the grade at which it is attested), absent (looked for and not
    found, or recorded as not so), or not on record. There is no probability, and features are not
    added up. A pressure counts where it is about the statement, or was done to its speaker in the
    case (or in none named) and may have begun before the statement was made. No table codes errors and
    vulnerability, so both stay open.

    Parameters
    ----------
    case : CaseFile
        The case file.
    case_id : str, optional
        Only the confessions in this case.
    long_h : float
        Hours from which one session counts as long.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> found = confessions(open_case("toy"))
    >>> [each.value for each in found if each.subject == "a.tarn-admits" and each.statistic == "threats"]
    ['present (alleged)']

    References
    ----------
    Drizin, S. A., Leo, R. A. (2004). The problem of false confessions in the post-DNA world. North
    Carolina Law Review 82. Garrett, B. L. (2010). The substance of false confessions. Stanford Law
    Review 62.
    """
    record = read_record(case)
    found: list[Finding] = []
    for id, row in record.assertions.items():
        statement = record.statements[str(row["statement"])]
        charge = record.charges.get(str(row["claim"]))
        if (
            charge
            and charge["accused"] == statement["speaker"]
            and statement["setting"] in INQUIRY
            and row["polarity"] in ("affirms", "partial")
            and case_id in (None, charge["case"])
        ):
            found += _features(record, id, long_h)
    return tuple(sorted(found, key=lambda each: each.key))


def _features(record: Record, confession: str, long_h: float) -> list[Finding]:
    statement = str(record.assertions[confession]["statement"])
    row = record.statements[statement]
    pressures = [act for act in record.acts if _bears(record, act, statement)]
    searched = {str(each["about"]) for each in record.searches if each["about"]}
    answers: dict[str, tuple[str, Iterable[str]]] = {
        "duration": _duration(row["hours"], pressures, statement, long_h),
        "no counsel": _negated(row["counsel"], statement),
        "no recording": _negated(row["recorded"], statement),
        "contamination": _contamination(record, statement, pressures),
        "retraction": _retraction(record, confession),
        "errors": (SILENT, ()),
        "vulnerability": (SILENT, ()),
    }
    for feature, methods in METHODS.items():
        answers[feature] = _method(pressures, methods, searched)
    return [
        Finding(
            question="profile",
            subject=confession,
            statistic=feature,
            value=value,
            text=f"{feature}: {value}.",
            evidence=tuple(sorted({*rows} | ({confession} if rows else set()))),
        )
        for feature, (value, rows) in answers.items()
    ]


def _bears(record: Record, act: Act, statement: str) -> bool:
    """Whether a pressure or a promise bears on the statement: named by it, or possible by its dates."""
    if act.kind not in ("pressure", "promise") or not act.grade:
        return False
    if act.about == statement:
        return True
    row, said = record.statements[statement], record.said[statement]
    case_wide = act.kind == "promise" and act.about == row["case"] and not act.having("subject")
    if row["speaker"] not in act.having("subject") and not case_wide:
        return False
    if act.about in record.statements or act.case not in (row["case"], None):
        return False
    return act.when is not None and said is not None and act.when.lo < said.hi


def _method(
    pressures: Iterable[Act], methods: Iterable[str], searched: Iterable[str]
) -> tuple[str, Iterable[str]]:
    named = [act for act in pressures if act.methods & set(methods)]
    held = [act for act in named if act.grade != "none_found"]
    if held:
        best = max(held, key=lambda act: GRADES.index(act.grade or "none_found"))
        return f"{PRESENT} ({best.grade})", [act.id for act in held]
    looked = [act.id for act in named if act.id in set(searched)]
    return (ABSENT, looked) if looked else (SILENT, ())


def _duration(
    hours: str | None, pressures: Iterable[Act], statement: str, long_h: float
) -> tuple[str, Iterable[str]]:
    """Take the hours of the session where on record; else what is attested of its length."""
    if hours is not None:
        long = float(hours) >= long_h
        return (PRESENT if long else ABSENT), [statement]
    return _method(pressures, ("duration", "conveyor"), ())


def _negated(cell: str | None, statement: str) -> tuple[str, Iterable[str]]:
    """Read a yes/no cell of the statement the other way round."""
    return {"no": (PRESENT, [statement]), "yes": (ABSENT, [statement])}.get(cell or "", (SILENT, ()))


def _contamination(record: Record, statement: str, pressures: Iterable[Act]) -> tuple[str, Iterable[str]]:
    """Say whether its details can have come from the questioner: then knowing them shows nothing."""
    links = [
        str(link["to"])
        for link in record.links
        if link["from"] == statement and link["kind"] in CONTAMINATION
    ]
    if links:
        return PRESENT, [statement, *links]
    return _method(pressures, ("prepared_text",), ())


def _retraction(record: Record, confession: str) -> tuple[str, Iterable[str]]:
    """Find a later denial or retraction of the charge by the same person, later by the dates."""
    row = record.assertions[confession]
    speaker = record.statements[str(row["statement"])]["speaker"]
    made = record.said[str(row["statement"])]
    later = []
    for id, other in record.assertions.items():
        said = record.said[str(other["statement"])]
        if (
            other["claim"] == row["claim"]
            and other["polarity"] in ("denies", "retracts")
            and record.statements[str(other["statement"])]["speaker"] == speaker
            and (other["polarity"] == "retracts" or (made and said and made.hi <= said.lo))
        ):
            later.append(id)
    return (PRESENT, later) if later else (SILENT, ())
