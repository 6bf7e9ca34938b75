"""Was the outcome set before the court pronounced it, as far as the record shows?

Papers that state an outcome for an accused (a list, a draft verdict, an order ...) are set against the
steps of the trial::

    P0  before the indictment        P2   before the verdict was pronounced (from outside the court)
    P1  before the hearing opened    P2a  before the end of the last words  (likewise)
    P3  after the verdict, another outcome (likewise)       P9  none on record

Approved and signed papers count, and drafts of the judges themselves, who need nobody's approval; what
others drafted or sent stands apart. Each step is necessary, possible or none, by the bounds of the
dates and by chains of links of kind ``before``: a small part of a temporal constraint network (Dechter,
Meiri, Pearl 1991, Artificial Intelligence 49, 61-95, doi:10.1016/0004-3702(91)90006-6).
"""

from __future__ import annotations

from showtrial.audit.predetermination.papers import (
    Concordance,
    Paper,
    Predetermination,
    concordance,
    predetermined,
)
from showtrial.audit.predetermination.sentences import findings
from showtrial.audit.predetermination.severity import compare, severity

__all__ = [
    "Concordance",
    "Paper",
    "Predetermination",
    "compare",
    "concordance",
    "findings",
    "predetermined",
    "severity",
]
