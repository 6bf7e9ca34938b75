"""What does a simulated case file say of itself: title, origin, how it was made?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import showtrial
from showtrial.model.machine.run import Trace
from showtrial.model.machine.scenario import Scenario
from showtrial.record.meta import Meta


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a run that is recorded by itself: one affair of a country.

    Parameters
    ----------
    words : str
        What it is, as the title says it.
    told : mapping of str to object
        Further facts for the provenance and the truth; `words` and these tell it from the other parts.
    limits : str
        What is not in it because it belongs to other parts.
    """

    words: str
    told: Mapping[str, Any]
    limits: str


def meta_of(scenario: Scenario, trace: Trace, how: Mapping[str, Any], part: Part | None = None) -> Meta:
    """Return the head of the case file of a run; `how` it was recorded is kept with the seed.

    Examples
    --------
    >>> from showtrial.model.machine.opening import open_scenario
    >>> from showtrial.model.machine.run import run
    >>> toy = open_scenario("toy")
    >>> meta_of(toy, run(toy, seed=7), {"lost": 0}).title
    'Simulated record of the scenario toy: seed 7, run 1'
    """
    seed, number = trace.drawn
    without = f" without {', '.join(trace.off)}" if trace.off else ""
    of = f"{part.words} of " if part else ""
    limits = f". {part.limits}" if part else ""
    told = {"scenario": scenario.name, **(part.told if part else {}), "off": trace.off, **how}
    return Meta(
        title=f"Simulated record of {of}the scenario {scenario.name}{without}: seed {seed}, run {number + 1}",
        origin="simulated",
        version="1",
        authors=("The showtrial developers",),
        licence="CC BY 4.0",
        calendar="gregorian",
        description="Made by a program. Nobody in it exists and nothing in it happened. "
        + scenario.title
        + limits,
        provenance=(
            {
                "operation": "simulation",
                "software": "showtrial",
                "version": showtrial.__version__,
                "parameters": json.dumps(told),
                "input": f"sha256:{scenario.sha256}",
                "seed": seed,
                "run": number + 1,
            },
        ),
    )
