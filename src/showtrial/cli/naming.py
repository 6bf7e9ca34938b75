"""Who is named, and who speaks, by a model: the verbs models and fit?"""

from __future__ import annotations

from pathlib import Path

import click

from showtrial.cli.answers import Answer, of_case, opened_case, output_option, verb


def need_extra() -> None:
    """Refuse in one line where the libraries of the models are not installed."""
    from importlib.util import find_spec

    from showtrial.errors import ReadError

    missing = [name for name in ("numpy", "scipy", "numba") if find_spec(name) is None]
    if missing:
        mend = "install them: pip install 'showtrial[model]'"
        raise ReadError(
            f"models  {', '.join(missing)} not installed; wanted the libraries of the models; {mend}"
        )


@verb
def models() -> Answer:
    """List the packaged models: what each asks of which case."""
    from showtrial.model.naming.asked import model_data, packaged_models

    found = [model_data(model) for model in packaged_models().values()]
    lines = [f"{each['id']:<24} {each['case'] or '-':<8} {each['title']}" for each in found]
    return Answer("\n".join(lines), {"models": found})


@verb
@of_case
@click.option("--seed", type=int, default=0, show_default=True, help="Of all that is drawn.")
@click.option(
    "--draws",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    help="Histories drawn from the fit at most, to compare the record with; 0: none.",
)
@output_option("RESULT.json", required=False)
@click.argument("model", metavar="MODEL")
def fit(case: str, model: str, output: Path | None, seed: int, draws: int, **living: str | None) -> Answer:
    """Fit a MODEL (a packaged one, see `showtrial models`, or a file) to the namings of a case.

    The result goes to standard output, and with -o to a file that `simulate` and `report --with` read.
    """
    need_extra()
    from tqdm import tqdm

    from showtrial.model.naming.asked import open_model
    from showtrial.model.naming.kept import wrong
    from showtrial.model.naming.results import fitted, result_text
    from showtrial.record.atomic import write_file
    from showtrial.record.results import result_bytes

    asked, opened = open_model(model), opened_case(case, **living)
    with tqdm(bar_format="fit [{elapsed}] {desc}", leave=False, disable=None) as bar:
        result = fitted(opened, asked, seed=seed, draws=draws, step=bar.set_description_str)
    written = [f"{output}  written"] if output is not None else []
    if output is not None:
        write_file(output, result_bytes(result))
    if problems := wrong(result):
        return Answer(
            "\n".join([*problems, *written]), {**result, "error": "\n".join(problems)}, problems=True
        )
    return Answer("\n".join([result_text(result), *written]), result)
