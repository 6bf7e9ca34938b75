"""What do editors leave of a record: a selection of the protocols, a smoothed report of the trial?

A stated assumption, not a finding: editors of volumes of documents print what explains the open trials.
They look at the protocols that affirm a charge and are of one of the accused of an open trial, or name
one; of these they print a share. A smoothed report prints every plea as a confession.
"""

from __future__ import annotations

import polars as pl

from showtrial.model.machine.chance import key_of, mixed
from showtrial.record.casefile import CaseFile
from showtrial.record.pruning import settled


def edited(case: CaseFile, share: float, seed: int) -> CaseFile:
    """Return `case` with the protocols that editors would print.

    Parameters
    ----------
    case : CaseFile
        A record with its archive.
    share : float
        Share of the protocols looked at that is printed; which, is decided by `seed` and the id.
    seed : int
        Of the run.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> toy = open_case("toy")
    >>> some = edited(toy, 0.5, seed=1)
    >>> [case["statements"].filter(setting="interrogation")["id"].to_list() for case in (toy, some)]
    [['s.osk-1', 's.tarn-1', 's.brenn-1', 's.dace-1'], ['s.osk-1', 's.tarn-1']]
    """
    open_cases = case["cases"].filter(pl.col("public").fill_null("no") != "no")["id"]
    known = set(case["charges"].filter(pl.col("case").is_in(open_cases.implode()))["accused"])
    about = {row["id"]: row["person"] for row in case["claims"].iter_rows(named=True)}
    about |= {row["id"]: row["accused"] for row in case["charges"].iter_rows(named=True)}
    speaker = dict(case["statements"].select("id", "speaker").iter_rows())
    wanted: set[str] = set()
    taken_back: set[str] = set()
    for row in case["assertions"].iter_rows(named=True):
        act = row["statement"]
        if row["polarity"] in ("denies", "retracts"):
            taken_back.add(act)
        elif speaker.get(act) in known or about.get(row["claim"]) in known:
            wanted.add(act)

    def printed(act: str) -> bool:
        chance = mixed(key_of(f"editors {act}") ^ mixed(seed)) / float(1 << 64)
        return act in wanted and act not in taken_back and chance < share

    questioned = case["statements"]["setting"].is_in(["interrogation", "confrontation"]).to_list()
    kept = [
        not asked or printed(act) for asked, act in zip(questioned, case["statements"]["id"], strict=True)
    ]
    statements = case["statements"].filter(pl.Series(kept, dtype=pl.Boolean))
    tables = settled(case, {**case, "statements": statements})
    heard = set(tables["assertions"]["claim"]) | set(tables["inferences"]["target"])
    mute = sorted(set(case["assertions"]["claim"]) - heard)
    claims = tables["claims"].filter(~pl.col("id").is_in(mute))
    return case.replace(settled(case, {**tables, "claims": claims}))


def smoothed(case: CaseFile) -> CaseFile:
    """Return `case` with a report of the open trials in which nobody denies or takes anything back.

    This is no loss but a falsehood: the record says something that did not happen.

    Examples
    --------
    >>> from showtrial.record.packaged import open_case
    >>> toy = open_case("toy")
    >>> "retracts" in smoothed(toy)["assertions"].filter(pl.col("id") == "a.tarn-plea")["polarity"]
    False
    """
    heard = case["statements"].filter(setting="open_court")["id"]
    denied = (
        pl.col("statement").is_in(heard.implode())
        & pl.col("claim").is_in(case["charges"]["id"].implode())
        & pl.col("polarity").is_in(["denies", "retracts"])
    )
    told = {"polarity": "affirms", "kind": "confession"}
    cells = [
        pl.when(denied).then(pl.lit(word)).otherwise(pl.col(name)).alias(name) for name, word in told.items()
    ]
    return case.replace({"assertions": case["assertions"].with_columns(cells)})
