"""What does the audit say of a case file: every question, every charge, one list of findings?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

import showtrial
from showtrial.audit import basis as q1
from showtrial.audit import contradictions as q3
from showtrial.audit import fairtrial as q6
from showtrial.audit import gaps as q_gaps
from showtrial.audit import independence as q4
from showtrial.audit import predetermination as q5
from showtrial.audit import profile as q7
from showtrial.audit import remains as q2
from showtrial.audit import sensitivity as q8
from showtrial.audit.findings import FOOTER, Finding
from showtrial.audit.graph import COURT_LAYERS
from showtrial.audit.inputs import of_case, profile_inputs, relied_on
from showtrial.audit.notices import notices
from showtrial.audit.rules.ruleset import RuleSet
from showtrial.audit.worlds import Choice, Variants, Worlds, evaluate
from showtrial.errors import Problem, SchemaError
from showtrial.record.casefile import CaseFile
from showtrial.record.hints import did_you_mean
from showtrial.record.readings import under
from showtrial.record.views import parts

QUESTIONS = (
    *("basis", "remains", "contradictions", "independence", "predetermination"),
    *("fair_trial", "profile", "sensitivity", "gaps"),
)


@dataclass(frozen=True, slots=True)
class Audit:
    """The findings, what they were computed from, and what could not be asked.

    Parameters
    ----------
    header : mapping
        Case, its hash, rule set, its hash, layers, engine version: what makes it reproducible.
    findings : tuple of Finding
        Sorted by question, subject and statistic.
    notices : tuple of Problem
        What is missing for a question, with its place: charges without elements, circles of support.
    worlds : tuple of Worlds
        Truth tables of every charge that has elements; empty where no question asked for them.
    """

    header: Mapping[str, Any]
    findings: tuple[Finding, ...]
    notices: tuple[Problem, ...]
    worlds: tuple[Worlds, ...] = ()


def audit(
    case: CaseFile,
    rules: RuleSet,
    *,
    trial: str | None = None,
    accused: str | None = None,
    questions: Collection[str] = QUESTIONS,
    fixed: Choice | None = None,
    step: Callable[[str], None] = lambda stage: None,
) -> Audit:
    """Ask the questions of the audit.

    Parameters
    ----------
    case : CaseFile
        The case file.
    rules : RuleSet
        The rules for "remains", "sensitivity" and "gaps".
    trial, accused : str, optional
        Ids: only the charges of this case, only those against this person.
    questions : collection of str
        Some of :data:`QUESTIONS`.
    fixed : mapping, optional
        Disputed cell -> the reading to take for it.
    step : callable
        Called with the name of each stage as it begins.

    Raises
    ------
    SchemaError
        For an unknown trial or accused, too many switches, or derivations that go in a circle.

    Examples
    --------
    >>> from showtrial.audit.rules.ruleset import packaged_rules
    >>> from showtrial.record.packaged import open_case
    >>> found = audit(open_case("toy"), packaged_rules()["hr-baseline"], questions=["remains"])
    >>> {each.subject: each.value for each in found.findings if each.statistic.startswith("status")}
    {'ch.brenn': 'falls', 'ch.osk': 'survives', 'ch.tarn': 'falls'}
    """
    charges = _chosen(case, trial, accused)
    variants = Variants(case)
    _refuse_unknown_readings(variants, fixed or {})
    run = _Run(case, rules, charges, variants, dict(fixed or {}), step)
    found = [each for question in QUESTIONS if question in questions for each in run.ask(question)]
    header = {
        "case": case.meta.title,
        "origin": case.meta.origin,
        "case_sha256": case.sha256,
        "living_purpose": case.meta.living_purpose,
        "rules": rules.id,
        "rules_sha256": rules.sha256,
        "unverified": [f"{rule}: {citation}" for rule, citation in rules.unverified],
        "layers": list(COURT_LAYERS),
        "fixed": {f"{row}.{column}": value for (row, column), value in sorted((fixed or {}).items())},
        "charges": len(charges),
        "engine": showtrial.__version__,
        "footer": FOOTER,
    }
    ordered = tuple(sorted(found, key=lambda each: each.key))
    worlds = tuple(run.worlds) if {"remains", "sensitivity", "gaps"} & set(questions) else ()
    return Audit(header, ordered, notices(case, charges), worlds)


def _chosen(case: CaseFile, trial: str | None, accused: str | None) -> tuple[str, ...]:
    """Return the charges asked about; an unknown trial or accused is named."""
    charges = case["charges"].sort("id")
    problems = []
    for column, name in (("case", trial), ("accused", accused)):
        known = charges[column].unique().to_list()
        if name is not None and name not in known:
            wanted = "a case with charges" if column == "case" else "somebody charged"
            problems.append(Problem("charges.csv", 0, column, repr(name), wanted, did_you_mean(name, known)))
    if problems:
        raise SchemaError(problems)
    for column, name in (("case", trial), ("accused", accused)):
        if name is not None:
            charges = charges.filter(pl.col(column) == name)
    return tuple(charges["id"])


def _refuse_unknown_readings(variants: Variants, fixed: Choice) -> None:
    """Name the cells that are not disputed, and the readings that are not among the rivals."""
    known = {f"{row}.{column}": values for (row, column), values in variants.disputes.items()}
    problems = []
    for (row, column), value in fixed.items():
        cell = f"{row}.{column}"
        if cell not in known:
            said = ("row", cell, "a disputed cell", did_you_mean(cell, known))
        elif value not in known[cell]:
            said = ("value", f"{cell} = {value}", "one of its readings", did_you_mean(value, known[cell]))
        else:
            continue
        problems.append(Problem("readings.csv", 0, *said))
    if problems:
        raise SchemaError(problems)


class _Run:
    """The questions over one choice of charges, with what they share worked out once."""

    def __init__(
        self,
        case: CaseFile,
        rules: RuleSet,
        charges: tuple[str, ...],
        variants: Variants,
        fixed: Choice,
        step: Callable[[str], None],
    ) -> None:
        self.rules, self.charges, self.variants = rules, charges, variants
        self.fixed, self.step = fixed, step
        self.case = under(case, fixed) if fixed else case  # every question reads the fixed readings
        self._bases: dict[str, q1.Basis] = {}
        self.coded = [charge for charge in charges if charge in variants.graph(fixed).elements]

    def ask(self, question: str) -> Iterable[Finding]:
        """Return the findings of one question."""
        self.step(question)
        answers: dict[str, Callable[[], Iterable[Finding]]] = {
            "basis": self._of_basis,
            "remains": self._remains,
            "contradictions": self._contradictions,
            "independence": self._independence,
            "predetermination": lambda: (each for each in q5.findings(self.case) if self._is_asked(each)),
            "fair_trial": self._fair_trial,
            "profile": self._profile,
            "sensitivity": lambda: (
                each for held in self.worlds for each in q8.findings(q8.sensitivity(held))
            ),
            "gaps": lambda: q_gaps.findings(q_gaps.gaps(self.worlds), self.variants.evidence(self.fixed)),
        }
        return answers[question]()

    @cached_property
    def worlds(self) -> list[Worlds]:
        """Truth tables of every charge that has elements."""
        return [evaluate(self.variants, charge, self.rules, self.fixed) for charge in self.coded]

    @cached_property
    def basis(self) -> list[q1.Basis]:
        """What every charge that has elements rests on."""
        return self._rests(self.coded)

    def _of_basis(self) -> Iterator[Finding]:
        for held in self.basis:
            yield from q1.findings(held, self.variants.evidence(self.fixed))

    def _remains(self) -> Iterator[Finding]:
        titles = {rule.id: rule.title for rule in self.rules.rules}
        for held in self.worlds:
            yield from q2.findings(q2.remains(held), self.variants.evidence(self.fixed), titles)

    def _contradictions(self) -> Iterable[Finding]:
        claims = relied_on(self.case, self.charges)
        found = q3.contradictions(self.case)
        return q3.findings(tuple(each for each in found if each.claim in claims))

    def _independence(self) -> Iterator[Finding]:
        yield from q4.findings(self.case, relied_on(self.case, self.charges))

    def _is_asked(self, found: Finding) -> bool:
        """Whether a finding is about one of the charges, or about a paper in or upon one of them."""
        return found.subject in self.charges or found.subject in self._papers

    @cached_property
    def _papers(self) -> frozenset[str]:
        """Events of the cases asked about, and those of no case that cover one of the accused."""
        asked = self.case["charges"].filter(pl.col("id").is_in(self.charges))
        events = self.case["events"].select("id", case=pl.coalesce("case", "about")).drop_nulls("id")
        own = events.join(asked.select("case"), on="case", how="semi")["id"]
        placed = events.join(self.case["cases"].select(case="id"), on="case", how="semi")["id"]
        named = parts(self.case).join(asked.select(person="accused"), on="person", how="semi")
        loose = events.join(named, left_on="id", right_on="act", how="semi").filter(
            ~pl.col("id").is_in(placed.implode())
        )
        return frozenset({*own, *loose["id"]})

    @cached_property
    def _inputs(self) -> q7.Inputs:
        """What the checklist and the profile need, for whole cases: a profile is never of one person."""
        cases = self.case["charges"].filter(pl.col("id").is_in(self.charges))["case"].unique()
        charges = self.case["charges"].filter(pl.col("case").is_in(cases.implode()))["id"].to_list()
        return profile_inputs(self.case, charges, self._rests(charges))

    def _rests(self, charges: Iterable[str]) -> list[q1.Basis]:
        graph, evidence = self.variants.graph(self.fixed), self.variants.evidence(self.fixed)
        coded = [charge for charge in charges if charge in graph.elements]
        for charge in coded:
            if charge not in self._bases:
                self._bases[charge] = q1.basis(graph, evidence, charge)
        return [self._bases[charge] for charge in coded]

    def _fair_trial(self) -> Iterable[Finding]:
        inputs = self._inputs
        measure = q6.Measure(basis_class=inputs.basis_class, predetermined=inputs.before_defence)
        return q6.findings(self.case, self.charges, measure=measure)

    def _profile(self) -> Iterator[Finding]:
        charges = self.case["charges"]
        for name in sorted(charges.filter(pl.col("id").is_in(self.charges))["case"].unique()):
            inputs = of_case(self._inputs, self.case, charges.filter(pl.col("case") == name))
            yield from q7.profile(self.case, name, inputs)
