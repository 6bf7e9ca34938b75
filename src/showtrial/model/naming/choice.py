r"""Whom does a speaker name? The choice submodel of DyNAM.

Given that i speaks at t, j is named with probability
:math:`\exp(b^\top x_{ij}(t)) / \sum_k \exp(b^\top x_{ik}(t))` over all k who could have been named.
Events of one batch see earlier batches only.

References
----------
Stadtfeld & Block 2017, doi:10.15195/v4.a14
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from showtrial.events.history import EventHistory, Floats
from showtrial.model.naming.design import ChoiceSlope, design_of, rough_start
from showtrial.model.naming.effects import missing_notes, parse
from showtrial.model.naming.fit import Fit
from showtrial.model.naming.inference import Likelihood, estimate
from showtrial.model.naming.kernels import Longs
from showtrial.model.naming.plan import plan_of
from showtrial.model.naming.refusals import refuse_mute


def clusters_of(history: EventHistory, cluster: str) -> Longs:
    """Return the cluster of each event: its speaker, or its sitting (a batch of a speaker)."""
    if cluster == "sender":
        code = history.sender.astype(np.int64)
    elif cluster == "sitting":
        code = history.batch.astype(np.int64) * history.n + history.sender
    else:
        raise ValueError(f"cluster is sender or sitting, not {cluster!r}")
    return np.unique(code, return_inverse=True)[1].astype(np.int64)


def fit_choice(
    history: EventHistory, names: Sequence[str], *, cluster: str = "sender", dense: bool = False
) -> Fit:
    """Fit the choice submodel.

    Parameters
    ----------
    history : EventHistory
        Who named whom.
    names : sequence of str
        Effects, as in a model file.
    cluster : str
        ``sender`` or ``sitting``: within what the clustered standard errors allow dependence.
    dense : bool
        Go through every candidate at every event; slower, the same result.

    Raises
    ------
    SchemaError
        If effects cannot be read, or an event lies outside its risk set; every problem at once.
    """
    effects = parse(names, history, "choice")
    refuse_mute(history)
    inputs = plan_of(effects, history, "choice")
    slope = ChoiceSlope(design_of(history, inputs, dense=dense))
    clusters = clusters_of(history, cluster)

    def marginal(b: Floats) -> Floats:
        p = slope.probabilities(b)
        return b * float((p * (1 - p)).mean()) if len(p) else np.full(len(b), np.nan)

    return estimate(
        Likelihood(
            submodel="choice",
            form="ordinal",
            names=tuple(names),
            slope=slope.own,
            scores=lambda b: (slope.scores(b), clusters),
            marginal=marginal,
            start=rough_start(slope.design),
            loglik_null=np.nan,
            null_parameters=0,
            n_events=len(history),
            notes=missing_notes(effects, history),
        )
    )
