"""Which effects does a model ask for, and can this history answer them?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from showtrial.errors import Problem, SchemaError
from showtrial.events.history import EventHistory
from showtrial.model.naming.grammar import Factor, factors
from showtrial.model.naming.table import EFFECTS, SUBMODELS
from showtrial.record.hints import did_you_mean

__all__ = ["EFFECTS", "Atom", "Effect", "parse"]


@dataclass(frozen=True, slots=True)
class Atom:
    """One statistic, resolved against a history.

    Parameters
    ----------
    effect : str
        Row of `EFFECTS`.
    source : str
        ``attribute``, ``level``, ``number``, ``state``, ``tie``, or empty.
    name, level : str
        Which attribute, state or tie, and which level of it.
    weighted : bool
        Counts instead of zero and one.
    window : float
        Days that a naming counts; inf for ever.
    kind : str
        Only namings of this kind; empty for all.
    days : float
        Half-life of ``decay``.
    """

    effect: str
    source: str = ""
    name: str = ""
    level: str = ""
    weighted: bool = False
    window: float = math.inf
    kind: str = ""
    days: float = math.nan

    @property
    def form(self) -> str:
        """What the engine may rely on: see `table`."""
        return EFFECTS[self.effect].form


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect of a model: a product of transformed statistics.

    Parameters
    ----------
    text : str
        As the model file has it; results carry this name.
    atoms : tuple of Atom
        The factors.
    transforms : tuple of str
        ``sqrt``, ``log1p`` or empty, one a factor.
    """

    text: str
    atoms: tuple[Atom, ...]
    transforms: tuple[str, ...]

    @property
    def form(self) -> str:
        """Sparse if any factor is; then dense, match, class, sender, constant.

        A class factor times a sender factor differs between senders and between candidates: match.
        """
        forms = {atom.form for atom in self.atoms}
        if {"class", "sender"} <= forms and not forms & {"sparse", "dense"}:
            return "match"
        return next(
            each for each in ("sparse", "dense", "match", "class", "sender", "constant") if each in forms
        )


class _RefusedError(Exception):
    """What came, what was wanted, how to mend it."""


def _property(factor: Factor, history: EventHistory) -> dict[str, str]:
    """Resolve ``sex=f``, ``age`` or ``dead`` against attributes and states."""
    if len(factor.words) + len(factor.settings) != 1:
        raise _RefusedError(f"{factor.name}(...)", "one attribute=level, number or state in the bracket", "")
    name, level = (factor.words or (factor.settings[0][0],))[0], ""
    if factor.settings:
        level = factor.settings[0][1]
        if name not in history.attributes:
            raise _RefusedError(
                f"{name!r}", "an attribute of the history", did_you_mean(name, history.attributes)
            )
        levels = history.attributes[name].levels
        if level not in levels:
            raise _RefusedError(f"{name}={level}", f"a level of {name}", did_you_mean(level, levels))
        return {"source": "level", "name": name, "level": level}
    if name in history.states:
        return {"source": "state", "name": name}
    if name in history.attributes:
        if history.attributes[name].levels:
            levels = history.attributes[name].levels
            if factor.name != "same":
                hint = f"write {factor.name}({name}={levels[0]})"
                raise _RefusedError(f"{factor.name}({name})", "one level of it: it has several", hint)
            return {"source": "attribute", "name": name}
        return {"source": "number", "name": name}
    known = [*history.attributes, *history.states]
    raise _RefusedError(f"{name!r}", "an attribute or a state of the history", did_you_mean(name, known))


def _argument(factor: Factor, history: EventHistory) -> dict[str, object]:
    wanted = EFFECTS[factor.name].argument
    if wanted in ("property", "level", "number", "common"):
        found = _property(factor, history)
        allowed = {
            "property": ("level", "number", "state"),
            "level": ("level",),
            "number": ("number",),
            "common": ("attribute", "state"),
        }[wanted]
        if found["source"] not in allowed:
            told = {
                "level": "an attribute=level",
                "number": "an attribute that is a number",
                "common": "an attribute with levels, or a state",
            }
            raise _RefusedError(f"{factor.name}({found['name']})", told[wanted], "")
        return dict(found)
    if wanted == "tie":
        if len(factor.words) != 1:
            raise _RefusedError("tie(...)", "the name of one relation", did_you_mean("", history.ties))
        name = factor.words[0]
        if name not in history.ties:
            raise _RefusedError(f"tie({name})", "a relation of the history", did_you_mean(name, history.ties))
        return {"source": "tie", "name": name}
    if wanted == "days":
        if len(factor.words) != 1:
            raise _RefusedError(f"{factor.name}(...)", "a number of days", f"write {factor.name}(30)")
        return {"days": _days(factor.words[0], factor.name)}
    return {}


def _days(text: str, where: str) -> float:
    try:
        days = float(text)
    except ValueError:
        days = math.nan
    if not (days > 0 and math.isfinite(days)):
        raise _RefusedError(f"{where} {text!r}", "a number of days above 0", "")
    return days


def _options(factor: Factor, history: EventHistory) -> dict[str, object]:
    """Read weighted, window and kind, where the effect has them."""
    row = EFFECTS[factor.name]
    free = row.argument in ("", "days", "tie")
    options: dict[str, object] = {}
    words = factor.words if row.argument == "" else ()
    for word in words:
        if word != "weighted" or "weighted" not in row.options:
            hint = did_you_mean(word, sorted(row.options)) if row.options else ""
            raise _RefusedError(f"{factor.name}({word})", "nothing of that kind in the bracket", hint)
        options["weighted"] = True
    for key, value in factor.settings if free else ():
        if key not in row.options or key == "weighted":
            hint = did_you_mean(key, sorted(row.options)) if row.options else ""
            raise _RefusedError(f"{factor.name}({key}={value})", "an option of this effect", hint)
        if key == "kind" and value not in history.kinds:
            raise _RefusedError(f"kind={value}", "a kind of event", did_you_mean(value, history.kinds))
        options[key] = _days(value, "window") if key == "window" else value
    return options


def _atom(factor: Factor, history: EventHistory, submodel: str) -> Atom:
    if factor.name not in EFFECTS:
        place = ""
        if factor.name in history.states or factor.name in history.attributes:
            place = f"write {'ego' if submodel == 'rate' else 'alter'}({factor.name})"
        elif factor.name in history.ties:
            place = f"write tie({factor.name})"
        hint = place or did_you_mean(factor.name, SUBMODELS[submodel])
        raise _RefusedError(f"{factor.name!r}", f"an effect of the {submodel} model", hint)
    if factor.name not in SUBMODELS[submodel]:
        hint = did_you_mean(factor.name, SUBMODELS[submodel])
        if factor.name in ("ego_indegree", "ego_outdegree"):
            hint = f"write {factor.name.removeprefix('ego_')}: it is the speaker's here"
        raise _RefusedError(f"{factor.name!r}", f"an effect of the {submodel} model", hint)
    return Atom(factor.name, **_argument(factor, history), **_options(factor, history))  # type: ignore[arg-type]


def _effect(text: str, history: EventHistory, submodel: str) -> Effect:
    try:
        read = factors(text)
    except ValueError as slip:
        hint = "for example sqrt(indegree), alter(sex=f) or ego(held) * inertia"
        raise _RefusedError(repr(text), f"an effect; {slip}", hint) from None
    atoms = tuple(_atom(factor, history, submodel) for factor in read)
    effect = Effect(text, atoms, tuple(factor.transform for factor in read))
    for atom, transform in zip(atoms, effect.transforms, strict=True):
        if transform and atom.source == "number" and atom.effect != "difference":
            if (history.attributes[atom.name].numbers < 0).any():
                raise _RefusedError(
                    repr(text), f"no value below 0 under {transform}", f"take {transform} away"
                )
    if submodel == "choice" and effect.form == "sender":
        hint = f"multiply it by an effect of the candidate, as in {text} * inertia"
        raise _RefusedError(repr(text), "something that differs between candidates", hint)
    return effect


def parse(names: Sequence[str], history: EventHistory, submodel: str) -> tuple[Effect, ...]:
    """Read the effects of a model against a history.

    A name in brackets is looked up among states first, then among attributes. A level that is not
    on record makes its own indicator 0 and `same` 0; a number that is not on record counts as the
    mean of those that are.

    Parameters
    ----------
    names : sequence of str
        Effects as the model file writes them.
    history : EventHistory
        Whose attributes, states, ties and kinds they may use.
    submodel : str
        ``choice``, ``rate`` or ``rem``.

    Raises
    ------
    SchemaError
        With every problem at once.

    Examples
    --------
    >>> import numpy as np
    >>> from showtrial.events.history import Attribute, EventHistory
    >>> none = np.zeros(0, np.int32)
    >>> history = EventHistory(
    ...     actors=("a", "b"), sender=none, receiver=none, time=np.zeros(0), batch=none,
    ...     kind=none.astype(np.int16), kinds=("names",), origin="1936-08-19", start=0.0, end=1.0,
    ...     entry=np.full(2, -np.inf), exit=np.full(2, np.inf), may_speak=np.ones(2, bool),
    ...     may_be_named=np.ones(2, bool), ordering="given",
    ...     attributes={"sex": Attribute(np.array([0, 1], np.int32), ("f", "m"), np.zeros(0))})
    >>> [effect.form for effect in parse(["sqrt(indegree)", "alter(sex=f)", "same(sex)"], history, "choice")]
    ['class', 'class', 'match']
    >>> parse(["inertai"], history, "choice")
    Traceback (most recent call last):
    ...
    showtrial.errors.SchemaError: effects:1  'inertai'; wanted an effect ... did you mean 'inertia'?
    """
    read: list[Effect] = []
    problems = []
    for place, text in enumerate(names, start=1):
        try:
            effect = _effect(text, history, submodel)
        except _RefusedError as refused:
            problems.append(Problem("effects", place, "", *refused.args))
            continue
        twin = next(
            (
                each
                for each in read
                if sorted(zip(each.atoms, each.transforms, strict=True), key=repr)
                == sorted(zip(effect.atoms, effect.transforms, strict=True), key=repr)
            ),
            None,
        )
        if twin:
            hint = "leave one of them out"
            problems.append(
                Problem("effects", place, "", repr(text), f"an effect other than {twin.text!r}", hint)
            )
        read.append(effect)
    if not names:
        problems.append(Problem("effects", 0, "", "nothing", "at least one effect", ""))
    if problems:
        raise SchemaError(problems)
    return tuple(read)


def missing_notes(effects: Sequence[Effect], history: EventHistory) -> tuple[str, ...]:
    """Say for how many actors an attribute that the effects use is not on record."""
    told = []
    for name in dict.fromkeys(atom.name for effect in effects for atom in effect.atoms):
        attribute = history.attributes.get(name)
        if attribute is None or name in history.states:
            continue
        if attribute.levels:
            absent, means = int((attribute.codes < 0).sum()), "its effects are 0 for them"
        else:
            absent = sum(map(math.isnan, attribute.numbers.tolist()))
            means = "they count with the mean of the others"
        if absent:
            told.append(f"{name} is not on record for {absent} of {history.n} actors; {means}")
    return tuple(told)
