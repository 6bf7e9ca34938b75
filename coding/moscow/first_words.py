"""With which words does each coded passage of the report begin, so that a reader can find it?

``python -m coding.moscow.first_words`` fills the column `begins` of `hand/sixteen_statements.csv` from the
text of the report, which is not part of the repository. No more of it is kept than these words.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from coding.moscow.book import HERE, REPOSITORY, hand

#: The sections of the report, with their text; other people's, so read in place.
REPORT = REPOSITORY.parent / "shared" / "data" / "moscow-1936-report" / "sections.csv"
FEWEST, MOST = 5, 12

#: The name before a turn of speech, as in "N. Lurye: ". A turn is a paragraph of its own in the source.
_SPEAKER = re.compile(r"(?<=\s)(?:[A-Z][\w.-]*\s){0,2}[A-Z][\w-]+:\s")


def sections(report: Path = REPORT) -> dict[str, str]:
    """Return the text of each section of the report, by its number."""
    csv.field_size_limit(10**9)
    with report.open(encoding="utf-8", newline="") as lines:
        return {row["order"]: row["text"] for row in csv.DictReader(lines)}


def first_words(text: str, start: int, end: int) -> str:
    """Return the first words of a passage: as few as occur once in the section, five at least.

    They stay within the first turn of speech where that is enough, since a browser finds no words that
    run from one paragraph into the next. A sign of punctuation at their end is left out.

    Parameters
    ----------
    text : str
        Text of the section.
    start, end : int
        The passage is ``text[start:end]``.

    Returns
    -------
    str
        Five to twelve words, or fewer where the turn or the passage is shorter.

    Examples
    --------
    >>> text = "So it was on that day. So it was on that night, they say. Berg: Yes."
    >>> first_words(text, 0, 22), first_words(text, 23, 69)
    ('So it was on that day', 'So it was on that night')
    >>> first_words("Were you there? Berg: Yes, I was.", 0, 33)
    'Were you there'
    """
    passage = text[start:end]
    turn = _SPEAKER.search(passage)
    for part in (passage[: turn.start()], passage) if turn else (passage,):
        words = part.split()
        for n in range(min(FEWEST, len(words)), min(MOST, len(words)) + 1):
            found = " ".join(words[:n]).rstrip(".,;:?!-( ")
            if occurrences(text, found) == 1:
                return found
    return found


def occurrences(text: str, words: str) -> int:
    """Count how often these words stand in a text, whole words, in capitals or not: as a browser looks."""
    return len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE))


def fill() -> None:
    """Write the words of every passage into the table of hand coding."""
    texts = sections()
    rows = hand("sixteen_statements")
    names = [name for name in rows[0] if name != "begins"]
    names.insert(names.index("to") + 1, "begins")
    for row in rows:
        row["begins"] = first_words(texts[row["section"]], int(row["from"]), int(row["to"]))
    with (HERE / "hand" / "sixteen_statements.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, names, lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


if __name__ == "__main__":
    fill()
