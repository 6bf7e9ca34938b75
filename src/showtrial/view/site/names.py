"""Under which file name does the page of a row lie, on any file system?"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from showtrial.view.page import anchor

#: Names that Windows keeps for devices, whatever follows the first dot.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
#: Longest name without its ending; file systems allow 255 bytes, archives sometimes 100.
_LONGEST = 80


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """Return a name for each id: safe, and different for each even where case does not count.

    A plain id is its own name. Signs outside letters, digits, ``.``, ``_`` and ``-`` are written as in
    anchors, ``~code~``. A name that is too long, kept by Windows, made of dots, or told from another
    only by case ends in ``~`` and the beginning of the SHA-256 of its id. Anchors hold an even number
    of ``~`` and these names an odd one, so no id can take the name of another.

    Examples
    --------
    >>> file_names(["kamenev", "a/b", ".."])
    {'kamenev': 'kamenev', 'a/b': 'a~2f~b', '..': '~5ec1f7e700f3'}
    >>> sorted(file_names(["Ivan", "ivan"]).values())
    ['Ivan~ebec404b6897', 'ivan~cd0b9452fc37']
    """
    plain = {each: anchor(each)[2:] for each in ids}
    seen = Counter(name.lower() for name in plain.values())
    return {each: name if _fits(name, seen) else _told_apart(each, name) for each, name in plain.items()}


def _fits(name: str, seen: Counter[str]) -> bool:
    dots = name.startswith((".", "-")) or name.endswith(".")
    return not (dots or seen[name.lower()] > 1 or len(name) > _LONGEST or _DEVICES.fullmatch(name))


def _told_apart(row_id: str, name: str) -> str:
    digest = hashlib.sha256(row_id.encode()).hexdigest()[:12]
    kept = name[: _LONGEST - len(digest)].strip(".-")
    return f"{kept}{'~' if kept.count('~') % 2 == 0 else '~~'}{digest}"
