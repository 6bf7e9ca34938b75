"""Under which kinds of recording is the trust measured?"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from showtrial.calibration.trust.editors import edited, smoothed
from showtrial.calibration.trust.world import COMPLETE, World
from showtrial.errors import ModelError
from showtrial.model.machine.recording import RECORDINGS, Recorded, Recording, record


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One kind of recording.

    Parameters
    ----------
    id, title, about : str
    how : Recording
        What is lost, blurred and copied.
    selected : float
        Share that editors print of the protocols that they look at; 1 where the archive itself is read.
    smoothed : bool
        Whether the report of the trial prints every plea as a confession.
    """

    id: str
    title: str
    about: str
    how: Recording = field(default=COMPLETE)
    selected: float = 1.0
    smoothed: bool = False

    def levels(self) -> dict[str, Any]:
        """Return the numbers of this kind of recording."""
        told = asdict(self.how)
        return {
            **told,
            "published": not told.pop("archive"),
            "selected": self.selected,
            "smoothed": self.smoothed,
        }


def _how(**levels: float) -> Recording:
    return Recording(**{**asdict(COMPLETE), **levels})


#: The complete record first; then each loss alone; then together.
WAYS: tuple[Way, ...] = (
    Way(
        id="complete",
        title="Complete",
        about="Every protocol, every date to the day, no copies, the archive open.",
    ),
    Way(
        id="lost-25",
        title="A quarter of the protocols lost",
        about="Each protocol is lost with probability 0.25.",
        how=_how(lost=0.25),
    ),
    Way(
        id="lost-50",
        title="Half of the protocols lost",
        about="Each protocol is lost with probability 0.5.",
        how=_how(lost=0.5),
    ),
    Way(
        id="lost-75",
        title="Three quarters of the protocols lost",
        about="Each protocol is lost with probability 0.75.",
        how=_how(lost=0.75),
    ),
    Way(
        id="months",
        title="Dates by the month",
        about="Every date is kept by its month only.",
        how=_how(coarse=1.0),
    ),
    Way(
        id="copied",
        title="Copied confessions, nobody knows",
        about="Every second protocol repeats the names of an earlier one, and no copy is on record as one.",
        how=_how(copied=0.5),
    ),
    Way(
        id="copied-known",
        title="Copied confessions, on record as such",
        about="Every second protocol repeats the names of an earlier one, and the record says so.",
        how=_how(copied=0.5, copy_known=1.0),
    ),
    Way(
        id="editors",
        title="An editors' selection",
        about="Of the protocols, editors print half of those that affirm the charge and are of, or name, an "
        "accused of an open trial; refusals, and protocols of people unknown to the public, are left out.",
        selected=0.5,
    ),
    Way(
        id="published",
        title="Only what the court published",
        about="The archive is closed: charges, pleas, exhibits and verdicts of the open trial.",
        how=_how(archive=False),
    ),
    Way(
        id="smoothed",
        title="Only what the court published, and smoothed",
        about="The same, and the report prints every plea as a confession: a falsehood, not a loss.",
        how=_how(archive=False),
        smoothed=True,
    ),
    Way(
        id="usual",
        title="As simulated records are written",
        about="The usual values of the recording step: 0.3 lost, 0.2 by the month, 0.1 copied, of which 0.3 "
        "are known.",
        how=RECORDINGS["usual"],
    ),
    Way(
        id="together",
        title="Losses together",
        about="Half lost, dates by the month, every second protocol copied and nobody knows, an editors' "
        "selection.",
        how=_how(lost=0.5, coarse=1.0, copied=0.5),
        selected=0.5,
    ),
    Way(
        id="together-published",
        title="Losses together, archive closed",
        about="The same, and only what the court published is kept.",
        how=_how(lost=0.5, coarse=1.0, copied=0.5, archive=False),
    ),
)


def recorded(world: World, way: Way) -> Recorded | None:
    """Return the record of a run under one kind of recording; None where nothing is left."""
    try:
        made = world.complete if way.how == COMPLETE else record(world.scenario, world.trace, way.how)
    except ModelError:
        return None
    case = made.case
    if way.selected < 1.0:
        case = edited(case, way.selected, world.trace.seed)
    if way.smoothed:
        case = smoothed(case)
    return made if case is made.case else Recorded(case, made.truth)
