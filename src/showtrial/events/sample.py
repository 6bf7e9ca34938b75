"""What of a case file counts as an event, and who could have spoken or been named?

The part ``[events]`` of a model file, checked: every key, every word, all problems at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from showtrial.errors import Problem, SchemaError
from showtrial.record.hints import did_you_mean, shown

#: Word for the events -> what the naming must do to the person named.
KINDS: Mapping[str, str] = {
    "denunciation": "incriminates",
    "accusation": "incriminates",
    "exculpation": "exculpates",
}
ORDERINGS = ("batch", "deposition", "random", "given")
SENDERS = ("all", "deponents", "denouncers")
RECEIVERS = ("all", "named", "kin", "fellows")
#: States that the record can show, in the order of docs/events.md.
STATES = (
    *("summoned", "pressed", "tortured", "held", "absconded"),
    *("deposed", "confessed", "condemned", "dead"),
)
#: Kinds of ties that make kin, those of the schema and those that packaged readers add.
KIN = (
    *("spouse", "former spouse", "parent of", "sibling", "half-sibling", "relative"),
    *("parent or child", "sibling-in-law", "parent- or child-in-law", "uncle or nephew"),
    *("grandparent or grandchild", "lover"),  # the Giaveno data list lovers among kin
)
_WORDS: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(KINDS),
    "ties": ORDERINGS,
    "senders": SENDERS,
    "receivers": RECEIVERS,
    "outside": ("refuse", "leave_out"),
}
_HINTS: Mapping[str, str] = {
    "kind": 'add kind = "accusation"',
    "ties": 'the order within a day is a choice that you make: add ties = "batch"',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Which namings of a case file are events, how ties are dealt with, and who is at risk.

    Parameters
    ----------
    kind : {"denunciation", "accusation", "exculpation"}
        The first two are one: namings that incriminate. The word is the name of the events.
    ties : {"batch", "deposition", "random", "given"}
        What is assumed of the order within a day. ``batch``: nothing, a day is one simultaneous set,
        which sees earlier days only; ``deposition``: one set a sitting, in the order of the table of
        statements (by clock time where every sitting of the day has one); ``random``: one order drawn
        from a seed; ``given``: the order of the rows.
    senders : {"deponents", "denouncers", "all"}
        Who can speak: all who make a statement on a known day (inside the window, where `since` or `until`
        is given); those who name somebody in the sample; every person of the case file.
    receivers : {"named", "all", "kin", "fellows"}
        Who can be named: all who depose, denounce or are denounced in the sample; every person of the
        case file; kin of the speaker; those who share a trait of a kind in `members` with the
        speaker. Never the speaker.
    case, setting : tuple of str
        Only statements made in these cases and settings; empty = in any.
    since, until : str, optional
        First and last day of the window, in the calendar of the case file; else the days of the first and
        the last event.
    outside : {"refuse", "leave_out"}
        What becomes of namings outside the window or the risk set: an error, or left out and counted.
    silenced : tuple of str
        States in which nobody speaks.
    removed : tuple of str
        States in which nobody is named: ``("held",)`` if the arrested leave the choice.
    without : tuple of str
        Values of traits; whoever bears one is not in the sample, neither as speaker nor as named.
    kin : tuple of str
        Kinds of ties that make kin.
    members : tuple of str
        Kinds of traits that make fellows.

    Examples
    --------
    >>> Sample(kind="denunciation", ties="batch").receivers
    'named'
    """

    kind: str
    ties: str
    senders: str = "deponents"
    receivers: str = "named"
    case: tuple[str, ...] = ()
    setting: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    outside: str = "refuse"
    silenced: tuple[str, ...] = ("dead",)
    removed: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    kin: tuple[str, ...] = KIN
    members: tuple[str, ...] = ("faction", "group")


def sample_of(mapping: Mapping[str, Any], where: str) -> Sample:
    """Read the table ``[events]`` of a model file.

    Parameters
    ----------
    mapping : mapping
        The keys and values of the table.
    where : str
        Name of the file, for the messages.

    Raises
    ------
    SchemaError
        With every problem found.

    Examples
    --------
    >>> sample_of({"kind": "denunciation", "ties": "batch", "without": "Waldensian master"}, "m.toml").without
    ('Waldensian master',)
    >>> sample_of({"kind": "denunciation", "tie": "batch"}, "m.toml")
    Traceback (most recent call last):
    ...
    showtrial.errors.SchemaError: m.toml:events.tie  an unknown key; ... did you mean 'ties'?
    m.toml:events.ties  nothing; wanted batch, deposition, random or given; ... add ties = "batch"
    """
    known = {each.name for each in fields(Sample)}
    problems, values = [], {}
    for key, value in mapping.items():
        place = (where, 0, f"events.{key}")
        if key not in known:
            problems.append(
                Problem(*place, "an unknown key", "a key of [events]", did_you_mean(key, sorted(known)))
            )
        elif key in _WORDS:
            values[key] = value
            problems += _wrong_word(place, value, _WORDS[key])
        elif key in ("since", "until"):
            values[key] = value.isoformat() if isinstance(value, datetime.date) else value
            if not isinstance(values[key], str):
                problems.append(Problem(*place, shown(value), 'a day, as "1335-01-20"'))
        else:
            many = (value,) if isinstance(value, str) else value
            if isinstance(many, list | tuple) and all(isinstance(each, str) for each in many):
                values[key] = tuple(many)
                if key in ("silenced", "removed"):
                    problems += [each for word in many for each in _wrong_word(place, word, STATES)]
            else:
                problems.append(Problem(*place, shown(value), "a text or a list of texts"))
    for key in ("kind", "ties"):
        if key not in mapping:
            problems.append(Problem(where, 0, f"events.{key}", "nothing", _either(_WORDS[key]), _HINTS[key]))
    if problems:
        raise SchemaError(problems)
    return Sample(**values)


def _wrong_word(place: tuple[str, int, str], value: object, words: tuple[str, ...]) -> list[Problem]:
    if value in words:
        return []
    hint = did_you_mean(str(value), words)
    return [Problem(*place, shown(value), _either(words), hint if hint.startswith("did") else "")]


def _either(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
