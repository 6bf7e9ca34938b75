"""What does the whole report of a case file look like, as one file?"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from jinja2 import Environment
from markupsafe import Markup

from showtrial.view.footnotes import footnoted
from showtrial.view.setting import Sheets

#: Scripts of the page, each one closed function; without them the page reads, but does not answer.
SCRIPTS = ("unfold", "contents", "switches")


def report_html(sheets: Sheets) -> str:
    """Bind all sections of a report into one HTML page that needs nothing else.

    Links that leave the page get footnotes, for paper.

    Parameters
    ----------
    sheets : Sheets
        The sections, as `showtrial.view.setting.set_sections` sets them.

    Returns
    -------
    str
        The page: figures inline, no network, readable without scripts.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> from showtrial.view.setting import set_sections
    >>> report_html(set_sections(open_case("toy"))).startswith("<!DOCTYPE html>")
    True
    """
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
