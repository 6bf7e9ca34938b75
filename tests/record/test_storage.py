"""Does a case file come back exactly, and does nothing that a stranger sends do harm?"""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from small import frame, small, tables, with_row

from showtrial.errors import ReadError, SchemaError
from showtrial.record import archive, atomic, storage
from showtrial.record.storage import read_case, read_draft, write_case

FORMS = [("case", "csv"), ("case.zip", "csv"), ("case", "parquet"), ("case.zip", "parquet")]
TEXT = st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)), max_size=30)
NUMBER = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(("name", "form"), FORMS)
@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # shrinking files takes minutes; the case found is small
)
@given(rows=st.lists(st.tuples(TEXT, TEXT, NUMBER, st.none() | st.integers(0, 10**15)), max_size=5))
def test_round_trip_is_exact(tmp_path, name, form, rows):
    figures = [
        {"id": f"f{at}", "series": "a", "measure": "b", "unit": "c", "note": note, "x_own": own, "source": "s",
         "value": value, "low": None}
        for at, (note, own, value, _) in enumerate(rows)
    ]  # fmt: skip
    words = [{**each, "words": None} for each in tables()["statements"].to_dicts()]
    for at, row in enumerate(rows):
        words.append({"id": f"w{at}", "source": "s", "words": row[3]})
    changed = {"statements": frame(*words)}
    if figures:
        changed["figures"] = frame(*figures)
    case = small(**changed).replace(texts={"a.txt": "Слово\r\n\tи дело"})
    write_case(case, tmp_path / name, tables=form)
    back = read_case(tmp_path / name)
    assert back == case
    assert back.sha256 == case.sha256
    for table in case:
        held = case[table].select(each for each in case[table].columns if case[table][each].count())
        assert back[table].select(held.columns).equals(held)


def test_minus_nought_is_nought():
    figure = {"id": "f", "series": "a", "measure": "b", "unit": "c", "source": "s"}
    minus, plain = (small(figures=frame({**figure, "value": value})) for value in (-0.0, 0.0))
    assert minus == plain


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_same_case_same_bytes(tmp_path, name, form):
    def content(path):
        if path.is_file():
            return path.read_bytes()
        return {each.name: each.read_bytes() for each in sorted(path.iterdir())}

    write_case(small(), tmp_path / name, tables=form)
    first = content(tmp_path / name)
    time.sleep(0.02)
    write_case(read_case(tmp_path / name), tmp_path / name, tables=form)
    assert content(tmp_path / name) == first


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_an_empty_case_comes_back(tmp_path, name, form):
    empty = small(**{table: each.head(0) for table, each in tables().items()})
    write_case(empty, tmp_path / name, tables=form)
    assert read_case(tmp_path / name) == empty


def test_what_is_not_ours_is_carried_over(tmp_path):
    write_case(small(), tmp_path / "case")
    (tmp_path / "case" / "notes").mkdir()
    (tmp_path / "case" / "notes" / "mine.odt").write_bytes(b"my own words")
    smaller = small(claims=pl.DataFrame(), assertions=pl.DataFrame())
    write_case(smaller, tmp_path / "case")
    assert (tmp_path / "case" / "notes" / "mine.odt").read_bytes() == b"my own words"
    assert not (tmp_path / "case" / "claims.csv").exists()
    assert [each.name for each in tmp_path.iterdir()] == ["case"]


def test_a_folder_of_something_else_is_not_touched(tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"x")
    with pytest.raises(ReadError, match="is no case file and is not empty"):
        write_case(small(), tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.docx"]


KILLED = """
import sys
sys.path.insert(0, {tests!r})
from small import small, with_row
from showtrial.record.storage import write_case
cases = [small(), small(**with_row("sources", id="s2", title="Another"))]
print("go", flush=True)
for turn in range(10**6):
    write_case(cases[turn % 2], {path!r})
"""


@pytest.mark.parametrize("name", ["case", "case.zip"])
def test_a_kill_leaves_the_old_one_or_the_new_one(tmp_path, name):
    path = tmp_path / name
    code = KILLED.format(tests=str(Path(__file__).parents[1]), path=str(path))
    write_case(small(), path)
    for turn in range(6):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as writer:
            writer.stdout.readline()
            time.sleep(0.01 + 0.013 * turn)
            writer.send_signal(signal.SIGKILL)
        assert read_case(path)["sources"].height in (1, 2)


def test_without_an_exchange_a_half_done_swap_is_put_right(tmp_path, monkeypatch):
    monkeypatch.setattr(atomic, "_exchange", lambda a, b: False)
    path = tmp_path / "case"
    write_case(small(), path)
    write_case(small(), path)
    path.rename(tmp_path / ".case.old")  # where a kill between the two renames would leave it
    assert read_case(path) == small()


def zip_of(path, *entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data, mode in entries:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = mode << 16
            out.writestr(entry, data)
    return path


@pytest.mark.parametrize(
    ("name", "mode", "said"),
    [
        ("../persons.csv", 0o644, "leads out of it"),
        ("/etc/persons.csv", 0o644, "leads out of it"),
        ("a/../../persons.csv", 0o644, "leads out of it"),
        ("..\\persons.csv", 0o644, "leads out of it"),
        ("C:/persons.csv", 0o644, "leads out of it"),
        ("persons.csv", stat.S_IFLNK | 0o777, "holds the link"),
    ],
)
def test_zips_that_reach_out_are_refused(tmp_path, name, mode, said):
    path = zip_of(tmp_path / "case.zip", (name, b"/etc/passwd", mode))
    with pytest.raises(ReadError, match=said):
        read_draft(path)


def test_a_zip_bomb_is_refused_while_it_unpacks(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "MAX_BYTES", 10**6)
    path = zip_of(tmp_path / "case.zip", ("persons.csv", b"0" * 10**7, 0o644))
    with pytest.raises(ReadError, match="unpacks to more than 1000000 bytes"):
        read_draft(path)


def test_a_zip_that_claims_20_gigabytes_costs_little(tmp_path):
    """The limit counts what comes out; here 20 GB of zeros, packed twice over, in a small file."""
    block = b"\0" * (1 << 20)
    path = tmp_path / "case.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for part in range(3):
            with out.open(f"texts/{part}.txt", "w", force_zip64=True) as held:
                for _ in range(40):
                    held.write(block)
    data = bytearray(path.read_bytes())
    assert len(data) < 10**6
    with pytest.raises(ReadError, match="unpacks to more than"):
        archive.unzip(path, 50 * (1 << 20))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"plain text"])
def test_broken_zips_say_so(tmp_path, data):
    (tmp_path / "case.zip").write_bytes(data)
    with pytest.raises(ReadError, match="cannot be unpacked"):
        read_draft(tmp_path / "case.zip")


def test_a_zipped_folder_is_read_too(tmp_path):
    write_case(small(), tmp_path / "case")
    with zipfile.ZipFile(tmp_path / "mac.zip", "w") as out:
        for each in (tmp_path / "case").iterdir():
            out.write(each, f"my case/{each.name}")
        out.writestr("__MACOSX/my case/._persons.csv", b"\0")
    assert read_case(tmp_path / "mac.zip") == small()


def test_links_out_of_a_folder_are_refused(tmp_path):
    write_case(small(), tmp_path / "case")
    (tmp_path / "secret.csv").write_text("id,name\n")
    (tmp_path / "case" / "persons.csv").unlink()
    (tmp_path / "case" / "persons.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(ReadError, match="is a link that leads out"):
        read_draft(tmp_path / "case")


def test_a_full_disk_says_so_and_leaves_the_old_one(tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    write_case(small(), tmp_path / "case")
    (tmp_path / "report.html").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    for write in (
        lambda: atomic.write_file(tmp_path / "report.html", b"new"),
        lambda: write_case(small(**with_row("sources", id="s2", title="Another")), tmp_path / "case"),
    ):
        with pytest.raises(ReadError, match="no space left on device"):
            write()
    assert (tmp_path / "report.html").read_bytes() == b"old"
    assert read_case(tmp_path / "case") == small()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["case", "report.html"]


def test_a_read_only_folder_says_so(tmp_path, monkeypatch):
    def refuse(*_args, **_given):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(ReadError, match=r"cannot be written \(permission denied\); nothing was changed"):
        write_case(small(), tmp_path / "case")
    with pytest.raises(ReadError, match="no such file or directory"):
        atomic.write_file(tmp_path / "missing" / "file.html", b"")


def test_nothing_there_and_nothing_in_it(tmp_path):
    with pytest.raises(ReadError, match="is not there"):
        read_draft(tmp_path / "nowhere")
    with pytest.raises(ReadError, match=r"holds no casefile.toml and no table"):
        read_draft(tmp_path)


def test_broken_parquet_and_two_files_for_a_table(tmp_path):
    write_case(small(), tmp_path / "case")
    (tmp_path / "case" / "claims.parquet").write_bytes(b"PAR1")
    (tmp_path / "case" / "links.parquet").write_bytes(b"PAR1")
    with pytest.raises(SchemaError) as caught:
        read_case(tmp_path / "case")
    said = [str(each) for each in caught.value.problems]
    assert any("a second file for this table" in each for each in said)
    assert any(each.startswith("links.parquet  not parquet") for each in said)
