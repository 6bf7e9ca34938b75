"""What on record cannot hold together: opposite words, two places at once, an order that cannot be."""

from __future__ import annotations

from showtrial.audit.contradictions.contradiction import KINDS, Contradiction, findings
from showtrial.audit.contradictions.find import contradictions

__all__ = ["KINDS", "Contradiction", "contradictions", "findings"]
