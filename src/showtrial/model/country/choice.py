"""Which effects of the naming models does a country keep, and with what coefficients?

Those whose statistics need no more than the persons reached and the neighbours of the speaker.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from showtrial.events.history import Floats
from showtrial.model.country import ledger as at
from showtrial.model.naming.kernels import Longs

_PLAIN = {
    "inertia": at.X_INERTIA, "reciprocity": at.X_RECIPROCITY, "indegree": at.X_INDEGREE,
    "same(group)": at.X_SAME, "alter(held)": at.X_HELD, "alter(deposed)": at.X_DEPOSED,
    "alter(confessed)": at.X_CONFESSED, "alter(condemned)": at.X_CONDEMNED, "alter(dead)": at.X_DEAD,
    "alter(prominence)": at.X_PROMINENCE, "tie(kin)": at.X_KIN, "tie(work)": at.X_WORK,
    "tie(acquaintance)": at.X_ACQUAINTANCE, "tie(faction)": at.X_FACTION,
}  # fmt: skip
#: Texts of the effects that are kept, with the column of the coefficients and the transform of each.
KEPT: dict[str, tuple[int, int]] = {
    **{text: (column, at.PLAIN) for text, column in _PLAIN.items()},
    "sqrt(indegree)": (at.X_INDEGREE, at.ROOT),
    "log1p(indegree)": (at.X_INDEGREE, at.LOG1P),
}


def effect_of(text: str) -> tuple[int, int] | None:
    """Return the column and the transform of an effect, None if a country does not keep it.

    Examples
    --------
    >>> effect_of("sqrt(indegree)") == (at.X_INDEGREE, at.ROOT), effect_of("two_paths")
    (True, None)
    """
    return KEPT.get(text.replace(" ", ""))


def laid_out(effects: Sequence[str], estimate: Floats) -> tuple[Floats, Longs, Floats]:
    """Return coefficients by column, transforms, and exp of the terms of ties and of the same group.

    Parameters
    ----------
    effects : sequence of str
        Each one of `KEPT`.
    estimate : (P,) float64
        Their coefficients.

    Returns
    -------
    (14,) float64, (14,) int64, (32,) float64
        The last by 16 x same group + bits of the ties.

    Examples
    --------
    >>> beta, transform, bent = laid_out(["same(group)", "tie(work)"], np.array([0.5, 1.0]))
    >>> np.log(bent[[0, 2, 16, 18]]).round(9).tolist()
    [0.0, 1.0, 0.5, 1.5]
    """
    beta, transform = np.zeros(14), np.zeros(14, np.int64)
    for text, value in zip(effects, estimate, strict=True):
        column, form = KEPT[text.replace(" ", "")]
        beta[column], transform[column] = value, form
    cell = np.arange(32)
    total = beta[at.X_SAME] * (cell >> 4)
    for kind in range(4):
        total = total + beta[at.X_KIN + kind] * ((cell >> kind) & 1)
    return beta, transform, np.exp(total)
