"""How are the tests run? Found examples are the same on every run, unless new ones are asked for.

``make test`` tries the same examples each time; ``make test-all`` looks for new ones
(``HYPOTHESIS_PROFILE=default``).
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
