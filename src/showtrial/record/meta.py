"""What does ``casefile.toml`` say of a case file as a whole?

Title, authors, licence, origin, the calendar and the dictionaries that its dates need, words that
it adds to open vocabularies, and the provenance of its rows. No clock time is ever stored.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

import tomli_w

from showtrial.errors import Problem, SchemaError
from showtrial.record.dates import Calendar
from showtrial.record.hints import did_you_mean
from showtrial.record.schema import schema

FILE = "casefile.toml"
ORIGINS = ("recorded", "simulated")
CALENDARS = ("gregorian", "julian")
_FORMS: Mapping[str, type] = {
    "title": str,
    "origin": str,
    "authors": list,
    "licence": str,
    "version": str,
    "description": str,
    "calendar": str,
    "reviewed": bool,
    "living_purpose": str,
    "licences": dict,
    "dates": dict,
    "times": dict,
    "seasons": dict,
    "vocabulary": dict,
    "provenance": list,
}


def _frozen(value: Any) -> Any:
    """Turn lists and dicts into tuples and read-only mappings, all the way down."""
    if isinstance(value, Mapping):
        return MappingProxyType({str(key): _frozen(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(_frozen(item) for item in value)
    return value


def _plain(value: Any) -> Any:
    """Turn tuples and read-only mappings back into what TOML and JSON can write."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What a case file says of itself.

    Parameters
    ----------
    title : str
        Title of the case file.
    origin : {"recorded", "simulated"}
        Whether its rows come from sources or from a model. Printed on every view.
    authors : tuple of str
        Who compiled it.
    licence, version, description : str
        Terms of use, version and description.
    calendar : {"gregorian", "julian"}
        Calendar of dates that name none.
    reviewed : bool or None
        Whether a historian has reviewed the coding; None = not said.
    living_purpose : str or None
        Why persons who may be living are kept; printed in every output.
    licences : mapping
        Table -> licence, where tables differ.
    dates, times : mapping
        Dictionaries of verbal dates and of words for times of day.
    seasons : mapping
        EDTF season code -> ``[first month, last month]``.
    vocabulary : mapping
        ``"table.column"`` -> words added to an open vocabulary.
    provenance : tuple of mapping
        One entry an operation: software, version, parameters, input hash, seed.
    """

    title: str
    origin: str
    authors: tuple[str, ...] = ()
    licence: str = ""
    version: str = ""
    description: str = ""
    calendar: str = "gregorian"
    reviewed: bool | None = None
    living_purpose: str | None = None
    licences: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    times: Mapping[str, str] = field(default_factory=dict)
    seasons: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    vocabulary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    provenance: tuple[Mapping[str, Any], ...] = ()

    def __post_init__(self) -> None:
        for each in fields(self):
            object.__setattr__(self, each.name, _frozen(getattr(self, each.name)))

    def settings(self) -> Calendar:
        """Return what the parser of dates needs: calendar, dictionaries, seasons."""
        return Calendar(default=self.calendar, words=self.dates, times=self.times, seasons=self.seasons)

    def as_dict(self) -> dict[str, Any]:
        """Return the entries that are filled in, in the order of the file."""
        values = {key: _plain(getattr(self, key)) for key in _FORMS}
        return {key: value for key, value in values.items() if value not in ("", None, [], {})}

    def __hash__(self) -> int:
        return hash((self.title, self.version))


def dump_meta(meta: Meta) -> str:
    """Write `meta` as the text of ``casefile.toml``.

    Examples
    --------
    >>> print(dump_meta(Meta(title="A case", origin="recorded")), end="")
    title = "A case"
    origin = "recorded"
    calendar = "gregorian"
    """
    text: str = tomli_w.dumps(meta.as_dict())
    return text


def parse_meta(text: str) -> tuple[Meta, list[Problem]]:
    r"""Read the text of ``casefile.toml``; every problem is returned, none is raised.

    Examples
    --------
    >>> meta, problems = parse_meta('title = "A case"\norigin = "invented"')
    >>> print(problems[0])
    casefile.toml:origin  'invented'; wanted recorded or simulated
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _fallback({}), [
            Problem(FILE, 0, "", f"not TOML ({error})", "a TOML file", "compare `showtrial new`")
        ]
    problems: list[Problem] = []
    for key in list(raw):
        if key not in _FORMS:
            if not key.startswith("x_"):
                problems.append(
                    Problem(FILE, 0, key, "an unknown entry", "a known one", did_you_mean(key, _FORMS))
                )
            del raw[key]
        elif not isinstance(raw[key], _FORMS[key]):
            wanted = {str: "a text", list: "a list", dict: "a table", bool: "true or false"}[_FORMS[key]]
            problems.append(Problem(FILE, 0, key, repr(raw.pop(key)), wanted))
    problems += _wrong_words(raw)
    return _fallback(raw), problems


def _fallback(raw: dict[str, Any]) -> Meta:
    return Meta(**{"title": "", "origin": "recorded", **raw})


def _wrong_words(raw: dict[str, Any]) -> list[Problem]:
    """Problems of entries whose form is right and whose content is not; repairs `raw` to go on."""
    problems: list[Problem] = []
    if not str(raw.get("title", "")).strip():
        problems.append(Problem(FILE, 0, "title", "nothing", "a title", 'add title = "..."'))
    for key, words in (("origin", ORIGINS), ("calendar", CALENDARS)):
        if key == "origin" and key not in raw:
            problems.append(Problem(FILE, 0, key, "nothing", " or ".join(words), 'add origin = "recorded"'))
        elif raw.get(key, words[0]) not in words:
            problems.append(Problem(FILE, 0, key, repr(raw.pop(key)), " or ".join(words)))
    for key in ("dates", "times", "licences"):
        for word, value in list(raw.get(key, {}).items()):
            if not isinstance(value, str):
                problems.append(Problem(FILE, 0, f"{key}.{word}", repr(value), "a text"))
                del raw[key][word]
    problems += _wrong_vocabulary(raw) + _wrong_seasons(raw)
    if any(not isinstance(name, str) for name in raw.get("authors", [])):
        problems.append(Problem(FILE, 0, "authors", repr(raw.pop("authors")), "a list of names"))
    if any(not isinstance(entry, dict) for entry in raw.get("provenance", [])):
        problems.append(Problem(FILE, 0, "provenance", "an entry that is no table", "[[provenance]] tables"))
        del raw["provenance"]
    return problems


def _wrong_vocabulary(raw: dict[str, Any]) -> list[Problem]:
    columns = {
        f"{t.name}.{c.name}": c for t in schema().tables.values() for c in t.columns.values() if c.words
    }
    problems = []
    for key, words in list(raw.get("vocabulary", {}).items()):
        place = f"vocabulary.{key}"
        if key not in columns:
            hint = did_you_mean(key, columns)
            problems.append(Problem(FILE, 0, place, "an unknown column", "a column with a vocabulary", hint))
        elif not columns[key].open:
            problems.append(Problem(FILE, 0, place, "added words", "no additions: this list is closed"))
        elif isinstance(words, list) and all(isinstance(word, str) for word in words):
            continue
        else:
            problems.append(Problem(FILE, 0, place, repr(words), "a list of words"))
        del raw["vocabulary"][key]
    return problems


def _wrong_seasons(raw: dict[str, Any]) -> list[Problem]:
    problems = []
    for code, months in list(raw.get("seasons", {}).items()):
        good = isinstance(months, list) and len(months) == 2
        if not (good and all(isinstance(month, int) and 1 <= month <= 12 for month in months)):
            problems.append(Problem(FILE, 0, f"seasons.{code}", repr(months), "[first month, last month]"))
            del raw["seasons"][code]
    return problems


def load_meta(text: str) -> Meta:
    """Read the text of ``casefile.toml``.

    Raises
    ------
    SchemaError
        With every problem found.
    """
    meta, problems = parse_meta(text)
    if problems:
        raise SchemaError(problems)
    return meta
