"""How is a case shown: the verb report?"""

from __future__ import annotations

from pathlib import Path

import click

from showtrial.cli.answers import Answer, of_case, opened_case, output_option, verb


@verb
@of_case
@click.option("--rules", metavar="NAME|FILE", default="hr-baseline", show_default=True, help="Rule set.")
@click.option(
    "--site", metavar="DIR", type=click.Path(path_type=Path), help="Also, or only, a folder of linked pages."
)
@click.option(
    "--with",
    "results",
    metavar="RESULT.json",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Show what `fit -o`, `simulate -o` (summary.json) or `calibrate -o` wrote; may be given again.",
)
@output_option(required=False)
def report(
    case: str,
    output: Path | None,
    site: Path | None,
    rules: str,
    results: tuple[Path, ...],
    as_of: str | None,
    allow_living: str | None,
) -> Answer:
    """Write the report: one HTML file (-o), a folder of linked pages (--site), or both.

    Neither needs a network or a server.
    """
    from tqdm import tqdm

    from showtrial.audit.rules.ruleset import open_rules
    from showtrial.record.atomic import write_file
    from showtrial.record.results import read_result
    from showtrial.view.report import report_html
    from showtrial.view.setting import set_sections
    from showtrial.view.shapes import checked
    from showtrial.view.site.folder import put, refuse_others

    if output is None and site is None:
        raise click.UsageError("say where to write: -o FILE, --site DIR, or both")
    if site is not None:
        refuse_others(site)  # before the work, not after it
    chosen, opened = open_rules(rules), opened_case(case, as_of, allow_living)
    shown = [checked(read_result(each), str(each)) for each in results]
    lines, data = [], {}
    with tqdm(bar_format="report [{elapsed}] {desc}", leave=False, disable=None) as bar:
        sheets = set_sections(opened, chosen, results=shown, step=bar.set_description_str)
        if output is not None:
            page = report_html(sheets).encode()
            write_file(output, page)
            lines.append(f"{output}  written: {len(page)} bytes")
            data = {"written": str(output), "bytes": len(page)}
        if site is not None:
            files = put(sheets, site, step=bar.set_description_str)
            lines.append(f"{site / 'index.html'}  written: {files} files")
            data |= {"site": str(site / "index.html"), "files": files}
    return Answer("\n".join(lines), data)
