"""Was the trial fair? Thirty questions, each answered twice: by own law and by later standards.

An answer stands on rows of the record. Where there are none it is `not_on_record`; silence shows
neither a violation nor a guarantee kept. Nothing is added up.
"""

from __future__ import annotations

from showtrial.audit.fairtrial.answer import VALUES, Answer
from showtrial.audit.fairtrial.checklist import ItemAnswer, Measure, fair_trial, findings
from showtrial.audit.fairtrial.items import Item, Standard, items

__all__ = ["VALUES", "Answer", "Item", "ItemAnswer", "Measure", "Standard", "fair_trial", "findings", "items"]
