"""How does a trial stand on each mark of a show trial? Numbers with their rows, never a label.

A vector and not an index: nothing is weighed or summed, and a case is compared with another only
where it is as high on every number that is known for both.
"""

from __future__ import annotations

from showtrial.audit.profile.compare import dominates, rank
from showtrial.audit.profile.confessions import confessions
from showtrial.audit.profile.inputs import Inputs
from showtrial.audit.profile.vector import profile

__all__ = ["Inputs", "confessions", "dominates", "profile", "rank"]
