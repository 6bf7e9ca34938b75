"""Is a fresh case file valid, is every column explained, and is nothing overwritten?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from showtrial.errors import ReadError
from showtrial.record.meta import load_meta
from showtrial.record.readers import read_namings
from showtrial.record.schema import schema
from showtrial.record.storage import read_case, write_case
from showtrial.record.templates import reference_markdown, write_templates


@pytest.fixture
def fresh(tmp_path):
    write_templates(tmp_path / "mine")
    return tmp_path / "mine"


def test_a_fresh_case_file_has_no_problem(fresh):
    case = read_case(fresh)
    assert case.meta.title == "Untitled case file"
    assert all(frame.height == 0 for frame in case.values())


def test_every_table_with_every_column(fresh):
    for table in schema().tables.values():
        header = (fresh / f"{table.name}.csv").read_text(encoding="utf-8")
        assert header == ",".join(table.columns) + "\n"


def test_every_column_is_explained(fresh):
    sections = re.split(r"^## ", (fresh / "columns.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    told = {part.splitlines()[0]: part for part in sections}
    for table in schema().tables.values():
        assert table.meaning in told[table.name]
        for column in table.columns.values():
            assert f"| `{column.name}` |" in told[table.name]
            assert all(f"`{word}`" in told[table.name] for word in column.words)


def test_every_line_of_the_example_can_be_used(fresh):
    text = (fresh / "casefile.toml").read_text(encoding="utf-8")
    used = re.sub(r"^# (?!recorded)(?=\S+ = |\"|\[)", "", text, flags=re.MULTILINE)
    meta = load_meta(used)
    assert meta.living_purpose
    assert meta.dates
    assert meta.times
    assert meta.seasons
    assert meta.vocabulary
    assert meta.provenance
    assert meta.reviewed is False


def test_the_flat_sheet_is_a_template_too(fresh):
    assert read_namings(fresh / "sheet" / "namings.csv")["persons"].height == 0
    write_case(read_case(fresh), fresh)
    assert (fresh / "sheet" / "namings.csv").exists()


def test_an_empty_folder_will_do(tmp_path):
    write_templates(tmp_path / "new")
    (tmp_path / "empty").mkdir()
    write_templates(tmp_path / "empty")
    names = [{each.name for each in (tmp_path / name).iterdir()} for name in ("new", "empty")]
    assert names[0] == names[1]


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("keep me")
    (tmp_path / "file").write_text("keep me")
    for name in ("full", "file"):
        with pytest.raises(ReadError, match="is there already; wanted a new or empty folder"):
            write_templates(tmp_path / name)
    assert [each.name for each in (tmp_path / "full").iterdir()] == ["letter.txt"]


def test_a_folder_that_cannot_be_made(tmp_path):
    with pytest.raises(ReadError, match="cannot be written"):
        write_templates(tmp_path / "missing" / "mine")


def test_the_reference_page_says_every_column_once():
    page = reference_markdown()
    for table in schema().tables.values():
        section = page.split(f"## {table.name}\n")[1].split("\n## ")[0]
        own = [name for name in table.columns if f"| `{name}` |" in section]
        if "attestation block" in section:
            own += ["source", "locator", "certainty", "level", "checked", "note"]
        assert sorted(own) == sorted(table.columns)
    assert page.rstrip().splitlines()[-1].startswith("15. Nobody may be living")
    assert "| source is required" not in page


def test_the_packaged_page_is_the_one_that_the_schema_gives():
    page = Path(__file__).parents[2] / "docs" / "casefile.md"
    assert page.read_text(encoding="utf-8") == reference_markdown()
