"""In what form does every question of the audit answer?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import polars as pl

#: Printed under every answer.
FOOTER = "This describes the record; it is not a finding of guilt or innocence."


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One answer: a number or a word about one subject, and the rows it stands on.

    Parameters
    ----------
    question : str
        Which of the questions it answers: basis, remains, contradictions, independence,
        predetermination, fair_trial, profile, sensitivity, gaps.
    subject : str
        Id of the row it is about (charge, claim, person, case).
    statistic : str
        What was computed.
    value : str
        The answer as a word or a number; empty where only an interval is known.
    low, high : float, optional
        Interval over what is unknown (strict to lenient).
    n, denominator : int, optional
        Numerator and denominator, where the answer is a count or a share.
    text : str
        The answer as a sentence.
    evidence : tuple of str
        Ids of the rows it rests on, sorted.
    """

    question: str
    subject: str
    statistic: str
    value: str = ""
    low: float | None = None
    high: float | None = None
    n: int | None = None
    denominator: int | None = None
    text: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str, tuple[str, ...]]:
        """By what findings are sorted, so that equal input gives equal output."""
        return (self.question, self.subject, self.statistic, self.value, self.evidence)


_TYPES: dict[str, pl.DataType] = {
    "question": pl.String(),
    "subject": pl.String(),
    "statistic": pl.String(),
    "value": pl.String(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "n": pl.Int64(),
    "denominator": pl.Int64(),
    "text": pl.String(),
    "evidence": pl.List(pl.String()),
}


def as_frame(findings: Iterable[Finding]) -> pl.DataFrame:
    """Return findings as one frame, one row each, sorted by question, subject and statistic.

    Examples
    --------
    >>> one = Finding(question="basis", subject="k1", statistic="leaves", n=3, text="Three.")
    >>> as_frame([one]).select("question", "subject", "statistic", "n").rows()
    [('basis', 'k1', 'leaves', 3)]
    """
    rows = [asdict(each) for each in sorted(findings, key=lambda each: each.key)]
    columns = {name: [row[name] for row in rows] for name in _TYPES}
    columns["evidence"] = [list(each) for each in columns["evidence"]]
    return pl.DataFrame(columns, schema=_TYPES)


def as_json(findings: Iterable[Finding]) -> str:
    """Return findings as JSON text; the same findings give the same bytes."""
    rows = [asdict(each) for each in sorted(findings, key=lambda each: each.key)]
    return json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True)
