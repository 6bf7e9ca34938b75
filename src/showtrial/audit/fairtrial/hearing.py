"""Court, publicity and presence: what does the record say of questions F13 to F18 and F24?"""

from __future__ import annotations

from showtrial.audit.fairtrial.acts import Act
from showtrial.audit.fairtrial.answer import Answer, Ground, decide, spoken
from showtrial.audit.fairtrial.custody import NO
from showtrial.audit.fairtrial.trial import PREDECISIONS, Trial

ANNOUNCED = ("press", "communique", "speech", "letter", "order", "decree", "plenum", "session", "other")
DEMANDED = ("penalty demanded", "death demanded", "threats")
GUILT = ("guilt declared", "declared guilty", "guilty")
SELECTED = ("selected", "by ticket", "invited", "by selection")


def fixes_outcome(trial: Trial, act: Act) -> bool:
    """Whether the paper covers this accused, or the whole case, and states what is to be found or imposed."""
    for_all = act.about in {trial.case, trial.charge} | {
        each.id for each in trial.record.acts if each.case == trial.case and each.kind in ("trial", "verdict")
    }
    covered = trial.accused in act.having("covered", "subject")
    if not (for_all or covered):
        return False
    return act.kind == "verdict_draft" or act.outcome(trial.accused) is not None


def f13(trial: Trial) -> Answer:
    """Independent court? Silence never shows it, so nothing here can answer `met`."""
    against, near = [], []
    for act in trial.acts(*PREDECISIONS):
        if act.authority != "external" or not (act.state or act.kind == "order"):
            continue
        if trial.sure_before(act, trial.pronounced) and (act.kind == "order" or fixes_outcome(trial, act)):
            state = act.state or "given"
            against.append(
                Ground(
                    (act.id,),
                    f"a paper from outside the court ({spoken(act.kind)}, {state}) before the verdict",
                )
            )
        else:
            near.append(act.id)
    silence = "No instruction from outside to the court is coded."
    if near:
        told = f"Papers from outside the court are on record [{', '.join(near)}]"
        silence = f"{told}; no outcome for this accused is coded in them before the verdict."
    return decide(against, [], silence)


def f14(trial: Trial) -> Answer:
    """Impartial court?"""
    judges = {person for act in trial.acts("trial", "session") for person in act.having("judge")}
    against = []
    for act in trial.acts_in_case:
        earlier = trial.sure_before(act, trial.opening)
        took: set[str] = set()
        if act.kind in ("arrest", "interrogation", "pressure", "custody"):
            took = judges & {*act.having("by", "interrogator")}
        elif act.kind in ("list", "indictment_draft", "indictment_served") and earlier:
            took = judges & {*act.having("by", "signer")}
        elif act.kind in ANNOUNCED and act.value in GUILT and earlier:
            took = judges & {*act.having("by", "signer")}
        if took:
            against.append(
                Ground((act.id,), f"a judge ({', '.join(sorted(took))}) had a part in: {spoken(act.kind)}")
            )
    for id in trial.record.statements_of.get(trial.case, ()):
        asked = {
            person or ""
            for role, person, _ in trial.record.roles.get(id, ())
            if role in ("by", "interrogator")
        }
        if trial.record.statements[id]["setting"] == "interrogation" and asked & judges:
            against.append(
                Ground((id,), f"a judge ({', '.join(sorted(asked & judges))}) had taken a protocol")
            )
    kept = [
        Ground((act.id,), "a challenge to the court was heard and answered")
        for act in trial.acts("challenge")
        if act.value in ("answered", "heard and answered")
    ]
    return decide(against, kept, "Nothing is coded of an earlier part of a judge, or of a challenge.")


def f15(trial: Trial) -> Answer:
    """Was the court established by law, and not for this case?

    The alleged act came before the arrest for it: a court made after the arrest was made after the act.
    """
    against, kept, near = [], [], []
    for act in trial.acts("decree", "law", "order"):
        if act.value in ("ad hoc", "court created", "jurisdiction changed"):
            taken = trial.arrest
            if taken and taken.when and act.when and act.when.lo >= taken.when.hi:
                rows = tuple(sorted((act.id, taken.id)))
                against.append(Ground(rows, f"“{act.value}” for this case, after the arrest"))
            else:
                near.append(act.id)
        elif act.value == "regular court":
            kept.append(Ground((act.id,), "a regular court had jurisdiction"))
    silence = "Whether the court existed before the alleged act is not coded."
    return decide(against, kept, f"{silence} See [{', '.join(near)}]." if near else silence)


def f16(trial: Trial) -> Answer:
    """Public hearing? A closed session in an open trial decides nothing by itself."""
    against, kept, near = [], [], []
    admitted = [act for act in trial.acts("observers") if act.value in ("general", "open to all")]
    for act in trial.acts("trial", "session", "observers"):
        if act.value in ("closed", "closed without ground") and (
            act.kind == "trial" or act.value != "closed"
        ):
            against.append(Ground((act.id,), f"hearing “{act.value}”, no ground recorded"))
        elif act.value == "closed":
            near.append(f"One session was closed [{act.id}]; its ground is not coded.")
        elif act.value in SELECTED:
            against.append(Ground((act.id,), f"admission by selection only (“{act.value}”)"))
        elif act.kind == "trial" and act.value == "open" and admitted:
            rows = tuple(sorted((act.id, *(each.id for each in admitted))))
            kept.append(Ground(rows, "open hearing with general admission"))
    silence = "Who was admitted, and on what ground others were not, is not coded."
    return decide(against, kept, " ".join([*near, silence]))


def f17(trial: Trial) -> Answer:
    """Presumption of innocence kept by officials and the state press? Nothing here can answer `met`."""
    against = [
        Ground((act.id,), f"an official {act.kind} before the verdict: “{act.value}”")
        for act in trial.acts(*ANNOUNCED)
        if act.value in GUILT and act.authority and trial.sure_before(act, trial.pronounced)
    ]
    return decide(against, [], "No dated statement of guilt by an official before the verdict is coded.")


def f18(trial: Trial) -> Answer:
    """Was the accused there? A word of the accused in court shows presence at that sitting."""
    against, kept = [], []
    unsummoned = [act for act in trial.acts("summons") if act.value in NO]
    for act in trial.acts("trial", "session", "verdict"):
        mine = [value for role, person, value in act.roles if person == trial.accused and value]
        if "absent" in mine and unsummoned:
            rows = tuple(sorted((act.id, *(each.id for each in unsummoned))))
            against.append(Ground(rows, "absent, and not summoned"))
        if "not a party" in mine and act.kind == "verdict":
            against.append(Ground((act.id,), "named as condemned without being a party"))
        if "present" in mine:
            kept.append(Ground((act.id,), "present in court"))
    spoke = trial.court_statements(trial.accused)
    if spoke:
        kept.append(Ground(spoke, "the accused spoke in court, so was present at those sittings"))
    return decide(against, kept, "Presence of the accused in court is not coded.")


def f24(trial: Trial) -> Answer:
    """Free from pressure in and around the court? Nothing here can answer `met`."""
    against = [
        Ground((act.id,), f"{act.kind} before the verdict: “{act.value}”")
        for act in trial.acts("meeting", "observers", *ANNOUNCED)
        if act.value in DEMANDED and trial.sure_before(act, trial.pronounced)
    ]
    return decide(against, [], "No dated meeting or threat before the verdict is coded.")
