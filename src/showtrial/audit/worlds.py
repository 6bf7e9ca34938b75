"""What is supported in every world: each set of rules, under each choice of rival readings?

One charge, ``R`` rules and the disputes that touch it give ``2^R`` worlds for each combination of
readings. A reading is taken by putting its value into the case file and asking again, so that the
answer under a reading is the answer of the case with that reading written in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from math import log2

from showtrial.audit.admission import Admission, Run
from showtrial.audit.algebra.tables import truth_tables
from showtrial.audit.graph import COURT_LAYERS, Graph, support_graph
from showtrial.audit.rules.evaluate import Answer
from showtrial.audit.rules.evidence import Evidence
from showtrial.audit.rules.ruleset import MOST_SWITCHES, RuleSet
from showtrial.audit.shared import Shared
from showtrial.errors import Problem, SchemaError
from showtrial.record.casefile import CaseFile
from showtrial.record.readings import Cell, rivals, under

Choice = Mapping[Cell, str]
#: Tables whose disputed cells no rule and no support ever looks at.
_APART = ("figures", "charges", "sources", "traits", "cases")


class Variants:
    """The case file under each choice of readings, worked out once."""

    def __init__(self, case: CaseFile, layers: Iterable[str] = COURT_LAYERS) -> None:
        self.case = case
        self.layers = tuple(layers)
        apart = {i for name in _APART for i in case[name]["id"].drop_nulls()}
        self.disputes = rivals(case)
        self.rivals = {cell: values for cell, values in self.disputes.items() if cell[0] not in apart}
        self._shared = Shared()
        self._evidence: dict[frozenset[tuple[Cell, str]], Evidence] = {}
        self._graphs: dict[frozenset[tuple[Cell, str]], Graph] = {}
        self._answers: dict[tuple[object, ...], dict[tuple[str, str], Answer]] = {}

    def evidence(self, choice: Choice) -> Evidence:
        """Return what the record holds under `choice`."""
        key = frozenset(choice.items())
        if key not in self._evidence:
            self._evidence[key] = Evidence(under(self.case, choice) if choice else self.case, self._shared)
        return self._evidence[key]

    def graph(self, choice: Choice) -> Graph:
        """Return the support graph under `choice`."""
        key = frozenset(choice.items())
        if key not in self._graphs:
            self._graphs[key] = support_graph(self.evidence(choice).case, self.layers)
        return self._graphs[key]

    def admission(self, charge: str, rules: RuleSet, choice: Choice) -> Admission:
        """Return the rules applied to the leaves of `charge` under `choice`."""
        evidence = self.evidence(choice)
        cone = self.graph(choice).cone([charge])
        accused = evidence.charges[charge]["accused"]
        # charges share leaves; what a rule says of one depends on the accused only through `implicates`
        whose = accused if any(rule.uses("implicates") for rule in rules.rules) else None
        known = self._answers.setdefault((frozenset(choice.items()), rules.sha256, whose), {})
        return Admission(cone, charge, accused, rules, evidence, _answers=known)


@dataclass(frozen=True)
class Worlds:
    """Truth tables of one charge: for each combination of readings, node -> worlds as bits."""

    charge: str
    rules: RuleSet
    combos: tuple[Choice, ...]
    admissions: tuple[Admission, ...]
    strict: tuple[Mapping[str, int], ...]
    lenient: tuple[Mapping[str, int], ...]

    @property
    def n_rules(self) -> int:
        """Number of rules, R."""
        return len(self.rules.rules)

    def bits(self, run: Run) -> tuple[int, ...]:
        """Worlds in which the charge keeps support, one number for each combination of readings."""
        return tuple(
            table.get(self.charge, 0) for table in (self.strict if run == "strict" else self.lenient)
        )

    def mask(self, names: Iterable[str]) -> int:
        """Return the world in which exactly the rules `names` are on."""
        chosen = set(names)
        return sum(1 << at for at, rule in enumerate(self.rules.rules) if rule.id in chosen)


def evaluate(variants: Variants, charge: str, rules: RuleSet, fixed: Choice | None = None) -> Worlds:
    """Evaluate `charge` in all worlds of `rules` and of the disputes that touch it.

    Parameters
    ----------
    variants : Variants
        The case file.
    charge : str
        Id of a charge.
    rules : RuleSet
        The rules.
    fixed : mapping, optional
        Disputed cell -> the reading to take for it; it is then no switch.

    Raises
    ------
    SchemaError
        If there are more than 14 switches; some readings must then be fixed by the caller.
    """
    fixed = dict(fixed or {})
    cells = relevant(variants, charge, rules, fixed)
    _refuse_too_many(charge, rules, cells)
    combos = tuple({**fixed, **dict(zip(cells, values, strict=True))} for values in product(*cells.values()))
    stored = {cell: values[0] for cell, values in variants.rivals.items()}
    admissions = tuple(
        variants.admission(charge, rules, {c: v for c, v in combo.items() if stored.get(c) != v})
        for combo in combos
    )
    return Worlds(
        charge,
        rules,
        combos,
        admissions,
        tuple(tables(each, "strict") for each in admissions),
        tuple(tables(each, "lenient") for each in admissions),
    )


def tables(admission: Admission, run: Run) -> dict[str, int]:
    """Return node -> the worlds in which it is supported, under one choice of readings."""
    size = 1 << len(admission.rules.rules)
    return truth_tables(admission.graph, admission.base(run), size, admission.gates(run))


def relevant(variants: Variants, charge: str, rules: RuleSet, fixed: Choice) -> dict[Cell, tuple[str, ...]]:
    """Return the disputed cells whose reading changes the graph, or any answer of any rule, for `charge`.

    Cells are tried one at a time against the stored readings (and `fixed`).
    """
    base = _picture(variants, charge, rules, fixed)
    return {
        cell: values
        for cell, values in variants.rivals.items()
        if cell not in fixed
        and any(_picture(variants, charge, rules, {**fixed, cell: value}) != base for value in values[1:])
    }


def _picture(variants: Variants, charge: str, rules: RuleSet, choice: Choice) -> object:
    admission = variants.admission(charge, rules, choice)
    answers = [
        (leaf, rule.id, answer.value, sorted(answer.evidence), sorted(answer.missing))
        for leaf in admission.graph.leaves
        for rule in rules.rules
        for answer in (admission.answer(rule, leaf),)
    ]
    gates = [admission.gates(run) for run in ("strict", "lenient")]
    return admission.graph, answers, gates


def _refuse_too_many(charge: str, rules: RuleSet, cells: Mapping[Cell, tuple[str, ...]]) -> None:
    switches = len(rules.rules) + sum(log2(len(values)) for values in cells.values())
    if switches > MOST_SWITCHES:
        named = ", ".join(f"{row}.{column}" for row, column in cells)
        came = f"{len(rules.rules)} rules and {len(cells)} disputes ({named})"
        hint = "fix some readings with --fix ROW.COLUMN=VALUE; worlds are never sampled"
        problem = Problem(
            "readings.csv", 0, "row", f"{charge}: {came}", f"at most {MOST_SWITCHES} switches", hint
        )
        raise SchemaError([problem])
