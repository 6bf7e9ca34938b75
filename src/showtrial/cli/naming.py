"""Who is named, and who speaks, by a model: the verbs models, fit and simulate?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from showtrial.cli.answers import Answer, of_case, opened_case, output_option, verb


def _need_extra() -> None:
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
@click.option("--seed", type=int, default=0, show_default=True, help="Where the order in a day is drawn.")
@output_option("RESULT.json", required=False)
@click.argument("model", metavar="MODEL")
def fit(
    case: str, model: str, output: Path | None, seed: int, as_of: str | None, allow_living: str | None
) -> Answer:
    """Fit a MODEL (a packaged one, see `showtrial models`, or a file) to the namings of a case.

    The result goes to standard output, and with -o to a file that `simulate` and `report --with` read.
    """
    _need_extra()
    from tqdm import tqdm

    from showtrial.model.naming.asked import open_model
    from showtrial.model.naming.kept import result_bytes, wrong
    from showtrial.model.naming.results import fitted, result_text
    from showtrial.record.atomic import write_file

    asked, opened = open_model(model), opened_case(case, as_of, allow_living)
    with tqdm(bar_format="fit [{elapsed}] {desc}", leave=False, disable=None) as bar:
        result = fitted(opened, asked, seed=seed, step=bar.set_description_str)
    written = [f"{output}  written"] if output is not None else []
    if output is not None:
        write_file(output, result_bytes(result))
    if problems := wrong(result):
        return Answer(
            "\n".join([*problems, *written]), {**result, "error": "\n".join(problems)}, problems=True
        )
    return Answer("\n".join([result_text(result), *written]), result)


@verb
@click.option(
    "--runs", type=click.IntRange(min=1), help="How many; each in a folder of its own, run-0001 ..."
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Same seed, same runs."
)
@output_option("DIR")
@click.argument("result", metavar="RESULT.json", type=click.Path(path_type=Path))
def simulate(result: Path, output: Path, runs: int | None, seed: int) -> Answer:
    """Draw namings from a fitted model, and write them as case files marked as simulated.

    RESULT.json is what `showtrial fit -o` wrote; its model needs a choice and a rate.
    """
    from hashlib import sha256

    _need_extra()
    from tqdm import tqdm

    from showtrial.model.naming.drawn import MODEL, drawn, figured, model_text, write_runs
    from showtrial.model.naming.kept import read_result
    from showtrial.record.atomic import write_file
    from showtrial.record.storage import write_case

    found = read_result(result)
    digest = sha256(result.read_bytes()).hexdigest()
    cases = tqdm(drawn(found, digest, runs=runs or 1, seed=seed), total=runs or 1, leave=False, disable=None)
    data: dict[str, Any]
    if runs is None:
        [run] = cases
        write_case(run.case, output)
        write_file(output / MODEL, model_text(found).encode())
        data = {"written": str(output), "origin": "simulated", "runs": [figured(run)]}
    else:
        data = {"written": str(output), **write_runs(found, iter(cases), output)}
    namings = sum(each["namings"] for each in data["runs"])
    text = f"{output}  written: {len(data['runs'])} simulated, {namings} namings in all"
    return Answer(text, data)
