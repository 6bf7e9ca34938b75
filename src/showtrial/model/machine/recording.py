"""What would an archive hold of a run: lost protocols, coarse dates, copied confessions?

A simulation is two steps: the world, then its recording. The case file of a run has origin
``simulated``; its persons have neutral ids and names, whatever the world was made of. What no archive
would hold is kept apart, in `Recorded.truth`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import polars as pl

from showtrial.errors import ModelError
from showtrial.model.machine import layout as at
from showtrial.model.machine.chance import key_of, mixed
from showtrial.model.machine.instructed import instructions
from showtrial.model.machine.parameters import stretches
from showtrial.model.machine.run import Trace
from showtrial.model.machine.scenario import Scenario
from showtrial.model.machine.titled import Part, meta_of
from showtrial.model.machine.written import Paper, Papers
from showtrial.record.atomic import write_file
from showtrial.record.casefile import CaseFile
from showtrial.record.hints import did_you_mean, shown
from showtrial.record.storage import write_case

#: What no archive holds, beside the tables of a simulated case file.
TRUTH = "truth.json"
_ENDS = {
    at.E_SHOT: "execution", at.E_FREED: "release", at.E_SUICIDE: "death", at.E_DIED: "death",
    at.E_ARREST: "arrest", at.E_PROMISE: "promise",
}  # fmt: skip
_SENTENCES = {at.NOT_CONVICTED: "", at.TO_DEATH: "death", at.TO_CAMP: "camp", at.TO_EXILE: "exile"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """How a world becomes a record. Every number is free: no archive tells what it lost.

    Parameters
    ----------
    lost : float
        Probability that a protocol is lost.
    coarse : float
        Probability that a date is kept by its month only.
    copied : float
        Probability that a protocol repeats the names of an earlier one of the affair.
    copy_known : float
        Probability that a copy is on record as one.
    archive : bool
        False: only what an open trial publishes is kept.
    """

    lost: float = 0.3
    coarse: float = 0.2
    copied: float = 0.1
    copy_known: float = 0.3
    archive: bool = True

    def __post_init__(self) -> None:
        wrong = [
            f"{name} {value:g}  wanted a probability from 0 to 1"
            for name, value in asdict(self).items()
            if name != "archive" and not 0 <= value <= 1
        ]
        if wrong:
            raise ModelError("\n".join(wrong))


#: Name -> a way of recording, from what nobody ever has to what is mostly left.
RECORDINGS: Mapping[str, Recording] = MappingProxyType(
    {
        "complete": Recording(lost=0, coarse=0, copied=0),
        "usual": Recording(),
        "poor": Recording(lost=0.7, coarse=0.5, copied=0.3, copy_known=0.1),
        "published": Recording(archive=False),
    }
)


def recording_named(name: str) -> Recording:
    """Return the way of recording of this name.

    Raises
    ------
    ModelError
        If there is none.

    Examples
    --------
    >>> recording_named("complete").lost
    0
    """
    if name not in RECORDINGS:
        hint = did_you_mean(name, RECORDINGS)
        raise ModelError(f"--recording  {shown(name)}; wanted a way of recording; {hint}")
    return RECORDINGS[name]


@dataclass(frozen=True, slots=True, eq=False)
class Recorded:
    """A run as an archive would have it, and the truth that it does not have."""

    case: CaseFile
    truth: Mapping[str, Any]


def neutral_names(scenario: Scenario, trace: Trace) -> dict[int, str]:
    """Return the id that each person whom the run reached has in every record of it.

    Examples
    --------
    >>> from showtrial.model.machine.opening import open_scenario
    >>> from showtrial.model.machine.run import run
    >>> scenario = open_scenario("toy")
    >>> sorted(neutral_names(scenario, run(scenario, seed=1)).values())[0]
    'p0001'
    """
    seen = [int(who) for who in trace.person if who >= 0] + [int(who) for who in trace.by if who >= 0]
    order = sorted(set(seen), key=lambda i: mixed(int(scenario.world.key[i]) ^ trace.seed))
    return {i: f"p{number:04d}" for number, i in enumerate(order, 1)}


class _Scribe:
    """Decides, by hash, what of each act is kept and how; one scribe a run."""

    def __init__(self, scenario: Scenario, trace: Trace, how: Recording, part: Part | None) -> None:
        self.scenario, self.trace, self.how, self.part = scenario, trace, how, part
        own = key_of(part.words) if part else 0  # parts of one run lose and blur different papers
        self.seed = mixed(trace.seed ^ own)
        self.changes: list[dict[str, Any]] = []
        self.name = neutral_names(scenario, trace)

    def share(self, what: str) -> float:
        """Return the number of [0, 1) that belongs to one decision."""
        return mixed(key_of(what) ^ self.seed) / float(1 << 64)

    def date(self, day: float, what: str) -> str:
        """Return a date as it is kept: the day, or only the month."""
        told = (self.scenario.start + timedelta(days=int(np.floor(day)))).isoformat()
        if self.share(f"date {what}") < self.how.coarse:
            self.changes.append({"act": what, "change": "date by month", "true": told})
            return told[:7]
        return told


def record(
    scenario: Scenario, trace: Trace, how: Recording | None = None, part: Part | None = None
) -> Recorded:
    """Write the case file that would be left of one run.

    Parameters
    ----------
    scenario : Scenario
        What was run.
    trace : Trace
        The run.
    how : Recording, optional
        What is lost, blurred and copied.
    part : Part, optional
        What this is a part of, where scenario and trace hold a part of a run.

    Returns
    -------
    Recorded
        The case file, origin simulated, and the truth apart.

    Raises
    ------
    ModelError
        If nobody was reached, or nothing was published and nothing else is kept.

    Examples
    --------
    >>> from showtrial.model.machine.opening import open_scenario
    >>> from showtrial.model.machine.run import run
    >>> scenario = open_scenario("toy")
    >>> made = record(scenario, run(scenario, seed=1))
    >>> made.case.meta.origin, sorted(set(made.case["persons"]["name"]))[0]
    ('simulated', 'Person 1')
    """
    how = how or Recording()
    scribe = _Scribe(scenario, trace, how, part)
    if not scribe.name:
        raise ModelError(f"{scenario.name}  nobody was reached in this run, so there is nothing to record")
    papers = Papers()
    _people(papers, scribe)
    _acts(papers, scribe)
    _verdicts(papers, scribe)
    lost = [*_protocols(papers, scribe), *_instructions(papers, scribe)]
    if how.archive:
        papers.orders([(o.id, o.title, scribe.date(o.day, o.id)) for o in scenario.orders])
        if scenario.stop is not None and (trace.kind == at.E_STOP).any():
            papers.orders([("stop", scenario.stop[1], scribe.date(scenario.stop[0], "stop"))])
    meta = meta_of(scenario, trace, asdict(how), part)
    if not papers.tables["events"] and not papers.tables["statements"]:
        raise ModelError(
            f"{scenario.name}  no open trial in this run, so nothing was published; keep the archive"
        )
    frames = {
        name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in papers.tables.items() if rows
    }
    return Recorded(CaseFile.from_frames(meta, frames), _truth(scribe, lost))


def _truth(scribe: _Scribe, lost: list[str]) -> dict[str, Any]:
    """Tell what no archive holds: where everybody ended, what was lost, blurred and copied."""
    world = scribe.scenario.world
    ends = {
        name: {"status": at.STATUS_WORDS[int(scribe.trace.status[i])], "group": world.group[i]}
        for i, name in scribe.name.items()
    }
    return {
        "origin": "simulated",
        "scenario": scribe.scenario.name,
        **(scribe.part.told if scribe.part else {}),
        "off": list(scribe.trace.off),
        "run_seed": str(scribe.trace.seed),
        "charge": "every charge of this record is invented; nobody in the world did anything",
        "persons": ends,
        "lost": lost,
        "changes": scribe.changes,
    }


def _people(papers: Papers, scribe: _Scribe) -> None:
    world = scribe.scenario.world
    for i, name in sorted(scribe.name.items(), key=lambda pair: pair[1]):
        papers.person(name, world.sex[i], world.group[i])
        for s in range(world.tie_start[i], world.tie_start[i + 1]):
            j = int(world.tie_to[s])
            if j in scribe.name and name < scribe.name[j]:
                papers.tie(name, scribe.name[j], at.TIE_WORDS[world.tie_kind[s]])


def _acts(papers: Papers, scribe: _Scribe) -> None:
    """Arrests, promises, ends; those of an open trial are published, the others lie in the archive."""
    opened = set(
        scribe.trace.person[(scribe.trace.kind == at.E_DOSSIER) & (scribe.trace.value == at.OPEN)].tolist()
    )
    for e in range(len(scribe.trace)):
        kind, who = int(scribe.trace.kind[e]), int(scribe.trace.person[e])
        if kind in _ENDS and (scribe.how.archive or (who in opened and kind == at.E_SHOT)):
            act = f"e.{_ENDS[kind].replace(' ', '-')}-{scribe.name[who]}"
            papers.event(act, _ENDS[kind], scribe.date(float(scribe.trace.time[e]), act), scribe.name[who])


def _verdicts(papers: Papers, scribe: _Scribe) -> None:
    """Trials, verdicts, and one charge for each accused of whom a dossier was closed."""
    trace, scenario = scribe.trace, scribe.scenario
    _, rows = stretches(scenario, off=trace.off)
    public = bool(rows[-1, at.P_PUBLIC] > 0)
    for k, trial in enumerate(scenario.trials):
        if ((trace.kind == at.E_OPENS) & (trace.value == k)).any():
            span = "/".join(
                (scenario.start + timedelta(days=int(day))).isoformat()
                for day in (trial.opens, trial.verdict)
            )
            papers.trial(f"open-{k + 1}", span, public)
    route: dict[int, int] = {}
    trial_of: dict[int, int] = {}
    verdict: dict[int, tuple[int, float]] = {}
    for e in range(len(trace)):
        kind, who, value = int(trace.kind[e]), int(trace.person[e]), int(trace.value[e])
        if kind == at.E_DOSSIER:
            route[who] = value
        elif kind == at.E_CHOSEN:
            trial_of[who] = value
        elif kind == at.E_VERDICT:
            verdict[who] = (value, float(trace.time[e]))
    shares = {
        name: float(rows[-1, column])
        for name, column in (("exhibit", at.P_EXHIBIT), ("witness", at.P_WITNESS))
    }
    for who, way in sorted(route.items(), key=lambda pair: scribe.name[pair[0]]):
        if way != at.OPEN and not scribe.how.archive:
            continue
        name = scribe.name[who]
        case = f"open-{trial_of[who] + 1}" if way == at.OPEN else f"{at.ROUTE_WORDS[way]}-cases"
        value, day = verdict.get(who, (-1, np.nan))
        date = "" if value < 0 else scribe.date(day, f"verdict {name if way != at.OPEN else case}")
        found = "" if value < 0 else ("not convicted" if value == at.NOT_CONVICTED else "as charged")
        papers.charge(case, name, found, _SENTENCES.get(value, ""), date)
        for what, share in shares.items():
            if scribe.share(f"{what} {name}") < share:
                papers.support(what, name, case)


def _instructions(papers: Papers, scribe: _Scribe) -> list[str]:
    """Papers that fix verdicts, which lie in the archive or are lost; returns those that are lost."""
    lost: list[str] = []
    if scribe.how.archive:
        for paper in instructions(scribe.trace, *stretches(scribe.scenario, off=scribe.trace.off)):
            if scribe.share(f"lost {paper.id}") < scribe.how.lost:
                lost.append(paper.id)
            else:
                covers = sorted(scribe.name[who] for who in paper.covers)
                papers.instruction(paper, scribe.date(paper.day, paper.id), covers)
    return lost


def _protocols(papers: Papers, scribe: _Scribe) -> list[str]:
    """Sessions as protocols, and what is said in the open trial; returns the protocols that are lost."""
    trace, how = scribe.trace, scribe.how
    lost: list[str] = []
    earlier: list[Paper] = []
    number: dict[int, int] = {}
    session = None
    state = {"confessed": set(), "open": set(), "retracted": set()}  # type: dict[str, set[int]]
    for e in range(len(trace)):
        kind, who = int(trace.kind[e]), int(trace.person[e])
        if kind == at.E_NAME and session is not None and int(trace.by[e]) == session[0]:
            session[1].names.append(scribe.name[who])
            continue
        if kind == at.E_WANTED:  # what a name led to stands between two names of one session
            continue
        if session is not None:
            _file(papers, scribe, session[1], earlier, lost)
            session = None
        day = float(trace.time[e])
        if kind in (at.E_CONFESS, at.E_REFUSE, at.E_SESSION) or (
            kind == at.E_RETRACT and trace.value[e] == 0
        ):
            number[who] = number.get(who, 0) + 1
            act = f"s.{scribe.name[who]}-{number[who]}"
            polarity = {at.E_REFUSE: "denies", at.E_RETRACT: "retracts"}.get(kind, "affirms")
            session = (who, Paper(act, scribe.name[who], scribe.date(day, act), polarity))
        if kind == at.E_CONFESS:
            state["confessed"].add(who)
        elif kind == at.E_RETRACT:
            state["retracted"].add(who)
        elif kind == at.E_DOSSIER and trace.value[e] == at.OPEN:
            state["open"].add(who)
    if session is not None:
        _file(papers, scribe, session[1], earlier, lost)
    for who in sorted(state["open"], key=lambda i: scribe.name[i]):
        plea = "affirms" if who in state["confessed"] else "denies"
        papers.plea(scribe.name[who], "retracts" if who in state["retracted"] else plea)
    papers.premises()
    if not how.archive:
        papers.only_published()
    return lost


def _file(papers: Papers, scribe: _Scribe, paper: Paper, earlier: list[Paper], lost: list[str]) -> None:
    """Keep a protocol, or lose it; it may repeat the names of an earlier one."""
    how = scribe.how
    if earlier and scribe.share(f"copied {paper.id}") < how.copied:
        model = earlier[int(scribe.share(f"model {paper.id}") * len(earlier))]
        if model.speaker != paper.speaker and model.names:
            known = scribe.share(f"known {paper.id}") < how.copy_known
            added = [name for name in model.names if name not in (*paper.names, paper.speaker)]
            paper.names += added
            scribe.changes.append({"act": paper.id, "change": "copied", "from": model.id, "names": added})
            if known:
                paper.copied_from = model.id
    if scribe.share(f"lost {paper.id}") < how.lost:
        lost.append(paper.id)
        return
    earlier.append(paper)
    papers.protocol(paper)


def write_recorded(made: Recorded, folder: Path) -> None:
    """Write the case file to `folder`, and the truth to ``truth.json`` in it, which no case file reads."""
    write_case(made.case, folder)
    text = json.dumps(made.truth, indent=1, sort_keys=True, ensure_ascii=False)
    write_file(folder / TRUTH, text.encode() + b"\n")
