"""Charge, preparation and counsel: what does the record say of questions F08 to F12?"""

from __future__ import annotations

import math

from showtrial.audit.fairtrial.acts import Act
from showtrial.audit.fairtrial.answer import Answer, Ground, decide
from showtrial.audit.fairtrial.custody import NO
from showtrial.audit.fairtrial.trial import Trial, hours_between

SERVED = ("charge_served", "indictment_served")
WAIVED = ("declined", "waived")


def f08(trial: Trial) -> Answer:
    """Informed of the charge in detail before the hearing?

    An indictment states law and facts by its nature; of a charge the answer must say so (``full``).
    """
    against, kept = [], []
    for act in trial.acts(*SERVED):
        rows = tuple(sorted((act.id, *trial.opening_rows)))
        if act.value in (*NO, "withheld"):
            against.append(Ground((act.id,), f"text of the charge: “{act.value}”"))
        elif act.when and trial.opening and act.when.lo >= trial.opening.hi:
            against.append(Ground(rows, "the charge was served after the hearing had opened"))
        elif trial.sure_before(act, trial.opening) and (
            act.value in ("full", "law and facts")
            or (act.kind == "indictment_served" and act.value in ("yes", None))
        ):
            kept.append(Ground(rows, "the indictment was served before the hearing"))
    return decide(against, kept, "When the charge was served, and with what text, is not settled by a row.")


def f09(trial: Trial) -> Answer:
    """Time to prepare: hours from the indictment to the hearing."""
    against, kept = [], []
    need = trial.min_prep_h
    for act in trial.acts("indictment_served"):
        if act.value in NO or not (act.when and trial.opening):
            continue
        low, high = hours_between(act.when.start, trial.opening)
        rows = tuple(sorted((act.id, *trial.opening_rows)))
        if high < need:
            against.append(
                Ground(rows, f"{_least(high)} from indictment to hearing, {need:.0f} are required")
            )
        elif low >= need and not _refused(trial):
            kept.append(Ground(rows, f"at least {low:.0f} hours from indictment to hearing"))
    return decide(
        against, kept, f"The hours from indictment to hearing are not settled ({need:.0f} required)."
    )


def _least(high: float) -> str:
    return (
        "indictment not before the hearing: no hours"
        if high <= 0
        else f"fewer than {math.floor(high) + 1} hours"
    )


def _refused(trial: Trial) -> list[Act]:
    return [act for act in trial.acts("evidence_request", "file_access") if act.outcome(trial.accused) in NO]


def f10(trial: Trial) -> Answer:
    """Access to the file?"""
    answers = [(act, act.outcome(trial.accused)) for act in trial.acts("file_access")]
    return decide(
        [
            Ground((act.id,), f"access to the file: “{value}”")
            for act, value in answers
            if value in (*NO, "partial")
        ],
        [
            Ground((act.id,), "full access to the file, dated")
            for act, value in answers
            if value in ("yes", "full") and act.when
        ],
        "Access of the accused to the file is not coded.",
    )


def f11(trial: Trial) -> Answer:
    """Counsel of one's own choosing? A waiver counts as none where custody and pressure stand beside it."""
    return _chosen(trial, waiver=True)


def f11_own(trial: Trial) -> Answer:
    """Counsel admitted? Own law of the time knew no doctrine of tainted waivers."""
    return _chosen(trial, waiver=False)


def _chosen(trial: Trial, *, waiver: bool) -> Answer:
    against, kept, near = [], [], []
    for act in trial.acts("counsel_access"):
        value = act.outcome(trial.accused)
        if value in (*NO, "imposed"):
            against.append(Ground((act.id,), f"access to counsel: “{value}”"))
        elif value in WAIVED:
            tainted = _under_pressure(trial) if waiver else ()
            if tainted:
                rows = tuple(sorted((act.id, *tainted)))
                against.append(Ground(rows, f"counsel “{value}” in custody, with pressure on record"))
            else:
                near.append(f"Counsel “{value}” [{act.id}]; whether freely is not settled by a row.")
        elif value == "chosen":
            kept.append(Ground((act.id,), "counsel of the accused's own choice was present"))
        elif value == "partial":
            near.append(f"Counsel for some of the accused [{act.id}]; for which is not coded.")
        elif value == "yes":
            near.append(f"Counsel was admitted [{act.id}]; by whose choice is not coded.")
    return decide(against, kept, " ".join(near) or "Counsel at the hearing is not coded.")


def _under_pressure(trial: Trial) -> tuple[str, ...]:
    """Rows of custody over the opening of the hearing and of documented pressure; both or nothing."""
    held = [
        act.id
        for act in trial.record.acts
        if act.kind == "custody"
        and trial.accused in act.having("subject")
        and act.when
        and trial.opening
        and act.when.start.hi <= trial.opening.lo
        and act.when.end.lo >= trial.opening.hi
    ]
    pressed = [act.id for act in trial.pressures if act.at_least("documented")]
    return tuple(sorted(held + pressed)) if held and pressed else ()


def f12(trial: Trial) -> Answer:
    """Counsel at all stages where death could be pronounced? A waiver leaves nobody there, too."""
    capital = trial.death_possible()
    against, kept = [], []
    for act in trial.acts("counsel_access"):
        value = act.outcome(trial.accused)
        if value in (*NO, *WAIVED) and capital:
            against.append(
                Ground((act.id, capital[0]), f"death could be pronounced, access to counsel: “{value}”")
            )
        elif value == "throughout" and capital:
            kept.append(Ground((act.id, capital[0]), "counsel at every stage of a capital case"))
    for act in trial.acts("trial"):
        if ("counsel", "none", None) in act.roles and capital:
            against.append(Ground((act.id, capital[0]), "death could be pronounced and nobody was counsel"))
    silence = "Counsel throughout the proceedings is not coded for this accused."
    return decide(
        against, kept, silence if capital else "No row shows that death could be pronounced on this charge."
    )
