"""What can be asked on the command line? Each verb parses, calls one public function, prints.

Everything heavy is imported inside the verb that needs it, so that ``--help`` stays quick.
"""

from __future__ import annotations

import functools
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from showtrial import __version__
from showtrial.errors import SchemaError, ShowtrialError

if TYPE_CHECKING:
    from showtrial.record.casefile import CaseFile

#: Exit status of a command that was stopped from the keyboard, as shells count it.
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb found: as text for a person, as one object for ``--json``."""

    text: str
    data: dict[str, Any]
    problems: bool = False


def verb(function: Callable[..., Answer]) -> click.Command:
    """Make a command of ``showtrial`` of a function that returns an :class:`Answer`."""
    return verb_of(main, function.__name__)(function)


def verb_of(group: click.Group, name: str) -> Callable[[Callable[..., Answer]], click.Command]:
    """Make a command `name` of `group`: printing, ``--json``, exit status, errors in one line."""

    def command(function: Callable[..., Answer]) -> click.Command:
        option = click.option(
            "--json", "as_json", is_flag=True, help="One JSON object on stdout, nothing else."
        )
        return group.command(name=name)(option(_printing(function)))

    return command


def _printing(function: Callable[..., Answer]) -> Callable[..., None]:

    @functools.wraps(function)
    def run(as_json: bool, **given: Any) -> None:
        stop = _Stop()
        signal.signal(signal.SIGINT, stop)
        try:
            answer = function(**given)
        except ShowtrialError as error:
            problems = [asdict(each) for each in error.problems] if isinstance(error, SchemaError) else []
            answer = Answer(str(error), {"error": str(error), "problems": problems}, problems=True)
        except BaseException:
            if not stop.asked:
                raise
            click.echo("interrupted; nothing was written", err=True)
            sys.exit(INTERRUPTED)
        if as_json:
            import json

            click.echo(json.dumps(answer.data, ensure_ascii=False, indent=1))
        else:
            click.echo(answer.text, err="error" in answer.data)
        sys.exit(1 if answer.problems else 0)

    return run


class _Stop:
    """Stop from the keyboard, and remember it: a library may turn the interrupt into an error of its own."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, *signal_and_frame: object) -> None:
        self.asked = True
        raise KeyboardInterrupt


def of_case(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """Give a verb its CASE and the options that decide whether the case may be opened."""
    for option in (
        click.option(
            "--as-of",
            metavar="YYYY-MM-DD",
            type=click.DateTime(["%Y-%m-%d"]),
            callback=lambda _context, _option, day: day and f"{day:%Y-%m-%d}",
            help="Day for the rule on living persons.",
        ),
        click.option(
            "--allow-living", metavar="PURPOSE", help="Keep persons who may be living; printed everywhere."
        ),
        click.argument("case", metavar="CASE"),
    ):
        function = option(function)
    return function


def _rules(as_of: str | None, allow_living: str | None) -> dict[str, str]:
    """Keep what the user gave; the defaults live with the rule."""
    given = {"as_of": as_of, "allow_living": allow_living}
    return {key: value for key, value in given.items() if value}


def _opened(case: str, as_of: str | None, allow_living: str | None) -> CaseFile:
    from showtrial.record.packaged import open_case

    return open_case(case, **_rules(as_of, allow_living))


def _output(what: str = "FILE") -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    kind = click.Path(path_type=Path)
    return click.option("-o", "--output", metavar=what, type=kind, required=True, help="Where to write.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="showtrial")
def main() -> None:
    """Case files of political trials: record, audit, report.

    CASE is the name of a packaged case (see `showtrial cases`), a folder or a .zip. Exit status:
    0 fine, 1 problems were found or the data were refused, 2 wrong usage.
    """


@verb
def cases() -> Answer:
    """List the packaged case files."""
    from showtrial.record.packaged import packaged_cases

    found = {name: meta.as_dict() for name, meta in packaged_cases().items()}
    kept = ("title", "origin", "version", "licence", "reviewed")
    listed = [{"name": name, **{key: meta.get(key) for key in kept}} for name, meta in found.items()]
    lines = [f"{each['name']:<10} {each['origin']:<10} {each['title']}" for each in listed]
    return Answer("\n".join(lines), {"cases": listed})


@verb
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> Answer:
    """Write an empty case file to fill in: every table, and columns.md that explains each column."""
    from showtrial.record.templates import write_templates

    write_templates(folder)
    return Answer(f"{folder}  is ready: read columns.md, fill in what you use", {"written": str(folder)})


@verb
@of_case
def check(case: str, as_of: str | None, allow_living: str | None) -> Answer:
    """Find all problems of a case file at once: file:row:column, what came, what was wanted."""
    from showtrial.record.checks import check as check_draft
    from showtrial.record.packaged import locate
    from showtrial.record.storage import read_draft

    draft = read_draft(locate(case))
    problems = check_draft(draft, **_rules(as_of, allow_living))
    purpose = allow_living or draft.meta.living_purpose
    lines = [*map(str, problems), f"{len(problems)} problems" if problems else "no problem found"]
    if purpose:
        lines.append(f"persons who may be living are kept: {purpose}")
    data = {"case": case, "problems": [asdict(each) for each in problems], "living_purpose": purpose}
    return Answer("\n".join(lines), data, problems=bool(problems))


@verb
@of_case
def info(case: str, as_of: str | None, allow_living: str | None) -> Answer:
    """Say what is in a case file: rows of each table, size of each view, how much was recalled."""
    from showtrial.record.summary import summary, summary_text

    data = summary(_opened(case, as_of, allow_living))
    return Answer(summary_text(data), data)


@verb
@click.option("--allow-living", metavar="PURPOSE", help="Keep persons who may be living; printed everywhere.")
@click.option("--title", help="Title of the new case file.")
@_output("CASE")
@click.argument("format_", metavar="FORMAT")
@click.argument("source", metavar="SRC", type=click.Path(path_type=Path))
def read(format_: str, source: Path, output: Path, title: str | None, allow_living: str | None) -> Answer:
    """Turn SRC into a case file. FORMAT: namings (a sheet of who named whom: .csv, .xlsx, .ods)."""
    from showtrial.record.readers import READERS
    from showtrial.record.storage import write_case

    case = _known(format_, READERS)(source, title=title, allow_living=allow_living)
    write_case(case, output)
    rows = {name: frame.height for name, frame in case.items() if frame.height}
    return Answer(f"{output}  written: {_counted(rows)}", {"written": str(output), "tables": rows})


@verb
@of_case
@click.option("--pseudonyms", is_flag=True, help="Replace persons by neutral labels and drop free text.")
@_output()
@click.argument("format_", metavar="FORMAT")
def export(
    case: str, format_: str, output: Path, pseudonyms: bool, as_of: str | None, allow_living: str | None
) -> Answer:
    """Write a case in a FORMAT of the field.

    FORMAT: namings, csv, parquet, xlsx, gexf, graphml, csl, bibtex.
    """
    from showtrial.record.atomic import write_file
    from showtrial.record.writers import FORMATS
    from showtrial.record.writers.pseudonyms import pseudonymised

    writer = _known(format_, FORMATS)
    opened = _opened(case, as_of, allow_living)
    data = writer.write(pseudonymised(opened) if pseudonyms else opened)
    write_file(output, data)
    return Answer(f"{output}  written: {len(data)} bytes", {"written": str(output), "bytes": len(data)})


@verb
@of_case
@_output()
def report(case: str, output: Path, as_of: str | None, allow_living: str | None) -> Answer:
    """Write the report: one HTML file that needs no network and no server."""
    from tqdm import tqdm

    from showtrial.record.atomic import write_file
    from showtrial.view.report import report_html

    opened = _opened(case, as_of, allow_living)
    with tqdm(bar_format="report [{elapsed}] {desc}", leave=False, disable=None) as bar:
        data = report_html(opened, step=bar.set_description_str).encode()
    write_file(output, data)
    return Answer(f"{output}  written: {len(data)} bytes", {"written": str(output), "bytes": len(data)})


@verb
@of_case
@click.option("--trial", metavar="ID", help="Only the charges of this case.")
@click.option("--accused", metavar="ID", help="Only the charges against this person.")
@click.option("--rules", metavar="NAME|FILE", default="hr-baseline", show_default=True, help="Rule set.")
@click.option("--question", "questions", multiple=True, help="Only this question; may be given again.")
@click.option(
    "--fix", metavar="ROW.COLUMN=VALUE", multiple=True, help="Take this reading of a disputed cell."
)
def audit(case: str, as_of: str | None, allow_living: str | None, **given: Any) -> Answer:
    """Say what the charges rest on, and what is left when testimony fails the rules.

    Questions: basis, remains, contradictions, independence, predetermination, fair_trial, profile,
    sensitivity, gaps.
    """
    from tqdm import tqdm

    from showtrial.audit.printed import audit_data, audit_text
    from showtrial.audit.rules.ruleset import open_rules
    from showtrial.audit.run import QUESTIONS
    from showtrial.audit.run import audit as audit_case

    asked = [_known(each, dict.fromkeys(QUESTIONS, each), "--question") for each in given["questions"]]
    rules, opened = open_rules(given["rules"]), _opened(case, as_of, allow_living)
    chosen = {"trial": given["trial"], "accused": given["accused"], "fixed": _readings(given["fix"])}
    with tqdm(bar_format="audit [{elapsed}] {desc}", leave=False, disable=None) as bar:
        found = audit_case(
            opened, rules, **chosen, questions=asked or QUESTIONS, step=bar.set_description_str
        )
    return Answer(audit_text(found), audit_data(found))


@main.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout, nothing else.")
@click.pass_context
def rules(context: click.Context, as_json: bool) -> None:
    """List the packaged rule sets, with every citation whose text was not seen marked."""
    if context.invoked_subcommand is None:
        context.invoke(rules_list, as_json=as_json)
    elif as_json:
        raise click.UsageError(f"put --json behind {context.invoked_subcommand}")


@verb_of(rules, "list")
def rules_list() -> Answer:
    """List the packaged rule sets."""
    from showtrial.audit.rules.printed import rules_data, rules_text
    from showtrial.audit.rules.ruleset import packaged_rules

    found = packaged_rules().values()
    return Answer("\n\n".join(map(rules_text, found)), {"rules": [rules_data(each) for each in found]})


@verb_of(rules, "check")
@click.argument("file", metavar="FILE")
def rules_check(file: str) -> Answer:
    """Find all problems of a rule set; say which of its citations are not verified."""
    from showtrial.audit.rules.printed import rules_data, rules_text
    from showtrial.audit.rules.ruleset import open_rules

    found = open_rules(file)
    return Answer(f"{rules_text(found)}\nno problem found", {**rules_data(found), "problems": []})


def _readings(given: tuple[str, ...]) -> dict[tuple[str, str], str]:
    found = {}
    for each in given:
        cell, equals, value = each.partition("=")
        row, dot, column = cell.rpartition(".")
        if not (equals and dot):
            raise click.BadParameter(f"{each!r}; wanted ROW.COLUMN=VALUE", param_hint="--fix")
        found[row, column] = value
    return found


def _known(name: str, formats: Any, where: str = "FORMAT") -> Any:
    if name not in formats:
        raise click.BadParameter(f"{name!r}; wanted {', '.join(formats)}", param_hint=where)
    return formats[name]


def _counted(rows: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in rows.items())


if __name__ == "__main__":
    main()
