"""How is the condition of a rule written and read?

::

    expr := or           or  := and ('or' and)*       and := not ('and' not)*
    not  := 'not'? cmp   cmp := path op value | any(table, expr) | all(table, expr) | fn(args) | '(' or ')'
    op   := == != < <= > >= in

A path is the name of a column, a value a word, a number, a quoted text or a ``[list, of, words]``.
There is no other syntax, and nothing a user writes is ever run as code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from showtrial.errors import ShowtrialError

TABLES = ("pressure", "bargain", "derivation", "practice")
FUNCTIONS = ("retraction", "examinable", "contradiction", "excluded", "implicates", "within", "practice")
OPERATORS = ("==", "!=", "<=", ">=", "<", ">", "in")
_TOKEN = re.compile(
    r"\s*(?:(==|!=|<=|>=|<|>|[()\[\],])|\"([^\"]*)\"|(-?\d+(?:\.\d+)?)(?![\w-])|([\w$][\w.$-]*))"
)
_DEEPEST = 20


class RuleError(ShowtrialError):
    """A condition that cannot be read; the message says what came and what was wanted."""


@dataclass(frozen=True, slots=True)
class Or:
    """True if any part is."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class And:
    """True if all parts are."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True if the part is false."""

    part: Expr


@dataclass(frozen=True, slots=True)
class Compare:
    """A column against a value."""

    path: str
    op: str
    value: str | float | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """``any`` or ``all`` of the rows of a table that belong to the assertion."""

    which: str
    table: str
    part: Expr


@dataclass(frozen=True, slots=True)
class Call:
    """One of the fixed functions."""

    name: str
    arguments: tuple[str, ...]


Expr = Or | And | Not | Compare | Rows | Call


def read_condition(text: str) -> Expr:
    """Read the condition of a rule.

    Raises
    ------
    RuleError
        If it is not written in the grammar above.

    Examples
    --------
    >>> read_condition("kind == co_accused")
    Compare(path='kind', op='==', value='co_accused')
    >>> read_condition("any(pressure, method in [beating, sleep] and grade >= documented)").table
    'pressure'
    """
    tokens = list(_tokens(text))
    expr, at = _or(tokens, 0, 0)
    if at < len(tokens):
        raise RuleError(f"{tokens[at]!r} after a complete condition; wanted 'and', 'or' or the end")
    return expr


def paths(expr: Expr, table: str = "") -> Iterator[tuple[str, str]]:
    """Yield table (empty for the assertion itself) and path of every column that `expr` names."""
    if isinstance(expr, Or | And):
        for part in expr.parts:
            yield from paths(part, table)
    elif isinstance(expr, Not):
        yield from paths(expr.part, table)
    elif isinstance(expr, Rows):
        yield from paths(expr.part, expr.table)
    elif isinstance(expr, Compare):
        yield table, expr.path


def calls(expr: Expr) -> Iterator[Call]:
    """Yield every call of a function in `expr`."""
    if isinstance(expr, Or | And):
        for part in expr.parts:
            yield from calls(part)
    elif isinstance(expr, Not | Rows):
        yield from calls(expr.part)
    elif isinstance(expr, Call):
        yield expr


def _tokens(text: str) -> Iterator[str]:
    at = 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if not found:
            raise RuleError(f"{text[at:].strip()[:30]!r}; wanted a word, a number, a mark or a quoted text")
        mark, quoted, number, word = found.groups()
        yield mark or number or word or f'"{quoted}'
        at = found.end()


def _or(tokens: list[str], at: int, depth: int) -> tuple[Expr, int]:
    return _joined(tokens, at, depth, "or")


def _joined(tokens: list[str], at: int, depth: int, word: str) -> tuple[Expr, int]:
    """Read parts joined by `word`; a single part stands for itself."""
    inner = _and if word == "or" else _not
    if depth > _DEEPEST:
        raise RuleError(f"brackets more than {_DEEPEST} deep; wanted a simpler condition")
    part, at = inner(tokens, at, depth)
    parts = [part]
    while _at(tokens, at) == word:
        part, at = inner(tokens, at + 1, depth)
        parts.append(part)
    kind = Or if word == "or" else And
    return (parts[0] if len(parts) == 1 else kind(tuple(parts))), at


def _and(tokens: list[str], at: int, depth: int) -> tuple[Expr, int]:
    return _joined(tokens, at, depth, "and")


def _not(tokens: list[str], at: int, depth: int) -> tuple[Expr, int]:
    if _at(tokens, at) == "not":
        part, at = _compare(tokens, at + 1, depth)
        return Not(part), at
    return _compare(tokens, at, depth)


def _compare(tokens: list[str], at: int, depth: int) -> tuple[Expr, int]:
    word = _at(tokens, at)
    if word == "(":
        expr, at = _or(tokens, at + 1, depth + 1)
        return expr, _expect(tokens, at, ")")
    if not re.fullmatch(r"[a-z_][\w.]*", word):
        raise RuleError(f"{word or 'the end'!r}; wanted a column, any(...), all(...) or a function")
    if _at(tokens, at + 1) == "(":
        return _rows(tokens, at, depth) if word in ("any", "all") else _call(tokens, at)
    op = _at(tokens, at + 1)
    if op not in OPERATORS:
        raise RuleError(f"{op or 'the end'!r} after {word!r}; wanted one of {' '.join(OPERATORS)}")
    value, at = _value(tokens, at + 2)
    if isinstance(value, tuple) != (op == "in"):
        raise RuleError(f"{word} {op}; wanted a [list] after in, and after in only")
    return Compare(word, op, value), at


def _rows(tokens: list[str], at: int, depth: int) -> tuple[Expr, int]:
    table = _at(tokens, at + 2)
    if table not in TABLES:
        raise RuleError(f"{tokens[at]}({table}; wanted one of {', '.join(TABLES)}")
    inner = _expect(tokens, at + 3, ",")
    part, inner = _or(tokens, inner, depth + 1)
    return Rows(tokens[at], table, part), _expect(tokens, inner, ")")


def _call(tokens: list[str], at: int) -> tuple[Expr, int]:
    name = tokens[at]
    if name not in FUNCTIONS:
        raise RuleError(f"{name}(); wanted one of {', '.join(FUNCTIONS)}")
    arguments: list[str] = []
    at += 2
    while _at(tokens, at) != ")":
        value, at = _value(tokens, at)
        arguments.append(str(value))
        if _at(tokens, at) == ",":
            at += 1
        elif _at(tokens, at) != ")":
            raise RuleError(f"{_at(tokens, at) or 'the end'!r} in {name}(); wanted ',' or ')'")
    return Call(name, tuple(arguments)), at + 1


def _value(tokens: list[str], at: int) -> tuple[str | float | tuple[str, ...], int]:
    word = _at(tokens, at)
    if word == "[":
        words: list[str] = []
        while _at(tokens, at) != "]":
            value, at = _value(tokens, at + 1)
            words.append(str(value))
            if _at(tokens, at) not in (",", "]"):
                raise RuleError(f"{_at(tokens, at) or 'the end'!r} in a list; wanted ',' or ']'")
        return tuple(words), at + 1
    if re.fullmatch(r"-?\d+(\.\d+)?", word):
        return float(word), at + 1
    if not word or word in "()[],":
        raise RuleError(f"{word or 'the end'!r}; wanted a value")
    return word.removeprefix('"'), at + 1


def _at(tokens: list[str], at: int) -> str:
    return tokens[at] if at < len(tokens) else ""


def _expect(tokens: list[str], at: int, mark: str) -> int:
    if _at(tokens, at) != mark:
        raise RuleError(f"{_at(tokens, at) or 'the end'!r}; wanted {mark!r}")
    return at + 1
