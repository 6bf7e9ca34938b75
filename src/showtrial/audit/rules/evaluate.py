"""Does the condition of a rule hold for an assertion: yes, no, or not on record?

Kleene's three values: ``or`` is true if any part is, ``and`` false if any part is, and whatever the
record does not settle stays None. A column that is empty is not on record.

References
----------
Kleene, S. C. (1952). Introduction to Metamathematics, section 64.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from showtrial.audit.rules.evidence import Evidence, Known, Row, words
from showtrial.audit.rules.functions import call
from showtrial.audit.rules.grammar import And, Call, Compare, Expr, Not, Or, Rows
from showtrial.audit.rules.ruleset import Rule
from showtrial.record.schema import schema

_GRADES = schema().tables["events"].columns["grade"].words
_CERTAINTIES = ("low", "medium", "high")
_ORDERED = {"grade": _GRADES, "certainty": _CERTAINTIES}


@dataclass(slots=True)
class Answer:
    """Whether a rule fires, on which rows, and which missing fields would settle it."""

    value: Known
    evidence: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)


def fires(rule: Rule, assertion: str, evidence: Evidence, accused: str | None = None) -> Answer:
    """Evaluate the condition of `rule` for `assertion`.

    Parameters
    ----------
    rule : Rule
        The rule; functions that depend on what else is excluded (``excluded``) count as true here
        and are settled by the caller.
    assertion : str
        Id of the assertion.
    evidence : Evidence
        What the record holds.
    accused : str, optional
        The accused of the charge in question, for ``implicates``.
    """
    answer = Answer(None)
    scope = _Scope(rule, assertion, evidence, accused, answer)
    answer.value = scope.value(rule.condition, evidence.row(assertion), "")
    return answer


@dataclass(slots=True)
class _Scope:
    rule: Rule
    assertion: str
    evidence: Evidence
    accused: str | None
    answer: Answer

    def value(self, expr: Expr, row: Row, table: str) -> Known:
        if isinstance(expr, Or):
            return some(self.value(part, row, table) for part in expr.parts)
        if isinstance(expr, And):
            return every(self.value(part, row, table) for part in expr.parts)
        if isinstance(expr, Not):
            inner = self.value(expr.part, row, table)
            return None if inner is None else not inner
        if isinstance(expr, Rows):
            return self._rows(expr)
        if isinstance(expr, Call):
            return self._call(expr, row)
        return self._compare(expr, row, table)

    def _rows(self, expr: Rows) -> Known:
        own = self.evidence.row(self.assertion)
        applied = self.evidence.applied(expr.table, self.assertion)
        if not applied:
            return self._no_rows(expr, own)
        found: list[Known] = []
        for each in applied:
            inner = self.value(expr.part, {**own, **each.row}, expr.table)
            held = (
                every((inner, each.applies)) if expr.which == "any" else some((inner, negated(each.applies)))
            )
            if held is not False:
                self.answer.evidence.add(each.id)
            if held is None and each.applies is None:
                self.answer.missing.add(f"{each.id}.date")
            found.append(held)
        return some(found) if expr.which == "any" else every(found)

    def _no_rows(self, expr: Rows, own: Row) -> Known:
        """``any`` over no rows is false - unless the rule says when silence is an open question."""
        if expr.which == "all":
            return True
        opens = self.rule.open_when
        if opens is None or self.value(opens, own, "") is not True:
            return False
        if expr.table == "pressure" and self.evidence.searched(self.assertion):
            return False
        self.answer.missing.add(f"{own['statement']}.{expr.table}")
        return None

    def _call(self, expr: Call, row: Row) -> Known:
        arguments = tuple(self._filled(each) for each in expr.arguments)
        value, used, missing = call(expr.name, arguments, self.assertion, row, self.evidence, self.accused)
        self.answer.evidence |= set(used) if value is not False else set()
        self.answer.missing |= set(missing)
        return value

    def _filled(self, word: str) -> str:
        return self.rule.parameters.get(word[1:], word) if word.startswith("$") else word

    def _compare(self, expr: Compare, row: Row, table: str) -> Known:
        held = row.get(expr.path)
        if held is None or held == "unknown":
            self.answer.missing.add(f"{self._home(expr.path, row, table)}.{expr.path}")
            return None
        wanted = expr.value
        if isinstance(wanted, tuple):
            return bool(set(words(held)) & {self._filled(each) for each in wanted})
        if isinstance(wanted, str):
            wanted = self._filled(wanted)
        return compared(expr.path, held, expr.op, wanted)

    def _home(self, path: str, row: Row, table: str) -> str:
        """Return the row in which a missing cell would be filled in."""
        tables = schema().tables
        if table or path in tables["assertions"].columns:
            return str(row["id"])
        return str(row["statement"] if path in tables["statements"].columns else row["claim"])


def compared(path: str, held: object, op: str, wanted: object) -> Known:
    """Compare a cell with a value; words of an ordered vocabulary compare by their order.

    Examples
    --------
    >>> compared("grade", "alleged", ">=", "documented"), compared("hours", 5.0, "<", 16.3)
    (False, True)
    """
    order = _ORDERED.get(path)
    a: float | str
    b: float | str
    if order and held in order and wanted in order:
        a, b = order.index(str(held)), order.index(str(wanted))
    elif isinstance(held, int | float) and isinstance(wanted, int | float):
        a, b = float(held), float(wanted)
    else:
        a, b = str(held), str(wanted)
    if op in ("==", "!="):
        same = str(wanted) in words(held) if isinstance(held, str) and not order else a == b
        return same if op == "==" else not same
    if isinstance(a, str) or isinstance(b, str):
        return None  # an order that the vocabulary does not have is not on record
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]


def some(values: Iterable[Known]) -> Known:
    """Kleene's ``or``.

    Examples
    --------
    >>> some([False, None]), some([None, True]), some([])
    (None, True, False)
    """
    held = list(values)
    return True if True in held else (None if None in held else False)


def every(values: Iterable[Known]) -> Known:
    """Kleene's ``and``.

    Examples
    --------
    >>> every([True, None]), every([None, False]), every([])
    (None, False, True)
    """
    held = list(values)
    return False if False in held else (None if None in held else True)


def negated(value: Known) -> Known:
    """Kleene's ``not``."""
    return None if value is None else not value
