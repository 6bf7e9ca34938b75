"""Reports that several tests look at, each set once a session."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from showtrial.record.casefile import CaseFile
from showtrial.record.meta import Meta
from showtrial.record.packaged import open_case
from showtrial.view.report import report_html
from showtrial.view.setting import set_sections

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def moscow():
    return open_case("moscow")


@pytest.fixture(scope="session")
def toy():
    return open_case("toy")


@pytest.fixture(scope="session")
def moscow_sheets(moscow):
    return set_sections(moscow)


@pytest.fixture(scope="session")
def toy_sheets(toy):
    return set_sections(toy)


@pytest.fixture(scope="session")
def moscow_html(moscow_sheets):
    return report_html(moscow_sheets)


@pytest.fixture(scope="session")
def toy_html(toy_sheets):
    return report_html(toy_sheets)


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


@pytest.fixture(scope="session")
def show() -> Callable[..., None]:
    """Open a page at a width, with empty logs."""

    def shown(browser, path: Path, width: int) -> None:
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        for kind in ("performance", "browser"):
            browser.get_log(kind)  # empties it
        browser.get(path.as_uri())

    return shown


@pytest.fixture(scope="session")
def sheet():
    """Make a user's sheet of namings: `n` rows among `people` persons and nothing else."""

    def make(people: int, n: int, **meta) -> CaseFile:
        chance = random.Random(people * n)
        ids = [f"p{number}" for number in range(people)]
        pairs = [chance.sample(ids, 2) for _ in range(n)]
        dates = [chance.choice(["1937-05", "1938", None, "1937-11-02"]) for _ in range(n)]
        settings = [chance.choice(["interrogation", "open_court", None]) for _ in range(n)]
        tables = {
            "sources": pl.DataFrame({"id": ["s"], "title": ["A ledger"]}),
            "persons": pl.DataFrame(
                {
                    "id": ids,
                    "name": [f"Given{number} Family{number}" for number in range(people)],
                    "died": ["1940"] * people,
                }
            ),
            "statements": pl.DataFrame(
                {
                    "id": [f"t{number}" for number in range(n)],
                    "speaker": [pair[0] for pair in pairs],
                    "date": dates,
                    "setting": settings,
                    "source": ["s"] * n,
                }
            ),
            "claims": pl.DataFrame(
                {
                    "id": [f"c{number}" for number in range(n)],
                    "kind": ["accusation"] * n,
                    "text": [f"thing {number}" for number in range(n)],
                    "person": [pair[1] for pair in pairs],
                }
            ),
            "assertions": pl.DataFrame(
                {
                    "id": [f"a{number}" for number in range(n)],
                    "statement": [f"t{number}" for number in range(n)],
                    "claim": [f"c{number}" for number in range(n)],
                    "polarity": ["affirms"] * n,
                    "source": ["s"] * n,
                    "checked": ["recalled"] * n,
                }
            ),
        }
        return CaseFile.from_frames(Meta(**{"title": "A sheet", "origin": "recorded", **meta}), tables)

    return make
