"""Which missing fact, if it were found, would by itself change what remains of a charge?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from showtrial.audit.admission import Admission
from showtrial.audit.findings import Finding
from showtrial.audit.phrases import counted, listed
from showtrial.audit.rules.evidence import Evidence
from showtrial.audit.worlds import Worlds, tables


@dataclass(frozen=True, slots=True)
class Gap:
    """A missing field, the charges whose answer it alone would change, and how.

    Parameters
    ----------
    field : str
        ``row.column`` of what is not on record.
    charges : mapping
        Charge -> ``falls`` or ``survives``: what would be settled by the field alone.
    leaves : tuple of str
        The leaves whose admission waits for it.
    """

    field: str
    charges: Mapping[str, tuple[str, ...]]
    leaves: tuple[str, ...]


def gaps(every: Iterable[Worlds]) -> tuple[Gap, ...]:
    """Return the archival research list: missing fields that alone flip an answer.

    All rules are on and the stored readings are taken. A field flips a charge if the strict run
    survives once the field alone is settled in favour of the testimony, or if the lenient run falls
    once it alone is settled against it. Sorted by the number of charges flipped.
    """
    flips: dict[str, dict[str, set[str]]] = {}
    leaves: dict[str, set[str]] = {}
    for worlds in every:
        admission = worlds.admissions[0]
        world = 1 << ((1 << worlds.n_rules) - 1)  # the one in which every rule is on
        before = (_holds(worlds.strict[0], worlds, world), _holds(worlds.lenient[0], worlds, world))
        for name, waiting in _by_field(admission).items():
            found = _flipped(admission, worlds, world, waiting, before)
            if found:
                flips.setdefault(name, {}).setdefault(worlds.charge, set()).update(found)
                leaves.setdefault(name, set()).update(leaf for leaf, _, _ in waiting)
    rows = [
        Gap(
            name,
            {charge: tuple(sorted(how)) for charge, how in sorted(found.items())},
            tuple(sorted(leaves[name])),
        )
        for name, found in flips.items()
    ]
    return tuple(sorted(rows, key=lambda gap: (-len(gap.charges), gap.field)))


def _holds(table: Mapping[str, int], worlds: Worlds, world: int) -> bool:
    return bool(table.get(worlds.charge, 0) & world)


def _by_field(admission: Admission) -> dict[str, list[tuple[str, str, bool]]]:
    """Return missing field -> leaf, rule, and whether the field is all that the rule waits for."""
    found: dict[str, list[tuple[str, str, bool]]] = {}
    for each in admission.unknowns:
        for name in each.fields:
            found.setdefault(name, []).append((each.leaf, each.rule, len(each.fields) == 1))
    return found


def _flipped(
    admission: Admission,
    worlds: Worlds,
    world: int,
    waiting: list[tuple[str, str, bool]],
    before: tuple[bool, bool],
) -> set[str]:
    strict, lenient = before
    found = set()
    if not strict:
        spared = {(leaf, rule): False for leaf, rule, alone in waiting if alone}
        if spared and _holds(tables(replace(admission, settled=spared), "strict"), worlds, world):
            found.add("survives")
    if lenient:
        struck = {(leaf, rule): True for leaf, rule, _ in waiting}
        if not _holds(tables(replace(admission, settled=struck), "lenient"), worlds, world):
            found.add("falls")
    return found


def findings(found: Iterable[Gap], evidence: Evidence) -> tuple[Finding, ...]:
    """Say what to look for in the archives, and how many charges it would settle.

    A cell may be filled and yet not settle a rule: a date too coarse to tell what came first.
    """
    return tuple(
        Finding(
            question="gaps",
            subject=each.field,
            statistic="charges that it alone would change",
            n=len(each.charges),
            text=f"{_wanting(each.field, evidence)}: {each.field}. By itself it would change the answer for "
            f"{counted(len(each.charges), 'charge')}: "
            + listed(f"{charge} ({' or '.join(how)})" for charge, how in each.charges.items())
            + ".",
            evidence=each.leaves,
        )
        for each in found
    )


def _wanting(field: str, evidence: Evidence) -> str:
    row, _, column = field.rpartition(".")
    held = evidence.statements.get(row) or evidence.events.get(row) or {}
    return "Not on record" if held.get(column) is None else "Not exact enough on record"
