"""How does paper show where a link leads that leaves the page?

A reader of paper cannot follow a link. So every link to the web that is printed gets a number, and
the addresses stand behind the section in a list that only paper shows. It is made when the page is
made: nothing has to run.
"""

from __future__ import annotations

import re

from markupsafe import Markup

#: A link to the web, or where something is folded away or unfolded.
_TAG = re.compile(r'<a\b[^<>]*\bhref="(https?://[^"]+)"[^<>]*>|</a>|<details\b[^<>]*>|</details>')


def footnoted(html: str, key: str) -> Markup:
    """Put a number behind each link of `html` that leaves the page, and list where they lead.

    Parameters
    ----------
    html : str
        What stands below a heading; it is escaped already.
    key : str
        What makes the anchors of these notes unique.

    Returns
    -------
    markupsafe.Markup
        The same, with a number behind each link and the list at the end. One address has one number.
        What is folded away is not printed and gets none.

    Examples
    --------
    >>> print(footnoted('<a href="https://a.example/">A</a> <a href="#r-b">B</a>', "n"))
    <a href="https://a.example/">A</a><sup class="fn">1</sup> <a href="#r-b">B</a>
    <ol class="notes" aria-label="Addresses of the links"><li id="n-1">https://a.example/</li></ol>
    """
    found: dict[str, int] = {}
    folded = 0
    waiting = 0

    def told(tag: re.Match[str]) -> str:
        nonlocal folded, waiting
        text = tag[0]
        if text.startswith("<details"):
            folded += bool(folded) or not re.search(r"\sopen\b", text)
        elif text == "</details>":
            folded -= bool(folded)
        elif text == "</a>" and waiting:
            text, waiting = f'</a><sup class="fn">{waiting}</sup>', 0
        elif tag[1] and not folded:
            waiting = found.setdefault(tag[1], len(found) + 1)
        return text

    body = _TAG.sub(told, html)
    if not found:
        return Markup(body)
    items = "".join(f'<li id="{key}-{n}">{address}</li>' for address, n in found.items())
    return Markup(f'{body}\n<ol class="notes" aria-label="Addresses of the links">{items}</ol>')
