"""Is a case file valid? One file a question; ``check`` asks them all at once."""

from __future__ import annotations

from showtrial.record.checks.run import check

__all__ = ["check"]
