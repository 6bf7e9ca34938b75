"""Control of the outcome: who fixed what before the court did (A1 to A6)?"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from showtrial.audit.fairtrial.items import items
from showtrial.audit.fairtrial.law import own_instruments, petition_window
from showtrial.audit.fairtrial.outcome import petition_hours
from showtrial.audit.fairtrial.trial import Trial, hours_between
from showtrial.audit.findings import Finding
from showtrial.audit.profile.inputs import Inputs
from showtrial.audit.profile.measure import NOT_COMPUTED, UNKNOWN, Proceedings

_DURATION = re.compile(r"P(?:([0-9.]+)D)?(?:T(?:([0-9.]+)H)?(?:([0-9.]+)M)?)?")
#: What a paper from outside was about, by the kind of its event.
_OBJECTS = {
    "list": "list of accused",
    "indictment_draft": "indictment",
    "interrogation": "testimony",
    "verdict_draft": "verdict",
}


def control(case: Proceedings, inputs: Inputs) -> list[Finding]:
    """Return A1 to A6."""
    return [
        *_predetermined(case, inputs),
        case.share(
            "A2", "convicted, of the charges in the file", {t.charge: t.convicted() for t in case.trials}
        ),
        _equal(case, inputs),
        *_interventions(case),
        _hearing(case),
        _deliberation(case),
        *_to_execution(case),
    ]


def _predetermined(case: Proceedings, inputs: Inputs) -> list[Finding]:
    names = ("A1 necessary", "A1 possible")
    text = "outcome fixed before it was pronounced (P0 to P2)"
    given = inputs.predetermined
    if given is None:
        return [case.absent(name, NOT_COMPUTED, text) for name in names]
    known = {id: given.get(id) for id in case.charges}
    return [
        case.share(name, f"{text}, {words[-1]} on the dates", {
            id: None if value is None else value in words for id, value in known.items()
        })
        for name, words in zip(names, (("necessary",), ("necessary", "possible")), strict=True)
    ]  # fmt: skip


def _equal(case: Proceedings, inputs: Inputs) -> Finding:
    text = "sentence equal to the one fixed beforehand"
    if inputs.match is None:
        return case.absent("A3", NOT_COMPUTED, text)
    known = {id: inputs.match.get(id, "unknown") for id in case.charges}
    return case.share("A3", text, {id: None if v == "unknown" else v == "equal" for id, v in known.items()})


def _interventions(case: Proceedings) -> list[Finding]:
    """Count dated papers from outside the court; a paper that is only undated is not counted."""
    rows: dict[str, list[str]] = {object: [] for object in (*_OBJECTS.values(), "other")}
    for act in case.record.acts:
        if act.authority == "external" and act.when and case.case in (act.case, act.about):
            rows[_OBJECTS.get(act.kind, "other")].append(act.id)
    return [
        case.count(f"A4 {object}", f"dated papers from outside the court: {object}", found)
        for object, found in sorted(rows.items())
    ]


def _minutes(case: Proceedings, kind: str) -> tuple[float, float, list[str]] | None:
    """Add up the minutes of all acts of `kind`; None unless both ends of each have a clock time."""
    low = high = 0
    rows = []
    for act in case.acts(kind):
        if not (act.when and act.when.interval):
            return None
        start, end = act.when.start, act.when.end
        if start.hi - start.lo > 1 or end.hi - end.lo > 1:
            return None
        low += end.lo + 1 - start.lo
        high += end.hi - start.lo
        rows.append(act.id)
    return (float(low), float(high), rows) if rows else None


def _hearing(case: Proceedings) -> Finding:
    return _per_accused(case, "A5 hearing", "session", "minutes of hearing per accused")


def _deliberation(case: Proceedings) -> Finding:
    return _per_accused(case, "A5 deliberation", "deliberation", "minutes of deliberation per accused")


def _per_accused(case: Proceedings, statistic: str, kind: str, text: str) -> Finding:
    found, n = _minutes(case, kind), len(case.accused)
    if found is None or not n:
        return case.absent(statistic, UNKNOWN, text)
    low, high, rows = found
    return case.span(statistic, text, (low / n, high / n), rows, f"minutes, {n} accused")


def _to_execution(case: Proceedings) -> list[Finding]:
    """Return the least and the most hours from verdict to execution, over the accused with both dates.

    Rival readings of the dates widen the bounds; a link that says how long lay between narrows them.
    """
    text = "hours from verdict to execution, over the accused with both dates"
    share = "hours from verdict to execution, as a share of the time for a petition"
    found = [each for each in map(_executions, (case, *case.variants)) if each]
    if not found:
        return [case.absent("A6", UNKNOWN, text), case.absent("A6 of window", UNKNOWN, share)]
    bounds = (min(low for low, _, _, _ in found), max(high for _, high, _, _ in found))
    rows = sorted({row for _, _, ids, _ in found for row in ids})
    return [
        case.span("A6", text, bounds, rows, f"hours, {found[0][3]} executed"),
        _of_window(case, share, bounds, rows),
    ]


def _executions(case: Proceedings) -> tuple[float, float, set[str], int] | None:
    spans, rows = [], set()
    for trial in case.trials:
        for act in trial.acts("execution"):
            if trial.accused in act.having("subject") and act.when and trial.pronounced:
                low, high = hours_between(trial.pronounced, act.when.start)
                least, most = _linked(trial, act.id)
                spans.append((max(low, least, 0.0), min(high, most)))
                rows |= {act.id, *(each.id for each in trial.verdicts)}
    if not spans:
        return None
    return min(low for low, _ in spans), max(high for _, high in spans), rows, len(spans)


def _linked(trial: Trial, execution: str) -> tuple[float, float]:
    """Return the least and the most hours between verdict and execution that a link states."""
    least, most = 0.0, math.inf
    for link in trial.record.links:
        if link["kind"] == "before" and link["to"] == execution:
            if link["from"] in {act.id for act in trial.verdicts}:
                least, most = max(least, _hours(link["min"], least)), min(most, _hours(link["max"], most))
    return least, most


def _hours(duration: str | None, otherwise: float) -> float:
    parts = _DURATION.fullmatch(duration or "")
    if not parts or not any(parts.groups()):
        return otherwise
    days, hours, minutes = (float(part or 0) for part in parts.groups())
    return 24 * days + hours + minutes / 60


def _of_window(case: Proceedings, text: str, bounds: tuple[float, float], rows: Sequence[str]) -> Finding:
    windows: dict[float, set[str]] = {}
    for trial in case.trials:
        made = petition_window(trial, own_instruments(trial), items())
        for hours, ids in petition_hours(replace(trial, window=made)):
            windows.setdefault(hours, set()).update(ids)
    if len(windows) != 1 or not min(windows):
        return case.absent("A6 of window", UNKNOWN, text)
    hours, rules = next(iter(windows.items()))
    least, most = bounds[0] / hours, bounds[1] / hours
    return case.span("A6 of window", text, (least, most), [*rows, *rules], f"of {hours:.0f} hours")
