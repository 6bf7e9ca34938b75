"""What is odd in the Giaveno data, and what became of it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from showtrial.record.readers.giaveno_data import Data
from showtrial.record.readers.giaveno_tables import MASTER, summoned_unknown


def notes_of(data: Data) -> list[str]:
    """Return one sentence for each oddity; no row is dropped, each note says where the rows stand."""
    notes = [*_of_namings(data), *_of_persons(data), *_of_acts(data), *_of_ties(data)]
    return [text for count, text in notes if count]


def _of_namings(data: Data) -> Iterator[tuple[int, str]]:
    edges = data.tables["edges"]
    node = {row["id"]: row for row in data.tables["nodes"]}
    own = sum(row["source"] == row["target"] for row in edges)
    yield (
        own,
        f"{own} of {len(edges)} rows name the deponent himself or herself; kept as accusations of oneself",
    )
    silent = [row for row in edges if not row["target"]]
    yield len(silent), f"{len(silent)} rows name nobody; kept as a note of the statement"
    names = {(row["source"], row["time"]) for row in edges if row["target"]}
    both = sorted(f"{row['source']} on {row['time'] or 'an unknown day'}" for row in silent
                  if (row["source"], row["time"]) in names)  # fmt: skip
    yield (
        len(both),
        f"a row names nobody and others of the same deponent and day name people: {', '.join(both)}",
    )
    groups = [row["target"] for row in edges if row["target"] and row["target"] not in node]
    yield (
        len(groups),
        f"{len(groups)} rows name one of {len(set(groups))} groups, to which the data give no name and no"
        " members; kept as persons of kind group",
    )
    masters = sum(node.get(row["target"], {}).get("waldensian_master") == "1" for row in edges)
    yield masters, f"{masters} rows name somebody marked as a {MASTER}; kept, with the trait faction"
    undated = sum(not row["time"] for row in edges)
    who = sorted({row["source"] for row in edges if not row["time"]})
    yield (
        undated,
        f"{undated} rows of {len(who)} deponents ({', '.join(who)}) have no day; kept without a date",
    )
    times = Counter((row["source"], row["target"], row["time"]) for row in edges if row["target"])
    again = sum(times.values()) - len(times)
    yield again, f"{again} rows repeat deponent, person named and day of another row; kept"


def _of_persons(data: Data) -> Iterator[tuple[int, str]]:
    nodes = data.tables["nodes"]
    labels = Counter(row["label"] for row in nodes)
    shared = [count for count in labels.values() if count > 1]
    yield (
        len(shared),
        f"{len(shared)} names are borne by two or more persons ({sum(shared)} in all); ids alone tell them"
        " apart",
    )
    minister = "dissident minister"
    only = sorted(row["id"] for row in nodes
                  if row["occupation_type"] == minister and row["waldensian_master"] == "0")  # fmt: skip
    yield (
        len(only),
        f"{len(only)} persons are {minister} by occupation but not marked as masters: {', '.join(only)}",
    )
    bare = sorted(row["id"] for row in nodes
                  if row["waldensian_master"] == "1" and row["occupation_type"] != minister)  # fmt: skip
    yield len(bare), f"{len(bare)} persons marked as masters have no such occupation: {', '.join(bare)}"
    met = {row[key] for row in data.tables["edges"] for key in ("source", "target")}
    unseen = sum(row["id"] not in met for row in nodes)
    yield (
        unseen,
        f"{unseen} persons neither depose nor are named in any row; they stand in kin ties or in no row",
    )


def _of_acts(data: Data) -> Iterator[tuple[int, str]]:
    edges, acts = data.tables["edges"], data.tables["keyevents"]
    unknown = len(list(summoned_unknown(data)))
    yield (
        unknown,
        f"{unknown} deponents were summoned on a day not on record; kept as summonses without a date",
    )
    deponents = {row["source"] for row in edges} | {row["id"] for row in acts if row["type"] == "deposition"}
    called = {row["id"] for row in acts if row["type"] == "summons"}
    absent = sorted(called - deponents)
    yield len(absent), f"{len(absent)} persons summoned in public do not depose: {', '.join(absent)}"
    said = {(row["source"], row["time"]) for row in edges if row["time"]}
    listed = {(row["id"], row["time"]) for row in acts if row["type"] == "deposition"}
    apart = len(said ^ listed)
    yield apart, f"{apart} depositions stand in only one of edges and keyevents; each is a statement"
    yield 1, "the data do not say by whom circumstances were reported; their statements have no speaker"


def _of_ties(data: Data) -> Iterator[tuple[int, str]]:
    ties = data.tables["kinties"]
    label = {row["id"]: row["label"] for row in data.tables["nodes"]}
    turned = sum(row["role"] == "parentchild" and label[row["V2"]].startswith("(mater ") for row in ties)
    yield (
        turned,
        f"{turned} rows of the role parentchild have the child first (the second is labelled mater, mother):"
        " the role has no direction, and what was inferred from one may be wrong; kept without direction",
    )
    inferred = sum(row["role"].startswith("inf_") for row in ties)
    yield (
        inferred,
        f"{inferred} of {len(ties)} kin ties were inferred by the authors; kept with level inferential",
    )
