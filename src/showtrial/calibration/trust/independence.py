"""Does `independence` count what was truly said apart?

Asked of the accusation against each accused of an open trial. The statements on record truly have as many
origins as there are persons who said the name themselves, in a session; a name that a protocol only
repeats has the origin of what it repeats.
"""

from __future__ import annotations

from collections.abc import Mapping

from showtrial.audit.independence import Independence, counts
from showtrial.calibration.trust.answers import Answers
from showtrial.calibration.trust.verdicts import Judged, settled
from showtrial.calibration.trust.world import World


def judge(answers: Answers) -> Judged:
    """Judge the lower and the upper number by person, the number by agency, and a careless reading."""
    claims = {f"c.{each.person}": each.person for each in answers.world.tried}
    held = [claim for claim in claims if claim in set(answers.case["claims"]["id"])]
    levels = ("person", "agency")
    found = {(each.claim, each.level): each for each in counts(answers.case, held, levels, least=2)}
    statement = dict(answers.case["assertions"].select("id", "statement").iter_rows())
    for claim, person in claims.items():
        if len({told.speaker for _, told in answers.world.said_of(person)}) < 2:
            continue
        by_person, by_agency = found.get((claim, "person")), found.get((claim, "agency"))
        acts = [] if by_person is None else [statement[leaf] for leaf in by_person.leaves]
        yield from _by_person(by_person, len(origins(answers, acts, person)))
        yield "independence.agency", settled(_one(by_agency))
        if by_person is None or by_person.k_low < 2:
            yield "independence.misread", "silent"
        else:
            own = unprompted(answers.world, person)
            yield "independence.misread", settled(by_person.k_low <= len(own))


def _by_person(found: Independence | None, truth: int) -> Judged:
    low, high = (None, None) if found is None else (found.k_low, found.k_high)
    yield "independence.at_least", settled(None if low is None or low < 2 else low <= truth)
    many = 0 if found is None else len(found.leaves)
    yield "independence.at_most", settled(None if high is None or high >= many else truth <= high)


def _one(found: Independence | None) -> bool | None:
    """Whether the number by agency is the true one: everything in a run comes from one office."""
    if found is None or (found.k_low == 1 and found.k_high > 1):
        return None
    return found.k_low == 1


def origins(answers: Answers, acts: list[str], person: str) -> set[str]:
    """Return who truly said the name of `person` in these protocols, or in those that they repeat."""
    own = {act: told.speaker for act, told in answers.world.said_of(person)}
    found = set()
    for act in acts:
        seen = {act}
        while act not in own and act in answers.copies and answers.copies[act][0] not in seen:
            act = answers.copies[act][0]
            seen.add(act)
        found.add(own.get(act, "nobody"))
    return found


def unprompted(world: World, person: str) -> set[str]:
    """Return the persons tied to `person` who said the name without the office's list.

    Whoever is not tied to the person named has the name from the affair, or from the list.
    """
    return {told.speaker for _, told in world.said_of(person) if told.tied and not told.from_list}


def copies_of(truth: Mapping[str, object]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Read from the truth of a record which protocols repeat which."""
    changes = truth.get("changes", ())
    assert isinstance(changes, list | tuple)
    return {
        each["act"]: (each["from"], tuple(each["names"])) for each in changes if each["change"] == "copied"
    }
