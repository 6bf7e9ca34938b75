"""How far can the audits and the naming models be trusted, on records whose truth is known?"""

from __future__ import annotations

from showtrial.calibration.trust.measured import trust
from showtrial.calibration.trust.tables import trust_tables
from showtrial.calibration.trust.told import trust_text

__all__ = ["trust", "trust_tables", "trust_text"]
