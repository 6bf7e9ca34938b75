"""What does one answer come to by own law and by the benchmark, and do rival readings change it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from showtrial.audit.fairtrial.answer import DISPUTED, MET, NOT_REQUIRED, SILENT, VIOLATED, Answer
from showtrial.audit.fairtrial.items import BENCHMARK, OWN_LAW, Instrument, Item
from showtrial.audit.fairtrial.law import binding, own_rule, parties_in_court
from showtrial.audit.fairtrial.predicates import OWN_PREDICATES, PREDICATES
from showtrial.audit.fairtrial.trial import Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAnswer:
    """Both answers to one item for one accused: by own law and by the benchmark.

    `own_text` and `benchmark_text` are whole sentences, citations included; `own_law` and
    `benchmark` hold the value and the deciding rows.
    """

    charge: str
    accused: str
    item: str
    title: str
    own_law: Answer
    benchmark: Answer
    own_text: str
    benchmark_text: str


def both_answers(trial: Trial, item: Item, applicable: Sequence[Instrument]) -> ItemAnswer:
    """Answer one item for one trial by both measures, as the case file stands."""
    benchmark = PREDICATES[item.id](trial)
    own, cited = _own(trial, item, applicable)
    bound = binding(item, trial)
    short = "Falls short of the benchmark"
    if bound:
        short = f"Violated, in force for the State at the time: {'; '.join(each.citation for each in bound)}"
    heads = {
        VIOLATED: f"{short}: {item.violated}.",
        MET: f"Meets the benchmark: {item.met}.",
        DISPUTED: "Benchmark: disputed on the record.",
        SILENT: "Benchmark: not on record.",
    }
    citations = "; ".join(each.citation for each in item.of(BENCHMARK))
    return ItemAnswer(
        charge=trial.charge,
        accused=trial.accused,
        item=item.id,
        title=item.title,
        own_law=own,
        benchmark=benchmark,
        own_text=_text(item, _own_head(item, own), own, cited),
        benchmark_text=_text(item, heads[benchmark.value], benchmark, citations),
    )


def _text(item: Item, head: str, answer: Answer, citations: str) -> str:
    rows = f" [{', '.join(answer.evidence)}]" if answer.evidence else ""
    told = f" Measured by: {citations}." if citations else ""
    return f"{item.id} {item.title} {head} {answer.sentence}{rows}{told}"


def _own_head(item: Item, answer: Answer) -> str:
    return {
        VIOLATED: f"Against own law: {item.violated}.",
        MET: f"Own law: {item.met}.",
        DISPUTED: "Own law: disputed.",
        SILENT: "Own law: not on record.",
        NOT_REQUIRED: "Own law did not require it.",
    }[answer.value]


def _own(trial: Trial, item: Item, applicable: Sequence[Instrument]) -> tuple[Answer, str]:
    """Answer by own law, and cite it: what the rule of the highest rank asks for."""
    rule = own_rule(item, applicable, parties=parties_in_court(trial))
    cited = "; ".join(f"{each.citation} ({each.text.lower()})" for each in rule.standards)
    if rule.effect == "none":
        bears = [
            each for each in item.of(OWN_LAW) if each.instrument in applicable and each.effect == "bears"
        ]
        cited = "; ".join(f"{each.citation} ({each.text.lower()}; decides nothing here)" for each in bears)
        return Answer(SILENT, "No rule of own law on this is packaged for this charge and date."), cited
    if rule.effect == "lifts":
        if not _applies(trial, item):
            return OWN_PREDICATES[item.id](trial), cited
        covers = sorted({word for each in rule.standards for word in each.instrument.covers})
        because = f", taken to apply because the charge cites {', '.join(covers)}" if covers else ""
        said = f"A special law in force set the guarantee aside{because}."
        return Answer(NOT_REQUIRED, said, (trial.charge,)), cited
    hours = [each.hours for each in rule.standards if each.hours is not None and item.id == "F09"]
    asked = replace(trial, min_prep_h=hours[0]) if hours else trial
    answer = OWN_PREDICATES[item.id](asked)
    if rule.effect == "conflict" and answer.value == VIOLATED:
        said = f"{answer.sentence} A special law set the guarantee aside, a younger general law asks for it."
        return Answer(DISPUTED, said, answer.evidence), cited
    return answer, cited


def reconciled(
    stored: ItemAnswer, rival: Sequence[tuple[str, tuple[ItemAnswer, ...]]], index: int
) -> ItemAnswer:
    """Return the stored answer, or `disputed` on each side where a rival reading gives another."""
    other = [(name, answers[index]) for name, answers in rival]
    own = [(name, each.own_law) for name, each in other if each.own_law.value != stored.own_law.value]
    mark = [(name, each.benchmark) for name, each in other if each.benchmark.value != stored.benchmark.value]
    if own:
        answer = _disputed(stored.own_law, own)
        stored = replace(stored, own_law=answer, own_text=_disputed_text(stored, answer, "Own law"))
    if mark:
        answer = _disputed(stored.benchmark, mark)
        text = _disputed_text(stored, answer, "Benchmark")
        stored = replace(stored, benchmark=answer, benchmark_text=text)
    return stored


def _disputed(stored: Answer, others: Sequence[tuple[str, Answer]]) -> Answer:
    rows = {*stored.evidence, *(row for _, each in others for row in each.evidence)}
    told = "; ".join(f"with {name}: {each.value.replace('_', ' ')}" for name, each in others)
    return Answer(DISPUTED, f"As stored: {stored.value.replace('_', ' ')}; {told}.", tuple(sorted(rows)))


def _disputed_text(stored: ItemAnswer, answer: Answer, side: str) -> str:
    rows = f" [{', '.join(answer.evidence)}]" if answer.evidence else ""
    return f"{stored.item} {stored.title} {side}: the readings differ. {answer.sentence}{rows}"


def _applies(trial: Trial, item: Item) -> bool:
    """Whether the question arises: two of them only where death was possible or pronounced."""
    capital = trial.death_possible()
    return bool(capital) if item.id == "F12" else item.id != "F28" or trial.charge in capital
