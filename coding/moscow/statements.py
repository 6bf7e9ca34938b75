"""Which words were spoken or written in one act: one speaker, one date, one setting, one case?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from coding.moscow.book import CERTAINTIES, CHECKED, Book, Row, best, certainty, checked, joined
from coding.moscow.words import SHORT

#: Setting -> the hearing belongs to the trial event of the case.
_IN_COURT = ("open_court", "closed_court")


@dataclass(frozen=True)
class Act:
    """What makes a statement one statement."""

    case: str
    speaker: str
    date: str
    setting: str
    as_written: str = ""

    @property
    def id(self) -> str:
        """Short name made of these four."""
        who = self.speaker or re.sub(r"[^a-z]+", "-", self.as_written.split(" (")[0].lower()).strip("-")
        date = re.sub(r"[~?]", "", self.date).replace("/", "_")
        return ".".join(["s", SHORT[self.case], who, date or "undated", self.setting])


@dataclass
class Statements:
    """Every statement once, however many rows of facts speak of it."""

    book: Book
    trials: dict[str, str]
    known: dict[Act, Row] = field(default_factory=dict)

    def of(self, act: Act, fact: Row, **cells: str) -> str:
        """Return the id of the statement, adding it or joining the attestation of `fact` to it.

        The statement takes the best certainty and the best reading of the rows that attest that it
        was made; what was said in it keeps its own, row by row, in the assertions.
        """
        row = self.known.get(act)
        if row is None:
            event = self.trials.get(act.case, "") if act.setting in _IN_COURT else ""
            row = self.book.add(
                "statements",
                id=act.id,
                case=act.case,
                event=event,
                speaker=act.speaker,
                speaker_as_written=act.as_written,
                date=act.date,
                setting=act.setting,
                level="textual",
                **cells,
            )
            self.known[act] = row
        else:
            row.update({key: value for key, value in cells.items() if value and not row.get(key)})
        row["source"] = joined(row.get("source", ""), fact["source"])
        row["certainty"] = best((row.get("certainty", ""), certainty(fact)), CERTAINTIES)
        row["checked"] = best((row.get("checked", ""), checked(fact)), CHECKED)
        return row["id"]
