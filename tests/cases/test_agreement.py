"""Does the second pass get blank forms, and is it compared with the first as the codebook says?"""

from __future__ import annotations

import csv
import doctest
import importlib
import re
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module", autouse=True)
def coding() -> dict[str, ModuleType]:
    """The modules of the coding, which is no part of the installed package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(REPOSITORY))
        for name in [name for name in sys.modules if name == "coding" or name.startswith("coding.")]:
            patch.delitem(sys.modules, name)
        names = ("second", "agreement", "first_words", "book")
        yield {name: importlib.import_module(f"coding.moscow.{name}") for name in names}


@pytest.mark.parametrize("name", ["second", "agreement", "first_words"])
def test_its_examples_run(coding, name):
    assert doctest.testmod(coding[name], optionflags=doctest.ELLIPSIS).failed == 0


def key(coding) -> dict[str, list[dict[str, str]]]:
    """The forms as somebody would fill them who agrees with the first pass in everything."""
    hand, forms = coding["book"].hand, {form.name: form.rows for form in coding["second"].forms()}
    full = coding["agreement"]._full
    said = {row["id"]: row for row in hand("sixteen_statements")}

    def of(unit, row, *names):
        return all(unit[name] == row[name] for name in names)

    where = ("section", "from", "to")
    filled: dict[str, list[dict[str, str]]] = {name: [] for name in forms}
    for unit in forms["words"]:
        rows = [row for row in said.values() if of(unit, row, "speaker", *where)]
        filled["words"] += [{**row, "claim": full(row["claim"])} for row in rows]
    for unit in forms["elements"]:
        for row in hand("sixteen_inferences"):
            if row["target"] == unit["element"]:
                filled["elements"].append({**unit, **row, "way": row["inference"], "claim": row["premise"]})
    for unit in forms["citations"]:
        found: dict[tuple[str, str], dict[str, str]] = {}
        for row in hand("sixteen_citations"):
            if of(unit, row, *where):
                words = said[row["assertion"]]
                one = (words["speaker"], full(words["claim"]))
                held = found.setdefault(one, {**row, "speaker": one[0], "claim": one[1], "charges": ""})
                held["charges"] += f" {row['charge']}"
        filled["citations"] += found.values()
    for unit in forms["derivations"]:
        for row in hand("sixteen_derivations"):
            if [unit[name] for name in where] == [row[name] for name in ("section", "start", "end")]:
                filled["derivations"].append(
                    {**unit, **row, **coding["agreement"]._ends(row["from"], row["to"])}
                )
                filled["derivations"][-1].update(unit)
    for table, form in (("sixteen_events", "papers"), ("pressures", "pressures")):
        rows = {coding["second"].opaque(row["id"]): row for row in hand(table)}
        filled[form] = [{**rows[unit["unit"]], "unit": unit["unit"]} for unit in forms[form]]
    return filled


def put(folder: Path, filled: dict[str, list[dict[str, str]]]) -> Path:
    for name, rows in filled.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"second_{name}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, columns, restval="")
            out.writeheader()
            out.writerows(rows)
    return folder


def cells(table: str) -> dict[tuple[str, str], list[str]]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    return {(row[0], row[1]): row[2:] for row in rows}


def test_the_same_answers_agree_in_everything(coding, tmp_path):
    answers = coding["agreement"].compared(put(tmp_path, key(coding)))
    assert coding["agreement"].disagreements(answers) == []
    told = cells(coding["agreement"].table(answers))
    assert {form for form, _ in told} == set(coding["agreement"].FORMS)
    assert {row[2] for row in told.values()} == {"100"}
    assert {row[3] for row in told.values()} == {"1.00", "no variation", "–"}
    assert told["words", "claim"][3] == told["elements", "claim"][3] == "1.00"


def test_other_answers_are_counted_and_told(coding, tmp_path):
    filled = key(coding)
    rows = filled["words"]
    n = len(rows)
    rows[0]["basis"] = "hearsay" if rows[0]["basis"] == "direct" else "direct"
    rows[1]["claim"] = "c.sx.voroshilov-watch"
    filled["pressures"][0]["grade"] = "none_found"
    answers = coding["agreement"].compared(put(tmp_path, filled))
    told = cells(coding["agreement"].table(answers))
    assert told["words", "basis"][:2] == [str(n - 1), str(n - 2)]  # one claim is not common to both
    assert told["words", "claim"][:2] == [str(n + 1), str(n - 1)]
    assert told["pressures", "grade"][:2] == ["5", "4"]
    lines = coding["agreement"].disagreements(answers)
    kinds = Counter(re.sub(r".*, ([^,:]+): .*", r"\1", line) for line in lines)
    assert kinds["basis"] == kinds["grade"] == 1
    assert sum("c.sx.voroshilov-watch: only in the second pass" in line for line in lines) == 1


def test_kappa_against_its_definition(coding):
    """Three answers, worked by hand: 6 of 10 are equal; chance gives 5x4 + 3x5 + 2x1 = 37 of 100."""
    kappa = coding["agreement"].kappa
    pairs = list(zip("aaaaabbbcc", "aaabbbbacb", strict=True))
    assert sum(a == b for a, b in pairs) == 6
    assert kappa(pairs) == pytest.approx((0.60 - 0.37) / (1 - 0.37))
    assert kappa([("a", "b"), ("b", "a")]) == -1
    assert kappa([]) is None


def test_the_forms_tell_nothing_of_the_first_pass(coding):
    for form in coding["second"].forms():
        assert not set(form.given) & set(form.blank)
        assert all(set(row) <= set(form.given) for row in form.rows), form.name
        ids = [cell for row in form.rows for cell in row.values() if re.fullmatch(r"[a-z]+\.\S+", cell)]
        assert all(each.startswith(("el.", "ch.")) for each in ids), form.name


def test_a_tenth_is_drawn_and_none_that_the_codebook_answers(coding):
    forms = {form.name: form.rows for form in coding["second"].forms()}
    hand, examples = coding["book"].hand, coding["second"].EXAMPLES
    drawn = {tuple(row[name] for name in ("speaker", "section", "from", "to")) for row in forms["words"]}
    rows = [
        row
        for row in hand("sixteen_statements")
        if tuple(row[name] for name in ("speaker", "section", "from", "to")) in drawn
    ]
    assert len(rows) >= len(hand("sixteen_statements")) / 10
    assert len(rows) >= 29
    assert not examples & {row["id"] for row in rows}
    page = (REPOSITORY / "docs" / "codebook.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:sx|lw|in|pd|p)\.[\w.-]+)`", page))
    known = {row["id"] for row in (*hand("sixteen_statements"), *hand("sixteen_events"))}
    assert named & known <= examples


def test_the_codebook_prints_the_table(coding):
    page = (REPOSITORY / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert coding["agreement"].table(coding["agreement"].compared()) in page
