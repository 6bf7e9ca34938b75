"""What is on record of the trial of one accused on one charge?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from showtrial.audit.fairtrial.acts import Act, Record, Row
from showtrial.record.dates import MAX, MIN, Attested, Bounds

#: Minutes of a day.
DAY = 24 * 60
COURT = ("open_court", "closed_court")
INQUIRY = ("interrogation", "confrontation")
#: Methods that are ill-treatment in themselves; length, rewards, prepared texts are other pressure.
ILL_TREATMENT = frozenset(
    "beating sleep conveyor standing isolation threat_self threat_family hostage drug denial_medical".split()
)
#: Papers that can fix an outcome before the court does.
PREDECISIONS = ("list", "verdict_draft", "order", "decree", "letter", "communique", "press")


@dataclass(frozen=True)
class Trial:
    """One accused, one charge, and every row of the record that bears on both.

    Parameters
    ----------
    record : Record
        The indexed case file.
    charge : str
        Id of the charge.
    basis : str, optional
        Class of {confession, co_accused} as the basis of the charge (sole, decisive, ...).
    predetermined : str, optional
        Whether the outcome was fixed before the defence was heard (necessary, possible, none).
    min_prep_h : float
        Hours between indictment and hearing that count as enough.
    window : tuple, optional
        Hours for a petition that a rule made for this case sets, and the rows of that rule.
    """

    record: Record
    charge: str
    basis: str | None = None
    predetermined: str | None = None
    min_prep_h: float = 72.0
    window: tuple[float, tuple[str, ...]] | None = None

    @cached_property
    def row(self) -> Row:
        """The row of the charge."""
        return self.record.charges[self.charge]

    @cached_property
    def accused(self) -> str:
        """Id of the accused."""
        return str(self.row["accused"])

    @cached_property
    def case(self) -> str:
        """Id of the case."""
        return str(self.row["case"])

    @cached_property
    def acts_in_case(self) -> tuple[Act, ...]:
        """Events of the case that concern this accused, or everybody in it."""
        near = {self.case, self.charge}
        near |= {act.id for act in self.record.acts if act.case == self.case}
        near |= set(self.record.statements_of.get(self.case, ()))
        near |= {act.id for act in self.pressures}
        return tuple(
            act
            for act in self.record.acts
            if (act.case == self.case or act.about in near) and self._concerned(act)
        )

    def _concerned(self, act: Act) -> bool:
        if act.about in self.record.charges and act.about != self.charge:
            return False
        named = act.having("subject", "covered")
        speaker = self.record.statements.get(act.about or "", {}).get("speaker")
        return self.accused in (named or {speaker or self.accused})

    def acts(self, *kinds: str) -> tuple[Act, ...]:
        """Events of `kinds` in the case that concern this accused, or everybody in it."""
        return tuple(act for act in self.acts_in_case if act.kind in kinds)

    @cached_property
    def pressures(self) -> tuple[Act, ...]:
        """Graded pressures on the accused in this case, or in none named, not after the verdict."""
        spoken = set(self.statements_by(self.accused))
        return tuple(
            act
            for act in self.record.acts
            if act.kind == "pressure"
            and act.grade
            and (
                act.about in spoken
                or (self.accused in act.having("subject") and act.case in (self.case, None))
            )
            and not (act.when and self.verdict and act.when.lo >= self.verdict.hi)
        )

    @cached_property
    def arrest(self) -> Act | None:
        """The last dated arrest of the accused that is not after the opening of the hearing."""
        taken = [
            act
            for act in self.record.acts
            if act.kind == "arrest"
            and self.accused in act.having("subject")
            and act.when
            and not (self.opening and act.when.lo >= self.opening.hi)
        ]
        return max(taken, key=lambda act: (act.when.lo if act.when else 0, act.id), default=None)

    @cached_property
    def opening(self) -> Bounds | None:
        """When the hearing opened."""
        starts = [act.when.start for act in self._hearings() if act.when]
        if not starts:
            return None
        return Bounds(min(start.lo for start in starts), min(start.hi for start in starts))

    @cached_property
    def opening_rows(self) -> tuple[str, ...]:
        """The hearings from which the opening is read."""
        return tuple(
            act.id for act in self._hearings() if act.when and self.opening and act.when.lo < self.opening.hi
        )

    def _hearings(self) -> list[Act]:
        return [act for act in self.record.acts if act.kind in ("trial", "session") and act.case == self.case]

    @cached_property
    def verdicts(self) -> tuple[Act, ...]:
        """The verdict that the charge names, else the verdicts of the case."""
        named = tuple(act for act in self.record.acts if act.id == self.row["verdict"])
        return named or tuple(
            act
            for act in self.record.acts
            if act.kind == "verdict" and act.case == self.case and self._concerned(act)
        )

    @cached_property
    def verdict(self) -> Attested | None:
        """When the verdict was pronounced."""
        return next((act.when for act in self.verdicts if act.when), None)

    @cached_property
    def last_words(self) -> Bounds | None:
        """When the last words ended."""
        ends = [act.when.end for act in self.acts("last_words") if act.when]
        return Bounds(max(end.lo for end in ends), max(end.hi for end in ends)) if ends else None

    @cached_property
    def relied(self) -> tuple[str, ...]:
        """Assertions that the court itself cites for this charge."""
        cited = {
            str(link["to"])
            for link in self.record.links
            if link["kind"] == "cited_by_court" and link["from"] == self.charge
        }
        cited |= set(self.record.relied.cone([self.charge]).leaves)
        cited |= {
            id
            for id, row in self.record.assertions.items()
            if row["layer"] == "cited_in_judgment" and row["claim"] == self.charge
        }
        return tuple(sorted(cited & set(self.record.assertions)))

    def statement_of(self, assertion: str) -> str:
        """Id of the statement in which an assertion was made."""
        return str(self.record.assertions[assertion]["statement"])

    def statements_by(self, person: str) -> tuple[str, ...]:
        """Statements of `person` in this case."""
        made = self.record.statements_of.get(self.case, ())
        return tuple(id for id in made if self.record.statements[id]["speaker"] == person)

    def court_statements(self, person: str) -> tuple[str, ...]:
        """Statements of `person` in the court of this case."""
        made = self.statements_by(person)
        return tuple(id for id in made if self.record.statements[id]["setting"] in COURT)

    def sure_before(self, act: Act, moment: Bounds | None) -> bool:
        """Whether the act lies before `moment` in every completion of the dates."""
        return act.when is not None and moment is not None and act.when.hi <= moment.lo

    @property
    def pronounced(self) -> Bounds | None:
        """When the verdict began to be pronounced."""
        return self.verdict.start if self.verdict else None

    def convicted(self) -> bool | None:
        """Whether the record says that the court convicted; None where it does not say."""
        finding, sentence = (str(self.row[column] or "").casefold() for column in ("finding", "sentence"))
        if finding.startswith(("acquit", "not guilty")):
            return False
        return True if finding.startswith(("guilty", "convict", "as charged")) or sentence else None

    def death_possible(self) -> tuple[str, ...]:
        """Charges of the case, under the same articles, on which death was pronounced; this one first."""
        return tuple(
            id
            for id, row in sorted(
                self.record.charges.items(), key=lambda pair: (pair[0] != self.charge, pair[0])
            )
            if row["case"] == self.case
            and (id == self.charge or (row["law"] and row["law"] == self.row["law"]))
            and str(row["sentence"] or "").casefold().startswith("death")
        )


def hours_between(earlier: Bounds, later: Bounds) -> tuple[float, float]:
    """Return the least and the most hours from one instant to another; infinite at an open end.

    Examples
    --------
    >>> hours_between(Bounds(0, 1), Bounds(120, 121))
    (2.0, 2.0)
    """
    low = float("-inf") if later.lo <= MIN or earlier.hi >= MAX else (later.lo - (earlier.hi - 1)) / 60
    high = float("inf") if later.hi >= MAX or earlier.lo <= MIN else ((later.hi - 1) - earlier.lo) / 60
    return low, high
