"""Who is in the record, and which rows speak of them?"""

from __future__ import annotations

import polars as pl

from showtrial.record.views import namings, parts, people
from showtrial.view.page import Page, Row, Section, anchor, pair_anchor


def section(page: Page) -> Section:
    """Return the index of persons, groups and bodies."""
    rows = people(page.case).to_dicts()
    named = namings(page.case).drop_nulls(["namer", "named"])
    pairs = named.group_by("namer", "named", maintain_order=True).len().to_dicts()
    by_named: dict[str, list[Row]] = {}
    by_namer: dict[str, list[Row]] = {}
    for pair in pairs:
        to = pair_anchor(pair["namer"], pair["named"])
        by_named.setdefault(pair["named"], []).append(
            {"to": to, "who": page.short.get(pair["namer"], ""), "n": pair["len"]}
        )
        by_namer.setdefault(pair["namer"], []).append(
            {"to": to, "who": page.short.get(pair["named"], ""), "n": pair["len"]}
        )
    charges = _listed(page.case["charges"].select(person="accused", act="id", word="case"))
    acts = _acts(page)
    for row in rows:
        key = row["id"]
        row["by"] = sorted(by_named.get(key, []), key=lambda each: (-each["n"], each["who"]))
        row["of"] = sorted(by_namer.get(key, []), key=lambda each: (-each["n"], each["who"]))
        row["tried"] = [
            {"to": anchor(each["act"]), "word": page.case_labels.get(each["word"], each["word"])}
            for each in charges.get(key, [])
        ]
        row["done"] = acts.get(key, [])
    rows.sort(
        key=lambda row: (
            row["kind"] in ("group", "body"),
            _letters(page.surnames[row["id"]]),
            _letters(row["name"]),
            row["id"],
        )
    )
    letters: dict[str, list[Row]] = {}
    for row in rows:
        group = (
            "Groups and bodies"
            if row["kind"] in ("group", "body")
            else _letters(page.surnames[row["id"]])[:1].upper()
        )
        letters.setdefault(group, []).append(row)
    data = {"letters": letters, "n": len(rows), "recalled": sum(row["checked"] == "recalled" for row in rows)}
    return Section(key="persons", title="Persons", template="persons", data=data)


def _letters(name: str) -> str:
    """Return a name as it is sorted: its letters and digits, and the name itself where it has none."""
    return "".join(sign for sign in name.casefold() if sign.isalnum()) or name


def _listed(frame: pl.DataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in frame.to_dicts():
        found.setdefault(row["person"], []).append(row)
    return found


def _acts(page: Page) -> dict[str, list[Row]]:
    """Events in which each person takes part, and claims that speak of them, by person."""
    events = (
        page.case["events"].drop_nulls("id").select(act="id", word=pl.coalesce("title", "kind"), kind="kind")
    )
    other = page.case["claims"].filter(~pl.col("kind").is_in(["accusation", "exculpation"]))
    claims = other.select(act="id", word=pl.col("text").fill_null("claim"), kind=pl.lit("claim"))
    taken = parts(page.case).drop_nulls("person").select("act", "person").unique(maintain_order=True)
    return _listed(taken.join(pl.concat([events, claims]), on="act", how="inner", maintain_order="left"))
