"""What is wrong in a scenario file, all of it at once?

A reader goes through the tables of the file, takes what is there, and keeps one line for everything that
is missing, unknown, of the wrong kind or out of bounds.
"""

from __future__ import annotations

import itertools
import math
import tomllib
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from showtrial.errors import Problem, ReadError
from showtrial.model.machine.components import UNITS, parameters
from showtrial.model.machine.scenario import Value
from showtrial.record.hints import did_you_mean, shown

_VALUE_KEYS = ("value", "unit", "source", "note", "prior")


def opened(data: bytes, file: str) -> tuple[Cells, dict[str, Any]]:
    """Return the cells of a scenario file, and what stands in it.

    Raises
    ------
    ReadError
        If it is no TOML.
    """
    try:
        text = data.decode("utf-8")
        return Cells(file, text), tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ReadError(f"{file}  is no TOML: {error}") from None


class Cells:
    """Cells of one scenario file, and the problems met so far.

    Parameters
    ----------
    file : str
        Name of the file, for messages.
    text : str
        Its text, from which the line of a problem is found.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file, self.lines = file, text.splitlines()
        self.problems: list[Problem] = []
        self.start: date | None = None

    def wrong(self, where: str, came: str, wanted: str, hint: str = "") -> None:
        """Keep one problem."""
        word = where.rsplit(" ", 1)[-1].strip('"')
        row = next((at for at, line in enumerate(self.lines, 1) if word and word in line.split("#")[0]), 0)
        self.problems.append(Problem(self.file, row, where, came, wanted, hint))

    def known(self, table: Mapping[str, Any], where: str, keys: Collection[str]) -> None:
        """Refuse keys that mean nothing here."""
        for key in table:
            if key not in keys:
                self.wrong(
                    f"{where} {key}".strip(), shown(key), "a key that is known here", did_you_mean(key, keys)
                )

    def text_at(self, table: Mapping[str, Any], where: str, key: str, *, required: bool = True) -> str:
        """Return a text; empty where there is none."""
        found = table.get(key, "")
        if not isinstance(found, str) or (required and not found.strip()):
            came = "nothing" if found == "" else shown(found)
            self.wrong(f"{where} {key}".strip(), came, "a text")
            return ""
        return found

    def flag_at(self, table: Mapping[str, Any], where: str, key: str, usual: bool) -> bool:
        """Return true or false; `usual` where nothing is said."""
        found = table.get(key, usual)
        if not isinstance(found, bool):
            self.wrong(f"{where} {key}".strip(), shown(found), "true or false")
            return usual
        return found

    def number_at(self, table: Mapping[str, Any], where: str, key: str) -> float:
        """Return a bare number; 0 where nothing is said."""
        found = table.get(key, 0.0)
        if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
            self.wrong(f"{where} {key}".strip(), shown(found), "a number")
            return 0.0
        return float(found)

    def words_at(self, table: Mapping[str, Any], where: str, key: str) -> list[str]:
        """Return a list of texts; empty where there is none."""
        found = table.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            self.wrong(f"{where} {key}".strip(), shown(found), "a list of texts")
            return []
        return found

    def lists_at(self, table: Mapping[str, Any], where: str, key: str) -> dict[str, list[str]]:
        """Return a table whose every entry is a list of texts."""
        found = self.table_at(table, where, key)
        return {name: self.words_at(found, f"{where} {key}", name) for name in found}

    def rows_at(self, table: Mapping[str, Any], where: str, key: str) -> list[Mapping[str, Any]]:
        """Return a list of tables."""
        found = table.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
            self.wrong(f"{where} {key}".strip(), shown(found), f"tables [[{key}]]")
            return []
        return found

    def table_at(self, table: Mapping[str, Any], where: str, key: str) -> Mapping[str, Any]:
        """Return a table; empty where there is none."""
        found = table.get(key, {})
        if not isinstance(found, Mapping):
            self.wrong(f"{where} {key}".strip(), shown(found), f"a table [{key}]")
            return {}
        return found

    def day_at(self, table: Mapping[str, Any], where: str, key: str) -> float:
        """Return a date as days since the start of the scenario."""
        found = table.get(key)
        if isinstance(found, str):
            try:
                found = date.fromisoformat(found)
            except ValueError:
                pass
        if not isinstance(found, date):
            came = "nothing" if found is None else shown(found)
            self.wrong(f"{where} {key}".strip(), came, "a date such as 1936-08-19")
            return math.nan
        return float((found - (self.start or found)) / timedelta(days=1))

    def ordered(self, where: str, *days: tuple[str, float]) -> None:
        """Refuse dates that do not follow each other."""
        known = [(key, day) for key, day in days if not math.isnan(day)]
        for (before, first), (after, second) in itertools.pairwise(known):
            if second < first:
                self.wrong(f"{where} {after}".strip(), f"{after} lies before {before}", "dates in order")

    def value_at(self, table: Mapping[str, Any], where: str, key: str, unit: str) -> Value:
        """Return a number with its unit and source; both are required."""
        place = f"{where} {key}".strip()
        found = table.get(key)
        if not isinstance(found, Mapping):
            came = "nothing" if found is None else shown(found)
            wanted = f"a number with unit and source, as in {{value = 1, unit = {unit!r}, source = 'free'}}"
            self.wrong(place, came, wanted)
            return Value(value=0.0, unit=unit, source="")
        self.known(found, place, _VALUE_KEYS)
        number = found.get("value")
        if isinstance(number, bool) or not isinstance(number, int | float) or math.isnan(number):
            self.wrong(place, "nothing" if number is None else shown(number), "a number as value")
            number = 0.0
        self._in_bounds(place, float(number), found.get("unit"), unit)
        source = found.get("source")
        if not isinstance(source, str) or not source.strip():
            self.wrong(
                place, "a number without its source", "a source, or the word free", "add source = '...'"
            )
        prior = found.get("prior")
        if prior is not None and not (isinstance(prior, list) and len(prior) == 2 and prior[0] <= prior[1]):
            self.wrong(place, f"prior {shown(prior)}", "a range [low, high]")
            prior = None
        kept = (float(prior[0]), float(prior[1])) if prior else None
        note = str(found.get("note", ""))
        return Value(value=float(number), unit=unit, source=str(source or ""), note=note, prior=kept)

    def _in_bounds(self, place: str, number: float, came: Any, unit: str) -> None:
        if came is None:
            self.wrong(place, "a number without its unit", f"unit = {unit!r}")
        elif came != unit:
            hint = did_you_mean(str(came), UNITS) if came not in UNITS else ""
            self.wrong(place, f"unit {shown(came)}", f"unit {unit!r}", hint)
        low, high = UNITS[unit]
        if not low <= number <= high:
            bound = f"from {low:g} to {high:g}" if math.isfinite(high) else f"of {low:g} or more"
            self.wrong(
                place, f"{number:g}", f"a {unit} {bound}" if unit == "probability" else f"{unit}, {bound}"
            )

    def values_of(self, table: Mapping[str, Any], where: str) -> dict[str, Value]:
        """Return parameter -> value of a table of parameters."""
        found = {}
        for name in table:
            if name in parameters():
                found[name] = self.value_at(table, where, name, parameters()[name].unit)
            else:
                mechanism = name.split(".")[0]
                own = [each for each in parameters() if each.startswith(f"{mechanism}.")]
                if own:
                    self.wrong(
                        f"{where} {name}", shown(name), f"a parameter of {mechanism}", did_you_mean(name, own)
                    )
                else:
                    every = sorted({each.split(".")[0] for each in parameters()})
                    hint = did_you_mean(mechanism, every)
                    self.wrong(f"{where} {name}", shown(mechanism), "a mechanism", hint)
        return found
