"""What does the audit say of one record of a run?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from showtrial.audit.findings import Finding
from showtrial.audit.rules.ruleset import RuleSet
from showtrial.audit.run import Audit, audit
from showtrial.audit.worlds import Worlds
from showtrial.calibration.trust.world import World
from showtrial.record.casefile import CaseFile

#: Asked of the open trials; the others are asked apart, of what they are about.
_OF_TRIALS = ("basis", "remains", "predetermination", "fair_trial", "profile", "sensitivity")


@dataclass(frozen=True)
class Answers:
    """The answers of the audit to one record, each question asked once and only if wanted.

    Parameters
    ----------
    world : World
        The run, and what is true in it.
    case : CaseFile
        A record of it.
    copies : mapping of str to (str, tuple of str)
        Protocol that repeats another -> which, and the names that were not said in its own session.
    rules : RuleSet
        The rules of "remains", "sensitivity" and "gaps".
    """

    world: World
    case: CaseFile
    copies: Mapping[str, tuple[str, tuple[str, ...]]]
    rules: RuleSet

    @cached_property
    def trials(self) -> tuple[str, ...]:
        """The open trials of the run of which charges are on record."""
        held = set(self.case["charges"]["case"])
        return tuple(sorted({each.case for each in self.world.tried} & held))

    @cached_property
    def of_trials(self) -> tuple[Audit, ...]:
        """What the audit says of each open trial."""
        return tuple(audit(self.case, self.rules, trial=each, questions=_OF_TRIALS) for each in self.trials)

    @cached_property
    def _held(self) -> Mapping[tuple[str, str, str], Finding]:
        every = (each for one in self.of_trials for each in one.findings)
        return {(each.question, each.subject, each.statistic): each for each in every}

    def one(self, question: str, subject: str, statistic: str) -> Finding | None:
        """Return the finding with this question, subject and statistic, if there is one."""
        return self._held.get((question, subject, statistic))

    def of(self, question: str, subject: str) -> tuple[Finding, ...]:
        """Return every finding of a question about a subject."""
        return tuple(each for key, each in self._held.items() if key[:2] == (question, subject))

    @cached_property
    def worlds(self) -> Mapping[str, Worlds]:
        """Charge -> its truth tables."""
        return {each.charge: each for one in self.of_trials for each in one.worlds}

    @cached_property
    def contradictions(self) -> tuple[Finding, ...]:
        """The contradictions, of every charge on record."""
        return audit(self.case, self.rules, questions=["contradictions"]).findings
