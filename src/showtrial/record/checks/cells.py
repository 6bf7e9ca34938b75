"""Does every cell hold what its column's type asks for?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import polars as pl

from showtrial.errors import Problem
from showtrial.record.dates import Calendar, DateError, parse
from showtrial.record.draft import Draft
from showtrial.record.hints import did_you_mean, shown
from showtrial.record.schema import NOBODY, SEPARATOR, Column, schema
from showtrial.record.web import web_address

#: A judge takes one cell and says what was wanted and how to mend it, or None if it is fine.
Judge = Callable[[str], tuple[str, str] | None]

_ID = re.compile(r"[^\s;]+")
_DURATION = re.compile(r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?")
_INTEGER = re.compile(r"-?\d{1,18}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")


def wrong_cells(draft: Draft) -> Iterator[Problem]:
    """Yield every cell that is empty where it must not be, or not of its column's type."""
    for name, table in schema().tables.items():
        if name not in draft.sheets:
            continue
        frame = draft.sheets[name].frame
        for column in table.columns.values():
            if column.name not in frame.columns:
                continue
            cells = frame[column.name]
            if column.required:
                for at in cells.is_null().arg_true():
                    yield Problem(*draft.place(name, at), column.name, "nothing", "a value", column.meaning)
            judge = _judge(name, column, draft)
            for value in cells.drop_nulls().unique(maintain_order=True).to_list():
                said = judge(str(value))
                if said:
                    for at in (cells == value).fill_null(False).arg_true():
                        yield Problem(*draft.place(name, at), column.name, shown(value), *said)


def wrong_times(draft: Draft, frames: dict[str, pl.DataFrame]) -> Iterator[Problem]:
    """Yield every clock time that cannot be joined to the date of its row."""
    settings = draft.meta.settings()
    for name, frame in frames.items():
        if "time" not in frame.columns:
            continue
        pairs = frame.with_row_index("at").filter(pl.col("time").is_not_null()).select("at", "date", "time")
        for at, date, time in pairs.iter_rows():
            if date is None:
                yield Problem(*draft.place(name, at), "time", shown(time), "a date in the same row")
                continue
            if _undated(date, None, settings):
                continue  # named already as a wrong cell
            said = _undated(date, time, settings)
            if said:
                yield Problem(*draft.place(name, at), "time", shown(time), *said)


def _judge(table: str, column: Column, draft: Draft) -> Judge:
    if column.type in ("vocab", "vocabs"):
        added = draft.meta.vocabulary.get(f"{table}.{column.name}", ())
        return _vocabulary(f"{table}.{column.name}", column, (*column.words, *added))
    if column.type == "date":
        settings = draft.meta.settings()
        return lambda text: _undated(text, None, settings)
    if column.type in ("integer", "number"):
        return lambda text: _number(text, column)
    judges: dict[str, Judge] = {
        "id": _id,
        "ref": lambda text: _untrimmed(text),
        "refs": lambda text: _listed(text),
        "duration": lambda text: (
            None if _DURATION.fullmatch(text) else ("an ISO 8601 duration", "as in P3D or PT2H")
        ),
        "url": lambda text: (
            None
            if web_address(text)
            else ("an address with http or https", "as in https://example.org/page, blanks written %20")
        ),
        "yesno": lambda text: None if text in ("yes", "no") else ("yes, no or nothing", ""),
    }
    return judges.get(column.type, lambda text: None)


def _id(text: str) -> tuple[str, str] | None:
    if text == NOBODY:
        return "another id", f"the word {NOBODY} means 'the record says nobody'"
    if not _ID.fullmatch(text):
        return "an id without spaces or semicolons", "for instance " + re.sub(r"[\s;]+", "-", text.strip())
    return None


def _untrimmed(text: str) -> tuple[str, str] | None:
    return ("an id without spaces around it", "") if text != text.strip() else None


def _listed(text: str) -> tuple[str, str] | None:
    if any(not part or part != part.strip() for part in text.split(SEPARATOR)):
        return "ids separated by '; '", "one semicolon and one space between two ids"
    return None


def _vocabulary(name: str, column: Column, words: tuple[str, ...]) -> Judge:
    def judge(text: str) -> tuple[str, str] | None:
        for part in text.split(SEPARATOR) if column.many else (text,):
            if part not in words:
                hint = did_you_mean(part, words)
                if column.open:
                    hint += f" or add it to [vocabulary] '{name}' in casefile.toml"
                return f"a word of {name}", hint
        return None

    return judge


def _undated(date: str, time: str | None, settings: Calendar) -> tuple[str, str] | None:
    try:
        parse(date, time=time, calendar=settings)
    except DateError as error:
        return error.wanted, error.hint
    return None


def _number(text: str, column: Column) -> tuple[str, str] | None:
    pattern, wanted = (_INTEGER, "a whole number") if column.type == "integer" else (_NUMBER, "a number")
    if not pattern.fullmatch(text):
        return wanted, "write 1234.5: a point for the decimals, no blanks between the digits"
    value = float(text)
    low, high = column.min, column.max
    if (low is not None and value < low) or (high is not None and value > high):
        return f"{wanted} from {low if low is not None else '..'} to {high if high is not None else '..'}", ""
    return None
