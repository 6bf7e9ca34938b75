"""Case files of political trials: record, audit, report."""

from __future__ import annotations

__version__ = "0.1.0"
