"""How is a row of any table called in one line?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from showtrial.view.page import Page, Row, clipped
from showtrial.view.spoken import spoken

_MOST = 140


def caption(page: Page, table: str, row: Row) -> str:
    """Return a line by which a reader knows the row: its words, or who, what and when.

    Examples
    --------
    >>> from showtrial.audit.run import Audit
    >>> from showtrial.record.packaged import open_case
    >>> toy = Page(open_case("toy"), Audit({}, (), ()))
    >>> caption(toy, "persons", toy.rows["persons"]["osk"])
    'Matis Osk'
    """
    make = _CAPTIONS.get(table, _plain)
    return clipped(make(page, row) or str(row.get("id") or table), _MOST)


def _plain(page: Page, row: Row) -> str:
    for column in ("text", "name", "title", "value", "measure", "what"):
        if row.get(column):
            return str(row[column])
    return ""


def _event(page: Page, row: Row) -> str:
    what = row["title"] or row["kind"].replace("_", " ")
    who = page.name(row["person"])
    return _joined(f"{what}: {who}" if who and who not in what else what, spoken(row["date"]))


def _statement(page: Page, row: Row) -> str:
    who = page.name(row["speaker"]) or row["speaker_as_written"] or "speaker not on record"
    return _joined(who, (row["setting"] or "").replace("_", " "), spoken(row["date"]))


def _assertion(page: Page, row: Row) -> str:
    said = page.rows["statements"][row["statement"]]
    claim = page.rows["claims"].get(row["claim"])
    of = (claim["text"] or claim["kind"]) if claim else _charge(page, page.rows["charges"][row["claim"]])
    who = page.name(said["speaker"]) or said["speaker_as_written"] or "somebody"
    return f"{who} {row['polarity']}: {of}"


def _charge(page: Page, row: Row) -> str:
    return f"charge against {page.name(row['accused'])}, {page.case_labels[row['case']]}"


def _trait(page: Page, row: Row) -> str:
    return _joined(page.name(row["person"]), f"{row['kind']}: {row['value']}", spoken(row["date"]))


def _tie(page: Page, row: Row) -> str:
    return f"{page.name(row['a'])}, {row['kind']}: {page.name(row['b'])}"


def _link(page: Page, row: Row) -> str:
    return f"{row['from']} {row['kind'].replace('_', ' ')} {row['to']}"


def _reading(page: Page, row: Row) -> str:
    where = f", {row['column']}" if row["column"] else ""
    return f"{row['value']} (of {row['row']}{where})"


def _figure(page: Page, row: Row) -> str:
    number = "" if row["value"] is None else f"{row['value']:,.10g} {row['unit']}"
    return _joined(row["measure"], spoken(row["date"]), number)


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


_CAPTIONS: Mapping[str, Callable[[Page, Row], str]] = {
    "events": _event,
    "statements": _statement,
    "assertions": _assertion,
    "charges": _charge,
    "traits": _trait,
    "ties": _tie,
    "links": _link,
    "readings": _reading,
    "figures": _figure,
}
