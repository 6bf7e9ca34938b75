"""Witnesses, requests, language, silence, burden: what does the record say of questions F19 to F23?"""

from __future__ import annotations

from showtrial.audit.fairtrial.answer import Answer, Ground, decide
from showtrial.audit.fairtrial.custody import NO
from showtrial.audit.fairtrial.trial import Trial


def f19(trial: Trial) -> Answer:
    """Could the witnesses against the accused be examined? Prints the three steps of Al-Khawaja."""
    declarants: dict[str, list[str]] = {}
    for id in trial.relied:
        speaker = trial.record.statements[trial.statement_of(id)]["speaker"]
        kind = trial.record.assertions[id]["kind"]
        if speaker and speaker != trial.accused and kind in ("co_accused", "witness", "expert", None):
            declarants.setdefault(str(speaker), []).append(id)
    against, kept = [], []
    for person, ids in sorted(declarants.items()):
        absent = _out_of_reach(trial, person)
        if absent:
            rows = tuple(sorted((*ids, *absent.rows)))
            against.append(
                Ground(rows, f"{person}, on whom the court relied, {absent.says}; {_steps(trial)}")
            )
        elif examined := _examined(trial, person):
            kept.append(Ground(tuple(sorted((*ids, *examined))), f"{person} was examined by the defence"))
    if len(kept) < len(declarants):
        kept = []
    return decide(
        against,
        kept,
        "Whether the defence could question every witness relied on is not coded."
        if declarants
        else "Which witnesses the court relied on is not coded.",
    )


def _out_of_reach(trial: Trial, person: str) -> Ground | None:
    died = trial.record.died.get(person)
    if died and trial.opening and died.hi <= trial.opening.lo:
        return Ground((person,), "had died before the hearing")
    for act in trial.acts("trial", "session"):
        if (person, "absent") in {(who, value) for _, who, value in act.roles}:
            return Ground((act.id,), "was absent")
    for act in trial.acts("evidence_request"):
        if act.value in NO and person in act.having("object"):
            return Ground((act.id,), "was asked for and refused")
    return None


def _examined(trial: Trial, person: str) -> tuple[str, ...]:
    """Return statements of `person` in court in which the accused or counsel put the questions."""
    defence = {trial.accused} | {each for act in trial.acts("trial") for each in act.having("counsel")}
    return tuple(
        id
        for id in trial.court_statements(person)
        if defence
        & {who for role, who, _ in trial.record.roles.get(id, ()) if role in ("by", "interrogator")}
    )


def _steps(trial: Trial) -> str:
    weight = trial.basis or "not on record"
    return (
        "step 1, a good reason: not on record; "
        f"step 2, sole or decisive: {weight}; step 3, counterbalance: not on record"
    )


def f20(trial: Trial) -> Answer:
    """Could the accused call witnesses and evidence?"""
    acts = [(act, act.outcome(trial.accused)) for act in trial.acts("evidence_request")]
    return decide(
        [
            Ground((act.id,), f"evidence asked for by the defence: “{value}”")
            for act, value in acts
            if value in (*NO, "item denied")
        ],
        [
            Ground((act.id,), f"evidence asked for by the defence: “{value}”")
            for act, value in acts
            if value in ("yes", "called", "granted")
        ],
        "Requests of the defence for evidence are not coded.",
    )


def f21(trial: Trial) -> Answer:
    """Was an interpreter there where one was needed?"""
    acts = [(act, act.outcome(trial.accused)) for act in trial.acts("interpreter")]
    return decide(
        [
            Ground((act.id,), "an interpreter was needed and absent")
            for act, value in acts
            if value in (*NO, "absent", "needed and absent")
        ],
        [
            Ground((act.id,), f"interpreter: “{value}”")
            for act, value in acts
            if value in ("yes", "provided", "not needed")
        ],
        "Whether an interpreter was needed is not coded.",
    )


def f22(trial: Trial) -> Answer:
    """Silence not punished, confession not compelled by further questions?"""
    acts = trial.acts("interrogation", "session", "verdict", "summons", "other")
    return decide(
        [
            Ground((act.id,), f"{act.kind}: “{act.value}”")
            for act in acts
            if act.value in ("continued after refusal", "silence used against")
        ],
        [Ground((act.id,), "the accused was cautioned") for act in acts if act.value == "caution recorded"],
        "Neither a caution nor a use of silence is coded.",
    )


def f23(trial: Trial) -> Answer:
    """Burden on the prosecution, and not on confessions alone?

    Needs the class of {confession, co_accused} from the question of the basis; it stands in
    structure, not in the weight that the court gave.
    """
    rows = tuple(sorted((trial.charge, *trial.relied)))
    against, kept = [], []
    if trial.convicted() and trial.basis == "sole":
        against = [
            Ground(
                rows, "confessions and co-accused are the sole basis of a charge found against the accused"
            )
        ]
    elif trial.convicted() and trial.basis in ("decisive", "alternative", "contributory", "unused"):
        kept = [Ground(rows, f"confessions and co-accused are a {trial.basis} basis, not the sole one")]
    return decide(against, kept, "The basis of the charge is not settled by the rows.")
