"""In which worlds is each leaf admitted? Rules applied to the leaves of one charge.

A world is a set of rules that are switched on. World ``W`` of ``R`` rules is the number whose bit
``j`` says whether rule ``j`` is on, and what holds in which worlds is a number of ``2^R`` bits.
A rule that fires on a leaf leaves it in the worlds where that rule is off::

    base(leaf) = AND over rules that fire of off(rule)

What is not on record is run twice: the strict run takes an unsettled rule to fire, the lenient run
takes it not to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Literal

from showtrial.audit.algebra.tables import Gate
from showtrial.audit.graph import Graph
from showtrial.audit.rules.evaluate import Answer, fires
from showtrial.audit.rules.evidence import Evidence, Known
from showtrial.audit.rules.ruleset import Rule, RuleSet
from showtrial.errors import Problem, SchemaError

Run = Literal["strict", "lenient"]
RUNS: tuple[Run, Run] = ("strict", "lenient")


def worlds_off(rule: int, n_rules: int) -> int:
    """Return the set of worlds in which rule number `rule` is off, as bits.

    Examples
    --------
    >>> f"{worlds_off(0, 2):04b}", f"{worlds_off(1, 2):04b}"
    ('0101', '0011')
    """
    block = (1 << (1 << rule)) - 1
    every = (1 << (1 << n_rules)) - 1
    return block * (every // ((1 << (2 << rule)) - 1))


@dataclass(frozen=True, slots=True)
class Unknown:
    """What is not on record about a leaf and would decide whether a rule sets it aside."""

    leaf: str
    rule: str
    fields: tuple[str, ...]


@dataclass
class Admission:
    """The rules of a rule set applied to the leaves of one charge.

    Parameters
    ----------
    graph : Graph
        The cone of the charge.
    charge, accused : str
        The charge, and whom it accuses.
    rules : RuleSet
        The rules; their order gives the bits of a world.
    evidence : Evidence
        What the record holds, under one choice of readings.
    settled : mapping
        ``(leaf, rule)`` -> the value to assume instead of "not on record" (used by ``gaps``).
    """

    graph: Graph
    charge: str
    accused: str
    rules: RuleSet
    evidence: Evidence
    settled: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    _answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    # of no consequence to it what is assumed, so kept when `settled` is replaced
    _fitting: dict[tuple[str, str], list[tuple[str, Known]]] = field(default_factory=dict)

    def answer(self, rule: Rule, leaf: str) -> Answer:
        """Return the answer of the rule's condition for `leaf`, of this cone or beyond it."""
        if (leaf, rule.id) not in self._answers:
            self._answers[leaf, rule.id] = fires(rule, leaf, self.evidence, self.accused)
        return self._answers[leaf, rule.id]

    def holds(self, rule: Rule, leaf: str, run: Run) -> bool:
        """Whether the condition of `rule` counts as holding for `leaf` in a strict or lenient run."""
        value = self.answer(rule, leaf).value
        return assumed(self.settled.get((leaf, rule.id)) if value is None else value, rule, run)

    @property
    def unknowns(self) -> tuple[Unknown, ...]:
        """What is not on record and would decide a rule, sorted by leaf and rule."""
        found = []
        for leaf in self.graph.leaves:
            for rule in self.rules.rules:
                answer = self.answer(rule, leaf)
                if answer.value is None and rule.unknown == "report":
                    found.append(Unknown(leaf, rule.id, tuple(sorted(answer.missing))))
                elif answer.value and rule.kind == "require":
                    found += self._unsure_support(rule, leaf)
        return tuple(found)

    def base(self, run: Run) -> dict[str, int]:
        """Return leaf -> the worlds in which no rule of kind ``exclude`` sets it aside."""
        found: dict[str, int] = {}
        for leaf in self.graph.leaves:
            self._base(leaf, run, found, ())
        return {leaf: found[leaf] for leaf in self.graph.leaves}

    def _base(self, leaf: str, run: Run, found: dict[str, int], above: tuple[str, ...]) -> int:
        if leaf in above:
            ring = " > ".join([*above[above.index(leaf) :], leaf])
            came = f"a derivation that goes round: {ring}"
            raise SchemaError([Problem("links.csv", 0, "kind", came, "led_to_discovery without a circle")])
        if leaf not in found:
            size = len(self.rules.rules)
            bits = (1 << (1 << size)) - 1
            for at, rule in enumerate(self.rules.rules):
                if rule.kind == "exclude" and self.holds(rule, leaf, run):
                    off = worlds_off(at, size)
                    bits &= off | self._of_origin(rule, leaf, run, found, (*above, leaf))
            found[leaf] = bits
        return found[leaf]

    def _of_origin(
        self, rule: Rule, leaf: str, run: Run, found: dict[str, int], above: tuple[str, ...]
    ) -> int:
        """Worlds in which a firing rule does no harm after all: what led to the leaf is admitted."""
        if not rule.uses("excluded"):
            return 0
        bits = -1
        for each in self.evidence.applied("derivation", leaf):
            if each.id in self.answer(rule, leaf).evidence:
                bits &= self._admitted(each.row["to"], run, found, above)
        return bits & ((1 << (1 << len(self.rules.rules))) - 1)

    def _admitted(self, origin: str, run: Run, found: dict[str, int], above: tuple[str, ...]) -> int:
        """Worlds in which an assertion, or any assertion of a statement, is not set aside."""
        if origin in self.evidence.assertions:
            return self._base(origin, run, found, above)
        said = [i for i, row in self.evidence.assertions.items() if row["statement"] == origin]
        bits = 0 if said else -1
        for each in sorted(said):
            bits |= self._base(each, run, found, above)
        return bits

    def gates(self, run: Run) -> dict[str, tuple[Gate, ...]]:
        """Return leaf -> what it needs beside itself under the rules of kind ``require``."""
        found: dict[str, tuple[Gate, ...]] = {}
        size = len(self.rules.rules)
        for leaf in self.graph.leaves:
            gates = [
                Gate(worlds_off(at, size), self.corroboration(rule, leaf, run))
                for at, rule in enumerate(self.rules.rules)
                if rule.kind == "require" and self.holds(rule, leaf, run)
            ]
            if gates:
                found[leaf] = tuple(gates)
        return found

    def corroboration(self, rule: Rule, leaf: str, run: Run) -> tuple[tuple[str, ...], ...]:
        """Return the sets of other leaves any of which would be the support that `rule` asks for."""
        need = rule.need
        if need is None:
            return ()
        fit = [each for each, fits in self._may_fit(rule, leaf) if self._counts(fits, rule, leaf, run)]
        sets = combinations(fit, need.corroboration)
        apart, level = self.evidence.apart, self.rules.independence_level
        return tuple(
            each
            for each in sets
            if not need.independent
            or all(self._counts(apart(*pair, level), rule, leaf, run) for pair in combinations(each, 2))
        )

    def _may_fit(self, rule: Rule, leaf: str) -> list[tuple[str, Known]]:
        """Return the leaves that corroborate `leaf`, or may, and whether they certainly do."""
        if (leaf, rule.id) not in self._fitting:
            fits = ((each, self._fits(rule, leaf, each)) for each in self._scope(rule, leaf))
            self._fitting[leaf, rule.id] = [(each, known) for each, known in fits if known is not False]
        return self._fitting[leaf, rule.id]

    def _counts(self, value: Known, rule: Rule, leaf: str, run: Run) -> bool:
        """Settle whether something corroborates: strict wants it shown, lenient only not excluded."""
        if value is None and (leaf, rule.id) in self.settled:
            return not self.settled[leaf, rule.id]
        return value is True or (value is None and run == "lenient")

    def _scope(self, rule: Rule, leaf: str) -> list[str]:
        """Leaves among which corroboration is sought."""
        if rule.need and rule.need.scope == "corpus":
            return [each for each in self._corpus if each != leaf]
        nodes = [node for node, leaves in self.graph.direct.items() if leaf in leaves]
        return sorted({other for node in nodes for other in self.graph.direct[node]} - {leaf})

    @cached_property
    def _corpus(self) -> tuple[str, ...]:
        roles = dict(self.evidence.case["elements"].select("id", "role").iter_rows())
        corpus = [e for e in self.graph.elements.get(self.charge, ()) if roles.get(e) == "corpus"]
        return self.graph.cone(corpus).leaves

    def _fits(self, rule: Rule, leaf: str, other: str) -> Known:
        """Whether `other` may corroborate `leaf`: of an allowed kind, against the accused, independent."""
        need = rule.need
        row = self.evidence.row(other)
        if need is None:
            return False
        if need.not_from and row["kind"] is not None and row["kind"] in need.not_from:
            return False
        if need.implicates_accused and not self._implicates(other):
            return False
        known: Known = None if need.not_from and row["kind"] is None else True
        if need.independent:
            apart = self.evidence.apart(leaf, other, self.rules.independence_level)
            if apart is False:
                return False
            known = None if apart is None else known
        return known

    def _implicates(self, leaf: str) -> bool:
        own = self.evidence.assertions[leaf]
        charge = self.evidence.charges.get(own["claim"])
        if charge:
            return bool(charge["accused"] == self.accused)
        return self.accused in self.evidence.persons_in.get(own["claim"], frozenset())

    def _unsure_support(self, rule: Rule, leaf: str) -> list[Unknown]:
        """Name the statements whose takers would show whether another leaf corroborates this one."""
        unsure = [each for each, fits in self._may_fit(rule, leaf) if fits is None]
        said = {self.evidence.assertions[each]["statement"] for each in (leaf, *unsure)}
        fields = tuple(sorted(f"{each}.by" for each in said))
        return [Unknown(leaf, rule.id, fields)] if unsure else []


def assumed(value: Known, rule: Rule, run: Run) -> bool:
    """Settle what is not on record: as the rule says, else strict takes it to hold, lenient not to."""
    if value is not None:
        return value
    return rule.unknown == "exclude" or (rule.unknown == "report" and run == "strict")
