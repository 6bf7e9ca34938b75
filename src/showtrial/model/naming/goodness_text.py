"""How is the goodness of a fit said on a terminal?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Found = Mapping[str, Any]
#: What stays as it was where only whom the speakers named is drawn.
GIVEN = "speakers and days"
#: What differs by construction.
CAVEAT = (
    "a draw may repeat a naming within a day, which the record holds once; and where those who could be "
    "named are those who depose or are named, fewer are unnamed on record than in draws"
)
#: What each list of the diagnostics is called.
_TITLES = {"residuals": "waits", "recall": "recall", "envelopes": "histories drawn"}


def goodness_lines(found: Found) -> list[str]:
    """Set the diagnostics of a result as lines for a terminal; nothing where it has none.

    Examples
    --------
    >>> entry = {"of": "rate", "not_applicable": "the model file asks for no rate"}
    >>> goodness_lines({"seed": 0, "residuals": [entry], "recall": [], "envelopes": []})
    ['GOODNESS OF FIT', '  waits (rate): none: the model file asks for no rate']
    """
    told = [
        line
        for key, title in _TITLES.items()
        for each in found.get(key, [])
        for line in _lines(key, title, each)
    ]
    return ["GOODNESS OF FIT", *told] if told else []


def _lines(key: str, title: str, entry: Found) -> Iterator[str]:
    head = f"  {title} ({entry['of']})"
    if "not_applicable" in entry:
        given = f", given the {entry['given']}" if entry.get("given") == GIVEN else ""
        yield f"{head}{given}: none: {entry['not_applicable']}"
    elif key == "residuals":
        yield f"{head}: {entry['words'][0]}"
        yield from (f"    {each}" for each in entry["words"][1:])
    elif key == "recall":
        yield f"{head}: who was named is among the k most probable"
        for row in entry["rows"]:
            shares = f"{_share(row['observed'])}  by chance {_share(row['by_chance'])}{_drawn(row)}"
            yield f"    k = {row['k']:<3} {shares}"
    else:
        given = f"given the {GIVEN} on record" if entry["given"] == GIVEN else "speakers and days drawn, too"
        yield f"{head}: {entry['draws']} of them, {given}; on record, and 95 in 100 of the drawn"
        for row in entry["figures"]:
            outside = "" if row["low"] <= row["observed"] <= row["high"] else "  outside"
            drawn = f"({_number(row['low'])} to {_number(row['high'])})"
            yield f"    {row['name']}: {_number(row['observed'])}  {drawn}{outside}"
        yield f"    {CAVEAT}"


def _share(value: float) -> str:
    return f"{100 * value:.1f} %"


def _drawn(row: Found) -> str:
    return f"  if the model were right {_share(row['low'])} to {_share(row['high'])}" if "low" in row else ""


def _number(value: float) -> str:
    return f"{value:.3g}" if value < 10 else f"{value:.0f}"
