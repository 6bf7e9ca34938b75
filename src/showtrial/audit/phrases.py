"""How are counts and lists put into sentences?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

#: Kind of testimony -> how one, and several, of it are called.
KINDS = {
    "confession": ("confession of the speaker's own part", "confessions of the speaker's own part"),
    "co_accused": ("assertion by a co-accused", "assertions by co-accused"),
    "witness": ("assertion by a witness", "assertions by witnesses"),
    "expert": ("finding of an expert", "findings of experts"),
    "document": ("document", "documents"),
    "physical": ("physical item", "physical items"),
}


def counted(number: int, noun: str) -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> counted(1, "statement"), counted(0, "statement"), counted(3, "statement")
    ('1 statement', 'no statement', '3 statements')
    """
    if number == 0:
        return f"no {noun}"
    return f"{number} {noun}" + ("" if number == 1 else "s")


def listed(names: Iterable[str], most: int = 12) -> str:
    """Write names as a list in a sentence.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed([]), listed("abcd", 2)
    ('a, b and c', 'nothing', 'a, b and 2 more')
    """
    every = list(names)
    if not every:
        return "nothing"
    if len(every) > most:
        return f"{', '.join(every[:most])} and {len(every) - most} more"
    if len(every) == 1:
        return every[0]
    return f"{', '.join(every[:-1])} and {every[-1]}"


def kinds_counted(kinds: Mapping[str, Iterable[str]]) -> str:
    """Write how much of each kind of testimony there is.

    Examples
    --------
    >>> kinds_counted({"co_accused": ["a", "b"], "physical": ["c"], "kind not on record": ["d"]})
    '2 assertions by co-accused, 1 physical item and 1 of kind not on record'
    """
    said = []
    for kind, leaves in kinds.items():
        number = len(list(leaves))
        one, several = KINDS.get(kind, (f"of {kind}", f"of {kind}"))
        said.append(f"{number} {one if number == 1 else several}")
    return listed(said)


def attributed(statement: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Say who spoke, when and in what setting, as far as it is on record.

    Examples
    --------
    >>> attributed({"speaker": "p", "date": "1936", "setting": "open_court"}, {"p": "A. B."})
    'A. B., 1936, open court'
    >>> attributed({"speaker": None, "date": None, "setting": None}, {})
    'speaker not on record, undated, unknown'
    """
    speaker = statement["speaker"] or statement.get("speaker_as_written") or ""
    setting = (statement["setting"] or "unknown").replace("_", " ")
    who = names.get(speaker, speaker) or "speaker not on record"
    return f"{who}, {statement['date'] or 'undated'}, {setting}"
