"""Which problems does a case file have, all of them at once?"""

from __future__ import annotations

import polars as pl

from showtrial.errors import Problem
from showtrial.record.checks import cells, chronology, living, references, rows, tables
from showtrial.record.draft import Draft, conform


def check(
    draft: Draft, *, as_of: str = living.REFERENCE_DATE, allow_living: str | None = None
) -> list[Problem]:
    """Return every problem of a case file, in the order of its files and rows.

    Parameters
    ----------
    draft : Draft
        What was read or built.
    as_of : str
        Day (YYYY-MM-DD) on which somebody is presumed living or dead.
    allow_living : str, optional
        Purpose for which persons who may be living are kept; the rule is then not applied.

    Returns
    -------
    list of Problem
        Empty for a valid case file. Problems of cells hide none of the problems of rows, and
        none is reported twice.

    Examples
    --------
    >>> import polars as pl
    >>> from showtrial.record.draft import draft_of_frames
    >>> from showtrial.record.meta import Meta
    >>> sources = pl.DataFrame({"id": ["s"], "title": ["A ledger"]})
    >>> persons = pl.DataFrame({"id": ["p"], "name": ["P."], "born": ["1890"], "died": ["1880"]})
    >>> events = pl.DataFrame({"kind": ["arrest"], "person": ["q"], "source": ["s"]})
    >>> frames = {"sources": sources, "persons": persons, "events": events}
    >>> for problem in check(draft_of_frames(Meta(title="T", origin="recorded"), frames)):
    ...     print(problem)
    events.csv:2:person  'q'; wanted an id of persons; add the row, or mend the id
    persons.csv:2:died  1880; wanted a death after the birth (1890)
    """
    frames = conform(draft)
    found = [*draft.problems, *tables.wrong_tables(draft), *cells.wrong_cells(draft)]
    found += cells.wrong_times(draft, frames)
    found += _across(draft, frames)
    found += living.living(draft, frames, as_of, allow_living)
    return sorted(set(found), key=lambda problem: (problem.file, problem.row, problem.column, problem.came))


def _across(draft: Draft, frames: dict[str, pl.DataFrame]) -> list[Problem]:
    questions = (
        references.repeated_ids,
        references.wrong_references,
        references.cycles,
        references.repeated_parts,
        references.wrong_locators,
        rows.repeated_rows,
        rows.wrong_readings,
        rows.wrong_parts,
        rows.wrong_texts,
        chronology.wrong_lives,
        chronology.wrong_cases,
        chronology.unfounded_grades,
    )
    return [problem for ask in questions for problem in ask(draft, frames)]
