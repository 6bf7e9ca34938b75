"""Are the columns, words and arguments in a condition ones that the record and the functions know?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from showtrial.audit.rules.grammar import And, Call, Compare, Expr, Not, Or, Rows
from showtrial.record.dates import DateError, parse
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
#: Entries of a rule that its condition may name with a dollar.
PARAMETERS = ("threshold", "mode")
Said = tuple[str, str, str]


def wrong_words(expr: Expr, parameters: Mapping[str, str], table: str = "") -> Iterator[Said]:
    """Yield what came, what was wanted and a hint for every name in `expr` that nobody knows."""
    if isinstance(expr, Or | And):
        for part in expr.parts:
            yield from wrong_words(part, parameters, table)
    elif isinstance(expr, Not):
        yield from wrong_words(expr.part, parameters, table)
    elif isinstance(expr, Rows):
        yield from wrong_words(expr.part, parameters, expr.table)
    elif isinstance(expr, Call):
        yield from _wrong_arguments(expr, parameters)
    elif isinstance(expr, Compare):
        yield from _wrong_comparison(expr, parameters, table)


def _wrong_arguments(expr: Call, parameters: Mapping[str, str]) -> Iterator[Said]:
    allowed = ARGUMENTS[expr.name]
    if len(expr.arguments) > len(allowed):
        yield f"{expr.name}() with {len(expr.arguments)} arguments", f"at most {len(allowed)}", ""
    for written, words in zip(expr.arguments, allowed, strict=False):
        given = _filled(written, parameters)
        if given is None:
            yield repr(written), "a parameter that the rule sets", did_you_mean(written[1:], PARAMETERS)
        elif words is not None and given not in words:
            yield repr(given), f"an argument of {expr.name}()", did_you_mean(given, words)
    if expr.name == "within" and len(expr.arguments) == 2:
        try:
            parse(expr.arguments[1])
        except DateError as error:
            yield error.came, error.wanted, error.hint


def _wrong_comparison(expr: Compare, parameters: Mapping[str, str], table: str) -> Iterator[Said]:
    columns = known_columns(table)
    if expr.path not in columns:
        wanted = f"a column of {table or 'assertions, statements or claims'}"
        yield repr(expr.path), wanted, did_you_mean(expr.path, columns)
        return
    column = columns[expr.path]
    for written in expr.value if isinstance(expr.value, tuple) else (expr.value,):
        value = _filled(written, parameters) if isinstance(written, str) else None
        if isinstance(written, str) and value is None:
            yield repr(written), "a parameter that the rule sets", did_you_mean(written[1:], PARAMETERS)
        elif value is not None and column and not _is_word(value, column):
            yield repr(value), f"a word of {expr.path}", did_you_mean(value, words_of(column))


def _filled(word: str, parameters: Mapping[str, str]) -> str | None:
    """Put the value of a parameter (``$threshold``) in its place; None if the rule does not set it."""
    return parameters.get(word[1:]) if word.startswith("$") else word


def words_of(column: Column) -> tuple[str, ...]:
    """Return the words that a column may hold; none for free text."""
    return ("yes", "no") if column.type == "yesno" else column.words


def _is_word(value: str, column: Column) -> bool:
    """Whether a word is in the vocabulary; an open one may hold words that only a case file knows.

    Of an open vocabulary only what is one slip of the pen away from a known word is refused.
    """
    words = words_of(column)
    return not words or value in words or (column.open and not get_close_matches(value, words, 1, 0.85))


def known_columns(table: str) -> dict[str, Column | None]:
    """Return name -> column of every path that a rule may use in `table` (empty: the assertion itself)."""
    tables = schema().tables
    found: dict[str, Column | None] = {}
    for name in (*reversed(_OWN), *([_BEHIND[table]] if table else [])):
        found |= tables[name].columns
    return found | dict.fromkeys(("claim_kind", *_ADDED.get(table, ())))
