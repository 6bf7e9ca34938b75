"""What remains of a charge when testimony that fails the rules is set aside?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from showtrial.audit.admission import Admission, Run
from showtrial.audit.algebra.derivation import Derivation, derivation
from showtrial.audit.algebra.wiring import only
from showtrial.audit.findings import Finding
from showtrial.audit.phrases import counted, listed
from showtrial.audit.rules.evidence import Evidence
from showtrial.audit.worlds import Choice, Worlds


@dataclass(frozen=True, slots=True)
class Lost:
    """A leaf that falls, with every rule that sets it aside and the rows for which it does."""

    leaf: str
    by: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remains:
    """What is left of one charge under one set of rules and one choice of readings.

    Parameters
    ----------
    charge : str
        The charge.
    choice : mapping
        The readings taken.
    strict, lenient : bool
        Whether the charge keeps support if all that is not on record counts against the testimony,
        and if none of it does.
    lost, unsure : tuple of Lost
        Leaves that fall in both runs, and in the strict run only.
    elements : tuple of str
        Elements that lose every support in the strict run.
    survivor : Derivation or None
        A smallest derivation that is left, in the strict run or else in the lenient one.
    """

    charge: str
    choice: Choice
    strict: bool
    lenient: bool
    lost: tuple[Lost, ...]
    unsure: tuple[Lost, ...]
    elements: tuple[str, ...]
    survivor: Derivation | None

    @property
    def status(self) -> str:
        """``survives``, ``falls``, or ``depends_on_missing`` where the record leaves it open."""
        if self.strict == self.lenient:
            return "survives" if self.strict else "falls"
        return "depends_on_missing"


def remains(worlds: Worlds, rules: Iterable[str] | None = None) -> tuple[Remains, ...]:
    """Return what remains of a charge with `rules` on (all of the rule set, if not given).

    Parameters
    ----------
    worlds : Worlds
        The truth tables of the charge.
    rules : iterable of str, optional
        Names of the rules that are on.

    Returns
    -------
    tuple of Remains
        One for each combination of readings.
    """
    on = tuple(rule.id for rule in worlds.rules.rules) if rules is None else tuple(rules)
    world = worlds.mask(on)
    return tuple(_remains(worlds, at, world, set(on)) for at in range(len(worlds.combos)))


def _remains(worlds: Worlds, at: int, world: int, on: set[str]) -> Remains:
    admission = worlds.admissions[at]
    graph = admission.graph
    strict, lenient = worlds.strict[at], worlds.lenient[at]

    def holds(table: Mapping[str, int], node: str) -> bool:
        return bool(table.get(node, 0) >> world & 1)

    lost = [leaf for leaf in graph.leaves if not holds(lenient, leaf)]
    unsure = [leaf for leaf in graph.leaves if holds(lenient, leaf) and not holds(strict, leaf)]
    kept = strict if holds(strict, worlds.charge) else lenient
    left = only(graph, [leaf for leaf in graph.leaves if holds(kept, leaf)])
    return Remains(
        charge=worlds.charge,
        choice=worlds.combos[at],
        strict=holds(strict, worlds.charge),
        lenient=holds(lenient, worlds.charge),
        lost=tuple(_why(admission, leaf, on, "lenient", partial(holds, lenient)) for leaf in lost),
        unsure=tuple(_why(admission, leaf, on, "strict", partial(holds, strict)) for leaf in unsure),
        elements=tuple(each for each in graph.elements.get(worlds.charge, ()) if not holds(strict, each)),
        survivor=derivation(left, worlds.charge) if holds(kept, worlds.charge) else None,
    )


def _why(admission: Admission, leaf: str, on: set[str], run: Run, held: Callable[[str], bool]) -> Lost:
    """Name every active rule that sets `leaf` aside, or that wants support it does not have."""
    by, why = [], set()
    for rule in admission.rules.rules:
        if rule.id in on and admission.holds(rule, leaf, run):
            if rule.kind == "require" and any(
                all(map(held, others)) for others in admission.corroboration(rule, leaf, run)
            ):
                continue
            answer = admission.answer(rule, leaf)
            by.append(rule.id)
            why |= answer.evidence | (answer.missing if answer.value is None else set())
    return Lost(leaf, tuple(by), tuple(sorted(why)))


def findings(
    found: tuple[Remains, ...], evidence: Evidence, titles: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Say what remains of one charge, and what was lost to which rule.

    Readings under which everything is the same are told once.

    Parameters
    ----------
    found : tuple of Remains
        What remains under each choice of readings.
    evidence : Evidence
        The record, for names and dates.
    titles : mapping
        Rule -> its title.
    """
    groups: dict[tuple[object, ...], list[Remains]] = {}
    for each in found:
        fallen = [(lost.leaf, lost.by) for lost in (*each.lost, *each.unsure)]
        groups.setdefault((each.strict, each.lenient, len(each.lost), *fallen), []).append(each)
    rows: list[Finding] = []
    for group in groups.values():
        where = "" if len(groups) == 1 else " under " + "; or ".join(_named(each.choice) for each in group)
        rows += _told(group[0], where, evidence, titles)
    return tuple(rows)


def _told(found: Remains, where: str, evidence: Evidence, titles: Mapping[str, str]) -> list[Finding]:
    outcome = {
        "survives": "the charge keeps support",
        "falls": "the charge keeps no support",
        "depends_on_missing": "whether the charge keeps support depends on what is not on record",
    }[found.status]
    n_lost, n_unsure = counted(len(found.lost), "assertion"), len(found.unsure)
    left = listed(map(evidence.label, found.survivor.leaves)) if found.survivor else ""
    more = f", {n_unsure} more if what is not on record counts against them" if n_unsure else ""
    rows = [
        Finding(
            question="remains",
            subject=found.charge,
            statistic="status" + where,
            value=found.status,
            low=float(found.strict),
            high=float(found.lenient),
            text=f"With these rules {outcome}{where}: {n_lost} set aside{more}."
            + (f" What remains rests on {left}." if left else ""),
            evidence=tuple(sorted(found.survivor.leaves)) if found.survivor else (),
        )
    ]
    perhaps = " if what is not on record counts against it"
    for word, group in (("lost", found.lost), ("lost if not on record", found.unsure)):
        for each in group:
            named = "; ".join(titles.get(rule, rule) for rule in each.by)
            rows.append(
                Finding(
                    question="remains",
                    subject=found.charge,
                    statistic=word + where,
                    value=each.leaf,
                    text=f"Set aside{perhaps * (group is found.unsure)}{where}: "
                    f"{evidence.label(each.leaf)}. By: {named}.",
                    evidence=tuple(sorted({each.leaf, *each.why})),
                )
            )
    return rows


def _named(choice: Choice) -> str:
    return listed(f"{row}.{column} = {value}" for (row, column), value in sorted(choice.items()))
