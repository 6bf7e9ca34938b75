"""Can everybody read what the report shows of the machine: light and dark, wide and narrow?"""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest

from showtrial.view.report import report_html
from showtrial.view.setting import set_sections
from tests.view import machine_results as made
from tests.view.test_access import scheme, violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def path(sheet, tmp_path_factory) -> Path:
    makes = (made.ensemble, made.trust, made.calibration, made.country_at_size, made.versions)
    results = [make() for make in makes]
    found = tmp_path_factory.mktemp("machine") / "machine.html"
    found.write_text(report_html(set_sections(sheet(6, 20), results=results)), encoding="utf-8")
    return found


def test_the_sections_pass_the_checker_and_fit(browser, path, show):
    held = importlib.metadata.distribution("axe-playwright-python").locate_file(
        "axe_playwright_python/axe.min.js"
    )
    axe = Path(str(held)).read_text(encoding="utf-8")
    for value in ("light", "dark"):
        scheme(browser, value)
        show(browser, path, 1440)
        browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert violations(browser, axe) == []
    for width in (360, 768, 1440):
        show(browser, path, width)
        assert browser.get_log("browser") == []
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
