"""What does the whole report of a case file look like, as one file?"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import showtrial
from showtrial.audit.rules.ruleset import RuleSet, packaged_rules
from showtrial.audit.run import audit
from showtrial.record.casefile import CaseFile
from showtrial.view.page import Page, Section, anchor, cited, count, entries
from showtrial.view.sections import (
    about,
    article,
    audits,
    claims,
    confessions,
    documents,
    literature,
    namings,
    persons,
    pressure,
    readings,
    rest,
    sources,
    timeline,
    trials,
)
from showtrial.view.spoken import spoken
from showtrial.view.svg import draw

#: The sections in their order, each with the words for what is missing where it has no rows.
_SECTIONS: tuple[tuple[Callable[[Page], Section | None], str], ...] = (
    (timeline.section, "events"),
    (trials.section, "cases and charges"),
    (namings.section, "namings"),
    (confessions.section, "confessions"),
    (claims.section, "claims that facts could be held against"),
    (pressure.section, "pressure, practices and promises"),
    (article.section, "statements about history"),
    (literature.section, "figures of the literature"),
    (persons.section, "persons"),
    (documents.section, "statements and documents"),
    (readings.section, "readings in which sources differ"),
    (sources.section, "sources"),
)


#: Scripts of the page, each one closed function; without them the page reads, but does not answer.
_SCRIPTS = ("unfold", "switches")


def report_html(
    case: CaseFile, rules: RuleSet | None = None, *, step: Callable[[str], None] = lambda stage: None
) -> str:
    """Set the report of a case file as one HTML page that needs nothing else.

    Parameters
    ----------
    case : CaseFile
        What is shown. The same case file and rules give the same bytes.
    rules : RuleSet, optional
        The rules of the audit and of its switches; ``hr-baseline`` if not given.
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
    chosen = rules or packaged_rules()["hr-baseline"]
    page = Page(case, audit(case, chosen, step=lambda question: step(f"asking: {question}")))
    environment = _environment(page)
    found, absent = [], []
    for make, words in _SECTIONS:
        step(f"reading {words}")
        section = make(page)
        if section is None:
            absent.append(words)
        else:
            found.append(section)
        if make is trials.section:
            found += audits.sections(page)
    body = [_set(environment, section, step) for section in found]
    left = rest.section(page)
    if left is not None:
        body.append(_set(environment, left, step))
        found.append(left)
    front = about.section(page, found, absent)
    step("binding")
    return _bound(environment, case, [_set(environment, front, step), *body])


def _environment(page: Page) -> Environment:
    """Templates with escaping on everywhere, and the few functions that they may call."""
    environment = Environment(
        loader=PackageLoader("showtrial.view", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    statements = dict(page.case["assertions"].select("id", "statement").iter_rows())
    history = page.case["claims"].filter(page.case["claims"]["kind"] == claims.HISTORY)["id"]
    environment.globals.update(
        page=page,
        anchor=anchor,
        cited=cited,
        count=count,
        entries=entries,
        spoken=spoken,
        places=dict(page.case["places"].select("id", "name").iter_rows()),
        statement_of=statements,
        number={row_id: number for number, row_id in enumerate(history, 1)},
        shown=frozenset(page.case["claims"]["id"]),
    )
    return environment


def _set(environment: Environment, section: Section, step: Callable[[str], None]) -> Mapping[str, Any]:
    step(f"setting {section.title}")
    figures = {figure.key: draw(figure) for figure in section.figures}
    parts = [_set(environment, part, step) for part in section.parts]
    html = environment.get_template(f"{section.template}.html.j2").render(
        {**section.data, "figures": figures, "parts": parts}
    )
    return {"key": section.key, "title": section.title, "html": Markup(html), "data": section.data}


def _bound(environment: Environment, case: CaseFile, sections: list[Mapping[str, Any]]) -> str:
    script = "\n".join(environment.get_template(f"{name}.js.j2").render().strip() for name in _SCRIPTS)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return environment.get_template("page.html.j2").render(
        meta=case.meta,
        simulated=case.meta.origin == "simulated",
        program=showtrial.__version__,
        sections=sections,
        citation=sections[0]["data"]["citation"],
        script=Markup(script),
        script_hash=f"sha256-{digest}",
    )
