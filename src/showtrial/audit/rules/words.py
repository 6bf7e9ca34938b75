"""Are the columns, words and arguments in a condition ones that the record and the functions know?"""

from __future__ import annotations

from collections.abc import Iterator

from showtrial.audit.rules.grammar import And, Call, Compare, Expr, Not, Or, Rows
from showtrial.record.hints import did_you_mean
from showtrial.record.schema import Column, schema

#: Tables of a case file behind the tables of a rule.
_BEHIND = {"pressure": "events", "bargain": "events", "practice": "events", "derivation": "links"}
#: Columns that a rule sees and no table has.
_ADDED = {"": ("claim_kind",), "bargain": ("kept", "judicially_reviewed")}
_OWN = ("assertions", "statements", "claims")
_GRADES = schema().tables["events"].columns["grade"].words
#: Function -> the words that each of its arguments may be; None = anything.
ARGUMENTS: dict[str, tuple[tuple[str, ...] | None, ...]] = {
    "retraction": (("ever", "last_word", "last_free_word"), _GRADES),
    "contradiction": (("necessary", "possible"), ("independent_fact",)),
    "examinable": (("declarant",),),
    "excluded": (("to",),),
    "implicates": (("accused",),),
    "within": (("date",), None),
    "practice": (),
}
Said = tuple[str, str, str]


def wrong_words(expr: Expr, table: str = "") -> Iterator[Said]:
    """Yield what came, what was wanted and a hint for every name in `expr` that nobody knows."""
    if isinstance(expr, Or | And):
        for part in expr.parts:
            yield from wrong_words(part, table)
    elif isinstance(expr, Not):
        yield from wrong_words(expr.part, table)
    elif isinstance(expr, Rows):
        yield from wrong_words(expr.part, expr.table)
    elif isinstance(expr, Call):
        yield from _wrong_arguments(expr)
    elif isinstance(expr, Compare):
        yield from _wrong_comparison(expr, table)


def _wrong_arguments(expr: Call) -> Iterator[Said]:
    allowed = ARGUMENTS[expr.name]
    if len(expr.arguments) > len(allowed):
        yield f"{expr.name}() with {len(expr.arguments)} arguments", f"at most {len(allowed)}", ""
    for given, words in zip(expr.arguments, allowed, strict=False):
        if words is not None and given not in words and not given.startswith("$"):
            yield repr(given), f"an argument of {expr.name}()", did_you_mean(given, words)


def _wrong_comparison(expr: Compare, table: str) -> Iterator[Said]:
    columns = known_columns(table)
    if expr.path not in columns:
        wanted = f"a column of {table or 'assertions, statements or claims'}"
        yield repr(expr.path), wanted, did_you_mean(expr.path, columns)
        return
    column = columns[expr.path]
    values = expr.value if isinstance(expr.value, tuple) else (expr.value,)
    for value in values if column and column.words else ():
        if isinstance(value, str) and not value.startswith("$") and not _is_word(value, column):
            yield repr(value), f"a word of {expr.path}", did_you_mean(value, column.words if column else ())


def _is_word(value: str, column: Column | None) -> bool:
    """Whether a word is in the vocabulary; an open one may hold words that only a case file knows."""
    if column is None or value in column.words:
        return True
    return column.open and not did_you_mean(value, column.words).startswith("did")


def known_columns(table: str) -> dict[str, Column | None]:
    """Return name -> column of every path that a rule may use in `table` (empty: the assertion itself)."""
    tables = schema().tables
    found: dict[str, Column | None] = {}
    for name in (*reversed(_OWN), *([_BEHIND[table]] if table else [])):
        found |= tables[name].columns
    return found | dict.fromkeys(("claim_kind", *_ADDED.get(table, ())))
