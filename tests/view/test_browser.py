"""Does a browser show the report whole, at every width and on paper, and without any request?"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
WIDTHS = (360, 768, 1440)
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory) -> Iterator:
    if not (CHROMIUM.exists() and DRIVER.exists()):
        if os.environ.get("CI"):
            pytest.fail(f"{CHROMIUM} or {DRIVER} is missing")
        pytest.skip(f"{CHROMIUM} or {DRIVER} is missing")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    profile = tmp_path_factory.mktemp("profile")
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    driver.set_page_load_timeout(300)
    driver.command_executor.client_config.timeout = 600  # printing some 200 pages takes its time
    yield driver
    driver.quit()
    shutil.rmtree(profile, ignore_errors=True)


@pytest.fixture(scope="module")
def pages(tmp_path_factory, moscow_html, toy_html) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("report")
    found = {}
    for name, html in (("moscow", moscow_html), ("toy", toy_html)):
        found[name] = folder / f"{name}.html"
        found[name].write_text(html, encoding="utf-8")
    return found


def show(browser, path: Path, width: int) -> None:
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    for kind in ("performance", "browser"):
        browser.get_log(kind)  # empties it
    browser.get(path.as_uri())


def requests(browser) -> list[str]:
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    sent = [each for each in messages if each["method"] == "Network.requestWillBeSent"]
    return [each["params"]["request"]["url"] for each in sent]


@pytest.mark.parametrize("name", ["moscow", "toy"])
@pytest.mark.parametrize("width", WIDTHS)
def test_page_fits_and_asks_for_nothing(browser, pages, name, width):
    show(browser, pages[name], width)
    assert browser.execute_script("return innerWidth") == width
    assert browser.get_log("browser") == []
    assert set(requests(browser)) == {pages[name].as_uri()}
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    wide = browser.execute_script(
        "return [...document.querySelectorAll('figure')].filter(f => { const c = f.querySelector('.card')"
        ".getBoundingClientRect(); return [...f.querySelectorAll('svg')].some(s => { const r ="
        " s.getBoundingClientRect(); return r.width > 0 && (r.right > c.right + 1 || r.left < c.left - 1) }) })"
        ".map(f => f.id)"
    )
    assert wide == []


@pytest.mark.parametrize("width", WIDTHS)
def test_one_picture_of_each_figure_is_shown_at_a_legible_size(browser, pages, width):
    show(browser, pages["moscow"], width)
    shown = browser.execute_script(
        "return [...document.querySelectorAll('figure')].map(f => [...f.querySelectorAll('svg')]"
        ".filter(s => s.getBoundingClientRect().width > 0)"
        ".map(s => s.getBoundingClientRect().width / s.viewBox.baseVal.width))"
    )
    assert all(len(scales) == 1 for scales in shown)
    assert min(scale for scales in shown for scale in scales) > 0.75


@pytest.mark.parametrize("width", WIDTHS)
def test_labels_of_a_figure_do_not_touch(browser, pages, width):
    """Texts of each picture that is shown, against each other; a hair's breadth is allowed."""
    show(browser, pages["moscow"], width)
    touching, texts = browser.execute_script(
        """
        const found = [];
        let texts = 0;
        for (const svg of document.querySelectorAll('figure svg')) {
          if (!svg.getBoundingClientRect().width) continue;
          const seen = new Set(), boxes = [];
          for (const text of svg.querySelectorAll('text')) {
            const r = text.getBoundingClientRect();
            const key = text.textContent + '|' + Math.round(r.left) + '|' + Math.round(r.top);
            if (!text.textContent.trim() || seen.has(key)) continue;  // a label and its halo
            seen.add(key);
            texts += 1;
            const turned = r.height > r.width && text.textContent.length > 3;
            boxes.push([turned ? r.left + r.width * .25 : r.left + 1, turned ? r.top + 1 : r.top + r.height * .25,
                        turned ? r.right - r.width * .25 : r.right - 1, turned ? r.bottom - 1 : r.bottom - r.height * .25,
                        text.textContent]);
          }
          for (let i = 0; i < boxes.length; i++) for (let j = 0; j < i; j++) {
            const [a, b] = [boxes[i], boxes[j]];
            if (a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3])
              found.push(svg.closest('figure').id + ': ' + a[4] + ' / ' + b[4]);
          }
        }
        return [found, texts];
        """
    )
    assert touching == []
    assert texts > 400


def test_a_link_opens_the_fold_it_leads_into(browser, pages, moscow):
    show(browser, pages["moscow"], 1440)
    row = moscow["statements"]["id"][0]
    browser.get(pages["moscow"].as_uri() + f"#r-{row}")
    script = "const r = document.getElementById(arguments[0]); return r.closest('details').open"
    assert browser.execute_script(script, f"r-{row}")


def test_readable_without_scripts(browser, pages):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(browser, pages["toy"], 768)
        shot = base64.b64decode(browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"])
        assert len(shot) > 20_000
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize(("name", "least"), [("moscow", 6), ("toy", 6)])
def test_prints(browser, pages, name, least):
    show(browser, pages[name], 1440)
    answer = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    pdf = base64.b64decode(answer["data"])
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) >= least


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(browser, pages, scheme):
    """Body text, quiet text, links and the mark of recalled rows: at least 4.5 to 1 (WCAG AA)."""
    feature = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": feature})
    try:
        show(browser, pages["moscow"], 1440)
        names = ("--paper", "--ink", "--quiet", "--link", "--hot", "--hot-bg")
        style = "const s = getComputedStyle(document.documentElement); return arguments[0].map(n => s.getPropertyValue(n))"
        paper, ink, quiet, linked, hot, under = browser.execute_script(style, names)
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    for front, back in ((ink, paper), (quiet, paper), (linked, paper), (hot, under)):
        assert contrast(front.strip(), back.strip()) >= 4.5, (front, back)


def contrast(first: str, second: str) -> float:
    bright, dark = sorted((light(first), light(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def light(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` or ``#rgb``."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
