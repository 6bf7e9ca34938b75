"""From whom, and from what, does a statement come?

Every assertion gets a set of origin tokens::

    person:x  who spoke          int:x  who asked             unit:x    part of a body that asked
    doc:s     the statement      rec:x  who took it down      agency:x  the body that asked
    log:s press:s  a record or a press item, quoted as such   obs:e     an event that was observed
    ed:x      who edited or dictated

and whatever is derived inherits: if b quotes, copies or translates a, or was shown a or read a, then
tokens(b) contains tokens(a), and so on along the chain. After a confrontation the later statements
of each who took part inherit the tokens of the other. What is not on record is inherited too.

References
----------
Langlois, C.-V., Seignobos, C. (1898). Introduction aux études historiques. Paris: Hachette. Book II,
chapter 8: agreement counts only between observations that are independent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from showtrial.audit.shingles import TOKEN, derivations
from showtrial.record.casefile import CaseFile
from showtrial.record.dates import MAX, MIN, Bounds
from showtrial.record.schema import NOBODY
from showtrial.record.views.acts import subjects
from showtrial.record.when import with_bounds

#: From the narrowest to the widest: each level keeps the tokens of those before it.
LEVELS = ("person", "interrogator", "unit", "agency")
#: Type of token -> the first level that keeps it.
LEVEL_OF: Mapping[str, str] = {
    **dict.fromkeys(("person", "doc", "log", "press", "obs"), "person"),
    **dict.fromkeys(("int", "rec", "ed"), "interrogator"),
    "unit": "unit",
    "agency": "agency",
}
#: Settings in which nobody interrogates.
_NOBODY_ASKS = ("free", "press", "literature", "record", "indictment", "judgment")
#: Settings of papers that need no speaker: the paper itself is the origin.
_PAPERS = {"record": "log", "press": "press", "literature": "doc"}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a statement comes from: its tokens, and the types of token that are not on record."""

    tokens: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()

    def at(self, level: str) -> Origin:
        """Return only what counts at `level`."""
        return _at(self, level)

    def of(self, kind: str) -> frozenset[str]:
        """Return the tokens of one type."""
        return frozenset(token for token in self.tokens if token.partition(":")[0] == kind)


@lru_cache(maxsize=1 << 14)  # every pair of leaves asks it of both
def _at(origin: Origin, level: str) -> Origin:
    kept = _kept(level)
    tokens = (token for token in origin.tokens if token.partition(":")[0] in kept)
    return Origin(frozenset(tokens), origin.missing & kept)


def _kept(level: str) -> frozenset[str]:
    if level not in LEVELS:
        raise ValueError(f"level {level!r}: wanted one of {', '.join(LEVELS)}")
    among = LEVELS[: LEVELS.index(level) + 1]
    return frozenset(kind for kind, first in LEVEL_OF.items() if first in among)


def disjoint(a: Origin, b: Origin, level: str) -> bool | None:
    """Say whether two origins share nothing at `level`; None where that hangs on what is missing.

    A missing token may equal any token of its type, and any other missing one; a unit that is not
    on record cannot be one of another agency where both agencies are on record.

    Examples
    --------
    >>> a, b = Origin(frozenset({"person:a", "int:i"})), Origin(frozenset({"person:b", "int:i"}))
    >>> disjoint(a, b, "person"), disjoint(a, b, "interrogator")
    (True, False)
    >>> disjoint(a, Origin(frozenset({"person:c"}), frozenset({"int"})), "interrogator") is None
    True
    """
    one, other = a.at(level), b.at(level)
    if one.tokens & other.tokens:
        return False
    for kind in sorted(one.missing | other.missing):
        first, second = one.of(kind) or kind in one.missing, other.of(kind) or kind in other.missing
        if first and second and not (kind == "unit" and _other_agencies(a, b)):
            return None
    return True


def _other_agencies(a: Origin, b: Origin) -> bool:
    if "agency" in a.missing | b.missing:
        return False
    return bool(a.of("agency") and b.of("agency")) and not a.of("agency") & b.of("agency")


def origins(case: CaseFile, *, strict: bool = False) -> dict[str, Origin]:
    """Return the origin of every assertion of `case`.

    Parameters
    ----------
    case : CaseFile
        What the record says.
    strict : bool
        Whether derivations that are merely possible count as well: proposed ones (long verbatim
        overlap, ``perhaps_same_as``) and confrontations of which it is not known that they came first.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> sorted(origins(open_case("toy"))["a.osk-wedge"].tokens)
    ['agency:chamber', 'doc:s.osk-1', 'int:rusk', 'person:osk']
    """
    held = {statement: _written(origin) for statement, origin in _own(case).items()}
    edges = [(later, earlier) for later, earlier, sure in derivations(case, strict=strict) if sure or strict]
    made = case["assertions"].select("id", "statement").rows()
    held |= {node: {node.removeprefix(TOKEN)} for _, node in edges if node.startswith(TOKEN)}
    for assertion, _ in made:
        held[assertion] = set()
    _flow(held, [*edges, *made])
    return {assertion: _read(held[assertion]) for assertion, _ in made}


def _written(origin: Origin) -> set[str]:
    return {*origin.tokens, *(f"?{kind}" for kind in origin.missing)}


def _read(held: Iterable[str]) -> Origin:
    marks = set(held)
    missing = {mark for mark in marks if mark.startswith("?")}
    return Origin(frozenset(marks - missing), frozenset(mark[1:] for mark in missing))


def _flow(held: dict[str, set[str]], edges: Iterable[tuple[str, str]]) -> None:
    """Let every later node hold what the earlier one holds, until nothing changes."""
    heirs: dict[str, set[str]] = {}
    for later, earlier in edges:
        if later in held and earlier in held:
            heirs.setdefault(earlier, set()).add(later)
    todo = list(heirs)
    while todo:
        node = todo.pop()
        for heir in heirs.get(node, ()):
            if not held[node] <= held[heir]:
                held[heir] |= held[node]
                todo.append(heir)


def _own(case: CaseFile) -> dict[str, Origin]:
    """Return the origin of every statement by itself, without what it is derived from."""
    played: dict[tuple[str, str], list[str | None]] = {}
    for act, person, role in case["roles"].select("act", "person", "role").iter_rows():
        played.setdefault((act, role), []).append(person)
    rows = with_bounds(case["statements"], case.calendar)
    bodies, quiet = _Bodies(case), _unasked(case, rows)
    found = {}
    for row in rows.iter_rows(named=True):
        name, setting = row["id"], row["setting"]
        marks = {f"{_PAPERS.get(setting, 'doc')}:{name}"}
        if row["speaker"] is None and setting not in _PAPERS:
            marks.add("?person")
        elif row["speaker"] not in (None, NOBODY):
            marks.add(f"person:{row['speaker']}")
        asked = [*([row["by"]] if row["by"] else []), *played.get((name, "by"), ())]
        asked += played.get((name, "interrogator"), [])
        if not asked and name not in quiet:
            asked = [None]
        for person in asked:
            marks |= bodies.marks(person, Bounds(*_dated(row)))
        for role, kind in (("recorder", "rec"), ("editor", "ed")):
            persons = played.get((name, role), [])
            marks |= {f"{kind}:{person}" if person else f"?{kind}" for person in persons if person != NOBODY}
        edited = row["mediation"] in ("edited", "editor_summary") and (name, "editor") not in played
        if edited and (setting not in _NOBODY_ASKS or row["event"]):
            marks.add("?ed")
        found[name] = _read(marks)
    return found


def _dated(row: Mapping[str, int | None]) -> tuple[int, int]:
    lo, hi = row["lo"], row["hi"]
    return (MIN if lo is None else lo, MAX if hi is None else hi)


class _Bodies:
    """To which bodies those who ask belong: a body at the top is an agency, one within it a unit."""

    def __init__(self, case: CaseFile) -> None:
        persons = case["persons"].select("id", "kind").iter_rows()
        self._bodies = {person for person, kind in persons if kind in ("body", "group")}
        ties = case["ties"].filter(pl.col("kind").is_in(["member of", "part of"]))
        self._ties: dict[str, list[tuple[str, Bounds]]] = {}
        for row in with_bounds(ties, case.calendar).iter_rows(named=True):
            self._ties.setdefault(row["a"], []).append((row["b"], Bounds(*_dated(row))))

    def above(self, person: str, at: Bounds) -> list[str]:
        """Return the bodies to which `person` may directly belong at that time."""
        ties = self._ties.get(person, [])
        return sorted({body for body, held in ties if held.lo < at.hi and at.lo < held.hi})

    def marks(self, person: str | None, at: Bounds) -> set[str]:
        """Return the tokens of one who asked, with ``?type`` for each type that is not on record."""
        if person == NOBODY:
            return set()
        if person is None:
            return {"?int", "?unit", "?agency"}
        marks = {"?int"} if person in self._bodies else {f"int:{person}"}
        todo, seen = [person] if person in self._bodies else self.above(person, at), set()
        while todo:
            body = todo.pop()
            if body not in seen:
                seen.add(body)
                wider = self.above(body, at)
                marks.add(f"unit:{body}" if wider else f"agency:{body}")
                todo += wider
        kinds = {mark.partition(":")[0] for mark in marks}
        return marks | {f"?{kind}" for kind in ("unit", "agency") if kind not in kinds}


def _unasked(case: CaseFile, rows: pl.DataFrame) -> set[str]:
    """Ids of statements that, by their setting or by where the speaker was, nobody asked for."""
    taken = with_bounds(subjects(case, "arrest", "custody"), case.calendar)
    held: dict[str, int] = {}
    for row in taken.iter_rows(named=True):
        held[row["subject"]] = min(_dated(row)[0], held.get(row["subject"], MAX))
    homes = case["traits"].filter((pl.col("kind") == "residence") & (pl.col("value") == "abroad"))
    abroad: dict[str, list[tuple[int, int]]] = {}
    for row in with_bounds(homes, case.calendar).iter_rows(named=True):
        abroad.setdefault(row["person"], []).append(_dated(row))
    quiet = set(rows.filter(pl.col("setting").is_in(_NOBODY_ASKS))["id"])
    written = pl.col("setting").is_in(["letter", "petition"])
    written |= (pl.col("mediation") == "own_hand") & (pl.col("setting").fill_null("unknown") == "unknown")
    for row in rows.filter(written).iter_rows(named=True):
        lo, hi = _dated(row)
        free = row["hi"] is not None and held.get(row["speaker"], MIN) >= hi
        if free or any(since <= lo and hi <= until for since, until in abroad.get(row["speaker"], ())):
            quiet.add(row["id"])
    return quiet
