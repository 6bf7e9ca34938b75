"""Does a browser show the report whole, at every width and on paper, and without any request?"""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess

import pytest

pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1440)


def requests(browser) -> list[str]:
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    sent = [each for each in messages if each["method"] == "Network.requestWillBeSent"]
    return [each["params"]["request"]["url"] for each in sent]


@pytest.mark.parametrize("name", ["moscow", "toy"])
@pytest.mark.parametrize("width", WIDTHS)
def test_page_fits_and_asks_for_nothing(browser, pages, name, width, show):
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
def test_one_picture_of_each_figure_is_shown_at_a_legible_size(browser, pages, width, show):
    show(browser, pages["moscow"], width)
    shown = browser.execute_script(
        "return [...document.querySelectorAll('figure')].map(f => [...f.querySelectorAll('svg')]"
        ".filter(s => s.getBoundingClientRect().width > 0)"
        ".map(s => s.getBoundingClientRect().width / s.viewBox.baseVal.width))"
    )
    assert all(len(scales) == 1 for scales in shown)
    assert min(scale for scales in shown for scale in scales) > 0.75


@pytest.mark.parametrize("width", WIDTHS)
def test_labels_of_a_figure_do_not_touch(browser, pages, width, show):
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
    assert texts > 350


def test_a_link_opens_the_fold_it_leads_into(browser, pages, moscow, show):
    show(browser, pages["moscow"], 1440)
    row = moscow["statements"]["id"][0]
    browser.get(pages["moscow"].as_uri() + f"#r-{row}")
    script = "const r = document.getElementById(arguments[0]); return r.closest('details').open"
    assert browser.execute_script(script, f"r-{row}")


def test_readable_without_scripts(browser, pages, show):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(browser, pages["toy"], 768)
        shot = base64.b64decode(browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})["data"])
        assert len(shot) > 20_000
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


PAPERS = {"A4": (8.27, 11.69), "Letter": (8.5, 11.0)}


def printed(browser, paper: str) -> bytes:
    width, height = PAPERS[paper]
    asked = {"printBackground": True, "paperWidth": width, "paperHeight": height}
    return base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", asked)["data"])


@pytest.mark.parametrize("paper", PAPERS)
def test_prints_on_the_paper_of_the_reader(browser, pages, show, paper, tmp_path):
    show(browser, pages["toy"], 1440)
    pdf = printed(browser, paper)
    boxes = set(re.findall(rb"/MediaBox\s*\[([^\]]*)\]", pdf))
    width, height = (72 * side for side in PAPERS[paper])
    sizes = [tuple(map(float, box.split()))[2:] for box in boxes]
    assert sizes
    assert all(abs(w - width) < 2 and abs(h - height) < 2 for w, h in sizes)
    assert 6 <= len(re.findall(rb"/Type\s*/Page[^s]", pdf)) <= 60
    if shutil.which("pdftotext"):
        (tmp_path / "r.pdf").write_bytes(pdf)
        text = subprocess.run(
            ["pdftotext", "-layout", tmp_path / "r.pdf", "-"], capture_output=True, text=True, check=True
        ).stdout
        assert "CONTENTS" in text
        assert "How to cite" in text
        assert "(in the file)" in text  # what is folded is named
        assert "SIMULATED" in text.split("\f")[3]


def test_a_large_case_prints_what_a_reader_wants_on_paper(browser, pages, show):
    show(browser, pages["moscow"], 1440)
    assert 40 <= len(re.findall(rb"/Type\s*/Page[^s]", printed(browser, "A4"))) <= 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(browser, pages, scheme, show):
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
