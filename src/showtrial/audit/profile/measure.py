"""How is a number of the profile stated: with its parts, its interval and its rows?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from showtrial.audit.fairtrial.acts import Act, Record, Row, read_record
from showtrial.audit.fairtrial.trial import Trial
from showtrial.audit.findings import Finding
from showtrial.record.readings import rivals, under

UNKNOWN, NOT_COMPUTED = "not on record", "not computed"


@dataclass(frozen=True)
class Proceedings:
    """One case as the profile reads it: its charges, each with its trial.

    Parameters
    ----------
    record : Record
        The indexed case file.
    case : str
        Id of the case.
    """

    record: Record
    case: str

    @cached_property
    def trials(self) -> tuple[Trial, ...]:
        """The trial of every charge of the case."""
        return tuple(Trial(self.record, id) for id in self.charges)

    @cached_property
    def variants(self) -> tuple[Proceedings, ...]:
        """The case under each rival reading of a date or clock time of its acts, one cell at a time."""
        own = {act.id for act in self.record.acts if self.case in (act.case, act.about)}
        return tuple(
            Proceedings(read_record(under(self.record.file, {(row, column): value})), self.case)
            for (row, column), values in rivals(self.record.file).items()
            if row in own and column in ("date", "time")
            for value in values[1:]
        )

    @cached_property
    def charges(self) -> dict[str, Row]:
        """The charges of the case."""
        return {id: row for id, row in self.record.charges.items() if row["case"] == self.case}

    @cached_property
    def accused(self) -> frozenset[str]:
        """The accused of the case."""
        return frozenset(str(row["accused"]) for row in self.charges.values())

    def acts(self, *kinds: str) -> tuple[Act, ...]:
        """Events of `kinds` of the case, or about it."""
        return tuple(
            act for act in self.record.acts if act.kind in kinds and self.case in (act.case, act.about)
        )

    def number(self, statistic: str, text: str, **parts: object) -> Finding:
        """Return a finding of this profile; `parts` as in :class:`Finding`."""
        rows = parts.pop("evidence", ())
        evidence = tuple(sorted({str(row) for row in rows})) if isinstance(rows, Iterable) else ()
        return Finding(
            question="profile",
            subject=self.case,
            statistic=statistic,
            text=f"{statistic}: {text}",
            evidence=evidence,
            **parts,  # type: ignore[arg-type]
        )

    def absent(self, statistic: str, word: str, text: str) -> Finding:
        """Return the finding that there is no number: not on record, or not computed."""
        return self.number(statistic, f"{text}: {word}.", value=word)

    def share(
        self, statistic: str, text: str, marks: Mapping[str, bool | None], rows: Iterable[str] = ()
    ) -> Finding:
        """Return a share of `marks` that hold, from the known alone to the unknown counted in.

        Examples
        --------
        >>> from showtrial.audit.fairtrial.acts import read_record
        >>> from showtrial.record.packaged import open_case
        >>> toy = Proceedings(read_record(open_case("toy")), "night-masters")
        >>> found = toy.share("A2", "convicted", {"a": True, "b": None})
        >>> found.n, found.denominator, found.low, found.high
        (1, 2, 0.5, 1.0)
        """
        if not marks:
            return self.absent(statistic, UNKNOWN, text)
        held = sorted(key for key, mark in marks.items() if mark)
        unknown = sum(mark is None for mark in marks.values())
        if unknown == len(marks):
            return self.absent(statistic, UNKNOWN, text)
        low, high = len(held) / len(marks), (len(held) + unknown) / len(marks)
        told = f"{text}: {len(held)} of {len(marks)}"
        told += f", {unknown} not on record" if unknown else ""
        return self.number(
            statistic,
            f"{told}.",
            value=_short(low) if low == high else "",
            low=low,
            high=high,
            n=len(held),
            denominator=len(marks),
            evidence=[*held, *rows],
        )

    def count(self, statistic: str, text: str, rows: Iterable[str]) -> Finding:
        """Return a count of rows. Rows that nobody coded may be missing: there is no upper end.

        Without any row there is no number: silence is not a zero.
        """
        found = sorted(set(rows))
        if not found:
            return self.absent(statistic, UNKNOWN, text)
        told = f"{text}: at least {len(found)}."
        return self.number(statistic, told, low=float(len(found)), n=len(found), evidence=found)

    def span(
        self, statistic: str, text: str, bounds: tuple[float, float], rows: Iterable[str], unit: str
    ) -> Finding:
        """Return a length of time between two bounds."""
        low, high = bounds
        bottom, top = (None if math.isinf(end) else round(end, 2) for end in bounds)
        if bottom is None and top is None:
            return self.absent(statistic, UNKNOWN, text)
        between = _short(low) if low == high else f"{_short(low)} to {_short(high)}"
        return self.number(
            statistic,
            f"{text}: {between} {unit}.",
            value=_short(low) if low == high else "",
            low=bottom,
            high=top,
            evidence=rows,
        )


def _short(number: float) -> str:
    """Write a number with at most two decimals; an open end as dots."""
    return ".." if math.isinf(number) else f"{number:.2f}".rstrip("0").rstrip(".")
