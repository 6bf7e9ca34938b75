"""What did runs of the machine come to, beside what the case file shows?

Shown as the result files have it: nothing is computed here but places on paper. Everything is marked as
simulated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from showtrial.record.results import ENSEMBLE
from showtrial.view.page import Page, Row, Section, count
from showtrial.view.sections import machine_counts, machine_diagram, machine_tree
from showtrial.view.sections.outdated import outdated
from showtrial.view.svg import Figure

#: A result file, of the shape that `showtrial.view.shapes` holds.
Result = Mapping[str, Any]


def section(page: Page, results: Sequence[Result]) -> Section | None:
    """Return the ensembles, one part each; None where none were given."""
    runs = [each for each in results if each["kind"] == ENSEMBLE]
    if not runs:
        return None
    parts = tuple(_part(page, number, result) for number, result in enumerate(runs, start=1))
    return Section(
        key="machine",
        title="The machine (simulated)",
        template="machines",
        data={"n": len(parts)},
        parts=parts,
    )


def _part(page: Page, number: int, result: Result) -> Section:
    key = f"machine-{number}"
    source = f"simulated, {told(result)}"
    since, until = (date.fromisoformat(result[side]) for side in ("from", "to"))
    found = result["counterfactual"]
    words = without(found["off"], result["mechanisms"]) if found else ""
    run, case, rows = _trees(page, key, result, (since, until))
    figures: dict[str, Figure | None] = {
        "diagram": machine_diagram.figure(f"{key}-diagram", result["mechanisms"], source),
        "run": run,
        "case": case,
        "against": machine_counts.against(f"{key}-without", found, words, source) if found else None,
        "courses": machine_counts.courses(f"{key}-courses", result, source),
    }
    data = {
        "key": key,
        "result": result,
        "places": {name: each.key for name, each in figures.items() if each},
        "mechanisms": [{**each, "parameters": _parameters(each)} for each in result["mechanisms"]],
        "process": _parameters({"off": False, "parameters": result.get("process", [])}),
        "off": without(result["off"], result["mechanisms"]),
        "without": words,
        "stale": outdated(result),
        "recorded": page.case.meta.origin == "recorded",
        "namings": rows,
        "people": page.names,
    }
    return Section(
        key=key,
        title=f"{result['title']}: result {number}",
        template="machine",
        data=data,
        figures=tuple(each for each in figures.values() if each),
    )


def told(result: Result) -> str:
    """Say what a result was computed from, in one line.

    Examples
    --------
    >>> told({"scenario": "toy", "runs": 20, "seed": 1, "program": "0.1.0"})
    'scenario toy, 20 runs, seed 1, showtrial 0.1.0'
    """
    runs = count(result["runs"], "run")
    return f"scenario {result['scenario']}, {runs}, seed {result['seed']}, showtrial {result['program']}"


def without(off: Sequence[str], mechanisms: Sequence[Mapping[str, Any]]) -> str:
    """Name mechanisms by number and title.

    Examples
    --------
    >>> without(["naming"], [{"name": "naming", "number": 10, "title": "Naming"}])
    '10 Naming'
    """
    known = {each["name"]: f"{each['number']} {each['title']}" for each in mechanisms}
    return ", ".join(known.get(name, name) for name in off)


def _trees(
    page: Page, key: str, result: Result, window: tuple[date, date]
) -> tuple[Figure | None, Figure | None, list[Row]]:
    """Draw the tree of the run and that of the case file between the same two days."""
    run = machine_tree.of_run(result)
    case, rows = machine_tree.of_case(page, *window)
    origin = "From the record" if page.case.meta.origin == "recorded" else "From the case file, simulated too"
    one = {
        "title": f"Simulated: who named whom first in run {result['tree']['run']}",
        "source": f"simulated, {told(result)}",
        "note": "A branch is a naming that made the named wanted.",
    }
    other = {
        "title": f"{origin}: who named whom first",
        "source": "the case file of this report",
        "note": "A branch is the first naming of a person that the case file shows, dated to the day.",
    }
    return (
        machine_tree.figure(f"{key}-run", run, one, *window) if run else None,
        machine_tree.figure(f"{key}-case", case, other, *window) if case else None,
        rows,
    )


def _parameters(mechanism: Mapping[str, Any]) -> list[Row]:
    """Return the numbers of a mechanism, each with its status in one word."""
    return [
        {
            **each,
            "said": "without limit" if each["value"] is None else f"{each['value']:.6g}",
            "range": "" if each["prior"] is None else " to ".join(f"{end:g}" for end in each["prior"]),
            "status": "off" if mechanism["off"] else _standing(each["source"]),
        }
        for each in mechanism["parameters"]
    ]


def _standing(source: str) -> str:
    first = source.split(" ")[0].strip(";,:")
    return first if first in ("free", "switch") else "cited"
