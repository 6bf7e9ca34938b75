"""Has every target one use, and is a file of targets read with all its problems at once?"""

from __future__ import annotations

from importlib.resources import files

import pytest

from showtrial.calibration.targets import facts_of, open_targets, packaged_targets, targets_of
from showtrial.errors import ReadError, SchemaError


def packaged(name: str) -> bytes:
    return files("showtrial.scenarios").joinpath("targets", f"{name}.csv").read_bytes()


@pytest.mark.parametrize("name", packaged_targets())
def test_no_target_has_two_uses_and_no_quota_is_a_target(name):
    found = open_targets(name)
    assert len({each.id for each in found.rows}) == len(found.rows)
    used: dict[str, str] = {}
    for each in found.of_use("input", "fit", "held-out"):
        for fact in facts_of(each.facts):
            assert used.setdefault(fact, each.use) == each.use, each.id
    for each in found.rows:
        if "quota" in each.title.lower():
            assert each.use in ("input", "excluded"), each.id
    assert found.of_use("fit")
    assert found.of_use("held-out")


def test_what_the_specification_leaves_out_is_left_out():
    use = {each.id: each.use for each in open_targets("union").rows}
    assert use["convicted-1935"] == use["convicted-1936"] == "excluded"
    assert use["quota-first"] == "input"


def test_a_fact_used_twice_is_refused():
    text = packaged("sixteen").decode().replace("s148", "s145")
    with pytest.raises(
        SchemaError, match=r"targets.csv:\d+:use  input for s145; wanted one use; it is fit above"
    ):
        targets_of(text.encode(), "targets.csv", "sixteen")


def test_all_problems_at_once():
    lines = packaged("sixteen").decode().splitlines()
    lines[1] = lines[1].replace(",fit,", ",fitt,").replace("1936-01-05", "1936-13-05")
    lines[2] = lines[2].replace(",508,0.1,log", ",many,-1,lg")
    lines[3] = lines[3].replace("wait-of-accused", "arrested-february").replace("itsk1989-8", "")
    with pytest.raises(SchemaError) as caught:
        targets_of("\n".join(lines).encode(), "targets.csv", "sixteen")
    told = [(each.row, each.column) for each in caught.value.problems]
    for place in [
        (2, "use"),
        (2, "from"),
        (3, "value"),
        (3, "error"),
        (3, "scale"),
        (4, "id"),
        (4, "source"),
    ]:
        assert place in told
    assert "did you mean 'fit'" in str(caught.value)


def test_a_file_without_groups_counts_everybody_and_one_with_them_counts_these():
    plain = packaged("sixteen").decode()
    assert "groups" not in plain.splitlines()[0]
    assert all(each.groups == () for each in targets_of(plain.encode(), "targets.csv", "sixteen").rows)
    lines = plain.splitlines()
    rows = [lines[0] + ",groups", lines[1] + ",officers; high command", *(each + "," for each in lines[2:])]
    found = targets_of("\n".join(rows).encode(), "targets.csv", "sixteen").rows
    assert found[0].groups == ("officers", "high command")
    assert all(each.groups == () for each in found[1:])


@pytest.mark.parametrize("wrong", ["officers;", "officers; officers", ";"])
def test_groups_that_cannot_be_read_are_refused_with_their_place(wrong):
    lines = packaged("sixteen").decode().splitlines()
    rows = [lines[0] + ",groups", *(f"{each}," for each in lines[1:3]), f"{lines[3]},{wrong}"]
    with pytest.raises(SchemaError, match=r"targets.csv:4:groups  .* wanted ids of groups separated by '; '"):
        targets_of("\n".join(rows).encode(), "targets.csv", "sixteen")


def test_missing_columns_files_and_scenarios(tmp_path):
    with pytest.raises(SchemaError, match="no such column"):
        targets_of(b"id,title\n", "targets.csv", "x")
    with pytest.raises(ReadError, match="no CSV file"):
        targets_of(b"\xff\xfe\x00", "targets.csv", "x")
    with pytest.raises(ReadError, match="has no targets; wanted a scenario that has some: moscow, sixteen"):
        open_targets("toy")
    with pytest.raises(ReadError, match="cannot be read"):
        open_targets("sixteen", tmp_path / "none.csv")
