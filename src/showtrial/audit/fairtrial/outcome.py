"""Judgment and after: what does the record say of questions F25 to F30?"""

from __future__ import annotations

import re

from showtrial.audit.fairtrial.answer import Answer, Ground, decide, spoken
from showtrial.audit.fairtrial.custody import NO
from showtrial.audit.fairtrial.hearing import fixes_outcome
from showtrial.audit.fairtrial.trial import PREDECISIONS, Trial

_HOURS = re.compile(r"(?:pt)?\s*([0-9]+(?:\.[0-9]+)?)\s*(?:h|hours?)?")


def f25(trial: Trial) -> Answer:
    """Were reasons given in the judgment?"""
    acts = trial.verdicts
    return decide(
        [Ground((a.id,), "the judgment gives no reasons") for a in acts if a.value == "no reasons"],
        [
            Ground((a.id,), "the judgment gives reasons for each charge")
            for a in acts
            if a.value in ("reasons", "reasons given", "reasons per charge")
        ],
        "Whether the judgment gives reasons is not coded.",
    )


def f26(trial: Trial) -> Answer:
    """Was the outcome open until the defence had been heard? Nothing here can answer `met`.

    Any paper, approved or signed, that fixes it before the hearing opens; or one from outside the
    court, in any state, before the last words have ended.
    """
    against, near = [], []
    for act in trial.acts(*PREDECISIONS):
        if not fixes_outcome(trial, act):
            continue
        if act.state in ("approved", "signed") and trial.sure_before(act, trial.opening):
            says = f"a {spoken(act.kind)} was {act.state} before the hearing opened"
        elif (
            act.authority == "external"
            and act.state
            and (trial.sure_before(act, trial.last_words) or trial.sure_before(act, trial.opening))
        ):
            says = (
                f"a {spoken(act.kind)} from outside the court was {act.state} before the last words had ended"
            )
        else:
            near.append(act.id)
            continue
        against.append(Ground((act.id,), says))
    if trial.predetermined == "necessary":
        against.append(Ground((trial.charge,), "the outcome was fixed before the defence was heard"))
    silence = "No paper that fixes the outcome for this accused is coded."
    if near:
        told = f"Papers on the outcome [{', '.join(near)}]"
        silence = f"{told} are not shown to be older than the end of the last words."
    return decide(against, [], silence)


def f27(trial: Trial) -> Answer:
    """Review by a higher court?"""
    acts = [(act, act.outcome(trial.accused)) for act in trial.acts("appeal")]
    return decide(
        [Ground((act.id,), f"appeal: “{value}”") for act, value in acts if value in NO],
        [
            Ground((act.id,), f"appeal: “{value}”")
            for act, value in acts
            if value in ("facts and law", "heard on facts and law")
        ],
        "An appeal, or its exclusion, is not coded.",
    )


def f28(trial: Trial) -> Answer:
    """No execution before a petition was decided or its time had run out?"""
    against, kept = [], []
    shot = [act for act in trial.acts("execution") if trial.accused in act.having("subject") and act.when]
    for act in trial.acts("petition"):
        value = act.outcome(trial.accused)
        if value in (*NO[:2], "excluded", "not allowed"):
            against.append(Ground((act.id,), f"petition for mercy: “{value}”"))
        elif value in ("rejected", "granted", "decided") and act.when:
            for done in shot:
                if done.when and done.when.hi <= act.when.lo:
                    against.append(Ground((done.id, act.id), "executed before the petition was decided"))
                elif done.when and act.when.hi <= done.when.lo:
                    kept.append(Ground((act.id, done.id), "the petition was decided before the execution"))
    for hours, rows in petition_hours(trial):
        for done in shot:
            if done.when and trial.pronounced and done.when.hi <= trial.pronounced.lo + round(hours * 60):
                ids = tuple(sorted((*rows, done.id, *(act.id for act in trial.verdicts))))
                says = f"executed within the {hours:.0f} hours allowed for a petition"
                if not trial.acts("petition"):
                    says += "; whether one was made and decided is not coded"
                against.append(Ground(ids, says))
    silence = "Neither a petition nor a time for it is coded beside a dated execution."
    return decide(against, kept, silence if shot else "No execution under this charge is coded.")


def petition_hours(trial: Trial) -> list[tuple[float, tuple[str, ...]]]:
    """Return the hours allowed for a petition: as coded, and as a rule made for this case sets them."""
    found: list[tuple[float, tuple[str, ...]]] = []
    for act in trial.acts("petition_window"):
        hours = _HOURS.fullmatch(act.outcome(trial.accused) or "")
        if hours:
            found.append((float(hours[1]), (act.id,)))
    if trial.window is not None:
        found.append(trial.window)
    return found


def f29(trial: Trial) -> Answer:
    """Was the act punishable when it is said to have been done?"""
    laws = [
        act
        for act in trial.record.acts
        if act.kind in ("law", "decree") and act.about == trial.charge and act.when
    ]
    cone = trial.record.filed.cone([trial.charge])
    dated = {node: trial.record.claims.get(node) for node in sorted({*cone.inner, *cone.direct})}
    acts = {node: date for node, date in dated.items() if date}
    against, kept = [], []
    for law in laws:
        rows = tuple(sorted((law.id, *acts)))
        if law.when and acts and all(law.when.lo >= date.hi for date in acts.values()):
            against.append(Ground(rows, "the law is younger than every act that the charge rests on"))
        elif law.when and acts and all(law.when.hi <= date.lo for date in acts.values()):
            kept.append(Ground(rows, "the law is older than every act that the charge rests on"))
    return decide(against, kept, "The date of the law applied, or of the alleged act, is not coded.")


def f30(trial: Trial) -> Answer:
    """Not tried twice for the same act? A sameness marked `perhaps` is a dispute."""
    earlier = _earlier(trial)
    linked = {
        (str(link["kind"]), charge)
        for link in trial.record.links
        for charge in earlier
        if {link["from"], link["to"]} == {charge, trial.charge}
    }
    same = [charge for kind, charge in linked if kind == "same_as"]
    maybe = sorted(charge for kind, charge in linked if kind == "perhaps_same_as")
    if maybe and not same:
        rows = tuple(sorted((*maybe, trial.charge)))
        return Answer("disputed", "Whether an earlier verdict judged the same act is in dispute.", rows)
    against = [Ground((charge, trial.charge), "an earlier verdict judged the same act") for charge in same]
    searched = [
        str(row["id"])
        for row in trial.record.searches
        if row["event_kind"] == "verdict"
        and row["about"] in (trial.charge, trial.accused)
        and row["complete"] == "yes"
    ]
    kept = (
        []
        if against or earlier or not searched
        else [Ground(tuple(searched), "no earlier verdict was found")]
    )
    silence = "No earlier verdict is coded, and no search for one."
    if earlier:
        told = f"An earlier verdict is on record [{', '.join(earlier)}]"
        silence = f"{told}; whether it judged the same act is not coded."
    return decide(against, kept, silence)


def _earlier(trial: Trial) -> list[str]:
    """Return charges against the accused whose verdict lies before this hearing."""
    found = []
    dates = {act.id: act for act in trial.record.acts if act.kind == "verdict"}
    for id, row in trial.record.charges.items():
        verdict = dates.get(str(row["verdict"]))
        if row["accused"] == trial.accused and row["case"] != trial.case and verdict:
            if trial.sure_before(verdict, trial.opening):
                found.append(id)
    return found
