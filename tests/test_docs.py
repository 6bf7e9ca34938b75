"""Do the pages describe what is there, and do their commands do what they say?"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner

import showtrial
from showtrial.audit.rules.grammar import FUNCTIONS, TABLES
from showtrial.audit.rules.ruleset import load_rules, packaged_rules
from showtrial.audit.run import QUESTIONS
from showtrial.cli import main
from showtrial.record.dates import parse
from showtrial.record.readers import READERS
from showtrial.record.schema import schema
from showtrial.record.writers import FORMATS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """Return what stands under `heading`, up to the next heading of any level."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", page, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_verb_is_described_with_its_options(name):
    described = section(text("docs/cli.md"), f"`showtrial {name}`")
    assert described, f"docs/cli.md has no section on {name}"
    for parameter in main.commands[name].params:
        if isinstance(parameter, click.Option):
            for option in parameter.opts:
                assert option in described, f"{name} {option}"


def test_no_verb_is_described_that_is_not_there():
    described = re.findall(r"^## `showtrial (\w+)`$", text("docs/cli.md"), re.MULTILINE)
    assert sorted(described) == sorted(main.commands)


def test_every_format_is_described():
    page = text("docs/cli.md")
    assert re.findall(r"^\| `(\w+)` \|", section(page, "`showtrial export`"), re.MULTILINE) == list(FORMATS)
    assert re.findall(r"^\| `(\w+)` \|", section(page, "`showtrial read`"), re.MULTILINE) == list(READERS)


@pytest.mark.parametrize("table", list(schema().tables))
def test_every_table_is_described_and_met_in_the_toy(table):
    assert f"\n## {table}\n" in text("docs/casefile.md")
    assert f"`{table}`" in text("docs/toy.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page):
    prose = FENCE.sub("", page.read_text(encoding="utf-8"))
    for target in LINK.findall(prose):
        if not target.startswith(("http://", "https://", "#", "mailto:")):
            assert (page.parent / target.partition("#")[0]).exists(), target


def test_every_page_is_in_the_index():
    listed = set(re.findall(r"^([\w-]+)$", text("docs/index.md"), re.MULTILINE))
    assert {page.stem for page in DOCS.glob("*.md")} - {"index"} <= listed


def test_glossary_is_in_order_and_has_each_word_once():
    words = re.findall(r"^([a-z-][a-z -]*)\n  \S", text("docs/glossary.md"), re.MULTILINE)
    assert words == sorted(set(words))
    assert len(words) > 50


def test_citation_and_readme_name_this_version():
    citation = yaml.safe_load(text("CITATION.cff"))
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == showtrial.__version__
    assert {"message", "title", "authors"} <= set(citation)
    assert citation["license"] == "Apache-2.0"
    assert set(re.findall(r"version (\d+\.\d+\.\d+)", text("README.md"))) == {showtrial.__version__}
    assert f"## {showtrial.__version__}\n" in text("CHANGELOG.md")


def test_the_changelog_names_every_verb_and_every_benchmark():
    added = section(text("CHANGELOG.md"), "Added")
    assert [verb for verb in main.commands if f"`{verb}`" not in added] == []
    benchmarks = sorted(path.name for path in (ROOT / "benchmarks").glob("*.py"))
    assert [name for name in benchmarks if f"`benchmarks/{name}`" not in added] == []


def test_readme_names_the_pythons_of_the_package():
    wanted = re.search(r'requires-python = ">=3\.(\d+),<3\.(\d+)"', text("pyproject.toml"))
    assert wanted
    for minor in range(int(wanted[1]), int(wanted[2])):
        assert f"3.{minor}" in text("README.md")


def test_readme_commands_are_targets():
    targets = re.findall(r"^([\w-]+):", text("Makefile"), re.MULTILINE)
    for page in (text("README.md"), text("CONTRIBUTING.md")):
        named = re.findall(r"^make ([\w-]+)|`make ([\w-]+)`", page, re.MULTILINE)
        assert {a or b for a, b in named} <= set(targets)


def test_readme_has_the_twenty_mechanisms():
    assert re.findall(r"^\| (\d+) \|", text("README.md"), re.MULTILINE) == [str(n) for n in range(1, 21)]


def test_dates_of_the_page_can_be_read():
    page = text("docs/dates.md")
    tables = section(page, "What can be written") + section(page, "The old calendar")
    cells = re.findall(r"^\| `([^`]+)` \|", tables, re.MULTILINE)
    assert len(cells) > 15
    for cell in cells:
        parse(cell)


def blocks(page: str) -> list[tuple[str, str]]:
    """Language and content of every fenced block, in order."""
    return [(head.strip(), body) for head, body in FENCE.findall(text(page))]


def run(command: str) -> click.testing.Result:
    program, *words = shlex.split(command, comments=True)
    assert program == "showtrial"
    return CliRunner().invoke(main, words, catch_exceptions=False)


def test_the_tutorial_does_what_it_says(tmp_path, monkeypatch):
    """Run its commands in order; tables it shows are typed in; what it prints must be printed."""
    for sheet in (DOCS / "examples").glob("*.csv"):
        (tmp_path / sheet.name).write_bytes(sheet.read_bytes())
    monkeypatch.chdir(tmp_path)
    ran = 0
    for language, body in blocks("docs/own-case.md"):
        if language == "sh":
            for command in filter(None, map(str.strip, body.splitlines())):
                done = run(command)
                assert done.exit_code == 0, f"{command}: {done.output}"
                ran += 1
        elif language == "console":
            command, *printed = body.splitlines()
            done = run(command.removeprefix("$ "))
            assert done.exit_code == 1, command
            for line in printed:
                assert line in done.output.splitlines(), f"{line}\n-- was --\n{done.output}"
            ran += 1
        elif language == "text" and body.startswith("id,"):
            (tmp_path / "my-case" / "persons.csv").write_text(body, encoding="utf-8")
        elif language == "toml":
            meta = tmp_path / "my-case" / "casefile.toml"
            kept = [line for line in meta.read_text("utf-8").splitlines() if not line.startswith("origin")]
            meta.write_text(body + "\n".join(kept), "utf-8")
    assert ran > 8
    assert (tmp_path / "my-case.html").stat().st_size > 0
    assert (tmp_path / "my-case.gexf").read_text("utf-8").startswith("<gexf")


def test_the_sheet_of_the_tutorial_stands_in_the_text():
    sheet = (DOCS / "examples" / "my-sheet.csv").read_text(encoding="utf-8")
    assert sheet.count("\n") == 21
    assert ("text", sheet) in blocks("docs/own-case.md")


@pytest.mark.parametrize(
    "page", ["docs/toy.md", "docs/cli.md", "docs/audit.md", "docs/rules.md", "docs/models.md"]
)
def test_commands_of_other_pages_are_known(page):
    for language, body in blocks(page):
        if language == "sh":
            for command in filter(None, body.splitlines()):
                program, verb, *_ = shlex.split(command)
                assert program == "showtrial"
                assert verb in main.commands, command


def test_ids_named_in_the_reading_of_the_toy_are_there():
    from showtrial.record.packaged import open_case

    known = {row_id for frame in open_case("toy").values() if "id" in frame.columns for row_id in frame["id"]}
    known |= set(open_case("toy")["inferences"]["inference"])
    named = re.findall(r"`((?:e|s|c|a|i|q)\.[\w.-]+)`", text("docs/toy.md"))
    assert len(named) > 15
    assert set(named) <= known


def test_every_packaged_rule_stands_in_the_table_of_its_set():
    """Sources are compared word for word, with the mark of those whose text nobody saw."""
    page = text("docs/rules.md")
    tables = re.split(r"^\*\*`([\w-]+)`\*\*", section(page, "What is packaged"), flags=re.MULTILINE)
    described = dict(zip(tables[1::2], tables[2::2], strict=True))
    assert sorted(described) == sorted(packaged_rules())
    for name, rules in packaged_rules().items():
        rows = re.findall(r"^\| `(\w+)` \| .+ \| (.+) \|$", described[name], re.MULTILINE)
        told = {
            rule.id: "; ".join(
                each.text + ("" if each.verified else " (not verified)") for each in rule.sources
            )
            for rule in rules.rules
        }
        assert dict(rows) == told
        assert len(rows) == len(told)


def test_every_function_table_and_key_of_a_rule_is_described():
    page = text("docs/rules.md")
    functions = section(page, "The fixed functions")
    assert {each for each in FUNCTIONS if f"| `{each}(" not in functions} == set()
    tables = section(page, "any and all: four tables")
    assert re.findall(r"^\| `(\w+)` \|", tables, re.MULTILINE) == list(TABLES)
    for key in ("when", "applies", "need", "unknown", "open_when", "extends", "threshold", "mode", "source"):
        assert re.search(rf"^\| .*`{key}`.* \|", section(page, "The keys"), re.MULTILINE), key


@pytest.mark.parametrize("name", ["my-rules", "my-rules-slips"])
def test_the_rule_files_of_the_page_stand_in_the_text(name):
    assert ("toml", text(f"docs/examples/{name}.toml")) in blocks("docs/rules.md")


def test_the_rule_file_of_the_page_is_accepted():
    rules = load_rules(text("docs/examples/my-rules.toml"), "my-rules.toml")
    assert re.findall(r"^- `(\w+)` ", text("docs/rules.md"), re.MULTILINE) == [
        each.id for each in rules.rules
    ]
    assert run("showtrial rules check docs/examples/my-rules.toml").exit_code == 0


def test_every_question_has_a_section():
    page = text("docs/audit.md")
    assert [each for each in QUESTIONS if not section(page, each)] == []
    assert [
        each for each in QUESTIONS if f"`{each}`" not in section(text("docs/cli.md"), "`showtrial audit`")
    ] == []


CONSOLE = [
    (page, body)
    for page in ("docs/audit.md", "docs/rules.md")
    for language, body in FENCE.findall(text(page))
    if language.strip() == "console"
]


@pytest.mark.parametrize(("page", "body"), CONSOLE, ids=[body.splitlines()[0] for _, body in CONSOLE])
def test_the_lines_of_the_audit_pages_are_printed(page, body, monkeypatch):
    monkeypatch.chdir(ROOT)
    command, *printed = body.splitlines()
    done = run(command.removeprefix("$ "))
    assert done.exit_code == (1 if "slips" in command else 0)
    lines = [line.strip() for line in done.output.splitlines()]
    for line in printed:
        assert line in lines, f"{page}: {line}\n-- was --\n{done.output}"


def test_own_words_of_the_audit_pages_give_no_verdict():
    words = re.compile(r"\b(guilty|innocent|proved|proven|liar)\b", re.IGNORECASE)
    for page in ("docs/audit.md", "docs/rules.md", "docs/glossary.md"):
        assert words.findall(FENCE.sub("", text(page))) == [], page
