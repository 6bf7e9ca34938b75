"""What is left of a case file when nobody in it may be named?"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping

import polars as pl

import showtrial
from showtrial.record.casefile import CaseFile
from showtrial.record.draft import draft_of_frames
from showtrial.record.meta import Meta
from showtrial.record.schema import schema
from showtrial.record.writers.neutral import DROPPED, Change, Known, change_of

#: Said in the description of every case file that is made here.
DESCRIPTION = (
    "Pseudonyms stand for persons, groups, bodies, places, cases, sources and every other id. Removed: "
    "names, all free text, the wording of the sources, locators, texts, titles, authors, coordinates, "
    "figures, conclusions, and the compilers' own columns; births and deaths are cut to the year. Kept: "
    "who did and said what to and of whom, with all other dates, clock times, settings, methods, grades, "
    "sex and numbers. Pseudonyms are no anonymity: whoever knows a trial can recognise it, and the people "
    "in it, by its dates and the pattern of its rows."
)
_PURPOSE = "stated in the case file from which this one was made"
_EVER = "9999-01-01"
_TITLE = "A case file under pseudonyms"

_PREFIXES = {
    **{"sources": "S", "traits": "V", "ties": "W", "places": "L", "cases": "K", "events": "E"},
    **{"statements": "T", "claims": "C", "assertions": "A", "charges": "H", "elements": "M"},
    **{"links": "N", "searches": "Q", "readings": "R"},
}
_PEOPLE = {"person": "P", "group": "G", "body": "B"}
#: Texts that a row cannot do without: the pseudonym itself stands there.
_LABELLED = {
    ("sources", "title"),
    ("persons", "name"),
    ("places", "name"),
    ("cases", "name"),
    ("elements", "text"),
}
_TOKEN = re.compile(r"[A-Z]{2,8}([ -][A-Z0-9.]{1,6}){0,3}")


def pseudonymised(case: CaseFile, *, seed: int | None = None) -> CaseFile:
    """Return the case file with pseudonyms for all that has a name, and without free text.

    Persons become ``P001``, ``P002``, ..., groups ``G..``, bodies ``B..``; so do the ids of all other
    rows. The numbers are dealt at random and the rows sorted by them, so that neither tells of the
    alphabet or of the order of the file. `DESCRIPTION` lists what is removed and what is kept; it is the
    description of the new case file.

    Pseudonyms are no anonymity: a known trial, and the people in it, can be recognised by its dates and
    the pattern of its rows.

    Parameters
    ----------
    case : CaseFile
        The case file.
    seed : int, optional
        For the same pseudonyms every time; as secret as the names, since who has it and the list of
        names can deal the numbers again. Without one they differ from call to call.

    Returns
    -------
    CaseFile

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> hidden = pseudonymised(open_case("toy"), seed=1)
    >>> sorted(hidden["persons"]["id"])[:3]
    ['B001', 'P001', 'P002']
    """
    rng = random.SystemRandom() if seed is None else random.Random(seed)
    labels = _labels(case, rng)
    words, added = _words(case.meta, rng)
    times = {word: f"time-{at}" for at, word in enumerate(_shuffled(case.meta.times, rng), start=1)}
    known = Known(labels, words, times, case.calendar)
    changes = {
        (table.name, column.name): change_of(table.name, column, known)
        for table in schema().tables.values()
        for column in table.columns.values()
    }
    tables = {name: _hidden(name, frame, changes) for name, frame in case.items() if name != "figures"}
    tables["traits"] = _coded_traits(case["traits"], tables["traits"], rng)
    names = _numbered(case["inferences"]["inference"], "I", rng)
    tables["inferences"] = tables["inferences"].with_columns(
        case["inferences"]["inference"].replace_strict(names, return_dtype=pl.String)
    )
    tables["readings"] = _readings(case, tables["readings"], changes)
    settled = {name: _settled(name, frame) for name, frame in tables.items()}
    clocks = {times[word]: clock for word, clock in case.meta.times.items()}
    draft = draft_of_frames(_meta(case.meta, added, clocks), settled)
    return CaseFile(draft, as_of=_EVER)  # who may be living was judged when the case file was read


def _shuffled(names: Iterable[str], rng: random.Random) -> list[str]:
    held = sorted(set(names))
    rng.shuffle(held)
    return held


def _numbered(names: Iterable[str], prefix: str, rng: random.Random) -> dict[str, str]:
    order = _shuffled(names, rng)
    width = max(3, len(str(len(order))))
    return {name: f"{prefix}{at:0{width}}" for at, name in enumerate(order, start=1)}


def _labels(case: CaseFile, rng: random.Random) -> dict[str, str]:
    """Deal a new id to every id of the case file; none of them is one of the old ids."""
    old: dict[str, list[str]] = {}
    for name, frame in case.items():
        if name in _PREFIXES:
            old.setdefault(_PREFIXES[name], []).extend(frame["id"].drop_nulls())
    for row, kind in case["persons"].select("id", "kind").iter_rows():
        old.setdefault(_PEOPLE[kind or "person"], []).append(row)
    every = {row for rows in old.values() for row in rows}
    found = {}
    for prefix, rows in old.items():
        dealt = _numbered(rows, prefix, rng)
        while every & set(dealt.values()):
            prefix += "x"
            dealt = _numbered(rows, prefix, rng)
        found.update(dealt)
    return found


def _words(meta: Meta, rng: random.Random) -> tuple[dict[str, dict[str, str]], dict[str, tuple[str, ...]]]:
    """Return "table.column" -> added word -> neutral word, and the vocabulary that this makes."""
    found = {
        place: {word: f"added-{at}" for at, word in enumerate(_shuffled(words, rng), start=1)}
        for place, words in meta.vocabulary.items()
    }
    return found, {place: tuple(words.values()) for place, words in found.items()}


def _hidden(table: str, frame: pl.DataFrame, changes: Mapping[tuple[str, str], Change]) -> pl.DataFrame:
    """Return the columns of the schema, each cell changed or removed."""
    columns = schema().tables[table].columns
    found = {}
    for name, column in columns.items():
        if (table, name) in _LABELLED:
            cells = [changes[table, "id"](row) for row in frame["id"]]
        elif column.dtype == pl.String:
            cells = [cell and changes[table, name](cell) for cell in frame[name]]
        else:
            cells = [None if (table, name) in DROPPED else cell for cell in frame[name]]
        found[name] = cells
    return pl.DataFrame(found, schema=schema().tables[table].dtypes)


def _coded_traits(before: pl.DataFrame, after: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    """Put ``faction 2`` for a faction: who shares a trait stays visible, what it is does not."""
    pairs = list(zip(after["kind"], before["value"], strict=True))
    codes: dict[tuple[str, str], str] = {}
    for kind in sorted({kind for kind, _ in pairs}):
        own = _shuffled((value for each, value in pairs if each == kind), rng)
        codes |= {(kind, value): f"{kind} {at}" for at, value in enumerate(own, start=1)}
    return after.with_columns(pl.Series("value", [codes[pair] for pair in pairs], dtype=pl.String))


def _readings(case: CaseFile, after: pl.DataFrame, changes: Mapping[tuple[str, str], Change]) -> pl.DataFrame:
    """Keep the rivals of cells that are themselves kept, and the switches of whole rows."""
    home = {row: name for name, frame in case.items() if "id" in frame.columns for row in frame["id"]}
    rows = case["readings"].select("row", "column", "value").iter_rows()
    values = []
    for row, column, value in rows:
        change = changes.get((home[row], column or ""))
        values.append(value if column == "*" else change and change(value))
    columns = [case["readings"]["column"], pl.Series("value", values, dtype=pl.String)]
    return after.with_columns(*columns).filter(pl.col("value").is_not_null())


def _settled(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Sort the rows by their new ids, and number those that are alike now that their text is gone.

    Rows that point to a figure go with it.
    """
    needed = [column.name for column in schema().tables[table].columns.values() if column.required]
    frame = frame.filter(pl.all_horizontal(pl.col(needed).is_not_null()))
    frame = frame.sort(frame.columns, nulls_last=True)
    if "note" not in frame.columns:
        return frame
    seen: Counter[tuple[object, ...]] = Counter()
    notes = []
    for row in frame.drop("id" if table == "assertions" else []).iter_rows():
        seen[row] += 1
        notes.append(f"{seen[row]} of several rows alike" if seen[row] > 1 else None)
    return frame.with_columns(pl.Series("note", notes, dtype=pl.String))


def _meta(meta: Meta, vocabulary: dict[str, tuple[str, ...]], times: Mapping[str, str]) -> Meta:
    return Meta(
        title=_TITLE,
        origin=meta.origin,
        licence=meta.licence if _TOKEN.fullmatch(meta.licence) else "",
        description=DESCRIPTION,
        calendar=meta.calendar,
        reviewed=meta.reviewed,
        living_purpose=_PURPOSE if meta.living_purpose else None,
        times=times,
        seasons=meta.seasons,
        vocabulary=vocabulary,
        provenance=({"operation": "pseudonyms", "software": "showtrial", "version": showtrial.__version__},),
    )
