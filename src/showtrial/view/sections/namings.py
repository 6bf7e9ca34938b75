"""Who named whom?"""

from __future__ import annotations

import polars as pl

from showtrial.record.views import standing
from showtrial.view.bars import both
from showtrial.view.page import UNSAID, Page, Row, Section, case_anchor, pair_anchor, sources_of
from showtrial.view.palette import STANDING, colours
from showtrial.view.sections import matrix, network
from showtrial.view.svg import Figure, link

OTHERS = "no trial named"


def section(page: Page) -> Section | None:
    """Return the namings, or None where no naming is on record."""
    rows = standing(page.case)
    if not rows.height:
        return None
    known = rows.drop_nulls(["namer", "named"])
    figures = [_settings(page, rows), _standings(rows)]
    if known.height:
        figures = [network.figure(page, known), matrix.figure(page, known), *figures]
    data = {
        "n": rows.height,
        "pairs": known.select("namer", "named").n_unique(),
        "namers": rows["namer"].drop_nulls().n_unique(),
        "named": rows["named"].drop_nulls().n_unique(),
        "exculpating": rows.filter(pl.col("polarity") == "exculpates").to_dicts(),
        "recalled": rows.filter(pl.col("checked") == "recalled").height,
        "nameless": rows.height - known.height,
        "groups": _groups(page, rows),
    }
    return Section(
        key="namings", title="Who named whom", template="namings", data=data, figures=tuple(figures)
    )


def _groups(page: Page, rows: pl.DataFrame) -> list[Row]:
    """Namings by the case in which they were made, then by pair."""
    found: dict[str, list[Row]] = {}
    names = page.names
    ordered = sorted(
        rows.to_dicts(),
        key=lambda row: (
            page.short.get(row["namer"], "~"),
            names.get(row["namer"], "~"),
            names.get(row["named"], "~"),
            row["lo"] if row["lo"] is not None else 2**53,
            row["id"],
        ),
    )
    for row in ordered:
        found.setdefault(row["case"] or "", []).append(row)
    order = [*page.cases, ""]
    seen: set[str] = set()
    groups = []
    for case in order:
        if case not in found:
            continue
        for row in found[case]:
            key = pair_anchor(row["namer"], row["named"])
            row["pair"] = "" if key in seen else key
            seen.add(key)
        groups.append(
            {
                "to": case_anchor(case),
                "title": page.cases.get(case, OTHERS),
                "rows": found[case],
                "pairs": len({(row["namer"], row["named"]) for row in found[case]}),
            }
        )
    return groups


def _settings(page: Page, rows: pl.DataFrame) -> Figure:
    counted = (
        rows.with_columns(pl.col("setting").fill_null(UNSAID), pl.col("case").fill_null(""))
        .group_by("case", "setting")
        .len()
        .rows()
    )
    ranked = (
        rows["setting"].fill_null(UNSAID).value_counts().sort(["count", "setting"], descending=[True, False])
    )
    settings = ranked["setting"].to_list()
    used = dict(zip([each.replace("_", " ") for each in settings], colours(len(settings)), strict=True))
    order = [*page.cases, ""]
    values = [
        {
            "label": page.case_labels.get(case, OTHERS),
            "part": setting.replace("_", " "),
            "n": n,
            "url": link(case_anchor(case)),
        }
        for case, setting, n in sorted(counted, key=lambda row: (order.index(row[0]), settings.index(row[1])))
    ]
    wide, narrow = both(values, "namings", used)
    return Figure(
        key="naming-settings",
        title="Namings by trial and by setting",
        unit="namings",
        n=rows.height,
        source=sources_of(rows),
        alt="Stacked bars, one a trial. Most namings were made in the setting "
        f"{settings[0].replace('_', ' ')}.",
        wide=wide,
        narrow=narrow,
        note="The rows are in the table of namings below, trial by trial.",
    )


def _standings(rows: pl.DataFrame) -> Figure:
    counted = (
        rows.with_columns(pl.col("setting").fill_null(UNSAID)).group_by("standing", "setting").len().rows()
    )
    total = {key: sum(n for where, _, n in counted if where == key) for key in STANDING}
    settings = sorted({setting for _, setting, _ in counted})
    used = dict(zip([each.replace("_", " ") for each in settings], colours(len(settings)), strict=True))
    values = [
        {"label": _WORDS[where], "part": setting.replace("_", " "), "n": n}
        for where, setting, n in sorted(counted, key=lambda row: (list(STANDING).index(row[0]), row[1]))
    ]
    wide, narrow = both(values, "namings", used)
    safe = total["dead"] + total["condemned"] + total["abroad"]
    return Figure(
        key="naming-standing",
        title="Where the named stood on the day they were named",
        unit="namings",
        n=rows.height,
        source=sources_of(rows),
        alt=f"Bars: {safe} of {rows.height} namings are of people dead, already condemned or abroad.",
        wide=wide,
        narrow=narrow,
        note="Only what is certain from the dates counts; acts of one day are never ordered. "
        "A person can be two of these at once: the first of dead, condemned, held, abroad is counted.",
    )


_WORDS = {
    "dead": "dead",
    "condemned": "already condemned",
    "held": "held",
    "abroad": "abroad",
    "not on record": "not on record",
}
