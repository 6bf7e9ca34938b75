"""In which order is the case file coded, and what are its files?"""

from __future__ import annotations

from pathlib import Path

from coding.moscow import (
    acts,
    article,
    catalogue,
    figures,
    namings,
    others,
    people,
    proceedings,
    sixteen,
    stories,
    trials,
)
from coding.moscow.book import REPOSITORY, Book
from coding.moscow.casefile import casefile
from coding.moscow.statements import Statements

TARGET = REPOSITORY / "src" / "showtrial" / "cases" / "moscow"


def build() -> dict[str, bytes]:
    """Code the whole case file; file name -> content."""
    book = Book()
    for code in (people.code_sources, people.code_persons, people.code_traits, people.code_ties):
        code(book)
    sixteen.code_sixteen_sources(book)
    people.code_places(book)
    people.code_cases(book)
    acts.code_events(book)
    trials.code_trials(book)
    proceedings.code_arrests(book)
    proceedings.code_other_arrests(book)
    proceedings.code_expulsions(book)
    acts.code_custody(book)
    acts.code_pressures(book)
    acts.code_promises(book)
    acts.code_procedure(book)
    sixteen.code_sixteen_events(book)
    others.code_others_events(book)
    proceedings.code_charges(book)
    proceedings.code_rehabilitations(book)
    statements = Statements(book, trials.TRIALS)
    catalogue.code_catalogue(book)
    namings.code_namings(book, statements)
    stories.code_stories(book, statements)
    stories.code_answers(book, statements)
    proceedings.code_confessions(book, statements)
    proceedings.code_pleas(book, statements)
    proceedings.code_stances(book, statements)
    sixteen.code_sixteen(book, statements)
    others.code_others(book, statements)
    catalogue.link_protocols(book, statements)
    article.code_article(book)
    figures.code_figures(book)
    figures.code_readings(book)
    figures.code_links(book)
    figures.code_searches(book)
    sixteen.code_sixteen_papers(book)
    others.code_others_papers(book)
    files = {"casefile.toml": casefile(book)}
    files |= {f"{table}.csv": book.written(table) for table, rows in book.tables.items() if rows}
    return {name: text.encode() for name, text in files.items()}


def write(target: Path = TARGET) -> dict[str, int]:
    """Write the case file; file name -> number of lines."""
    target.mkdir(parents=True, exist_ok=True)
    files = build()
    for name, data in files.items():
        (target / name).write_bytes(data)
    return {name: data.count(b"\n") for name, data in files.items()}
