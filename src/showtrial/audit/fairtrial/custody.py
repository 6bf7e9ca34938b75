"""Arrest, interrogation and treatment: what does the record say of questions F01 to F07?"""

from __future__ import annotations

from collections.abc import Iterable

from showtrial.audit.fairtrial.acts import Act
from showtrial.audit.fairtrial.answer import Answer, Ground, decide
from showtrial.audit.fairtrial.trial import DAY, ILL_TREATMENT, INQUIRY, Trial, hours_between

NO = ("no", "none", "refused", "denied", "never", "excluded", "not allowed")
#: What a code of procedure that forbids violence and threats covers; solitary confinement is not named in it.
VIOLENCE_OR_THREATS = ILL_TREATMENT - {"isolation", "drug", "denial_medical"}


def f01(trial: Trial) -> Answer:
    """Told the reasons at arrest? A later notice decides nothing."""
    acts, arrest = trial.acts("reasons_given"), trial.arrest
    late = [act for act in acts if act.value == "yes"]
    in_time = [
        act
        for act in late
        if arrest and arrest.when and act.when and (act.when.hi - 1) // DAY <= arrest.when.lo // DAY
    ]
    return decide(
        [Ground((act.id,), "the reasons of the arrest were not given") for act in acts if act.value in NO],
        [Ground((act.id,), "the reasons were given on the day of the arrest") for act in in_time],
        "Reasons were given, but not shown to be on the day of the arrest."
        if late
        else "Whether reasons were given at the arrest is not coded.",
    )


def f02(trial: Trial) -> Answer:
    """Brought before a judge within 48 hours?"""
    against, kept = [], []
    for act in trial.acts("before_judge"):
        if act.value in NO:
            against.append(Ground((act.id,), "the accused was not brought before a judge"))
        elif act.when and trial.arrest and trial.arrest.when:
            low, high = hours_between(trial.arrest.when.start, act.when.start)
            rows = tuple(sorted((act.id, trial.arrest.id)))
            if low > 48:
                against.append(
                    Ground(rows, f"before a judge {low:.0f} hours after the arrest at the earliest")
                )
            elif high <= 48:
                kept.append(Ground(rows, f"before a judge {high:.0f} hours after the arrest at the latest"))
    return decide(against, kept, "When, or whether, the accused came before a judge is not settled by a row.")


def f03(trial: Trial) -> Answer:
    """Could the detention be challenged?"""
    acts = trial.acts("remedy")
    return decide(
        [Ground((a.id,), f"remedy against detention: “{a.value}”") for a in acts if a.value in NO],
        [
            Ground((a.id,), f"remedy against detention: “{a.value}”")
            for a in acts
            if a.value in ("yes", "used", "available")
        ],
        "Whether the detention could be challenged is not coded.",
    )


def f04(trial: Trial) -> Answer:
    """Counsel in every interrogation on which the court relied?"""
    relied = sorted({trial.statement_of(each) for each in trial.relied})
    asked = [id for id in relied if trial.record.statements[id]["setting"] in INQUIRY]
    present = {id: trial.record.statements[id]["counsel"] for id in asked}
    without = [id for id in asked if present[id] == "no"]
    kept = bool(asked) and all(present[id] == "yes" for id in asked)
    return decide(
        [
            Ground((id,), f"{trial.record.statements[id]['speaker']} was questioned without counsel")
            for id in without
        ],
        [Ground(tuple(asked), "counsel was present at every interrogation cited by the court")]
        if kept
        else [],
        "Counsel is not coded for every interrogation cited by the court."
        if asked
        else "Which interrogations the court relied on is not coded.",
    )


def ill_treated(acts: Iterable[Act], methods: frozenset[str] = ILL_TREATMENT) -> list[Ground]:
    """Return the pressures by one of `methods` that are attested as documented or better."""
    return [
        Ground((act.id,), f"{', '.join(sorted(act.methods & methods))} ({act.grade})")
        for act in acts
        if act.at_least("documented") and act.methods & methods
    ]


def f05(trial: Trial) -> Answer:
    """Free of ill-treatment? Length, rewards and prepared texts are not counted as such."""
    return _treatment(trial, ILL_TREATMENT)


def f05_own(trial: Trial) -> Answer:
    """Free of violence and threats, the wording of the code of 1923?"""
    return _treatment(trial, VIOLENCE_OR_THREATS)


def _treatment(trial: Trial, methods: frozenset[str]) -> Answer:
    against = ill_treated(trial.pressures, methods)
    weaker = [
        act
        for act in trial.pressures
        if act.at_least("alleged") and act.id not in {g.rows[0] for g in against}
    ]
    cleared = [act for act in trial.pressures if act.grade == "none_found"]
    looked = {act.id for act in cleared}
    searched = [
        str(row["id"])
        for row in trial.record.searches
        if row["about"] in looked
        or (row["about"] in (trial.accused, trial.charge) and row["event_kind"] == "pressure")
    ]
    kept = []
    if cleared and against:
        kept = [Ground(tuple(act.id for act in cleared), "another row found none")]
    elif cleared and searched and not any(act.methods & methods for act in weaker):
        rows = tuple(sorted([*(act.id for act in cleared), *searched]))
        kept = [Ground(rows, "ill-treatment was looked for and none found")]
    told = ", ".join(f"{', '.join(sorted(a.methods)) or 'pressure'} ({a.grade}) [{a.id}]" for a in weaker)
    silence = "No treatment of this accused is coded that would decide this."
    if told:
        silence = (
            f"On record, but below the grade “documented” or not ill-treatment by its method alone: {told}."
        )
    return decide(against, kept, silence)


def f06(trial: Trial) -> Answer:
    """Coerced statements kept out of the judgment?"""
    against, kept = [], []
    for assertion in trial.relied:
        statement = trial.statement_of(assertion)
        for act in pressed(trial, statement):
            rows = tuple(sorted((assertion, act.id)))
            against.append(Ground(rows, f"the court cites {assertion}, made under pressure ({act.grade})"))
    for act in trial.acts("inquiry"):
        if act.value == "excluded":
            kept.append(Ground((act.id,), "a statement was examined for coercion and set aside"))
    silence = "No statement cited by the court has a row of ill-treatment graded documented or better."
    return decide(
        against, kept, silence if trial.relied else "Which statements the court relied on is not coded."
    )


def pressed(trial: Trial, statement: str) -> list[Act]:
    """Return the documented ill-treatment under which a statement was made.

    It is about the statement, or it was done to its speaker in this case (or in none named) in a
    time that holds the whole date of the statement.
    """
    row, said = trial.record.statements[statement], trial.record.said[statement]
    return [
        act
        for act in trial.record.acts
        if act.kind == "pressure"
        and ill_treated([act])
        and (
            act.about == statement
            or (
                act.about is None
                and row["speaker"] in act.having("subject")
                and act.case in (row["case"], None)
                and act.when is not None
                and said is not None
                and act.when.start.hi <= said.lo
                and act.when.end.lo >= said.hi
            )
        )
    ]


def f07(trial: Trial) -> Answer:
    """Was an allegation of coercion examined before the verdict?"""
    alleged = tuple(sorted(act.id for act in trial.pressures if act.at_least("alleged")))
    against, kept = [], []
    for act in trial.acts("inquiry"):
        if act.value in NO and alleged:
            against.append(Ground((*alleged, act.id), "coercion is alleged and no inquiry was made"))
        elif act.value == "yes" and trial.sure_before(act, trial.pronounced):
            kept.append(Ground((act.id,), "an inquiry was made before the verdict"))
    silence = (
        f"An allegation is on record [{', '.join(alleged)}]; whether it was raised and examined is not coded."
    )
    return decide(against, kept, silence if alleged else "Neither an allegation nor an inquiry is coded.")
