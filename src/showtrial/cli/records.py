"""What does the record hold: cases, new, check, info, read, export?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from showtrial.cli.answers import Answer, known_word, living_rules, of_case, opened_case, output_option, verb


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
    problems = check_draft(draft, **living_rules(as_of, allow_living))
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

    data = summary(opened_case(case, as_of, allow_living))
    return Answer(summary_text(data), data)


@verb
@click.option("--allow-living", metavar="PURPOSE", help="Keep persons who may be living; printed everywhere.")
@click.option("--title", help="Title of the new case file.")
@output_option("CASE")
@click.argument("format_", metavar="FORMAT")
@click.argument("source", metavar="SRC", type=click.Path(path_type=Path))
def read(format_: str, source: Path, output: Path, title: str | None, allow_living: str | None) -> Answer:
    """Turn SRC into a case file.

    FORMAT: namings (a sheet of who named whom: .csv, .xlsx, .ods), giaveno (the published data on the
    inquisition at Giaveno, 1335: the folder of its tables, or data.RData).
    """
    from showtrial.record.readers import READERS
    from showtrial.record.storage import write_case

    case = known_word(format_, READERS)(source, title=title, allow_living=allow_living)
    write_case(case, output)
    rows = {name: frame.height for name, frame in case.items() if frame.height}
    notes = [note for entry in case.meta.provenance for note in entry.get("notes", ())]
    lines = [f"{output}  written: {_counted(rows)}", *(f"note: {note}" for note in notes)]
    return Answer("\n".join(lines), {"written": str(output), "tables": rows, "notes": notes})


@verb
@of_case
@click.option("--pseudonyms", is_flag=True, help="Replace persons by neutral labels and drop free text.")
@output_option()
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

    writer = known_word(format_, FORMATS)
    opened = opened_case(case, as_of, allow_living)
    data = writer.write(pseudonymised(opened) if pseudonyms else opened)
    write_file(output, data)
    return Answer(f"{output}  written: {len(data)} bytes", {"written": str(output), "bytes": len(data)})


def _counted(rows: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in rows.items())
