"""Who was first made wanted by whose words, in one run?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np

from showtrial.model.machine import layout as at
from showtrial.model.machine.recording import neutral_names
from showtrial.model.machine.run import Trace
from showtrial.model.machine.scenario import Scenario


def naming_tree(scenario: Scenario, trace: Trace) -> dict[str, Any]:
    """Return the tree of the namings that made the named wanted, under the ids of the record of the run.

    Parameters
    ----------
    scenario : Scenario
        What was run.
    trace : Trace
        The run.

    Returns
    -------
    dict
        ``rows``: from, to, day, and route of the named where a dossier was closed; ``roots``: who named
        others and became wanted some other way; ``nodes``: group, cause, day of arrest or None, and end of
        everybody in the tree; ``persons``: how many these are.

    Examples
    --------
    >>> from showtrial.model.machine.opening import open_scenario
    >>> from showtrial.model.machine.run import run
    >>> scenario = open_scenario("toy")
    >>> tree = naming_tree(scenario, run(scenario, seed=1, number=0))
    >>> len(tree["nodes"]) == tree["persons"] == len(tree["rows"]) + len(tree["roots"])
    True
    """
    name = neutral_names(scenario, trace)

    def day(e: int) -> str:
        return (scenario.start + timedelta(days=int(trace.time[e]))).isoformat()

    cause, arrested, route = {}, {}, {}
    led: list[tuple[int, int, int]] = []
    for e in np.flatnonzero(np.isin(trace.kind, (at.E_WANTED, at.E_ARREST, at.E_DOSSIER))).tolist():
        kind, who, value = (int(each[e]) for each in (trace.kind, trace.person, trace.value))
        if kind == at.E_ARREST:
            arrested[who] = day(e)
        elif kind == at.E_DOSSIER:
            route[who] = at.ROUTE_WORDS[value]
        else:
            cause[who] = at.CAUSE_WORDS[value]
            if value == at.BY_NAME:
                led.append((int(trace.by[e]), who, e))
    below = {who for _, who, _ in led}
    roots = sorted({by for by, _, _ in led} - below, key=lambda i: name[i])
    rows = []
    for by, who, e in led:
        row = {"from": name[by], "to": name[who], "day": day(e)}
        rows.append(row | ({"route": route[who]} if who in route else {}))
    nodes = [
        {
            "id": name[i],
            "group": scenario.world.group[i],
            "cause": cause.get(i, ""),
            "arrested": arrested.get(i),
            "end": at.STATUS_WORDS[int(trace.status[i])],
        }
        for i in sorted(below | set(roots), key=lambda i: name[i])
    ]
    return {"persons": len(nodes), "rows": rows, "roots": [name[i] for i in roots], "nodes": nodes}
