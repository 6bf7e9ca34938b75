"""What does the record say of the actors apart from the events: properties, and ties among them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import polars as pl

from showtrial.events.history import Attribute, Floats, Ints, Ties
from showtrial.record.casefile import CaseFile
from showtrial.record.dates.instants import DAY
from showtrial.record.when import when

#: Kinds of traits that say how a name is written, and nothing of the person.
_SPELLINGS = ("other spelling",)
_NO_NUMBERS: Floats = np.zeros(0)


def attributes(
    case: CaseFile, actors: Sequence[str], first_day: int
) -> tuple[Mapping[str, Attribute], tuple[str, ...]]:
    """Return the fixed properties of the actors, and what was left out.

    ``sex``; ``dead_at_start`` (``yes`` for those who died before `first_day`, else ``no``: not on record
    as dead then); and each kind of trait, other spellings apart, of which no actor has two values. Dates
    of traits are not used.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> found, notes = attributes(open_case("toy"), ["osk", "brenn"], 0)
    >>> found["sex"].levels[found["sex"].codes[1]]
    'f'
    """
    held = case["persons"].filter(pl.col("id").is_in(actors))
    died = {
        who
        for who, date in zip(held["id"], when(held, case.calendar, "died"), strict=True)
        if date and date.hi <= first_day * DAY
    }
    found = {
        "sex": _levels(actors, dict(held.select("id", "sex").drop_nulls().iter_rows())),
        "dead_at_start": _levels(actors, {who: "yes" if who in died else "no" for who in actors}),
    }
    notes = []
    traits = case["traits"].filter(pl.col("person").is_in(actors)).select("person", "kind", "value").unique()
    for kind in sorted(set(traits["kind"]) - set(_SPELLINGS)):
        rows = traits.filter(pl.col("kind") == kind).select("person", "value")
        several = rows.height - rows["person"].n_unique()
        if several:
            notes.append(f"{kind!r} is no attribute: some actors have several values on record")
        else:
            found[kind] = _levels(actors, dict(rows.iter_rows()))
    return found, tuple(notes)


def _levels(actors: Sequence[str], value: Mapping[str, str]) -> Attribute:
    levels = tuple(sorted(set(value.values())))
    code = {level: at for at, level in enumerate(levels)}
    codes: Ints = np.array([code[value[who]] if who in value else -1 for who in actors], dtype=np.int32)
    return Attribute(codes, levels, _NO_NUMBERS)


def ties(
    case: CaseFile, actors: Sequence[str], *, kin: Iterable[str], members: Iterable[str]
) -> Mapping[str, Ties]:
    """Return the ties among the actors: one for each kind on record, ``kin`` and ``fellows``.

    A kind that ends in ``of`` runs one way, as the record has it; every other kind, `kin` (any tie of a kind
    in `kin`) and `fellows` (a shared value of a kind of trait in `members`) run both ways. Dates of ties are
    not used.
    """
    rows = _numbered(case["ties"], actors, ("a", "b"))
    n = len(actors)
    found = {}
    for kind in sorted(set(rows["kind"])):
        pairs = rows.filter(pl.col("kind") == kind).select("a", "b")
        found[kind] = _ties(pairs if kind.endswith(" of") else _both(pairs), n)
    found["kin"] = _ties(_both(rows.filter(pl.col("kind").is_in(list(kin))).select("a", "b")), n)
    traits = case["traits"].filter(pl.col("kind").is_in(list(members))).select("person", "kind", "value")
    shared = _numbered(traits, actors, ("person",)).unique()
    pairs = shared.join(shared, on=["kind", "value"], suffix="_other")
    found["fellows"] = _ties(pairs.select(a="person", b="person_other"), n)
    return found


def _numbered(rows: pl.DataFrame, actors: Sequence[str], columns: tuple[str, ...]) -> pl.DataFrame:
    """Keep the rows in which every person of `columns` is an actor, and put numbers for the ids."""
    number = pl.DataFrame(
        {"id": list(actors), "at": range(len(actors))}, schema={"id": pl.String, "at": pl.Int64}
    )
    for column in columns:
        rows = rows.join(number, left_on=column, right_on="id").drop(column).rename({"at": column})
    return rows


def _both(pairs: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([pairs, pairs.select(a="b", b="a")])


def _ties(pairs: pl.DataFrame, n: int) -> Ties:
    kept = pairs.filter(pl.col("a") != pl.col("b")).unique().sort("a", "b")
    counts = np.bincount(kept["a"].to_numpy(), minlength=n)
    indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Ties(indptr, kept["b"].to_numpy().astype(np.int32))
