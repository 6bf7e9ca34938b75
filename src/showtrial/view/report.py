"""What does the whole report of a case file look like, as one file?"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from showtrial.audit.rules.ruleset import RuleSet
from showtrial.record.casefile import CaseFile
from showtrial.view.footnotes import footnoted
from showtrial.view.setting import Sheets, set_sections

#: Scripts of the page, each one closed function; without them the page reads, but does not answer.
SCRIPTS = ("unfold", "contents", "switches")


def report_html(
    case: CaseFile,
    rules: RuleSet | None = None,
    *,
    results: Sequence[Mapping[str, Any]] = (),
    step: Callable[[str], None] = lambda stage: None,
) -> str:
    """Set the report of a case file as one HTML page that needs nothing else.

    Parameters
    ----------
    case : CaseFile
        What is shown. The same case file and rules give the same bytes.
    rules : RuleSet, optional
        The rules of the audit and of its switches; ``hr-baseline`` if not given.
    results : sequence of mapping
        Results of models, as their files have them; shown, never computed.
    step : callable
        Called with the name of each stage as it begins.

    Returns
    -------
    str
        The page: figures inline, no network, readable without scripts.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> report_html(open_case("toy")).startswith("<!DOCTYPE html>")
    True
    """
    sheets = set_sections(case, rules, results=results, step=step)
    step("binding")
    return bound(sheets)


def bound(sheets: Sheets) -> str:
    """Bind all sections into one page; links that leave it get footnotes for paper."""
    script, digest = scripted(sheets.environment, SCRIPTS)
    return sheets.environment.get_template("page.html.j2").render(
        **sheets.frame,
        bodies={each.key: footnoted(each.html, f"note-{each.key}") for each in sheets.sections},
        script=script,
        script_hash=digest,
    )


def scripted(environment: Environment, names: Sequence[str]) -> tuple[Markup, str]:
    """Return the scripts `names` as one text, and the hash by which a page's policy knows it."""
    script = "\n".join(environment.get_template(f"{name}.js.j2").render().strip() for name in names)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return Markup(script), f"sha256-{digest}"
