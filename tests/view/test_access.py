"""Can everybody read the report and the site: any width, keyboard, screen reader, dark screen, from a folder?"""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path

import pytest

from showtrial.view.site.folder import put

pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1440)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
#: One page of each kind; the largest of its kind where sizes differ much.
SAMPLE = (
    "index.html", "timeline.html", "trials.html", "trial/kremlin-1935.html", "person/zinoviev.html", "persons.html",
    "claim/c.sx.centre.html", "all-claims.html", "source/itsk1989-8.html", "search.html", "literature.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory, moscow_sheets) -> Path:
    folder = tmp_path_factory.mktemp("site") / "out"
    put(moscow_sheets, folder)
    return folder


@pytest.fixture(scope="module")
def axe() -> str:
    held = importlib.metadata.distribution("axe-playwright-python").locate_file(
        "axe_playwright_python/axe.min.js"
    )
    return Path(str(held)).read_text(encoding="utf-8")


def violations(browser, axe: str, *asked: str) -> list[str]:
    """What the checker finds on the page that is open, with the first place of each; all, or some rules."""
    browser.set_script_timeout(120)
    browser.execute_script(axe)
    return browser.execute_async_script(
        "const [tags, done] = arguments; axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
        ".then(r => done(r.violations.map(v => v.id + ': ' + v.nodes[0].html.slice(0, 200))))",
        list(asked) or TAGS,
    )


def scheme(browser, value: str) -> None:
    feature = [{"name": "prefers-color-scheme", "value": value}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": feature})


def test_the_checker_can_fail(browser, tmp_path, show, axe):
    (tmp_path / "bad.html").write_text(
        "<!DOCTYPE html><title>x</title><main><img src='data:,'><h1>x</h1></main>"
    )
    show(browser, tmp_path / "bad.html", 768)
    found = [each.split(":")[0] for each in violations(browser, axe)]
    assert {"image-alt", "html-has-lang"} <= set(found)


@pytest.mark.parametrize("value", ["light", "dark"])
def test_the_report_passes_the_checker(browser, pages, show, axe, value):
    scheme(browser, value)
    show(browser, pages["toy"], 1440)
    browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert violations(browser, axe) == []


@pytest.mark.parametrize("name", SAMPLE)
def test_each_kind_of_page_passes_the_checker(browser, site, show, axe, name):
    scheme(browser, "light")
    show(browser, site / name, 1440)
    assert violations(browser, axe) == []
    scheme(browser, "dark")  # colours are all that changes
    assert violations(browser, axe, "color-contrast") == []


@pytest.mark.parametrize("name", SAMPLE)
def test_a_page_fits_and_asks_for_its_style_only(browser, site, show, name):
    scheme(browser, "light")
    for width in WIDTHS:
        show(browser, site / name, width)
        assert browser.get_log("browser") == []
        asked = [json.loads(each["message"])["message"] for each in browser.get_log("performance")]
        urls = {
            each["params"]["request"]["url"]
            for each in asked
            if each["method"] == "Network.requestWillBeSent"
        }
        assert urls == {(site / name).as_uri(), (site / "style.css").as_uri()}
        browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
        styled = "return getComputedStyle(document.body).fontFamily"
        assert "Palatino" in browser.execute_script(styled)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("zinov", "Grigory Zinoviev"),
        ("ЗИНОВЬЕВ", "Grigory Zinoviev"),
        ("евсеевич", "Grigory Zinoviev"),
        ("Kamenev lev", "Lev Kamenev"),
        ("sixteen", "Trial of the Sixteen (Trotskyite-Zinovievite Terrorist Centre)"),
    ],
)
def test_search_finds_from_any_page(browser, site, show, asked, first):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support import expected_conditions as until
    from selenium.webdriver.support.wait import WebDriverWait

    moved = WebDriverWait(browser, 20).until  # a key or a click asks for a page; the page comes when it can
    show(browser, site / "person" / "zinoviev.html", 1440)
    browser.find_element(By.NAME, "q").send_keys(asked, "\n")
    moved(until.url_contains((site / "search.html").as_uri() + "?q="))
    link = moved(until.presence_of_element_located((By.CSS_SELECTOR, "#found a")))
    assert browser.find_element(By.NAME, "q").get_attribute("value") == asked
    assert link.text == first
    link.click()
    moved(until.staleness_of(link))
    assert browser.find_element(By.TAG_NAME, "h1").text == first
    assert browser.get_log("browser") == []


def test_a_search_for_what_is_not_there_says_so_and_runs_nothing(browser, site, show):
    show(browser, site / "index.html", 768)
    browser.get((site / "search.html").as_uri() + "?q=%3Cimg%20src%3Dx%3E%20qqq")
    assert browser.execute_script("return document.getElementById('answer').textContent").startswith(
        "0 entries"
    )
    assert browser.execute_script("return document.images.length") == 0


def test_the_keyboard_gets_past_the_contents_and_back(browser, pages, show):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    show(browser, pages["toy"], 1440)
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    focus = "return document.activeElement.getAttribute('href') || document.activeElement.id"
    assert browser.execute_script(focus) == "#main"
    box = browser.execute_script("return document.activeElement.getBoundingClientRect().left")
    assert box >= 0  # seen when it has the focus
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert browser.execute_script(focus) == "main"
    browser.find_element(By.CSS_SELECTOR, "#s-timeline .up a").send_keys(Keys.ENTER)
    assert browser.execute_script(focus) == "contents"


def test_the_contents_show_where_the_reader_is(browser, pages, show):
    show(browser, pages["toy"], 1440)
    browser.get(pages["toy"].as_uri() + "#s-persons")
    current = (
        "return [...document.querySelectorAll('#contents [aria-current]')].map(a => a.getAttribute('href'))"
    )
    browser.execute_async_script("const done = arguments[0]; setTimeout(done, 300)")
    assert browser.execute_script(current) == ["#s-persons"]
