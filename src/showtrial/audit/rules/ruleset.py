"""Which rules are in force? Rule sets are TOML files; each rule cites the law it comes from."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from showtrial.audit.rules.grammar import Expr, RuleError, calls, read_condition
from showtrial.audit.rules.words import wrong_words
from showtrial.errors import Problem, SchemaError
from showtrial.record.hints import did_you_mean
from showtrial.record.named import named_text, packaged_texts
from showtrial.record.schema import schema

LEVELS = ("person", "interrogator", "unit", "agency")
UNKNOWN = ("keep", "exclude", "report")
SCOPES = ("claim", "corpus")
#: Most rules and readings that are switched at once: 2^14 worlds are evaluated exactly, never sampled.
MOST_SWITCHES = 14
_NEEDS = {
    "corroboration": int,
    "scope": str,
    "implicates_accused": bool,
    "independent": bool,
    "not_from": list,
}
_KEYS = {
    *("id", "title", "kind", "when", "applies", "need", "unknown", "open_when", "source"),
    *("extends", "threshold", "mode"),
}


@dataclass(frozen=True, slots=True)
class Citation:
    """A legal or critical source of a rule; `verified` = its text was seen when the rule was written."""

    text: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Need:
    """What a leaf needs beside itself under a rule of kind ``require``."""

    corroboration: int = 1
    scope: str = "claim"
    implicates_accused: bool = False
    independent: bool = False
    not_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: ``exclude`` tests the assertion's own record, ``require`` asks for support beside it."""

    id: str
    title: str
    kind: str
    condition: Expr
    unknown: str = "report"
    open_when: Expr | None = None
    need: Need | None = None
    sources: tuple[Citation, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)

    def uses(self, function: str) -> bool:
        """Whether the condition calls `function`."""
        return any(call.name == function for call in calls(self.condition))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Rules that are switched together, and the level at which sources count as independent."""

    id: str
    version: str
    title: str
    independence_level: str
    rules: tuple[Rule, ...]
    sha256: str

    @property
    def unverified(self) -> tuple[tuple[str, str], ...]:
        """Rule and citation, for every citation whose text was not seen."""
        return tuple(
            (rule.id, each.text) for rule in self.rules for each in rule.sources if not each.verified
        )


def packaged_rules() -> dict[str, RuleSet]:
    """Return name -> rule set of all that are packaged.

    Examples
    --------
    >>> sorted(packaged_rules())
    ['hr-baseline', 'lenient', 'own-law-1923', 'strict']
    """
    return {name: load_rules(text, f"{name}.toml") for name, text in _packaged().items()}


def _packaged() -> dict[str, str]:
    return packaged_texts("showtrial.audit.rules")


def open_rules(name: str) -> RuleSet:
    """Return the rule set called `name`: a packaged one, or a TOML file.

    Raises
    ------
    ReadError
        If there is none.
    SchemaError
        With every problem found in it.
    """
    return load_rules(*named_text(name, _packaged(), "rule set"))


def load_rules(text: str, file: str = "rules.toml") -> RuleSet:
    """Read a rule set from TOML text.

    Raises
    ------
    SchemaError
        With every problem found: a condition that does not parse, a rule that cites nothing, an
        unknown column, more switches than can be evaluated exactly.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemaError([Problem(file, 0, "", f"not TOML ({error})", "a rule set")]) from error
    problems: list[Problem] = []
    head = raw.get("ruleset", {})
    level = head.get("independence_level", "interrogator")
    if not isinstance(head.get("id"), str):
        problems.append(Problem(file, 0, "ruleset.id", "nothing", "a name"))
    if level not in LEVELS:
        problems.append(Problem(file, 0, "ruleset.independence_level", repr(level), " or ".join(LEVELS)))
    rules: dict[str, Rule] = {}
    for entry in raw.get("rule", []):
        rule = _rule(entry, rules, file, problems)
        if rule and rule.id in rules:
            problems.append(Problem(file, 0, rule.id, "a rule twice", "each rule once"))
        elif rule:
            rules[rule.id] = rule
    if not raw.get("rule"):
        problems.append(Problem(file, 0, "rule", "no rule", "at least one [[rule]]"))
    if len(rules) > MOST_SWITCHES:
        hint = "split the rule set; worlds are never sampled"
        problems.append(
            Problem(file, 0, "rule", f"{len(rules)} rules", f"at most {MOST_SWITCHES} switches", hint)
        )
    if problems:
        raise SchemaError(problems)
    return RuleSet(
        id=head["id"],
        version=str(head.get("version", "1")),
        title=str(head.get("title", head["id"])),
        independence_level=level,
        rules=tuple(rules.values()),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def _rule(entry: dict[str, Any], known: dict[str, Rule], file: str, problems: list[Problem]) -> Rule | None:
    name = str(entry.get("id", "?"))
    start = len(problems)
    for key in sorted(set(entry) - _KEYS):
        problems.append(
            Problem(file, 0, f"{name}.{key}", "an unknown entry", "a known one", did_you_mean(key, _KEYS))
        )
    parent = known.get(str(entry.get("extends", "")))
    if "extends" in entry and parent is None:
        hint = did_you_mean(str(entry["extends"]), known)
        problems.append(Problem(file, 0, f"{name}.extends", repr(entry["extends"]), "a rule above it", hint))
        return None
    parameters = dict(parent.parameters) if parent else {}
    parameters |= {key: str(entry[key]) for key in ("threshold", "mode") if key in entry}
    sources = _citations(entry.get("source", []), file, name, problems)
    if not sources:
        problems.append(
            Problem(file, 0, f"{name}.source", "nothing", "at least one source", "cite the law or the author")
        )
    condition = _condition(entry, parent, file, problems)
    opens = _parsed(entry["open_when"], f"{name}.open_when", file, problems) if "open_when" in entry else None
    for place, expr in (("when", condition), ("open_when", opens)):
        said = wrong_words(expr, parameters) if expr else ()
        problems.extend(Problem(file, 0, f"{name}.{place}", *each) for each in said)
    need = parent.need if parent else None
    kind = str(entry.get("kind", parent.kind if parent else "exclude"))
    if "need" in entry:
        need = _need(entry["need"], file, name, problems)
    if kind not in ("exclude", "require") or (kind == "require") != ("need" in entry or need is not None):
        problems.append(Problem(file, 0, f"{name}.kind", repr(kind), "exclude, or require with a need"))
    unknown = str(entry.get("unknown", parent.unknown if parent else "report"))
    if unknown not in UNKNOWN:
        problems.append(Problem(file, 0, f"{name}.unknown", repr(unknown), " or ".join(UNKNOWN)))
    if len(problems) > start or condition is None:
        return None
    return Rule(
        id=name,
        title=str(entry.get("title", name)),
        kind=kind,
        condition=condition,
        unknown=unknown,
        open_when=opens or (parent.open_when if parent else None),
        need=need,
        sources=sources,
        parameters=parameters,
    )


def _condition(entry: dict[str, Any], parent: Rule | None, file: str, problems: list[Problem]) -> Expr | None:
    if {"when", "applies"} <= set(entry):
        problems.append(
            Problem(file, 0, f"{entry.get('id', '?')}.applies", "when and applies", "one of the two")
        )
    for key in ("when", "applies"):
        if key in entry:
            return _parsed(entry[key], f"{entry.get('id', '?')}.{key}", file, problems)
    if parent:
        return parent.condition
    problems.append(Problem(file, 0, f"{entry.get('id', '?')}.when", "nothing", "a condition"))
    return None


def _parsed(text: Any, place: str, file: str, problems: list[Problem]) -> Expr | None:
    try:
        expr = read_condition(str(text))
    except RuleError as error:
        problems.append(Problem(file, 0, place, str(error), "a condition as docs/rules.md describes"))
        return None
    return expr


def _need(raw: Any, file: str, name: str, problems: list[Problem]) -> Need | None:
    if not isinstance(raw, dict):
        problems.append(Problem(file, 0, f"{name}.need", repr(raw), "a table such as {corroboration = 1}"))
        return None
    for key, value in raw.items():
        if key not in _NEEDS or not isinstance(value, _NEEDS[key]):
            problems.append(
                Problem(file, 0, f"{name}.need.{key}", repr(value), "a known need", did_you_mean(key, _NEEDS))
            )
            return None
    if raw.get("corroboration", 1) < 1:
        came = repr(raw["corroboration"])
        problems.append(Problem(file, 0, f"{name}.need.corroboration", came, "1 or more"))
        return None
    if raw.get("scope", "claim") not in SCOPES:
        problems.append(Problem(file, 0, f"{name}.need.scope", repr(raw["scope"]), " or ".join(SCOPES)))
        return None
    kinds = schema().tables["assertions"].columns["kind"].words
    for each in raw.get("not_from", ()):
        if each not in kinds:
            hint = did_you_mean(str(each), kinds)
            problems.append(
                Problem(file, 0, f"{name}.need.not_from", repr(each), "a kind of assertion", hint)
            )
            return None
    return Need(**{**raw, "not_from": tuple(raw.get("not_from", ()))})


def _citations(raw: Any, file: str, name: str, problems: list[Problem]) -> tuple[Citation, ...]:
    found = []
    for entry in raw if isinstance(raw, list) else [raw]:
        if not isinstance(entry, dict) or not isinstance(entry.get("verified", False), bool):
            problems.append(
                Problem(file, 0, f"{name}.source", repr(entry), "{instrument = ..., verified = true|false}")
            )
            continue
        words = [str(entry[key]) for key in ("instrument", "article", "case", "work") if key in entry]
        if words:
            found.append(Citation(", ".join(words), bool(entry.get("verified", False))))
    return tuple(found)
