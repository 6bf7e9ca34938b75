"""How is a verb made: its case, its output, its printing, its exit status?"""

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
        except BaseException as error:
            if not stop.asked:
                raise
            told = getattr(error, "__notes__", None) or ["nothing was written"]
            click.echo(f"interrupted; {told[-1]}", err=True)
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


def living_rules(as_of: str | None, allow_living: str | None) -> dict[str, str]:
    """Keep what the user gave; the defaults live with the rule."""
    given = {"as_of": as_of, "allow_living": allow_living}
    return {key: value for key, value in given.items() if value}


def opened_case(case: str, as_of: str | None, allow_living: str | None) -> CaseFile:
    """Open a packaged case, a folder or a zip by the options of :func:`of_case`."""
    from showtrial.record.packaged import open_case

    return open_case(case, **living_rules(as_of, allow_living))


def output_option(
    what: str = "FILE", *, required: bool = True
) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Give a verb the option ``-o``."""
    kind = click.Path(path_type=Path)
    return click.option("-o", "--output", metavar=what, type=kind, required=required, help="Where to write.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="showtrial")
def main() -> None:
    """Case files of political trials: record, audit, report.

    CASE is the name of a packaged case (see `showtrial cases`), a folder or a .zip. Exit status:
    0 fine, 1 problems were found or the data were refused, 2 wrong usage.
    """


def known_word(name: str, formats: Any, where: str = "FORMAT") -> Any:
    """Return what `name` stands for in `formats`; an unknown one is wrong usage."""
    if name not in formats:
        raise click.BadParameter(f"{name!r}; wanted {', '.join(formats)}", param_hint=where)
    return formats[name]
