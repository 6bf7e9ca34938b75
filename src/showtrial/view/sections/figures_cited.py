"""Where does a figure come from that simulated runs are held against, and how sure is it?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from showtrial.calibration.targets import Target, open_targets
from showtrial.errors import ShowtrialError


def figures_cited(result: Mapping[str, Any]) -> dict[str, Target]:
    """Return the packaged figures of the record by id, if they are those that a result was held against.

    Parameters
    ----------
    result : mapping
        With ``scenario`` and ``targets_sha256``.

    Returns
    -------
    dict
        Empty where the figures are not packaged, or have changed since.

    Examples
    --------
    >>> figures_cited({"scenario": "union", "targets_sha256": "0" * 64})
    {}
    """
    try:
        found = open_targets(result["scenario"])
    except ShowtrialError:
        return {}
    return {each.id: each for each in found.rows} if found.sha256 == result.get("targets_sha256") else {}


def error_said(error: float | None, scale: str) -> str:
    """Say the error of a figure: one standard deviation, as a share where it is a factor.

    Examples
    --------
    >>> error_said(0.15, "log"), error_said(10.0, "linear"), error_said(0.0, "log")
    ('± 15 per cent', '± 10', '')
    """
    if not error:
        return ""
    return f"± {100 * error:.3g} per cent" if scale == "log" else f"± {error:.4g}"


def error_ends(value: float, error: float, scale: str) -> tuple[float, float]:
    """Return the ends of 95 per cent of the error of a figure: 1.96 standard deviations to both sides.

    Examples
    --------
    >>> tuple(round(end, 1) for end in error_ends(26.0, 10.0, "linear"))
    (6.4, 45.6)
    """
    reach = 1.96 * error
    return (
        (value * math.exp(-reach), value * math.exp(reach))
        if scale == "log"
        else (value - reach, value + reach)
    )
