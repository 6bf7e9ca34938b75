"""How do the papers of a simulated run become rows of a case file?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from showtrial.model.machine.instructed import OUTCOME, Instruction

_ATTESTED = {"certainty": "high", "level": "textual", "checked": "derived"}
_ARCHIVE, _REPORT = "sim-archive", "sim-report"
_TIES = {"kin": "relative", "work": "colleague", "acquaintance": "acquaintance", "faction": "acquaintance"}


@dataclass(slots=True)
class Paper:
    """One protocol: its id, who speaks, the date, what it says of the charge, and whom it names."""

    id: str
    speaker: str
    date: str
    polarity: str
    names: list[str] = field(default_factory=list)
    copied_from: str = ""


class Papers:
    """Rows of the tables of a case file, written act by act."""

    def __init__(self) -> None:
        tables = (
            "sources", "persons", "traits", "ties", "cases", "events", "statements", "claims", "assertions",
            "charges", "elements", "inferences", "links", "roles",
        )  # fmt: skip
        self.tables: dict[str, list[dict[str, Any]]] = {name: [] for name in tables}
        self.ids: set[str] = set()
        self.filed: set[str] = set()
        for key, title in (
            (_ARCHIVE, "Archive of the simulated office"),
            (_REPORT, "Simulated report of a trial"),
        ):
            self._row(
                "sources", id=key, kind="simulation", title=title, language="simulated", checked="derived"
            )

    def _row(self, table: str, source: str = "", **cells: Any) -> None:
        attested = {**_ATTESTED, "source": source} if source else {}
        kept = {key: value for key, value in cells.items() if value != ""}
        self.tables[table].append({**kept, **attested})

    def person(self, name: str, sex: str, group: str) -> None:
        """Write a person under a neutral name."""
        shown = f"Person {int(name[1:])}"
        self._row(
            "persons", _ARCHIVE, id=name, name=shown, sex=sex if sex in ("m", "f") else "", who="simulated"
        )
        self._row("traits", _ARCHIVE, person=name, kind="group", value=group)

    def tie(self, a: str, b: str, kind: str) -> None:
        """Write a tie."""
        row = {"a": a, "b": b, "kind": _TIES[kind]}
        if not any(
            all(each.get(key) == value for key, value in row.items()) for each in self.tables["ties"][-20:]
        ):
            self._row("ties", _ARCHIVE, **row)

    def event(self, act: str, kind: str, date: str, person: str) -> None:
        """Write something that was done to a person."""
        if act not in self.ids:
            self.ids.add(act)
            self._row("events", _ARCHIVE, id=act, kind=kind, date=date, person=person)

    def orders(self, orders: list[tuple[str, str, str]]) -> None:
        """Write the orders of the scenario."""
        for key, title, date in orders:
            self._row("events", _ARCHIVE, id=f"e.order-{key}", kind="order", title=title, date=date)

    def instruction(self, paper: Instruction, date: str, covers: list[str]) -> None:
        """Write a paper that says what a court is to do, and for whom; without a state it fixes nothing."""
        self.case(paper.case)
        state = ("signed" if paper.kind == "list" else "approved") if paper.fixed else ""
        self._row(
            "events", _ARCHIVE, id=paper.id, kind=paper.kind, case=paper.case, about=paper.case,
            title=paper.title, date=date, authority="external", state=state,
        )  # fmt: skip
        for name in covers:
            outcome = OUTCOME if paper.fixed else ""
            self._row("roles", act=paper.id, person=name, role="covered", value=outcome)

    def case(self, case: str, public: str = "") -> None:
        """Write a case, once."""
        if case not in self.ids:
            self.ids.add(case)
            source = _REPORT if case.startswith("open-") else _ARCHIVE
            self._row("cases", source, id=case, name=f"Simulated: {case.replace('-', ' ')}", public=public)

    def trial(self, case: str, span: str, public: bool) -> None:
        """Write an open trial."""
        self.case(case, "yes" if public else "no")
        self._row("events", _REPORT, id=f"e.trial-{case}", kind="trial", case=case, date=span)

    def charge(self, case: str, accused: str, finding: str, sentence: str, date: str) -> None:
        """Write a charge with its elements, and the verdict on it."""
        self.case(case)
        source = _REPORT if case.startswith("open-") else _ARCHIVE
        verdict = ""
        if date:
            verdict = f"e.verdict-{case}" if case.startswith("open-") else f"e.verdict-{accused}"
            if verdict not in self.ids:
                self.ids.add(verdict)
                whom = "" if case.startswith("open-") else accused
                self._row("events", source, id=verdict, kind="verdict", case=case, date=date, person=whom)
        cells = {
            "verdict": verdict,
            "finding": finding,
            "sentence": sentence,
            "text": "Took part in the affair.",
        }
        self._row("charges", source, id=f"ch.{accused}", case=case, accused=accused, **cells)
        self.ids.add(f"ch.{accused}")
        for role, text in (("corpus", "There was an affair."), ("agency", "The accused took part in it.")):
            self._row("elements", id=f"el.{accused}-{role}", charge=f"ch.{accused}", role=role, text=text)

    def support(self, what: str, accused: str, case: str) -> None:
        """Write what stands beside the words of the accused: an exhibit, or a witness who is a prisoner."""
        act, source = f"s.{what}-{accused}", _REPORT if case.startswith("open-") else _ARCHIVE
        setting = "open_court" if case.startswith("open-") else "closed_court"
        speaker = {"speaker": "none"} if what == "exhibit" else {"speaker_as_written": "a prisoner"}
        self._row(
            "statements", source, id=act, case=case, setting=setting, mediation="editor_summary", **speaker
        )
        kind = "document" if what == "exhibit" else "witness"
        self._assert(act, f"ch.{accused}", "affirms", kind, source)

    def protocol(self, paper: Paper) -> None:
        """Write a protocol: what the speaker says of the charge, and one accusation a name."""
        self.filed.add(paper.id)
        cells = {"setting": "interrogation", "mediation": "interrogator_protocol", "signed": "yes"}
        self._row("statements", _ARCHIVE, id=paper.id, speaker=paper.speaker, date=paper.date, **cells)
        own = f"ch.{paper.speaker}"
        if own not in self.ids:
            own = self._claim(paper.speaker)
        kind = "confession" if paper.polarity == "affirms" else "defence"
        self._assert(paper.id, own, paper.polarity, kind, _ARCHIVE)
        for name in paper.names:
            self._assert(paper.id, self._claim(name), "affirms", "co_accused", _ARCHIVE)
        if paper.copied_from in self.filed:
            self._row("links", _ARCHIVE, kind="copied", **{"from": paper.id, "to": paper.copied_from})

    def _claim(self, name: str) -> str:
        claim = f"c.{name}"
        if claim not in self.ids:
            self.ids.add(claim)
            self._row("claims", id=claim, kind="accusation", text="Took part in the affair.", person=name)
        return claim

    def _assert(self, statement: str, claim: str, polarity: str, kind: str, source: str) -> None:
        cells = {"statement": statement, "claim": claim, "polarity": polarity, "kind": kind}
        row = f"a.{len(self.tables['assertions']) + 1:06d}"
        self._row("assertions", source, id=row, basis="direct", layer="in_case_file", **cells)

    def premises(self) -> None:
        """Let what others said of an accused bear on the charge: from the accusation to its element."""
        for row in self.tables["charges"]:
            name = row["accused"]
            if f"c.{name}" in self.ids:
                cells = {"target": f"el.{name}-agency", "premise": f"c.{name}", "layer": "in_case_file"}
                self._row(
                    "inferences", inference=f"i.{name}", warrant="The accusation is of the same act.", **cells
                )

    def plea(self, name: str, polarity: str) -> None:
        """Write a plea in the open trial."""
        case = next(row["case"] for row in self.tables["charges"] if row["id"] == f"ch.{name}")
        trial = next(row for row in self.tables["events"] if row["id"] == f"e.trial-{case}")
        cells = {"case": case, "event": trial["id"], "speaker": name, "date": trial["date"].split("/")[0]}
        act = f"s.plea-{name}"
        self._row("statements", _REPORT, id=act, setting="open_court", mediation="editor_summary", **cells)
        self._assert(
            act, f"ch.{name}", polarity, "confession" if polarity == "affirms" else "defence", _REPORT
        )

    def only_published(self) -> None:
        """Take out what no open trial published: protocols, and claims nobody is heard to make."""
        kept = {row["id"] for row in self.tables["statements"] if row["source"] == _REPORT}
        self.tables["statements"] = [row for row in self.tables["statements"] if row["id"] in kept]
        self.tables["assertions"] = [row for row in self.tables["assertions"] if row["statement"] in kept]
        said = {row["claim"] for row in self.tables["assertions"]}
        self.tables["claims"] = [row for row in self.tables["claims"] if row["id"] in said]
        self.tables["links"], self.tables["inferences"] = [], []
