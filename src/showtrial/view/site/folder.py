"""What does the report look like as a folder of linked pages, and how is it written?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from showtrial.audit.rules.ruleset import RuleSet
from showtrial.errors import ReadError
from showtrial.record.atomic import new_folder
from showtrial.record.casefile import CaseFile
from showtrial.view.footnotes import footnoted
from showtrial.view.page import Page, Row, anchor, clipped
from showtrial.view.report import SCRIPTS, scripted
from showtrial.view.setting import SetSection, Sheets, set_sections
from showtrial.view.site import index
from showtrial.view.site.claims import claim_sheets
from showtrial.view.site.links import homes, led, raised
from showtrial.view.site.names import file_names
from showtrial.view.site.persons import dossiers
from showtrial.view.site.sources import source_sheets

#: Tables whose rows have pages of their own: folder of the pages.
_FOLDERS = {"cases": "trial", "persons": "person", "claims": "claim", "sources": "source"}
_STYLES = ("style", "site", "print", "audit", "switches", "simulated")
_MARK = '<meta name="generator" content="showtrial '


def write_site(
    case: CaseFile,
    folder: Path,
    rules: RuleSet | None = None,
    *,
    step: Callable[[str], None] = lambda stage: None,
) -> int:
    """Write the report as a folder of pages, whole or not at all; return how many files it has.

    Parameters
    ----------
    case : CaseFile
        What is shown. The same case file and rules give the same bytes.
    folder : Path
        A new folder, an empty one, or an earlier site, which is replaced.
    rules : RuleSet, optional
        The rules of the audit and of its switches; ``hr-baseline`` if not given.
    step : callable
        Called with the name of each stage as it begins.

    Raises
    ------
    ReadError
        If the folder holds something else, or cannot be written.
    """
    refuse_others(folder)
    return put(set_sections(case, rules, step=step), folder, step=step)


def put(sheets: Sheets, folder: Path, *, step: Callable[[str], None] = lambda stage: None) -> int:
    """Write the site of sections that are set already; return how many files it has."""
    refuse_others(folder)
    files = site_files(sheets, step=step)
    step("writing pages")
    with new_folder(folder) as aside:
        for name, text in files.items():
            path = aside / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return len(files)


def refuse_others(folder: Path) -> None:
    """Refuse to put a site in the place of anything that is not a site.

    Raises
    ------
    ReadError
        If `folder` is a file, or a folder with something else in it.
    """
    if folder.is_file():
        raise ReadError(f"{folder}  is a file; wanted the name of a folder")
    if folder.is_dir() and any(folder.iterdir()):
        first = folder / "index.html"
        if not (first.is_file() and _MARK in first.read_text(encoding="utf-8", errors="replace")[:4000]):
            raise ReadError(f"{folder}  holds something else than a site; wanted an empty or a new folder")


def site_files(sheets: Sheets, *, step: Callable[[str], None] = lambda stage: None) -> dict[str, str]:
    """Return every file of the site: its path from the top of the folder, and its text.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> files = site_files(set_sections(open_case("toy")))
    >>> [name for name in files if name.startswith("trial")]
    ['trials.html', 'trial/night-masters.html']
    """
    page = sheets.page
    own = {
        anchor(row_id): f"{folder}/{name}.html"
        for table, folder in _FOLDERS.items()
        for row_id, name in file_names(page.case[table]["id"]).items()
    }
    step("setting pages")
    bodies = dict(_bodies(sheets, own))
    first = [name for name in bodies if name.startswith("trial/")]  # the card is the home of its rows
    home = homes(
        (name, bodies[name][1]) for name in [*first, *(each for each in bodies if each not in first)]
    )
    found = index.entries_of(page, own, home)
    search = _made(sheets, "search", index=index.listed(found), said=index.said(found), **_has(page))
    bodies["search.html"] = ("Search", search)
    step("binding pages")
    bind = _Binder(sheets, own)
    files = {name: led(name, bind(name, *told), home, own) for name, told in bodies.items()}
    styles = [sheets.environment.get_template(f"{each}.css.j2").render(**sheets.frame) for each in _STYLES]
    return {**files, "style.css": "\n".join(styles)}


class _Binder:
    """Bind a page: contents, search, policy; the scripts are hashed once."""

    def __init__(self, sheets: Sheets, own: Mapping[str, str]) -> None:
        self._template = sheets.environment.get_template("site/page.html.j2")
        self._frame = {**sheets.frame, "contents": _contents(sheets, own)}
        self._scripts = {
            kind: scripted(sheets.environment, names)
            for kind, names in (("", ("unfold",)), ("full", ("unfold", SCRIPTS[-1])), ("search", ("search",)))
        }

    def __call__(self, name: str, title: str, body: str) -> str:
        kind = "search" if name == "search.html" else "full" if name.startswith("trial/") else ""
        script, digest = self._scripts[kind]
        key = name.removesuffix(".html").replace("/", "-")
        return self._template.render(
            self._frame,
            name=name,
            title=clipped(title, 120),
            up="../" * name.count("/"),
            body=footnoted(body, f"note-{key}"),
            script=script,
            script_hash=digest,
        )


def _contents(sheets: Sheets, own: Mapping[str, str]) -> list[Row]:
    """List the pages that are not of single persons, claims and sources, in the order of the report."""
    page, found = sheets.page, []
    for at, section in enumerate(sheets.sections):
        if section.key.startswith("audit-"):
            continue
        entry: Row = {"file": _file(section, at), "title": section.title, "parts": []}
        if section.key == "trials":
            entry["parts"] = [
                {"file": own[anchor(trial)], "title": page.case_labels[trial]} for trial in page.cases
            ]
        found.append(entry)
    if _has(page)["has_claims"]:
        found.append({"file": "all-claims.html", "title": "All claims", "parts": []})
    return found


def _file(section: SetSection, at: int) -> str:
    return "index.html" if at == 0 else f"{section.key}.html"


def _has(page: Page) -> dict[str, bool]:
    return {"has_claims": bool(page.case["claims"].height), "has_trials": bool(page.cases)}


def _made(sheets: Sheets, template: str, **data: Any) -> str:
    return sheets.environment.get_template(f"site/{template}.html.j2").render({**sheets.frame, **data})


def _bodies(sheets: Sheets, own: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the name, the title and the body of each page but that of the search."""
    audits = {each.key: each for each in sheets.sections if each.key.startswith("audit-")}
    for at, section in enumerate(sheets.sections):
        if section.key in audits:
            continue
        if section.key == "trials":
            cards = [part.data["case"] for part in section.parts]
            yield _file(section, at), (section.title, _made(sheets, "trials", section=section, cards=cards))
            for part in section.parts:
                yield _trial(sheets, part, audits, own)
        else:
            html = section.html if at == 0 else Markup(raised(section.html))
            body = _made(sheets, "section", section=section, first=at == 0, html=html)
            yield _file(section, at), (section.title, body)
    yield from _rows(sheets, own)


def _trial(
    sheets: Sheets, part: SetSection, audits: Mapping[str, SetSection], own: Mapping[str, str]
) -> tuple[str, tuple[str, str]]:
    case = part.data["case"]
    audit = audits.get(f"audit-{anchor(case['id'])[2:]}")
    body = _made(sheets, "trial", case=case, card=part.html, audit=audit)
    return own[anchor(case["id"])], (case["name"], body)


def _rows(sheets: Sheets, own: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the pages of persons, claims and sources."""
    page = sheets.page
    sheet_of = {"person": dossiers(page), "claim": claim_sheets(page), "source": source_sheets(page)}
    for kind, found in sheet_of.items():
        for row_id, data in found.items():
            row = data["row"]
            title = {"person": "name", "claim": "text", "source": "title"}[kind]
            yield own[anchor(row_id)], (row[title] or row_id, _made(sheets, kind, **data))
    kinds: dict[str, list[Row]] = {}
    for row in page.case["claims"].to_dicts():
        kinds.setdefault(row["kind"], []).append(row)
    if kinds:
        yield (
            "all-claims.html",
            (
                "All claims",
                _made(
                    sheets,
                    "claims",
                    kinds=kinds,
                    n=sum(map(len, kinds.values())),
                    claims=page.case["claims"].to_dicts(),
                ),
            ),
        )
