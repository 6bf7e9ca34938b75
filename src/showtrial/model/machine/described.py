"""How does the table of the twenty read, as the page ``docs/mechanisms.md``?"""

from __future__ import annotations

import math

from showtrial.model.machine.components import Mechanism, Parameter, mechanisms, parameters

_HEAD = """# The twenty mechanisms

This page is made from `src/showtrial/model/machine/mechanisms.yaml`; edit that file, then run
`python -m showtrial.model.machine.described > docs/mechanisms.md`. [The machine](machine.md) says how a run
is made.

Each mechanism is one component with an off switch. *Off* sets its parameters to their neutral values; a dash
under *neutral* means that the parameter stays as it is, because another one already silences the mechanism.
Sources are ids of the sources of the Moscow case; identifiers such as `s053` are figures of it. *Free* means
that no figure that deserves trust is known: the value is a choice, and results should be read over its range.
A value is never a recommendation: the tables say what the record shows, or that it shows nothing.

| # | mechanism | reads | writes | off | in the record | in the audit |
|--:|---|---|---|---|---|---|
"""


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return "without limit" if math.isinf(value) else f"{value:g}"


def _rows(rows: tuple[Parameter, ...]) -> str:
    lines = [
        "| parameter | unit | usual | neutral | prior | source | meaning |",
        "|---|---|--:|--:|---|---|---|",
    ]
    for row in rows:
        prior = "-" if row.prior is None else f"{row.prior[0]:g} to {row.prior[1]:g}"
        cells = (
            f"`{row.name}`",
            row.unit,
            _number(row.usual),
            _number(row.neutral),
            prior,
            row.source,
            row.meaning,
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _section(each: Mechanism) -> str:
    note = " Observational: it changes what is seen, never what happens." if each.observational else ""
    return f"## {each.number}. {each.title}\n\n{each.does}{note}\n\n{_rows(each.parameters)}\n"


def page() -> str:
    """Return ``docs/mechanisms.md``.

    Examples
    --------
    >>> page().count("| `naming.")
    6
    """
    table = "".join(
        f"| {each.number} | {each.name} | {', '.join(each.reads)} | {', '.join(each.writes)} | {each.off} "
        f"| {each.record} | {each.audit} |\n"
        for each in mechanisms().values()
    )
    own = tuple(each for each in parameters().values() if each.mechanism == "process")
    sections = "\n".join(_section(each) for each in mechanisms().values())
    process = (
        f"\n## The process itself\n\nWhat every world has, whichever mechanisms are on.\n\n{_rows(own)}\n"
    )
    return f"{_HEAD}{table}{process}\n{sections}"


if __name__ == "__main__":
    import sys

    sys.stdout.write(page())
