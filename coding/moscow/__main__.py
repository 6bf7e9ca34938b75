"""Write the packaged case file ``moscow``: ``python -m coding.moscow``."""

from __future__ import annotations

from coding.moscow.build import write

for name, lines in write().items():
    print(f"{lines:6,}  {name}")
