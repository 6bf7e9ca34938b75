"""What a case file shows when its tables are joined: derived every time, never stored."""

from __future__ import annotations

from showtrial.record.views.acts import parts, subjects
from showtrial.record.views.charges import accused, confession_times
from showtrial.record.views.namings import namings, standing
from showtrial.record.views.people import people
from showtrial.record.views.timeline import timeline

__all__ = ["accused", "confession_times", "namings", "parts", "people", "standing", "subjects", "timeline"]
