"""Case files of political trials: record, audit, model, report."""

from __future__ import annotations

__version__ = "0.1.0"
