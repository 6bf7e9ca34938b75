"""Is every name gone, and is what is left a valid case file of the same shape?"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections import Counter

import polars as pl
import pytest
from small import META, frame, small

from showtrial.record.casefile import CaseFile
from showtrial.record.meta import Meta
from showtrial.record.packaged import open_case
from showtrial.record.storage import case_files, read_case, write_case
from showtrial.record.views import namings
from showtrial.record.writers import FORMATS, pseudonymised

#: Every free text, id and name of the case below holds this word.
SECRET = "quorn"
TEXT = f"Anna {SECRET} wrote"


def marked(**row):
    """Return a row with the secret in every column of the attestation block that holds text."""
    return {"source": f"s-{SECRET}", "locator": TEXT, "note": TEXT, f"x_{SECRET}": TEXT, **row}


def everything():
    """A case file in which every table has rows, and the secret is in every cell that can hold it."""
    text = f"{SECRET} in the text of the source"
    tables = {
        "sources": [
            {"id": f"s-{SECRET}", "kind": f"{SECRET} kind", "title": TEXT, "author": TEXT, "year": f"the {SECRET} year"}
            | {"publisher": TEXT, "language": TEXT, "licence": TEXT, "text_file": f"{SECRET}.txt", "note": TEXT}
            | {"sha256": hashlib.sha256(text.encode()).hexdigest(), "checked": "read"}
        ],
        "persons": [
            marked(id=f"anna-{SECRET}", name=TEXT, name_native=f"Анна {SECRET}", born="1883-07-18", died="1936-08-25")
            | {"died_how": TEXT, "who": TEXT, "sex": "f"},
            marked(id=f"karl-{SECRET}", name=f"Karl {SECRET}", died=f"the {SECRET} year"),
            marked(id=f"club-{SECRET}", name=f"The {SECRET} club", kind="group", died="1940"),
        ],
        "traits": [
            marked(person=f"anna-{SECRET}", kind="faction", value=TEXT),
            marked(person=f"karl-{SECRET}", kind="faction", value=TEXT),
            marked(person=f"karl-{SECRET}", kind=f"{SECRET} trait", value=TEXT),
        ],
        "ties": [marked(a=f"anna-{SECRET}", b=f"club-{SECRET}", kind="member of")],
        "places": [
            {"id": f"p-{SECRET}", "name": TEXT, "lat": 55.75, "lon": 37.61, "exists": "1900/1917", "note": TEXT}
        ],
        "cases": [marked(id=f"k-{SECRET}", name=TEXT, court=TEXT, law_regime=TEXT, public=TEXT)],
        "events": [
            marked(id=f"e-{SECRET}", kind="arrest", person=f"anna-{SECRET}", by="none", date=f"the {SECRET} year")
            | {"place": f"p-{SECRET}", "title": TEXT, "text": TEXT, "outcome": TEXT, "value": TEXT},
            marked(kind="inquiry", about=f"e-{SECRET}", date="1936-08-19", time=f"{SECRET} hour", value="refused"),
            marked(kind=f"{SECRET} deed", case=f"k-{SECRET}", method=f"beating; {SECRET} way"),
        ],
        "statements": [
            marked(id=f"st-{SECRET}", case=f"k-{SECRET}", speaker=f"anna-{SECRET}", date="1936-08-19", text=TEXT)
            | {"language": TEXT, "setting": "open_court", "words": 929},
            marked(id=f"su-{SECRET}", speaker_as_written=TEXT),
        ],
        "claims": [
            {"id": f"c-{SECRET}", "kind": "accusation", "text": TEXT, "person": f"karl-{SECRET}", "note": TEXT},
            {"id": f"d-{SECRET}", "kind": "story", "text": TEXT, "place": f"p-{SECRET}"},
        ],
        "assertions": [
            marked(id=f"a-{SECRET}", statement=f"st-{SECRET}", claim=f"c-{SECRET}", polarity="affirms"),
            marked(id=f"b-{SECRET}", statement=f"st-{SECRET}", claim=f"c-{SECRET}", polarity="affirms", locator="p. 9"),
        ],
        "roles": [
            {"act": f"c-{SECRET}", "role": "actor", "as_written": TEXT, "value": TEXT},
            {"act": f"c-{SECRET}", "role": "actor", "as_written": f"another {SECRET}"},
            {"act": f"c-{SECRET}", "person": f"anna-{SECRET}", "role": f"{SECRET} part", "value": "death", "note": TEXT},
        ],
        "charges": [
            marked(id=f"h-{SECRET}", case=f"k-{SECRET}", accused=f"anna-{SECRET}", law=TEXT, text=TEXT)
            | {"finding": TEXT, "sentence": "Death"}
        ],
        "elements": [{"id": f"l-{SECRET}", "charge": f"h-{SECRET}", "role": "intent", "text": TEXT}],
        "inferences": [
            {"inference": f"i-{SECRET}", "target": f"l-{SECRET}", "premise": f"c-{SECRET}", "warrant": TEXT, "note": TEXT}
        ],
        "links": [
            marked(**{"from": f"c-{SECRET}", "to": f"d-{SECRET}", "kind": "same_as"}),
            marked(**{"from": f"c-{SECRET}", "to": f"f-{SECRET}", "kind": "same_as"}),
        ],
        "searches": [
            marked(id=f"q-{SECRET}", about=f"f-{SECRET}", what=TEXT, searched=f"s-{SECRET}", event_kind=f"{SECRET} deed")
            | {"by": TEXT, "result": TEXT, "place": f"p-{SECRET}"},
            marked(id=f"r-{SECRET}", event_kind="arrest"),
        ],
        "readings": [
            marked(row=f"anna-{SECRET}", column="born", value="1883-07-18", weight=TEXT, text=TEXT),
            marked(row=f"anna-{SECRET}", column="born", value="1884-01-02"),
            marked(row=f"anna-{SECRET}", column="name", value=TEXT),
            marked(row=f"c-{SECRET}", column="person", value=f"karl-{SECRET}"),
            marked(row=f"c-{SECRET}", column="person", value=f"anna-{SECRET}"),
            marked(row=f"st-{SECRET}", column="setting", value="open_court"),
            marked(row=f"st-{SECRET}", column="setting", value=f"somewhere else, says {SECRET}"),
            marked(row=f"d-{SECRET}", column="*", value="rejected"),
            marked(row=f"d-{SECRET}", value=f"contradicts {SECRET}"),
        ],
        "figures": [marked(id=f"f-{SECRET}", series=TEXT, measure=TEXT, about=TEXT, unit=TEXT, value=12345.0)],
    }  # fmt: skip
    meta = Meta(
        title=TEXT,
        origin="recorded",
        authors=(TEXT,),
        licence=TEXT,
        version=SECRET,
        description=TEXT,
        living_purpose=TEXT,
        licences={"persons": TEXT},
        dates={f"the {SECRET} year": "1936"},
        times={f"{SECRET} hour": "02:00/03:00"},
        vocabulary={
            "sources.kind": (f"{SECRET} kind",),
            "traits.kind": (f"{SECRET} trait",),
            "events.kind": (f"{SECRET} deed",),
            "events.method": (f"{SECRET} way",),
            "roles.role": (f"{SECRET} part",),
        },
        provenance=({"operation": TEXT, "input": SECRET},),
    )
    return CaseFile.from_frames(
        meta, {name: frame(*rows) for name, rows in tables.items()}, {f"{SECRET}.txt": text}
    )


def unpacked(data):
    """Return the bytes of a file, those of its parts if it is a zip."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return b"\n".join(name.encode() + b"\n" + held.read(name) for name in held.namelist())


@pytest.mark.parametrize("seed", [None, 1])
@pytest.mark.parametrize("name", [each for each in FORMATS if each != "parquet"])
def test_the_secret_is_nowhere_in_the_bytes(name, seed):
    case = everything()
    plain = unpacked(FORMATS[name].write(case)).decode().casefold()
    assert SECRET in plain
    hidden = unpacked(FORMATS[name].write(pseudonymised(case, seed=seed))).decode().casefold()
    for word in (
        SECRET,
        "anna",
        "karl",
        "анна",
        "12345",
        "55.75",
        "37.61",
        "1883-07-18",
        "1884-01-02",
        "1936-08-25",
    ):
        assert word not in hidden, word


def test_what_is_kept():
    hidden = pseudonymised(everything(), seed=3)
    rows = {name: each.height for name, each in hidden.items()}
    assert rows == {name: each.height for name, each in everything().items()} | {
        "figures": 0,
        "links": 1,  # one pointed to a figure
        "readings": 6,
    }
    anna = hidden["persons"].filter(sex="f").row(0, named=True)
    assert (anna["born"], anna["died"]) == ("1883", "1936")
    assert hidden["events"]["date"].sort().to_list() == [None, "1936", "1936-08-19"]
    assert hidden["events"].filter(kind="inquiry").select("time", "value").row(0) == ("time-1", "refused")
    assert hidden.meta.times == {"time-1": "02:00/03:00"}
    assert sorted(hidden["events"]["kind"]) == ["added-1", "arrest", "inquiry"]
    assert hidden["charges"].select("finding", "sentence").row(0) == (None, "death")
    assert sorted(hidden["readings"]["value"]) == sorted(
        [
            "1883",
            "1884",
            *hidden["persons"].filter(pl.col("id").str.starts_with("P"))["id"],
            "open_court",
            "rejected",
        ]
    )
    assert hidden["statements"]["words"].drop_nulls().to_list() == [929]
    assert hidden["claims"].filter(kind="accusation")["person"].item() != anna["id"]
    assert [each for each in hidden["roles"]["note"] if each] == ["2 of several rows alike"]
    assert not hidden.texts
    assert all(name in hidden.meta.description for name in ("Removed", "Kept", "no anonymity"))


def test_shared_traits_stay_shared():
    traits = pseudonymised(everything(), seed=3)["traits"]
    assert sorted(traits["value"]) == ["added-1 1", "faction 1", "faction 1"]


def shape(case):
    """Namings as they are whatever the names: how often each person names and is named."""
    rows = namings(case)
    return [sorted(Counter(rows[column].drop_nulls()).values()) for column in ("namer", "named")], sorted(
        rows["date"].fill_null("").to_list()
    )


@pytest.mark.parametrize("name", ["toy", "moscow"])
def test_packaged_cases(name, tmp_path):
    case = open_case(name)
    hidden = pseudonymised(case)
    assert shape(hidden) == shape(case)
    assert hidden.meta.origin == case.meta.origin
    names = {
        value
        for table in ("persons", "cases", "places")
        for column in ("id", "name", "name_native")
        if column in case[table].columns
        for value in case[table][column].drop_nulls()
    }
    files = b"\n".join(case_files(hidden).values()).decode()
    assert not [each for each in names if each in files]
    write_case(hidden, tmp_path / "hidden")
    assert read_case(tmp_path / "hidden") == hidden


def test_one_seed_gives_the_same_bytes_and_none_gives_others():
    case = open_case("toy")
    assert case_files(pseudonymised(case, seed=5)) == case_files(pseudonymised(case, seed=5))
    assert len({pseudonymised(case).sha256 for _ in range(4)}) > 1


def test_neither_alphabet_nor_order_of_the_file_shows():
    persons = frame(
        *(
            {"id": f"p{at:02}", "name": f"N{at:02}", "born": f"{1700 + at}", "died": "1800"}
            for at in range(40)
        )
    )
    empty = {name: small()[name].clear() for name in ("sources", "statements")}
    case = CaseFile.from_frames(Meta(title="T", origin="recorded"), {"persons": persons, **empty})
    hidden = pseudonymised(case, seed=1)["persons"]
    assert hidden["id"].is_sorted()
    years = [int(year) for year in hidden["born"]]
    assert years not in (sorted(years), sorted(years, reverse=True))


def test_no_pseudonym_is_an_id_that_was_somebody_elses():
    persons = frame(*({"id": f"P{at:03}", "name": "N", "died": "1800"} for at in range(1, 4)))
    empty = {name: small()[name].clear() for name in ("sources", "statements")}
    case = CaseFile.from_frames(Meta(title="T", origin="recorded"), {"persons": persons, **empty})
    assert sorted(pseudonymised(case)["persons"]["id"]) == ["Px001", "Px002", "Px003"]


def test_a_case_in_the_julian_calendar():
    persons = frame({"id": "a", "name": "A", "born": "1335-02-04", "died": "1335-12-30/1336-01-02"})
    empty = {name: small()[name].clear() for name in ("sources", "statements")}
    meta = Meta(title="T", origin="recorded", calendar="julian")
    hidden = pseudonymised(CaseFile.from_frames(meta, {"persons": persons, **empty}))
    assert hidden["persons"].select("born", "died").row(0) == ("gregorian:1335", "gregorian:1336")


def test_who_was_kept_for_a_purpose_stays_valid(tmp_path):
    changed = Meta(**{**META.as_dict(), "living_purpose": "research by A. Clerk"})
    persons = frame({"id": "anna", "name": "A", "died": "1937-02-01"}, {"id": "karl", "name": "K"})
    hidden = pseudonymised(small().replace({"persons": persons}, meta=changed))
    write_case(hidden, tmp_path / "hidden")
    purpose = read_case(tmp_path / "hidden").meta.living_purpose
    assert purpose == "stated in the case file from which this one was made"
