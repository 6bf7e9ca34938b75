"""Does the report show versions of a country by their own rules, beside the record, and only what fits together?"""

from __future__ import annotations

import copy
import json
import re
from importlib.resources import files

import pytest

from showtrial.errors import ReadError
from showtrial.view.report import report_html
from showtrial.view.sections import country_weeks
from showtrial.view.sections.figures_cited import figures_cited
from showtrial.view.sections.outdated import outdated
from showtrial.view.sections.versions import read_by_rules
from showtrial.view.setting import set_sections
from showtrial.view.shapes import checked
from tests.view import machine_results as made


def packaged(name):
    path = files("showtrial.calibration").joinpath("packaged", f"{name}.json")
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def union():
    return packaged("versions-union")


@pytest.fixture(scope="module")
def html(sheet, union):
    results = [checked(union), checked(packaged("calibration-union")), checked(made.country_at_size())]
    return report_html(set_sections(sheet(6, 20), results=results))


@pytest.fixture(scope="module")
def part(html):
    return html[html.index('id="s-versions"') : html.index('id="s-country"')]


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_every_prediction_stands_in_the_table_and_outside_is_a_word(part, union):
    table = part[part.index("The record, beside what each version predicts") :]
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", table[: table.index("</table>")], re.DOTALL)
    assert len(rows) == len(union["versions"][0]["targets"]) + 1
    for at, row in enumerate(rows[:-1]):
        mine = [version["targets"][at] for version in union["versions"]]
        assert f"{mine[0]['value']:,.0f}" in row
        assert row.count('class="out">outside<') == sum(not each["inside"] for each in mine)
        for each in mine:
            low, high = (f"{float(format(each['posterior'][side], '.3g')):,.0f}" for side in ("low", "high"))
            assert f"{low} to {high}" in row
    for version in union["versions"]:
        assert f"{version['score']:.2f}" in rows[-1]
        assert " and ".join(f"{half:.2f}" for half in version["halves"]) in words(rows[-1])


def test_undecided_is_said_to_be_a_result_and_whose_figures_are_cited(part, union):
    read = read_by_rules(union["versions"])
    said = words(part)
    assert (read["reached"], read["best"]) == ([], "orders")
    rivals = " and ".join([read["best"], *read["level"]])
    assert rivals == "orders and naming and operations and both"
    assert f"Undecided between {rivals}. This is a result, not a gap" in said
    assert "nothing of any person" in said
    known = figures_cited(union)
    for row in union["versions"][0]["targets"]:
        assert f"{known[row['id']].source} ({known[row['id']].facts})" in said


@pytest.mark.parametrize(
    ("inside", "said"),
    [((True, False), "does not make it true"), ((False, False), "No version reaches every figure")],
)
def test_one_version_or_none_is_said_too(sheet, union, inside, said):
    found = copy.deepcopy(union)
    found["versions"] = found["versions"][:2]
    for version, every in zip(found["versions"], inside, strict=True):
        for row in version["targets"]:
            row["inside"] = every
    shown = words(report_html(set_sections(sheet(6, 20), results=[checked(found)])))
    assert said in shown
    assert "This is a result" not in shown


def test_both_scales_of_the_figures_are_labelled_and_months_have_no_record(part):
    figures = dict(
        re.findall(r'<figure class="fig" id="f-versions-1-([a-z0-9-]+)">(.*?)</figure>', part, re.DOTALL)
    )
    assert set(figures) == {"arrested", "convicted", "months-4"}
    for name in ("arrested", "convicted"):
        assert "log scale" in words(figures[name])
        assert re.search(r">outside</text>", figures[name])
    assert "no monthly figure of arrests is among the figures used" in words(figures["months-4"])
    for ending in ("as ordered: with the stop", "no stop", "no stop, sweeps go on"):
        assert figures["months-4"].count(f">{ending}</text>") == 2


def test_every_figure_that_was_compared_is_drawn_and_every_other_has_its_reason(html):
    calibration = packaged("calibration-union")
    part = html[html.index('id="s-calibration"') : html.index('id="s-versions"')]
    drawn = part[part.index('id="f-calibration-1-predicted"') :]
    drawn, said = words(drawn[: drawn.index("</figure>")]), words(part)
    alt = part[part.index('id="f-calibration-1-predicted"') :]
    for row in calibration["targets"]:
        if row["use"] in ("fit", "held-out"):
            assert row["title"] in alt[: alt.index("</figure>")]
        else:
            assert row["posterior"] is None
            assert row["reason"].replace("'", "&#39;") in said
    assert drawn.count("log scale") >= 2
    assert "Perhaps out of date" not in html[: html.index('id="s-country"')]


def test_the_age_of_figures_of_the_record_is_told(union):
    assert outdated(union) == []
    assert outdated({**union, "targets_sha256": "0" * 64}) == [
        "the figures of the record for union changed since"
    ]
    assert outdated({**union, "scenario_sha256": "0" * 64}) == ["the scenario union has changed since"]


def test_counts_of_a_country_are_brought_to_its_size(html):
    part = words(html[html.index('id="s-country-1"') :])
    assert "one person of a run stands for 1,000" in part
    assert "1937 arrests 20,000 10,000 to 30,000 25,000" in part
    assert "Each run uses another draw of the posterior of the calibration of union" in part
    assert "excluded, not comparable" in part
    assert "Counts are those of a run of 100 persons" in part


WRONG = [
    (("versions",), [], "versions  none; wanted at least one"),
    (("versions", 1, "id"), "naming", "versions[1].id  'naming' stands twice"),
    (("versions", 1, "targets", 0, "value"), 3.0, "versions[1].targets  other targets than versions[0]"),
    (("versions", 0, "halves"), [1.0], "versions[0].halves  1 numbers; wanted two"),
    (("versions", 0, "score"), None, "versions[0].score  nothing; wanted a number"),
    (("versions", 0, "endings"), {}, "versions[0].endings.ordered  missing"),
    (("versions", 0, "endings", "ordered", "months"), {"1937-13": [0, 1, 2]}, "1937-13  wanted a month YYYY-MM"),
    (("versions", 0, "endings", "ordered", "months"), {"1937-12": [2, 1]}, "2 numbers; wanted three in order"),
    (("origin",), "recorded", "origin  'recorded'; wanted one of simulated"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "said"), WRONG)
def test_versions_that_do_not_fit_together_are_refused(union, place, value, said):
    found = copy.deepcopy(union)
    holder = found
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    with pytest.raises(ReadError, match=re.escape(said)):
        checked(found, "x.json")


def test_weeks_are_brought_to_size_and_a_part_of_one_is_left_out(html):
    part = html[html.index('id="f-country-1-weeks"') :]
    assert "persons arrested: highest median 6,000 (3,000 to 9,000) in the week to 1937-03-21" in part
    assert "No figure of the record by week is among those used" in words(part)


def test_the_calendar_of_a_country_stands_beside_its_weeks(html):
    part = html[html.index('id="s-country-1"') :]
    assert "An order [some &lt;i&gt;book&lt;/i&gt;]" in part
    figure = country_weeks.weeks("weeks", made.country_at_size(), "", 1000.0)
    assert figure is not None
    [arrested] = figure.wide["vconcat"]
    [strokes] = [each["data"]["values"] for each in arrested["layer"] if each["mark"]["type"] == "rule"]
    assert strokes == [{"day": "1937-03-08"}]


def test_each_figure_of_the_record_stands_beside_the_runs_that_predict_it(html):
    part = html[html.index('id="f-country-1-predicted"') : html.index('id="f-country-1-weeks"')]
    told = words(part)
    assert (
        "A figure 1 Jan 1937 to 31 Dec 1937; persons; any route fit 25 ± 10 per cent 20 10 to 30 inside"
        in told
    )
    assert "held-out 25 ± 10 per cent 2 1 to 3 outside" in told
    assert "Dark: 95 per cent of the runs, with the error of the record" in told
    assert "Pale" not in told
    assert "Left out" not in told
    assert "Missed &lt;b&gt;figure&lt;/b&gt;" in part
