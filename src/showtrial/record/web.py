"""Which texts are addresses of pages on the web?"""

from __future__ import annotations

import re

#: A host after http or https, and then nothing that an address has to escape (blanks, quotes, brackets).
_ADDRESS = re.compile(r"https?://[^\s/?#\"'<>\\^`{|}@]+[^\s\"'<>\\^`{|}]*", re.IGNORECASE)


def web_address(text: str | None) -> bool:
    """Whether a text is the address of a page, with http or https.

    Only such an address is accepted by the check and becomes a link in the report.

    Examples
    --------
    >>> web_address("https://example.org/a?b=1#c"), web_address("example.org")
    (True, False)
    >>> web_address("javascript:alert(1)"), web_address("https://"), web_address(None)
    (False, False, False)
    """
    return text is not None and _ADDRESS.fullmatch(text) is not None and text.isprintable()
