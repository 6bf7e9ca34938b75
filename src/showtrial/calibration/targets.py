"""Which figures of the record is a scenario held against, and to what use is each put?

One CSV file a scenario under ``scenarios/targets``. A figure has one use and no other: `input` (it sets a
number of the scenario), `fit`, `held-out` (shown beside the fit, never used by it), `excluded` (with the
reason: another population, another window, derived from figures that are used already). The column
`groups` may be absent; a figure of some groups of a country counts nobody else.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from showtrial.errors import Problem, ReadError, SchemaError
from showtrial.record.hints import did_you_mean, shown

#: Uses of a target.
USES = ("input", "fit", "held-out", "excluded")
#: Scale on which the error holds: a factor (log) or a difference (linear).
SCALES = ("log", "linear")
#: Units in which targets are counted.
UNITS = (
    "persons arrested", "persons convicted", "persons sentenced to be shot", "persons shot",
    "persons on trial", "names on lists", "persons", "days", "share", "share of accused", "ratio",
    "documents",
)  # fmt: skip
_COLUMNS = (
    "id", "title", "definition", "from", "to", "unit", "route", "value", "error", "scale", "use", "reason",
    "source", "facts", "counterpart",
)  # fmt: skip
#: A column that a file may leave out: files that count everybody stay as they are, and so does their hash.
_OPTIONAL = "groups"
_NEEDED = ("id", "title", "unit", "route", "source", "facts")
_ROUTES = ("any", "open", "closed", "list", "board", "quota", "court")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One figure of the record.

    Parameters
    ----------
    id, title, definition : str
    window : (str, str)
        First and last day (ISO).
    unit, route : str
        What is counted, by which route to a verdict (``any``).
    value : float
    error : float
        Standard deviation on the scale of `scale`: disagreement of estimates, doubt who is counted.
    scale : {"log", "linear"}
    use : {"input", "fit", "held-out", "excluded"}
    reason, source, facts : str
        Why this use and error; whom it is taken from; rows of the facts.
    counterpart : str
        Name of the simulated figure that it is compared with; empty for input and excluded ones.
    groups : tuple of str
        Ids of the groups of a country that are counted; empty: everybody.
    """

    id: str
    title: str
    definition: str
    window: tuple[str, str]
    unit: str
    route: str
    value: float
    error: float
    scale: str
    use: str
    reason: str
    source: str
    facts: str
    counterpart: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets of a scenario.

    Parameters
    ----------
    scenario : str
    rows : tuple of Target
    sha256 : str
        Of the file.
    """

    scenario: str
    rows: tuple[Target, ...]
    sha256: str

    def of_use(self, *uses: str) -> tuple[Target, ...]:
        """Return the targets of these uses, in order of the file."""
        return tuple(each for each in self.rows if each.use in uses)


def packaged_targets() -> tuple[str, ...]:
    """Return the scenarios that have targets.

    Examples
    --------
    >>> packaged_targets()
    ('moscow', 'sixteen', 'union')
    """
    found = files("showtrial.scenarios").joinpath("targets").iterdir()
    return tuple(sorted(each.name[:-4] for each in found if each.name.endswith(".csv")))


def open_targets(scenario: str, file: Path | str | None = None) -> Targets:
    """Read the targets of a scenario.

    Parameters
    ----------
    scenario : str
        Name of a packaged scenario.
    file : path, optional
        A file of targets in place of the packaged one.

    Raises
    ------
    ReadError
        If there are none, or the file cannot be read.
    SchemaError
        With every problem of the file.

    Examples
    --------
    >>> [each.id for each in open_targets("sixteen").of_use("fit")]
    ['arrested-february', 'arrested-april', 'wait-of-accused']
    """
    if file is not None:
        try:
            return targets_of(Path(file).read_bytes(), str(file), scenario)
        except OSError as error:
            raise ReadError(f"{file}  cannot be read: {error.strerror}") from None
    if scenario not in packaged_targets():
        names = ", ".join(packaged_targets())
        raise ReadError(f"{scenario}  has no targets; wanted a scenario that has some: {names}")
    path = files("showtrial.scenarios").joinpath("targets", f"{scenario}.csv")
    return targets_of(path.read_bytes(), f"{scenario}.csv", scenario)


def targets_of(data: bytes, file: str, scenario: str) -> Targets:
    """Read targets from the bytes of a CSV file; see `open_targets`."""
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))
        lines = [(reader.line_num, line) for line in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ReadError(f"{file}  is no CSV file in UTF-8: {error}") from None
    missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise SchemaError([Problem(file, 1, name, "no such column", f"a column {name}") for name in missing])
    problems: list[Problem] = []
    rows = tuple(_target(line, _Row(file, number, problems)) for number, line in lines)
    problems += _twice(file, lines)
    if problems:
        raise SchemaError(sorted(problems))
    return Targets(scenario, rows, hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class _Row:
    file: str
    number: int
    problems: list[Problem]

    def wrong(self, column: str, came: str, wanted: str, hint: str = "") -> None:
        self.problems.append(Problem(self.file, self.number, column, came, wanted, hint))


def _target(line: dict[str, str], row: _Row) -> Target:
    cell = {key: (line.get(key) or "").strip() for key in _COLUMNS}
    for column in _NEEDED:
        if not cell[column]:
            row.wrong(column, "nothing", f"a {column}")
    for column, words in (("use", USES), ("scale", SCALES), ("unit", UNITS), ("route", _ROUTES)):
        if cell[column] and cell[column] not in words:
            row.wrong(
                column, shown(cell[column]), f"one of {', '.join(words)}", did_you_mean(cell[column], words)
            )
        elif not cell[column] and column not in _NEEDED:
            row.wrong(column, "nothing", f"one of {', '.join(words)}")
    value, error = _number(cell, row, "value"), _number(cell, row, "error")
    used = cell["use"] in ("fit", "held-out")
    if cell["scale"] == "log" and value <= 0:
        row.wrong("value", f"{value:g}", "a value above 0 where the error is a factor")
    if used and error <= 0:
        row.wrong("error", f"{error:g}", "an error above 0 for a figure that is compared")
    if used != bool(cell["counterpart"]):
        wanted = "the simulated figure that it is compared with" if used else "nothing: it is not compared"
        row.wrong("counterpart", shown(cell["counterpart"]) if cell["counterpart"] else "nothing", wanted)
    if cell["use"] == "excluded" and not cell["reason"]:
        row.wrong("reason", "nothing", "why the figure is excluded")
    if cell["use"] in ("fit", "held-out") and cell["id"].startswith("quota-first"):
        row.wrong("use", cell["use"], "input: a quota drives the scenario")
    days = [_day(cell, row, column) for column in ("from", "to")]
    if None not in days and days[1] < days[0]:  # type: ignore[operator]
        row.wrong("to", "a day before the first", "a window in order")
    told = {key: cell[key] for key in _COLUMNS if key not in ("from", "to", "value", "error")}
    groups = _groups(line.get(_OPTIONAL) or "", row)
    return Target(window=(cell["from"], cell["to"]), value=value, error=error, groups=groups, **told)


def _groups(text: str, row: _Row) -> tuple[str, ...]:
    """Read ids of groups; which of them there are only the scenario can say."""
    if not text.strip():
        return ()
    found = tuple(each.strip() for each in text.split(";"))
    if not all(found) or len(set(found)) < len(found):
        row.wrong(_OPTIONAL, shown(text), "ids of groups separated by '; ', each once")
    return found


def _number(cell: dict[str, str], row: _Row, column: str) -> float:
    try:
        found = float(cell[column])
    except ValueError:
        found = math.nan
    if not math.isfinite(found) or (column == "error" and found < 0):
        wanted = "a number" if column == "value" else "a number of 0 or more"
        row.wrong(column, shown(cell[column]) if cell[column] else "nothing", wanted)
        return 1.0
    return found


def _day(cell: dict[str, str], row: _Row, column: str) -> date | None:
    try:
        return date.fromisoformat(cell[column])
    except ValueError:
        row.wrong(column, shown(cell[column]) if cell[column] else "nothing", "a date such as 1936-04-01")
        return None


def _twice(file: str, lines: list[tuple[int, dict[str, str]]]) -> list[Problem]:
    """Refuse an id twice, and one row of the facts with two uses."""
    found: list[Problem] = []
    first: dict[str, int] = {}
    uses: dict[str, str] = {}
    for number, line in lines:
        name, use = line.get("id") or "", line.get("use") or ""
        if name in first:
            found.append(
                Problem(file, number, "id", shown(name), "an id of its own", f"see row {first[name]}")
            )
        first.setdefault(name, number)
        if use == "excluded":
            continue
        for fact in facts_of(line.get("facts") or ""):
            if uses.setdefault(fact, use) != use:
                found.append(
                    Problem(file, number, "use", f"{use} for {fact}", f"one use; it is {uses[fact]} above")
                )
    return found


def facts_of(text: str) -> tuple[str, ...]:
    """Return the numbers of the rows of figures that `text` lists, ranges spelled out.

    Examples
    --------
    >>> facts_of("s121-s123, s140")
    ('s121', 's122', 's123', 's140')
    """
    found: list[str] = []
    for low, high in re.findall(r"\bs(\d{3})(?:-s(\d{3}))?", text):
        found += [f"s{each:03d}" for each in range(int(low), int(high or low) + 1)]
    return tuple(found)
