"""Do the switches of the page agree with the audit?"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from showtrial.audit.remains import findings, remains
from showtrial.view.sections.coded import STATES
from showtrial.view.sections.tree import tree_anchor

pytestmark = pytest.mark.browser

TRIALS = {"toy": "night-masters", "moscow": "sixteen-1936"}
N_SETTINGS = 200

#: Sets the controls of one trial, tells them that they changed, and reads what the page then shows.
READ = """
const [key, settings, whole] = arguments;
const panel = document.querySelector('[data-switches="' + key + '"]');
const clean = node => node.textContent.replace(/\\s+/g, ' ').trim();
return settings.map(([on, unknown, picks]) => {
  const boxes = [...panel.querySelectorAll('[data-rule]')];
  boxes.forEach((box, at) => { box.checked = on.includes(at); });
  [...panel.querySelectorAll('[data-cell]')].forEach((one, at) => { one.value = String(picks[at]); });
  const radio = panel.querySelector('input[value="' + unknown + '"]');
  radio.checked = true;
  (picks.length ? panel.querySelector('[data-cell]') : radio).dispatchEvent(new Event('change', {bubbles: true}));
  const matrix = {}, told = {};
  for (const cell of panel.querySelectorAll('td[data-c] > a.st:not(.sm)')) matrix[cell.hash.slice(1)] = clean(cell);
  if (whole) for (const tree of panel.querySelectorAll('details.tree')) {
    const gone = [...tree.querySelectorAll('[data-by]')].flatMap(block => [...block.querySelectorAll('[data-leaf]')].map(one => [
      one.dataset.leaf, block.dataset.by, clean(block.querySelector('p').firstChild),
      [...block.querySelectorAll('p .who > *')].concat([...one.querySelectorAll('.who > *')]).map(clean).sort()]));
    const elements = [...tree.querySelectorAll('.el')].map(e => [e.id, clean(e.querySelector('summary .st'))]);
    told[tree.id] = [clean(tree.querySelector('[data-say]')), gone, elements, clean(tree.querySelector('[data-els]'))];
  }
  return [matrix, clean(panel.querySelector('[data-count]')), told];
});
"""


def written(folder: Path, html: str) -> Path:
    path = folder / "report.html"
    path.write_text(html, encoding="utf-8")
    return path


@pytest.fixture(params=list(TRIALS))
def switched(request, browser, show, tmp_path):
    """A page with its switches, the truth tables, and the disputed cells in the order of the page."""
    sheets = request.getfixturevalue(f"{request.param}_sheets")
    show(browser, written(tmp_path, request.getfixturevalue(f"{request.param}_html")), 1440)
    key = f"s-support-{TRIALS[request.param]}"
    script = "return JSON.parse(document.getElementById(arguments[0]).querySelector('[data-tables]').textContent).cells"
    page = sheets.page
    charges = {row["id"] for row in page.charges[TRIALS[request.param]]}
    held = [each for each in page.audit.worlds if each.charge in charges]
    return browser, key, page, held, browser.execute_script(script, key)


def drawn(n: int, n_rules: int, cells: list[list[str]], seed: int) -> list[list]:
    """Draw `n` settings: rules that are on, what is not on record, and a reading for each dispute."""
    chance = random.Random(seed)
    return [
        [
            [at for at in range(n_rules) if chance.random() < share],
            chance.choice(["both", "strict", "lenient"]),
            [chance.randrange(len(cell) - 1) for cell in cells],
        ]
        for share in (chance.random() for _ in range(n))
    ]


def combo(worlds, cells, picks) -> int:
    """Which choice of readings of a charge agrees with what is picked in the page."""
    picked = {cell[0]: cell[1 + at] for cell, at in zip(cells, picks, strict=True)}
    fits = [
        all(picked.get(".".join(cell), value) == value for cell, value in choice.items())
        for choice in worlds.combos
    ]
    assert fits.count(True) == 1
    return fits.index(True)


def expected(worlds, at: int, on, unknown: str) -> str:
    rules = worlds.rules.rules
    world = worlds.mask(rules[each].id for each in on)
    strict, lenient = (worlds.bits(run)[at] >> world & 1 for run in ("strict", "lenient"))
    taken = {"strict": (strict, strict), "lenient": (lenient, lenient), "both": (strict, lenient)}[unknown]
    return STATES["k" if all(taken) else "d" if any(taken) else "n"]


def test_the_matrix_is_the_audits_for_random_rule_sets(switched):
    browser, key, _, held, cells = switched
    settings = drawn(N_SETTINGS, held[0].n_rules, cells, seed=1936)
    shown = browser.execute_script(READ, key, settings, False)
    seen = set()
    for (on, unknown, picks), (matrix, counted, _) in zip(settings, shown, strict=True):
        right = {
            tree_anchor(worlds.charge): expected(worlds, combo(worlds, cells, picks), on, unknown)
            for worlds in held
        }
        assert matrix == right, (on, unknown, picks)
        kept = list(right.values()).count(STATES["k"])
        assert counted.startswith(f"With these rules {kept} of {len(held)} charges keep")
        seen |= set(right.values())
    assert seen == {STATES[letter] for letter in "knd"} or key == "s-support-night-masters"
    assert {STATES["k"], STATES["n"]} <= seen


def test_the_reasons_are_the_audits(switched):
    browser, key, page, held, cells = switched
    settings = [[on, "both", picks] for on, _, picks in drawn(12, held[0].n_rules, cells, seed=7)]
    shown = browser.execute_script(READ, key, settings, True)
    for (on, _, picks), (_, _, told) in zip(settings, shown, strict=True):
        for worlds in held:
            rules = worlds.rules.rules
            at = combo(worlds, cells, picks)
            left = remains(worlds, [rules[each].id for each in on])[at]
            evidence = worlds.admissions[0].evidence
            titles = {rule.id: rule.title for rule in rules}
            say, gone, elements, lacking = told[tree_anchor(worlds.charge)]
            (status,) = [
                each.text for each in findings((left,), evidence, titles) if each.statistic == "status"
            ]
            assert say == status
            right = [
                [each.leaf, letter, by(letter, [titles[rule] for rule in each.by]), named(page, each.why)]
                for letter, group in (("n", left.lost), ("d", left.unsure))
                for each in group
            ]
            assert sorted(gone) == sorted(right)
            open_or_lost = [each for each, state in elements if state != STATES["k"]]
            assert len(open_or_lost) == len(left.elements)
            if {state for _, state in elements} == {STATES["n"]}:
                assert lacking == "No element keeps support."
            else:
                assert all(page.rows["elements"][each]["text"] in lacking for each in left.elements)


def by(letter: str, titles: list[str]) -> str:
    words = {"n": "Set aside", "d": "Set aside if what is not on record counts against it"}[letter]
    return f"{words}, by: {'; '.join(titles)}."


def named(page, rows) -> list[str]:
    """How the page names the rows on which a rule tells, and the cells that are not on record."""
    said = []
    for row in rows:
        home, _, cell = row.rpartition(".")
        missing = row not in page.known and home in page.known
        said.append(f"not on record: {cell} of {home}" if missing else row)
    return sorted(said)


def test_with_all_rules_on_the_script_writes_what_stood_there(switched):
    """What the page says without scripts, and what it says once they have run."""
    browser, key, _, held, cells = switched
    words = (
        "const p = document.getElementById(arguments[0]).cloneNode(true);"
        "return p.textContent.replace(/\\s+/g, ' ')"
    )
    before = browser.execute_script(words, key)
    settings = [[list(range(held[0].n_rules)), "both", [0] * len(cells)]]
    browser.execute_script(READ, key, [[[], "strict", [0] * len(cells)], *settings], False)
    assert tight(browser.execute_script(words, key)) == tight(before)


def tight(words: str) -> str:
    return "".join(words.split())


def test_a_setting_can_be_cited(switched):
    browser, key, _, held, cells = switched
    rules = held[0].rules.rules
    panel = f"document.querySelector('[data-switches=\"{key}\"]')"
    picks = [len(cell) - 2 for cell in cells]
    browser.execute_script(READ, key, [[[0, 2], "lenient", picks]], False)
    address = browser.execute_script(f"return {panel}.querySelector('[data-here]').href")
    counted = browser.execute_script(f"return {panel}.querySelector('[data-setting]').textContent")
    assert f"off={rules[1].id}" in address
    browser.get("about:blank")
    browser.get(address)
    assert browser.execute_script(f"return {panel}.querySelector('[data-setting]').textContent") == counted
    checked = browser.execute_script(
        f"return [...{panel}.querySelectorAll('[data-rule]')].map(b => b.checked)"
    )
    assert checked == [at in (0, 2) for at in range(len(rules))]
    assert browser.execute_script(f"return {panel}.querySelector('[data-here]').href") == address
    assert browser.execute_script("return scrollY") > 0
    browser.get("about:blank")
    browser.get(address.split("#")[0] + f"#{key};off=no-such-rule;%E0%A4%A=1")
    said = browser.execute_script(f"return {panel}.querySelector('[data-setting]').textContent")
    assert "asks for what this page does not have: no-such-rule" in said
    severe = [entry for entry in browser.get_log("browser") if "switches" in entry["message"]]
    assert severe == []


def test_three_clicks_lead_to_the_place_in_the_source(switched):
    from selenium.webdriver.common.by import By

    browser, key, _, held, _ = switched
    charge = held[-1].charge if "sixteen" not in key else "ch.sixteen-1936.kamenev"
    to = tree_anchor(charge)
    panel = browser.find_element(By.CSS_SELECTOR, f"[data-switches='{key}']")
    panel.find_element(By.CSS_SELECTOR, f"td > a[href='#{to}']").click()
    tree = browser.find_element(By.ID, to)
    claim = tree.find_element(By.CSS_SELECTOR, ".el .sc:not([open]) > summary")
    assert claim.is_displayed()
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", claim)
    claim.click()
    place = claim.find_element(By.XPATH, "..").find_element(By.CSS_SELECTOR, ".sa .who a")
    assert place.is_displayed()
    cited = claim.find_element(By.XPATH, "..").find_elements(By.CSS_SELECTOR, ".sa .who a[href^='https://']")
    assert ("sixteen" in key) == bool(cited)
    for each in cited:
        assert each.is_displayed()


def test_the_switches_answer_to_keys_and_buttons(switched):
    from selenium.webdriver.common.by import By

    browser, key, _, _, cells = switched
    browser.execute_script(READ, key, [[[], "both", [0] * len(cells)]], False)
    panel = browser.find_element(By.CSS_SELECTOR, f"[data-switches='{key}']")
    setting = panel.find_element(By.CSS_SELECTOR, "[data-setting]")
    box = panel.find_element(By.CSS_SELECTOR, "[data-rule='2']")
    box.send_keys(" ")
    assert setting.text.startswith("Rules on: 3.")
    every = panel.find_element(By.CSS_SELECTOR, "[data-set='all']")
    every.send_keys("\n")
    assert setting.text.startswith("Rules on: all.")
    panel.find_element(By.CSS_SELECTOR, "[data-set='none']").send_keys("\n")
    assert setting.text.startswith("Rules on: none.")
    assert panel.find_element(By.CSS_SELECTOR, "[data-count]").get_attribute("role") == "status"


def test_without_scripts_there_are_no_dead_controls(browser, toy_html, show, tmp_path):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(browser, written(tmp_path, toy_html), 768)
        nodes = browser.execute_cdp_cmd(
            "DOMSnapshot.captureSnapshot", {"computedStyles": ["display"], "includePaintOrder": False}
        )
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    document, strings = nodes["documents"][0], nodes["strings"]
    names = [strings[at] for at in document["nodes"]["nodeName"]]
    laid_out = {names[at] for at in document["layout"]["nodeIndex"]}
    assert {"INPUT", "SELECT", "BUTTON"} <= set(names)
    assert "TABLE" in laid_out
    assert "SELECT" not in laid_out
    inputs = [at for at in document["layout"]["nodeIndex"] if names[at] == "INPUT"]
    attributes = [[strings[each] for each in document["nodes"]["attributes"][at]] for at in inputs]
    assert not [each for each in attributes if "data-rule" in each]
