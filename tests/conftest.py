"""How are the tests run? Found examples are the same on every run, unless new ones are asked for.

``make test`` tries the same fifty examples each time; ``make test-all`` looks for a hundred new ones
(``HYPOTHESIS_PROFILE=default``).
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=50)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items):
    """Keep the tests of the big report on one worker: setting it takes longer than they do."""
    for item in items:
        if "moscow_sheets" in getattr(item, "fixturenames", ()) or "browser" in item.keywords:
            item.add_marker(pytest.mark.xdist_group("report"))
