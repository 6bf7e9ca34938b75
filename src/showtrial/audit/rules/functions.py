"""What do the fixed functions of the rule grammar compute?

Each returns its value (True, False, or None for "not on record"), the ids of the rows it used, and
the missing fields that would settle it. They read the record only, never what has been admitted, so
that setting a rule can only ever take support away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from showtrial.audit.contradictions import Contradiction, contradictions
from showtrial.audit.facts import independent_facts
from showtrial.audit.origins import origins
from showtrial.audit.rules.evidence import COURT, Evidence, Known, Row, encloses
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import Attested, DateError, Modal, before, parse
from showtrial.record.schema import schema

Result = tuple[Known, tuple[str, ...], tuple[str, ...]]
_GRADES = schema().tables["events"].columns["grade"].words
#: Settings in which somebody speaks in court or at liberty.
_FREE = (*COURT, "free", "press")


def call(
    name: str, arguments: tuple[str, ...], assertion: str, row: Row, evidence: Evidence, accused: str | None
) -> Result:
    """Call the function `name` for `assertion`."""
    if name == "implicates":
        return _implicates(assertion, evidence, accused)
    if name == "excluded":  # settled in the truth table, where what is excluded is known
        return True, (), ()
    functions: dict[str, Callable[[tuple[str, ...], str, Row, Evidence], Result]] = {
        "retraction": _retraction,
        "examinable": _examinable,
        "contradiction": _contradiction,
        "within": _within,
        "practice": _practice,
    }
    return functions[name](arguments, assertion, row, evidence)


def stances(assertion: str, evidence: Evidence) -> list[tuple[str, Attested | None, str, str]]:
    """Return what the speaker of `assertion` said of its claim: id, date, setting, polarity; by date."""
    own = evidence.assertions[assertion]
    speaker = evidence.statements[own["statement"]]["speaker"]
    found = []
    for claim in sorted(evidence.same_claims.get(own["claim"], {own["claim"]})):
        for other in evidence.said_of.get(claim, ()):
            row = evidence.assertions[other]
            said = evidence.statements[row["statement"]]
            if speaker and said["speaker"] == speaker and row["polarity"] != "silent":
                found.append((other, evidence.said_when[row["statement"]], said["setting"], row["polarity"]))
    return sorted(found, key=lambda each: (each[1].lo if each[1] else 1 << 60, each[0]))


def _retraction(arguments: tuple[str, ...], assertion: str, _row: Row, evidence: Evidence) -> Result:
    mode = arguments[0] if arguments else "ever"
    said = stances(assertion, evidence)
    used = tuple(each[0] for each in said)
    if mode == "ever":
        pairs = [
            Modal.POSSIBLE if a[1] is None or b[1] is None else before(a[1].span, b[1].span)
            for a in said
            if a[3] == "affirms"
            for b in said
            if b[3] in ("denies", "partial", "retracts")
        ]
        if Modal.NECESSARY in pairs:
            return True, used, ()
        return (None, used, _undated(used, evidence)) if Modal.POSSIBLE in pairs else (False, (), ())
    if mode == "last_free_word":
        threshold = arguments[1] if len(arguments) > 1 else "documented"
        said = [
            each for each in said if each[2] in _FREE and _grade(each[0], evidence) < _GRADES.index(threshold)
        ]
        if not said:
            return None, used, (f"{assertion}.free word",)
    return _last(said, evidence)


def _last(said: list[tuple[str, Attested | None, str, str]], evidence: Evidence) -> Result:
    """Whether the latest stance is something else than affirming; None if the dates leave it open."""
    latest = [
        a
        for a in said
        if not any(
            a[1] and b[1] and before(a[1].span, b[1].span) is Modal.NECESSARY for b in said if b is not a
        )
    ]
    words = {each[3] == "affirms" for each in latest}
    used = tuple(each[0] for each in said)
    if len(words) == 1:
        return not words.pop(), used, ()
    return None, used, _undated((each[0] for each in latest), evidence)


def _undated(assertions: Iterable[str], evidence: Evidence) -> tuple[str, ...]:
    """Name the cells whose dates would settle an order: those of the statements."""
    return tuple(sorted({f"{evidence.assertions[each]['statement']}.date" for each in assertions}))


def _grade(assertion: str, evidence: Evidence) -> int:
    """Highest grade of pressure that certainly bears on the statement; below all where none is on record."""
    applied = [each for each in evidence.applied("pressure", assertion) if each.applies]
    return max((_GRADES.index(each.row["grade"]) for each in applied if each.row["grade"]), default=-1)


def _examinable(_arguments: tuple[str, ...], assertion: str, row: Row, evidence: Evidence) -> Result:
    """Whether who is said to know was heard in court, or was dead or refused; else not on record."""
    acts = {assertion, row["statement"], row["claim"]}
    declarant = next((person for act, person in evidence.declarants if act in acts), None)
    if declarant is None:
        return None, (), (f"{assertion}.declarant",)
    heard = evidence.heard_in_court.get((declarant, row["case"]))
    if heard is not None:
        return True, (heard,), ()
    refused = evidence.refused_to_hear.get(declarant)
    if refused is not None:
        return False, (refused,), ()
    said_on = evidence.said_when[row["statement"]]
    died = evidence.died.get(declarant)
    if died and said_on and before(died.span, said_on.span) is Modal.NECESSARY:
        return False, (declarant,), ()
    return None, (), (f"{declarant}.examined",)


def _contradiction(arguments: tuple[str, ...], assertion: str, _row: Row, evidence: Evidence) -> Result:
    modal = arguments[0] if arguments else "necessary"
    facts = None
    if "independent_fact" in arguments:
        facts = evidence.once("independent_facts", independent_facts)
    used: set[str] = set()
    for each, said, other in evidence.once("contradictions by assertion", _sides).get(assertion, ()):
        if modal == "necessary" and each.modal is not Modal.NECESSARY:
            continue
        if facts is None or not said or set(said) & facts:
            used |= {*each.evidence, other}
    return bool(used), tuple(sorted(used)), ()


def _sides(case: CaseFile) -> dict[str, list[tuple[Contradiction, tuple[str, ...], str]]]:
    """Return assertion -> each contradiction that it has a part in, who says the other side, and that side.

    A pair is listed once: an assertion may stand on either of its sides.
    """
    found: dict[str, list[tuple[Contradiction, tuple[str, ...], str]]] = {}
    for each in contradictions(case):
        for own, said, other in (
            (each.stated_by, each.opposed_by, each.against),
            (each.opposed_by, each.stated_by, each.claim),
        ):
            for assertion in own:
                found.setdefault(assertion, []).append((each, said, other))
    return found


def _within(arguments: tuple[str, ...], _assertion: str, row: Row, evidence: Evidence) -> Result:
    """``within(date, 1934-12/1938-11)``: whether the date of the statement lies in the span."""
    if len(arguments) != 2 or arguments[0] != "date":
        return None, (), ()
    try:
        span = parse(arguments[1], calendar=evidence.case.calendar)
    except DateError:
        return None, (), ()
    said = evidence.said_when[row["statement"]]
    known = encloses(span, said)
    return known, (), (() if known is not None else (f"{row['statement']}.date",))


def _practice(_arguments: tuple[str, ...], assertion: str, row: Row, evidence: Evidence) -> Result:
    """Whether a practice of pressure is documented for that time - of the agency that took it, if known."""
    said = evidence.said_when[row["statement"]]
    good = _GRADES.index("documented")
    origin = evidence.once("origins", origins)[assertion]
    agencies = {token.partition(":")[2] for token in origin.tokens if token.startswith(("agency:", "unit:"))}
    used = [
        i
        for i in evidence.practices
        if evidence.events[i]["grade"]
        and _GRADES.index(evidence.events[i]["grade"]) >= good
        and encloses(evidence.done_when.get(i), said)
        and (not agencies or evidence.events[i]["by"] in (None, *agencies))
    ]
    return bool(used), tuple(used), ()


def _implicates(assertion: str, evidence: Evidence, accused: str | None) -> Result:
    own = evidence.assertions[assertion]
    if accused is None:
        return None, (), (f"{assertion}.accused",)
    charge = evidence.charges.get(own["claim"])
    if charge:
        return charge["accused"] == accused, (), ()
    return accused in evidence.persons_in.get(own["claim"], frozenset()), (), ()
