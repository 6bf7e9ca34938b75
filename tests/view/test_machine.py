"""Does the report show results of the machine as their files have them, marked, and nothing that is malformed?"""

from __future__ import annotations

import copy
import json
import re

import pytest
from click.testing import CliRunner

from showtrial.cli import main
from showtrial.errors import ReadError
from showtrial.model.machine.components import mechanisms
from showtrial.model.machine.opening import open_scenario
from showtrial.view.branches import Named, earliest, lines
from showtrial.view.report import report_html
from showtrial.view.sections.machine_diagram import ARROWS
from showtrial.view.sections.outdated import outdated
from showtrial.view.setting import set_sections
from showtrial.view.shapes import checked
from showtrial.view.site.folder import site_files
from tests.view import machine_results as made

ALL = (made.ensemble, made.trust, made.calibration, made.country)
KEYS = ("machine", "trust", "calibration", "country")


@pytest.fixture(scope="module")
def sheets(sheet):
    bare = made.ensemble() | {"from": "1802-03-01", "to": "1802-08-28", "counterfactual": None}
    bare["tree"] = {"run": 1, "persons": 0, "rows": [], "roots": [], "nodes": []}
    return set_sections(sheet(6, 20), results=[checked(found) for found in (*(make() for make in ALL), bare)])


@pytest.fixture(scope="module")
def html(sheets):
    return report_html(sheets)


def test_every_kind_has_its_section_in_page_and_site(sheets, html):
    files = site_files(sheets)
    for key in KEYS:
        assert f'id="s-{key}-1"' in html
        assert f'id="s-{key}-1"' in files[f"{key}.html"]
        assert f'href="{key}.html"' in files["index.html"]
    assert ".simd" in files["style.css"]


@pytest.mark.parametrize("key", KEYS)
def test_every_figure_and_section_says_that_it_is_simulated(sheets, key):
    section = next(each for each in sheets.sections if each.key == key)
    assert "simulated" in section.title
    assert 'class="simd"' in section.html
    assert 'class="simtag"' in section.html
    titles = re.findall(r'class="ft">([^<]+)<', section.html)
    assert titles
    recorded = ["From the record: who named whom first"] if key == "machine" else []
    assert [each for each in titles if not each.startswith("Simulated: ")] == recorded


def test_words_of_a_file_are_escaped(html):
    assert "Eight &lt;b&gt;persons&lt;/b&gt;" in html
    assert "<b>persons</b>" not in html
    assert "some &lt;i&gt;book&lt;/i&gt;" in html
    assert "<i>book</i>" not in html
    assert "Invented &amp; told." in html


def test_what_is_off_free_and_without_limit_is_said(html):
    assert "Switched off in what follows, where nothing else is said: <b>10 Mechanism 10</b>" in html
    assert "off means: rate 0" in html
    assert "without limit" in html
    states = re.findall(r'<td class="ck">(\w+)</td><td>', html)
    assert set(states) == {"cited", "free", "off"}
    assert len(states) == 40


def test_a_changed_scenario_is_said():
    assert outdated({"scenario": "toy", "scenario_sha256": open_scenario("toy").sha256}) == []
    assert outdated(made.ensemble()) == ["the scenario toy has changed since"]
    assert "not known" in outdated({**made.ensemble(), "scenario": "none"})[0]
    assert "not known" in outdated({**made.ensemble(), "scenario": "giaveno"})[0]


def test_each_of_the_twenty_stands_at_an_arrow(html):
    assert {number for marks in ARROWS.values() for number in marks} == set(range(1, 21))
    seen = {each.number for each in mechanisms().values() if each.observational}
    assert seen <= set(ARROWS["seen"])
    assert not seen & {number for arrow, marks in ARROWS.items() if arrow != "seen" for number in marks}
    figure = html[html.index('id="f-machine-1-diagram"') :]
    shown = re.findall(r">(\d+)</text>", figure[: figure.index("</svg>")])
    assert sorted(map(int, shown)) == sorted(number for marks in ARROWS.values() for number in marks)


def test_no_line_of_a_tree_crosses_another():
    people = [Named(id="0", label="", by="", day=0)]
    people += [
        Named(id=str(n), label="", by=str((n - 1) // 2), day=n * 7 % 5 + 10 * (n.bit_length()))
        for n in range(1, 40)
    ]
    found = {each.person.id: each for each in lines(people)}
    assert sorted(each.at for each in found.values()) == list(range(40))
    for fall in found.values():
        if fall.person.by:
            top = found[fall.person.by].at
            for other in found.values():
                between = top < other.at < fall.at
                assert not (between and other.person.day < fall.person.day <= other.until)


def test_who_came_first_keeps_those_who_named_them():
    people = [Named(id="0", label="", by="", day=1)]
    people += [Named(id=str(n), label="", by=str(n // 3), day=1 + n // 3) for n in range(1, 30)]
    kept = earliest(people, 9)
    ids = {each.id for each in kept}
    assert len(kept) == 9
    assert all(not each.by or each.by in ids for each in kept)


def test_a_run_without_namings_and_a_window_without_a_record_are_said(html):
    second = html[html.index('id="s-machine-2"') : html.index('id="s-trust"')]
    assert "In run 1 no naming made anybody wanted" in second
    assert "This case file has no naming dated to a day between" in second
    assert "f-machine-2-without" not in second


WRONG = [
    (made.ensemble, ("runs",), "many", "runs  'many'; wanted a whole number"),
    (made.ensemble, ("origin",), "recorded", "origin  'recorded'; wanted one of simulated"),
    (made.ensemble, ("counts", 0, "mean"), float("nan"), "counts[0].mean  'nan'; wanted a number"),
    (made.ensemble, ("days", 1), "1937-13-01", "days[1]  '1937-13-01'; wanted a date YYYY-MM-DD"),
    (made.ensemble, ("days",), ["1937-03-01"], "courses.arrests.low  2 numbers; wanted 1, one for each of days"),
    (made.ensemble, ("tree", "rows", 1, "to"), "p1", "tree.rows[1].to  'p1' is in the tree already"),
    (made.ensemble, ("tree", "roots"), [], "tree.rows[0].from  'p1'; wanted a root, or one named in an earlier row"),
    (made.ensemble, ("mechanisms", 3, "number"), 7, "mechanisms  20 of them; wanted twenty, numbered 1 to 20 in order"),
    (made.ensemble, ("mechanisms",), [], "mechanisms  0 of them; wanted twenty, numbered 1 to 20 in order"),
    (made.trust, ("cells", 0, "wrong"), 9, "cells[0].n  10; wanted right + silent + wrong, 17"),
    (made.trust, ("cells", 0, "question"), "z", "cells[0].question  'z'; wanted an id of questions"),
    (made.calibration, ("parameters", 0, "prior"), [0, 1], "wanted two numbers in order, above 0 on a log scale"),
    (made.calibration, ("targets", 0, "use"), "both", "wanted one of input, fit, held-out, excluded"),
    (made.calibration, ("sbc", 0, "bins"), 4, "sbc[0].ranks  3 numbers; wanted 4, one for each bin"),
    (made.country, ("years",), None, "years  nothing; wanted a list"),
    (made.country, ("to",), "1600-01-01", "to  1600-01-01; wanted a day after 1937-03-01"),
    (made.country_at_size, ("weeks", "arrested", "low"), [1.0], "weeks.arrested.low  1 numbers; wanted 4, one for each of days"),
    (made.country_at_size, ("targets", 0, "predicted"), {"low": 1}, "targets[0].predicted.median  missing"),
    (made.country_at_size, ("days", 1), "1937-04-14", "days  not in order; wanted each day once, the earliest first"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "place", "value", "said"), WRONG)
def test_a_malformed_result_is_refused_with_its_place(make, place, value, said):
    found = copy.deepcopy(make())
    holder = found
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    with pytest.raises(ReadError, match=re.escape(said)):
        checked(found, "x.json")


def test_the_command_line_names_the_file_and_shows_no_traceback(tmp_path):
    path = tmp_path / "bad.json"
    path.write_text(json.dumps({**made.trust(), "runs": None}))
    found = CliRunner().invoke(main, ["report", "toy", "--with", str(path), "-o", str(tmp_path / "x.html")])
    assert found.exit_code == 1
    assert not (tmp_path / "x.html").exists()
    assert f"{path}:runs  nothing; wanted a whole number" in found.output
