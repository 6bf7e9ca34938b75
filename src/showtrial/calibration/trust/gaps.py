"""Does filling a gap that `gaps` names change the answer as it says?

Due is an answer for every charge of which `remains` does not say what is true. The audit can name cells; it
cannot name a protocol of which it knows nothing. A named cell is filled from the complete record.
"""

from __future__ import annotations

import polars as pl

from showtrial.audit.gaps import Gap, gaps
from showtrial.calibration.trust.answers import Answers
from showtrial.calibration.trust.remains import status, true_status
from showtrial.calibration.trust.verdicts import Judged, Outcome, settled
from showtrial.record.casefile import CaseFile


def judge(answers: Answers, complete: CaseFile) -> Judged:
    """Judge what is named for each charge whose status is open, or is not the true one."""
    for accused in answers.world.tried:
        if status(answers, accused.charge) == true_status(accused):
            continue
        worlds = answers.worlds.get(accused.charge)
        named = gaps([worlds]) if worlds else ()
        found = [_filled(answers, complete, accused.charge, each) for each in named]
        yield "gaps", _worst(found)


def _worst(found: list[Outcome]) -> Outcome:
    if "wrong" in found:
        return "wrong"
    return "right" if "right" in found else "silent"


def _filled(answers: Answers, complete: CaseFile, charge: str, gap: Gap) -> Outcome:
    """Fill the cell and ask again; silent where the complete record does not have it either."""
    row, _, column = gap.field.rpartition(".")
    for table, frame in answers.case.items():
        if column not in frame.columns or "id" not in frame.columns or row not in set(frame["id"]):
            continue
        whole = complete[table].filter(pl.col("id") == row)
        value = whole[column][0] if whole.height else None
        if value is None:
            return "silent"
        cell = pl.when(pl.col("id") == row).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)
        case = answers.case.derived({table: frame.with_columns(cell)})
        again = Answers(answers.world, case, answers.copies, answers.rules)
        return settled(status(again, charge) in gap.charges[charge])
    return "silent"
