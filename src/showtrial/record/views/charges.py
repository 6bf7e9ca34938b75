"""Who was accused in which case, and how long after arrest is a first confession on record?"""

from __future__ import annotations

import polars as pl

from showtrial.record.casefile import CaseFile
from showtrial.record.dates import Attested, days_between
from showtrial.record.views.acts import subjects
from showtrial.record.when import when

#: Settings in which a statement was made to the investigation, before any hearing.
INQUIRY = ("interrogation", "confrontation", "testimony", "letter", "cell")
_COURT = ("open_court", "closed_court")
_ADMITS = ("affirms", "partial")


def accused(case: CaseFile) -> pl.DataFrame:
    """Return one row for each person in each case: the charge and what became of it.

    Returns
    -------
    polars.DataFrame
        Columns charge, case, accused, name, law, finding, sentence, verdict, plea (assertion id),
        plea_polarity and plea_note of the first stance in court, source, certainty, checked.
    """
    pleas = _stances(case, _COURT).group_by("charge", maintain_order=True).first()
    names = case["persons"].select(accused="id", name="name")
    return (
        case["charges"]
        .rename({"id": "charge"})
        .join(names, on="accused", how="left", maintain_order="left")
        .join(
            pleas.select("charge", plea="assertion", plea_polarity="polarity", plea_note="note"),
            on="charge",
            how="left",
            maintain_order="left",
        )
        .select(
            "charge", "case", "accused", "name", "law", "finding", "sentence", "verdict",
            "plea", "plea_polarity", "plea_note", "source", "certainty", "checked",
        )
    )  # fmt: skip


def confession_times(case: CaseFile) -> pl.DataFrame:
    """Return, for each charge, the days from arrest to the first recorded confession.

    The confession is the earliest assertion that affirms the charge, wholly or in part, in a
    statement to the investigation; the arrest is the last one on record that does not lie
    necessarily after it. With uncertain dates the days are an interval. These are times among
    those recorded as confessing: they say nothing of how long the arrested held out in general.

    Returns
    -------
    polars.DataFrame
        Columns charge, case, accused, arrest (event id), confession (assertion id), arrested,
        confessed (dates as attested), days_low, days_high, plea (assertion id), status: ``dated``
        (both dates), ``arrest not dated``, ``first confessed in court``, ``none on record``.
    """
    calendar = case.calendar
    taken = subjects(case, "arrest")
    arrests: dict[str, list[tuple[str, Attested]]] = {}
    for person, event, date in zip(taken["subject"], taken["id"], when(taken, calendar), strict=True):
        if date:
            arrests.setdefault(person, []).append((event, date))
    first: dict[str, tuple[str, Attested]] = {}
    stances = _stances(case, INQUIRY).filter(pl.col("polarity").is_in(_ADMITS))
    for charge, assertion, date in zip(
        stances["charge"], stances["assertion"], when(stances, calendar), strict=True
    ):
        if date and (charge not in first or (date.hi, date.lo) < (first[charge][1].hi, first[charge][1].lo)):
            first[charge] = (assertion, date)
    court = _stances(case, _COURT).filter(pl.col("polarity").is_in(_ADMITS))
    admitted = set(court["charge"])
    rows = [_time(row, arrests, first, admitted) for row in accused(case).iter_rows(named=True)]
    columns = "charge case accused arrest confession arrested confessed days_low days_high plea status"
    types = {name: pl.Int64 if name.startswith("days") else pl.String for name in columns.split()}
    return pl.DataFrame(rows, schema=types, orient="row")


def _time(
    row: dict[str, str | None],
    arrests: dict[str, list[tuple[str, Attested]]],
    first: dict[str, tuple[str, Attested]],
    admitted: set[str],
) -> tuple[object, ...]:
    confession, confessed = first.get(str(row["charge"]), (None, None))
    known = arrests.get(str(row["accused"]), [])
    if confessed:
        known = [each for each in known if each[1].lo < confessed.hi]
    arrest, arrested = max(known, key=lambda each: (each[1].lo, each[0]), default=(None, None))
    days: tuple[int | None, int | None] = (None, None)
    if confessed and arrested:
        low, high = days_between(arrested.span, confessed.span)
        days = (max(low, 0), high)  # nobody confesses before the arrest
    if confessed:
        status = "dated" if arrested else "arrest not dated"
    else:
        status = "first confessed in court" if row["charge"] in admitted else "none on record"
    dates = (arrested.text if arrested else None, confessed.text if confessed else None)
    return (
        row["charge"],
        row["case"],
        row["accused"],
        arrest,
        confession,
        *dates,
        *days,
        row["plea"],
        status,
    )


def _stances(case: CaseFile, settings: tuple[str, ...]) -> pl.DataFrame:
    """Return assertions about charges by the accused themselves in one of `settings`, earliest first."""
    charges = case["charges"].select(charge="id", accused="accused")
    said = case["statements"].select("id", "speaker", "date", "time", "setting")
    found = (
        case["assertions"]
        .rename({"id": "assertion", "claim": "charge"})
        .join(charges, on="charge", maintain_order="left")
        .join(said, left_on="statement", right_on="id", maintain_order="left")
        .filter((pl.col("speaker") == pl.col("accused")) & pl.col("setting").is_in(settings))
    )
    first_possible = [date.lo if date else None for date in when(found, case.calendar)]
    return found.with_columns(pl.Series("lo", first_possible, dtype=pl.Int64)).sort(
        "lo", nulls_last=True, maintain_order=True
    )
