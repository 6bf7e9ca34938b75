"""Which assertions come, as far as the record shows, from outside the prosecution?"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import polars as pl

from showtrial.audit.graph import ADVOCATES, ASSERTIVE
from showtrial.audit.origins import Origin, origins
from showtrial.record.casefile import CaseFile
from showtrial.record.schema import NOBODY
from showtrial.record.views.acts import parts

#: Acts that only the prosecuting and interrogating bodies do.
_ACTS = ("arrest", "custody", "interrogation", "pressure", "promise", "charge_served", "indictment_served")
#: Types of token that are an origin by themselves; a bare statement (``doc``) is none.
_ORIGINS = ("person", "log", "press", "obs")


def independent_facts(case: CaseFile) -> frozenset[str]:
    """Return the assertions that come, as far as the record shows, from outside the prosecution.

    No token, inherited ones included, is that of a person or body that arrests, holds, interrogates
    or prosecutes, or of anybody accused or condemned; nothing that could be one of them is missing;
    the speaker does not argue as prosecutor, judge or defence; and something beside the statement itself
    is on record as the origin: a speaker, a register, a press item or an event. A book that names nobody
    is a secondary text and no origin. Such an assertion has interests of its own and may be disputed;
    what is left out is not thereby dependent.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> sorted(independent_facts(open_case("toy")))
    ['a.vell-away', 'a.vell-order']
    """
    barred = _prosecution(case) | _condemned(case)
    speaks = case["assertions"].filter(
        (pl.col("polarity") != "silent")
        & pl.col("mood").fill_null("indication").is_in(ASSERTIVE)
        & ~pl.col("kind").fill_null("").is_in(ADVOCATES)
    )["id"]
    known = origins(case, strict=True)
    return frozenset(assertion for assertion in speaks if _outside(known[assertion], barred))


def _outside(origin: Origin, barred: Collection[str]) -> bool:
    if origin.missing & {"person", "rec", "ed", "agency"}:
        return False
    named = [token.partition(":") for token in origin.tokens]
    if not any(kind in _ORIGINS for kind, _, _ in named):
        return False
    return not any(kind not in ("doc", "log", "press", "obs") and name in barred for kind, _, name in named)


def _prosecution(case: CaseFile) -> set[str]:
    """Persons and bodies that arrest, hold, interrogate or prosecute, with their members and wider bodies."""
    events, statements, played = case["events"], case["statements"], parts(case)
    acts = events.filter(pl.col("kind").is_in(_ACTS) | (pl.col("authority") == "prosecution"))["id"]
    asked = statements.filter(pl.col("setting").is_in(["interrogation", "confrontation"]))["id"]
    did = pl.col("role").is_in(["by", "interrogator"]) & pl.col("act").is_in([*acts.drop_nulls(), *asked])
    found = set(played.filter(did | (pl.col("role") == "prosecutor"))["person"].drop_nulls())
    found |= set(statements.filter(pl.col("setting") == "indictment")["speaker"].drop_nulls()) - {NOBODY}
    ties = case["ties"].filter(pl.col("kind").is_in(["member of", "part of"])).select("a", "b").rows()
    members = _reached(found, [(body, person) for person, body in ties])
    return members | _reached(found, ties)


def _reached(start: Iterable[str], steps: Iterable[tuple[str, str]]) -> set[str]:
    """Return what can be reached from `start`, itself included."""
    found, last = set(start), -1
    pairs = list(steps)
    while len(found) > last:
        last = len(found)
        found |= {to for here, to in pairs if here in found}
    return found


def _condemned(case: CaseFile) -> set[str]:
    played = parts(case).filter(pl.col("role").is_in(["subject", "covered"]))
    ends = case["events"].filter(pl.col("kind").is_in(["verdict", "execution"]))["id"].drop_nulls()
    condemned = played.filter(pl.col("act").is_in(ends.to_list()))["person"].drop_nulls()
    return {*case["charges"]["accused"], *condemned}
