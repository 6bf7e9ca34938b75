"""How is each section of a case file set, before all are bound into a page or a site?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from showtrial.audit.rules.ruleset import RuleSet, packaged_rules
from showtrial.audit.run import audit
from showtrial.record.casefile import CaseFile
from showtrial.record.web import web_address
from showtrial.view.page import Page, Section, anchor, count, cyrillic, entries
from showtrial.view.passages import Passages
from showtrial.view.sections import (
    about,
    article,
    audits,
    calibration,
    claims,
    confessions,
    country,
    documents,
    literature,
    machine,
    models,
    namings,
    persons,
    pressure,
    profiles,
    readings,
    rest,
    sources,
    timeline,
    trials,
    trust,
    versions,
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

#: Sections of result files, in their order; each takes the results of its kind.
_RESULTS: tuple[Callable[[Page, Sequence[Mapping[str, Any]]], Section | None], ...] = (
    models.section,
    machine.section,
    trust.section,
    calibration.section,
    versions.section,
    country.section,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSection:
    """One section as HTML.

    Parameters
    ----------
    key, title : str
        As in :class:`~showtrial.view.page.Section`.
    html : Markup
        What stands below its heading.
    data : mapping
        What its template read.
    parts : tuple of SetSection
        Sections within it; `html` holds them already.
    """

    key: str
    title: str
    html: Markup
    data: Mapping[str, Any]
    parts: tuple[SetSection, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sections of one case file, all set, and what set them."""

    page: Page
    environment: Environment
    sections: tuple[SetSection, ...]

    @property
    def frame(self) -> Mapping[str, Any]:
        """What every template that binds sections reads."""
        from showtrial import __version__

        meta = self.page.case.meta
        return {
            "meta": meta,
            "simulated": meta.origin == "simulated",
            "program": __version__,
            "sections": self.sections,
            "citation": self.sections[0].data["citation"],
        }


def set_sections(
    case: CaseFile,
    rules: RuleSet | None = None,
    *,
    results: Sequence[Mapping[str, Any]] = (),
    step: Callable[[str], None] = lambda stage: None,
) -> Sheets:
    """Ask the audit, read every section from the case file, and set it.

    Parameters
    ----------
    case : CaseFile
        What is shown.
    rules : RuleSet, optional
        The rules of the audit and of its switches; ``hr-baseline`` if not given.
    results : sequence of mapping
        Results of models, as their files have them; shown, never computed.
    step : callable
        Called with the name of each stage as it begins.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> [each.key for each in set_sections(open_case("toy")).sections][:3]
    ['about', 'timeline', 'trials']
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
            if compared := profiles.overview(page):
                found.append(compared)
        if make is confessions.section:
            found += [shown for each in _RESULTS if (shown := each(page, results)) is not None]
    body = [_set(environment, section, step) for section in found]
    left = rest.section(page)  # what no other section placed, so it comes after them
    if left is not None:
        body.append(_set(environment, left, step))
        found.append(left)
    front = about.section(page, found, absent)
    return Sheets(page, environment, (_set(environment, front, step), *body))


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
        cited=Passages(page.case["sources"].to_dicts()).cited,
        count=count,
        cyrillic=cyrillic,
        entries=entries,
        online=web_address,
        spoken=spoken,
        places=dict(page.case["places"].select("id", "name").iter_rows()),
        statement_of=statements,
        number={row_id: number for number, row_id in enumerate(history, 1)},
        shown=frozenset(page.case["claims"]["id"]),
    )
    return environment


def _set(environment: Environment, section: Section, step: Callable[[str], None]) -> SetSection:
    step(f"setting {section.title}")
    figures = {figure.key: draw(figure) for figure in section.figures}
    parts = tuple(_set(environment, part, step) for part in section.parts)
    html = environment.get_template(f"{section.template}.html.j2").render(
        {**section.data, "figures": figures, "parts": parts}
    )
    return SetSection(key=section.key, title=section.title, html=Markup(html), data=section.data, parts=parts)
