"""What does a model file ask for?

::

    title = "..."            # required
    about = "..."            # what the model can say, and what it cannot
    case = "moscow"          # the packaged case for which it was written
    cluster = "sender"       # sender | sitting: of the second standard errors
    draws = 20               # drawn histories, where ties = "random"

    [events]                 # see showtrial.events.sample
    [choice]                 # effects = [...]
    [rate]                   # effects = [...], form = "exponential" | "piecewise" | "ordinal"
    [rem]                    # effects = [...]
    [waits]                  # see showtrial.model.waits; alone, or beside the others
    [reproduction]           # see showtrial.model.reproduction; likewise
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from showtrial.errors import Problem, SchemaError
from showtrial.events.sample import Sample, sample_of
from showtrial.model.reproduction import Reproduction, reproduction_of
from showtrial.model.waits import Waits, waits_of
from showtrial.record.hints import did_you_mean, shown
from showtrial.record.named import named_text, packaged_texts

SUBMODELS = ("choice", "rate", "rem")
FORMS = ("exponential", "piecewise", "ordinal")
CLUSTERS = ("sender", "sitting")
#: Drawn histories over which a model with a random order within the day is averaged.
DRAWS = 20
#: A sample in which nothing is said that need not be.
_PLAIN = Sample(kind="accusation", ties="batch")
_KEYS = ("title", "about", "case", "cluster", "draws", "events", *SUBMODELS, "waits", "reproduction")
#: Tables that need no events.
_ALONE = ("waits", "reproduction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What to fit to which events.

    Parameters
    ----------
    id, title, about, case : str
        Name of the file without its ending; title; what the model can say; the packaged case for
        which it was written, or empty.
    sample : Sample
        What counts as an event, and who is at risk; None where only waits are asked for.
    effects : mapping
        Submodel -> its effects as written.
    form : str
        Baseline of the rate.
    breaks : tuple of float
        Days since the origin at which a piecewise rate changes.
    cluster : str
        ``sender`` or ``sitting``.
    draws : int
        Histories drawn where the order within a day is random.
    sha256 : str
        Of the text of the file.
    waits : Waits, optional
        Which days to confession to compare.
    reproduction : Reproduction, optional
        Which namings to count with the arrests after them.
    """

    id: str
    title: str
    about: str
    case: str
    sample: Sample | None
    effects: Mapping[str, tuple[str, ...]]
    form: str
    breaks: tuple[float, ...]
    cluster: str
    draws: int
    sha256: str
    waits: Waits | None = None
    reproduction: Reproduction | None = None


def packaged_models() -> dict[str, Model]:
    """Return name -> model of all that are packaged.

    Examples
    --------
    >>> "giaveno" in packaged_models()
    True
    """
    return {name: load_model(text, f"{name}.toml") for name, text in _packaged().items()}


def _packaged() -> dict[str, str]:
    return packaged_texts("showtrial.model.naming")


def open_model(name: str) -> Model:
    """Return the model called `name`: a packaged one, or a TOML file.

    Raises
    ------
    ReadError
        If there is none.
    SchemaError
        With every problem found in it.
    """
    return load_model(*named_text(name, _packaged(), "model"))


def model_data(model: Model) -> dict[str, Any]:
    """Return what a model asks, as JSON has it.

    Examples
    --------
    >>> model_data(packaged_models()["giaveno"])["events"]["ties"]
    'batch'
    """
    asked: dict[str, Any] = {submodel: {"effects": list(names)} for submodel, names in model.effects.items()}
    if "rate" in asked:
        asked["rate"]["form"] = model.form
        asked["rate"] |= {"breaks": list(model.breaks)} if model.breaks else {}
    if model.sample:
        asked["events"] = sample_data(model.sample)
    if model.waits:
        asked["waits"] = {key: value for key, value in asdict(model.waits).items() if value}
    if model.reproduction:
        asked["reproduction"] = {"case": list(model.reproduction.case)} if model.reproduction.case else {}
    kept = ("id", "title", "about", "case", "sha256", "cluster", "draws")
    return {**{key: getattr(model, key) for key in kept}, **asked}


def sample_data(sample: Sample) -> dict[str, Any]:
    """Return what the table ``[events]`` has to say for `sample`."""
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in asdict(sample).items()
        if value != getattr(_PLAIN, key) or key in ("kind", "ties")
    }


def load_model(text: str, file: str = "model.toml") -> Model:
    r"""Read a model from TOML text.

    Raises
    ------
    SchemaError
        With every problem found. Whether the history can answer an effect is asked at the fit.

    Examples
    --------
    >>> events = '[events]\nkind = "accusation"\nties = "batch"\n'
    >>> text = f'title = "t"\n{events}[choice]\neffects = ["inertia"]'
    >>> load_model(text).effects
    {'choice': ('inertia',)}
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemaError([Problem(file, 0, "", f"not TOML ({error})", "a model file")]) from error
    problems = [*_unknown(raw, _KEYS, file), *_heads(raw, file)]
    sample, waits, reproduction = None, None, None
    alone = any(key in raw for key in _ALONE)
    if "waits" in raw:
        waits, found = waits_of(_table(raw, "waits"), file)
        problems += found
    if "reproduction" in raw:
        reproduction, found = reproduction_of(_table(raw, "reproduction"), file)
        problems += found
    if "events" in raw or not alone:
        try:
            sample = sample_of(_table(raw, "events"), file)
        except SchemaError as error:
            problems += error.problems
    effects = {}
    for submodel in SUBMODELS:
        if submodel in raw:
            effects[submodel], found = _effects(_table(raw, submodel), submodel, file)
            problems += found
    if not effects and (not alone or "events" in raw):
        wanted = " or ".join(f"[{name}]" for name in SUBMODELS)
        problems.append(
            Problem(file, 0, "choice", "no model", wanted, 'add [choice] with effects = ["inertia"]')
        )
    if effects and "events" not in raw and alone:
        problems.append(
            Problem(file, 0, "events", "nothing", "a table [events]", "say what counts as an event")
        )
    if problems:
        raise SchemaError(problems)
    rate = _table(raw, "rate")
    return Model(
        id=file.removesuffix(".toml"),
        title=raw["title"],
        about=raw.get("about", ""),
        case=raw.get("case", ""),
        sample=sample,
        effects=effects,
        form=rate.get("form", FORMS[0]),
        breaks=tuple(map(float, rate.get("breaks", ()))),
        cluster=raw.get("cluster", CLUSTERS[0]),
        draws=raw.get("draws", DRAWS),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        waits=waits,
        reproduction=reproduction,
    )


def _table(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = raw.get(key, {})
    return found if isinstance(found, dict) else {}


def _unknown(raw: Mapping[str, Any], known: tuple[str, ...], file: str, at: str = "") -> Iterator[Problem]:
    for key in raw:
        if key not in known:
            yield Problem(file, 0, f"{at}{key}", "an unknown key", "a known one", did_you_mean(key, known))


def _heads(raw: Mapping[str, Any], file: str) -> Iterator[Problem]:
    if not isinstance(raw.get("title"), str):
        yield Problem(file, 0, "title", "nothing", "a title")
    for key in ("about", "case"):
        if not isinstance(raw.get(key, ""), str):
            yield Problem(file, 0, key, shown(raw[key]), "a text")
    if raw.get("cluster", CLUSTERS[0]) not in CLUSTERS:
        yield Problem(file, 0, "cluster", shown(raw["cluster"]), " or ".join(CLUSTERS))
    draws = raw.get("draws", DRAWS)
    if not (isinstance(draws, int) and not isinstance(draws, bool) and draws >= 2):
        yield Problem(file, 0, "draws", shown(draws), "a whole number from 2")


def _effects(table: Mapping[str, Any], submodel: str, file: str) -> tuple[tuple[str, ...], list[Problem]]:
    known = ("effects", "form", "breaks") if submodel == "rate" else ("effects",)
    problems = list(_unknown(table, known, file, f"{submodel}."))
    names = table.get("effects")
    if not (isinstance(names, list) and names and all(isinstance(each, str) for each in names)):
        problems.append(
            Problem(file, 0, f"{submodel}.effects", shown(names or "nothing"), "a list of effects")
        )
        names = []
    form, breaks = table.get("form", FORMS[0]), table.get("breaks", [])
    if form not in FORMS:
        hint = did_you_mean(str(form), FORMS)
        problems.append(Problem(file, 0, f"{submodel}.form", shown(form), ", ".join(FORMS), hint))
    numbers = isinstance(breaks, list) and all(
        isinstance(each, int | float) and not isinstance(each, bool) for each in breaks
    )
    if not numbers or breaks != sorted(set(breaks)):
        problems.append(
            Problem(file, 0, f"{submodel}.breaks", shown(breaks), "days since the origin, rising")
        )
    elif bool(breaks) != (form == "piecewise"):
        mend = 'give breaks with form = "piecewise", and only then'
        problems.append(Problem(file, 0, f"{submodel}.breaks", shown(breaks or "nothing"), "breaks", mend))
    return tuple(names), problems
