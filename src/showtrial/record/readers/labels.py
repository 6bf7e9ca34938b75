"""Which id does a name get that somebody typed into a sheet?

The same name gets the same id, whatever the order of the rows. A name may carry its own id in square
brackets, ``Kamenev [kamenev-l]``: so two people of one name are told apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from showtrial.record.schema import NOBODY

#: Id of the source that stands for the sheet itself, where a row names none.
SHEET = "sheet"
#: What stands for a namer who is not on record.
UNKNOWN = "?"

_EXPLICIT = re.compile(r"(?P<name>.*\S) \[(?P<id>[^\s;]+)\]")
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya i yi ye g u".split(" "),
        strict=True,
    )
)
_LATIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
_PLAIN = str.maketrans(_CYRILLIC | _LATIN)


def tidy(cell: str) -> str:
    """Return a name with single blanks and composed letters, so that equal names are equal texts.

    Examples
    --------
    >>> tidy("  Lev   Kamenev ")
    'Lev Kamenev'
    """
    return unicodedata.normalize("NFC", " ".join(cell.split()))


def name_and_id(cell: str) -> tuple[str, str | None]:
    """Split ``Name [id]``; without brackets the id is None.

    Examples
    --------
    >>> name_and_id("Kamenev [kamenev-l]"), name_and_id("Kamenev")
    (('Kamenev', 'kamenev-l'), ('Kamenev', None))
    """
    found = _EXPLICIT.fullmatch(cell)
    return (found["name"], found["id"]) if found else (cell, None)


def slug(name: str, fallback: str) -> str:
    """Return `name` in small letters and digits joined by hyphens, Cyrillic and accents made plain.

    Letters of other scripts are kept. Where no letter and no digit is left, it is `fallback`.

    Examples
    --------
    >>> slug("Лев Б. Каменев", "person"), slug("Łukasz Żółw-Nowak", "person"), slug("???", "person")
    ('lev-b-kamenev', 'lukasz-zolw-nowak', 'person')
    """
    small = unicodedata.normalize("NFC", name.casefold()).translate(_PLAIN)
    letters = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", small)
        if not unicodedata.category(sign).startswith("M")
    )
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", letters.casefold().translate(_PLAIN)))
    return "-".join(words) or fallback


def allot(cells: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], str]:
    """Give an id to every name of a sheet.

    Parameters
    ----------
    cells : mapping of str to iterable of str
        Kind of row (``person``, ``case``, ``source``) -> tidy names. Ids are unique over all kinds;
        those in brackets come first, then kind by kind, names in the order of their letters. A name
        whose id is taken gets ``-2``, ``-3``, ...

    Returns
    -------
    dict
        (kind, name as typed) -> id.

    Examples
    --------
    >>> allot({"person": ["Lev", "lev", "Lev [rosenfeld]"], "case": ["Lev"]})
    ... # doctest: +NORMALIZE_WHITESPACE
    {('person', 'Lev [rosenfeld]'): 'rosenfeld', ('person', 'Lev'): 'lev', ('person', 'lev'): 'lev-2',
     ('case', 'Lev'): 'lev-3'}
    """
    every = [(kind, name) for kind, names in cells.items() for name in sorted(set(names))]
    given = {key: own for key in every if (own := name_and_id(key[1])[1]) is not None}
    taken = {NOBODY, SHEET, *given.values()}
    for kind, name in every:
        if (kind, name) not in given:
            given[kind, name] = free(slug(name, kind), taken)
            taken.add(given[kind, name])
    return given


def free(wanted: str, taken: set[str]) -> str:
    """Return `wanted`, or ``wanted-2``, ``wanted-3``, ... where it is taken.

    Examples
    --------
    >>> free("lev", {"lev", "lev-2"})
    'lev-3'
    """
    found, n = wanted, 1
    while found in taken:
        n += 1
        found = f"{wanted}-{n}"
    return found


def cells_of(names: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, str], str]:
    """Return what to type for each id so that reading it back gives that id: the name where it will do.

    Parameters
    ----------
    names : mapping
        Kind of row -> id -> name.

    Returns
    -------
    dict
        (kind, id) -> cell. A person is ``Name`` or ``Name [id]``; anything else ``Name``, ``id`` or
        ``id [id]``.

    Examples
    --------
    >>> cells_of({"person": {"lev": "Lev", "lev-r": "Lev"}, "source": {"zk1936": "Report"}})
    {('person', 'lev'): 'Lev', ('person', 'lev-r'): 'Lev [lev-r]', ('source', 'zk1936'): 'zk1936'}
    """
    forms = {
        (kind, row): _forms(kind, row, name) for kind, rows in names.items() for row, name in rows.items()
    }
    chosen = dict.fromkeys(forms, 0)
    while True:
        cells = {key: forms[key][at] for key, at in chosen.items()}
        given = allot({kind: [cells[kind, row] for row in rows] for kind, rows in names.items()})
        wrong = [key for key, cell in cells.items() if given[key[0], cell] != key[1]]
        if not wrong or all(chosen[key] == len(forms[key]) - 1 for key in wrong):
            return cells
        for key in wrong:
            chosen[key] = min(chosen[key] + 1, len(forms[key]) - 1)


def _forms(kind: str, row: str, name: str) -> list[str]:
    """Return what could be typed for a row, the plainest first; the last one names the id."""
    name = tidy(name) or row
    plain = [] if ";" in name or name.casefold() in (NOBODY, UNKNOWN) else [name]
    if kind == "person":
        return [*plain, f"{name} [{row}]"]
    return [*plain, row, f"{row} [{row}]"]
