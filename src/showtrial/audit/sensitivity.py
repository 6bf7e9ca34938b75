"""On which rules does it depend whether a charge keeps support?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from showtrial.audit.algebra.lattice import Lattice, Reading, lattice
from showtrial.audit.findings import Finding
from showtrial.audit.phrases import listed
from showtrial.audit.worlds import Worlds


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How a charge fares under all sets of rules at once.

    Parameters
    ----------
    charge : str
        The charge.
    strict, lenient : Lattice
        Killing and surviving sets of rules for each choice of readings, in the two runs.
    robust : bool
        Whether it falls in every world in which at least one of the core rules is on (strict run).
    core : tuple of str
        The core rules.
    """

    charge: str
    strict: Lattice
    lenient: Lattice
    robust: bool
    core: tuple[str, ...]


def sensitivity(worlds: Worlds, core: Collection[str] | None = None) -> Sensitivity:
    """Read the truth tables of a charge as a lattice of rule sets.

    Parameters
    ----------
    worlds : Worlds
        The truth tables of the charge.
    core : collection of str, optional
        Rules of which any one alone is asked to matter; all of the rule set, if not given.
    """
    names = [rule.id for rule in worlds.rules.rules]
    combos = [_named(combo) for combo in worlds.combos]
    size = 1 << worlds.n_rules

    def whole(bits: tuple[int, ...]) -> int:
        return sum(each << (at * size) for at, each in enumerate(bits))

    chosen = tuple(name for name in names if core is None or name in core)
    mask = worlds.mask(chosen)
    robust = all(
        not bits >> world & 1 for bits in worlds.bits("strict") for world in range(size) if world & mask
    )
    return Sensitivity(
        worlds.charge,
        lattice(whole(worlds.bits("strict")), names, combos),
        lattice(whole(worlds.bits("lenient")), names, combos),
        robust,
        chosen,
    )


def _named(combo: object) -> str:
    return ", ".join(f"{row}.{column} = {value}" for (row, column), value in sorted(combo.items()))  # type: ignore[attr-defined]


def findings(found: Sensitivity) -> tuple[Finding, ...]:
    """Say under how many rule sets the charge falls, and which are enough to end its support."""
    strict, lenient = found.strict, found.lenient
    falls, spared = (each.n_worlds - each.n_surviving for each in (strict, lenient))
    rows = [
        Finding(
            question="sensitivity",
            subject=found.charge,
            statistic="worlds surviving",
            low=strict.share_surviving,
            high=lenient.share_surviving,
            n=strict.n_surviving,
            denominator=strict.n_worlds,
            text=f"The charge falls under {falls} of {strict.n_worlds} sets of rules and readings "
            f"({spared} if nothing unknown counts against testimony).",
        ),
        Finding(
            question="sensitivity",
            subject=found.charge,
            statistic="rules that never matter",
            n=len(strict.idle),
            denominator=len(strict.rules),
            text=f"Whether they are applied or not changes nothing: {listed(strict.idle)}."
            if strict.idle
            else "Every rule matters in some world.",
        ),
        Finding(
            question="sensitivity",
            subject=found.charge,
            statistic="robust",
            value="yes" if found.robust else "no",
            text=f"Any one of {listed(found.core)} alone ends its support in every world."
            if found.robust
            else f"Not every one of {listed(found.core)} ends its support by itself.",
        ),
    ]
    groups: dict[tuple[object, ...], list[Reading]] = {}
    for reading in strict.readings:  # readings under which everything is the same are told once
        groups.setdefault((reading.killing, reading.surviving), []).append(reading)
    for group in groups.values():
        named = "; or ".join(reading.name for reading in group)
        rows += _of_reading(found.charge, group[0], f" under {named}" if len(groups) > 1 else "")
    return tuple(rows)


def _of_reading(charge: str, reading: Reading, where: str) -> list[Finding]:
    kills, keeps = _sets(reading.killing), _sets(reading.surviving)
    return [
        Finding(
            question="sensitivity",
            subject=charge,
            statistic="minimal killing sets" + where,
            value=kills,
            n=len(reading.killing),
            text=f"Each of these is enough to end its support{where}: {kills}."
            if kills
            else f"No set of these rules ends its support{where}.",
        ),
        Finding(
            question="sensitivity",
            subject=charge,
            statistic="maximal surviving sets" + where,
            value=keeps,
            n=len(reading.surviving),
            text=f"It keeps support as long as no rule outside one of these sets is applied{where}: {keeps}."
            if keeps
            else f"It has no support under any set of rules{where}.",
        ),
    ]


def _sets(every: tuple[tuple[str, ...], ...]) -> str:
    return "; ".join(" + ".join(each) if each else "no rule at all" for each in every)
