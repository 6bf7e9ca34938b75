"""Which answers are judged, and what is each of them held against?"""

from __future__ import annotations

from dataclasses import dataclass

from showtrial.calibration.trust.fair_trial import ITEMS
from showtrial.calibration.trust.profile import NUMBERS


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer that is judged: its id begins with the question of the audit.

    Parameters
    ----------
    id, title : str
    about : str
        What is true, and when the answer is right.
    """

    id: str
    title: str
    about: str


QUESTIONS: tuple[Asked, ...] = (
    Asked(
        "basis",
        "basis: class of the words of the accused",
        "True: sole where nothing else stood before the court, alternative where something did.",
    ),
    Asked(
        "remains",
        "remains: what is left of the charge under hr-baseline",
        "True: falls where nothing stood beside the words of the accused, survives where something did.",
    ),
    Asked(
        "remains.misread",
        "remains, misread: keeps support taken for founded",
        "Not what the audit says. In these worlds nobody did anything, so that a charge is never founded.",
    ),
    Asked(
        "contradictions",
        "contradictions: pairs that cannot both hold",
        "True: who confessed and took it back. Whatever else is listed as necessary is wrong.",
    ),
    Asked(
        "independence.at_least",
        "independence by person: at least so many",
        "True: persons who said the name themselves in a session behind the protocols on record.",
    ),
    Asked(
        "independence.at_most",
        "independence by person: at most so many",
        "True: as above. A bound that equals the number of assertions says nothing.",
    ),
    Asked(
        "independence.agency",
        "independence by agency",
        "True: one. Everything in a run comes from one office.",
    ),
    Asked(
        "independence.misread",
        "independence, misread: the number by person taken for people who knew it themselves",
        "Not what the audit says. True: persons tied to the one named who said the name without the list.",
    ),
    Asked(
        "predetermination",
        "predetermination: the outcome was set before it was pronounced",
        "True where mechanism 16 is on; in every second run it is off.",
    ),
    *(Asked(f"fair_trial.{item}", f"fair trial: {item}", f"True: {what}.") for item, what in ITEMS.items()),
    *(Asked(f"profile.{name}", f"profile: {name}", f"True: {what}.") for name, what in NUMBERS.items()),
    Asked(
        "sensitivity",
        "sensitivity: sets of rules that are enough to end the support",
        "Held against the complete record: each set must be enough there too.",
    ),
    Asked(
        "gaps",
        "gaps: which missing cell would change the answer",
        "Due for each charge of which remains does not say what is true; the cell is filled from the "
        "complete record.",
    ),
)
